//! What holds of all items, estimated from the random share of an audit's queue.
//!
//! Gold is chosen for being hard, and what a queue takes by priority for being suspect: neither says how common anything is.
//! The random share does. Only what it drew enters here, each item with the chance it was drawn with, and only figures
//! against the verdicts of those items; nothing here is ever added to a figure against all gold.

#[cfg(test)]
mod tests;

use serde::Serialize;

use super::Named;
use super::assigned::Assigned;
use crate::calibrate::Figure;
use crate::calibrate::against_gold::sampled::{Drawn, prevalence, share_of};
use crate::calibrate::intervals::wilson;
use crate::calibrate::queued::{Drawing, Pool};
use crate::calibrate::sheet::scale::Order;
use crate::calibrate::sheet::{NONE, Sheet};
use crate::language::prose::count;

/// Below this share of drawn items with a verdict nothing is estimated: those that people get to first are rarely like the
/// rest, and a fifth of unlike ones can move a share by as much as a fifth.
const ANSWERED_MIN: f64 = 0.8;

const NOT_DRAWN: &str = "the random share drew no item";
const NO_CHANCE: &str = "the audit does not say with what chance some items were drawn; make it again";
const ROWS_MISSING: &str = "the queue does not hold all items that were drawn";
const TOO_FEW: &str = "fewer than 80 % of the items drawn have a verdict yet";
const NO_CLAUSES: &str = "too few verdicts that act name a clause";
const NO_POOL: &str = "the audit does not say how many items were drawn from";
const NO_ORDER: &str = "labels have no order, so none of them acts";
const NOT_DECIDED: &str = "it decided none of the drawn items with a verdict that is not its own";

/// A share of all items that a random share was drawn from, estimated in two ways.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Estimates {
    /// The estimated number of items, over the number there are.
    pub horvitz_thompson: Figure,
    /// The estimated number of items, over the estimated number there are: the steadier of the two.
    pub hajek: Figure,
}

/// The random share of one queue.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QueueSample {
    /// The queue.
    pub queue: String,
    /// The items it was drawn from, if the audit says so.
    pub items: Option<u64>,
    /// The items that were audited.
    pub of_items: u64,
    /// The items drawn.
    pub drawn: u64,
    /// How many of them have gold.
    pub with_gold: u64,
    /// How many have none, and a rating that settles them.
    pub adjudicated: u64,
    /// How many have no verdict yet; those that were not read are among them.
    pub without_verdict: u64,
    /// How many are not in what was read.
    pub unknown_items: u64,
    /// The share of drawn items with a verdict.
    pub answered: Figure,
    /// The share of all items that are acted on.
    pub acting: Estimates,
    /// The share of each verdict.
    pub verdicts: Named<Estimates>,
    /// The share of items that are acted on under each clause that occurs.
    pub clauses: Named<Estimates>,
    /// The accuracy of each judge on the items it decided, by Hajek's ratio.
    pub judges: Named<Figure>,
    /// What it comes to.
    pub sentence: String,
}

/// All queues with a random share.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SampleStudy {
    /// The queues, by name.
    pub queues: Vec<QueueSample>,
    /// Of those that allow an estimate, the queue that was drawn from most items.
    pub widest: Option<String>,
}

/// What is right on an item.
struct Verdict {
    label: u16,
    clause: Option<u32>,
    /// Who settled it, where it is no gold.
    by: Option<u32>,
}

fn verdict(sheet: &Sheet, item: u32) -> Option<Verdict> {
    let gold = sheet.gold.get(item as usize).copied().flatten();
    let clause = sheet.gold_clause.get(item as usize).copied().filter(|clause| *clause != NONE);
    let settled = || sheet.adjudicated.get(&item);
    gold.map(|label| Verdict { label, clause, by: None })
        .or_else(|| settled().map(|own| Verdict { label: own.label, clause: own.clause, by: Some(own.judge) }))
}

/// The items that one queue drew.
struct Draw<'a> {
    sheet: &'a Sheet,
    pool: Option<Pool>,
    /// Chance, item and verdict of those with a verdict.
    answered: Vec<(f64, u32, Verdict)>,
    /// The weight of all items drawn.
    weight: f64,
    /// Why nothing can be estimated.
    fault: Option<&'static str>,
}

/// Estimates what holds of all items; `None` if no queue has a random share.
pub fn sample(sheet: &Sheet, assigned: &Assigned<'_>) -> Option<SampleStudy> {
    let mut queues: Vec<QueueSample> = (0..)
        .zip(&assigned.queue.queues)
        .filter_map(|(number, facts)| {
            let drew = |drawing: Drawing| drawing != Drawing::NotDrawn;
            let rows: Vec<_> = assigned.of(number).filter(|(row, _)| drew(row.drawing)).collect();
            let rows: Vec<(Drawing, Option<u32>)> = rows.into_iter().map(|(row, item)| (row.drawing, item)).collect();
            let any = facts.pool.is_some() || !rows.is_empty();
            any.then(|| queue(sheet, (&facts.name, facts.pool), assigned.queue.items, &rows))
        })
        .collect();
    queues.sort_by(|a, b| a.queue.cmp(&b.queue));
    let known = queues.iter().filter(|one| one.answered.value.is_some() && !one.judges.0.is_empty());
    let known = known.filter(|one| one.verdicts.iter().any(|(_, own)| own.hajek.value.is_some()));
    // Of equals the first by name.
    let widest = known.rev().max_by_key(|one| one.items).map(|one| one.queue.clone());
    (!queues.is_empty()).then_some(SampleStudy { queues, widest })
}

fn queue(
    sheet: &Sheet,
    (name, pool): (&str, Option<Pool>),
    of_items: u64,
    rows: &[(Drawing, Option<u32>)],
) -> QueueSample {
    let chance = |drawing: Drawing| match drawing {
        Drawing::Drawn(chance) => Some(chance),
        Drawing::NotDrawn | Drawing::UnknownChance => None,
    };
    let known = |(drawing, item): &(Drawing, Option<u32>)| {
        let item = (*item)?;
        Some((chance(*drawing)?, item, verdict(sheet, item)?))
    };
    let answered: Vec<(f64, u32, Verdict)> = rows.iter().filter_map(known).collect();
    let weight: f64 = rows.iter().filter_map(|(drawing, _)| chance(*drawing)).map(|chance| 1.0 / chance).sum();
    let answered_weight: f64 = answered.iter().map(|(chance, ..)| 1.0 / chance).sum();
    let drawn = rows.len() as u64;
    let fault = if rows.iter().any(|(drawing, _)| chance(*drawing).is_none()) {
        Some(NO_CHANCE)
    } else if pool.is_some_and(|pool| pool.drawn != drawn) {
        Some(ROWS_MISSING)
    } else if rows.is_empty() {
        Some(NOT_DRAWN)
    } else {
        (answered_weight < ANSWERED_MIN * weight).then_some(TOO_FEW)
    };
    let draw = Draw { sheet, pool, answered, weight, fault };
    let n = draw.answered.len() as u64;
    let adjudicated = draw.answered.iter().filter(|(.., verdict)| verdict.by.is_some()).count() as u64;
    let mut own = QueueSample {
        queue: name.to_owned(),
        items: pool.map(|pool| pool.items),
        of_items,
        drawn,
        with_gold: n - adjudicated,
        adjudicated,
        without_verdict: drawn - n,
        unknown_items: rows.iter().filter(|(_, item)| item.is_none()).count() as u64,
        answered: if drawn == 0 { Figure::undefined(0, NOT_DRAWN) } else { wilson(n, drawn) },
        acting: draw.acting(),
        verdicts: draw.verdicts(),
        clauses: draw.clauses(),
        judges: draw.judges(),
        sentence: String::new(),
    };
    own.sentence = sentence(&own, fault);
    own
}

impl Draw<'_> {
    fn acts(&self, verdict: &Verdict) -> bool {
        self.sheet.scale.order() != Order::Nominal && verdict.label > 0
    }

    /// Estimates the share of items with a property; `has` is `None` where it is not known of a verdict. Those of which it is
    /// not known are taken to be like the others, so each of the others stands for more.
    fn share(&self, has: impl Fn(&Verdict) -> Option<bool>, too_few: &'static str) -> Estimates {
        let undefined = |why| Figure::undefined(self.answered.len() as u64, why);
        if let Some(why) = self.fault {
            return Estimates { horvitz_thompson: undefined(why), hajek: undefined(why) };
        }
        let known = self.answered.iter().filter_map(|(chance, _, verdict)| Some((*chance, has(verdict)?)));
        let known: Vec<(f64, bool)> = known.collect();
        let share = known.iter().map(|(chance, _)| 1.0 / chance).sum::<f64>() / self.weight;
        if share < ANSWERED_MIN {
            return Estimates { horvitz_thompson: undefined(too_few), hajek: undefined(too_few) };
        }
        let share = share.min(1.0);
        let drawn: Vec<Drawn> = known.into_iter().map(|(chance, has)| Drawn { chance: chance * share, has }).collect();
        let horvitz_thompson = self.pool.map_or_else(|| undefined(NO_POOL), |pool| share_of(&drawn, pool.items));
        Estimates { horvitz_thompson, hajek: prevalence(&drawn) }
    }

    fn acting(&self) -> Estimates {
        if self.sheet.scale.order() == Order::Nominal {
            let undefined = || Figure::undefined(self.answered.len() as u64, NO_ORDER);
            return Estimates { horvitz_thompson: undefined(), hajek: undefined() };
        }
        self.share(|verdict| Some(self.acts(verdict)), TOO_FEW)
    }

    fn verdicts(&self) -> Named<Estimates> {
        let labels = (0_u16..).zip(self.sheet.scale.labels());
        Named(labels.map(|(label, name)| (name.clone(), self.share(|own| Some(own.label == label), TOO_FEW))).collect())
    }

    fn clauses(&self) -> Named<Estimates> {
        let acting = self.answered.iter().filter(|(.., verdict)| self.acts(verdict));
        let mut named: Vec<u32> = acting.filter_map(|(.., verdict)| verdict.clause).collect();
        named.sort_unstable();
        named.dedup();
        let one = |clause: u32| {
            let has = |own: &Verdict| if self.acts(own) { own.clause.map(|own| own == clause) } else { Some(false) };
            Some((self.sheet.clauses.get(clause as usize)?.clone(), self.share(has, NO_CLAUSES)))
        };
        Named(named.into_iter().filter_map(one).collect())
    }

    /// Estimates how often each judge is right; what it said without a label is wrong, as it is against gold, and what the policy
    /// left open does not count.
    fn judges(&self) -> Named<Figure> {
        let sheet = self.sheet;
        let mut by_judge: Vec<Vec<Drawn>> = sheet.judges.iter().map(|_| Vec::new()).collect();
        let unanswered: Vec<(u32, u32)> = sheet.unanswered().collect();
        let answered: f64 = self.answered.iter().map(|(chance, ..)| 1.0 / chance).sum();
        let share = if self.weight > 0.0 { (answered / self.weight).min(1.0) } else { 1.0 };
        for (chance, item, verdict) in &self.answered {
            let (judges, labels) = sheet.ratings.of(*item as usize);
            let said = judges.iter().zip(labels).map(|(judge, label)| (*judge, *label == verdict.label));
            let first = unanswered.partition_point(|(other, _)| other < item);
            let none = unanswered.iter().skip(first).take_while(|(other, _)| other == item);
            let own = |judge: u32| verdict.by.map_or_else(|| sheet.is_circular(*item, judge), |by| by == judge);
            for (judge, has) in said.chain(none.map(|(_, judge)| (*judge, false))).filter(|(judge, _)| !own(*judge)) {
                let drawn = Drawn { chance: chance * share, has };
                by_judge.get_mut(judge as usize).into_iter().for_each(|all| all.push(drawn));
            }
        }
        let figure = |drawn: &[Drawn]| match (self.fault, drawn.len() as u64) {
            (Some(why), n) => Figure::undefined(n, why),
            (None, 0) => Figure::undefined(0, NOT_DECIDED),
            (None, _) => prevalence(drawn),
        };
        Named(sheet.judges.iter().zip(&by_judge).map(|(judge, drawn)| (judge.title(), figure(drawn))).collect())
    }
}

fn sentence(own: &QueueSample, fault: Option<&'static str>) -> String {
    let (queue, drawn, n) = (&own.queue, count(own.drawn), count(own.drawn - own.without_verdict));
    let from = own.items.map(|items| format!(" of {} items", count(items))).unwrap_or_default();
    if let Some(why) = fault {
        return format!(
            "the random share of the queue {queue} ({drawn} drawn{from}, {n} with a verdict) allows no estimate: {why}"
        );
    }
    let all = match own.items {
        Some(items) if items == own.of_items => "all items".to_owned(),
        Some(items) => {
            format!("the {} items that the queue {queue} draws from (of {})", count(items), count(own.of_items))
        }
        None => format!("the items that the queue {queue} draws from"),
    };
    let acting = match own.acting.hajek.value {
        Some(_) => {
            format!("an estimated {} of {all} call for action", own.acting.hajek.told())
        }
        None => format!("how many of {all} call for action is undefined: {}", own.acting.hajek.why.unwrap_or_default()),
    };
    let open = match own.without_verdict {
        0 => "all of them have a verdict".to_owned(),
        open => format!(
            "{} of them have a verdict, and the {} without one are taken to be like the others",
            own.answered.told(),
            count(open)
        ),
    };
    format!("by the random share of the queue {queue} ({drawn} drawn{from}), {acting}; {open}")
}
