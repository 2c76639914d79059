//! Checked policy → answers.

pub mod decision;
pub mod text;
