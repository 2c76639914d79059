//! Decisions → statistics: how far judges agree, how good each is against gold, what they drift to, where they are weak.
//!
//! `sheet` lays out what judges said and `study` puts everything together; the rest is arithmetic on [`ratings::Ratings`]
//! and plain slices: no file, no record, no name of a judge.
//! Every statistic is a [`figure::Figure`] or holds them: a value with its interval and n, or no value and why.

pub mod acceptance;
pub mod against_gold;
pub mod agreement;
pub mod cause;
pub mod consensus;
pub mod drift;
pub mod figure;
pub mod intervals;
pub mod learner;
pub mod paired;
pub mod past;
pub mod queued;
pub mod ratings;
pub mod scores;
pub mod sheet;
pub mod study;
pub mod suspicion;
pub mod tails;
pub mod weakness;
pub mod week;

pub use cause::Cause;
pub use figure::Figure;
pub use ratings::{Rating, Ratings};
