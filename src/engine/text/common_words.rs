//! Ordinary English words, commonest first.
//!
//! Two uses: a phrase is looked for by its rarest word, and a regex by its rarest literal; and a slip of the keyboard
//! that makes an ordinary word is not taken for one (`down` is not a misspelled `drown`). Counted in public
//! conversations, discussions and manuals, coarse words left out.

use std::collections::HashMap;
use std::sync::LazyLock;

static RANKS: LazyLock<HashMap<&'static str, u32>> = LazyLock::new(|| {
    let words = include_str!("common_words.txt").split_whitespace();
    words.enumerate().map(|(rank, word)| (word, rank as u32)).collect()
});

/// Returns how many words are commoner than this one, if it is common itself.
pub(super) fn rank(word: &str) -> Option<u32> {
    RANKS.get(word).copied()
}

/// Estimates how often a word occurs, in words per hundred thousand.
pub(super) fn frequency(word: &str) -> u64 {
    // Zipf's law, near enough: the commonest word is every twentieth.
    rank(word).map_or(1, |rank| 5_000 / u64::from(rank + 1) + 2)
}
