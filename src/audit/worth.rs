//! What the second phase must know before it can say who is wrong: what each judge's word is worth, how far machines are
//! believed together, on which clauses raters split. Each is learnt in a pass or a few over the cases.

use std::io;

use crate::calibrate::consensus::pool::{Heard, Pool};
use crate::corpus::spool::Spool;

use super::attribution::{TRUSTED_FROM, heard};
use super::case::{Case, JudgeKind, Source, Voice};
use super::confusion::Confusion;
use super::imitation::{ITEMS_MAX, Imitation, Learner, PASSES};
use super::ledger::{Ledger, weighted_majority};
use super::reliability::{MachinePool, Reliability};
use super::splits::{SplitCounts, Splits};

/// Items that people settled, from which on it is learnt how far machines are believed together, and at most.
const LESSONS_MIN: usize = 100;
const LESSONS_MAX: u64 = 20_000;
/// What models (their design effect counted in), the policy and words are believed before that, and how firmly.
const WEIGHTS_AT_FIRST: [f64; 3] = [1.0, 1.0, 0.3];
const WEIGHTS_STRENGTH: f64 = 10.0;

/// Works out what each judge's word is worth, and what machines usually say.
pub(super) fn reliability(ledger: &Ledger, cases: &mut Spool) -> io::Result<Reliability> {
    let weighted = weigh(ledger, cases)?;
    let known = Reliability::new(ledger, &weighted).with_imitation(imitate(ledger, cases)?);
    let pool = pool(ledger, &known, cases)?;
    Ok(known.with_pool(pool))
}

/// Learns how far machines are believed together from what they said where people settled it.
fn pool(ledger: &Ledger, known: &Reliability, cases: &mut Spool) -> io::Result<Option<MachinePool>> {
    let stride = ledger.items.div_ceil(LESSONS_MAX).max(1);
    let mut lessons: Vec<(Heard<3>, usize)> = Vec::new();
    each(cases, |case| {
        let settled = case.reference.as_ref().filter(|reference| reference.source != Source::Policy);
        let is_drawn = (case.cluster ^ case.decided_as) % stride == 0;
        let decided = |voice: &Voice| voice.kind.is_machine() && voice.decided().is_some() && !voice.made_gold;
        if let Some(right) = settled.filter(|_| is_drawn && case.voices.iter().any(decided)) {
            lessons.push((heard(&case, known), right.verdict.0 as usize));
        }
        Ok(())
    })?;
    Ok((lessons.len() >= LESSONS_MIN).then(|| Pool::learn(&lessons, WEIGHTS_AT_FIRST, WEIGHTS_STRENGTH)))
}

/// Counts how raters worth trusting split on each clause.
pub(super) fn splits(ledger: &Ledger, reliability: &Reliability, cases: &mut Spool) -> io::Result<Splits> {
    let mut counts = SplitCounts::new(ledger.verdicts.len());
    let raters = ledger.judges.iter().filter(|tally| tally.key.kind == JudgeKind::Rater);
    if raters.count() >= 2 {
        let good: Vec<bool> =
            (0..ledger.judges.len()).map(|judge| reliability.accuracy(judge as u32) >= TRUSTED_FROM).collect();
        each(cases, |case| {
            counts.take(&case, |judge| good.get(judge as usize) == Some(&true));
            Ok(())
        })?;
    }
    Ok(counts.finish())
}

/// Goes through the cases in the order of the input.
pub(super) fn each(cases: &mut Spool, mut step: impl FnMut(Case) -> io::Result<()>) -> io::Result<()> {
    let mut entries = cases.entries()?;
    let mut bytes = Vec::new();
    while entries.next(&mut bytes)?.is_some() {
        step(postcard::from_bytes(&bytes).map_err(io::Error::other)?)?;
    }
    Ok(())
}

/// Counts each judge against the majority of the others, weighted by how well each agrees with its own peers.
fn weigh(ledger: &Ledger, cases: &mut Spool) -> io::Result<Vec<Confusion>> {
    let rungs = ledger.verdicts.len();
    let weights: Vec<f64> = ledger
        .judges
        .iter()
        .map(|tally| {
            let agreement = (tally.peers.right() + 4.0) / (tally.peers.total() + 5.0);
            let person = if tally.key.kind.is_machine() { 1.0 } else { 2.0 };
            person * (agreement - 1.0 / rungs.max(2) as f64).max(0.05)
        })
        .collect();
    let mut counts = vec![Confusion::new(rungs); ledger.judges.len()];
    let weight = |voice: &Voice| weights.get(voice.judge as usize).copied().unwrap_or(0.0);
    each(cases, |case| {
        for (place, voice) in case.voices.iter().enumerate() {
            let Some(verdict) = voice.decided() else { continue };
            if let (Some((right, share)), Some(counts)) =
                (weighted_majority(&case.voices, place, weight), counts.get_mut(voice.judge as usize))
            {
                counts.add(right, Some(verdict), share);
            }
        }
        Ok(())
    })?;
    Ok(counts)
}

/// Learns to imitate the judges, where they decide without people.
fn imitate(ledger: &Ledger, cases: &mut Spool) -> io::Result<Option<Imitation>> {
    let Some(mut learner) = Learner::new(ledger) else { return Ok(None) };
    let stride = ledger.items.div_ceil(ITEMS_MAX).max(1);
    for _ in 0..PASSES {
        each(cases, |case| {
            // Every n-th item by hash of its words, so that no rhythm of the input matters.
            if (case.cluster ^ case.decided_as) % stride == 0 {
                learner.take(&case);
            }
            Ok(())
        })?;
        learner.end_pass();
    }
    Ok(Some(learner.finish()))
}
