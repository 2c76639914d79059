//! Intervals for whatever can be reckoned from a confusion matrix, by the delta method.

use super::confusion::Confusion;
use crate::calibrate::Figure;
use crate::calibrate::intervals::quantile::Z;

/// Why a measure has no value when there is no decision.
pub const NOTHING: &str = "nothing to compare";

/// Returns a measure with a normal interval from its slope by the share of each cell, cut to `bounds`.
///
/// Cells are drawn as a multinomial, so that the variance is that of the slope over decisions, over their number. n is
/// the number of decisions. The interval has no width where every decision has the same slope, as when all are right.
pub fn figure(
    counts: &Confusion,
    value: f64,
    slope: impl Fn(usize, usize) -> f64,
    (lowest, highest): (f64, f64),
) -> Figure {
    let n = counts.total();
    if n <= 0.0 {
        return Figure::undefined(0, NOTHING);
    }
    let half = Z * error(counts, slope);
    if !half.is_finite() {
        return Figure::bare(value, n as u64);
    }
    Figure::new(value, ((value - half).max(lowest), (value + half).min(highest)), n as u64, "delta")
}

/// Returns the standard error of a measure with this slope.
pub fn error(counts: &Confusion, slope: impl Fn(usize, usize) -> f64) -> f64 {
    let n = counts.total();
    let (mut mean, mut square) = (0.0, 0.0);
    for (right, given, count) in counts.cells().filter(|(_, _, count)| *count > 0.0) {
        let slope = slope(right, given);
        mean += count / n * slope;
        square += count / n * slope * slope;
    }
    ((square - mean * mean).max(0.0) / n).sqrt()
}
