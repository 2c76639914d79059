//! What reads decisions: checks, queues and slices.

use super::Checker;
use super::context::{Reads, Scope};
use super::expr::shorten;
use super::lines::{Once, path_of};
use super::types;
use crate::language::diag::Diagnostic;
use crate::language::policy::{Check, Each, Expr, Kind, Queue, Slice, Take};
use crate::language::resolve::names::Node;
use crate::language::resolve::suggest;
use crate::language::source::Span;
use crate::language::syntax::ast::{self, CheckLine, LiteralKind, QueueLine};
use crate::language::value::Type;

/// What a check can run for.
const EACH: [(&str, Each); 3] = [("model", Each::Model), ("rating", Each::Rating), ("item", Each::Item)];
/// Reviewers that one queue can ask for.
const RATERS_MAX: f64 = 100.0;

/// The lines of a check by kind.
#[derive(Default)]
struct CheckLines<'t> {
    each: Once<&'t ast::Name>,
    when: Once<&'t ast::Expr>,
    kind: Once<&'t ast::Name>,
    queue: Once<&'t ast::Name>,
    priority: Once<&'t ast::Expr>,
}

/// The lines of a queue by kind.
#[derive(Default)]
struct QueueLines<'t> {
    when: Once<&'t ast::Expr>,
    take: Once<Option<&'t ast::Literal>>,
    sample: Once<&'t ast::Literal>,
    raters: Once<&'t ast::Literal>,
    skills: Once<&'t [ast::Name]>,
    languages: Once<&'t [ast::Name]>,
    due_within: Once<&'t ast::Literal>,
    hidden_gold: Once<&'t ast::Literal>,
    priority: Once<&'t ast::Expr>,
}

impl<'t> Checker<'t> {
    /// Builds a check.
    pub fn check(&mut self, node: &Node<'t, ast::Check>) -> Option<Check> {
        let lines = self.check_lines(node.item);
        let path = path_of(&node.item.name);
        let mut need = |missing: bool, line: &str, help: &str| {
            if missing {
                self.missing_line(line, &path, node.whole, help);
            }
        };
        need(lines.each.is_none(), "for each", "write `for each model`, `for each rating` or `for each item`");
        need(lines.when.is_none(), "when", "say what it finds: `when …`");
        need(lines.kind.is_none(), "kind", "say which kind of disagreement it finds: `kind wrong_reasoning`");
        let each = lines.each.and_then(|(name, _)| self.each(name));
        let kind = lines.kind.and_then(|(name, _)| self.kind(name));
        let queue = lines.queue.map(|(name, _)| self.queue_named(name));
        // What it runs for decides what it may read; unknown, its conditions are left alone.
        let scope = Scope::new(node.place, Reads::Check(each?));
        let when = lines.when.and_then(|(written, _)| self.line_condition(written, scope.clone()));
        let priority = lines.priority.map(|(written, _)| self.priority(written, scope));
        Some(Check {
            name: node.name.clone(),
            title: node.item.title.text.clone(),
            each: each?,
            when: when?,
            kind: kind?,
            queue: queue.map_or(Some(None), |found| found.map(Some))?,
            priority: priority.map_or(Some(None), |found| found.map(Some))?,
            span: node.whole,
        })
    }

    /// Sorts the lines of a check.
    fn check_lines(&mut self, check: &'t ast::Check) -> CheckLines<'t> {
        let mut lines = CheckLines::default();
        for line in &check.lines {
            match line {
                CheckLine::ForEach(name) => self.once(&mut lines.each, name, name.span, "for each"),
                CheckLine::When { keyword, condition } => self.once(&mut lines.when, condition, *keyword, "when"),
                CheckLine::Kind(name) => self.once(&mut lines.kind, name, name.span, "kind"),
                CheckLine::Queue(name) => self.once(&mut lines.queue, name, name.span, "queue"),
                CheckLine::Priority(written) => self.once(&mut lines.priority, written, written.span, "priority"),
                CheckLine::Meta(_) | CheckLine::Prose(_) => {}
            }
        }
        lines
    }

    fn each(&mut self, name: &ast::Name) -> Option<Each> {
        let found = EACH.iter().find(|(word, _)| *word == name.text).map(|(_, each)| *each);
        if found.is_none() {
            let words = EACH.map(|(word, _)| word);
            let wrong =
                Diagnostic::error("E057", format!("a check cannot run for each `{}`", name.text), name.span, "");
            self.report(wrong.note(format!("it runs for each {}", suggest::listing(words))));
        }
        found
    }

    fn kind(&mut self, name: &ast::Name) -> Option<Kind> {
        let found = Kind::from_name(&name.text);
        if found.is_none() {
            let words = Kind::NAMES.map(|(_, word)| word);
            let mut wrong =
                Diagnostic::error("E057", format!("`{}` is no kind of disagreement", name.text), name.span, "")
                    .note(format!("the kinds are {}", suggest::listing(words)));
            if let Some(help) = suggest::did_you_mean(&name.text, words) {
                wrong = wrong.help(help);
            }
            self.report(wrong);
        }
        found
    }

    /// Types a priority, which is a severity.
    fn priority(&mut self, written: &ast::Expr, mut scope: Scope) -> Option<Expr> {
        let found = self.expr(written, &mut scope, Some(&Type::Severity))?;
        if found.ty == Type::Severity {
            return Some(found);
        }
        let name = shorten(self.sources.text(written.span)).to_owned();
        let title = format!("`{name}` is {} and not a severity", types::phrase(&found.ty));
        self.report(
            Diagnostic::error("E036", title, written.span, "a priority is a severity")
                .help("write `priority high`, or `priority policy.severity`"),
        );
        None
    }

    /// Builds a queue.
    pub fn queue(&mut self, node: &Node<'t, ast::Queue>) -> Option<Queue> {
        let lines = self.queue_lines(node.item);
        let scope = Scope::new(node.place, Reads::Queue);
        let when = lines.when.map(|(written, _)| self.line_condition(written, scope.clone()));
        let priority = lines.priority.map(|(written, _)| self.priority(written, scope));
        let take = lines.take.map(|(literal, _)| self.take(literal));
        let sample = lines.sample.map(|(literal, _)| self.share(literal, "sample"));
        let hidden_gold = lines.hidden_gold.map(|(literal, _)| self.share(literal, "hidden gold"));
        let raters = lines.raters.map_or(Some(1), |(literal, _)| self.raters(literal));
        let due_within = lines.due_within.map(|(literal, _)| self.due(literal));
        if take.is_none() && sample.is_none() && !self.reading.is_damaged(node.whole) {
            let title = format!("queue `{}` takes nothing", node.name);
            self.report(
                Diagnostic::error("E058", title, node.span, "")
                    .help("write `take all`, `take 500`, or for a random share `sample 2%`"),
            );
            return None;
        }
        let words = |names: Once<&[ast::Name]>| {
            names.map_or(Vec::new(), |(names, _)| names.iter().map(|name| name.text.clone()).collect())
        };
        Some(Queue {
            name: node.name.clone(),
            title: node.item.title.text.clone(),
            when: when.map_or(Some(None), |found| found.map(Some))?,
            take: take.map_or(Some(None), |found| found.map(Some))?,
            sample: sample.map_or(Some(None), |found| found.map(Some))?,
            raters: raters?,
            skills: words(lines.skills),
            languages: words(lines.languages),
            due_within: due_within.map_or(Some(None), |found| found.map(Some))?,
            hidden_gold: hidden_gold.map_or(Some(None), |found| found.map(Some))?,
            priority: priority.map_or(Some(None), |found| found.map(Some))?,
            span: node.whole,
        })
    }

    /// Sorts the lines of a queue.
    fn queue_lines(&mut self, queue: &'t ast::Queue) -> QueueLines<'t> {
        let mut lines = QueueLines::default();
        let place = |names: &[ast::Name]| names.first().map_or(queue.name.span, |name| name.span);
        for line in &queue.lines {
            match line {
                QueueLine::When { keyword, condition } => self.once(&mut lines.when, condition, *keyword, "when"),
                QueueLine::TakeAll(span) => self.once(&mut lines.take, None, *span, "take"),
                QueueLine::Take(count) => self.once(&mut lines.take, Some(count), count.span, "take"),
                QueueLine::Sample(share) => self.once(&mut lines.sample, share, share.span, "sample"),
                QueueLine::Raters(count) => self.once(&mut lines.raters, count, count.span, "raters"),
                QueueLine::Skills(names) => self.once(&mut lines.skills, names.as_slice(), place(names), "skills"),
                QueueLine::Languages(names) => {
                    self.once(&mut lines.languages, names.as_slice(), place(names), "languages");
                }
                QueueLine::DueWithin(time) => self.once(&mut lines.due_within, time, time.span, "due within"),
                QueueLine::HiddenGold(share) => self.once(&mut lines.hidden_gold, share, share.span, "hidden gold"),
                QueueLine::Priority(written) => self.once(&mut lines.priority, written, written.span, "priority"),
                QueueLine::Meta(_) | QueueLine::Prose(_) => {}
            }
        }
        lines
    }

    fn take(&mut self, literal: Option<&ast::Literal>) -> Option<Take> {
        let Some(literal) = literal else { return Some(Take::All) };
        match literal.kind {
            LiteralKind::Number(count) if count >= 1.0 && count.fract() == 0.0 => Some(Take::Count(count as u64)),
            LiteralKind::Percent(share) if share > 0.0 && share <= 1.0 => Some(Take::Share(share)),
            _ => {
                self.wrong_amount(literal.span, "`take` wants a number of items, a percent of them, or `all`");
                None
            }
        }
    }

    fn share(&mut self, literal: &ast::Literal, line: &str) -> Option<f64> {
        match literal.kind {
            LiteralKind::Percent(share) if (0.0..=1.0).contains(&share) => Some(share),
            _ => {
                self.wrong_amount(literal.span, &format!("`{line}` wants a percent from 0% to 100%"));
                None
            }
        }
    }

    fn raters(&mut self, literal: &ast::Literal) -> Option<u32> {
        match literal.kind {
            LiteralKind::Number(count) if (1.0..=RATERS_MAX).contains(&count) && count.fract() == 0.0 => {
                Some(count as u32)
            }
            _ => {
                self.wrong_amount(literal.span, &format!("`raters` wants a whole number from 1 to {RATERS_MAX}"));
                None
            }
        }
    }

    fn due(&mut self, literal: &ast::Literal) -> Option<f64> {
        match literal.kind {
            LiteralKind::Duration(seconds) if seconds > 0.0 => Some(seconds),
            _ => {
                self.wrong_amount(literal.span, "`due within` wants a time: `due within 3 days`");
                None
            }
        }
    }

    fn wrong_amount(&mut self, span: Span, title: &str) {
        self.report(Diagnostic::error("E058", title, span, ""));
    }

    /// Builds a slice.
    pub fn slice(&mut self, node: &Node<'t, ast::Slice>) -> Option<Slice> {
        let condition = self.line_condition(&node.item.condition, Scope::new(node.place, Reads::Slice))?;
        let title = node.item.title.text.clone();
        Some(Slice { name: node.name.clone(), title, condition, span: node.whole })
    }
}
