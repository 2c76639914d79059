//! References: from a path to the value it reads.
//!
//! A first word is looked up in this order: what an enclosing `for` or filter binds, `item`, the words for judges and
//! decisions, the longest field of the schema, then defines and questions. What follows are parts of that value.

use super::Checker;
use super::context::{Binder, Meaning, Scope};
use super::expr::{condition, make, shorten};
use super::types;
use crate::language::diag::Diagnostic;
use crate::language::policy::{DefineId, Expr, ExprKind, ListId, QuestionId, TextProperty};
use crate::language::resolve::cycles::{self, Item};
use crate::language::resolve::names::{Decl, Kind};
use crate::language::resolve::space::Place;
use crate::language::resolve::{self, suggest};
use crate::language::source::Span;
use crate::language::syntax::ast;
use crate::language::value::{FieldType, Type};

/// First words that lead to judges and decisions rather than to the item.
pub const DECISION: [&str; 7] = ["model", "models", "rating", "ratings", "gold", "policy", "policies"];

impl Checker<'_> {
    /// Types a reference with its filter and what follows.
    pub fn reference(&mut self, reference: &ast::Ref, scope: &mut Scope, hint: Option<&Type>) -> Option<Expr> {
        let path = &reference.path;
        let whole = reference.filter.is_none() && reference.tail.is_empty();
        if let Some(ty) = hint
            && whole
            && types::worded(ty)
            && !path.segments.first().is_some_and(|first| scope.binds(&first.text))
            && let Some(value) = self.constant(&path.text(), ty)
        {
            return Some(make(ExprKind::Const(value), ty.clone(), path.span));
        }
        let (mut value, used) = self.head(path, scope, hint)?;
        let last = used.checked_sub(1).and_then(|at| path.segments.get(at));
        value.span = path.segments.first().zip(last).map_or(path.span, |(first, last)| first.span.to(last.span));
        for segment in path.segments.iter().skip(used) {
            value = self.part(value, segment)?;
        }
        if let Some(filter) = &reference.filter {
            value = self.filtered(value, filter, reference, scope)?;
        }
        for segment in &reference.tail {
            value = self.part(value, segment)?;
        }
        value.span = reference.span;
        Some(value)
    }

    /// Types the beginning of a path, and says how many of its segments that took.
    fn head(&mut self, path: &ast::Path, scope: &mut Scope, hint: Option<&Type>) -> Option<(Expr, usize)> {
        let first = path.segments.first()?;
        if let Some((bound, attribute)) = bound(scope, first) {
            if let Some((list, at)) = attribute {
                self.need_attribute(list, at, first.span)?;
            }
            return Some((bound, 1));
        }
        if first.text == "item" {
            return self.item_field(path);
        }
        if DECISION.contains(&first.text.as_str()) || first.text == "checks" {
            return self.decision(path, scope);
        }
        if let Some(found) = self.field(path, 0) {
            return Some(found);
        }
        if first.text == "std" {
            self.lone_standard(path);
            return None;
        }
        let worded = hint.is_some_and(types::worded);
        if self.lookup(path, scope.place).is_some_and(|(decl, _)| !worded || has_value(decl.kind)) {
            let used = 1 + usize::from(resolve::alias(self.reading, scope.place, &first.text).is_some());
            return Some((self.name_value(path, scope)?, used));
        }
        match hint {
            Some(ty) if types::worded(ty) => self.unknown_word(path, ty, scope),
            _ => self.unknown_value(path, scope),
        }
        None
    }

    /// Types the longest field of the schema that a path begins with, from a segment on.
    pub fn field(&self, path: &ast::Path, from: usize) -> Option<(Expr, usize)> {
        let segments: Vec<&str> = path.segments.iter().skip(from).map(|segment| segment.text.as_str()).collect();
        (1..=segments.len()).rev().find_map(|count| {
            let name = segments.get(..count)?.join(".");
            let (id, field) = self.schema.find(&name)?;
            Some((make(ExprKind::Field(id), field.ty.clone(), path.span), from + count))
        })
    }

    /// Reports a built-in pattern where a value should stand.
    fn lone_standard(&mut self, path: &ast::Path) {
        let name = path.text();
        let title = format!("pattern `{name}` has no value");
        let found = Diagnostic::error("E030", title, path.span, "this says what to look for, not where");
        self.report(found.help(format!("to look for it in a text write `text has {name}`")));
    }

    /// Types `item.x`.
    fn item_field(&mut self, path: &ast::Path) -> Option<(Expr, usize)> {
        if let Some(found) = self.field(path, 1) {
            return Some(found);
        }
        let name = path.text();
        let field = name.strip_prefix("item.").unwrap_or("").to_owned();
        if field.is_empty() {
            let title = "`item` is the whole record";
            self.report(Diagnostic::error("E031", title, path.span, "say which field: `item.text`"));
        } else if !self.is_unread(&field) {
            let mut found = self.unknown_field(&field, path.span);
            if found.help.is_empty() {
                found = found.help("declare it in `pack.yaml` under `schema`");
            }
            self.report(found);
        }
        None
    }

    /// Describes a field that the schema lacks.
    pub fn unknown_field(&self, name: &str, span: Span) -> Diagnostic {
        let found = Diagnostic::error("E031", format!("the schema has no field `{name}`"), span, "");
        match suggest::did_you_mean(name, self.schema.fields.iter().map(|field| field.path.as_str())) {
            Some(help) => found.help(help),
            None => found,
        }
    }

    /// Finds what a name is declared as, of the pack or of one behind an alias.
    pub fn lookup(&self, path: &ast::Path, place: Place) -> Option<(Decl, usize)> {
        let first = path.segments.first()?;
        let (space, name) = match resolve::alias(self.reading, place, &first.text) {
            Some(space) => (space, path.segments.get(1)?),
            None => (place.space, first),
        };
        let decl = self.world.names.get(space)?.table.get(&name.text)?;
        Some((*decl, space))
    }

    /// Returns `list` or `pattern` if the path names one; both say what to look for, and have no value.
    pub fn words_named(&self, path: &ast::Path, scope: &Scope) -> Option<&'static str> {
        let first = path.segments.first()?;
        if scope.binds(&first.text) {
            return None;
        }
        if first.text == "std" {
            return Some("pattern");
        }
        match self.lookup(path, scope.place)?.0.kind {
            Kind::List => Some("list"),
            Kind::Pattern => Some("pattern"),
            _ => None,
        }
    }

    /// Finds a list by its path.
    pub fn list_named(&self, path: &ast::Path, place: Place) -> Option<ListId> {
        match cycles::item_of(self.world, self.reading, place, path)? {
            Item::List(node) => self.ids.list(node),
            _ => None,
        }
    }

    /// Types a define or a question; reports other things with a name.
    pub fn name_value(&mut self, path: &ast::Path, scope: &Scope) -> Option<Expr> {
        let (decl, _) = self.lookup(path, scope.place)?;
        // An item that could not be read was reported: nothing more is said about it.
        decl.index?;
        match cycles::item_of(self.world, self.reading, scope.place, path) {
            Some(Item::Define(node)) => {
                let DefineId(id) = self.ids.define(node)?;
                let ty = self.defines.get(id as usize)?.as_ref()?.body.ty.clone();
                return Some(make(ExprKind::Define(DefineId(id)), ty, path.span));
            }
            Some(Item::Question(node)) => {
                let QuestionId(id) = self.ids.question(node)?;
                return Some(condition(ExprKind::Question(QuestionId(id)), path.span));
            }
            _ => {}
        }
        let name = path.text();
        let title = format!("{} `{name}` has no value", decl.kind.phrase());
        let found = Diagnostic::error("E030", title, path.span, "").also(decl.span, "declared here");
        self.report(match decl.kind {
            Kind::List | Kind::Pattern => found.help(format!("to look for it in a text write `text has {name}`")),
            Kind::Rung => found.help("a verdict's name stands beside a verdict: `policy.verdict is …`"),
            Kind::Label => found.help(format!("a label is asked of labels: `policy.labels has {name}`")),
            Kind::Policy => found.help(format!("write `policies.{name}.fired` and the like, in a check or a queue")),
            _ => found,
        });
        None
    }

    /// True if the path begins with anything that has, or by its name should have, a value.
    pub fn names_value(&self, path: &ast::Path, scope: &Scope) -> bool {
        let Some(first) = path.segments.first() else { return false };
        scope.binds(&first.text)
            || first.text == "item"
            || first.text == "checks"
            || DECISION.contains(&first.text.as_str())
            || self.field(path, 0).is_some()
            || self.lookup(path, scope.place).is_some()
    }

    /// True if the path leads to a value, so that it is no word without meaning.
    pub fn reads_value(&self, path: &ast::Path, scope: &Scope) -> bool {
        match self.lookup(path, scope.place) {
            Some((decl, _)) if !path.segments.first().is_some_and(|first| scope.binds(&first.text)) => {
                has_value(decl.kind) || self.field(path, 0).is_some()
            }
            _ => self.names_value(path, scope),
        }
    }

    /// Reports a path that leads nowhere.
    pub fn unknown_value(&mut self, path: &ast::Path, scope: &Scope) {
        let kinds = [Kind::Define, Kind::Question];
        let word = path.text();
        let lost = [Kind::Define, Kind::Question, Kind::List, Kind::Pattern];
        if self.lost(&lost, &word) {
            return;
        }
        let first = path.segments.first().map_or("", |segment| segment.text.as_str());
        if self.constant(&word, &Type::Severity).is_some() || self.clause_id(&word).is_some() {
            let title = format!("`{word}` stands alone");
            self.report(
                Diagnostic::error("E030", title, path.span, "it means something only beside a value of its kind")
                    .help("compare it with something: `policy.severity is high`, `policy.fired has HS.2`"),
            );
            return;
        }
        let names = self.world.names.get(scope.place.space);
        let mut found = Diagnostic::error("E030", format!("there is nothing called `{word}`"), path.span, "");
        let mut known: Vec<&str> = self.schema.fields.iter().map(|field| field.path.as_str()).collect();
        known.extend(names.into_iter().flat_map(|names| names.of_kinds(&kinds)));
        for binder in &scope.binders {
            known.extend(binder.name.as_deref());
            if let (None, Type::Record(fields)) = (&binder.name, &binder.ty) {
                known.extend(fields.iter().map(|field| field.name.as_str()));
            }
        }
        known.extend(DECISION);
        if let Some(wrong) = self.unknown_in_alias(path, &kinds, scope.place) {
            self.report(wrong);
            return;
        }
        let near = suggest::did_you_mean(&word, known.iter().copied());
        let near = near.or_else(|| suggest::did_you_mean(first, known.iter().copied()));
        found = match near {
            Some(help) => found.help(help),
            None => found.help("declare a field in `pack.yaml` under `schema`, or a condition with `define`"),
        };
        self.report(found);
    }

    /// Describes a name that another pack lacks, if the path begins with the alias of one.
    pub fn unknown_in_alias(&self, path: &ast::Path, kinds: &[Kind], place: Place) -> Option<Diagnostic> {
        let first = path.segments.first()?;
        let space = resolve::alias(self.reading, place, &first.text)?;
        let Some(name) = path.segments.get(1) else {
            let title = format!("`{}` is another pack", first.text);
            let found = Diagnostic::error("E030", title, path.span, "");
            return Some(found.help(format!("say which of its names is meant: `{}.…`", first.text)));
        };
        let title = format!("the pack `{}` declares no `{}`", first.text, name.text);
        let found = Diagnostic::error("E030", title, path.span, "");
        let known = self.world.names.get(space)?.of_kinds(kinds);
        let near = suggest::near(&name.text, known);
        Some(match near {
            Some(near) => found.help(format!("did you mean `{}.{near}`?", first.text)),
            None => found,
        })
    }

    /// Types a part of a value: a field of a record, a property of a text, `.first`, `.last`, `.count`.
    pub fn part(&mut self, value: Expr, segment: &ast::Name) -> Option<Expr> {
        let span = value.span.to(segment.span);
        match (&value.ty, segment.text.as_str()) {
            (Type::List(element), "first" | "last") => {
                let ty = element.as_ref().clone();
                let value = Box::new(value);
                let kind = if segment.text == "first" { ExprKind::First(value) } else { ExprKind::Last(value) };
                Some(make(kind, ty, span))
            }
            (Type::List(_), "count") => {
                Some(make(ExprKind::Count(Box::new(value)), Type::Number { min: Some(0.0), max: None }, span))
            }
            (Type::List(element), name) => {
                let element = element.as_ref().clone();
                let (part, ty) = self.part_of(&element, name, segment, &value)?;
                if let Type::List(_) = ty {
                    self.report(nested(segment));
                    return None;
                }
                Some(make(part.over(value), Type::List(ty.into()), span))
            }
            (ty, name) => {
                let ty = ty.clone();
                let (part, ty) = self.part_of(&ty, name, segment, &value)?;
                Some(make(part.over(value), ty, span))
            }
        }
    }

    /// Finds a part of one value by its name, and its type.
    fn part_of(&mut self, ty: &Type, name: &str, segment: &ast::Name, value: &Expr) -> Option<(Part, Type)> {
        let known: Vec<String> = match ty {
            Type::Record(fields) => {
                if let Some((at, field)) = fields.iter().enumerate().find(|(_, field)| field.name == name) {
                    return Some((Part::Member(at as u16), field.ty.clone()));
                }
                fields.iter().map(|field| field.name.clone()).collect()
            }
            Type::Text => {
                if let Some((_, property)) = PROPERTIES.iter().find(|(word, _)| *word == name) {
                    return Some((Part::Property(*property), property_type(*property)));
                }
                PROPERTIES.iter().map(|(word, _)| (*word).to_owned()).collect()
            }
            _ => Vec::new(),
        };
        let whole = shorten(self.sources.text(value.span)).to_owned();
        let title = format!("`{whole}` is {} and has no `{name}`", types::phrase(&value.ty));
        let mut found = Diagnostic::error("E047", title, segment.span, "");
        if types::element(&value.ty).is_some() && ["length", "size"].contains(&name) {
            found = found.help(format!("write `{whole}.count`"));
        } else if let Some(help) = suggest::did_you_mean(name, known.iter().map(String::as_str)) {
            found = found.help(help);
        } else if *ty == Type::Text && name == "count" {
            found = found.help("write `.words` or `.length`");
        } else if !known.is_empty() {
            found = found.note(format!("it has {}", suggest::listing(known.iter().map(String::as_str))));
        }
        self.report(found);
        None
    }

    /// Types `messages[role is user]`.
    fn filtered(&mut self, value: Expr, filter: &ast::Expr, reference: &ast::Ref, scope: &mut Scope) -> Option<Expr> {
        let element = types::element(&value.ty).cloned();
        let Some(ty @ Type::Record(_)) = element else {
            let name = reference.path.text();
            let title = format!("`{name}` is {} and cannot be filtered", types::phrase(&value.ty));
            let found = Diagnostic::error("E041", title, reference.span, "a filter chooses records from a list");
            self.report(match &value.ty {
                Type::List(_) => found.help(format!("write `for any x in {name}: (…)`")),
                _ => found,
            });
            return None;
        };
        scope.binders.push(Binder { name: None, ty, list: None });
        let filter = self.condition(filter, scope);
        scope.binders.pop();
        let ty = value.ty.clone();
        Some(make(ExprKind::Filter(Box::new(value), Box::new(filter?)), ty, reference.span))
    }
}

/// An attribute of the entries of a list.
type Attribute = (ListId, u16);

/// Types a word that an enclosing `for` or filter binds, the innermost first; says which attribute of a list it reads.
fn bound(scope: &Scope, word: &ast::Name) -> Option<(Expr, Option<Attribute>)> {
    scope.binders.iter().rev().enumerate().find_map(|(depth, binder)| {
        let element = make(ExprKind::Element(depth as u8), binder.ty.clone(), word.span);
        Some(match binder.meaning(&word.text)? {
            Meaning::Element => (element, None),
            Meaning::Field(at, ty) => {
                let field = make(ExprKind::Member(Box::new(element), at), ty, word.span);
                (field, binder.list.map(|list| (list, at)))
            }
        })
    })
}

/// True for what a condition can name as a value.
fn has_value(kind: Kind) -> bool {
    matches!(kind, Kind::Define | Kind::Question)
}

/// A part of a value.
enum Part {
    Member(u16),
    Property(TextProperty),
}

impl Part {
    fn over(self, value: Expr) -> ExprKind {
        match self {
            Part::Member(at) => ExprKind::Member(Box::new(value), at),
            Part::Property(property) => ExprKind::Property(Box::new(value), property),
        }
    }
}

/// The properties of a text with the words policies write.
pub const PROPERTIES: [(&str, TextProperty); 7] = [
    ("length", TextProperty::Length),
    ("words", TextProperty::Words),
    ("caps_share", TextProperty::CapsShare),
    ("repeat_share", TextProperty::RepeatShare),
    ("urls", TextProperty::Urls),
    ("emoji", TextProperty::Emoji),
    ("hashtags", TextProperty::Hashtags),
];

/// Returns the type of a property.
fn property_type(property: TextProperty) -> Type {
    match property {
        TextProperty::Length | TextProperty::Words | TextProperty::Emoji => Type::Number { min: Some(0.0), max: None },
        TextProperty::CapsShare | TextProperty::RepeatShare => Type::Number { min: Some(0.0), max: Some(1.0) },
        TextProperty::Urls => {
            let fields = TextProperty::URL.map(|name| FieldType { name: name.to_owned(), ty: Type::Text });
            Type::List(Type::Record(fields.to_vec().into()).into())
        }
        TextProperty::Hashtags => Type::List(Type::Text.into()),
    }
}

/// Describes a list of lists.
fn nested(segment: &ast::Name) -> Diagnostic {
    let title = format!("`.{}` would give a list of lists", segment.text);
    Diagnostic::error("E047", title, segment.span, "each element has a list of its own here")
        .help("go through the elements: `for any x in …: (x.… )`")
}
