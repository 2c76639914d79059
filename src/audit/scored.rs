//! A case with what the second phase knows of it.

use super::attribution::{Blame, blame, truth, wrong, wrong_decision};
use super::case::{Case, Finding, Test};
use super::cause::{Circumstances, RootCause};
use super::kinds::{Hindsight, rule};
use super::priority;
use super::reliability::Reliability;
use super::splits::Splits;

/// What the second phase knows of the corpus.
#[derive(Debug, Clone)]
pub struct Known {
    /// What each judge's word is worth.
    pub reliability: Reliability,
    /// How raters split on each clause.
    pub splits: Splits,
}

/// A finding that stands.
#[derive(Debug, Clone)]
pub struct Attributed {
    /// What was found.
    pub finding: Finding,
    /// The judges held most likely wrong.
    pub blame: Blame,
    /// Why they disagree.
    pub root: RootCause,
}

/// A case, who is right, who is wrong, and how much it matters.
#[derive(Debug, Clone)]
pub struct Scored {
    /// The case.
    pub case: Case,
    /// Probability of each verdict being right, weakest first.
    pub truth: Vec<f64>,
    /// The probability that each voice's verdict is wrong, and its decision with its labels, by place; `None`: it gave none.
    pub wrong: Vec<Option<(f64, f64)>>,
    /// The findings that stand.
    pub findings: Vec<Attributed>,
    /// The probability that some decision is wrong.
    pub probability: f64,
    /// How much news it is beside the rest of its cluster, 0 to 1.
    pub novelty: f64,
}

impl Scored {
    /// Scores a case. A finding that a check of the pack shares stands whatever its kind says.
    pub fn new(mut case: Case, known: &Known) -> Scored {
        let Known { reliability, splits } = known;
        let truth = truth(&case, reliability);
        let candidates = std::mem::take(&mut case.findings);
        let hindsight = Hindsight { case: &case, truth: &truth, reliability };
        let stands = |finding: &Finding| {
            !finding.checks.is_empty() || rule(finding.kind).is_none_or(|rule| (rule.stands)(finding, &hindsight))
        };
        let around = Circumstances { case: &case, truth: &truth, reliability, splits };
        let findings: Vec<Attributed> = candidates
            .into_iter()
            .filter(|finding| stands(finding))
            .map(|finding| {
                let mut blame = blame(&finding, &case, &truth, reliability);
                let root = around.cause(&finding, &blame);
                // Where raters split over clauses it is the policy's words that are at fault, whatever its rules decided.
                if let Some(ambiguity) = root.ambiguity().filter(|_| finding.tests.contains(&Test::RatersSplit)) {
                    blame.probability = ambiguity;
                }
                Attributed { finding, blame, root }
            })
            .collect();
        let both = |voice| Some((wrong(voice, &truth)?, wrong_decision(voice, &case, &truth, reliability)?));
        let wrong: Vec<Option<(f64, f64)>> = case.voices.iter().map(both).collect();
        let probability = priority::probability(&case, &truth, &wrong, &findings);
        Scored { case, truth, wrong, findings, probability, novelty: 1.0 }
    }
}
