//! Finds where each value of a parsed tree stands in its text.
//!
//! The tree gives what comes next; the text is read forward and never back. Only what surrounds values is understood
//! (blanks, comments, indicators, anchors, quotes, block scalars), because the library has already refused what is not
//! YAML. Should the two ever fall out of step, the remaining values keep the last place that was certain.

use std::collections::HashMap;

use super::{Kind, Node};
use crate::language::source::{SourceId, Span};

/// Gives every node and key of `root` its span.
pub(super) fn locate(root: &mut Node, source: SourceId, text: &str) {
    let mut locator = Locator { text, at: 0, flow: 0, last: (0, 0), lost: false, source, anchors: HashMap::new() };
    locator.node(root);
}

struct Locator<'t> {
    text: &'t str,
    at: usize,
    /// How many `[` and `{` are open.
    flow: usize,
    /// The last place that was certain.
    last: (usize, usize),
    lost: bool,
    source: SourceId,
    anchors: HashMap<&'t str, Node>,
}

impl<'t> Locator<'t> {
    fn peek(&self) -> Option<u8> {
        self.byte(0)
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn blank_at(&self, ahead: usize) -> bool {
        self.byte(ahead).is_none_or(|byte| byte.is_ascii_whitespace())
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, start, end)
    }

    /// Skips to the next value; returns the name of an anchor that stands before it.
    fn skip(&mut self) -> Option<&'t str> {
        let mut anchor = None;
        loop {
            let line_start = self.at == 0 || self.text.as_bytes().get(self.at - 1) == Some(&b'\n');
            match self.peek() {
                Some(byte) if byte.is_ascii_whitespace() => self.at += 1,
                Some(0xEF) if self.rest().starts_with('\u{feff}') => self.at += 3,
                Some(b'#') => self.line(),
                Some(b'%') if line_start => self.line(),
                Some(b'-') if line_start && self.rest().starts_with("---") => self.at += 3,
                Some(b'-' | b'?') if self.blank_at(1) => self.at += 1,
                Some(b',') if self.flow > 0 => self.at += 1,
                Some(b'&') => anchor = Some(self.name()),
                _ => return anchor,
            }
        }
    }

    fn line(&mut self) {
        self.at += self.rest().find('\n').unwrap_or(self.rest().len());
    }

    /// Reads the name after `&` or `*`.
    fn name(&mut self) -> &'t str {
        let name = self.rest().get(1..).unwrap_or("");
        let end = name.find(|c: char| c.is_whitespace() || matches!(c, ',' | '[' | ']' | '{' | '}' | ':'));
        let name = name.get(..end.unwrap_or(name.len())).unwrap_or("");
        self.at += 1 + name.len();
        name
    }

    fn node(&mut self, node: &mut Node) {
        let anchor = self.skip();
        if self.peek() == Some(b'*') && !self.lost {
            let name = self.name();
            match self.anchors.get(name) {
                Some(known) => *node = known.clone(),
                None => self.place_all(node),
            }
            return;
        }
        match &mut node.kind {
            Kind::List(nodes) => {
                let opened = self.open(b'[');
                let start = self.at;
                nodes.iter_mut().for_each(|node| self.node(node));
                node.span = self.close(opened, b']', start, nodes.first().map(|node| node.span));
            }
            Kind::Map(entries) => {
                let opened = self.open(b'{');
                let start = self.at;
                for (key, value) in entries.iter_mut() {
                    self.skip();
                    let (from, to) = self.scalar(Some(&key.text), None);
                    key.span = self.span(from, to);
                    self.colon();
                    self.node(value);
                }
                node.span = self.close(opened, b'}', start, entries.first().map(|(key, _)| key.span));
            }
            Kind::Null => {
                let (from, to) = self.null();
                node.span = self.span(from, to);
            }
            Kind::Text(text) => {
                let (from, to) = self.scalar(Some(text), None);
                node.span = self.span(from, to);
            }
            Kind::Bool(_) => {
                let (from, to) = self.scalar(None, None);
                node.span = self.span(from, to);
            }
            Kind::Number(_, written) => {
                let (from, to) = self.scalar(None, Some(written));
                node.span = self.span(from, to);
            }
        }
        if let Some(name) = anchor {
            self.anchors.insert(name, node.clone());
        }
    }

    /// Gives a whole subtree the last certain place.
    fn place_all(&mut self, node: &mut Node) {
        node.span = self.span(self.last.0, self.last.1);
        match &mut node.kind {
            Kind::List(nodes) => nodes.iter_mut().for_each(|node| self.place_all(node)),
            Kind::Map(entries) => {
                for (key, value) in entries {
                    key.span = self.span(self.last.0, self.last.1);
                    self.place_all(value);
                }
            }
            Kind::Null | Kind::Bool(_) | Kind::Number(..) | Kind::Text(_) => {}
        }
    }

    /// Takes an opening bracket; returns where it stands.
    fn open(&mut self, bracket: u8) -> Option<usize> {
        let found = !self.lost && self.peek() == Some(bracket);
        found.then(|| {
            self.flow += 1;
            self.at += 1;
            self.at - 1
        })
    }

    /// Takes the closing bracket and returns the span of the whole list or map.
    fn close(&mut self, opened: Option<usize>, bracket: u8, start: usize, first: Option<Span>) -> Span {
        let Some(opened) = opened else {
            let start = first.map_or(start, |span| span.start as usize);
            return self.span(start.min(self.last.1), self.last.1);
        };
        self.skip();
        if self.peek() == Some(bracket) {
            self.at += 1;
            self.last = (opened, self.at);
        } else {
            self.lost = true;
        }
        self.flow = self.flow.saturating_sub(1);
        self.span(opened.min(self.last.1), self.last.1)
    }

    fn colon(&mut self) {
        self.skip();
        if self.peek() == Some(b':') {
            self.at += 1;
        }
    }

    fn null(&mut self) -> (usize, usize) {
        for word in ["~", "null", "Null", "NULL"] {
            let after = self.rest().strip_prefix(word).map(|rest| rest.chars().next());
            if after.is_some_and(|next| next.is_none_or(|c| c.is_whitespace() || matches!(c, ',' | ']' | '}' | ':'))) {
                return self.certain(self.at, self.at + word.len());
            }
        }
        (self.last.1, self.last.1)
    }

    fn certain(&mut self, start: usize, end: usize) -> (usize, usize) {
        self.at = end;
        self.last = (start, end);
        self.last
    }

    /// Takes a scalar: one that reads `text`, or (numbers, truth values) whatever stands there, noted in `written`.
    fn scalar(&mut self, text: Option<&str>, written: Option<&mut String>) -> (usize, usize) {
        if self.lost {
            return self.last;
        }
        let start = self.at;
        let end = match (self.peek(), text) {
            (Some(b'"'), _) => self.quoted(b'"'),
            (Some(b'\''), _) => self.quoted(b'\''),
            (Some(b'|' | b'>'), Some(_)) if self.flow == 0 => Some(self.block()),
            (_, Some(text)) => self.plain(text),
            (_, None) => Some(self.bare()),
        };
        match end {
            Some(end) => {
                if let Some(written) = written {
                    *written = self.text.get(start..end).unwrap_or("").to_owned();
                }
                self.certain(start, end)
            }
            None => {
                self.lost = true;
                self.last
            }
        }
    }

    fn quoted(&self, quote: u8) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = self.at + 1;
        loop {
            match *bytes.get(at)? {
                b'\\' if quote == b'"' => at += 2,
                b'\'' if quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') => at += 2,
                byte if byte == quote => return Some(at + 1),
                _ => at += 1,
            }
        }
    }

    /// Ends where the lines of a block scalar fall back to a smaller indent than its first.
    fn block(&self) -> usize {
        let rest = self.rest();
        let header = rest.find('\n').unwrap_or(rest.len());
        let mut end = self.at + header;
        let mut indent = None;
        for line in rest.get(header..).unwrap_or("").strip_prefix('\n').unwrap_or("").split_inclusive('\n') {
            let content = line.trim_start_matches(' ');
            if !content.trim().is_empty() {
                let own = line.len() - content.len();
                if own == 0 || own < *indent.get_or_insert(own.max(self.own_indent() + 1)) {
                    break;
                }
            }
            end += line.len();
        }
        (end + 1).min(self.text.len())
    }

    /// Indent of the line the cursor is on.
    fn own_indent(&self) -> usize {
        let line_start = self.text.get(..self.at).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let line = self.text.get(line_start..).unwrap_or("");
        line.len() - line.trim_start_matches(' ').len()
    }

    /// Follows a plain scalar whose lines may be folded: any blank of the value stands for any run of blanks.
    fn plain(&self, text: &str) -> Option<usize> {
        let mut at = self.at;
        for word in text.split_whitespace() {
            let rest = self.text.get(at..)?;
            at += rest.len() - rest.trim_start().len();
            if !self.text.get(at..)?.starts_with(word) {
                return None;
            }
            at += word.len();
        }
        (at > self.at).then_some(at)
    }

    fn bare(&self) -> usize {
        let rest = self.rest();
        let mut end = rest.len();
        for (at, c) in rest.char_indices() {
            let next_blank = rest.as_bytes().get(at + 1).is_none_or(u8::is_ascii_whitespace);
            if c.is_whitespace() || (self.flow > 0 && matches!(c, ',' | ']' | '}')) || (c == ':' && next_blank) {
                end = at;
                break;
            }
        }
        self.at + end
    }
}
