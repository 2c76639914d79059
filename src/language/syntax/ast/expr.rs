//! Expressions as written.

use super::{Match, Name, Path, Relation};
use crate::language::source::Span;

/// An expression with its place.
#[derive(Debug, Clone)]
pub struct Expr {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: ExprKind,
}

/// What an expression is.
#[derive(Debug, Clone)]
pub enum ExprKind {
    /// A constant.
    Literal(Literal),
    /// A field, define, question, label, rung, severity or anything else with a name.
    Ref(Ref),
    /// `( … )`, kept because one pair of parentheses holds one kind of joining.
    Paren(Box<Expr>),
    /// `(value default fallback)`
    Default {
        /// What may be missing.
        value: Box<Expr>,
        /// What stands in for it.
        fallback: Box<Expr>,
    },
    /// `not x`
    Not(Box<Expr>),
    /// `-x`
    Negate(Box<Expr>),
    /// Two sides and an operator. `and` and `or` never mix without parentheses: the parser reports that.
    /// A long run of one of them is a balanced tree in reading order, so that its depth stays small.
    Binary {
        /// The operator.
        op: BinaryOp,
        /// Its place.
        op_span: Span,
        /// Left side.
        left: Box<Expr>,
        /// Right side.
        right: Box<Expr>,
    },
    /// A chain of comparisons in one direction: `allow < rating.verdict < remove`. At least two operators.
    Chain {
        /// The operands, one more than operators.
        operands: Vec<Expr>,
        /// The operators with their places.
        operators: Vec<(BinaryOp, Span)>,
    },
    /// `x is …`
    Is {
        /// Left side.
        value: Box<Expr>,
        /// `is not`
        negated: bool,
        /// Right side.
        right: IsRight,
    },
    /// `x has …`
    Has {
        /// Left side.
        value: Box<Expr>,
        /// How much.
        amount: Amount,
        /// What.
        pattern: Match,
    },
    /// `every match in quotes`, `any match within 3 words after x`
    MatchTest {
        /// `every` rather than `any`.
        every: bool,
        /// What must hold of the spans.
        relation: Relation,
    },
    /// `for any m in messages: ( … )`
    For {
        /// How many.
        quantifier: Quantifier,
        /// The element's name.
        element: Name,
        /// The list.
        list: Ref,
        /// The condition, without its parentheses.
        body: Box<Expr>,
    },
    /// Stands where an expression was reported as wrong; nothing more is said about it.
    Broken,
}

/// Operators with two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum BinaryOp {
    And,
    Or,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// Right side of `is`.
#[derive(Debug, Clone)]
pub enum IsRight {
    /// `is missing`
    Missing,
    /// `is one of (a, b)`
    OneOf(Vec<Expr>),
    /// `is one of safe_domains`
    OneOfRef(Ref),
    /// `is (a, b)`: equal as sets
    Set(Vec<Expr>),
    /// `is comment`, `is 3`, `is item.lang`
    Value(Box<Expr>),
}

/// How much a `has` wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Amount {
    /// `has x` and `has any of x`
    Any,
    /// `has no x`
    No,
    /// `has all of x`
    All,
    /// `has at least N of x`: distinct entries
    AtLeast(u32),
    /// `has at least N mentions of x`
    Mentions(u32),
}

/// How many elements must meet the condition of a `for`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Quantifier {
    Any,
    Every,
    No,
    AtLeast(u32),
}

/// A path, a filter, and what of the filtered: `messages[role is user].text`.
#[derive(Debug, Clone)]
pub struct Ref {
    /// Where.
    pub span: Span,
    /// Before the brackets.
    pub path: Path,
    /// Inside the brackets.
    pub filter: Option<Box<Expr>>,
    /// After the brackets, e.g. `last`, `text`.
    pub tail: Vec<Name>,
}

/// A constant with its place.
#[derive(Debug, Clone)]
pub struct Literal {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: LiteralKind,
}

/// What a constant is.
#[derive(Debug, Clone, PartialEq)]
pub enum LiteralKind {
    /// `"…"`
    Text(String),
    /// `3`, `0.85`
    Number(f64),
    /// `85%`, held as 0.85
    Percent(f64),
    /// `7 days`, held in seconds
    Duration(f64),
    /// `2027-03-01`, `2027-03-01T12:00Z`, in milliseconds since 1970; `None`: no such date, which was reported
    Time(Option<i64>),
    /// `true`, `false`
    Bool(bool),
    /// `today`
    Today,
}
