//! Every judge against gold, a person and a model alike; and against consensus, apart.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::Serialize;

use super::lean::{Held, Lean, leans};
use super::on_clause::{self, OnClause};
use super::scores::{ScoreReport, scores};
use super::{Named, Reference, StudyOptions};
use crate::calibrate::Figure;
use crate::calibrate::acceptance::sample_size;
use crate::calibrate::against_gold::cost::{Costs, expected_cost};
use crate::calibrate::against_gold::errors::{Decision, Errors, errors};
use crate::calibrate::against_gold::ladder::{Ladder, ladder};
use crate::calibrate::against_gold::per_label::{PerLabel, per_label};
use crate::calibrate::against_gold::{Confusion, MEASURES};
use crate::calibrate::intervals::beta::posterior;
use crate::calibrate::intervals::{clopper_pearson, wilson};
use crate::calibrate::sheet::scale::Order;
use crate::calibrate::sheet::{JudgeKind, NONE, Odd, Sheet};

/// With fewer gold items nothing is said about whether a judge passes.
pub(super) const GOLD_MIN: u64 = 20;

/// Whether a judge reaches the bar, by the interval of its accuracy that is shown beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The interval lies at the bar or above it.
    Passes,
    /// The interval lies below the bar.
    Fails,
    /// The bar lies in the interval: more gold would tell.
    Unclear,
    /// Fewer than 20 gold items.
    TooFewGold,
    /// No gold that is not the judge's own.
    NoGold,
}

/// What one judge is worth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JudgeReport {
    /// What it is.
    pub kind: JudgeKind,
    /// Its labels.
    pub n: u64,
    /// How often it spoke without a label, by why.
    pub odd: Named<u64>,
    /// Gold items it is held against: those on which it spoke and did not leave the decision open.
    pub n_gold: u64,
    /// Of the gold items that it spoke on, the share on which it left the decision open for want of something it needs to
    /// know. That is unknown, neither right nor wrong, and in no other figure.
    pub unsettled: Figure,
    /// Gold items left out because gold there was made from its own decision.
    pub circular: u64,
    /// The measures against gold.
    #[serde(flatten)]
    pub measures: Named<Figure>,
    /// Accuracy with the exact interval of Clopper and Pearson, which is never too narrow.
    pub accuracy_clopper_pearson: Figure,
    /// What is believed of accuracy from an even prior: the mean and the middle 95 % of Beta(right + 1, wrong + 1).
    pub accuracy_beta: Figure,
    /// The mean cost of a decision by the costs that were given; by default each error costs 1, or what the numbers differ.
    pub cost: Figure,
    /// Each label.
    pub labels: Named<PerLabel>,
    /// How often each value was given where each label is right; `unsettled` among them, which no figure counts.
    pub confusion: Named<Named<u64>>,
    /// How far off on the ladder, for labels with an order.
    pub ladder: Option<Ladder>,
    /// In which way its decisions are wrong: too strict, too mild, for the wrong clause; for labels with an order.
    pub errors: Option<Errors>,
    /// The label that it gives too often, if there is one: against gold, or against consensus where there is too little gold.
    pub lean: Option<Lean>,
    /// Of the decisions that give gold's label and name a clause as gold does, the share that names another one.
    pub wrong_clause: Figure,
    /// Accuracy by the clause that gold names; where it names none anywhere, by the one that the policy found, not for the policy.
    pub by_clause: Named<Figure>,
    /// All measures by that clause; empty for judges beyond the two hundred held against most gold.
    pub clauses: Named<OnClause>,
    /// The share of its labels that agree with a sure consensus, on items without gold. The judge may be part of it.
    pub with_consensus: Figure,
    /// How far off it is from a sure consensus, on items without gold, for labels with an order.
    pub ladder_with_consensus: Option<Ladder>,
    /// Its scores.
    pub scores: Vec<ScoreReport>,
    /// The chance that its accuracy reaches the bar (Beta(1, 1) prior); none without gold.
    pub chance_of_bar: Option<f64>,
    /// What follows from that.
    pub status: Status,
    /// How much gold an interval as narrow as is wanted takes, if its accuracy is what it seems (.5 without gold).
    pub gold_wanted: Option<GoldWanted>,
}

/// How much gold a judge's accuracy wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct GoldWanted {
    /// Gold items in all.
    pub n: u64,
    /// How many more than there are.
    pub more: u64,
}

impl JudgeReport {
    /// Returns the accuracy against gold.
    pub fn accuracy(&self) -> Figure {
        self.measures.get("accuracy").cloned().unwrap_or_else(|| Figure::undefined(0, "there is no gold"))
    }
}

/// How much is told of a judge.
#[derive(Clone, Copy)]
enum Told {
    /// Clause by clause too.
    Clauses,
    /// Over all clauses only.
    Whole,
}

/// What is counted of one judge.
pub(super) struct Counts {
    n: u64,
    odd: [u64; Odd::ALL.len()],
    circular: u64,
    /// Decisions left open, by the label that is right.
    unsettled: Vec<u64>,
    confusion: Confusion,
    /// Clause at issue, right label, given value.
    pub(super) clauses: Vec<(u32, u16, u16)>,
    named: (u64, u64),
    /// How often something was given where something is right, and whether it rests on gold's clause.
    decisions: BTreeMap<(u16, Option<u16>, Option<bool>), u64>,
    with_consensus: Confusion,
}

pub fn judges(sheet: &Sheet, reference: &Reference, options: &StudyOptions) -> Vec<JudgeReport> {
    let labels = sheet.scale.labels().len();
    let fresh = || Counts {
        n: 0,
        odd: [0; Odd::ALL.len()],
        circular: 0,
        unsettled: vec![0; labels],
        confusion: Confusion::new(labels, Odd::ALL.len()),
        clauses: Vec::new(),
        named: (0, 0),
        decisions: BTreeMap::new(),
        with_consensus: Confusion::new(labels, Odd::ALL.len()),
    };
    let mut all: Vec<Counts> = sheet.judges.iter().map(|_| fresh()).collect();
    for (place, (item, judge, label)) in sheet.ratings.iter().enumerate() {
        let Some(counts) = all.get_mut(judge as usize) else { continue };
        counts.n += 1;
        let clause = sheet.details.clause.get(place).copied();
        count(sheet, reference, counts, (item, judge), Ok(label), same_clause(sheet, item, clause));
        count_clause(sheet, counts, (item, judge), label, clause);
    }
    for (item, judge, odd) in &sheet.odd {
        let Some(counts) = all.get_mut(*judge as usize) else { continue };
        counts.odd.get_mut(odd.number()).into_iter().for_each(|count| *count += 1);
        count(sheet, reference, counts, (*item, *judge), Err(*odd), None);
    }
    let leans = leans(&held(sheet, &all), sheet.scale.labels());
    let costs = costs(sheet, options);
    let chosen = on_clause::chosen(sheet, &all);
    let each = all.into_iter().zip(leans).zip(chosen).enumerate();
    each.map(|(judge, ((counts, lean), chosen))| {
        let told = if chosen { Told::Clauses } else { Told::Whole };
        report(sheet, judge as u32, counts, (lean, told), &costs, options)
    })
    .collect()
}

/// Gives each judge's decisions beside what is right: gold where there is enough, else consensus.
fn held<'a>(sheet: &Sheet, all: &'a [Counts]) -> Vec<Held<'a>> {
    let one = |(judge, counts): (&crate::calibrate::sheet::Judge, &'a Counts)| {
        let enough = counts.confusion.total() >= GOLD_MIN as f64;
        let (against, said) = if enough { ("gold", &counts.confusion) } else { ("consensus", &counts.with_consensus) };
        Held { name: judge.title(), kind: judge.kind, against, said }
    };
    sheet.judges.iter().zip(all).map(one).collect()
}

/// Tells whether a clause is gold's; none where either names none.
fn same_clause(sheet: &Sheet, item: u32, clause: Option<u32>) -> Option<bool> {
    let right = sheet.gold_clause.get(item as usize).copied().filter(|clause| *clause != NONE)?;
    clause.filter(|clause| *clause != NONE).map(|own| own == right)
}

/// Counts a decision; `said` is a label, or why there is none. One left open is neither right nor wrong.
fn count(
    sheet: &Sheet,
    reference: &Reference,
    counts: &mut Counts,
    (item, judge): (u32, u32),
    said: Result<u16, Odd>,
    same_clause: Option<bool>,
) {
    let kind = sheet.kind(judge);
    let Some((rung, is_gold)) = reference.right(item, judge) else { return };
    let given = said.map_or_else(|odd| sheet.scale.labels().len() + odd.number(), usize::from);
    let right = usize::from(rung);
    if is_gold && sheet.is_circular(item, judge) {
        counts.circular += 1;
        return;
    }
    if said == Err(Odd::Unsettled) {
        counts.unsettled.get_mut(right).filter(|_| is_gold).into_iter().for_each(|n| *n += 1);
        return;
    }
    if !is_gold {
        counts.with_consensus.add(right, given, 1.0);
        return;
    }
    counts.confusion.add(right, given, 1.0);
    *counts.decisions.entry((rung, said.ok(), same_clause)).or_default() += 1;
    if let Some(clause) = kind.and_then(|kind| sheet.clause_for(item, kind)) {
        counts.clauses.push((clause, rung, given as u16));
    }
}

/// Counts whether a decision with gold's label rests on gold's clause.
fn count_clause(sheet: &Sheet, counts: &mut Counts, (item, judge): (u32, u32), label: u16, clause: Option<u32>) {
    let gold = sheet.gold.get(item as usize).copied().flatten();
    let gold_clause = sheet.gold_clause.get(item as usize).copied().filter(|clause| *clause != NONE);
    let own = clause.filter(|clause| *clause != NONE);
    if let (Some(own), Some(right), true) = (own, gold_clause, gold == Some(label) && !sheet.is_circular(item, judge)) {
        counts.named.0 += u64::from(own != right);
        counts.named.1 += 1;
    }
}

/// The costs that were given. By default each error costs 1; where labels are numbers it costs their difference, and no label
/// as much as the farthest.
fn costs(sheet: &Sheet, options: &StudyOptions) -> Costs {
    let labels = sheet.scale.labels();
    let given = labels.len() + Odd::ALL.len();
    let by_number = options.costs.is_empty() && sheet.scale.order() == Order::Interval;
    let values = sheet.scale.values();
    let ends = values.first().copied().zip(values.last().copied());
    let by_default = |right: usize, said: usize| match (values.get(right), values.get(said), ends) {
        (Some(right), Some(said), _) if by_number => (right - said).abs(),
        (Some(right), None, Some((least, most))) if by_number => (right - least).max(most - right),
        _ if right == said => 0.0,
        _ => 1.0,
    };
    let cell = |at: usize| {
        let (right, said) = (at / given, at % given);
        let name = |label: usize| labels.get(label).map_or("", String::as_str);
        let set = options.costs.iter().find(|(r, g, _)| r == name(right) && g == name(said));
        set.map_or_else(|| by_default(right, said), |(.., cost)| *cost)
    };
    let cells = (0..labels.len() * given).map(cell).collect();
    Costs::new(labels.len(), given, cells).unwrap_or_else(|| Costs::even(labels.len(), given))
}

fn report(
    sheet: &Sheet,
    judge: u32,
    mut counts: Counts,
    (lean, told): (Option<Lean>, Told),
    costs: &Costs,
    options: &StudyOptions,
) -> JudgeReport {
    let each = |((right, given, same_clause), n): (&(u16, Option<u16>, Option<bool>), &u64)| {
        let decision = Decision { right: *right, given: *given, same_clause: *same_clause };
        std::iter::repeat_n(decision, *n as usize)
    };
    let ordered = sheet.scale.order() != Order::Nominal;
    let values = sheet.scale.values();
    let beside = &counts.with_consensus;
    let kind = sheet.kind(judge).unwrap_or(JudgeKind::Rater);
    let confusion = &counts.confusion;
    let n_gold = confusion.total() as u64;
    let label_names = sheet.scale.labels();
    let open: u64 = counts.unsettled.iter().sum();
    counts.clauses.sort_unstable();
    let hits = confusion.hits() as u64;
    let chance = (n_gold > 0).then(|| posterior(hits, n_gold).at_least(options.bar));
    JudgeReport {
        kind,
        n: counts.n,
        odd: Named(
            Odd::ALL
                .iter()
                .zip(counts.odd)
                .map(|((_, name), n)| ((*name).to_owned(), n))
                .filter(|(_, n)| *n > 0)
                .collect(),
        ),
        n_gold,
        unsettled: match (kind, n_gold + open) {
            (JudgeKind::Rater | JudgeKind::Model, _) => Figure::undefined(0, "only the policy leaves decisions open"),
            (JudgeKind::Policy, 0) => Figure::undefined(0, "there is no gold"),
            (JudgeKind::Policy, n) => wilson(open, n),
        },
        circular: counts.circular,
        measures: Named(MEASURES.iter().map(|measure| (measure.name.to_owned(), (measure.of)(confusion))).collect()),
        accuracy_clopper_pearson: clopper_pearson(hits, n_gold),
        accuracy_beta: match n_gold {
            0 => clopper_pearson(0, 0),
            n => posterior(hits, n).share,
        },
        cost: expected_cost(confusion, costs),
        labels: labels_of(confusion, label_names),
        confusion: table(confusion, &counts.unsettled, label_names),
        ladder: (ordered && n_gold > 0).then(|| ladder(confusion, &values)),
        errors: (ordered && n_gold > 0).then(|| errors(counts.decisions.iter().flat_map(each))),
        lean,
        wrong_clause: match counts.named {
            (_, 0) => Figure::undefined(0, "no decision names a clause where gold names one"),
            (wrong, n) => wilson(wrong, n),
        },
        by_clause: by_clause(sheet, &counts.clauses),
        clauses: match told {
            Told::Clauses => on_clause::on_clauses(sheet, &counts.clauses),
            Told::Whole => Named(Vec::new()),
        },
        with_consensus: match beside.total() as u64 {
            0 => Figure::undefined(0, "no item without gold has a sure consensus"),
            n => wilson(beside.hits() as u64, n),
        },
        ladder_with_consensus: (ordered && beside.total() > 0.0).then(|| ladder(beside, &values)),
        scores: scores(sheet, judge, options),
        chance_of_bar: chance,
        status: status(hits, n_gold, options.bar),
        gold_wanted: gold_wanted(hits, n_gold, options.half_width),
    }
}

fn status(hits: u64, n_gold: u64, bar: f64) -> Status {
    let accuracy = wilson(hits, n_gold);
    match (accuracy.low, accuracy.high) {
        _ if n_gold == 0 => Status::NoGold,
        _ if n_gold < GOLD_MIN => Status::TooFewGold,
        (Some(low), _) if low >= bar => Status::Passes,
        (_, Some(high)) if high < bar => Status::Fails,
        _ => Status::Unclear,
    }
}

fn gold_wanted(hits: u64, n_gold: u64, half_width: f64) -> Option<GoldWanted> {
    let share = if n_gold > 0 { hits as f64 / n_gold as f64 } else { 0.5 };
    sample_size(half_width, share, None).map(|n| GoldWanted { n, more: n.saturating_sub(n_gold) })
}

/// Each label that is ever given or right.
pub(super) fn labels_of(confusion: &Confusion, names: &[String]) -> Named<PerLabel> {
    let seen = names.iter().enumerate().filter(|(label, _)| confusion.right(*label) + confusion.said(*label) > 0.0);
    Named(seen.map(|(label, name)| (name.clone(), per_label(confusion, label))).collect())
}

pub(super) fn table(confusion: &Confusion, unsettled: &[u64], labels: &[String]) -> Named<Named<u64>> {
    let given = labels.iter().map(String::as_str).chain(Odd::ALL.iter().map(|(_, name)| *name));
    let given: Vec<&str> = given.collect();
    let at_open = labels.len() + Odd::Unsettled.number();
    let row = |label: usize, open: u64| -> Vec<(String, u64)> {
        let n = |said: usize| if said == at_open { open } else { confusion.get(label, said) as u64 };
        let cells = given.iter().enumerate().map(|(said, name)| ((*name).to_owned(), n(said)));
        cells.filter(|(_, n)| *n > 0).collect()
    };
    let rows = labels.iter().zip(unsettled).enumerate().map(|(label, (name, open))| (name.clone(), row(label, *open)));
    Named(rows.filter(|(_, cells)| !cells.is_empty()).map(|(name, cells)| (name, Named(cells))).collect())
}

fn by_clause(sheet: &Sheet, rows: &[(u32, u16, u16)]) -> Named<Figure> {
    let one = |rows: &[(u32, u16, u16)]| {
        let clause = rows.first().and_then(|(clause, ..)| sheet.clauses.get(*clause as usize))?;
        let right = rows.iter().filter(|(_, right, given)| right == given).count() as u64;
        Some((clause.clone(), wilson(right, rows.len() as u64)))
    };
    Named(rows.chunk_by(|a, b| a.0 == b.0).filter_map(one).collect())
}
