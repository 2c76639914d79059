//! Texts from templates, and slight variations of texts.

use crate::rng::Rng;

/// Fills `{slot}` by what is drawn for it; a slot that is used twice gets the same word both times.
///
/// A slot without a source is left as it stands, which a test on the corpus finds.
pub fn fill(template: &str, slots: &[(&str, &[&str])], rng: &mut Rng) -> String {
    let mut text = template.to_owned();
    for (slot, words) in slots {
        let mark = format!("{{{slot}}}");
        if text.contains(&mark) {
            text = text.replace(&mark, rng.word(words));
        }
    }
    text
}

/// Returns nearly the same text: another end, another case at the start, a doubled space, a filler before it. The
/// words that decide are never touched.
pub fn vary(text: &str, rng: &mut Rng) -> String {
    let trimmed = text.trim_end_matches(['.', '!', '?']);
    match rng.below(6) {
        0 => format!("{trimmed}!!"),
        1 => format!("{trimmed} ..."),
        2 => format!("{text} 🙂"),
        3 => text.replacen(' ', "  ", 1),
        4 => format!("Well, {text}"),
        _ => format!("{text} Thanks."),
    }
}

/// Capitalises the first letter.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::{fill, sentence};
    use crate::rng::Rng;

    #[test]
    fn a_slot_gets_the_same_word_everywhere_and_an_unknown_one_stays() {
        let text = fill("{a} and {a}, {b}", &[("a", &["x", "y"])], &mut Rng::new(1));
        assert!(text == "x and x, {b}" || text == "y and y, {b}", "{text}");
    }

    #[test]
    fn sentences_start_with_a_capital() {
        assert_eq!(sentence("über uns"), "Über uns");
        assert_eq!(sentence(""), "");
    }
}
