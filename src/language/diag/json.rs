//! Diagnostics as data for other programs.

use serde::Serialize;

use super::{Diagnostic, Fix, Level};
use crate::language::source::{Sources, Span};

/// A diagnostic as it is written in JSON; lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Record<'a> {
    /// `E012`, or the name of a lint.
    pub code: &'a str,
    /// `error`, `warning` or `note`.
    pub level: &'static str,
    /// What is wrong.
    pub title: &'a str,
    /// The main place; absent if it is nowhere in particular.
    #[serde(flatten)]
    pub place: Option<Place<'a>>,
    /// All places with what is said about each, the main one first.
    pub labels: Vec<Labelled<'a>>,
    /// Why.
    pub notes: &'a [String],
    /// What to do.
    pub help: &'a [String],
    /// What to write instead, if that is certain.
    pub fix: Option<Replacement<'a>>,
}

/// A stretch of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place<'a> {
    /// The file's name.
    pub file: &'a str,
    /// Line of its first character.
    pub line: usize,
    /// Column of its first character.
    pub column: usize,
    /// Where it ends: one past its last character.
    pub end: End,
}

/// The end of a stretch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct End {
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
}

/// A place with what is said about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Labelled<'a> {
    /// Where.
    #[serde(flatten)]
    pub place: Place<'a>,
    /// What is there; may be empty.
    pub text: &'a str,
}

/// A replacement that mends the problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Replacement<'a> {
    /// What to replace.
    #[serde(flatten)]
    pub place: Place<'a>,
    /// What to write there.
    pub replacement: &'a str,
}

/// Describes a diagnostic for other programs; places outside `sources` are left out.
pub fn record<'a>(sources: &'a Sources, diagnostic: &'a Diagnostic) -> Record<'a> {
    let labelled = |label: &'a super::Label| Some(Labelled { place: place(sources, label.span)?, text: &label.text });
    let replacement =
        |fix: &'a Fix| Some(Replacement { place: place(sources, fix.span)?, replacement: &fix.replacement });
    Record {
        code: diagnostic.code,
        level: level(diagnostic.level),
        title: &diagnostic.title,
        place: diagnostic.span().and_then(|span| place(sources, span)),
        labels: diagnostic.labels.iter().filter_map(labelled).collect(),
        notes: &diagnostic.notes,
        help: &diagnostic.help,
        fix: diagnostic.fix.as_ref().and_then(replacement),
    }
}

fn place(sources: &Sources, span: Span) -> Option<Place<'_>> {
    let file = sources.get(span.source)?;
    let (line, column) = sources.line_column(span);
    let (end_line, end_column) = sources.line_column(Span { start: span.end, ..span });
    Some(Place { file: &file.name, line, column, end: End { line: end_line, column: end_column } })
}

/// Returns the word for a level.
pub fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}
