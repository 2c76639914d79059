//! The page's sections, one file each and one line in [`SECTIONS`], in the order they are read.

mod agreement;
mod batches;
mod causes;
mod clauses;
mod confusion;
mod consensus;
mod drift;
mod groups;
mod judges;
mod leans;
mod matrix;
mod next_labels;
mod pace;
mod paired;
mod parts;
mod queue;
mod remedies;
mod sample;
mod scores;
mod slices;
mod suspects;
mod trend;
mod work;

use super::data::Data;
use super::html::{Html, tag};
use super::queue::Queue;
use crate::publish::terminal::count;

/// A section of the page.
pub struct Section {
    /// What links to it are called.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// Makes what stands under the heading; none where there is nothing to speak of.
    pub draw: fn(&Data, Option<&Queue>) -> Option<Html>,
}

/// All sections.
pub const SECTIONS: &[Section] = &[
    remedies::SECTION,
    judges::SECTION,
    sample::SECTION,
    paired::SECTION,
    agreement::SECTION,
    matrix::SECTION,
    parts::SECTION,
    groups::SECTION,
    confusion::SECTION,
    leans::SECTION,
    clauses::SECTION,
    scores::SECTION,
    consensus::SECTION,
    next_labels::SECTION,
    trend::SECTION,
    drift::SECTION,
    slices::SECTION,
    suspects::SECTION,
    causes::SECTION,
    pace::SECTION,
    batches::SECTION,
    work::SECTION,
    queue::SECTION,
];

/// Says how many were left out, if any were.
fn left_out(all: usize, shown: usize, things: &str, where_else: &str) -> Html {
    let left = all.saturating_sub(shown) as u64;
    if left == 0 {
        return Html::default();
    }
    let said = format!("Left out here: {} of {} {things}; all are in {where_else}.", count(left), count(all as u64));
    tag("p", &[("class", "note")], said)
}

/// The judges who decided most, at most so many.
fn busiest(data: &Data, most: usize) -> Vec<(&str, &super::data::Judge)> {
    let mut all: Vec<_> = data.judges.iter().collect();
    all.sort_by_key(|(_, judge)| std::cmp::Reverse(judge.n));
    all.truncate(most);
    all
}

/// The judges who were held against most gold, at most so many.
fn most_tried(data: &Data, most: usize) -> Vec<(&str, &super::data::Judge)> {
    let mut all: Vec<_> = data.judges.iter().filter(|(_, judge)| judge.n_gold > 0).collect();
    all.sort_by_key(|(_, judge)| std::cmp::Reverse(judge.n_gold));
    all.truncate(most);
    all
}

/// Writes a probability after adjustment.
fn adjusted(p: Option<f64>) -> String {
    match p {
        Some(p) if p < 0.0001 => "<0.0001".to_owned(),
        Some(p) => format!("{p:.4}"),
        None => "undefined".to_owned(),
    }
}

/// Names a judge, or a judge on a clause.
fn who(judge: &str, clause: Option<&str>) -> String {
    clause.map_or_else(|| judge.to_owned(), |clause| format!("{judge} on {clause}"))
}

/// Writes a word of the data files for people: `rater_error` as `rater error`.
fn plain(word: &str) -> String {
    word.replace('_', " ")
}
