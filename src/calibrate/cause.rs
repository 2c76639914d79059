//! Root causes of disagreement: one list for the whole house.

pub mod weigh;

use serde::Serialize;

/// Why judges disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A person erred.
    RaterError,
    /// A model erred.
    ModelError,
    /// The policy is silent where it should speak.
    PolicyGap,
    /// The policy can be read in two ways.
    PolicyAmbiguity,
    /// Something that is missing would have settled it.
    MissingInformation,
    /// Gold is wrong.
    GoldError,
    /// Raters of different groups differ legitimately.
    GroupDifference,
    /// Output that could not be read.
    Tooling,
}

impl Cause {
    /// All causes with their names in data.
    pub const ALL: [(Cause, &'static str); 8] = [
        (Cause::RaterError, "rater_error"),
        (Cause::ModelError, "model_error"),
        (Cause::PolicyGap, "policy_gap"),
        (Cause::PolicyAmbiguity, "policy_ambiguity"),
        (Cause::MissingInformation, "missing_information"),
        (Cause::GoldError, "gold_error"),
        (Cause::GroupDifference, "group_difference"),
        (Cause::Tooling, "tooling"),
    ];

    /// Returns the cause's name in data.
    pub fn name(self) -> &'static str {
        Cause::ALL.iter().find(|(cause, _)| *cause == self).map_or("", |(_, name)| name)
    }

    /// Returns the cause's place in [`Cause::ALL`].
    pub fn number(self) -> u16 {
        Cause::ALL.iter().position(|(cause, _)| *cause == self).unwrap_or(0) as u16
    }
}
