//! What is looked for, in English.

use super::{condition, list};
use crate::language::policy::{
    Amount, Match, Order, Pack, Relation, RelationKind, StandardPattern, Term, TermKind, View,
};

/// Says a pattern and how much of it is wanted, so that it reads after `has`.
pub fn pattern(pack: &Pack, amount: Amount, wanted: &Match) -> String {
    // Parentheses around the whole say nothing: all of it stands after `has`.
    if let (TermKind::Any(members), None, []) = (&wanted.term.kind, &wanted.relation, wanted.term.views.as_slice())
        && let [only] = members.as_slice()
    {
        return pattern(pack, amount, only);
    }
    let is_list = matches!(wanted.term.kind, TermKind::List(..));
    let said = |entry: &str, joint: &str| related(pack, wanted, entry, joint);
    match (amount, is_list) {
        (Amount::Any, _) => said("an entry", "or"),
        (Amount::No, _) => format!("no {}", said("entry", "or")),
        (Amount::All, _) => format!("all of {}", said("the entries", "and")),
        (Amount::AtLeast(count), true) => said(&format!("at least {count} different entries"), "or"),
        (Amount::AtLeast(count), false) => format!("at least {count} different ones of {}", said("an entry", "or")),
        (Amount::Mentions(count), _) => format!("at least {count} mentions of {}", said("entries", "or")),
    }
}

/// Says what is looked for, and what must hold of it. An entry of a list is `entry`; alternatives are joined by `joint`.
fn related(pack: &Pack, wanted: &Match, entry: &str, joint: &str) -> String {
    let term = term(pack, &wanted.term, entry, joint);
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
            format!("within {words} word{} {order} {}", if *words == 1 { "" } else { "s" }, other_side(pack, other))
        }
        RelationKind::SameSentence(other) => format!("in the same sentence as {}", other_side(pack, other)),
        RelationKind::InQuotes => "in quotes".to_owned(),
        RelationKind::InFirst(words) => format!("in the first {words} words"),
        RelationKind::InLast(words) => format!("in the last {words} words"),
    };
    if wanted.negated { format!("not {said}") } else { said }
}

fn other_side(pack: &Pack, other: &Term) -> String {
    term(pack, other, "an entry", "or")
}

fn term(pack: &Pack, wanted: &Term, entry: &str, joint: &str) -> String {
    let said = match &wanted.kind {
        TermKind::Literal(text) => format!("\"{text}\""),
        TermKind::Regex(text) => format!("text of the form /{text}/"),
        TermKind::List(id, filter) => {
            let name = pack.lists.get(id.0 as usize).map_or("", |list| list.name.as_str());
            match filter {
                Some(filter) => format!("{entry} of {name} where {}", condition(pack, filter)),
                None => format!("{entry} of {name}"),
            }
        }
        TermKind::Pattern(id) => pack.patterns.get(id.0 as usize).map_or(String::new(), |pattern| pattern.name.clone()),
        TermKind::Standard(standard) => standard_name(*standard).to_owned(),
        TermKind::Text(text) => format!("the words of {}", super::value(pack, text)),
        TermKind::Any(members) => {
            let said: Vec<String> = members.iter().map(|member| related(pack, member, "an entry", "or")).collect();
            match members.as_slice() {
                // Without them, the relation inside and the one outside would run together.
                [only] if only.relation.is_none() => said.concat(),
                _ => format!("({})", list(&said, joint)),
            }
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
