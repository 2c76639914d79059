//! Kleene logic: connectives, quantifiers and the conditions under them.

use super::Item;
use super::compare::{compare, contains, decide, equal};
use super::value::{List, Val};
use crate::engine::plan::node::{NodeId, Op};
use crate::language::policy::{Amount, Quantifier};
use crate::language::value::Truth;

/// Counts what surely and what possibly meets a condition.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    pub sure: u64,
    pub possible: u64,
}

impl Tally {
    pub fn add(&mut self, truth: Truth) {
        self.sure += u64::from(truth == Truth::True);
        self.possible += u64::from(truth != Truth::False);
    }

    /// Tells whether at least so many meet it.
    pub fn at_least(self, wanted: u32) -> Truth {
        match u64::from(wanted) {
            wanted if self.sure >= wanted => Truth::True,
            wanted if self.possible < wanted => Truth::False,
            _ => Truth::Unknown,
        }
    }
}

impl<'a> Item<'_, 'a> {
    /// Works out whether a condition holds.
    pub(in crate::engine) fn truth(&mut self, node: NodeId) -> Truth {
        let kept = self.program.nodes.facts(node).is_kept();
        if kept && let Some(known) = self.scratch.truth(node) {
            return known;
        }
        let truth = self.truth_now(node);
        if kept {
            self.scratch.remember(node, truth);
        }
        truth
    }

    fn truth_now(&mut self, node: NodeId) -> Truth {
        let program = self.program;
        match program.nodes.op(node) {
            Op::Not(of) => !self.truth(*of),
            Op::And(parts) => self.all(parts),
            Op::Or(parts) => self.any(parts),
            Op::Question(question) => self.question(*question),
            Op::Has(subject, amount, finder) => self.has(*subject, *amount, *finder),
            Op::For(quantifier, list, body) => self.quantified(*quantifier, *list, *body),
            Op::MatchTest(every, relation) => self.match_test(*every, *relation),
            Op::OneOfTerms(of, list) => self.one_of_terms(*of, *list),
            op => self.operation(op),
        }
    }

    fn operation(&mut self, op: &Op) -> Truth {
        match op {
            Op::Compare(comparison, a, b) => match (self.number(*a), self.number(*b)) {
                (Some(a), Some(b)) => decide(*comparison, a.partial_cmp(&b)),
                _ => compare(*comparison, &self.value(*a), &self.value(*b)),
            },
            Op::Equal(a, b) => equal(&self.value(*a), &self.value(*b)),
            Op::IsMissing(of) => Truth::from(self.value(*of).is_unknown()),
            Op::Default(of, other) => match self.truth(*of) {
                Truth::Unknown => self.truth(*other),
                known => known,
            },
            Op::OneOf(of, members) => self.one_of(*of, members),
            Op::OneOfList(of, list) => {
                let value = self.value(*of);
                match self.value(*list) {
                    _ if value.is_unknown() => Truth::Unknown,
                    Val::List(list) => contains(&list, &value),
                    _ => Truth::Unknown,
                }
            }
            Op::Includes(list, amount, members) => self.includes(*list, *amount, members),
            op => self.value_now(op).truth(),
        }
    }

    fn all(&mut self, parts: &[NodeId]) -> Truth {
        let mut all = Truth::True;
        for part in parts {
            all = all.and(self.truth(*part));
            if all == Truth::False {
                break;
            }
        }
        all
    }

    fn any(&mut self, parts: &[NodeId]) -> Truth {
        let mut any = Truth::False;
        for part in parts {
            any = any.or(self.truth(*part));
            if any == Truth::True {
                break;
            }
        }
        any
    }

    fn one_of(&mut self, of: NodeId, members: &[NodeId]) -> Truth {
        let value = self.value(of);
        let mut any = Truth::False;
        for member in members {
            any = any.or(equal(&value, &self.value(*member)));
        }
        any
    }

    fn quantified(&mut self, quantifier: Quantifier, list: NodeId, body: NodeId) -> Truth {
        let Val::List(list) = self.value(list) else { return Truth::Unknown };
        let mut tally = Tally::default();
        let mut all = Truth::True;
        for element in list.iter() {
            let holds = self.with_element(element.value, |item| item.truth(body));
            tally.add(element.belongs.and(holds));
            all = all.and((!element.belongs).or(holds));
            let over = match quantifier {
                Quantifier::Any | Quantifier::No => tally.sure > 0,
                Quantifier::Every => all == Truth::False,
                Quantifier::AtLeast(wanted) => tally.sure >= u64::from(wanted),
            };
            if over {
                break;
            }
        }
        match quantifier {
            Quantifier::Any => tally.at_least(1),
            Quantifier::No => !tally.at_least(1),
            Quantifier::Every => all,
            Quantifier::AtLeast(wanted) if tally.sure >= u64::from(wanted) => Truth::True,
            Quantifier::AtLeast(wanted) => tally.at_least(wanted),
        }
    }

    fn includes(&mut self, list: NodeId, amount: Amount, members: &[NodeId]) -> Truth {
        let Val::List(list) = self.value(list) else { return Truth::Unknown };
        let members: Vec<Val<'a>> = members.iter().map(|member| self.value(*member)).collect();
        if let Amount::Mentions(wanted) = amount {
            return mentions(&list, &members).at_least(wanted);
        }
        let (mut tally, mut all) = (Tally::default(), Truth::True);
        for member in &members {
            let here = contains(&list, member);
            tally.add(here);
            all = all.and(here);
        }
        match amount {
            Amount::Any => tally.at_least(1),
            Amount::No => !tally.at_least(1),
            Amount::All => all,
            Amount::AtLeast(wanted) | Amount::Mentions(wanted) => tally.at_least(wanted),
        }
    }
}

fn mentions<'a>(list: &List<'a>, members: &[Val<'a>]) -> Tally {
    let mut tally = Tally::default();
    for element in list.iter() {
        let named = members.iter().fold(Truth::False, |any, member| any.or(equal(&element.value, member)));
        tally.add(element.belongs.and(named));
    }
    tally
}
