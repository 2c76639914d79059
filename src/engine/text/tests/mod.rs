//! Reading text, by behaviour.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod disguises;
mod laws;
mod regexes;
mod relations;
mod sayings;
mod views;

use super::{Hit, RegexId, Scan, TextProgram, View, Which};

/// Finds one term in a text, and returns the places as they are written there, with the view that saw them.
pub(super) fn find(text: &str, term: &str, view: View) -> Vec<(String, View)> {
    find_all(text, &[(term, view)]).into_iter().map(|(_, found, view)| (found, view)).collect()
}

/// Finds terms in a text: number of the term, place as written, view.
pub(super) fn find_all(text: &str, terms: &[(&str, View)]) -> Vec<(usize, String, View)> {
    let mut builder = TextProgram::builder();
    let ids: Vec<_> = terms.iter().map(|(term, view)| builder.term(term, *view)).collect();
    let mut scan = Scan::default();
    scan.read(&builder.build(), text);
    let of = |hit: &Hit| ids.iter().position(|id| Which::Term(*id) == hit.which).unwrap();
    scan.hits().iter().map(|hit| (of(hit), text[hit.start as usize..hit.end as usize].to_string(), hit.view)).collect()
}

/// Tells whether a term is found in a text.
pub(super) fn has(text: &str, term: &str, view: View) -> bool {
    !find(text, term, view).is_empty()
}

/// Returns the places that a regex or a built-in pattern finds, as written.
pub(super) fn run(text: &str, add: impl FnOnce(&mut super::Builder) -> RegexId) -> Vec<String> {
    let mut builder = TextProgram::builder();
    let id = add(&mut builder);
    let program = builder.build();
    let mut scan = Scan::default();
    scan.read(&program, text);
    let hits = scan.regex(&program, text, id).to_vec();
    hits.iter().map(|hit| text[hit.start as usize..hit.end as usize].to_string()).collect()
}
