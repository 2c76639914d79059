//! One text, read.

use unicode_segmentation::UnicodeSegmentation;

use super::program::fold_plain;
use super::{Hit, RegexId, Stretch, TermId, TextProgram, View, Which};

/// Reads texts one after the other, keeping its memory from one to the next.
#[derive(Debug, Default)]
pub struct Scan {
    words: Vec<(Stretch, String)>,
    hits: Vec<Hit>,
    regex_hits: Vec<Hit>,
}

impl Scan {
    /// Reads a text and finds every term of the program in it.
    pub fn read(&mut self, program: &TextProgram, text: &str) {
        self.words.clear();
        self.hits.clear();
        self.words.extend(words_of(text).map(|(at, word)| ((at, at + word.len() as u32), fold_plain(word))));
        for (id, term) in program.terms.iter().enumerate() {
            let which = Which::Term(TermId(id as u32));
            let found = find_words(&self.words, &term.words, term.open_start, term.open_end);
            self.hits.extend(found.map(|(start, end)| Hit { which, view: term.view.min(View::Plain), start, end }));
        }
        self.hits.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end), hit.which));
    }

    /// Returns the hits of all terms, by start, then longer first, then term.
    pub fn hits(&self) -> &[Hit] {
        &self.hits
    }

    /// Returns the hits of a regex or built-in pattern in the text that was read, by start.
    pub fn regex(&mut self, program: &TextProgram, text: &str, id: RegexId) -> &[Hit] {
        self.regex_hits.clear();
        if let Some(pattern) = program.regexes.get(id.0 as usize) {
            let found = pattern.regex.find_iter(text).map(|found| Hit {
                which: Which::Regex(id),
                view: pattern.view,
                start: found.start() as u32,
                end: found.end() as u32,
            });
            self.regex_hits.extend(found);
        }
        &self.regex_hits
    }

    /// Adds to `out` every place of the text that was read where the words of `needle` stand one after the other.
    pub fn find_text(&mut self, _text: &str, needle: &str, view: View, out: &mut Vec<Hit>) {
        let words: Vec<String> = words_of(needle).map(|(_, word)| fold_plain(word)).collect();
        let found = find_words(&self.words, &words, false, false);
        out.extend(found.map(|(start, end)| Hit { which: Which::Text, view: view.min(View::Plain), start, end }));
    }

    /// Returns how many words lie between two places, in either order, 0 if they touch or overlap; `None` if a blank
    /// line does.
    pub fn words_between(&self, text: &str, a: Stretch, b: Stretch) -> Option<u32> {
        let (from, to) = if a.0 <= b.0 { (a.1, b.0) } else { (b.1, a.0) };
        let between = text.get(from as usize..to as usize).unwrap_or("");
        if between.lines().skip(1).any(|line| line.trim().is_empty()) && between.matches('\n').count() > 1 {
            return None;
        }
        Some(self.words.iter().filter(|((start, end), _)| *start >= from && *end <= to).count() as u32)
    }

    /// Tells whether two places lie in one sentence.
    pub fn same_sentence(&mut self, text: &str, a: Stretch, b: Stretch) -> bool {
        let sentence = |place: Stretch| {
            text.split_sentence_bound_indices().take_while(|(start, _)| *start as u32 <= place.0).count()
        };
        sentence(a) == sentence(b)
    }

    /// Tells whether a place lies wholly inside quotation marks.
    pub fn in_quotes(&mut self, text: &str, place: Stretch) -> bool {
        let before = text.get(..place.0 as usize).unwrap_or("");
        let after = text.get(place.1 as usize..).unwrap_or("");
        before.matches('"').count() % 2 == 1 && after.contains('"')
    }

    /// Tells whether a place lies wholly among the first `words` words.
    pub fn in_first(&self, words: u32, place: Stretch) -> bool {
        let last = self.words.iter().take(words as usize).last();
        last.is_some_and(|((_, end), _)| place.1 <= *end)
    }

    /// Tells whether a place lies wholly among the last `words` words.
    pub fn in_last(&self, words: u32, place: Stretch) -> bool {
        let first = self.words.iter().rev().take(words as usize).last();
        first.is_some_and(|((start, _), _)| place.0 >= *start)
    }

    /// Returns the number of words.
    pub fn word_count(&self) -> u32 {
        self.words.len() as u32
    }

    /// Turns a place into code points of the text that was read.
    pub fn code_points(&self, text: &str, place: Stretch) -> Stretch {
        let count = |to: u32| text.get(..to as usize).unwrap_or(text).chars().count() as u32;
        (count(place.0), count(place.1))
    }
}

/// The words of a text and where they start.
pub(super) fn words_of(text: &str) -> impl Iterator<Item = (u32, &str)> {
    text.unicode_word_indices().map(|(at, word)| (at as u32, word))
}

fn find_words(
    text: &[(Stretch, String)],
    words: &[String],
    open_start: bool,
    open_end: bool,
) -> impl Iterator<Item = Stretch> {
    let last = words.len().saturating_sub(1);
    let size = words.len().max(1);
    text.windows(size).filter_map(move |window| {
        let fits = !words.is_empty()
            && window.iter().zip(words).enumerate().all(|(at, ((_, found), word))| {
                match (open_start && at == 0, open_end && at == last) {
                    (false, false) => found == word,
                    (false, true) => found.starts_with(word.as_str()),
                    (true, false) => found.ends_with(word.as_str()),
                    (true, true) => found.contains(word.as_str()),
                }
            });
        let (first, end) = (window.first()?, window.last()?);
        fits.then_some((first.0.0, end.0.1))
    })
}
