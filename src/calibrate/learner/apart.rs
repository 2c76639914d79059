//! What items' words lead to expect, told by models that have not seen them.

use crate::calibrate::intervals::random::Random;

use super::{Feature, Softmax};

/// How often the items are gone through.
const PASSES: usize = 4;
/// First step of a weight.
const STEP: f32 = 0.1;

/// Returns the probability of each class for each item, from a model that has seen neither it nor its kin.
///
/// `told` has each item's probabilities of the classes, or `None` where nothing is known; `kin` is equal for items that one
/// model must know all or none of. There are `folds` models, at least 2; the seed orders what they learn.
pub fn apart(
    features: &[Vec<Feature>],
    told: &[Option<Vec<f32>>],
    kin: &[u64],
    (classes, folds): (usize, usize),
    seed: u64,
) -> Vec<Vec<f64>> {
    let folds = folds.max(2) as u64;
    let mut expected = vec![Vec::new(); features.len()];
    for fold in 0..folds {
        let mut model = Softmax::new(classes, STEP);
        let mut random = Random::new(seed);
        let known = features.iter().zip(told).zip(kin).filter(|(_, kin)| **kin % folds != fold);
        let mut lessons: Vec<(&Vec<Feature>, &Vec<f32>)> =
            known.filter_map(|((features, told), _)| Some((features, told.as_ref()?))).collect();
        for _ in 0..PASSES {
            random.shuffle(&mut lessons);
            lessons.iter().for_each(|(features, told)| model.learn(features, told));
        }
        let unseen = expected.iter_mut().zip(features).zip(kin).filter(|(_, kin)| **kin % folds == fold);
        for ((expected, features), _) in unseen {
            *expected = model.shares(features).into_iter().map(f64::from).collect();
        }
    }
    expected
}
