//! Folder ↔ sources: the only reader of packs from disk.
//!
//! A pack is a folder: `pack.yaml` ([`manifest`]), `*.precept`, `lexicons/` ([`lexicon`]), and perhaps `locales/` and
//! `tests/`. [`load`] reads it, and the packs it extends or uses, into one [`PackInput`]; what its files hold is hashed
//! into the revision. What is wrong *inside* the files is not an error here: it is gathered as diagnostics, so that one
//! run shows everything at once.

pub mod disk;
pub mod encoding;
mod folder;
mod lexicon;
mod manifest;
mod schema;
pub mod yaml;

use std::path::{Path, PathBuf};

use crate::language::diag::Diagnostic;
use crate::language::input::PackInput;
use crate::language::source::{Sources, Span};

/// Most packs that one pack may bring along through `extends` and `uses`.
const PACKS_MAX: usize = 64;

/// Why there is no pack to read.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The folder does not exist.
    #[error("there is no folder `{0}`; a pack is a folder with a `pack.yaml` (`preceptor new {0}` makes one)")]
    NoFolder(String),
    /// The path is a file.
    #[error("`{0}` is a file; a pack is the folder that holds its `pack.yaml`")]
    NotAFolder(String),
    /// The folder has no manifest.
    #[error("the folder `{folder}` has no `pack.yaml`{hint}")]
    NoManifest {
        /// The folder.
        folder: String,
        /// What to do.
        hint: String,
    },
    /// A file could not be read.
    #[error("cannot read `{path}`: {why}")]
    Unreadable {
        /// The file.
        path: String,
        /// Why, in plain words.
        why: String,
    },
}

/// Loads the pack in a folder, with the packs it extends and uses, adding all their texts to `sources`.
///
/// # Errors
/// Only where there is nothing to read; what is wrong inside the files is in [`PackInput::problems`] of each pack.
pub fn load(dir: &Path, sources: &mut Sources) -> Result<PackInput, LoadError> {
    Loader { sources, open: Vec::new(), packs: 0 }.load(dir)
}

struct Loader<'s> {
    sources: &'s mut Sources,
    /// The folders being read, outermost first.
    open: Vec<PathBuf>,
    packs: usize,
}

impl Loader<'_> {
    fn load(&mut self, dir: &Path) -> Result<PackInput, LoadError> {
        let files = folder::read(dir)?;
        self.packs += 1;
        self.open.push(folder::identity(dir));
        let (mut input, links, own) = self.compile(dir, files);
        self.follow(dir, links, &mut input);
        self.open.pop();
        input.revision = own.revision(&input);
        Ok(input)
    }

    /// Adds the texts to the sources and reads manifest and lexicons.
    fn compile(&mut self, dir: &Path, files: folder::Files) -> (PackInput, manifest::Links, folder::Canonical) {
        let own = folder::Canonical::new(&files);
        let shown = |path: &str| folder::shown(dir, path);
        let id = self.sources.add(shown(folder::MANIFEST), files.manifest);
        let (mut input, links) = manifest::read(self.sources, id);
        for (path, text) in files.precepts {
            let source = self.sources.add(shown(&path), text);
            input.files.push(source);
        }
        for (path, text) in files.lexicons {
            let source = self.sources.add(shown(&path), text);
            let entries = lexicon::read(self.sources, source, &mut input.problems);
            input.lexicons.insert(path, entries);
        }
        for garbled in files.garbled {
            let source = self.sources.iter().find(|(_, file)| file.name == shown(&garbled.path)).map(|(id, _)| id);
            // A text in another language has no source so far, since nobody reads it here.
            let source = source.unwrap_or_else(|| self.sources.add(shown(&garbled.path), garbled.found.text.clone()));
            input.problems.push(garbled.diagnostic(source));
        }
        for unknown in files.unknown {
            // The warning stands at the file itself; its text is not read.
            let file = self.sources.add(shown(unknown.path()), String::new());
            input.problems.push(unknown.diagnostic(Span::new(file, 0, 0)));
        }
        (input, links, own)
    }

    /// Reads the packs that this one extends and uses.
    fn follow(&mut self, dir: &Path, links: manifest::Links, input: &mut PackInput) {
        if let Some(base) = links.extends {
            match self.linked(dir, &base.pack, input) {
                Some(pack) => {
                    input.problems.extend(base.check(&pack));
                    input.base = Some(Box::new(pack));
                }
                None => input.is_partial = true,
            }
        }
        for (alias, link) in links.uses {
            match self.linked(dir, &link, input) {
                Some(pack) => {
                    input.uses.insert(alias, pack);
                }
                None => input.is_partial = true,
            }
        }
    }

    fn linked(&mut self, dir: &Path, link: &manifest::Link, input: &mut PackInput) -> Option<PackInput> {
        let path = folder::joined(dir, &link.path);
        if self.open.contains(&folder::identity(&path)) {
            let title = format!("`{}` leads back to this pack", link.path);
            let problem = Diagnostic::error("E090", title, link.span, "this closes a circle");
            input.problems.push(problem.note("a pack cannot extend or use itself, directly or through others"));
            return None;
        }
        if self.packs >= PACKS_MAX {
            let title = format!("more than {PACKS_MAX} packs are brought along");
            input.problems.push(Diagnostic::error("E090", title, link.span, "this one is too many"));
            return None;
        }
        match self.load(&path) {
            Ok(pack) => Some(pack),
            Err(error) => {
                let title = format!("the pack `{}` cannot be read", link.path);
                let problem = Diagnostic::error("E091", title, link.span, "named here");
                let problem = problem.note(error.to_string());
                input.problems.push(problem.help("the path is relative to the folder of this `pack.yaml`"));
                None
            }
        }
    }
}

#[cfg(test)]
mod tests;
