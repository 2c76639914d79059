//! What can be said of a text without looking for anything in it.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;
use unicode_segmentation::UnicodeSegmentation;

use super::links;
pub use super::links::Link;
use super::words::{Words, pair_key};

/// Returns the number of characters (code points).
pub fn length(text: &str) -> u64 {
    text.chars().count() as u64
}

/// Returns the number of words, as [`super::Scan::word_count`] does.
pub fn words(text: &str) -> u64 {
    let mut words = Words::default();
    words.read(text);
    words.tokens.len() as u64
}

/// Returns the share of capitals among cased letters, 0 to 1; `None` without any.
pub fn caps_share(text: &str) -> Option<f64> {
    let (mut upper, mut cased) = (0_u64, 0_u64);
    for c in text.chars() {
        upper += u64::from(c.is_uppercase());
        cased += u64::from(c.is_uppercase() || c.is_lowercase());
    }
    (cased > 0).then(|| upper as f64 / cased as f64)
}

/// Returns the share of words that repeat what stood before, 0 to 1; `None` without words.
///
/// A word repeats if it is the same as the one before it, or is half of two neighbours that stood together earlier. A
/// word that merely comes up again does not count, else every long text would seem to repeat itself.
pub fn repeat_share(text: &str) -> Option<f64> {
    let mut words = Words::default();
    words.read(text);
    repeat_share_of(&words, &mut HashSet::new())
}

/// The same of words that were read; `pairs` is room to work in.
pub(super) fn repeat_share_of(words: &Words, pairs: &mut HashSet<u64>) -> Option<f64> {
    pairs.clear();
    let (mut repeated, mut before_counted) = (0_u64, true);
    for pair in words.tokens.windows(2) {
        let [first, second] = pair else { continue };
        let known = !pairs.insert(pair_key(first.hash, second.hash));
        repeated += u64::from(known && !before_counted);
        before_counted = known || first.hash == second.hash;
        repeated += u64::from(before_counted);
    }
    let all = words.tokens.len() as u64;
    (all > 0).then(|| repeated as f64 / all as f64)
}

/// Returns the links of a text, in order: with a scheme, with `www.`, or a bare name with a well-known ending.
pub fn urls(text: &str) -> Vec<Link<'_>> {
    links::find(text)
}

/// Matches the characters that show as emoji by themselves, and those that do so before U+FE0F.
static EMOJI: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\p{Emoji_Presentation}|\p{Emoji}\x{FE0F}|\p{Extended_Pictographic}\x{200D}").ok());

/// Returns the number of emoji; a family joined from four, a flag and a skin tone count once.
pub fn emoji(text: &str) -> u64 {
    if text.is_ascii() {
        return 0;
    }
    let shown = |grapheme: &&str| !grapheme.is_ascii() && EMOJI.as_ref().is_some_and(|emoji| emoji.is_match(grapheme));
    text.graphemes(true).filter(shown).count() as u64
}

/// Returns the hashtags of a text, without `#`, in order.
///
/// A tag starts where no word is before its `#`, goes on over letters, marks, digits and `_`, and is more than digits.
pub fn hashtags(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for (at, sign) in text.char_indices().filter(|(_, c)| matches!(c, '#' | '＃')) {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let rest = text.get(at + sign.len_utf8()..).unwrap_or("");
        let goes_on = |c: char| c.is_alphanumeric() || c == '_' || c == '\u{200d}' || c == '\u{200c}' || is_mark(c);
        let tag = rest.get(..rest.find(|c| !goes_on(c)).unwrap_or(rest.len())).unwrap_or("");
        let free = before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '_' | '/' | '&' | '#'));
        if free && tag.chars().any(|c| !c.is_numeric() && c != '_') {
            out.push(tag);
        }
    }
    out
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}
