//! `wrong_reasoning`: the verdict may be right, but the grounds given do not carry it.
//!
//! One finding for each model whose grounds fail at least one test, and for each rater who names a clause that does not
//! exist or is retired. The tests:
//!
//! - *cited_unknown*, *cited_retired*: a cited clause is none of the pack's, or no longer in force;
//! - *cited_not_fired*: a clause it lists neither fired nor could not be told (nor, where the model allows, was excepted), and
//!   the reference does not name it; clause ids found only in the rationale are tested where the model acts, since who allows may well explain
//!   which clause is not met. A wrong verdict is no excuse: both are reported. It stands only if the policy, which did not
//!   fire, is not itself more likely wrong than the model;
//! - *quote_not_found*: words it quotes are not in any text of the item, in the plain view;
//! - *argues_otherwise*: its rationale's last clear statement is for another verdict than it gives;
//! - *no_ground*: no citation, no quotation and fewer than five words of rationale. It stands only if the model gives
//!   grounds on at least half of its like decisions (those that act, those that allow): a model that only gives scores
//!   has none by nature.
//!
//! Reference: needed by none of the tests. Not a finding: output that could not be read, which is a value of its own.

use crate::corpus::record::ModelDecision;
use crate::engine::decision::Outcome;
use crate::language::policy::{Kind, Status};
use crate::language::value::{ClauseId, Rung};

use super::super::case::{Finding, JudgeKind, Speech, Test, Voice};
use super::super::reasoning::Grounds;
use super::super::reasoning::quotations::claimed;
use super::super::reasoning::statements::conclusion;
use super::{Hindsight, KindRule, Scene};

/// The share of like decisions with grounds from which a model is expected to give some.
const EXPECTED_FROM: f64 = 0.5;

/// The kind.
pub static RULE: KindRule =
    KindRule { kind: Kind::WrongReasoning, meaning: "the grounds given do not carry the verdict", find, stands };

fn find(scene: &Scene<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, model) in scene.record.models.iter().enumerate() {
        let place = scene.gathered.first_model + at;
        let (Some(voice), Some(grounds)) = (scene.gathered.voices.get(place), scene.grounds.get(at)) else { continue };
        let Some(verdict) = voice.decided() else { continue };
        let mut finding = Finding { tests: Vec::new(), ..Finding::new(Kind::WrongReasoning, place, Test::NoGround) };
        test_citations(scene, voice, grounds, &mut finding);
        test_quotations(scene, model, &mut finding);
        let argued = model.rationale.as_deref().and_then(|rationale| conclusion(rationale, scene.rungs));
        if let Some((_, place)) = argued.filter(|(direction, _)| direction.contradicts(verdict)) {
            add(&mut finding, Test::ArguesOtherwise);
            finding.places.push(place);
        }
        if !voice.grounded {
            add(&mut finding, Test::NoGround);
        }
        if !finding.tests.is_empty() {
            found.push(finding);
        }
    }
    found.extend(rater_citations(scene));
    found
}

fn add(finding: &mut Finding, test: Test) {
    if !finding.tests.contains(&test) {
        finding.tests.push(test);
    }
}

fn test_quotations(scene: &Scene<'_>, model: &ModelDecision<'_>, finding: &mut Finding) {
    let quotations = claimed(model);
    if quotations.is_empty() {
        return;
    }
    let needles: Vec<&str> = quotations.iter().map(|quotation| quotation.text.as_str()).collect();
    let mut found = vec![false; needles.len()];
    for (_, text) in scene.texts {
        for (found, here) in found.iter_mut().zip(scene.reading.has(text, &needles)) {
            *found |= here;
        }
    }
    for (quotation, _) in quotations.into_iter().zip(found).filter(|(_, found)| !found) {
        add(finding, Test::QuoteNotFound);
        finding.places.push(quotation.place);
    }
}

fn test_citations(scene: &Scene<'_>, voice: &Voice, grounds: &Grounds, finding: &mut Finding) {
    for (clause, place) in grounds.clauses.iter().zip(&grounds.places) {
        let Some(test) = citation_fault(scene, voice, *clause, place.is_none()) else { continue };
        add(finding, test);
        finding.clauses.push(*clause);
        finding.places.extend(place.clone());
    }
    finding.clauses.retain(|clause| *clause != ClauseId::UNKNOWN);
    finding.clauses.sort_unstable();
    finding.clauses.dedup();
}

fn citation_fault(scene: &Scene<'_>, voice: &Voice, clause: ClauseId, listed: bool) -> Option<Test> {
    let Some(known) = scene.pack.clauses.get(clause.0 as usize) else { return Some(Test::CitedUnknown) };
    if known.status == Status::Retired {
        return Some(Test::CitedRetired);
    }
    let spoke = scene.gathered.voices.iter().any(|v| v.kind == JudgeKind::Policy && v.speech != Speech::Missing);
    let acts = voice.decided().is_some_and(|verdict| verdict > Rung(0));
    if !spoke || (!acts && !listed) {
        return None;
    }
    let named = scene.reference.is_some_and(|reference| reference.clauses.contains(&clause));
    let concerned = scene.decision.clauses.iter().filter(|outcome| outcome.clause == clause).any(|outcome| {
        outcome.fired
            || match outcome.outcome {
                Outcome::Match | Outcome::Indeterminate => true,
                Outcome::Excepted => !acts,
                Outcome::NoMatch => false,
            }
    });
    (!named && !concerned).then_some(Test::CitedNotFired)
}

fn rater_citations(scene: &Scene<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, rating) in scene.record.ratings.iter().enumerate() {
        let Some(cite) = &rating.clause else { continue };
        let place = scene.gathered.first_rater + at;
        let test = match scene.pack.clauses.get(cite.clause.0 as usize) {
            None => Test::CitedUnknown,
            Some(known) if known.status == Status::Retired => Test::CitedRetired,
            Some(_) => continue,
        };
        found.push(Finding::new(Kind::WrongReasoning, place, test));
    }
    found
}

fn stands(finding: &Finding, hindsight: &Hindsight<'_>) -> bool {
    let Some(voice) = hindsight.case.voices.get(finding.voice as usize) else { return false };
    let right = |verdict: Option<Rung>| {
        verdict.and_then(|verdict| hindsight.truth.get(verdict.0 as usize)).copied().unwrap_or(0.0)
    };
    match finding.tests.as_slice() {
        [Test::NoGround] => {
            let acts = voice.verdict.is_some_and(|verdict| verdict > Rung(0));
            hindsight.reliability.grounded_share(voice.judge, acts) >= EXPECTED_FROM
        }
        [Test::CitedNotFired] => {
            hindsight.case.policy().is_none_or(|(_, policy)| right(policy.verdict) >= right(voice.verdict))
        }
        _ => true,
    }
}
