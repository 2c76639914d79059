//! Clauses by id, with overlays laid over them: what replaces, amends or retires what.

use std::collections::{BTreeMap, BTreeSet};

use super::space::{Place, Reading, Space};
use super::suggest;
use crate::language::diag::Diagnostic;
use crate::language::source::Span;
use crate::language::syntax::ast::{self, ItemKind};

/// A clause with everything that overlays say about it.
#[derive(Debug, Clone)]
pub struct Layered<'t> {
    /// Its id.
    pub id: String,
    /// Where it was written.
    pub place: Place,
    /// Where the whole item stands.
    pub whole: Span,
    /// What was written, the replacement if it was replaced.
    pub clause: &'t ast::Clause,
    /// Amendments, in the order of layers.
    pub amends: Vec<(Place, &'t ast::Amend)>,
    /// Set if an overlay retires it.
    pub retired: Option<&'t ast::Text>,
}

/// What overlays do to the entries of a list.
#[derive(Debug, Clone)]
pub struct ListChange<'t> {
    /// Where it was written.
    pub place: Place,
    /// The list.
    pub list: &'t ast::Path,
    /// The entries.
    pub entries: &'t [ast::Entry],
    /// They are added rather than removed.
    pub adds: bool,
}

/// All clauses by id, and the changes to lists.
#[derive(Debug, Default)]
pub struct Clauses<'t> {
    /// The clauses by id.
    pub by_id: BTreeMap<String, Layered<'t>>,
    /// The changes to lists, in the order of layers.
    pub changes: Vec<ListChange<'t>>,
}

/// Gathers the clauses of the pack compiled, layer over layer.
pub fn gather<'t>(reading: &'t Reading<'t>, diagnostics: &mut Vec<Diagnostic>) -> Clauses<'t> {
    let mut clauses = Clauses::default();
    let Some(space) = reading.spaces.first() else { return clauses };
    for layer in 0..space.layers.len() {
        let place = Place { space: 0, layer };
        let below: BTreeSet<String> = clauses.by_id.keys().cloned().collect();
        let mut gathering = Gathering { clauses: &mut clauses, below, place, diagnostics };
        // In a layer order never matters: what stands whole comes first, then what changes it.
        for (item, kind) in items(space, layer) {
            gathering.whole(item, kind);
        }
        for (_, kind) in items(space, layer) {
            gathering.change(kind);
        }
    }
    clauses
}

/// The items of a layer, with their places.
fn items<'t>(space: &'t Space<'t>, layer: usize) -> impl Iterator<Item = (Span, &'t ItemKind)> {
    let files = space.layers.get(layer).map_or(&[][..], |layer| layer.files.as_slice());
    files.iter().flat_map(|file| &file.items).map(|item| (item.span, &item.kind))
}

/// The work on one layer.
struct Gathering<'c, 't> {
    clauses: &'c mut Clauses<'t>,
    /// Ids that lower layers declare.
    below: BTreeSet<String>,
    place: Place,
    diagnostics: &'c mut Vec<Diagnostic>,
}

impl<'t> Gathering<'_, 't> {
    /// Takes clauses and replacements.
    fn whole(&mut self, whole: Span, kind: &'t ItemKind) {
        match kind {
            ItemKind::Clause(clause) => self.declare(whole, clause),
            ItemKind::Replace(clause) if self.needs_base(&clause.id, "replace clause") && !self.repeats(clause) => {
                self.insert(whole, clause);
            }
            _ => {}
        }
    }

    /// Takes amendments, retirements and changes to lists.
    fn change(&mut self, kind: &'t ItemKind) {
        match kind {
            ItemKind::Amend(amend) => self.amend(amend),
            ItemKind::Retire { id, why } => self.retire(id, why),
            ItemKind::AddTo { list, entries } => self.list(list, entries, true),
            ItemKind::RemoveFrom { list, entries } => self.list(list, entries, false),
            _ => {}
        }
    }

    fn insert(&mut self, whole: Span, clause: &'t ast::Clause) {
        let id = clause.id.text();
        let layered = Layered { id: id.clone(), place: self.place, whole, clause, amends: Vec::new(), retired: None };
        self.clauses.by_id.insert(id, layered);
    }

    /// Takes a new clause.
    fn declare(&mut self, whole: Span, clause: &'t ast::Clause) {
        let id = clause.id.text();
        let Some(known) = self.clauses.by_id.get(&id) else { return self.insert(whole, clause) };
        let found = Diagnostic::error("E032", format!("clause `{id}` is declared twice"), clause.id.span, "again here")
            .also(known.clause.id.span, "first declared here");
        self.diagnostics.push(if known.place.layer == self.place.layer {
            found.help("give one of them another id")
        } else {
            found
                .note("the first is in the pack this one extends")
                .help(format!("write `replace clause {id} …` or `amend {id} \"why\" {{ … }}`"))
        });
    }

    /// True, and reported, if this layer has already replaced or declared the clause.
    fn repeats(&mut self, clause: &'t ast::Clause) -> bool {
        let id = clause.id.text();
        let Some(known) = self.clauses.by_id.get(&id).filter(|known| known.place.layer == self.place.layer) else {
            return false;
        };
        self.diagnostics.push(
            Diagnostic::error("E032", format!("clause `{id}` is replaced twice"), clause.id.span, "again here")
                .also(known.clause.id.span, "first replaced here"),
        );
        true
    }

    fn amend(&mut self, amend: &'t ast::Amend) {
        if !self.needs_base(&amend.id, "amend") {
            return;
        }
        let id = amend.id.text();
        let place = self.place;
        let Some(known) = self.clauses.by_id.get_mut(&id) else { return };
        if let Some((_, first)) = known.amends.iter().find(|(at, _)| at.layer == place.layer) {
            self.diagnostics.push(
                Diagnostic::error("E032", format!("clause `{id}` is amended twice"), amend.id.span, "again here")
                    .also(first.id.span, "first amended here")
                    .help("put both into one `amend`"),
            );
            return;
        }
        known.amends.push((place, amend));
    }

    fn retire(&mut self, id: &'t ast::Path, why: &'t ast::Text) {
        if self.needs_base(id, "retire")
            && let Some(known) = self.clauses.by_id.get_mut(&id.text())
        {
            known.retired = Some(why);
        }
    }

    fn list(&mut self, list: &'t ast::Path, entries: &'t [ast::Entry], adds: bool) {
        if self.place.layer == 0 {
            self.no_base(list.span, if adds { "add to" } else { "remove from" });
        } else {
            self.clauses.changes.push(ListChange { place: self.place, list, entries, adds });
        }
    }

    /// True if the clause is one of the base's; otherwise reports why it cannot be changed.
    fn needs_base(&mut self, id: &ast::Path, word: &str) -> bool {
        let name = id.text();
        if self.place.layer == 0 {
            self.no_base(id.span, word);
            return false;
        }
        if self.below.contains(&name) {
            return true;
        }
        let title = format!("the pack this one extends has no clause `{name}`");
        let found = Diagnostic::error("E069", title, id.span, "nothing to change here");
        let found = match suggest::did_you_mean(&name, self.below.iter().map(String::as_str)) {
            Some(help) => found.help(help),
            None => found.help(format!("its clauses are {}", suggest::listing(self.below.iter().map(String::as_str)))),
        };
        self.diagnostics.push(found);
        false
    }

    fn no_base(&mut self, span: Span, word: &str) {
        self.diagnostics.push(
            Diagnostic::error("E071", format!("`{word}` changes a base, and this pack extends none"), span, "")
                .help("name the base in `pack.yaml` under `extends`, or write the item itself"),
        );
    }
}
