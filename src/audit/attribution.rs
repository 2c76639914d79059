//! Who is wrong: the probability of each verdict being right, given everything that was said.
//!
//! Naive Bayes over the rungs of the ladder: each judge speaks with its own confusion matrix (Dawid and Skene 1979, here
//! with gold clamped and Dirichlet priors). Judges are not independent given the truth, and machines least of all, so each
//! group's evidence is divided by a design effect, 1 + (m − 1)ρ (Kish 1965), before it is added. Where machines were not
//! measured on gold, their joint evidence is also held below that of the best person present: on real data, plain
//! Dawid–Skene lets correlated models drown one accurate human. Raters from whose word gold was made do not speak twice.

use crate::calibrate::consensus::pool::Heard;
use crate::language::value::{ClauseId, Rung};

use super::case::{Case, Finding, JudgeKind, Reference, Test, Voice};
use super::reference::consensus;
use super::reliability::Reliability;
use crate::language::policy::Kind;

/// Correlation of the errors of machines and of people.
///
/// Starting values: models that learnt from the same data share about a third of their errors, raters who saw the same
/// hard item far fewer.
const MACHINE_CORRELATION: f64 = 0.3;
const PEOPLE_CORRELATION: f64 = 0.1;
/// Probability that gold and an adjudicating rating are right.
const GOLD_RIGHT: f64 = 0.97;
const ADJUDICATION_RIGHT: f64 = 0.95;
/// Clauses that a judge who has the wrong one may have meant instead, roughly.
const OTHER_CLAUSES: f64 = 4.0;
/// Share of the best person's evidence that unmeasured machines may reach together.
const MACHINES_BELOW: f64 = 0.9;
/// What an item's words count for where no person spoke, beside the machines' own words: measured on XSTest (from .6 to
/// .8 the area under the yield of both its judges moves by .01), and less where gold says what the machines are worth.
const WORDS: f64 = 0.7;
const WORDS_BESIDE_MEASURED: f64 = 0.3;
/// Accuracy from which a person is worth trusting, and outranks unmeasured machines.
pub const TRUSTED_FROM: f64 = 0.7;

/// Returns the probability of each verdict being right, weakest first; they sum to 1.
pub fn truth(case: &Case, reliability: &Reliability) -> Vec<f64> {
    let rungs = reliability.prior.len();
    let mut logs: Vec<f64> = reliability.prior.iter().map(|share| share.max(1e-9).ln()).collect();
    let gold = case.gold().and_then(Voice::decided);
    let settled = case.voices.iter().rev().find(|voice| voice.adjudicates && !(gold.is_some() && voice.made_gold));
    let adjudicated = settled.and_then(Voice::decided);
    let people: Vec<&Voice> = case
        .voices
        .iter()
        .filter(|voice| voice.kind == JudgeKind::Rater && voice.decided().is_some() && adjudicated.is_none())
        .filter(|voice| !(gold.is_some() && voice.made_gold))
        .collect();
    let machines: Vec<&Voice> = case
        .voices
        .iter()
        .filter(|voice| voice.kind.is_machine() && voice.decided().is_some())
        .filter(|voice| !(gold.is_some() && voice.made_gold))
        .collect();
    if let Some(pool) = reliability.pool().filter(|_| case.machines_only() && !machines.is_empty()) {
        return pool.shares(&heard(case, reliability));
    }
    let by_people = evidence(&people, case, reliability, PEOPLE_CORRELATION);
    let mut by_machines = evidence(&machines, case, reliability, MACHINE_CORRELATION);
    hold_below(&mut by_machines, &machines, &people, &by_people, reliability);
    let fixed = [(gold, GOLD_RIGHT), (adjudicated, ADJUDICATION_RIGHT)];
    for (at, log) in logs.iter_mut().enumerate() {
        *log += by_people.get(at).unwrap_or(&0.0) + by_machines.get(at).unwrap_or(&0.0);
        for (verdict, right) in fixed {
            if let Some(verdict) = verdict {
                let others = (1.0 - right) / (rungs.max(2) - 1) as f64;
                *log += (if verdict.0 as usize == at { right } else { others }).ln();
            }
        }
    }
    with_words(normalised(&logs), case, reliability)
}

/// What the models, the policy and the words of an item say of it, people left out.
pub(super) fn heard(case: &Case, reliability: &Reliability) -> Heard<3> {
    let of = |kind: JudgeKind| {
        let voices = case.voices.iter().filter(|voice| voice.kind == kind && voice.decided().is_some());
        let voices: Vec<&Voice> = voices.filter(|voice| !voice.made_gold).collect();
        evidence(&voices, case, reliability, MACHINE_CORRELATION)
    };
    let words = reliability.of_words(case).map(|expected| expected.verdicts());
    let words = words.into_iter().flatten().map(|share| share.max(1e-6).ln()).collect();
    Heard {
        before: reliability.prior.iter().map(|share| share.max(1e-9).ln()).collect(),
        said: [of(JudgeKind::Model), of(JudgeKind::Policy), words],
    }
}

/// Sums a group's log-likelihoods over the rungs, divided by its design effect.
fn evidence(voices: &[&Voice], case: &Case, reliability: &Reliability, correlation: f64) -> Vec<f64> {
    let effect = 1.0 + voices.len().saturating_sub(1) as f64 * correlation;
    let log = |at: usize| -> f64 {
        let speak = |voice: &&Voice| reliability.likelihood(voice, case.topic, Rung(at as u8)).max(1e-9).ln();
        voices.iter().map(speak).sum()
    };
    (0..reliability.prior.len()).map(|at| log(at) / effect).collect()
}

/// Where no person spoke, averages what the machines say of the item with what they usually say of such words.
fn with_words(by_votes: Vec<f64>, case: &Case, reliability: &Reliability) -> Vec<f64> {
    let Some(expected) = reliability.expected(case) else { return by_votes };
    let share = words_share(case, reliability);
    let mixed = by_votes.iter().zip(expected.verdicts());
    mixed.map(|(by_votes, by_words)| share * by_words + (1.0 - share) * by_votes).collect()
}

fn words_share(case: &Case, reliability: &Reliability) -> f64 {
    let mut models = case.voices.iter().filter(|voice| voice.kind == JudgeKind::Model && voice.decided().is_some());
    if models.all(|voice| reliability.is_measured(voice.judge)) { WORDS_BESIDE_MEASURED } else { WORDS }
}

/// Returns the probability that a voice's decision is wrong, its labels counted in where it is a model's and no person
/// spoke; `None` if it gave none.
///
/// Labels are right with the average of two probabilities: the one that their words lead to expect, and the share of the
/// models of the same verdict that gave the same.
pub fn wrong_decision(voice: &Voice, case: &Case, truth: &[f64], reliability: &Reliability) -> Option<f64> {
    let wrong = wrong(voice, truth)?;
    if voice.kind != JudgeKind::Model {
        return Some(wrong);
    }
    let Some(expected) = reliability.expected(case) else { return Some(wrong) };
    let Some(by_words) = expected.labels(voice) else { return Some(wrong) };
    let peers = case
        .voices
        .iter()
        .filter(|peer| peer.kind == JudgeKind::Model && peer.decided() == voice.decided() && peer.labels.is_some());
    let (same, all) = peers
        .fold((0.0, 0.0), |(same, all), peer| (same + f64::from(u8::from(peer.labels == voice.labels)), all + 1.0));
    let share = words_share(case, reliability);
    Some(1.0 - (1.0 - wrong) * (share * by_words + (1.0 - share) * same / f64::max(all, 1.0)))
}

/// Keeps machines that were not measured on gold from drowning a person worth trusting.
fn hold_below(
    by_machines: &mut [f64],
    machines: &[&Voice],
    people: &[&Voice],
    by_people: &[f64],
    reliability: &Reliability,
) {
    let trusted = people.iter().any(|voice| reliability.accuracy(voice.judge) >= TRUSTED_FROM);
    let measured = machines.iter().all(|voice| reliability.is_measured(voice.judge));
    if !trusted || measured {
        return;
    }
    let (most, limit) = (range(by_machines), MACHINES_BELOW * range(by_people));
    if most > limit && most > 0.0 {
        by_machines.iter_mut().for_each(|log| *log *= limit / most);
    }
}

fn range(values: &[f64]) -> f64 {
    let (low, high) =
        values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(*v), high.max(*v)));
    if high >= low { high - low } else { 0.0 }
}

fn normalised(logs: &[f64]) -> Vec<f64> {
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let shares: Vec<f64> = logs.iter().map(|log| (log - most).exp()).collect();
    let total: f64 = shares.iter().sum();
    shares.iter().map(|share| share / total).collect()
}

/// Returns the probability that a voice's verdict is wrong; `None` if it gave none.
pub fn wrong(voice: &Voice, truth: &[f64]) -> Option<f64> {
    let verdict = voice.verdict?;
    let right: f64 = match voice.speech {
        // What stands is a lower bound: right if the truth is no weaker.
        super::case::Speech::Unsettled => truth.iter().skip(verdict.0 as usize).sum(),
        _ => truth.get(verdict.0 as usize).copied().unwrap_or(0.0),
    };
    Some((1.0 - right).clamp(0.0, 1.0))
}

/// Who is held most likely wrong in a finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Blame {
    /// The voices, as places in [`Case::voices`]: one judge, or the raters who made the reference.
    pub voices: Vec<u16>,
    /// The probability that they are wrong.
    pub probability: f64,
}

/// Names the judge most likely wrong in a finding.
pub fn blame(finding: &Finding, case: &Case, truth: &[f64], reliability: &Reliability) -> Blame {
    let own = |probability: f64| Blame { voices: vec![finding.voice], probability };
    let voice = case.voices.get(finding.voice as usize);
    let own_wrong = voice.and_then(|voice| wrong(voice, truth)).unwrap_or(0.0);
    match finding.kind {
        Kind::FalsePositive | Kind::FalseNegative | Kind::WrongAction => {
            let Some(reference) = other_side(finding, case) else { return own(own_wrong) };
            let right = truth.get(reference.verdict.0 as usize).copied().unwrap_or(0.0);
            likelier(own(own_wrong), Blame { voices: reference.without(finding.voice), probability: 1.0 - right })
        }
        Kind::WrongClause => match (voice, other_side(finding, case)) {
            (Some(voice), Some(reference)) => wrong_clause(finding, voice, reference, case, reliability),
            _ => own(own_wrong),
        },
        Kind::WrongReasoning => own(reasoning(finding, case, reliability)),
        Kind::InsufficientInformation => undecidable(case, truth).unwrap_or_else(|| own(own_wrong)),
        Kind::PolicyGap => likelier(own(own_wrong), agreed(case, truth).unwrap_or_else(|| own(own_wrong))),
        Kind::GoldSuspect => own(own_wrong),
    }
}

fn likelier(own: Blame, other: Blame) -> Blame {
    if other.probability > own.probability { other } else { own }
}

/// The reference, if it is more than the finding's own judge.
fn other_side<'a>(finding: &Finding, case: &'a Case) -> Option<&'a Reference> {
    case.reference.as_ref().filter(|reference| !reference.without(finding.voice).is_empty())
}

/// Judges act alike on different clauses or labels.
///
/// Every judge on that rung who names a clause votes: naive Bayes over the clauses named, each judge's word being worth how
/// often its clause was gold's, a wrong word falling evenly on [`OTHER_CLAUSES`] others, machines' votes divided by their
/// design effect. Where only labels differ, the judge in question and the other side are weighed alone.
fn wrong_clause(finding: &Finding, voice: &Voice, reference: &Reference, case: &Case, known: &Reliability) -> Blame {
    let others = reference.without(finding.voice);
    let worth = |voice: &Voice| clause_worth(voice, known);
    let (own, other) = if finding.tests.contains(&Test::Clause) {
        let machines = case.voices.iter().filter(|voice| voice.kind.is_machine() && !voice.clauses.is_empty()).count();
        let effect = 1.0 + machines.saturating_sub(1) as f64 * MACHINE_CORRELATION;
        let weight = |clause: &ClauseId| -> f64 {
            let speakers = case.voices.iter().filter(|v| v.verdict == voice.verdict && !v.clauses.is_empty());
            let logs = speakers.map(|speaker| {
                let right = worth(speaker);
                let named = if speaker.clauses.contains(clause) { right } else { (1.0 - right) / OTHER_CLAUSES };
                named.ln() / if speaker.kind.is_machine() { effect } else { 1.0 }
            });
            logs.sum::<f64>().exp()
        };
        let of = |clauses: &[ClauseId]| clauses.iter().map(weight).fold(0.0, f64::max);
        (of(&voice.clauses), of(&reference.clauses))
    } else {
        let own_right = worth(voice);
        let made = others.iter().filter_map(|place| case.voices.get(*place as usize));
        let other_wrong: f64 = made.map(|voice| 1.0 - worth(voice)).product();
        (own_right * other_wrong, (1.0 - own_right) * (1.0 - other_wrong))
    };
    let share = if own + other > 0.0 { own / (own + other) } else { 0.5 };
    let own = Blame { voices: vec![finding.voice], probability: 1.0 - share };
    likelier(own, Blame { voices: others, probability: share })
}

/// How often the clause that a judge rests on is right, where acting is.
fn clause_worth(voice: &Voice, known: &Reliability) -> f64 {
    match voice.kind {
        JudgeKind::Gold => GOLD_RIGHT,
        JudgeKind::Rater if voice.adjudicates => ADJUDICATION_RIGHT,
        _ => known.clause_right(voice.judge).clamp(0.05, GOLD_RIGHT),
    }
}

/// How likely grounds are bad, given the tests they failed. Some tests are matters of fact, others of reading.
fn reasoning(finding: &Finding, case: &Case, known: &Reliability) -> f64 {
    let policy = case.policy().map_or(0.8, |(_, voice)| known.clause_right(voice.judge));
    let sound: f64 = finding
        .tests
        .iter()
        .map(|test| match test {
            Test::CitedUnknown | Test::QuoteNotFound => 0.03,
            Test::CitedRetired | Test::NoGround => 0.05,
            Test::ArguesOtherwise => 0.1,
            Test::CitedNotFired => 1.0 - policy,
            _ => 0.3,
        })
        .product();
    1.0 - sound
}

/// The raters who agree, against whom a silent policy stands.
fn agreed(case: &Case, truth: &[f64]) -> Option<Blame> {
    let raters = consensus(&case.voices, None)?;
    let right = truth.get(raters.verdict.0 as usize).copied().unwrap_or(0.0);
    Some(Blame { voices: raters.voices, probability: 1.0 - right })
}

/// Of those who decided what nobody can know, the one most likely wrong.
fn undecidable(case: &Case, truth: &[f64]) -> Option<Blame> {
    let others = case.voices.iter().enumerate().filter(|(_, voice)| voice.kind != JudgeKind::Policy);
    let decided = others.filter(|(_, voice)| voice.decided().is_some());
    let blames = decided
        .filter_map(|(place, voice)| Some(Blame { voices: vec![place as u16], probability: wrong(voice, truth)? }));
    blames.reduce(likelier)
}
