//! What a node costs and depends on, worked out from its parts.
//!
//! The unit of cost is one comparison of a field. Texts are read once per item whichever clauses ask, so that asking for
//! a term is cheap; what must be worked out anew each time (regexes, words of other texts, loops) is dear. The figures
//! only order the parts of `and` and `or`; they are rough on purpose.

use super::finder::{Finder, Finders, Relation, RelationOp};
use super::node::{Facts, FinderId, NodeId, Nodes, Op, RelationId};
use crate::language::policy::{Judge, TextProperty};

/// The dearest condition that is run. Loops within loops, and defines and patterns that use the one before twice, multiply
/// at every step; what people write stays far below.
pub const COST_MAX: u32 = 100_000_000;
/// How often a loop's body is thought to run.
const LOOP_TURNS: u32 = 8;
/// Looking up whether a text has a term at all; the first such question scans the text.
const TERM_COST: u32 = 12;
/// Running an expression over a text.
const REGEX_COST: u32 = 60;
/// Looking for the words of another text.
const NEEDLE_COST: u32 = 120;
/// Measuring words between hits.
const RELATION_COST: u32 = 6;

impl Facts {
    fn leaf(cost: u32) -> Facts {
        Facts { item: true, cost, ..Facts::default() }
    }

    /// Adds what a part needs.
    fn with(mut self, part: Facts) -> Facts {
        self.elements = self.elements.max(part.elements);
        self.late |= part.late;
        self.item |= part.item;
        self.cost = self.cost.saturating_add(part.cost);
        self
    }

    /// Adds what a part needs that runs once per element.
    fn with_body(self, body: Facts) -> Facts {
        let cost = body.cost.saturating_mul(LOOP_TURNS);
        self.with(Facts { elements: body.elements.saturating_sub(1), cost, ..body })
    }
}

/// Returns what is known of a node.
pub fn of_op(nodes: &Nodes, finders: &Finders, op: &Op) -> Facts {
    let part = |node: &NodeId| nodes.facts(*node);
    let base = Facts { cost: 1, ..Facts::default() };
    match op {
        Op::Const(_) => Facts::default(),
        Op::Today | Op::Field(_) => Facts::leaf(0),
        Op::Question(_) => Facts::leaf(3),
        Op::Judge(judge, _) => Facts { late: *judge == Judge::Each, ..Facts::leaf(2) },
        Op::Ratings => Facts::leaf(1),
        Op::Policy(..) | Op::Checks => Facts { late: true, ..Facts::leaf(2) },
        Op::Element(depth) => Facts { elements: depth.saturating_add(1), ..Facts::default() },
        Op::Property(text, property) => Facts { cost: property_cost(*property), ..base }.with(part(text)),
        Op::Member(of, _) | Op::First(of) | Op::Last(of) | Op::Count(of) => base.with(part(of)),
        Op::Not(of) | Op::Negate(of) | Op::IsMissing(of) => part(of),
        Op::And(parts) | Op::Or(parts) => parts.iter().fold(Facts::default(), |facts, of| facts.with(part(of))),
        Op::Filter(list, body) | Op::For(_, list, body) => base.with(part(list)).with_body(part(body)),
        Op::Compare(_, a, b) | Op::Arithmetic(_, a, b) | Op::Default(a, b) | Op::Equal(a, b) | Op::OneOfList(a, b) => {
            base.with(part(a)).with(part(b))
        }
        Op::OneOf(of, parts) | Op::Includes(of, _, parts) => {
            parts.iter().fold(base.with(part(of)), |facts, of| facts.with(part(of)))
        }
        Op::OneOfTerms(of, _) => Facts { cost: TERM_COST, ..base }.with(part(of)),
        Op::Has(subject, _, finder) => base.with(part(subject)).with(of_finder_id(finders, *finder)),
        Op::MatchTest(_, relation) => Facts { late: true, item: true, ..base }.with(of_relation_id(finders, *relation)),
    }
}

fn property_cost(property: TextProperty) -> u32 {
    match property {
        TextProperty::Length => 2,
        TextProperty::Words => TERM_COST,
        TextProperty::CapsShare | TextProperty::Emoji => 20,
        TextProperty::RepeatShare | TextProperty::Urls | TextProperty::Hashtags => 40,
    }
}

fn of_finder_id(finders: &Finders, finder: FinderId) -> Facts {
    finders.get(finder).map(|plan| plan.facts).unwrap_or_default()
}

fn of_relation_id(finders: &Finders, relation: RelationId) -> Facts {
    finders.get_relation(relation).map(|relation| of_relation(finders, relation)).unwrap_or_default()
}

fn of_relation(finders: &Finders, relation: &Relation) -> Facts {
    let base = Facts::leaf(RELATION_COST);
    match relation.kind {
        RelationOp::Within(_, _, other) | RelationOp::SameSentence(other) => base.with(of_finder_id(finders, other)),
        RelationOp::InQuotes | RelationOp::InFirst(_) | RelationOp::InLast(_) => base,
    }
}

/// Returns what is known of a finder.
pub fn of_finder(nodes: &Nodes, finders: &Finders, finder: &Finder) -> Facts {
    match finder {
        Finder::Literal(..) | Finder::List(_, _, None) => Facts::leaf(TERM_COST),
        Finder::List(_, _, Some(condition)) => Facts::leaf(TERM_COST).with_body(nodes.facts(*condition)),
        Finder::Regex(..) | Finder::Standard(..) => Facts::leaf(REGEX_COST),
        Finder::Text(node, _) => Facts::leaf(NEEDLE_COST).with(nodes.facts(*node)),
        Finder::Any(parts) => parts.iter().fold(Facts::leaf(1), |facts, part| facts.with(of_finder_id(finders, *part))),
        Finder::Related(of, relation) => {
            Facts::leaf(0).with(of_finder_id(finders, *of)).with(of_relation_id(finders, *relation))
        }
    }
}
