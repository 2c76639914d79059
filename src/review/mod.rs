//! Disagreements → human verdicts: in which order people look, and how much that finds.
//!
//! [`adaptive`] is the order that learns: it begins with the audit's own and is fitted again as verdicts come back.
//! [`verdicts`] gathers what experts said, [`settle`] says which items that settles, and [`order`] puts the rest of the
//! queue in order again; [`progress`] tells how far that has come. [`curve`] measures an order by its *review yield*, the share of all errors found after so much of
//! the work. [`simulate()`] replays a review against gold and says what each order would have found.
//!
//! Architecture invariant: what learns sees no gold; a replay shows it an item's gold once somebody has reviewed the item.

pub mod adaptive;
mod candidate;
pub mod curve;
pub mod order;
pub mod progress;
pub mod settle;
pub mod simulate;
pub mod verdicts;

pub use adaptive::{Adaptive, Candidate};
pub use curve::Curve;
pub use simulate::{Options, Simulation, simulate};
