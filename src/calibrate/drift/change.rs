//! Whether a rate changed at all, and where, without a rate to compare with.
//!
//! The share of errors counted so far is held against the straight line it would follow: where the distance is largest, the
//! rate changed, if it did. Scaled, the largest distance follows the law of a Brownian bridge's, which is Kolmogorov's
//! (Csörgő, Horváth 1997, chapter 2); for counts the law errs on the careful side.

use serde::Serialize;

use crate::calibrate::Figure;
use crate::calibrate::intervals::wilson;

/// The fewest errors, and the fewest right decisions, from which the law of large numbers is relied on.
const EACH_MIN: u64 = 5;

/// The likeliest point of change of a rate, and whether there is one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChangePoint {
    /// The first decision after the change, from 0.
    pub at: usize,
    /// The scaled distance there.
    pub distance: f64,
    /// How likely a distance as large is without any change.
    pub p: f64,
    /// The same, adjusted for all series that were looked at (Benjamini and Hochberg 1995); for one alone it is `p`.
    pub q: f64,
    /// The rate of errors before; chosen with the point, so rather too far from the rate after than too near.
    pub before: Figure,
    /// The rate of errors from there on.
    pub after: Figure,
}

/// Finds where a series of decisions, in order, most likely changed its rate of errors.
///
/// `None` with fewer than five errors or five right decisions: too few to tell.
pub fn change_point(wrong: &[bool]) -> Option<ChangePoint> {
    let n = wrong.len() as u64;
    let errors = wrong.iter().filter(|wrong| **wrong).count() as u64;
    if errors < EACH_MIN || n - errors < EACH_MIN {
        return None;
    }
    let rate = errors as f64 / n as f64;
    let (mut so_far, mut best) = (0_u64, (0.0_f64, 0, 0));
    for (at, wrong) in wrong.iter().enumerate() {
        so_far += u64::from(*wrong);
        let distance = (so_far as f64 - (at + 1) as f64 * rate).abs();
        if distance > best.0 {
            best = (distance, at + 1, so_far);
        }
    }
    let (far, at, errors_before) = best;
    let distance = far / (n as f64 * rate * (1.0 - rate)).sqrt();
    let (before, after) = (wilson(errors_before, at as u64), wilson(errors - errors_before, n - at as u64));
    let p = kolmogorov_above(distance);
    Some(ChangePoint { at, distance, p, q: p, before, after })
}

/// Returns the probability that the largest distance of a Brownian bridge from 0 exceeds `x` (Kolmogorov 1933).
fn kolmogorov_above(x: f64) -> f64 {
    if x < 0.3 {
        // The series below converges slowly here, and the probability is 1 to five places.
        return 1.0;
    }
    let term = |k: i32| {
        let size = (-2.0 * f64::from(k * k) * x * x).exp();
        if k % 2 == 1 { size } else { -size }
    };
    (2.0 * (1..=20).map(term).sum::<f64>()).clamp(0.0, 1.0)
}
