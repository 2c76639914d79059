//! Exemptions: proved, they clear or cap.

use super::Checker;
use super::context::{Reads, Scope};
use super::lines::{Once, path_of};
use crate::language::diag::Diagnostic;
use crate::language::policy::Exemption;
use crate::language::resolve::names::Node;
use crate::language::syntax::ast::{self, ExemptLine, LiteralKind, UnknownAction};
use crate::language::value::ClauseId;

/// The lines of an exemption by kind; `action` is the verdict it caps at, or nothing where it clears.
#[derive(Default)]
struct Lines<'t> {
    from: Once<&'t [ast::Path]>,
    when: Once<&'t ast::Expr>,
    action: Once<Option<&'t ast::Name>>,
    reason: Once<&'t ast::Text>,
    expires: Once<&'t ast::Literal>,
}

impl<'t> Checker<'t> {
    /// Builds an exemption.
    pub fn exempt(&mut self, node: &Node<'t, ast::Exempt>) -> Option<Exemption> {
        let lines = self.exempt_lines(node.item);
        let path = path_of(&node.item.name);
        let mut need = |missing: bool, line: &str, help: &str| {
            if missing {
                self.missing_line(line, &path, node.whole, help);
            }
        };
        need(lines.from.is_none(), "from", "name the clauses: `from HS.2, HS.7`");
        need(lines.when.is_none(), "when", "say whom it exempts: `when author.badge is press`");
        need(lines.action.is_none(), "caps at", "write `caps at` with a verdict, or `clears`");
        need(lines.reason.is_none(), "reason", "say why it was given: `reason \"…\"`");
        let from = lines.from.map_or(&[][..], |(ids, _)| ids);
        let from: Vec<_> = from.iter().map(|id| self.clause_at(id)).collect();
        let scope = Scope::new(node.place, Reads::Item("an exemption"));
        let when = lines.when.and_then(|(written, _)| self.line_condition(written, scope));
        let caps_at = match lines.action {
            Some((Some(name), _)) => Some(self.rung_named(name)?),
            _ => None,
        };
        let expires = match lines.expires.map(|(literal, _)| &literal.kind) {
            Some(LiteralKind::Time(time)) => Some((*time)?),
            _ => None,
        };
        lines.action?;
        Some(Exemption {
            name: node.name.clone(),
            title: node.item.title.text.clone(),
            from: from.into_iter().collect::<Option<Vec<_>>>()?,
            when: when?,
            caps_at,
            reason: lines.reason?.0.text.clone(),
            expires,
            span: node.whole,
        })
    }

    /// Finds a clause; reports what is none.
    pub fn clause_at(&mut self, id: &ast::Path) -> Option<ClauseId> {
        let found = self.clause_id(&id.text());
        if found.is_none() {
            let name = id.text();
            if self.world.exempts.iter().any(|exempt| exempt.item.name.text == name) {
                let title = format!("`{name}` is an exemption and not a clause");
                self.report(
                    Diagnostic::error("E056", title, id.span, "")
                        .note("an exemption cannot be taken from another exemption"),
                );
            } else {
                self.unknown_clause(id);
            }
        }
        found
    }

    /// Sorts the lines of an exemption.
    fn exempt_lines(&mut self, exempt: &'t ast::Exempt) -> Lines<'t> {
        let mut lines = Lines::default();
        for line in &exempt.lines {
            match line {
                ExemptLine::From(ids) => {
                    let span = ids.first().map_or(exempt.name.span, |id| id.span);
                    self.once(&mut lines.from, ids.as_slice(), span, "from");
                }
                ExemptLine::When { keyword, condition } => self.once(&mut lines.when, condition, *keyword, "when"),
                ExemptLine::CapsAt { keyword, verdict } => {
                    self.once(&mut lines.action, Some(verdict), *keyword, "caps at` or `clears");
                }
                ExemptLine::Clears(span) => self.once(&mut lines.action, None, *span, "caps at` or `clears"),
                ExemptLine::Reason(text) => self.once(&mut lines.reason, text, text.span, "reason"),
                ExemptLine::Expires(date) => self.once(&mut lines.expires, date, date.span, "expires"),
                ExemptLine::OnUnknown(line) => self.proved(line),
                ExemptLine::Meta(_) | ExemptLine::Prose(_) => {}
            }
        }
        lines
    }

    /// Refuses an exemption that would apply unproved.
    fn proved(&mut self, line: &ast::OnUnknown) {
        if matches!(line.action, UnknownAction::Abstain | UnknownAction::AssumeNoMatch) {
            return;
        }
        self.report(
            Diagnostic::error("E056", "an exemption must be proved", line.span, "")
                .note("where its condition is unknown it does not apply, and that is recorded")
                .help("remove this line"),
        );
    }
}
