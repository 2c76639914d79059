//! What to try first about a slice.
//!
//! A suggestion, not a finding: it follows from which features cut the slice and who errs there, by the first line that
//! fits.
//!
//! | where | who errs | next step |
//! |---|---|---|
//! | no clause is named: that is among the conditions | anyone | name it in gold |
//! | a language or a translation is among the conditions | anyone | check the translation |
//! | anywhere else | people and machines alike | look at the clause |
//! | a property of the text is among the conditions | the policy | extend the lexicon |
//! | anywhere else | the policy | look at the clause |
//! | anywhere else | raters | clarify the guideline |
//! | anywhere else | a model | add training data |

use serde::{Deserialize, Serialize};

use super::table::FeatureKind;

/// Who errs in a slice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WhoErrs {
    /// The written policy, as the engine applies it.
    Policy,
    /// A model.
    Model,
    /// One or several raters.
    Raters,
    /// Raters and a model or the policy: both err more there than elsewhere.
    PeopleAndMachines,
}

/// What to try first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NextStep {
    /// Say in gold which clause is at issue: without it nothing can be told of any clause.
    NameTheClause,
    /// Read the clause again: what it says may not be what is meant.
    LookAtTheClause,
    /// Add the words that the policy does not know.
    ExtendTheLexicon,
    /// Give the model examples of this kind.
    AddTrainingData,
    /// Explain the clause to those who apply it, with these cases as examples.
    ClarifyTheGuideline,
    /// Compare the guideline, or the texts, with their translation.
    CheckTheTranslation,
}

impl NextStep {
    /// Suggests a step by the table of this file; `unnamed` tells that the slice is of items of which no clause is named.
    pub fn suggest(conditions: &[FeatureKind], unnamed: bool, who: WhoErrs) -> NextStep {
        let cut_by = |kind: FeatureKind| conditions.contains(&kind);
        match who {
            _ if unnamed => NextStep::NameTheClause,
            _ if cut_by(FeatureKind::Language) => NextStep::CheckTheTranslation,
            WhoErrs::PeopleAndMachines => NextStep::LookAtTheClause,
            WhoErrs::Policy if cut_by(FeatureKind::Text) => NextStep::ExtendTheLexicon,
            WhoErrs::Policy => NextStep::LookAtTheClause,
            WhoErrs::Raters => NextStep::ClarifyTheGuideline,
            WhoErrs::Model => NextStep::AddTrainingData,
        }
    }

    /// Returns the step as a plain sentence.
    pub fn words(self) -> &'static str {
        match self {
            NextStep::NameTheClause => "name in gold the clause that each of these items is about, where there is one",
            NextStep::LookAtTheClause => "read the clause again with these items beside it",
            NextStep::ExtendTheLexicon => "add the words and patterns of these items to the lexicon",
            NextStep::AddTrainingData => "give the model examples of this kind",
            NextStep::ClarifyTheGuideline => "clarify the guideline and use these items as its examples",
            NextStep::CheckTheTranslation => "check the translation of the guideline and of these items",
        }
    }
}
