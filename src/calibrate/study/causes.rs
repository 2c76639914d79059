//! Why judges disagree: each disagreement gets the root cause that its evidence makes most probable.
//!
//! A disagreement is a judge's word against the reference of its item. Output that nobody could read is tooling, a verdict
//! that was not given is missing information. Of the others, gold is wrong with the probability that judges who have not
//! seen it give (`suspects`). What is left is shared between the error of the judge, a clause that can be read in two
//! ways, and groups that differ, by Bayes' rule:
//!
//! - before: the share of the disagreement on the clause that goes beyond what the same raters show elsewhere
//!   (`ambiguity`), and the share of that across groups that goes beyond that within (`groups`);
//! - what the other good raters of the item say: beside a judge who errs they err at their usual rate e; on a clause
//!   that can be read in two ways they split in any proportion, all equally likely; where groups differ, the judge's own group
//!   speaks as the judge does, but for e.
//!
//! The rest is the judge's own error: a person's, a model's, or the policy's, which is a gap where it overlooks what its
//! clause means and ambiguous where it acts. e is half the share of pairs who differ elsewhere: two who err independently at a
//! small rate e differ at nearly 2e.

use std::collections::BTreeMap;

use serde::Serialize;
use statrs::function::factorial::ln_binomial;

use super::ambiguity::{self, ClauseAmbiguity};
use super::groups::Groups;
use super::suspects::Suspects;
use super::{Named, Reference};
use crate::calibrate::Cause;
use crate::calibrate::sheet::{JudgeKind, NONE, Odd, Sheet};

/// Disputes that are listed.
const LISTED_MAX: usize = 500;
/// The usual rate of errors where none can be measured, and how far one that is measured is believed.
const USUAL_ERROR: f64 = 0.1;
const ERROR_RANGE: (f64, f64) = (0.02, 0.3);

/// A figure that a cause rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EvidenceFigure {
    /// What it is, in words.
    pub figure: &'static str,
    /// Its value.
    pub value: f64,
    /// What it rests on: judges, or pairs of answers.
    pub n: u64,
}

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
    /// The cause of every disagreement, ascending by item and judge, as indices into the sheet's.
    #[serde(skip)]
    pub all: Vec<(u32, u32, Cause)>,
}

impl Causes {
    /// Returns why a judge and the reference of an item differ; none where they do not.
    pub fn of(&self, item: u32, judge: u32) -> Option<Cause> {
        let at = self.all.binary_search_by_key(&(item, judge), |(item, judge, _)| (*item, *judge)).ok()?;
        self.all.get(at).map(|(.., cause)| *cause)
    }
}

/// A disagreement in numbers.
struct Row {
    item: u32,
    judge: u32,
    said: Result<u16, Odd>,
    cause: Cause,
    probability: f64,
}

/// What is known of the corpus beside the item at hand.
struct Known<'a> {
    sheet: &'a Sheet,
    reference: &'a Reference,
    good: Vec<bool>,
    suspects: &'a Suspects,
    ambiguous: BTreeMap<u32, ClauseAmbiguity>,
    groups: &'a Groups,
}

pub fn causes(sheet: &Sheet, reference: &Reference, good: Vec<bool>, suspects: &Suspects, groups: &Groups) -> Causes {
    let ambiguous = ambiguity::ambiguity(sheet, &good, groups);
    let known = Known { sheet, reference, good, suspects, ambiguous, groups };
    let spoken = sheet.ratings.iter().map(|(item, judge, label)| (item, judge, Ok(label)));
    let odd = sheet.odd.iter().map(|(item, judge, odd)| (*item, *judge, Err(*odd)));
    let rows: Vec<Row> = spoken.chain(odd).filter_map(|(item, judge, said)| known.row(item, judge, said)).collect();
    let clause = |row: &Row| sheet.topics.get(row.item as usize).copied().filter(|topic| *topic != NONE);
    let clause_name = |at: u32| sheet.clauses.get(at as usize).cloned().unwrap_or_default();
    let judge_name =
        |at: u32| sheet.judges.get(at as usize).map(crate::calibrate::sheet::Judge::title).unwrap_or_default();
    let mut all: Vec<(u32, u32, Cause)> = rows.iter().map(|row| (row.item, row.judge, row.cause)).collect();
    all.sort_unstable();
    Causes {
        root_causes: counted(rows.iter().map(|row| row.cause), true),
        root_causes_by_judge: grouped(&rows, |row| Some(row.judge), judge_name),
        root_causes_by_clause: grouped(&rows, clause, clause_name),
        ambiguous_clauses: ambiguity::named(sheet, &known.ambiguous),
        disputes: known.listed(rows),
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

fn grouped(rows: &[Row], key: impl Fn(&Row) -> Option<u32>, name: impl Fn(u32) -> String) -> Named<Named<u64>> {
    let mut by: BTreeMap<u32, Vec<Cause>> = BTreeMap::new();
    for row in rows {
        key(row).into_iter().for_each(|key| by.entry(key).or_default().push(row.cause));
    }
    Named(by.into_iter().map(|(key, causes)| (name(key), counted(causes.into_iter(), false))).collect())
}

/// Other good raters of an item beside one judge.
#[derive(Default)]
struct Beside {
    /// How many say what the judge says, and how many that or the reference.
    with: u64,
    of: u64,
    /// The same among the judge's own group.
    group_with: u64,
    group_of: u64,
}

impl Known<'_> {
    /// Returns the disagreement of a judge with the reference, if it is one.
    fn row(&self, item: u32, judge: u32, said: Result<u16, Odd>) -> Option<Row> {
        let right = self.reference.labels.get(item as usize).copied().flatten()?;
        let is_gold = self.reference.is_gold.get(item as usize) == Some(&true);
        if said == Ok(right) || (is_gold && self.sheet.is_circular(item, judge)) {
            return None;
        }
        let (cause, probability) = match said {
            Err(Odd::Unparsable) => (Cause::Tooling, 1.0),
            Err(Odd::NoVerdict | Odd::Unsettled) => (Cause::MissingInformation, 1.0),
            Ok(label) => self.weigh(item, judge, label, right),
        };
        Some(Row { item, judge, said, cause, probability })
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

    /// Weighs the causes of a label that is not the reference's; of equals the first: gold, ambiguity, groups, the judge.
    fn weigh(&self, item: u32, judge: u32, label: u16, right: u16) -> (Cause, f64) {
        let own = self.own(judge, label);
        let gold_wrong = self.gold_wrong(item).unwrap_or(0.0);
        let (ambiguous, groups) = (self.ambiguous(item), self.group_surplus(item, judge));
        let beside = self.beside(item, judge, label, right);
        let usual = self.usual_error(item);
        let (with, of) = (beside.with as f64, beside.of as f64);
        let erring = (ln_binomial(beside.of, beside.with) + with * usual.ln() + (of - with) * (1.0 - usual).ln()).exp();
        let split = 1.0 / (of + 1.0);
        let agreeing = 2.0 * beside.group_with as f64 - beside.group_of as f64;
        let apart = erring * ((1.0 - usual) / usual).powf(agreeing);
        let shares = [
            (Cause::PolicyAmbiguity, (1.0 - groups) * ambiguous * split),
            (Cause::GroupDifference, groups * apart),
            (own, (1.0 - groups) * (1.0 - ambiguous) * erring),
        ];
        let total: f64 = shares.iter().map(|(_, share)| share).sum();
        let left = 1.0 - gold_wrong;
        let fair = |share: f64| if total > 0.0 { left * share / total } else { 0.0 };
        // The policy's own fault may be ambiguity too: what has one name counts once.
        let mut weights: Vec<(Cause, f64)> = vec![(Cause::GoldError, gold_wrong)];
        for (cause, share) in shares {
            match weights.iter_mut().find(|(known, _)| *known == cause) {
                Some((_, weight)) => *weight += fair(share),
                None => weights.push((cause, fair(share))),
            }
        }
        weights.into_iter().fold((own, 0.0), |best, next| if next.1 > best.1 { next } else { best })
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

    /// The share of the disagreement on an item's clause that goes beyond the usual, where people differ on the item.
    fn ambiguous(&self, item: u32) -> f64 {
        if !self.is_split(item) {
            return 0.0;
        }
        self.ambiguous.get(&self.topic(item)).map_or(0.0, ClauseAmbiguity::surplus)
    }

    /// The share of the disagreement across groups that goes beyond that within, for a rater with a group on a clause that
    /// divides groups.
    fn group_surplus(&self, item: u32, judge: u32) -> f64 {
        let clause = self.sheet.clauses.get(self.topic(item) as usize).map(String::as_str);
        let divided = self.sheet.group(judge).and_then(|_| self.groups.differing(clause));
        divided.map_or(0.0, |one| match (one.within.value, one.across.value) {
            (Some(within), Some(across)) if across > 0.0 => (1.0 - within / across).clamp(0.0, 1.0),
            _ => 0.0,
        })
    }

    fn usual_error(&self, item: u32) -> f64 {
        let clause = self.ambiguous.get(&self.topic(item));
        let differ = clause.and_then(|clause| clause.differ_elsewhere.value);
        differ.map_or(USUAL_ERROR, |differ| (differ / 2.0).clamp(ERROR_RANGE.0, ERROR_RANGE.1))
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
            let with = u64::from(*given == label);
            (beside.of, beside.with) = (beside.of + 1, beside.with + with);
            if group.is_some() && self.sheet.group(*other) == group {
                (beside.group_of, beside.group_with) = (beside.group_of + 1, beside.group_with + with);
            }
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
    fn listed(&self, mut rows: Vec<Row>) -> Vec<Dispute> {
        rows.sort_by(|a, b| b.probability.total_cmp(&a.probability).then((a.item, a.judge).cmp(&(b.item, b.judge))));
        rows.truncate(LISTED_MAX);
        rows.iter().filter_map(|row| self.told(row)).collect()
    }

    fn told(&self, row: &Row) -> Option<Dispute> {
        let sheet = self.sheet;
        let right = self.reference.labels.get(row.item as usize).copied().flatten()?;
        Some(Dispute {
            item: sheet.items.get(row.item as usize)?.clone(),
            clause: sheet.clauses.get(self.topic(row.item) as usize).cloned(),
            judge: sheet.judges.get(row.judge as usize)?.title(),
            said: row.said.ok().map(|label| sheet.scale.name(label).to_owned()),
            reference: sheet.scale.name(right).to_owned(),
            is_gold: self.reference.is_gold.get(row.item as usize) == Some(&true),
            cause: row.cause,
            probability: row.probability,
            evidence: row.said.map_or_else(|_| Vec::new(), |label| self.evidence(row, label, right)),
        })
    }

    /// The figures that a cause was weighed by.
    fn evidence(&self, row: &Row, label: u16, right: u16) -> Vec<EvidenceFigure> {
        let beside = self.beside(row.item, row.judge, label, right);
        let share = |with: u64, of: u64| if of > 0 { with as f64 / of as f64 } else { 0.0 };
        let mut found = Vec::new();
        let mut add = |figure: &'static str, value: f64, n: u64| found.push(EvidenceFigure { figure, value, n });
        if let Some(wrong) = self.gold_wrong(row.item) {
            add("chance that gold is wrong", wrong, self.independent(row.item));
        }
        if beside.of > 0 {
            add("other good raters who say the same", share(beside.with, beside.of), beside.of);
        }
        if let Some(clause) = self.ambiguous.get(&self.topic(row.item)) {
            add("pairs who differ on the clause", clause.differ.value.unwrap_or(0.0), clause.differ.n);
            add("pairs who differ elsewhere", clause.differ_elsewhere.value.unwrap_or(0.0), clause.differ_elsewhere.n);
        }
        let clause = self.sheet.clauses.get(self.topic(row.item) as usize).map(String::as_str);
        if let Some(one) = self.sheet.group(row.judge).and_then(|_| self.groups.differing(clause)) {
            add("pairs of different groups who differ on the clause", one.across.value.unwrap_or(0.0), one.across.n);
            add("pairs of one group who differ on the clause", one.within.value.unwrap_or(0.0), one.within.n);
            add("own group who say the same", share(beside.group_with, beside.group_of), beside.group_of);
        }
        found
    }
}
