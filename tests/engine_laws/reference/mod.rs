//! The naive evaluator that the engine is held to.
//!
//! It is written from the language's definition alone and shares nothing with the engine but the checked policy and the
//! record: no compiled terms, no shortcuts, no caches. Where it and the engine differ, one of them has misread the
//! definition.

mod pattern;
mod text;
mod value;

use std::collections::{BTreeMap, BTreeSet};

use preceptor::corpus::record::Record;
use preceptor::engine::decision::Outcome;
use preceptor::language::policy::{Clause, OnUnknown, Pack, PolicyId, Status};
use preceptor::language::value::{LabelId, Rung, Truth, Value};

/// A name bound by an enclosing `for` or filter.
#[derive(Debug, Clone)]
pub enum Seen {
    Value(Value<'static>),
}

/// One clause of one item under evaluation.
pub struct Naive<'a> {
    pack: &'a Pack,
    record: &'a Record<'static>,
    today: i64,
    clause: Option<&'a Clause>,
}

/// What the definition says of one item.
#[derive(Debug, PartialEq)]
pub struct Verdicts {
    pub verdict: Rung,
    pub labels: BTreeSet<LabelId>,
    pub unsettled: bool,
    pub outcomes: BTreeMap<String, Outcome>,
    pub fired: BTreeSet<String>,
}

/// Decides one item.
pub fn decide(pack: &Pack, record: &Record<'static>, today: i64) -> Verdicts {
    let mut outcomes = BTreeMap::new();
    let mut fired = BTreeSet::new();
    let mut labels = BTreeSet::new();
    let mut standing = vec![Rung(0); pack.policies.len()];
    let mut hanging = vec![Rung(0); pack.policies.len()];
    for clause in &pack.clauses {
        let naive = Naive { pack, record, today, clause: Some(clause) };
        let scope = naive.scope(clause.policy);
        let evaluated = !matches!(clause.status, Status::Draft | Status::Retired) && scope != Truth::False;
        if !evaluated {
            continue;
        }
        let outcome = naive.outcome(clause, scope);
        outcomes.insert(clause.id.clone(), outcome);
        let acts = outcome == Outcome::Match
            || (outcome == Outcome::Indeterminate && clause.on_unknown == OnUnknown::AssumeMatch);
        let hangs = outcome == Outcome::Indeterminate
            && matches!(clause.on_unknown, OnUnknown::Abstain | OnUnknown::Escalate(_));
        if clause.status != Status::Live {
            continue;
        }
        let Some(proposed) = naive.after_exemptions(clause) else { continue };
        let at = clause.policy.0 as usize;
        if acts {
            fired.insert(clause.id.clone());
            standing[at] = standing[at].max(proposed);
            for label in &clause.labels {
                let mut next = Some(*label);
                while let Some(label) = next {
                    labels.insert(label);
                    next = pack.labels[label.0 as usize].implies;
                }
            }
        } else if hangs {
            hanging[at] = hanging[at].max(proposed);
        }
    }
    let verdict = standing.iter().copied().max().unwrap_or_default();
    let unsettled = hanging.iter().any(|hanging| *hanging > verdict);
    Verdicts { verdict, labels, unsettled, outcomes, fired }
}

impl Naive<'_> {
    fn scope(&self, policy: PolicyId) -> Truth {
        let applies = self.pack.policies[policy.0 as usize].applies_when.as_ref();
        applies.map_or(Truth::True, |applies| self.truth(applies, &[]))
    }

    /// The table of the definition: condition against exceptions.
    fn outcome(&self, clause: &Clause, scope: Truth) -> Outcome {
        let when = clause.when.as_ref().map_or(Truth::False, |when| self.truth(when, &[])).and(scope);
        if when == Truth::False {
            return Outcome::NoMatch;
        }
        let excepted =
            clause.exceptions.iter().fold(Truth::False, |any, exception| any.or(self.truth(&exception.condition, &[])));
        match (when, excepted) {
            (_, Truth::True) => Outcome::Excepted,
            (Truth::True, Truth::False) => Outcome::Match,
            _ => Outcome::Indeterminate,
        }
    }

    /// What a clause proposes once proved exemptions have cleared (`None`) or capped it.
    fn after_exemptions(&self, clause: &Clause) -> Option<Rung> {
        let mut proposed = clause.verdict;
        for exemption in &self.pack.exemptions {
            let names = exemption.from.iter().any(|id| self.pack.clauses[id.0 as usize].id == clause.id);
            let stands = exemption.expires.is_none_or(|end| self.today < end);
            if names && stands && self.truth(&exemption.when, &[]) == Truth::True {
                proposed = proposed.min(exemption.caps_at?);
            }
        }
        Some(proposed)
    }
}
