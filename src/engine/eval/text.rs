//! Conditions that look into texts: `has`, `match`, properties, membership in declared lists.

use std::rc::Rc;

use super::Item;
use super::truth::Tally;
use super::value::{List, OwnLink, Rec, Val, Words};
use crate::engine::matcher::{Finds, Found, count_apart};
use crate::engine::plan::finder::{Finder, Kept};
use crate::engine::plan::node::{FinderId, NodeId, RelationId};
use crate::engine::text::properties;
use crate::language::policy::{Amount, TextProperty};
use crate::language::value::Truth;

/// What a `has` found over all of its texts, as far as amounts need it.
#[derive(Debug, Default)]
struct Haul {
    /// The members found, each with the best that is known of it.
    members: Vec<(u32, Truth)>,
    mentions_sure: u64,
    mentions_possible: u64,
    open: bool,
}

impl Haul {
    /// Leaves each member once, with the best that is known of it.
    fn settle(&mut self) {
        self.members.sort_unstable_by_key(|(member, counts)| (*member, std::cmp::Reverse(*counts as u8)));
        self.members.dedup_by_key(|(member, _)| *member);
    }

    fn member(&self, member: u32) -> Truth {
        let at = self.members.binary_search_by_key(&member, |(member, _)| *member).ok();
        at.and_then(|at| self.members.get(at)).map_or(Truth::False, |(_, counts)| *counts)
    }
}

impl<'a> Item<'_, 'a> {
    /// Reads a text and returns its number.
    pub(super) fn read_text(&mut self, words: &Words<'a>) -> usize {
        if let Words::Made(text) = words {
            // Known by its address, so it must stay where it is until the item is done.
            self.made.push(Rc::clone(text));
        }
        self.scratch.text(self.program, words.as_ref())
    }

    /// Works out `text has …`.
    pub(super) fn has(&mut self, subject: NodeId, amount: Amount, finder: FinderId) -> Truth {
        let mut haul = Haul::default();
        match self.value(subject) {
            Val::Text(words) => self.haul(&words, Truth::True, amount, finder, &mut haul),
            Val::List(list) => {
                for element in list.iter() {
                    match element.value {
                        Val::Text(words) => self.haul(&words, element.belongs, amount, finder, &mut haul),
                        _ => haul.open = true,
                    }
                    if matches!(amount, Amount::Any | Amount::No) && haul.mentions_sure > 0 {
                        break;
                    }
                }
            }
            _ => return Truth::Unknown,
        }
        haul.settle();
        self.amount(amount, finder, &haul)
    }

    /// Adds what one text holds.
    fn haul(&mut self, words: &Words<'a>, belongs: Truth, amount: Amount, finder: FinderId, haul: &mut Haul) {
        let text = self.read_text(words);
        if !self.may_find(finder, text) {
            return;
        }
        if belongs == Truth::True && matches!(amount, Amount::Any | Amount::No) && self.program.is_plain(finder) {
            haul.mentions_sure += 1;
            haul.mentions_possible += 1;
            return;
        }
        let finds = self.find(finder, words, text);
        haul.open |= finds.open;
        let (sure, possible) = count_apart(&finds.hits);
        haul.mentions_sure += if belongs == Truth::True { sure } else { 0 };
        haul.mentions_possible += possible;
        if matches!(amount, Amount::All | Amount::AtLeast(_)) {
            haul.members.extend(finds.hits.iter().map(|hit| (hit.member, hit.counts.and(belongs))));
        }
        self.scratch.give_back(finds.hits);
    }

    fn amount(&mut self, amount: Amount, finder: FinderId, haul: &Haul) -> Truth {
        let mentions = Tally { sure: haul.mentions_sure, possible: haul.mentions_possible };
        let or_open = |truth: Truth| if truth == Truth::False && haul.open { Truth::Unknown } else { truth };
        match amount {
            Amount::Any => or_open(mentions.at_least(1)),
            Amount::No => !or_open(mentions.at_least(1)),
            Amount::Mentions(wanted) => or_open(mentions.at_least(wanted)),
            Amount::AtLeast(wanted) => {
                let mut tally = Tally::default();
                haul.members.iter().for_each(|(_, counts)| tally.add(*counts));
                or_open(tally.at_least(wanted))
            }
            Amount::All => self
                .members_of(finder)
                .into_iter()
                .fold(Truth::True, |all, (member, belongs)| all.and((!belongs).or(or_open(haul.member(member))))),
        }
    }

    /// Returns everything that `all of` asks for: entries, members of a group, or the one thing itself.
    fn members_of(&mut self, finder: FinderId) -> Vec<(u32, Truth)> {
        let program = self.program;
        let Some(plan) = program.finders.get(finder) else { return Vec::new() };
        match &plan.finder {
            Finder::List(list, ..) => {
                let count = program.pack.lists.get(list.0 as usize).map_or(0, |list| list.entries.len() as u32);
                let belongs = |item: &mut Self, entry: u32| match &plan.kept {
                    Kept::All => Truth::True,
                    Kept::Only(kept) => Truth::from(kept.get(entry as usize).copied().unwrap_or(false)),
                    Kept::Ask(condition) => item.keeps(*condition, *list, entry),
                };
                (0..count).map(|entry| (entry, belongs(self, entry))).collect()
            }
            Finder::Any(parts) => (0..parts.len() as u32).map(|member| (member, Truth::True)).collect(),
            Finder::Related(of, _) => self.members_of(*of),
            Finder::Text(node, _) => match self.value(*node) {
                Val::List(list) => list.iter().enumerate().map(|(at, element)| (at as u32, element.belongs)).collect(),
                _ => vec![(0, Truth::True)],
            },
            Finder::Literal(..) | Finder::Regex(..) | Finder::Standard(..) => vec![(0, Truth::True)],
        }
    }

    /// Works out `every match …` or `any match …` over what the clause's condition found.
    pub(super) fn match_test(&mut self, every: bool, relation: RelationId) -> Truth {
        let program = self.program;
        let Some(relation) = program.finders.get_relation(relation) else { return Truth::Unknown };
        let Some(spans) = self.spans.clone() else { return Truth::False };
        let (mut any, mut all, mut some) = (Truth::False, Truth::True, Truth::False);
        for (words, hits) in &spans.texts {
            let text = self.read_text(words);
            let standings = self.standings(relation.kind, words, text, hits);
            for (hit, standing) in hits.iter().zip(standings) {
                let holds = if relation.negated { !standing.holds } else { standing.holds };
                some = some.or(hit.counts);
                any = any.or(hit.counts.and(holds));
                all = all.and((!hit.counts).or(holds));
            }
        }
        if spans.open {
            (any, all, some) = (any.or(Truth::Unknown), all.and(Truth::Unknown), some.or(Truth::Unknown));
        }
        // Where no span can hold, not even a doubtful one, `every` fails whether it is there or not.
        if every { some.and(all).and(any) } else { any }
    }

    /// Works out whether a whole text is an entry of a declared list; a domain also if it is below one.
    pub(super) fn one_of_terms(&mut self, of: NodeId, finder: FinderId) -> Truth {
        let program = self.program;
        let Val::Text(words) = self.value(of) else { return Truth::Unknown };
        let Some(Finder::List(list, ..)) = program.finders.get(finder).map(|plan| &plan.finder) else {
            return Truth::Unknown;
        };
        if program.is_of_domains(*list) {
            return Truth::from(program.domain_entry(*list, words.as_ref()).is_some());
        }
        let at = self.read_text(&words);
        let Some(state) = self.scratch.state(at) else { return Truth::Unknown };
        Truth::from(state.of(finder).iter().any(|hit| state.scan.is_whole((hit.start, hit.end))))
    }

    /// Works out a property of a text, or of each text of a list.
    pub(super) fn property(&mut self, of: &Val<'a>, property: TextProperty) -> Val<'a> {
        match of {
            Val::Text(words) => self.text_property(words, property),
            Val::List(list) => list.map(|value| self.property(value, property)),
            _ => Val::Unknown,
        }
    }

    fn text_property(&mut self, words: &Words<'a>, property: TextProperty) -> Val<'a> {
        let text = words.as_ref();
        match property {
            TextProperty::Length => Val::Number(properties::length(text) as f64),
            TextProperty::Words => {
                let at = self.read_text(words);
                Val::maybe(self.scratch.state(at), |state| Val::Number(f64::from(state.scan.word_count())))
            }
            TextProperty::CapsShare => Val::maybe(properties::caps_share(text), Val::Number),
            TextProperty::RepeatShare => {
                let at = self.read_text(words);
                let share = self.scratch.state(at).and_then(|state| state.scan.repeat_share());
                Val::maybe(share, Val::Number)
            }
            TextProperty::Emoji => Val::Number(properties::emoji(text) as f64),
            TextProperty::Urls => match words {
                Words::Borrowed(text) => links(properties::urls(text).iter().map(OwnLink::borrowed)),
                Words::Made(text) => links(properties::urls(text).iter().map(OwnLink::owned)),
            },
            TextProperty::Hashtags => match words {
                Words::Borrowed(text) => Val::list(properties::hashtags(text).into_iter().map(Val::text)),
                Words::Made(text) => {
                    let made = |tag: &str| Val::Text(Words::Made(tag.into()));
                    Val::list(properties::hashtags(text).into_iter().map(made))
                }
            },
        }
    }

    /// Adds to `spans` what a finder finds in a text or in each text of a list.
    pub(in crate::engine) fn gather(
        &mut self,
        subject: &Val<'a>,
        belongs: Truth,
        finder: FinderId,
        spans: &mut super::Spans<'a>,
    ) {
        match subject {
            Val::Text(words) => {
                let text = self.read_text(words);
                let Finds { hits, open } = self.find(finder, words, text);
                spans.open |= open;
                spans.add(words, hits.iter().map(|hit| Found { counts: hit.counts.and(belongs), ..*hit }));
                self.scratch.give_back(hits);
            }
            Val::List(list) => {
                for element in list.iter() {
                    self.gather(&element.value, belongs.and(element.belongs), finder, spans);
                }
            }
            _ => spans.open = true,
        }
    }
}

fn links<'a>(links: impl Iterator<Item = OwnLink<'a>>) -> Val<'a> {
    Val::list(links.map(|link| Val::Record(Rec::Link(Rc::new(link)))))
}

impl<'a> From<List<'a>> for Val<'a> {
    fn from(list: List<'a>) -> Val<'a> {
        Val::List(list)
    }
}
