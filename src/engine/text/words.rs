//! A text cut into words.
//!
//! Words are those of UAX #29 in the `plain` view: invisible characters do not part a word, and ligatures, full-width
//! letters and combining marks are folded before the rules look. Scripts written without spaces (Han, Hiragana, Thai,
//! Lao, Khmer, Burmese) have one word per character there; terms in them are phrases without gaps, and so match
//! anywhere.
//!
//! ASCII texts take a path of their own, without a map of offsets: folding leaves every byte in its place. A test holds
//! the two paths equal.

use super::ascii::{Bitmaps, LINE, OTHER, SPACE};

/// What lies between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// Blanks, hyphens, at most one line break: what a space in a term matches.
    Soft,
    /// A blank line.
    Blank,
    /// Punctuation, symbols.
    Other,
}

/// One word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    /// First byte in the text.
    pub(super) start: u32,
    /// One past its last byte.
    pub(super) end: u32,
    /// Where its folded form starts in [`Words::folded`].
    pub(super) at: u32,
    pub(super) len: u32,
    /// Hash of its folded form.
    pub(super) hash: u64,
    /// What lies before it.
    pub(super) gap: Gap,
    /// One character of a script without spaces.
    pub(super) unit: bool,
    /// It, or what is around it, may be a disguise.
    pub(super) odd: bool,
    /// It has one character.
    pub(super) single: bool,
}

/// The words of one text.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) tokens: Vec<Token>,
    /// Folded forms of all words, with at least [`PADDING`] bytes after the last.
    pub(super) folded: Vec<u8>,
    /// Where blank lines are, as byte offsets, ascending.
    pub(super) blank_lines: Vec<u32>,
    /// Some token is odd.
    pub(super) odd: bool,
    pub(super) bitmaps: Bitmaps,
}

/// Bytes that may be read past the end of a folded word.
pub(super) const PADDING: usize = 8;

/// The gap that is being read.
#[derive(Debug, Default)]
pub(super) struct GapSoFar {
    /// Kinds of the characters in it.
    pub(super) kinds: u16,
    /// Line breaks since the last other character than a blank.
    pub(super) lines: u32,
    blank: bool,
    /// It ends in a symbol that may stand for a letter.
    pub(super) leet: bool,
}

impl GapSoFar {
    pub(super) fn gap(&self) -> Gap {
        match self.kinds {
            0 => Gap::None,
            _ if self.blank => Gap::Blank,
            kinds if kinds & OTHER == 0 => Gap::Soft,
            _ => Gap::Other,
        }
    }
}

impl GapSoFar {
    /// Tells whether it may be a disguised letter between two parts of a word.
    pub(super) fn is_inside_word(&self) -> bool {
        self.leet && self.kinds & (SPACE | LINE) == 0
    }
}

impl Words {
    /// Cuts a text into words.
    pub(super) fn read(&mut self, text: &str) {
        self.tokens.clear();
        self.folded.clear();
        self.blank_lines.clear();
        self.odd = false;
        if text.is_ascii() {
            self.read_ascii(text.as_bytes())
        } else {
            self.read_mixed(text)
        }
        self.folded.extend([0; PADDING]);
        let folded = self.folded.as_slice();
        for token in &mut self.tokens {
            token.hash = hash_at(folded, token.at as usize, token.len as usize);
        }
    }

    /// Returns the folded form of a word.
    pub(super) fn word(&self, token: &Token) -> &[u8] {
        self.folded.get(token.at as usize..(token.at + token.len) as usize).unwrap_or(&[])
    }

    /// Returns the first 8 bytes of the folded form, as a little-endian number; bytes past its end are arbitrary.
    pub(super) fn head(&self, token: &Token) -> u64 {
        load8(&self.folded, token.at as usize)
    }

    /// Returns the last `len` bytes of the folded form, at most 8, as a little-endian number.
    #[inline]
    pub(super) fn tail(&self, token: &Token, len: usize) -> u64 {
        mask(load8(&self.folded, (token.at + token.len) as usize - len), len)
    }

    /// Returns the word whose folded form has a byte of [`Words::folded`].
    pub(super) fn token_at(&self, folded_byte: usize) -> Option<usize> {
        let index = self.tokens.partition_point(|token| token.at as usize <= folded_byte).checked_sub(1)?;
        self.tokens.get(index).filter(|token| folded_byte < (token.at + token.len) as usize).map(|_| index)
    }

    /// Adds a word.
    pub(super) fn push(&mut self, token: Token) {
        self.tokens.push(token);
        self.odd |= token.odd;
        if !token.single {
            return;
        }
        // Two words of one character, close to each other: letters may be spaced out.
        if let [.., before, last] = self.tokens.as_mut_slice() {
            // Both may come from one character, as the digits of a fraction do.
            let apart = last.start.saturating_sub(before.end);
            // In scripts without spaces every character is a word, and punctuation between two is no sign.
            let spaced = !last.unit || apart == 1 || before.gap != Gap::None;
            if before.single && spaced && apart > 0 && apart <= 4 && last.gap != Gap::Blank {
                before.odd = true;
                last.odd = true;
                self.odd = true;
            }
        }
    }

    /// Marks the last word as one that may be part of a disguise.
    pub(super) fn last_is_odd(&mut self) {
        if let Some(last) = self.tokens.last_mut() {
            last.odd = true;
            self.odd = true;
        }
    }

    /// Notes a line break in a gap; a carriage return by itself is a blank.
    pub(super) fn line_break(&mut self, carriage_return: bool, at: u32, gap: &mut GapSoFar) {
        gap.lines += u32::from(!carriage_return);
        if gap.lines == 2 && !carriage_return {
            gap.blank = true;
            self.blank_lines.push(at);
        }
    }
}

fn load8(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..at + 8).and_then(|slice| slice.try_into().ok()).map_or(0, u64::from_le_bytes)
}

const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;

/// Mixes a number into a hash.
#[inline]
pub(super) fn stir(hash: u64, word: u64) -> u64 {
    let product = u128::from(hash ^ word) * u128::from(MULTIPLIER);
    product as u64 ^ (product >> 64) as u64
}

/// Hashes a word that is followed by [`PADDING`] bytes.
#[inline]
fn hash_at(bytes: &[u8], at: usize, len: usize) -> u64 {
    let mut hash = len as u64 ^ 0x5851_F42D_4C95_7F2D;
    let mut done = 0;
    while len - done > 8 {
        hash = stir(hash, load8(bytes, at + done));
        done += 8;
    }
    stir(hash, mask(load8(bytes, at + done), len - done))
}

/// Hashes a word as [`Token::hash`] does.
pub(super) fn hash_word(word: &[u8]) -> u64 {
    let padded: Vec<u8> = word.iter().copied().chain([0; PADDING]).collect();
    hash_at(&padded, 0, word.len())
}

/// Keeps the first `len` (at most 8) bytes of a little-endian number.
#[inline]
pub(super) fn mask(word: u64, len: usize) -> u64 {
    if len >= 8 { word } else { word & ((1 << (8 * len)) - 1) }
}

/// Returns the key of a beginning or an end of a word: `salt` tells them and their lengths apart.
#[inline]
pub(super) fn part_key(bytes: u64, salt: u64) -> u64 {
    stir(salt.wrapping_mul(0xD6E8_FEB8_6659_FD93), bytes)
}

/// Returns the key of two words without a gap.
#[inline]
pub(super) fn pair_key(first: u64, second: u64) -> u64 {
    stir(first.rotate_left(17), second)
}
