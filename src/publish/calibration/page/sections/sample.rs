//! What holds of all items, by the random share of an audit's queue.

use super::super::data::Data;
use super::super::fig::Form;
use super::super::html::{Html, paragraph, tag};
use super::super::queue::Queue;
use super::super::table::{Table, cell};
use super::super::work::{Estimates, QueueSample};
use super::{Section, left_out};

pub(super) const SECTION: Section = Section { id: "sample", title: "Estimates for all items", draw };

/// Clauses listed.
const CLAUSES_MAX: usize = 15;

fn draw(data: &Data, _: Option<&Queue>) -> Option<Html> {
    let sample = data.sample.as_ref()?;
    let about = "Gold is hard on purpose, and what a queue takes by priority is suspect: neither says how common anything is. \
                 The random share of a queue does. Only what it drew is counted here, each item for as many as it stands for. \
                 These figures are never added to those against gold.";
    let queues: Html = sample.queues.iter().map(one).collect();
    let ways = "A share is the estimated number of items over the estimated number of all (Hájek), which is the steadier way, or \
                over the number there are (Horvitz and Thompson).";
    Some(paragraph(about).and(queues).and(tag("p", &[("class", "note")], ways)))
}

fn one(queue: &QueueSample) -> Html {
    let said = paragraph(super::super::sentence(&queue.sentence));
    if queue.verdicts.iter().all(|(_, own)| own.hajek.value.is_none()) {
        return said;
    }
    let columns = ["What", "Kind", "Share (Hájek)", "Share (Horvitz and Thompson)"];
    let mut table = Table::new(format!("How common it is, by the random share of the queue {}", queue.queue), &columns);
    let cells =
        |kind: &str, own: &Estimates| [cell(kind), own.hajek.cell(Form::Share), own.horvitz_thompson.cell(Form::Share)];
    table.row("any action", cells("all verdicts but the weakest", &queue.acting));
    queue.verdicts.iter().for_each(|(name, own)| table.row(name, cells("verdict", own)));
    let mut clauses: Vec<(&str, &Estimates)> = queue.clauses.iter().collect();
    clauses.sort_by(|a, b| b.1.hajek.value.unwrap_or(-1.0).total_cmp(&a.1.hajek.value.unwrap_or(-1.0)));
    clauses.iter().take(CLAUSES_MAX).for_each(|(name, own)| table.row(name, cells("clause", own)));
    let rest = left_out(clauses.len(), clauses.len().min(CLAUSES_MAX), "clauses", "sample.csv");
    let rare = "A clause that the sample never met is not listed; it may be rare, and is not known to be absent.";
    said.and(table.finish()).and(rest).and(tag("p", &[("class", "note")], rare))
}
