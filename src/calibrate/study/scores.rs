//! Models' scores against gold: do they rank, are they true to their word, and where to set a threshold.

use serde::Serialize;

use super::StudyOptions;
use crate::calibrate::Figure;
use crate::calibrate::intervals::random::Random;
use crate::calibrate::scores::brier::Parts;
use crate::calibrate::scores::price::{PARTS, Priced, Prices};
use crate::calibrate::scores::reliability::Reliability;
use crate::calibrate::scores::thresholds::{ErrorCosts, Threshold, cheapest};
use crate::calibrate::scores::{Ranked, average_precision, brier, equal_mass, equal_width, log_loss, roc_area};
use crate::calibrate::sheet::scale::Order;
use crate::calibrate::sheet::{Declared, ScoreSeries, Sheet};

/// Bins of a reliability table.
const BINS: usize = 10;
/// How many times as much a missed violation may cost as a false alarm.
const MISS_COSTS: [f64; 5] = [1.0, 2.0, 5.0, 10.0, 20.0];
/// Why nothing is known of a score.
const NEVER: &str = "gold never gives this label";
/// With fewer gold items on either side no threshold is chosen.
const SIDE_MIN: usize = 10;

/// A score on an item with gold.
struct Scored {
    item: u32,
    score: f64,
    gold: u16,
    /// Gold has what the score is for.
    positive: bool,
}

/// A model's score against gold: does a higher score mean that gold acts?
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScoreReport {
    /// The score.
    pub name: String,
    /// What it is held against.
    pub against: String,
    /// The area under the ROC curve.
    pub roc_area: Figure,
    /// Average precision.
    pub average_precision: Figure,
    /// Brier's score.
    pub brier: Figure,
    /// What it is made of, over the bins of `reliability`.
    pub brier_parts: Option<Parts>,
    /// The mean of −ln of the chance given to what came true.
    pub log_loss: Figure,
    /// Expected calibration error over bins of equally many items.
    pub expected_error_of_equal_bins: Figure,
    /// Chances against what came true.
    pub reliability: Reliability,
    /// The cheapest threshold if a miss costs as much as a false alarm, with what it costs on the items it was chosen on.
    pub cheapest: Option<Threshold>,
    /// The threshold that the model declares, if it is one.
    pub declared: Option<f64>,
    /// Thresholds where errors cost unlike.
    pub thresholds: Vec<PricedThreshold>,
}

/// The cheapest threshold by what errors cost.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PricedThreshold {
    /// How many times as much a missed violation costs as a false alarm; none: by the costs of the corpus's card.
    pub miss: Option<f64>,
    /// The score from which acting costs least, chosen on all items; none: it is cheapest never to act.
    pub from: Option<f64>,
    /// On how many of the items it acts then.
    pub taken: u64,
    /// What an item costs on average when the threshold is chosen on other items.
    pub cost: Figure,
    /// What an item costs on average at the declared threshold.
    pub declared_cost: Figure,
}

/// Holds a judge's scores against gold: one that is called as a label that gold gives, against whether gold gives it; any other
/// against whether gold is stronger than the weakest label. One that gold never gives,
/// of a judge who scores labels that gold gives, is for another kind of harm and held against nothing.
pub fn scores(sheet: &Sheet, judge: u32, options: &StudyOptions) -> Vec<ScoreReport> {
    let own = sheet.scores.iter().filter(|series| series.judge == judge);
    own.filter_map(|series| score(sheet, series, options)).collect()
}

fn score(sheet: &Sheet, series: &ScoreSeries, options: &StudyOptions) -> Option<ScoreReport> {
    if sheet.scale.order() == Order::Nominal {
        return None;
    }
    let label = sheet.gold_labels.find(&series.name);
    let mut own = sheet.scores.iter().filter(|other| other.judge == series.judge);
    if label.is_none() && own.any(|other| sheet.gold_labels.find(&other.name).is_some()) {
        return Some(never_given(series));
    }
    let known = |(item, score): &(u32, f64)| {
        let gold = sheet.gold.get(*item as usize).copied().flatten()?;
        let positive = match label {
            Some(label) => sheet.gold_labels.has(*item, label)?,
            None => gold > 0,
        };
        (!sheet.is_circular(*item, series.judge)).then_some(Scored { item: *item, score: *score, gold, positive })
    };
    let rows: Vec<Scored> = series.rows.iter().filter_map(known).collect();
    if rows.is_empty() {
        return None;
    }
    let (scores, acts): (Vec<f64>, Vec<bool>) = rows.iter().map(|row| (row.score, row.positive)).unzip();
    let ranked = Ranked::new(&scores, &acts);
    let reliability = equal_width(&scores, &acts, BINS, options.seed);
    let score = brier(&scores, &acts, &reliability);
    Some(ScoreReport {
        name: series.name.clone(),
        against: match label {
            Some(_) => format!("gold labels {}", series.name),
            None => format!("gold stronger than {}", sheet.scale.name(0)),
        },
        roc_area: roc_area(&ranked),
        average_precision: average_precision(&ranked),
        brier: score.score,
        brier_parts: score.parts,
        log_loss: log_loss(&scores, &acts),
        expected_error_of_equal_bins: equal_mass(&scores, &acts, BINS, options.seed).expected_error,
        cheapest: cheapest(&ranked, ErrorCosts { false_alarm: 1.0, miss: 1.0 }),
        reliability,
        declared: declared(series),
        thresholds: thresholds(sheet, series, &rows, label.is_some(), options),
    })
}

/// A score for a label that gold never gives: whether gold acts for other reasons says nothing about it.
fn never_given(series: &ScoreSeries) -> ScoreReport {
    let none = || Figure::undefined(0, NEVER);
    ScoreReport {
        name: series.name.clone(),
        against: format!("gold labels {}", series.name),
        roc_area: none(),
        average_precision: none(),
        brier: none(),
        brier_parts: None,
        log_loss: none(),
        expected_error_of_equal_bins: none(),
        reliability: Reliability::undefined(NEVER),
        cheapest: None,
        declared: declared(series),
        thresholds: Vec::new(),
    }
}

fn declared(series: &ScoreSeries) -> Option<f64> {
    match series.declared {
        Declared::At(from) => Some(from),
        Declared::Never | Declared::Several => None,
    }
}

/// Finds the cheapest threshold at each price of a miss, and at the card's own costs if it has some.
fn thresholds(
    sheet: &Sheet,
    series: &ScoreSeries,
    rows: &[Scored],
    is_of_label: bool,
    options: &StudyOptions,
) -> Vec<PricedThreshold> {
    // A card prices verdicts, and no label says which verdict it means.
    let card = (!options.costs.is_empty() && !is_of_label).then_some(None);
    let all = MISS_COSTS.iter().map(|miss| Some(*miss)).chain(card);
    let acting = rows.iter().filter(|row| row.positive).count();
    let few = acting.min(rows.len() - acting) < SIDE_MIN;
    let one = |miss: Option<f64>| {
        let prices = Prices::new(rows.iter().map(|row| priced(sheet, row, miss, options)).collect());
        let declared_cost = match series.declared {
            Declared::At(from) => prices.cost(Some(from)),
            Declared::Never => Figure::undefined(rows.len() as u64, "the model declares no threshold"),
            Declared::Several => Figure::undefined(rows.len() as u64, "the model declares several thresholds"),
        };
        let cost = match few {
            true => Figure::undefined(rows.len() as u64, "too few gold items on one side to choose a threshold"),
            false => prices.cross_fitted(),
        };
        let from = prices.cheapest().filter(|_| !few);
        PricedThreshold { miss, from, taken: prices.taken(from), cost, declared_cost }
    };
    all.map(one).collect()
}

/// Prices an item. By a card's costs, acting is right where gold acts, and a false alarm costs what the mildest label that
/// acts costs.
fn priced(sheet: &Sheet, row: &Scored, miss: Option<f64>, options: &StudyOptions) -> Priced {
    let set = |right: u16, given: u16| {
        let of = |(r, g, _): &&(String, String, f64)| r == sheet.scale.name(right) && g == sheet.scale.name(given);
        options.costs.iter().find(of).map_or(1.0, |(.., cost)| *cost)
    };
    let (left, taken) = match (row.positive, miss) {
        (false, Some(_)) => (0.0, 1.0),
        (true, Some(miss)) => (miss, 0.0),
        (false, None) => (0.0, set(0, 1)),
        (true, None) => (set(row.gold, 0), 0.0),
    };
    let cluster = sheet.clusters.get(row.item as usize).copied().unwrap_or(row.item);
    let part = Random::stream(options.seed, u64::from(cluster)).below(u64::from(PARTS)) as u32;
    Priced { score: row.score, left, taken, part }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;
    use crate::calibrate::sheet::{ItemSaid, Judge, JudgeKind, Said, Scale, SheetBuilder};

    #[test]
    fn a_score_for_a_label_that_gold_never_gives_is_held_against_nothing() {
        let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<yes").unwrap(), vec![]);
        for number in 0..60_u16 {
            let acts = number % 3 == 0;
            let score = f64::from(number % 10) / 10.0;
            let said = |name: &str, scores: &[&str]| Said {
                scores: scores.iter().map(|name| ((*name).to_owned(), score)).collect(),
                ..Said::new(Judge { kind: JudgeKind::Model, name: name.into(), version: None }, Ok(u16::from(acts)))
            };
            builder.add(ItemSaid {
                id: format!("i{number}"),
                said: vec![said("guard", &["hate", "privacy"]), said("plain", &["overall"])],
                gold: Some(u16::from(acts)),
                gold_labels: Some(if acts { vec!["hate".to_owned()] } else { vec![] }),
                ..ItemSaid::default()
            });
        }
        let sheet = builder.build();
        let found: Vec<ScoreReport> =
            (0..2).flat_map(|judge| scores(&sheet, judge, &StudyOptions::default())).collect();
        let of = |name: &str| found.iter().find(|own| own.name == name).unwrap();
        assert_eq!((of("privacy").roc_area.value, of("privacy").roc_area.why), (None, Some(NEVER)));
        assert!(of("privacy").thresholds.is_empty() && of("privacy").reliability.bins.is_empty());
        assert_eq!(of("hate").against, "gold labels hate");
        assert_eq!(of("overall").against, "gold stronger than no");
        assert_eq!((of("hate").roc_area.n, of("hate").average_precision.n), (60, 20));
        let parts = of("hate").brier_parts.clone().unwrap();
        let sum = parts.reliability - parts.resolution + parts.uncertainty + parts.within;
        assert!((sum - of("hate").brier.value.unwrap()).abs() < 1e-12);
    }
}
