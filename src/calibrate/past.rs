//! What an earlier calibration knew of judges: their decisions on items with gold.
//!
//! Gold alone counts as knowledge. What a consensus said of a judge is that judge's own word in part, and would come back
//! each month as evidence for itself.

use serde::{Deserialize, Serialize};

use super::sheet::scale::Order;
use super::sheet::{Binding, Judge};

/// An earlier calibration.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// Which one: a hash of what was read of it.
    pub mark: String,
    /// What it was made of.
    pub of: PastScale,
    /// Its raters and models that decided items with gold.
    pub judges: Vec<PastJudge>,
}

/// What an earlier calibration was made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PastScale {
    /// How its labels relate.
    pub scale: Order,
    /// Its labels, in their order.
    pub labels: Vec<String>,
    /// Its pack and the pack's revision, if there was one.
    pub pack: Option<(String, String)>,
}

/// What one judge decided then.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PastJudge {
    /// Who.
    #[serde(flatten)]
    pub judge: Judge,
    /// What its decisions hung on.
    #[serde(flatten)]
    pub binding: Binding,
    /// Item, gold, label given; none on gold that was made from the judge's own decision.
    pub decisions: Vec<(String, String, String)>,
}
