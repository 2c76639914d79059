//! All terms of a pack, found in one pass over the words of a text.
//!
//! Every spelling of a term hangs on one key: the hash of its rarest word, of the beginning or the end of a word that
//! `*` leaves open, or of two neighbouring characters in scripts without spaces. A text costs one look-up per word,
//! however many terms there are; what is found is then compared word for word. Only words open on both sides, and terms
//! without any letter, need an automaton of their own.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::common_words;
use super::keys::{Keys, Posting};
use super::terms::{Spelling, TermGap, TermWord, fold_symbols};
use super::view_text::ViewText;
use super::words::{Gap, Token, Words, mask, pair_key, part_key};
use super::{Hit, TermId, View, Which};

/// Lengths, in bytes, of the beginnings and ends of words that are keys.
const PART_LENGTHS: [usize; 6] = [1, 2, 3, 4, 6, 8];
/// Tells keys of ends from keys of beginnings.
const END: u64 = 64;
/// Above this many patterns an automaton is kept small rather than fast.
const DFA_PATTERNS_MAX: usize = 1_000;

/// The compiled terms.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    spellings: Vec<Spelling>,
    keys: Keys,
    /// Lengths of beginnings that occur among the keys, ascending.
    beginnings: Vec<usize>,
    /// Which first letters those have.
    heads: Heads,
    /// Lengths of ends that occur among the keys, ascending.
    ends: Vec<usize>,
    /// Some keys are pairs of characters of scripts without spaces.
    pairs: bool,
    inner: Option<Automaton>,
    symbols: Option<Automaton>,
}

/// A filter of the first three bytes of words.
#[derive(Debug, Default)]
struct Heads {
    bits: Vec<u64>,
}

/// Bits of a [`Heads`].
const HEADS: u64 = 1 << 15;

impl Heads {
    fn bit(head: u64) -> u64 {
        part_key(head & 0xFF_FFFF, 0) % HEADS
    }

    /// Adds a beginning; one shorter than three bytes lets every word pass.
    fn add(&mut self, beginning: &[u8]) {
        self.bits.resize(HEADS as usize / 64, 0);
        if beginning.len() < 3 {
            self.bits.fill(u64::MAX);
        }
        let bit = Heads::bit(head_of(beginning));
        if let Some(word) = self.bits.get_mut(bit as usize / 64) {
            *word |= 1 << (bit % 64);
        }
    }

    #[inline]
    fn may_have(&self, head: u64) -> bool {
        let bit = Heads::bit(head);
        self.bits.get(bit as usize / 64).is_some_and(|word| word >> (bit % 64) & 1 != 0)
    }
}

#[derive(Debug)]
struct Automaton {
    search: AhoCorasick,
    spellings: Vec<u32>,
}

impl Automaton {
    fn new(patterns: Vec<(u32, &str)>) -> Option<Automaton> {
        if patterns.is_empty() {
            return None;
        }
        let kind =
            if patterns.len() <= DFA_PATTERNS_MAX { AhoCorasickKind::DFA } else { AhoCorasickKind::ContiguousNFA };
        let search = AhoCorasick::builder().kind(Some(kind)).build(patterns.iter().map(|(_, text)| text)).ok()?;
        Some(Automaton { search, spellings: patterns.iter().map(|(spelling, _)| *spelling).collect() })
    }

    fn find<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = (u32, usize, usize)> + 'a {
        let found = self.search.find_overlapping_iter(text);
        found.filter_map(|hit| Some((*self.spellings.get(hit.pattern().as_usize())?, hit.start(), hit.end())))
    }
}

/// A key that a spelling could hang on.
struct Candidate {
    key: u64,
    word: usize,
    /// How often a text will have it, per hundred thousand words.
    frequency: u64,
    kind: KeyKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum KeyKind {
    Whole,
    Beginning(usize),
    End(usize),
    Pair,
}

impl Lexicon {
    /// Compiles spellings.
    pub(super) fn new(spellings: Vec<Spelling>) -> Lexicon {
        let mut shared: HashMap<u64, u64> = HashMap::new();
        for candidate in spellings.iter().flat_map(candidates) {
            *shared.entry(candidate.key).or_default() += 1;
        }
        let mut lexicon = Lexicon::default();
        let (mut entries, mut inner, mut symbols) = (Vec::new(), Vec::new(), Vec::new());
        for (at, spelling) in spellings.iter().enumerate() {
            let cost = |key: &Candidate| key.frequency * shared.get(&key.key).copied().unwrap_or(1);
            if let Some(best) = candidates(spelling).into_iter().min_by_key(cost) {
                lexicon.note(best.kind);
                if let (KeyKind::Beginning(_), Some(word)) = (best.kind, spelling.words.get(best.word)) {
                    lexicon.heads.add(word.folded.as_bytes());
                }
                entries.push((best.key, Posting { spelling: at as u32, word: best.word as u32 }));
            } else if let Some(word) = spelling.words.first() {
                inner.push((at as u32, word.folded.as_str()));
            } else if !spelling.lead.is_empty() || !spelling.trail.is_empty() {
                symbols.push((at as u32, spelling.trail.as_str()));
            }
        }
        lexicon.keys = Keys::new(entries);
        lexicon.inner = Automaton::new(inner);
        lexicon.symbols = Automaton::new(symbols);
        lexicon.beginnings.sort_unstable();
        lexicon.ends.sort_unstable();
        lexicon.spellings = spellings;
        lexicon
    }

    fn note(&mut self, kind: KeyKind) {
        match kind {
            KeyKind::Whole => {}
            KeyKind::Beginning(len) if self.beginnings.contains(&len) => {}
            KeyKind::Beginning(len) => self.beginnings.push(len),
            KeyKind::End(len) if self.ends.contains(&len) => {}
            KeyKind::End(len) => self.ends.push(len),
            KeyKind::Pair => self.pairs = true,
        }
    }

    /// Tells whether the plain text itself is needed, besides its words.
    pub(super) fn needs_text(&self) -> bool {
        self.symbols.is_some()
    }

    /// Adds every place where a spelling stands, in no order and perhaps twice.
    pub(super) fn find(&self, text: &str, words: &Words, plain: Option<&ViewText>, hits: &mut Vec<Hit>) {
        if !self.keys.is_empty() {
            self.find_keys(text, words, hits);
        }
        let mut last = None;
        for (spelling, start, end) in self.inner.iter().flat_map(|inner| inner.find(&words.folded)) {
            // A word that has it over and over is one hit.
            let at = words.token_at(start).filter(|at| words.token_at(end - 1) == Some(*at));
            if let Some(at) = at.filter(|at| last != Some((*at, spelling))) {
                last = Some((at, spelling));
                self.verify(text, words, at, Posting { spelling, word: 0 }, hits);
            }
        }
        let plain = plain.into_iter();
        for (view, symbols) in plain.flat_map(|view| self.symbols.iter().map(move |symbols| (view, symbols))) {
            for (at, from, to) in symbols.find(view.text().as_bytes()) {
                let Some(spelling) = self.spellings.get(at as usize) else { continue };
                if let Some((start, end)) = view.original(from, to) {
                    hits.push(Hit { which: Which::Term(TermId(spelling.term)), view: spelling.found_as, start, end });
                }
            }
        }
    }

    fn find_keys(&self, text: &str, words: &Words, hits: &mut Vec<Hit>) {
        let mut unit_before: Option<u64> = None;
        for (at, token) in words.tokens.iter().enumerate() {
            if self.keys.may_have(token.hash) {
                self.look_up(token.hash, text, words, at, hits);
            }
            let len = token.len as usize;
            let head = words.head(token);
            if self.heads.may_have(head) {
                for part in self.beginnings.iter().take_while(|part| **part <= len) {
                    let key = part_key(mask(head, *part), *part as u64);
                    if self.keys.may_have(key) {
                        self.look_up(key, text, words, at, hits);
                    }
                }
            }
            for part in self.ends.iter().take_while(|part| **part <= len) {
                let key = part_key(words.tail(token, *part), END + *part as u64);
                if self.keys.may_have(key) {
                    self.look_up(key, text, words, at, hits);
                }
            }
            if token.unit && self.pairs {
                let before = unit_before.filter(|_| token.gap == Gap::None);
                if let Some(key) =
                    before.map(|before| pair_key(before, token.hash)).filter(|key| self.keys.may_have(*key))
                {
                    self.look_up(key, text, words, at - 1, hits);
                }
                unit_before = Some(token.hash);
            } else {
                unit_before = None;
            }
        }
    }

    #[cold]
    fn look_up(&self, key: u64, text: &str, words: &Words, at: usize, hits: &mut Vec<Hit>) {
        for posting in self.keys.get(key) {
            self.verify(text, words, at, *posting, hits);
        }
    }

    /// Adds a hit if the spelling of a posting stands in the text with its word at token `at`.
    fn verify(&self, text: &str, words: &Words, at: usize, posting: Posting, hits: &mut Vec<Hit>) -> Option<()> {
        let spelling = self.spellings.get(posting.spelling as usize)?;
        let first = at.checked_sub(posting.word as usize)?;
        let tokens = words.tokens.get(first..first + spelling.words.len())?;
        let mut before = None;
        for (token, word) in tokens.iter().zip(&spelling.words) {
            let fits = fits(words.word(token), word)
                && before.is_none_or(|end| gap_fits(text, end, token, &word.gap))
                && (spelling.found_as != View::Exact || written_fits(text, token, word));
            if !fits {
                return None;
            }
            before = Some(token.end);
        }
        let start = symbols_before(text, tokens.first()?.start, &spelling.lead)?;
        let end = symbols_after(text, before?, &spelling.trail)?;
        hits.push(Hit { which: Which::Term(TermId(spelling.term)), view: spelling.found_as, start, end });
        Some(())
    }
}

/// Lists the keys that a spelling could hang on; none if it must be searched for inside words.
fn candidates(spelling: &Spelling) -> Vec<Candidate> {
    let mut out = Vec::new();
    for (at, word) in spelling.words.iter().enumerate() {
        let bytes = word.folded.as_bytes();
        let part = PART_LENGTHS.iter().rev().copied().find(|part| *part <= bytes.len()).unwrap_or(0);
        // Beginnings are as common as all the words that have them.
        let part_frequency = 20_000 >> (2 * part.min(7));
        match (word.open_start, word.open_end) {
            (false, false) => {
                let frequency = if word.unit { 500 } else { common_words::frequency(&word.folded) };
                out.push(Candidate { key: word_key(bytes), word: at, frequency, kind: KeyKind::Whole });
            }
            (false, true) if part > 0 => {
                let key = part_key(mask(head_of(bytes), part), part as u64);
                out.push(Candidate { key, word: at, frequency: part_frequency + 2, kind: KeyKind::Beginning(part) });
            }
            (true, false) if part > 0 => {
                out.push(Candidate {
                    key: end_key(bytes, part),
                    word: at,
                    frequency: part_frequency + 2,
                    kind: KeyKind::End(part),
                });
            }
            _ => {}
        }
        if let Some(next) =
            spelling.words.get(at + 1).filter(|next| word.unit && next.unit && next.gap == TermGap::None)
        {
            let key = pair_key(word_key(bytes), word_key(next.folded.as_bytes()));
            out.push(Candidate { key, word: at, frequency: 10, kind: KeyKind::Pair });
        }
    }
    out
}

fn word_key(bytes: &[u8]) -> u64 {
    super::words::hash_word(bytes)
}

fn head_of(bytes: &[u8]) -> u64 {
    let mut head = [0; 8];
    head.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    u64::from_le_bytes(head)
}

fn end_key(bytes: &[u8], len: usize) -> u64 {
    part_key(head_of(bytes.get(bytes.len().saturating_sub(len)..).unwrap_or(bytes)), END + len as u64)
}

fn fits(found: &[u8], word: &TermWord) -> bool {
    let wanted = word.folded.as_bytes();
    match (word.open_start, word.open_end) {
        (false, false) => found == wanted,
        (false, true) => found.starts_with(wanted),
        (true, false) => found.ends_with(wanted),
        (true, true) => found.windows(wanted.len().max(1)).any(|window| window == wanted),
    }
}

fn slice(text: &str, from: u32, to: u32) -> &str {
    text.get(from as usize..to as usize).unwrap_or("")
}

fn written_fits(text: &str, token: &Token, word: &TermWord) -> bool {
    let found = slice(text, token.start, token.end);
    match (word.open_start, word.open_end) {
        (false, false) => found == word.written,
        (false, true) => found.starts_with(&word.written),
        (true, false) => found.ends_with(&word.written),
        (true, true) => found.contains(&word.written),
    }
}

fn gap_fits(text: &str, end: u32, token: &Token, gap: &TermGap) -> bool {
    match gap {
        TermGap::None => token.gap == Gap::None,
        TermGap::Soft => token.gap == Gap::Soft,
        TermGap::Symbols(wanted) => token.gap == Gap::Other && fold_symbols(slice(text, end, token.start)) == *wanted,
    }
}

/// Returns where symbols start that must stand right before a place.
fn symbols_before(text: &str, place: u32, wanted: &str) -> Option<u32> {
    if wanted.is_empty() {
        return Some(place);
    }
    let before = slice(text, 0, place);
    let starts = before.char_indices().rev().map(|(at, _)| at).take(4 * wanted.len() + 8);
    starts
        .map(|at| (at, slice(text, at as u32, place)))
        .find(|(_, found)| fold_symbols(found) == wanted)
        .map(|(at, _)| at as u32)
}

/// Returns where symbols end that must stand right after a place.
fn symbols_after(text: &str, place: u32, wanted: &str) -> Option<u32> {
    if wanted.is_empty() {
        return Some(place);
    }
    let after = slice(text, place, text.len() as u32);
    let ends = after.char_indices().map(|(at, c)| at + c.len_utf8()).take(4 * wanted.len() + 8);
    let mut found =
        ends.map(|len| (len, after.get(..len).unwrap_or(""))).filter(|(_, found)| fold_symbols(found) == wanted);
    found.next().map(|(len, _)| place + len as u32)
}
