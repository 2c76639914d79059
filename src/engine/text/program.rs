//! What a pack looks for in text, compiled.

use std::collections::HashMap;

use regex::{Regex, RegexBuilder};
use unicode_normalization::UnicodeNormalization;

use super::{RegexId, StandardPattern, TermId, View};

/// A regex that cannot be used, in words for its author.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct BadPattern {
    /// What is wrong, in lower case.
    pub message: String,
}

/// Gathers terms and regexes; equal ones get one id.
#[derive(Debug, Default)]
pub struct Builder {
    terms: Vec<(String, View)>,
    known_terms: HashMap<(String, View), TermId>,
    regexes: Vec<Pattern>,
    known_regexes: HashMap<(String, View), RegexId>,
}

impl Builder {
    /// Adds a term: words as written in a list, `*` at an end included.
    pub fn term(&mut self, text: &str, view: View) -> TermId {
        if let Some(id) = self.known_terms.get(&(text.to_string(), view)) {
            return *id;
        }
        let id = TermId(self.terms.len() as u32);
        self.terms.push((text.to_string(), view));
        self.known_terms.insert((text.to_string(), view), id);
        id
    }

    /// Adds a regex.
    ///
    /// # Errors
    /// If it is no regex, looks around or back, or is too large.
    pub fn regex(&mut self, pattern: &str, view: View) -> Result<RegexId, BadPattern> {
        if let Some(id) = self.known_regexes.get(&(pattern.to_string(), view)) {
            return Ok(*id);
        }
        let regex = RegexBuilder::new(pattern)
            .case_insensitive(view != View::Exact)
            .size_limit(1 << 20)
            .build()
            .map_err(|error| BadPattern { message: error.to_string() })?;
        let id = RegexId(self.regexes.len() as u32);
        self.regexes.push(Pattern { regex, view });
        self.known_regexes.insert((pattern.to_string(), view), id);
        Ok(id)
    }

    /// Adds a built-in pattern.
    pub fn standard(&mut self, pattern: StandardPattern, view: View) -> RegexId {
        let source = match pattern {
            StandardPattern::Phone => r"\+?\d[\d ().-]{6,}\d",
            StandardPattern::Email => r"[\w.+-]+@[\w-]+(\.[\w-]+)+",
            StandardPattern::CardNumber => r"\b(?:\d[ -]?){12,18}\d\b",
            StandardPattern::Iban => r"\b[a-z]{2}\d{2}(?: ?[a-z0-9]){11,30}\b",
            StandardPattern::StreetAddress => r"\b\d{1,5} \w+ (?:street|st|avenue|road|lane)\b",
            StandardPattern::Money => r"[$€£]\s?\d+|\d+ ?(?:dollars|euros|usd|eur)",
        };
        self.regex(source, view).unwrap_or(RegexId(u32::MAX))
    }

    /// Compiles what was gathered.
    pub fn build(self) -> TextProgram {
        let terms = self.terms.iter().map(|(text, view)| Term::read(text, *view)).collect();
        TextProgram { terms, regexes: self.regexes }
    }
}

#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) regex: Regex,
    pub(super) view: View,
}

#[derive(Debug)]
pub(super) struct Term {
    pub(super) words: Vec<String>,
    pub(super) open_start: bool,
    pub(super) open_end: bool,
    pub(super) view: View,
}

impl Term {
    fn read(text: &str, view: View) -> Term {
        let core = text.trim().trim_matches('*');
        let words = super::scan::words_of(core).map(|(_, word)| fold_plain(word)).collect();
        Term { words, open_start: text.trim().starts_with('*'), open_end: text.trim().ends_with('*'), view }
    }
}

/// The `plain` form of a word.
pub(super) fn fold_plain(word: &str) -> String {
    let visible = word.nfkc().filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{ad}' | '\u{feff}'));
    let straight = visible.map(|c| if matches!(c, '‘' | '’') { '\'' } else { c });
    caseless::default_case_fold_str(&straight.collect::<String>())
}

/// Everything that a pack looks for in texts.
#[derive(Debug, Default)]
pub struct TextProgram {
    pub(super) terms: Vec<Term>,
    pub(super) regexes: Vec<Pattern>,
}

impl TextProgram {
    /// Starts to gather.
    pub fn builder() -> Builder {
        Builder::default()
    }
}
