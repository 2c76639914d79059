//! Typed expressions: what every condition, property and amount means.

use super::{
    Amount, DefineId, Judge, JudgeField, ListId, Match, PolicyField, PolicyId, Quantifier, QuestionId, Relation,
    TextProperty,
};
use crate::language::schema::FieldId;
use crate::language::source::Span;
use crate::language::value::{Type, Value};

/// A typed expression.
#[derive(Debug, Clone)]
pub struct Expr {
    /// What.
    pub kind: ExprKind,
    /// Its type.
    pub ty: Type,
    /// Where it was written.
    pub span: Span,
}

/// What an expression is. Names say what it computes; conditions have type bool.
#[derive(Debug, Clone)]
pub enum ExprKind {
    /// A constant.
    Const(Value<'static>),
    /// The run's as-of date: midnight UTC where only a date was given.
    Today,
    /// A field of the item.
    Field(FieldId),
    /// The judges' answer to a question.
    Question(QuestionId),
    /// Something a judge said.
    Judge(Judge, JudgeField),
    /// All ratings, as a list of records laid out by [`JudgeField::RATING`].
    Ratings,
    /// A fact about this engine's decision: over the pack, or for one policy.
    Policy(Option<PolicyId>, PolicyField),
    /// Names of the checks that found something on the item, as a list of texts.
    Checks,
    /// The element of an enclosing `for` or filter; 0 is the innermost.
    Element(u8),
    /// A field of a record, by its place; over a list, a list of the field.
    Member(Box<Expr>, u16),
    /// A property of a text; over a list, a list of the property.
    Property(Box<Expr>, TextProperty),
    /// The elements that meet a condition.
    Filter(Box<Expr>, Box<Expr>),
    /// First element; missing if there is none.
    First(Box<Expr>),
    /// Last element; missing if there is none.
    Last(Box<Expr>),
    /// Number of elements; a range where the filter is unknown of some.
    Count(Box<Expr>),
    /// A define.
    Define(DefineId),
    /// `not`
    Not(Box<Expr>),
    /// Minus.
    Negate(Box<Expr>),
    /// `and`, at least two.
    And(Vec<Expr>),
    /// `or`, at least two.
    Or(Vec<Expr>),
    /// An order.
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// A sum, difference, product or quotient.
    Arithmetic(Arithmetic, Box<Expr>, Box<Expr>),
    /// A value and what stands in for it when it is missing or unknown.
    Default(Box<Expr>, Box<Expr>),
    /// `x is missing`
    IsMissing(Box<Expr>),
    /// Equality of values of one type; of lists, as sets.
    Equal(Box<Expr>, Box<Expr>),
    /// `x is one of (a, b)`
    OneOf(Box<Expr>, Vec<Expr>),
    /// `x is one of list`, the right side an expression of type list.
    OneOfList(Box<Expr>, Box<Expr>),
    /// `x is one of names`, a declared list: the whole text equals an entry in the list's views, or the domain is an
    /// entry or below one.
    OneOfTerms(Box<Expr>, ListId),
    /// `text has …`; the subject is a text or a list of texts.
    Has {
        /// Where to look.
        subject: Box<Expr>,
        /// How much.
        amount: Amount,
        /// What for.
        pattern: Box<Match>,
    },
    /// `labels has hate`: membership in a list that is not text.
    Includes {
        /// The list.
        list: Box<Expr>,
        /// How much.
        amount: Amount,
        /// The members asked for.
        members: Vec<Expr>,
    },
    /// `every match …` in an exception: about the spans that `when` found.
    MatchTest {
        /// `every` rather than `any`.
        every: bool,
        /// What must hold.
        relation: Box<Relation>,
    },
    /// `for any x in list: ( … )`
    For {
        /// How many.
        quantifier: Quantifier,
        /// The list.
        list: Box<Expr>,
        /// The condition; the element is [`ExprKind::Element`] 0.
        body: Box<Expr>,
    },
}

/// An order between two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Comparison {
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
}

/// An operation on numbers, durations and times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
}
