//! Fleiss' kappa for any number of judges, who need not be the same from item to item.

use super::chance::{Coefficient, NO_PAIR, Part, corrected, observed, within};
use super::profiles::Profiles;
use super::weights::Weights;

/// Returns Fleiss' kappa, generalised to weights and to items with different numbers of judges (Gwet 2014).
///
/// With equally many judges on every item it is that of Fleiss (1971). Chance draws both labels from each label's mean
/// share of an item's ratings.
pub fn fleiss(profiles: &Profiles, weights: &Weights) -> Coefficient {
    let Some((agreement, _)) = observed(profiles, weights) else {
        return Coefficient::undefined(0, NO_PAIR);
    };
    let shares = profiles.item_shares();
    let mean = weights.mean(&shares);
    let expected = mean.iter().zip(&shares).map(|(mean, share)| mean * share).sum();
    let parts = profiles.iter().map(|profile| {
        let own = profile.given.iter();
        let sum: f64 = own.map(|(label, n)| f64::from(*n) * mean.get(*label as usize).copied().unwrap_or(0.0)).sum();
        Part { observed: within(&profile, weights), expected: sum / profile.judges(), times: profile.times }
    });
    corrected(parts, agreement, expected)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;
    use crate::calibrate::agreement::weights::Weighting;

    /// The table of ten subjects and fourteen raters that textbooks and encyclopedias print: κ = 0.210.
    #[test]
    fn fourteen_raters_of_ten_subjects() {
        let counts: [[u32; 5]; 10] = [
            [0, 0, 0, 0, 14],
            [0, 2, 6, 4, 2],
            [0, 0, 3, 5, 6],
            [0, 3, 9, 2, 0],
            [2, 2, 8, 1, 1],
            [7, 7, 0, 0, 0],
            [3, 2, 6, 3, 0],
            [2, 5, 3, 2, 2],
            [6, 5, 2, 1, 0],
            [0, 2, 2, 3, 7],
        ];
        let items: Vec<Vec<u32>> = counts.iter().map(|row| row.to_vec()).collect();
        let kappa = fleiss(&Profiles::from_counts(5, &items), &Weights::new(Weighting::Identity, 5));
        assert!((kappa.figure.value.unwrap() - 0.209_930_704_421_955_22).abs() < 1e-12);
        assert_eq!(kappa.figure.n, 10);
    }

    #[test]
    fn one_label_only_is_undefined() {
        let profiles = Profiles::from_counts(2, &[vec![3, 0], vec![2, 0]]);
        let kappa = fleiss(&profiles, &Weights::new(Weighting::Identity, 2)).figure;
        assert_eq!((kappa.value, kappa.n, kappa.why.is_some()), (None, 2, true));
    }
}
