//! Labels that are rungs of a ladder: how far off, and in which direction.

use serde::Serialize;

use super::confusion::Confusion;
use super::delta;
use crate::calibrate::Figure;

/// How far given rungs lie from the right ones; what is no label is left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ladder {
    /// The mean number of rungs between given and right (delta method); n is the number of decisions that gave a rung.
    pub distance: Figure,
    /// The mean of given less right: above 0 where the judge gives higher rungs than is right (delta method).
    pub lean: Figure,
    /// Spearman's rank correlation; none when all given or all right rungs are one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spearman: Option<f64>,
    /// Kendall's τ_b; none when all given or all right rungs are one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kendall: Option<f64>,
}

/// Returns how far given rungs lie from the right ones.
pub fn ladder(counts: &Confusion) -> Ladder {
    let size = counts.labels();
    let mut rungs = Confusion::new(size, 0);
    counts.cells().filter(|(_, given, _)| *given < size).for_each(|(right, given, n)| rungs.add(right, given, n));
    let n = rungs.total();
    let lean = |right: usize, given: usize| given as f64 - right as f64;
    let mean = |of: &dyn Fn(usize, usize) -> f64| rungs.cells().map(|(r, g, n)| n * of(r, g)).sum::<f64>() / n;
    let far = |right: usize, given: usize| lean(right, given).abs();
    let top = size.saturating_sub(1) as f64;
    Ladder {
        distance: delta::figure(&rungs, mean(&far), far, (0.0, top)),
        lean: delta::figure(&rungs, mean(&lean), lean, (-top, top)),
        spearman: spearman(&rungs),
        kendall: kendall(&rungs),
    }
}

fn middles(counts: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut below = 0.0;
    let middle = |count: f64| {
        below += count;
        below - count / 2.0
    };
    counts.map(middle).collect()
}

/// Pearson's correlation of middle ranks.
fn spearman(rungs: &Confusion) -> Option<f64> {
    let size = rungs.labels();
    let right = middles((0..size).map(|label| rungs.right(label)));
    let given = middles((0..size).map(|label| rungs.said(label)));
    // Middle ranks have half of all as their mean.
    let centre = rungs.total() / 2.0;
    let (mut both, mut first, mut second) = (0.0, 0.0, 0.0);
    for (row, column, count) in rungs.cells() {
        let off = |ranks: &[f64], at: usize| ranks.get(at).copied().unwrap_or(0.0) - centre;
        let (a, b) = (off(&right, row), off(&given, column));
        both += count * a * b;
        first += count * a * a;
        second += count * b * b;
    }
    (first > 0.0 && second > 0.0).then(|| both / (first * second).sqrt())
}

/// Pairs in the same order less pairs in opposite order, over the geometric mean of those not tied on either side.
fn kendall(rungs: &Confusion) -> Option<f64> {
    let (mut surplus, n) = (0.0, rungs.total());
    for (row, column, count) in rungs.cells().filter(|(_, _, count)| *count > 0.0) {
        for (_, other_column, more) in rungs.cells().filter(|(other, _, _)| *other > row) {
            surplus += match other_column.cmp(&column) {
                std::cmp::Ordering::Greater => count * more,
                std::cmp::Ordering::Less => -count * more,
                std::cmp::Ordering::Equal => 0.0,
            };
        }
    }
    let pairs = |count: f64| count * (count - 1.0) / 2.0;
    let tied = |of: &dyn Fn(usize) -> f64| (0..rungs.labels()).map(|label| pairs(of(label))).sum::<f64>();
    let first = pairs(n) - tied(&|label| rungs.right(label));
    let second = pairs(n) - tied(&|label| rungs.said(label));
    (first > 0.0 && second > 0.0).then(|| surplus / (first * second).sqrt())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn distance_has_a_direction() {
        let found = ladder(&Confusion::of(3, 1, [(0, 2), (1, 1), (2, 1), (2, 2), (0, 3)]));
        assert_eq!((found.distance.value, found.lean.value, found.distance.n), (Some(0.75), Some(0.25), 4));
        assert!(found.distance.low.unwrap() < 0.75 && found.lean.low.unwrap() < 0.0);
    }

    #[test]
    fn the_same_order_correlates_wholly_and_one_rung_not_at_all() {
        let same = ladder(&Confusion::of(3, 0, [(0, 0), (1, 1), (2, 2), (2, 2)]));
        assert!((same.spearman.unwrap() - 1.0).abs() < 1e-14 && (same.kendall.unwrap() - 1.0).abs() < 1e-14);
        let flat = ladder(&Confusion::of(3, 0, [(0, 0), (1, 0)]));
        assert_eq!((flat.spearman, flat.kendall), (None, None));
        assert!(ladder(&Confusion::new(3, 0)).distance.why.is_some());
    }
}
