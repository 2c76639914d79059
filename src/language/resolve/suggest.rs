//! What to say of a word that is not known: the nearest one, and which there are.

use crate::language::nearest::nearest;

/// How many known words are looked at: in packs that people write, all of them.
const CANDIDATES_MAX: usize = 2_000;

/// Returns the known word nearest to a mistyped one, if one is near and not the word itself.
pub fn near<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    nearest(word, candidates.into_iter().take(CANDIDATES_MAX)).filter(|near| *near != word)
}

/// Returns the help line for a mistyped word, if something is near.
pub fn did_you_mean<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<String> {
    near(word, candidates).map(|near| format!("did you mean `{near}`?"))
}

/// Joins words for a message, each in backticks, the first dozen at most.
pub fn listing<'c>(words: impl IntoIterator<Item = &'c str>) -> String {
    const SHOWN: usize = 12;
    let words: Vec<&str> = words.into_iter().collect();
    let shown: Vec<String> = words.iter().take(SHOWN).map(|word| format!("`{word}`")).collect();
    match words.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
    use super::*;

    #[test]
    fn long_listings_are_cut() {
        let words: Vec<String> = (0..14).map(|at| format!("w{at}")).collect();
        assert!(listing(words.iter().map(String::as_str)).ends_with("and 2 more"));
    }
}
