//! Why judges disagree: each disagreement gets the root cause that its evidence makes most probable.
//!
//! A disagreement is a judge's word against the reference of its item. What explains it: output that nobody could read
//! (tooling), something that is missing, gold that is wrong (by judges who have not seen it), a clause on which good
//! raters split while they agree elsewhere (ambiguity), a policy that overlooks what its clause means (a gap where it
//! allows, ambiguity where it acts); what is left is the error of the person or the model. The probability of a cause is
//! its share of these weights.

use std::collections::BTreeMap;

use serde::Serialize;

use super::judges::JudgeReport;
use super::suspects::Suspects;
use super::{Named, Reference};
use crate::calibrate::agreement::{Profiles, Weighting, Weights, alpha};
use crate::calibrate::sheet::{JudgeKind, NONE, Odd, Sheet};

/// A clause is measured apart from so many items on that two raters decided.
const RATED_TWICE_MIN: u64 = 20;
/// Disputes that are listed.
const LISTED_MAX: usize = 500;

/// A root cause; one list for the whole house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A person erred.
    RaterError,
    /// A model erred.
    ModelError,
    /// The policy is silent where it should speak.
    PolicyGap,
    /// The policy can be read in two ways.
    PolicyAmbiguity,
    /// Something that is missing would have settled it.
    MissingInformation,
    /// Gold is wrong.
    GoldError,
    /// Raters of different groups differ legitimately.
    GroupDifference,
    /// Output that could not be read.
    Tooling,
}

impl Cause {
    /// All causes with their names in data.
    pub const ALL: [(Cause, &'static str); 8] = [
        (Cause::RaterError, "rater_error"),
        (Cause::ModelError, "model_error"),
        (Cause::PolicyGap, "policy_gap"),
        (Cause::PolicyAmbiguity, "policy_ambiguity"),
        (Cause::MissingInformation, "missing_information"),
        (Cause::GoldError, "gold_error"),
        (Cause::GroupDifference, "group_difference"),
        (Cause::Tooling, "tooling"),
    ];

    /// Returns the cause's name in data.
    pub fn name(self) -> &'static str {
        Cause::ALL.iter().find(|(cause, _)| *cause == self).map_or("", |(_, name)| name)
    }
}

/// One disagreement with its cause.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dispute {
    /// The item.
    pub item: String,
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
}

/// Root causes of what judges disagree on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Causes {
    /// Disagreements by cause.
    pub root_causes: Named<u64>,
    /// The same by judge.
    pub root_causes_by_judge: Named<Named<u64>>,
    /// Clauses on which good raters split while they agree elsewhere, with how far alpha falls short there.
    pub ambiguous_clauses: Named<f64>,
    /// Disagreements whose cause is surest, at most 500.
    pub disputes: Vec<Dispute>,
}

/// What is known of the corpus beside the item at hand.
struct Evidence<'a> {
    sheet: &'a Sheet,
    reference: &'a Reference,
    /// Probability that gold is wrong, by item's id.
    gold_wrong: BTreeMap<&'a str, f64>,
    /// How far a clause's alpha falls short of the others', 0 to 1.
    ambiguity: BTreeMap<u32, f64>,
}

pub fn causes(sheet: &Sheet, reference: &Reference, judges: &[JudgeReport], suspects: &Suspects) -> Causes {
    let gold_wrong = suspects.suspect_gold.iter().map(|suspect| (suspect.item.as_str(), suspect.probability)).collect();
    let evidence = Evidence { sheet, reference, gold_wrong, ambiguity: ambiguity(sheet, judges) };
    let mut counts: BTreeMap<(u32, Cause), u64> = BTreeMap::new();
    let mut disputes: Vec<(u32, u32, Dispute)> = Vec::new();
    let spoken = sheet.ratings.iter().map(|(item, judge, label)| (item, judge, Ok(label)));
    let odd = sheet.odd.iter().map(|(item, judge, odd)| (*item, *judge, Err(*odd)));
    for (item, judge, said) in spoken.chain(odd) {
        let Some(dispute) = evidence.dispute(item, judge, said) else { continue };
        *counts.entry((judge, dispute.cause)).or_default() += 1;
        disputes.push((item, judge, dispute));
    }
    disputes.sort_by(|a, b| b.2.probability.total_cmp(&a.2.probability).then((a.0, a.1).cmp(&(b.0, b.1))));
    disputes.truncate(LISTED_MAX);
    let total = |cause: Cause| counts.iter().filter(|((_, known), _)| *known == cause).map(|(_, n)| n).sum::<u64>();
    let of = |judge: u32| {
        let own = Cause::ALL.iter().map(|(cause, name)| (*name, counts.get(&(judge, *cause)).copied().unwrap_or(0)));
        Named(own.filter(|(_, n)| *n > 0).map(|(name, n)| (name.to_owned(), n)).collect())
    };
    let by_judge = (0..).zip(&sheet.judges).map(|(at, judge)| (judge.title(), of(at)));
    let clause = |clause: &u32| sheet.clauses.get(*clause as usize).cloned().unwrap_or_default();
    Causes {
        root_causes: Named(Cause::ALL.iter().map(|(cause, name)| ((*name).to_owned(), total(*cause))).collect()),
        root_causes_by_judge: Named(by_judge.filter(|(_, own): &(_, Named<u64>)| !own.0.is_empty()).collect()),
        ambiguous_clauses: Named(evidence.ambiguity.iter().map(|(at, short)| (clause(at), *short)).collect()),
        disputes: disputes.into_iter().map(|(.., dispute)| dispute).collect(),
    }
}

impl Evidence<'_> {
    /// Returns the disagreement of a judge with the reference, if it is one.
    fn dispute(&self, item: u32, judge: u32, said: Result<u16, Odd>) -> Option<Dispute> {
        let sheet = self.sheet;
        let at = item as usize;
        let right = self.reference.labels.get(at).copied().flatten()?;
        let is_gold = self.reference.is_gold.get(at) == Some(&true);
        if said == Ok(right) || (is_gold && sheet.is_circular(item, judge)) {
            return None;
        }
        let known = sheet.judges.get(judge as usize)?;
        let id = sheet.items.get(at)?;
        let (cause, probability) = match said {
            Err(Odd::Unparsable) => (Cause::Tooling, 1.0),
            Err(Odd::NoVerdict | Odd::Unsettled) => (Cause::MissingInformation, 1.0),
            Ok(label) => self.weigh(item, id, known.kind, label, is_gold),
        };
        Some(Dispute {
            item: id.clone(),
            judge: known.title(),
            said: said.ok().map(|label| sheet.scale.name(label).to_owned()),
            reference: sheet.scale.name(right).to_owned(),
            is_gold,
            cause,
            probability,
        })
    }

    /// Weighs the causes of a label that is not the reference's.
    fn weigh(&self, item: u32, id: &str, kind: JudgeKind, label: u16, is_gold: bool) -> (Cause, f64) {
        let gold_wrong = if is_gold { self.gold_wrong.get(id).copied().unwrap_or(0.0) } else { 0.0 };
        let topic = self.sheet.topics.get(item as usize).copied().unwrap_or(NONE);
        let ambiguous = if self.is_split(item) { self.ambiguity.get(&topic).copied().unwrap_or(0.0) } else { 0.0 };
        let own = match kind {
            JudgeKind::Rater => Cause::RaterError,
            JudgeKind::Model => Cause::ModelError,
            JudgeKind::Policy if label == 0 => Cause::PolicyGap,
            JudgeKind::Policy => Cause::PolicyAmbiguity,
        };
        let left = 1.0 - gold_wrong;
        let weights = [
            (Cause::GoldError, gold_wrong),
            (Cause::PolicyAmbiguity, left * ambiguous),
            (own, left * (1.0 - ambiguous)),
        ];
        weights.into_iter().fold((own, 0.0), |best, next| if next.1 > best.1 { next } else { best })
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
}

/// Finds the clauses on which raters who do not fail agree less than on the others: the upper end of alpha there lies
/// below alpha elsewhere. The value is how far it falls short, as a share of the alpha elsewhere.
fn ambiguity(sheet: &Sheet, judges: &[JudgeReport]) -> BTreeMap<u32, f64> {
    let good = |judge: u32| {
        let report = judges.get(judge as usize);
        report.is_some_and(|report| report.kind == JudgeKind::Rater && report.status != super::Status::Fails)
    };
    let rows = sheet.ratings.iter().filter(|(_, judge, _)| good(*judge)).collect();
    let labels = sheet.scale.labels().len();
    let ratings = crate::calibrate::Ratings::new(sheet.items.len(), sheet.judges.len(), labels, rows);
    let mut items: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (item, topic) in (0..).zip(&sheet.topics) {
        items.entry(*topic).or_default().push(item);
    }
    let identity = Weights::new(Weighting::Identity, labels);
    let measure = |items: &[u32]| {
        let profiles = Profiles::of_items(&ratings, items);
        (alpha::weighted(&profiles, &identity).figure, profiles.rated_twice())
    };
    let mut found = BTreeMap::new();
    for (topic, own) in items.iter().filter(|(topic, _)| **topic != NONE) {
        let others: Vec<u32> =
            items.iter().filter(|(other, _)| *other != topic).flat_map(|(_, items)| items.iter().copied()).collect();
        let ((here, n), (elsewhere, m)) = (measure(own), measure(&others));
        let (Some(here_value), Some(high), Some(there)) = (here.value, here.high, elsewhere.value) else { continue };
        if n >= RATED_TWICE_MIN && m >= RATED_TWICE_MIN && high < there {
            found.insert(*topic, ((there - here_value) / there).clamp(0.0, 1.0));
        }
    }
    found
}
