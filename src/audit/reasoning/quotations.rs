//! The words that a model claims to have read.

use crate::corpus::record::ModelDecision;

use super::super::case::{Passage, Place};

/// Words from which a passage in quotation marks in a rationale is taken for a quotation of the item. Shorter ones are as
/// often a term of the policy or a word held at arm's length.
const FEWEST_QUOTED_WORDS: usize = 3;

/// Quotations looked up of one decision, at most: nobody who judges one item needs more.
const QUOTATIONS_MAX: usize = 64;

/// A claimed quotation.
#[derive(Debug, Clone, PartialEq)]
pub struct Quotation {
    /// Its words.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// Returns the quotations of a model: those listed, else the longer passages in quotation marks in its rationale.
pub fn claimed(model: &ModelDecision<'_>) -> Vec<Quotation> {
    if let Some(quotes) = &model.quotes {
        return quotes.iter().enumerate().filter_map(|(at, quote)| listed(at, quote)).take(QUOTATIONS_MAX).collect();
    }
    let rationale = model.rationale.as_deref().unwrap_or("");
    marked(rationale)
        .into_iter()
        .filter(|(_, _, text)| text.split_whitespace().count() >= FEWEST_QUOTED_WORDS)
        .take(QUOTATIONS_MAX)
        .map(|(start, end, text)| Quotation { text, place: Place::new(Passage::Rationale, start, end) })
        .collect()
}

fn listed(at: usize, quote: &str) -> Option<Quotation> {
    let text = trim_marks(quote);
    if !text.chars().any(char::is_alphanumeric) {
        return None;
    }
    let place = Place::new(Passage::Quote(at as u16), 0, quote.chars().count() as u32);
    Some(Quotation { text: text.to_owned(), place })
}

/// Takes off the marks and the dots that stand around a quotation without being part of it.
fn trim_marks(quote: &str) -> &str {
    quote
        .trim()
        .trim_matches(|c: char| matches!(c, '"' | '“' | '”' | '«' | '»' | '„' | '…' | '\''))
        .trim_matches('.')
        .trim()
}

/// Returns the stretches of a text inside double quotation marks, without the marks; code points, half-open.
pub fn marked(text: &str) -> Vec<(u32, u32, String)> {
    let mut found = Vec::new();
    let mut open: Option<(char, u32)> = None;
    let mut inside = String::new();
    for (at, c) in text.chars().enumerate() {
        match open {
            None => {
                if let Some(closing) = closing_of(c) {
                    open = Some((closing, at as u32 + 1));
                    inside.clear();
                }
            }
            Some((closing, start)) if c == closing || (closing == '”' && c == '“') => {
                found.push((start, at as u32, trim_marks(&inside).to_owned()));
                open = None;
            }
            Some(_) if c == '\n' => open = None,
            Some(_) => inside.push(c),
        }
    }
    found
}

fn closing_of(c: char) -> Option<char> {
    Some(match c {
        '"' => '"',
        '“' | '„' => '”',
        '«' => '»',
        _ => return None,
    })
}
