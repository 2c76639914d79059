//! What one more rating of an item is worth: how much it is expected to lower the cost of a wrong decision.
//!
//! A decision costs Σ_k p_k · cost(k, decision), and the cheapest one is taken. One more rating by an average judge is
//! ℓ with chance Σ_k p_k · a(ℓ | k); after it the posterior is known, and so is the cheapest decision's cost. The
//! expected fall is the value, in the unit of the costs; it is never negative (Howard 1966, the value of information).

use super::Posteriors;
use crate::calibrate::Ratings;

/// What it costs to decide one label where another is true.
#[derive(Debug, Clone, PartialEq)]
pub struct Costs {
    labels: usize,
    /// By true label, decided label.
    values: Vec<f64>,
}

impl Costs {
    /// Makes costs of 0 for a right decision and 1 for every wrong one: the value is then a probability of error saved.
    pub fn zero_one(labels: usize) -> Costs {
        let cell = |at: usize| f64::from(u8::from(at / labels.max(1) != at % labels.max(1)));
        Costs { labels, values: (0..labels * labels).map(cell).collect() }
    }

    /// Makes costs of rows by true label, columns by decided label, laid end to end; nothing where their number is not
    /// `labels`² or one is not finite.
    pub fn from_values(labels: usize, values: Vec<f64>) -> Option<Costs> {
        let fits = values.len() == labels * labels && values.iter().all(|value| value.is_finite());
        fits.then_some(Costs { labels, values })
    }

    fn by_truth(&self) -> std::slice::ChunksExact<'_, f64> {
        self.values.chunks_exact(self.labels.max(1))
    }

    /// Returns the cost of the cheapest decision for weights of the true labels (which need not sum to 1).
    fn cheapest(&self, weights: &[f64], sums: &mut [f64]) -> f64 {
        sums.fill(0.0);
        for (weight, costs) in weights.iter().zip(self.by_truth()) {
            sums.iter_mut().zip(costs).for_each(|(sum, cost)| *sum += weight * cost);
        }
        sums.iter().copied().fold(f64::INFINITY, f64::min)
    }
}

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
    let (mut sums, mut joint) = (vec![0.0; labels], vec![0.0; labels]);
    let mut value = |row: &[f64]| {
        let now = costs.cheapest(row, &mut sums);
        let mut after = 0.0;
        for given in 0..labels {
            let rates = judge.rates.iter().skip(given).step_by(labels.max(1));
            joint.iter_mut().zip(row).zip(rates).for_each(|((joint, value), rate)| *joint = value * rate);
            after += costs.cheapest(&joint, &mut sums);
        }
        (now - after).max(0.0)
    };
    posteriors.rows().map(&mut value).collect()
}
