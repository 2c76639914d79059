//! Properties of a text as features: what can be seen of it without knowing what it is about.
//!
//! A property is one entry of [`PROPERTIES`]: its name, how its values read, and the rule. Most look at characters alone
//! and hold in any language; those that look for words know some languages ([`super::text_words`]) and are unknown in
//! the others, which is not the same as absent.

use unicode_segmentation::UnicodeSegmentation;

use super::table::{Feature, FeatureKind, Reading};
use super::text_words::{NEGATION, SECOND_PERSON, WordList};
use crate::engine::text::properties::{emoji, hashtags, urls};

/// One property of texts.
pub struct TextProperty {
    /// Its name.
    pub name: &'static str,
    /// How each of its values reads after “where”.
    pub values: &'static [&'static str],
    /// The rule: which of the values a text has; `None` if it cannot be told.
    of: fn(&Facts<'_>) -> Option<u32>,
}

/// All properties; a new one is one entry here.
pub const PROPERTIES: &[TextProperty] = &[
    TextProperty {
        name: "text_length",
        values: &[
            "the text has no words",
            "the text has under 5 words",
            "the text has 5 to 14 words",
            "the text has 15 to 49 words",
            "the text has 50 to 199 words",
            "the text has 200 words or more",
        ],
        of: |facts| Some([1, 5, 15, 50, 200].iter().filter(|least| facts.words.len() >= **least).count() as u32),
    },
    TextProperty {
        name: "text_script",
        values: &[
            "the text has no letters",
            "the text is in Latin letters",
            "the text is in Cyrillic letters",
            "the text is in Greek letters",
            "the text is in Arabic letters",
            "the text is in Hebrew letters",
            "the text is in Devanagari letters",
            "the text is in Thai letters",
            "the text is in Han, kana or Hangul",
            "the text is in another script",
            "the text mixes scripts",
        ],
        of: |facts| Some(script_of(facts.text)),
    },
    TextProperty {
        name: "text_mixed_word",
        values: &["no word mixes Latin with other letters", "a word mixes Latin with other letters"],
        of: |facts| yes(facts.words.iter().any(|word| mixes(word))),
    },
    TextProperty {
        name: "text_sign_in_word",
        values: &["no word has a digit or sign among its letters", "a word has a digit or sign among its letters"],
        of: |facts| yes(has_sign_in_word(facts.text)),
    },
    TextProperty {
        name: "text_stretched",
        values: &["no letter is stretched", "a letter is stretched (three times or more in a row)"],
        of: |facts| yes(is_stretched(facts.text)),
    },
    TextProperty {
        name: "text_capitals",
        values: &["the text is not in capitals", "at least half of the letters are capitals"],
        of: |facts| yes(is_in_capitals(facts.text)),
    },
    TextProperty {
        name: "text_link",
        values: &["the text has no link", "the text has a link"],
        of: |facts| yes(!urls(facts.text).is_empty()),
    },
    TextProperty {
        name: "text_emoji",
        values: &["the text has no emoji", "the text has an emoji"],
        of: |facts| yes(emoji(facts.text) > 0),
    },
    TextProperty {
        name: "text_tag",
        values: &["the text has no hashtag or mention", "the text has a hashtag or mention"],
        of: |facts| yes(!hashtags(facts.text).is_empty() || has_mention(facts.text)),
    },
    TextProperty {
        name: "text_digits",
        values: &["the text has no digits", "the text has digits"],
        of: |facts| yes(facts.text.chars().any(char::is_numeric)),
    },
    TextProperty {
        name: "text_quotation",
        values: &["the text has no quotation marks", "the text has quotation marks"],
        of: |facts| yes(facts.text.contains(QUOTATION_MARKS)),
    },
    TextProperty {
        name: "text_question",
        values: &["the text asks nothing", "the text has a question mark"],
        of: |facts| yes(facts.text.contains(['?', '？', '؟', '՞', '፧', '⁇', '⁉'])),
    },
    TextProperty {
        name: "text_exclamation",
        values: &["the text has no exclamation mark", "the text has an exclamation mark"],
        of: |facts| yes(facts.text.contains(['!', '！', '‼', '⁉', '՜', '¡'])),
    },
    TextProperty {
        name: "text_lines",
        values: &["the text is one line", "the text has several lines"],
        of: |facts| yes(facts.text.trim().contains(['\n', '\r', '\u{2028}', '\u{2029}'])),
    },
    TextProperty {
        name: "text_negation",
        values: &["the text has no negation", "the text has a negation"],
        of: |facts| facts.has_any(NEGATION),
    },
    TextProperty {
        name: "text_second_person",
        values: &["the text addresses nobody", "the text addresses someone as “you”"],
        of: |facts| facts.has_any(SECOND_PERSON),
    },
];

/// Marks that open or close a quotation; apostrophes are none.
const QUOTATION_MARKS: [char; 11] = ['"', '“', '”', '„', '«', '»', '「', '」', '『', '』', '＂'];

/// Returns which value of each of [`PROPERTIES`] a text has, in their order; `lang` is a BCP 47 tag.
pub fn properties(text: &str, lang: Option<&str>) -> Vec<Option<u32>> {
    let facts = Facts::new(text, lang);
    PROPERTIES.iter().map(|property| (property.of)(&facts)).collect()
}

/// Makes one feature of each of [`PROPERTIES`] from texts with their languages; a row without a text is unknown in all.
pub fn text_features<'a>(rows: impl IntoIterator<Item = (Option<&'a str>, Option<&'a str>)>) -> Vec<Feature> {
    let mut features: Vec<Feature> = PROPERTIES
        .iter()
        .map(|property| Feature {
            name: property.name.to_owned(),
            kind: FeatureKind::Text,
            reading: Reading::ValueAlone,
            values: property.values.iter().map(|value| (*value).to_owned()).collect(),
            unknown: None,
            codes: Vec::new(),
        })
        .collect();
    for (text, lang) in rows {
        let codes = text.map(|text| properties(text, lang)).unwrap_or_default();
        for (feature, code) in features.iter_mut().zip(codes.into_iter().chain(std::iter::repeat(None))) {
            let code = code.unwrap_or_else(|| unknown_of(feature));
            feature.codes.push(code);
        }
    }
    features
}

/// Returns the code of a feature's unknown value, which is made when it is first needed.
fn unknown_of(feature: &mut Feature) -> u32 {
    *feature.unknown.get_or_insert_with(|| {
        feature.values.push("unknown".to_owned());
        feature.values.len() as u32 - 1
    })
}

/// A text, cut into words.
struct Facts<'a> {
    text: &'a str,
    /// Its words by UAX #29, in small letters.
    words: Vec<String>,
    lang: Option<&'a str>,
}

impl<'a> Facts<'a> {
    fn new(text: &'a str, lang: Option<&'a str>) -> Facts<'a> {
        Facts { text, words: text.unicode_words().map(|word| word.to_lowercase().replace('’', "'")).collect(), lang }
    }

    /// Tells whether any word is of the language's list; unknown where the language is, or has no list.
    fn has_any(&self, lists: &[WordList]) -> Option<u32> {
        let tag = self.lang?.split(['-', '_']).next()?.to_ascii_lowercase();
        let list = lists.iter().find(|list| list.lang == tag)?;
        yes(self.words.iter().any(|word| list.holds(word)))
    }
}

fn yes(holds: bool) -> Option<u32> {
    Some(u32::from(holds))
}

/// The share of letters from which a second script makes a text a mixed one.
const MIXED_FROM: f64 = 0.1;

/// How many scripts are told apart; numbers are places in the values of `text_script`.
const SCRIPTS: usize = 10;

/// Returns the place of a text's script among the values of `text_script`.
fn script_of(text: &str) -> u32 {
    let mut counts = [0_u32; SCRIPTS];
    for script in text.chars().filter_map(script) {
        if let Some(count) = counts.get_mut(script as usize) {
            *count += 1;
        }
    }
    let letters: u32 = counts.iter().sum();
    let strong = |count: u32| count > 0 && f64::from(count) >= MIXED_FROM * f64::from(letters);
    match counts.iter().filter(|count| strong(**count)).count() {
        0 => 0,
        1 => (0..).zip(counts).find(|(_, count)| strong(*count)).map_or(0, |(script, _)| script),
        _ => SCRIPTS as u32,
    }
}

/// Returns the script of a letter by its block; none for what is no letter.
fn script(c: char) -> Option<u32> {
    if !c.is_alphabetic() {
        return None;
    }
    Some(match c as u32 {
        0x41..=0x24F | 0x1E00..=0x1EFF | 0x2C60..=0x2C7F | 0xA720..=0xA7FF | 0xFF21..=0xFF5A => 1,
        0x400..=0x52F | 0x1C80..=0x1C8F | 0x2DE0..=0x2DFF | 0xA640..=0xA69F => 2,
        0x370..=0x3FF | 0x1F00..=0x1FFF => 3,
        0x600..=0x6FF | 0x750..=0x77F | 0x870..=0x8FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFF => 4,
        0x590..=0x5FF | 0xFB1D..=0xFB4F => 5,
        0x900..=0x97F | 0xA8E0..=0xA8FF => 6,
        0xE00..=0xE7F => 7,
        0x1100..=0x11FF | 0x3005..=0x30FF | 0x3130..=0x318F | 0x31F0..=0x31FF => 8,
        0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xA960..=0xA97F | 0xAC00..=0xD7FF => 8,
        0xF900..=0xFAFF | 0xFF66..=0xFFDC | 0x20000..=0x323AF => 8,
        _ => 9,
    })
}

/// Tells whether a word has Latin letters and letters of another alphabet.
fn mixes(word: &str) -> bool {
    let latin = word.chars().any(|c| script(c) == Some(1));
    latin && word.chars().any(|c| script(c).is_some_and(|script| script != 1))
}

/// Tells whether a digit or a sign that may stand for a letter is between two letters.
fn has_sign_in_word(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    chars.windows(3).any(|three| match three {
        [before, sign, after] => {
            let stands_in = sign.is_ascii_digit() || matches!(sign, '@' | '$' | '*' | '!' | '|' | '€' | '+');
            stands_in && before.is_alphabetic() && after.is_alphabetic()
        }
        _ => false,
    })
}

/// Tells whether a letter stands three times in a row, in a word that is not just that letter (`www`, `iii`).
fn is_stretched(text: &str) -> bool {
    text.unicode_words().any(|word| {
        let letters: Vec<char> = word.chars().flat_map(char::to_lowercase).collect();
        let same = |three: &[char]| three.windows(2).all(|two| two.first() == two.last());
        !same(&letters) && letters.windows(3).any(|three| same(three) && three.iter().all(|c| c.is_alphabetic()))
    })
}

/// How many letters that have capitals a text must have before its capitals mean anything.
const CASED_MIN: usize = 8;

fn is_in_capitals(text: &str) -> bool {
    let upper = text.chars().filter(|c| c.is_uppercase()).count();
    let cased = text.chars().filter(|c| c.is_uppercase() || c.is_lowercase()).count();
    cased >= CASED_MIN && 2 * upper >= cased
}

/// Tells whether an `@` starts a name.
fn has_mention(text: &str) -> bool {
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let starts =
            !before.is_alphanumeric() && chars.peek().is_some_and(|next| next.is_alphanumeric() || *next == '_');
        if c == '@' && starts {
            return true;
        }
        before = c;
    }
    false
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    /// How the value of a property reads for a text.
    fn said(name: &str, text: &str, lang: Option<&str>) -> &'static str {
        let at = PROPERTIES.iter().position(|property| property.name == name).unwrap();
        properties(text, lang)[at].map_or("unknown", |code| PROPERTIES[at].values[code as usize])
    }

    #[test]
    fn each_property_reads_off_the_text() {
        for (name, text, expected) in [
            ("text_length", " … ", "the text has no words"),
            ("text_length", "one two three four", "the text has under 5 words"),
            ("text_length", "one two three four five", "the text has 5 to 14 words"),
            ("text_script", "123 !", "the text has no letters"),
            ("text_script", "Ärger", "the text is in Latin letters"),
            ("text_script", "привет мир", "the text is in Cyrillic letters"),
            ("text_script", "سلام دنیا", "the text is in Arabic letters"),
            ("text_script", "東京タワー", "the text is in Han, kana or Hangul"),
            ("text_script", "my привет friend", "the text mixes scripts"),
            ("text_mixed_word", "pаypal", "a word mixes Latin with other letters"),
            ("text_mixed_word", "hello мир", "no word mixes Latin with other letters"),
            ("text_sign_in_word", "a b4d word", "a word has a digit or sign among its letters"),
            ("text_sign_in_word", "at 4 pm, 20th", "no word has a digit or sign among its letters"),
            ("text_stretched", "sooo good", "a letter is stretched (three times or more in a row)"),
            ("text_stretched", "see www and iii", "no letter is stretched"),
            ("text_capitals", "STOP SHOUTING now", "at least half of the letters are capitals"),
            ("text_capitals", "OK", "the text is not in capitals"),
            ("text_link", "see https://example.org/x", "the text has a link"),
            ("text_emoji", "nice 🎉", "the text has an emoji"),
            ("text_tag", "thanks @sam_1", "the text has a hashtag or mention"),
            ("text_tag", "mail sam@example.org", "the text has no hashtag or mention"),
            ("text_digits", "٣ apples", "the text has digits"),
            ("text_quotation", "he said „ja“", "the text has quotation marks"),
            ("text_quotation", "it's fine", "the text has no quotation marks"),
            ("text_question", "چرا؟", "the text has a question mark"),
            ("text_exclamation", "¡hola", "the text has an exclamation mark"),
            ("text_lines", "one\n", "the text is one line"),
            ("text_lines", "one\ntwo", "the text has several lines"),
        ] {
            assert_eq!(said(name, text, None), expected, "{name} of `{text}`");
        }
    }

    #[test]
    fn words_are_looked_for_in_the_language_of_the_text() {
        for (name, text, lang, expected) in [
            ("text_negation", "I don’t know", Some("en"), "the text has a negation"),
            ("text_negation", "keinerlei Grund", Some("de-AT"), "the text has a negation"),
            ("text_negation", "ce n'est rien", Some("fr"), "the text has a negation"),
            ("text_negation", "no reason", Some("de"), "the text has no negation"),
            ("text_negation", "no reason", None, "unknown"),
            ("text_negation", "no reason", Some("tlh"), "unknown"),
            ("text_second_person", "You’re late", Some("EN_us"), "the text addresses someone as “you”"),
            ("text_second_person", "они ушли", Some("ru"), "the text addresses nobody"),
        ] {
            assert_eq!(said(name, text, lang), expected, "{name} of `{text}`");
        }
    }

    #[test]
    fn a_row_without_a_text_is_unknown_and_not_a_no() {
        let features = text_features([(Some("no link"), Some("en")), (None, None)]);
        assert_eq!(features.len(), PROPERTIES.len());
        for feature in &features {
            assert_eq!(feature.unknown, Some(feature.codes[1]), "{}", feature.name);
            assert_ne!(feature.codes[0], feature.codes[1], "{}", feature.name);
            assert!(feature.codes.iter().all(|code| (*code as usize) < feature.values.len()));
        }
        let link = features.iter().find(|feature| feature.name == "text_link").unwrap();
        assert_eq!(link.words(link.codes[0]), "the text has no link");
        assert_eq!(link.words(link.codes[1]), "text link is not known");
    }
}
