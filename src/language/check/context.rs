//! Where an expression stands, and so what it may read.

use crate::language::policy::{Each, ListId};
use crate::language::resolve::space::Place;
use crate::language::value::Type;

/// What may be read beside the item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reads {
    /// The item, what models said of it, and answers to questions: clauses, defines, exceptions, exemptions. Holds the
    /// word for it, with its article.
    Item(&'static str),
    /// Everything but what checks found: a check, for each of something.
    Check(Each),
    /// Everything: a queue.
    Queue,
    /// Everything but what checks found: a slice.
    Slice,
}

/// A name or a record that the expression stands inside of.
#[derive(Debug, Clone)]
pub struct Binder {
    /// The name a `for` gives its element; `None` in a filter, where the element's fields come first.
    pub name: Option<String>,
    /// The element's type.
    pub ty: Type,
    /// The declared list whose entries a filter chooses from.
    pub list: Option<ListId>,
}

/// Where an expression stands.
#[derive(Debug, Clone)]
pub struct Scope {
    /// Where its words are looked up.
    pub place: Place,
    /// What it may read.
    pub reads: Reads,
    /// It stands in an exception, where `match` means what `when` found.
    pub in_exception: bool,
    /// What it stands inside of, the innermost last.
    pub binders: Vec<Binder>,
}

impl Scope {
    /// Makes the scope of a whole expression.
    pub fn new(place: Place, reads: Reads) -> Self {
        Scope { place, reads, in_exception: false, binders: Vec::new() }
    }

    /// Makes the scope of an exception's condition.
    pub fn exception(place: Place) -> Self {
        Scope { in_exception: true, ..Scope::new(place, Reads::Item("an exception")) }
    }

    /// True if an enclosing `for` or filter gives the word a meaning.
    pub fn binds(&self, word: &str) -> bool {
        self.binders.iter().any(|binder| binder.meaning(word).is_some())
    }
}

/// What a word means to a [`Binder`].
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning {
    /// The element itself.
    Element,
    /// A field of the element, by its place, with its type.
    Field(u16, Type),
}

impl Binder {
    /// Returns what the word means here, if anything.
    pub fn meaning(&self, word: &str) -> Option<Meaning> {
        if let Some(name) = &self.name {
            return (name == word).then_some(Meaning::Element);
        }
        let Type::Record(fields) = &self.ty else { return None };
        let at = fields.iter().position(|field| field.name == word)?;
        fields.get(at).map(|field| Meaning::Field(at as u16, field.ty.clone()))
    }
}
