//! Names: one namespace for all files of a pack, and for each pack it uses.

use std::collections::BTreeMap;

use super::space::{Place, Reading};
use super::suggest;
use crate::language::diag::Diagnostic;
use crate::language::schema::Schema;
use crate::language::source::Span;
use crate::language::syntax::ast;

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is the item of the same name")]
pub enum Kind {
    Rung,
    Label,
    Policy,
    List,
    Pattern,
    Define,
    Question,
    Exempt,
    Check,
    Queue,
    Slice,
}

impl Kind {
    /// Returns the kind with its article, for messages.
    pub fn phrase(self) -> &'static str {
        match self {
            Kind::Rung => "a verdict",
            Kind::Label => "a label",
            Kind::Policy => "a policy",
            Kind::List => "a list",
            Kind::Pattern => "a pattern",
            Kind::Define => "a define",
            Kind::Question => "a question",
            Kind::Exempt => "an exemption",
            Kind::Check => "a check",
            Kind::Queue => "a queue",
            Kind::Slice => "a slice",
        }
    }

    /// Returns the kind an item's first word declares, if it declares one name of one kind.
    fn of_keyword(word: &str) -> Option<Kind> {
        Some(match word {
            "policy" => Kind::Policy,
            "list" => Kind::List,
            "pattern" => Kind::Pattern,
            "define" => Kind::Define,
            "question" => Kind::Question,
            "exempt" => Kind::Exempt,
            "check" => Kind::Check,
            "queue" => Kind::Queue,
            "slice" => Kind::Slice,
            _ => return None,
        })
    }

    /// True for what a condition or a pattern may name, and so may be confused with a field.
    fn is_read(self) -> bool {
        matches!(self, Kind::List | Kind::Pattern | Kind::Define | Kind::Question)
    }
}

/// One declared name.
#[derive(Debug, Clone, Copy)]
pub struct Decl {
    /// What it is.
    pub kind: Kind,
    /// Its place among the things of its kind; nothing where the item could not be read.
    pub index: Option<usize>,
    /// Where the name stands.
    pub span: Span,
    /// The layer that declares it.
    pub layer: usize,
}

/// The names of one space.
#[derive(Debug, Default)]
pub struct Names {
    /// What each name stands for, by name.
    pub table: BTreeMap<String, Decl>,
    /// Items that could not be read, by the words that begin them: names they may have declared are not reported.
    pub lost: Vec<String>,
    /// Ids of clauses that could not be read.
    pub lost_clauses: Vec<String>,
}

impl Names {
    /// True if an item that could not be read may have declared such a name.
    pub fn may_be_lost(&self, kinds: &[Kind]) -> bool {
        self.lost.iter().any(|keyword| match keyword.as_str() {
            "verdicts" => kinds.contains(&Kind::Rung),
            "policy" => kinds.contains(&Kind::Label) || kinds.contains(&Kind::Policy),
            word => Kind::of_keyword(word).is_some_and(|kind| kinds.contains(&kind)),
        })
    }

    /// Names of the given kinds, in alphabetical order.
    pub fn of_kinds<'n>(&'n self, kinds: &'n [Kind]) -> impl Iterator<Item = &'n str> {
        self.table.iter().filter(|(_, decl)| kinds.contains(&decl.kind)).map(|(name, _)| name.as_str())
    }
}

/// An item with its place; what bears one of the names that lists, patterns, defines and the like share.
#[derive(Debug, Clone)]
pub struct Node<'t, T> {
    /// Its name, with the alias of its pack if it is another's.
    pub name: String,
    /// Where it was written.
    pub place: Place,
    /// Where its name stands.
    pub span: Span,
    /// Where the whole item stands.
    pub whole: Span,
    /// What was written.
    pub item: &'t T,
}

/// A declared label.
#[derive(Debug, Clone)]
pub struct LabelNode<'t> {
    /// What was written.
    pub item: &'t ast::LabelDecl,
    /// Index of its policy among [`World::policies`].
    pub policy: usize,
    /// Its policy's labels are ordered.
    pub ordered: bool,
}

/// Every item of every space, with the names that lead to them. Items of packs behind an alias are here too, whether
/// they are needed or not.
#[derive(Debug, Default)]
#[allow(missing_docs, reason = "each field is the items of the same name")]
pub struct World<'t> {
    pub names: Vec<Names>,
    pub lists: Vec<Node<'t, ast::List>>,
    pub patterns: Vec<Node<'t, ast::Pattern>>,
    pub defines: Vec<Node<'t, ast::Define>>,
    pub questions: Vec<Node<'t, ast::Question>>,
    pub policies: Vec<Node<'t, ast::Policy>>,
    pub exempts: Vec<Node<'t, ast::Exempt>>,
    pub checks: Vec<Node<'t, ast::Check>>,
    pub queues: Vec<Node<'t, ast::Queue>>,
    pub slices: Vec<Node<'t, ast::Slice>>,
    pub examples: Vec<(Place, &'t ast::Example, Span)>,
    pub labels: Vec<LabelNode<'t>>,
    pub ladder: Vec<&'t ast::Name>,
    /// Where each reading of `verdicts` of the pack compiled stands, with its layer.
    pub ladders: Vec<(usize, Span)>,
}

/// Words that mean something of their own wherever values are read, so no item may bear them.
pub const TAKEN: [&str; 13] = [
    "item", "model", "models", "rating", "ratings", "gold", "policy", "policies", "checks", "std", "answers", "raters",
    "scores",
];

/// Declares every name of everything that was read.
pub fn declare<'t>(reading: &'t Reading<'t>, schema: &Schema, diagnostics: &mut Vec<Diagnostic>) -> World<'t> {
    let mut declaring = Declaring { world: World::default(), schema, diagnostics };
    for (index, space) in reading.spaces.iter().enumerate() {
        declaring.world.names.push(Names::default());
        for (layer, files) in space.layers.iter().enumerate() {
            let place = Place { space: index, layer };
            for file in &files.files {
                for item in &file.items {
                    declaring.item(place, &space.prefix, item);
                }
                for failed in &file.failed {
                    declaring.failed(place, failed);
                }
            }
            declaring.alias_clashes(place, files.aliases.keys());
        }
    }
    declaring.world
}

/// The work of [`declare`].
struct Declaring<'t, 'w> {
    world: World<'t>,
    schema: &'w Schema,
    diagnostics: &'w mut Vec<Diagnostic>,
}

/// Appends an item of a kind to its vector if its name is new.
macro_rules! declare_node {
    ($self:ident, $place:ident, $prefix:ident, $whole:expr, $kind:expr, $field:ident, $item:expr) => {{
        let index = $self.world.$field.len();
        if $self.name($place, $kind, index, &$item.name) {
            $self.world.$field.push(Node {
                name: format!("{}{}", $prefix, $item.name.text),
                place: $place,
                span: $item.name.span,
                whole: $whole,
                item: $item,
            });
        }
    }};
}

impl<'t> Declaring<'t, '_> {
    /// Declares what an item names.
    fn item(&mut self, place: Place, prefix: &str, item: &'t ast::Item) {
        use ast::ItemKind;
        let own = place.space == 0;
        match &item.kind {
            ItemKind::List(list) => declare_node!(self, place, prefix, item.span, Kind::List, lists, list),
            ItemKind::Pattern(one) => declare_node!(self, place, prefix, item.span, Kind::Pattern, patterns, one),
            ItemKind::Define(one) => declare_node!(self, place, prefix, item.span, Kind::Define, defines, one),
            ItemKind::Question(one) => declare_node!(self, place, prefix, item.span, Kind::Question, questions, one),
            // Another pack lends its words, not its decisions.
            _ if !own => {}
            ItemKind::Verdicts(rungs) => self.verdicts(place, rungs, item.span),
            ItemKind::Policy(policy) => self.policy(place, policy, item.span),
            ItemKind::Exempt(one) => declare_node!(self, place, prefix, item.span, Kind::Exempt, exempts, one),
            ItemKind::Check(one) => declare_node!(self, place, prefix, item.span, Kind::Check, checks, one),
            ItemKind::Queue(one) => declare_node!(self, place, prefix, item.span, Kind::Queue, queues, one),
            ItemKind::Slice(one) => declare_node!(self, place, prefix, item.span, Kind::Slice, slices, one),
            ItemKind::Example(example) => self.world.examples.push((place, example, item.span)),
            // Clauses and overlays have ids rather than names: see `overlay`.
            _ => {}
        }
    }

    /// Declares a policy and its labels.
    fn policy(&mut self, place: Place, policy: &'t ast::Policy, whole: Span) {
        let index = self.world.policies.len();
        let prefix = "";
        declare_node!(self, place, prefix, whole, Kind::Policy, policies, policy);
        if self.world.policies.len() == index {
            return;
        }
        for line in &policy.lines {
            let ast::PolicyLine::Labels(labels) = line else { continue };
            for label in &labels.labels {
                let at = self.world.labels.len();
                if self.name(place, Kind::Label, at, &label.name) {
                    self.world.labels.push(LabelNode { item: label, policy: index, ordered: labels.ordered });
                }
            }
        }
    }

    /// Declares the ladder.
    fn verdicts(&mut self, place: Place, rungs: &'t [ast::Name], whole: Span) {
        self.world.ladders.push((place.layer, whole));
        if self.world.ladders.len() > 1 {
            return;
        }
        for rung in rungs {
            let at = self.world.ladder.len();
            if self.name(place, Kind::Rung, at, rung) {
                self.world.ladder.push(rung);
            }
        }
    }

    /// Registers one name; false if it cannot be had, which was reported.
    fn name(&mut self, place: Place, kind: Kind, index: usize, name: &ast::Name) -> bool {
        if TAKEN.contains(&name.text.as_str()) && kind != Kind::Rung && kind != Kind::Label {
            let title = format!("`{}` cannot be the name of {}", name.text, kind.phrase());
            self.diagnostics.push(
                Diagnostic::error("E034", title, name.span, "this word has a meaning of its own")
                    .help(format!("choose another name, such as `{}_words`", name.text)),
            );
        }
        self.field_clash(kind, name);
        let Some(names) = self.world.names.get_mut(place.space) else { return false };
        if let Some(known) = names.table.get(&name.text) {
            let overlaid = known.layer != place.layer;
            self.diagnostics.push(duplicate(name, kind, known, overlaid));
            return false;
        }
        names.table.insert(name.text.clone(), Decl { kind, index: Some(index), span: name.span, layer: place.layer });
        true
    }

    /// Reports a name that a field of the schema already has.
    fn field_clash(&mut self, kind: Kind, name: &ast::Name) {
        let taken = |path: &str| path.split('.').next() == Some(name.text.as_str());
        if !kind.is_read() {
            return;
        }
        if let Some(field) = self.schema.fields.iter().find(|field| taken(&field.path)) {
            let title = format!("`{}` names both {} and a field", name.text, kind.phrase());
            self.diagnostics.push(
                Diagnostic::error("E032", title, name.span, "this name is taken")
                    .note(format!("the schema in `pack.yaml` declares `{}`", field.path))
                    .help("rename one of them"),
            );
        }
    }

    /// Reports names that lead to another pack as well.
    fn alias_clashes<'n>(&mut self, place: Place, aliases: impl Iterator<Item = &'n String>) {
        let Some(names) = self.world.names.get(place.space) else { return };
        for (alias, decl) in aliases.filter_map(|alias| Some((alias, names.table.get(alias)?))) {
            let title = format!("`{alias}` names both {} and another pack", decl.kind.phrase());
            self.diagnostics.push(
                Diagnostic::error("E032", title, decl.span, "this name is taken")
                    .note(format!("`pack.yaml` names a pack `{alias}` under `uses`"))
                    .help("rename one of them"),
            );
        }
    }

    /// Takes the name of an item that could not be read as known.
    fn failed(&mut self, place: Place, failed: &ast::FailedItem) {
        let Some(names) = self.world.names.get_mut(place.space) else { return };
        match (&failed.name, Kind::of_keyword(&failed.keyword)) {
            (Some(name), Some(kind)) => {
                let decl = Decl { kind, index: None, span: failed.span, layer: place.layer };
                names.table.entry(name.clone()).or_insert(decl);
                // A policy declares labels beside its name.
                if kind == Kind::Policy {
                    names.lost.push(failed.keyword.clone());
                }
            }
            (Some(name), None) if failed.keyword == "clause" => names.lost_clauses.push(name.clone()),
            _ => names.lost.push(failed.keyword.clone()),
        }
    }
}

/// Describes a name that is declared twice.
fn duplicate(name: &ast::Name, kind: Kind, known: &Decl, overlaid: bool) -> Diagnostic {
    let title = if known.kind == kind {
        format!("`{}` is declared twice", name.text)
    } else {
        format!("`{}` names both {} and {}", name.text, known.kind.phrase(), kind.phrase())
    };
    let found = Diagnostic::error("E032", title, name.span, "declared again here")
        .also(known.span, "first declared here")
        .note("all files of a pack share one set of names");
    match (overlaid, kind) {
        (true, Kind::List) => found.help(format!("to change the base's list write `add to {0} {{ … }}`", name.text)),
        (true, _) => found.help("the first is in the pack this one extends: choose another name"),
        (false, _) => found.help("rename or remove one of them"),
    }
}

/// Describes a name that nothing bears.
pub fn unknown(word: &str, what: &str, span: Span, names: &Names, kinds: &[Kind]) -> Diagnostic {
    let found = Diagnostic::error("E030", format!("there is no {what} `{word}`"), span, "not declared in this pack");
    match suggest::did_you_mean(word, names.of_kinds(kinds)) {
        Some(help) => found.help(help),
        None => found,
    }
}
