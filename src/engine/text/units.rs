//! A stretch of text character by character, as the `disguised` view sees it: what each may stand for, and where
//! letters are spaced out.

use super::glyphs::{Class, fold_text};
use super::mixed::TWINS_MIN;

/// One character of the plain view, diacritics gone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    /// The character.
    pub(super) base: char,
    /// The Latin letter, digit or symbol that it looks like; `\0` if none.
    pub(super) latin: char,
    /// First byte in the text.
    pub(super) start: u32,
    /// One past the last byte.
    pub(super) end: u32,
    /// What it is.
    pub(super) kind: Kind,
    /// A word by itself (scripts without spaces).
    pub(super) alone: bool,
    /// Its looks count: the word mixes scripts, or every letter of it looks Latin.
    pub(super) lookalike: bool,
    /// A digit or symbol that may be read as a letter: there is a letter in the word.
    pub(super) leet: bool,
    latin_script: bool,
    foreign: bool,
    twin: bool,
}

/// What a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A letter or digit.
    Letter,
    /// A symbol that may be read as a letter.
    Symbol,
    /// An apostrophe inside a word.
    Silent,
    /// A blank, a line break, a hyphen, an underscore.
    Soft,
    /// Part of a blank line.
    Blank,
    /// Other punctuation.
    Other,
    /// Between spaced-out letters: part of a word, or a gap between words.
    Glue,
}

/// A run of letters and symbols: units `from..to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) from: usize,
    pub(super) to: usize,
    single: bool,
    /// It is one of a run of spaced-out letters.
    pub(super) in_run: bool,
}

/// The units of a stretch of text, and the words in them.
#[derive(Debug, Default)]
pub(super) struct Units {
    pub(super) all: Vec<Unit>,
    pub(super) pieces: Vec<Piece>,
    /// Runs of spaced-out letters: units `from..to`.
    pub(super) runs: Vec<(usize, usize)>,
}

/// Blanks and other separators between two spaced-out letters, at most.
const SEPARATORS_MAX: usize = 3;

impl Units {
    /// Reads a stretch of text that starts at byte `offset`.
    pub(super) fn read(&mut self, text: &str, offset: u32) {
        self.all.clear();
        self.pieces.clear();
        self.runs.clear();
        let mut lines = 0;
        let all = &mut self.all;
        fold_text(text, |c, facts, start, end| {
            if facts.base == '\0' {
                // A mark that this view drops belongs to the letter before it.
                if let Some(before) = all.last_mut().filter(|before| before.kind == Kind::Letter) {
                    before.end = offset + end;
                }
                return;
            }
            let kind = kind_of(c, facts.class, facts.traits.leet(), &mut lines);
            all.push(Unit {
                base: facts.base,
                latin: facts.latin(),
                start: offset + start,
                end: offset + end,
                kind,
                alone: facts.class == Class::Unit,
                lookalike: false,
                leet: false,
                latin_script: facts.traits.latin(),
                foreign: facts.traits.foreign(),
                twin: facts.traits.twin(),
            });
        });
        self.cut();
        self.glue();
    }

    /// Returns the unit at a position that may lie outside.
    pub(super) fn get(&self, at: isize) -> Option<&Unit> {
        usize::try_from(at).ok().and_then(|at| self.all.get(at))
    }

    /// Cuts the units into pieces.
    fn cut(&mut self) {
        let mut at = 0;
        while at < self.all.len() {
            let from = at;
            while self.in_word(at) && (at == from || !self.parts(at)) {
                at += 1;
            }
            if at == from {
                if let Some(stray) = self.all.get_mut(at).filter(|unit| unit.kind == Kind::Silent) {
                    stray.kind = Kind::Other;
                }
                at += 1;
                continue;
            }
            self.pieces.push(Piece { from, to: at, single: at - from == 1, in_run: false });
            self.judge(from, at);
        }
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        self.all.get(at).map(|unit| unit.kind)
    }

    /// Tells whether a unit goes into a word: an apostrophe only between letters.
    fn in_word(&self, at: usize) -> bool {
        match self.kind(at) {
            Some(Kind::Letter | Kind::Symbol) => true,
            Some(Kind::Silent) => {
                let before = at.checked_sub(1).and_then(|before| self.kind(before));
                before == Some(Kind::Letter) && self.kind(at + 1) == Some(Kind::Letter)
            }
            _ => false,
        }
    }

    /// Tells whether a word ends before a unit because one of the two is a word by itself.
    fn parts(&self, at: usize) -> bool {
        let alone = |at: usize| self.all.get(at).is_some_and(|unit| unit.alone);
        alone(at) || at.checked_sub(1).is_some_and(alone)
    }

    /// Decides what the digits, symbols and lookalikes of a word may stand for.
    fn judge(&mut self, from: usize, to: usize) {
        let Some(units) = self.all.get_mut(from..to) else { return };
        let word = || units.iter().filter(|unit| matches!(unit.kind, Kind::Letter | Kind::Symbol));
        let letter = word().any(|unit| unit.base.is_alphabetic());
        let (latin, foreign) = (word().any(|unit| unit.latin_script), word().any(|unit| unit.foreign));
        let signs = word().any(|unit| !unit.base.is_alphabetic());
        let twins = word().count() >= TWINS_MIN as usize && word().all(|unit| unit.twin);
        for unit in units {
            unit.leet = letter && !unit.base.is_alphabetic();
            unit.lookalike = foreign && (latin || signs || twins);
        }
    }

    /// Finds spaced-out letters and glues them together.
    fn glue(&mut self) {
        let mut first = 0;
        while first < self.pieces.len() {
            let mut last = first;
            while self.spaced(last) {
                last += 1;
            }
            let (Some(start), Some(end)) = (self.pieces.get(first).copied(), self.pieces.get(last).copied()) else {
                return;
            };
            let enough = match last - first {
                0 => false,
                1 => self.all.get(start.to..end.from).is_some_and(|gap| gap.len() == 1 && gap.iter().all(abbreviates)),
                _ => true,
            };
            if enough {
                self.glue_run(start.from, end);
                self.pieces.iter_mut().take(last + 1).skip(first).for_each(|piece| piece.in_run = true);
            }
            first = last + 1;
        }
    }

    /// Tells whether a piece and the next are single letters with only separators between them.
    fn spaced(&self, at: usize) -> bool {
        let (Some(piece), Some(next)) = (self.pieces.get(at), self.pieces.get(at + 1)) else { return false };
        let gap = self.all.get(piece.to..next.from).unwrap_or(&[]);
        piece.single && next.single && !gap.is_empty() && gap.len() <= SEPARATORS_MAX && gap.iter().all(separates)
    }

    fn glue_run(&mut self, from: usize, last: Piece) {
        let dotted = self.all.get(last.from - 1).is_some_and(|unit| unit.base == '.');
        let to =
            if dotted && self.all.get(last.to).is_some_and(|unit| unit.base == '.') { last.to + 1 } else { last.to };
        for unit in self.all.get_mut(from..to).unwrap_or(&mut []) {
            if !matches!(unit.kind, Kind::Letter | Kind::Symbol) {
                unit.kind = Kind::Glue;
            }
        }
        self.judge(from, last.to);
        self.runs.push((from, last.to));
    }
}

fn kind_of(c: char, class: Class, leet: bool, lines: &mut u32) -> Kind {
    if class == Class::Line {
        *lines += u32::from(c != '\r');
        return if *lines >= 2 { Kind::Blank } else { Kind::Soft };
    }
    if class != Class::Space {
        *lines = 0;
    }
    match class {
        Class::Letter | Class::Hebrew | Class::Digit | Class::Katakana | Class::Unit | Class::Extend => Kind::Letter,
        Class::Space | Class::Hyphen | Class::Joiner => Kind::Soft,
        Class::Apostrophe => Kind::Silent,
        _ if leet => Kind::Symbol,
        _ => Kind::Other,
    }
}

/// Tells whether a unit may stand between spaced-out letters.
fn separates(unit: &Unit) -> bool {
    unit.kind == Kind::Soft
        || unit.kind == Kind::Other && matches!(unit.base, '.' | '*' | ',' | '·' | '•' | '~' | '/' | '\\' | '=')
}

/// Tells whether a unit may stand between two letters by themselves, as in `D.M`.
fn abbreviates(unit: &Unit) -> bool {
    matches!(unit.base, '.' | '-' | '_' | '*' | '·')
}
