//! One text, read.

use std::collections::HashSet;

use unicode_segmentation::UnicodeSegmentation;

use super::disguise::Workspace;
use super::needle::Needle;
use super::patterns::Findings;
use super::properties::repeat_share_of;
use super::quotes::Quotes;
use super::view_text::ViewText;
use super::words::Words;
use super::{Hit, RegexId, Stretch, TextProgram, View};

/// Reads texts one after the other, keeping its memory from one to the next.
///
/// The methods that take a text want the one that was read last.
#[derive(Debug, Default)]
pub struct Scan {
    words: Words,
    hits: Vec<Hit>,
    workspace: Workspace,
    plain: ViewText,
    plain_is_set: bool,
    findings: Findings,
    needle: Needle,
    quotes: Quotes,
    quotes_are_read: bool,
    /// Where sentences start, ascending.
    sentences: Vec<u32>,
    sentences_are_read: bool,
    /// Pairs of neighbouring words, while repeats are counted.
    pairs: HashSet<u64>,
}

/// Words above which memory is given back before a shorter text.
const WORDS_KEPT_MAX: usize = 1 << 16;

impl Scan {
    /// Reads a text and finds every term of the program in it.
    pub fn read(&mut self, program: &TextProgram, text: &str) {
        if self.words.tokens.capacity() > WORDS_KEPT_MAX && text.len() < WORDS_KEPT_MAX {
            *self = Scan::default();
        }
        self.hits.clear();
        self.findings.next_text();
        self.plain_is_set = false;
        self.quotes_are_read = false;
        self.sentences_are_read = false;
        self.words.read(text);
        if program.lexicon.needs_text() {
            self.set_plain(text);
        }
        let plain = program.lexicon.needs_text().then_some(&self.plain);
        program.lexicon.find(text, &self.words, plain, &mut self.hits);
        program.disguises.find(text, &self.words, &mut self.workspace, &mut self.hits);
        if self.hits.len() > 1 {
            self.hits.sort_unstable_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end), hit.which, hit.view));
            self.hits.dedup_by_key(|hit| (hit.which, hit.stretch()));
        }
    }

    /// Returns the hits of all terms, by start, then longer first, then term.
    pub fn hits(&self) -> &[Hit] {
        &self.hits
    }

    /// Returns the hits of a regex or built-in pattern, by start; it is run once per text, when first asked for.
    pub fn regex(&mut self, program: &TextProgram, text: &str, id: RegexId) -> &[Hit] {
        let plain = if text.is_ascii() {
            None
        } else {
            self.set_plain(text);
            Some(&self.plain)
        };
        program.patterns.find(id, text, plain, &mut self.findings)
    }

    /// Returns the regexes that may match the text; those of other views than the plain one may, whether listed or not.
    pub fn possible(&mut self, program: &TextProgram, text: &str) -> &[RegexId] {
        let shown = if text.is_ascii() {
            text
        } else {
            self.set_plain(text);
            self.plain.text()
        };
        program.patterns.possible(text, shown, &mut self.findings)
    }

    fn set_plain(&mut self, text: &str) {
        if !self.plain_is_set {
            self.plain.set_plain(text);
            self.plain_is_set = true;
        }
    }

    /// Adds to `out` every place where the words of `needle` stand one after the other, whatever punctuation is between
    /// them, without overlap. A needle without words is looked for as it is.
    pub fn find_text(&mut self, text: &str, needle: &str, view: View, out: &mut Vec<Hit>) {
        self.needle.read(needle, view);
        self.needle.find(text, &self.words, out);
    }

    /// Returns how many words lie between two places, in either order, 0 if they touch or overlap; `None` if a blank
    /// line does.
    pub fn words_between(&self, _text: &str, a: Stretch, b: Stretch) -> Option<u32> {
        let (from, to) = if a.0 <= b.0 { (a.1, b.0) } else { (b.1, a.0) };
        if from >= to {
            return Some(0);
        }
        let lines = &self.words.blank_lines;
        let next_blank = lines.get(lines.partition_point(|line| *line < from));
        if next_blank.is_some_and(|line| *line < to) {
            return None;
        }
        let tokens = &self.words.tokens;
        let first = tokens.partition_point(|token| token.start < from);
        let after = tokens.partition_point(|token| token.end <= to);
        Some(after.saturating_sub(first) as u32)
    }

    /// Tells whether two places share a sentence (UAX #29).
    pub fn same_sentence(&mut self, text: &str, a: Stretch, b: Stretch) -> bool {
        if !self.sentences_are_read {
            self.sentences.clear();
            self.sentences.extend(text.split_sentence_bound_indices().map(|(start, _)| start as u32));
            self.sentences_are_read = true;
        }
        let number = |at: u32| self.sentences.partition_point(|start| *start <= at);
        let span = |place: Stretch| (number(place.0), number(place.1.saturating_sub(1).max(place.0)));
        let ((a_first, a_last), (b_first, b_last)) = (span(a), span(b));
        a_first <= b_last && b_first <= a_last
    }

    /// Tells whether a place lies wholly inside quotation marks, or in lines that start with `>`.
    pub fn in_quotes(&mut self, text: &str, place: Stretch) -> bool {
        if !self.quotes_are_read {
            self.quotes.read(text);
            self.quotes_are_read = true;
        }
        self.quotes.hold(place)
    }

    /// Tells whether a place lies wholly among the first `words` words.
    pub fn in_first(&self, words: u32, place: Stretch) -> bool {
        let last = (words as usize).min(self.words.tokens.len()).checked_sub(1);
        last.and_then(|last| self.words.tokens.get(last)).is_some_and(|token| place.1 <= token.end)
    }

    /// Tells whether a place lies wholly among the last `words` words.
    pub fn in_last(&self, words: u32, place: Stretch) -> bool {
        let tokens = &self.words.tokens;
        let first = tokens.get(tokens.len().saturating_sub(words as usize));
        words > 0 && first.is_some_and(|token| place.0 >= token.start)
    }

    /// Returns the number of words.
    pub fn word_count(&self) -> u32 {
        self.words.tokens.len() as u32
    }

    /// Returns the share of words that repeat what stood before, as [`super::properties::repeat_share`] does.
    pub fn repeat_share(&mut self) -> Option<f64> {
        repeat_share_of(&self.words, &mut self.pairs)
    }

    /// Tells whether a place is the whole text, but for blanks and punctuation around it.
    pub fn is_whole(&self, place: Stretch) -> bool {
        let tokens = &self.words.tokens;
        tokens.first().is_none_or(|first| place.0 <= first.start)
            && tokens.last().is_none_or(|last| place.1 >= last.end)
    }

    /// Turns a place into code points of the text.
    pub fn code_points(&self, text: &str, place: Stretch) -> Stretch {
        let (before, inside) = match (text.get(..place.0 as usize), text.get(place.0 as usize..place.1 as usize)) {
            (Some(before), Some(inside)) => (before.chars().count() as u32, inside.chars().count() as u32),
            _ => return place,
        };
        (before, before + inside)
    }
}
