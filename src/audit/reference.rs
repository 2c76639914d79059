//! The strongest judge present, with whom all others are compared.
//!
//! Gold; else a rating that settles the others (the last one, if there are several); else the raters' consensus: at least
//! two who decided, two thirds of them on one rung; else the policy, where it is settled. A judge that is missing,
//! unparsable or unsettled is never a reference, and a single rater is not a consensus. A consensus names
//! the clause and the labels that more than half of those who agree give, else none.

use std::collections::BTreeSet;

use crate::language::value::Rung;

use super::case::{JudgeKind, Reference, Source, Speech, Voice};

/// Finds the reference among an item's voices; `None` if nobody can be one.
pub fn strongest(voices: &[Voice]) -> Option<Reference> {
    gold(voices).or_else(|| adjudication(voices)).or_else(|| consensus(voices, None)).or_else(|| policy(voices))
}

fn single(source: Source, place: usize, voice: &Voice) -> Option<Reference> {
    Some(Reference {
        source,
        verdict: voice.decided()?,
        clauses: voice.clauses.clone(),
        labels: voice.labels.clone(),
        voices: vec![place as u16],
    })
}

fn gold(voices: &[Voice]) -> Option<Reference> {
    let (place, voice) = voices.iter().enumerate().find(|(_, voice)| voice.kind == JudgeKind::Gold)?;
    single(Source::Gold, place, voice)
}

fn adjudication(voices: &[Voice]) -> Option<Reference> {
    let settles = |voice: &Voice| voice.kind == JudgeKind::Rater && voice.adjudicates && voice.decided().is_some();
    let (place, voice) = voices.iter().enumerate().rfind(|(_, voice)| settles(voice))?;
    single(Source::Adjudication, place, voice)
}

fn policy(voices: &[Voice]) -> Option<Reference> {
    let (place, voice) = voices
        .iter()
        .enumerate()
        .find(|(_, voice)| voice.kind == JudgeKind::Policy && voice.speech == Speech::Decided)?;
    single(Source::Policy, place, voice)
}

/// Finds the raters' consensus; `without` leaves out whoever speaks at one place. People are counted, not voices: of a
/// rater with several the first stands.
pub(super) fn consensus(voices: &[Voice], without: Option<usize>) -> Option<Reference> {
    let left_out = without.and_then(|place| voices.get(place)).map(|voice| voice.judge);
    let mut people = BTreeSet::new();
    let raters: Vec<(usize, &Voice, Rung)> = voices
        .iter()
        .enumerate()
        .filter(|(_, voice)| voice.kind == JudgeKind::Rater && Some(voice.judge) != left_out)
        .filter_map(|(place, voice)| voice.decided().map(|verdict| (place, voice, verdict)))
        .filter(|(_, voice, _)| people.insert(voice.judge))
        .collect();
    if raters.len() < 2 {
        return None;
    }
    let verdict = most_frequent(raters.iter().map(|(_, _, verdict)| *verdict))?;
    let agreeing: Vec<_> = raters.iter().filter(|(_, _, given)| *given == verdict).collect();
    if agreeing.len() * 3 < raters.len() * 2 {
        return None;
    }
    Some(Reference {
        source: Source::Consensus,
        verdict,
        clauses: held_by_most(agreeing.iter().map(|(_, voice, _)| voice.clauses.clone()).collect(), agreeing.len())
            .unwrap_or_default(),
        labels: held_by_most(
            agreeing.iter().filter_map(|(_, voice, _)| voice.labels.clone()).collect(),
            agreeing.len(),
        ),
        voices: agreeing.iter().map(|(place, _, _)| *place as u16).collect(),
    })
}

/// Returns the most frequent value, the smallest of those equally frequent.
pub(super) fn most_frequent<T: Ord + Copy>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    let mut best: Option<(usize, T)> = None;
    for run in values.chunk_by(|a, b| a == b) {
        let Some(value) = run.first() else { continue };
        if best.is_none_or(|(count, _)| run.len() > count) {
            best = Some((run.len(), *value));
        }
    }
    best.map(|(_, value)| value)
}

/// The value that more than half of the agreeing raters gave.
fn held_by_most<T: Ord + Clone>(mut given: Vec<T>, of: usize) -> Option<T> {
    given.sort_unstable();
    given.chunk_by(|a, b| a == b).find(|run| run.len() * 2 > of).and_then(|run| run.first().cloned())
}
