//! Clauses, policies and exemptions, with their conditions planned.

use std::sync::Arc;

use super::lower::Lowering;
use super::node::Op;
use super::outline::Outline;
use super::{PlanError, lower};
use crate::language::policy::{Clause, ExemptionId, Pack, Status};
use crate::language::value::{ClauseId, LabelId, Rung};

/// A clause that can run.
#[derive(Debug)]
pub struct ClausePlan {
    /// The clause.
    pub id: ClauseId,
    /// Index of its policy.
    pub policy: usize,
    /// Its condition.
    pub when: Arc<Outline>,
    /// The conditions of its exceptions, in the clause's order.
    pub exceptions: Vec<Arc<Outline>>,
    /// An exception asks about what the condition found.
    pub reads_match: bool,
    /// The exemptions that name it.
    pub exemptions: Vec<ExemptionId>,
    /// Its labels and all that they imply, sorted.
    pub labels: Vec<LabelId>,
    /// Its place on the ladder.
    pub verdict: Rung,
    /// Rough cost of its condition.
    pub cost: u32,
}

/// Plans the clauses, by clause id; retired ones are `None`.
pub fn plan(lowering: &mut Lowering<'_>) -> Result<Vec<Option<ClausePlan>>, PlanError> {
    let pack = lowering.pack;
    let mut plans = Vec::with_capacity(pack.clauses.len());
    for (index, clause) in pack.clauses.iter().enumerate() {
        plans.push(plan_clause(lowering, ClauseId(index as u32), clause)?);
    }
    Ok(plans)
}

fn plan_clause(lowering: &mut Lowering<'_>, id: ClauseId, clause: &Clause) -> Result<Option<ClausePlan>, PlanError> {
    let pack = lowering.pack;
    let Some(when) = clause.when.as_ref().filter(|_| clause.status != Status::Retired) else { return Ok(None) };
    let when = lowering.root(when)?;
    let exceptions: Vec<_> =
        clause.exceptions.iter().map(|exception| lowering.root(&exception.condition)).collect::<Result<_, _>>()?;
    let reads_match = exceptions.iter().any(|exception| reads_match(lowering, exception));
    let exemptions = pack.exemptions.iter().enumerate().filter(|(_, exemption)| exemption.from.contains(&id));
    Ok(Some(ClausePlan {
        id,
        policy: clause.policy.0 as usize,
        cost: lowering.nodes.facts(when.node).cost,
        when,
        exceptions,
        reads_match,
        exemptions: exemptions.map(|(index, _)| ExemptionId(index as u32)).collect(),
        labels: with_implied(pack, &clause.labels),
        verdict: clause.verdict,
    }))
}

/// Returns labels and all that they imply, sorted, each once.
pub fn with_implied(pack: &Pack, labels: &[LabelId]) -> Vec<LabelId> {
    let mut all: Vec<LabelId> = Vec::new();
    let mut open = labels.to_vec();
    while let Some(label) = open.pop() {
        if !all.contains(&label) {
            all.push(label);
            open.extend(pack.labels.get(label.0 as usize).and_then(|label| label.implies));
        }
    }
    all.sort_unstable();
    all
}

fn reads_match(lowering: &Lowering<'_>, outline: &Outline) -> bool {
    let mut open = vec![outline.node];
    let mut seen = std::collections::HashSet::new();
    while let Some(node) = open.pop() {
        if !seen.insert(node) {
            continue;
        }
        let op = lowering.nodes.op(node);
        if matches!(op, Op::MatchTest(..)) {
            return true;
        }
        open.extend(lower::parts_of(op));
    }
    false
}
