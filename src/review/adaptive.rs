//! The order that learns.
//!
//! Before anyone has looked, it is the audit's: the highest probability of being wrong first. Each verdict then teaches a
//! small model which words, under which decisions, go with errors, and the rest is put in order again. The model begins by
//! believing the cold order (its log-odds are a feature whose weight starts at 1), so that few verdicts move little.
//!
//! Words count by the decision of the judge in question, since what gives a wrong refusal away says nothing of a wrong
//! compliance, and again by each of the item's other fields (its kind, its surface), since the same answer may be right for
//! one kind and wrong for another. What all judges decided counts one by one and as a whole. That was chosen on XSTest from
//! two dozen variants, none of which moved the area by more than .015.

use std::cmp::Reverse;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::calibrate::intervals::random::Random;
use crate::calibrate::learner::{Feature, Softmax};

/// First step of a weight; of .03, .1 and .3 none is better by more than .002 of the area on XSTest.
const STEP: f32 = 0.1;
/// How often all verdicts are gone through when some have come in.
const PASSES: usize = 2;
/// Verdicts gone through in one pass, at most, drawn anew each time.
const REPEATED_MAX: usize = 4096;
/// Verdicts for which everything is gone through once more where they come all at once, and how often at most.
const VERDICTS_A_ROUND: usize = 10;
const ROUNDS_MAX: usize = 10;
/// Slopes that the belief in the cold order counts for: a few hundred verdicts can turn it.
const BELIEF: f32 = 10.0;
/// What an item's words count for together.
const WORDS: f32 = 2.0;
/// The place of the cold order's log-odds; place 0 stands for every item.
const COLD: u16 = 1;
/// Odds are held within these: a cold order is never certain.
const SUREST: f64 = 0.995;

/// One decision that may be wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The probability that it is wrong, before anyone has looked.
    pub cold: f64,
    /// The places of the item's words.
    pub words: Vec<u16>,
    /// What the judge in question decided, as a number.
    pub stance: u64,
    /// What else is known of the item, as numbers that tell field and value: one each.
    pub facets: Vec<u64>,
    /// What all judges decided, as numbers that tell judge and decision: one each.
    pub stances: Vec<u64>,
    /// Equal for items that one verdict settles; 0: it stands alone.
    pub cluster: u64,
    /// Equal for items that a model must know all or none of where twins are to be held apart.
    pub kin: u64,
}

/// An order of candidates that learns from verdicts.
#[derive(Debug, Clone)]
pub struct Adaptive {
    features: Vec<Vec<Feature>>,
    kin: Vec<u64>,
    scores: Vec<f64>,
    /// Breaks ties at random.
    luck: Vec<usize>,
    verdicts: Vec<(usize, bool)>,
    is_done: Vec<bool>,
    models: Vec<Softmax>,
    random: Random,
}

impl Adaptive {
    /// Begins with the cold order; ties stand in an order drawn from the seed.
    ///
    /// With `folds` above 1 there are so many models, each blind to the verdicts on a part of the kin: no candidate is
    /// judged by a model that has met its twin. That is for measuring; who reviews wants what twins teach.
    pub fn new(candidates: &[Candidate], folds: usize, seed: u64) -> Adaptive {
        let mut random = Random::new(seed);
        let mut luck: Vec<usize> = (0..candidates.len()).collect();
        random.shuffle(&mut luck);
        Adaptive {
            features: candidates.iter().map(features).collect(),
            kin: candidates.iter().map(|candidate| candidate.kin).collect(),
            scores: candidates.iter().map(|candidate| candidate.cold).collect(),
            luck,
            verdicts: Vec::new(),
            is_done: vec![false; candidates.len()],
            models: vec![beginning(); folds.max(1)],
            random,
        }
    }

    /// Returns the next candidates to look at, the likeliest error first.
    pub fn next(&self, count: usize) -> Vec<usize> {
        let mut left: Vec<(Reverse<Score>, usize, usize)> = self
            .scores
            .iter()
            .zip(&self.luck)
            .zip(&self.is_done)
            .enumerate()
            .filter(|(_, (_, is_done))| !**is_done)
            .map(|(at, ((score, luck), _))| (Reverse(Score(*score)), *luck, at))
            .collect();
        left.sort_unstable();
        left.into_iter().take(count).map(|(_, _, at)| at).collect()
    }

    /// Takes a candidate's verdict: whether the decision was wrong.
    pub fn tell(&mut self, candidate: usize, wrong: bool) {
        if let Some(is_done) = self.is_done.get_mut(candidate).filter(|is_done| !**is_done) {
            *is_done = true;
            self.verdicts.push((candidate, wrong));
        }
    }

    /// Learns from all verdicts so far and puts what is left in order again.
    pub fn learn(&mut self) {
        let folds = self.models.len() as u64;
        let mut order = self.verdicts.clone();
        for _ in 0..PASSES {
            self.random.shuffle(&mut order);
            for (at, wrong) in order.iter().take(REPEATED_MAX) {
                let (Some(features), Some(kin)) = (self.features.get(*at), self.kin.get(*at)) else { continue };
                for (fold, model) in self.models.iter_mut().enumerate() {
                    if folds == 1 || kin % folds != fold as u64 {
                        model.learn(features, &outcome(*wrong));
                    }
                }
            }
        }
        let rest = self.scores.iter_mut().zip(&self.features).zip(&self.kin).zip(&self.is_done);
        for (((score, features), kin), _) in rest.filter(|(_, is_done)| !**is_done) {
            let model = self.models.get((kin % folds) as usize);
            let share = model.and_then(|model| model.shares(features).get(1).copied());
            *score = share.map_or(*score, f64::from);
        }
    }
}

/// What all verdicts that have come in teach of one judge's errors, for those who have no use for the way there.
#[derive(Debug, Clone)]
pub struct Taught {
    model: Softmax,
}

impl Taught {
    /// Learns from decisions and whether each was wrong. The same in the same order give the same.
    ///
    /// An order that learns after every batch goes through the first verdicts again and again; so they are gone through
    /// here, the more often the more there are.
    pub fn new(told: impl Iterator<Item = (Candidate, bool)>, seed: u64) -> Taught {
        let mut lessons: Vec<(Vec<Feature>, bool)> =
            told.map(|(candidate, wrong)| (features(&candidate), wrong)).collect();
        let (mut model, mut random) = (beginning(), Random::new(seed));
        for _ in 0..PASSES * (lessons.len() / VERDICTS_A_ROUND).clamp(1, ROUNDS_MAX) {
            random.shuffle(&mut lessons);
            for (features, wrong) in lessons.iter().take(REPEATED_MAX) {
                model.learn(features, &outcome(*wrong));
            }
        }
        model.settle();
        Taught { model }
    }

    /// Returns the probability that a decision is wrong.
    pub fn wrong(&self, candidate: &Candidate) -> f64 {
        self.model.shares(&features(candidate)).get(1).copied().map_or(candidate.cold, f64::from)
    }
}

/// A model that believes the cold order.
fn beginning() -> Softmax {
    let mut model = Softmax::new(2, STEP);
    model.believe(COLD, &[-0.5, 0.5], BELIEF);
    model
}

fn outcome(wrong: bool) -> [f32; 2] {
    if wrong { [0.0, 1.0] } else { [1.0, 0.0] }
}

/// A probability, in order.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Score(f64);

impl Eq for Score {}

impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Score) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Score {
    fn cmp(&self, other: &Score) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

fn place(number: u64, seed: u64) -> u16 {
    // Places 0 and 1 have meanings of their own.
    (xxh3_64_with_seed(&number.to_le_bytes(), seed) as u16).max(2)
}

fn features(candidate: &Candidate) -> Vec<Feature> {
    let odds = candidate.cold.clamp(1.0 - SUREST, SUREST);
    let mut features = vec![(0, 1.0), (COLD, (odds / (1.0 - odds)).ln() as f32)];
    let word = WORDS / (candidate.words.len().max(1) as f32).sqrt();
    let facets = candidate.facets.iter().map(|facet| candidate.stance ^ facet);
    for under in std::iter::once(candidate.stance).chain(facets) {
        features.extend(candidate.words.iter().map(|word_at| (place(u64::from(*word_at), under), word)));
    }
    let each = 1.0 / (candidate.stances.len().max(1) as f32).sqrt();
    features.extend(candidate.stances.iter().map(|stance| (place(*stance, candidate.stance ^ 1), each)));
    let all = candidate.stances.iter().fold(candidate.stance, |all, one| xxh3_64_with_seed(&one.to_le_bytes(), all));
    features.push((place(all, 2), 1.0));
    features
}

#[cfg(test)]
mod tests;
