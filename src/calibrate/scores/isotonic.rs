//! Isotonic regression: the step curve of chances that never falls as scores rise and fits gold best.

use super::ranked::Ranked;

/// A fitted curve from scores to chances.
#[derive(Debug, Clone, PartialEq)]
pub struct Isotonic {
    /// Blocks of scores with one chance: the lowest score, the highest, the chance; all ascending.
    blocks: Vec<(f64, f64, f64)>,
}

impl Isotonic {
    /// Fits the curve by pooling adjacent violators (Ayer and others 1955; Zadrozny and Elkan 2002); `None` without
    /// scores.
    pub fn fit(ranked: &Ranked) -> Option<Isotonic> {
        // From the highest score down, chances must not rise.
        let mut pools: Vec<(f64, f64, f64, f64)> = Vec::new();
        for tie in ranked.ties() {
            let mut pool = (tie.score, tie.score, tie.have as f64, (tie.have + tie.lack) as f64);
            while let Some(above) = pools.pop_if(|above| above.2 * pool.3 <= pool.2 * above.3) {
                pool = (pool.0, above.1, pool.2 + above.2, pool.3 + above.3);
            }
            pools.push(pool);
        }
        let blocks: Vec<_> = pools.iter().rev().map(|(low, high, hits, n)| (*low, *high, hits / n)).collect();
        (!blocks.is_empty()).then_some(Isotonic { blocks })
    }

    /// Returns the chance at a score: its block's, or on the line between two blocks; beyond the ends the ends' own.
    pub fn at(&self, score: f64) -> f64 {
        let after = self.blocks.partition_point(|(low, _, _)| *low <= score);
        let before = after.checked_sub(1).and_then(|at| self.blocks.get(at));
        match (before, self.blocks.get(after)) {
            (Some((_, high, chance)), Some((low, _, next))) if score > *high => {
                chance + (next - chance) * (score - high) / (low - high)
            }
            (Some((_, _, chance)), _) | (None, Some((_, _, chance))) => *chance,
            (None, None) => f64::NAN,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn scores_out_of_order_are_pooled() {
        let scores = [1.0, 2.0, 3.0, 4.0, 5.0];
        let curve = Isotonic::fit(&Ranked::new(&scores, &[false, true, false, true, true])).unwrap();
        assert_eq!(scores.map(|score| curve.at(score)), [0.0, 0.5, 0.5, 1.0, 1.0]);
        assert_eq!((curve.at(-9.0), curve.at(1.5), curve.at(3.5), curve.at(99.0)), (0.0, 0.25, 0.75, 1.0));
        assert_eq!(Isotonic::fit(&Ranked::new(&[], &[])), None);
    }

    proptest! {
        #[test]
        fn the_curve_never_falls_and_keeps_the_mean(rows in proptest::collection::vec((0..9_u8, any::<bool>()), 1..40)) {
            let (scores, has): (Vec<f64>, Vec<bool>) = rows.iter().map(|(s, h)| (f64::from(*s), *h)).unzip();
            let curve = Isotonic::fit(&Ranked::new(&scores, &has)).unwrap();
            let line: Vec<f64> = (-2..44).map(|at| curve.at(f64::from(at) / 4.0)).collect();
            prop_assert!(line.windows(2).all(|pair| pair[0] <= pair[1] + 1e-12));
            let fitted: f64 = scores.iter().map(|score| curve.at(*score)).sum();
            prop_assert!((fitted - has.iter().filter(|has| **has).count() as f64).abs() < 1e-9);
        }
    }
}
