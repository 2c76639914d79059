//! Judge by judge: kappa of every two who met often enough.

use std::collections::HashMap;

use super::super::data::{Data, Pair};
use super::super::fig::Form;
use super::super::html::{Html, paragraph, tag};
use super::super::queue::Queue;
use super::super::table::{Table, shade};
use super::{Section, busiest, left_out};
use crate::publish::terminal::count;

pub(super) const SECTION: Section = Section { id: "matrix", title: "Judge by judge", draw };

/// Judges shown.
const SHOWN_MAX: usize = 12;

fn draw(data: &Data, _: Option<&Queue>) -> Option<Html> {
    if data.pairs.is_empty() {
        return Some(paragraph(format!("No two judges have {} items in common.", data.pair_min)));
    }
    let shown = busiest(data, SHOWN_MAX);
    // Only looked up, never walked over.
    let pairs: HashMap<(&str, &str), &Pair> =
        data.pairs.iter().map(|pair| ((pair.a.as_str(), pair.b.as_str()), pair)).collect();
    let columns: Vec<String> = shown.iter().map(|(name, _)| (*name).to_owned()).collect();
    let mut table =
        Table::heat("Cohen's kappa of every two judges, with its interval and the items of both", "Judge", &columns);
    for (row, _) in &shown {
        let cells = shown.iter().map(|(column, _)| {
            let pair = pairs.get(&(*row, *column)).or_else(|| pairs.get(&(*column, *row)));
            cell(row == column, pair.copied())
        });
        table.row(row, cells);
    }
    let said = format!(
        "A cell stands out more the more two judges agree beyond chance. Two judges who share fewer than {} items are not compared: \
         their cell says “few”.",
        data.pair_min
    );
    let rest = left_out(data.judges.0.len(), shown.len(), "judges, those with fewest decisions", "pairs.csv");
    Some(paragraph(said).and(extremes(data)).and(table.finish()).and(rest))
}

fn cell(same: bool, pair: Option<&Pair>) -> Html {
    match pair {
        _ if same => tag("td", &[("class", "none")], "itself"),
        None => tag("td", &[("class", "none")], "few"),
        Some(pair) => match (pair.kappa, pair.low, pair.high) {
            (Some(kappa), Some(low), Some(high)) => {
                let below = format!("{}, n = {}", Form::Number.interval(low, high), count(pair.n));
                shade(kappa, &Form::Number.number(kappa), &below)
            }
            (Some(kappa), ..) => {
                shade(kappa, &Form::Number.number(kappa), &format!("no interval, n = {}", count(pair.n)))
            }
            _ => {
                let why = pair.why.as_deref().unwrap_or("nothing to compare");
                tag("td", &[("class", "none")], format!("undefined: {why} (n = {})", count(pair.n)))
            }
        },
    }
}

fn extremes(data: &Data) -> Html {
    let mut known: Vec<(&Pair, f64)> = data.pairs.iter().filter_map(|pair| Some((pair, pair.kappa?))).collect();
    known.sort_by(|a, b| a.1.total_cmp(&b.1));
    let said = |(pair, kappa): &(&Pair, f64)| {
        let interval = match (pair.low, pair.high) {
            (Some(low), Some(high)) => format!("{}, ", Form::Number.interval(low, high)),
            _ => String::new(),
        };
        format!("{} and {} ({}; {interval}n = {})", pair.a, pair.b, Form::Number.number(*kappa), count(pair.n))
    };
    match (known.first(), known.last()) {
        (Some(first), Some(last)) if known.len() > 1 => paragraph(format!(
            "Of {} pairs, {} agree least and {} most.",
            count(data.pairs.len() as u64),
            said(first),
            said(last)
        )),
        _ => Html::default(),
    }
}
