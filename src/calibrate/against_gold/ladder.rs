//! Labels that are rungs of a ladder: how far off, and in which direction.

use serde::Serialize;

use super::confusion::Confusion;
use super::delta;
use crate::calibrate::Figure;
use crate::calibrate::intervals::bounded;

/// How far given rungs lie from the right ones; what is no label is left out.
///
/// n is the number of decisions that gave a rung. Distances are those of the labels' values: steps of an order, differences
/// of numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ladder {
    /// The mean distance between given and right (delta method).
    pub distance: Figure,
    /// The mean of given less right: above 0 where the judge gives higher rungs than is right (delta method).
    pub lean: Figure,
    /// Spearman's rank correlation; undefined when all given or all right rungs are one.
    pub spearman: Figure,
    /// Kendall's τ_b; undefined when all given or all right rungs are one.
    pub kendall: Figure,
}

/// Why ranks have no correlation.
const ONE_RUNG: &str = "all labels given, or all that are right, are the same";

/// Returns how far given rungs lie from the right ones; `values` are those of the labels, ascending.
pub fn ladder(counts: &Confusion, values: &[f64]) -> Ladder {
    let size = counts.labels();
    let mut rungs = Confusion::new(size, 0);
    counts.cells().filter(|(_, given, _)| *given < size).for_each(|(right, given, n)| rungs.add(right, given, n));
    let n = rungs.total();
    let value = |label: usize| values.get(label).copied().unwrap_or(0.0);
    let lean = |right: usize, given: usize| value(given) - value(right);
    let mean = |of: &dyn Fn(usize, usize) -> f64| rungs.cells().map(|(r, g, n)| n * of(r, g)).sum::<f64>() / n;
    let far = |right: usize, given: usize| lean(right, given).abs();
    let top = values.last().zip(values.first()).map_or(0.0, |(last, first)| last - first);
    Ladder {
        distance: delta::figure(&rungs, mean(&far), far, (0.0, top)),
        lean: delta::figure(&rungs, mean(&lean), lean, (-top, top)),
        spearman: spearman(&rungs),
        kendall: kendall(&rungs),
    }
}

/// Returns a correlation with the interval of its slope by the share of each cell, on Fisher's z.
///
/// Where the slope is level, as when all decisions are right, see [`bounded`].
fn correlation(rungs: &Confusion, value: f64, slope: impl Fn(usize, usize) -> f64) -> Figure {
    let n = rungs.total();
    let value = value.clamp(-1.0, 1.0);
    let (half, room) = (delta::reach(rungs, slope), 1.0 - value * value);
    let ends = if half > 0.0 && room > 1e-12 {
        ((value.atanh() - half / room).tanh(), (value.atanh() + half / room).tanh())
    } else {
        bounded(value, (0.0, 0.0), n, (-1.0, 1.0))
    };
    Figure::new(value, ends, n as u64, "delta")
}

/// Both marginals as shares: of right rungs and of given ones.
fn marginals(rungs: &Confusion) -> (Vec<f64>, Vec<f64>) {
    let labels = 0..rungs.labels();
    let right = labels.clone().map(|label| rungs.right(label) / rungs.total()).collect();
    (right, labels.map(|label| rungs.said(label) / rungs.total()).collect())
}

/// Pearson's correlation of middle ranks. Its slope counts what one more decision does to the ranks of all others.
fn spearman(rungs: &Confusion) -> Figure {
    let (n, size) = (rungs.total(), rungs.labels());
    let (right, given) = marginals(rungs);
    let at = |values: &[f64], label: usize| values.get(label).copied().unwrap_or(0.0);
    let ranks = |shares: &[f64]| -> Vec<f64> {
        let mut below = -0.5;
        let middle = |share: &f64| {
            below += share;
            below - share / 2.0
        };
        shares.iter().map(middle).collect()
    };
    let (a, b) = (ranks(&right), ranks(&given));
    let square = |shares: &[f64], ranks: &[f64]| shares.iter().zip(ranks).map(|(p, r)| p * r * r).sum::<f64>();
    let (first, second) = (square(&right, &a), square(&given, &b));
    if n <= 0.0 || first < 1e-15 || second < 1e-15 {
        return Figure::undefined(n as u64, ONE_RUNG);
    }
    // What the rungs of each side weigh with the ranks of the other.
    let (mut by_right, mut by_given) = (vec![0.0; size], vec![0.0; size]);
    let mut both = 0.0;
    for (row, column, count) in rungs.cells().filter(|(_, _, count)| *count > 0.0) {
        both += count / n * at(&a, row) * at(&b, column);
        by_right.get_mut(row).into_iter().for_each(|sum| *sum += count / n * at(&b, column));
        by_given.get_mut(column).into_iter().for_each(|sum| *sum += count / n * at(&a, row));
    }
    let own = |shares: &[f64], ranks: &[f64]| shares.iter().zip(ranks).map(|(p, r)| p * r).collect::<Vec<f64>>();
    let (by_right, by_given) = (above(&by_right), above(&by_given));
    let (own_right, own_given) = (above(&own(&right, &a)), above(&own(&given, &b)));
    let root = (first * second).sqrt();
    let value = both / root;
    let slope = |row: usize, column: usize| {
        let shared = at(&a, row) * at(&b, column) + at(&by_right, row) + at(&by_given, column);
        let spread_right = at(&a, row).powi(2) + 2.0 * at(&own_right, row);
        let spread_given = at(&b, column).powi(2) + 2.0 * at(&own_given, column);
        shared / root - value / 2.0 * (spread_right / first + spread_given / second)
    };
    correlation(rungs, value, slope)
}

/// Returns for each rung the sum of all above it and half its own: one more decision on it raises their ranks.
fn above(sums: &[f64]) -> Vec<f64> {
    let mut after: f64 = sums.iter().sum();
    let turn = |sum: &f64| {
        after -= sum;
        after + sum / 2.0
    };
    sums.iter().map(turn).collect()
}

/// Pairs in the same order less pairs in opposite order, over the geometric mean of those not tied on either side, with the
/// interval of Brown and Benedetti (1977).
fn kendall(rungs: &Confusion) -> Figure {
    let (n, size) = (rungs.total(), rungs.labels());
    let (right, given) = marginals(rungs);
    let untied = |shares: &[f64]| 1.0 - shares.iter().map(|share| share * share).sum::<f64>();
    let (first, second) = (untied(&right), untied(&given));
    if n <= 0.0 || first < 1e-15 || second < 1e-15 {
        return Figure::undefined(n as u64, ONE_RUNG);
    }
    let surplus = order_surplus(rungs);
    let of = |row: usize, column: usize| surplus.get(row * size + column).copied().unwrap_or(0.0) / n;
    let root = (first * second).sqrt();
    let value = rungs.cells().map(|(row, column, count)| count / n * of(row, column)).sum::<f64>() / root;
    let at = |values: &[f64], label: usize| values.get(label).copied().unwrap_or(0.0);
    let slope = |row: usize, column: usize| {
        2.0 * of(row, column) / root + value * (at(&right, row) / first + at(&given, column) / second)
    };
    correlation(rungs, value, slope)
}

/// Returns for each cell how many decisions stand in the same order with it less how many in the opposite order.
fn order_surplus(rungs: &Confusion) -> Vec<f64> {
    let size = rungs.labels();
    let mut surplus = vec![0.0; size * size];
    let rows: Vec<usize> = (0..size).collect();
    let mut walk = |rows: &mut dyn Iterator<Item = &usize>, sign: f64| {
        // By column, the decisions of all rows walked so far.
        let mut passed = vec![0.0; size];
        for row in rows {
            let (mut before, all) = (0.0, passed.iter().sum::<f64>());
            for (column, own) in passed.iter().enumerate() {
                let cell = surplus.get_mut(row * size + column);
                cell.into_iter().for_each(|cell| *cell += sign * (before - (all - before - own)));
                before += own;
            }
            passed.iter_mut().zip(rungs.row(*row)).for_each(|(sum, count)| *sum += count);
        }
    };
    walk(&mut rows.iter(), 1.0);
    walk(&mut rows.iter().rev(), -1.0);
    surplus
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;
    use crate::calibrate::intervals::random::Random;

    const STEPS: &[f64] = &[0.0, 1.0, 2.0];

    /// Slopes are the change of the value when a cell grows a little, shares kept at one in sum.
    #[test]
    fn correlations_change_as_their_intervals_suppose() {
        let cells = [30.0, 5.0, 2.0, 6.0, 20.0, 8.0, 1.0, 9.0, 40.0];
        let of = |cells: &[f64]| {
            let mut counts = Confusion::new(3, 0);
            cells.iter().enumerate().for_each(|(at, n)| counts.add(at / 3, at % 3, *n));
            ladder(&counts, STEPS)
        };
        let whole = of(&cells);
        let pick: [fn(&Ladder) -> &Figure; 2] = [|found| &found.spearman, |found| &found.kendall];
        for figure in pick {
            let value = figure(&whole).value.unwrap();
            let n: f64 = cells.iter().sum();
            let mut square = 0.0;
            for at in 0..9 {
                let mut grown = cells;
                grown[at] += 1e-3;
                let pull = (figure(&of(&grown)).value.unwrap() - value) / 1e-3 * n;
                square += cells[at] / n * pull * pull;
            }
            let se = (square / n).sqrt();
            let reach =
                (figure(&whole).high.unwrap().atanh() - value.atanh()) * (1.0 - value * value) / 1.959_963_984_540_054;
            assert!((reach / se - 1.0).abs() < 1e-3, "{reach} {se}");
        }
    }

    #[test]
    fn intervals_of_correlations_hold_the_truth_about_as_often_as_they_say() {
        let mut random = Random::new(3);
        // A copy with chance 0.6, else any of four rungs: both correlations are 0.6 by the law of mixtures.
        let (mut held, mut held_kendall) = (0, 0);
        for _ in 0..400 {
            let mut counts = Confusion::new(4, 0);
            for _ in 0..80 {
                let right = random.below(4) as usize;
                let given = if random.unit() < 0.6 { right } else { random.below(4) as usize };
                counts.add(right, given, 1.0);
            }
            let found = ladder(&counts, &[0.0, 1.0, 2.0, 3.0]);
            let holds = |figure: &Figure, truth: f64| figure.low.unwrap() <= truth && truth <= figure.high.unwrap();
            held += u32::from(holds(&found.spearman, 0.6));
            held_kendall += u32::from(holds(&found.kendall, TAU));
        }
        assert!((366..=394).contains(&held) && (366..=394).contains(&held_kendall), "{held} {held_kendall}");
    }

    /// τ_b of that world, summed over all pairs of its cells.
    const TAU: f64 = 0.56;

    #[test]
    fn distance_has_a_direction() {
        let found = ladder(&Confusion::of(3, 1, [(0, 2), (1, 1), (2, 1), (2, 2), (0, 3)]), STEPS);
        assert_eq!((found.distance.value, found.lean.value, found.distance.n), (Some(0.75), Some(0.25), 4));
        assert!(found.distance.low.unwrap() < 0.75 && found.lean.low.unwrap() < 0.0);
    }

    #[test]
    fn the_same_order_correlates_wholly_and_one_rung_not_at_all() {
        let same = ladder(&Confusion::of(3, 0, [(0, 0), (1, 1), (2, 2), (2, 2)]), STEPS);
        for figure in [&same.spearman, &same.kendall] {
            assert!((figure.value.unwrap() - 1.0).abs() < 1e-14 && figure.n == 4, "{figure:?}");
            assert!(figure.low.unwrap() < 0.5 && figure.high == Some(1.0), "{figure:?}");
        }
        let flat = ladder(&Confusion::of(3, 0, [(0, 0), (1, 0)]), STEPS);
        assert_eq!((flat.spearman.why, flat.kendall.why), (Some(ONE_RUNG), Some(ONE_RUNG)));
        let nothing = ladder(&Confusion::new(3, 0), STEPS);
        assert!(nothing.distance.why.is_some() && nothing.kendall.why.is_some());
    }
}
