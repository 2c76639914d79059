//! What examples reached: clauses, branches of `or`, exceptions, each seen to hold and seen to fail.

use std::sync::Arc;

use crate::engine::eval::Item;
use crate::engine::plan::Program;
use crate::engine::plan::node::NodeId;
use crate::engine::plan::outline::{Outline, StepKind};
use crate::language::source::Span;
use crate::language::value::{ClauseId, Truth};

/// A condition, and whether any example saw it hold or fail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// Where it is written.
    pub span: Span,
    /// Some example saw it hold.
    pub held: bool,
    /// Some example saw it fail.
    pub failed: bool,
    node: NodeId,
}

/// What examples reached of one clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseCoverage {
    /// The clause.
    pub clause: ClauseId,
    /// Its whole condition.
    pub when: Branch,
    /// The branches of every `or` in its condition, those of the defines it uses included, outside of loops.
    pub branches: Vec<Branch>,
    /// Its exceptions, in the clause's order.
    pub exceptions: Vec<Branch>,
}

impl Branch {
    fn of(outline: &Outline) -> Branch {
        Branch { span: outline.span, held: false, failed: false, node: outline.node }
    }

    fn note(&mut self, truth: Truth) {
        self.held |= truth == Truth::True;
        self.failed |= truth == Truth::False;
    }
}

/// Lists everything that examples could reach.
pub(super) fn blank(program: &Program) -> Vec<ClauseCoverage> {
    let plans = program.clauses.iter().flatten();
    plans
        .map(|plan| {
            let mut branches = Vec::new();
            gather(&plan.when, &mut branches);
            let exceptions = plan.exceptions.iter().map(|exception| Branch::of(exception)).collect();
            ClauseCoverage { clause: plan.id, when: Branch::of(&plan.when), branches, exceptions }
        })
        .collect()
}

fn gather(outline: &Arc<Outline>, branches: &mut Vec<Branch>) {
    if outline.kind == StepKind::Or {
        for child in &outline.children {
            if branches.iter().all(|known| known.span != child.span) {
                branches.push(Branch::of(child));
            }
        }
    }
    if !outline.is_per_element() {
        outline.children.iter().for_each(|child| gather(child, branches));
    }
}

/// Notes what an item reached of a clause; the item worked the clause out just before.
pub(super) fn note(item: &mut Item<'_, '_>, clause: ClauseId, reached: &mut [ClauseCoverage]) {
    let Some(own) = reached.iter_mut().find(|known| known.clause == clause) else { return };
    own.when.note(item.truth(own.when.node));
    for branch in own.branches.iter_mut().chain(&mut own.exceptions) {
        branch.note(item.truth(branch.node));
    }
}
