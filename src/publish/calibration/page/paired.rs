//! Judges two by two as the page reads them back.

use serde::Deserialize;

use super::fig::Fig;
use crate::calibrate::study::Named;

/// Whether two judges differ.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Paired {
    /// Every two.
    pub pairs: Vec<PairedJudges>,
    /// All of a kind at once.
    pub several: Named<Several>,
    /// How many were left out, by kind.
    pub left_out: Named<u64>,
    /// What follows.
    pub sentence: Option<String>,
}

/// What became of a model from one version to the next.
#[derive(Debug, Deserialize)]
pub struct VersionChange {
    /// The model.
    pub model: String,
    /// The version before.
    pub from: String,
    /// The version after.
    pub to: String,
    /// Accuracy before.
    pub before: Fig,
    /// Accuracy after.
    pub after: Fig,
    /// The difference.
    pub difference: Fig,
    /// The label or clause that fell most for sure.
    pub worst: Option<PartChange>,
    /// The change as a sentence.
    pub sentence: String,
}

/// What became of a label or clause.
#[derive(Debug, Deserialize)]
pub struct PartChange {
    /// `label` or `clause`.
    pub by: String,
    /// Its name.
    pub name: String,
    /// The difference.
    pub difference: Fig,
}

/// Two judges on the items of both.
#[derive(Debug, Deserialize)]
pub struct PairedJudges {
    /// One.
    pub a: String,
    /// The other.
    pub b: String,
    /// Gold items of both.
    pub n: u64,
    /// Only the first is right.
    pub a_right_only: u64,
    /// Only the second is.
    pub b_right_only: u64,
    /// The first's accuracy less the second's.
    pub difference: Fig,
    /// The p of that, adjusted.
    pub p_holm: Option<f64>,
    /// Items to which both gave a label.
    pub met: u64,
    /// The adjusted p of the labels' symmetry.
    pub symmetry_q: Option<f64>,
    /// The two labels that tell most of it.
    pub lopsided: Option<Lopsided>,
    /// Where the first gave the stronger label.
    pub a_stronger: Option<u64>,
    /// Where the second did.
    pub b_stronger: Option<u64>,
}

/// Two labels that two judges give for one another, more often one way than the other.
#[derive(Debug, Deserialize)]
pub struct Lopsided {
    /// What the first judge gives.
    pub a_gives: String,
    /// What the second gives.
    pub b_gives: String,
    /// How often.
    pub n: u64,
    /// How often it is the other way round.
    pub other_way: u64,
}

/// Judges of a kind at once.
#[derive(Debug, Deserialize)]
pub struct Several {
    /// Who.
    pub judges: Vec<String>,
    /// Gold items of all.
    pub complete: u64,
    /// Cochran's test.
    pub cochran: Tested,
}

/// The outcome of a test.
#[derive(Debug, Deserialize)]
pub struct Tested {
    /// The statistic.
    pub statistic: Option<f64>,
    /// Degrees of freedom.
    pub degrees: u64,
    /// The p.
    pub p: Option<f64>,
    /// Why there is none.
    pub why: Option<String>,
}
