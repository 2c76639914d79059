//! Finished work, batch by batch: how much of it is wrong, and whether it is accepted.

use super::super::causes::{Batch, Demand};
use super::super::charts::intervals::{Frame, Row, Tone, intervals};
use super::super::charts::short;
use super::super::data::Data;
use super::super::fig::Form;
use super::super::html::{Html, paragraph, tag};
use super::super::queue::Queue;
use super::super::table::{Table, cell, words};
use super::{Section, left_out, plain};
use crate::publish::terminal::{count, counted, probability, share};

pub(super) const SECTION: Section = Section { id: "batches", title: "Batches", draw };

/// Batches drawn.
const DRAWN_MAX: usize = 12;
/// Batches listed.
const LISTED_MAX: usize = 20;
/// Letters of a batch's name in the chart.
const LETTERS_MAX: usize = 9;

fn draw(data: &Data, _: Option<&Queue>) -> Option<Html> {
    if data.batches.is_empty() {
        return None;
    }
    let mut all: Vec<&Batch> = data.batches.iter().collect();
    // A batch nobody looked at comes last.
    all.sort_by(|a, b| b.rate.value.unwrap_or(-1.0).total_cmp(&a.rate.value.unwrap_or(-1.0)));
    let rest = left_out(all.len(), all.len().min(LISTED_MAX), "batches", "batches.csv");
    let said = paragraph(said(&data.batch_demand, &all));
    Some(said.and(chart(&data.batch_demand, &all)).and(table(&data.batch_demand, &all)).and(rest))
}

fn said(demand: &Demand, all: &[&Batch]) -> String {
    let of = |state: &str| all.iter().filter(|batch| decided(batch).0 == state).count() as u64;
    let states: Vec<String> = ["accepted", "refused", "unfinished", "no plan"]
        .into_iter()
        .filter(|state| of(state) > 0)
        .map(|state| format!("{} {state}", count(of(state))))
        .collect();
    format!(
        "{}: {}. The unit is the item, as in acceptance sampling: it is wrong if any decision on it that was looked at is, so that \
         items with more decisions are wrong more often. A batch is accepted or refused by a sample of items large enough to tell \
         {} of wrong ones, which is good enough, from {}, which is not, with risks of {} and {}. A batch is held against gold where \
         enough of its items have it, else against a sure consensus of others, and never against both. Which items those are was \
         not drawn by lot: where gold was chosen for being hard, the rate is too high.",
        counted(all.len() as u64, "batch", "batches"),
        states.join(", "),
        share(demand.accept_rate),
        share(demand.refuse_rate),
        share(demand.accept_risk),
        share(demand.refuse_risk)
    )
}

/// Returns what is decided about a batch, how that is coloured, and the class of its cell.
fn decided(batch: &Batch) -> (&'static str, Tone, &'static str) {
    match batch.decision.as_ref().map(|decision| decision.verdict.as_str()) {
        Some("accept") => ("accepted", Tone::Good, "good"),
        Some("refuse") => ("refused", Tone::Bad, "bad"),
        Some(_) => ("unfinished", Tone::Plain, "plain"),
        None => ("no plan", Tone::Plain, "plain"),
    }
}

fn chart<'a>(demand: &Demand, all: &[&'a Batch]) -> Html {
    let one = |batch: &&'a Batch| {
        let (state, tone, _) = decided(batch);
        Row { name: format!("{}: {state}", short(&batch.batch, LETTERS_MAX)), figure: &batch.rate, tone }
    };
    let rows: Vec<Row<'_>> = all.iter().take(DRAWN_MAX).map(one).collect();
    let most = all.first().map_or_else(String::new, |batch| {
        format!("{} has most wrong items, {}. ", batch.batch, batch.rate.said(Form::Share))
    });
    let sentence = format!("{most}Lines are 95 % intervals; what is decided stands beside each name.");
    let limit = Some((demand.accept_rate, format!("good enough: {}", share(demand.accept_rate))));
    let axis = "share of the items looked at that are wrong";
    intervals(&Frame { title: "Wrong items by batch", sentence: &sentence, axis, form: Form::Share, limit }, &rows)
}

fn table(demand: &Demand, all: &[&Batch]) -> Html {
    let worse = format!("Worse than {}", share(demand.accept_rate));
    let columns = ["Batch", "Items", "Wrong items", "Wrong decisions", "It is", &worse, "Held against", "Most often"];
    let mut table = Table::new("Batches, those with most wrong items first", &columns);
    for batch in all.iter().take(LISTED_MAX) {
        let (state, _, class) = decided(batch);
        let likely = batch.decision.as_ref().map_or_else(
            || batch.why.clone().unwrap_or_else(|| "unknown".to_owned()),
            |decision| format!("{} likely", probability(decision.worse)),
        );
        let cells = [
            cell(format!("{} ({})", count(batch.items), counted(batch.decisions, "decision", "decisions"))),
            batch.rate.cell(Form::Share),
            cell(format!("{} of {}", count(batch.decisions_wrong), count(batch.decisions_looked_at))),
            cell(tag("span", &[("class", class)], state)),
            words(likely),
            words(format!(
                "{}; gold speaks to {}, consensus to {}",
                batch.reference,
                counted(batch.n_gold, "item", "items"),
                count(batch.n_consensus)
            )),
            words(most_often(batch)),
        ];
        table.row(&batch.batch, cells);
    }
    table.finish()
}

/// Names the most frequent kind of error.
fn most_often(batch: &Batch) -> String {
    batch.kinds.first().map_or_else(
        || "nothing is wrong".to_owned(),
        |kind| {
            let (cause, n) = (plain(&kind.cause), count(kind.count));
            let items = counted(batch.rate.n, "item", "items");
            format!("{} instead of {} ({cause}), on {n} of {items}", kind.given, kind.right)
        },
    )
}
