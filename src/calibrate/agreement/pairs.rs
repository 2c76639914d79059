//! Every two judges who met often enough: who agrees with whom.
//!
//! Judges who never met cost nothing. One judge is taken at a time: a first walk over that judge's items counts whom
//! they met, a second fills one table for each of those they met often enough. Memory is 10 bytes a rating, 4 a judge
//! and one judge's tables, whatever the number of judges; pairs come out in the order of their numbers.

use std::ops::Range;

use serde::Serialize;

use super::cohen::{Cohen, cohen};
use super::weights::{Weighting, Weights};
use crate::calibrate::intervals::wilson;
use crate::calibrate::{Figure, Ratings};

/// What two judges have in common.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    /// The first judge, the smaller number.
    pub a: u32,
    /// The second judge.
    pub b: u32,
    /// How many items both rated.
    pub n: u64,
    /// The share of those on which they gave the same label.
    pub same: Figure,
    /// Cohen's kappa.
    pub kappa: Figure,
    /// Cohen's kappa with linear weights; none for labels without an order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub linear: Option<Figure>,
    /// Cohen's kappa with quadratic weights; none for labels without an order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quadratic: Option<Figure>,
}

/// Who rated what, judge by judge: the ratings turned on their side.
#[derive(Debug, Clone)]
pub struct Meetings<'a> {
    ratings: &'a Ratings,
    starts: Vec<u32>,
    items: Vec<u32>,
    labels: Vec<u16>,
}

impl<'a> Meetings<'a> {
    /// Turns ratings on their side.
    pub fn of(ratings: &'a Ratings) -> Meetings<'a> {
        let mut starts = vec![0_u32; ratings.judges() + 1];
        for judge in ratings.all_judges() {
            if let Some(count) = starts.get_mut(*judge as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let (mut items, mut labels) = (vec![0; ratings.len()], vec![0; ratings.len()]);
        for (item, judge, label) in ratings.iter() {
            if let Some(place) = next.get_mut(judge as usize) {
                if let (Some(i), Some(l)) = (items.get_mut(*place as usize), labels.get_mut(*place as usize)) {
                    (*i, *l) = (item, label);
                }
                *place += 1;
            }
        }
        Meetings { ratings, starts, items, labels }
    }

    /// Returns the items that a judge rated, ascending, and the labels they gave, in step.
    pub fn of_judge(&self, judge: u32) -> (&[u32], &[u16]) {
        let at = |judge: usize| self.starts.get(judge).map_or(0, |start| *start as usize);
        let range = at(judge as usize)..at(judge as usize + 1).max(at(judge as usize));
        (self.items.get(range.clone()).unwrap_or(&[]), self.labels.get(range).unwrap_or(&[]))
    }

    /// Visits every pair whose first judge is one of `first` and who both rated `at_least` items or more, with the
    /// table of their labels: `cells[own · K + other]`, K the number of labels.
    ///
    /// Pairs come in ascending order, so ranges of first judges may be shared out between threads.
    pub fn visit(&self, first: Range<u32>, at_least: u32, mut visit: impl FnMut(u32, u32, &[u64])) {
        let area = self.ratings.labels() * self.ratings.labels();
        let mut met = vec![0_u32; self.ratings.judges()];
        let mut touched = Vec::new();
        let mut tables: Vec<u64> = Vec::new();
        for judge in first {
            touched.clear();
            self.count(judge, &mut met, &mut touched);
            touched.sort_unstable();
            // From here on `met` holds one more than the number of the pair's table, or 0.
            let mut often = Vec::new();
            for other in &touched {
                if let Some(count) = met.get_mut(*other as usize) {
                    if *count >= at_least.max(1) {
                        often.push(*other);
                        *count = often.len() as u32;
                    } else {
                        *count = 0;
                    }
                }
            }
            if !often.is_empty() {
                tables.clear();
                tables.resize(often.len() * area, 0);
                self.fill(judge, &met, &mut tables);
                for (other, cells) in often.iter().zip(tables.chunks(area)) {
                    visit(judge, *other, cells);
                }
            }
            for other in &touched {
                met.get_mut(*other as usize).into_iter().for_each(|count| *count = 0);
            }
        }
    }

    /// Counts whom a judge met on how many items, judges of higher number only.
    fn count(&self, judge: u32, met: &mut [u32], touched: &mut Vec<u32>) {
        for item in self.of_judge(judge).0 {
            let (judges, _) = self.ratings.of(*item as usize);
            for other in judges.iter().rev().take_while(|other| **other > judge) {
                if let Some(count) = met.get_mut(*other as usize) {
                    if *count == 0 {
                        touched.push(*other);
                    }
                    *count += 1;
                }
            }
        }
    }

    fn fill(&self, judge: u32, met: &[u32], tables: &mut [u64]) {
        let labels = self.ratings.labels();
        let (items, own) = self.of_judge(judge);
        for (item, own) in items.iter().zip(own) {
            let (judges, given) = self.ratings.of(*item as usize);
            for (other, label) in judges.iter().zip(given).rev().take_while(|(other, _)| **other > judge) {
                let table = met.get(*other as usize).map_or(0, |number| *number as usize);
                let Some(table) = table.checked_sub(1) else {
                    continue;
                };
                let cell = (table * labels + *own as usize) * labels + *label as usize;
                tables.get_mut(cell).into_iter().for_each(|count| *count += 1);
            }
        }
    }
}

/// Returns all pairs of judges who both rated `at_least` items or more, ascending; weighted kappas where labels have
/// `values`, ascending.
pub fn pairs(ratings: &Ratings, at_least: u32, values: Option<&[f64]>) -> Vec<Pair> {
    let meetings = Meetings::of(ratings);
    let measure = Measure::new(ratings.labels(), values);
    let mut all = Vec::new();
    meetings.visit(0..ratings.judges() as u32, at_least, |a, b, cells| all.push(measure.pair(a, b, cells)));
    all
}

/// What is measured of each pair.
#[derive(Debug, Clone)]
pub struct Measure {
    identity: Weights,
    graded: Option<(Weights, Weights)>,
}

impl Measure {
    /// Makes the weights once for all pairs; labels with an order have `values`, ascending.
    pub fn new(labels: usize, values: Option<&[f64]>) -> Measure {
        let weights = |weighting, values| Weights::by_values(weighting, values);
        let graded = values.map(|own| (weights(Weighting::Linear, own), weights(Weighting::Quadratic, own)));
        Measure { identity: Weights::new(Weighting::Identity, labels), graded }
    }

    /// Measures a pair by its table.
    pub fn pair(&self, a: u32, b: u32, cells: &[u64]) -> Pair {
        let n = cells.iter().sum();
        let same = cells.iter().step_by(self.identity.size() + 1).sum();
        let kappa = |weights: &Weights| -> Cohen { cohen(cells, weights) };
        let graded = self.graded.as_ref();
        Pair {
            a,
            b,
            n,
            same: wilson(same, n),
            kappa: kappa(&self.identity).figure,
            linear: graded.map(|(linear, _)| kappa(linear).figure),
            quadratic: graded.map(|(_, quadratic)| kappa(quadratic).figure),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn pairs_are_those_who_met_often_enough_in_order() {
        // Judges 0, 2 and 3 share items; judge 1 rated alone.
        let rows = [(0, 0, 0), (0, 2, 0), (0, 3, 1), (1, 0, 1), (1, 2, 0), (2, 1, 1), (3, 2, 1), (3, 3, 1), (4, 0, 1)];
        let ratings = Ratings::new(5, 4, 2, rows.to_vec());
        let all = pairs(&ratings, 1, None);
        let names: Vec<_> = all.iter().map(|pair| (pair.a, pair.b, pair.n)).collect();
        assert_eq!(names, [(0, 2, 2), (0, 3, 1), (2, 3, 2)]);
        let often: Vec<_> = pairs(&ratings, 2, Some(&[0.0, 1.0])).iter().map(|pair| (pair.a, pair.b)).collect();
        assert_eq!(often, [(0, 2), (2, 3)]);
        let mut tables = Vec::new();
        Meetings::of(&ratings).visit(0..4, 2, |_, _, cells| tables.push(cells.to_vec()));
        assert_eq!(tables, [vec![1, 0, 1, 0], vec![0, 1, 0, 1]]);
        assert_eq!(all[0].same.value, Some(0.5));
    }

    #[test]
    fn pairs_found_in_parts_are_the_pairs_found_at_once() {
        let rows = (0..400_u32).map(|i| (i / 4, (i * 7 + i / 13) % 11, (i % 3) as u16)).collect();
        let ratings = Ratings::new(100, 11, 3, rows);
        let meetings = Meetings::of(&ratings);
        let collect = |range| {
            let mut found = Vec::new();
            meetings.visit(range, 3, |a, b, cells| found.push((a, b, cells.to_vec())));
            found
        };
        let mut parts = collect(0..4);
        parts.extend(collect(4..11));
        assert_eq!(parts, collect(0..11));
        assert!(parts.is_sorted() && parts.iter().all(|(a, b, cells)| a < b && cells.iter().sum::<u64>() >= 3));
    }

    /// Labels 1, 2 and 10: by steps 2 would lie in the middle of the other two, by their values it lies beside 1.
    #[test]
    fn labels_that_are_numbers_are_weighed_by_how_far_they_lie_apart() {
        let cells = [20, 6, 1, 5, 10, 3, 0, 2, 8];
        let by_steps = Measure::new(3, Some(&[0.0, 1.0, 2.0])).pair(0, 1, &cells).quadratic.unwrap();
        let by_values = Measure::new(3, Some(&[1.0, 2.0, 10.0])).pair(0, 1, &cells).quadratic.unwrap();
        // 1 − Σ u·p / Σ u·r·c by hand, u = 1, 81 and 64.
        let (n, rows, columns) = (55.0, [27.0, 18.0, 10.0], [25.0, 18.0, 12.0]);
        let apart = |a: usize, b: usize| [1.0_f64, 2.0, 10.0][a] - [1.0, 2.0, 10.0][b];
        let (mut seen, mut chance) = (0.0, 0.0);
        for a in 0..3 {
            for b in 0..3 {
                seen += apart(a, b).powi(2) * cells[3 * a + b] as f64 / n;
                chance += apart(a, b).powi(2) * rows[a] * columns[b] / (n * n);
            }
        }
        assert!((by_values.value.unwrap() - (1.0 - seen / chance)).abs() < 1e-12, "{by_values:?}");
        assert!((by_values.value.unwrap() - by_steps.value.unwrap()).abs() > 1e-3);
        assert!(by_values.low < by_values.value && by_values.method == Some("fleiss-cohen-everitt"));
    }
}
