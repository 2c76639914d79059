//! Intervals for whatever can be reckoned from a confusion matrix, by the delta method.

use super::confusion::Confusion;
use crate::calibrate::Figure;
use crate::calibrate::intervals::bounded;
use crate::calibrate::intervals::quantile::Z;

/// Why a measure has no value when there is no decision.
pub const NOTHING: &str = "nothing to compare";

/// Why a measure has no interval.
const NO_SLOPE: &str = "how it would change with one decision more or less cannot be told";

/// Returns a measure with a normal interval from its slope by the share of each cell, cut to `bounds`.
///
/// Cells are drawn as a multinomial, so that the variance is that of the slope over decisions, over their number. n is
/// the number of decisions. Where every decision has the same slope, as when all are right, see [`bounded`].
pub fn figure(counts: &Confusion, value: f64, slope: impl Fn(usize, usize) -> f64, bounds: (f64, f64)) -> Figure {
    let n = counts.total();
    if n <= 0.0 {
        return Figure::undefined(0, NOTHING);
    }
    let half = reach(counts, slope);
    if !half.is_finite() {
        return Figure::bare(value, n as u64, NO_SLOPE);
    }
    Figure::new(value, bounded(value, (half, half), n, bounds), n as u64, "delta")
}

/// One class in a mean over classes.
pub struct Class {
    /// What it weighs.
    pub weight: f64,
    /// Its own figure; one that is certain by definition has no interval.
    pub own: Figure,
}

/// Returns a mean over classes of figures between 0 and 1, as [`figure`] does.
///
/// The delta method sees no spread in a class that is all right or all wrong, however few its decisions are. Such a class
/// adds what its own interval reaches, on top of what the delta method finds for the others (square and add, Zou and Donner
/// 2008). `join` puts several such classes together: [`f64::hypot`] where each errs on decisions of its own, a plain sum
/// where one error is an error of two classes.
pub fn mean_of_classes(
    counts: &Confusion,
    value: f64,
    slope: impl Fn(usize, usize) -> f64,
    classes: impl Iterator<Item = Class>,
    join: fn(f64, f64) -> f64,
) -> Figure {
    let n = counts.total();
    if n <= 0.0 {
        return Figure::undefined(0, NOTHING);
    }
    let (mut below, mut above) = (0.0_f64, 0.0_f64);
    for Class { weight, own } in classes {
        match (own.value, own.low, own.high) {
            (Some(1.0), Some(low), _) => below = join(below, weight * (1.0 - low)),
            (Some(0.0), _, Some(high)) => above = join(above, weight * high),
            _ => {}
        }
    }
    let half = reach(counts, slope);
    if !half.is_finite() {
        return Figure::bare(value, n as u64, NO_SLOPE);
    }
    let ends = bounded(value, (half.hypot(below), half.hypot(above)), n, (0.0, 1.0));
    Figure::new(value, ends, n as u64, "delta")
}

/// Returns half the width of the normal interval of a measure with this slope; what is only rounding is 0.
pub fn reach(counts: &Confusion, slope: impl Fn(usize, usize) -> f64) -> f64 {
    let half = Z * error(counts, slope);
    if half < 1e-9 { 0.0 } else { half }
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
