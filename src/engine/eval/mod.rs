//! Running a program on one item.
//!
//! An [`Evaluator`] belongs to one thread and keeps its memory from item to item. For each item it hands out an [`Item`],
//! which reads texts when a condition first asks, works out each shared condition once, and answers: `decide`, `analyse`,
//! and, after that, the pack's checks, queues and slices.
//!
//! `truth` is Kleene logic, `compare` order and arithmetic, `lists` filters and members, `text` what looks into texts,
//! `read` everything that comes from outside; `wake` tells which clauses need a look at all; `walk` follows a condition as it was written, for spans and for what was
//! missing.

mod compare;
mod lists;
mod read;
pub(in crate::engine) mod scratch;
mod text;
mod truth;
pub(in crate::engine) mod value;
mod wake;
mod walk;

use std::rc::Rc;

use scratch::Scratch;
use value::Val;
pub(in crate::engine) use walk::Spans;

use crate::corpus::record::Record;
use crate::engine::formula::{DecisionSide, Formula};
use crate::engine::plan::Program;
use crate::engine::plan::node::NodeId;
use crate::language::policy::Entry;
use crate::language::value::{Severity, Truth, Value};

/// What is the same for every item of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Context {
    /// The as-of date (`today`), in milliseconds since 1970-01-01T00:00Z.
    pub as_of_ms: i64,
    /// Canary clauses propose for every item, as in a pack's own examples.
    pub canary_as_live: bool,
}

/// Runs a program, one item after the other; each thread has its own.
#[derive(Debug)]
pub struct Evaluator<'p> {
    program: &'p Program,
    scratch: Scratch,
}

/// One item under evaluation.
#[derive(Debug)]
pub struct Item<'e, 'a> {
    pub(in crate::engine) program: &'a Program,
    pub(in crate::engine) record: &'a Record<'a>,
    pub(in crate::engine) context: Context,
    pub(in crate::engine) scratch: &'e mut Scratch,
    side: DecisionSide<'a>,
    /// The elements of the loops and filters around what is being worked out, innermost last.
    elements: Vec<Val<'a>>,
    /// Lists and numbers that several conditions share.
    values: Vec<(NodeId, Val<'a>)>,
    /// Texts that were made while running and looked into: kept, because they are known by their address.
    made: Vec<Rc<str>>,
    /// What the condition of the clause at hand found.
    pub(in crate::engine) spans: Option<Rc<Spans<'a>>>,
}

impl<'p> Evaluator<'p> {
    /// Makes an evaluator for a program.
    pub fn new(program: &'p Program) -> Self {
        Evaluator { program, scratch: Scratch::new(program) }
    }

    /// Returns the program.
    pub fn program(&self) -> &'p Program {
        self.program
    }

    /// Begins an item.
    pub fn item<'e, 'a>(&'e mut self, record: &'a Record<'a>, context: Context) -> Item<'e, 'a>
    where
        'p: 'a,
    {
        self.scratch.begin();
        Item {
            program: self.program,
            record,
            context,
            scratch: &mut self.scratch,
            side: DecisionSide::default(),
            elements: Vec::new(),
            values: Vec::new(),
            made: Vec::new(),
            spans: None,
        }
    }

    /// Decides one item and stops early: verdict, labels, escalations and unsettled are those of [`Self::analyse`].
    pub fn decide(&mut self, record: &Record<'_>, context: &Context) -> crate::engine::decision::Decision {
        self.item(record, *context).decide()
    }

    /// Decides one item and works out everything.
    pub fn analyse(&mut self, record: &Record<'_>, context: &Context) -> crate::engine::decision::Decision {
        self.item(record, *context).analyse()
    }
}

impl<'a> Item<'_, 'a> {
    /// Tells whether a check, a queue's condition or a slice holds, given what was decided.
    ///
    /// Texts that were read for the decision are not read again, so it pays to ask the item that decided. A queue without
    /// a condition holds; an expression that the program left out is unknown.
    pub fn holds(&mut self, formula: Formula, side: DecisionSide<'_>) -> Truth {
        match self.program.formula(formula) {
            Some(node) => self.beside(side, |item| item.truth(node)),
            None if matches!(formula, Formula::Queue(_)) => Truth::True,
            None => Truth::Unknown,
        }
    }

    /// Works out the harm that a check or a queue gives, if it gives one and it is known.
    pub fn severity(&mut self, formula: Formula, side: DecisionSide<'_>) -> Option<Severity> {
        let node = self.program.formula(formula)?;
        self.beside(side, |item| match item.value(node) {
            Val::Severity(severity) => Some(severity),
            _ => None,
        })
    }

    /// Works something out with a decision at hand, which may be gone before the item is.
    fn beside<'b, T>(&'b mut self, side: DecisionSide<'b>, step: impl FnOnce(&mut Item<'_, 'b>) -> T) -> T {
        let mut item = Item {
            program: self.program,
            record: self.record,
            context: self.context,
            scratch: &mut *self.scratch,
            side,
            elements: Vec::new(),
            values: Vec::new(),
            made: std::mem::take(&mut self.made),
            spans: None,
        };
        let result = step(&mut item);
        let made = item.made;
        self.made = made;
        result
    }

    /// Tells whether an entry of a list meets a condition.
    pub(in crate::engine) fn entry_meets(&mut self, condition: NodeId, entry: &'a Entry) -> Truth {
        let attributes: &'a [Value<'static>] = &entry.attributes;
        self.with_element(Self::attributes(attributes), |item| item.truth(condition))
    }

    /// Works something out with one more element around it.
    pub(in crate::engine) fn with_element<T>(&mut self, element: Val<'a>, step: impl FnOnce(&mut Self) -> T) -> T {
        self.elements.push(element);
        let result = step(self);
        self.elements.pop();
        result
    }

    /// Gives the exceptions of a clause what its condition found.
    pub(in crate::engine) fn set_spans(&mut self, spans: Option<Spans<'a>>) {
        self.spans = spans.map(Rc::new);
    }
}

#[cfg(test)]
mod tests;
