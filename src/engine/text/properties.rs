//! What can be said of a text without looking for anything in it.

use unicode_segmentation::UnicodeSegmentation;

/// A link in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link<'a> {
    /// As written.
    pub url: &'a str,
    /// Its domain, in lower case.
    pub domain: String,
    /// Its path with the leading `/`, without query and fragment; empty if it has none.
    pub path: &'a str,
}

/// Returns the number of characters (code points).
pub fn length(text: &str) -> u64 {
    text.chars().count() as u64
}

/// Returns the number of words.
pub fn words(text: &str) -> u64 {
    text.unicode_words().count() as u64
}

/// Returns the share of capitals among cased letters, 0 to 1; `None` without any.
pub fn caps_share(text: &str) -> Option<f64> {
    let upper = text.chars().filter(|c| c.is_uppercase()).count();
    let cased = text.chars().filter(|c| c.is_uppercase() || c.is_lowercase()).count();
    (cased > 0).then(|| upper as f64 / cased as f64)
}

/// Returns the share of words that repeat what stood before, 0 to 1; `None` without words.
pub fn repeat_share(text: &str) -> Option<f64> {
    let mut seen = std::collections::HashSet::new();
    let (mut all, mut repeated) = (0_u32, 0_u32);
    for word in text.unicode_words() {
        all += 1;
        repeated += u32::from(!seen.insert(word.to_lowercase()));
    }
    (all > 0).then(|| f64::from(repeated) / f64::from(all))
}

/// Returns the links of a text, in order.
pub fn urls(text: &str) -> Vec<Link<'_>> {
    let found = text.split_whitespace().filter(|word| word.starts_with("http://") || word.starts_with("https://"));
    let links = found.map(|url| {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let (domain, _) = rest.split_once('/').unwrap_or((rest, ""));
        let path = rest.get(domain.len()..).unwrap_or("");
        Link { url, domain: domain.to_lowercase(), path }
    });
    links.collect()
}

/// Returns the number of emoji.
pub fn emoji(text: &str) -> u64 {
    text.graphemes(true).filter(|g| g.chars().any(|c| ('\u{1f300}'..='\u{1faff}').contains(&c))).count() as u64
}

/// Returns the hashtags of a text, without `#`, in order.
pub fn hashtags(text: &str) -> Vec<&str> {
    let tagged = text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '#'));
    tagged.filter_map(|word| word.strip_prefix('#')).filter(|tag| !tag.is_empty() && !tag.contains('#')).collect()
}
