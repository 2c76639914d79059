//! Counts of what was given where something else was right.

use serde::{Deserialize, Serialize};

use crate::language::value::Rung;

/// A confusion matrix over the rungs, with one more column for output that could not be read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Confusion {
    rungs: usize,
    cells: Vec<f64>,
}

impl Confusion {
    /// Makes an empty matrix over so many rungs.
    pub fn new(rungs: usize) -> Confusion {
        Confusion { rungs, cells: vec![0.0; rungs * (rungs + 1)] }
    }

    /// Returns the number of rungs.
    pub fn rungs(&self) -> usize {
        self.rungs
    }

    fn place(&self, right: Rung, given: Option<Rung>) -> usize {
        let column = given.map_or(self.rungs, |given| (given.0 as usize).min(self.rungs));
        right.0 as usize * (self.rungs + 1) + column
    }

    /// Counts one decision; `None`: it could not be read.
    pub fn add(&mut self, right: Rung, given: Option<Rung>, weight: f64) {
        let place = self.place(right, given);
        if let Some(cell) = self.cells.get_mut(place) {
            *cell += weight;
        }
    }

    /// Returns a count.
    pub fn get(&self, right: Rung, given: Option<Rung>) -> f64 {
        self.cells.get(self.place(right, given)).copied().unwrap_or(0.0)
    }

    /// Adds another matrix, each count times a weight.
    pub fn add_all(&mut self, other: &Confusion, weight: f64) {
        if self.cells.is_empty() {
            *self = Confusion::new(other.rungs);
        }
        for (cell, more) in self.cells.iter_mut().zip(&other.cells) {
            *cell += more * weight;
        }
    }

    /// Returns the number of decisions.
    pub fn total(&self) -> f64 {
        self.cells.iter().sum()
    }

    /// Returns the number of right decisions.
    pub fn right(&self) -> f64 {
        (0..self.rungs).map(|at| self.get(Rung(at as u8), Some(Rung(at as u8)))).sum()
    }

    /// Returns the counts of one row: what was given where this rung was right, without what could not be read.
    pub fn row(&self, right: Rung) -> impl Iterator<Item = f64> + '_ {
        (0..self.rungs).map(move |given| self.get(right, Some(Rung(given as u8))))
    }
}
