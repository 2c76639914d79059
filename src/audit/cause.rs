//! The root cause of a disagreement, in the one list that all reports use.

use crate::language::policy::Kind;
use crate::language::value::Rung;

use super::attribution::Blame;
use super::case::{Case, Finding, JudgeKind, Test};

/// Why judges disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names are those of the data")]
pub enum Cause {
    RaterError,
    ModelError,
    PolicyGap,
    PolicyAmbiguity,
    MissingInformation,
    GoldError,
    GroupDifference,
    Tooling,
}

impl Cause {
    /// Returns the cause's name in data.
    pub fn name(self) -> &'static str {
        match self {
            Cause::RaterError => "rater_error",
            Cause::ModelError => "model_error",
            Cause::PolicyGap => "policy_gap",
            Cause::PolicyAmbiguity => "policy_ambiguity",
            Cause::MissingInformation => "missing_information",
            Cause::GoldError => "gold_error",
            Cause::GroupDifference => "group_difference",
            Cause::Tooling => "tooling",
        }
    }
}

/// Names the likely root cause of a finding: its kind where that settles it, else the judge held wrong.
///
/// A policy whose rule overlooks what its own clause means is a gap where it allows, and ambiguous where it acts.
/// [`Cause::GroupDifference`] needs the raters' groups and is found by calibration; [`Cause::Tooling`] stands for output
/// that could not be read.
pub fn cause(finding: &Finding, case: &Case, blame: &Blame) -> Cause {
    match finding.kind {
        // Judges who read the same and answer differently read the question differently.
        Kind::InsufficientInformation if finding.missing.is_empty() => return Cause::PolicyAmbiguity,
        Kind::InsufficientInformation => return Cause::MissingInformation,
        Kind::GoldSuspect => return Cause::GoldError,
        Kind::PolicyGap if finding.tests.contains(&Test::RatersSplit) => return Cause::PolicyAmbiguity,
        Kind::PolicyGap => return Cause::PolicyGap,
        _ => {}
    }
    let voice = blame.voices.first().and_then(|place| case.voices.get(*place as usize));
    match voice.map(|voice| (voice.kind, voice.verdict)) {
        Some((JudgeKind::Rater, _)) => Cause::RaterError,
        Some((JudgeKind::Gold, _)) => Cause::GoldError,
        Some((JudgeKind::Policy, Some(verdict))) if verdict > Rung(0) => Cause::PolicyAmbiguity,
        Some((JudgeKind::Policy, _)) => Cause::PolicyGap,
        Some((JudgeKind::Model, _)) | None => Cause::ModelError,
    }
}
