//! Audit of finished work: how much of a batch to look at, whether it passes, what its raters are told.
//!
//! [`plan`] computes sampling plans that hold both risks, [`size`] samples for an interval of a wanted width. [`decision`]
//! accepts or refuses a batch and says how likely it is bad; [`batches`] reports on each with its kinds of error, and
//! [`feedback()`] makes the sheet that one rater gets, of their own work alone.

pub mod batches;
pub mod decision;
pub mod feedback;
pub mod plan;
pub mod size;

#[cfg(test)]
mod tests;

pub use batches::{Audited, BatchError, BatchReport, ErrorCount, batch_reports};
pub use decision::{BatchDecision, Verdict, decide, share_of, worse};
pub use feedback::{ClauseFigure, Confusion, Feedback, FeedbackExample, Judged, feedback};
pub use plan::{Demand, Plan, PlanFault, Severity};
pub use size::{half_width_of, sample_size};
