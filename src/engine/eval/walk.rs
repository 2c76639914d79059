//! Following a condition as it was written: what it found, and what was missing.

use std::collections::{BTreeSet, HashSet};

use super::Item;
use super::value::{List, Val, Words};
use crate::engine::matcher::Found;
use crate::engine::plan::node::{NodeId, Op};
use crate::engine::plan::outline::{Outline, StepKind};
use crate::language::policy::{Amount, Quantifier};
use crate::language::value::{Truth, Type};

/// What a condition found, text by text.
#[derive(Debug, Default)]
pub(in crate::engine) struct Spans<'a> {
    /// The texts with the hits in each, in the order of the condition.
    pub texts: Vec<(Words<'a>, Vec<Found>)>,
    /// There may be others: a text or what was looked for is not known.
    pub open: bool,
}

impl<'a> Spans<'a> {
    /// Adds hits in a text.
    pub fn add(&mut self, words: &Words<'a>, hits: impl Iterator<Item = Found>) {
        let mut hits = hits.peekable();
        if hits.peek().is_none() {
            return;
        }
        let same = |known: &Words<'a>| std::ptr::eq(known.as_ref(), words.as_ref());
        match self.texts.iter_mut().find(|(known, _)| same(known)) {
            Some((_, known)) => known.extend(hits),
            None => self.texts.push((words.clone(), hits.collect())),
        }
    }
}

impl<'a> Item<'_, 'a> {
    /// Gathers what a condition found outside `not` and `no`.
    pub(in crate::engine) fn spans_of(&mut self, outline: &Outline) -> Spans<'a> {
        let mut spans = Spans::default();
        self.collect(outline, Truth::True, &mut HashSet::new(), &mut spans);
        spans
    }

    fn collect(&mut self, step: &Outline, belongs: Truth, seen: &mut HashSet<NodeId>, spans: &mut Spans<'a>) {
        let program = self.program;
        if matches!(step.kind, StepKind::Not | StepKind::Literal | StepKind::Question(_)) {
            return;
        }
        // What stands in no loop is gathered once, however many defines lead to it.
        if self.is_again(step, seen) {
            return;
        }
        match program.nodes.op(step.node) {
            Op::Has(_, Amount::No, _) | Op::For(Quantifier::No, ..) => return,
            Op::Has(subject, _, finder) => {
                let subject = self.value(*subject);
                self.gather(&subject, belongs, *finder, spans);
            }
            _ => {}
        }
        if !step.is_per_element() {
            for child in &step.children {
                self.collect(child, belongs, seen, spans);
            }
            return;
        }
        let [list, body] = step.children.as_slice() else { return };
        self.collect(list, belongs, seen, spans);
        // A list that is missing may hold any text.
        spans.open |= self.value(list.node).is_unknown() && self.looks_into_text(body);
        self.per_element(list, |item, element_belongs| {
            item.collect(body, belongs.and(element_belongs), seen, spans);
        });
    }

    /// True if a step was met before; a define and its body are one node, so only the body counts.
    fn is_again(&self, step: &Outline, seen: &mut HashSet<NodeId>) -> bool {
        let counts = self.elements.is_empty() && !matches!(step.kind, StepKind::Define(_));
        counts && !seen.insert(step.node)
    }

    /// True if a step may find words, outside `not` and `no`.
    fn looks_into_text(&self, step: &Outline) -> bool {
        match self.program.nodes.op(step.node) {
            Op::Not(_) | Op::Has(_, Amount::No, _) | Op::For(Quantifier::No, ..) => false,
            Op::Has(..) => true,
            _ => step.children.iter().any(|child| self.looks_into_text(child)),
        }
    }

    /// Does something once per element of a list that a step computes, with the element around it.
    pub(in crate::engine) fn per_element(&mut self, list: &Outline, mut step: impl FnMut(&mut Self, Truth)) {
        let Val::List(list) = self.value(list.node) else { return };
        let list: List<'a> = list;
        for element in list.iter() {
            let belongs = element.belongs;
            self.with_element(element.value, |item| step(item, belongs));
        }
    }

    /// Adds the names of what was missing for a condition that cannot be told.
    pub(in crate::engine) fn missing_of(&mut self, outline: &Outline, names: &mut BTreeSet<String>) {
        self.missing(outline, &mut HashSet::new(), names);
    }

    /// Adds the names of what was missing for telling what a condition found, though the condition itself may hold.
    pub(in crate::engine) fn unread_of(&mut self, step: &Outline, names: &mut BTreeSet<String>) {
        match self.program.nodes.op(step.node) {
            Op::Not(_) => {}
            Op::Has(..) | Op::For(..) => self.missing(step, &mut HashSet::new(), names),
            _ => step.children.iter().for_each(|child| self.unread_of(child, names)),
        }
    }

    fn missing(&mut self, step: &Outline, seen: &mut HashSet<NodeId>, names: &mut BTreeSet<String>) {
        if !self.can_ask(step.node) {
            // A filter of a list's entries: what it reads of the item can be asked without any entry.
            return step.children.iter().for_each(|child| self.missing(child, seen, names));
        }
        if !self.is_open(step) {
            return;
        }
        if self.is_again(step, seen) {
            return;
        }
        if step.is_per_element() {
            if let [list, body] = step.children.as_slice() {
                self.missing(list, seen, names);
                self.per_element(list, |item, _| item.missing(body, seen, names));
            }
            return;
        }
        let before = names.len();
        for child in step.children.iter().chain(&step.asides) {
            self.missing(child, seen, names);
        }
        if names.len() == before && !step.reads.is_empty() && !self.reads_open(step) {
            names.insert(step.reads.clone());
        }
    }

    /// True if a step is, or may hold, something unknown.
    fn is_open(&mut self, step: &Outline) -> bool {
        match (&step.ty, self.value(step.node)) {
            (Type::Bool, value) => value.truth() == Truth::Unknown,
            (_, Val::Unknown | Val::Between(..)) => true,
            (_, Val::List(list)) => {
                list.iter().any(|element| element.belongs != Truth::True || element.value.is_unknown())
            }
            _ => false,
        }
    }

    /// True if the step a step reads from was already named: `messages` where `messages.text` is asked.
    fn reads_open(&mut self, step: &Outline) -> bool {
        step.children
            .iter()
            .any(|child| !child.reads.is_empty() && self.can_ask(child.node) && self.value(child.node).is_unknown())
    }

    /// True if all the loops that a node stands in are around it now.
    fn can_ask(&self, node: NodeId) -> bool {
        usize::from(self.program.nodes.facts(node).elements) <= self.elements.len()
    }
}
