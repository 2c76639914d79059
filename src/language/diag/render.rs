//! Diagnostics for people: the place with its line of text, what is wrong, why, and what to write.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Patch, Renderer, Snippet};

use super::{Diagnostic, Label, Level};
use crate::language::source::{SourceFile, SourceId, Sources, Span};

/// How to render.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// With colours.
    pub color: bool,
    /// Columns of the terminal; lines of text longer than that are cut at both ends.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Self {
        Style { color: false, width: 140 }
    }
}

/// Renders one diagnostic, without a line break at its end.
pub fn render(sources: &Sources, diagnostic: &Diagnostic, style: Style) -> String {
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    let (help, advice) = match (&diagnostic.fix, diagnostic.help.split_last()) {
        (Some(_), Some((last, others))) => (others, Some(last.as_str())),
        _ => (diagnostic.help.as_slice(), None),
    };
    let title = level(diagnostic.level).primary_title(diagnostic.title.as_str()).id(diagnostic.code);
    let mut main = Group::with_title(title);
    for (id, labels) in by_source(&diagnostic.labels) {
        if let Some(file) = sources.get(id) {
            main = main.element(snippet(file, &labels, diagnostic.span()));
        }
    }
    for note in &diagnostic.notes {
        main = main.element(annotate_snippets::Level::NOTE.message(note.as_str()));
    }
    for help in help {
        main = main.element(annotate_snippets::Level::HELP.message(help.as_str()));
    }
    let mut groups = vec![main];
    if let Some((file, fix)) = diagnostic.fix.as_ref().and_then(|fix| Some((sources.get(fix.span.source)?, fix))) {
        let window = Window::of(file, [fix.span]);
        let patch = Patch::new(window.range(fix.span), fix.replacement.as_str());
        let shown: Element<'_> =
            Snippet::source(window.text).line_start(window.line).path(file.name.as_str()).patch(patch).into();
        let advice = advice.unwrap_or("write this instead");
        groups.push(Group::with_title(annotate_snippets::Level::HELP.secondary_title(advice)).element(shown));
    }
    renderer.term_width(style.width).render(&groups)
}

/// Renders all diagnostics in order, a blank line after each.
pub fn render_all(sources: &Sources, diagnostics: &[Diagnostic], style: Style) -> String {
    diagnostics.iter().map(|diagnostic| render(sources, diagnostic, style) + "\n\n").collect()
}

/// Says how many errors and warnings there are: `2 errors, 1 warning`; nothing if there are none.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let count = |level| diagnostics.iter().filter(|diagnostic| diagnostic.level == level).count();
    let counted = |count: usize, word: &str| match count {
        0 => None,
        1 => Some(format!("1 {word}")),
        _ => Some(format!("{count} {word}s")),
    };
    let counts = [counted(count(Level::Error), "error"), counted(count(Level::Warning), "warning")];
    counts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn level(level: Level) -> annotate_snippets::Level<'static> {
    match level {
        Level::Error => annotate_snippets::Level::ERROR,
        Level::Warning => annotate_snippets::Level::WARNING,
        Level::Note => annotate_snippets::Level::NOTE,
    }
}

/// Groups labels by file, the main label's file first.
fn by_source(labels: &[Label]) -> Vec<(SourceId, Vec<&Label>)> {
    let mut groups: Vec<(SourceId, Vec<&Label>)> = Vec::new();
    for label in labels {
        match groups.iter_mut().find(|(source, _)| *source == label.span.source) {
            Some((_, group)) => group.push(label),
            None => groups.push((label.span.source, vec![label])),
        }
    }
    groups
}

fn snippet<'a>(file: &'a SourceFile, labels: &[&'a Label], main: Option<Span>) -> Element<'a> {
    let window = Window::of(file, labels.iter().map(|label| label.span));
    let annotations = labels.iter().map(|label| {
        let kind = if Some(label.span) == main { AnnotationKind::Primary } else { AnnotationKind::Context };
        let annotation = kind.span(window.range(label.span));
        if label.text.is_empty() { annotation } else { annotation.label(label.text.as_str()) }
    });
    Snippet::source(window.text).line_start(window.line).path(file.name.as_str()).annotations(annotations).into()
}

/// The whole lines of a file that some spans touch, so that a large file costs no more to quote from than a small one.
struct Window<'a> {
    text: &'a str,
    start: usize,
    /// Number of its first line, from 1.
    line: usize,
}

impl<'a> Window<'a> {
    fn of(file: &'a SourceFile, spans: impl IntoIterator<Item = Span>) -> Self {
        let text = file.text.as_str();
        let (mut first, mut last) = (usize::MAX, 0);
        for span in spans {
            first = first.min(span.start as usize);
            last = last.max(span.end.max(span.start) as usize);
        }
        let first = boundary(text, first.min(text.len()));
        let last = boundary(text, last.min(text.len())).max(first);
        let start = text.get(..first).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let end = text.get(last..).and_then(|after| after.find('\n')).map_or(text.len(), |at| last + at);
        let line = text.get(..start).map_or(0, |before| before.bytes().filter(|byte| *byte == b'\n').count()) + 1;
        Window { text: text.get(start..end).unwrap_or(""), start, line }
    }

    /// Returns a span's range in the window, clamped to it and to character boundaries.
    fn range(&self, span: Span) -> Range<usize> {
        let clamp = |at: u32| boundary(self.text, (at as usize).saturating_sub(self.start).min(self.text.len()));
        let start = clamp(span.start);
        start..clamp(span.end).max(start)
    }
}

/// Returns the nearest character boundary at `at` or before.
fn boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
