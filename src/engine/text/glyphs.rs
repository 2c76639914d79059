//! What every view does to a character, and what UAX #29 takes it for.
//!
//! The facts come from the Unicode tables of the crates that ship them, read once per block of 256 characters, when a
//! text first has one of the block: nothing is computed at start-up, and a text in one script costs one block or two.
//! A test compares every block with the definitions it is derived from.

use std::sync::OnceLock;

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, is_nfkc_quick};
use unicode_segmentation::UnicodeSegmentation;

/// What a character is to the rules of word boundaries (UAX #29, WB), and to the gaps between words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Punctuation, symbols.
    Other,
    /// ALetter.
    Letter,
    /// Hebrew_Letter.
    Hebrew,
    /// Numeric.
    Digit,
    /// Katakana.
    Katakana,
    /// ExtendNumLet: `_` and its like.
    Joiner,
    /// MidLetter.
    MidLetter,
    /// MidNum.
    MidNumber,
    /// MidNumLet.
    MidBoth,
    /// Single_Quote.
    Apostrophe,
    /// Double_Quote.
    Quote,
    /// Extend, Format, ZWJ: goes with what stands before.
    Extend,
    /// A letter that UAX #29 leaves a word by itself: Han, Hiragana, Thai, Lao, Khmer, Burmese and others.
    Unit,
    /// A blank.
    Space,
    /// A line break.
    Line,
    /// A hyphen or an en dash.
    Hyphen,
}

/// Ignored in all views but `exact`.
const DROPPED: u8 = 1;
/// May melt into the character before it.
const COMPOSES: u8 = 2;
/// Its plain form has several characters.
const EXPANDS: u8 = 4;
/// The `disguised` view reads it as something else than `plain` does.
const ALTERED: u8 = 8;
/// Of the Latin script.
const LATIN: u8 = 16;
/// Of a script with letters that look Latin.
const FOREIGN: u8 = 32;
/// Looks like its [`Glyph::latin`] in any company.
const TWIN: u8 = 64;
/// A symbol that stands for a letter inside words.
const LEET: u8 = 128;

/// The facts about one character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Glyph {
    plain: u32,
    /// Its plain form without diacritics; `\0` if the `disguised` view drops it.
    pub(super) base: char,
    /// The Latin letter or the digit that it looks like; `\0` if none. A Latin letter looks like its base.
    pub(super) latin: char,
    /// Its class.
    pub(super) class: Class,
    flags: u8,
}

impl Glyph {
    pub(super) fn dropped(self) -> bool {
        self.flags & DROPPED != 0
    }
    pub(super) fn composes(self) -> bool {
        self.flags & COMPOSES != 0
    }
    pub(super) fn expands(self) -> bool {
        self.flags & EXPANDS != 0
    }
    pub(super) fn altered(self) -> bool {
        self.flags & ALTERED != 0
    }
    pub(super) fn is_latin(self) -> bool {
        self.flags & LATIN != 0
    }
    pub(super) fn is_foreign(self) -> bool {
        self.flags & FOREIGN != 0
    }
    pub(super) fn is_twin(self) -> bool {
        self.flags & TWIN != 0
    }
    pub(super) fn is_leet(self) -> bool {
        self.flags & LEET != 0
    }
    /// Returns its plain form, if that is one character.
    pub(super) fn plain(self) -> char {
        char::from_u32(self.plain).unwrap_or('\0')
    }
}

struct Block {
    glyphs: [Glyph; 256],
    expansions: Vec<Vec<char>>,
}

static BLOCKS: [OnceLock<Box<Block>>; 0x1100] = [const { OnceLock::new() }; 0x1100];

const NOTHING: Glyph = Glyph { plain: 0xFFFD, base: '\u{FFFD}', latin: '\0', class: Class::Other, flags: 0 };

fn block(c: char) -> Option<&'static Block> {
    let number = c as usize >> 8;
    BLOCKS.get(number).map(|slot| &**slot.get_or_init(|| Box::new(read_block(number as u32))))
}

/// Returns the facts about a character.
#[inline]
pub(super) fn glyph(c: char) -> Glyph {
    block(c).and_then(|block| block.glyphs.get(c as usize & 0xFF)).copied().unwrap_or(NOTHING)
}

/// Returns the plain form of a character that expands.
fn expansion(c: char) -> &'static [char] {
    let (block, glyph) = (block(c), glyph(c));
    block.and_then(|block| block.expansions.get(glyph.plain as usize)).map_or(&[], Vec::as_slice)
}

/// Folds a text to its plain form and hands over each character with the bytes `start..end` that it comes from.
pub(super) fn fold_text(text: &str, mut take: impl FnMut(char, Glyph, u32, u32)) {
    let mut rest = text.char_indices().map(|(at, c)| (at, c, glyph(c))).filter(|(_, _, facts)| !facts.dropped());
    let (mut cluster, mut folded) = (String::new(), Vec::new());
    let mut ahead = rest.next();
    while let Some((start, c, facts)) = ahead {
        ahead = rest.next();
        let mut end = start + c.len_utf8();
        if ahead.is_some_and(|(_, _, next)| next.composes()) {
            cluster.clear();
            cluster.push(c);
            while let Some((at, mark, _)) = ahead.filter(|(_, _, next)| next.composes()) {
                cluster.push(mark);
                end = at + mark.len_utf8();
                ahead = rest.next();
            }
            fold_cluster(&cluster, &mut folded);
            for part in &folded {
                take(*part, glyph(*part), start as u32, end as u32);
            }
        } else if facts.expands() {
            for part in expansion(c) {
                take(*part, glyph(*part), start as u32, end as u32);
            }
        } else {
            take(facts.plain(), facts, start as u32, end as u32);
        }
    }
}

/// Folds a character together with the marks that follow it: NFKC, case folding, invisible characters dropped.
fn fold_cluster(cluster: &str, out: &mut Vec<char>) {
    out.clear();
    let visible = cluster.chars().filter(|c| !is_ignorable(*c)).map(straighten);
    out.extend(visible.nfkc().default_case_fold().nfkc().filter(|c| !is_ignorable(*c)));
}

fn read_block(number: u32) -> Block {
    let mut block = Block { glyphs: [NOTHING; 256], expansions: Vec::new() };
    for (low, slot) in block.glyphs.iter_mut().enumerate() {
        if let Some(c) = char::from_u32(number << 8 | low as u32) {
            *slot = read_glyph(c, &mut block.expansions);
        }
    }
    block
}

fn read_glyph(c: char, expansions: &mut Vec<Vec<char>>) -> Glyph {
    if is_ignorable(c) {
        return Glyph { plain: c as u32, base: '\0', latin: '\0', class: Class::Extend, flags: DROPPED };
    }
    if is_uniform(c) {
        let class = if ('\u{ac00}'..='\u{d7a3}').contains(&c) { Class::Letter } else { Class::Unit };
        return Glyph { plain: c as u32, base: c, latin: '\0', class, flags: 0 };
    }
    let mut folded = Vec::new();
    fold_cluster(c.encode_utf8(&mut [0; 4]), &mut folded);
    let mut flags = if composes(c) { COMPOSES } else { 0 };
    if is_leet(c) {
        flags |= LEET;
    }
    let [plain] = folded.as_slice() else {
        expansions.push(folded);
        let plain = expansions.len() as u32 - 1;
        return Glyph { plain, base: c, latin: '\0', class: Class::Other, flags: flags | EXPANDS };
    };
    let base = base_of(*plain);
    let latin = latin_of(base);
    if base != *plain {
        flags |= ALTERED;
    }
    if is_latin(*plain) || base.is_ascii_alphabetic() {
        flags |= LATIN;
    } else if is_foreign(*plain) {
        flags |= FOREIGN;
        if is_twin(base) {
            flags |= TWIN;
        }
    }
    Glyph { plain: *plain as u32, base, latin, class: class_of(*plain), flags }
}

/// Tells whether a character is one of a large block that no view changes: Han ideographs, Hangul syllables.
fn is_uniform(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{20000}'..='\u{2a6df}')
}

fn composes(c: char) -> bool {
    let first = c.nfkd().next().unwrap_or(c);
    canonical_combining_class(first) != 0 || is_nfkc_quick(std::iter::once(first)) == IsNormalized::Maybe
}

/// Default_Ignorable_Code_Point (DerivedCoreProperties).
pub(super) fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Straightens curly quotation marks, apostrophes and the accents typed for them.
fn straighten(c: char) -> char {
    match c {
        '‘' | '’' | '‚' | '‛' | 'ʼ' | '′' | '´' | '＇' => '\'',
        '“' | '”' | '„' | '‟' | '″' | '＂' => '"',
        other => other,
    }
}

fn class_of(c: char) -> Class {
    match c {
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Class::Line,
        '-' | '\u{2010}'..='\u{2013}' | '\u{2212}' => Class::Hyphen,
        _ if c.is_whitespace() => Class::Space,
        _ => word_class(c),
    }
}

/// Finds the word-break class of a character by trying it between others.
fn word_class(c: char) -> Class {
    let whole = |parts: &[char]| {
        let text: String = parts.iter().collect();
        text.split_word_bounds().count() == 1
    };
    if whole(&['a', c]) {
        return if !whole(&[c, 'a']) || whole(&['ア', c]) && !whole(&[c, 'ア']) {
            Class::Extend
        } else if whole(&['ア', c]) {
            Class::Joiner
        } else if whole(&['1', ',', c]) {
            Class::Digit
        } else if whole(&[c, '"', c]) {
            Class::Hebrew
        } else {
            Class::Letter
        };
    }
    let (letters, numbers) = (whole(&['a', c, 'a']), whole(&['1', c, '1']));
    if whole(&['ア', c]) {
        Class::Katakana
    } else if c == '"' {
        Class::Quote
    } else if c == '\'' {
        Class::Apostrophe
    } else if letters && numbers {
        Class::MidBoth
    } else if letters {
        Class::MidLetter
    } else if numbers {
        Class::MidNumber
    } else if c.is_alphanumeric() {
        Class::Unit
    } else {
        Class::Other
    }
}

fn is_latin(c: char) -> bool {
    c.is_alphabetic()
        && matches!(c, 'A'..='Z' | 'a'..='z' | '\u{aa}'..='\u{24f}' | '\u{250}'..='\u{2af}' | '\u{1d00}'..='\u{1d25}'
            | '\u{1d6b}'..='\u{1d77}' | '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}' | '\u{a722}'..='\u{a7ff}')
}

/// Scripts whose letters are taken for Latin ones: Greek, Cyrillic, Armenian, Cherokee, Lisu.
fn is_foreign(c: char) -> bool {
    c.is_alphabetic()
        && matches!(c, '\u{370}'..='\u{58f}' | '\u{13a0}'..='\u{13ff}' | '\u{1c80}'..='\u{1c8f}' | '\u{1f00}'..='\u{1fff}'
            | '\u{2c80}'..='\u{2cff}' | '\u{2de0}'..='\u{2dff}' | '\u{a4d0}'..='\u{a4ff}' | '\u{a640}'..='\u{a69f}'
            | '\u{ab70}'..='\u{abbf}')
}

/// Small capitals and other letter forms that the confusables table leaves out.
const LETTER_FORMS: [(&str, &str); 2] =
    [("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢðþæœ", "abcdefghijklmnopqrstuvwyzdpao"), ("ɐɔǝɟɥɯɹʇʌʍʎ", "acefhmrtvwy")];

/// Returns a plain character without its diacritics: Latin, Greek, Cyrillic, Arabic and Hebrew only, where they are
/// marks upon a letter; `й`, `ї` and `ў` are letters. `\0` for a mark by itself.
fn base_of(c: char) -> char {
    if is_mark(c) || c == 'ـ' {
        return '\0';
    }
    match c {
        'й' | 'ї' | 'ў' => return c,
        'ک' => return 'ك',
        'ی' | 'ى' => return 'ي',
        _ => {}
    }
    if c.is_ascii() {
        return c;
    }
    let form = LETTER_FORMS.iter().find_map(|(from, to)| from.chars().zip(to.chars()).find(|(form, _)| *form == c));
    if let Some((_, letter)) = form {
        return letter;
    }
    let first = c.nfd().next().unwrap_or(c);
    let marked = first != c && c.nfd().skip(1).all(is_mark);
    let letter = if marked { first } else { c };
    if !is_latin(letter) || letter.is_ascii() {
        return letter;
    }
    prototype(letter).filter(char::is_ascii_alphabetic).unwrap_or(letter)
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}'
        | '\u{5c4}' | '\u{5c5}' | '\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}' | '\u{6e7}' | '\u{6e8}' | '\u{6ea}'..='\u{6ed}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20f0}' | '\u{fe20}'..='\u{fe2f}')
}

/// Returns the one character, in lower case and without marks, that a character is confusable with (UTS #39).
fn prototype(c: char) -> Option<char> {
    let mut buffer = [0; 4];
    let text: &str = c.encode_utf8(&mut buffer);
    let mut forms = unicode_security::skeleton(text).filter(|c| !is_mark(*c));
    let (first, rest) = (forms.next(), forms.next());
    first.filter(|_| rest.is_none()).map(|c| c.to_ascii_lowercase()).filter(|found| *found != c)
}

/// Returns the Latin letter or digit that a base looks like.
fn latin_of(base: char) -> char {
    if base.is_ascii_alphanumeric() {
        return base;
    }
    if is_leet(base) {
        return base;
    }
    if !is_foreign(base) {
        return '\0';
    }
    let own = prototype(base).filter(char::is_ascii_alphanumeric);
    let capital = || base.to_uppercase().next().and_then(prototype).filter(char::is_ascii_alphanumeric);
    own.or_else(capital).unwrap_or('\0')
}

/// Letters that pass for Latin ones even in a word all of their kind.
fn is_twin(base: char) -> bool {
    let own = prototype(base).is_some_and(|c| c.is_ascii_lowercase());
    own && !matches!(base, 'г' | 'ш' | 'γ' | 'σ' | 'η' | 'ν' | 'ʹ')
}

/// Symbols read as letters inside words.
fn is_leet(c: char) -> bool {
    matches!(c, '@' | '$' | '!' | '|' | '+' | '€' | '¢' | '¡')
}
