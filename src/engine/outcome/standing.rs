//! Clauses added up: the strongest proposal stands, labels are joined, and what is unknown may leave an item unsettled.

use crate::engine::decision::{ClauseOutcome, Decision, Outcome, PolicyOutcome};
use crate::engine::plan::{ClausePlan, Program};
use crate::language::policy::{Clause, OnUnknown, PolicyId, QueueId};
use crate::language::value::{LabelId, Rung, Truth};

/// What stands after the clauses so far.
#[derive(Debug)]
pub(super) struct Standing<'p> {
    program: &'p Program,
    policies: Vec<PolicyOutcome>,
    clauses: Vec<ClauseOutcome>,
    /// Verdicts that hang on something unknown, with their policies.
    hanging: Vec<(usize, Rung)>,
    escalations: Vec<QueueId>,
}

impl<'p> Standing<'p> {
    /// Starts with nothing.
    pub fn new(program: &'p Program) -> Standing<'p> {
        let policies = program.pack.policies.len();
        Standing {
            program,
            policies: Vec::with_capacity(policies),
            clauses: Vec::new(),
            hanging: Vec::new(),
            escalations: Vec::new(),
        }
    }

    /// Enters the next policy.
    pub fn enter(&mut self, scope: Truth) {
        let in_scope = match scope {
            Truth::True => Some(true),
            Truth::False => Some(false),
            Truth::Unknown => None,
        };
        self.policies.push(PolicyOutcome { in_scope, ..PolicyOutcome::default() });
    }

    /// Tells whether a policy applies.
    pub fn scope(&self, policy: usize) -> Truth {
        match self.policies.get(policy).map(|policy| policy.in_scope) {
            Some(Some(applies)) => Truth::from(applies),
            Some(None) => Truth::Unknown,
            None => Truth::True,
        }
    }

    /// True if a clause can change nothing any more: neither verdict nor labels, routes or what is unsettled.
    pub fn is_spent(&self, plan: &ClausePlan, clause: &Clause) -> bool {
        let Some(policy) = self.policies.get(plan.policy) else { return false };
        let routed = |queue: Option<QueueId>| queue.is_none_or(|queue| self.escalations.contains(&queue));
        let routed_unknown = match clause.on_unknown {
            OnUnknown::Escalate(queue) => routed(queue),
            OnUnknown::Abstain | OnUnknown::AssumeMatch | OnUnknown::AssumeNoMatch => true,
        };
        clause.verdict <= policy.verdict
            && plan.labels.iter().all(|label| policy.labels.contains(label))
            && routed(clause.escalate_to)
            && routed_unknown
    }

    /// Adds a clause that did something; one in shadow is only recorded.
    pub fn add(&mut self, clause: &Clause, mut outcome: ClauseOutcome) {
        let acts = !outcome.shadow;
        let fires = match outcome.outcome {
            Outcome::Match => true,
            Outcome::Indeterminate => clause.on_unknown == OnUnknown::AssumeMatch,
            Outcome::Excepted | Outcome::NoMatch => false,
        };
        let left = outcome.proposes.take();
        if let Some(verdict) = left.filter(|_| acts) {
            if fires {
                outcome.fired = true;
                outcome.proposes = Some(verdict);
                self.fire(clause, &outcome, verdict);
            } else if let OnUnknown::Abstain | OnUnknown::Escalate(_) = clause.on_unknown {
                self.hanging.push((clause.policy.0 as usize, verdict));
                if let OnUnknown::Escalate(Some(queue)) = clause.on_unknown {
                    self.escalate(queue);
                }
            }
        }
        self.clauses.push(outcome);
    }

    fn fire(&mut self, clause: &Clause, outcome: &ClauseOutcome, verdict: Rung) {
        let plan = self.program.clauses.get(outcome.clause.0 as usize).and_then(Option::as_ref);
        if let (Some(policy), Some(plan)) = (self.policies.get_mut(clause.policy.0 as usize), plan) {
            policy.verdict = policy.verdict.max(verdict);
            policy.severity = policy.severity.max(Some(clause.severity));
            for &label in &plan.labels {
                if !policy.labels.contains(&label) {
                    policy.labels.push(label);
                }
            }
        }
        clause.escalate_to.into_iter().for_each(|queue| self.escalate(queue));
    }

    fn escalate(&mut self, queue: QueueId) {
        if !self.escalations.contains(&queue) {
            self.escalations.push(queue);
        }
    }

    /// Closes the books.
    pub fn decision(mut self) -> Decision {
        let verdict = self.policies.iter().map(|policy| policy.verdict).max().unwrap_or_default();
        let unsettled = self.hanging.iter().any(|(_, hanging)| *hanging > verdict);
        for &(policy, hanging) in &self.hanging {
            if let Some(policy) = self.policies.get_mut(policy) {
                policy.unsettled |= hanging > policy.verdict;
            }
        }
        let mut labels = Vec::new();
        for (index, policy) in self.policies.iter_mut().enumerate() {
            settle_labels(self.program, PolicyId(index as u32), policy);
            labels.extend_from_slice(&policy.labels);
        }
        labels.sort_unstable();
        labels.dedup();
        self.clauses.sort_by_key(|outcome| outcome.clause);
        self.escalations.sort_unstable();
        Decision {
            verdict,
            labels,
            policies: self.policies,
            clauses: self.clauses,
            unsettled,
            escalations: self.escalations,
        }
    }
}

/// Sorts a policy's labels; of ordered ones only the strongest stands, and the first when nothing matched.
fn settle_labels(program: &Program, id: PolicyId, outcome: &mut PolicyOutcome) {
    outcome.labels.sort_unstable();
    let Some(policy) = program.pack.policies.get(id.0 as usize).filter(|policy| policy.ordered_labels) else { return };
    let strongest = policy.labels.iter().rev().find(|label| outcome.labels.contains(label)).copied();
    let first = policy.labels.first().copied().filter(|_| outcome.in_scope == Some(true));
    let own: Option<LabelId> = strongest.or(first);
    // A clause may also give labels of other policies only by implication, which orders do not touch.
    outcome.labels.retain(|label| !policy.labels.contains(label));
    outcome.labels.extend(own);
    outcome.labels.sort_unstable();
}
