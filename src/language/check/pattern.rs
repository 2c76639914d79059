//! What is looked for: terms, and what must hold of each hit.

use super::Checker;
use super::context::{Binder, Scope};
use super::expr::{condition, shorten};
use super::types;
use crate::language::diag::Diagnostic;
use crate::language::policy::{
    Expr, ExprKind, ListId, Match, PatternId, Relation, RelationKind, StandardPattern, Term, TermKind, View,
};
use crate::language::resolve::cycles::{self, Item};
use crate::language::resolve::names::Kind;
use crate::language::resolve::suggest;
use crate::language::source::Span;
use crate::language::syntax::ast;
use crate::language::value::{FieldType, Type};

impl Checker<'_> {
    /// Types what is looked for.
    pub fn pattern(&mut self, pattern: &ast::Match, scope: &mut Scope) -> Option<Match> {
        if self.is_full() {
            return None;
        }
        let term = self.term(&pattern.term, scope);
        let relation = pattern.relation.as_ref().map(|relation| self.relation(relation, scope).map(Box::new));
        Some(Match { term: term?, relation: relation.map_or(Some(None), |found| found.map(Some))?, span: pattern.span })
    }

    /// Types one term.
    fn term(&mut self, term: &ast::Term, scope: &mut Scope) -> Option<Term> {
        let mut views: Vec<View> = Vec::new();
        for word in &term.views {
            if !views.contains(&word.view) {
                views.push(word.view);
            }
        }
        let kind = match &term.kind {
            ast::TermKind::Text(text) => {
                self.term_text(&text.text, text.span)?;
                TermKind::Literal(text.text.clone())
            }
            ast::TermKind::Regex(regex) => {
                self.regex(regex)?;
                TermKind::Regex(regex.text.clone())
            }
            ast::TermKind::Ref(reference) => self.term_ref(reference, scope)?,
            ast::TermKind::Group { members, .. } => {
                let typed: Vec<Option<Match>> = members.iter().map(|member| self.pattern(member, scope)).collect();
                TermKind::Any(typed.into_iter().collect::<Option<Vec<_>>>()?)
            }
        };
        Some(Term { kind, views, span: term.span })
    }

    /// Types a name among terms: a list, a pattern, a built-in pattern, or a text.
    fn term_ref(&mut self, reference: &ast::Ref, scope: &mut Scope) -> Option<TermKind> {
        let path = &reference.path;
        let first = path.segments.first()?;
        if first.text == "std" && !scope.binds("std") {
            return self.standard(reference);
        }
        if !scope.binds(&first.text)
            && let Some((decl, _)) = self.lookup(path, scope.place)
        {
            // An item that could not be read was reported.
            decl.index?;
            match cycles::item_of(self.world, self.reading, scope.place, path) {
                Some(Item::List(node)) => {
                    let list = self.ids.list(node)?;
                    return self.list_term(list, reference, scope);
                }
                Some(Item::Pattern(node)) => return self.pattern_term(self.ids.pattern(node)?, reference),
                _ => {
                    self.not_words(path, decl.kind, decl.span);
                    return None;
                }
            }
        }
        if self.names_value(path, scope) {
            return self.text_term(reference, scope);
        }
        self.unknown_term(path, scope);
        None
    }

    /// Types a list, perhaps filtered.
    fn list_term(&mut self, list: ListId, reference: &ast::Ref, scope: &mut Scope) -> Option<TermKind> {
        if let Some(extra) = self.trailing(reference, "a list") {
            self.report(extra);
            return None;
        }
        let Some(filter) = &reference.filter else { return Some(TermKind::List(list, None)) };
        let attributes = &self.lists.get(list.0 as usize)?.as_ref()?.attributes;
        let fields: Vec<FieldType> =
            attributes.iter().map(|(name, ty)| FieldType { name: name.clone(), ty: ty.clone() }).collect();
        if fields.is_empty() {
            let name = reference.path.text();
            let title = format!("the entries of `{name}` carry no attributes");
            self.report(
                Diagnostic::error("E041", title, filter.span, "so there is nothing to choose them by")
                    .help("give every entry some: `\"word\" { severity: high }`"),
            );
            return None;
        }
        scope.binders.push(Binder { name: None, ty: Type::Record(fields.into()), list: Some(list) });
        let filter = self.condition(filter, scope);
        scope.binders.pop();
        Some(TermKind::List(list, Some(Box::new(filter?))))
    }

    /// Types a pattern.
    fn pattern_term(&mut self, pattern: PatternId, reference: &ast::Ref) -> Option<TermKind> {
        let mut wrong = self.trailing(reference, "a pattern");
        if let Some(filter) = &reference.filter {
            let title = format!("pattern `{}` has no entries to choose from", reference.path.text());
            wrong = Some(Diagnostic::error("E041", title, filter.span, "only lists are filtered"));
        }
        if let Some(wrong) = wrong {
            self.report(wrong);
            return None;
        }
        // What stands in a circle was reported.
        self.patterns.get(pattern.0 as usize)?.as_ref()?;
        Some(TermKind::Pattern(pattern))
    }

    /// Describes parts asked of something that has none.
    fn trailing(&self, reference: &ast::Ref, what: &str) -> Option<Diagnostic> {
        let used = 1 + usize::from(self.lookup_is_alias(&reference.path));
        let extra = reference.path.segments.get(used).or(reference.tail.first())?;
        let title = format!("{what} has no parts, and no `{}`", extra.text);
        Some(Diagnostic::error("E047", title, extra.span, ""))
    }

    /// True if the path begins with the alias of another pack.
    fn lookup_is_alias(&self, path: &ast::Path) -> bool {
        let Some(first) = path.segments.first() else { return false };
        self.reading.spaces.iter().flat_map(|space| &space.layers).any(|layer| layer.aliases.contains_key(&first.text))
    }

    /// Types a built-in pattern.
    fn standard(&mut self, reference: &ast::Ref) -> Option<TermKind> {
        let name = reference.path.text();
        if let Some((pattern, _)) = StandardPattern::NAMES.iter().find(|(_, known)| *known == name)
            && reference.filter.is_none()
        {
            return Some(TermKind::Standard(*pattern));
        }
        let known = || StandardPattern::NAMES.iter().map(|(_, name)| *name);
        let mut found = Diagnostic::error("E030", format!("there is no built-in pattern `{name}`"), reference.span, "");
        if let Some(help) = suggest::did_you_mean(&name, known()) {
            found = found.help(help);
        }
        self.report(found.note(format!("they are {}", suggest::listing(known()))));
        None
    }

    /// Types another text whose words are looked for.
    fn text_term(&mut self, reference: &ast::Ref, scope: &mut Scope) -> Option<TermKind> {
        let value = self.reference(reference, scope, None)?;
        if types::searchable(&value.ty) {
            return Some(TermKind::Text(Box::new(value)));
        }
        let name = shorten(self.sources.text(value.span)).to_owned();
        let title = format!("`{name}` is {} and cannot be looked for", types::phrase(&value.ty));
        self.report(Diagnostic::error("E040", title, value.span, "a list, a pattern or a text is wanted"));
        None
    }

    /// Reports a name that is no list and no pattern.
    fn not_words(&mut self, path: &ast::Path, kind: Kind, declared: Span) {
        let name = path.text();
        let title = format!("`{name}` is {} and cannot be looked for", kind.phrase());
        let found = Diagnostic::error("E040", title, path.span, "a list, a pattern or a text is wanted")
            .also(declared, "declared here");
        self.report(match kind {
            Kind::Define | Kind::Question => found
                .help(format!("a condition stands on its own: `text has … and {name}`"))
                .help("words to look for are shared with `pattern`"),
            _ => found,
        });
    }

    /// Reports a name among terms that leads nowhere.
    fn unknown_term(&mut self, path: &ast::Path, scope: &Scope) {
        let word = path.text();
        let kinds = [Kind::List, Kind::Pattern];
        if self.lost(&kinds, &word) {
            return;
        }
        let first = path.segments.first().map_or("", |segment| segment.text.as_str());
        let mut found = Diagnostic::error("E030", format!("there is no list or pattern `{word}`"), path.span, "");
        let names = self.world.names.get(scope.place.space);
        let mut known: Vec<&str> = names.into_iter().flat_map(|names| names.of_kinds(&kinds)).collect();
        let texts = self.schema.fields.iter().filter(|field| types::searchable(&field.ty));
        known.extend(texts.map(|field| field.path.as_str()));
        if let Some(wrong) = self.unknown_in_alias(path, &kinds, scope.place) {
            found = wrong;
        } else if let Some(help) = suggest::did_you_mean(&word, known) {
            found = found.help(help);
        } else {
            found =
                found.help(format!("declare it, `list {first} {{ \"…\" }}`, or put the word in quotes: `\"{word}\"`"));
        }
        self.report(found);
    }

    /// Types what must hold of a hit.
    pub fn relation(&mut self, relation: &ast::Relation, scope: &mut Scope) -> Option<Relation> {
        let kind = match &relation.kind {
            ast::RelationKind::Within { words, order, other } => {
                RelationKind::Within { words: *words, order: *order, other: self.term(other, scope)? }
            }
            ast::RelationKind::SameSentence(other) => RelationKind::SameSentence(self.term(other, scope)?),
            ast::RelationKind::InQuotes => RelationKind::InQuotes,
            ast::RelationKind::InFirst(words) => RelationKind::InFirst(*words),
            ast::RelationKind::InLast(words) => RelationKind::InLast(*words),
        };
        Some(Relation { negated: relation.negated, kind, span: relation.span })
    }

    /// Types `every match in quotes`.
    pub fn match_test(&mut self, span: Span, every: bool, relation: &ast::Relation, scope: &mut Scope) -> Option<Expr> {
        let relation = self.relation(relation, scope);
        if !scope.in_exception {
            self.report(
                Diagnostic::error("E044", "`match` can only be read in an exception", span, "")
                    .note("it means what the `when` of the clause found, and there is none to look back at here")
                    .help("write the condition after `if` of an `except`")
                    .help("to look at words themselves write `text has … in quotes`"),
            );
            return None;
        }
        Some(condition(ExprKind::MatchTest { every, relation: Box::new(relation?) }, span))
    }
}
