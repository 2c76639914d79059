//! Record literals, samples, the entries of lists.

use super::super::ast::{
    Entry, FieldLiteral, Literal, LiteralKind, Name, Path, RecordLiteral, Sample, SampleItem, ValueLiteral,
    ValueLiteralKind,
};
use super::super::grammar::{Node, Rule};
use super::{Lower, child, first, has, is_string};

impl Lower<'_> {
    /// Lowers the first record among a node's children.
    pub(super) fn record_in(&mut self, node: &Node<'_>) -> Option<RecordLiteral> {
        child(node, Rule::record).map(|record| self.record(&record))
    }

    fn record(&mut self, node: &Node<'_>) -> RecordLiteral {
        let fields = node.clone().into_inner().filter(|inner| inner.as_rule() == Rule::field);
        RecordLiteral { span: self.span(node), fields: fields.filter_map(|field| self.field(&field)).collect() }
    }

    fn field(&mut self, node: &Node<'_>) -> Option<FieldLiteral> {
        let key = first(node)?;
        let path = match key.as_rule() {
            Rule::k_today => {
                let name: Name = self.name(&key);
                Path { span: name.span, segments: vec![name] }
            }
            _ => self.path(&key),
        };
        Some(FieldLiteral { path, value: self.value(&child(node, Rule::value)?)? })
    }

    fn value(&mut self, node: &Node<'_>) -> Option<ValueLiteral> {
        let span = self.span(node);
        let inner = node.clone().into_inner().last()?;
        let kind = match inner.as_rule() {
            Rule::k_missing => ValueLiteralKind::Missing,
            Rule::literal => {
                let literal = self.literal(&inner)?;
                ValueLiteralKind::Literal(if has(node, Rule::negative) { negated(literal, span) } else { literal })
            }
            Rule::record => ValueLiteralKind::Record(self.record(&inner)),
            Rule::value_list => {
                let values = inner.into_inner().filter(|inner| inner.as_rule() == Rule::value);
                ValueLiteralKind::List(values.filter_map(|value| self.value(&value)).collect())
            }
            Rule::path => self.word(&inner),
            _ => return None,
        };
        Some(ValueLiteral { span, kind })
    }

    /// Lowers a bare word, and refuses other languages' words for constants.
    fn word(&mut self, node: &Node<'_>) -> ValueLiteralKind {
        let span = self.span(node);
        let (right, kind) = match node.as_str() {
            "null" | "nil" | "undefined" => ("missing", ValueLiteralKind::Missing),
            "True" | "TRUE" => ("true", ValueLiteralKind::Literal(Literal { span, kind: LiteralKind::Bool(true) })),
            "False" | "FALSE" => ("false", ValueLiteralKind::Literal(Literal { span, kind: LiteralKind::Bool(false) })),
            _ => return ValueLiteralKind::Word(self.path(node)),
        };
        self.wrong_word(node.as_str(), span, right);
        kind
    }

    /// Lowers the sample among a node's children.
    pub(super) fn sample_in(&mut self, node: &Node<'_>) -> Option<Sample> {
        let sample = child(node, Rule::sample)?;
        let item = first(&sample)?;
        let item = match item.as_rule() {
            rule if is_string(rule) => SampleItem::Text(self.string(&item)),
            _ => SampleItem::Record(self.record(&item)),
        };
        let with = sample.clone().into_inner().skip(1).find(|inner| inner.as_rule() == Rule::record);
        Some(Sample { span: self.span(&sample), item, with: with.map(|record| self.record(&record)) })
    }

    /// Lowers the entries of a list.
    pub(super) fn entries(&mut self, node: &Node<'_>) -> Vec<Entry> {
        let entries = node.clone().into_inner().filter(|inner| inner.as_rule() == Rule::entry);
        let entry = |entry: Node<'_>| Some(Entry { text: self.text_in(&entry)?, attributes: self.record_in(&entry) });
        entries.filter_map(entry).collect()
    }
}

fn negated(literal: Literal, span: crate::language::source::Span) -> Literal {
    let kind = match literal.kind {
        LiteralKind::Number(value) => LiteralKind::Number(-value),
        LiteralKind::Percent(value) => LiteralKind::Percent(-value),
        LiteralKind::Duration(value) => LiteralKind::Duration(-value),
        other => other,
    };
    Literal { span, kind }
}
