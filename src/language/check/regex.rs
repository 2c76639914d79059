//! Regular expressions: they compile, in linear time, and say something.

use regex_syntax::ast::ErrorKind;
use regex_syntax::hir::{Class, Hir, HirKind};

use super::Checker;
use crate::language::diag::Diagnostic;
use crate::language::source::Span;
use crate::language::syntax::ast;

/// Bytes that one compiled expression may take. Measured: a national phone number takes some 20 kB, `\w{1,100}` 1.5 MB.
const COMPILED_MAX: usize = 4 << 20;
/// How deep groups may nest.
const NESTING_MAX: u32 = 64;

impl Checker<'_> {
    /// Checks a regular expression; `None` if it cannot stand, which was reported.
    pub fn regex(&mut self, regex: &ast::Text) -> Option<()> {
        let mut parser = regex_syntax::ParserBuilder::new().nest_limit(NESTING_MAX).build();
        let parsed = match parser.parse(&regex.text) {
            Ok(parsed) => parsed,
            Err(error) => {
                let wrong = self.unreadable(regex, &error);
                self.report(wrong);
                return None;
            }
        };
        if let Some(wrong) = too_wide(&parsed, regex.span) {
            self.report(wrong);
            return None;
        }
        // The view may fold case, so the wider reading is the one that must fit.
        let compiled = regex::RegexBuilder::new(&regex.text).case_insensitive(true).size_limit(COMPILED_MAX).build();
        if compiled.is_err() {
            self.report(
                Diagnostic::error("E066", "this expression is too large", regex.span, "")
                    .note("counted repetitions of wide classes multiply: `\\w{1,1000}` stands for a thousand classes")
                    .help("repeat less, or use `+`"),
            );
            return None;
        }
        Some(())
    }

    /// Describes an expression that cannot be read, with the place inside of it.
    fn unreadable(&self, regex: &ast::Text, error: &regex_syntax::Error) -> Diagnostic {
        let (kind, start, end) = match error {
            regex_syntax::Error::Parse(error) => {
                (Some(error.kind()), error.span().start.offset, error.span().end.offset)
            }
            regex_syntax::Error::Translate(error) => (None, error.span().start.offset, error.span().end.offset),
            _ => (None, 0, 0),
        };
        let place = self.inside(regex, start, end);
        match kind {
            Some(ErrorKind::UnsupportedLookAround) => {
                Diagnostic::error("E064", "look-around cannot be used", place, "this looks ahead or back")
                    .note("matching must take time in step with the text, and look-around breaks that")
                    .help("write what stands near it as a relation: `/…/ not within 2 words after (\"no\" or \"not\")`")
            }
            Some(ErrorKind::UnsupportedBackreference) => {
                Diagnostic::error("E064", "back-references cannot be used", place, "this refers back to a group")
                    .note("matching must take time in step with the text, and back-references break that")
                    .help("for words said again and again compare `text.repeat_share`")
            }
            Some(kind) => {
                Diagnostic::error("E063", format!("this expression cannot be read: {}", advice(kind)), place, "")
                    .help("to mean a sign itself write a backslash before it: `\\(`, `\\?`, `\\.`")
            }
            None => Diagnostic::error("E063", "this expression cannot be read", place, "no such class of characters")
                .help("see the list of classes: `\\d`, `\\w`, `\\s`, `\\p{L}`, `\\p{Greek}`"),
        }
    }

    /// Returns the place of a part of an expression in the file, where `/` is written `\/`.
    fn inside(&self, regex: &ast::Text, start: usize, end: usize) -> Span {
        let raw = self.sources.text(regex.span);
        let mut places = Vec::new();
        let mut offset = 1;
        let mut rest = raw.get(1..).unwrap_or("").char_indices().peekable();
        while let Some((at, sign)) = rest.next() {
            let mut length = sign.len_utf8();
            if sign == '\\' && rest.peek().is_some_and(|(_, next)| *next == '/') {
                rest.next();
                length = 1;
                offset = at + 1;
            } else if offset < at + 1 {
                offset = at + 1;
            }
            places.extend(std::iter::repeat_n(offset, length));
        }
        let last = raw.len().saturating_sub(1);
        let from = places.get(start).copied().unwrap_or(last).min(last);
        let to = places.get(end).copied().unwrap_or(last).clamp(from, last);
        let base = regex.span.start as usize;
        Span::new(regex.span.source, base + from, base + to.max(from + 1).min(raw.len()))
    }
}

/// Describes an expression that is met everywhere.
fn too_wide(parsed: &Hir, span: Span) -> Option<Diagnostic> {
    let found = |why: &str| {
        Diagnostic::error("E065", "this expression matches almost any text", span, "")
            .note(why)
            .help("name at least one letter, digit or sign that must be there")
    };
    if parsed.properties().minimum_len().is_none_or(|least| least == 0) {
        return Some(found("it is met by nothing at all, and so stands between any two letters"));
    }
    says_nothing(parsed).then(|| found("it only says that there is some character"))
}

/// True if no part of the expression tells one character from another.
fn says_nothing(parsed: &Hir) -> bool {
    match parsed.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(_) => false,
        HirKind::Class(Class::Unicode(class)) => {
            // All characters but for the few that end lines.
            let missing: u32 = class.iter().map(|range| range.end() as u32 - range.start() as u32 + 1).sum();
            missing >= 0x10_F800 - 16
        }
        HirKind::Class(Class::Bytes(_)) => false,
        HirKind::Repetition(repetition) => says_nothing(&repetition.sub),
        HirKind::Capture(capture) => says_nothing(&capture.sub),
        HirKind::Concat(parts) => parts.iter().all(says_nothing),
        HirKind::Alternation(parts) => parts.iter().any(says_nothing),
    }
}

/// Says what is wrong in words of the language.
fn advice(kind: &ErrorKind) -> &'static str {
    match kind {
        ErrorKind::GroupUnclosed => "a `(` is never closed",
        ErrorKind::GroupUnopened => "a `)` was never opened",
        ErrorKind::ClassUnclosed => "a `[` is never closed",
        ErrorKind::RepetitionMissing => "a repetition has nothing before it to repeat",
        ErrorKind::RepetitionCountUnclosed => "a `{` is never closed",
        ErrorKind::RepetitionCountInvalid => "a repetition's least count is above its greatest",
        ErrorKind::RepetitionCountDecimalEmpty => "a `{` wants a number after it",
        ErrorKind::EscapeUnrecognized => "a backslash stands before a letter without meaning",
        ErrorKind::EscapeUnexpectedEof => "it ends in a backslash",
        ErrorKind::ClassRangeInvalid => "a range runs backwards",
        ErrorKind::ClassRangeLiteral => "a range wants single characters at its ends",
        ErrorKind::NestLimitExceeded(_) => "its groups are nested too deep",
        ErrorKind::UnicodeClassInvalid => "a class of characters is written wrongly",
        ErrorKind::FlagUnrecognized => "a `(?` is followed by a letter without meaning",
        _ => "it is not well formed",
    }
}
