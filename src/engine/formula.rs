//! The expressions of a pack that are asked after an item was decided: checks, queues, slices.
//!
//! They are named, not handed over, so that a caller needs no tree and the engine runs what it has planned. How to ask:
//! decide an item through [`super::eval::Evaluator::item`], then ask that item for [`Formula`]s with a [`DecisionSide`].

use super::decision::Decision;
use crate::language::policy::{CheckId, QueueId};

/// Names one expression of the pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Formula {
    /// The condition of a check.
    Check(CheckId),
    /// The harm that a check gives its findings, a severity.
    CheckPriority(CheckId),
    /// The condition of a queue; a queue without one takes every item.
    Queue(QueueId),
    /// The harm that a queue gives its items, a severity.
    QueuePriority(QueueId),
    /// The condition of a slice, by index into the pack's slices.
    Slice(usize),
}

/// The judge that a check is run for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EachJudge {
    /// Index into the record's model decisions.
    Model(usize),
    /// Index into the record's ratings.
    Rating(usize),
}

/// What is known once an item was decided.
#[derive(Debug, Clone, Copy, Default)]
pub struct DecisionSide<'a> {
    /// The engine's decision, made by `analyse`: one made by `decide` does not list every clause.
    pub decision: Option<&'a Decision>,
    /// The judge that the check is run for; `None` for item checks, queues and slices.
    pub each: Option<EachJudge>,
    /// Names of the checks that found something on the item, once per finding.
    pub checks: &'a [&'a str],
}
