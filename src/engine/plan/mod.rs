//! A pack, made ready to run.
//!
//! `lower` turns expressions into nodes, each distinct one once; `matches` turns what is looked for into finders, whose
//! terms and expressions all go into one text program; `clauses` ties both to the clauses; `triggers` says which clauses a text can
//! wake. The order of a condition's
//! parts is chosen here by cost (`facts`); [`outline`] keeps the author's order for explanations.
//!
//! Architecture invariant: a [`Program`] never changes once made, and holds nothing about any item.

mod clauses;
mod domains;
mod facts;
pub mod finder;
mod lower;
mod matches;
pub mod node;
pub mod outline;
pub mod triggers;

use std::sync::Arc;

pub use clauses::ClausePlan;
use clauses::with_implied;
use domains::Domains;
use finder::{Finder, Finders, Kept};
use lower::Lowering;
use node::{FinderId, NodeId, Nodes};
use outline::Outline;
use triggers::Triggers;

use crate::corpus::record::Record;
use crate::engine::eval::{Context, Evaluator};
use crate::engine::formula::Formula;
use crate::engine::text::TextProgram;
use crate::language::policy::{ListId, Pack};
use crate::language::value::{ClauseId, LabelId, Truth};

/// Why a pack cannot be made ready to run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// Conditions, defines and patterns within each other, too many.
    #[error("conditions are nested deeper than {max} levels, counting the defines and patterns they use")]
    TooDeep {
        /// The limit.
        max: usize,
    },
    /// Loops within loops, or defines and patterns that use each other, so often that running them would not end.
    #[error("a condition is too large to run, with its loops run and the defines and patterns it uses written out")]
    TooLarge,
    /// A regular expression that the pack's compiler let through.
    #[error("the expression `{expression}` cannot be run: {why}")]
    Regex {
        /// The expression.
        expression: String,
        /// Why.
        why: String,
    },
    /// An index that leads nowhere.
    #[error("the pack refers to a {what} that it does not hold")]
    Dangling {
        /// What.
        what: &'static str,
    },
}

/// What a program must be able to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Leave out checks, queues and slices: texts are then read only for what clauses look for.
    pub decisions_only: bool,
}

/// A pack, made ready to run; share it between threads and give each an [`Evaluator`].
#[derive(Debug)]
pub struct Program {
    pub(in crate::engine) pack: Arc<Pack>,
    pub(in crate::engine) nodes: Nodes,
    pub(in crate::engine) finders: Finders,
    pub(in crate::engine) text: TextProgram,
    pub(in crate::engine) clauses: Vec<Option<ClausePlan>>,
    /// Clauses in the order in which `decide` asks them: strongest first, then cheapest.
    pub(in crate::engine) order: Vec<usize>,
    /// What wakes the clauses.
    pub(in crate::engine) triggers: Triggers,
    pub(in crate::engine) scopes: Vec<Option<Arc<Outline>>>,
    pub(in crate::engine) exemptions: Vec<Arc<Outline>>,
    domains: Domains,
    checks: Vec<(NodeId, Option<NodeId>)>,
    queues: Vec<(Option<NodeId>, Option<NodeId>)>,
    slices: Vec<NodeId>,
}

impl Program {
    /// Makes a pack ready to run.
    ///
    /// # Errors
    /// If conditions nest too deep, or the pack is not one that the compiler passed.
    pub fn new(pack: &Arc<Pack>, options: Options) -> Result<Program, PlanError> {
        let mut lowering = Lowering::new(pack, TextProgram::builder());
        let clauses = clauses::plan(&mut lowering)?;
        let scopes = pack.policies.iter().map(|policy| policy.applies_when.as_ref());
        let scopes =
            scopes.map(|scope| scope.map(|scope| lowering.root(scope)).transpose()).collect::<Result<_, _>>()?;
        let exemptions = pack.exemptions.iter().map(|exemption| lowering.root(&exemption.when));
        let exemptions = exemptions.collect::<Result<_, _>>()?;
        let late = if options.decisions_only { Late::default() } else { Late::plan(&mut lowering)? };
        let order = order(&clauses);
        let triggers = Triggers::new(pack, &lowering.nodes, &lowering.finders, &clauses, &order);
        let mut program = Program {
            pack: Arc::clone(pack),
            order,
            triggers,
            nodes: lowering.nodes,
            finders: lowering.finders,
            text: lowering.text.build(),
            clauses,
            scopes,
            exemptions,
            domains: Domains::new(pack),
            checks: late.checks,
            queues: late.queues,
            slices: late.slices,
        };
        program.settle_filters();
        Ok(program)
    }

    /// Returns the pack.
    pub fn pack(&self) -> &Arc<Pack> {
        &self.pack
    }

    /// Returns a clause's plan; `None` for a retired one.
    pub(in crate::engine) fn clause_plan(&self, clause: ClauseId) -> Option<&ClausePlan> {
        self.clauses.get(clause.0 as usize).and_then(Option::as_ref)
    }

    /// Returns the node of an expression; `None` if it was left out or does not exist.
    pub(in crate::engine) fn formula(&self, formula: Formula) -> Option<NodeId> {
        match formula {
            Formula::Check(check) => self.checks.get(check.0 as usize).map(|(when, _)| *when),
            Formula::CheckPriority(check) => self.checks.get(check.0 as usize).and_then(|(_, priority)| *priority),
            Formula::Queue(queue) => self.queues.get(queue.0 as usize).and_then(|(when, _)| *when),
            Formula::QueuePriority(queue) => self.queues.get(queue.0 as usize).and_then(|(_, priority)| *priority),
            Formula::Slice(slice) => self.slices.get(slice).copied(),
        }
    }

    /// True if a list's entries are domains.
    pub(in crate::engine) fn is_of_domains(&self, list: ListId) -> bool {
        self.pack.lists.get(list.0 as usize).is_some_and(|list| list.domains)
    }

    /// True if any hit on a finder's terms is a hit of the finder: nothing is filtered, nothing related.
    pub(in crate::engine) fn is_plain(&self, finder: FinderId) -> bool {
        let Some(plan) = self.finders.get(finder) else { return false };
        match &plan.finder {
            Finder::Literal(..) => true,
            Finder::List(list, _, None) => !self.is_of_domains(*list),
            _ => false,
        }
    }

    /// Finds the entry of a list of domains that a domain is, or is below; the longest if there are several.
    pub(in crate::engine) fn domain_entry(&self, list: ListId, domain: &str) -> Option<u32> {
        self.domains.entry(list, domain)
    }

    /// Returns labels and all that they imply, sorted.
    pub fn with_implied(&self, labels: &[LabelId]) -> Vec<LabelId> {
        with_implied(&self.pack, labels)
    }

    /// Decides, once, the filters of lists that no item can change.
    fn settle_filters(&mut self) {
        let asked: Vec<_> = self
            .finders
            .iter()
            .filter_map(|(id, plan)| match (&plan.finder, &plan.kept) {
                (Finder::List(list, ..), Kept::Ask(condition)) if !self.nodes.facts(*condition).item => {
                    Some((id, *list, *condition))
                }
                _ => None,
            })
            .collect();
        let record = Record::default();
        let context = Context::default();
        let mut settled: Vec<(FinderId, Kept)> = Vec::new();
        for (id, list, condition) in asked {
            let entries = self.pack.lists.get(list.0 as usize).map_or(&[][..], |list| &list.entries);
            let mut evaluator = Evaluator::new(self);
            let mut item = evaluator.item(&record, context);
            let truths: Vec<Truth> = entries.iter().map(|entry| item.entry_meets(condition, entry)).collect();
            // An attribute that is missing leaves the entry open; then it is asked anew for each item.
            if !truths.contains(&Truth::Unknown) {
                settled.push((id, Kept::Only(truths.iter().map(|truth| *truth == Truth::True).collect())));
            }
        }
        for (id, kept) in settled {
            self.finders.keep(id, kept);
        }
    }
}

/// What is asked after deciding.
#[derive(Default)]
struct Late {
    checks: Vec<(NodeId, Option<NodeId>)>,
    queues: Vec<(Option<NodeId>, Option<NodeId>)>,
    slices: Vec<NodeId>,
}

impl Late {
    fn plan(lowering: &mut Lowering<'_>) -> Result<Late, PlanError> {
        let pack = lowering.pack;
        let mut late = Late::default();
        for check in &pack.checks {
            let when = lowering.root(&check.when)?.node;
            let priority = check.priority.as_ref().map(|priority| lowering.root(priority)).transpose()?;
            late.checks.push((when, priority.map(|priority| priority.node)));
        }
        for queue in &pack.queues {
            let when = queue.when.as_ref().map(|when| lowering.root(when)).transpose()?;
            let priority = queue.priority.as_ref().map(|priority| lowering.root(priority)).transpose()?;
            late.queues.push((when.map(|when| when.node), priority.map(|priority| priority.node)));
        }
        for slice in &pack.slices {
            late.slices.push(lowering.root(&slice.condition)?.node);
        }
        Ok(late)
    }
}

/// Strongest verdict first, then cheapest: what comes later is the likelier to be of no consequence.
fn order(clauses: &[Option<ClausePlan>]) -> Vec<usize> {
    let mut order: Vec<usize> =
        (0..clauses.len()).filter(|index| clauses.get(*index).is_some_and(Option::is_some)).collect();
    order.sort_by_key(|index| {
        let plan = clauses.get(*index).and_then(Option::as_ref);
        plan.map(|plan| (std::cmp::Reverse(plan.verdict), plan.cost, *index))
    });
    order
}

#[cfg(test)]
mod tests;
