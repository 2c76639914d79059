//! Parse nodes → tree.
//!
//! A node that cannot be what the grammar promises lowers to `None`, never to a panic; its item then counts as failed.
//! What is grammatical and still wrong (two kinds of joining, a word from another language) is reported here, once, and
//! the tree keeps what can be kept.

mod expr;
mod items;
mod joins;
mod lines;
mod literals;
mod matches;
mod records;

pub(super) use literals::shorten;

use crate::language::diag::Diagnostic;
use crate::language::source::{SourceId, Span};

use super::ast::{Name, Path, Text};
use super::grammar::{Node, Rule};
use super::scan::Scan;

/// Turns nodes of one stretch of text into tree.
pub(super) struct Lower<'a> {
    /// The file.
    pub source: SourceId,
    /// The whole file's text.
    pub text: &'a str,
    /// Its tokens.
    pub scan: &'a Scan,
    /// Where the stretch begins in the file.
    pub base: usize,
    /// How deep the expression is at this point.
    pub depth: usize,
    /// What was wrong.
    pub problems: Vec<Diagnostic>,
}

impl Lower<'_> {
    /// Returns a node's place without the blanks and comments that pest leaves at its end.
    fn span(&self, node: &Node<'_>) -> Span {
        let place = node.as_span();
        let (start, end) = (self.base + place.start(), self.base + place.end());
        let last = self.scan.previous(end).map_or(end, |token| token.end as usize);
        Span::new(self.source, start, if last > start { last } else { end })
    }

    /// Returns the text of a place.
    fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    fn report(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
    }

    fn name(&self, node: &Node<'_>) -> Name {
        Name { text: node.as_str().to_string(), span: self.span(node) }
    }

    /// Returns the first name among a node's children.
    fn name_in(&self, node: &Node<'_>) -> Option<Name> {
        child(node, Rule::name).map(|name| self.name(&name))
    }

    fn names(&self, node: &Node<'_>) -> Vec<Name> {
        node.clone().into_inner().filter(|inner| inner.as_rule() == Rule::name).map(|name| self.name(&name)).collect()
    }

    /// Returns the names in the first list of names among a node's children.
    fn names_in(&self, node: &Node<'_>) -> Vec<Name> {
        child(node, Rule::names).map(|names| self.names(&names)).unwrap_or_default()
    }

    fn path(&self, node: &Node<'_>) -> Path {
        let segments = node.clone().into_inner().filter(|part| matches!(part.as_rule(), Rule::name | Rule::segment));
        Path { segments: segments.map(|part| self.name(&part)).collect(), span: self.span(node) }
    }

    fn path_in(&self, node: &Node<'_>) -> Option<Path> {
        child(node, Rule::path).map(|path| self.path(&path))
    }

    fn paths_in(&self, node: &Node<'_>) -> Vec<Path> {
        let ids = child(node, Rule::ids).map(Node::into_inner).into_iter().flatten();
        ids.filter(|inner| inner.as_rule() == Rule::path).map(|path| self.path(&path)).collect()
    }

    /// Returns a node's title, or else the first string among its children.
    fn text_in(&mut self, node: &Node<'_>) -> Option<Text> {
        let holder = child(node, Rule::title).unwrap_or_else(|| node.clone());
        let found = holder.into_inner().find(|inner| is_string(inner.as_rule()))?;
        Some(self.string(&found))
    }
}

/// Returns the first child of a node by its rule.
fn child<'a>(node: &Node<'a>, rule: Rule) -> Option<Node<'a>> {
    node.clone().into_inner().find(|inner| inner.as_rule() == rule)
}

/// Tells whether a node has a child by a rule.
fn has(node: &Node<'_>, rule: Rule) -> bool {
    child(node, rule).is_some()
}

/// Returns a node's first child.
fn first<'a>(node: &Node<'a>) -> Option<Node<'a>> {
    node.clone().into_inner().next()
}

fn is_string(rule: Rule) -> bool {
    matches!(rule, Rule::text | Rule::wrong_quotes)
}
