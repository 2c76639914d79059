//! What is looked for in texts, as written.

use super::{Ref, Text};
use crate::language::source::Span;

/// What is looked for in a text: a term, perhaps in a relation.
#[derive(Debug, Clone)]
pub struct Match {
    /// Where.
    pub span: Span,
    /// What is looked for.
    pub term: Term,
    /// What must hold of each hit.
    pub relation: Option<Box<Relation>>,
}

/// One thing looked for.
#[derive(Debug, Clone)]
pub struct Term {
    /// Where.
    pub span: Span,
    /// Views named here; they replace those of a list.
    pub views: Vec<ViewWord>,
    /// What.
    pub kind: TermKind,
}

/// What a term is.
#[derive(Debug, Clone)]
pub enum TermKind {
    /// `"vermin"`, `"parasite*"`
    Text(Text),
    /// `/…/`, without its slashes, `\/` unescaped
    Regex(Text),
    /// A list, a pattern, a `std.` pattern or a text field.
    Ref(Ref),
    /// `(a or b)`, `(a, b)`; `commas` if they were joined by commas.
    Group {
        /// The members, at least one.
        members: Vec<Match>,
        /// Joined by commas rather than `or`.
        commas: bool,
    },
}

/// What must hold of a hit.
#[derive(Debug, Clone)]
pub struct Relation {
    /// Where.
    pub span: Span,
    /// Keep the hits that fail it.
    pub negated: bool,
    /// What.
    pub kind: RelationKind,
}

/// What a relation is.
#[derive(Debug, Clone)]
pub enum RelationKind {
    /// `within 5 words of x`
    Within {
        /// Words between, at most.
        words: u32,
        /// Which side.
        order: Order,
        /// Of what.
        other: Term,
    },
    /// `in the same sentence as x`
    SameSentence(Term),
    /// `in quotes`
    InQuotes,
    /// `in the first 12 words`
    InFirst(u32),
    /// `in the last 12 words`
    InLast(u32),
}

/// On which side of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Order {
    /// `of`: either
    Either,
    /// `before`
    Before,
    /// `after`
    After,
}

/// A word that names a view, with its place.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the names say it")]
pub struct ViewWord {
    pub view: View,
    pub span: Span,
}

/// A way of reading text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum View {
    /// Character for character.
    Exact,
    /// Case, width, invisible characters and quote marks evened out.
    Plain,
    /// As plain, and common disguises undone.
    Disguised,
    /// As plain, and one slip of the keyboard allowed.
    Misspelled,
}
