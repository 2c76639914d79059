//! Terms behind disguises: d1g1ts, s p a c e d letters, sttttretched ones, lookalikes of other scripts.
//!
//! Only the neighbourhood of odd words is looked at. There every word, and every part of a run of spaced-out letters,
//! is reduced to a skeleton in which all that may stand for each other is the same and repetitions are gone; the hash
//! of a skeleton leads to terms, which are then compared letter for letter, and only then does each sign have to make
//! sense by itself: `1` is `i` or `l`, but `i` is not `l`.

use std::collections::HashMap;

use super::compare::{Way, compare, cross_gap, rest_of_word};
use super::keys::{Keys, Posting};
use super::masked::{Skeleton, Term, Word, is_letter, kind_of};
use super::units::{Kind, Piece, Units};
use super::words::Words;
use super::{Hit, TermId, View, Which};

/// The terms of the `disguised` view.
#[derive(Debug, Default)]
pub(super) struct Disguises {
    terms: Vec<Term>,
    /// Skeletons of whole words.
    whole: Keys,
    /// Skeletons of the beginnings of words.
    beginnings: Keys,
    /// Skeletons of the ends of words, read backwards.
    ends: Keys,
    /// Terms whose only word is open on both sides.
    inner: Keys,
    /// Skeletons of all words of all terms, whatever is open: what a disguised word must have to matter.
    known: [Keys; 3],
    /// Words of the longest term.
    words_max: usize,
    /// Letters of the longest word.
    letters_max: usize,
}

/// Scratch memory for one text.
#[derive(Debug, Default)]
pub(super) struct Workspace {
    units: Units,
}

/// Words looked at in one go.
const WINDOW_WORDS_MAX: usize = 2_048;
/// Characters per letter of a term that are looked at from one place on, among spaced-out letters and inside words.
const STRETCHED_MAX: usize = 8;

impl Disguises {
    /// Compiles terms, each with its number.
    pub(super) fn new<'a>(terms: impl Iterator<Item = (u32, &'a str)>) -> Disguises {
        let terms: Vec<Term> = terms.filter_map(|(id, text)| Term::read(id, text)).collect();
        let mut shared: HashMap<u64, u64> = HashMap::new();
        for word in terms.iter().flat_map(|term| &term.words) {
            *shared.entry(word.key()).or_default() += 1;
        }
        let (mut whole, mut beginnings, mut ends, mut inner) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (at, term) in terms.iter().enumerate() {
            let cost = |word: &Word| word.frequency() * shared.get(&word.key()).copied().unwrap_or(1);
            let Some((word, best)) = term.words.iter().enumerate().min_by_key(|(_, word)| cost(word)) else { continue };
            let entry = (best.key(), Posting { spelling: at as u32, word: word as u32 });
            match (best.open_start, best.open_end) {
                (false, false) => whole.push(entry),
                (false, true) => beginnings.push(entry),
                (true, false) => ends.push(entry),
                (true, true) => inner.push(entry),
            }
        }
        let mut known = [Vec::new(), Vec::new(), Vec::new()];
        for word in terms.iter().flat_map(|term| &term.words) {
            let [closed, open_end, open_start] = &mut known;
            let kind = if word.open_start {
                open_start
            } else if word.open_end {
                open_end
            } else {
                closed
            };
            kind.push((word.key(), Posting { spelling: 0, word: 0 }));
        }
        let known = known.map(Keys::new);
        let words_max = terms.iter().map(|term| term.words.len()).max().unwrap_or(0);
        let letters_max = terms.iter().flat_map(|term| &term.words).map(|word| word.letters.len()).max().unwrap_or(0);
        let [whole, beginnings, ends, inner] = [whole, beginnings, ends, inner].map(Keys::new);
        Disguises { terms, whole, beginnings, ends, inner, known, words_max, letters_max }
    }

    /// Adds every place where a term stands in disguise around the odd words of a text, in no order and perhaps twice,
    /// and places where it stands undisguised besides.
    pub(super) fn find(&self, text: &str, words: &Words, workspace: &mut Workspace, hits: &mut Vec<Hit>) {
        if self.terms.is_empty() || !words.odd {
            return;
        }
        let tokens = &words.tokens;
        let mut next = 0;
        while let Some(first) = tokens.iter().skip(next).position(|token| token.odd).map(|ahead| next + ahead) {
            let odd = tokens.iter().skip(first).take(WINDOW_WORDS_MAX).take_while(|token| token.odd).count();
            next = first + odd;
            self.read_around(text, words, (first, next), 0, &mut workspace.units);
            if !self.inner.is_empty() {
                self.find_inner(&workspace.units, hits);
            }
            if self.may_matter(&workspace.units) {
                if self.words_max > 1 {
                    self.read_around(text, words, (first, next), self.words_max + 1, &mut workspace.units);
                }
                self.find_in(&workspace.units, hits);
            }
        }
    }

    /// Reads words `first..after` of a text and `reach` words on both sides.
    fn read_around(&self, text: &str, words: &Words, (first, after): (usize, usize), reach: usize, units: &mut Units) {
        let before = first.checked_sub(reach + 1).and_then(|before| words.tokens.get(before));
        let from = before.map_or(0, |token| token.end);
        let to = words.tokens.get(after + reach).map_or(text.len() as u32, |token| token.start);
        units.read(text.get(from as usize..to as usize).unwrap_or(""), from);
    }

    /// Tells whether some word here may be one of some term.
    fn may_matter(&self, units: &Units) -> bool {
        let [closed, open_end, open_start] = &self.known;
        let ends = |piece: &Piece| {
            let mut skeleton = Skeleton::default();
            let mut past = units.all.get(piece.from..piece.to).unwrap_or(&[]).iter().rev();
            past.any(|unit| skeleton.add(unit).is_some_and(|key| open_start.has(key)))
        };
        let begins = |piece: &Piece| {
            // Symbols at either end may belong to the word or not.
            let symbol = |at: usize| units.all.get(at).is_some_and(|unit| unit.kind == Kind::Symbol);
            let from = (piece.from..piece.to).find(|at| !symbol(*at)).unwrap_or(piece.to);
            let to = (from..piece.to).rev().find(|at| !symbol(*at)).map_or(from, |last| last + 1);
            [piece.from, from].into_iter().any(|from| {
                let mut skeleton = Skeleton::default();
                (from..piece.to).any(|at| {
                    let new = units.all.get(at).and_then(|unit| skeleton.add(unit));
                    let ends = at + 1 >= to && skeleton.key().is_some_and(|key| closed.has(key));
                    ends || new.is_some_and(|key| open_end.has(key))
                })
            })
        };
        let pieces = &units.pieces;
        !units.runs.is_empty() || pieces.iter().any(begins) || !open_start.is_empty() && pieces.iter().any(ends)
    }

    fn find_in(&self, units: &Units, hits: &mut Vec<Hit>) {
        for piece in units.pieces.iter().filter(|piece| !piece.in_run) {
            let (mut from, mut to) = (piece.from, piece.to);
            self.find_word(units, from, to, hits);
            // Symbols at the ends may be punctuation.
            let symbol = |at: usize| units.all.get(at).is_some_and(|unit| unit.kind == Kind::Symbol);
            while to > from && symbol(to - 1) {
                to -= 1;
            }
            while from < to && symbol(from) {
                from += 1;
            }
            if from == to {
                continue;
            }
            for (from, to) in [(from, piece.to), (piece.from, to), (from, to)] {
                if from != piece.from || to != piece.to {
                    self.find_word(units, from, to, hits);
                }
            }
        }
        for (from, to) in &units.runs {
            for start in starts(units, *from, *to) {
                self.find_from(units, start, *to, true, hits);
            }
        }
    }

    /// Looks for terms by one word, which is units `from..to`.
    fn find_word(&self, units: &Units, from: usize, to: usize, hits: &mut Vec<Hit>) {
        self.find_from(units, from, to, false, hits);
        if self.ends.is_empty() {
            return;
        }
        let mut skeleton = Skeleton::default();
        for at in (from..to).rev() {
            if let Some(key) =
                units.all.get(at).and_then(|unit| skeleton.add(unit)).filter(|key| self.ends.may_have(*key))
            {
                for posting in self.ends.get(key) {
                    self.verify(units, to as isize - 1, Way::Backward, *posting, hits);
                }
            }
        }
    }

    /// Looks for terms by words that start at a unit: all of `start..to`, or, if `parts`, any beginning of it.
    fn find_from(&self, units: &Units, start: usize, to: usize, parts: bool, hits: &mut Vec<Hit>) {
        let mut skeleton = Skeleton::default();
        let reach = if parts { to.min(start + STRETCHED_MAX * (self.letters_max + 1)) } else { to };
        for at in start..reach {
            let Some(key) = units.all.get(at).and_then(|unit| skeleton.add(unit)) else { continue };
            if skeleton.letters > self.letters_max {
                return;
            }
            if self.beginnings.may_have(key) {
                for posting in self.beginnings.get(key) {
                    self.verify(units, start as isize, Way::Forward, *posting, hits);
                }
            }
            if parts && self.whole.may_have(key) {
                for posting in self.whole.get(key) {
                    self.verify(units, start as isize, Way::Forward, *posting, hits);
                }
            }
        }
        if let Some(key) = skeleton.key().filter(|key| !parts && self.whole.may_have(*key)) {
            for posting in self.whole.get(key) {
                self.verify(units, start as isize, Way::Forward, *posting, hits);
            }
        }
    }

    /// Looks for terms open on both sides anywhere in the words.
    fn find_inner(&self, units: &Units, hits: &mut Vec<Hit>) {
        let solid = units.pieces.iter().filter(|piece| !piece.in_run).map(|piece| (piece.from, piece.to));
        for (from, to) in solid.chain(units.runs.iter().copied()) {
            for start in starts(units, from, to) {
                let mut skeleton = Skeleton::default();
                for at in start..to.min(start + STRETCHED_MAX * (self.letters_max + 1)) {
                    let key = units.all.get(at).and_then(|unit| skeleton.add(unit));
                    for posting in
                        key.filter(|key| self.inner.may_have(*key)).map_or(&[][..], |key| self.inner.get(key))
                    {
                        self.verify(units, start as isize, Way::Forward, *posting, hits);
                    }
                    if skeleton.letters > self.letters_max {
                        break;
                    }
                }
            }
        }
    }

    /// Adds a hit if the term of a posting stands in the text with its word at unit `at`.
    fn verify(&self, units: &Units, at: isize, way: Way, posting: Posting, hits: &mut Vec<Hit>) -> Option<()> {
        let term = self.terms.get(posting.spelling as usize)?;
        let key_word = posting.word as usize;
        let word = term.words.get(key_word)?;
        let far = compare(units, word, at, way)?;
        let (mut first, mut after) = match way {
            Way::Forward => (at, far),
            Way::Backward => (far + 1, at + 1),
        };
        if word.open_start && way == Way::Forward {
            first = rest_of_word(units, first - 1, Way::Backward) + 1;
        }
        for word in term.words.get(key_word + 1..)? {
            after = compare(units, word, cross_gap(units, after, Way::Forward)?, Way::Forward)?;
        }
        for word in term.words.get(..key_word)?.iter().rev() {
            first = compare(units, word, cross_gap(units, first - 1, Way::Backward)?, Way::Backward)? + 1;
        }
        let (start, end) = (units.get(first)?.start, units.get(after - 1)?.end);
        hits.push(Hit { which: Which::Term(TermId(term.id)), view: View::Disguised, start, end });
        Some(())
    }
}

/// Lists the letters among units `from..to` at which a word may start: in a stretched letter, the first two.
fn starts(units: &Units, from: usize, to: usize) -> impl Iterator<Item = usize> {
    let letters = (from..to).filter_map(|at| {
        units.all.get(at).filter(|unit| is_letter(unit)).map(|unit| (at, kind_of(unit.base, unit.latin)))
    });
    letters
        .scan(['\0'; 2], |before, (at, kind)| {
            let again = *before == [kind; 2];
            let [last, _] = *before;
            *before = [kind, last];
            Some((at, again))
        })
        .filter(|(_, again)| !again)
        .map(|(at, _)| at)
}

/// Tells whether a word is another one in disguise.
pub(super) fn equal_in_disguise(found: &str, wanted: &str) -> bool {
    let Some(term) = Term::read(0, wanted) else { return false };
    let [word] = term.words.as_slice() else { return false };
    let mut units = Units::default();
    units.read(found, 0);
    compare(&units, word, 0, Way::Forward) == Some(units.all.len() as isize)
}
