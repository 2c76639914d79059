//! Checked policy → answers.
//!
//! `plan` makes a pack ready to run, `text` reads texts, `matcher` finds in them what clauses look for, `eval` works out
//! conditions in Kleene logic, `outcome` turns clauses into one [`decision::Decision`]. `explain` shows the working,
//! `examples` runs a pack's own tests, `batch` does many items on many threads.

pub mod batch;
pub mod contested;
pub mod decision;
pub mod eval;
pub mod examples;
pub mod explain;
pub mod formula;
mod matcher;
mod outcome;
pub mod plan;
#[cfg(test)]
mod testing;
pub mod text;
