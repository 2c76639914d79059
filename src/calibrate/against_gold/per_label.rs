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
    /// The harmonic mean of the two (delta method); undefined when the label was neither given nor right.
    pub f1: Figure,
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
        f1: f_beta(counts, label, 1.0),
        jaccard: share(hit, right + said - hit, "this label was neither given nor right"),
    }
}

/// Returns F_β of one label (van Rijsbergen 1979): recall counts β times as much as precision.
///
/// n is the number of decisions that gave the label or should have.
pub fn f_beta(counts: &Confusion, label: usize, beta: f64) -> Figure {
    let (hit, right, said) = (counts.get(label, label), counts.right(label), counts.said(label));
    let touched = right + said - hit;
    if touched <= 0.0 {
        let why = if counts.total() > 0.0 { "this label was neither given nor right" } else { NOTHING };
        return Figure::undefined(0, why);
    }
    let square = beta * beta;
    let total = counts.total();
    let mass = (square * right + said) / total;
    let value = (1.0 + square) * hit / total / mass;
    let slope = |row: usize, column: usize| {
        let own = if row == label && column == label { (1.0 + square) / mass } else { 0.0 };
        let grown = if row == label { square } else { 0.0 } + if column == label { 1.0 } else { 0.0 };
        own - value / mass * grown
    };
    let mut figure = delta::figure(counts, value, slope, (0.0, 1.0));
    figure.n = touched as u64;
    figure
}

fn share(hit: f64, n: f64, why: &'static str) -> Figure {
    if n <= 0.0 {
        return Figure::undefined(0, why);
    }
    Figure::new(hit / n, wilson_of(hit / n, n), n as u64, "wilson")
}
