//! Conditions as they were written, kept beside the nodes that run.
//!
//! Nodes are shared and put in order of cost; an explanation must follow the author's order and point at the author's
//! words. An outline has both: each step names the node to ask and the place in the file.

use std::sync::Arc;

use super::node::NodeId;
use crate::language::policy::{DefineId, QuestionId};
use crate::language::source::Span;
use crate::language::value::Type;

/// What a step of a condition is, as far as a reader must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepKind {
    /// `and`
    And,
    /// `or`
    Or,
    /// `not`
    Not,
    /// `text has …`
    Has,
    /// `labels has …`
    Includes,
    /// `every match …` or `any match …`
    Match,
    /// `for … in …: ( … )`; its children are the list and the body
    For,
    /// `list[…]`; its children are the list and the condition
    Filter,
    /// A define, with its body
    Define(DefineId),
    /// A question
    Question(QuestionId),
    /// Something read from the item, a judge or the decision
    Read,
    /// A literal, or `today`
    Literal,
    /// `x is missing`
    IsMissing,
    /// `(x default y)`
    Default,
    /// A comparison, an equality, arithmetic or anything else that is worked out from its children
    Operation,
}

/// A step of a condition, with its parts in the order written.
#[derive(Debug, Clone)]
pub struct Outline {
    /// What it is.
    pub kind: StepKind,
    /// The node to ask.
    pub node: NodeId,
    /// Its type.
    pub ty: Type,
    /// Where it was written.
    pub span: Span,
    /// What it reads, as policies write it (`author.age`); empty where it reads nothing by itself.
    pub reads: String,
    /// Its parts.
    pub children: Vec<Arc<Outline>>,
    /// What the things looked for read besides: filters of lists, other texts.
    pub asides: Vec<Arc<Outline>>,
}

impl Outline {
    /// True if the body of this step is worked out once per element of its first part.
    pub fn is_per_element(&self) -> bool {
        matches!(self.kind, StepKind::For | StepKind::Filter)
    }
}
