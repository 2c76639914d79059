//! What a pack looks for in text, compiled.

use std::collections::HashMap;

use super::disguise::Disguises;
use super::lexicon::Lexicon;
use super::patterns::{BadPattern, Pattern, Patterns};
use super::terms::{other_spellings, read_term};
use super::{RegexId, StandardPattern, TermId, View};

/// Gathers terms and regexes; equal ones get one id.
#[derive(Debug, Default)]
pub struct Builder {
    terms: Vec<(String, View)>,
    known_terms: HashMap<(String, View), TermId>,
    regexes: Vec<Pattern>,
    known_regexes: HashMap<(String, View), RegexId>,
    known_standards: HashMap<(StandardPattern, View), RegexId>,
}

impl Builder {
    /// Adds a term: words as written in a list, `*` at an end included.
    pub fn term(&mut self, text: &str, view: View) -> TermId {
        let next = TermId(self.terms.len() as u32);
        let id = *self.known_terms.entry((text.to_string(), view)).or_insert(next);
        if id == next {
            self.terms.push((text.to_string(), view));
        }
        id
    }

    /// Adds a regex.
    ///
    /// # Errors
    /// If it is no regex, looks around or back, or is too large.
    pub fn regex(&mut self, pattern: &str, view: View) -> Result<RegexId, BadPattern> {
        let known = (pattern.to_string(), view);
        if let Some(id) = self.known_regexes.get(&known) {
            return Ok(*id);
        }
        let id = self.add(Pattern::new(pattern, view)?);
        self.known_regexes.insert(known, id);
        Ok(id)
    }

    /// Adds a built-in pattern.
    pub fn standard(&mut self, pattern: StandardPattern, view: View) -> RegexId {
        if let Some(id) = self.known_standards.get(&(pattern, view)) {
            return *id;
        }
        // A test compiles all of them; an id that stands for nothing would match nothing.
        let id = Pattern::standard(pattern, view).map_or(RegexId(u32::MAX), |pattern| self.add(pattern));
        self.known_standards.insert((pattern, view), id);
        id
    }

    fn add(&mut self, pattern: Pattern) -> RegexId {
        self.regexes.push(pattern);
        RegexId(self.regexes.len() as u32 - 1)
    }

    /// Compiles what was gathered.
    pub fn build(self) -> TextProgram {
        let mut spellings = Vec::with_capacity(self.terms.len());
        for (id, (text, view)) in self.terms.iter().enumerate() {
            let written = read_term(text, *view, id as u32);
            other_spellings(&written, *view, &mut spellings);
            spellings.push(written);
        }
        let disguised = self.terms.iter().enumerate().filter(|(_, (_, view))| *view == View::Disguised);
        TextProgram {
            lexicon: Lexicon::new(spellings),
            disguises: Disguises::new(disguised.map(|(id, (text, _))| (id as u32, text.as_str()))),
            patterns: Patterns::new(self.regexes),
        }
    }
}

/// Everything that a pack looks for in texts.
#[derive(Debug, Default)]
pub struct TextProgram {
    pub(super) lexicon: Lexicon,
    pub(super) disguises: Disguises,
    pub(super) patterns: Patterns,
}

impl TextProgram {
    /// Starts to gather.
    pub fn builder() -> Builder {
        Builder::default()
    }
}
