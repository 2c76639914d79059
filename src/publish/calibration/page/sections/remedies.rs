//! What to do next.

use super::super::data::Data;
use super::super::fig::Form;
use super::super::html::{Html, coded, paragraph};
use super::super::queue::Queue;
use super::super::table::{Table, cell, words};
use super::{Section, left_out};
use crate::publish::terminal::{count, counted, probability};

pub(super) const SECTION: Section = Section { id: "what-to-do", title: "What to do next", draw };

/// Remedies listed.
const LISTED_MAX: usize = 12;

fn draw(data: &Data, _: Option<&Queue>) -> Option<Html> {
    let total: u64 = data.root_causes.iter().map(|(_, n)| n).sum();
    if total == 0 {
        return None;
    }
    let rest = match data.without_remedy {
        0 => String::new(),
        n => format!(
            " {} stand under none: errors of raters and models who pass the bar, and what comes up fewer than three times.",
            count(n)
        ),
    };
    let said = format!(
        "Each of the {} stands under one row at most, that of its most probable cause, so rows add up. Gold and \
         clauses come first, since they say who is right; then what would end most.{rest} `preceptor explain PACK --item ID \
         --in CORPUS` shows why the policy decides an item as it does.",
        counted(total, "disagreement", "disagreements")
    );
    if data.remedies.is_empty() {
        return Some(paragraph(format!("No single step would end much.{rest}")));
    }
    let columns = ["Order", "What to do", "Would end", "of all disagreements", "Sure of the cause"];
    let mut table = Table::new("What would end most disagreements", &columns);
    for (place, one) in data.remedies.iter().take(LISTED_MAX).enumerate() {
        table.row(
            &(place + 1).to_string(),
            [
                words(one.sentence.as_str()),
                cell(format!("{} on {}", count(one.disagreements), counted(one.items, "item", "items"))),
                one.share.cell(Form::Share),
                cell(probability(one.probability)),
            ],
        );
    }
    let left = left_out(data.remedies.len(), data.remedies.len().min(LISTED_MAX), "steps", "remedies.csv");
    Some(paragraph(coded(&said)).and(table.finish()).and(left))
}
