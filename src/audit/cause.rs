//! The root cause of a disagreement, of the list that calibration uses too.

use std::collections::BTreeMap;

use crate::language::policy::Kind;
use crate::language::value::Rung;

pub use crate::calibrate::Cause;

use super::attribution::Blame;
use super::case::{Case, Finding, JudgeKind, Speech, Test, Voice};

/// Names the likely root cause of a finding: its kind where that settles it, else the judge held wrong.
///
/// A policy whose rule overlooks what its own clause means is a gap where it allows, and ambiguous where it acts.
/// Raters who are of one mind within their groups and of two across them show a [`Cause::GroupDifference`], whoever is held wrong
/// of them; output that could not be read is [`Cause::Tooling`].
pub fn cause(finding: &Finding, case: &Case, blame: &Blame) -> Cause {
    let by_groups = || groups_differ(case);
    match finding.kind {
        // Judges who read the same and answer differently read the question differently.
        Kind::InsufficientInformation if finding.missing.is_empty() => return Cause::PolicyAmbiguity,
        Kind::InsufficientInformation => return Cause::MissingInformation,
        Kind::GoldSuspect => return Cause::GoldError,
        Kind::PolicyGap if finding.tests.contains(&Test::RatersSplit) && by_groups() => return Cause::GroupDifference,
        Kind::PolicyGap if finding.tests.contains(&Test::RatersSplit) => return Cause::PolicyAmbiguity,
        Kind::PolicyGap => return Cause::PolicyGap,
        _ => {}
    }
    let unread = |voice: &Voice| voice.speech == Speech::Unparsable;
    if case.voices.get(finding.voice as usize).is_some_and(unread) {
        return Cause::Tooling;
    }
    let voice = blame.voices.first().and_then(|place| case.voices.get(*place as usize));
    match voice.map(|voice| (voice.kind, voice.verdict)) {
        Some((JudgeKind::Rater, _)) if by_groups() => Cause::GroupDifference,
        Some((JudgeKind::Rater, _)) => Cause::RaterError,
        Some((JudgeKind::Gold, _)) => Cause::GoldError,
        Some((JudgeKind::Policy, Some(verdict))) if verdict > Rung(0) => Cause::PolicyAmbiguity,
        Some((JudgeKind::Policy, _)) => Cause::PolicyGap,
        Some((JudgeKind::Model, _)) | None => Cause::ModelError,
    }
}

/// Tells whether raters of different groups differ on an item while those of each group agree, two or more of each.
fn groups_differ(case: &Case) -> bool {
    let mut groups: BTreeMap<u64, (Vec<Rung>, usize)> = BTreeMap::new();
    let raters = case.voices.iter().filter(|voice| voice.kind == JudgeKind::Rater && !voice.adjudicates);
    for voice in raters {
        let (Some(group), Some(verdict)) = (voice.group, voice.decided()) else { continue };
        let (verdicts, count) = groups.entry(group).or_default();
        *count += 1;
        if !verdicts.contains(&verdict) {
            verdicts.push(verdict);
        }
    }
    groups.retain(|_, (_, count)| *count >= 2);
    let of_one_mind = groups.values().all(|(verdicts, _)| verdicts.len() == 1);
    let mut minds: Vec<Option<&Rung>> = groups.values().map(|(verdicts, _)| verdicts.first()).collect();
    minds.sort_unstable();
    minds.dedup();
    of_one_mind && minds.len() > 1
}
