//! `lexicons/*.yaml` → entries.
//!
//! A lexicon is a list of terms, each a text or a map of `term` and attributes; or a map of `defaults` (attributes that
//! every entry has unless it says otherwise) and `terms`.

use super::yaml::{self, Kind, Node, Reader};
use crate::language::diag::Diagnostic;
use crate::language::input::LexiconEntry;
use crate::language::source::{SourceId, Sources};
use crate::language::value::Value;

type Attributes = Vec<(String, Value<'static>)>;

/// Reads a lexicon; what is wrong is added to `problems`.
pub(super) fn read(sources: &Sources, id: SourceId, problems: &mut Vec<Diagnostic>) -> Vec<LexiconEntry> {
    let Some(root) = yaml::parse(sources, id, problems) else { return Vec::new() };
    let mut reader = Reader::default();
    let entries = entries(&root, &mut reader);
    problems.append(&mut reader.problems);
    entries
}

fn entries(root: &Node, reader: &mut Reader) -> Vec<LexiconEntry> {
    let (defaults, terms) = match &root.kind {
        Kind::Null => return Vec::new(),
        Kind::Map(_) => {
            let Some(mut fields) = reader.fields(root, "a lexicon") else { return Vec::new() };
            let defaults = fields.get("defaults").map_or_else(Vec::new, |node| attributes(node, "", reader));
            let terms = fields.require("terms", reader);
            fields.finish(reader);
            (defaults, terms)
        }
        _ => (Vec::new(), Some(root)),
    };
    let terms = terms.and_then(|terms| reader.list(terms, "a lexicon")).unwrap_or_default();
    terms.iter().filter_map(|node| entry(node, &defaults, reader)).collect()
}

fn entry(node: &Node, defaults: &Attributes, reader: &mut Reader) -> Option<LexiconEntry> {
    let (term, own) = match &node.kind {
        Kind::Map(entries) => {
            let Some((_, term)) = entries.iter().find(|(key, _)| key.text == "term") else {
                let problem = Diagnostic::error("E093", "an entry of a lexicon has no `term`", node.span, "this entry");
                reader.problems.push(problem.help("write `- {term: \"vermin\", severity: high}` or just `- vermin`"));
                return None;
            };
            (term, attributes(node, "term", reader))
        }
        _ => (node, Vec::new()),
    };
    if let Kind::Number(_, written) = &term.kind {
        let problem =
            Diagnostic::error("E093", "a term of a lexicon must be a text, not a number", term.span, "this term");
        reader.problems.push(problem.help(format!("write \"{written}\", in quotes")));
        return None;
    }
    let text = reader.text(term, "a term of a lexicon")?;
    if text.trim().is_empty() {
        reader.error("E093", "a term of a lexicon is empty", term.span, "words go here");
        return None;
    }
    let mut all = own;
    for (name, value) in defaults {
        if !all.iter().any(|(known, _)| known == name) {
            all.push((name.clone(), value.clone()));
        }
    }
    // `reclaimed: ~` takes a default away.
    all.retain(|(_, value)| !value.is_missing());
    Some(LexiconEntry { text, attributes: all, span: term.span })
}

fn attributes(node: &Node, except: &str, reader: &mut Reader) -> Attributes {
    let mut found = Vec::new();
    for (key, node) in reader.entries(node, "the attributes of a lexicon").unwrap_or_default() {
        if key.text == except {
            continue;
        }
        super::schema::check_name(&key.text, key.span, "an attribute's name", reader);
        let value = match &node.kind {
            Kind::Null => Value::Missing,
            Kind::Bool(value) => Value::Bool(*value),
            Kind::Number(value, _) if value.is_finite() => Value::Number(*value),
            Kind::Text(text) => Value::Text(text.clone().into()),
            Kind::Number(..) | Kind::List(_) | Kind::Map(_) => {
                let title = format!("the attribute `{}` must be a text, a number or true or false", key.text);
                reader.error("E093", title, node.span, "not one of these");
                continue;
            }
        };
        found.push((key.text.clone(), value));
    }
    found
}
