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
    let weighted = data.scale != "nominal";
    let which = if weighted { "Cohen's kappa with linear weights" } else { "Cohen's kappa" };
    let title = format!("{which}, of every two judges, with its interval and the items of both");
    let mut table = Table::heat(&title, "Judge", &columns);
    for (row, _) in &shown {
        let cells = shown.iter().map(|(column, _)| {
            let pair = pairs.get(&(*row, *column)).or_else(|| pairs.get(&(*column, *row)));
            cell(row == column, pair.copied().map(|pair| Kappa::of(pair, weighted)))
        });
        table.row(row, cells);
    }
    let steps = match data.scale.as_str() {
        "ordinal" => " Labels have an order: a difference of one step counts for half of one of two.",
        "interval" => " Labels are numbers: a difference counts by its size.",
        _ => "",
    };
    let said = format!(
        "A cell stands out more the more two judges agree beyond chance.{steps} Two judges who share fewer than {} items are not compared: \
         their cell says “few”.",
        data.pair_min
    );
    let rest = left_out(data.judges.0.len(), shown.len(), "judges, those with fewest decisions", "pairs.csv");
    Some(paragraph(said).and(extremes(data, weighted)).and(table.finish()).and(rest))
}

/// The kappa of a pair that is shown.
struct Kappa<'a> {
    pair: &'a Pair,
    value: Option<f64>,
    ends: Option<(f64, f64)>,
}

impl Kappa<'_> {
    /// Takes the weighted one where labels have an order.
    fn of(pair: &Pair, weighted: bool) -> Kappa<'_> {
        let (value, low, high) = match weighted {
            true => (pair.kappa_linear, pair.kappa_linear_low, pair.kappa_linear_high),
            false => (pair.kappa, pair.low, pair.high),
        };
        Kappa { pair, value, ends: low.zip(high) }
    }

    fn rest(&self) -> String {
        let interval = match (self.ends, self.pair.why.as_deref()) {
            (Some((low, high)), _) => Form::Number.interval(low, high),
            (None, Some(why)) => format!("no interval: {why}"),
            (None, None) => "no interval".to_owned(),
        };
        format!("{interval}, n = {}", count(self.pair.n))
    }
}

fn cell(same: bool, kappa: Option<Kappa<'_>>) -> Html {
    match kappa {
        _ if same => tag("td", &[("class", "none")], "itself"),
        None => tag("td", &[("class", "none")], "few"),
        Some(own) => match own.value {
            Some(value) => shade(value, &Form::Number.number(value), &own.rest()),
            None => {
                let why = own.pair.why.as_deref().unwrap_or("nothing to compare");
                tag("td", &[("class", "none")], format!("undefined: {why} (n = {})", count(own.pair.n)))
            }
        },
    }
}

fn extremes(data: &Data, weighted: bool) -> Html {
    let all = data.pairs.iter().map(|pair| Kappa::of(pair, weighted));
    let mut known: Vec<(Kappa<'_>, f64)> = all.filter_map(|own| own.value.map(|value| (own, value))).collect();
    known.sort_by(|a, b| a.1.total_cmp(&b.1));
    let said = |(own, value): &(Kappa<'_>, f64)| {
        format!("{} and {} ({}; {})", own.pair.a, own.pair.b, Form::Number.number(*value), own.rest())
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
