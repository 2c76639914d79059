//! Answers + decisions → disagreements: who is probably wrong, why, and what to look at first.
//!
//! *First phase*, pure and parallel: [`observe::Auditor::observe`] turns a record and its decision into a [`case::Case`]:
//! the judges' `voices`, the `reference` they are compared with, what the `kinds` and the pack's `checks` find, a
//! `fingerprint`, and the queues that want it. *Between*, one case after the other: [`ledger::Ledger::absorb`] counts and
//! puts away. *Second phase*, [`conclude::conclude`]: the
//! `worth` of each judge (`reliability`; where no person spoke, `imitation` helps), `attribution` and root `cause` of each
//! disagreement (`splits`: clauses on which raters divide), `priority`, `clusters`, `queues`, and the `rows`, `summary` and `replay` that are written.
//!
//! Architecture invariant: no judge is trusted by name. Gold, people, models and this engine's own policy go through the
//! same comparison; what ranks them is what they are (gold, adjudication, consensus, policy) and what was measured.

pub mod attribution;
#[cfg(test)]
mod bench;
pub mod case;
pub mod cause;
mod checks;
mod clusters;
pub mod conclude;
pub mod confusion;
mod content;
mod engine;
pub mod fingerprint;
mod imitation;
pub mod intervals;
mod judges;
pub mod kinds;
pub mod ledger;
pub mod observe;
pub mod priority;
pub mod probe;
pub mod queued;
pub mod queues;
pub mod reasoning;
pub mod reference;
pub mod reliability;
pub mod replay;
pub mod rows;
pub mod scored;
pub mod splits;
pub mod summary;
mod voices;
mod worth;

pub use conclude::{Gathered, Outputs, conclude};
pub use engine::{EngineAnswers, PlainReading};
pub use ledger::Ledger;
pub use observe::{Auditor, Options};
pub use summary::Intake;

#[cfg(test)]
mod tests;
