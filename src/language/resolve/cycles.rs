//! The order in which lists, patterns, defines and questions are checked: what is named before what names it.
//!
//! Nothing here recurses from item to item, so a chain of ten thousand defines costs memory and not the stack.

use super::names::{Kind, World};
use super::space::{Place, Reading};
use super::walk::Paths;
use crate::language::diag::Diagnostic;
use crate::language::schema::Schema;
use crate::language::syntax::ast;

/// How deep defines or patterns may name one another. Chosen generously: guidelines read by people stay under ten.
const NESTING_MAX: usize = 64;
/// How many links of a circle are shown.
const CHAIN_SHOWN_MAX: usize = 12;
/// How many names one define or pattern may come to when everything it names is written out.
const SIZE_MAX: usize = 100_000;

/// One item that others may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each variant is an index into the vector of `World` of that name")]
pub enum Item {
    List(usize),
    Pattern(usize),
    Define(usize),
    Question(usize),
}

/// Which items are needed, and in what order they are checked.
#[derive(Debug, Default)]
pub struct Order {
    /// The items of the pack compiled and what they need of others, what is named before what names it.
    pub items: Vec<Item>,
}

/// Finds the order, and reports circles.
pub fn order<'t>(
    world: &World<'t>,
    reading: &'t Reading<'t>,
    schema: &Schema,
    diagnostics: &mut Vec<Diagnostic>,
) -> Order {
    let mut search = Search::new(world, reading, schema);
    for item in search.roots() {
        search.visit(item, diagnostics);
    }
    Order { items: search.done }
}

/// Finds what a path leads to, seen from a place: an item of the pack, or of a pack behind an alias.
pub fn item_of(world: &World<'_>, reading: &Reading<'_>, place: Place, path: &ast::Path) -> Option<Item> {
    let first = path.segments.first()?;
    let mut space = place.space;
    let mut name = first;
    if let Some(target) = super::alias(reading, place, &first.text) {
        space = target;
        name = path.segments.get(1)?;
    }
    let decl = world.names.get(space)?.table.get(&name.text)?;
    let index = decl.index?;
    match decl.kind {
        Kind::List => Some(Item::List(index)),
        Kind::Pattern => Some(Item::Pattern(index)),
        Kind::Define => Some(Item::Define(index)),
        Kind::Question => Some(Item::Question(index)),
        _ => None,
    }
}

/// How far the search has come with an item.
#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    /// How deep it is nested, and how many names it comes to.
    Done(usize, usize),
}

/// A depth-first search with a stack of its own.
struct Search<'w, 't> {
    world: &'w World<'t>,
    reading: &'t Reading<'t>,
    schema: &'w Schema,
    states: [Vec<State>; 4],
    done: Vec<Item>,
    /// A circle was found: how deep what leads to it is nested says nothing.
    circular: bool,
}

/// An item whose needs are being visited.
struct Step {
    item: Item,
    needs: Vec<Item>,
    next: usize,
    depth: usize,
    size: usize,
}

impl<'w, 't> Search<'w, 't> {
    fn new(world: &'w World<'t>, reading: &'t Reading<'t>, schema: &'w Schema) -> Self {
        let fresh = |count: usize| vec![State::New; count];
        let states = [
            fresh(world.lists.len()),
            fresh(world.patterns.len()),
            fresh(world.defines.len()),
            fresh(world.questions.len()),
        ];
        Search { world, reading, schema, states, done: Vec::new(), circular: false }
    }

    /// Everything the pack compiled declares, then everything its other items name.
    fn roots(&self) -> Vec<Item> {
        let own = |place: Place| place.space == 0;
        let mut roots = Vec::new();
        roots.extend(indices(&self.world.lists, |node| own(node.place)).map(Item::List));
        roots.extend(indices(&self.world.patterns, |node| own(node.place)).map(Item::Pattern));
        roots.extend(indices(&self.world.defines, |node| own(node.place)).map(Item::Define));
        roots.extend(indices(&self.world.questions, |node| own(node.place)).map(Item::Question));
        let Some(space) = self.reading.spaces.first() else { return roots };
        for (layer, files) in space.layers.iter().enumerate() {
            let place = Place { space: 0, layer };
            let mut paths = Paths::new(self.schema);
            files.files.iter().flat_map(|file| &file.items).for_each(|item| paths.item(&item.kind));
            roots.extend(paths.found.iter().filter_map(|path| item_of(self.world, self.reading, place, path)));
        }
        roots
    }

    fn state(&mut self, item: Item) -> Option<&mut State> {
        let [lists, patterns, defines, questions] = &mut self.states;
        match item {
            Item::List(at) => lists.get_mut(at),
            Item::Pattern(at) => patterns.get_mut(at),
            Item::Define(at) => defines.get_mut(at),
            Item::Question(at) => questions.get_mut(at),
        }
    }

    /// How many names an item comes to.
    fn size(&mut self, item: Item) -> usize {
        match self.state(item) {
            Some(State::Done(_, size)) => *size,
            _ => 0,
        }
    }

    /// What an item names.
    fn needs(&self, item: Item) -> Vec<Item> {
        let mut paths = Paths::new(self.schema);
        let place = match item {
            Item::Pattern(at) => self.world.patterns.get(at).map(|node| {
                paths.pattern(&node.item.body);
                node.place
            }),
            Item::Define(at) => self.world.defines.get(at).map(|node| {
                paths.expr(&node.item.body);
                node.place
            }),
            Item::List(_) | Item::Question(_) => None,
        };
        let Some(place) = place else { return Vec::new() };
        paths.found.iter().filter_map(|path| item_of(self.world, self.reading, place, path)).collect()
    }

    /// Visits an item and all it needs.
    fn visit(&mut self, root: Item, diagnostics: &mut Vec<Diagnostic>) {
        if self.state(root).is_none_or(|state| *state != State::New) {
            return;
        }
        let mut stack = vec![self.open(root)];
        while let Some(step) = stack.last_mut() {
            let Some(&need) = step.needs.get(step.next) else {
                self.close(&mut stack, diagnostics);
                continue;
            };
            step.next += 1;
            match self.state(need).map(|state| *state) {
                Some(State::New) => {
                    let opened = self.open(need);
                    stack.push(opened);
                }
                Some(State::Open) => {
                    self.circular = true;
                    diagnostics.push(self.circle(&stack, need));
                }
                Some(State::Done(depth, size)) => deepen(&mut stack, depth, size),
                None => {}
            }
        }
    }

    fn open(&mut self, item: Item) -> Step {
        if let Some(state) = self.state(item) {
            *state = State::Open;
        }
        Step { item, needs: self.needs(item), next: 0, depth: 0, size: 1 }
    }

    /// Closes the item on top: all it needs is done.
    fn close(&mut self, stack: &mut Vec<Step>, diagnostics: &mut Vec<Diagnostic>) {
        let Some(step) = stack.pop() else { return };
        // Only the first that is too deep is reported, not all that name it.
        if step.depth == NESTING_MAX + 1 && !self.circular {
            let (name, span) = self.label(step.item);
            diagnostics.push(
                Diagnostic::error("E075", format!("`{name}` is nested too deep"), span, "")
                    .note(format!("it names something that names something else, more than {NESTING_MAX} times over"))
                    .help("write some of the steps out"),
            );
        }
        if step.size > SIZE_MAX && step.needs.iter().all(|&need| self.size(need) <= SIZE_MAX) {
            let (name, span) = self.label(step.item);
            diagnostics.push(
                Diagnostic::error("E075", format!("`{name}` is too large"), span, "")
                    .note(format!("written out, with everything it names, it comes to more than {SIZE_MAX} names"))
                    .help("name less, or put words into a list"),
            );
        }
        if let Some(state) = self.state(step.item) {
            *state = State::Done(step.depth, step.size);
        }
        self.done.push(step.item);
        deepen(stack, step.depth, step.size);
    }

    fn label(&self, item: Item) -> (String, crate::language::source::Span) {
        let found = match item {
            Item::List(at) => self.world.lists.get(at).map(|node| (node.name.clone(), node.span)),
            Item::Pattern(at) => self.world.patterns.get(at).map(|node| (node.name.clone(), node.span)),
            Item::Define(at) => self.world.defines.get(at).map(|node| (node.name.clone(), node.span)),
            Item::Question(at) => self.world.questions.get(at).map(|node| (node.name.clone(), node.span)),
        };
        found.unwrap_or_default()
    }

    /// Describes a circle as a chain, from the item that is met again.
    fn circle(&self, stack: &[Step], again: Item) -> Diagnostic {
        let start = stack.iter().position(|step| step.item == again).unwrap_or(0);
        let chain: Vec<_> = stack.iter().skip(start).map(|step| self.label(step.item)).collect();
        let (first, span) = chain.first().cloned().unwrap_or_default();
        let mut words: Vec<String> = chain.iter().map(|(name, _)| format!("`{name}`")).collect();
        words.push(format!("`{first}`"));
        if words.len() > CHAIN_SHOWN_MAX {
            words.splice(CHAIN_SHOWN_MAX / 2..words.len() - CHAIN_SHOWN_MAX / 2, ["…".to_owned()]);
        }
        let mut found = Diagnostic::error("E033", format!("`{first}` is defined by itself"), span, "");
        for (name, span) in chain.iter().skip(1).take(CHAIN_SHOWN_MAX) {
            found = found.also(*span, format!("`{name}` stands between"));
        }
        found.note(format!("the circle: {}", words.join(" → "))).help("break the circle at one of these places")
    }
}

/// Raises the depth of the item on top above that of something it needs, and adds the size of that.
fn deepen(stack: &mut [Step], depth: usize, size: usize) {
    if let Some(step) = stack.last_mut() {
        step.depth = step.depth.max(depth + 1);
        step.size = step.size.saturating_add(size);
    }
}

/// Indices of the elements that meet a condition.
fn indices<'n, T>(nodes: &'n [T], keep: impl Fn(&T) -> bool + 'n) -> impl Iterator<Item = usize> + 'n {
    nodes.iter().enumerate().filter(move |(_, node)| keep(node)).map(|(at, _)| at)
}
