//! A word of a term compared with text, letter for letter, whatever it is disguised as.

use super::ascii::rarely_doubled;
use super::masked::{Letter, Word, is_letter, leet};
use super::units::{Kind, Unit, Units};

/// Steps that a comparison may take: letters that may be two things are tried as both.
const STEPS_MAX: u32 = 512;

/// Times that a letter may stand for itself.
const REPEATS_MAX: usize = 256;
/// Where a comparison goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Forward,
    Backward,
}

impl Way {
    /// Returns what to add to a position.
    pub(super) fn step(self) -> isize {
        if self == Way::Forward { 1 } else { -1 }
    }
}

/// Returns the unit after a gap between two words, or `None` if there is none such at `at`.
pub(super) fn cross_gap(units: &Units, mut at: isize, way: Way) -> Option<isize> {
    let start = at;
    while units.get(at).is_some_and(|unit| matches!(unit.kind, Kind::Soft | Kind::Glue)) {
        at += way.step();
    }
    (at != start).then_some(at)
}

/// Returns the first unit that is not in the word that goes on at `at`.
pub(super) fn rest_of_word(units: &Units, mut at: isize, way: Way) -> isize {
    let letter = |at| units.get(at).is_some_and(|unit| unit.kind == Kind::Letter && !unit.alone);
    while letter(at)
        || units.get(at).is_some_and(|unit| unit.leet || unit.kind == Kind::Silent) && letter(at + way.step())
    {
        at += way.step();
    }
    at
}

/// Tells whether a word may end before a unit.
fn is_boundary(units: &Units, at: isize, way: Way) -> bool {
    let Some(unit) = units.get(at) else { return true };
    let before = units.get(at - way.step());
    let next = || units.get(at + way.step()).map(|unit| unit.kind);
    match unit.kind {
        Kind::Letter => unit.alone || before.is_some_and(|before| before.alone),
        Kind::Silent => next() != Some(Kind::Letter),
        _ => true,
    }
}

/// Compares a word with the text from a unit on and returns the unit after it.
pub(super) fn compare(units: &Units, word: &Word, at: isize, way: Way) -> Option<isize> {
    let (open_near, open_far) = match way {
        Way::Forward => (word.open_start, word.open_end),
        Way::Backward => (word.open_end, word.open_start),
    };
    if !open_near
        && !is_boundary(units, at - way.step(), if way == Way::Forward { Way::Backward } else { Way::Forward })
    {
        return None;
    }
    Comparison { units, word, way, open_far, steps: 0 }.letters(0, at)
}

/// A word being compared.
struct Comparison<'a> {
    units: &'a Units,
    word: &'a Word,
    way: Way,
    open_far: bool,
    steps: u32,
}

impl Comparison<'_> {
    /// Compares the letters from number `done` on, and returns the unit after the word.
    fn letters(&mut self, done: usize, at: isize) -> Option<isize> {
        self.steps += 1;
        if self.steps > STEPS_MAX {
            return None;
        }
        let last = self.word.letters.len();
        if done == last {
            let at = if self.open_far { rest_of_word(self.units, at, self.way) } else { at };
            return (self.open_far || is_boundary(self.units, at, self.way)).then_some(at);
        }
        let place = if self.way == Way::Forward { done } else { last - 1 - done };
        let (letter, wanted) = *self.word.letters.get(place)?;
        let (mut places, mut found, mut next) = ([0; 16], 0_usize, at);
        while let Some(unit) = self.skip(&mut next, done + found > 0).filter(|unit| stands_for(unit, letter)) {
            debug_assert!(is_letter(unit), "only letters are compared");
            next += self.way.step();
            if let Some(place) = places.get_mut(found) {
                *place = next;
            }
            found += 1;
            if found > REPEATS_MAX {
                return None;
            }
        }
        if found >= wanted && self.may_repeat(letter, found, wanted) {
            let far = if found <= places.len() { *places.get(found - 1)? } else { self.after_last(next) };
            if let Some(end) = self.letters(done + 1, far) {
                return Some(end);
            }
        }
        // A sign that may be two letters may belong to the next one.
        for fewer in (wanted..found.min(places.len())).rev() {
            let far = *places.get(fewer - 1)?;
            if self.may_repeat(letter, fewer, wanted)
                && let Some(end) = self.letters(done + 1, far)
            {
                return Some(end);
            }
        }
        None
    }

    /// Tells whether a letter may stand so often for so many: as often, or three times and more, or twice where it is
    /// rarely doubled and the word is no short one.
    fn may_repeat(&self, letter: Letter, found: usize, wanted: usize) -> bool {
        let stretched = found > 2 || self.word.long && found == 2 && rarely_doubled(letter.base);
        found == wanted || found > wanted && stretched
    }

    /// Skips what may stand inside a word, if the word has begun, and returns the unit there.
    fn skip(&self, at: &mut isize, begun: bool) -> Option<&Unit> {
        let start = *at;
        loop {
            let unit = self.units.get(*at)?;
            if is_letter(unit) {
                return Some(unit);
            }
            if !begun || !matches!(unit.kind, Kind::Silent | Kind::Glue) {
                *at = start;
                return None;
            }
            *at += self.way.step();
        }
    }

    /// Steps back over separators that were skipped in vain.
    fn after_last(&self, mut at: isize) -> isize {
        while self.units.get(at - self.way.step()).is_some_and(|unit| !is_letter(unit)) {
            at -= self.way.step();
        }
        at
    }
}
/// Tells whether a unit of the text may stand for a letter of a term.
fn stands_for(unit: &Unit, letter: Letter) -> bool {
    unit.base == letter.base
        || unit.lookalike && unit.latin != '\0' && unit.latin == letter.latin
        || unit.leet && unit.latin != '\0' && unit.latin == letter.latin
        || unit.leet && leet(unit.latin).contains(&letter.latin)
}
