//! The mean of numbers that have one spread.

use super::quantile::t_point;
use crate::calibrate::Figure;

/// Returns the mean with Student's interval; n is how many numbers there are. One number alone has no interval.
pub fn mean(values: impl Iterator<Item = f64> + Clone) -> Figure {
    let (n, sum) = values.clone().fold((0_u64, 0.0), |(n, sum), value| (n + 1, sum + value));
    if n == 0 {
        return Figure::undefined(0, "nothing to compare");
    }
    let (count, mean) = (n as f64, sum / n as f64);
    let Some(t) = t_point(count - 1.0) else {
        return Figure::bare(mean, n, "one number alone has no spread");
    };
    let square: f64 = values.map(|value| (value - mean).powi(2)).sum();
    let half = t * (square / (count * (count - 1.0))).sqrt();
    Figure::new(mean, (mean - half, mean + half), n, "t")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    /// Student's own ten differences of sleep (1908): mean 1.58, 0.70 to 2.46 at 95 %.
    #[test]
    fn students_sleepers() {
        let hours = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4];
        let figure = mean(hours.into_iter());
        assert!((figure.value.unwrap() - 1.58).abs() < 1e-12);
        assert!((figure.low.unwrap() - 0.700_114_2).abs() < 1e-6, "{figure:?}");
        assert!(mean([].into_iter()).why.is_some());
        assert_eq!(mean([3.0].into_iter()), Figure::bare(3.0, 1, "one number alone has no spread"));
    }
}
