//! Why judges disagree: each disagreement gets the root cause that its evidence makes most probable.
//!
//! A disagreement is a judge's word against the reference of its item. Output that nobody could read is tooling, a verdict
//! that was not given is missing information. What the policy cannot settle is no disagreement: it is counted apart. The others are weighed (`cause::weigh`): gold is wrong with the probability that
//! judges who have not seen it give (`suspects`), the rest lies between the judge, the clause (`ambiguity`) and groups
//! (`groups`). The judge's own error is a person's, a model's, or the policy's, which is a gap where it overlooks what its
//! clause means and ambiguous where it acts.

use std::collections::BTreeMap;

use serde::Serialize;

use super::ambiguity::{self, ClauseAmbiguity};
use super::groups::Groups;
use super::suspects::Suspects;
use super::{Named, Reference};
use crate::calibrate::cause::weigh::{Beside, Dissent, EvidenceFigure, OtherSide, Share, Surplus};
use crate::calibrate::sheet::{JudgeKind, NONE, Odd, Sheet};
use crate::calibrate::{Cause, Figure};

/// Disputes that are listed.
const LISTED_MAX: usize = 500;

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
    /// The same by judge.
    pub root_causes_by_judge: Named<Named<u64>>,
    /// The same by clause.
    pub root_causes_by_clause: Named<Named<u64>>,
    /// Clauses on which good raters split while they agree elsewhere.
    pub ambiguous_clauses: Named<ClauseAmbiguity>,
    /// Disagreements whose cause is surest, at most 500.
    pub disputes: Vec<Dispute>,
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
}

/// What is known of the corpus beside the item at hand.
struct Known<'a> {
    sheet: &'a Sheet,
    reference: &'a Reference<'a>,
    good: Vec<bool>,
    suspects: &'a Suspects,
    ambiguous: BTreeMap<u32, ClauseAmbiguity>,
    groups: &'a Groups,
}

pub fn causes(sheet: &Sheet, reference: &Reference, good: Vec<bool>, suspects: &Suspects, groups: &Groups) -> Causes {
    let ambiguous = ambiguity::ambiguity(sheet, &good, groups);
    let known = Known { sheet, reference, good, suspects, ambiguous, groups };
    let spoken = sheet.ratings.iter().map(|(item, judge, label)| (item, judge, Ok(label)));
    let odd = sheet.odd.iter().filter(|(.., odd)| *odd != Odd::Unsettled);
    let odd = odd.map(|(item, judge, odd)| (*item, *judge, Err(*odd)));
    let mut all: Vec<Disagreement> =
        spoken.chain(odd).filter_map(|(item, judge, said)| known.row(item, judge, said)).collect();
    all.sort_by_key(|one| (one.item, one.judge));
    let clause = |row: &Disagreement| sheet.topics.get(row.item as usize).copied().filter(|topic| *topic != NONE);
    let clause_name = |at: u32| sheet.clauses.get(at as usize).cloned().unwrap_or_default();
    let judge_name =
        |at: u32| sheet.judges.get(at as usize).map(crate::calibrate::sheet::Judge::title).unwrap_or_default();
    let open = sheet.odd.iter().filter(|(.., odd)| *odd == Odd::Unsettled);
    let unsettled = open.filter(|(item, judge, _)| reference.held(sheet, *item, *judge).is_some()).count() as u64;
    Causes {
        unsettled,
        root_causes: counted(all.iter().map(|row| row.cause), true),
        root_causes_by_judge: grouped(&all, |row| Some(row.judge), judge_name),
        root_causes_by_clause: grouped(&all, clause, clause_name),
        ambiguous_clauses: ambiguity::named(sheet, &known.ambiguous),
        disputes: known.listed(all.clone()),
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
            Ok(label) => self.dissent(item, judge, label, right).cause(),
        };
        Some(Disagreement { item, judge, said, right, cause, probability })
    }

    /// The error a judge makes on its own.
    fn own(&self, judge: u32, label: u16) -> Cause {
        match self.sheet.judges.get(judge as usize).map(|judge| judge.kind) {
            Some(JudgeKind::Rater) => Cause::RaterError,
            Some(JudgeKind::Policy) if label == 0 => Cause::PolicyGap,
            Some(JudgeKind::Policy) => Cause::PolicyAmbiguity,
            Some(JudgeKind::Model) | None => Cause::ModelError,
        }
    }

    /// What is known of a label that is not the reference's.
    fn dissent(&self, item: u32, judge: u32, label: u16, right: u16) -> Dissent {
        let gold = |at_fault| OtherSide { cause: Cause::GoldError, at_fault, n: self.independent(item) };
        let clause = self.sheet.clauses.get(self.topic(item) as usize).map(String::as_str);
        let divided = self.sheet.group(judge).and_then(|_| self.groups.differing(clause));
        Dissent {
            own: self.own(judge, label),
            other: self.gold_wrong(item).map(gold),
            is_split: self.is_split(item),
            clause: self.ambiguous.get(&self.topic(item)).map(|one| surplus(&one.differ, &one.differ_elsewhere)),
            groups: divided.map(|one| surplus(&one.across, &one.within)),
            beside: self.beside(item, judge, label, right),
        }
    }

    fn topic(&self, item: u32) -> u32 {
        self.sheet.topics.get(item as usize).copied().unwrap_or(NONE)
    }

    /// How probable it is that an item's gold is wrong.
    fn gold_wrong(&self, item: u32) -> Option<f64> {
        self.suspects.of(item).filter(|_| self.reference.is_gold.get(item as usize) == Some(&true))
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
        let people = judges.iter().zip(labels).filter(|(judge, _)| {
            self.sheet.judges.get(**judge as usize).is_some_and(|judge| judge.kind == JudgeKind::Rater)
        });
        let mut given = people.map(|(_, label)| *label);
        given.next().is_some_and(|first| given.any(|label| label != first))
    }

    /// The surest disagreements, with names and evidence.
    fn listed(&self, mut rows: Vec<Disagreement>) -> Vec<Dispute> {
        rows.sort_by(|a, b| b.probability.total_cmp(&a.probability).then((a.item, a.judge).cmp(&(b.item, b.judge))));
        rows.truncate(LISTED_MAX);
        rows.iter().filter_map(|row| self.told(row)).collect()
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
            evidence: row
                .said
                .map_or_else(|_| Vec::new(), |label| self.dissent(row.item, row.judge, label, row.right).evidence()),
        })
    }
}

fn surplus(here: &Figure, usual: &Figure) -> Surplus {
    let share = |figure: &Figure| Share { value: figure.value.unwrap_or(0.0), n: figure.n };
    Surplus { here: share(here), usual: share(usual) }
}
