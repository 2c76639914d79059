//! Packs as they were read: every file parsed, a pack over its base, the packs it uses beside it.

use std::collections::BTreeMap;

use crate::language::diag::{Diagnostic, Level};
use crate::language::input::PackInput;
use crate::language::source::{Sources, Span};
use crate::language::syntax::{self, ast};

/// One namespace: a pack and what it extends.
#[derive(Debug)]
pub struct Space<'a> {
    /// What stands before its names when another pack uses them, e.g. `common.`; empty for the pack compiled.
    pub prefix: String,
    /// The pack's layers, the deepest base first and the pack itself last.
    pub layers: Vec<Layer<'a>>,
}

/// One folder of files in a [`Space`].
#[derive(Debug)]
pub struct Layer<'a> {
    /// What was read.
    pub input: &'a PackInput,
    /// Its files, parsed.
    pub files: Vec<ast::File>,
    /// The spaces behind its aliases.
    pub aliases: BTreeMap<String, usize>,
}

/// Where an item was written: its words are looked up there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Index of the space; 0 is the pack compiled.
    pub space: usize,
    /// Index of the layer in its space.
    pub layer: usize,
}

/// Everything that was read, with what parsing had to say.
#[derive(Debug, Default)]
pub struct Reading<'a> {
    /// The spaces; the first is the pack compiled.
    pub spaces: Vec<Space<'a>>,
    /// Problems of manifests, lexicons and syntax.
    pub diagnostics: Vec<Diagnostic>,
}

impl Reading<'_> {
    /// True if a manifest, or a pack that one names, could not be read at all.
    pub fn is_partial(&self) -> bool {
        self.spaces.iter().flat_map(|space| &space.layers).any(|layer| layer.input.is_partial)
    }

    /// True if parsing reported an error inside the span: what is missing there may be what could not be read.
    pub fn is_damaged(&self, span: Span) -> bool {
        self.diagnostics.iter().any(|diagnostic| {
            diagnostic.level == Level::Error
                && diagnostic.span().is_some_and(|place| {
                    place.source == span.source && place.start >= span.start && place.start <= span.end
                })
        })
    }
}

/// Parses a pack, its bases and the packs it uses.
pub fn read<'a>(input: &'a PackInput, sources: &Sources) -> Reading<'a> {
    let mut reading = Reading::default();
    read_space(input, String::new(), sources, &mut reading);
    reading
}

/// Reads one pack with its bases and returns the index of its space.
fn read_space<'a>(input: &'a PackInput, prefix: String, sources: &Sources, reading: &mut Reading<'a>) -> usize {
    let index = reading.spaces.len();
    reading.spaces.push(Space { prefix: prefix.clone(), layers: Vec::new() });
    let mut chain = vec![input];
    while let Some(base) = chain.last().and_then(|layer| layer.base.as_deref()) {
        chain.push(base);
    }
    for input in chain.into_iter().rev() {
        let layer = read_layer(input, &prefix, sources, reading);
        if let Some(space) = reading.spaces.get_mut(index) {
            space.layers.push(layer);
        }
    }
    index
}

/// Parses the files of one folder and reads the packs behind its aliases.
fn read_layer<'a>(input: &'a PackInput, prefix: &str, sources: &Sources, reading: &mut Reading<'a>) -> Layer<'a> {
    reading.diagnostics.extend(input.problems.iter().cloned());
    let mut files = Vec::new();
    for &id in &input.files {
        let Some(source) = sources.get(id) else { continue };
        let (file, problems) = syntax::parse(id, &source.text);
        files.push(file);
        reading.diagnostics.extend(problems);
    }
    let mut aliases = BTreeMap::new();
    for (alias, used) in &input.uses {
        let space = read_space(used, format!("{prefix}{alias}."), sources, reading);
        aliases.insert(alias.clone(), space);
    }
    Layer { input, files, aliases }
}
