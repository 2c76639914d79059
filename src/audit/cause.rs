//! The root cause of a disagreement, of the list that calibration uses too and weighed as there.
//!
//! Some kinds settle it. Of the others, the other side is at fault with the probability that attribution gives, and what is
//! left lies between the judge's own error, a clause that can be read in two ways, and groups that differ on it.

use crate::calibrate::cause::weigh::{Beside, Dissent, EvidenceFigure, OtherSide};
use crate::language::policy::Kind;
use crate::language::value::Rung;

pub use crate::calibrate::Cause;

use super::attribution::{Blame, TRUSTED_FROM, wrong};
use super::case::{Case, Finding, JudgeKind, Reference, Speech, Test, Voice};
use super::reliability::Reliability;
use super::splits::Splits;

/// Why judges disagree.
#[derive(Debug, Clone, PartialEq)]
pub struct RootCause {
    /// The most probable cause, or the one that the kind settles.
    pub cause: Cause,
    /// How probable it is; 1 where it is a matter of fact.
    pub probability: f64,
    /// What it was weighed by; none where nothing was.
    pub dissent: Option<Dissent>,
}

impl RootCause {
    fn settled(cause: Cause, probability: f64) -> RootCause {
        RootCause { cause, probability, dissent: None }
    }

    fn weighed(dissent: Dissent) -> RootCause {
        let (cause, probability) = dissent.cause();
        RootCause { cause, probability, dissent: Some(dissent) }
    }

    /// Returns the figures that the cause rests on.
    pub fn evidence(&self) -> Vec<EvidenceFigure> {
        self.dissent.iter().flat_map(Dissent::evidence).collect()
    }

    /// Returns how probable it is that the clause can be read in two ways, if the cause was weighed.
    pub fn ambiguity(&self) -> Option<f64> {
        let shares = self.dissent.as_ref()?.shares();
        Some(shares.iter().filter(|(cause, _)| *cause == Cause::PolicyAmbiguity).map(|(_, share)| share).sum())
    }

    /// Returns how probable it is that nobody decided wrongly: the clause can be read in two ways, or groups differ on it.
    /// The policy's own fault does not count.
    pub fn excused(&self) -> f64 {
        let nobodys = |cause: Cause| matches!(cause, Cause::PolicyAmbiguity | Cause::GroupDifference);
        let Some(dissent) = self.dissent.as_ref().filter(|dissent| !nobodys(dissent.own)) else { return 0.0 };
        let other = dissent.other.map(|other| other.cause);
        let shares = dissent.shares().into_iter().filter(|(cause, _)| nobodys(*cause) && Some(*cause) != other);
        shares.map(|(_, share)| share).sum()
    }
}

/// All that a cause is found by, beside the finding.
#[derive(Clone, Copy)]
pub struct Circumstances<'a> {
    /// The case.
    pub case: &'a Case,
    /// Probability of each verdict being right, weakest first.
    pub truth: &'a [f64],
    /// What each judge's word is worth.
    pub reliability: &'a Reliability,
    /// How raters split on each clause.
    pub splits: &'a Splits,
}

impl Circumstances<'_> {
    /// Finds the root cause of a finding: what its kind settles, else what is most probable.
    pub fn cause(&self, finding: &Finding, blame: &Blame) -> RootCause {
        let Some(voice) = self.case.voices.get(finding.voice as usize) else {
            return RootCause::settled(Cause::ModelError, blame.probability);
        };
        match finding.kind {
            // Judges who read the same and answer differently read the question differently.
            Kind::InsufficientInformation if finding.missing.is_empty() => {
                return RootCause::settled(Cause::PolicyAmbiguity, 1.0);
            }
            Kind::InsufficientInformation => return RootCause::settled(Cause::MissingInformation, 1.0),
            Kind::GoldSuspect => return self.gold(voice),
            Kind::PolicyGap if finding.tests.contains(&Test::RatersSplit) => return self.split(),
            Kind::PolicyGap => return self.silent(voice),
            _ => {}
        }
        if voice.speech == Speech::Unparsable {
            return RootCause::settled(Cause::Tooling, 1.0);
        }
        let reference = self.case.reference.as_ref().filter(|reference| {
            let is_other = !reference.without(finding.voice).is_empty();
            is_other && (finding.kind == Kind::WrongClause || voice.verdict != Some(reference.verdict))
        });
        match reference.filter(|_| finding.kind != Kind::WrongReasoning) {
            Some(reference) => RootCause::weighed(self.dissent(voice, self.other(finding, voice, blame, reference))),
            None => RootCause::settled(own(voice), self.own_fault(finding, voice, blame)),
        }
    }

    fn own_fault(&self, finding: &Finding, voice: &Voice, blame: &Blame) -> f64 {
        match finding.kind {
            Kind::WrongReasoning => blame.probability,
            _ => wrong(voice, self.truth).unwrap_or(0.0),
        }
    }

    /// Gold is suspected by others: the disagreement is theirs, whose fault the kind settles.
    fn gold(&self, gold: &Voice) -> RootCause {
        let at_fault = wrong(gold, self.truth).unwrap_or(0.0);
        let n = self.independent(&[]);
        let against = |voice: &&Voice| !voice.made_gold && voice.decided().is_some_and(|v| Some(v) != gold.verdict);
        let all = || self.case.voices.iter().filter(against);
        let person = all().find(|voice| voice.kind == JudgeKind::Rater);
        let one = person.or_else(|| all().next());
        let dissent = one.map(|one| self.dissent(one, Some(OtherSide { cause: Cause::GoldError, at_fault, n })));
        RootCause { cause: Cause::GoldError, probability: at_fault, dissent }
    }

    /// Raters split over different clauses: the policy can be read in two ways. Groups that differ on one clause do not
    /// explain that.
    fn split(&self) -> RootCause {
        RootCause::weighed(Dissent {
            own: Cause::PolicyAmbiguity,
            other: None,
            is_split: true,
            clause: self.splits.ambiguous(self.case.topic),
            groups: None,
            beside: Beside::default(),
        })
    }

    /// Raters agree to act where the policy says nothing: it is a gap, or they err.
    fn silent(&self, policy: &Voice) -> RootCause {
        let at_fault = 1.0 - wrong(policy, self.truth).unwrap_or(1.0);
        let n = self.case.voices.iter().filter(|voice| voice.kind != JudgeKind::Rater && voice.decided().is_some());
        let other = OtherSide { cause: Cause::RaterError, at_fault, n: n.count() as u64 };
        let dissent = self.dissent(policy, Some(other));
        RootCause::weighed(Dissent { own: Cause::PolicyGap, ..dissent })
    }

    /// The chance that the reference is at fault, and not the judge: that the judge is right, and, where neither is, half.
    fn other(&self, finding: &Finding, voice: &Voice, blame: &Blame, reference: &Reference) -> Option<OtherSide> {
        let made = reference.without(finding.voice);
        let first = made.first().and_then(|place| self.case.voices.get(*place as usize))?;
        let at_fault = if finding.kind == Kind::WrongClause {
            let is_own = blame.voices.contains(&finding.voice);
            if is_own { 1.0 - blame.probability } else { blame.probability }
        } else {
            let right = |verdict: Rung| self.truth.get(verdict.0 as usize).copied().unwrap_or(0.0);
            let judge_right = 1.0 - wrong(voice, self.truth)?;
            (1.0 + judge_right - right(reference.verdict)) / 2.0
        };
        Some(OtherSide { cause: own(first), at_fault: at_fault.clamp(0.0, 1.0), n: self.independent(&made) })
    }

    fn dissent(&self, voice: &Voice, other: Option<OtherSide>) -> Dissent {
        let is_grouped = voice.kind != JudgeKind::Rater || voice.group.is_some();
        Dissent {
            own: own(voice),
            other,
            is_split: self.is_split(),
            clause: self.splits.ambiguous(self.case.topic),
            groups: self.splits.groups(self.case.topic).filter(|_| is_grouped),
            beside: self.beside(voice),
        }
    }

    /// How many judges decided who are no part of the reference and had none in gold.
    fn independent(&self, reference: &[u16]) -> u64 {
        let voices = self.case.voices.iter().enumerate();
        let counts = voices.filter(|(place, voice)| {
            let stands_apart = !reference.contains(&(*place as u16)) && voice.kind != JudgeKind::Gold;
            stands_apart && !voice.made_gold && voice.decided().is_some()
        });
        counts.count() as u64
    }

    /// Other good raters who say what the judge or the reference says.
    fn beside(&self, voice: &Voice) -> Beside {
        let right = self.case.reference.as_ref().map(|reference| reference.verdict);
        let mut beside = Beside::default();
        for other in &self.case.voices {
            let is_good = other.kind == JudgeKind::Rater && self.reliability.accuracy(other.judge) >= TRUSTED_FROM;
            let said = other.decided().filter(|_| is_good && other.judge != voice.judge);
            let Some(said) = said.filter(|said| voice.verdict == Some(*said) || right == Some(*said)) else { continue };
            beside.add(voice.verdict == Some(said), voice.group.is_some() && other.group == voice.group);
        }
        beside
    }

    /// Tells whether people differ on the item.
    fn is_split(&self) -> bool {
        let raters = self.case.voices.iter().filter(|voice| voice.kind == JudgeKind::Rater);
        let mut said = raters.filter_map(Voice::decided);
        said.next().is_some_and(|first| said.any(|verdict| verdict != first))
    }
}

/// The error that a judge makes on its own. A policy whose rule overlooks what its own clause means is a gap where it
/// allows, and ambiguous where it acts.
fn own(voice: &Voice) -> Cause {
    match voice.kind {
        JudgeKind::Rater => Cause::RaterError,
        JudgeKind::Gold => Cause::GoldError,
        JudgeKind::Model => Cause::ModelError,
        JudgeKind::Policy if voice.verdict.is_some_and(|verdict| verdict > Rung(0)) => Cause::PolicyAmbiguity,
        JudgeKind::Policy => Cause::PolicyGap,
    }
}
