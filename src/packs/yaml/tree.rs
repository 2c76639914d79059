//! The library's events → [`Node`]s without places, within bounds.

use std::cell::Cell;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::{DEPTH_MAX, FILE_BYTES_MAX, Key, Kind, Node};
use crate::language::diag::Diagnostic;
use crate::language::source::{SourceId, Span};

/// What a file may grow to when its aliases are written out, in units of about a byte: a fixed start and a multiple
/// of its own size. Honest files stay below a tenth of it.
const GROWTH_START: usize = 1 << 20;
const GROWTH_FACTOR: usize = 16;
const NODE_COST: usize = 8;

/// Why a text is not taken as YAML.
pub(super) struct Refusal {
    message: String,
    at: usize,
    help: Option<&'static str>,
}

impl Refusal {
    pub(super) fn diagnostic(self, source: SourceId, text: &str) -> Diagnostic {
        let mut at = self.at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let end = text.get(at..).and_then(|rest| rest.chars().next()).map_or(at, |c| at + c.len_utf8());
        let problem = Diagnostic::error("E080", self.message, Span::new(source, at, end), "here");
        match self.help {
            Some(help) => problem.help(help),
            None => problem,
        }
    }
}

/// Parses a text into nodes whose spans are all empty.
pub(super) fn parse(text: &str) -> Result<Node, Refusal> {
    if text.len() > FILE_BYTES_MAX {
        let message = format!("the file is too large: {} MiB is the most that is read", FILE_BYTES_MAX >> 20);
        return Err(Refusal { message, at: 0, help: None });
    }
    let budget = Cell::new(GROWTH_START + text.len() * GROWTH_FACTOR);
    let mut documents = serde_yaml::Deserializer::from_str(text);
    let Some(document) = documents.next() else { return Ok(blank()) };
    let root = match (Seed { budget: &budget, depth: 0 }).deserialize(document) {
        Ok(root) => root,
        // The library calls a file of comments an error.
        Err(_) if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) => blank(),
        Err(error) => return Err(refusal(&error)),
    };
    if documents.next().is_some() {
        let at = text.rfind("\n---").map_or(0, |at| at + 1);
        return Err(Refusal {
            message: "the file holds several YAML documents".to_owned(),
            at,
            help: Some("keep one document per file, without `---` in the middle"),
        });
    }
    Ok(root)
}

fn blank() -> Node {
    Node { kind: Kind::Null, span: Span::default() }
}

fn refusal(error: &serde_yaml::Error) -> Refusal {
    let full = error.to_string();
    let at = error.location().map_or(0, |location| location.index());
    if full.contains("recursion limit") {
        return Refusal { message: TOO_DEEP.to_owned(), at, help: None };
    }
    if full.contains("repetition limit") {
        return Refusal { message: TOO_MANY.to_owned(), at, help: None };
    }
    // Place and path are shown by the diagnostic; the library's own wording of them goes.
    let short = full.split(" at line ").next().unwrap_or(&full);
    let own = short.contains(TOO_DEEP) || short.contains(TOO_MANY) || short.contains(NO_TAGS);
    let message = match short.rsplit_once(": ") {
        Some((_, last)) if own => last.to_owned(),
        _ if own => short.to_owned(),
        _ => format!("this is not valid YAML: {short}"),
    };
    Refusal {
        message,
        at,
        help: (!own).then_some("look for a missing quote, a tab, or indentation that does not line up"),
    }
}

const TOO_DEEP: &str = "lists and maps are nested too deeply";
const TOO_MANY: &str = "the aliases of this file expand to too much";
const NO_TAGS: &str = "tags such as `!name` are not read here";

#[derive(Clone, Copy)]
struct Seed<'b> {
    budget: &'b Cell<usize>,
    depth: usize,
}

impl Seed<'_> {
    fn spend<E: de::Error>(self, cost: usize) -> Result<(), E> {
        let left = self.budget.get().checked_sub(cost + NODE_COST).ok_or_else(|| E::custom(TOO_MANY))?;
        self.budget.set(left);
        Ok(())
    }

    fn scalar<E: de::Error>(self, kind: Kind) -> Result<Node, E> {
        self.spend(if let Kind::Text(text) = &kind { text.len() } else { 0 })?;
        Ok(Node { kind, span: Span::default() })
    }

    fn deeper<E: de::Error>(self) -> Result<Self, E> {
        if self.depth >= DEPTH_MAX {
            return Err(E::custom(TOO_DEEP));
        }
        self.spend(0)?;
        Ok(Seed { budget: self.budget, depth: self.depth + 1 })
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Node;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a value")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Node, E> {
        self.scalar(Kind::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Node, E> {
        self.scalar(Kind::Number(value as f64, value.to_string()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Node, E> {
        self.scalar(Kind::Number(value as f64, value.to_string()))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Node, E> {
        self.scalar(Kind::Number(value as f64, value.to_string()))
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Node, E> {
        self.scalar(Kind::Number(value as f64, value.to_string()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Node, E> {
        self.scalar(Kind::Number(value, value.to_string()))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Node, E> {
        self.spend(value.len())?;
        self.scalar(Kind::Text(value.to_owned()))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Node, E> {
        self.scalar(Kind::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Node, E> {
        self.scalar(Kind::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let inner = self.deeper()?;
        let mut nodes = Vec::new();
        while let Some(node) = items.next_element_seed(inner)? {
            nodes.push(node);
        }
        Ok(Node { kind: Kind::List(nodes), span: Span::default() })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let inner = self.deeper()?;
        let mut entries = Vec::new();
        while let Some(key) = items.next_key_seed(inner)? {
            let text = match key.kind {
                Kind::Text(text) | Kind::Number(_, text) => text,
                Kind::Bool(value) => value.to_string(),
                Kind::Null => "null".to_owned(),
                Kind::List(_) | Kind::Map(_) => return Err(de::Error::custom("a key must be a word")),
            };
            let value = items.next_value_seed(inner)?;
            entries.push((Key { text, span: Span::default() }, value));
        }
        Ok(Node { kind: Kind::Map(entries), span: Span::default() })
    }

    fn visit_enum<A: de::EnumAccess<'de>>(self, _: A) -> Result<Node, A::Error> {
        Err(de::Error::custom(NO_TAGS))
    }
}
