//! Which single labels are probably wrong: those that raters gave, and those that gold holds.
//!
//! Both need a consensus that can be ranked by. The posteriors of Dawid and Skene's model saturate once it has converged,
//! and then rank nothing; [`guarded`] keeps its idea and holds it back in three ways. [`labels`] ranks raters' labels;
//! gold is as probably wrong as the consensus, to which it is one more judge, says.

mod guarded;
mod labels;

pub use guarded::{Guarded, Known, WRONG_BEFORE, design_effect, guarded};
pub use labels::labels;

#[cfg(test)]
mod tests;
