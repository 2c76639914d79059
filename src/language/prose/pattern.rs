//! What is looked for, in English.

use super::{condition, list};
use crate::language::policy::{Match, Order, Pack, Relation, RelationKind, StandardPattern, Term, TermKind, View};

/// Says a pattern, so that it reads after `has`.
pub fn pattern(pack: &Pack, wanted: &Match) -> String {
    let term = term(pack, &wanted.term);
    match &wanted.relation {
        Some(relation_wanted) => format!("{term} {}", relation(pack, relation_wanted)),
        None => term,
    }
}

/// Says a relation, so that it reads after what it is about.
pub fn relation(pack: &Pack, wanted: &Relation) -> String {
    let said = match &wanted.kind {
        RelationKind::Within { words, order, other } => {
            let order = match order {
                Order::Either => "of",
                Order::Before => "before",
                Order::After => "after",
            };
            format!("within {words} word{} {order} {}", if *words == 1 { "" } else { "s" }, term(pack, other))
        }
        RelationKind::SameSentence(other) => format!("in the same sentence as {}", term(pack, other)),
        RelationKind::InQuotes => "in quotes".to_owned(),
        RelationKind::InFirst(words) => format!("in the first {words} words"),
        RelationKind::InLast(words) => format!("in the last {words} words"),
    };
    if wanted.negated { format!("not {said}") } else { said }
}

fn term(pack: &Pack, wanted: &Term) -> String {
    let said = match &wanted.kind {
        TermKind::Literal(text) => format!("\"{text}\""),
        TermKind::Regex(text) => format!("text of the form /{text}/"),
        TermKind::List(id, filter) => {
            let name = pack.lists.get(id.0 as usize).map_or("", |list| list.name.as_str());
            match filter {
                Some(filter) => format!("an entry of {name} where {}", condition(pack, filter)),
                None => format!("an entry of {name}"),
            }
        }
        TermKind::Pattern(id) => pack.patterns.get(id.0 as usize).map_or(String::new(), |pattern| pattern.name.clone()),
        TermKind::Standard(standard) => standard_name(*standard).to_owned(),
        TermKind::Text(text) => format!("the words of {}", super::value(pack, text)),
        TermKind::Any(members) => {
            let members: Vec<String> = members.iter().map(|member| pattern(pack, member)).collect();
            if members.len() == 1 { members.concat() } else { format!("({})", list(&members, "or")) }
        }
    };
    match wanted.views.as_slice() {
        [] => said,
        views => {
            let views: Vec<&str> = views.iter().map(|view| view_phrase(*view)).collect();
            format!("{said} ({})", views.join(" or "))
        }
    }
}

fn view_phrase(view: View) -> &'static str {
    match view {
        View::Exact => "letter for letter",
        View::Plain => "in plain reading",
        View::Disguised => "even if disguised",
        View::Misspelled => "even if misspelled",
    }
}

fn standard_name(standard: StandardPattern) -> &'static str {
    match standard {
        StandardPattern::Phone => "a phone number",
        StandardPattern::Email => "an e-mail address",
        StandardPattern::CardNumber => "a payment card number",
        StandardPattern::Iban => "a bank account number (IBAN)",
        StandardPattern::StreetAddress => "a street address",
        StandardPattern::Money => "an amount of money",
    }
}
