//! `is`: equality, sets, membership, and what is missing.

use super::Checker;
use super::context::Scope;
use super::expr::{condition, make, shorten};
use super::types;
use crate::language::diag::Diagnostic;
use crate::language::policy::{Expr, ExprKind};
use crate::language::resolve::names::Kind;
use crate::language::source::Span;
use crate::language::syntax::ast::{self, IsRight};
use crate::language::value::{Type, Value};

impl Checker<'_> {
    /// Types `x is …`, without its `not`.
    pub fn is(&mut self, span: Span, value: &ast::Expr, right: &IsRight, scope: &mut Scope) -> Option<Expr> {
        if let IsRight::Missing = right {
            let value = self.expr(value, scope, None)?;
            return Some(condition(ExprKind::IsMissing(Box::new(value)), span));
        }
        let left = self.expr(value, scope, None)?;
        if left.ty == Type::Bool {
            let name = shorten(self.sources.text(left.span)).to_owned();
            self.report(
                Diagnostic::error("E077", format!("`{name}` is a condition and stands alone"), span, "")
                    .help(format!("write `{name}` or `not {name}`")),
            );
            return None;
        }
        match right {
            IsRight::Missing => None,
            IsRight::Value(right) => {
                let right = self.member(right, &left.ty, scope)?;
                self.equal(span, left, right)
            }
            IsRight::OneOf(members) => self.one_of(span, left, members, scope),
            IsRight::OneOfRef(reference) => self.one_of_ref(span, left, reference, scope),
            IsRight::Set(members) => self.set(span, left, members, scope),
        }
    }

    /// Types what stands right of `is`: a bare word is a constant of the left side's type, never a field.
    pub fn member(&mut self, member: &ast::Expr, ty: &Type, scope: &mut Scope) -> Option<Expr> {
        if let ast::ExprKind::Paren(inner) = &member.kind {
            return self.member(inner, ty, scope);
        }
        let ast::ExprKind::Ref(reference) = &member.kind else { return self.expr(member, scope, Some(ty)) };
        let bare = reference.path.segments.len() == 1 && reference.filter.is_none() && reference.tail.is_empty();
        if !bare || scope.binds(&reference.path.text()) {
            return self.expr(member, scope, Some(ty));
        }
        self.bare_word(&reference.path, ty, scope)
    }

    /// Types a bare word right of `is`.
    fn bare_word(&mut self, path: &ast::Path, ty: &Type, scope: &mut Scope) -> Option<Expr> {
        let word = path.text();
        if let Some(value) = self.constant(&word, ty) {
            return Some(make(ExprKind::Const(value), ty.clone(), path.span));
        }
        if types::worded(ty) {
            self.unknown_word(path, ty, scope);
            return None;
        }
        let named = self.lookup(path, scope.place).map(|(decl, _)| decl.kind);
        if matches!(named, Some(Kind::Define | Kind::Question)) {
            return self.name_value(path, scope);
        }
        if self.schema.find(&word).is_some() {
            self.report(
                Diagnostic::error("E036", format!("after `is`, `{word}` is a word and not a field"), path.span, "")
                    .help(format!("write `item.{word}` for the field"))
                    .fix(path.span, format!("item.{word}")),
            );
        } else if *ty == Type::Text {
            self.report(
                Diagnostic::error("E036", format!("`{word}` is compared with text"), path.span, "not in quotes")
                    .help(format!("write `\"{word}\"`"))
                    .fix(path.span, format!("\"{word}\"")),
            );
        } else {
            self.unknown_value(path, scope);
        }
        None
    }

    /// Types the equality of two values.
    fn equal(&mut self, span: Span, left: Expr, right: Expr) -> Option<Expr> {
        match (&left.ty, &right.ty) {
            (Type::Record(_), _) | (_, Type::Record(_)) => {
                let title = "records are not compared as a whole";
                self.report(Diagnostic::error("E036", title, span, "").help("compare their fields"));
                return None;
            }
            (Type::Enum(words), Type::Text) => {
                let words = words.clone();
                return self.word_and_text(span, left, right, &words);
            }
            (Type::Text, Type::Enum(words)) => {
                let words = words.clone();
                return self.word_and_text(span, right, left, &words);
            }
            (Type::Enum(ours), Type::Enum(theirs)) if ours != theirs => {
                let (ours, theirs) = (ours.clone(), theirs.clone());
                return self.two_enums(span, left, right, &ours, &theirs);
            }
            (one, other) if !types::alike(one, other) => {
                self.mismatch(&left, &right);
                return None;
            }
            _ => {}
        }
        let sound = self.in_range(&left, &right) && self.in_range(&right, &left);
        sound.then(|| condition(ExprKind::Equal(Box::new(left), Box::new(right)), span))
    }

    /// Types the equality of a word of an enum and a text: the text is one of the words, and the same.
    fn word_and_text(&mut self, span: Span, word: Expr, text: Expr, words: &[String]) -> Option<Expr> {
        if let ExprKind::Const(Value::Text(written)) = &text.kind {
            let name = shorten(self.sources.text(word.span)).to_owned();
            let found = Diagnostic::error("E036", format!("`{name}` is a word and not text"), text.span, "in quotes");
            let known = words.iter().any(|word| word == written);
            self.report(if known {
                found.help(format!("write `{written}` without quotes")).fix(text.span, written.to_string())
            } else {
                found.help(format!("it is {}", types::detail(&word.ty)))
            });
            return None;
        }
        let pairs = words.iter().enumerate().map(|(at, known)| {
            let same = make(ExprKind::Const(Value::Text(known.clone().into())), Type::Text, text.span);
            (at, same)
        });
        Some(both_equal(span, &word, &text, pairs.collect()))
    }

    /// Types the equality of words of two enums: they share words, and these are compared as words.
    fn two_enums(&mut self, span: Span, left: Expr, right: Expr, ours: &[String], theirs: &[String]) -> Option<Expr> {
        let pairs: Vec<(usize, Expr)> = ours
            .iter()
            .enumerate()
            .filter_map(|(at, word)| {
                let other = theirs.iter().position(|known| known == word)?;
                let same = make(ExprKind::Const(Value::Word(other as u16)), right.ty.clone(), right.span);
                Some((at, same))
            })
            .collect();
        if pairs.is_empty() {
            self.mismatch(&left, &right);
            return None;
        }
        Some(both_equal(span, &left, &right, pairs))
    }

    /// Types `x is one of (a, b)`.
    fn one_of(&mut self, span: Span, left: Expr, members: &[ast::Expr], scope: &mut Scope) -> Option<Expr> {
        if !self.single(&left, span) {
            return None;
        }
        let mut typed = Vec::new();
        let mut sound = true;
        for member in members {
            match self.member(member, &left.ty, scope) {
                Some(member) if types::alike(&left.ty, &member.ty) => {
                    sound &= self.in_range(&member, &left);
                    typed.push(member);
                }
                Some(member) => {
                    // Words in quotes and the like come here: as a pair they are told best what to write.
                    if self.equal(span, left.clone(), member.clone()).is_some() {
                        self.mismatch(&left, &member);
                    }
                    sound = false;
                }
                None => sound = false,
            }
        }
        sound.then(|| condition(ExprKind::OneOf(Box::new(left), typed), span))
    }

    /// True, or reported, if the left of `is one of` is one value.
    fn single(&mut self, left: &Expr, span: Span) -> bool {
        if types::element(&left.ty).is_none() {
            return true;
        }
        let name = shorten(self.sources.text(left.span)).to_owned();
        self.report(
            Diagnostic::error("E079", format!("`{name}` is {}, not one value", types::phrase(&left.ty)), span, "")
                .help(format!("write `{name} has any of (…)`")),
        );
        false
    }

    /// Types `x is one of names`: a declared list, or a list that the item or the decision holds.
    fn one_of_ref(&mut self, span: Span, left: Expr, reference: &ast::Ref, scope: &mut Scope) -> Option<Expr> {
        if !self.single(&left, span) {
            return None;
        }
        if let Some(kind) = self.words_named(&reference.path, scope) {
            return self.one_of_words(span, left, reference, kind, scope);
        }
        let list = self.reference(reference, scope, None)?;
        match types::element(&list.ty) {
            Some(element) if types::alike(element, &left.ty) => {
                Some(condition(ExprKind::OneOfList(Box::new(left), Box::new(list)), span))
            }
            Some(_) => {
                self.mismatch(&left, &list);
                None
            }
            None => {
                let name = reference.path.text();
                let title = format!("`{name}` is {} and not a list", types::phrase(&list.ty));
                self.report(
                    Diagnostic::error("E079", title, list.span, "")
                        .help(format!("for one value write `is {name}`; for several, `is one of (…, …)`")),
                );
                None
            }
        }
    }

    /// Types `u.domain is one of shorteners`.
    fn one_of_words(
        &mut self,
        span: Span,
        left: Expr,
        reference: &ast::Ref,
        kind: &'static str,
        scope: &Scope,
    ) -> Option<Expr> {
        let name = reference.path.text();
        let wrong = |help: String, title: String| Diagnostic::error("E079", title, reference.span, "").help(help);
        if kind == "pattern" || reference.filter.is_some() {
            let help = format!("to look for it in a text write `text has {name}`");
            self.report(wrong(help, format!("`is one of` wants a whole list, and `{name}` is none")));
            return None;
        }
        if left.ty != Type::Text {
            let title = format!("list `{name}` holds texts, and this is {}", types::phrase(&left.ty));
            self.report(wrong("write the words: `is one of (…, …)`".to_owned(), title));
            return None;
        }
        let list = self.list_named(&reference.path, scope.place)?;
        Some(condition(ExprKind::OneOfTerms(Box::new(left), list), span))
    }

    /// Types `labels is (hate, threat)`: equal as sets.
    fn set(&mut self, span: Span, left: Expr, members: &[ast::Expr], scope: &mut Scope) -> Option<Expr> {
        let Some(element) = types::element(&left.ty).cloned() else {
            let name = shorten(self.sources.text(left.span)).to_owned();
            self.report(
                Diagnostic::error("E079", format!("`{name}` is one value and not a list"), span, "")
                    .help(format!("write `{name} is one of (…)`")),
            );
            return None;
        };
        let mut values = Vec::new();
        let mut sound = true;
        for member in members {
            match self.member(member, &element, scope) {
                Some(Expr { kind: ExprKind::Const(value), ty, .. }) if types::alike(&ty, &element) => {
                    values.push(value);
                }
                Some(other) => {
                    let title =
                        format!("the members of a set are constants of one type, here {}", types::phrase(&element));
                    self.report(Diagnostic::error("E079", title, other.span, types::phrase(&other.ty)));
                    sound = false;
                }
                None => sound = false,
            }
        }
        let right = make(ExprKind::Const(Value::List(values)), left.ty.clone(), span);
        sound.then(|| condition(ExprKind::Equal(Box::new(left), Box::new(right)), span))
    }

    /// Reports two values of different types.
    pub fn mismatch(&mut self, left: &Expr, right: &Expr) {
        let title = format!("{} is compared with {}", types::phrase(&left.ty), types::phrase(&right.ty));
        let found = Diagnostic::error("E036", title, right.span, types::detail(&right.ty))
            .also(left.span, types::detail(&left.ty));
        let text = shorten(self.sources.text(right.span)).to_owned();
        self.report(match (&left.ty, &right.ty) {
            (Type::Duration(_), Type::Number { .. }) => found.help(format!("give the number a unit: `{text} days`")),
            (Type::Time, Type::Duration(_)) => found.help(format!("count from the run's date: `today - {text}`")),
            (Type::Text, Type::Number { .. }) => {
                found.help("compare the text's size, `.words` or `.length`, or put the number in quotes")
            }
            (Type::List(_), _) => found.help("a list `has` something, or is compared by its `.count`"),
            _ => found.help("compare values of one type"),
        });
    }
}

/// Compares two sides by the words they share: both are the first, or both the second, and so on.
fn both_equal(span: Span, left: &Expr, right: &Expr, pairs: Vec<(usize, Expr)>) -> Expr {
    let mut either = Vec::new();
    for (at, same) in pairs {
        let word = make(ExprKind::Const(Value::Word(at as u16)), left.ty.clone(), left.span);
        let is_left = condition(ExprKind::Equal(Box::new(left.clone()), Box::new(word)), span);
        let is_right = condition(ExprKind::Equal(Box::new(right.clone()), Box::new(same)), span);
        either.push(condition(ExprKind::And(vec![is_left, is_right]), span));
    }
    match either.len() {
        1 => either.pop().unwrap_or_else(|| left.clone()),
        _ => condition(ExprKind::Or(either), span),
    }
}
