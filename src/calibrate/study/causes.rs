//! Why judges disagree: each disagreement gets the root cause that its evidence makes most probable.
//!
//! A disagreement is a judge's word against the reference of its item. Output that nobody could read is tooling, a verdict
//! that was not given is missing information. What the policy cannot settle is no disagreement: it is counted apart. The others are weighed (`cause::weigh`): gold is wrong with the probability that
//! judges who have not seen it give (`suspects`; where they cannot, with what is usual), a consensus with the chance that it leaves
//! itself (`consensus`), the rest lies between the judge, the clause (`ambiguity`) and groups
//! (`groups`). The judge's own error is a person's, a model's, or the policy's, which is a gap where it overlooks what its
//! clause means and ambiguous where it acts.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::Serialize;

use super::ambiguity::{self, ClauseAmbiguity};
use super::groups::Groups;
use super::suspects::Suspects;
use super::{Named, Reference};
use crate::calibrate::cause::weigh::{Beside, Dissent, EvidenceFigure, OtherSide, Share, Surplus};
use crate::calibrate::intervals::wilson_of;
use crate::calibrate::sheet::{JudgeKind, NONE, Odd, Sheet};
use crate::calibrate::suspicion::WRONG_BEFORE;
use crate::calibrate::{Cause, Figure};

/// Disputes of each cause that are listed.
const LISTED_MAX: usize = 60;

/// One disagreement with its cause.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dispute {
    /// The item.
    pub item: String,
    /// The clause at issue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// The judge that differs.
    pub judge: String,
    /// What it said; none where it gave no label.
    pub said: Option<String>,
    /// What it is held against.
    pub reference: String,
    /// Whether that is gold.
    pub is_gold: bool,
    /// The most probable cause.
    pub cause: Cause,
    /// How probable it is.
    pub probability: f64,
    /// What that rests on.
    pub evidence: Vec<EvidenceFigure>,
}

/// Root causes of what judges disagree on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Causes {
    /// Decisions that the policy left open where there is gold or a sure consensus: unknown, and in no count below.
    pub unsettled: u64,
    /// Disagreements by cause.
    pub root_causes: Named<u64>,
    /// The same as shares of all disagreements.
    pub root_cause_shares: Named<Figure>,
    /// The same by judge.
    pub root_causes_by_judge: Named<Named<u64>>,
    /// The same by clause.
    pub root_causes_by_clause: Named<Named<u64>>,
    /// Clauses on which good raters split while they agree elsewhere.
    pub ambiguous_clauses: Named<ClauseAmbiguity>,
    /// The disagreements whose cause is surest, at most 60 of each cause.
    pub disputes: Vec<Dispute>,
    /// How many disagreements there are, listed or not.
    pub disputes_count: u64,
    /// Every disagreement, ascending by item and judge.
    #[serde(skip)]
    pub all: Vec<Disagreement>,
}

impl Causes {
    /// Returns why a judge and the reference of an item differ; none where they do not.
    pub fn of(&self, item: u32, judge: u32) -> Option<Cause> {
        let at = self.all.binary_search_by_key(&(item, judge), |one| (one.item, one.judge)).ok()?;
        self.all.get(at).map(|one| one.cause)
    }
}

/// A disagreement in numbers: indices into the sheet's items and judges, and into the labels of its scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Disagreement {
    /// The item.
    pub item: u32,
    /// The judge that differs.
    pub judge: u32,
    /// Its label, or why there is none.
    pub said: Result<u16, Odd>,
    /// What it is held against.
    pub right: u16,
    /// The most probable cause.
    pub cause: Cause,
    /// How probable it is.
    pub probability: f64,
    /// How probable it is that the reference is wrong.
    pub reference_wrong: f64,
}

/// What is known of the corpus beside the item at hand.
struct Known<'a> {
    sheet: &'a Sheet,
    reference: &'a Reference<'a>,
    good: Vec<bool>,
    suspects: &'a Suspects,
    ambiguous: BTreeMap<u32, ClauseAmbiguity>,
    groups: &'a Groups,
    answers: Vec<Answers>,
}

/// How often a judge answered, and how often without a label.
#[derive(Debug, Clone, Copy, Default)]
struct Answers {
    all: u64,
    unparsable: u64,
    no_verdict: u64,
}

fn answers(sheet: &Sheet) -> Vec<Answers> {
    let mut all = vec![Answers::default(); sheet.judges.len()];
    let spoken = sheet.ratings.all_judges().iter().map(|judge| (*judge, None));
    for (judge, odd) in spoken.chain(sheet.odd.iter().map(|(_, judge, odd)| (*judge, Some(*odd)))) {
        let Some(own) = all.get_mut(judge as usize) else { continue };
        own.all += 1;
        own.unparsable += u64::from(odd == Some(Odd::Unparsable));
        own.no_verdict += u64::from(odd == Some(Odd::NoVerdict));
    }
    all
}

pub fn causes(sheet: &Sheet, reference: &Reference, good: Vec<bool>, suspects: &Suspects, groups: &Groups) -> Causes {
    let ambiguous = ambiguity::ambiguity(sheet, &good, groups);
    let known = Known { sheet, reference, good, suspects, ambiguous, groups, answers: answers(sheet) };
    let spoken = sheet.ratings.iter().map(|(item, judge, label)| (item, judge, Ok(label)));
    let odd = sheet.odd.iter().filter(|(.., odd)| *odd != Odd::Unsettled);
    let odd = odd.map(|(item, judge, odd)| (*item, *judge, Err(*odd)));
    let mut all: Vec<Disagreement> =
        spoken.chain(odd).filter_map(|(item, judge, said)| known.row(item, judge, said)).collect();
    all.sort_by_key(|one| (one.item, one.judge));
    let clause = |row: &Disagreement| sheet.topics.get(row.item as usize).copied().filter(|topic| *topic != NONE);
    let clause_name = |at: u32| sheet.clauses.get(at as usize).cloned().unwrap_or_default();
    let open = sheet.odd.iter().filter(|(.., odd)| *odd == Odd::Unsettled);
    let unsettled = open.filter(|(item, judge, _)| reference.held(sheet, *item, *judge).is_some()).count() as u64;
    Causes {
        unsettled,
        root_causes: counted(all.iter().map(|row| row.cause), true),
        root_cause_shares: shares(&all),
        root_causes_by_judge: grouped(&all, |row| Some(row.judge), |at| sheet.title(at)),
        root_causes_by_clause: grouped(&all, clause, clause_name),
        ambiguous_clauses: ambiguity::named(sheet, &known.ambiguous),
        disputes: known.listed(&all),
        disputes_count: all.len() as u64,
        all,
    }
}

/// Counts causes, in the order of the list; those that do not occur only if wanted.
fn counted(causes: impl Iterator<Item = Cause>, zeros: bool) -> Named<u64> {
    let mut counts = Cause::ALL.map(|(_, name)| (name.to_owned(), 0_u64));
    for cause in causes {
        counts.get_mut(usize::from(cause.number())).into_iter().for_each(|(_, n)| *n += 1);
    }
    Named(counts.into_iter().filter(|(_, n)| zeros || *n > 0).collect())
}

/// Returns each cause's share of all disagreements, in the order of the list, with Wilson's interval at as many disagreements
/// as there are worth: those on one item tend to have one cause, so their number is divided by the design effect (Kish 1965).
fn shares(all: &[Disagreement]) -> Named<Figure> {
    let n = all.len() as f64;
    let share = |(cause, name): &(Cause, &'static str)| {
        let mean = all.iter().filter(|one| one.cause == *cause).count() as f64 / n;
        let residual = |one: &Disagreement| f64::from(u8::from(one.cause == *cause)) - mean;
        let items = all.chunk_by(|a, b| a.item == b.item);
        let (count, squares) = items.fold((0.0, 0.0), |(count, squares): (f64, f64), own| {
            (count + 1.0, squares + own.iter().map(residual).sum::<f64>().powi(2))
        });
        // Where nothing varies there is no effect to measure, and an item is worth one.
        let size = if squares > 0.0 { (n * n * mean * (1.0 - mean) / squares).clamp(1.0, n) } else { count };
        let figure = match all.is_empty() {
            true => Figure::undefined(0, "no judge differs from gold or a sure consensus"),
            false => Figure::new(mean, wilson_of(mean, size), all.len() as u64, "wilson_clustered"),
        };
        ((*name).to_owned(), figure)
    };
    Named(Cause::ALL.iter().map(share).collect())
}

fn grouped(
    rows: &[Disagreement],
    key: impl Fn(&Disagreement) -> Option<u32>,
    name: impl Fn(u32) -> String,
) -> Named<Named<u64>> {
    let mut by: BTreeMap<u32, Vec<Cause>> = BTreeMap::new();
    for row in rows {
        key(row).into_iter().for_each(|key| by.entry(key).or_default().push(row.cause));
    }
    Named(by.into_iter().map(|(key, causes)| (name(key), counted(causes.into_iter(), false))).collect())
}

impl Known<'_> {
    /// Returns the disagreement of a judge with the reference, if it is one.
    fn row(&self, item: u32, judge: u32, said: Result<u16, Odd>) -> Option<Disagreement> {
        let (right, _) = self.reference.held(self.sheet, item, judge)?;
        if said == Ok(right) {
            return None;
        }
        let (cause, probability) = match said {
            Err(Odd::Unparsable) => (Cause::Tooling, 1.0),
            Err(Odd::NoVerdict | Odd::Unsettled) => (Cause::MissingInformation, 1.0),
            Ok(label) => self.dissent(item, judge, label, right).cause_of_judge(),
        };
        let reference_wrong = self.other(item, judge, right).at_fault;
        Some(Disagreement { item, judge, said, right, cause, probability, reference_wrong })
    }

    /// The error a judge makes on its own.
    fn own(&self, judge: u32, label: u16) -> Cause {
        match self.sheet.kind(judge) {
            Some(JudgeKind::Rater) => Cause::RaterError,
            Some(JudgeKind::Policy) if label == 0 => Cause::PolicyGap,
            Some(JudgeKind::Policy) => Cause::PolicyAmbiguity,
            Some(JudgeKind::Model) | None => Cause::ModelError,
        }
    }

    /// What is known of a label that is not the reference's.
    fn dissent(&self, item: u32, judge: u32, label: u16, right: u16) -> Dissent {
        let clause = self.sheet.clauses.get(self.topic(item) as usize).map(String::as_str);
        let divided = self.sheet.group(judge).and_then(|_| self.groups.differing(clause));
        Dissent {
            own: self.own(judge, label),
            other: Some(self.other(item, judge, right)),
            is_split: self.is_split(item),
            clause: self.ambiguous.get(&self.topic(item)).map(|one| surplus(&one.differ, &one.differ_elsewhere)),
            groups: divided.map(|one| surplus(&one.across, &one.within)),
            beside: self.beside(item, judge, label, right),
        }
    }

    fn topic(&self, item: u32) -> u32 {
        self.sheet.topics.get(item as usize).copied().unwrap_or(NONE)
    }

    /// What the other side's fault would be, and how probable it is: that gold is wrong, as far as that was tried, or that the
    /// consensus is.
    fn other(&self, item: u32, judge: u32, right: u16) -> OtherSide {
        let Some(confidence) = self.reference.consensus_right(item) else {
            let tried = self.suspects.of(item);
            let n = tried.map_or(0, |_| self.independent(item));
            return OtherSide { cause: Cause::GoldError, at_fault: tried.unwrap_or(WRONG_BEFORE), n };
        };
        let (judges, given) = self.reference.panel.of(item as usize);
        let made = || judges.iter().zip(given).filter(|(other, label)| **other != judge && **label == right);
        let is_rater = |judge: u32| self.sheet.kind(judge) == Some(JudgeKind::Rater);
        let person = made().any(|(judge, _)| is_rater(*judge));
        let cause = if person { Cause::RaterError } else { Cause::ModelError };
        OtherSide { cause, at_fault: 1.0 - confidence, n: made().count() as u64 }
    }

    /// How many judges spoke who did not make the item's gold.
    fn independent(&self, item: u32) -> u64 {
        let (judges, _) = self.sheet.ratings.of(item as usize);
        judges.iter().filter(|judge| !self.sheet.is_circular(item, **judge)).count() as u64
    }

    fn beside(&self, item: u32, judge: u32, label: u16, right: u16) -> Beside {
        let mut beside = Beside::default();
        let group = self.sheet.group(judge);
        let (judges, labels) = self.sheet.ratings.of(item as usize);
        for (other, given) in judges.iter().zip(labels) {
            let counts = *other != judge && self.good.get(*other as usize) == Some(&true);
            if !counts || (*given != label && *given != right) {
                continue;
            }
            beside.add(*given == label, group.is_some() && self.sheet.group(*other) == group);
        }
        beside
    }

    /// Tells whether people differ on an item.
    fn is_split(&self, item: u32) -> bool {
        let (judges, labels) = self.sheet.ratings.of(item as usize);
        let people = judges.iter().zip(labels).filter(|(judge, _)| self.sheet.kind(**judge) == Some(JudgeKind::Rater));
        let mut given = people.map(|(_, label)| *label);
        given.next().is_some_and(|first| given.any(|label| label != first))
    }

    /// The surest disagreements of each cause, with names and evidence.
    fn listed(&self, all: &[Disagreement]) -> Vec<Dispute> {
        let surest = |(cause, _): &(Cause, &'static str)| {
            let mut own: Vec<&Disagreement> = all.iter().filter(|one| one.cause == *cause).collect();
            // The sort is stable: of those as sure, the first item's and judge's come first.
            own.sort_by(|a, b| b.probability.total_cmp(&a.probability));
            own.truncate(LISTED_MAX);
            own
        };
        Cause::ALL.iter().flat_map(surest).filter_map(|row| self.told(row)).collect()
    }

    /// What a disagreement rests on; never nothing.
    fn evidence(&self, row: &Disagreement) -> Vec<EvidenceFigure> {
        let own = self.answers.get(row.judge as usize).copied().unwrap_or_default();
        let of_answers = |figure: &'static str, count: u64| {
            vec![EvidenceFigure { figure, value: count as f64 / own.all.max(1) as f64, n: own.all }]
        };
        match row.said {
            Ok(label) => self.dissent(row.item, row.judge, label, row.right).evidence(),
            Err(Odd::Unparsable) => of_answers("answers of this judge that cannot be read", own.unparsable),
            Err(_) => of_answers("answers of this judge without a verdict", own.no_verdict),
        }
    }

    fn told(&self, row: &Disagreement) -> Option<Dispute> {
        let sheet = self.sheet;
        Some(Dispute {
            item: sheet.items.get(row.item as usize)?.clone(),
            clause: sheet.clauses.get(self.topic(row.item) as usize).cloned(),
            judge: sheet.judges.get(row.judge as usize)?.title(),
            said: row.said.ok().map(|label| sheet.scale.name(label).to_owned()),
            reference: sheet.scale.name(row.right).to_owned(),
            is_gold: self.reference.is_gold.get(row.item as usize) == Some(&true),
            cause: row.cause,
            probability: row.probability,
            evidence: self.evidence(row),
        })
    }
}

fn surplus(here: &Figure, usual: &Figure) -> Surplus {
    let share = |figure: &Figure| Share { value: figure.value.unwrap_or(0.0), n: figure.n };
    Surplus { here: share(here), usual: share(usual) }
}
