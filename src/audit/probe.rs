//! What the audit asks of the engine: expressions over decisions, and the plain view of a text.
//!
//! The audit's own logic is tested with answers written by hand; a run asks the engine.

use crate::language::policy::{CheckId, QueueId};
use crate::language::value::{Severity, Truth};

/// Names one of the pack's expressions over decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Does the check find something?
    Check(CheckId),
    /// The harm of what the check finds.
    CheckPriority(CheckId),
    /// Does the queue want the item?
    Queue(QueueId),
    /// The harm the queue gives the item.
    QueuePriority(QueueId),
}

/// The judge that a check runs for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The whole item.
    Item,
    /// This model decision of the record.
    Model(usize),
    /// This rating of the record.
    Rating(usize),
}

/// Answers about one item and its decision.
pub trait Asking {
    /// Tells whether a condition holds. `checks` are the names of the checks that found something so far.
    fn holds(&mut self, question: Question, target: Target, checks: &[&str]) -> Truth;

    /// Computes a severity; `None` if it cannot be told or none is declared.
    fn severity(&mut self, question: Question, target: Target, checks: &[&str]) -> Option<Severity>;
}

/// Reads texts in the plain view.
pub trait Reading: Sync {
    /// Returns a text as the plain view has it.
    fn plain(&self, text: &str) -> String;

    /// Tells, for each needle, whether its words stand one after the other in the text.
    fn has(&self, text: &str, needles: &[&str]) -> Vec<bool>;
}
