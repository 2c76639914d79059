//! Where a judge is weak: the slices of a corpus in which it errs more than elsewhere.
//!
//! [`table`] holds rows with features, an error each and the cluster of near duplicates each belongs to; [`text`] makes
//! features of the text itself. [`sliceline()`] and [`divergence`] search it, both on one walk over all conjunctions of
//! conditions. [`discovery`] tells what was found from luck on rows that were held out, [`findings`] makes it ready to be
//! read, [`mistakes`] what goes wrong there, [`next_step`] what to try first, and [`trends()`] follows rates from week to
//! week.

pub mod discovery;
pub mod divexplorer;
pub mod findings;
pub mod mistakes;
pub mod next_step;
mod similar;
pub mod sliceline;
pub mod table;
pub mod text;
mod text_words;
pub mod trend;
mod walk;

#[cfg(test)]
mod tests;

pub use divexplorer::{Pattern, divergence, divergence_of};
pub use findings::{Condition, Confirmation, TOGETHER, Weakness, WeaknessSearch, Weaknesses, weaknesses};
pub use mistakes::{Mistake, Mistakes, Tendency};
pub use next_step::{NextStep, Place, WhoErrs};
pub use sliceline::{Slice, SliceSearch, sliceline};
pub use table::{Feature, FeatureKind, Item, Reading, Table, TableFault};
pub use trend::{Trend, WeekRate, trends};
