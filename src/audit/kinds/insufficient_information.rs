//! `insufficient_information`: the reference is indeterminate for want of a field.
//!
//! No gold, no adjudication and no consensus settles the item, and the policy, which would be the reference, cannot: a
//! clause that would be stronger hangs on a field that is missing, or on a question that judges answer against each other.
//! One finding for the item, held against the policy's voice, if anyone else decided all the same. The missing fields and
//! the contradicting answers are the evidence.
//!
//! Not a finding: a stronger judge settles the item; nobody else decided; the field's absence changes no verdict.

use crate::language::policy::Kind;

use super::super::case::{Finding, JudgeKind, Speech, Test};
use super::{KindRule, Scene, always};
use crate::engine::decision::Outcome;

/// The kind.
pub static RULE: KindRule = KindRule {
    kind: Kind::InsufficientInformation,
    meaning: "the policy cannot be applied for want of a field, and a judge decided all the same",
    find,
    stands: always,
};

fn find(scene: &Scene<'_>) -> Vec<Finding> {
    if scene.reference.is_some() {
        return Vec::new();
    }
    let voices = &scene.gathered.voices;
    let unsettled =
        voices.iter().position(|voice| voice.kind == JudgeKind::Policy && voice.speech == Speech::Unsettled);
    let others = voices.iter().any(|voice| voice.kind != JudgeKind::Policy && voice.decided().is_some());
    let Some(place) = unsettled.filter(|_| others) else { return Vec::new() };
    let mut finding = Finding::new(Kind::InsufficientInformation, place, Test::FieldMissing);
    let mut wanting: Vec<String> = Vec::new();
    for outcome in scene.decision.clauses.iter().filter(|clause| clause.outcome == Outcome::Indeterminate) {
        finding.clauses.push(outcome.clause);
        wanting.extend(outcome.missing.iter().cloned());
    }
    wanting.sort_unstable();
    wanting.dedup();
    if wanting.is_empty() {
        return Vec::new();
    }
    let contests = |name: &String| scene.contested.contains(&name.as_str());
    (finding.contradicting, finding.missing) = wanting.into_iter().partition(contests);
    finding.tests = [
        (!finding.missing.is_empty()).then_some(Test::FieldMissing),
        (!finding.contradicting.is_empty()).then_some(Test::AnswersContradict),
    ]
    .into_iter()
    .flatten()
    .collect();
    vec![finding]
}
