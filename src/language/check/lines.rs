//! Lines that many items share: once-only lines, `on unknown`, exceptions, queues, prose and facts.

use super::Checker;
use super::context::Scope;
use super::expr::condition;
use crate::language::diag::Diagnostic;
use crate::language::policy::{Exception, Expr, Meta, MetaKind, OnUnknown, QueueId};
use crate::language::resolve::cycles::{self, Item};
use crate::language::resolve::names::{self, Kind};
use crate::language::resolve::space::Place;
use crate::language::source::Span;
use crate::language::syntax::ast::{self, UnknownAction};
use crate::language::value::Type;

/// A line that may stand once, with its place.
pub type Once<T> = Option<(T, Span)>;

impl Checker<'_> {
    /// Keeps a line that may stand once; reports a second.
    pub fn once<T>(&mut self, slot: &mut Once<T>, value: T, span: Span, line: &str) {
        match slot {
            None => *slot = Some((value, span)),
            Some((_, first)) => self.report(
                Diagnostic::error("E049", format!("a second `{line}` line"), span, "again here")
                    .also(*first, "first here")
                    .help("keep one of them"),
            ),
        }
    }

    /// Reports a line that must stand and does not, unless it may be among what could not be read.
    pub fn missing_line(&mut self, what: &str, name: &ast::Path, whole: Span, help: &str) {
        if self.reading.is_damaged(whole) {
            return;
        }
        let title = format!("`{}` has no `{what}` line", name.text());
        self.report(Diagnostic::error("E048", title, name.span, "").help(help));
    }

    /// Types a condition that a line holds.
    pub fn line_condition(&mut self, expr: &ast::Expr, mut scope: Scope) -> Option<Expr> {
        self.condition(expr, &mut scope)
    }

    /// Types an `on unknown` line.
    pub fn on_unknown(&mut self, line: &ast::OnUnknown) -> Option<OnUnknown> {
        Some(match &line.action {
            UnknownAction::Abstain => OnUnknown::Abstain,
            UnknownAction::Escalate(None) => OnUnknown::Escalate(None),
            UnknownAction::Escalate(Some(queue)) => OnUnknown::Escalate(Some(self.queue_named(queue)?)),
            UnknownAction::AssumeMatch => OnUnknown::AssumeMatch,
            UnknownAction::AssumeNoMatch => OnUnknown::AssumeNoMatch,
        })
    }

    /// Finds a queue.
    pub fn queue_named(&mut self, name: &ast::Name) -> Option<QueueId> {
        let found = self.world.queues.iter().position(|queue| queue.item.name.text == name.text);
        if found.is_none()
            && !self.lost(&[Kind::Queue], &name.text)
            && let Some(known) = self.world.names.first()
        {
            let wrong = names::unknown(&name.text, "queue", name.span, known, &[Kind::Queue]);
            self.report(if wrong.help.is_empty() {
                wrong.help(format!("declare it: `queue {} \"…\" {{ … }}`", name.text))
            } else {
                wrong
            });
        }
        found.map(|at| QueueId(at as u32))
    }

    /// Types exceptions; names that come twice are reported.
    pub fn exceptions(&mut self, lines: &[(Place, &ast::Except)], from_policy: bool) -> Option<Vec<Exception>> {
        let mut typed: Vec<Exception> = Vec::new();
        let mut sound = true;
        for (place, line) in lines {
            if let Some(first) = typed.iter().find(|known| known.name == line.name.text) {
                let first = first.span;
                self.twice_excepted(&line.name, first);
                sound = false;
                continue;
            }
            match self.exception(*place, line) {
                Some(condition) => typed.push(Exception {
                    name: line.name.text.clone(),
                    title: line.title.as_ref().map(|title| title.text.clone()),
                    condition,
                    from_policy,
                    span: line.span,
                }),
                None => sound = false,
            }
        }
        sound.then_some(typed)
    }

    /// Reports two exceptions of one name.
    pub fn twice_excepted(&mut self, name: &ast::Name, first: Span) {
        let title = format!("two exceptions are called `{}`", name.text);
        self.report(
            Diagnostic::error("E062", title, name.span, "again here")
                .also(first, "first here")
                .note("a decision names the exceptions that held")
                .help("give one of them another name"),
        );
    }

    /// Types one exception.
    fn exception(&mut self, place: Place, line: &ast::Except) -> Option<Expr> {
        if let Some(written) = &line.condition {
            return self.line_condition(written, Scope::exception(place));
        }
        let name = &line.name;
        let path = ast::Path { segments: vec![name.clone()], span: name.span };
        if let Some(Item::Define(_) | Item::Question(_)) = cycles::item_of(self.world, self.reading, place, &path) {
            let found = self.name_value(&path, &Scope::exception(place))?;
            if found.ty == Type::Bool {
                return Some(condition(found.kind, line.span));
            }
            let title = format!("`{}` is not a condition", name.text);
            self.report(Diagnostic::error("E039", title, name.span, "an exception holds or does not"));
            return None;
        }
        if self.lost(&[Kind::Define], &name.text) {
            return None;
        }
        let title = format!("exception `{}` has no condition", name.text);
        let found = Diagnostic::error("E062", title, line.span, "without `if` the name must be that of a define");
        self.report(found.help(format!("write `except {} if …`, or `define {} = …`", name.text, name.text)));
        None
    }

    /// Reads owner, version and the like: some once, sources and notes as often as wanted.
    pub fn meta(&mut self, lines: &[&ast::Meta]) -> Meta {
        let mut seen: Vec<(MetaKind, Once<()>)> = Vec::new();
        let mut meta = Meta::new();
        for line in lines {
            if !matches!(line.kind, MetaKind::Source | MetaKind::Note) {
                let mut slot = seen.iter().find(|(kind, _)| *kind == line.kind).and_then(|(_, slot)| *slot);
                let known = slot.is_some();
                self.once(&mut slot, (), line.keyword, meta_word(line.kind));
                seen.push((line.kind, slot));
                if known {
                    continue;
                }
            }
            meta.push((line.kind, self.meta_text(line)));
        }
        meta
    }

    /// What a line says, a date as it was written.
    fn meta_text(&self, line: &ast::Meta) -> String {
        match &line.value {
            ast::MetaValue::Text(text) => text.text.clone(),
            ast::MetaValue::Date(date) => self.sources.text(date.span).to_owned(),
        }
    }
}

/// Joins blocks of prose.
pub fn prose(blocks: &[&ast::Text]) -> String {
    blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n\n")
}

/// Returns the words that begin a line of facts.
pub fn meta_word(kind: MetaKind) -> &'static str {
    match kind {
        MetaKind::Owner => "owner",
        MetaKind::Version => "version",
        MetaKind::Source => "source",
        MetaKind::Note => "note",
        MetaKind::Since => "since",
        MetaKind::ReviewBy => "review by",
    }
}

/// Makes a path of one name.
pub fn path_of(name: &ast::Name) -> ast::Path {
    ast::Path { segments: vec![name.clone()], span: name.span }
}
