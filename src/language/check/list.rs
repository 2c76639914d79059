//! Lists: entries from the file or from a lexicon, overlays applied, with typed attributes.

use std::collections::BTreeSet;

use super::Checker;
use super::term::wrong_term;
use crate::language::diag::Diagnostic;
use crate::language::policy::{Entry, List, ListId, View};
use crate::language::resolve::names::{Kind, Node};
use crate::language::resolve::overlay::ListChange;
use crate::language::resolve::suggest;
use crate::language::source::Span;
use crate::language::syntax::ast::{self, ListBody, LiteralKind, ValueLiteralKind};
use crate::language::value::{Severity, Type, Value};

/// Entries that one list may have.
const ENTRIES_MAX: usize = 1_000_000;
/// Wrong entries that are reported one by one.
const REPORTED_MAX: usize = 10;

/// An entry before its attributes have types.
struct Raw {
    text: String,
    span: Span,
    attributes: Vec<(String, RawValue)>,
}

/// An attribute's value as written.
#[derive(Debug, Clone, PartialEq)]
enum RawValue {
    /// A bare word, or a text of a lexicon that reads like one.
    Word(String),
    /// Anything else, which has a type of its own.
    Typed(Value<'static>),
}

impl RawValue {
    /// Says what kind of value it is.
    fn kind(&self) -> &'static str {
        match self {
            RawValue::Word(_) => "a word",
            RawValue::Typed(Value::Bool(_)) => "true or false",
            RawValue::Typed(Value::Number(_)) => "a number",
            RawValue::Typed(Value::Duration(_)) => "a duration",
            RawValue::Typed(Value::Time(_)) => "a time",
            RawValue::Typed(_) => "text",
        }
    }
}

impl<'t> Checker<'t> {
    /// Builds a list.
    pub fn list(&mut self, node: &Node<'t, ast::List>) -> Option<List> {
        let domains = self.list_kind(node.item.kind.as_ref());
        let mut raw = self.raw_entries(node)?;
        if node.place.space == 0 {
            for change in self.changes_of(&node.item.name.text) {
                self.change(&mut raw, &change);
            }
        }
        self.entries_sound(&raw, domains, node.span);
        let mut views: Vec<View> = Vec::new();
        for word in &node.item.views {
            if !views.contains(&word.view) {
                views.push(word.view);
            }
        }
        if views.is_empty() {
            views.push(View::Plain);
        }
        let attributes = self.attributes(&raw);
        let entries = raw.into_iter().map(|entry| finish(entry, &attributes)).collect();
        Some(List { name: node.name.clone(), domains, views, attributes, entries, span: node.whole })
    }

    /// Reads the word after `of`.
    fn list_kind(&mut self, kind: Option<&ast::Name>) -> bool {
        let Some(kind) = kind else { return false };
        if kind.text != "domains" {
            let title = format!("there is no kind of list called `{}`", kind.text);
            self.report(Diagnostic::error("E073", title, kind.span, "").help("write `of domains`, or nothing"));
        }
        true
    }

    /// The entries as written.
    fn raw_entries(&mut self, node: &Node<'t, ast::List>) -> Option<Vec<Raw>> {
        match &node.item.body {
            ListBody::Entries(entries) => Some(entries.iter().map(|entry| self.raw_entry(entry)).collect()),
            ListBody::From(path) => {
                let layer = self.reading.spaces.get(node.place.space)?.layers.get(node.place.layer)?;
                let Some(lexicon) = layer.input.lexicons.get(&path.text) else {
                    self.no_lexicon(path, node);
                    return None;
                };
                Some(lexicon.iter().map(raw_lexicon_entry).collect())
            }
        }
    }

    /// Reports a lexicon that is not there, unless it is there and could not be read.
    fn no_lexicon(&mut self, path: &ast::Text, node: &Node<'t, ast::List>) {
        let Some(layer) =
            self.reading.spaces.get(node.place.space).and_then(|space| space.layers.get(node.place.layer))
        else {
            return;
        };
        let reported =
            layer.input.problems.iter().filter_map(Diagnostic::span).any(|span| {
                self.sources.get(span.source).is_some_and(|source| source.name.ends_with(path.text.as_str()))
            });
        if reported {
            return;
        }
        let known = || layer.input.lexicons.keys().map(String::as_str);
        let found = Diagnostic::error("E072", format!("there is no lexicon `{}`", path.text), path.span, "");
        let found = match suggest::did_you_mean(&path.text, known()) {
            Some(help) => found.help(help),
            None if layer.input.lexicons.is_empty() => {
                found.help("lexicons stand in the pack's folder `lexicons`, as `.yaml` files")
            }
            None => found.note(format!("the pack has {}", suggest::listing(known()))),
        };
        self.report(found);
    }

    /// Reads one entry.
    fn raw_entry(&mut self, entry: &ast::Entry) -> Raw {
        let mut attributes: Vec<(String, RawValue)> = Vec::new();
        for field in entry.attributes.iter().flat_map(|record| &record.fields) {
            let name = field.path.text();
            if attributes.iter().any(|(known, _)| *known == name) {
                let title = format!("attribute `{name}` is given twice");
                self.report(Diagnostic::error("E073", title, field.path.span, ""));
            } else if let Some(value) = self.raw_value(&field.value) {
                attributes.push((name, value));
            }
        }
        Raw { text: entry.text.text.clone(), span: entry.text.span, attributes }
    }

    /// Reads one attribute; nothing if it is `missing` or cannot be one, which is reported.
    fn raw_value(&mut self, value: &ast::ValueLiteral) -> Option<RawValue> {
        Some(match &value.kind {
            ValueLiteralKind::Missing => return None,
            ValueLiteralKind::Word(path) if path.segments.len() == 1 => RawValue::Word(path.text()),
            ValueLiteralKind::Literal(literal) => RawValue::Typed(match &literal.kind {
                LiteralKind::Text(text) => Value::Text(text.clone().into()),
                LiteralKind::Number(number) | LiteralKind::Percent(number) => Value::Number(*number),
                LiteralKind::Duration(seconds) => Value::Duration(*seconds),
                LiteralKind::Time(time) => Value::Time((*time)?),
                LiteralKind::Bool(bool) => Value::Bool(*bool),
                LiteralKind::Today => {
                    self.wrong_attribute(value.span, "`today` differs from run to run");
                    return None;
                }
            }),
            _ => {
                self.wrong_attribute(value.span, "an attribute is a word, a text, a number, a date, or true or false");
                return None;
            }
        })
    }

    fn wrong_attribute(&mut self, span: Span, why: &str) {
        self.report(Diagnostic::error("E073", "this cannot be an attribute", span, why));
    }

    /// What overlays say about a list.
    fn changes_of(&self, name: &str) -> Vec<ListChange<'t>> {
        self.clauses.changes.iter().filter(|change| change.list.text() == name).cloned().collect()
    }

    /// Adds or removes entries.
    fn change(&mut self, raw: &mut Vec<Raw>, change: &ListChange<'t>) {
        if change.adds {
            for entry in change.entries {
                let entry = self.raw_entry(entry);
                raw.push(entry);
            }
            return;
        }
        let mut gone: BTreeSet<&str> = BTreeSet::new();
        for entry in change.entries {
            if raw.iter().any(|known| known.text == entry.text.text) {
                gone.insert(&entry.text.text);
                continue;
            }
            let title = format!("`{}` has no entry `{}`", change.list.text(), entry.text.text);
            let found = Diagnostic::error("E069", title, entry.text.span, "nothing to remove");
            let near = suggest::did_you_mean(&entry.text.text, raw.iter().map(|known| known.text.as_str()));
            self.report(match near {
                Some(help) => found.help(help),
                None => found.help("write the entry as the base has it, `*` included"),
            });
        }
        raw.retain(|entry| !gone.contains(entry.text.as_str()));
    }

    /// Reports changes to lists that the base does not have.
    pub fn changes_sound(&mut self) {
        let clauses = self.clauses;
        for change in &clauses.changes {
            let name = change.list.text();
            let decl = self.world.names.first().and_then(|names| names.table.get(&name));
            match decl {
                Some(decl) if decl.index.is_none() => {}
                Some(decl) if decl.kind == Kind::List && decl.layer < change.place.layer => {}
                Some(decl) => {
                    let title = format!("`{name}` is not a list of the pack this one extends");
                    let found = Diagnostic::error("E069", title, change.list.span, "").also(decl.span, "declared here");
                    self.report(match decl.kind {
                        Kind::List => found.help("it is declared in this pack: change it there"),
                        _ => found,
                    });
                }
                None if self.lost(&[Kind::List], &name) => {}
                None => {
                    let title = format!("the pack this one extends has no list `{name}`");
                    let found = Diagnostic::error("E069", title, change.list.span, "");
                    let names = self.world.names.first();
                    let known = names.into_iter().flat_map(|names| names.of_kinds(&[Kind::List]));
                    let near = suggest::did_you_mean(&name, known);
                    self.report(match near {
                        Some(help) => found.help(help),
                        None => found,
                    });
                }
            }
        }
    }

    /// Reports entries that cannot be looked for.
    fn entries_sound(&mut self, raw: &[Raw], domains: bool, span: Span) {
        if raw.len() > ENTRIES_MAX {
            let title = format!("this list has more than {ENTRIES_MAX} entries");
            self.report(Diagnostic::error("E075", title, span, ""));
        }
        let wrong = raw.iter().filter_map(|entry| {
            if domains { wrong_domain(&entry.text, entry.span) } else { wrong_term(&entry.text, entry.span) }
        });
        let wrong: Vec<Diagnostic> = wrong.take(REPORTED_MAX).collect();
        self.diagnostics.extend(wrong);
    }

    /// Finds the names and types of the attributes, in the order they first come up.
    fn attributes(&mut self, raw: &[Raw]) -> Vec<(String, Type)> {
        let mut found: Vec<(String, Vec<&RawValue>)> = Vec::new();
        let mut mixed: BTreeSet<String> = BTreeSet::new();
        for entry in raw {
            for (name, value) in &entry.attributes {
                match found.iter_mut().find(|(known, _)| known == name) {
                    Some((_, values)) => {
                        let first = values.first().map_or("", |first| first.kind());
                        let texts = |kind| kind == "a word" || kind == "text";
                        let fits = first == value.kind() || (texts(first) && texts(value.kind()));
                        if !fits && mixed.insert(name.clone()) {
                            let title = format!("attribute `{name}` is {} here and {first} before", value.kind());
                            let wrong = Diagnostic::error("E073", title, entry.span, "");
                            self.report(wrong.help("give it one type throughout the list"));
                        }
                        values.push(value);
                    }
                    None => found.push((name.clone(), vec![value])),
                }
            }
        }
        found
            .into_iter()
            .map(|(name, values)| {
                let ty = self.attribute_type(&name, &values);
                (name, ty)
            })
            .collect()
    }

    /// Finds the type of an attribute from its values. Words are severities if all of them are, else an enum; it is the
    /// enum of the field of the same name if that has all the words, so that the two compare.
    fn attribute_type(&self, name: &str, values: &[&RawValue]) -> Type {
        let mut words: Vec<String> = Vec::new();
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for value in values {
            match value {
                RawValue::Word(word) if seen.insert(word) => words.push(word.clone()),
                RawValue::Word(_) => {}
                RawValue::Typed(Value::Bool(_)) => return Type::Bool,
                RawValue::Typed(Value::Number(_)) => return Type::NUMBER,
                RawValue::Typed(Value::Duration(_)) => return Type::Duration(crate::language::value::Unit::Second),
                RawValue::Typed(Value::Time(_)) => return Type::Time,
                RawValue::Typed(_) => return Type::Text,
            }
        }
        if words.iter().all(|word| Severity::from_name(word).is_some()) {
            return Type::Severity;
        }
        if words.len() > usize::from(u16::MAX) {
            return Type::Text;
        }
        if let Some((_, field)) = self.schema.find(name)
            && let Type::Enum(known) = &field.ty
            && words.iter().all(|word| known.contains(word))
        {
            return field.ty.clone();
        }
        Type::Enum(words.into())
    }

    /// Checks that every entry of a list carries an attribute that a filter reads; `None` if not, which was reported.
    pub fn need_attribute(&mut self, list: ListId, at: u16, span: Span) -> Option<()> {
        if !self.attributes_read.insert((list, at)) {
            return Some(());
        }
        let known = self.lists.get(list.0 as usize)?.as_ref()?;
        let bare = |entry: &&Entry| entry.attributes.get(at as usize).is_none_or(Value::is_missing);
        let Some(first) = known.entries.iter().find(bare) else { return Some(()) };
        let count = known.entries.iter().filter(bare).count();
        let name = known.attributes.get(at as usize).map_or("", |(name, _)| name.as_str());
        let title = format!("not every entry of `{}` carries `{name}`", known.name);
        let wrong = Diagnostic::error("E041", title, span, "this filter reads it")
            .also(first.span, format!("`{}` lacks it", first.text))
            .note(match count {
                1 => "an entry without it could be neither in nor out".to_owned(),
                _ => format!("{count} entries lack it, and could be neither in nor out"),
            })
            .help(format!("write `{{ {name}: … }}` after every entry"));
        self.report(wrong);
        None
    }
}

/// Reads an entry of a lexicon file; its texts that read like words are words.
fn raw_lexicon_entry(entry: &crate::language::input::LexiconEntry) -> Raw {
    let attributes = entry.attributes.iter().filter_map(|(name, value)| {
        let value = match value {
            Value::Missing => return None,
            Value::Text(text) if is_name(text) => RawValue::Word(text.to_string()),
            other => RawValue::Typed(other.clone()),
        };
        Some((name.clone(), value))
    });
    Raw { text: entry.text.clone(), span: entry.span, attributes: attributes.collect() }
}

/// True for a text that could be written as a bare word.
fn is_name(text: &str) -> bool {
    let mut signs = text.chars();
    signs.next().is_some_and(char::is_alphabetic) && signs.all(|sign| sign.is_alphanumeric() || sign == '_')
}

/// Lays an entry's attributes out in the list's order.
fn finish(entry: Raw, attributes: &[(String, Type)]) -> Entry {
    let values = attributes.iter().map(|(name, ty)| {
        let raw = entry.attributes.iter().find(|(known, _)| known == name);
        match (raw.map(|(_, value)| value), ty) {
            (None, _) => Value::Missing,
            (Some(RawValue::Typed(value)), _) => value.clone(),
            (Some(RawValue::Word(word)), Type::Severity) => {
                Severity::from_name(word).map_or(Value::Missing, Value::Severity)
            }
            (Some(RawValue::Word(word)), Type::Enum(words)) => {
                words.iter().position(|known| known == word).map_or(Value::Missing, |at| Value::Word(at as u16))
            }
            (Some(RawValue::Word(word)), _) => Value::Text(word.clone().into()),
        }
    });
    Entry { attributes: values.collect(), text: entry.text, span: entry.span }
}

/// Describes what keeps a text from being a domain.
fn wrong_domain(text: &str, span: Span) -> Option<Diagnostic> {
    let sign = |sign: char| sign.is_alphanumeric() || sign == '-';
    let sound = !text.is_empty() && text.split('.').all(|part| !part.is_empty() && part.chars().all(sign));
    if sound {
        return None;
    }
    let found = Diagnostic::error("E073", format!("`{text}` is not a domain"), span, "");
    Some(if text.contains('*') {
        found.help("write no `*`: a domain covers what stands below it")
    } else {
        found.help("write it without `http://` and path: `example.org`")
    })
}
