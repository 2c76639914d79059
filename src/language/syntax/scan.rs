//! One quick look over the whole text before the grammar sees any of it.
//!
//! The scan knows only what decides where things begin and end: comments, strings, prose, regexes, brackets, words. It
//! finds the damage that would spoil more than its own line (a string or prose that is never closed, nesting deeper than
//! the parser's stack should bear) and leaves a table of tokens, from which items are split and spans are trimmed.

use crate::language::diag::Diagnostic;
use crate::language::source::{SourceId, Span};

use super::ast::Comment;
use super::split;

/// How deep brackets may nest. Nobody reads deeper, and the parser's stack is finite.
pub(super) const NESTING_MAX: usize = 128;

/// What a token is, as far as the scan cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// Letters, digits, underscores.
    Word,
    /// `"…"`
    Text,
    /// `"""…"""`
    Prose,
    /// `/…/` where one may stand.
    Regex,
    /// `(`, `[`, `{`
    Open,
    /// `)`, `]`, `}`
    Close,
    /// A string or prose without an end.
    Unclosed,
    /// Any other character.
    Symbol,
}

/// A token: byte offsets, half-open.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub start: u32,
    pub end: u32,
    /// Nothing but blanks stands before it on its line.
    pub first_on_line: bool,
}

impl Token {
    /// Returns the token's text.
    pub fn text<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }
}

/// What the scan found.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// All tokens but comments, in order.
    pub tokens: Vec<Token>,
    /// The comments, in order.
    pub comments: Vec<Comment>,
    /// Strings and prose without an end.
    pub problems: Vec<Diagnostic>,
}

impl Scan {
    /// Returns the index of the first token that starts at `at` or later.
    pub fn index_at(&self, at: usize) -> usize {
        self.tokens.partition_point(|token| (token.start as usize) < at)
    }

    /// Returns the first token that starts at `at` or later.
    pub fn next(&self, at: usize) -> Option<Token> {
        self.tokens.get(self.index_at(at)).copied()
    }

    /// Returns the last token that ends at `at` or sooner.
    pub fn previous(&self, at: usize) -> Option<Token> {
        let index = self.tokens.partition_point(|token| (token.end as usize) <= at);
        index.checked_sub(1).and_then(|index| self.tokens.get(index)).copied()
    }
}

/// Reads `text` into tokens; never fails.
pub(super) fn scan(source: SourceId, text: &str) -> Scan {
    let quotes = text.match_indices("\"\"\"").map(|(at, _)| at).collect();
    let mut scanner = Scanner { source, text, quotes, at: 0, line_is_blank: true, found: Scan::default() };
    while let Some(next) = scanner.rest().chars().next() {
        scanner.step(next);
    }
    scanner.found
}

struct Scanner<'a> {
    source: SourceId,
    text: &'a str,
    /// Where every `"""` stands.
    quotes: Vec<usize>,
    at: usize,
    line_is_blank: bool,
    found: Scan,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn step(&mut self, next: char) {
        let rest = self.rest();
        match next {
            '\n' => {
                self.line_is_blank = true;
                self.at += 1;
            }
            ' ' | '\t' | '\r' | '\u{FEFF}' => self.at += next.len_utf8(),
            '/' if rest.starts_with("//") => self.comment(rest),
            '"' if rest.starts_with("\"\"\"") => self.prose(rest),
            '"' => self.string(rest),
            '/' => match regex_length(rest).filter(|_| self.regex_may_stand()) {
                Some(length) => self.push(TokenKind::Regex, length),
                None => self.push(TokenKind::Symbol, 1),
            },
            '(' | '[' | '{' => self.push(TokenKind::Open, 1),
            ')' | ']' | '}' => self.push(TokenKind::Close, 1),
            _ if is_word(next) => {
                self.push(TokenKind::Word, rest.find(|c| !is_word(c)).unwrap_or(rest.len()));
            }
            _ => self.push(TokenKind::Symbol, next.len_utf8()),
        }
    }

    fn push(&mut self, kind: TokenKind, length: usize) {
        let (start, end) = (self.at as u32, (self.at + length) as u32);
        self.found.tokens.push(Token { kind, start, end, first_on_line: self.line_is_blank });
        self.line_is_blank = false;
        self.at += length;
    }

    fn comment(&mut self, rest: &str) {
        let length = rest.find('\n').unwrap_or(rest.len());
        let shown = rest.get(..length).unwrap_or("").trim_end().len();
        let span = Span::new(self.source, self.at, self.at + shown);
        self.found.comments.push(Comment { span, own_line: self.line_is_blank });
        self.at += length;
    }

    fn string(&mut self, rest: &str) {
        match string_length(rest) {
            Ok(length) => self.push(TokenKind::Text, length),
            Err(length) => {
                let span = Span::new(self.source, self.at, self.at + length);
                let mut problem = Diagnostic::error("E002", "this string is never closed", span, "")
                    .note("a string ends on the line it begins on");
                if self
                    .found
                    .tokens
                    .last()
                    .is_some_and(|last| last.kind == TokenKind::Word && last.end as usize == self.at)
                {
                    problem =
                        problem.note("quotes pair up from the left, so the missing one may stand further to the left");
                }
                self.found.problems.push(problem.help("close it with `\"`; inside a string, write a quote as `\\\"`"));
                self.push(TokenKind::Unclosed, length);
            }
        }
    }

    fn prose(&mut self, rest: &str) {
        let left = self.quotes.len() - self.quotes.partition_point(|at| *at < self.at);
        match split::prose_length(rest, left % 2 == 1) {
            Ok(length) => self.push(TokenKind::Prose, length),
            Err(stop) => {
                let quotes = Span::new(self.source, self.at, self.at + 3);
                let mut problem =
                    Diagnostic::error("E003", "this prose is never closed", quotes, "the prose begins here");
                if let Some(line) =
                    rest.get(stop..).and_then(|after| after.lines().next()).filter(|line| !line.is_empty())
                {
                    let at = self.at + stop;
                    let place = Span::new(self.source, at, at + line.trim_end().len());
                    problem = problem.also(place, "another item begins before its end");
                }
                self.found.problems.push(problem.help("close it with `\"\"\"`"));
                let length = rest.get(..stop).unwrap_or("").trim_end().len();
                self.push(TokenKind::Unclosed, length);
            }
        }
    }

    /// A slash divides after a value and begins a regex after anything else.
    fn regex_may_stand(&self) -> bool {
        let Some(last) = self.found.tokens.last() else { return false };
        match last.kind {
            TokenKind::Word => matches!(
                last.text(self.text),
                "has"
                    | "of"
                    | "or"
                    | "and"
                    | "not"
                    | "no"
                    | "before"
                    | "after"
                    | "as"
                    | "exact"
                    | "plain"
                    | "disguised"
                    | "misspelled"
            ),
            TokenKind::Open => true,
            TokenKind::Symbol => matches!(last.text(self.text), "=" | "," | "|" | "&"),
            _ => false,
        }
    }
}

/// Tells the characters of words, digits included.
pub(super) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || !c.is_ascii() && pest::unicode::XID_CONTINUE(c)
}

/// Returns the length of the string at the start of `rest`, or how much of the line is taken as part of one without end.
fn string_length(rest: &str) -> Result<usize, usize> {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' => return Err(unclosed_length(rest.get(..at).unwrap_or(""))),
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Ok(at + 1),
            _ => {}
        }
    }
    Err(unclosed_length(rest))
}

/// Leaves a bracket at the end of the line outside, so that a missing quote does not unbalance the item as well.
fn unclosed_length(line: &str) -> usize {
    let trimmed = line.trim_end();
    let kept = trimmed.trim_end_matches(['{', '}', ' ', '\t']);
    if trimmed.len() > kept.len() && !kept.is_empty() { kept.len() } else { trimmed.len().max(1) }
}

fn regex_length(rest: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' => return None,
            ' ' if at == 1 => return None,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '/' => return (at > 1).then_some(at + 1),
            _ => {}
        }
    }
    None
}
