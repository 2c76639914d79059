//! Is one judge better than another on the same items? Tests of paired decisions, and care with many of them.

pub mod bowker;
pub mod cochran;
pub mod difference;
pub mod independent;
pub mod many;
pub mod mcnemar;

use serde::Serialize;

pub use bowker::{bowker, most_lopsided};
pub use cochran::cochran;
pub use difference::{Outcomes, difference};
pub use independent::independent;
pub use many::{benjamini_hochberg, holm};
pub use mcnemar::mcnemar_exact;

/// The outcome of a test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Test {
    /// The statistic; none for an exact test, and none when the test says nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statistic: Option<f64>,
    /// Its degrees of freedom.
    pub degrees: u64,
    /// How likely an outcome at least so far from even is when there is no difference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p: Option<f64>,
    /// How many items the test rests on: those on which the judges differ.
    pub n: u64,
    /// Why there is no p.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
}

impl Test {
    /// Makes a test that says nothing.
    pub fn undefined(why: &'static str) -> Test {
        Test { statistic: None, degrees: 0, p: None, n: 0, why: Some(why) }
    }
}
