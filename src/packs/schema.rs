//! `schema:` → fields and their types.

use std::sync::Arc;

use super::yaml::{Fields, Key, Kind, Node, Reader, shortened};
use crate::language::diag::Diagnostic;
use crate::language::schema::{Field, Schema};
use crate::language::source::Span;
use crate::language::syntax::RESERVED;
use crate::language::value::{FieldType, Type, Unit};

/// First words that mean something other than a field of the item.
const TAKEN: [&str; 12] =
    ["item", "model", "models", "rating", "ratings", "gold", "policy", "policies", "checks", "answers", "std", "judge"];

/// Keys of a record that hold judges; no column of the item may be one of them.
const JUDGES: [&str; 3] = ["models", "ratings", "gold"];

const FIELDS_MAX: usize = u16::MAX as usize;

#[derive(Clone, Copy)]
enum Word {
    Text,
    Number,
    Bool,
    Enum,
    Time,
    Duration,
    List,
    Record,
    Verdict,
    Severity,
    Clause,
    Label,
}

const TYPES: [(&str, Word); 12] = [
    ("text", Word::Text),
    ("number", Word::Number),
    ("bool", Word::Bool),
    ("enum", Word::Enum),
    ("time", Word::Time),
    ("duration", Word::Duration),
    ("list", Word::List),
    ("record", Word::Record),
    ("verdict", Word::Verdict),
    ("severity", Word::Severity),
    ("clause", Word::Clause),
    ("label", Word::Label),
];

impl Word {
    /// Returns the type of a word that needs nothing beside it; a number is then without limits.
    fn simple(self) -> Option<Type> {
        Some(match self {
            Word::Text => Type::Text,
            Word::Number => Type::NUMBER,
            Word::Bool => Type::Bool,
            Word::Time => Type::Time,
            Word::Verdict => Type::Verdict,
            Word::Severity => Type::Severity,
            Word::Clause => Type::Clause,
            Word::Label => Type::Label,
            Word::Enum | Word::Duration | Word::List | Word::Record => return None,
        })
    }
}

/// Reads the schema; fields that are wrong are left out after their report, and their names returned.
pub(super) fn read(node: &Node, reader: &mut Reader) -> (Schema, Vec<String>) {
    let mut schema = Schema::default();
    let mut unread = Vec::new();
    let mut places: Vec<Span> = Vec::new();
    for (key, node) in reader.entries(node, "`schema`").unwrap_or_default() {
        if schema.fields.len() == FIELDS_MAX {
            reader.error("E086", format!("a schema has at most {FIELDS_MAX} fields"), key.span, "one too many");
            break;
        }
        check_path(key, reader);
        let Some(field) = field(key, node, reader) else {
            unread.push(key.text.clone());
            continue;
        };
        let clash = schema.fields.iter().zip(&places).find_map(|(other, place)| {
            let what = clash(&field, other)?;
            Some((what, *place))
        });
        match clash {
            Some((title, place)) => {
                unread.push(field.path);
                reader
                    .problems
                    .push(Diagnostic::error("E086", title, key.span, "this one").also(place, "and this one"));
            }
            None => {
                schema.fields.push(field);
                places.push(key.span);
            }
        }
    }
    (schema, unread)
}

fn clash(one: &Field, other: &Field) -> Option<String> {
    let below = |a: &str, b: &str| a.strip_prefix(b).is_some_and(|rest| rest.starts_with('.'));
    if below(&one.path, &other.path) || below(&other.path, &one.path) {
        return Some(format!("`{}` and `{}` cannot both be fields: one lies inside the other", one.path, other.path));
    }
    if one.column == other.column {
        return Some(format!("`{}` and `{}` read the same column `{}`", other.path, one.path, one.column));
    }
    let nested = below(&one.column, &other.column) || below(&other.column, &one.column);
    nested.then(|| format!("the columns `{}` and `{}` lie one inside the other", other.column, one.column))
}

fn field(key: &Key, node: &Node, reader: &mut Reader) -> Option<Field> {
    if !matches!(node.kind, Kind::Map(_)) {
        let title = format!("the field `{}` must be a map, not {}", shortened(&key.text), node.describe());
        let problem = Diagnostic::error("E084", title, node.span, "a map goes here");
        let word = node.word().unwrap_or_else(|| "text".to_owned());
        let meant = match word.split('|').map(str::trim).collect::<Vec<_>>().as_slice() {
            [_] => format!("type: {}", shortened(&word)),
            values => format!("type: enum, of: [{}]", shortened(&values.join(", "))),
        };
        reader.problems.push(problem.help(format!("write `{}: {{{meant}}}`", key.text)));
        return None;
    }
    let mut fields = reader.fields(node, "a field")?;
    let ty = spec(&mut fields, reader);
    let column = fields.text("column", reader).unwrap_or_else(|| key.text.clone());
    let required = fields.bool("required", reader).unwrap_or(false);
    let sensitive = fields.bool("sensitive", reader).unwrap_or(false);
    if let Some(first) = column.split('.').next().filter(|first| JUDGES.contains(first)) {
        let title = format!("`{}` cannot read the column `{}`", shortened(&key.text), shortened(&column));
        let problem = Diagnostic::error("E086", title, key.span, "this field");
        reader.problems.push(problem.note(format!("`{first}` of a record holds what judges said")));
    }
    fields.finish(reader);
    Some(Field { path: key.text.clone(), column, ty: ty?, required, sensitive })
}

/// Reads `type` and what goes with it.
fn spec(fields: &mut Fields, reader: &mut Reader) -> Option<Type> {
    let node = fields.require("type", reader)?;
    let word = reader.one_of(node, "a type", &TYPES)?;
    match word {
        Word::Number => {
            let (min, max) = range(fields, reader).unwrap_or((None, None));
            Some(Type::Number { min, max })
        }
        Word::Enum => words(needed(fields, "of", "an enum", "`of: [post, comment]`", reader)?, reader),
        Word::Duration => {
            let node = needed(fields, "unit", "a duration", "`unit: days`", reader)?;
            Some(Type::Duration(unit(node, reader)?))
        }
        Word::List => {
            let node = needed(fields, "of", "a list", "`of: {type: text}`, or `of:` and fields", reader)?;
            Some(Type::List(Arc::new(element(node, reader)?)))
        }
        Word::Record => record(needed(fields, "of", "a record", "`of:` and fields", reader)?, reader),
        word => word.simple(),
    }
}

fn needed<'n>(
    fields: &mut Fields<'n>,
    key: &'static str,
    what: &str,
    example: &str,
    r: &mut Reader,
) -> Option<&'n Node> {
    let node = fields.get(key);
    if node.is_none() {
        let problem = Diagnostic::error("E087", format!("{what} needs `{key}`"), fields.span(), "missing here");
        r.problems.push(problem.help(format!("write {example} beside `type`")));
    }
    node
}

/// Reads what a list holds: a type by name, `{type: …}`, or the fields of a record.
fn element(node: &Node, reader: &mut Reader) -> Option<Type> {
    match &node.kind {
        Kind::Map(entries) => {
            // `type` with a map under it is a field of that name.
            let typed = entries.iter().any(|(key, node)| key.text == "type" && !matches!(node.kind, Kind::Map(_)));
            if !typed {
                return record(node, reader);
            }
            let mut fields = reader.fields(node, "the type of an element")?;
            let ty = spec(&mut fields, reader);
            fields.finish(reader);
            ty
        }
        _ => {
            let ty = reader.one_of(node, "a type", &TYPES)?.simple();
            if ty.is_none() {
                let word = node.word().unwrap_or_default();
                let problem = Diagnostic::error("E087", format!("a list of {word} must say more"), node.span, "");
                reader.problems.push(problem.help(format!("write `of: {{type: {word}, …}}`")));
            }
            ty
        }
    }
}

fn record(node: &Node, reader: &mut Reader) -> Option<Type> {
    let mut members = Vec::new();
    for (key, node) in reader.entries(node, "the fields of a record")? {
        check_segment(&key.text, key.span, "a field's name", reader);
        let mut fields = reader.fields(node, "a field inside another")?;
        let ty = spec(&mut fields, reader);
        fields.finish(reader);
        members.push(FieldType { name: key.text.clone(), ty: ty? });
    }
    if members.is_empty() {
        reader.error("E087", "a record needs fields", node.span, "none here");
        return None;
    }
    Some(Type::Record(members.into()))
}

fn words(node: &Node, reader: &mut Reader) -> Option<Type> {
    let mut words: Vec<String> = Vec::new();
    for node in reader.list(node, "`of` of an enum")? {
        let word = reader.text(node, "a word of an enum")?;
        if words.contains(&word) {
            let title = format!("`{}` is twice in the same enum", shortened(&word));
            reader.error("E086", title, node.span, "the second");
        } else {
            words.push(word);
        }
    }
    if words.is_empty() || words.len() > u16::MAX as usize {
        reader.error("E087", "an enum needs between 1 and 65535 words", node.span, "its words");
        return None;
    }
    Some(Type::Enum(words.into()))
}

fn unit(node: &Node, reader: &mut Reader) -> Option<Unit> {
    let word = reader.text(node, "`unit`")?;
    let unit = Unit::from_name(&word);
    if unit.is_none() {
        let problem =
            Diagnostic::error("E085", format!("`{}` is not a unit", shortened(&word)), node.span, "unknown word");
        reader.problems.push(problem.note("known are `seconds`, `minutes`, `hours`, `days`, `weeks`"));
    }
    unit
}

/// Reads `range: [0, 1]`, either end of which may be `~` for "no limit".
pub(super) fn range(fields: &mut Fields, reader: &mut Reader) -> Option<(Option<f64>, Option<f64>)> {
    let node = fields.get("range")?;
    let end = |node: &Node| match node.kind {
        Kind::Null => Some(None),
        Kind::Number(value, _) if value.is_finite() => Some(Some(value)),
        _ => None,
    };
    let ends = match &node.kind {
        Kind::List(nodes) => match nodes.as_slice() {
            [min, max] => end(min).zip(end(max)),
            _ => None,
        },
        _ => None,
    };
    match ends {
        None => {
            let problem = Diagnostic::error("E084", "`range` must be two numbers", node.span, "two numbers go here");
            reader.problems.push(problem.help("write `range: [0, 1]`; `~` stands for no limit"));
            None
        }
        Some((Some(min), Some(max))) if min > max => {
            reader.error("E087", "the range is empty: its least value is above its greatest", node.span, "this range");
            None
        }
        ends => ends,
    }
}

fn check_path(key: &Key, reader: &mut Reader) {
    let mut segments = key.text.split('.');
    check_name(segments.next().unwrap_or(""), key.span, "a field's name", reader);
    for segment in segments {
        check_segment(segment, key.span, "a field's name", reader);
    }
}

/// Reports a first word of a path that policies could not write (`E086`).
pub(super) fn check_name(name: &str, span: Span, what: &str, reader: &mut Reader) {
    if RESERVED.contains(&name) || TAKEN.contains(&name) {
        let title = format!("`{name}` cannot be {what}: the language uses the word itself");
        reader.error("E086", title, span, "choose another");
    } else if name.starts_with(|c: char| c.is_ascii_digit()) {
        let title = format!("`{}` cannot be {what}: it begins with a digit", shortened(name));
        reader.error("E086", title, span, "policies could not write it");
    } else {
        check_segment(name, span, what, reader);
    }
}

fn check_segment(name: &str, span: Span, what: &str, reader: &mut Reader) {
    if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || c == '_') {
        let title = format!("`{}` cannot be {what}", shortened(name));
        let problem = Diagnostic::error("E086", title, span, "policies could not write it");
        let advice = "names are letters, digits and `_`; `column:` says what the data calls it";
        reader.problems.push(problem.help(advice));
    }
}
