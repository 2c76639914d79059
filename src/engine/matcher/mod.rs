//! Finding in one text what a clause looks for.
//!
//! `find` gathers hits from terms, expressions, links and other texts; `select` makes them leftmost-longest without
//! overlaps; `relate` keeps those that stand in a relation to others. A hit may be doubtful: a list's filter may be
//! unknown of its entry. Then all that follows is worked out in Kleene logic, hit by hit.
//!
//! Architecture invariant: nothing here looks beyond one text, so no relation ever crosses fields or list elements.

mod find;
mod relate;
mod select;

pub(in crate::engine) use select::count_apart;

use crate::engine::text::{Stretch, View};
use crate::language::policy::ListId;
use crate::language::value::Truth;

/// A hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) struct Found {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The plainest view in which it is there.
    pub view: View,
    /// The entry of the list that found it.
    pub entry: Option<(ListId, u32)>,
    /// What `at least N of` counts it as: the entry, or the member of the group.
    pub member: u32,
    /// Whether it counts: true or unknown.
    pub counts: Truth,
}

impl Found {
    /// Returns where it is.
    pub fn stretch(&self) -> Stretch {
        (self.start, self.end)
    }
}

/// What was found in one text.
#[derive(Debug, Clone, Default)]
pub(in crate::engine) struct Finds {
    /// The hits, sorted by start, then longer first.
    pub hits: Vec<Found>,
    /// There may be others: what was looked for is not known.
    pub open: bool,
}

#[cfg(test)]
mod tests;
