//! How good each judge is where the right answer is known; a person and a model are measured alike.
//!
//! Everything here reads one [`Confusion`]: what was given where what was right. What a judge gave that is no label
//! (unreadable output, an abstention, "not applicable", "unknown") is a given value of its own and never becomes a
//! label. [`errors`] says in which way decisions are wrong. Estimates for a whole population from a random sample are [`sampled`], and are never mixed with these.

pub mod confusion;
pub mod cost;
pub mod delta;
pub mod errors;
pub mod ladder;
pub mod measures;
pub mod per_label;
pub mod sampled;

pub use confusion::Confusion;
pub use measures::MEASURES;
