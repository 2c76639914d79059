//! Sets of labels that judges give beside a decision: what kinds of harm they see in an item.

use std::collections::HashMap;

use super::sorted;
use crate::calibrate::Ratings;

/// The most different sets that are told apart: distances are kept for every two.
pub const SETS_MAX: usize = 500;

/// The labels that one judge gives to one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LabelSet {
    /// These, by their numbers, in any order; none is also an answer.
    Known(Vec<u16>),
    /// One of them is not a label of the pack, so that the set cannot be held against others.
    Unknown,
}

/// Who gave which set to which item. A rating's label is the place of its set in `sets`.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelSets {
    /// The different sets, each ascending, and sorted.
    pub sets: Vec<Vec<u16>>,
    /// Who gave them; empty where there are too many different ones.
    pub ratings: Ratings,
    /// Sets left out, since a label of theirs is not known.
    pub unknown: u64,
    /// There are more different sets than [`SETS_MAX`].
    pub too_many: bool,
}

/// Label sets in the making; equal ones are kept once.
#[derive(Debug, Default)]
pub struct LabelSetsDraft {
    known: HashMap<Vec<u16>, u16>,
    sets: Vec<Vec<u16>>,
    rows: Vec<(u32, u32, u16)>,
    unknown: u64,
    too_many: bool,
}

impl LabelSetsDraft {
    /// Adds what a judge gave to an item.
    pub fn add(&mut self, item: u32, judge: u32, set: LabelSet) {
        let LabelSet::Known(mut set) = set else {
            self.unknown += 1;
            return;
        };
        if self.too_many {
            return;
        }
        set.sort_unstable();
        set.dedup();
        let next = self.sets.len() as u16;
        let number = *self.known.entry(set.clone()).or_insert(next);
        if number == next {
            self.sets.push(set);
        }
        self.rows.push((item, judge, number));
        if self.sets.len() > SETS_MAX {
            *self = LabelSetsDraft { too_many: true, unknown: self.unknown, ..LabelSetsDraft::default() };
        }
    }

    /// Makes them; `item` and `judge` give the new number of each old one.
    pub fn settle(
        self,
        items: usize,
        judges: usize,
        item: impl Fn(u32) -> u32,
        judge: impl Fn(u32) -> u32,
    ) -> LabelSets {
        let (sets, places) = sorted(self.sets);
        let place = |set: u16| places.get(usize::from(set)).map_or(set, |place| *place as u16);
        let rows = self.rows.into_iter().map(|(at, by, set)| (item(at), judge(by), place(set))).collect();
        let ratings = Ratings::new(items, judges, sets.len(), rows);
        LabelSets { sets, ratings, unknown: self.unknown, too_many: self.too_many }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn equal_sets_are_one_whatever_their_order_and_unknown_labels_are_counted() {
        let mut draft = LabelSetsDraft::default();
        for (item, set) in [(0, vec![2, 1]), (1, vec![1, 2, 1]), (2, vec![])] {
            draft.add(item, 0, LabelSet::Known(set));
        }
        draft.add(3, 0, LabelSet::Unknown);
        let made = draft.settle(4, 1, |item| item, |judge| judge);
        assert_eq!((made.sets, made.unknown), (vec![vec![], vec![1, 2]], 1));
        assert_eq!(made.ratings.all_labels(), [1, 1, 0]);
    }

    #[test]
    fn too_many_different_sets_are_told_and_not_kept() {
        let mut draft = LabelSetsDraft::default();
        (0..=SETS_MAX as u16).for_each(|at| draft.add(u32::from(at), 0, LabelSet::Known(vec![at])));
        draft.add(0, 1, LabelSet::Known(vec![1]));
        let made = draft.settle(501, 2, |item| item, |judge| judge);
        assert!(made.too_many && made.ratings.is_empty() && made.sets.is_empty());
    }
}
