//! A text cut into words.
//!
//! Words are those of UAX #29 in the `plain` view: invisible characters do not part a word, and ligatures, full-width
//! letters and combining marks are folded before the rules look. Scripts written without spaces (Han, Hiragana, Thai,
//! Lao, Khmer, Burmese) have one word per character there; terms in them are phrases without gaps, and so match
//! anywhere.
//!
//! ASCII texts take a path of their own, without a map of offsets: folding leaves every byte in its place. A test holds
//! the two paths equal.

use super::glyphs::{Class, Glyph, fold_text};

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
    at: u32,
    len: u32,
    /// Hash of its folded form.
    pub(super) hash: u64,
    /// What lies before it.
    pub(super) gap: Gap,
    /// One character of a script without spaces.
    pub(super) unit: bool,
    /// It, or what is around it, may be a disguise.
    pub(super) odd: bool,
    /// It has one character.
    single: bool,
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
}

/// Bytes that may be read past the end of a folded word.
pub(super) const PADDING: usize = 16;

const LETTER: u16 = 1;
const DIGIT: u16 = 2;
const JOINER: u16 = 4;
const SPACE: u16 = 8;
const LINE: u16 = 16;
const HYPHEN: u16 = 32;
const OTHER: u16 = 64;
const LEET: u16 = 128;
const MID: u16 = 256;
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

/// The gap that is being read.
#[derive(Debug, Default)]
struct GapSoFar {
    kinds: u16,
    lines: u32,
    blank: bool,
    leet: bool,
}

impl GapSoFar {
    fn gap(&self) -> Gap {
        match self.kinds {
            0 => Gap::None,
            _ if self.blank => Gap::Blank,
            kinds if kinds & OTHER == 0 => Gap::Soft,
            _ => Gap::Other,
        }
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

    /// Returns the word whose folded form has a byte of [`Words::folded`].
    pub(super) fn token_at(&self, folded_byte: usize) -> Option<usize> {
        let index = self.tokens.partition_point(|token| token.at as usize <= folded_byte).checked_sub(1)?;
        self.tokens.get(index).filter(|token| folded_byte < (token.at + token.len) as usize).map(|_| index)
    }

    fn push(&mut self, token: Token) {
        self.tokens.push(token);
        self.odd |= token.odd;
        if !token.single {
            return;
        }
        // Two words of one character, close to each other: letters may be spaced out.
        if let [.., before, last] = self.tokens.as_mut_slice() {
            // Both may come from one character, as the digits of a fraction do.
            let apart = last.start.saturating_sub(before.end);
            if before.single && apart > 0 && apart <= 4 && last.gap != Gap::Blank {
                before.odd = true;
                last.odd = true;
                self.odd = true;
            }
        }
    }

    fn read_ascii(&mut self, text: &[u8]) {
        self.folded.extend_from_slice(text);
        self.folded.make_ascii_lowercase();
        let mut at = 0;
        let mut gap = GapSoFar::default();
        while at < text.len() {
            let kind = ascii_kind(text.get(at));
            if kind & WORD == 0 {
                self.gap_ascii(text, at, kind, &mut gap);
                at += 1;
                continue;
            }
            let (end, kinds, doubled) = word_end(text, &self.folded, at);
            if kinds & (LETTER | DIGIT) == 0 {
                gap.kinds |= OTHER;
            } else {
                let mixed = kinds & LETTER != 0 && kinds & (DIGIT | MID | JOINER) != 0;
                let odd = doubled || gap.leet || mixed || ends_in_leet(text, end);
                let (start, end) = (at as u32, end as u32);
                let (len, single) = (end - start, end - start == 1);
                self.push(Token { start, end, at: start, len, hash: 0, gap: gap.gap(), unit: false, odd, single });
                gap = GapSoFar::default();
            }
            at = end;
        }
    }

    fn gap_ascii(&mut self, text: &[u8], at: usize, kind: u16, gap: &mut GapSoFar) {
        gap.kinds |= kind;
        gap.leet = kind & LEET != 0;
        if kind & LINE != 0 {
            self.line_break(text.get(at) == Some(&b'\r'), at as u32, gap);
        } else if kind & SPACE == 0 {
            gap.lines = 0;
        }
    }

    /// Notes a line break in a gap; a carriage return by itself is a blank.
    fn line_break(&mut self, carriage_return: bool, at: u32, gap: &mut GapSoFar) {
        gap.lines += u32::from(!carriage_return);
        if gap.lines == 2 && !carriage_return {
            gap.blank = true;
            self.blank_lines.push(at);
        }
    }

    fn read_mixed(&mut self, text: &str) {
        let mut reader = Reader::new(self);
        fold_text(text, |c, facts, start, end| reader.feed(c, facts, start, end));
        reader.close();
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

/// Reads a text with characters outside ASCII.
struct Reader<'a> {
    words: &'a mut Words,
    gap: GapSoFar,
    open: bool,
    start: u32,
    end: u32,
    at: u32,
    last: Class,
    pending: Option<(Class, char, u32)>,
    kinds: u16,
    latin: bool,
    foreign: bool,
    all_twins: bool,
    altered: bool,
    doubled: bool,
    before: char,
    run: u32,
    count: u32,
}

impl<'a> Reader<'a> {
    fn new(words: &'a mut Words) -> Reader<'a> {
        Reader {
            words,
            gap: GapSoFar::default(),
            open: false,
            start: 0,
            end: 0,
            at: 0,
            last: Class::Other,
            pending: None,
            kinds: 0,
            latin: false,
            foreign: false,
            all_twins: true,
            altered: false,
            doubled: false,
            before: '\0',
            run: 0,
            count: 0,
        }
    }

    fn feed(&mut self, c: char, facts: Glyph, start: u32, end: u32) {
        let class = facts.class;
        match class {
            Class::Letter | Class::Hebrew | Class::Digit | Class::Katakana | Class::Joiner => {
                let bridged = self.pending.is_some_and(|(middle, _, _)| bridges_classes(self.last, middle, class));
                if self.open && bridged {
                    if let Some((_, middle, _)) = self.pending.take() {
                        self.append(middle);
                        self.before = '\0';
                        self.kinds |= if middle == '\'' { 0 } else { MID };
                    }
                } else if !self.open || self.pending.is_some() || !joins(self.last, class) {
                    self.close();
                    self.begin(start);
                }
                self.take(c, facts, end);
            }
            Class::Unit => {
                self.close();
                self.begin(start);
                self.take(c, facts, end);
            }
            // A mark upon an apostrophe is no letter of the word.
            Class::Extend if self.open && self.pending.is_some() => {}
            Class::Extend if self.open => {
                self.append(c);
                self.altered |= facts.altered();
                self.end = end;
            }
            Class::MidLetter | Class::MidNumber | Class::MidBoth | Class::Apostrophe | Class::Quote
                if self.open && self.pending.is_none() =>
            {
                self.pending = Some((class, c, end));
            }
            _ => {
                self.close();
                self.gap_char(facts, start);
            }
        }
    }

    fn begin(&mut self, start: u32) {
        self.open = true;
        self.start = start;
        self.at = self.words.folded.len() as u32;
        self.kinds = 0;
        self.latin = false;
        self.foreign = false;
        self.all_twins = true;
        self.altered = false;
        self.doubled = false;
        self.before = '\0';
        self.count = 0;
    }

    fn append(&mut self, c: char) {
        self.words.folded.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }

    /// Takes a character into the word.
    fn take(&mut self, c: char, facts: Glyph, end: u32) {
        self.append(c);
        self.end = end;
        self.last = facts.class;
        self.count += 1;
        self.kinds |= match facts.class {
            Class::Digit => DIGIT,
            Class::Joiner => JOINER,
            _ => LETTER,
        };
        self.latin |= facts.is_latin();
        self.foreign |= facts.is_foreign();
        self.all_twins &= facts.is_twin();
        self.altered |= facts.altered();
        self.run = if c == self.before { self.run + 1 } else { 0 };
        self.doubled |= self.run > 0 && facts.class == Class::Letter && (self.run == 2 || rarely_doubled(c));
        self.before = c;
    }

    /// Ends the word, if one is open.
    fn close(&mut self) {
        if !self.open {
            return;
        }
        self.open = false;
        let pending = self.pending.take();
        if let Some((Class::Apostrophe, c, end)) = pending.filter(|_| self.last == Class::Hebrew) {
            self.append(c);
            self.end = end;
        }
        if self.kinds & (LETTER | DIGIT) == 0 {
            self.gap.kinds |= OTHER;
        } else {
            let len = self.words.folded.len() as u32 - self.at;
            let scripts = self.foreign && (self.latin || self.all_twins);
            let mixed = self.kinds & LETTER != 0 && self.kinds & (DIGIT | MID | JOINER) != 0;
            let odd = self.doubled || self.altered || self.gap.leet || scripts || mixed;
            let unit = self.last == Class::Unit;
            let (start, end, at, gap) = (self.start, self.end, self.at, self.gap.gap());
            let single = self.count == 1;
            self.words.push(Token { start, end, at, len, hash: 0, gap, unit, odd, single });
            self.gap = GapSoFar::default();
        }
        self.words.folded.push(b' ');
        if pending.is_some() {
            self.gap.kinds |= OTHER;
        }
    }

    /// Takes a character into the gap after the last word.
    fn gap_char(&mut self, facts: Glyph, start: u32) {
        let kind = match facts.class {
            Class::Space => SPACE,
            Class::Hyphen => HYPHEN,
            Class::Line => LINE,
            _ => OTHER,
        };
        self.gap.leet = facts.is_leet();
        if facts.is_leet() && self.gap.kinds == 0 && !matches!(facts.plain(), '!' | '|') {
            self.last_is_odd();
        }
        self.gap.kinds |= kind;
        if kind == LINE {
            self.words.line_break(facts.plain() == '\r', start, &mut self.gap);
        } else if kind != SPACE {
            self.gap.lines = 0;
        }
    }

    fn last_is_odd(&mut self) {
        if let Some(last) = self.words.tokens.last_mut() {
            last.odd = true;
            self.words.odd = true;
        }
    }
}

/// Tells whether no boundary lies between two characters (WB5, WB8 to WB10, WB13).
fn joins(before: Class, after: Class) -> bool {
    let letter = |class| matches!(class, Class::Letter | Class::Hebrew | Class::Digit);
    match (before, after) {
        (Class::Joiner, Class::Unit) | (Class::Unit, _) | (_, Class::Unit) => false,
        (Class::Joiner, _) | (_, Class::Joiner) | (Class::Katakana, Class::Katakana) => true,
        (before, after) => letter(before) && letter(after),
    }
}

/// Tells whether a character in the middle keeps two together (WB6, WB7, WB7b, WB7c, WB11, WB12).
fn bridges_classes(before: Class, middle: Class, after: Class) -> bool {
    let letter = |class| matches!(class, Class::Letter | Class::Hebrew);
    match middle {
        Class::MidLetter => letter(before) && letter(after),
        Class::MidNumber => before == Class::Digit && after == Class::Digit,
        Class::MidBoth | Class::Apostrophe => {
            letter(before) && letter(after) || before == Class::Digit && after == Class::Digit
        }
        Class::Quote => before == Class::Hebrew && after == Class::Hebrew,
        _ => false,
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
