//! The review queue of an audit, where one was given.

use super::super::data::Data;
use super::super::html::{Html, paragraph};
use super::super::queue::{Queue, Queued};
use super::super::table::{Table, cell, words};
use super::{Section, left_out, plain};
use crate::publish::terminal::{count, counted, probability, share};

pub(super) const SECTION: Section = Section { id: "queue", title: "Review queue", draw };

fn draw(_: &Data, queue: Option<&Queue>) -> Option<Html> {
    let queue = queue?;
    if queue.items == 0 {
        return Some(paragraph("The queue of the audit is empty."));
    }
    let named = |all: &std::collections::BTreeMap<String, u64>| {
        all.iter().map(|(name, n)| format!("{} {}", plain(name), count(*n))).collect::<Vec<_>>().join(", ")
    };
    let agreed = match queue.agreed {
        0 => String::new(),
        n => format!(
            " On {} no disagreement was found: a queue's own rule, the random share or hidden gold brought {} in.",
            counted(n, "item", "items"),
            if n == 1 { "it" } else { "them" }
        ),
    };
    let kinds = if queue.by_kind.is_empty() { "none".to_owned() } else { named(&queue.by_kind) };
    let said = format!(
        "{} for review, by queue: {}. By kind of disagreement, of which an item may have several: {kinds}.{agreed}",
        counted(queue.items, "item waits", "items wait"),
        named(&queue.by_queue)
    );
    let columns = ["Item", "Queue", "Came in by", "Kinds", "Probably wrong", "An error is", "Priority", "Due"];
    let mut table = Table::new("The head of the queue", &columns);
    for item in &queue.first {
        table.row(&item.id, cells(item));
    }
    let rest = left_out(queue.items as usize, queue.first.len(), "items", "queue.jsonl of the audit");
    Some(paragraph(said).and(table.finish()).and(rest))
}

fn cells(item: &Queued) -> Vec<Html> {
    let mut wrong: Vec<String> = Vec::new();
    for finding in &item.findings {
        let judge = finding.wrong.as_ref().and_then(|wrong| wrong.judge.as_deref());
        let cause = finding.cause.as_deref().map(plain);
        let told = match (judge, cause) {
            (Some(judge), Some(cause)) => format!("{judge} ({cause})"),
            (Some(judge), None) => judge.to_owned(),
            (None, Some(cause)) => cause,
            (None, None) => continue,
        };
        if !wrong.contains(&told) {
            wrong.push(told);
        }
    }
    let came = match item.selection_probability {
        Some(chance) => format!("{} (chance {})", plain(&item.selection), share(chance)),
        None => plain(&item.selection),
    };
    let kinds: Vec<String> = item.kinds.iter().map(|kind| plain(kind)).collect();
    vec![
        cell(plain(&item.queue)),
        cell(came),
        words(if kinds.is_empty() { "no disagreement".to_owned() } else { kinds.join(", ") }),
        words(if wrong.is_empty() { "nobody named".to_owned() } else { wrong.join(", ") }),
        cell(item.probability.map_or_else(|| "unknown".to_owned(), |value| format!("{} likely", probability(value)))),
        cell(item.priority.map_or_else(|| "none".to_owned(), |value| format!("{value:.1}"))),
        cell(item.due.as_deref().unwrap_or("not dated")),
    ]
}
