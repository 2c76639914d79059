//! Intervals for a share counted as `right` of `n`.

use super::beta::beta_quantile;
use super::quantile::Z;
use crate::calibrate::Figure;

const NOTHING: &str = "nothing to compare";

/// Returns a share with Wilson's score interval (Wilson 1927): the default for shares, sound at 0 and 1.
pub fn wilson(right: u64, n: u64) -> Figure {
    if n == 0 {
        return Figure::undefined(0, NOTHING);
    }
    let share = right as f64 / n as f64;
    Figure::new(share, wilson_of(share, n as f64), n, "wilson")
}

/// Returns Wilson's interval for a share that rests on `size` decisions, which need not be a whole number.
pub fn wilson_of(share: f64, size: f64) -> (f64, f64) {
    let scale = 1.0 + Z * Z / size;
    let middle = (share + Z * Z / (2.0 * size)) / scale;
    let half = Z / scale * (share * (1.0 - share) / size + Z * Z / (4.0 * size * size)).sqrt();
    ((middle - half).max(0.0), (middle + half).min(1.0))
}

/// Returns the ends of an interval that reaches `below` and `above` a mean of `size` decisions between two bounds.
///
/// Where it reaches nowhere, since all decisions came out alike, that is no certainty: up to 1 − Wilson's lower end for a
/// share of 1 of them may be otherwise, and lie at either bound. For a share of 0 or 1 this is Wilson's interval.
pub fn bounded(value: f64, (below, above): (f64, f64), size: f64, (lowest, highest): (f64, f64)) -> (f64, f64) {
    if below > 0.0 || above > 0.0 {
        return ((value - below).max(lowest), (value + above).min(highest));
    }
    let others = 1.0 - wilson_of(1.0, size).0;
    (value - others * (value - lowest), value + others * (highest - value))
}

/// Returns a share with the exact interval of Clopper and Pearson (1934), which is never too narrow.
pub fn clopper_pearson(right: u64, n: u64) -> Figure {
    if n == 0 {
        return Figure::undefined(0, NOTHING);
    }
    let (hit, miss) = (right as f64, n.saturating_sub(right) as f64);
    let low = if right == 0 { 0.0 } else { beta_quantile(hit, miss + 1.0, 0.025) };
    let high = if right >= n { 1.0 } else { beta_quantile(hit + 1.0, miss, 0.975) };
    Figure::new(hit / n as f64, (low, high), n, "clopper-pearson")
}

/// Returns a share with Jeffreys' interval, the middle 95 % of Beta(right + ½, wrong + ½).
pub fn jeffreys(right: u64, n: u64) -> Figure {
    if n == 0 {
        return Figure::undefined(0, NOTHING);
    }
    let (a, b) = (right as f64 + 0.5, n.saturating_sub(right) as f64 + 0.5);
    let ends = (beta_quantile(a, b, 0.025), beta_quantile(a, b, 0.975));
    Figure::new(right as f64 / n as f64, ends, n, "jeffreys")
}

/// Returns a share with the interval of Agresti and Coull (1998), cut to 0 … 1.
pub fn agresti_coull(right: u64, n: u64) -> Figure {
    if n == 0 {
        return Figure::undefined(0, NOTHING);
    }
    let size = n as f64 + Z * Z;
    let middle = (right as f64 + Z * Z / 2.0) / size;
    let half = Z * (middle * (1.0 - middle) / size).sqrt();
    let ends = ((middle - half).max(0.0), (middle + half).min(1.0));
    Figure::new(right as f64 / n as f64, ends, n, "agresti-coull")
}

/// Returns a share with the plain normal interval, cut to 0 … 1; it has no width at 0 and 1 and is here to compare.
pub fn wald(right: u64, n: u64) -> Figure {
    if n == 0 {
        return Figure::undefined(0, NOTHING);
    }
    let share = right as f64 / n as f64;
    let half = Z * (share * (1.0 - share) / n as f64).sqrt();
    Figure::new(share, ((share - half).max(0.0), (share + half).min(1.0)), n, "wald")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    fn close(a: Option<f64>, b: f64) -> bool {
        (a.unwrap() - b).abs() < 1e-9
    }

    /// Values of statsmodels 0.15.0 on the XSTest judges.
    #[test]
    fn intervals_equal_the_reference() {
        let judge = wilson(1798, 2250);
        assert!(close(judge.value, 0.799_111_111_111_111_1));
        assert!(close(judge.low, 0.782_052_214_488_835_1) && close(judge.high, 0.815_150_394_741_844_6));
        let exact = clopper_pearson(1798, 2250);
        assert!(close(exact.low, 0.781_948_752_725_418_7) && close(exact.high, 0.815_490_837_628_172_4));
    }

    #[test]
    fn decisions_all_alike_are_no_certainty() {
        let (low, high) = bounded(1.0, (0.0, 0.0), 20.0, (0.0, 1.0));
        assert!((low - wilson(20, 20).low.unwrap()).abs() < 1e-15 && high == 1.0);
        let (low, high) = bounded(2.0, (0.0, 0.0), 20.0, (0.0, 5.0));
        assert!(low > 1.6 && low < 2.0 && high > 2.4 && high < 2.6, "{low} {high}");
        assert_eq!(bounded(0.9, (0.2, 0.2), 20.0, (0.0, 1.0)), (0.7, 1.0));
    }

    #[test]
    fn ends_stay_at_nought_and_one_and_nothing_counted_is_undefined() {
        for interval in [wilson, clopper_pearson, jeffreys, agresti_coull, wald] {
            assert_eq!(interval(0, 0).why, Some(NOTHING));
            let (none, all) = (interval(0, 5), interval(5, 5));
            assert_eq!((none.low, all.high), (Some(0.0), Some(1.0)));
        }
        assert!(close(clopper_pearson(0, 10).high, 1.0 - 0.025_f64.powf(0.1)));
    }
}
