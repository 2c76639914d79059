//! Which single labels are probably wrong: those that raters gave, and those that gold holds.
//!
//! Both need a consensus that can be ranked by. The posteriors of Dawid and Skene's model saturate once it has converged,
//! and then rank nothing; [`guarded`] keeps its idea and holds it back in three ways. [`labels`] ranks raters' labels,
//! [`gold`] ranks gold.

mod gold;
mod guarded;
mod labels;

pub use gold::gold;
pub use guarded::{Guarded, guarded};
pub use labels::labels;

#[cfg(test)]
mod tests;
