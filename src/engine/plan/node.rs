//! Expressions as the engine runs them: a flat arena in which equal expressions are one node.
//!
//! A pack says the same thing in many clauses (`text has groups`, `author.age < 7 days`). Here each is one node, worked
//! out once per item. Literals are compared bit for bit, so a node is a plain key.

use std::collections::HashMap;

use crate::language::policy::{
    Amount, Arithmetic, Comparison, Judge, JudgeField, PolicyField, PolicyId, Quantifier, TextProperty,
};
use crate::language::value::Value;

/// Index of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// Index of something to look for in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FinderId(pub u32);

/// Index of a relation that finds must meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelationId(pub u32);

/// Index of a literal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConstId(pub u32);

/// What a node computes; the names follow [`crate::language::policy::ExprKind`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Op {
    /// A literal.
    Const(ConstId),
    /// The as-of date.
    Today,
    /// A field of the item.
    Field(u16),
    /// The judges' answer to a question.
    Question(u32),
    /// Something a judge said.
    Judge(Judge, JudgeField),
    /// All ratings.
    Ratings,
    /// A fact about the decision.
    Policy(Option<PolicyId>, PolicyField),
    /// Names of the checks that found something.
    Checks,
    /// The element of an enclosing `for` or filter.
    Element(u8),
    /// A field of a record.
    Member(NodeId, u16),
    /// A property of a text.
    Property(NodeId, TextProperty),
    /// The elements that meet a condition.
    Filter(NodeId, NodeId),
    /// The first element.
    First(NodeId),
    /// The last element.
    Last(NodeId),
    /// How many elements.
    Count(NodeId),
    /// `not`
    Not(NodeId),
    /// Minus.
    Negate(NodeId),
    /// `and`, cheap and selective first.
    And(Box<[NodeId]>),
    /// `or`, cheap first.
    Or(Box<[NodeId]>),
    /// An order.
    Compare(Comparison, NodeId, NodeId),
    /// Arithmetic.
    Arithmetic(Arithmetic, NodeId, NodeId),
    /// A value and its stand-in.
    Default(NodeId, NodeId),
    /// `x is missing`
    IsMissing(NodeId),
    /// Equality.
    Equal(NodeId, NodeId),
    /// Equality with one of some values.
    OneOf(NodeId, Box<[NodeId]>),
    /// Membership in a computed list.
    OneOfList(NodeId, NodeId),
    /// The whole text is an entry of a declared list.
    OneOfTerms(NodeId, FinderId),
    /// `text has …`
    Has(NodeId, Amount, FinderId),
    /// `labels has …`
    Includes(NodeId, Amount, Box<[NodeId]>),
    /// `every match …`
    MatchTest(bool, RelationId),
    /// `for … in …: ( … )`
    For(Quantifier, NodeId, NodeId),
}

/// What is known of a node before any item is seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// How many enclosing elements it reads: 0 for one that reads none.
    pub elements: u8,
    /// It reads what is known only after deciding, or the spans that a condition found.
    pub late: bool,
    /// It depends on the item at all.
    pub item: bool,
    /// Rough cost of working it out, in units of a field comparison.
    pub cost: u32,
    /// How many nodes and roots use it.
    pub uses: u32,
}

impl Facts {
    /// True if its value is the same wherever it is asked about one item, and worth keeping.
    pub fn is_kept(&self) -> bool {
        self.elements == 0 && !self.late && self.uses > 1 && self.cost > 1
    }
}

/// The nodes of a program.
#[derive(Debug, Default)]
pub struct Nodes {
    ops: Vec<Op>,
    facts: Vec<Facts>,
    consts: Vec<Value<'static>>,
    known_consts: HashMap<String, ConstId>,
    known: HashMap<Op, NodeId>,
}

impl Nodes {
    /// Adds a node, or finds the equal one there is.
    pub fn add(&mut self, op: Op, facts: impl FnOnce(&Nodes) -> Facts) -> NodeId {
        if let Some(&node) = self.known.get(&op) {
            return node;
        }
        let facts = facts(self);
        let node = NodeId(self.ops.len() as u32);
        self.known.insert(op.clone(), node);
        self.ops.push(op);
        self.facts.push(facts);
        node
    }

    /// Adds a literal, or finds the equal one there is.
    pub fn constant(&mut self, value: &Value<'static>) -> ConstId {
        let next = ConstId(self.consts.len() as u32);
        // A value's debug form is exact, down to the sign of zero, and unlike the value it can be a key.
        let known = *self.known_consts.entry(format!("{value:?}")).or_insert(next);
        if known == next {
            self.consts.push(value.clone());
        }
        known
    }

    /// Counts one more user of a node.
    pub fn used(&mut self, node: NodeId) {
        if let Some(facts) = self.facts.get_mut(node.0 as usize) {
            facts.uses += 1;
        }
    }

    /// Returns what a node computes.
    pub fn op(&self, node: NodeId) -> &Op {
        // Nodes are only made by `add`, so every id is in range; a missing value keeps the impossible harmless.
        self.ops.get(node.0 as usize).unwrap_or(&Op::Const(ConstId(u32::MAX)))
    }

    /// Returns what is known of a node.
    pub fn facts(&self, node: NodeId) -> Facts {
        self.facts.get(node.0 as usize).copied().unwrap_or_default()
    }

    /// Returns a literal.
    pub fn literal(&self, constant: ConstId) -> &Value<'static> {
        self.consts.get(constant.0 as usize).unwrap_or(&Value::Missing)
    }

    /// Returns the number of nodes.
    pub fn len(&self) -> usize {
        self.ops.len()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.ops.is_empty()
    }
}
