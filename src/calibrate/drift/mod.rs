//! Judges over time: whether one has changed, and since when; how fast raters work, and whether goals are met.
//!
//! [`cusum`], [`sprt`] and [`ewma`] are the three charts over decisions that are right or wrong, [`change`] the test that
//! needs no rate to compare with; [`watch()`] puts them together for one judge. [`pace()`] reads speed, skipping and
//! single-answer patterns off what raters did, and [`goals()`] holds weekly goals and due times against it.

pub mod change;
pub mod cusum;
pub mod ewma;
pub mod goals;
pub mod pace;
pub mod sprt;
pub mod watch;

#[cfg(test)]
mod tests;

pub use change::{ChangePoint, change_point};
pub use cusum::{ChartFault, Cusum, CusumRun, Episode};
pub use ewma::{Ewma, EwmaPoint};
pub use goals::{Goals, Task, WeekDone, goals};
pub use pace::{Act, Pace, PaceFigure, PaceKind, PaceLimits, pace};
pub use sprt::{Sprt, SprtDecision, SprtRun};
pub use watch::{Dated, Drift, DriftAlarm, WatchPlan, watch};
