//! What to say when something stands where something else should: the grammar's rules in the reader's words.

use crate::language::diag::Diagnostic;
use crate::language::source::{SourceId, Span};

use super::grammar::Rule;
use super::scan::{Scan, Token, TokenKind};
use super::words::{self, Block};

/// Where reading stopped.
pub(super) struct Place<'a> {
    pub source: SourceId,
    pub text: &'a str,
    pub scan: &'a Scan,
    /// Byte offset of the furthest place that made sense.
    pub at: usize,
    /// Where the line or item begins.
    pub start: usize,
    /// Where the item ends.
    pub end: usize,
}

impl Place<'_> {
    /// Returns the token that did not fit.
    fn found(&self) -> Option<Token> {
        self.scan.next(self.at).filter(|token| (token.end as usize) <= self.end)
    }

    fn before(&self) -> Option<Token> {
        self.scan.previous(self.at).filter(|token| (token.start as usize) >= self.start)
    }

    fn span(&self, token: &Token) -> Span {
        Span::new(self.source, token.start as usize, token.end as usize)
    }

    fn text_of(&self, token: &Token) -> &str {
        token.text(self.text)
    }
}

/// Reports an item that is none, or is not written as one.
pub(super) fn item(place: &Place<'_>, word: &str, expected: &[Rule]) -> Diagnostic {
    if words::is_item_keyword(word) {
        return self::expected(place, expected, None);
    }
    let first = place.scan.next(place.start);
    let span = first.as_ref().map_or(Span::new(place.source, place.start, place.end), |token| place.span(token));
    let problem = Diagnostic::error("E007", format!("`{word}` begins no item"), span, "unknown item");
    match words::near(word, words::ITEM_KEYWORDS) {
        Some(near) => problem.help(format!("did you mean `{near}`?")).fix(span, near),
        None => match words::item_meant_by(word) {
            Some(meant) => problem.help(format!("write `{meant}`")).fix(span, meant),
            None => problem.help("items begin with a word such as `policy`, `clause`, `list`, `define` or `example`"),
        },
    }
}

/// Reports a line that is none, or is not written as one.
pub(super) fn line(place: &Place<'_>, block: Block, expected: &[Rule]) -> Diagnostic {
    self::expected(place, expected, Some(block))
}

/// Reports what was found and what should have been there.
pub(super) fn expected(place: &Place<'_>, expected: &[Rule], _block: Option<Block>) -> Diagnostic {
    let wanted = listed(expected);
    let found = place.found();
    let (span, title) = match found {
        Some(token) => (place.span(&token), format!("expected {wanted}, found `{}`", place.text_of(&token))),
        None => (Span::new(place.source, place.at, place.at), format!("expected {wanted}, found the end")),
    };
    Diagnostic::error("E001", title, span, format!("expected {wanted}"))
}

fn listed(expected: &[Rule]) -> String {
    let mut words: Vec<String> = Vec::new();
    for rule in expected {
        let word = format!("{rule:?}");
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.join(", ")
}
