//! Example items: typed assignments, what is given first, then the sample, then `with`.

use super::Checker;
use super::expr::shorten;
use super::policy::Inherited;
use super::types;
use crate::language::diag::Diagnostic;
use crate::language::policy::{Judge, Sample, SamplePath};
use crate::language::resolve::cycles::{self, Item};
use crate::language::resolve::names::Kind;
use crate::language::resolve::space::Place;
use crate::language::resolve::suggest;
use crate::language::schema::FieldId;
use crate::language::source::Span;
use crate::language::syntax::ast::{self, LiteralKind, SampleItem, ValueLiteral, ValueLiteralKind};
use crate::language::value::{Type, Value};

/// What a sample sets, each path once.
pub type Assignments = Vec<(SamplePath, Value<'static>)>;

/// What a path of a record leads to.
struct Target {
    path: SamplePath,
    ty: Type,
    /// Members of a record field that follow.
    members: Vec<u16>,
}

impl Checker<'_> {
    /// Types a sample of a clause, which starts from what its policy gives.
    pub fn sample(&mut self, sample: &ast::Sample, inherited: &Inherited, place: Place) -> Option<Sample> {
        if self.is_full() {
            return None;
        }
        let before = self.diagnostics.len();
        let mut values = inherited.given.clone();
        match &sample.item {
            SampleItem::Text(text) => match inherited.subject {
                Some(subject) => {
                    assign(&mut values, SamplePath::Field(subject), Value::Text(text.text.clone().into()));
                }
                None if inherited.says_subject => return None,
                None => self.report(
                    Diagnostic::error(
                        "E060",
                        "a bare string fills the policy's subject, and it has none",
                        text.span,
                        "",
                    )
                    .help("write `subject text` in the policy, or the item as a record: `{ text: \"…\" }`"),
                ),
            },
            SampleItem::Record(record) => self.assign_record(&mut values, record, place),
        }
        if let Some(with) = &sample.with {
            self.assign_record(&mut values, with, place);
        }
        (self.diagnostics.len() == before).then_some(Sample { values })
    }

    /// What samples outside of policies start from: what all policies give, and the subject they agree on.
    pub fn given_by_all(&self) -> Inherited {
        let mut all = Inherited::default();
        let mut subjects: Vec<FieldId> = Vec::new();
        for policy in &self.inherited {
            for (path, value) in &policy.given {
                assign(&mut all.given, path.clone(), value.clone());
            }
            subjects.extend(policy.subject);
            all.says_subject |= policy.says_subject && policy.subject.is_none();
        }
        subjects.dedup();
        if let [subject] = subjects.as_slice() {
            all.subject = Some(*subject);
        }
        all
    }

    /// Types the fields of a record and assigns them.
    pub fn assign_record(&mut self, values: &mut Assignments, record: &ast::RecordLiteral, place: Place) {
        let mut seen: Vec<String> = Vec::new();
        self.assign_fields(values, record, &[], place, &mut seen);
    }

    /// Assigns the fields of a record that stands under a path.
    fn assign_fields(
        &mut self,
        values: &mut Assignments,
        record: &ast::RecordLiteral,
        under: &[ast::Name],
        place: Place,
        seen: &mut Vec<String>,
    ) {
        for field in &record.fields {
            let segments: Vec<ast::Name> = under.iter().chain(&field.path.segments).cloned().collect();
            let path = ast::Path { segments, span: field.path.span };
            let name = path.text();
            if let ValueLiteralKind::Record(inner) = &field.value.kind
                && self.schema.find(&name).is_none()
                && self.is_prefix(&name)
            {
                self.assign_fields(values, inner, &path.segments, place, seen);
                continue;
            }
            if seen.contains(&name) {
                let title = format!("`{name}` is given twice");
                self.report(Diagnostic::error("E059", title, field.path.span, "again here").help("keep one of them"));
                continue;
            }
            seen.push(name);
            self.assign_field(values, &path, &field.value, place);
        }
    }

    /// True if the path leads to a group of fields rather than to one.
    fn is_prefix(&self, name: &str) -> bool {
        let dotted = format!("{name}.");
        let first = name.split('.').next().unwrap_or("");
        self.schema.fields.iter().any(|field| field.path.starts_with(&dotted)) || ["model", "models"].contains(&first)
    }

    /// Types one field and assigns it.
    fn assign_field(&mut self, values: &mut Assignments, path: &ast::Path, value: &ValueLiteral, place: Place) {
        let Some(target) = self.target(path, place) else { return };
        let Some(value) = self.value(value, &target.ty, &path.text()) else { return };
        if target.members.is_empty() {
            assign(values, target.path, value);
            return;
        }
        let SamplePath::Field(id) = target.path else { return };
        let Some(field) = self.schema.fields.get(id.0 as usize) else { return };
        let held = values.iter().find(|(path, _)| *path == target.path).map(|(_, value)| value.clone());
        let mut whole = held.unwrap_or(Value::Missing);
        set_member(&mut whole, &field.ty, &target.members, value);
        assign(values, target.path, whole);
    }

    /// Finds what a path of a record leads to; reports what leads nowhere.
    fn target(&mut self, path: &ast::Path, place: Place) -> Option<Target> {
        let first = path.segments.first()?;
        let name = path.text();
        if name == "today" {
            return Some(Target { path: SamplePath::Today, ty: Type::Time, members: Vec::new() });
        }
        if let Some((_, used)) = self.field(path, 0) {
            return self.field_target(path, used);
        }
        match first.text.as_str() {
            "model" => {
                let Some(at) = self.models.default else {
                    self.no_default(path);
                    return None;
                };
                return self.model_target(path, 1, at);
            }
            "models" => {
                let at = self.model_named(path.segments.get(1), first.span)?;
                return self.model_target(path, 2, at);
            }
            "answers" if path.segments.len() > 1 => {
                let title = "an answer is given by the name of its question";
                let rest = name.strip_prefix("answers.").unwrap_or("").to_owned();
                self.report(
                    Diagnostic::error("E060", title, path.span, "")
                        .help(format!("write `{rest}: true`"))
                        .fix(path.span, rest),
                );
                return None;
            }
            "rating" | "ratings" | "gold" | "policy" | "policies" | "checks" => {
                let title = format!("an example describes an item, and `{}` is no part of it", first.text);
                self.report(Diagnostic::error("E060", title, path.span, ""));
                return None;
            }
            _ => {}
        }
        if let Some(Item::Question(node)) = cycles::item_of(self.world, self.reading, place, path) {
            let path = SamplePath::Answer(self.ids.question(node)?);
            return Some(Target { path, ty: Type::Bool, members: Vec::new() });
        }
        self.unknown_target(path);
        None
    }

    /// Finds a field, or a member of a record field.
    fn field_target(&mut self, path: &ast::Path, used: usize) -> Option<Target> {
        let name = path.segments.iter().take(used).map(|segment| segment.text.as_str()).collect::<Vec<_>>().join(".");
        let (id, field) = self.schema.find(&name)?;
        let mut ty = field.ty.clone();
        let mut members = Vec::new();
        for segment in path.segments.iter().skip(used) {
            let Type::Record(fields) = &ty else {
                let title = format!("`{name}` is {} and has no `{}`", types::phrase(&ty), segment.text);
                self.report(Diagnostic::error("E060", title, segment.span, ""));
                return None;
            };
            let Some(at) = fields.iter().position(|field| field.name == segment.text) else {
                let known: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
                self.unknown_member(&segment.text, segment.span, &known);
                return None;
            };
            members.push(at as u16);
            ty = fields.get(at).map(|field| field.ty.clone())?;
        }
        Some(Target { path: SamplePath::Field(id), ty, members })
    }

    /// Finds what a model says.
    fn model_target(&mut self, path: &ast::Path, from: usize, at: usize) -> Option<Target> {
        let judge = Judge::Model(at);
        let (field, used) = self.judge_field(path, from, judge, false)?;
        if let Some(extra) = path.segments.get(used) {
            let title = format!("`{}` leads nowhere", path.text());
            self.report(Diagnostic::error("E060", title, extra.span, ""));
            return None;
        }
        let ty = self.judge_type(judge, &field);
        Some(Target { path: SamplePath::Model(at, field), ty, members: Vec::new() })
    }

    /// Reports a path that leads to no field and no question.
    fn unknown_target(&mut self, path: &ast::Path) {
        let name = path.text();
        if self.lost(&[Kind::Question], &name) {
            return;
        }
        let title = format!("the schema has no field `{name}`, and there is no such question");
        let found = Diagnostic::error("E060", title, path.span, "");
        let mut known: Vec<&str> = self.schema.fields.iter().map(|field| field.path.as_str()).collect();
        known.extend(self.world.questions.iter().filter(|node| node.place.space == 0).map(|node| node.name.as_str()));
        let found = match suggest::did_you_mean(&name, known) {
            Some(help) => found.help(help),
            None => found.help("declare the field in `pack.yaml` under `schema`"),
        };
        self.report(found);
    }

    fn unknown_member(&mut self, word: &str, span: Span, known: &[String]) {
        let known = || known.iter().map(String::as_str);
        let mut found = Diagnostic::error("E060", format!("this record has no `{word}`"), span, "")
            .note(format!("it has {}", suggest::listing(known())));
        if let Some(help) = suggest::did_you_mean(word, known()) {
            found = found.help(help);
        }
        self.report(found);
    }

    /// Types a value; `None` if it is of another type, which was reported.
    fn value(&mut self, value: &ValueLiteral, ty: &Type, name: &str) -> Option<Value<'static>> {
        match (&value.kind, ty) {
            (ValueLiteralKind::Missing, _) => Some(Value::Missing),
            (ValueLiteralKind::Literal(literal), _) => self.literal_value(literal, ty, name),
            (ValueLiteralKind::Word(path), _) if types::worded(ty) => {
                let found = self.constant(&path.text(), ty);
                if found.is_none() {
                    let scope = super::context::Scope::new(
                        Place { space: 0, layer: 0 },
                        super::context::Reads::Item("an example"),
                    );
                    self.unknown_word(path, ty, &scope);
                }
                found
            }
            (ValueLiteralKind::Record(record), Type::Record(fields)) => {
                let mut values = vec![Value::Missing; fields.len()];
                let mut sound = true;
                for field in &record.fields {
                    let word = field.path.text();
                    let Some(at) = fields.iter().position(|known| known.name == word) else {
                        let known: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
                        self.unknown_member(&word, field.path.span, &known);
                        sound = false;
                        continue;
                    };
                    let ty = fields.get(at).map(|field| field.ty.clone())?;
                    match (self.value(&field.value, &ty, &word), values.get_mut(at)) {
                        (Some(value), Some(slot)) => *slot = value,
                        _ => sound = false,
                    }
                }
                sound.then_some(Value::Record(values))
            }
            (ValueLiteralKind::List(items), Type::List(element)) => {
                let items: Vec<_> = items.iter().map(|item| self.value(item, element, name)).collect();
                items.into_iter().collect::<Option<Vec<_>>>().map(Value::List)
            }
            _ => {
                self.wrong_value(value.span, ty, name);
                None
            }
        }
    }

    /// Types a constant.
    fn literal_value(&mut self, literal: &ast::Literal, ty: &Type, name: &str) -> Option<Value<'static>> {
        match (&literal.kind, ty) {
            (LiteralKind::Text(text), Type::Text) => Some(Value::Text(text.clone().into())),
            (LiteralKind::Number(number) | LiteralKind::Percent(number), Type::Number { .. }) => {
                self.number_in_range(*number, literal.span, ty, name).then_some(Value::Number(*number))
            }
            (LiteralKind::Duration(seconds), Type::Duration(_)) => Some(Value::Duration(*seconds)),
            (LiteralKind::Time(time), Type::Time) => time.map(Value::Time),
            (LiteralKind::Bool(bool), Type::Bool) => Some(Value::Bool(*bool)),
            (LiteralKind::Time(None), _) => None,
            _ => {
                self.wrong_value(literal.span, ty, name);
                None
            }
        }
    }

    /// Reports a value of another type than its field's.
    fn wrong_value(&mut self, span: Span, ty: &Type, name: &str) {
        let written = shorten(self.sources.text(span)).to_owned();
        let title = format!("`{name}` is {}, and `{written}` is not", types::detail(ty));
        let found = Diagnostic::error("E059", title, span, "");
        self.report(match ty {
            Type::Text => found.help(format!("put it in quotes: `\"{}\"`", written.trim_matches('"'))),
            Type::Duration(_) => found.help(format!("give it a unit: `{name}: 7 days`")),
            Type::Time => found.help(format!("write a date: `{name}: 2026-11-01`")),
            Type::Bool => found.help(format!("write `{name}: true` or `{name}: false`")),
            Type::Number { .. } => found.help(format!("write a number: `{name}: 3`, `{name}: 85%`")),
            Type::List(_) => found.help(format!("write a list: `{name}: [ … ]`")),
            Type::Record(_) => found.help(format!("write a record: `{name}: {{ … }}`")),
            _ if written.starts_with('"') => {
                found.help(format!("write it without quotes: `{}`", written.trim_matches('"')))
            }
            _ => found.help("write one of the words it can be"),
        });
    }
}

/// Sets a path, or removes it where the value is missing.
fn assign(values: &mut Assignments, path: SamplePath, value: Value<'static>) {
    if value.is_missing() {
        values.retain(|(known, _)| *known != path);
        return;
    }
    match values.iter_mut().find(|(known, _)| *known == path) {
        Some((_, held)) => *held = value,
        None => values.push((path, value)),
    }
}

/// Sets a member of a record, making the records on the way to it.
fn set_member(whole: &mut Value<'static>, ty: &Type, members: &[u16], value: Value<'static>) {
    let (Some((first, rest)), Type::Record(fields)) = (members.split_first(), ty) else {
        *whole = value;
        return;
    };
    if whole.is_missing() {
        *whole = Value::Record(vec![Value::Missing; fields.len()]);
    }
    let Value::Record(values) = whole else { return };
    if let (Some(slot), Some(field)) = (values.get_mut(*first as usize), fields.get(*first as usize)) {
        set_member(slot, &field.ty, rest, value);
    }
}
