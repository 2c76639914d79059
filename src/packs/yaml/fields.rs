//! Reading a located tree: what a key must hold, and which keys there are.
//!
//! Whoever reads a map asks for its keys one by one; [`Fields::finish`] reports the keys nobody asked for. So the list
//! of known keys is never written down twice.

use super::{Key, Kind, Node, shortened};
use crate::language::diag::Diagnostic;
use crate::language::nearest::nearest;
use crate::language::source::Span;

/// Reads values and gathers what is wrong with them.
#[derive(Debug, Default)]
pub struct Reader {
    /// What was wrong so far.
    pub problems: Vec<Diagnostic>,
}

impl Reader {
    /// Adds an error.
    pub fn error(&mut self, code: &'static str, title: impl Into<String>, span: Span, label: impl Into<String>) {
        self.problems.push(Diagnostic::error(code, title, span, label));
    }

    /// Reports that a value is not what it must be (`E084`).
    pub fn wrong(&mut self, node: &Node, what: &str, wanted: &str) {
        let title = format!("{what} must be {wanted}, not {}", node.describe());
        self.error("E084", title, node.span, format!("{wanted} goes here"));
    }

    /// Reads a map; `what` names it in messages, e.g. "a field".
    pub fn fields<'n>(&mut self, node: &'n Node, what: &'static str) -> Option<Fields<'n>> {
        match &node.kind {
            Kind::Map(entries) => Some(Fields { what, span: node.span, entries, asked: Vec::new() }),
            _ => {
                self.wrong(node, what, "a map");
                None
            }
        }
    }

    /// Reads a list.
    pub fn list<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n [Node]> {
        match &node.kind {
            Kind::List(nodes) => Some(nodes),
            _ => {
                self.wrong(node, what, "a list");
                None
            }
        }
    }

    /// Reads a map whose keys are the user's own names.
    pub fn entries<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n [(Key, Node)]> {
        match &node.kind {
            Kind::Map(entries) => Some(entries),
            _ => {
                self.wrong(node, what, "a map");
                None
            }
        }
    }

    /// Reads a text; a number or truth value counts as it is written.
    pub fn text(&mut self, node: &Node, what: &str) -> Option<String> {
        let text = node.word();
        if text.is_none() {
            self.wrong(node, what, "a text");
        }
        text
    }

    /// Reads one text or a list of texts.
    pub fn texts(&mut self, node: &Node, what: &str) -> Vec<String> {
        match &node.kind {
            Kind::List(nodes) => nodes.iter().filter_map(|node| self.text(node, what)).collect(),
            _ => self.text(node, what).into_iter().collect(),
        }
    }

    /// Reads a truth value.
    pub fn bool(&mut self, node: &Node, what: &str) -> Option<bool> {
        match node.kind {
            Kind::Bool(value) => Some(value),
            _ => {
                self.wrong(node, what, "`true` or `false`");
                None
            }
        }
    }

    /// Reads a finite number.
    pub fn number(&mut self, node: &Node, what: &str) -> Option<f64> {
        match node.kind {
            Kind::Number(value, _) if value.is_finite() => Some(value),
            _ => {
                self.wrong(node, what, "a number");
                None
            }
        }
    }

    /// Reads a whole number, 0 or more.
    pub fn whole(&mut self, node: &Node, what: &str) -> Option<u64> {
        match node.kind {
            Kind::Number(value, _) if value >= 0.0 && value.fract() == 0.0 && value < 9e15 => Some(value as u64),
            _ => {
                self.wrong(node, what, "a whole number");
                None
            }
        }
    }

    /// Reads one of a few words; anything else is reported (`E085`) with the nearest of them.
    pub fn one_of<T: Copy>(&mut self, node: &Node, what: &str, words: &[(&'static str, T)]) -> Option<T> {
        let word = self.text(node, what)?;
        let found = words.iter().find(|(known, _)| *known == word).map(|(_, value)| *value);
        if found.is_none() {
            let known = words.iter().map(|(known, _)| format!("`{known}`")).collect::<Vec<_>>().join(", ");
            let title = format!("`{}` is not {what}", shortened(&word));
            let mut problem = Diagnostic::error("E085", title, node.span, "unknown word");
            problem = match nearest(&word, words.iter().map(|(known, _)| *known)) {
                Some(meant) => problem.help(format!("did you mean `{meant}`?")).fix(node.span, meant),
                None => problem,
            };
            self.problems.push(problem.note(format!("known are {known}")));
        }
        found
    }
}

/// The keys of one map, asked for one by one.
#[derive(Debug)]
pub struct Fields<'n> {
    what: &'static str,
    span: Span,
    entries: &'n [(Key, Node)],
    asked: Vec<&'static str>,
}

impl<'n> Fields<'n> {
    /// Returns where the map stands.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Asks for a key; one without a value counts as absent.
    pub fn get(&mut self, key: &'static str) -> Option<&'n Node> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        let node = self.entries.iter().find(|(known, _)| known.text == key).map(|(_, node)| node);
        node.filter(|node| node.kind != Kind::Null)
    }

    /// Asks for a key that must be there (`E083`).
    pub fn require(&mut self, key: &'static str, reader: &mut Reader) -> Option<&'n Node> {
        let node = self.get(key);
        if node.is_none() {
            let place = self.entries.first().map_or(self.span, |(key, _)| key.span);
            reader.error("E083", format!("{} lacks `{key}`", self.what), place, format!("`{key}: …` is needed here"));
        }
        node
    }

    /// Asks for a key that holds a text.
    pub fn text(&mut self, key: &'static str, reader: &mut Reader) -> Option<String> {
        self.get(key).and_then(|node| reader.text(node, &format!("`{key}`")))
    }

    /// Asks for a key that holds a text or a list of texts.
    pub fn texts(&mut self, key: &'static str, reader: &mut Reader) -> Vec<String> {
        self.get(key).map_or_else(Vec::new, |node| reader.texts(node, &format!("`{key}`")))
    }

    /// Asks for a key that holds a truth value; absent is `None`.
    pub fn bool(&mut self, key: &'static str, reader: &mut Reader) -> Option<bool> {
        self.get(key).and_then(|node| reader.bool(node, &format!("`{key}`")))
    }

    /// Asks for a key that holds a number.
    pub fn number(&mut self, key: &'static str, reader: &mut Reader) -> Option<f64> {
        self.get(key).and_then(|node| reader.number(node, &format!("`{key}`")))
    }

    /// Asks for a key that holds a whole number.
    pub fn whole(&mut self, key: &'static str, reader: &mut Reader) -> Option<u64> {
        self.get(key).and_then(|node| reader.whole(node, &format!("`{key}`")))
    }

    /// Returns the keys not asked for so far, as the user's own names.
    pub fn others(&self) -> impl Iterator<Item = (&'n Key, &'n Node)> {
        let asked = self.asked.clone();
        self.entries.iter().filter(move |(key, _)| !asked.contains(&key.text.as_str())).map(|(key, node)| (key, node))
    }

    /// Reports the keys nobody asked for (`E082`).
    pub fn finish(self, reader: &mut Reader) {
        for (key, _) in self.others() {
            let title = format!("`{}` is not a key of {}", shortened(&key.text), self.what);
            let mut problem = Diagnostic::error("E082", title, key.span, "unknown key");
            if let Some(meant) = nearest(&key.text, self.asked.iter().copied()) {
                problem = problem.help(format!("did you mean `{meant}`?")).fix(key.span, meant);
            }
            let known = self.asked.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
            reader.problems.push(problem.note(format!("known are {known}")));
        }
    }
}
