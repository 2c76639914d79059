//! Which clauses a text can wake.
//!
//! Most clauses need words in a text, and most texts have none of them. For each clause whose condition cannot hold, nor
//! be in doubt, while certain things are not in certain texts, those things are its triggers. A run asks each such text
//! once what it has, and only clauses that were woken so are worked out; the others plainly do not match.
//!
//! Architecture invariant: waking too many clauses costs time, waking too few would be wrong. What is not understood here
//! leaves a clause always awake.

use super::ClausePlan;
use super::finder::{Finder, Finders};
use super::node::{FinderId, NodeId, Nodes, Op};
use crate::engine::text::{RegexId, View};
use crate::language::policy::{Amount, Pack};

/// Places of clauses in the order in which `decide` asks them, one bit each.
pub type Places = Box<[u64]>;

/// What wakes clauses; places are those of the program's order.
#[derive(Debug, Default)]
pub struct Triggers {
    /// Clauses that are always awake.
    pub always: Places,
    /// The texts that are asked, and the clauses that wake if one of them cannot be read.
    pub subjects: Vec<(NodeId, Places)>,
    /// The places that a hit on a finder's terms wakes.
    finders: Vec<Vec<u32>>,
    /// The places that a regex wakes which may match.
    regexes: Vec<Vec<u32>>,
}

/// Something that must be in a text.
type Trigger = (NodeId, FinderId);

impl Triggers {
    /// Works out the triggers of all clauses.
    pub fn new(
        pack: &Pack,
        nodes: &Nodes,
        finders: &Finders,
        clauses: &[Option<ClausePlan>],
        order: &[usize],
    ) -> Triggers {
        let empty = || vec![0_u64; order.len().div_ceil(64)].into_boxed_slice();
        let mut triggers = Triggers { always: empty(), ..Triggers::default() };
        let planner = Planner { pack, nodes, finders };
        for (place, index) in order.iter().enumerate() {
            let when = clauses.get(*index).and_then(Option::as_ref).map(|plan| plan.when.node);
            let Some(wanted) = when.and_then(|when| planner.of_condition(when)) else {
                mark(&mut triggers.always, place);
                continue;
            };
            for (subject, finder) in wanted {
                let known = triggers.subjects.iter().position(|(known, _)| *known == subject);
                let at = known.unwrap_or_else(|| {
                    triggers.subjects.push((subject, empty()));
                    triggers.subjects.len() - 1
                });
                if let Some((_, places)) = triggers.subjects.get_mut(at) {
                    mark(places, place);
                }
                triggers.add(finders, finder, place as u32);
            }
        }
        triggers
    }

    /// Returns the places that a hit on a finder's terms wakes.
    pub fn of_finder(&self, finder: FinderId) -> &[u32] {
        self.finders.get(finder.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// Returns the places that a regex wakes which may match.
    pub fn of_regex(&self, regex: RegexId) -> &[u32] {
        self.regexes.get(regex.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// True if any regex wakes any clause.
    pub fn has_regexes(&self) -> bool {
        !self.regexes.is_empty()
    }

    fn add(&mut self, finders: &Finders, finder: FinderId, place: u32) {
        let Some(plan) = finders.get(finder) else { return };
        match plan.finder {
            Finder::Regex(..) | Finder::Standard(..) => {
                plan.regexes.iter().for_each(|(regex, _)| push(&mut self.regexes, regex.0 as usize, place));
            }
            _ => push(&mut self.finders, finder.0 as usize, place),
        }
    }
}

fn push(lists: &mut Vec<Vec<u32>>, at: usize, place: u32) {
    if lists.len() <= at {
        lists.resize_with(at + 1, Vec::new);
    }
    lists.get_mut(at).into_iter().filter(|list| list.last() != Some(&place)).for_each(|list| list.push(place));
}

/// Sets the bit of a place.
pub fn mark(places: &mut [u64], place: usize) {
    if let Some(word) = places.get_mut(place / 64) {
        *word |= 1 << (place % 64);
    }
}

struct Planner<'p> {
    pack: &'p Pack,
    nodes: &'p Nodes,
    finders: &'p Finders,
}

impl Planner<'_> {
    /// Returns things of which one must be there, or a condition is false; `None` if that cannot be said.
    fn of_condition(&self, node: NodeId) -> Option<Vec<Trigger>> {
        match self.nodes.op(node) {
            Op::Has(subject, Amount::Any, finder) => self.of_has(*subject, *finder),
            Op::Has(subject, Amount::AtLeast(wanted) | Amount::Mentions(wanted), finder) if *wanted > 0 => {
                self.of_has(*subject, *finder)
            }
            // False and unknown is false: one part is enough.
            Op::And(parts) => parts.iter().find_map(|part| self.of_condition(*part)),
            Op::Or(parts) => {
                let all: Option<Vec<_>> = parts.iter().map(|part| self.of_condition(*part)).collect();
                all.map(|all| all.concat())
            }
            _ => None,
        }
    }

    fn of_has(&self, subject: NodeId, finder: FinderId) -> Option<Vec<Trigger>> {
        let facts = self.nodes.facts(subject);
        let finders = self.leaves(finder).filter(|_| facts.elements == 0 && !facts.late)?;
        Some(finders.into_iter().map(|finder| (subject, finder)).collect())
    }

    /// Returns the finders without whose hits a finder has none.
    fn leaves(&self, finder: FinderId) -> Option<Vec<FinderId>> {
        let plan = self.finders.get(finder)?;
        match &plan.finder {
            Finder::List(list, ..) if self.pack.lists.get(list.0 as usize).is_none_or(|list| list.domains) => None,
            Finder::Literal(..) | Finder::List(..) => Some(vec![finder]),
            // Only in the plain view is a regex held back by the words it needs.
            Finder::Regex(..) | Finder::Standard(..) => {
                plan.regexes.iter().all(|(_, view)| *view == View::Plain).then(|| vec![finder])
            }
            Finder::Text(..) => None,
            Finder::Any(parts) => {
                let all: Option<Vec<_>> = parts.iter().map(|part| self.leaves(*part)).collect();
                all.map(|all| all.concat())
            }
            Finder::Related(of, _) => self.leaves(*of),
        }
    }
}
