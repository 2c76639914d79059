//! Where items begin and end, so that damage to one stays in it.
//!
//! Outside brackets, an item begins at the first word of a line if that is an item's keyword. Inside brackets nothing
//! begins, unless a line at the item's own indent looks in full like the head of another item: then the bracket was
//! never closed, and waiting for its end would swallow the rest of the file.

use crate::language::diag::Diagnostic;
use crate::language::source::{SourceId, Span};

use super::PROBLEMS_MAX;
use super::scan::{NESTING_MAX, Scan, Token, TokenKind, is_word};
use super::words;

/// One item's stretch of the file, up to the next item.
#[derive(Debug)]
pub(super) struct Chunk {
    /// Byte offset of its first token.
    pub start: usize,
    /// Byte offset past its last token.
    pub end: usize,
    /// Its brackets nest deeper than the parser may follow.
    pub too_deep: Option<Span>,
}

/// Splits the file into items and reports brackets without a partner.
pub(super) fn split(source: SourceId, text: &str, scan: &Scan) -> (Vec<Chunk>, Vec<Diagnostic>) {
    let mut splitter = Splitter {
        source,
        text,
        open: Vec::new(),
        chunks: Vec::new(),
        problems: Vec::new(),
        indent: 0,
        cut_short: false,
    };
    for (index, token) in scan.tokens.iter().enumerate() {
        splitter.step(token, scan.tokens.get(index + 1));
    }
    splitter.close_all(None);
    (splitter.chunks, splitter.problems)
}

struct Splitter<'a> {
    source: SourceId,
    text: &'a str,
    open: Vec<Token>,
    chunks: Vec<Chunk>,
    problems: Vec<Diagnostic>,
    indent: usize,
    /// Prose without an end swallowed the rest of the item, and its closing brace with it.
    cut_short: bool,
}

impl Splitter<'_> {
    fn step(&mut self, token: &Token, next: Option<&Token>) {
        if token.first_on_line && token.kind == TokenKind::Word && self.begins_item(token, next) {
            self.close_all(Some(token));
            self.indent = self.indent_of(token);
            self.begin(token);
        } else if self.chunks.is_empty() {
            self.begin(token);
        }
        match token.kind {
            TokenKind::Unclosed => self.cut_short |= token.text(self.text).starts_with("\"\"\""),
            TokenKind::Open => {
                self.open.push(*token);
                if self.open.len() == NESTING_MAX + 1 {
                    let span = self.span(token);
                    if let Some(chunk) = self.chunks.last_mut() {
                        chunk.too_deep.get_or_insert(span);
                    }
                }
            }
            TokenKind::Close if !self.close(token) => return,
            _ => {}
        }
        if let Some(chunk) = self.chunks.last_mut() {
            chunk.end = token.end as usize;
        }
    }

    fn begin(&mut self, token: &Token) {
        self.chunks.push(Chunk { start: token.start as usize, end: token.end as usize, too_deep: None });
    }

    fn begins_item(&self, token: &Token, next: Option<&Token>) -> bool {
        let rest = self.text.get(token.start as usize..).unwrap_or("");
        let line = rest.lines().next().unwrap_or("");
        if looks_like_item(line) {
            return self.open.is_empty() || self.indent_of(token) <= self.indent;
        }
        if !self.open.is_empty() {
            return false;
        }
        let word = token.text(self.text);
        let Some(next) = next else { return words::is_item_keyword(word) };
        let follows = next.text(self.text);
        let value_follows = match next.kind {
            TokenKind::Word => !words::joins(follows),
            TokenKind::Text | TokenKind::Unclosed => true,
            TokenKind::Open => follows == "{",
            _ => follows == "=",
        };
        words::is_item_keyword(word) && value_follows || looks_like_misspelt_item(word, line)
    }

    fn indent_of(&self, token: &Token) -> usize {
        let before = self.text.get(..token.start as usize).unwrap_or("");
        before.len() - before.rfind('\n').map_or(0, |at| at + 1)
    }

    /// Closes a bracket; false if it closes nothing.
    fn close(&mut self, token: &Token) -> bool {
        let wanted = match token.text(self.text) {
            ")" => "(",
            "]" => "[",
            _ => "{",
        };
        if self.open.pop_if(|open| open.text(self.text) == wanted).is_some() {
            return true;
        }
        // Every search below reports something and may look at all that is open; no more is shown than this.
        if self.problems.len() >= PROBLEMS_MAX {
            return false;
        }
        // A closing brace may close over unclosed brackets; a bracket never closes over a brace.
        let reach = match wanted {
            "{" => 0,
            _ => self.open.iter().rposition(|open| open.text(self.text) == "{").map_or(0, |brace| brace + 1),
        };
        let matching = |open: &Token| open.text(self.text) == wanted;
        let inner = self.open.get(reach..).unwrap_or(&[]);
        let Some(at) = inner.iter().rposition(matching).map(|at| reach + at) else {
            if let Some(other) = self.open.pop_if(|open| wanted != "{" && open.text(self.text) != "{") {
                self.mismatched(&other, token);
                return true;
            }
            let span = self.span(token);
            let title = format!("this `{}` closes nothing", token.text(self.text));
            self.problems.push(Diagnostic::error("E005", title, span, "nothing is open here").help("remove it"));
            return false;
        };
        for open in self.open.split_off(at).into_iter().skip(1) {
            self.unclosed(&open, Some(token), "this closes something further out");
        }
        true
    }

    fn mismatched(&mut self, open: &Token, close: &Token) {
        let (bracket, closer) = (open.text(self.text), close.text(self.text));
        let title = format!("this `{closer}` cannot close `{bracket}`");
        let right = if bracket == "(" { ")" } else { "]" };
        self.problems.push(
            Diagnostic::error("E005", title, self.span(close), "")
                .also(self.span(open), "opened here")
                .help(format!("write `{right}`")),
        );
    }

    fn close_all(&mut self, next_item: Option<&Token>) {
        // One missing bracket is one problem: the outermost is the one that kept the item open.
        let open = std::mem::take(&mut self.open);
        let cut_short = std::mem::take(&mut self.cut_short);
        if let Some(first) = open.first().filter(|_| !cut_short) {
            self.unclosed(first, next_item, "another item begins before its end");
        }
    }

    fn unclosed(&mut self, open: &Token, place: Option<&Token>, why: &str) {
        let bracket = open.text(self.text);
        let closer = match bracket {
            "(" => ")",
            "[" => "]",
            _ => "}",
        };
        let mut problem =
            Diagnostic::error("E005", format!("this `{bracket}` is never closed"), self.span(open), "opened here");
        if let Some(place) = place {
            problem = problem.also(self.span(place), why);
        }
        self.problems.push(problem.help(format!("close it with `{closer}`")));
    }

    fn span(&self, token: &Token) -> Span {
        Span::new(self.source, token.start as usize, token.end as usize)
    }
}

/// Tells whether a line is, in full, how an item begins.
pub(super) fn looks_like_item(line: &str) -> bool {
    let (word, rest) = take_word(line);
    if !words::is_item_keyword(word) || !rest.starts_with([' ', '\t']) {
        return false;
    }
    head_follows(word, rest.trim_start())
}

/// Tells whether a line outside brackets is the head of an item whose keyword nobody knows: `rule HS.1 "…" {`.
fn looks_like_misspelt_item(word: &str, line: &str) -> bool {
    let rest = line.get(word.len()..).unwrap_or("");
    if !rest.starts_with([' ', '\t']) || words::joins(word) {
        return false;
    }
    let rest = rest.trim_start();
    match words::near(word, words::ITEM_KEYWORDS).or_else(|| words::item_meant_by(word)) {
        Some(meant) => head_follows(meant, rest),
        None => {
            let (name, after) = take_path(rest);
            let after = after.trim_start();
            !name.is_empty() && !words::joins(name) && after.starts_with('"') && after.trim_end().ends_with('{')
        }
    }
}

fn head_follows(keyword: &str, rest: &str) -> bool {
    let (name, after) = take_path(rest);
    let after = after.trim_start();
    match keyword {
        "language" => name.starts_with(|c: char| c.is_ascii_digit()),
        "replace" => name == "clause",
        "example" => rest.starts_with(['"', '{', '\'']),
        "add" => name == "to" && after.starts_with(is_word),
        "remove" => name == "from" && after.starts_with(is_word),
        "verdicts" => !name.is_empty() && after.starts_with('<'),
        "pattern" | "define" => !name.is_empty() && after.starts_with('=') && !after.starts_with("=="),
        "list" => {
            let (next, _) = take_word(after);
            let word_of_list = matches!(next, "of" | "from" | "exact" | "plain" | "disguised" | "misspelled");
            !name.is_empty() && (after.starts_with('{') || word_of_list)
        }
        _ => !name.is_empty() && after.starts_with(['"', '{', '\'', '\u{201C}']),
    }
}

fn take_word(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c| !is_word(c)).unwrap_or(text.len()))
}

fn take_path(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c| !is_word(c) && c != '.' && c != '-').unwrap_or(text.len()))
}

/// Returns the length of the prose at the start of `rest` with its quotes, or where it should have ended at the latest.
///
/// Prose without an end would run to the opening quotes of the next one and turn the file inside out. The head of an
/// item at the very start of a line gives it away, if what follows the would-be end is not how a line goes on, or if the
/// quotes that are left do not pair up.
///
/// `unpaired` tells whether an odd number of `"""` stands from here to the end of the file.
pub(super) fn prose_length(rest: &str, unpaired: bool) -> Result<usize, usize> {
    let body = rest.get(3..).unwrap_or("");
    let Some(close) = body.find("\"\"\"") else {
        return Err(first_item_line(rest).unwrap_or(rest.len()));
    };
    let end = 3 + close + 3;
    let inside = rest.get(..end).unwrap_or("");
    match first_item_line(inside) {
        Some(stop) if unpaired || !may_follow_prose(rest.get(end..).unwrap_or("")) => Err(stop),
        _ => Ok(end),
    }
}

fn first_item_line(text: &str) -> Option<usize> {
    let starts = text.match_indices('\n').map(|(at, _)| at + 1);
    starts.into_iter().find(|at| text.get(*at..).and_then(|rest| rest.lines().next()).is_some_and(looks_like_item))
}

fn may_follow_prose(after: &str) -> bool {
    let line = after.lines().next().unwrap_or("").trim();
    let (word, _) = take_word(line);
    line.is_empty() || line.starts_with(['}', '"']) || line.starts_with("//") || words::is_line_keyword(word)
}
