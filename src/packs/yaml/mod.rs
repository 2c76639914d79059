//! YAML text → a tree that knows where each value stands.
//!
//! This is the only place that knows which YAML library is used. The library gives values without places, so the text
//! is walked once more beside the values to find them ([`locate`]). Everything hostile is bounded before it costs
//! anything: the file's size, the depth, and what aliases may expand to. Keys keep their order; a key given twice is
//! refused, as are tags and several documents in one file.

mod fields;
mod locate;
mod tree;

pub use fields::{Fields, Reader};

use crate::language::diag::Diagnostic;
use crate::language::source::{SourceId, Sources, Span};

/// Largest YAML file that is read, in bytes: room for a lexicon of several 100,000 entries.
pub const FILE_BYTES_MAX: usize = 16 << 20;

/// Deepest nesting of lists and maps.
pub const DEPTH_MAX: usize = 48;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Where it stands; of an alias, where its anchor stands.
    pub span: Span,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Nothing, `null` or `~`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, and how it was written.
    Number(f64, String),
    /// Words.
    Text(String),
    /// Values in order.
    List(Vec<Node>),
    /// Values by key, in order; no key twice.
    Map(Vec<(Key, Node)>),
}

/// A key of a map; numbers and truth values count as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The key.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

impl Node {
    /// Says in words what the value is, for messages.
    pub fn describe(&self) -> String {
        match &self.kind {
            Kind::Null => "nothing".to_owned(),
            Kind::Bool(value) => format!("`{value}`"),
            Kind::Number(_, written) => format!("the number {written}"),
            Kind::Text(text) => format!("the text `{}`", shortened(text)),
            Kind::List(_) => "a list".to_owned(),
            Kind::Map(_) => "a map".to_owned(),
        }
    }

    /// Returns a text, or a number or truth value as it was written.
    pub fn word(&self) -> Option<String> {
        match &self.kind {
            Kind::Text(text) => Some(text.clone()),
            Kind::Number(_, written) => Some(written.clone()),
            Kind::Bool(value) => Some(value.to_string()),
            Kind::Null | Kind::List(_) | Kind::Map(_) => None,
        }
    }
}

/// Cuts a user's text to a length that fits a message.
pub fn shortened(text: &str) -> String {
    const CHARS_MAX: usize = 60;
    let line = text.lines().next().unwrap_or("");
    match line.char_indices().nth(CHARS_MAX) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or(line)),
        None if line.len() < text.trim_end().len() => format!("{line}…"),
        None => line.to_owned(),
    }
}

/// Parses a source as YAML. An empty file is [`Kind::Null`]; `None` means that what is wrong was added to `problems`
/// (`E080`). Keys given twice are reported (`E081`) and the first one holds.
pub fn parse(sources: &Sources, source: SourceId, problems: &mut Vec<Diagnostic>) -> Option<Node> {
    let file = sources.get(source)?;
    let mut root = match tree::parse(&file.text) {
        Ok(root) => root,
        Err(refusal) => {
            problems.push(refusal.diagnostic(source, &file.text));
            return None;
        }
    };
    locate::locate(&mut root, source, &file.text);
    refuse_twins(&mut root, problems);
    Some(root)
}

/// Reports keys that stand twice in one map and keeps the first of each.
fn refuse_twins(node: &mut Node, problems: &mut Vec<Diagnostic>) {
    match &mut node.kind {
        Kind::List(nodes) => nodes.iter_mut().for_each(|node| refuse_twins(node, problems)),
        Kind::Map(entries) => {
            let mut seen: std::collections::HashMap<String, Span> = std::collections::HashMap::new();
            entries.retain(|(key, _)| match seen.get(&key.text) {
                Some(first) => {
                    let title = format!("`{}` is given twice", shortened(&key.text));
                    let twin = Diagnostic::error("E081", title, key.span, "the second").also(*first, "the first");
                    // An alias repeats its anchor's problems; once is enough.
                    if !problems.contains(&twin) {
                        problems.push(twin);
                    }
                    false
                }
                None => {
                    seen.insert(key.text.clone(), key.span);
                    true
                }
            });
            entries.iter_mut().for_each(|(_, node)| refuse_twins(node, problems));
        }
        Kind::Null | Kind::Bool(_) | Kind::Number(..) | Kind::Text(_) => {}
    }
}

#[cfg(test)]
mod tests;
