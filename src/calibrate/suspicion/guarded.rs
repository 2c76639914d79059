//! A consensus that stays unsure where it should.

use crate::calibrate::ratings::Ratings;

/// Rounds of estimation. Five are enough to learn who errs; many more make posteriors of 0 and 1.
const ROUNDS: usize = 5;
/// Ratings that the pooled confusion counts for in a judge's own, over all rows together.
const POOLED_RATINGS: f64 = 40.0;
/// How far the errors of judges on one item go together.
const CORRELATION: f64 = 0.2;

/// A consensus: the probability of each label for each item, and what each judge gives where a label is right.
#[derive(Debug, Clone, PartialEq)]
pub struct Guarded {
    /// By item, by label; each item's sum to 1.
    pub posteriors: Vec<Vec<f64>>,
    /// By judge, then row by row: the probability of giving each label (column) where a label (row) is right.
    pub confusions: Vec<Vec<f64>>,
    /// How often each label is right.
    pub priors: Vec<f64>,
}

/// Estimates the consensus by the model of Dawid and Skene (1979), held back in three ways.
///
/// Each judge's confusion is shrunk towards that of all judges together, as if by 40 more ratings; the evidence on an item
/// is divided by its design effect, 1 + (m − 1) · 0.2 for m ratings (Kish 1965), since judges err together on what is
/// hard; and only five rounds are made. An item that nobody rated has the priors.
pub fn guarded(ratings: &Ratings) -> Guarded {
    let labels = ratings.labels();
    let mut posteriors: Vec<Vec<f64>> = (0..ratings.items()).map(|item| votes(ratings, item)).collect();
    let (mut confusions, mut priors) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        priors = normalised(posteriors.iter().fold(vec![1.0; labels], |sums, shares| added(sums, shares)));
        confusions = measured(ratings, &posteriors);
        for (item, shares) in posteriors.iter_mut().enumerate() {
            *shares = posterior(ratings, item, &confusions, &priors);
        }
    }
    Guarded { posteriors, confusions, priors }
}

fn votes(ratings: &Ratings, item: usize) -> Vec<f64> {
    let mut shares = vec![0.0; ratings.labels()];
    for label in ratings.of(item).1 {
        if let Some(share) = shares.get_mut(usize::from(*label)) {
            *share += 1.0;
        }
    }
    normalised(shares)
}

fn added(mut sums: Vec<f64>, more: &[f64]) -> Vec<f64> {
    sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
    sums
}

/// Divides by the sum; evenly spread where there is nothing.
pub(super) fn normalised(mut values: Vec<f64>) -> Vec<f64> {
    let total: f64 = values.iter().sum();
    let count = values.len() as f64;
    values.iter_mut().for_each(|value| *value = if total > 0.0 { *value / total } else { 1.0 / count });
    values
}

/// What each judge gives where a label is right, rows shrunk towards what all give.
fn measured(ratings: &Ratings, posteriors: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let labels = ratings.labels();
    let mut counts = vec![vec![0.0; labels * labels]; ratings.judges()];
    let mut pooled = vec![0.0; labels * labels];
    for (item, judge, given) in ratings.iter() {
        let (Some(shares), Some(own)) = (posteriors.get(item as usize), counts.get_mut(judge as usize)) else {
            continue;
        };
        for (right, share) in shares.iter().enumerate() {
            let at = right * labels + usize::from(given);
            for matrix in [&mut *own, &mut pooled] {
                if let Some(count) = matrix.get_mut(at) {
                    *count += share;
                }
            }
        }
    }
    let pooled: Vec<f64> = pooled.chunks(labels.max(1)).flat_map(|row| normalised(row.to_vec())).collect();
    let strength = POOLED_RATINGS / labels.max(1) as f64;
    let shrunk = |own: Vec<f64>| -> Vec<f64> {
        let own = own.iter().zip(&pooled).map(|(own, all)| own + strength * all).collect::<Vec<f64>>();
        own.chunks(labels.max(1)).flat_map(|row| normalised(row.to_vec())).collect()
    };
    counts.into_iter().map(shrunk).collect()
}

fn posterior(ratings: &Ratings, item: usize, confusions: &[Vec<f64>], priors: &[f64]) -> Vec<f64> {
    let (judges, given) = ratings.of(item);
    let effect = 1.0 + judges.len().saturating_sub(1) as f64 * CORRELATION;
    let log = |right: usize, prior: f64| -> f64 {
        let said = judges.iter().zip(given).map(|(judge, label)| {
            let row = confusions.get(*judge as usize);
            row.and_then(|row| row.get(right * priors.len() + usize::from(*label))).map_or(0.0, |p| p.max(1e-6).ln())
        });
        prior.ln() + said.sum::<f64>() / effect
    };
    let logs: Vec<f64> = priors.iter().enumerate().map(|(right, prior)| log(right, *prior)).collect();
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    normalised(logs.iter().map(|log| (log - most).exp()).collect())
}
