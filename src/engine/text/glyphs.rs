//! What every view does to a character, and what UAX #29 takes it for.
//!
//! The facts come from the Unicode tables of the crates that ship them, read once per block of 256 characters, when a
//! text first has one of the block: nothing is computed at start-up, and a text in one script costs one block or two.
//! A test compares every character with the definitions that its facts are derived from.

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

/// What else is known of a character, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Traits(pub(super) u8);

impl Traits {
    /// Ignored in all views but `exact`.
    const DROPPED: u8 = 1;
    /// May melt into the character before it.
    const COMPOSES: u8 = 2;
    /// Its plain form has several characters.
    const EXPANDS: u8 = 4;
    const ALTERED: u8 = 8;
    const LATIN: u8 = 16;
    const FOREIGN: u8 = 32;
    const TWIN: u8 = 64;
    const LEET: u8 = 128;

    fn has(self, bit: u8) -> bool {
        self.0 & bit != 0
    }
    /// The `disguised` view reads it as something else than `plain` does.
    pub(super) fn altered(self) -> bool {
        self.has(Traits::ALTERED)
    }
    /// Of the Latin script.
    pub(super) fn latin(self) -> bool {
        self.has(Traits::LATIN)
    }
    /// Of a script with letters that look Latin.
    pub(super) fn foreign(self) -> bool {
        self.has(Traits::FOREIGN)
    }
    /// Looks like its [`Glyph::latin`] in any company.
    pub(super) fn twin(self) -> bool {
        self.has(Traits::TWIN)
    }
    /// A symbol that stands for a letter inside words.
    pub(super) fn leet(self) -> bool {
        self.has(Traits::LEET)
    }
}

/// The facts about one character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Glyph {
    /// Its plain form, unless it expands.
    plain: u32,
    /// Its plain form without diacritics; `\0` if the `disguised` view drops it.
    pub(super) base: char,
    latin: u16,
    /// Its class.
    pub(super) class: Class,
    /// What else is known of it.
    pub(super) traits: Traits,
}

impl Glyph {
    /// Returns its plain form, if that is one character.
    #[inline]
    pub(super) fn plain(&self) -> char {
        char::from_u32(self.plain).unwrap_or('\0')
    }

    /// Returns the Latin letter, digit or symbol that it looks like; `\0` if none. A Latin letter looks like its base.
    pub(super) fn latin(&self) -> char {
        char::from_u32(u32::from(self.latin)).unwrap_or('\0')
    }
}

struct Block {
    glyphs: [Glyph; 256],
}

static BLOCKS: [OnceLock<Box<Block>>; 0x1100] = [const { OnceLock::new() }; 0x1100];

const NOTHING: Glyph = Glyph { plain: 0xFFFD, base: '\u{FFFD}', latin: 0, class: Class::Other, traits: Traits(0) };

fn block(number: usize) -> Option<&'static Block> {
    BLOCKS.get(number).map(|slot| &**slot.get_or_init(|| Box::new(read_block(number as u32))))
}

/// Returns the facts about a character.
pub(super) fn glyph(c: char) -> &'static Glyph {
    block(c as usize >> 8).and_then(|block| block.glyphs.get(c as usize & 0xFF)).unwrap_or(&NOTHING)
}

/// Looks characters up, and remembers the last block: the next character is mostly of the same.
#[derive(Default)]
struct Lookup {
    blocks: [Option<(usize, &'static Block)>; 2],
}

impl Lookup {
    #[inline]
    fn glyph(&mut self, c: char) -> &'static Glyph {
        let number = c as usize >> 8;
        // ASCII keeps a place of its own: it is in every text.
        let [first, second] = &mut self.blocks;
        let place = if number == 0 { first } else { second };
        let block = match place {
            Some((known, block)) if *known == number => Some(*block),
            _ => {
                *place = block(number).map(|block| (number, block));
                place.map(|(_, block)| block)
            }
        };
        block.and_then(|block| block.glyphs.get(c as usize & 0xFF)).unwrap_or(&NOTHING)
    }
}

/// Folds a text to its plain form and hands over each character with the bytes `start..end` that it comes from.
#[inline]
pub(super) fn fold_text(text: &str, mut take: impl FnMut(char, &'static Glyph, u32, u32)) {
    let mut lookup = Lookup::default();
    let mut rest = text.char_indices();
    let mut next = || loop {
        let (at, c) = rest.next()?;
        let facts = lookup.glyph(c);
        if !facts.traits.has(Traits::DROPPED) {
            return Some((at, c, facts));
        }
    };
    let mut ahead = next();
    while let Some((start, c, facts)) = ahead {
        ahead = next();
        let end = start + c.len_utf8();
        if !facts.traits.has(Traits::EXPANDS) && !ahead.as_ref().is_some_and(|next| goes_with(facts, next)) {
            take(facts.plain(), facts, start as u32, end as u32);
            continue;
        }
        let (mut end, mut second) = (end, None);
        let pair = ahead
            .filter(|next| goes_with(facts, next))
            .and_then(|(at, mark, next)| Some((at, mark, compose(facts, next)?)));
        if let Some((at, mark, whole)) = pair {
            ahead = next();
            (end, second) = (at + mark.len_utf8(), Some(mark));
            if !ahead.as_ref().is_some_and(|next| goes_with(facts, next)) {
                take(whole, glyph(whole), start as u32, end as u32);
                continue;
            }
        }
        let mut cluster = String::from_iter(std::iter::once(c).chain(second));
        while let Some((at, mark, _)) = ahead.filter(|next| goes_with(facts, next)) {
            cluster.push(mark);
            end = at + mark.len_utf8();
            ahead = next();
        }
        for part in fold_cluster(&cluster) {
            take(part, glyph(part), start as u32, end as u32);
        }
    }
}

/// Tells whether a character goes with the one before it: a mark always, a letter that may be the second half of another
/// only after a letter.
fn goes_with(before: &Glyph, next: &(usize, char, &Glyph)) -> bool {
    let (_, c, facts) = next;
    let after_sign = matches!(before.class, Class::Other | Class::Space | Class::Line | Class::Hyphen)
        || matches!(
            before.class,
            Class::MidLetter | Class::MidNumber | Class::MidBoth | Class::Apostrophe | Class::Quote
        );
    facts.traits.has(Traits::COMPOSES)
        && (!after_sign
            || before.traits.has(Traits::EXPANDS)
            || facts.class == Class::Extend
            || canonical_combining_class(*c) != 0)
}

/// Puts a character and one mark together, if there is a character for the two that folding leaves alone.
fn compose(letter: &Glyph, mark: &Glyph) -> Option<char> {
    if letter.traits.has(Traits::EXPANDS) || mark.traits.has(Traits::EXPANDS) {
        return None;
    }
    let whole = unicode_normalization::char::compose(letter.plain(), mark.plain())?;
    let facts = glyph(whole);
    (!facts.traits.has(Traits::EXPANDS) && facts.plain() == whole).then_some(whole)
}

/// Folds a character together with the marks that follow it: NFKC, case folding, invisible characters dropped.
fn fold_cluster(cluster: &str) -> Vec<char> {
    let visible = cluster.chars().filter(|c| !is_ignorable(*c)).map(straighten);
    visible.nfkc().default_case_fold().nfkc().filter(|c| !is_ignorable(*c)).collect()
}

fn read_block(number: u32) -> Block {
    let mut block = Block { glyphs: [NOTHING; 256] };
    for (low, slot) in block.glyphs.iter_mut().enumerate() {
        if let Some(c) = char::from_u32(number << 8 | low as u32) {
            *slot = read_glyph(c);
        }
    }
    block
}

fn read_glyph(c: char) -> Glyph {
    let bare = Glyph { plain: c as u32, base: c, latin: 0, class: Class::Other, traits: Traits(0) };
    if is_ignorable(c) {
        return Glyph { base: '\0', class: Class::Extend, traits: Traits(Traits::DROPPED), ..bare };
    }
    if is_uniform(c) {
        let syllable = ('\u{ac00}'..='\u{d7a3}').contains(&c);
        return Glyph { class: if syllable { Class::Letter } else { Class::Unit }, ..bare };
    }
    let mut traits = if composes(c) { Traits::COMPOSES } else { 0 };
    if is_leet(c) {
        traits |= Traits::LEET;
    }
    let folded = fold_cluster(c.encode_utf8(&mut [0; 4]));
    let [plain] = folded.as_slice() else {
        return Glyph { traits: Traits(traits | Traits::EXPANDS), ..bare };
    };
    let base = base_of(*plain);
    if base != *plain {
        traits |= Traits::ALTERED;
    }
    if is_latin(*plain) || base.is_ascii_alphabetic() {
        traits |= Traits::LATIN;
    } else if is_foreign(*plain) {
        traits |= if is_twin(base) { Traits::FOREIGN | Traits::TWIN } else { Traits::FOREIGN };
    }
    let latin = u16::try_from(u32::from(latin_of(base))).unwrap_or(0);
    Glyph { plain: *plain as u32, base, latin, class: class_of(*plain), traits: Traits(traits) }
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
