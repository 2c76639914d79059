//! Which of the raters' labels are probably wrong.

use crate::calibrate::ratings::Ratings;

use super::guarded::{Known, guarded};

/// Weight of the guarded consensus beside that of the plain weighted vote, in the average of ranks.
const CONSENSUS_WEIGHT: f64 = 3.0;

/// Ranks every rating by how probably it is wrong: 0 (least) to 1 (most), in the order of [`Ratings::iter`].
///
/// An average of two ranks, three parts to one: 1 minus the guarded consensus's probability of the label given, and
/// 1 minus its share of the votes, each weighted by how often its judge agrees with the majority (Wawa). Ties share the
/// middle of their ranks.
pub fn labels(ratings: &Ratings) -> Vec<f64> {
    let consensus = guarded(ratings, &Known::default());
    let votes = weighted_votes(ratings);
    let doubt = |shares: &[Vec<f64>]| -> Vec<f64> {
        let given = ratings.iter();
        given
            .map(|(item, _, label)| {
                let share = shares.get(item as usize).and_then(|shares| shares.get(usize::from(label)));
                1.0 - share.copied().unwrap_or(0.0)
            })
            .collect()
    };
    let (by_consensus, by_votes) = (ranks(&doubt(&consensus.posteriors)), ranks(&doubt(&votes)));
    let average = |(a, b): (&f64, &f64)| (CONSENSUS_WEIGHT * a + b) / (CONSENSUS_WEIGHT + 1.0);
    by_consensus.iter().zip(&by_votes).map(average).collect()
}

/// Shares of the votes, each weighted by how often its judge is with the majority. Ties go to the first label.
fn weighted_votes(ratings: &Ratings) -> Vec<Vec<f64>> {
    let shares = |weights: &[f64]| -> Vec<Vec<f64>> {
        let of = |item: usize| {
            let mut shares = vec![0.0; ratings.labels()];
            let (judges, labels) = ratings.of(item);
            for (judge, label) in judges.iter().zip(labels) {
                if let (Some(share), Some(weight)) = (shares.get_mut(usize::from(*label)), weights.get(*judge as usize))
                {
                    *share += weight;
                }
            }
            super::guarded::normalised(shares)
        };
        (0..ratings.items()).map(of).collect()
    };
    let plain = shares(&vec![1.0; ratings.judges()]);
    let majority = |item: u32| {
        let shares = plain.get(item as usize).into_iter().flatten().enumerate();
        shares.reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(label, _)| label)
    };
    let mut agreed = vec![(0.0, 0.0); ratings.judges()];
    for (item, judge, label) in ratings.iter() {
        if let Some((with, all)) = agreed.get_mut(judge as usize) {
            *with += f64::from(majority(item) == Some(usize::from(label)));
            *all += 1.0;
        }
    }
    shares(&agreed.iter().map(|(with, all)| if *all > 0.0 { with / all } else { 0.0 }).collect::<Vec<f64>>())
}

/// Ranks values from 0 to 1; equal ones share the middle of their places.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<(f64, usize)> = values.iter().copied().zip(0..).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut ranks = vec![0.0; values.len()];
    let mut place = 0;
    for equal in order.chunk_by(|a, b| a.0 == b.0) {
        let middle = (2 * place + equal.len()) as f64 / 2.0 / values.len() as f64;
        place += equal.len();
        for (_, at) in equal {
            if let Some(rank) = ranks.get_mut(*at) {
                *rank = middle;
            }
        }
    }
    ranks
}
