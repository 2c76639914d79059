//! What the compiler is given: sources and what the manifest says, already read from wherever they are kept.

use std::collections::BTreeMap;

use super::diag::Diagnostic;
use super::schema::{Models, Schema};
use super::source::{SourceId, Span};
use super::value::Value;

/// One pack as read. Its texts are in a [`super::source::Sources`] that is shared with its base and its aliases.
#[derive(Debug, Clone, Default)]
pub struct PackInput {
    /// `pack:`
    pub name: String,
    /// `title:`
    pub title: String,
    /// `sha256:` of the pack's canonical bytes.
    pub revision: String,
    /// `as_of:`, in milliseconds since 1970.
    pub as_of: Option<i64>,
    /// `schema:`
    pub schema: Schema,
    /// `models:`
    pub models: Models,
    /// `lints:` the level asked for, by lint: `allow`, `warn` or `deny`.
    pub lints: BTreeMap<String, String>,
    /// The manifest's own text.
    pub manifest: SourceId,
    /// The `.precept` files, sorted by name.
    pub files: Vec<SourceId>,
    /// Lexicon files by the path that a `list … from` writes.
    pub lexicons: BTreeMap<String, Vec<LexiconEntry>>,
    /// `extends:`
    pub base: Option<Box<PackInput>>,
    /// `uses:` by alias.
    pub uses: BTreeMap<String, PackInput>,
    /// Fields that `schema:` names and that could not be read: nothing more is said of whoever reads them.
    pub unread_fields: Vec<String>,
    /// The manifest, or a pack that it names, could not be read at all: the files are parsed, and no more is said.
    pub is_partial: bool,
    /// What was wrong with the manifest and the lexicons.
    pub problems: Vec<Diagnostic>,
}

/// One entry of a lexicon file.
#[derive(Debug, Clone, PartialEq)]
pub struct LexiconEntry {
    /// The term.
    pub text: String,
    /// Its attributes as the file has them: text, number or bool.
    pub attributes: Vec<(String, Value<'static>)>,
    /// Where in the lexicon file.
    pub span: Span,
}
