//! Hits of terms, expressions, links, other texts and groups.

use super::{Finds, Found, select};
use crate::engine::eval::Item;
use crate::engine::eval::value::{Val, Words};
use crate::engine::plan::finder::{Finder, FinderPlan, Kept};
use crate::engine::plan::node::{FinderId, NodeId};
use crate::engine::text::{Hit, View, properties};
use crate::language::policy::ListId;
use crate::language::value::Truth;

impl<'a> Item<'_, 'a> {
    /// Tells whether a finder may have hits in a text, at no cost: false is certain.
    pub(in crate::engine) fn may_find(&mut self, finder: FinderId, text: usize) -> bool {
        let program = self.program;
        let Some(plan) = program.finders.get(finder) else { return false };
        match &plan.finder {
            Finder::List(list, ..) if program.is_of_domains(*list) => true,
            Finder::Literal(..) | Finder::List(..) => self.scratch.state(text).is_some_and(|state| state.has(finder)),
            Finder::Regex(..) | Finder::Standard(..) | Finder::Text(..) => true,
            Finder::Any(parts) => parts.iter().any(|part| self.may_find(*part, text)),
            Finder::Related(of, _) => self.may_find(*of, text),
        }
    }

    /// Finds everything that a finder finds in a text.
    pub(in crate::engine) fn find(&mut self, finder: FinderId, words: &Words<'a>, text: usize) -> Finds {
        let mut finds = Finds { hits: self.scratch.lend(), open: false };
        let program = self.program;
        if !self.may_find(finder, text) {
            return finds;
        }
        let Some(plan) = program.finders.get(finder) else { return finds };
        if !plan.is_kept() {
            self.find_now(finder, plan, words, text, &mut finds);
            return finds;
        }
        if let Some(known) = self.scratch.known(finder, text) {
            if let Some(known) = known {
                finds.hits.extend_from_slice(&known.hits);
                finds.open = known.open;
            }
            return finds;
        }
        self.find_now(finder, plan, words, text, &mut finds);
        self.scratch.keep(finder, text, &finds);
        finds
    }

    fn find_now(&mut self, finder: FinderId, plan: &'a FinderPlan, words: &Words<'a>, text: usize, finds: &mut Finds) {
        let program = self.program;
        match &plan.finder {
            Finder::Literal(..) => self.find_terms(finder, None, plan, text, &mut finds.hits),
            Finder::List(list, ..) if program.is_of_domains(*list) => {
                self.find_domains(*list, plan, words.as_ref(), &mut finds.hits);
            }
            Finder::List(list, ..) => self.find_terms(finder, Some(*list), plan, text, &mut finds.hits),
            Finder::Regex(..) | Finder::Standard(..) => self.find_regex(plan, words.as_ref(), text, &mut finds.hits),
            Finder::Text(node, views) => self.find_words(*node, views, words.as_ref(), text, finds),
            Finder::Any(parts) => self.find_any(parts, words, text, finds),
            Finder::Related(of, relation) => {
                let of = self.find(*of, words, text);
                finds.open = of.open;
                self.relate(*relation, words, text, of, finds);
            }
        }
    }

    fn find_terms(
        &mut self,
        finder: FinderId,
        list: Option<ListId>,
        plan: &FinderPlan,
        text: usize,
        hits: &mut Vec<Found>,
    ) {
        let Some(state) = self.scratch.state(text) else { return };
        let own = state.of(finder).iter();
        hits.extend(own.map(|posting| Found {
            start: posting.start,
            end: posting.end,
            view: posting.view,
            entry: list.map(|list| (list, posting.entry)),
            member: posting.entry,
            counts: Truth::True,
        }));
        self.keep_entries(plan, hits);
        select::leftmost_longest(hits);
    }

    /// Drops the hits of entries that do not count, and marks those of which it is not known.
    fn keep_entries(&mut self, plan: &FinderPlan, hits: &mut Vec<Found>) {
        match &plan.kept {
            Kept::All => {}
            Kept::Only(kept) => hits.retain(|hit| kept.get(hit.member as usize).copied().unwrap_or(false)),
            Kept::Ask(condition) => hits.retain_mut(|hit| {
                hit.counts = hit.entry.map_or(Truth::False, |(list, entry)| self.keeps(*condition, list, entry));
                hit.counts != Truth::False
            }),
        }
    }

    /// Tells whether an entry of a list meets a filter.
    pub(in crate::engine) fn keeps(&mut self, condition: NodeId, list: ListId, entry: u32) -> Truth {
        let program = self.program;
        let list = program.pack.lists.get(list.0 as usize);
        let entry = list.and_then(|list| list.entries.get(entry as usize));
        entry.map_or(Truth::False, |entry| self.entry_meets(condition, entry))
    }

    fn find_domains(&mut self, list: ListId, plan: &FinderPlan, text: &str, hits: &mut Vec<Found>) {
        let program = self.program;
        for link in properties::urls(text) {
            let Some(entry) = program.domain_entry(list, &link.domain) else { continue };
            // Links are slices of the text; the distance of their starts is their place.
            let start = (link.url.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
            let domain = link.url.to_ascii_lowercase().find(&link.domain);
            let (start, end) = match domain {
                Some(at) => (start + at, start + at + link.domain.len()),
                None => (start, start + link.url.len()),
            };
            hits.push(Found {
                start: start as u32,
                end: end as u32,
                view: View::Plain,
                entry: Some((list, entry)),
                member: entry,
                counts: Truth::True,
            });
        }
        self.keep_entries(plan, hits);
        select::leftmost_longest(hits);
    }

    fn find_regex(&mut self, plan: &FinderPlan, text: &str, at: usize, hits: &mut Vec<Found>) {
        let program = self.program;
        let Some(state) = self.scratch.state(at) else { return };
        for (regex, _) in &plan.regexes {
            hits.extend(state.scan.regex(&program.text, text, *regex).iter().map(|hit| of_hit(hit, 0)));
        }
        select::leftmost_longest(hits);
    }

    /// Finds the words of another text, or of each text of a list.
    fn find_words(&mut self, node: NodeId, views: &[View], text: &str, at: usize, finds: &mut Finds) {
        match self.value(node) {
            Val::Text(needle) => self.find_needle(&needle, 0, Truth::True, views, text, at, &mut finds.hits),
            Val::List(list) => {
                for (member, element) in list.iter().enumerate() {
                    match element.value {
                        Val::Text(needle) => {
                            let (member, counts) = (member as u32, element.belongs);
                            self.find_needle(&needle, member, counts, views, text, at, &mut finds.hits);
                        }
                        _ => finds.open = true,
                    }
                }
            }
            _ => finds.open = true,
        }
        select::sort(&mut finds.hits);
    }

    #[expect(clippy::too_many_arguments, reason = "what to find, how it counts, where, and where to put it")]
    fn find_needle(
        &mut self,
        needle: &Words<'a>,
        member: u32,
        counts: Truth,
        views: &[View],
        text: &str,
        at: usize,
        hits: &mut Vec<Found>,
    ) {
        let Some(state) = self.scratch.state(at) else { return };
        let mut own: Vec<Hit> = Vec::new();
        for view in views {
            state.scan.find_text(text, needle.as_ref(), *view, &mut own);
        }
        let mut own: Vec<Found> = own.iter().map(|hit| Found { counts, ..of_hit(hit, member) }).collect();
        select::leftmost_longest(&mut own);
        hits.append(&mut own);
    }

    fn find_any(&mut self, parts: &[FinderId], words: &Words<'a>, text: usize, finds: &mut Finds) {
        for (member, part) in parts.iter().enumerate() {
            let found = self.find(*part, words, text);
            finds.open |= found.open;
            finds.hits.extend(found.hits.iter().map(|hit| Found { member: member as u32, ..*hit }));
            self.scratch.give_back(found.hits);
        }
        select::sort(&mut finds.hits);
    }
}

fn of_hit(hit: &Hit, member: u32) -> Found {
    Found { start: hit.start, end: hit.end, view: hit.view, entry: None, member, counts: Truth::True }
}
