//! Reading items one by one, and a broken one line by line.
//!
//! An item is first read whole. If that fails, its head is read, then line after line; a line that cannot be read is
//! reported once, at the furthest place that made sense, and reading goes on at the next line that begins like one. What
//! could be read stays in the tree, marked as broken, so that a typo in one line does not make five others look missing.

use crate::language::diag::Diagnostic;
use crate::language::source::{SourceId, Span};

use super::ast::{FailedItem, File, Item, ItemKind};
use super::grammar::{Failure, Node, Rule, read};
use super::lower::Lower;
use super::scan::{Scan, Token, TokenKind};
use super::split::Chunk;
use super::words::{self, Block};
use super::{PROBLEMS_MAX, literal, unexpected};

/// How many words that could begin a line are tried after a broken one; every try may read to the end of the item.
const TRIES_MAX: usize = 16;

/// Reads the chunks of one file.
pub(super) struct Reader<'a> {
    source: SourceId,
    text: &'a str,
    scan: &'a Scan,
    file: File,
    problems: Vec<Diagnostic>,
    /// Where the scan and the split found damage; the grammar's complaints about the same lines are echoes.
    damage: Vec<Span>,
}

impl<'a> Reader<'a> {
    /// Makes a reader that knows what is already reported, sorted by place.
    pub fn new(source: SourceId, text: &'a str, scan: &'a Scan, known: Vec<Diagnostic>) -> Self {
        let damage = known.iter().filter_map(Diagnostic::span).collect();
        Reader { source, text, scan, file: File::default(), problems: known, damage }
    }

    /// Returns the file and everything that was wrong with it.
    pub fn finish(self) -> (File, Vec<Diagnostic>) {
        (self.file, self.problems)
    }

    /// Reads one chunk.
    pub fn chunk(&mut self, chunk: &Chunk) {
        let Some(text) = self.text.get(chunk.start..chunk.end) else { return };
        if let Some(span) = chunk.too_deep {
            let title = format!("brackets nest deeper than {} levels", super::scan::NESTING_MAX);
            self.problems.push(
                Diagnostic::error("E004", title, span, "too deep to be read").help("give parts names with `define`"),
            );
            self.fail(chunk);
            return;
        }
        match read(Rule::only_items, text) {
            Ok(nodes) => {
                for node in nodes {
                    self.whole_item(&node, chunk);
                }
            }
            Err(failure) => self.broken(chunk, failure),
        }
    }

    fn whole_item(&mut self, node: &Node<'_>, chunk: &Chunk) {
        match node.as_rule() {
            Rule::EOI => {}
            Rule::item => match node.clone().into_inner().next() {
                Some(inner) => self.whole_item(&inner, chunk),
                None => self.fail(chunk),
            },
            Rule::language => self.language(node, chunk),
            _ => match self.lower(chunk.start, |lower| lower.item(node)) {
                Some(item) => self.file.items.push(item),
                None => self.fail(chunk),
            },
        }
    }

    fn language(&mut self, node: &Node<'_>, chunk: &Chunk) {
        let place = node.as_span();
        let end = self.scan.previous(chunk.start + place.end()).map_or(chunk.end, |token| token.end as usize);
        let span = Span::new(self.source, chunk.start + place.start(), end);
        let written = node.clone().into_inner().last().map_or("0", |number| number.as_str());
        if let Some((_, first)) = self.file.language {
            self.problems.push(
                Diagnostic::error("E017", "the language is named twice", span, "again here")
                    .also(first, "first here")
                    .help("remove one of the two"),
            );
            return;
        }
        // A fraction is no version; rounding up makes it an unknown one.
        self.file.language = Some((literal::number(written).ceil() as u32, span));
    }

    fn lower<T>(&mut self, base: usize, work: impl FnOnce(&mut Lower<'a>) -> T) -> T {
        let mut lower =
            Lower { source: self.source, text: self.text, scan: self.scan, base, depth: 0, problems: Vec::new() };
        let result = work(&mut lower);
        self.problems.append(&mut lower.problems);
        result
    }

    /// Registers an item that could not be read.
    fn fail(&mut self, chunk: &Chunk) {
        let first = self.scan.index_at(chunk.start);
        let word = self.token_text(first);
        let keyword = words::near(word, words::ITEM_KEYWORDS).or_else(|| words::item_meant_by(word)).unwrap_or(word);
        let name = self.name_after(first + words::words_before_name(keyword), chunk.end);
        let span = Span::new(self.source, chunk.start, chunk.end);
        self.file.failed.push(FailedItem { keyword: keyword.to_string(), name, span });
    }

    /// Returns the dotted name at a token, if there is one.
    fn name_after(&self, mut index: usize, end: usize) -> Option<String> {
        let mut name = String::new();
        let mut last_end = None;
        while let Some(token) = self.scan.tokens.get(index).filter(|token| (token.end as usize) <= end) {
            let touches = last_end.is_none_or(|last| last == token.start);
            let text = token.text(self.text);
            if !touches || !(token.kind == TokenKind::Word || text == "." && !name.is_empty()) {
                break;
            }
            name.push_str(text);
            last_end = Some(token.end);
            index += 1;
        }
        Some(name.trim_end_matches('.').to_string()).filter(|name| !name.is_empty())
    }

    fn token_text(&self, index: usize) -> &'a str {
        self.scan.tokens.get(index).map_or("", |token| token.text(self.text))
    }

    /// Reads what can be read of an item that failed as a whole.
    fn broken(&mut self, chunk: &Chunk, failure: Failure) {
        let before = self.problems.len();
        let word = self.token_text(self.scan.index_at(chunk.start));
        match Block::of(word) {
            Some(block) => self.broken_block(block, chunk),
            None => {
                if !self.is_damaged(chunk.start, chunk.end) {
                    let place = self.place(chunk.start + failure.at, chunk);
                    self.problems.push(unexpected::item(&place, &failure.expected));
                }
                self.fail(chunk);
            }
        }
        // Whatever went wrong, a file with an item that failed is never a file without an error.
        if self.problems.len() == before && !self.is_damaged(chunk.start, chunk.end) {
            let place = self.place(chunk.start + failure.at, chunk);
            self.problems.push(unexpected::wrong(&place, &failure.expected, None));
        }
    }

    fn place(&self, at: usize, chunk: &Chunk) -> unexpected::Place<'a> {
        unexpected::Place {
            source: self.source,
            text: self.text,
            scan: self.scan,
            at,
            start: chunk.start,
            end: chunk.end,
        }
    }

    fn is_damaged(&self, start: usize, end: usize) -> bool {
        // Damage is sorted and short: what overlaps begins inside.
        let first = self.damage.partition_point(|span| (span.start as usize) < start);
        self.damage.get(first).is_some_and(|span| (span.start as usize) < end)
    }

    fn broken_block(&mut self, block: Block, chunk: &Chunk) {
        let open = self
            .tokens(chunk.start, chunk.end)
            .find(|token| token.text(self.text) == "{")
            .map(|token| token.start as usize);
        let head_end = open.unwrap_or(chunk.end);
        let head = self.text.get(chunk.start..head_end).unwrap_or("");
        let (head_rule, _) = rules(block);
        let mut item = match read(head_rule, head) {
            Ok(mut nodes) => match nodes.next() {
                Some(node) => self.lower(chunk.start, |lower| lower.head(block, &node)),
                None => None,
            },
            Err(failure) => {
                if !self.is_damaged(chunk.start, head_end) {
                    let place = self.place(chunk.start + failure.at, chunk);
                    self.problems.push(unexpected::wrong(&place, &failure.expected, None));
                }
                None
            }
        };
        match open {
            Some(open) => self.lines(block, chunk, open + 1, item.as_mut()),
            None if item.is_some() && !self.is_damaged(chunk.start, chunk.end) => {
                let place = self.place(chunk.end, chunk);
                self.problems.push(unexpected::wrong(&place, &[Rule::open_brace], None));
            }
            None => {}
        }
        let span = Span::new(self.source, chunk.start, chunk.end);
        match item.filter(|_| open.is_some()) {
            Some(mut kind) => {
                mark_broken(&mut kind);
                self.file.items.push(Item { span, kind });
            }
            None => self.fail(chunk),
        }
    }

    /// Iterates over the tokens from `start` up to `end`.
    fn tokens(&self, start: usize, end: usize) -> impl Iterator<Item = &'a Token> + use<'a> {
        let tokens = self.scan.tokens.get(self.scan.index_at(start)..).unwrap_or(&[]);
        tokens.iter().take_while(move |token| (token.end as usize) <= end)
    }

    fn lines(&mut self, block: Block, chunk: &Chunk, mut at: usize, mut item: Option<&mut ItemKind>) {
        let (_, line_rule) = rules(block);
        while let Some(token) = self.scan.next(at).filter(|token| (token.end as usize) <= chunk.end) {
            at = token.start as usize;
            // Nothing more would be shown, and every broken line costs a search for the next.
            if self.problems.len() >= PROBLEMS_MAX {
                return;
            }
            if token.text(self.text) == "}" {
                at += 1;
                if let Some(extra) = self.scan.next(at).filter(|token| (token.end as usize) <= chunk.end) {
                    self.after_the_end(extra, chunk);
                }
                return;
            }
            let rest = self.text.get(at..chunk.end).unwrap_or("");
            at = match read(line_rule, rest) {
                Ok(mut nodes) => match nodes.next() {
                    Some(node) => {
                        let end = node.as_span().end();
                        if let Some(item) = item.as_deref_mut() {
                            self.lower(at, |lower| lower.add_line(item, &node));
                        }
                        at + end.max(1)
                    }
                    None => chunk.end,
                },
                Err(failure) => self.broken_line(block, chunk, at, failure, item.as_deref_mut()),
            };
        }
    }

    /// Reports a line that cannot be read, or adds it if only the next one cannot; returns where to go on.
    fn broken_line(
        &mut self,
        block: Block,
        chunk: &Chunk,
        at: usize,
        failure: Failure,
        item: Option<&mut ItemKind>,
    ) -> usize {
        let (_, line_rule) = rules(block);
        let mut failure = Failure { at: at + failure.at, ..failure };
        let mut end = chunk.end;
        let next = self.next_line(block, chunk, at);
        let misspelt = self.misspelt_line(block, chunk, at, failure.at);
        // What was read as part of this line may be another one: then this one is whole, or ended too soon.
        if let Some(next) = misspelt.or(Some(next).filter(|next| *next <= failure.at && *next < chunk.end)) {
            let alone = self.text.get(at..next).unwrap_or("");
            match read(line_rule, alone) {
                Ok(mut nodes) => {
                    if let (Some(item), Some(node)) = (item, nodes.next()) {
                        self.lower(at, |lower| lower.add_line(item, &node));
                    }
                    return next;
                }
                Err(sooner) if misspelt.is_none() => {
                    failure = Failure { at: at + sooner.at, ..sooner };
                    end = next;
                }
                Err(_) => {}
            }
        }
        if !self.is_damaged(at, next) {
            let place = unexpected::Place { start: at, end, ..self.place(failure.at, chunk) };
            self.problems.push(unexpected::wrong(&place, &failure.expected, Some(block)));
        }
        next
    }

    /// Returns where reading failed if a line with a misspelt keyword seems to begin there, on the same line of text.
    fn misspelt_line(&self, block: Block, chunk: &Chunk, at: usize, failed_at: usize) -> Option<usize> {
        let token = self.scan.next(failed_at).filter(|token| (token.end as usize) <= chunk.end)?;
        let start = token.start as usize;
        let meant = self.is_like_a_line(block, token) && !token.first_on_line;
        (meant && start > at && self.is_followed_by_value(start)).then_some(start)
    }

    fn is_like_a_line(&self, block: Block, token: Token) -> bool {
        let text = token.text(self.text);
        let known = block.line_keywords();
        token.kind == TokenKind::Word
            && !known.contains(&text)
            && (words::near(text, known).is_some() || words::line_meant_by(text, block).is_some())
    }

    /// Returns where the next line that reads as one begins, or the closing brace, or the end.
    fn next_line(&self, block: Block, chunk: &Chunk, at: usize) -> usize {
        let (_, line_rule) = rules(block);
        let later = self.tokens(at + 1, chunk.end);
        let on_one_line = !self.text.get(at..chunk.end).unwrap_or("").contains('\n');
        let mut tries = 0;
        for token in later.filter(|token| on_one_line || token.first_on_line) {
            let start = token.start as usize;
            let text = token.text(self.text);
            if text == "}" && token.first_on_line || token.kind == TokenKind::Prose {
                return start;
            }
            let mut reads = || {
                tries += 1;
                tries <= TRIES_MAX && read(line_rule, self.text.get(start..chunk.end).unwrap_or("")).is_ok()
            };
            let begins = match block.line_keywords().contains(&text) {
                // A line with the right keyword that cannot be read is a broken line, or the tail of this one.
                true => !on_one_line && self.is_followed_by_value(start) || reads(),
                false => !on_one_line && self.is_like_a_line(block, *token) && self.is_followed_by_value(start),
            };
            if begins {
                return start;
            }
        }
        self.closing_brace(chunk).filter(|brace| *brace > at).unwrap_or(chunk.end)
    }

    fn closing_brace(&self, chunk: &Chunk) -> Option<usize> {
        let last = self.scan.previous(chunk.end)?;
        (last.text(self.text) == "}").then_some(last.start as usize)
    }

    /// Tells whether a keyword is followed by what a line goes on with, rather than by what makes it a field.
    fn is_followed_by_value(&self, at: usize) -> bool {
        let Some(next) = self.scan.tokens.get(self.scan.index_at(at) + 1) else { return false };
        match next.kind {
            TokenKind::Word => !words::joins(next.text(self.text)),
            TokenKind::Text | TokenKind::Prose | TokenKind::Unclosed => true,
            TokenKind::Open => next.text(self.text) != "[",
            TokenKind::Symbol => matches!(next.text(self.text), ":" | "="),
            _ => false,
        }
    }

    fn after_the_end(&mut self, extra: Token, chunk: &Chunk) {
        let start = extra.start as usize;
        if self.is_damaged(start, chunk.end) {
            return;
        }
        let rest = self.text.get(start..chunk.end).unwrap_or("");
        let (at, expected) = match read(Rule::only_items, rest) {
            Ok(nodes) => {
                for node in nodes {
                    self.whole_item(&node, &Chunk { start, end: chunk.end, too_deep: None });
                }
                return;
            }
            Err(failure) => (start + failure.at, failure.expected),
        };
        let place = self.place(at, chunk);
        self.problems.push(unexpected::item(&unexpected::Place { start, ..place }, &expected));
    }
}

/// Returns the entry points for a block's head and for one of its lines.
fn rules(block: Block) -> (Rule, Rule) {
    match block {
        Block::Policy => (Rule::only_policy_head, Rule::next_policy_line),
        Block::Question => (Rule::only_question_head, Rule::next_question_line),
        Block::Clause => (Rule::only_clause_head, Rule::next_clause_line),
        Block::Exempt => (Rule::only_exempt_head, Rule::next_exempt_line),
        Block::Check => (Rule::only_check_head, Rule::next_check_line),
        Block::Queue => (Rule::only_queue_head, Rule::next_queue_line),
        Block::Amend => (Rule::only_amend_head, Rule::next_clause_line),
        Block::Replace => (Rule::only_replace_head, Rule::next_clause_line),
    }
}

fn mark_broken(kind: &mut ItemKind) {
    match kind {
        ItemKind::Policy(item) => item.broken = true,
        ItemKind::Question(item) => item.broken = true,
        ItemKind::Clause(item) | ItemKind::Replace(item) => item.broken = true,
        ItemKind::Exempt(item) => item.broken = true,
        ItemKind::Check(item) => item.broken = true,
        ItemKind::Queue(item) => item.broken = true,
        ItemKind::Amend(item) => item.broken = true,
        _ => {}
    }
}
