//! Where one more rating saves most.

use serde::Serialize;

use super::StudyOptions;
use crate::calibrate::Ratings;
use crate::calibrate::against_gold::cost::Costs;
use crate::calibrate::consensus::Options;
use crate::calibrate::consensus::next_label::{AverageJudge, value_of_one_more};
use crate::calibrate::consensus::settle::Settled;
use crate::calibrate::sheet::Sheet;
use crate::calibrate::sheet::scale::Order;

/// Items that are listed.
const LISTED_MAX: usize = 200;
/// With so many gold items the average judge is read off gold alone.
const GOLD_MIN: usize = 50;
/// What is less is rounding.
const SAVING_MIN: f64 = 1e-12;

/// An item that is worth another rating.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NextLabel {
    /// The item.
    pub item: String,
    /// How much one more rating is expected to lower the cost of deciding the item.
    pub saving: f64,
    /// What the judges say together as it stands; none where labels are tied.
    pub label: Option<String>,
    /// How probable that is.
    pub probability: Option<f64>,
    /// The ratings there are.
    pub ratings: u64,
}

/// Where one more rating saves most.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NextLabels {
    /// The items, the greatest saving first; at most 200.
    pub next_labels: Vec<NextLabel>,
    /// The items on which one more rating saves anything, listed or not.
    pub next_labels_count: u64,
    /// What a saving is counted in.
    pub next_labels_unit: &'static str,
    /// Gold taught how far the probabilities can be believed; else they are too sure of themselves, and savings too small.
    pub next_labels_honest: bool,
}

/// Prices one more rating of every item that somebody rated and that has no gold.
pub fn next_labels(
    sheet: &Sheet,
    panel: &Ratings,
    gold: &[Option<u16>],
    settled: &Settled,
    options: &StudyOptions,
) -> NextLabels {
    let (costs, unit) = costs(sheet, options);
    let posteriors = settled.tempered(panel, &Options { gold, ..Options::default() });
    let decisions = &settled.fit.decisions;
    let has_gold = |item: usize| gold.get(item).copied().flatten().is_some();
    let rated = |item: usize| !panel.range(item).is_empty();
    let enough = (0..panel.items()).filter(|item| has_gold(*item) && rated(*item)).count() >= GOLD_MIN;
    let judge = AverageJudge::of(panel, &posteriors, |item| !enough || has_gold(item));
    let values = value_of_one_more(&posteriors, &judge, &costs);
    let open = values.iter().enumerate().filter(|(item, saving)| **saving > SAVING_MIN && rated(*item));
    // Gold that a judge of the panel made is gold all the same, and so is what a rating settles: such items need nobody.
    let adjudicated = |item: usize| sheet.adjudicated.contains_key(&(item as u32));
    let known = |item: usize| sheet.gold.get(item).copied().flatten().is_some() || adjudicated(item);
    let mut open: Vec<(usize, f64)> = open.filter(|(item, _)| !known(*item)).map(|(item, own)| (item, *own)).collect();
    open.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let row = |(item, saving): &(usize, f64)| {
        let decided = decisions.get(*item).copied().flatten();
        NextLabel {
            item: sheet.items.get(*item).cloned().unwrap_or_default(),
            saving: *saving,
            label: decided.map(|label| sheet.scale.name(label).to_owned()),
            probability: decided.map(|label| posteriors.get(*item, label)),
            ratings: panel.range(*item).len() as u64,
        }
    };
    NextLabels {
        next_labels: open.iter().take(LISTED_MAX).map(row).collect(),
        next_labels_count: open.len() as u64,
        next_labels_unit: unit,
        next_labels_honest: settled.honesty().is_some_and(|honesty| honesty.all_folds_temperature.is_some()),
    }
}

/// What deciding one label costs where another is right, and what that is counted in: the card's costs, else how far apart
/// labels stand, else 1 for every error.
fn costs(sheet: &Sheet, options: &StudyOptions) -> (Costs, &'static str) {
    let labels = sheet.scale.labels();
    let (values, size) = (sheet.scale.values(), labels.len());
    let value = |label: usize| values.get(label).copied().unwrap_or(0.0);
    let name = |label: usize| labels.get(label).map_or("", String::as_str);
    let nominal = sheet.scale.order() == Order::Nominal;
    let cell = |at: usize| {
        let (right, given) = (at / size.max(1), at % size.max(1));
        let set = options.costs.iter().find(|(r, g, _)| r == name(right) && g == name(given)).map(|(.., cost)| *cost);
        let plain = if right == given { 0.0 } else { 1.0 };
        let apart = if nominal || !options.costs.is_empty() { plain } else { (value(right) - value(given)).abs() };
        set.unwrap_or(apart)
    };
    let unit = match (options.costs.is_empty(), sheet.scale.order()) {
        (false, _) => "costs of the corpus's card",
        (true, Order::Nominal) => "errors",
        (true, Order::Ordinal) => "steps of the ladder",
        (true, Order::Interval) => "differences of labels",
    };
    let costs = Costs::new(size, size, (0..size * size).map(cell).collect());
    (costs.unwrap_or_else(|| Costs::even(size, size)), unit)
}
