//! `policy_gap`: raters split and cite different clauses, or agree with each other against a policy that is silent.
//!
//! Split: at least two raters decided, fewer than two thirds agree, and together they rest on at least two clauses of the
//! pack. Silent: the raters' consensus acts while the policy is settled and no clause fired or was excepted. One
//! finding for the item, held against the policy's voice; where the raters name a clause that exists, the engine's rule
//! for it fell short, and the policy's `false_negative` is reported beside it.
//!
//! Not a finding: raters who split without naming clauses, or over the same clause; an unsettled policy; one rater.

use crate::engine::decision::Outcome;
use crate::language::policy::Kind;
use crate::language::value::{ClauseId, Rung};

use super::super::case::{Finding, JudgeKind, Speech, Test, Voice};
use super::super::reference::consensus;
use super::{KindRule, Scene, always};

/// The kind.
pub static RULE: KindRule = KindRule {
    kind: Kind::PolicyGap,
    meaning: "raters read the policy differently, or agree where it says nothing",
    find,
    stands: always,
};

fn find(scene: &Scene<'_>) -> Vec<Finding> {
    let voices = &scene.gathered.voices;
    let Some(place) = voices.iter().position(|voice| voice.kind == JudgeKind::Policy) else { return Vec::new() };
    let found = match consensus(voices, None) {
        None => split(voices).map(|clauses| (Test::RatersSplit, clauses)),
        Some(agreed) => (agreed.verdict > Rung(0) && silent(scene)).then_some((Test::PolicySilent, agreed.clauses)),
    };
    let Some((test, clauses)) = found else { return Vec::new() };
    let mut finding = Finding::new(Kind::PolicyGap, place, test);
    finding.clauses = clauses;
    vec![finding]
}

/// The clauses over which raters who do not agree split.
fn split(voices: &[Voice]) -> Option<Vec<ClauseId>> {
    let raters = || voices.iter().filter(|voice| voice.kind == JudgeKind::Rater && voice.decided().is_some());
    let mut clauses: Vec<ClauseId> = raters().flat_map(|voice| voice.clauses.iter().copied()).collect();
    clauses.sort_unstable();
    clauses.dedup();
    (raters().count() >= 2 && clauses.len() >= 2).then_some(clauses)
}

/// True if the pack has nothing to say of the item.
fn silent(scene: &Scene<'_>) -> bool {
    let settled = scene.gathered.voices.iter().any(|voice| {
        voice.kind == JudgeKind::Policy
            && voice.speech != Speech::Unsettled
            && voice.verdict.is_none_or(|v| v == Rung(0))
    });
    settled
        && scene.decision.clauses.iter().all(|clause| {
            // Where the policy is settled, what could not be told would have changed nothing.
            !clause.fired && matches!(clause.outcome, Outcome::NoMatch | Outcome::Indeterminate)
        })
}
