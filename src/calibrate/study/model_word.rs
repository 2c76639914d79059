//! What models' answers lead to expect: a probability of each label for every item, for the methods of consensus that hear a
//! model beside the raters.
//!
//! No model says how probable each label of a ladder is: it gives a verdict, and scores for kinds of harm. What raters say
//! where models answer so is learnt (softmax regression), each item by a regression that has seen neither it nor its near
//! duplicates. It reads each model's verdict and the log-odds of each of its scores, all models together, and is taught by
//! raters' votes alone: gold is left to choose between methods. A score that is ever outside 0 to 1 is no probability of
//! anything and not read, nor is an answer that gold of the item was made from.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Panel;
use crate::calibrate::consensus::{Posteriors, Unfit};
use crate::calibrate::learner::{Feature, PLACES, apart};
use crate::calibrate::sheet::{JudgeKind, Sheet};

/// Regressions, each blind to its part of the items.
const FOLDS: usize = 5;
/// With fewer items that two raters and a model answered nothing is learnt.
const ITEMS_MIN: usize = 100;
/// About so many items teach.
const ITEMS_MAX: usize = 50_000;
/// No score is taken to be surer than this.
const SURE: f64 = 0.999;
/// Log-odds of one point are this much of a feature, so that a sure score weighs about as much as a verdict.
const SCALE: f64 = 0.25;

/// Which models were heard beside the raters, and what taught how to read them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ModelWord {
    /// The models.
    pub models: Vec<String>,
    /// Scores read as probabilities, over all models.
    pub scores: u64,
    /// Items that two raters and a model answered, whose votes taught.
    pub learnt_from: u64,
    /// Items with a probability of each label.
    pub answered: u64,
    /// Why there are no probabilities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
}

/// Returns the probabilities, a row of zeros where no model answered, or why there are none; and what is to be told of them.
pub fn model_word(sheet: &Sheet, panel: &Panel, seed: u64) -> (Result<Posteriors, Unfit>, ModelWord) {
    let none = ModelWord { models: Vec::new(), scores: 0, learnt_from: 0, answered: 0, why: None };
    let refused = |why| (Err(Unfit(why)), ModelWord { why: Some(why), ..none.clone() });
    let models: Vec<u32> =
        (0..).zip(&sheet.judges).filter(|(_, judge)| judge.kind == JudgeKind::Model).map(|(at, _)| at).collect();
    if models.is_empty() {
        return refused("it hears a model beside the raters, and there is none");
    }
    if panel.with_models {
        return refused("it hears a model beside the raters, and here models are judges of the panel themselves");
    }
    let answers = Answers::of(sheet, &models);
    let names =
        models.iter().filter_map(|at| sheet.judges.get(*at as usize)).map(crate::calibrate::sheet::Judge::title);
    let word =
        ModelWord { models: names.collect(), scores: answers.scores, answered: answers.features.len() as u64, ..none };
    let labels = sheet.scale.labels().len();
    if answers.places > PLACES {
        let why = "the models have more scores than can be read";
        return (Err(Unfit(why)), ModelWord { why: Some(why), ..word });
    }
    let (items, features): (Vec<u32>, Vec<Vec<Feature>>) = answers.features.into_iter().unzip();
    let mut told: Vec<Option<Vec<f32>>> = items.iter().map(|item| votes(panel, *item as usize, labels)).collect();
    let word = ModelWord { learnt_from: told.iter().flatten().count() as u64, ..word };
    if word.learnt_from < ITEMS_MIN as u64 {
        let why =
            "fewer than 100 items were answered by a model and by two raters, too few to learn how to read the model";
        return (Err(Unfit(why)), ModelWord { why: Some(why), ..word });
    }
    thin(&mut told);
    let kin: Vec<u64> =
        items.iter().map(|item| sheet.clusters.get(*item as usize).map_or(0, |own| u64::from(*own))).collect();
    let rows = apart(&features, &told, &kin, (labels, FOLDS), seed);
    let mut posteriors = Posteriors::new(sheet.items.len(), labels);
    for (item, shares) in items.iter().zip(rows) {
        posteriors.row_mut(*item as usize).iter_mut().zip(shares).for_each(|(cell, share)| *cell = share);
    }
    (Ok(posteriors), word)
}

/// Returns the shares of the votes of an item that two raters or more rated.
fn votes(panel: &Panel, item: usize, labels: usize) -> Option<Vec<f32>> {
    let (_, given) = panel.ratings.of(item);
    let mut shares = vec![0.0; labels];
    for label in given {
        shares.get_mut(usize::from(*label)).into_iter().for_each(|share| *share += 1.0 / given.len() as f32);
    }
    (given.len() > 1).then_some(shares)
}

/// Leaves so many lessons that learning stays fast.
fn thin(told: &mut [Option<Vec<f32>>]) {
    let stride = told.iter().flatten().count().div_ceil(ITEMS_MAX).max(1);
    let taught = told.iter_mut().filter(|votes| votes.is_some()).enumerate();
    taught.filter(|(at, _)| at % stride != 0).for_each(|(_, votes)| *votes = None);
}

/// What models answered, as features by item.
struct Answers {
    features: BTreeMap<u32, Vec<Feature>>,
    scores: u64,
    /// How many different features there are.
    places: usize,
}

impl Answers {
    fn of(sheet: &Sheet, models: &[u32]) -> Answers {
        let labels = sheet.scale.labels().len();
        let mut features: BTreeMap<u32, Vec<Feature>> = BTreeMap::new();
        // The first place stands for every item.
        let mut add = |item: u32, judge: u32, place: usize, value: f32| {
            if let Some(place) = u16::try_from(place).ok().filter(|_| !sheet.is_circular(item, judge)) {
                features.entry(item).or_insert_with(|| vec![(0, 1.0)]).push((place, value));
            }
        };
        let first = |judge: u32| models.binary_search(&judge).ok().map(|at| 1 + at * labels);
        for (item, judge, label) in sheet.ratings.iter() {
            first(judge).into_iter().for_each(|place| add(item, judge, place + usize::from(label), 1.0));
        }
        let is_chance = |(_, score): &(u32, f64)| (0.0..=1.0).contains(score);
        let read = sheet.scores.iter().filter(|own| first(own.judge).is_some() && own.rows.iter().all(is_chance));
        let (mut place, mut scores) = (1 + models.len() * labels, 0);
        for series in read {
            for (item, score) in &series.rows {
                let chance = score.clamp(1.0 - SURE, SURE);
                add(*item, series.judge, place, (SCALE * (chance / (1.0 - chance)).ln()) as f32);
            }
            (place, scores) = (place + 1, scores + 1);
        }
        Answers { features, scores, places: place }
    }
}
