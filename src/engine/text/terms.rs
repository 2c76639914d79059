//! A term of a list, as words and the gaps between them, with the other spellings that its view allows.

use super::View;
use super::common_words;
use super::glyphs::{fold_text, glyph};
use super::words::{Gap, Words};

/// One way to write a term.
#[derive(Debug, Clone)]
pub(super) struct Spelling {
    /// The term.
    pub(super) term: u32,
    /// The view that a place found by it is reported in.
    pub(super) found_as: View,
    /// Its words; none if the term is made of symbols only.
    pub(super) words: Vec<TermWord>,
    /// Symbols before the first word, folded.
    pub(super) lead: String,
    /// Symbols after the last word, folded.
    pub(super) trail: String,
}

/// One word of a term.
#[derive(Debug, Clone)]
pub(super) struct TermWord {
    /// Its plain form.
    pub(super) folded: String,
    /// As written.
    pub(super) written: String,
    /// What must lie before it.
    pub(super) gap: TermGap,
    /// Letters may stand before it.
    pub(super) open_start: bool,
    /// Letters may follow.
    pub(super) open_end: bool,
    /// A character of a script without spaces.
    pub(super) unit: bool,
}

/// What must lie between two words of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TermGap {
    /// Nothing.
    None,
    /// Blanks, hyphens, a line break.
    Soft,
    /// These symbols, folded.
    Symbols(String),
}

/// Splits off the `*` at the ends of a term: whether it is open at the start, what is between, whether at the end.
pub(super) fn split_stars(term: &str) -> (bool, &str, bool) {
    let term = term.trim();
    (term.starts_with('*'), term.trim_matches('*').trim(), term.ends_with('*'))
}

/// Folds symbols: the plain form, runs of blanks and hyphens as one space.
pub(super) fn fold_symbols(text: &str) -> String {
    let mut out = String::new();
    fold_text(text, |c, _, _, _| {
        let soft = c.is_whitespace() || c == '-';
        if !soft {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    });
    out
}

/// Folds a text to its plain form: what the view `plain` compares.
pub fn fold_plain(text: &str) -> String {
    let mut out = String::new();
    fold_text(text, |c, _, _, _| out.push(c));
    out
}

/// Reads a term as it is written.
pub(super) fn read_term(text: &str, view: View, term: u32) -> Spelling {
    let (open_start, core, open_end) = split_stars(text);
    let mut cut = Words::default();
    cut.read(core);
    let mut words: Vec<TermWord> = Vec::with_capacity(cut.tokens.len());
    let slice = |from: u32, to: u32| core.get(from as usize..to as usize).unwrap_or("");
    let mut before = 0;
    for token in &cut.tokens {
        let gap = match token.gap {
            _ if words.is_empty() => TermGap::None,
            Gap::None => TermGap::None,
            Gap::Soft | Gap::Blank => TermGap::Soft,
            Gap::Other => TermGap::Symbols(fold_symbols(slice(before, token.start))),
        };
        words.push(TermWord {
            folded: String::from_utf8_lossy(cut.word(token)).into_owned(),
            written: slice(token.start, token.end).to_string(),
            gap,
            open_start: false,
            open_end: false,
            unit: token.unit,
        });
        before = token.end;
    }
    let first = cut.tokens.first().map_or(0, |token| token.start);
    let (lead, trail) = (fold_symbols(slice(0, first)), fold_symbols(slice(before, core.len() as u32)));
    if let Some(word) = words.first_mut().filter(|word| lead.is_empty() && !word.unit) {
        word.open_start = open_start;
    }
    if let Some(word) = words.last_mut().filter(|word| trail.is_empty() && !word.unit) {
        word.open_end = open_end;
    }
    let found_as = if view == View::Exact { View::Exact } else { View::Plain };
    Spelling { term, found_as, words, lead, trail }
}

/// Adds the spellings of a term that the words of a text may be equal to without being odd.
pub(super) fn other_spellings(written: &Spelling, view: View, out: &mut Vec<Spelling>) {
    match view {
        View::Exact | View::Plain => {}
        View::Disguised => {
            let mut bare = written.clone();
            for word in &mut bare.words {
                word.folded =
                    word.folded.chars().filter(|c| *c != '\'').map(|c| glyph(c).base).filter(|c| *c != '\0').collect();
            }
            let same = bare.words.iter().zip(&written.words).all(|(bare, written)| bare.folded == written.folded);
            if !same && bare.words.iter().all(|word| !word.folded.is_empty()) {
                bare.found_as = View::Disguised;
                out.push(bare);
            }
        }
        View::Misspelled => {
            for (at, word) in written.words.iter().enumerate() {
                for (slip, open) in slips(word) {
                    let mut spelling = written.clone();
                    spelling.found_as = View::Misspelled;
                    if let Some(word) = spelling.words.get_mut(at) {
                        word.folded = slip;
                        word.open_start &= open;
                        word.open_end &= open;
                    }
                    out.push(spelling);
                }
            }
        }
    }
}

/// Letters from which a word may be misspelled.
const SLIP_LETTERS_MIN: usize = 4;
/// Letters from which the misspelled beginning or end of a word may be continued: short ones begin too many other words.
const OPEN_SLIP_LETTERS_MIN: usize = 6;

/// Returns the forms of a word with two neighbours swapped or one inner letter lost, and whether the form is open where
/// the word is. A form that is an ordinary word is not taken for a slip.
fn slips(word: &TermWord) -> Vec<(String, bool)> {
    let letters: Vec<char> = word.folded.chars().collect();
    if letters.len() < SLIP_LETTERS_MIN || word.unit || !letters.iter().all(|c| c.is_alphabetic()) {
        return Vec::new();
    }
    let open = letters.len() >= OPEN_SLIP_LETTERS_MIN && !(word.open_start && word.open_end);
    let mut out: Vec<(String, bool)> = Vec::new();
    let mut add = |form: String| {
        let known = form == word.folded || out.iter().any(|(other, _)| *other == form);
        if !known && common_words::rank(&form).is_none() {
            out.push((form, open));
        }
    };
    for at in 0..letters.len() - 1 {
        let mut swapped = letters.clone();
        swapped.swap(at, at + 1);
        add(swapped.into_iter().collect());
    }
    for lost in 1..letters.len() - 1 {
        add(letters.iter().enumerate().filter(|(at, _)| *at != lost).map(|(_, c)| *c).collect());
    }
    out
}
