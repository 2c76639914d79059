//! One number for a whole confusion matrix, each with its interval.

use std::ops::Add;

use super::confusion::Confusion;
use super::delta::{self, Class, NOTHING};
use super::per_label::{f1 as label_f1, per_label};
use crate::calibrate::Figure;
use crate::calibrate::intervals::wilson_of;

/// A measure of a whole confusion matrix.
pub struct Measure {
    /// Its name in reports' data.
    pub name: &'static str,
    /// Its name in sentences.
    pub title: &'static str,
    /// Computes it.
    pub of: fn(&Confusion) -> Figure,
}

/// All measures, in the order in which reports show them.
pub const MEASURES: &[Measure] = &[
    Measure { name: "accuracy", title: "accuracy", of: accuracy },
    Measure { name: "balanced_accuracy", title: "balanced accuracy", of: balanced_accuracy },
    Measure { name: "macro_precision", title: "precision, labels alike", of: macro_precision },
    Measure { name: "macro_recall", title: "recall, labels alike", of: macro_recall },
    Measure { name: "macro_f1", title: "F1, labels alike", of: macro_f1 },
    Measure { name: "macro_f1_of_values", title: "F1, labels and what is none alike", of: macro_f1_of_values },
    Measure { name: "weighted_f1", title: "F1, labels by how often they are right", of: weighted_f1 },
    Measure { name: "mcc", title: "Matthews correlation", of: mcc },
    Measure { name: "kappa", title: "Cohen's kappa with gold", of: kappa },
];

/// Returns the share of decisions that are right, with Wilson's interval.
///
/// It is also micro-averaged precision, recall and F1, since every decision gives one value and one label is right.
pub fn accuracy(counts: &Confusion) -> Figure {
    let n = counts.total();
    if n <= 0.0 {
        return Figure::undefined(0, NOTHING);
    }
    let share = counts.hits() / n;
    Figure::new(share, wilson_of(share, n), n as u64, "wilson")
}

/// Returns the mean recall of the labels that are ever right: each label counts alike, however rare.
pub fn balanced_accuracy(counts: &Confusion) -> Figure {
    let right: Vec<usize> = (0..counts.labels()).filter(|label| counts.right(*label) > 0.0).collect();
    mean_recall(counts, &right)
}

/// Returns balanced accuracy less what a guess would have, over what there is to win: 0 for guessing, 1 for perfect.
///
/// Undefined when only one label is ever right.
pub fn informedness(counts: &Confusion) -> Figure {
    let labels = (0..counts.labels()).filter(|label| counts.right(*label) > 0.0).count() as f64;
    let plain = balanced_accuracy(counts);
    if labels == 1.0 {
        return Figure::undefined(plain.n, "only one label is ever right");
    }
    let scale = |value: Option<f64>| value.map(|value| (value - 1.0 / labels) / (1.0 - 1.0 / labels));
    Figure { value: scale(plain.value), low: scale(plain.low), high: scale(plain.high), ..plain }
}

/// Returns the mean recall of all labels that are ever right or given.
///
/// What is no label, such as unreadable output, is an error of the label that is right, and no class of its own: one unreadable
/// answer would else cost as much as a label that is always missed.
pub fn macro_recall(counts: &Confusion) -> Figure {
    mean_recall(counts, &labels(counts))
}

/// The same over all values, as libraries reckon it that take unreadable output for one more class.
pub fn macro_recall_of_values(counts: &Confusion) -> Figure {
    mean_recall(counts, &values(counts))
}

/// Returns the mean precision of labels (see [`macro_recall`]); one that is never given has a precision of 0.
pub fn macro_precision(counts: &Confusion) -> Figure {
    mean_precision(counts, &labels(counts))
}

/// The same over all values (see [`macro_recall_of_values`]).
pub fn macro_precision_of_values(counts: &Confusion) -> Figure {
    mean_precision(counts, &values(counts))
}

fn mean_precision(counts: &Confusion, classes: &[usize]) -> Figure {
    let n = counts.total();
    if n <= 0.0 {
        return Figure::undefined(0, NOTHING);
    }
    let size = classes.len() as f64;
    let said: Vec<f64> = (0..counts.given()).map(|value| counts.said(value) / n).collect();
    let said = |value: usize| said.get(value).copied().unwrap_or(0.0);
    let precision = |value: usize| if said(value) > 0.0 { counts.get(value, value) / n / said(value) } else { 0.0 };
    let value = classes.iter().map(|class| precision(*class)).sum::<f64>() / size;
    let slope =
        |right: usize, given: usize| (if right == given { 1.0 } else { 0.0 } - precision(given)) / (said(given) * size);
    let own =
        labels_of(counts, classes).map(|label| Class { weight: 1.0 / size, own: per_label(counts, label).precision });
    delta::mean_of_classes(counts, value, slope, own, f64::hypot)
}

/// Returns the mean F1 of labels (see [`macro_recall`]), with the interval of Takahashi, Yamamoto, Kuchiba and Koyama (2022).
pub fn macro_f1(counts: &Confusion) -> Figure {
    mean_f1(counts, &labels(counts))
}

/// The same over all values (see [`macro_recall_of_values`]).
pub fn macro_f1_of_values(counts: &Confusion) -> Figure {
    mean_f1(counts, &values(counts))
}

fn mean_f1(counts: &Confusion, classes: &[usize]) -> Figure {
    let n = counts.total();
    if n <= 0.0 {
        return Figure::undefined(0, NOTHING);
    }
    let size = classes.len() as f64;
    let mass: Vec<f64> = (0..counts.given()).map(|class| (counts.said(class) + counts.right(class)) / n).collect();
    let mass = |class: usize| mass.get(class).copied().unwrap_or(0.0);
    let f1 = |class: usize| if mass(class) > 0.0 { 2.0 * counts.get(class, class) / n / mass(class) } else { 0.0 };
    let value = classes.iter().map(|class| f1(*class)).sum::<f64>() / size;
    let pull = |class: usize| if mass(class) > 0.0 { f1(class) / (mass(class) * size) } else { 0.0 };
    let slope = |right: usize, given: usize| {
        let gain = if right == given { 2.0 / (mass(right) * size) } else { 0.0 };
        gain - pull(right) - pull(given)
    };
    let own = labels_of(counts, classes).map(|label| Class { weight: 1.0 / size, own: label_f1(counts, label) });
    delta::mean_of_classes(counts, value, slope, own, f64::add)
}

/// Returns the mean F1 of labels, each counted as often as it is right.
pub fn weighted_f1(counts: &Confusion) -> Figure {
    let n = counts.total();
    if n <= 0.0 {
        return Figure::undefined(0, NOTHING);
    }
    let part = |label: usize| {
        let (right, said) = (counts.right(label) / n, counts.said(label) / n);
        let mass = right + said;
        (right, mass, if mass > 0.0 { 2.0 * counts.get(label, label) / n / mass } else { 0.0 })
    };
    let parts: Vec<(f64, f64, f64)> = (0..counts.given()).map(part).collect();
    let at = |class: usize| parts.get(class).copied().unwrap_or((0.0, 0.0, 0.0));
    let value = parts.iter().map(|(right, _, f1)| right * f1).sum();
    let pull = |class: usize| {
        let (right, mass, f1) = at(class);
        if mass > 0.0 { right * f1 / mass } else { 0.0 }
    };
    let slope = |right: usize, given: usize| {
        let (share, mass, f1) = at(right);
        let gain = if right == given { 2.0 * share / mass } else { 0.0 };
        f1 + gain - pull(right) - pull(given)
    };
    let own = (0..counts.labels()).map(|label| Class { weight: at(label).0, own: label_f1(counts, label) });
    delta::mean_of_classes(counts, value, slope, own, f64::add)
}

/// Returns precision averaged over labels, each counted as often as it is right, and recall so averaged, which is
/// accuracy; without an interval of their own.
pub fn weighted_precision(counts: &Confusion) -> Figure {
    let n = counts.total();
    if n <= 0.0 {
        return Figure::undefined(0, NOTHING);
    }
    let part = |label| counts.right(label) / n * per_label(counts, label).precision.value.unwrap_or(0.0);
    Figure::bare((0..counts.labels()).map(part).sum(), n as u64, "it is here to compare with other tools")
}

/// Returns the correlation of given and right labels: Matthews' for two, Gorodkin's (2004) for more.
///
/// Undefined when only one label is ever right, or only one value ever given.
pub fn mcc(counts: &Confusion) -> Figure {
    let n = counts.total();
    if n <= 0.0 {
        return Figure::undefined(0, NOTHING);
    }
    let right: Vec<f64> = (0..counts.given()).map(|class| counts.right(class) / n).collect();
    let said: Vec<f64> = (0..counts.given()).map(|class| counts.said(class) / n).collect();
    let one_right = counts.labels() == 0 || (0..counts.labels()).any(|label| counts.right(label) >= n);
    if one_right || (0..counts.given()).any(|value| counts.said(value) >= n) {
        return Figure::undefined(n as u64, "only one label is ever right, or only one value ever given");
    }
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let (spread_said, spread_right) = (1.0 - dot(&said, &said), 1.0 - dot(&right, &right));
    let root = (spread_said * spread_right).sqrt();
    let expected = dot(&right, &said);
    let value = (counts.hits() / n - expected) / root;
    let at = |values: &[f64], class: usize| values.get(class).copied().unwrap_or(0.0);
    let slope = |row: usize, column: usize| {
        let hit = if row == column { 1.0 } else { 0.0 };
        let spreads = at(&said, column) / spread_said + at(&right, row) / spread_right;
        (hit - at(&said, row) - at(&right, column)) / root + value * spreads
    };
    beyond_chance(counts, value, slope, (expected, root))
}

/// Returns Cohen's kappa between given and right, whatever is no label a disagreement.
///
/// Undefined when chance alone would always be right.
pub fn kappa(counts: &Confusion) -> Figure {
    let n = counts.total();
    if n <= 0.0 {
        return Figure::undefined(0, NOTHING);
    }
    let share = |label: usize| (counts.right(label) / n, counts.said(label) / n);
    let expected: f64 = (0..counts.labels()).map(share).map(|(right, said)| right * said).sum();
    let room = 1.0 - expected;
    if room < 1e-12 {
        return Figure::undefined(n as u64, "only one label is ever right and ever given");
    }
    let value = (counts.hits() / n - expected) / room;
    let said = |label: usize| if label < counts.labels() { counts.said(label) / n } else { 0.0 };
    let right = |label: usize| if label < counts.labels() { counts.right(label) / n } else { 0.0 };
    let slope = |row: usize, column: usize| {
        (if row == column { 1.0 } else { 0.0 } - (1.0 - value) * (said(row) + right(column))) / room
    };
    beyond_chance(counts, value, slope, (expected, room))
}

/// Every value that is ever right or given, what is no label too.
fn values(counts: &Confusion) -> Vec<usize> {
    (0..counts.given()).filter(|value| counts.right(*value) > 0.0 || counts.said(*value) > 0.0).collect()
}

/// Every label that is ever right or given.
fn labels(counts: &Confusion) -> Vec<usize> {
    values(counts).into_iter().filter(|value| *value < counts.labels()).collect()
}

/// Of classes the labels; of what is no label it is certain that it is never right.
fn labels_of(counts: &Confusion, classes: &[usize]) -> impl Iterator<Item = usize> {
    let labels = counts.labels();
    classes.iter().copied().filter(move |class| *class < labels)
}

/// Adds an interval to a coefficient that is (hits − expected) / room.
///
/// Where the delta method sees no spread, as when all decisions are right, it is what Wilson's interval for the share of
/// hits leaves room for, both marginals as they are.
fn beyond_chance(
    counts: &Confusion,
    value: f64,
    slope: impl Fn(usize, usize) -> f64,
    (expected, room): (f64, f64),
) -> Figure {
    let figure = delta::figure(counts, value, &slope, (-1.0, 1.0));
    if delta::reach(counts, slope) > 0.0 {
        return figure;
    }
    let (low, high) = wilson_of(counts.hits() / counts.total(), counts.total());
    let end = |hits: f64| ((hits - expected) / room).clamp(-1.0, 1.0);
    Figure::new(value, (end(low), end(high)), figure.n, "wilson")
}

fn mean_recall(counts: &Confusion, classes: &[usize]) -> Figure {
    let (size, n) = (classes.len() as f64, counts.total());
    if n <= 0.0 {
        return Figure::undefined(0, NOTHING);
    }
    let right: Vec<f64> = (0..counts.labels()).map(|label| counts.right(label) / n).collect();
    let right = |label: usize| right.get(label).copied().unwrap_or(0.0);
    let recall = |label: usize| if right(label) > 0.0 { counts.get(label, label) / n / right(label) } else { 0.0 };
    let value = classes.iter().map(|class| recall(*class)).sum::<f64>() / size;
    let slope = |row: usize, column: usize| (if row == column { 1.0 } else { 0.0 } - recall(row)) / (right(row) * size);
    let own =
        labels_of(counts, classes).map(|label| Class { weight: 1.0 / size, own: per_label(counts, label).recall });
    delta::mean_of_classes(counts, value, slope, own, f64::hypot)
}

#[cfg(test)]
mod tests;
