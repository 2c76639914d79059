//! Checked policy → answers.

pub mod decision;
