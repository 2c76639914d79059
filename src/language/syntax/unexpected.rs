//! What to say when something stands where something else should.
//!
//! The grammar knows only the furthest place that made sense and which rules could have gone on from there. Habits from
//! other languages and slips of the keyboard are recognised first and get a word of their own; the rest is said as
//! "expected …", in the words of [`super::expectation`].

use crate::language::diag::Diagnostic;
use crate::language::nearest::nearest;
use crate::language::source::{SourceId, Span};

use super::expectation::{self, Wanted};
use super::grammar::Rule;
use super::lower::shorten;
use super::scan::{self, Scan, Token, TokenKind};
use super::words::{self, Block};

/// Where reading stopped.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// The file.
    pub source: SourceId,
    /// Its text.
    pub text: &'a str,
    /// Its tokens.
    pub scan: &'a Scan,
    /// Byte offset of the furthest place that made sense.
    pub at: usize,
    /// Where the line or item begins.
    pub start: usize,
    /// Where the item ends.
    pub end: usize,
}

impl<'a> Place<'a> {
    /// Returns the token that did not fit, if the item does not end there.
    pub fn found(&self) -> Option<Token> {
        self.scan.next(self.at).filter(|token| (token.end as usize) <= self.end)
    }

    /// Returns the token before it, if that belongs to the same line or item.
    fn before(&self) -> Option<Token> {
        self.scan.previous(self.at).filter(|token| (token.start as usize) >= self.start)
    }

    /// Returns the token after the one that did not fit.
    fn after(&self) -> Option<Token> {
        self.found().and_then(|found| self.scan.next(found.end as usize))
    }

    fn span(&self, token: Token) -> Span {
        Span::new(self.source, token.start as usize, token.end as usize)
    }

    fn word(&self, token: Token) -> &'a str {
        token.text(self.text)
    }

    /// Tells whether a line break stands between two tokens.
    fn breaks_between(&self, first: Token, second: Token) -> bool {
        self.text.get(first.end as usize..second.start as usize).is_some_and(|between| between.contains('\n'))
    }
}

/// Reports an item whose first word begins none, or that is not written as one.
pub(super) fn item(place: &Place<'_>, expected: &[Rule]) -> Diagnostic {
    let Some(first) = place.scan.next(place.start) else { return wrong(place, expected, None) };
    let word = place.word(first);
    if words::is_item_keyword(word) {
        return wrong(place, expected, None);
    }
    let span = place.span(first);
    let problem = Diagnostic::error("E007", format!("`{}` begins no item", shorten(word)), span, "");
    match words::near(word, words::ITEM_KEYWORDS) {
        Some(near) => problem.help(format!("did you mean `{near}`?")).fix(span, near),
        None => match words::item_meant_by(word) {
            Some(meant) => problem.help(format!("write `{meant}`")).fix(span, meant),
            None if words::is_line_keyword(word) => {
                problem.help("this line belongs between the braces of an item, e.g. `clause HS.1 \"…\" { … }`")
            }
            None => problem.help("items begin with a word such as `policy`, `clause`, `list`, `define` or `example`"),
        },
    }
}

/// Reports what stood where something else should; `block` if that was among the lines of one.
pub(super) fn wrong(place: &Place<'_>, expected: &[Rule], block: Option<Block>) -> Diagnostic {
    let wanted = Wanted::of(expected);
    let Some(found) = place.found() else { return missing(place, &wanted) };
    let habit = stray_sign(place, found, &wanted).or_else(|| bad_name(place, found, &wanted)).or_else(|| {
        block
            .filter(|_| wanted.line || place.start == found.start as usize)
            .and_then(|block| unknown_line(place, found, block))
    });
    if let Some(problem) = habit {
        return problem;
    }
    if place.before().is_some_and(|before| place.breaks_between(before, found)) {
        return missing(place, &wanted);
    }
    let title = format!("`{}` is not expected here", shorten(place.word(found)));
    let problem = Diagnostic::error("E001", title, place.span(found), format!("expected {}", wanted.phrase()));
    if found.kind == TokenKind::Word {
        let keywords = wanted.keywords();
        if let Some(near) = nearest(place.word(found), keywords.iter().map(String::as_str)) {
            return problem.help(format!("did you mean `{near}`?")).fix(place.span(found), near);
        }
    }
    match expectation::advice(expected) {
        Some(advice) => problem.help(advice),
        None => problem,
    }
}

/// Reports that a line or an item ends too soon.
fn missing(place: &Place<'_>, wanted: &Wanted) -> Diagnostic {
    let Some(before) = place.before() else {
        let span = Span::new(place.source, place.at, place.at);
        return Diagnostic::error("E001", "something is missing here", span, format!("expected {}", wanted.phrase()));
    };
    let title = format!("something is missing after `{}`", shorten(place.word(before)));
    Diagnostic::error("E001", title, place.span(before), format!("expected {} after this", wanted.phrase()))
}

/// Recognises signs that other languages put between words and lines.
fn stray_sign(place: &Place<'_>, found: Token, wanted: &Wanted) -> Option<Diagnostic> {
    let sign = place.word(found);
    let before = place.before();
    if let Some(problem) = grouped_digits(place, found) {
        return Some(problem);
    }
    let after_keyword = before.is_some_and(|before| words::is_line_keyword(place.word(before)));
    let title = match sign {
        ":" | "=" if after_keyword && !wanted.has(Rule::colon) && !wanted.has(Rule::equals) => {
            format!("no `{sign}` stands after `{}`", before.map_or("", |before| place.word(before)))
        }
        ";" => "lines and items do not end with `;`".to_string(),
        "," if wanted.line && place.after().is_some_and(|after| after.first_on_line) => {
            "lines do not end with `,`".to_string()
        }
        _ => return None,
    };
    let span = place.span(found);
    Some(Diagnostic::error("E008", title, span, "").help("remove it").fix(span, ""))
}

/// Recognises `10,000`.
fn grouped_digits(place: &Place<'_>, comma: Token) -> Option<Diagnostic> {
    let (before, after) = (place.before()?, place.after()?);
    let digits = |token: Token| place.word(token).bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    let touches = before.end == comma.start && comma.end == after.start;
    let thousands = touches && digits(before) && digits(after) && place.word(after).len() == 3;
    (place.word(comma) == "," && thousands).then(|| {
        let right = format!("{}_{}", place.word(before), place.word(after));
        let title = format!("`{},{}` is not a number", place.word(before), place.word(after));
        let span = place.span(before).to(place.span(after));
        Diagnostic::error("E014", title, span, "").help(format!("write `{right}`")).fix(span, right)
    })
}

/// Recognises what was meant as a name and cannot be one.
fn bad_name(place: &Place<'_>, found: Token, wanted: &Wanted) -> Option<Diagnostic> {
    let word = place.word(found);
    let span = place.span(found);
    if wanted.name && words::RESERVED.contains(&word) {
        let title = format!("`{word}` is a word of the language and cannot be a name");
        return Some(Diagnostic::error("E016", title, span, "a name goes here").help("choose another name"));
    }
    if wanted.name && found.kind == TokenKind::Word && word.starts_with(|c: char| c.is_ascii_digit()) {
        let title = format!("`{}` cannot be a name, because it begins with a digit", shorten(word));
        return Some(Diagnostic::error("E016", title, span, "a name goes here").help("begin it with a letter"));
    }
    if word == "-" && !wanted.operator { hyphenated(place, found) } else { None }
}

/// Recognises a name with `-` in it, and finds all of it.
fn hyphenated(place: &Place<'_>, hyphen: Token) -> Option<Diagnostic> {
    let before = place.before().filter(|before| before.kind == TokenKind::Word && before.end == hyphen.start)?;
    let from = place.text.get(before.start as usize..place.end)?;
    let length = from.find(|c| !scan::is_word(c) && c != '-').unwrap_or(from.len());
    let name = from.get(..length)?.trim_end_matches('-');
    let right = name.replace('-', "_");
    let start = before.start as usize;
    let span = Span::new(place.source, start, start + name.len());
    (name.len() > before.text(place.text).len()).then(|| {
        Diagnostic::error("E016", "a name has no `-` in it", span, "this is read as a subtraction")
            .help(format!("write `{right}`"))
            .fix(span, right)
    })
}

/// Recognises a line whose first word is misspelt, foreign, or belongs to another item.
fn unknown_line(place: &Place<'_>, found: Token, block: Block) -> Option<Diagnostic> {
    let word = place.word(found);
    let span = place.span(found);
    let known = block.line_keywords();
    let begins_line = found.first_on_line || place.start == found.start as usize;
    if found.kind != TokenKind::Word || known.contains(&word) {
        return None;
    }
    let title = format!("`{}` begins no line of {}", shorten(word), block.with_article());
    let problem = Diagnostic::error("E007", title, span, "");
    if let Some((meant, why)) = words::line_meant_by(word, block) {
        let problem = problem.help(format!("{why} `{meant}`"));
        return Some(if meant.contains("title") { problem } else { problem.fix(span, meant) });
    }
    if words::is_line_keyword(word) && (begins_line || place.after().is_some_and(|after| after.kind == TokenKind::Text))
    {
        let owners = words::owners_of_line(word);
        let title = format!("`{word}` is not a line of {}", block.with_article());
        let problem = Diagnostic::error("E019", title, span, "");
        return Some(problem.help(format!("it belongs to {owners}")));
    }
    if let Some(near) = words::near(word, known) {
        return Some(problem.help(format!("did you mean `{near}`?")).fix(span, near));
    }
    if !begins_line {
        return None;
    }
    let known = known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    Some(problem.help(format!("lines of {} begin with {known} or prose in `\"\"\"`", block.with_article())))
}
