//! Diagnostics: what is wrong with a pack, where, why, and what to write instead.
//!
//! A diagnostic is plain data. Title: what, one lower-case line, the user's text in backticks, no full stop. Notes: why.
//! Help: what to do. The same value is rendered for a terminal, as JSON, or handed to an editor.
//!
//! Architecture invariant: rendering returns text; only `app` decides where it goes.

pub mod codes;
pub mod json;
pub mod render;

#[cfg(test)]
mod tests;

use super::source::Span;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth knowing.
    Note,
    /// Suspicious; the pack still compiles.
    Warning,
    /// The pack does not compile.
    Error,
}

/// A place with a word about it; the first label of a diagnostic is the main one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there; may be empty.
    pub text: String,
}

/// A replacement that mends the problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What to replace.
    pub span: Span,
    /// What to write there.
    pub replacement: String,
}

/// One finding about a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// `E012` for errors, a snake_case name for lints. Every code has a page.
    pub code: &'static str,
    /// How bad it is.
    pub level: Level,
    /// What is wrong, in one line.
    pub title: String,
    /// Where; the first is the main place.
    pub labels: Vec<Label>,
    /// Why.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Vec<String>,
    /// What to write instead, if that is certain.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// Makes an error with its main place.
    pub fn error(code: &'static str, title: impl Into<String>, span: Span, label: impl Into<String>) -> Self {
        Diagnostic {
            code,
            level: Level::Error,
            title: title.into(),
            labels: vec![Label { span, text: label.into() }],
            notes: Vec::new(),
            help: Vec::new(),
            fix: None,
        }
    }

    /// Adds another place.
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Adds a reason.
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Adds advice.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// Adds a replacement that mends it.
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, replacement: replacement.into() });
        self
    }

    /// Returns the main place.
    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|label| label.span)
    }
}

/// Sorts diagnostics by file, place and code, and drops those that repeat another word for word.
///
/// One mistake reached by two ways is one mistake; the order makes output the same on every run.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    let place = |problem: &Diagnostic| problem.span().map(|span| (span.source, span.start, span.end));
    diagnostics.sort_by(|a, b| {
        let by_place = place(a).cmp(&place(b));
        by_place
            .then_with(|| b.level.cmp(&a.level))
            .then_with(|| a.code.cmp(b.code))
            .then_with(|| a.title.cmp(&b.title))
    });
    diagnostics.dedup();
}
