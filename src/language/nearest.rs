//! "Did you mean": the known word nearest to an unknown one.

/// Returns the candidate nearest to `word`, if one is near enough to be what was meant.
///
/// Near enough is one slip in short words and a third of the letters in long ones; a difference of capitals, `-`, `_`
/// or blanks alone always is. Of equally near candidates the first wins.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = folded(word);
    let slips_max = (wanted.chars().count() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let slips = strsim::damerau_levenshtein(&wanted, &folded(candidate));
        if slips <= slips_max && best.is_none_or(|(fewest, _)| slips < fewest) {
            best = Some((slips, candidate));
        }
    }
    // A word of one or two letters is near to every other such word: only its exact fold counts.
    best.filter(|(slips, _)| *slips == 0 || wanted.chars().count() > 2).map(|(_, candidate)| candidate)
}

fn folded(word: &str) -> String {
    word.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
    use super::nearest;

    #[test]
    fn a_slip_is_understood() {
        assert_eq!(nearest("schem", ["models", "schema"]), Some("schema"));
        assert_eq!(nearest("verison", ["version", "owner"]), Some("version"));
        assert_eq!(nearest("as-of", ["title", "as_of"]), Some("as_of"));
    }

    #[test]
    fn a_stranger_is_not() {
        assert_eq!(nearest("banana", ["models", "schema"]), None);
        assert_eq!(nearest("to", ["is"]), None);
    }
}
