//! What is looked for in texts.

use super::{Expr, ListId, Order, PatternId, View};
use crate::language::source::Span;

/// What is looked for in a text.
#[derive(Debug, Clone)]
pub struct Match {
    /// What is looked for.
    pub term: Term,
    /// What must hold of each hit.
    pub relation: Option<Box<Relation>>,
    /// Where it was written.
    pub span: Span,
}

/// One thing looked for.
#[derive(Debug, Clone)]
pub struct Term {
    /// What.
    pub kind: TermKind,
    /// Views named at this use. Empty: those of the use around it, else the list's own, else `plain`.
    pub views: Vec<View>,
    /// Where it was written.
    pub span: Span,
}

/// What a term is.
#[derive(Debug, Clone)]
pub enum TermKind {
    /// Words, with `*` at an end for "continues".
    Literal(String),
    /// A regular expression: known to compile, without look-around and back-references.
    Regex(String),
    /// A list, or the entries whose attributes meet a condition; in it, [`super::ExprKind::Element`] 0 is the entry, a record
    /// laid out by [`super::List::attributes`].
    List(ListId, Option<Box<Expr>>),
    /// A pattern.
    Pattern(PatternId),
    /// A built-in pattern.
    Standard(StandardPattern),
    /// The words of another text: an expression of type text or list of text.
    Text(Box<Expr>),
    /// Any of these. `at least N of` and `all of` count members.
    Any(Vec<Match>),
}

/// Built-in patterns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum StandardPattern {
    Phone,
    Email,
    CardNumber,
    Iban,
    StreetAddress,
    Money,
}

impl StandardPattern {
    /// All of them with the names policies write.
    pub const NAMES: [(StandardPattern, &'static str); 6] = [
        (StandardPattern::Phone, "std.phone"),
        (StandardPattern::Email, "std.email"),
        (StandardPattern::CardNumber, "std.card_number"),
        (StandardPattern::Iban, "std.iban"),
        (StandardPattern::StreetAddress, "std.street_address"),
        (StandardPattern::Money, "std.money"),
    ];
}

/// What must hold of a hit.
#[derive(Debug, Clone)]
pub struct Relation {
    /// Keep the hits that fail it.
    pub negated: bool,
    /// What.
    pub kind: RelationKind,
    /// Where it was written.
    pub span: Span,
}

/// What a relation is.
#[derive(Debug, Clone)]
pub enum RelationKind {
    /// At most so many words between, on this side.
    Within {
        /// Words between, at most.
        words: u32,
        /// Which side of the other.
        order: Order,
        /// The other.
        other: Term,
    },
    /// In the same sentence.
    SameSentence(Term),
    /// Wholly inside quotation marks.
    InQuotes,
    /// Wholly among the first so many words.
    InFirst(u32),
    /// Wholly among the last so many words.
    InLast(u32),
}
