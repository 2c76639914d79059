//! Scratch storage on disk, for what does not fit the memory promised to an item.
//!
//! A [`Spool`] holds byte strings in the order they came and gives each back by its place. A [`Sorter`] puts any number
//! of fixed-size keys in order within a fixed amount of memory. Together they rank a corpus of any size: the evidence
//! goes to a spool, its place goes with the key to a sorter, and the sorted places are read back.

mod file;
mod sort;

pub use file::{Entries, Spool};
pub use sort::{Sorted, Sorter, ascending, descending, pair};

#[cfg(test)]
mod tests;
