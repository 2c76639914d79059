//! What patterns find, the slow way: compute every hit of every part, then keep those that meet the relation.

use preceptor::language::policy::{Match, Order, Relation, RelationKind, Term, TermKind, View};
use preceptor::language::value::{Truth, Value};

use super::text::{self, Stretch};
use super::{Naive, Seen};

/// One find: where, and which alternative it is for counting distinct ones.
#[derive(Debug, Clone, PartialEq)]
pub struct Find {
    pub place: Stretch,
    pub entry: usize,
    /// The entry belongs to the list only perhaps.
    pub perhaps: bool,
}

impl Naive<'_> {
    /// Everything that a match finds in one text.
    pub fn finds(&self, wanted: &Match, text: &str, views: &[View], scope: &[Seen]) -> Vec<Find> {
        let found = self.term(&wanted.term, text, views, scope);
        let Some(relation) = &wanted.relation else { return found };
        let mut kept = Vec::new();
        for find in found {
            if let Some(place) = self.related(relation, text, find.place, views, scope) {
                kept.push(Find { place, ..find });
            }
        }
        kept
    }

    fn term(&self, term: &Term, text: &str, around: &[View], scope: &[Seen]) -> Vec<Find> {
        let inherited: Vec<View> = if term.views.is_empty() { around.to_vec() } else { term.views.clone() };
        let or_plain = || if inherited.is_empty() { vec![View::Plain] } else { inherited.clone() };
        match &term.kind {
            TermKind::Literal(literal) => self.entries(text, &[(literal.clone(), 0, false)], &or_plain()),
            TermKind::List(list, filter) => {
                let list = &self.pack.lists[list.0 as usize];
                let views = if inherited.is_empty() { list.views.clone() } else { inherited };
                let mut entries = Vec::new();
                for (at, entry) in list.entries.iter().enumerate() {
                    let kept = filter.as_ref().map_or(Truth::True, |filter| {
                        let mut inner = scope.to_vec();
                        inner.push(Seen::Value(Value::Record(entry.attributes.clone())));
                        self.truth(filter, &inner)
                    });
                    if kept != Truth::False {
                        entries.push((entry.text.clone(), at, kept == Truth::Unknown));
                    }
                }
                self.entries(text, &entries, &views)
            }
            TermKind::Pattern(pattern) => {
                self.finds(&self.pack.patterns[pattern.0 as usize].body, text, &inherited, scope)
            }
            TermKind::Any(members) => {
                let mut found = Vec::new();
                for (at, member) in members.iter().enumerate() {
                    found.extend(
                        self.finds(member, text, &inherited, scope).into_iter().map(|f| Find { entry: at, ..f }),
                    );
                }
                found
            }
            TermKind::Regex(source) => expression(source, text),
            other => panic!("the generator does not write {other:?}"),
        }
    }

    fn entries(&self, text: &str, entries: &[(String, usize, bool)], views: &[View]) -> Vec<Find> {
        let mut found = Vec::new();
        for (term, at, _) in entries {
            for view in views {
                found.extend(text::find(text, term, *view).into_iter().map(|place| (place, *at)));
            }
        }
        let perhaps = |at: usize| entries.iter().any(|(_, entry, perhaps)| *entry == at && *perhaps);
        text::leftmost_longest(found)
            .into_iter()
            .map(|(place, entry)| Find { place, entry, perhaps: perhaps(entry) })
            .collect()
    }

    /// The stretch that a hit becomes if it meets a relation.
    pub fn related(
        &self,
        relation: &Relation,
        text: &str,
        place: Stretch,
        views: &[View],
        scope: &[Seen],
    ) -> Option<Stretch> {
        let met = match &relation.kind {
            RelationKind::Within { words, order, other } => {
                let fits = |other: &Stretch| match order {
                    Order::Either => true,
                    Order::Before => place.1 <= other.0,
                    Order::After => other.1 <= place.0,
                };
                let others = self.term(other, text, &[], scope);
                let mut near: Vec<(usize, Stretch)> = others
                    .into_iter()
                    .map(|find| find.place)
                    .filter(fits)
                    .filter_map(|other| text::words_between(text, place, other).map(|between| (between, other)))
                    .filter(|(between, _)| *between <= *words as usize)
                    .collect();
                near.sort();
                near.first().map(|(_, other)| (place.0.min(other.0), place.1.max(other.1)))
            }
            RelationKind::SameSentence(other) => self
                .term(other, text, &[], scope)
                .into_iter()
                .any(|find| text::same_sentence(text, place, find.place))
                .then_some(place),
            RelationKind::InQuotes => text::in_quotes(text, place).then_some(place),
            RelationKind::InFirst(words) => text::at_edge(text, place, *words as usize, true).then_some(place),
            RelationKind::InLast(words) => text::at_edge(text, place, *words as usize, false).then_some(place),
        };
        let _ = views;
        if relation.negated { if met.is_some() { None } else { Some(place) } } else { met }
    }
}

/// Finds a regular expression, letter case aside; the generator's texts have no other difference between the views.
fn expression(source: &str, text: &str) -> Vec<Find> {
    let regex = regex::Regex::new(&format!("(?i){source}")).unwrap();
    let found = regex.find_iter(text).filter(|found| !found.is_empty());
    found.map(|found| Find { place: (found.start(), found.end()), entry: 0, perhaps: false }).collect()
}
