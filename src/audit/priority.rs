//! What to look at first: P(some decision is wrong) × harm × novelty.

use crate::language::policy::Kind;
use crate::language::value::{Rung, Severity};

use super::case::{Case, Finding, JudgeKind, Speech, Test, Voice, machines_only};
use super::scored::Attributed;

/// How much of a decision a fault is, by whose it is: a model's decisions are in force, the policy's and gold's mostly
/// advise, unsound grounds leave the verdict as it is, a single rating moves little. Chosen on generated corpora with known
/// truth, where counting all faults alike lets many small ones push a wrong decision down the queue.
const MODEL_SHARE: f64 = 1.0;
const POLICY_SHARE: f64 = 0.2;
const GOLD_SHARE: f64 = 0.2;
const GROUNDS_SHARE: f64 = 0.2;
const RATER_SHARE: f64 = 0.05;

/// What the independence of models counts for where no person spoke; the rest is what they say together. It tells apart
/// items on which models differ, and one of them is therefore wrong for certain.
const INDEPENDENT: f64 = 0.1;

/// Returns the probability that some decision on the item is wrong, decisions taken as independent once the votes are
/// known. `wrong` has, for each voice, the probability that its verdict is wrong and that its decision, labels and all,
/// is: wrong labels under a right verdict count as grounds do. Output that could not be read is no decision, and wrong
/// for certain. A disagreement that is nobody's fault is by so much no wrong decision.
///
/// Where no person spoke, models' verdicts are taken together: `truth` has the probability of each being right, so those
/// that differ cannot all be.
pub fn probability(case: &Case, truth: &[f64], wrong: &[Option<(f64, f64)>], findings: &[Attributed]) -> f64 {
    let decided = |(verdict, decision): (f64, f64)| verdict + GROUNDS_SHARE * (decision - verdict).max(0.0);
    let mut faults: Vec<Option<f64>> = wrong.iter().map(|wrong| wrong.map(decided)).collect();
    for one in findings {
        if let Some(Some(fault)) = faults.get_mut(one.finding.voice as usize) {
            *fault *= if is_counted_by_check(&one.finding) { 0.0 } else { 1.0 - one.root.excused() };
        }
    }
    let right = |verdict: Rung| truth.get(verdict.0 as usize).copied().unwrap_or(0.0);
    let mut sound = all_sound(&case.voices, &faults, right);
    for one in findings {
        sound *= 1.0 - beyond_verdicts(case, one) * one.blame.probability;
    }
    1.0 - sound
}

/// How much of a decision a finding is, beside the verdicts that are wrong.
///
/// What only a check of the pack found counts as grounds do, whoever is at fault, and whole where the check calls it
/// critical: its author says that it matters. So does a wrong verdict that a critical check found too. Counting more of the
/// checks' findings whole, such as grounds that a kind found anyway, lets them push wrong decisions down the queue.
fn beyond_verdicts(case: &Case, Attributed { finding, .. }: &Attributed) -> f64 {
    let by_check_alone = finding.tests.contains(&Test::Check);
    let of_grounds = matches!(finding.kind, Kind::WrongClause | Kind::WrongReasoning);
    let voice = case.voices.get(finding.voice as usize);
    match finding.severity {
        Some(Severity::Critical) if by_check_alone || !of_grounds => 1.0,
        _ if by_check_alone => GROUNDS_SHARE,
        _ if !of_grounds => 0.0,
        _ if voice.is_some_and(|voice| voice.kind == JudgeKind::Rater) => RATER_SHARE,
        _ => GROUNDS_SHARE,
    }
}

/// True if the verdict that a finding is about is counted whole by its check already.
fn is_counted_by_check(finding: &Finding) -> bool {
    let of_grounds = matches!(finding.kind, Kind::WrongClause | Kind::WrongReasoning);
    !of_grounds && finding.severity == Some(Severity::Critical)
}

/// Returns the probability that all decisions are sound. `faults` has the probability that each voice's is not, by place;
/// `None`: it gave none. `right` says how probable it is that a verdict on which all models agree is right.
pub fn all_sound(voices: &[Voice], faults: &[Option<f64>], right: impl Fn(Rung) -> f64) -> f64 {
    let has_models = voices.iter().any(|voice| voice.kind == JudgeKind::Model);
    let (mut models, mut sound) = (1.0, 1.0);
    for (voice, fault) in voices.iter().zip(faults) {
        let share = match voice.kind {
            JudgeKind::Model => MODEL_SHARE,
            JudgeKind::Policy if !has_models => MODEL_SHARE,
            JudgeKind::Policy => POLICY_SHARE,
            JudgeKind::Rater => RATER_SHARE,
            JudgeKind::Gold => GOLD_SHARE,
        };
        let fault = if voice.speech == Speech::Unparsable { 1.0 } else { fault.unwrap_or(0.0) };
        let of = if voice.kind == JudgeKind::Model { &mut models } else { &mut sound };
        *of *= 1.0 - share * fault;
    }
    if let Some(together) = together(voices, right) {
        models = INDEPENDENT * models + (1.0 - INDEPENDENT) * together;
    }
    sound * models
}

/// The probability that all models are right where at least two decided and no person did.
fn together(voices: &[Voice], right: impl Fn(Rung) -> f64) -> Option<f64> {
    let mut verdicts = voices.iter().filter(|voice| voice.kind == JudgeKind::Model).filter_map(Voice::decided);
    let first = verdicts.next().filter(|_| machines_only(voices))?;
    let mut others = verdicts.peekable();
    others.peek()?;
    Some(if others.all(|verdict| verdict == first) { right(first) } else { 0.0 })
}

/// Returns the harm: the severity's weight (1 to 4; 1 where none is named) times 1 + log10(1 + reach).
pub fn harm(severity: Option<Severity>, reach: Option<f64>) -> f64 {
    let weight = match severity {
        None | Some(Severity::Low) => 1.0,
        Some(Severity::Medium) => 2.0,
        Some(Severity::High) => 3.0,
        Some(Severity::Critical) => 4.0,
    };
    weight * (1.0 + (1.0 + reach.unwrap_or(0.0).max(0.0)).log10())
}

/// Returns the severity that counts for an item in a queue: the queue's own, else the highest that a check set, else the
/// worst that any judge names.
pub fn severity(case: &Case, findings: &[Attributed], queue: Option<Severity>) -> Option<Severity> {
    let by_checks = findings.iter().filter_map(|one| one.finding.severity).max();
    queue.or(by_checks).or(case.severity)
}

/// Returns how much news the `rank`-th item (from 1) of its cluster is: all for the first, half for the second and less
/// for each further one, since one verdict mostly settles them all.
pub fn novelty(rank: u32) -> f64 {
    1.0 / f64::from(rank.max(1))
}
