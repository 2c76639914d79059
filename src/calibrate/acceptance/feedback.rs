//! What one rater is told about their own work, and nothing about anybody else's.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::calibrate::Figure;
use crate::calibrate::intervals::random::Random;
use crate::calibrate::intervals::wilson;

/// One decision of a rater that is held against gold or an adjudication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// Who decided.
    pub rater: u32,
    /// The item.
    pub item: u32,
    /// The clause that applies to it; `None` where none does.
    pub clause: Option<u32>,
    /// The label given.
    pub given: u16,
    /// The label that is right.
    pub right: u16,
}

/// A label taken for another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Confusion {
    /// The label given.
    pub given: u16,
    /// The label that is right.
    pub right: u16,
    /// How often.
    pub count: u64,
}

/// An item to learn from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FeedbackExample {
    /// The item.
    pub item: u32,
    /// The clause that applies.
    pub clause: Option<u32>,
    /// The label given.
    pub given: u16,
    /// The label that is right.
    pub right: u16,
}

/// A rater's share of right decisions under one clause.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClauseFigure {
    /// The clause; `None` for items that no clause applies to.
    pub clause: Option<u32>,
    /// The share of right decisions.
    pub right: Figure,
}

/// The sheet of one rater.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Feedback {
    /// The share of right decisions; `n` counts the decisions that could be held against something.
    pub right: Figure,
    /// The same by clause: first the one with most errors.
    pub clauses: Vec<ClauseFigure>,
    /// What was taken for what, the most frequent first.
    pub confusions: Vec<Confusion>,
    /// Wrong decisions to learn from.
    pub examples: Vec<FeedbackExample>,
}

/// Makes the sheet of one rater with up to `examples` examples.
///
/// Only that rater's decisions are read. The examples are taken by turns from the confusions, the most frequent first, so
/// that each kind of error is shown before any is shown twice; within one, first those with a clause to read, in an
/// order drawn by the seed.
pub fn feedback(rater: u32, decisions: &[Judged], examples: usize, seed: u64) -> Feedback {
    let own: Vec<&Judged> = decisions.iter().filter(|decision| decision.rater == rater).collect();
    let is_wrong = |decision: &&Judged| decision.given != decision.right;
    let mut clauses: BTreeMap<Option<u32>, (u64, u64)> = BTreeMap::new();
    let mut kinds: BTreeMap<(u16, u16), Vec<&Judged>> = BTreeMap::new();
    for decision in &own {
        let (n, wrong) = clauses.entry(decision.clause).or_default();
        *n += 1;
        if is_wrong(decision) {
            *wrong += 1;
            kinds.entry((decision.given, decision.right)).or_default().push(decision);
        }
    }
    let mut clauses: Vec<(Option<u32>, (u64, u64))> = clauses.into_iter().collect();
    clauses.sort_by_key(|(_, (_, wrong))| std::cmp::Reverse(*wrong));
    let mut kinds: Vec<((u16, u16), Vec<&Judged>)> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, wrong)| std::cmp::Reverse(wrong.len()));
    for (_, wrong) in &mut kinds {
        wrong.sort_by_key(|decision| {
            (decision.clause.is_none(), Random::stream(seed, u64::from(decision.item)).bits(), decision.item)
        });
    }
    let turns = kinds.iter().map(|(_, wrong)| wrong.len()).max().unwrap_or(0);
    let chosen = (0..turns).flat_map(|turn| kinds.iter().filter_map(move |(_, wrong)| wrong.get(turn)));
    Feedback {
        right: wilson(own.iter().filter(|decision| !is_wrong(decision)).count() as u64, own.len() as u64),
        clauses: clauses
            .into_iter()
            .map(|(clause, (n, wrong))| ClauseFigure { clause, right: wilson(n - wrong, n) })
            .collect(),
        examples: chosen
            .take(examples)
            .map(|decision| {
                let Judged { item, clause, given, right, .. } = **decision;
                FeedbackExample { item, clause, given, right }
            })
            .collect(),
        confusions: kinds
            .iter()
            .map(|((given, right), wrong)| Confusion { given: *given, right: *right, count: wrong.len() as u64 })
            .collect(),
    }
}
