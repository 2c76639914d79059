//! What each judge gives where each label is right, and how good each of its labels is.

use super::super::data::{Data, Judge};
use super::super::fig::Form;
use super::super::html::{Html, line, pair, paragraph, tag};
use super::super::queue::Queue;
use super::super::table::{Table, cell, shade};
use super::{Section, left_out, most_tried, plain};
use crate::calibrate::intervals::wilson;
use crate::calibrate::study::Named;
use crate::publish::terminal::{count, share};

pub(super) const SECTION: Section = Section { id: "confusion", title: "Confusion by judge", draw };

/// Judges shown.
const SHOWN_MAX: usize = 8;

fn draw(data: &Data, _: Option<&Queue>) -> Option<Html> {
    let mut shown = most_tried(data, usize::MAX);
    // Whoever must be looked into is not to fall to the end of the list for having little gold.
    shown.sort_by_key(|(_, judge)| match judge.status.as_str() {
        "fails" => 0,
        "unclear" => 1,
        _ => 2,
    });
    shown.truncate(SHOWN_MAX);
    if shown.is_empty() {
        return None;
    }
    let tried = data.judges.iter().filter(|(_, judge)| judge.n_gold > 0).count();
    let said = "A row is what gold says, a column what the judge said; percentages are of the row, so that the diagonal is \
                recall. Read along a row to see what a label is taken for. Judges who fail come first, then those of whom it is unclear.";
    let each = shown.iter().map(|(name, judge)| one(data, name, judge));
    let rest = left_out(tried, shown.len(), "judges, those last in this order", "confusion.csv and judges.csv");
    Some(paragraph(said).and(each.collect::<Html>()).and(rest))
}

fn one(data: &Data, name: &str, judge: &Judge) -> Html {
    // Columns in the order of the labels, then whatever else was said instead of a label.
    let mut given: Vec<String> = data.labels.clone();
    for (_, cells) in judge.confusion.iter() {
        let other = cells.iter().map(|(given, _)| given.to_owned()).filter(|own| !data.labels.contains(own));
        for own in other {
            if !given.contains(&own) {
                given.push(own);
            }
        }
    }
    let said_of = |label: &String| judge.confusion.iter().any(|(_, cells)| cells.get(label).is_some_and(|n| *n > 0));
    given.retain(|label| said_of(label) || judge.confusion.get(label).is_some());
    let columns: Vec<String> = given.iter().map(|label| plain(label)).collect();
    let mut table = Table::heat(format!("{name}: given labels by gold"), "Gold", &columns);
    for (gold, cells) in judge.confusion.iter() {
        let total = answered(cells);
        let row = given.iter().map(|label| {
            let n = cells.get(label).copied().unwrap_or(0);
            if label == OPEN {
                return cell(count(n));
            }
            let part = n as f64 / total.max(1) as f64;
            shade(part, &count(n), &format!("{} of {}", share(part), count(total)))
        });
        table.row(gold, row);
    }
    let heading = tag("h3", &[], super::super::html::name(name)).and(line());
    heading.and(mistake(name, judge)).and(pair(table.finish(), labels(name, judge)))
}

/// What is no answer: the policy leaves the decision open.
const OPEN: &str = "unsettled";

/// Counts the decisions of a row that are right or wrong.
fn answered(cells: &Named<u64>) -> u64 {
    cells.iter().filter(|(given, _)| *given != OPEN).map(|(_, n)| n).sum()
}

/// Names the most frequent mistake.
fn mistake(name: &str, judge: &Judge) -> Html {
    let all = judge.confusion.iter().flat_map(|(gold, cells)| {
        let total = answered(cells);
        let wrong = move |(given, n): &(&str, &u64)| *given != gold && *given != OPEN && **n > 0;
        cells.iter().filter(wrong).map(move |(given, n)| (*n, gold, given, total))
    });
    let most = all.fold(None, |most: Option<(u64, &str, &str, u64)>, one| match most {
        Some(known) if known.0 >= one.0 => Some(known),
        _ => Some(one),
    });
    match most {
        Some((n, gold, given, total)) => paragraph(format!(
            "{name} gives {} where gold says {gold} most often: {} of {} ({}).",
            plain(given),
            count(n),
            count(total),
            wilson(n, total).as_percent()
        )),
        None => paragraph(format!("{name} makes no mistake on {} gold items.", count(judge.n_gold))),
    }
}

fn labels(name: &str, judge: &Judge) -> Html {
    let mut table = Table::new(format!("{name}: each label"), &["Label", "Precision", "Recall", "F1"]);
    for (label, own) in judge.labels.iter() {
        table.row(label, [own.precision.cell(Form::Share), own.recall.cell(Form::Share), own.f1.cell(Form::Number)]);
    }
    if table.is_empty() { Html::default() } else { table.finish() }
}
