//! What errors cost: some are worse than others.

use super::confusion::Confusion;
use super::delta::{self, NOTHING};
use crate::calibrate::Figure;

/// The cost of giving each value where each label is right, row by row like a [`Confusion`]; 0 where right, as a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Costs {
    labels: usize,
    given: usize,
    cells: Vec<f64>,
}

impl Costs {
    /// Makes costs of `labels` right labels by as many given values as the rows are long; `None` unless they fit and
    /// are finite.
    pub fn new(labels: usize, given: usize, cells: Vec<f64>) -> Option<Costs> {
        let fits = cells.len() == labels * given && cells.iter().all(|cost| cost.is_finite());
        fits.then_some(Costs { labels, given, cells })
    }

    /// Makes costs of 1 for every error.
    pub fn even(labels: usize, given: usize) -> Costs {
        let cell = |at: usize| if at / given.max(1) == at % given.max(1) { 0.0 } else { 1.0 };
        Costs { labels, given, cells: (0..labels * given).map(cell).collect() }
    }

    /// Returns a cost.
    pub fn get(&self, right: usize, given: usize) -> f64 {
        if given < self.given { self.cells.get(right * self.given + given).copied().unwrap_or(0.0) } else { 0.0 }
    }

    /// Returns the label with the smallest expected cost when the labels have these chances (weights will do), and that
    /// cost; the first of several. `None` without labels.
    pub fn cheapest(&self, chances: &[f64]) -> Option<(usize, f64)> {
        let cost =
            |given: usize| (0..self.labels).zip(chances).map(|(right, p)| p * self.get(right, given)).sum::<f64>();
        let all = (0..self.labels.min(self.given)).map(|given| (given, cost(given)));
        all.min_by(|a, b| a.1.total_cmp(&b.1))
    }
}

/// Returns the mean cost of a decision, with an interval by the delta method; n is the number of decisions.
///
/// Undefined when the costs have another shape than the counts.
pub fn expected_cost(counts: &Confusion, costs: &Costs) -> Figure {
    let n = counts.total();
    if n <= 0.0 {
        return Figure::undefined(0, NOTHING);
    }
    if (costs.labels, costs.given) != (counts.labels(), counts.given()) {
        return Figure::undefined(n as u64, "costs are given for other labels");
    }
    let value = counts.cells().map(|(right, given, count)| count * costs.get(right, given)).sum::<f64>() / n;
    let ends = costs.cells.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), cost| (l.min(*cost), h.max(*cost)));
    delta::figure(counts, value, |right, given| costs.get(right, given), ends)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn missing_what_is_harmful_may_cost_ten_times_as_much() {
        let costs = Costs::new(2, 2, vec![0.0, 1.0, 10.0, 0.0]).unwrap();
        let counts = Confusion::of(2, 0, [(0, 0), (0, 1), (1, 0), (1, 1)]);
        let figure = expected_cost(&counts, &costs);
        assert_eq!((figure.value, figure.n), (Some(2.75), 4));
        assert_eq!(costs.cheapest(&[0.85, 0.15]).unwrap().0, 1);
        assert!(expected_cost(&counts, &Costs::even(3, 3)).why.is_some());
        assert!((expected_cost(&counts, &Costs::even(2, 2)).value.unwrap() - 0.5).abs() < 1e-15);
        assert!(Costs::new(2, 2, vec![0.0; 3]).is_none());
    }
}
