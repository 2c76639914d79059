//! Where a value comes from, as a card writes it.
//!
//! A text is a column, or a template if it has braces. A map is `column`, `constant`, `template`, `path` or `flags` with
//! what goes with it; any other map is an object, and a list is a list, of the same.

use serde_json::Value;

use super::literal::As;
use super::parse::Parser;
use super::spec::Spec;
use super::template::Template;
use crate::packs::yaml::{Kind, Node};

const KEYS: [&str; 6] = ["column", "constant", "template", "path", "flags", "map"];

/// Reads where a value comes from.
pub(super) fn spec(node: &Node, parser: &mut Parser) -> Option<Spec> {
    match &node.kind {
        Kind::Text(text) if text.contains('{') => parser.template(node, "a value").map(Spec::Template),
        Kind::Text(text) => {
            parser.uses(text, node.span);
            Some(Spec::Column { name: plain(text)?, read: None, path: None, map: None })
        }
        Kind::Map(entries) if entries.iter().any(|(key, _)| KEYS.contains(&key.text.as_str())) => keyed(node, parser),
        Kind::Map(entries) if entries.iter().any(|(key, _)| key.text == "conversation") => conversation(node, parser),
        Kind::Map(entries) => {
            let parts =
                entries.iter().filter_map(|(key, node)| Some((key.text.clone(), spec(node, parser)?))).collect();
            Some(Spec::Object(parts))
        }
        Kind::List(nodes) => Some(Spec::List(nodes.iter().filter_map(|node| spec(node, parser)).collect())),
        _ => {
            parser.reader.wrong(node, "a value", "a column, or `{constant: …}`");
            None
        }
    }
}

/// A template that is text only: names of columns may hold anything.
fn plain(text: &str) -> Option<Template> {
    Template::parse(&text.replace('{', "{{").replace('}', "}}")).ok()
}

fn keyed(node: &Node, parser: &mut Parser) -> Option<Spec> {
    let mut fields = parser.reader.fields(node, "a value")?;
    let column = fields.get("column");
    let path = fields.text("path", &mut parser.reader);
    let constant = fields.get("constant").map(json);
    let template = fields.get("template").and_then(|node| parser.template(node, "`template`"));
    let flags = fields.get("flags");
    let map = fields.get("map").and_then(|node| parser.map(node));
    let read = fields.get("as").and_then(|node| parser.reader.one_of(node, "a way to read a cell", &As::WORDS));
    fields.finish(&mut parser.reader);
    let fixed = [constant.is_some(), template.is_some(), flags.is_some()].iter().filter(|given| **given).count();
    if fixed > 1 || (fixed == 1 && (column.is_some() || path.is_some() || map.is_some() || read.is_some())) {
        let title = "a value has one source: `constant`, `template` and `flags` stand alone, without `column`, `path`, `map` or `as`";
        parser.reader.error("E084", title, node.span, "more than one here");
        return None;
    }
    if let Some(column) = column {
        let text = parser.reader.text(column, "`column`")?;
        // `label_{n}` stands for every column that fits; whether one does is seen when there are columns.
        let name = if text.contains('{') { Template::parse(&text).ok()? } else { plain(&text)? };
        parser.uses(&text, column.span);
        return Some(Spec::Column { name, read, path, map });
    }
    if let Some(flags) = flags {
        let mut found = Vec::new();
        for (label, node) in parser.reader.entries(flags, "`flags`").map(<[_]>::to_vec).unwrap_or_default() {
            let column = parser.reader.text(&node, "`flags`")?;
            // A path into a judge's output is no column.
            if !column.starts_with("output.") {
                parser.uses(&column, node.span);
            }
            found.push((label.text, column));
        }
        return Some(Spec::Flags(found));
    }
    match (constant, template, path, map) {
        (Some(constant), ..) => Some(Spec::Constant(constant)),
        (_, Some(template), ..) => Some(Spec::Template(template)),
        (_, _, Some(path), map) => Some(Spec::Output { path, read, map }),
        (.., Some(map)) => Some(Spec::Rules(map)),
        _ => None,
    }
}

/// `{conversation: [{user: prompt}, {assistant: response}]}`: turns whose text is missing are left out.
fn conversation(node: &Node, parser: &mut Parser) -> Option<Spec> {
    let mut fields = parser.reader.fields(node, "a conversation")?;
    let turns = fields.require("conversation", &mut parser.reader)?;
    fields.finish(&mut parser.reader);
    let mut found = Vec::new();
    for turn in parser.reader.list(turns, "`conversation`").map(<[_]>::to_vec).unwrap_or_default() {
        for (role, node) in parser.reader.entries(&turn, "a turn").map(<[_]>::to_vec).unwrap_or_default() {
            let text = spec(&node, parser)?;
            let role = ("role".to_owned(), Spec::Constant(Value::from(role.text)));
            found.push(Spec::Object(vec![role, ("text".to_owned(), text)]));
        }
    }
    Some(Spec::List(found))
}

/// Returns a YAML value as JSON.
pub(super) fn json(node: &Node) -> Value {
    match &node.kind {
        Kind::Null => Value::Null,
        Kind::Bool(value) => Value::Bool(*value),
        Kind::Number(value, written) => serde_json::from_str(written).unwrap_or_else(|_| Value::from(*value)),
        Kind::Text(text) => Value::from(text.as_str()),
        Kind::List(nodes) => nodes.iter().map(json).collect(),
        Kind::Map(entries) => entries.iter().map(|(key, node)| (key.text.clone(), json(node))).collect(),
    }
}
