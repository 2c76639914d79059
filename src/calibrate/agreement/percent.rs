//! Percent agreement: how often two judges of an item say the same, chance included.

use super::chance::{Coefficient, NO_PAIR, within};
use super::profiles::Profiles;
use super::weights::Weights;
use crate::calibrate::Figure;
use crate::calibrate::intervals::quantile::t_point;
use crate::calibrate::intervals::wilson_of;

/// Returns the agreement of two judges drawn from one item, averaged over items: every item counts alike.
///
/// This is the *p_a* of Fleiss, Gwet, and Brennan and Prediger. Where all items agree alike, so that they have no
/// spread, the interval is Wilson's for as many items.
pub fn item_mean(profiles: &Profiles, weights: &Weights) -> Coefficient {
    mean(profiles, weights, |_| 1.0)
}

/// Returns the agreement of a pair of judges, all pairs of all items pooled: an item with many judges counts for more.
pub fn pooled(profiles: &Profiles, weights: &Weights) -> Coefficient {
    mean(profiles, weights, |judges| judges * (judges - 1.0))
}

fn mean(profiles: &Profiles, weights: &Weights, size: impl Fn(f64) -> f64) -> Coefficient {
    let items = || {
        profiles.iter().filter_map(|profile| {
            let agreement = within(&profile, weights)?;
            Some((agreement, size(profile.judges()), profile.times as f64))
        })
    };
    let met: f64 = items().map(|(_, _, times)| times).sum();
    let mass: f64 = items().map(|(_, size, times)| size * times).sum();
    if met == 0.0 {
        return Coefficient::undefined(0, NO_PAIR);
    }
    let value = items().map(|(agreement, size, times)| agreement * size * times).sum::<f64>() / mass;
    // A ratio of two sums over items, made linear.
    let square = |(agreement, size, times): (f64, f64, f64)| (size * (agreement - value)).powi(2) * times;
    let variance = items().map(square).sum::<f64>() / (mass * mass) * met / (met - 1.0);
    let n = met as u64;
    let (figure, se) = match t_point(met - 1.0).filter(|_| variance > 0.0) {
        Some(t) => {
            let half = t * variance.sqrt();
            let ends = ((value - half).max(0.0), (value + half).min(1.0));
            (Figure::new(value, ends, n, "t"), Some(variance.sqrt()))
        }
        None => (Figure::new(value, wilson_of(value.clamp(0.0, 1.0), met), n, "wilson"), None),
    };
    Coefficient { figure, observed: Some(value), expected: None, se, p: None }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;
    use crate::calibrate::agreement::weights::Weighting;

    #[test]
    fn the_two_kinds_differ_when_items_have_different_numbers_of_judges() {
        let profiles = Profiles::from_counts(2, &[vec![1, 1], vec![4, 0], vec![1, 0]]);
        let weights = Weights::new(Weighting::Identity, 2);
        let (even, pairs) = (item_mean(&profiles, &weights).figure, pooled(&profiles, &weights).figure);
        assert_eq!((even.value, even.n), (Some(0.5), 2));
        assert_eq!(pairs.value, Some(12.0 / 14.0));
    }

    #[test]
    fn full_agreement_still_has_an_interval() {
        let profiles = Profiles::from_counts(2, &[vec![2, 0], vec![0, 2], vec![0, 2]]);
        let figure = item_mean(&profiles, &Weights::new(Weighting::Identity, 2)).figure;
        assert_eq!((figure.value, figure.method), (Some(1.0), Some("wilson")));
        assert!(figure.low.unwrap() < 0.5);
    }
}
