//! Clauses → one decision.
//!
//! `clause` works out one clause: condition, exceptions, exemptions. `standing` adds clauses up: proposals, caps, labels,
//! what stays unsettled. `place` says where in the record a span lies. *decide* and *analyse* share all of it; they differ
//! only in what they leave out.

mod clause;
mod place;
mod standing;

use clause::Weighing;
use standing::Standing;

use super::decision::{ClauseOutcome, Decision, Outcome};
use super::eval::Item;
use super::plan::ClausePlan;
use crate::language::policy::{Clause, Status};
use crate::language::value::{ClauseId, Truth};

/// Whether a clause acts on an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Acting {
    /// Live, or a canary that the item's id falls into.
    Acts,
    /// Shadow, or a canary that it does not fall into: recorded, proposes nothing.
    Watches,
    /// Draft or retired.
    Rests,
}

impl<'a> Item<'_, 'a> {
    /// Decides and stops early: verdict, labels, escalations and unsettled are those of [`Item::analyse`], over the pack
    /// and for each policy. Clauses that could change none of these may be left out.
    pub fn decide(&mut self) -> Decision {
        let mut standing = self.begin();
        let mut at = 0;
        while let Some(index) = self.next_awake(&mut at) {
            let Some((plan, clause)) = self.clause_at(index) else { continue };
            let scope = standing.scope(plan.policy);
            if scope == Truth::False || self.acting(clause) != Acting::Acts || standing.is_spent(plan, clause) {
                continue;
            }
            if let Some(outcome) = self.weigh(plan, clause, scope, Weighing::Shortest) {
                standing.add(clause, outcome);
            }
        }
        standing.decision()
    }

    /// Decides and works out everything: all clauses, all exceptions, all spans.
    pub fn analyse(&mut self) -> Decision {
        let mut standing = self.begin();
        let mut at = 0;
        let mut awake = self.scratch.lend_indices();
        while let Some(index) = self.next_awake(&mut at) {
            awake.push(index);
        }
        awake.sort_unstable();
        for &index in &awake {
            let Some((plan, clause)) = self.clause_at(index) else { continue };
            let scope = standing.scope(plan.policy);
            let acting = self.acting(clause);
            if scope == Truth::False || acting == Acting::Rests {
                continue;
            }
            if let Some(mut outcome) = self.weigh(plan, clause, scope, Weighing::Whole) {
                outcome.shadow = acting == Acting::Watches;
                standing.add(clause, outcome);
            }
        }
        self.scratch.give_back_indices(awake);
        standing.decision()
    }

    /// Enters the policies, and wakes the clauses that need a look: none where every policy is out of scope.
    fn begin(&mut self) -> Standing<'a> {
        let program = self.program;
        let mut standing = Standing::new(program);
        for policy in 0..program.scopes.len() {
            standing.enter(self.scope(policy));
        }
        if (0..program.scopes.len()).any(|policy| standing.scope(policy) != Truth::False) {
            self.wake();
        } else {
            self.scratch.awake.clear();
        }
        standing
    }

    /// Works out one clause, whatever its status; `None` if it plainly does not match. Whether it acts is not asked.
    pub fn clause(&mut self, clause: ClauseId) -> Option<ClauseOutcome> {
        let (plan, declared) = self.clause_at(clause.0 as usize)?;
        self.set_spans(None);
        let scope = self.scope(plan.policy);
        if scope == Truth::False {
            return None;
        }
        self.weigh(plan, declared, scope, Weighing::Whole)
    }

    /// Tells whether a policy applies to the item.
    pub(in crate::engine) fn scope(&mut self, policy: usize) -> Truth {
        let program = self.program;
        match program.scopes.get(policy).and_then(Option::as_ref) {
            Some(scope) => self.truth(scope.node),
            None => Truth::True,
        }
    }

    /// Tells whether a clause acts on the item.
    pub(in crate::engine) fn acting(&self, clause: &Clause) -> Acting {
        match clause.status {
            Status::Live => Acting::Acts,
            Status::Canary(_) if self.context.canary_as_live => Acting::Acts,
            Status::Canary(share) if in_share(&clause.id, &self.record.id, share) => Acting::Acts,
            Status::Canary(_) | Status::Shadow => Acting::Watches,
            Status::Draft | Status::Retired => Acting::Rests,
        }
    }

    fn clause_at(&self, index: usize) -> Option<(&'a ClausePlan, &'a Clause)> {
        let program = self.program;
        Some((program.clauses.get(index)?.as_ref()?, program.pack.clauses.get(index)?))
    }
}

/// Tells whether an item falls into a clause's canary share: always the same for the same clause and id, and independent
/// between clauses.
fn in_share(clause: &str, item: &str, share: f64) -> bool {
    let mut hasher = xxhash_rust::xxh3::Xxh3::new();
    hasher.update(clause.as_bytes());
    hasher.update(&[0]);
    hasher.update(item.as_bytes());
    // 53 bits fill a float exactly, so that a share of 1 takes every item and 0 takes none.
    let place = (hasher.digest() >> 11) as f64 / (1_u64 << 53) as f64;
    place < share
}

impl Outcome {
    /// Returns the outcome that a condition and its exceptions give: an exception must be disproved.
    pub fn of(when: Truth, exceptions: Truth) -> Outcome {
        match (when, exceptions) {
            (Truth::False, _) => Outcome::NoMatch,
            (_, Truth::True) => Outcome::Excepted,
            (Truth::True, Truth::False) => Outcome::Match,
            _ => Outcome::Indeterminate,
        }
    }
}

#[cfg(test)]
mod tests;
