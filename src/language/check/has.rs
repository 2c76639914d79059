//! `has`: words in a text, or members in a list.

use super::Checker;
use super::context::Scope;
use super::expr::{condition, make, shorten};
use super::types;
use crate::language::diag::Diagnostic;
use crate::language::policy::{Amount, Expr, ExprKind};
use crate::language::resolve::names::Kind;
use crate::language::resolve::suggest;
use crate::language::source::Span;
use crate::language::syntax::ast::{self, Match, TermKind};
use crate::language::value::{Type, Value};

impl Checker<'_> {
    /// Types `x has …`.
    pub fn has(
        &mut self,
        span: Span,
        subject: &ast::Expr,
        amount: Amount,
        pattern: &Match,
        scope: &mut Scope,
    ) -> Option<Expr> {
        let subject = self.expr(subject, scope, None);
        if let Amount::AtLeast(0) | Amount::Mentions(0) = amount {
            let title = "`at least 0` always holds";
            self.report(Diagnostic::error("E040", title, span, "").help("write `at least 1` or more"));
            return None;
        }
        let Some(subject) = subject else {
            // What is looked for is looked at all the same, so that both sides' errors show at once.
            let plain = pattern_of_words(pattern);
            if !plain {
                self.pattern(pattern, scope);
            }
            return None;
        };
        if let ExprKind::Checks = subject.kind {
            return self.has_checks(span, subject, amount, pattern);
        }
        if types::searchable(&subject.ty) {
            let pattern = self.pattern(pattern, scope)?;
            return Some(condition(
                ExprKind::Has { subject: Box::new(subject), amount, pattern: Box::new(pattern) },
                span,
            ));
        }
        match types::element(&subject.ty).cloned() {
            Some(element) if types::worded(&element) => self.includes(span, subject, &element, amount, pattern, scope),
            _ => {
                self.report(not_searchable(&subject, shorten(self.sources.text(subject.span))));
                None
            }
        }
    }

    /// Types `labels has hate`, `policy.fired has any of (HS.1, HS.2)`.
    fn includes(
        &mut self,
        span: Span,
        list: Expr,
        element: &Type,
        amount: Amount,
        pattern: &Match,
        scope: &mut Scope,
    ) -> Option<Expr> {
        let members = self.members(&list, amount, pattern)?;
        let mut typed = Vec::new();
        let mut sound = true;
        for reference in members {
            let whole = reference.filter.is_none() && reference.tail.is_empty();
            let constant = if whole { self.constant(&reference.path.text(), element) } else { None };
            if let Some(value) = constant {
                typed.push(make(ExprKind::Const(value), element.clone(), reference.span));
            } else if whole && !self.reads_value(&reference.path, scope) {
                self.unknown_word(&reference.path, element, scope);
                sound = false;
            } else {
                match self.reference(reference, scope, Some(element)) {
                    Some(member) if types::alike(&member.ty, element) => typed.push(member),
                    Some(member) => {
                        self.mismatch(&list, &member);
                        sound = false;
                    }
                    None => sound = false,
                }
            }
        }
        sound.then(|| condition(ExprKind::Includes { list: Box::new(list), amount, members: typed }, span))
    }

    /// Types `checks has hasty`.
    fn has_checks(&mut self, span: Span, list: Expr, amount: Amount, pattern: &Match) -> Option<Expr> {
        let members = self.members(&list, amount, pattern)?;
        let mut typed = Vec::new();
        let mut sound = true;
        for reference in members {
            let name = reference.path.text();
            if self.world.checks.iter().any(|check| check.item.name.text == name) {
                typed.push(make(ExprKind::Const(Value::Text(name.into())), Type::Text, reference.span));
                continue;
            }
            sound = false;
            if self.lost(&[Kind::Check], &name) {
                continue;
            }
            let known = self.world.checks.iter().map(|check| check.item.name.text.as_str());
            let found = Diagnostic::error("E030", format!("there is no check `{name}`"), reference.span, "");
            let near = suggest::did_you_mean(&name, known);
            self.report(match near {
                Some(help) => found.help(help),
                None => found,
            });
        }
        sound.then(|| condition(ExprKind::Includes { list: Box::new(list), amount, members: typed }, span))
    }

    /// Reads a pattern as plain members; reports it if it is more than that.
    fn members<'m>(&mut self, list: &Expr, amount: Amount, pattern: &'m Match) -> Option<Vec<&'m ast::Ref>> {
        let mut members = Vec::new();
        let mut wrong = None;
        gather(pattern, &mut members, &mut wrong);
        if wrong.is_none() && matches!(amount, Amount::Mentions(_)) {
            wrong = Some(pattern.span);
        }
        let Some(span) = wrong else { return Some(members) };
        let name = shorten(self.sources.text(list.span)).to_owned();
        let title = format!("`{name}` is {} and not text", types::phrase(&list.ty));
        self.report(
            Diagnostic::error("E040", title, span, "this is for searching text")
                .help(format!("name its members: `{name} has x`, `{name} has any of (x, y)`")),
        );
        None
    }
}

/// True if the pattern is nothing but names, which may be members of a list whose type is not known.
fn pattern_of_words(pattern: &Match) -> bool {
    let mut wrong = None;
    gather(pattern, &mut Vec::new(), &mut wrong);
    wrong.is_none()
}

/// Gathers plain names from a pattern, and the first thing in it that is none.
fn gather<'m>(pattern: &'m Match, members: &mut Vec<&'m ast::Ref>, wrong: &mut Option<Span>) {
    let related = pattern.relation.as_ref().map(|relation| relation.span);
    let viewed = pattern.term.views.first().map(|view| view.span);
    if let Some(span) = related.or(viewed) {
        wrong.get_or_insert(span);
    }
    match &pattern.term.kind {
        TermKind::Ref(reference) => members.push(reference),
        TermKind::Group { members: inner, .. } => inner.iter().for_each(|member| gather(member, members, wrong)),
        TermKind::Text(text) | TermKind::Regex(text) => {
            wrong.get_or_insert(text.span);
        }
    }
}

/// Describes a subject of `has` in which nothing can be looked for.
fn not_searchable(subject: &Expr, name: &str) -> Diagnostic {
    let title = format!("`{name}` is {}, which has nothing in it", types::phrase(&subject.ty));
    let found = Diagnostic::error("E040", title, subject.span, "`has` looks into a text or a list");
    match &subject.ty {
        Type::Enum(words) => found.help(format!("write `{name} is {}`", words.first().map_or("…", String::as_str))),
        Type::List(_) => found.help(format!("go through it: `for any x in {name}: (…)`")),
        _ => found.help(format!("write `{name} is …`")),
    }
}
