//! Bowker's test: do two judges confuse any two labels in one direction more than in the other?

use super::Test;
use crate::calibrate::intervals::quantile::chi_squared_above;

/// Returns Bowker's test of symmetry (1948) of a square table of `labels`²: `cells[a · K + b]`.
///
/// Every two labels that were taken for each other are a degree of freedom; two that never were add nothing to the statistic,
/// and no more to what it is held against. (statsmodels and R count those too, and so find too little where there are many
/// labels; where all were confused the two are one.) With two labels it is McNemar's without the correction.
pub fn bowker(cells: &[u64], labels: usize) -> Test {
    let cell = |a: usize, b: usize| cells.get(a * labels + b).copied().unwrap_or(0);
    let pairs = (0..labels).flat_map(|a| (a + 1..labels).map(move |b| (a, b)));
    let (mut statistic, mut degrees, mut n) = (0.0, 0_u64, 0);
    for (one, other) in pairs.map(|(a, b)| (cell(a, b), cell(b, a))).filter(|(one, other)| one + other > 0) {
        statistic += (one.abs_diff(other) as f64).powi(2) / (one + other) as f64;
        degrees += 1;
        n += one + other;
    }
    if n == 0 {
        return Test::undefined("the two never gave different labels");
    }
    Test { statistic: Some(statistic), degrees, p: Some(chi_squared_above(statistic, degrees as f64)), n, why: None }
}

/// Returns the two labels that add most to Bowker's statistic, the one that the first judge gives more often where the second
/// gives the other; of equals the first two.
pub fn most_lopsided(cells: &[u64], labels: usize) -> Option<(usize, usize)> {
    let cell = |a: usize, b: usize| cells.get(a * labels + b).copied().unwrap_or(0);
    let pairs = (0..labels).flat_map(|a| (0..labels).map(move |b| (a, b))).filter(|(a, b)| cell(*a, *b) > cell(*b, *a));
    let adds = |(a, b): (usize, usize)| (cell(a, b) - cell(b, a)).pow(2) as f64 / (cell(a, b) + cell(b, a)) as f64;
    pairs.rev().max_by(|one, other| adds(*one).total_cmp(&adds(*other)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn a_symmetric_table_has_nothing_to_say_against_it() {
        let test = bowker(&[5, 2, 1, 2, 7, 0, 1, 0, 3], 3);
        assert_eq!((test.statistic, test.p, test.degrees, test.n), (Some(0.0), Some(1.0), 2, 6));
        assert!(bowker(&[5, 0, 0, 5], 2).why.is_some());
        let skew = bowker(&[0, 10, 2, 0], 2);
        assert!((skew.statistic.unwrap() - 64.0 / 12.0).abs() < 1e-14);
    }

    #[test]
    fn the_two_labels_that_tell_most_are_named_the_way_they_lean() {
        assert_eq!(most_lopsided(&[5, 2, 1, 9, 7, 0, 1, 0, 3], 3), Some((1, 0)));
        assert_eq!(most_lopsided(&[5, 2, 2, 7], 2), None);
    }

    #[test]
    fn labels_that_nobody_gave_change_nothing() {
        let two = bowker(&[40, 10, 2, 30], 2);
        let four = bowker(&[40, 0, 10, 0, 0, 0, 0, 0, 2, 0, 30, 0, 0, 0, 0, 0], 4);
        assert_eq!((two.degrees, &two), (1, &four));
    }
}
