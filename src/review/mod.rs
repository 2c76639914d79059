//! Disagreements → human verdicts: in which order people look, and how much that finds.
//!
//! [`adaptive`] is the order that learns: it begins with the audit's own and is fitted again as verdicts come back.
//! [`curve`] measures an order by its *review yield*, the share of all errors found after so much of the work.
//! [`simulate()`] replays a review against gold and says what each order would have found.
//!
//! Architecture invariant: an order sees an item's gold only once somebody has reviewed the item.

pub mod adaptive;
pub mod curve;
pub mod simulate;

pub use adaptive::{Adaptive, Candidate};
pub use curve::Curve;
pub use simulate::{Options, Simulation, simulate};
