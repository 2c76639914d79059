//! Regexes and built-in patterns, each run only on texts that have what it cannot do without.
//!
//! Matching takes linear time: there is neither look-around nor a way back, and the compiled size is capped. From each
//! regex we read the rarest words that one of must occur, and how many digits; one automaton over all those words says
//! which regexes a text needs.

use aho_corasick::AhoCorasick;
use regex::{Regex, RegexBuilder};
use regex_syntax::ast;
use regex_syntax::hir::{Class, Hir, HirKind};

use super::common_words;
use super::standard::{self, Check};
use super::terms::fold_plain;
use super::view_text::ViewText;
use super::{Hit, RegexId, StandardPattern, View, Which};

/// Bytes that a compiled regex may take.
const SIZE_MAX: usize = 1 << 20;
/// Groups within groups.
const NEST_MAX: u32 = 64;
/// Words of which one must occur; a regex with more runs always.
const LITERALS_MAX: usize = 32;

/// A regex that cannot be used, in words for its author.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct BadPattern {
    /// What is wrong, in lower case.
    pub message: String,
}

/// A compiled regex or built-in pattern.
#[derive(Debug)]
pub(super) struct Pattern {
    regex: Regex,
    view: View,
    check: Option<Check>,
    /// Digits that a text must have.
    digits: u32,
    /// Words of which a text must have one, in the plain view; none: it may do without.
    literals: Vec<String>,
}

impl Pattern {
    /// Compiles a regex.
    pub(super) fn new(source: &str, view: View) -> Result<Pattern, BadPattern> {
        let folded = if view == View::Exact { source.to_string() } else { fold_source(source) };
        let hir = regex_syntax::ParserBuilder::new().nest_limit(NEST_MAX).build().parse(&folded).map_err(explain)?;
        let regex = RegexBuilder::new(&folded)
            .case_insensitive(view != View::Exact)
            .nest_limit(NEST_MAX)
            .size_limit(SIZE_MAX)
            .dfa_size_limit(SIZE_MAX)
            .build()
            .map_err(|_| BadPattern {
                message: "the regex is too large: shorten its `{…}` counts or alternatives".into(),
            })?;
        let literals = if view == View::Exact { None } else { required(&hir) };
        Ok(Pattern { regex, view, check: None, digits: digits(&hir), literals: literals.unwrap_or_default() })
    }

    /// Compiles a built-in pattern.
    pub(super) fn standard(pattern: StandardPattern, view: View) -> Result<Pattern, BadPattern> {
        // Cards, accounts and amounts are written as they are in any view but by letter case.
        let view = if view == View::Exact { View::Plain } else { view };
        let (source, check) = standard::definition(pattern);
        Ok(Pattern { check: Some(check), ..Pattern::new(source, view)? })
    }
}

/// Folds what is not ASCII in the source of a regex, as the text it will meet is folded.
fn fold_source(source: &str) -> String {
    let fold = |c: char| {
        if c.is_ascii() { c.to_string() } else { regex_syntax::escape(&fold_plain(c.encode_utf8(&mut [0; 4]))) }
    };
    source.chars().map(fold).collect()
}

fn explain(error: regex_syntax::Error) -> BadPattern {
    let message = match error {
        regex_syntax::Error::Parse(error) => match error.kind() {
            ast::ErrorKind::UnsupportedLookAround => {
                "look-around is refused, it can take forever: use `within … words`, `not` or an exception".to_string()
            }
            ast::ErrorKind::UnsupportedBackreference => {
                "back-references are refused, they can take forever: write the alternatives out".to_string()
            }
            ast::ErrorKind::NestLimitExceeded(_) => format!("groups are nested more than {NEST_MAX} deep"),
            kind => format!("{kind} (at character {})", error.span().start.column),
        },
        regex_syntax::Error::Translate(error) => error.kind().to_string(),
        _ => "this is no regex".to_string(),
    };
    BadPattern { message }
}

/// Finds words of which every match has one, as rare as can be.
fn required(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?.to_lowercase();
            let telling = text.chars().count() > 1
                || text.chars().any(|c| !c.is_alphanumeric() && !c.is_whitespace() && c != '.' && c != '-');
            telling.then(|| vec![text])
        }
        HirKind::Capture(capture) => required(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub),
        HirKind::Concat(parts) => parts.iter().filter_map(required).min_by_key(|words| frequency(words)),
        HirKind::Alternation(parts) => {
            let words: Option<Vec<Vec<String>>> = parts.iter().map(required).collect();
            words.map(|words| words.concat()).filter(|words| words.len() <= LITERALS_MAX)
        }
        _ => None,
    }
}

/// Estimates how often one of some literals occurs: a short piece of text is in many words.
fn frequency(words: &[String]) -> u64 {
    words.iter().map(|word| common_words::frequency(word.trim()) + (20_000 >> (2 * word.len().min(7)))).sum()
}

/// Counts the digits that every match has.
fn digits(hir: &Hir) -> u32 {
    match hir.kind() {
        HirKind::Literal(literal) => literal.0.iter().filter(|byte| byte.is_ascii_digit()).count() as u32,
        HirKind::Class(Class::Unicode(class)) => {
            let all = !class.ranges().is_empty()
                && class
                    .ranges()
                    .iter()
                    .all(|range| is_digit(range.start()) && is_digit(range.end()) && range.len() <= 10);
            u32::from(all)
        }
        HirKind::Class(Class::Bytes(_)) | HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Repetition(repetition) => repetition.min.saturating_mul(digits(&repetition.sub)),
        HirKind::Capture(capture) => digits(&capture.sub),
        HirKind::Concat(parts) => parts.iter().map(digits).fold(0, u32::saturating_add),
        HirKind::Alternation(parts) => parts.iter().map(digits).min().unwrap_or(0),
    }
}

fn is_digit(c: char) -> bool {
    c.is_numeric() && !c.is_alphabetic()
}

/// All regexes of a pack.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    all: Vec<Pattern>,
    literals: Option<AhoCorasick>,
    /// The pattern of each literal.
    owners: Vec<u32>,
    /// The patterns without literals.
    unlit: Vec<u32>,
}

/// What is known of the regexes on one text.
#[derive(Debug, Default)]
pub(super) struct Findings {
    hits: Vec<Hit>,
    fresh: Vec<Hit>,
    /// Per pattern: the text it was run on, and where its hits are.
    done: Vec<(u64, usize, usize)>,
    /// Per pattern: the last text that had one of its literals.
    seen: Vec<u64>,
    /// Number of the text.
    text: u64,
    /// The patterns that may match the text.
    possible: Vec<RegexId>,
    /// Number of the last text that was searched for literals.
    searched: u64,
    digits: u32,
    variant: ViewText,
}

impl Findings {
    /// Forgets the last text.
    pub(super) fn next_text(&mut self) {
        self.text += 1;
        self.hits.clear();
    }
}

impl Patterns {
    pub(super) fn new(all: Vec<Pattern>) -> Patterns {
        let literals = || {
            all.iter().enumerate().flat_map(|(at, pattern)| pattern.literals.iter().map(move |word| (at as u32, word)))
        };
        let owners: Vec<u32> = literals().map(|(at, _)| at).collect();
        let search = AhoCorasick::builder().ascii_case_insensitive(true).build(literals().map(|(_, word)| word));
        let unlit = all.iter().enumerate().filter(|(_, pattern)| pattern.literals.is_empty());
        let unlit = unlit.map(|(at, _)| at as u32).collect();
        Patterns { literals: search.ok().filter(|_| !owners.is_empty()), owners, unlit, all }
    }

    /// Returns the hits of a pattern; `plain` is the plain view of `text`, or `None` if the two differ in case only.
    pub(super) fn find<'a>(
        &self,
        id: RegexId,
        text: &str,
        plain: Option<&ViewText>,
        findings: &'a mut Findings,
    ) -> &'a [Hit] {
        let at = id.0 as usize;
        let Some(pattern) = self.all.get(at) else { return &[] };
        findings.done.resize(self.all.len().max(findings.done.len()), (0, 0, 0));
        let (text_number, from, to) = findings.done.get(at).copied().unwrap_or_default();
        if text_number == findings.text {
            return findings.hits.get(from..to).unwrap_or(&[]);
        }
        let shown = plain.map_or(text, ViewText::text);
        self.search(text, shown, findings);
        let mut fresh = std::mem::take(&mut findings.fresh);
        fresh.clear();
        if pattern.view == View::Exact {
            pattern.run(id, text, None, View::Exact, &mut fresh);
        } else if pattern.may_match(at, findings) {
            pattern.run(id, shown, plain, View::Plain, &mut fresh);
        }
        if pattern.view == View::Disguised {
            for keep in [1, 2] {
                findings.variant.set_disguised(text, keep);
                let variant = &findings.variant;
                pattern.run(id, variant.text(), Some(variant), View::Disguised, &mut fresh);
            }
        }
        fresh.sort_unstable_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end), hit.view));
        fresh.dedup_by_key(|hit| hit.stretch());
        let from = findings.hits.len();
        findings.hits.append(&mut fresh);
        findings.fresh = fresh;
        let to = findings.hits.len();
        if let Some(done) = findings.done.get_mut(at) {
            *done = (findings.text, from, to);
        }
        findings.hits.get(from..to).unwrap_or(&[])
    }

    /// Returns the patterns that may match a text; `shown` is its plain view.
    pub(super) fn possible<'a>(&self, text: &str, shown: &str, findings: &'a mut Findings) -> &'a [RegexId] {
        self.search(text, shown, findings);
        &findings.possible
    }

    /// Searches a text, once, for the literals of all patterns.
    fn search(&self, text: &str, shown: &str, findings: &mut Findings) {
        if findings.searched == findings.text {
            return;
        }
        findings.searched = findings.text;
        let ascii = text.bytes().filter(u8::is_ascii_digit).count();
        // Digits of other scripts: any character outside ASCII may be one.
        let other = if text.is_ascii() { 0 } else { text.len() };
        findings.digits = (ascii + other) as u32;
        findings.seen.resize(self.all.len().max(findings.seen.len()), 0);
        findings.possible.clear();
        self.unlit.iter().for_each(|at| self.add_possible(*at, findings));
        for hit in self.literals.iter().flat_map(|literals| literals.find_overlapping_iter(shown)) {
            let owner = self.owners.get(hit.pattern().as_usize()).copied().unwrap_or(0);
            let Some(seen) = findings.seen.get_mut(owner as usize) else { continue };
            if *seen != findings.text {
                *seen = findings.text;
                self.add_possible(owner, findings);
            }
        }
    }

    fn add_possible(&self, at: u32, findings: &mut Findings) {
        if self.all.get(at as usize).is_some_and(|pattern| findings.digits >= pattern.digits) {
            findings.possible.push(RegexId(at));
        }
    }
}

impl Pattern {
    fn may_match(&self, at: usize, findings: &Findings) -> bool {
        let literal = self.literals.is_empty() || findings.seen.get(at) == Some(&findings.text);
        literal && findings.digits >= self.digits
    }

    /// Adds the matches in a text or a view of it.
    fn run(&self, id: RegexId, shown: &str, map: Option<&ViewText>, view: View, hits: &mut Vec<Hit>) {
        let mut at = 0;
        while let Some(found) = self.regex.find_at(shown, at) {
            let next = shown.get(found.start()..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            let kept = match self.check {
                None => Some((found.start(), found.end())),
                Some(check) => check(shown, found.start(), found.end()),
            };
            at = kept.map_or(found.start() + next, |(_, end)| end.max(found.start() + next));
            let place = kept.filter(|(from, to)| from < to).and_then(|(from, to)| match map {
                Some(map) => map.original(from, to),
                None => Some((from as u32, to as u32)),
            });
            if let Some((start, end)) = place {
                hits.push(Hit { which: Which::Regex(id), view, start, end });
            }
            if at > shown.len() {
                return;
            }
        }
    }
}
