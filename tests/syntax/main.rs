//! Reading Precept files: what is said about wrong ones, and that no text does harm.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod cases;
mod hostile;
mod laws;
