//! What was given where something was right: the table that all measures against gold read.

/// A confusion matrix of `labels` right labels by `given` given values.
///
/// The first `labels` given values are the labels themselves, in the same order; those after them are what is no label
/// (unreadable, abstained, not applicable, unknown), each on its own, and are always wrong. Counts may be weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Confusion {
    labels: usize,
    given: usize,
    cells: Vec<f64>,
}

impl Confusion {
    /// Makes an empty matrix with so many given values beyond the labels.
    pub fn new(labels: usize, beyond: usize) -> Confusion {
        let given = labels + beyond;
        Confusion { labels, given, cells: vec![0.0; labels * given] }
    }

    /// Makes a matrix from decisions: the right label and the given value of each.
    pub fn of(labels: usize, beyond: usize, decisions: impl IntoIterator<Item = (u16, u16)>) -> Confusion {
        let mut counts = Confusion::new(labels, beyond);
        decisions.into_iter().for_each(|(right, given)| counts.add(right as usize, given as usize, 1.0));
        counts
    }

    /// Counts a decision, or `weight` of them; one of a label or value there is not is passed over.
    pub fn add(&mut self, right: usize, given: usize, weight: f64) {
        if right < self.labels && given < self.given {
            self.cells.get_mut(right * self.given + given).into_iter().for_each(|cell| *cell += weight);
        }
    }

    /// Adds all counts of another matrix of the same shape.
    pub fn add_all(&mut self, other: &Confusion) {
        self.cells.iter_mut().zip(&other.cells).for_each(|(cell, more)| *cell += more);
    }

    /// Returns the number of labels.
    pub fn labels(&self) -> usize {
        self.labels
    }

    /// Returns the number of given values, labels included.
    pub fn given(&self) -> usize {
        self.given
    }

    /// Returns a count.
    pub fn get(&self, right: usize, given: usize) -> f64 {
        if given < self.given { self.cells.get(right * self.given + given).copied().unwrap_or(0.0) } else { 0.0 }
    }

    /// Returns how often a label was right.
    pub fn right(&self, label: usize) -> f64 {
        self.row(label).iter().sum()
    }

    /// Returns how often a value was given.
    pub fn said(&self, value: usize) -> f64 {
        (0..self.labels).map(|label| self.get(label, value)).sum()
    }

    /// Returns how often each value was given where `label` was right.
    pub fn row(&self, label: usize) -> &[f64] {
        self.cells.get(label * self.given..(label + 1) * self.given).unwrap_or(&[])
    }

    /// Returns the number of decisions.
    pub fn total(&self) -> f64 {
        self.cells.iter().sum()
    }

    /// Returns the number of right decisions.
    pub fn hits(&self) -> f64 {
        (0..self.labels).map(|label| self.get(label, label)).sum()
    }

    /// Returns only the decisions that gave a label or should have.
    pub fn touching(&self, label: usize) -> Confusion {
        let mut touching = Confusion { cells: vec![0.0; self.cells.len()], ..*self };
        let cells = self.cells().filter(|(right, given, _)| *right == label || *given == label);
        cells.for_each(|(right, given, count)| touching.add(right, given, count));
        touching
    }

    /// Walks over all cells: the right label, the given value, the count.
    pub fn cells(&self) -> impl Iterator<Item = (usize, usize, f64)> + '_ {
        self.cells.iter().enumerate().map(|(at, count)| (at / self.given.max(1), at % self.given.max(1), *count))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn values_beyond_the_labels_are_counted_and_never_right() {
        let counts = Confusion::of(2, 1, [(0, 0), (0, 2), (1, 2), (1, 0), (1, 1), (2, 0), (0, 3)]);
        assert_eq!((counts.total(), counts.hits(), counts.said(2), counts.right(1)), (5.0, 2.0, 2.0, 3.0));
        assert_eq!(counts.row(0), [1.0, 0.0, 1.0]);
        let mut twice = counts.clone();
        twice.add_all(&counts);
        assert_eq!(twice.get(1, 2), 2.0);
    }
}
