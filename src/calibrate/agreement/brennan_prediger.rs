//! Brennan and Prediger's kappa: chance is a label drawn blindly from all labels.

use super::chance::{Coefficient, NO_PAIR, Part, corrected, observed, within};
use super::profiles::Profiles;
use super::weights::Weights;

/// Returns the kappa of Brennan and Prediger (1981), generalised to weights, many judges and missing ratings.
///
/// With identity weights it is also Randolph's free-marginal kappa and Bennett's S. The number of labels counts labels
/// never given. Undefined for a single label.
pub fn brennan_prediger(profiles: &Profiles, weights: &Weights) -> Coefficient {
    let Some((agreement, _)) = observed(profiles, weights) else {
        return Coefficient::undefined(0, NO_PAIR);
    };
    let labels = weights.size() as f64;
    let expected = weights.sum() / (labels * labels);
    let part = |profile| Part { observed: within(&profile, weights), expected, times: profile.times };
    corrected(profiles.iter().map(part), agreement, expected)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;
    use crate::calibrate::agreement::weights::Weighting;

    #[test]
    fn two_labels_give_twice_the_agreement_less_one() {
        let profiles = Profiles::from_counts(2, &[vec![2, 0], vec![1, 1], vec![0, 2], vec![0, 2]]);
        let kappa = brennan_prediger(&profiles, &Weights::new(Weighting::Identity, 2));
        assert_eq!(kappa.figure.value, Some(0.5));
        assert_eq!(kappa.expected, Some(0.5));
    }
}
