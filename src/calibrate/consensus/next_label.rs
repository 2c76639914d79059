//! What one more rating of an item is worth: how much it is expected to lower the cost of a wrong decision.
//!
//! A decision costs Σ_k p_k · cost(k, decision), and the cheapest one is taken. One more rating by an average judge is
//! ℓ with chance Σ_k p_k · a(ℓ | k); after it the posterior is known, and so is the cheapest decision's cost. The
//! expected fall is the value, in the unit of the costs; it is never negative (Howard 1966, the value of information).

use super::Posteriors;
use crate::calibrate::Ratings;
use crate::calibrate::against_gold::cost::Costs;

/// How an average judge answers: chances by true label, given label.
#[derive(Debug, Clone, PartialEq)]
pub struct AverageJudge {
    labels: usize,
    rates: Vec<f64>,
    /// By true label, how many ratings its row rests on.
    pub mass: Vec<f64>,
}

impl AverageJudge {
    /// Pools all ratings, each weighted by the posterior of its item.
    ///
    /// With `only`, just those items count (gold, say: consensus flatters the judges it is made of). A true label
    /// without mass gets the average chance of being right and even errors.
    pub fn of(ratings: &Ratings, posteriors: &Posteriors, only: impl Fn(usize) -> bool) -> AverageJudge {
        let labels = ratings.labels();
        let mut by_given = vec![0.0; labels * labels];
        for (item, row) in posteriors.rows().enumerate().filter(|(item, _)| only(*item)) {
            for label in ratings.of(item).1 {
                let start = usize::from(*label) * labels;
                if let Some(counts) = by_given.get_mut(start..start + labels) {
                    counts.iter_mut().zip(row).for_each(|(count, value)| *count += value);
                }
            }
        }
        let count = |truth: usize, given: usize| by_given.get(given * labels + truth).copied().unwrap_or(0.0);
        let mass: Vec<f64> = (0..labels).map(|truth| (0..labels).map(|given| count(truth, given)).sum()).collect();
        let total: f64 = mass.iter().sum();
        let right = if total > 0.0 { (0..labels).map(|label| count(label, label)).sum::<f64>() / total } else { 0.0 };
        let mut rates = Vec::with_capacity(labels * labels);
        for (truth, mass) in mass.iter().enumerate() {
            rates.extend((0..labels).map(|given| match (*mass > 0.0, truth == given) {
                (true, _) => count(truth, given) / mass,
                (false, true) if total > 0.0 => right,
                (false, false) if total > 0.0 => (1.0 - right) / (labels - 1) as f64,
                (false, _) => 1.0 / labels as f64,
            }));
        }
        AverageJudge { labels, rates, mass }
    }

    /// Returns the chance that the average judge says `given` where `truth` is true, 0 outside the table.
    pub fn rate(&self, truth: u16, given: u16) -> f64 {
        if usize::from(given) >= self.labels {
            return 0.0;
        }
        self.rates.get(usize::from(truth) * self.labels + usize::from(given)).copied().unwrap_or(0.0)
    }
}

/// Returns by item how much one more rating by an average judge is expected to lower the expected cost, ≥ 0.
///
/// Closed form, O(labels³) an item. Give it calibrated probabilities ([`super::confidence`]): a consensus that is
/// wildly sure of itself has nothing to learn.
pub fn value_of_one_more(posteriors: &Posteriors, judge: &AverageJudge, costs: &Costs) -> Vec<f64> {
    let labels = posteriors.labels();
    let mut joint = vec![0.0; labels];
    let cheapest = |weights: &[f64]| costs.cheapest(weights).map_or(f64::INFINITY, |(_, cost)| cost);
    let mut value = |row: &[f64]| {
        let now = cheapest(row);
        let mut after = 0.0;
        for given in 0..labels {
            let rates = judge.rates.iter().skip(given).step_by(labels.max(1));
            joint.iter_mut().zip(row).zip(rates).for_each(|((joint, value), rate)| *joint = value * rate);
            after += cheapest(&joint);
        }
        (now - after).max(0.0)
    };
    posteriors.rows().map(&mut value).collect()
}
