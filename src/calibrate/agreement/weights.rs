//! How much two different labels still agree: 1 for the same, 0 for as far apart as can be.

use serde::Serialize;

/// A rule that gives every pair of labels its weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Weighting {
    /// Different is different: for labels without an order.
    Identity,
    /// 1 − |a − b| / (K − 1).
    Linear,
    /// 1 − (a − b)² / (K − 1)².
    Quadratic,
    /// 1 − C(|a − b| + 1, 2) / C(K, 2): for rungs whose distances are not known.
    Ordinal,
    /// 1 − √(|a − b| / (K − 1)).
    Radical,
    /// 1 − ((a − b) / (a + b))² over that of the two ends, labels counted from 1.
    Ratio,
}

/// A square table of weights between labels, 1 on the diagonal.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    size: usize,
    cells: Vec<f64>,
}

impl Weights {
    /// Makes the weights of `labels` labels in their order (Gwet 2014, chapter 3).
    pub fn new(weighting: Weighting, labels: usize) -> Weights {
        let places: Vec<f64> = (1..=labels).map(|place| place as f64).collect();
        Weights::by_values(weighting, &places)
    }

    /// Makes the weights of labels that are numbers, ascending: distances are differences of `values`, and K − 1 is that of
    /// the two ends. Ordinal weights go by place all the same.
    pub fn by_values(weighting: Weighting, values: &[f64]) -> Weights {
        let ends =
            values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), value| (l.min(*value), h.max(*value)));
        let cell = |(row, a): (usize, &f64), (column, b): (usize, &f64)| match row.abs_diff(column) {
            0 => 1.0,
            steps => weight(weighting, (*a, *b), ends, (steps as f64, values.len() as f64)),
        };
        let rows = values.iter().enumerate();
        let cells = rows.flat_map(|a| values.iter().enumerate().map(move |b| cell(a, b))).collect();
        Weights { size: values.len(), cells }
    }

    /// Makes weights of one's own, row by row; `None` unless they are square, symmetric and 1 on the diagonal.
    pub fn given(labels: usize, cells: Vec<f64>) -> Option<Weights> {
        let weights = Weights { size: labels, cells };
        let pairs = || (0..labels).flat_map(|a| (0..labels).map(move |b| (a, b)));
        let whole = labels.checked_mul(labels) == Some(weights.cells.len());
        let even = pairs().all(|(a, b)| weights.get(a, b) == weights.get(b, a) && (a != b || weights.get(a, b) == 1.0));
        (whole && even).then_some(weights)
    }

    /// Returns the number of labels.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Returns the weight between two labels, 0 for labels there are not.
    pub fn get(&self, a: usize, b: usize) -> f64 {
        self.row(a).get(b).copied().unwrap_or(0.0)
    }

    /// Returns the weights of label `a` with all others.
    pub fn row(&self, a: usize) -> &[f64] {
        self.cells.get(a * self.size..(a + 1) * self.size).unwrap_or(&[])
    }

    /// Returns the sum of all weights.
    pub fn sum(&self) -> f64 {
        self.cells.iter().sum()
    }

    /// Returns, for every label, the weight it has on average with labels of these shares.
    pub fn mean(&self, shares: &[f64]) -> Vec<f64> {
        let dot = |row: &[f64]| row.iter().zip(shares).map(|(weight, share)| weight * share).sum();
        (0..self.size).map(|label| dot(self.row(label))).collect()
    }
}

/// Weighs two labels `steps` places apart of `labels` places.
fn weight(weighting: Weighting, (a, b): (f64, f64), (least, most): (f64, f64), (steps, labels): (f64, f64)) -> f64 {
    let (gap, widest) = ((a - b).abs(), most - least);
    match weighting {
        Weighting::Identity => 0.0,
        Weighting::Ordinal => 1.0 - (steps + 1.0) * steps / (labels * (labels - 1.0)),
        // Two ways to write one number.
        _ if gap == 0.0 => 1.0,
        Weighting::Linear => 1.0 - gap / widest,
        Weighting::Quadratic => 1.0 - (gap / widest).powi(2),
        Weighting::Radical => 1.0 - (gap / widest).sqrt(),
        Weighting::Ratio => 1.0 - ((gap / (a + b)) / (widest / (least + most))).powi(2),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn ends_of_the_ladder_agree_in_nothing_and_neighbours_in_much() {
        for weighting in [Weighting::Linear, Weighting::Quadratic, Weighting::Ordinal, Weighting::Radical] {
            let weights = Weights::new(weighting, 4);
            assert!(weights.get(0, 3).abs() < 1e-15 && weights.get(2, 2) == 1.0);
            assert!(weights.get(0, 1) > weights.get(0, 2));
            assert_eq!(weights.get(1, 2), weights.get(2, 1));
        }
        assert_eq!(Weights::new(Weighting::Identity, 3).sum(), 3.0);
        assert_eq!(Weights::new(Weighting::Quadratic, 1).row(0), [1.0]);
    }

    #[test]
    fn labels_that_are_numbers_lie_as_far_apart_as_they_say() {
        let weights = Weights::by_values(Weighting::Quadratic, &[1.0, 2.0, 10.0]);
        assert_eq!(weights.row(0), [1.0, 1.0 - 1.0 / 81.0, 0.0]);
        assert_eq!(Weights::by_values(Weighting::Linear, &[1.0, 1.0]).row(0), [1.0, 1.0]);
        assert_eq!(Weights::by_values(Weighting::Identity, &[1.0, 1.0]).row(0), [1.0, 0.0]);
    }

    #[test]
    fn own_weights_must_be_square_symmetric_and_one_on_the_diagonal() {
        assert!(Weights::given(2, vec![1.0, 0.5, 0.5, 1.0]).is_some());
        assert!(Weights::given(2, vec![1.0, 0.5, 0.4, 1.0]).is_none());
        assert!(Weights::given(2, vec![1.0, 0.5, 0.5]).is_none());
        assert!(Weights::given(1, vec![0.9]).is_none());
    }
}
