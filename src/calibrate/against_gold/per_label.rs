//! One label at a time: when it is given, is it right; when it is right, is it given.

use serde::Serialize;

use super::confusion::Confusion;
use super::delta::{self, NOTHING};
use crate::calibrate::Figure;
use crate::calibrate::intervals::wilson_of;

/// What is known of one label.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PerLabel {
    /// How often the label was right.
    pub support: f64,
    /// Of the decisions that gave it, the share that were right (Wilson); undefined when it was never given.
    pub precision: Figure,
    /// Of the items it was right for, the share it was given to (Wilson); undefined when it was never right.
    pub recall: Figure,
    /// The harmonic mean of the two (see [`f1`]); undefined when the label was neither given nor right.
    pub f1: Figure,
    /// F₂, for which recall counts twice as much as precision (see [`f_beta`]): where a miss is worse than a false alarm.
    pub f2: Figure,
    /// The share of decisions that gave it or should have, in which it was both (Jaccard; Wilson).
    pub jaccard: Figure,
}

/// Returns what is known of one label.
pub fn per_label(counts: &Confusion, label: usize) -> PerLabel {
    let (hit, right, said) = (counts.get(label, label), counts.right(label), counts.said(label));
    PerLabel {
        support: right,
        precision: share(hit, said, "this label was never given"),
        recall: share(hit, right, "this label was never right"),
        f1: f1(counts, label),
        f2: f_beta(counts, label, 2.0),
        jaccard: share(hit, right + said - hit, "this label was neither given nor right"),
    }
}

/// Returns F1 of one label; n is the number of decisions that gave the label or should have.
///
/// F1 is 2J / (1 + J) of the share J of those decisions in which the label was given and right (F* of Hand, Christen and
/// Kirielle 2021), so Wilson's interval of J becomes one of F1, sound where all or none are right (Lam, Gopal and Qian 2023).
pub fn f1(counts: &Confusion, label: usize) -> Figure {
    let (hit, both) = (counts.get(label, label), counts.right(label) + counts.said(label));
    if both <= 0.0 {
        return neither(counts);
    }
    let (low, high) = wilson_of(hit / (both - hit), both - hit);
    let of_share = |share: f64| 2.0 * share / (1.0 + share);
    Figure::new(2.0 * hit / both, (of_share(low), of_share(high)), (both - hit) as u64, "wilson")
}

/// Returns F_β of one label (van Rijsbergen 1979): recall counts β times as much as precision (delta method).
///
/// n is the number of decisions that gave the label or should have.
pub fn f_beta(counts: &Confusion, label: usize, beta: f64) -> Figure {
    // No other decision has a part in it.
    let touching = counts.touching(label);
    let total = touching.total();
    if total <= 0.0 {
        return neither(counts);
    }
    let square = beta * beta;
    let mass = (square * touching.right(label) + touching.said(label)) / total;
    let value = (1.0 + square) * touching.get(label, label) / total / mass;
    let slope = |row: usize, column: usize| {
        let own = if row == label && column == label { (1.0 + square) / mass } else { 0.0 };
        let grown = if row == label { square } else { 0.0 } + if column == label { 1.0 } else { 0.0 };
        own - value / mass * grown
    };
    delta::figure(&touching, value, slope, (0.0, 1.0))
}

fn neither(counts: &Confusion) -> Figure {
    let why = if counts.total() > 0.0 { "this label was neither given nor right" } else { NOTHING };
    Figure::undefined(0, why)
}

fn share(hit: f64, n: f64, why: &'static str) -> Figure {
    if n <= 0.0 {
        return Figure::undefined(0, why);
    }
    Figure::new(hit / n, wilson_of(hit / n, n), n as u64, "wilson")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn one_right_decision_does_not_make_f1_certain() {
        let one = f1(&Confusion::of(2, 0, [(0, 0), (0, 0), (0, 0), (1, 1)]), 1);
        // Wilson's lower end for 1 of 1 is 1 / (1 + z²).
        assert_eq!((one.value, one.high, one.n), (Some(1.0), Some(1.0), 1));
        assert!((one.low.unwrap() - 0.342_380_227_506_655).abs() < 1e-12, "{one:?}");
        let none = f1(&Confusion::of(2, 0, [(0, 1), (0, 0)]), 1);
        assert!(none.value == Some(0.0) && none.high.unwrap() > 0.8, "{none:?}");
    }

    #[test]
    fn with_many_decisions_it_is_as_wide_as_by_the_delta_method() {
        let mut counts = Confusion::new(2, 0);
        for (right, given, n) in [(0, 0, 700.0), (0, 1, 120.0), (1, 0, 80.0), (1, 1, 400.0)] {
            counts.add(right, given, n);
        }
        let (own, delta) = (f1(&counts, 1), f_beta(&counts, 1, 1.0));
        assert!((own.value.unwrap() - delta.value.unwrap()).abs() < 1e-15 && own.n == delta.n);
        let width = |figure: &Figure| figure.high.unwrap() - figure.low.unwrap();
        assert!((width(&own) / width(&delta) - 1.0).abs() < 0.01, "{own:?} {delta:?}");
    }
}
