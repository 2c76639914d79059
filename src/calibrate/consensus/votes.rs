//! Votes, plain or weighted, and how often judges side with what won.

use super::fit::{decide, fill_unrated, mean_row};
use super::posteriors::{normalize, one_hot};
use super::{Options, Posteriors};
use crate::calibrate::Ratings;

/// Shares out the votes of every item; clamped gold wins its item outright.
///
/// Where all votes of an item weigh nothing they count alike: no weight is no reason to have no answer. Items without
/// a vote are left at zero.
pub(super) fn share_votes(ratings: &Ratings, options: &Options<'_>, weights: Option<&[f64]>) -> Posteriors {
    let mut posteriors = Posteriors::new(ratings.items(), ratings.labels());
    for (item, row) in posteriors.rows_mut().enumerate() {
        let (judges, labels) = ratings.of(item);
        if judges.is_empty() {
            continue;
        }
        if let Some(label) = options.gold_of(item, ratings.labels()) {
            one_hot(row, label);
            continue;
        }
        if let Some(weights) = weights {
            for (judge, label) in judges.iter().zip(labels) {
                if let (Some(cell), Some(weight)) = (row.get_mut(usize::from(*label)), weights.get(*judge as usize)) {
                    *cell += weight;
                }
            }
        }
        if normalize(row) <= 0.0 {
            for label in labels {
                if let Some(cell) = row.get_mut(usize::from(*label)) {
                    *cell += 1.0;
                }
            }
            normalize(row);
        }
    }
    posteriors
}

/// The outcome of a vote: rows, decisions, ties and label shares, with unrated items filled in.
pub(super) struct Outcome {
    pub(super) posteriors: Posteriors,
    pub(super) decisions: Vec<Option<u16>>,
    pub(super) ties: u64,
    pub(super) class_shares: Vec<f64>,
}

/// Holds a vote.
pub(super) fn vote(ratings: &Ratings, options: &Options<'_>, weights: Option<&[f64]>) -> Outcome {
    let mut posteriors = share_votes(ratings, options, weights);
    let class_shares = mean_row(ratings, &posteriors);
    fill_unrated(ratings, options, &class_shares, &mut posteriors);
    let (decisions, ties) = decide(ratings, options, &posteriors);
    Outcome { posteriors, decisions, ties, class_shares }
}

/// Returns by judge how often it gave the label that was decided, among its ratings of decided items; `None` without one.
pub(super) fn agreement(ratings: &Ratings, decisions: &[Option<u16>]) -> Vec<Option<f64>> {
    let mut sums = vec![(0_u64, 0_u64); ratings.judges()];
    for (item, decision) in decisions.iter().enumerate() {
        let Some(decision) = decision else { continue };
        let (judges, labels) = ratings.of(item);
        for (judge, label) in judges.iter().zip(labels) {
            if let Some((count, right)) = sums.get_mut(*judge as usize) {
                *count += 1;
                *right += u64::from(label == decision);
            }
        }
    }
    sums.iter().map(|(count, right)| (*count > 0).then(|| *right as f64 / *count as f64)).collect()
}
