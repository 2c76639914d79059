//! The probability of every label for every item, in one flat table.

/// Probabilities of labels, item by item; every row sums to 1.
///
/// Memory is 8 bytes an item and label: 3.2 MB for 100,000 items of 4 labels.
#[derive(Debug, Clone, PartialEq)]
pub struct Posteriors {
    items: usize,
    labels: usize,
    values: Vec<f64>,
}

/// Probabilities nearer to each other than this are tied: sums in another order must not decide.
pub const TIE_WIDTH: f64 = 1e-9;

impl Posteriors {
    /// Makes a table of `items` × `labels` zeros.
    pub fn new(items: usize, labels: usize) -> Posteriors {
        Posteriors { items, labels, values: vec![0.0; items * labels] }
    }

    /// Makes a table from rows laid end to end, or nothing when their length is not `items` × `labels`.
    pub fn from_values(items: usize, labels: usize, values: Vec<f64>) -> Option<Posteriors> {
        (values.len() == items * labels).then_some(Posteriors { items, labels, values })
    }

    /// Returns the number of items.
    pub fn items(&self) -> usize {
        self.items
    }

    /// Returns the number of labels.
    pub fn labels(&self) -> usize {
        self.labels
    }

    /// Returns the probabilities of the labels of `item`; of an item outside the table none.
    pub fn row(&self, item: usize) -> &[f64] {
        self.values.get(item * self.labels..(item + 1) * self.labels).unwrap_or(&[])
    }

    /// Returns the probabilities of the labels of `item`, to write.
    pub fn row_mut(&mut self, item: usize) -> &mut [f64] {
        self.values.get_mut(item * self.labels..(item + 1) * self.labels).unwrap_or(&mut [])
    }

    /// Returns the probability of `label` for `item`, 0 outside the table.
    pub fn get(&self, item: usize, label: u16) -> f64 {
        self.row(item).get(usize::from(label)).copied().unwrap_or(0.0)
    }

    /// Walks over the rows, item by item.
    pub fn rows(&self) -> std::slice::ChunksExact<'_, f64> {
        self.values.chunks_exact(self.labels.max(1))
    }

    /// Walks over the rows, item by item, to write them.
    pub fn rows_mut(&mut self) -> std::slice::ChunksExactMut<'_, f64> {
        self.values.chunks_exact_mut(self.labels.max(1))
    }
}

/// Writes the row that is sure of `label`.
pub(super) fn one_hot(row: &mut [f64], label: u16) {
    row.fill(0.0);
    if let Some(cell) = row.get_mut(usize::from(label)) {
        *cell = 1.0;
    }
}

/// Divides a row by its sum and returns that sum; a row without mass is left as it is.
pub(super) fn normalize(row: &mut [f64]) -> f64 {
    let sum: f64 = row.iter().sum();
    if sum > 0.0 {
        row.iter_mut().for_each(|value| *value /= sum);
    }
    sum
}

/// Turns logarithms into probabilities that sum to 1 and returns the logarithm of their sum.
pub(super) fn softmax(row: &mut [f64]) -> f64 {
    let top = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for value in row.iter_mut() {
        *value = (*value - top).exp();
        sum += *value;
    }
    row.iter_mut().for_each(|value| *value /= sum);
    top + sum.ln()
}
