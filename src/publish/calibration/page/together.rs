//! What `calibration.json` says of the consensus, as the page reads it.

use serde::Deserialize;

use super::fig::Fig;
use crate::calibrate::study::Named;

/// What judges say together.
#[derive(Debug, Deserialize)]
pub struct Consensus {
    /// The method.
    pub chosen: String,
    /// Why.
    pub why: String,
    /// What earlier calibrations knew of the judges.
    pub history: Option<History>,
    /// All methods.
    pub methods: Named<Method>,
    /// The models heard beside the raters.
    #[serde(default)]
    pub model: ModelWord,
    /// Items without gold on which it stands in for it.
    #[serde(default)]
    pub stands_in_items: u64,
    /// The share of those on which it is expected to be right.
    #[serde(default)]
    pub stands_in_confidence: Fig,
    /// What its confidence rests on.
    #[serde(default)]
    pub confidence_by: String,
    /// Items with a consensus.
    pub decided: u64,
    /// Ties.
    pub ties: u64,
    /// What a tie means.
    #[serde(default)]
    pub tie_rule: String,
    /// The share on which trusted raters of one mind are overruled.
    pub overruled: Fig,
    /// Those items.
    pub overruled_items: Vec<Overruled>,
}

/// What earlier calibrations knew of the judges.
#[derive(Debug, Deserialize)]
pub struct History {
    /// It as a sentence.
    pub sentence: String,
}

/// The models heard beside the raters.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ModelWord {
    /// The models.
    pub models: Vec<String>,
    /// Scores that were read.
    pub scores: u64,
    /// Items whose votes taught how to read them.
    pub learnt_from: u64,
    /// Items with a probability of each label.
    pub answered: u64,
    /// Why there is none.
    pub why: Option<String>,
}

/// A method of consensus.
#[derive(Debug, Deserialize)]
pub struct Method {
    /// Its accuracy on gold it has not seen.
    pub accuracy: Fig,
    /// How its confidence is read.
    #[serde(default)]
    pub calibrator: Option<String>,
    /// Its calibration error as it stands.
    pub ece_before: Fig,
    /// The same as it is read.
    pub ece_after: Fig,
    /// Brier's score of it as it is read.
    #[serde(default)]
    pub brier_after: Fig,
    /// How much of Brier's score it saves beside always claiming the accuracy.
    #[serde(default)]
    pub skill: Fig,
    /// What it believes.
    pub about: String,
}

/// An item on which consensus overrules raters of one mind.
#[derive(Debug, Deserialize)]
pub struct Overruled {
    /// The item.
    pub item: String,
    /// What they say.
    pub said: String,
    /// What consensus says.
    pub consensus: String,
    /// How many they are.
    pub trusted: u64,
}
