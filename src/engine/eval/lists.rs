//! Values: literals, fields of records, filters, first and last, counts.

use super::Item;
use super::compare::{arithmetic, negate};
use super::truth::Tally;
use super::value::{Element, List, Rec, Val};
use crate::engine::plan::node::{NodeId, Op};
use crate::language::value::Truth;

impl<'a> Item<'_, 'a> {
    /// Works out a value.
    pub(in crate::engine) fn value(&mut self, node: NodeId) -> Val<'a> {
        let program = self.program;
        let op = program.nodes.op(node);
        let is_made = matches!(op, Op::Filter(..) | Op::Member(..) | Op::Property(..) | Op::Count(_));
        if !is_made || !program.nodes.facts(node).is_kept() {
            return self.value_of(node, op);
        }
        if let Some((_, known)) = self.values.iter().find(|(known, _)| *known == node) {
            return known.clone();
        }
        let value = self.value_of(node, op);
        self.values.push((node, value.clone()));
        value
    }

    fn value_of(&mut self, node: NodeId, op: &Op) -> Val<'a> {
        match op {
            Op::Not(_) | Op::And(_) | Op::Or(_) | Op::Question(_) | Op::Has(..) | Op::For(..) => {
                Val::Truth(self.truth(node))
            }
            Op::Compare(..) | Op::Equal(..) | Op::IsMissing(_) | Op::OneOf(..) | Op::OneOfList(..) => {
                Val::Truth(self.truth(node))
            }
            Op::OneOfTerms(..) | Op::Includes(..) | Op::MatchTest(..) => Val::Truth(self.truth(node)),
            op => self.value_now(op),
        }
    }

    /// Works out what is not a condition, or is one that can be read.
    pub(super) fn value_now(&mut self, op: &Op) -> Val<'a> {
        let program = self.program;
        match op {
            Op::Const(constant) => Val::of(program.nodes.literal(*constant)),
            Op::Today => Val::Time(self.context.as_of_ms),
            Op::Field(field) => self.field(*field),
            Op::Judge(judge, field) => self.judge(*judge, field),
            Op::Ratings => self.ratings(),
            Op::Policy(policy, field) => self.policy(*policy, *field),
            Op::Checks => self.checks(),
            Op::Element(depth) => {
                let at = self.elements.len().checked_sub(1 + *depth as usize);
                at.and_then(|at| self.elements.get(at)).cloned().unwrap_or(Val::Unknown)
            }
            Op::Member(of, field) => self.value(*of).member(*field),
            Op::Property(of, property) => {
                let of = self.value(*of);
                self.property(&of, *property)
            }
            Op::Filter(list, condition) => self.filtered(*list, *condition),
            Op::First(list) => self.end(*list, true),
            Op::Last(list) => self.end(*list, false),
            Op::Count(list) => self.counted(*list),
            Op::Negate(of) => negate(&self.value(*of)),
            Op::Arithmetic(operation, a, b) => arithmetic(*operation, &self.value(*a), &self.value(*b)),
            Op::Default(of, other) => match self.value(*of) {
                value if value.is_unknown() => self.value(*other),
                value => value,
            },
            // Conditions were taken by the callers.
            _ => Val::Unknown,
        }
    }

    fn filtered(&mut self, list: NodeId, condition: NodeId) -> Val<'a> {
        let Val::List(list) = self.value(list) else { return Val::Unknown };
        let mut kept = Vec::new();
        for element in list.iter() {
            let meets = self.with_element(element.value.clone(), |item| item.truth(condition));
            let belongs = element.belongs.and(meets);
            if belongs != Truth::False {
                kept.push(Element { value: element.value, belongs });
            }
        }
        Val::List(List::of(kept))
    }

    fn end(&mut self, list: NodeId, first: bool) -> Val<'a> {
        let Val::List(list) = self.value(list) else { return Val::Unknown };
        let at = if first { Some(0) } else { list.len().checked_sub(1) };
        match at.and_then(|at| list.get(at)) {
            Some(element) if element.belongs == Truth::True => element.value,
            _ => Val::Unknown,
        }
    }

    fn counted(&mut self, list: NodeId) -> Val<'a> {
        let Val::List(list) = self.value(list) else { return Val::Unknown };
        let mut tally = Tally::default();
        list.iter().for_each(|element| tally.add(element.belongs));
        match (tally.sure as f64, tally.possible as f64) {
            (sure, possible) if sure == possible => Val::Number(sure),
            (sure, possible) => Val::Between(sure, possible),
        }
    }
}

impl<'a> Val<'a> {
    /// Returns a record's field, or a list of the field of each of its records.
    fn member(&self, field: u16) -> Val<'a> {
        match self {
            Val::Record(record) => record.field(field),
            Val::List(list) => list.map(|value| value.member(field)),
            _ => Val::Unknown,
        }
    }
}

impl<'a> List<'a> {
    /// Makes a list of something of each element.
    pub(super) fn map(&self, mut of: impl FnMut(&Val<'a>) -> Val<'a>) -> Val<'a> {
        let elements = self.iter().map(|element| Element { value: of(&element.value), belongs: element.belongs });
        Val::List(List::of(elements.collect()))
    }
}

impl<'a> From<Rec<'a>> for Val<'a> {
    fn from(record: Rec<'a>) -> Val<'a> {
        Val::Record(record)
    }
}
