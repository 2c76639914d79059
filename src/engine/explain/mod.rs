//! Why: the working of every clause on one item, as data.
//!
//! A [`Step`] is one part of a condition as its author wrote it: where, what came of it, which words it found. Whoever
//! shows it has the pack for titles and sources; nothing here is words.

use std::collections::{BTreeSet, HashSet};

use super::decision::{ClauseOutcome, Decision, FoundSpan, Outcome};
use super::eval::value::Val;
use super::eval::{Item, Spans};
pub use super::outcome::Acting;
use super::plan::finder::RelationOp;
use super::plan::node::{NodeId, Op, RelationId};
use super::plan::outline::Outline;
pub use super::plan::outline::StepKind;
use crate::language::policy::ExemptionId;
use crate::language::source::Span;
use crate::language::value::{ClauseId, Truth, Type, Value};

/// How many elements of a list are shown one by one.
const ELEMENTS_MAX: usize = 100;

/// Why an item came out as it did.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// The decision, everything worked out.
    pub decision: Decision,
    /// The working of every clause that is not retired, in the order of the pack.
    pub clauses: Vec<ClauseTrace>,
}

/// The working of one clause.
#[derive(Debug, Clone, PartialEq)]
pub struct ClauseTrace {
    /// The clause.
    pub clause: ClauseId,
    /// How it came out, by itself.
    pub outcome: Outcome,
    /// Whether it acts on this item: by status, and by share for a canary.
    pub acting: Acting,
    /// Whether its policy applies; nothing if the policy applies to every item.
    pub scope: Option<Step>,
    /// Its condition.
    pub when: Step,
    /// Its exceptions, in the clause's order.
    pub exceptions: Vec<Step>,
    /// The exemptions that name it.
    pub exemptions: Vec<ExemptionTrace>,
    /// What it found, excepted or is missing; `None` if it plainly does not match or its policy does not apply.
    pub working: Option<ClauseOutcome>,
}

/// The working of one exemption.
#[derive(Debug, Clone, PartialEq)]
pub struct ExemptionTrace {
    /// The exemption.
    pub exemption: ExemptionId,
    /// It ended on or before the as-of date.
    pub expired: bool,
    /// Its condition.
    pub when: Step,
    /// What was missing where that cannot be told, sorted.
    pub missing: Vec<String>,
}

/// One part of a condition.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What it is.
    pub kind: StepKind,
    /// Where it is written.
    pub span: Span,
    /// Its type.
    pub ty: Type,
    /// What it reads, as policies write it (`author.age`); empty if it reads nothing by itself.
    pub reads: String,
    /// What came of it, if it is a condition.
    pub truth: Option<Truth>,
    /// What it was, if it is a value other than a list or a record; [`Value::Missing`] if that is not known.
    pub value: Option<Value<'static>>,
    /// The words it found; of a test on the clause's matches, the words they were held against.
    pub found: Vec<FoundSpan>,
    /// The element it was worked out for, by its place, if it is the body of a `for` or a filter.
    pub element: Option<usize>,
    /// Its parts, as written; the body of a `for` or a filter once per element, at most a hundred.
    pub children: Vec<Step>,
}

impl<'a> Item<'_, 'a> {
    /// Works out why the item comes out as it does.
    pub fn explain(&mut self) -> Trace {
        let decision = self.analyse();
        let count = self.program.clauses.len() as u32;
        let clauses = (0..count).filter_map(|index| self.explain_clause(ClauseId(index))).collect();
        Trace { decision, clauses }
    }

    /// Works out why a clause comes out as it does; `None` for one that is retired or does not exist.
    pub fn explain_clause(&mut self, clause: ClauseId) -> Option<ClauseTrace> {
        let program = self.program;
        let plan = program.clause_plan(clause)?;
        let declared = program.pack.clauses.get(clause.0 as usize)?;
        let scope = program.scopes.get(plan.policy).and_then(Option::as_ref).map(|scope| self.trace(scope));
        // The exceptions ask what the condition found, so the clause is worked out before they are.
        let working = self.clause(clause);
        Some(ClauseTrace {
            clause,
            outcome: working.as_ref().map_or(Outcome::NoMatch, |working| working.outcome),
            acting: self.acting(declared),
            scope,
            when: self.trace(&plan.when),
            exceptions: plan.exceptions.iter().map(|exception| self.trace(exception)).collect(),
            exemptions: plan.exemptions.iter().filter_map(|exemption| self.trace_exemption(*exemption)).collect(),
            working,
        })
    }

    fn trace_exemption(&mut self, exemption: ExemptionId) -> Option<ExemptionTrace> {
        let program = self.program;
        let declared = program.pack.exemptions.get(exemption.0 as usize)?;
        let when = program.exemptions.get(exemption.0 as usize)?;
        let expired = declared.expires.is_some_and(|expires| self.context.as_of_ms >= expires);
        let mut missing = BTreeSet::new();
        self.missing_of(when, &mut missing);
        Some(ExemptionTrace { exemption, expired, when: self.trace(when), missing: missing.into_iter().collect() })
    }

    fn trace(&mut self, outline: &Outline) -> Step {
        self.step(outline, None, &mut HashSet::new())
    }

    fn step(&mut self, outline: &Outline, element: Option<usize>, opened: &mut HashSet<NodeId>) -> Step {
        let value = self.value(outline.node);
        let is_condition = outline.ty == Type::Bool;
        let shown = match value {
            Val::List(_) | Val::Record(_) => None,
            _ if is_condition => None,
            value => Some(value.to_value()),
        };
        Step {
            kind: outline.kind,
            span: outline.span,
            ty: outline.ty.clone(),
            reads: outline.reads.clone(),
            truth: is_condition.then(|| self.truth(outline.node)),
            value: shown,
            found: self.found_by(outline),
            element,
            children: self.parts(outline, opened),
        }
    }

    fn found_by(&mut self, outline: &Outline) -> Vec<FoundSpan> {
        let mut spans = Spans::default();
        match self.program.nodes.op(outline.node) {
            Op::Has(subject, _, finder) => {
                let subject = self.value(*subject);
                self.gather(&subject, Truth::True, *finder, &mut spans);
            }
            Op::MatchTest(_, relation) => self.gather_beside(*relation, &mut spans),
            _ => {}
        }
        self.place(&spans).0
    }

    /// Finds what a clause's matches are held against by a relation, in the texts of the matches.
    fn gather_beside(&mut self, relation: RelationId, spans: &mut Spans<'a>) {
        let Some(relation) = self.program.finders.get_relation(relation).filter(|relation| !relation.negated) else {
            return;
        };
        let (RelationOp::Within(_, _, other) | RelationOp::SameSentence(other)) = relation.kind else { return };
        for (words, _) in self.spans.clone().iter().flat_map(|matches| &matches.texts) {
            self.gather(&Val::Text(words.clone()), Truth::True, other, spans);
        }
    }

    fn parts(&mut self, outline: &Outline, opened: &mut HashSet<NodeId>) -> Vec<Step> {
        // A define that many others use is opened once.
        if matches!(outline.kind, StepKind::Define(_)) && !opened.insert(outline.node) {
            return Vec::new();
        }
        if !outline.is_per_element() {
            return outline.children.iter().map(|child| self.step(child, None, opened)).collect();
        }
        let [list, body] = outline.children.as_slice() else { return Vec::new() };
        let mut steps = vec![self.step(list, None, opened)];
        let mut at = 0;
        self.per_element(list, |item, _| {
            if at < ELEMENTS_MAX {
                steps.push(item.step(body, Some(at), opened));
            }
            at += 1;
        });
        steps
    }
}

#[cfg(test)]
mod tests;
