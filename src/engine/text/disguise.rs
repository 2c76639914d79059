//! Terms behind disguises: d1g1ts, s p a c e d letters, sttttretched ones, lookalikes of other scripts.
//!
//! Only the neighbourhood of odd words is looked at. There every word, and every part of a run of spaced-out letters,
//! is reduced to a skeleton in which all that may stand for each other is the same and repetitions are gone; the hash
//! of a skeleton leads to terms, which are then compared letter for letter, and only then does each sign have to make
//! sense by itself: `1` is `i` or `l`, but `i` is not `l`.

use std::collections::HashMap;

use super::ascii::rarely_doubled;
use super::common_words;
use super::keys::{Keys, Posting};
use super::terms::split_stars;
use super::units::{Kind, Piece, Unit, Units};
use super::words::{Words, stir};
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

#[derive(Debug)]
struct Term {
    id: u32,
    words: Vec<Word>,
}

#[derive(Debug)]
struct Word {
    /// Its letters, each with how often it stands there.
    letters: Vec<(Letter, usize)>,
    /// It has letters enough for two of one to be a stretched one, where that one is rarely doubled.
    long: bool,
    open_start: bool,
    open_end: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Letter {
    base: char,
    latin: char,
}

/// Scratch memory for one text.
#[derive(Debug, Default)]
pub(super) struct Workspace {
    units: Units,
}

/// Words looked at in one go.
const WINDOW_WORDS_MAX: usize = 2_048;
/// Steps that a comparison may take: letters that may be two things are tried as both.
const STEPS_MAX: u32 = 512;

/// Letters of a word in which two of a letter may be a stretched one: `WWE` is no `we`.
const DOUBLED_LETTERS_MIN: usize = 4;
/// Times that a letter may stand for itself.
const REPEATS_MAX: usize = 256;
/// Characters per letter of a term that are looked at from one place on, among spaced-out letters and inside words.
const STRETCHED_MAX: usize = 8;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Forward,
    Backward,
}

impl Way {
    fn step(self) -> isize {
        if self == Way::Forward { 1 } else { -1 }
    }
}

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
        for piece in &units.pieces {
            for start in starts(units, piece.from, piece.to) {
                let mut skeleton = Skeleton::default();
                for at in start..piece.to.min(start + STRETCHED_MAX * (self.letters_max + 1)) {
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

fn is_letter(unit: &Unit) -> bool {
    matches!(unit.kind, Kind::Letter | Kind::Symbol)
}

/// Returns the unit after a gap between two words, or `None` if there is none such at `at`.
fn cross_gap(units: &Units, mut at: isize, way: Way) -> Option<isize> {
    let start = at;
    while units.get(at).is_some_and(|unit| matches!(unit.kind, Kind::Soft | Kind::Glue)) {
        at += way.step();
    }
    (at != start).then_some(at)
}

/// Returns the first unit that is not in the word that goes on at `at`.
fn rest_of_word(units: &Units, mut at: isize, way: Way) -> isize {
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
fn compare(units: &Units, word: &Word, at: isize, way: Way) -> Option<isize> {
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

/// The letters that a digit or symbol may be read as.
pub(super) fn leet(sign: char) -> &'static [char] {
    match sign {
        '0' => &['o'],
        '1' | '!' | '|' | '¡' => &['i', 'l'],
        '2' => &['z'],
        '3' | '€' => &['e'],
        '4' | '@' => &['a'],
        '5' | '$' => &['s'],
        '6' | '9' => &['g'],
        '7' | '+' => &['t'],
        '8' => &['b'],
        '¢' => &['c'],
        _ => &[],
    }
}

/// Returns what stands in a skeleton for a character: the same for all that may stand for each other.
fn kind_of(base: char, latin: char) -> char {
    let looks = if latin == '\0' { base } else { latin };
    match leet(looks).first() {
        Some(letter) => *letter,
        None if looks == 'l' => 'i',
        None => looks,
    }
}

/// What is left of a word when all that may stand for each other is the same, and nothing repeats.
#[derive(Debug, Default)]
struct Skeleton {
    hash: u64,
    before: char,
    letters: usize,
}

impl Skeleton {
    /// Adds a unit, and returns the hash if it has changed.
    fn add(&mut self, unit: &Unit) -> Option<u64> {
        let before = self.letters;
        if is_letter(unit) {
            self.add_letter(Letter { base: unit.base, latin: unit.latin });
        }
        (self.letters > before).then_some(self.hash)
    }

    fn add_letter(&mut self, letter: Letter) {
        let kind = kind_of(letter.base, letter.latin);
        if kind != self.before {
            self.before = kind;
            self.letters += 1;
            self.hash = stir(self.hash ^ 0x2545_F491_4F6C_DD1D, u64::from(kind)).rotate_left(23);
        }
    }

    fn key(&self) -> Option<u64> {
        (self.letters > 0).then_some(self.hash)
    }
}

impl Word {
    /// The key of its skeleton, read backwards if only its start is open.
    fn key(&self) -> u64 {
        let mut skeleton = Skeleton::default();
        let letters = self.letters.iter().map(|(letter, _)| *letter);
        if self.open_start && !self.open_end {
            letters.rev().for_each(|letter| skeleton.add_letter(letter));
        } else {
            letters.for_each(|letter| skeleton.add_letter(letter));
        }
        skeleton.hash
    }

    fn frequency(&self) -> u64 {
        let text: String =
            self.letters.iter().flat_map(|(letter, times)| std::iter::repeat_n(letter.base, *times)).collect();
        common_words::frequency(&text)
            + if self.open_start || self.open_end { 5_000 >> (2 * self.letters.len().min(6)) } else { 0 }
    }
}

impl Term {
    /// Reads a term; `None` if it has no form that could be disguised.
    fn read(id: u32, text: &str) -> Option<Term> {
        let (open_start, core, open_end) = split_stars(text);
        let mut units = Units::default();
        units.read(core, 0);
        let letters = units.all.iter().any(|unit| unit.kind == Kind::Letter && unit.base.is_alphabetic());
        if !letters || units.all.iter().any(|unit| matches!(unit.kind, Kind::Other | Kind::Blank)) {
            return None;
        }
        let mut words: Vec<Word> = Vec::new();
        let mut in_word = false;
        for unit in &units.all {
            match unit.kind {
                Kind::Letter | Kind::Symbol => {
                    if !in_word {
                        words.push(Word { letters: Vec::new(), long: false, open_start: false, open_end: false });
                        in_word = true;
                    }
                    if let Some(word) = words.last_mut() {
                        word.push(unit);
                    }
                }
                Kind::Silent | Kind::Glue => {}
                Kind::Soft | Kind::Blank | Kind::Other => in_word = false,
            }
        }
        words.first_mut()?.open_start = open_start && !units.all.first().is_some_and(|unit| unit.alone);
        words.last_mut()?.open_end = open_end && !units.all.last().is_some_and(|unit| unit.alone);
        Some(Term { id, words })
    }
}

impl Word {
    fn push(&mut self, unit: &Unit) {
        let read = leet(unit.base).first().filter(|_| unit.kind == Kind::Symbol);
        let letter = read.map_or(Letter { base: unit.base, latin: unit.latin }, |c| Letter { base: *c, latin: *c });
        self.long = self.letters.iter().map(|(_, times)| times).sum::<usize>() + 1 >= DOUBLED_LETTERS_MIN;
        match self.letters.last_mut() {
            Some((last, times)) if *last == letter => *times += 1,
            _ => self.letters.push((letter, 1)),
        }
    }
}

/// Tells whether a word is another one in disguise.
pub(super) fn equal_in_disguise(found: &str, wanted: &str) -> bool {
    let Some(term) = Term::read(0, wanted) else { return false };
    let [word] = term.words.as_slice() else { return false };
    let mut units = Units::default();
    units.read(found, 0);
    compare(&units, word, 0, Way::Forward) == Some(units.all.len() as isize)
}
