//! What `has` looks for: terms, groups, relations.

use crate::language::diag::Diagnostic;
use crate::language::source::Span;

use super::super::ast::{Amount, Match, Order, Relation, RelationKind, Term, TermKind, Text, View, ViewWord};
use super::super::grammar::{Node, Rule};
use super::literals::shorten;
use super::{Lower, child, first, has};

impl Lower<'_> {
    /// Lowers a term with its relation.
    pub(super) fn pattern(&mut self, node: &Node<'_>) -> Option<Match> {
        let term = self.term(&child(node, Rule::term)?)?;
        let relation = match has(node, Rule::relation) {
            true => Some(Box::new(self.relations(node)?)),
            false => None,
        };
        self.refuse_second_relation(node, term.span);
        Some(Match { span: self.span(node), term, relation })
    }

    /// Lowers the alternatives of a `pattern` item: one match, or a group of them.
    pub(super) fn alternatives(&mut self, node: &Node<'_>) -> Option<Match> {
        let mut members = self.members(node);
        if members.len() <= 1 {
            return members.pop();
        }
        self.refuse_relation_among(&members);
        let span = members.first()?.span.to(members.last()?.span);
        let kind = TermKind::Group { members, commas: false };
        Some(Match { span, term: Term { span, views: Vec::new(), kind }, relation: None })
    }

    fn members(&mut self, node: &Node<'_>) -> Vec<Match> {
        let patterns = node.clone().into_inner().filter(|inner| inner.as_rule() == Rule::pattern);
        patterns.filter_map(|pattern| self.pattern(&pattern)).collect()
    }

    /// Lowers the amount that a `has` wants.
    pub(super) fn amount(&mut self, tail: &Node<'_>) -> Amount {
        let Some(node) = child(tail, Rule::amount) else { return Amount::Any };
        let span = self.span(&node);
        match first(&node).map(|word| word.as_rule()) {
            Some(Rule::k_all) => Amount::All,
            Some(Rule::k_no) => Amount::No,
            Some(Rule::wrong_amount) => self.wrong_amount(node.as_str(), span),
            Some(Rule::k_at) => match (self.count(&node), has(&node, Rule::k_mentions)) {
                (Some(count), true) => Amount::Mentions(count),
                (Some(count), false) => Amount::AtLeast(count),
                (None, _) => Amount::Any,
            },
            _ => Amount::Any,
        }
    }

    fn wrong_amount(&mut self, written: &str, span: Span) -> Amount {
        let (right, amount) = if written == "not" { ("no", Amount::No) } else { ("any of", Amount::Any) };
        let title = format!("`has {}` is not how it is written", shorten(written));
        let problem = Diagnostic::error("E008", title, span, "").help(format!("write `has {right}`"));
        self.report(problem.fix(span, right));
        amount
    }

    fn term(&mut self, node: &Node<'_>) -> Option<Term> {
        let span = self.span(node);
        let views = self.views(node);
        let inner = node.clone().into_inner().last()?;
        let kind = match inner.as_rule() {
            Rule::group => {
                let members = self.members(&inner);
                if members.len() > 1 {
                    self.refuse_relation_among(&members);
                }
                TermKind::Group { members, commas: has(&inner, Rule::comma) }
            }
            Rule::regex => TermKind::Regex(self.regex(&inner)),
            Rule::reference => TermKind::Ref(self.reference(&inner)?),
            Rule::literal => return self.literal_term(&inner, span, views),
            _ => return None,
        };
        Some(Term { span, views, kind })
    }

    fn literal_term(&mut self, node: &Node<'_>, span: Span, views: Vec<ViewWord>) -> Option<Term> {
        let inner = first(node)?;
        if matches!(inner.as_rule(), Rule::text | Rule::wrong_quotes) {
            let text = self.string(&inner);
            return Some(Term { span, views, kind: TermKind::Text(text) });
        }
        let place = self.span(&inner);
        let written = inner.as_str().to_string();
        let right = format!("\"{written}\"");
        self.report(
            Diagnostic::error("E008", format!("`{written}` is no text to look for"), place, "text stands in quotes")
                .help(format!("write `{right}`"))
                .fix(place, right),
        );
        Some(Term { span, views, kind: TermKind::Text(Text { text: written, span: place }) })
    }

    fn regex(&self, node: &Node<'_>) -> Text {
        let written = node.as_str();
        let inside = written.get(1..written.len().saturating_sub(1)).unwrap_or("");
        Text { text: inside.replace("\\/", "/"), span: self.span(node) }
    }

    /// Lowers the view words among a node's children.
    pub(super) fn views(&self, node: &Node<'_>) -> Vec<ViewWord> {
        let words = node.clone().into_inner().filter(|inner| inner.as_rule() == Rule::view);
        let view = |word: &str| match word {
            "exact" => View::Exact,
            "disguised" => View::Disguised,
            "misspelled" => View::Misspelled,
            _ => View::Plain,
        };
        words.map(|word| ViewWord { view: view(word.as_str()), span: self.span(&word) }).collect()
    }

    /// Lowers the first relation among a node's children; whoever calls refuses the others.
    pub(super) fn relations(&mut self, node: &Node<'_>) -> Option<Relation> {
        let relation = child(node, Rule::relation)?;
        let inner = relation.clone().into_inner().find(|inner| inner.as_rule() != Rule::k_not)?;
        let kind = match inner.as_rule() {
            Rule::within => RelationKind::Within {
                words: self.count(&inner)?,
                order: match () {
                    () if has(&inner, Rule::k_before) => Order::Before,
                    () if has(&inner, Rule::k_after) => Order::After,
                    () => Order::Either,
                },
                other: self.term(&child(&inner, Rule::term)?)?,
            },
            Rule::same_sentence => RelationKind::SameSentence(self.term(&child(&inner, Rule::term)?)?),
            Rule::in_quotes => RelationKind::InQuotes,
            Rule::position if has(&inner, Rule::k_first) => RelationKind::InFirst(self.count(&inner)?),
            Rule::position => RelationKind::InLast(self.count(&inner)?),
            Rule::wrong_near => self.wrong_near(&inner, &relation)?,
            _ => return None,
        };
        Some(Relation { span: self.span(&relation), negated: has(&relation, Rule::k_not), kind })
    }

    fn wrong_near(&mut self, word: &Node<'_>, relation: &Node<'_>) -> Option<RelationKind> {
        let span = self.span(word);
        let (kind, digits) = word.as_str().split_once('/')?;
        let words = digits.parse().unwrap_or(1);
        let (order, of) = if kind == "near" { (Order::Either, "of") } else { (Order::Before, "before") };
        self.wrong_word(word.as_str(), span, &format!("within {words} words {of}"));
        Some(RelationKind::Within { words, order, other: self.term(&child(relation, Rule::term)?)? })
    }

    fn refuse_second_relation(&mut self, node: &Node<'_>, term: Span) {
        let relations: Vec<Span> = node
            .clone()
            .into_inner()
            .filter(|inner| inner.as_rule() == Rule::relation)
            .map(|inner| self.span(&inner))
            .collect();
        let (Some(one), Some(two)) = (relations.first().copied(), relations.get(1).copied()) else { return };
        let whole = |from: Span, to: Span| shorten(self.slice(from.to(to)));
        let mut problem = Diagnostic::error("E010", "two relations without parentheses", two, "the second relation")
            .also(one, "the first relation")
            .note(format!("this could be read as `({}) {}`", whole(term, one), whole(two, two)));
        // The other reading hangs the second relation on what the first one looks towards.
        if let Some(other) = self.other_side(node) {
            let lead = Span { end: other.start, ..one };
            let inner = whole(other, two);
            let before = whole(term, term);
            problem = problem.note(format!("or as `{before} {} ({inner})`", whole(lead, lead)));
        } else {
            let (before, first, second) = (whole(term, term), whole(one, one), whole(two, two));
            problem = problem.note(format!("or as `({before} {second}) {first}`"));
        }
        self.report(problem.help("put parentheses round the part that belongs together"));
    }

    fn other_side(&self, node: &Node<'_>) -> Option<Span> {
        let relation = child(node, Rule::relation)?;
        let inner = relation.into_inner().find(|inner| inner.as_rule() != Rule::k_not)?;
        child(&inner, Rule::term).map(|term| self.span(&term))
    }

    fn refuse_relation_among(&mut self, members: &[Match]) {
        let (Some(head), Some(last)) = (members.first(), members.last()) else { return };
        let Some(bound) = members.iter().find(|member| member.relation.is_some()) else { return };
        let Some(relation) = bound.relation.as_ref().map(|relation| relation.span) else { return };
        let own = shorten(self.slice(bound.span));
        let all = shorten(self.slice(Span { end: bound.term.span.end, ..head.span }));
        let tail = shorten(self.slice(relation));
        let mut problem = Diagnostic::error(
            "E011",
            "a relation among alternatives without parentheses",
            relation,
            "a relation of what?",
        )
        .also(head.span.to(last.span), "these are alternatives")
        .note(format!("this could be read as `({own})` beside the other alternatives"));
        if bound.span.start > head.span.start {
            problem = problem.note(format!("or as `({all}) {tail}`"));
        }
        self.report(
            problem.help(format!("write `({own})`, or put the alternatives into parentheses before the relation")),
        );
    }

    /// Refuses a second relation after `every match` or `any match`.
    pub(super) fn refuse_second_test(&mut self, node: &Node<'_>) {
        let second = node.clone().into_inner().filter(|inner| inner.as_rule() == Rule::relation).nth(1);
        let Some(second) = second.map(|relation| self.span(&relation)) else { return };
        let Some(one) = child(node, Rule::relation).map(|relation| self.span(&relation)) else { return };
        let which = if has(node, Rule::k_every) { "every" } else { "any" };
        let (left, right) = (shorten(self.slice(one)), shorten(self.slice(second)));
        let mut problem = Diagnostic::error("E010", "two relations without parentheses", second, "the second relation")
            .also(one, "the first relation")
            .note(format!("this could be read as `{which} match {left} and {which} match {right}`"));
        if let Some(other) = self.other_side(node) {
            let lead = shorten(self.slice(Span { end: other.start, ..one }));
            let inner = shorten(self.slice(other.to(second)));
            problem = problem.note(format!("or as `{which} match {lead} ({inner})`"));
        }
        self.report(problem.help("write two tests joined by `and`, or put parentheses round the inner part"));
    }
}
