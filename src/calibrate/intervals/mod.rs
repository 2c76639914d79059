//! How far a figure may be off: intervals for shares, quantiles behind them, and resampling with a declared seed.
//!
//! Every interval here is two-sided at 95 % unless its own sentence says otherwise.

pub mod beta;
pub mod bootstrap;
pub mod clustered;
pub mod mean;
pub mod quantile;
pub mod random;
pub mod share;

pub use beta::{Posterior, posterior};
pub use mean::mean;
pub use share::{agresti_coull, bounded, clopper_pearson, jeffreys, wald, wilson, wilson_of};
