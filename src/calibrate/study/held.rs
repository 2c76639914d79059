//! Every decision that can be held against gold, judge by judge, and what goes wrong in some of them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::calibrate::sheet::scale::Order;
use crate::calibrate::sheet::{JudgeKind, NONE, Odd, Sheet};
use crate::calibrate::weakness::{FeatureKind, Mistake, Mistakes, NextStep, Place, TOGETHER, Tendency, WhoErrs};

/// An item on which a judge errs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WrongItem {
    /// The item.
    pub item: String,
    /// What gold says.
    pub gold: String,
    /// What the judge said; none where it gave no label.
    pub said: Option<String>,
}

/// What goes wrong somewhere, and what to try first about it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Advice {
    /// The errors by kind.
    pub mistakes: Mistakes,
    /// What to try first.
    pub next_step: NextStep,
    /// The same in plain words, with the clause to work on and the commonest confusion.
    pub next_step_words: String,
}

/// One decision against gold.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The item.
    pub item: u32,
    /// The place of the rating; [`NONE`]: there is no label.
    place: u32,
    /// The label.
    said: Option<u16>,
    /// Whether it is wrong.
    pub wrong: bool,
}

/// The decisions of one judge, or of people as one.
#[derive(Debug)]
pub struct Held<'a> {
    sheet: &'a Sheet,
    /// What it is.
    pub kind: JudgeKind,
    /// Its name.
    pub title: String,
    /// How sentences call it.
    pub called: String,
    /// Its decisions on items with gold that was not made from them.
    pub rows: Vec<Row>,
    /// How many more there are that it left open: neither right nor wrong.
    pub unsettled: u64,
}

/// Returns the decisions of each judge: machines first, then people; of equals who was held against most gold.
pub fn held(sheet: &Sheet) -> Vec<Held<'_>> {
    let mut all: Vec<Held> = sheet.judges.iter().map(|judge| Held::new(sheet, judge.kind, judge.title())).collect();
    let gold = |item: u32, judge: u32| {
        sheet.gold.get(item as usize).copied().flatten().filter(|_| !sheet.is_circular(item, judge))
    };
    for (place, (item, judge, label)) in (0..).zip(sheet.ratings.iter()) {
        if let (Some(gold), Some(own)) = (gold(item, judge), all.get_mut(judge as usize)) {
            own.rows.push(Row { item, place, said: Some(label), wrong: label != gold });
        }
    }
    for (item, judge, odd) in &sheet.odd {
        let (Some(_), Some(own)) = (gold(*item, *judge), all.get_mut(*judge as usize)) else { continue };
        match odd {
            Odd::Unsettled => own.unsettled += 1,
            Odd::Unparsable | Odd::NoVerdict => {
                own.rows.push(Row { item: *item, place: NONE, said: None, wrong: true })
            }
        }
    }
    // A stable sort: equals stay in the order of their names.
    all.sort_by_key(|own| (own.kind == JudgeKind::Rater, Reverse(own.rows.len())));
    all
}

/// Puts the decisions of all people together.
pub fn together<'a>(sheet: &'a Sheet, all: Vec<Held<'a>>) -> Held<'a> {
    let people = all.into_iter().filter(|own| own.kind == JudgeKind::Rater);
    let rows = people.flat_map(|own| own.rows).collect();
    let (title, called) = ("raters".to_owned(), TOGETHER.to_owned());
    Held { sheet, kind: JudgeKind::Rater, title, called, rows, unsettled: 0 }
}

impl<'a> Held<'a> {
    fn new(sheet: &'a Sheet, kind: JudgeKind, title: String) -> Held<'a> {
        let called = if kind == JudgeKind::Policy { "the policy".to_owned() } else { title.clone() };
        Held { sheet, kind, title, called, rows: Vec::new(), unsettled: 0 }
    }

    /// Returns the error of each decision, 0 or 1.
    pub fn errors(&self) -> Vec<f64> {
        self.rows.iter().map(|row| f64::from(u8::from(row.wrong))).collect()
    }

    /// Returns the cluster of each decision's item.
    pub fn clusters(&self) -> Vec<u32> {
        self.rows.iter().map(|row| self.sheet.clusters.get(row.item as usize).copied().unwrap_or(row.item)).collect()
    }

    /// Returns when a decision was made, in milliseconds since 1970-01-01T00:00Z, and whether it is wrong; none if not known.
    pub fn dated(&self, at: u32) -> Option<(i64, bool)> {
        let row = self.rows.get(at as usize)?;
        let time = self.sheet.details.at_ms.get(row.place as usize).copied().filter(|at| *at != i64::MIN)?;
        Some((time, row.wrong))
    }

    /// Names the item of a decision, with what was said and what is right.
    pub fn named(&self, at: u32) -> Option<WrongItem> {
        let (row, gold) = (self.rows.get(at as usize)?, self.gold(at)?);
        let name = |label: u16| self.sheet.scale.name(label).to_owned();
        let item = self.sheet.items.get(row.item as usize)?.clone();
        Some(WrongItem { item, gold: name(gold), said: row.said.map(name) })
    }

    /// Says what goes wrong in some decisions, given by number, and what to try first; `kinds` is what they have in common, and
    /// `unnamed` that gold names no clause of them.
    pub fn advice(&self, rows: &[u32], kinds: &[FeatureKind], unnamed: bool) -> Advice {
        let wrong = || rows.iter().copied().filter(|at| self.rows.get(*at as usize).is_some_and(|row| row.wrong));
        let mistake = |at: u32| Some(Mistake { right: self.gold(at)?, said: self.rows.get(at as usize)?.said });
        let ordered = self.sheet.scale.order() != Order::Nominal;
        let mistakes = Mistakes::of(wrong().filter_map(mistake), self.sheet.scale.labels(), ordered);
        let who = match self.kind {
            JudgeKind::Policy => WhoErrs::Policy,
            JudgeKind::Model => WhoErrs::Model,
            JudgeKind::Rater => WhoErrs::Raters,
        };
        // Too mild, a clause did not fire that should have; else one did that should not have.
        let clause_of = |at: u32| match mistakes.tendency {
            Tendency::TooMild => self.gold_clause(at),
            _ => self.own_clause(at),
        };
        let clause = (self.kind == JudgeKind::Policy).then(|| self.commonest(wrong().filter_map(clause_of))).flatten();
        let place = Place { kinds, unnamed, who, clause: clause.as_ref().map(|(name, n)| (name.as_str(), *n)) };
        let next_step = NextStep::suggest(&place, &mistakes);
        Advice { next_step_words: next_step.words(&place, &mistakes), mistakes, next_step }
    }

    fn gold(&self, at: u32) -> Option<u16> {
        self.sheet.gold.get(self.rows.get(at as usize)?.item as usize).copied().flatten()
    }

    fn own_clause(&self, at: u32) -> Option<u32> {
        let place = self.rows.get(at as usize)?.place as usize;
        self.sheet.details.clause.get(place).copied().filter(|clause| *clause != NONE)
    }

    fn gold_clause(&self, at: u32) -> Option<u32> {
        let item = self.rows.get(at as usize)?.item as usize;
        self.sheet.gold_clause.get(item).copied().filter(|clause| *clause != NONE)
    }

    /// The clause that comes up most often, and how often; of equals the first in the guideline.
    fn commonest(&self, clauses: impl Iterator<Item = u32>) -> Option<(String, u64)> {
        let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
        clauses.for_each(|clause| *counts.entry(clause).or_default() += 1);
        let (clause, n) = counts.into_iter().max_by_key(|(clause, n)| (*n, Reverse(*clause)))?;
        Some((self.sheet.clauses.get(clause as usize)?.clone(), n))
    }
}
