//! Terms of the `disguised` view letter by letter, and the skeletons that they are found by.

use super::common_words;
use super::terms::split_stars;
use super::units::{Kind, Unit, Units};
use super::words::stir;

#[derive(Debug)]
pub(super) struct Term {
    pub(super) id: u32,
    pub(super) words: Vec<Word>,
}

#[derive(Debug)]
pub(super) struct Word {
    /// Its letters, each with how often it stands there.
    pub(super) letters: Vec<(Letter, usize)>,
    /// It has letters enough for two of one to be a stretched one, where that one is rarely doubled.
    pub(super) long: bool,
    pub(super) open_start: bool,
    pub(super) open_end: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letter {
    pub(super) base: char,
    pub(super) latin: char,
}

/// Letters of a word in which two of a letter may be a stretched one: `WWE` is no `we`.
const DOUBLED_LETTERS_MIN: usize = 4;

impl Word {
    /// The key of its skeleton, read backwards if only its start is open.
    pub(super) fn key(&self) -> u64 {
        let mut skeleton = Skeleton::default();
        let letters = self.letters.iter().map(|(letter, _)| *letter);
        if self.open_start && !self.open_end {
            letters.rev().for_each(|letter| skeleton.add_letter(letter));
        } else {
            letters.for_each(|letter| skeleton.add_letter(letter));
        }
        skeleton.hash
    }

    pub(super) fn frequency(&self) -> u64 {
        let text: String =
            self.letters.iter().flat_map(|(letter, times)| std::iter::repeat_n(letter.base, *times)).collect();
        common_words::frequency(&text)
            + if self.open_start || self.open_end { 5_000 >> (2 * self.letters.len().min(6)) } else { 0 }
    }
}

impl Term {
    /// Reads a term; `None` if it has no form that could be disguised.
    pub(super) fn read(id: u32, text: &str) -> Option<Term> {
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

pub(super) fn is_letter(unit: &Unit) -> bool {
    matches!(unit.kind, Kind::Letter | Kind::Symbol)
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
pub(super) fn kind_of(base: char, latin: char) -> char {
    let looks = if latin == '\0' { base } else { latin };
    match leet(looks).first() {
        Some(letter) => *letter,
        None if looks == 'l' => 'i',
        None => looks,
    }
}

/// What is left of a word when all that may stand for each other is the same, and nothing repeats.
#[derive(Debug, Default)]
pub(super) struct Skeleton {
    hash: u64,
    before: char,
    pub(super) letters: usize,
}

impl Skeleton {
    /// Adds a unit, and returns the hash if it has changed.
    pub(super) fn add(&mut self, unit: &Unit) -> Option<u64> {
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

    pub(super) fn key(&self) -> Option<u64> {
        (self.letters > 0).then_some(self.hash)
    }
}
