//! Gwet's AC1 and AC2: agreement beyond chance that does not collapse when nearly all items have one label.

use super::chance::{Coefficient, NO_PAIR, Part, corrected, observed, within};
use super::profiles::Profiles;
use super::weights::Weights;

/// Returns AC1 (identity weights) or AC2 (any others), with missing ratings (Gwet 2008; 2014).
///
/// Chance is a label drawn blindly where the case is hard: T Σ π(1 − π) / (K(K − 1)), T the sum of all weights. The
/// number of labels K counts labels never given. Undefined for a single label.
pub fn gwet(profiles: &Profiles, weights: &Weights) -> Coefficient {
    let Some((agreement, met)) = observed(profiles, weights) else {
        return Coefficient::undefined(0, NO_PAIR);
    };
    let labels = weights.size() as f64;
    if labels < 2.0 {
        return Coefficient::undefined(met, "there is only one label to choose");
    }
    let shares = profiles.item_shares();
    let scale = weights.sum() / (labels * (labels - 1.0));
    let expected = scale * shares.iter().map(|share| share * (1.0 - share)).sum::<f64>();
    let parts = profiles.iter().map(|profile| {
        let own = profile.given.iter();
        let rest = |label: u16| 1.0 - shares.get(label as usize).copied().unwrap_or(0.0);
        let sum: f64 = own.map(|(label, count)| f64::from(*count) * rest(*label)).sum();
        Part { observed: within(&profile, weights), expected: scale * sum / profile.judges(), times: profile.times }
    });
    corrected(parts, agreement, expected)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;
    use crate::calibrate::agreement::fleiss::fleiss;
    use crate::calibrate::agreement::weights::Weighting;

    /// The paradox of kappa (Feinstein and Cicchetti 1990): 118 of 125 agree, kappa says there is nothing.
    #[test]
    fn a_rare_label_does_not_make_agreement_vanish() {
        let mut items = vec![vec![2, 0]; 118];
        items.extend(vec![vec![1, 1]; 7]);
        let (profiles, weights) = (Profiles::from_counts(2, &items), Weights::new(Weighting::Identity, 2));
        let (ac, kappa) = (gwet(&profiles, &weights).figure, fleiss(&profiles, &weights).figure);
        assert!(ac.value.unwrap() > 0.94 && kappa.value.unwrap() < 0.0, "{ac:?} {kappa:?}");
    }

    #[test]
    fn nobody_met_and_one_label_are_undefined() {
        let weights = Weights::new(Weighting::Identity, 2);
        assert_eq!(gwet(&Profiles::from_counts(2, &[vec![1, 0]]), &weights).figure.why, Some(NO_PAIR));
        let single = gwet(&Profiles::from_counts(1, &[vec![2]]), &Weights::new(Weighting::Identity, 1));
        assert!(single.figure.why.is_some());
    }

    /// Two items of which one agrees: t with one degree of freedom would reach down to −14.
    #[test]
    fn no_interval_reaches_below_what_a_coefficient_can_be() {
        let (profiles, weights) =
            (Profiles::from_counts(2, &[vec![2, 0], vec![1, 1]]), Weights::new(Weighting::Identity, 2));
        for figure in [gwet(&profiles, &weights).figure, fleiss(&profiles, &weights).figure] {
            assert!(figure.low == Some(-1.0) && figure.high == Some(1.0), "{figure:?}");
        }
        // What is rated once counts for chance alone, so that Fleiss' kappa falls below −1.
        let mut items = vec![vec![1, 1], vec![1, 1], vec![2, 0]];
        items.extend(vec![vec![1, 0]; 60]);
        let kappa = fleiss(&Profiles::from_counts(2, &items), &weights).figure;
        assert!(kappa.low.unwrap() < -1.0 && kappa.low < kappa.value, "{kappa:?}");
    }
}
