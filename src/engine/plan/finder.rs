//! What clauses look for in texts, each distinct thing once.
//!
//! A finder is found by the text program's hits on its terms, by a regex, by the words of another text, or by its parts.
//! Terms know which finders they belong to, so one scan of a text tells every finder whether it has any chance there.

use std::collections::HashMap;

use super::node::{Facts, FinderId, NodeId, RelationId};
use crate::engine::text::{RegexId, TermId};
use crate::language::policy::{ListId, Order, StandardPattern, View};

/// Something to look for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Finder {
    /// Words, in these views.
    Literal(Box<str>, Box<[View]>),
    /// The entries of a list, in these views, or those that meet a condition.
    List(ListId, Box<[View]>, Option<NodeId>),
    /// A regular expression.
    Regex(Box<str>, Box<[View]>),
    /// A built-in pattern.
    Standard(StandardPattern, Box<[View]>),
    /// The words of another text or texts.
    Text(NodeId, Box<[View]>),
    /// Any of these; `at least N of` counts them.
    Any(Box<[FinderId]>),
    /// Hits that meet a relation.
    Related(FinderId, RelationId),
}

/// Something that must hold of a hit.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Relation {
    /// Keep the hits that fail it.
    pub negated: bool,
    /// What.
    pub kind: RelationOp,
}

/// What a relation asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RelationOp {
    /// At most so many words between, on this side of the other.
    Within(u32, Order, FinderId),
    /// In the same sentence.
    SameSentence(FinderId),
    /// Inside quotation marks.
    InQuotes,
    /// Among the first so many words.
    InFirst(u32),
    /// Among the last so many words.
    InLast(u32),
}

/// Which entries of a list count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// All.
    All,
    /// Those marked, by entry; decided when the program was made.
    Only(Box<[bool]>),
    /// Those for which a condition holds of this item.
    Ask(NodeId),
}

/// A finder with what was prepared for it.
#[derive(Debug)]
pub struct FinderPlan {
    /// What it looks for.
    pub finder: Finder,
    /// Which entries count, if it is a list.
    pub kept: Kept,
    /// Its compiled expressions, one per view.
    pub regexes: Box<[(RegexId, View)]>,
    /// What is known of it.
    pub facts: Facts,
}

impl FinderPlan {
    /// True if it is made of others, finds the same wherever it is asked about one text, and is asked more than once.
    pub fn is_kept(&self) -> bool {
        matches!(self.finder, Finder::Any(_) | Finder::Related(..)) && self.facts.is_kept()
    }
}

/// A term's place in a finder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermUse {
    /// The finder.
    pub finder: FinderId,
    /// The entry, if the finder is a list; else 0.
    pub entry: u32,
}

/// All finders and relations of a program.
#[derive(Debug, Default)]
pub struct Finders {
    plans: Vec<FinderPlan>,
    known: HashMap<Finder, FinderId>,
    relations: Vec<Relation>,
    known_relations: HashMap<Relation, RelationId>,
    uses: Vec<Vec<TermUse>>,
}

impl Finders {
    /// Returns the finder equal to this one, if there is one.
    pub fn find(&self, finder: &Finder) -> Option<FinderId> {
        self.known.get(finder).copied()
    }

    /// Adds a finder that is not known yet.
    pub fn add(&mut self, plan: FinderPlan) -> FinderId {
        let id = FinderId(self.plans.len() as u32);
        self.known.insert(plan.finder.clone(), id);
        self.plans.push(plan);
        id
    }

    /// Adds a relation, or finds the equal one there is.
    pub fn relation(&mut self, relation: Relation) -> RelationId {
        if let Some(&known) = self.known_relations.get(&relation) {
            return known;
        }
        let id = RelationId(self.relations.len() as u32);
        self.known_relations.insert(relation.clone(), id);
        self.relations.push(relation);
        id
    }

    /// Says that hits on a term are hits of a finder.
    pub fn uses(&mut self, term: TermId, term_use: TermUse) {
        let at = term.0 as usize;
        if self.uses.len() <= at {
            self.uses.resize_with(at + 1, Vec::new);
        }
        if let Some(uses) = self.uses.get_mut(at) {
            uses.push(term_use);
        }
    }

    /// Counts one more user of a finder.
    pub fn used(&mut self, finder: FinderId) {
        if let Some(plan) = self.plans.get_mut(finder.0 as usize) {
            plan.facts.uses += 1;
        }
    }

    /// Returns a finder's plan.
    pub fn get(&self, finder: FinderId) -> Option<&FinderPlan> {
        self.plans.get(finder.0 as usize)
    }

    /// Decides which entries of a list count.
    pub fn keep(&mut self, finder: FinderId, kept: Kept) {
        if let Some(plan) = self.plans.get_mut(finder.0 as usize) {
            plan.kept = kept;
        }
    }

    /// Returns a relation.
    pub fn get_relation(&self, relation: RelationId) -> Option<&Relation> {
        self.relations.get(relation.0 as usize)
    }

    /// Returns the finders that a term belongs to.
    pub fn of_term(&self, term: TermId) -> &[TermUse] {
        self.uses.get(term.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// Returns the number of finders.
    pub fn len(&self) -> usize {
        self.plans.len()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.plans.is_empty()
    }

    /// Iterates over the finders.
    pub fn iter(&self) -> impl Iterator<Item = (FinderId, &FinderPlan)> {
        self.plans.iter().enumerate().map(|(index, plan)| (FinderId(index as u32), plan))
    }
}
