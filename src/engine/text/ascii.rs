//! Words of ASCII texts, eight bytes at a time.
//!
//! Arithmetic on eight bytes in one number tells letters from the rest without a branch; what comes of it is one bit per
//! byte, and words are runs of ones. Only words with something about them that could be a disguise are looked at byte by
//! byte.

use super::words::{GapSoFar, PADDING, Token, Words};

pub(super) const LETTER: u16 = 1;
pub(super) const DIGIT: u16 = 2;
pub(super) const JOINER: u16 = 4;
pub(super) const SPACE: u16 = 8;
pub(super) const LINE: u16 = 16;
pub(super) const HYPHEN: u16 = 32;
pub(super) const OTHER: u16 = 64;
const LEET: u16 = 128;
pub(super) const MID: u16 = 256;
/// Letters that are rarely doubled: two stand for one in a disguise.
const RARELY_DOUBLED: u16 = 512;
const WORD: u16 = LETTER | DIGIT | JOINER;

static ASCII: [u16; 256] = ascii_kinds();

const fn ascii_kinds() -> [u16; 256] {
    let mut kinds = [OTHER; 256];
    let mut byte = 0;
    while byte < 128 {
        #[allow(clippy::indexing_slicing, reason = "computed at compile time, where a bad index does not compile")]
        {
            kinds[byte] = match byte as u8 {
                b'a' | b'h' | b'i' | b'j' | b'k' | b'q' | b'u' | b'v' | b'w' | b'x' | b'y' => LETTER | RARELY_DOUBLED,
                b'A'..=b'Z' | b'a'..=b'z' => LETTER,
                b'0'..=b'9' => DIGIT,
                b'_' => JOINER,
                b' ' | b'\t' => SPACE,
                b'\n' | b'\r' | 0xb | 0xc => LINE,
                b'-' => HYPHEN,
                b'@' | b'$' | b'!' | b'|' | b'+' => OTHER | LEET,
                b'.' | b':' | b',' | b';' | b'\'' => OTHER | MID,
                _ => OTHER,
            };
        }
        byte += 1;
    }
    kinds
}

fn ascii_kind(byte: Option<&u8>) -> u16 {
    byte.and_then(|byte| ASCII.get(*byte as usize)).copied().unwrap_or(0)
}

/// Tells whether two of a letter may stand for one in a disguise.
pub(super) fn rarely_doubled(c: char) -> bool {
    c.is_ascii() && ascii_kind(Some(&(c as u8))) & RARELY_DOUBLED != 0
}

/// One bit per byte of a text, for two questions.
#[derive(Debug, Default)]
pub(super) struct Bitmaps {
    /// Letter, digit or underscore.
    word: Vec<u64>,
    /// Digit, underscore, or a letter repeated as in a disguise: for the third time, or one that is rarely doubled.
    strange: Vec<u64>,
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Marks the bytes of `eight`, all below 128, that are `first..=last` in their highest bits.
fn within(eight: u64, first: u8, last: u8) -> u64 {
    let (from, past) = (ONES * (0x80 - u64::from(first)), ONES * (0x7f - u64::from(last)));
    (eight + from) & !(eight + past) & HIGH
}

/// Marks the bytes of `eight`, all below 128, that are zero in their highest bits.
fn zeros(eight: u64) -> u64 {
    !(eight + ONES * 0x7f) & HIGH
}

/// Gathers the highest bits of eight bytes into the lowest eight bits.
fn gather(marks: u64) -> u64 {
    (marks >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// Keeps the bits of those of eight letters that are rarely doubled.
fn rare_letters(mut bits: u64, eight: u64) -> u64 {
    let mut rare = 0;
    while bits != 0 {
        let at = bits.trailing_zeros();
        bits &= bits - 1;
        let kind = ascii_kind(Some(&((eight >> (8 * at)) as u8)));
        rare |= u64::from(kind & RARELY_DOUBLED != 0) << at;
    }
    rare
}

impl Bitmaps {
    /// Reads a text in lower case whose length is a multiple of 64.
    fn read(&mut self, folded: &[u8]) {
        self.word.clear();
        self.strange.clear();
        let (mut before, mut doubled_before) = (0, 0);
        for block in folded.chunks_exact(64) {
            let (mut word, mut strange) = (0, 0);
            for (at, eight) in block.chunks_exact(8).enumerate() {
                let eight = eight.try_into().map_or(0, u64::from_le_bytes);
                let letters = within(eight, b'a', b'z');
                let others = within(eight, b'0', b'9') | zeros(eight ^ (ONES * u64::from(b'_')));
                let doubled = zeros(eight ^ (eight << 8 | before)) & letters;
                word |= gather(letters | others) << (8 * at);
                strange |= gather(others) << (8 * at);
                if doubled != 0 {
                    let tripled = doubled & (doubled << 8 | doubled_before);
                    strange |= (gather(tripled) | rare_letters(gather(doubled), eight)) << (8 * at);
                }
                before = eight >> 56;
                doubled_before = doubled >> 56;
            }
            self.word.push(word);
            self.strange.push(strange);
        }
    }

    /// Tells whether any byte of `from..to` is strange.
    fn any_strange(&self, from: usize, to: usize) -> bool {
        let (first, last) = (from / 64, (to - 1) / 64);
        let bits = |block: usize| self.strange.get(block).copied().unwrap_or(0);
        let (tail, head) = (u64::MAX << (from % 64), u64::MAX >> (63 - (to - 1) % 64));
        if first == last {
            return bits(first) & tail & head != 0;
        }
        bits(first) & tail != 0 || bits(last) & head != 0 || (first + 1..last).any(|block| bits(block) != 0)
    }
}

/// A word that is being put together, and the gap before it.
#[derive(Debug, Default)]
struct Progress {
    /// End of the last word.
    done: usize,
    /// Start of the word, if what was read of it goes on after a `.`, `'` or the like.
    start: Option<usize>,
    /// Something bridged two parts of it.
    bridged: bool,
    /// The gap before it has been read as far as `done`.
    gap: GapSoFar,
}

impl Words {
    /// Cuts an ASCII text into words.
    pub(super) fn read_ascii(&mut self, text: &[u8]) {
        self.folded.extend_from_slice(text);
        self.folded.make_ascii_lowercase();
        self.folded.resize((text.len() + PADDING).next_multiple_of(64), 0);
        let mut bitmaps = std::mem::take(&mut self.bitmaps);
        bitmaps.read(&self.folded);
        let (mut progress, mut start, mut carry) = (Progress::default(), 0, 0);
        for (block, bits) in bitmaps.word.iter().enumerate() {
            // Ones where a run of ones starts, and right after it ends.
            let mut turns = bits ^ (bits << 1 | carry);
            let mut inside = carry != 0;
            carry = bits >> 63;
            while turns != 0 {
                let at = block * 64 + turns.trailing_zeros() as usize;
                turns &= turns - 1;
                if inside {
                    self.part(text, &bitmaps, start, at, &mut progress);
                } else {
                    start = at;
                }
                inside = !inside;
            }
        }
        self.gap_bytes(text, progress.done, text.len(), &mut progress.gap);
        self.bitmaps = bitmaps;
    }

    /// Takes letters, digits and underscores, bytes `from..to`: a word, or a part of one.
    fn part(&mut self, text: &[u8], bitmaps: &Bitmaps, from: usize, to: usize, progress: &mut Progress) {
        let start = progress.start.take().unwrap_or(from);
        let after = ascii_kind(text.get(to));
        if after & MID != 0 && bridges(text, to) {
            progress.start = Some(start);
            progress.bridged = true;
            return;
        }
        let before = start.checked_sub(1).map_or(0, |before| ascii_kind(text.get(before)));
        let careful = progress.bridged || (before | after) & LEET != 0 || bitmaps.any_strange(start, to);
        progress.bridged = false;
        if start != progress.done + 1 || before != SPACE {
            self.gap_bytes(text, progress.done, start, &mut progress.gap);
        } else {
            progress.gap.kinds |= SPACE;
            progress.gap.leet = false;
        }
        progress.done = to;
        let mut odd = false;
        if careful {
            let (_, kinds, doubled) = word_end(text, &self.folded, start);
            if kinds & (LETTER | DIGIT) == 0 {
                progress.gap.kinds |= OTHER;
                progress.gap.lines = 0;
                progress.gap.leet = false;
                return;
            }
            let mixed = kinds & LETTER != 0 && kinds & (DIGIT | MID | JOINER) != 0;
            if progress.gap.is_inside_word() {
                self.last_is_odd();
            }
            odd = doubled || progress.gap.leet || mixed || ends_in_leet(text, to);
        }
        let (len, single, gap) = ((to - start) as u32, to - start == 1, progress.gap.gap());
        let (start, end) = (start as u32, to as u32);
        self.push(Token { start, end, at: start, len, hash: 0, gap, unit: false, odd, single });
        progress.gap = GapSoFar::default();
    }

    /// Reads bytes of a gap.
    fn gap_bytes(&mut self, text: &[u8], from: usize, to: usize, gap: &mut GapSoFar) {
        for (at, byte) in text.iter().enumerate().take(to).skip(from) {
            let kind = ascii_kind(Some(byte));
            gap.kinds |= kind;
            gap.leet = kind & LEET != 0;
            if kind & LINE != 0 {
                self.line_break(*byte == b'\r', at as u32, gap);
            } else if kind & SPACE == 0 {
                gap.lines = 0;
            }
        }
    }
}

/// Finds the end of an ASCII word, what kinds of characters are in it, and whether letters repeat as in a disguise.
fn word_end(text: &[u8], folded: &[u8], start: usize) -> (usize, u16, bool) {
    let (mut at, mut kinds, mut doubled) = (start, 0, false);
    let (mut before, mut run) = (0_u8, 0_u32);
    loop {
        let kind = ascii_kind(text.get(at));
        if kind & WORD == 0 {
            if kind & MID == 0 || !bridges(text, at) {
                return (at, kinds, doubled);
            }
            // Only a dot or a colon may be a disguise: an apostrophe is everywhere.
            kinds |= if text.get(at) == Some(&b'\'') { 0 } else { MID };
            before = 0;
        } else {
            kinds |= kind;
            let byte = folded.get(at).copied().unwrap_or(0);
            if byte == before {
                run += 1;
                doubled |= kind & LETTER != 0 && (run == 2 || ascii_kind(Some(&byte)) & RARELY_DOUBLED != 0);
            } else {
                run = 0;
            }
            before = byte;
        }
        at += 1;
    }
}

/// Tells whether a `.`, `:`, `'`, `,` or `;` is inside a word (WB6, WB7, WB11, WB12).
fn bridges(text: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).map_or(0, |before| ascii_kind(text.get(before)));
    let after = ascii_kind(text.get(at + 1));
    match text.get(at) {
        Some(b'.' | b'\'') => before & after & (LETTER | DIGIT) != 0,
        Some(b':') => before & after & LETTER != 0,
        Some(b',' | b';') => before & after & DIGIT != 0,
        _ => false,
    }
}

/// Tells whether a symbol that may stand for a letter follows a word; `!` and `|` stand for one only before another.
fn ends_in_leet(text: &[u8], end: usize) -> bool {
    ascii_kind(text.get(end)) & LEET != 0 && !matches!(text.get(end), Some(b'!' | b'|'))
}
