//! Trees → a [`Pack`]: every expression typed, every line in its place.
//!
//! [`compile`] is the whole front end. `resolve` reads all files and finds what names mean; here each item is then built
//! in turn, what is named before what names it: lists, patterns and defines, policies, clauses, and what reads their
//! decisions. Lints look at a pack that compiled, and will come after the last step of [`compile`].
//!
//! Invariant: a problem is reported once, where it is. Whatever depends on it stays quiet, which is what the many
//! `Option`s say; a pack with an error has no [`Pack`].

mod arithmetic;
mod clause;
mod compare;
mod context;
mod decision;
mod equal;
mod example;
mod exempt;
mod expr;
mod has;
mod judge;
mod lines;
mod list;
mod literal;
mod pattern;
mod policy;
mod reference;
mod regex;
mod sample;
mod settings;
mod term;
mod types;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use self::context::{Reads, Scope};
use self::policy::Inherited;
pub use self::settings::LINTS;
use crate::language::diag::{self, Diagnostic, Level};
use crate::language::input::PackInput;
use crate::language::policy::{Define, DefineId, List, ListId, Pack, Pattern, PatternId, QuestionId, Sample};
use crate::language::resolve::cycles::{self, Item, Order};
use crate::language::resolve::names::{self, World};
use crate::language::resolve::overlay::{self, Clauses};
use crate::language::resolve::space::{self, Reading};
use crate::language::schema::{Models, Schema};
use crate::language::source::Sources;
use crate::language::value::ClauseId;

/// Problems after which no further expressions are looked at.
const PROBLEMS_MAX: usize = 300;

/// What compiling gave.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// The pack; `None` if there is an error among the diagnostics.
    pub pack: Option<Pack>,
    /// Everything that was found, by file and place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Compiles a pack with what it extends and uses. It cannot fail as a whole: what is wrong is among the diagnostics.
pub fn compile(input: &PackInput, sources: &Sources) -> Compiled {
    let reading = space::read(input, sources);
    if reading.is_partial() {
        // Without the fields, models and names that could not be read, all else would only be consequences.
        let mut diagnostics = reading.diagnostics;
        diag::sort(&mut diagnostics);
        return Compiled { pack: None, diagnostics };
    }
    let (schema, models) = merged(input);
    let mut diagnostics = Vec::new();
    let world = names::declare(&reading, &schema, &mut diagnostics);
    let clauses = overlay::gather(&reading, &mut diagnostics);
    let order = cycles::order(&world, &reading, &schema, &mut diagnostics);
    let clause_ids = clauses.by_id.keys().zip(0..).map(|(id, at)| (id.clone(), ClauseId(at))).collect();
    let mut checker = Checker {
        sources,
        reading: &reading,
        world: &world,
        clauses: &clauses,
        schema: &schema,
        models: &models,
        clause_ids,
        ids: Ids::new(&order),
        lists: Vec::new(),
        patterns: Vec::new(),
        defines: Vec::new(),
        inherited: Vec::new(),
        attributes_read: BTreeSet::new(),
        diagnostics,
        is_said_full: false,
    };
    let pack = checker.pack(input, &order);
    let mut diagnostics = checker.diagnostics;
    diagnostics.extend(reading.diagnostics.iter().cloned());
    diag::sort(&mut diagnostics);
    let sound = diagnostics.iter().all(|diagnostic| diagnostic.level != Level::Error);
    Compiled { pack: pack.filter(|_| sound), diagnostics }
}

/// The fields and models of a pack: the base's, with the pack's own in place of those of the same name and after them.
fn merged(input: &PackInput) -> (Schema, Models) {
    let Some(base) = &input.base else { return (input.schema.clone(), input.models.clone()) };
    let (mut schema, mut models) = merged(base);
    for field in &input.schema.fields {
        match schema.fields.iter_mut().find(|known| known.path == field.path) {
            Some(known) => *known = field.clone(),
            None => schema.fields.push(field.clone()),
        }
    }
    let default = input.models.default.and_then(|at| input.models.all.get(at)).map(|model| model.name.clone());
    for model in &input.models.all {
        match models.all.iter_mut().find(|known| known.name == model.name) {
            Some(known) => *known = model.clone(),
            None => models.all.push(model.clone()),
        }
    }
    if let Some(name) = default {
        models.default = models.all.iter().position(|model| model.name == name);
    }
    (schema, models)
}

/// True if two samples set the same.
fn same_sample(one: &Sample, other: &Sample) -> bool {
    one.values.len() == other.values.len() && one.values.iter().all(|value| other.values.contains(value))
}

/// Places of the needed items in the pack, by their places in the [`World`].
#[derive(Debug, Default)]
struct Ids {
    lists: BTreeMap<usize, u32>,
    patterns: BTreeMap<usize, u32>,
    defines: BTreeMap<usize, u32>,
    questions: BTreeMap<usize, u32>,
}

impl Ids {
    /// Numbers the needed items of each kind as they were declared.
    fn new(order: &Order) -> Self {
        let mut ids = Ids::default();
        let mut sorted = order.items.clone();
        sorted.sort_unstable();
        for item in sorted {
            let (kind, node) = match item {
                Item::List(node) => (&mut ids.lists, node),
                Item::Pattern(node) => (&mut ids.patterns, node),
                Item::Define(node) => (&mut ids.defines, node),
                Item::Question(node) => (&mut ids.questions, node),
            };
            let next = kind.len() as u32;
            kind.entry(node).or_insert(next);
        }
        ids
    }

    fn list(&self, node: usize) -> Option<ListId> {
        self.lists.get(&node).copied().map(ListId)
    }

    fn pattern(&self, node: usize) -> Option<PatternId> {
        self.patterns.get(&node).copied().map(PatternId)
    }

    fn define(&self, node: usize) -> Option<DefineId> {
        self.defines.get(&node).copied().map(DefineId)
    }

    fn question(&self, node: usize) -> Option<QuestionId> {
        self.questions.get(&node).copied().map(QuestionId)
    }
}

/// The work of [`compile`]: what is known, and what was built so far.
struct Checker<'t> {
    sources: &'t Sources,
    reading: &'t Reading<'t>,
    world: &'t World<'t>,
    clauses: &'t Clauses<'t>,
    schema: &'t Schema,
    models: &'t Models,
    clause_ids: BTreeMap<String, ClauseId>,
    ids: Ids,
    /// By id; `None` if wrong, or not built yet, which only a circle can ask for.
    lists: Vec<Option<List>>,
    patterns: Vec<Option<Pattern>>,
    defines: Vec<Option<Define>>,
    /// By policy.
    inherited: Vec<Inherited>,
    /// The attributes of lists that filters were found to read.
    attributes_read: BTreeSet<(ListId, u16)>,
    diagnostics: Vec<Diagnostic>,
    /// There were too many problems, and that was said.
    is_said_full: bool,
}

impl<'t> Checker<'t> {
    /// Adds a diagnostic.
    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// True if so much is wrong that looking further would help nobody; the first time, this is said.
    fn is_full(&mut self) -> bool {
        if self.diagnostics.len() < PROBLEMS_MAX {
            return false;
        }
        if !self.is_said_full {
            self.is_said_full = true;
            let span = self.diagnostics.last().and_then(Diagnostic::span).unwrap_or_default();
            self.report(
                Diagnostic::error("E075", "too many errors", span, "the last one reported")
                    .help("mend these, then compile again: there may be more"),
            );
        }
        true
    }

    /// Builds the pack, each item after what it names.
    fn pack(&mut self, input: &PackInput, order: &Order) -> Option<Pack> {
        let world = self.world;
        let clauses = self.clauses;
        self.lint_levels(input);
        self.ladder();
        let labels = self.labels();
        self.changes_sound();
        self.words(order);
        let mut policies = Vec::new();
        for node in &world.policies {
            let (policy, inherited) = self.policy(node);
            policies.push(policy);
            self.inherited.push(inherited);
        }
        let needed = self.ids.questions.keys().copied().collect::<Vec<_>>();
        let questions = needed.into_iter().filter_map(|at| world.questions.get(at));
        let questions: Vec<_> = questions.map(|node| self.question(node)).collect();
        let built: Vec<_> = clauses.by_id.values().map(|layered| self.clause(layered)).collect();
        self.known_as_unique();
        let exemptions: Vec<_> = world.exempts.iter().map(|node| self.exempt(node)).collect();
        let checks: Vec<_> = world.checks.iter().map(|node| self.check(node)).collect();
        let queues: Vec<_> = world.queues.iter().map(|node| self.queue(node)).collect();
        let slices: Vec<_> = world.slices.iter().map(|node| self.slice(node)).collect();
        let examples = self.examples();
        Some(Pack {
            name: input.name.clone(),
            title: input.title.clone(),
            revision: input.revision.clone(),
            as_of: as_of(input),
            schema: self.schema.clone(),
            models: self.models.clone(),
            ladder: world.ladder.iter().map(|rung| rung.text.clone()).collect(),
            labels,
            policies: all(policies)?,
            lists: all(std::mem::take(&mut self.lists))?,
            patterns: all(std::mem::take(&mut self.patterns))?,
            defines: all(std::mem::take(&mut self.defines))?,
            questions: all(questions)?,
            clauses: all(built)?,
            exemptions: all(exemptions)?,
            checks: all(checks)?,
            queues: all(queues)?,
            slices: all(slices)?,
            examples,
        })
    }

    /// Builds lists, patterns and defines, what is named before what names it.
    fn words(&mut self, order: &Order) {
        let world = self.world;
        self.lists.resize_with(self.ids.lists.len(), || None);
        self.patterns.resize_with(self.ids.patterns.len(), || None);
        self.defines.resize_with(self.ids.defines.len(), || None);
        for item in &order.items {
            match *item {
                Item::List(at) => {
                    let Some((node, ListId(id))) = world.lists.get(at).zip(self.ids.list(at)) else { continue };
                    let list = self.list(node);
                    fill(&mut self.lists, id, list);
                }
                Item::Pattern(at) => {
                    let Some((node, PatternId(id))) = world.patterns.get(at).zip(self.ids.pattern(at)) else {
                        continue;
                    };
                    let mut scope = Scope::new(node.place, Reads::Item("a pattern"));
                    let body = self.pattern(&node.item.body, &mut scope);
                    let built = body.map(|body| Pattern { name: node.name.clone(), body, span: node.whole });
                    fill(&mut self.patterns, id, built);
                }
                Item::Define(at) => {
                    let Some((node, DefineId(id))) = world.defines.get(at).zip(self.ids.define(at)) else { continue };
                    let mut scope = Scope::new(node.place, Reads::Item("a define"));
                    let body = self.define_body(&node.item.body, &mut scope);
                    let built = body.map(|body| Define { name: node.name.clone(), body, span: node.whole });
                    fill(&mut self.defines, id, built);
                }
                Item::Question(_) => {}
            }
        }
    }
}

/// Fills a slot.
fn fill<T>(slots: &mut [Option<T>], id: u32, value: Option<T>) {
    if let Some(slot) = slots.get_mut(id as usize) {
        *slot = value;
    }
}

/// Everything, if nothing is wrong.
fn all<T>(built: Vec<Option<T>>) -> Option<Vec<T>> {
    built.into_iter().collect()
}

/// What `today` is in examples: the pack's own date, else its base's.
fn as_of(input: &PackInput) -> Option<i64> {
    input.as_of.or_else(|| input.base.as_deref().and_then(as_of))
}
