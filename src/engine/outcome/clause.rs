//! One clause: its condition, its exceptions, its exemptions.

use std::collections::BTreeSet;

use crate::engine::decision::{ClauseOutcome, Outcome};
use crate::engine::eval::Item;
use crate::engine::plan::ClausePlan;
use crate::language::policy::{Clause, ExemptionId};
use crate::language::value::{Rung, Truth};

/// How much is worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weighing {
    /// What the verdict needs.
    Shortest,
    /// Everything that can be told.
    Whole,
}

impl<'a> Item<'_, 'a> {
    /// Works out a clause of a policy that is not out of scope; `None` if it plainly does not match.
    pub(super) fn weigh(
        &mut self,
        plan: &'a ClausePlan,
        clause: &'a Clause,
        scope: Truth,
        weighing: Weighing,
    ) -> Option<ClauseOutcome> {
        self.set_spans(None);
        let when = scope.and(self.truth(plan.when.node));
        if when == Truth::False {
            return None;
        }
        let mut outcome = ClauseOutcome {
            clause: plan.id,
            outcome: Outcome::NoMatch,
            fired: false,
            proposes: None,
            excepted_by: Vec::new(),
            exempted_by: Vec::new(),
            unproved_exemptions: Vec::new(),
            spans: Vec::new(),
            spans_left_out: 0,
            missing: Vec::new(),
            shadow: false,
        };
        if plan.reads_match || weighing == Weighing::Whole {
            let spans = self.spans_of(&plan.when);
            (outcome.spans, outcome.spans_left_out) = self.place(&spans);
            self.set_spans(Some(spans));
        }
        let exceptions = self.exceptions(plan, weighing, &mut outcome.excepted_by);
        outcome.outcome = Outcome::of(when, exceptions);
        if matches!(outcome.outcome, Outcome::Match | Outcome::Indeterminate) {
            self.exempt(plan, clause, weighing, &mut outcome);
        }
        if outcome.outcome == Outcome::Indeterminate && weighing == Weighing::Whole {
            outcome.missing = self.missing_names(plan);
        }
        Some(outcome)
    }

    /// Works out the exceptions, and notes those that hold.
    fn exceptions(&mut self, plan: &ClausePlan, weighing: Weighing, holding: &mut Vec<u16>) -> Truth {
        let mut any = Truth::False;
        for (index, exception) in plan.exceptions.iter().enumerate() {
            let truth = self.truth(exception.node);
            any = any.or(truth);
            if truth == Truth::True {
                holding.push(index as u16);
                if weighing == Weighing::Shortest {
                    break;
                }
            }
        }
        any
    }

    /// Works out the exemptions: each must be proved, and ends on its date.
    fn exempt(&mut self, plan: &ClausePlan, clause: &Clause, weighing: Weighing, outcome: &mut ClauseOutcome) {
        let program = self.program;
        for &id in &plan.exemptions {
            let at = id.0 as usize;
            let (Some(exemption), Some(when)) = (program.pack.exemptions.get(at), program.exemptions.get(at)) else {
                continue;
            };
            if exemption.expires.is_some_and(|expires| self.context.as_of_ms >= expires) {
                continue;
            }
            match self.truth(when.node) {
                Truth::True => outcome.exempted_by.push((id, exemption.caps_at)),
                Truth::Unknown => {
                    let mut missing = BTreeSet::new();
                    // Where the clause does not hold, nobody asks why it is not exempt.
                    if outcome.outcome == Outcome::Match && weighing == Weighing::Whole {
                        self.missing_of(when, &mut missing);
                    }
                    outcome.unproved_exemptions.push((id, missing.into_iter().collect()));
                }
                Truth::False => {}
            }
        }
        outcome.proposes = capped(clause.verdict, &outcome.exempted_by);
    }

    /// Names what was missing for a clause that cannot be told.
    fn missing_names(&mut self, plan: &'a ClausePlan) -> Vec<String> {
        let program = self.program;
        let mut names = BTreeSet::new();
        if let Some(scope) = program.scopes.get(plan.policy).and_then(Option::as_ref) {
            self.missing_of(scope, &mut names);
        }
        self.missing_of(&plan.when, &mut names);
        for exception in &plan.exceptions {
            self.missing_of(exception, &mut names);
        }
        if names.is_empty() && plan.reads_match {
            self.unread_of(&plan.when, &mut names);
        }
        names.into_iter().collect()
    }
}

/// Returns what is left of a verdict; `None` if it is cleared.
fn capped(verdict: Rung, exempted: &[(ExemptionId, Option<Rung>)]) -> Option<Rung> {
    exempted.iter().try_fold(verdict, |left, (_, cap)| cap.map(|cap| left.min(cap)))
}
