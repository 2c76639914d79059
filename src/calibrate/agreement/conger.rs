//! Conger's kappa: Cohen's for more than two judges, each with a habit of their own.

use super::chance::{Coefficient, NO_PAIR, Part, corrected, observed, within};
use super::profiles::{Profile, Profiles};
use super::weights::Weights;
use crate::calibrate::Ratings;

/// Returns Conger's kappa (1980), generalised to weights and missing ratings (Gwet 2014).
///
/// Chance draws two different judges and a label from each one's own habit; with two judges who rated every item it is
/// Cohen's kappa. Judges without a rating are left out. Undefined with fewer than two judges. The standard error
/// counts a judge's absence from an item as Gwet does.
pub fn conger(ratings: &Ratings, weights: &Weights) -> Coefficient {
    let Some((agreement, met)) = observed(&Profiles::of(ratings), weights) else {
        return Coefficient::undefined(0, NO_PAIR);
    };
    let habits = Habits::of(ratings, weights);
    if habits.judges < 2.0 {
        return Coefficient::undefined(met, "there is only one judge");
    }
    let mut given = Vec::new();
    let mut parts = Vec::new();
    for item in 0..ratings.items() {
        let (judges, labels) = ratings.of(item);
        if labels.is_empty() {
            continue;
        }
        count(labels, &mut given);
        let profile = Profile { given: &given, times: 1 };
        parts.push(Part { observed: within(&profile, weights), expected: habits.chance(judges, labels), times: 1 });
    }
    corrected(parts.iter().copied(), agreement, habits.expected)
}

fn count(labels: &[u16], given: &mut Vec<(u16, u32)>) {
    let mut sorted = labels.to_vec();
    sorted.sort_unstable();
    given.clear();
    let runs = sorted.chunk_by(|a, b| a == b);
    given.extend(runs.filter_map(|run| run.first().map(|label| (*label, run.len() as u32))));
}

/// What each judge gives how often, and what follows for chance.
struct Habits {
    labels: usize,
    judges: f64,
    expected: f64,
    /// What an item adds to chance through every judge being absent from it.
    absent: f64,
    /// How much a judge's presence changes that, whatever the label they give.
    present: Vec<f64>,
    /// How much more it is for each label that the judge may give, judge by judge.
    gain: Vec<f64>,
}

impl Habits {
    fn of(ratings: &Ratings, weights: &Weights) -> Habits {
        let labels = weights.size();
        let mut shares = vec![0.0; ratings.judges() * labels];
        let mut counts = vec![0.0; ratings.judges()];
        for (_, judge, label) in ratings.iter() {
            if let Some(cell) = shares.get_mut(judge as usize * labels + label as usize) {
                *cell += 1.0;
            }
            if let Some(sum) = counts.get_mut(judge as usize) {
                *sum += 1.0;
            }
        }
        for (row, count) in shares.chunks_mut(labels.max(1)).zip(&counts) {
            row.iter_mut().for_each(|cell| *cell /= f64::max(*count, 1.0));
        }
        let judges = counts.iter().filter(|count| **count > 0.0).count() as f64;
        let mut habits = Habits {
            labels,
            judges,
            expected: 0.0,
            absent: 0.0,
            present: Vec::new(),
            gain: Vec::with_capacity(shares.len()),
        };
        habits.fill(&shares, &counts, ratings, weights);
        habits
    }

    fn fill(&mut self, shares: &[f64], counts: &[f64], ratings: &Ratings, weights: &Weights) {
        let items = (0..ratings.items()).filter(|item| !ratings.of(*item).1.is_empty()).count() as f64;
        let mut total = vec![0.0; self.labels];
        let rows = || shares.chunks(self.labels.max(1)).zip(counts);
        for (row, _) in rows() {
            total.iter_mut().zip(row).for_each(|(sum, share)| *sum += share);
        }
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let pairs = self.judges * (self.judges - 1.0);
        let mut same = 0.0;
        for (row, count) in rows() {
            if *count == 0.0 {
                self.present.push(0.0);
                self.gain.extend(std::iter::repeat_n(0.0, self.labels));
                continue;
            }
            let mean = weights.mean(row);
            same += dot(&mean, row);
            // What the other judges give, in sum.
            let others: Vec<f64> = total.iter().zip(row).map(|(sum, own)| sum - own).collect();
            let usual = dot(&mean, &others) / pairs;
            let scale = items / count;
            self.absent += usual;
            self.present.push(-usual * scale);
            self.gain.extend(weights.mean(&others).iter().map(|gain| gain * scale / pairs));
        }
        self.expected = (dot(&weights.mean(&total), &total) - same) / pairs;
    }

    fn chance(&self, judges: &[u32], labels: &[u16]) -> f64 {
        let own = |(judge, label): (&u32, &u16)| {
            let gain = self.gain.get(*judge as usize * self.labels + *label as usize).copied().unwrap_or(0.0);
            gain + self.present.get(*judge as usize).copied().unwrap_or(0.0)
        };
        self.absent + judges.iter().zip(labels).map(own).sum::<f64>()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;
    use crate::calibrate::agreement::weights::Weighting;

    #[test]
    fn one_judge_is_undefined() {
        let ratings = Ratings::new(2, 2, 2, vec![(0, 0, 1), (1, 0, 0)]);
        assert_eq!(conger(&ratings, &Weights::new(Weighting::Identity, 2)).figure.why, Some(NO_PAIR));
    }
}
