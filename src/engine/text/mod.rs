//! Reading text: words, terms, regexes, quotations, sentences.
//!
//! A [`TextProgram`] holds everything that a pack looks for, each term and regex once. A [`Scan`] reads one text and
//! answers: which terms stand where, and in which view; how many words lie between two places; what stands in quotation
//! marks. Every place is a pair of byte offsets into the text as it came, on boundaries of characters, whatever the view
//! did to the characters in between.

mod ascii;
mod common_words;
mod compare;
mod disguise;
mod glyphs;
mod keys;
mod lexicon;
mod links;
mod masked;
mod mixed;
mod needle;
mod patterns;
mod program;
pub mod properties;
mod quotes;
mod scan;
mod standard;
mod terms;
#[cfg(test)]
mod tests;
mod units;
mod view_text;
mod words;

pub use crate::language::policy::{StandardPattern, View};
pub use links::Link;
pub use patterns::BadPattern;
pub use program::{Builder, TextProgram};
pub use scan::Scan;
pub use terms::fold_plain;

/// Bytes `start..end` of a text as it came, both on boundaries of characters.
pub type Stretch = (u32, u32);

/// A term in one view, within one [`TextProgram`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(pub u32);

/// A regex or a built-in pattern in one view, within one [`TextProgram`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegexId(pub u32);

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Which {
    /// A term.
    Term(TermId),
    /// A regex or a built-in pattern.
    Regex(RegexId),
    /// The words of another text.
    Text,
}

/// One occurrence in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hit {
    /// What was found.
    pub which: Which,
    /// The plainest view in which it is there: `Plain` if a term of a `disguised` list stands undisguised.
    pub view: View,
    /// First byte in the text as it came.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Hit {
    /// Returns where it is.
    pub fn stretch(&self) -> Stretch {
        (self.start, self.end)
    }
}

/// Tells whether a domain is an entry of a list of domains, or below one.
pub fn domain_matches(domain: &str, entry: &str) -> bool {
    let domain = domain.trim().trim_end_matches('.').to_lowercase();
    let entry = entry.trim().trim_end_matches('.').to_lowercase();
    domain.strip_suffix(&entry).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')) && !entry.is_empty()
}
