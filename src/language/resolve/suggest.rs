//! "Did you mean": the known word nearest to a mistyped one.

/// Returns the candidate nearest to `word`, or `None` if none is near: at most one slip in three characters, neighbours
/// swapped counting as one. Of equally near ones the first stands.
pub fn closest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let folded = word.to_lowercase();
    let allowed = (folded.chars().count() / 3).max(1);
    let mut best: Option<(usize, &'c str)> = None;
    for candidate in candidates {
        let distance = strsim::damerau_levenshtein(&folded, &candidate.to_lowercase());
        if distance <= allowed && candidate != word && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Returns the help line for a mistyped word, if something is near.
pub fn did_you_mean<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<String> {
    closest(word, candidates).map(|near| format!("did you mean `{near}`?"))
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
    fn near_words_are_found_and_far_ones_are_not() {
        assert_eq!(closest("slusr", ["groups", "slurs"]), Some("slurs"));
        assert_eq!(closest("Groups", ["groups"]), Some("groups"));
        assert_eq!(closest("weather", ["groups", "slurs"]), None);
    }

    #[test]
    fn long_listings_are_cut() {
        let words: Vec<String> = (0..14).map(|at| format!("w{at}")).collect();
        assert!(listing(words.iter().map(String::as_str)).ends_with("and 2 more"));
    }
}
