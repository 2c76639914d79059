//! What to do next: the disagreements, put to what would end them.
//!
//! Every disagreement has one most probable cause and one judge, so it stands under one remedy at most, and no two remedies
//! promise the same. What everybody is judged by comes first: while gold is wrong or a clause can be read in two ways, nobody
//! knows who errs. Then what would end most. Errors that people and models who pass the bar make, and what comes up too
//! seldom to act on, stand under none and are counted apart.
//!
//! | cause | remedy |
//! |---|---|
//! | gold error | settle gold anew |
//! | policy ambiguity, of people and models | rewrite the clause |
//! | policy gap, and ambiguity where the policy itself acts | amend the policy's words for the clause |
//! | group difference | decide between the readings of the groups |
//! | rater error | coach the rater |
//! | model error | mend the model |
//! | tooling | mend how the model's answers are read |
//! | missing information | supply what is missing |

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::causes::Disagreement;
use super::judges::{JudgeReport, Status};
use crate::calibrate::intervals::wilson;
use crate::calibrate::sheet::{JudgeKind, NONE, Sheet};
use crate::calibrate::{Cause, Figure};
use crate::language::prose::{count, counted};

/// With fewer disagreements nothing is to be done about a rule or a judge yet.
const WORTH: u64 = 3;
/// Remedies that are written down.
const LISTED_MAX: usize = 200;

/// What would end a disagreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Have gold that is probably wrong decided anew.
    SettleGold,
    /// Write a clause anew that good raters read in two ways.
    RewriteClause,
    /// Mend the rules of a clause that the engine applies otherwise than gold does.
    AmendPolicy,
    /// Choose between the readings that groups of raters have of a clause.
    DecideBetweenGroups,
    /// Go through a rater's errors with the rater.
    CoachRater,
    /// Give a model examples or clearer instructions.
    MendModel,
    /// Mend the form of a model's answers, or the reader of them.
    MendOutput,
    /// Supply what a judge lacked to decide.
    SupplyInformation,
}

impl Act {
    /// Tells whether it settles what judges are held against, and so who errs.
    fn settles_who_errs(self) -> bool {
        matches!(self, Act::SettleGold | Act::RewriteClause | Act::DecideBetweenGroups)
    }
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Remedy {
    /// What to do.
    pub act: Act,
    /// The judge or the clause that it is about; none for gold at large and for items without a clause.
    pub about: Option<String>,
    /// The disagreements that it would end.
    pub disagreements: u64,
    /// The items they are on.
    pub items: u64,
    /// Their share of all disagreements.
    pub share: Figure,
    /// How probable it is, in the mean, that their cause is what the remedy goes by.
    pub probability: f64,
    /// What to do, as a sentence.
    pub sentence: String,
}

/// What to do about disagreements.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Remedies {
    /// What would end most of them first, at most 200.
    pub remedies: Vec<Remedy>,
    /// Disagreements that no remedy here would end: errors of raters and models who pass the bar, and what comes up seldom.
    pub without_remedy: u64,
}

/// What a remedy is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum About {
    Gold,
    Clause(u32),
    Judge(u32),
}

/// Puts disagreements under what would end them; `people` tells that raters are people who can be coached.
pub fn remedies(sheet: &Sheet, disagreements: &[Disagreement], judges: &[JudgeReport], people: bool) -> Remedies {
    let mut by: BTreeMap<(Act, About), Vec<&Disagreement>> = BTreeMap::new();
    for one in disagreements {
        if let Some(key) = remedy(sheet, one, judges).filter(|(act, _)| people || *act != Act::CoachRater) {
            by.entry(key).or_default().push(one);
        }
    }
    by.retain(|(act, _), own| act.settles_who_errs() || own.len() as u64 >= WORTH);
    let all = disagreements.len() as u64;
    let ended: usize = by.values().map(Vec::len).sum();
    let mut remedies: Vec<Remedy> =
        by.into_iter().map(|((act, about), own)| told(sheet, act, about, &own, all)).collect();
    remedies.sort_by_key(|one| (!one.act.settles_who_errs(), std::cmp::Reverse(one.disagreements)));
    remedies.truncate(LISTED_MAX);
    Remedies { remedies, without_remedy: all - ended as u64 }
}

/// Returns what would end a disagreement by the table of this file; none for the errors of a person or a model who passes.
fn remedy(sheet: &Sheet, one: &Disagreement, judges: &[JudgeReport]) -> Option<(Act, About)> {
    let clause = About::Clause(sheet.topics.get(one.item as usize).copied().unwrap_or(NONE));
    let passes = judges.get(one.judge as usize)?.status == Status::Passes;
    match one.cause {
        Cause::GoldError => Some((Act::SettleGold, About::Gold)),
        Cause::PolicyAmbiguity if sheet.kind(one.judge) != Some(JudgeKind::Policy) => {
            Some((Act::RewriteClause, clause))
        }
        Cause::PolicyGap | Cause::PolicyAmbiguity => Some((Act::AmendPolicy, clause)),
        Cause::GroupDifference => Some((Act::DecideBetweenGroups, clause)),
        Cause::Tooling => Some((Act::MendOutput, About::Judge(one.judge))),
        Cause::MissingInformation => Some((Act::SupplyInformation, About::Judge(one.judge))),
        Cause::RaterError => (!passes).then_some((Act::CoachRater, About::Judge(one.judge))),
        Cause::ModelError => (!passes).then_some((Act::MendModel, About::Judge(one.judge))),
    }
}

fn told(sheet: &Sheet, act: Act, about: About, own: &[&Disagreement], all: u64) -> Remedy {
    let n = own.len() as u64;
    let items = own.iter().map(|one| one.item).collect::<BTreeSet<u32>>().len() as u64;
    let about = match about {
        About::Gold => None,
        About::Clause(clause) => sheet.clauses.get(clause as usize).cloned(),
        About::Judge(judge) => Some(sheet.title(judge)),
    };
    let sentence = sentence(sheet, act, about.as_deref(), own, items);
    let probability = own.iter().map(|one| one.probability).sum::<f64>() / n.max(1) as f64;
    Remedy { act, about, disagreements: n, items, share: wilson(n, all), probability, sentence }
}

fn sentence(sheet: &Sheet, act: Act, about: Option<&str>, own: &[&Disagreement], items: u64) -> String {
    let n = own.len() as u64;
    let who = about.unwrap_or("nobody");
    let clause = about.unwrap_or("items of no clause");
    let differ = if n == 1 { "1 disagreement comes".to_owned() } else { format!("{} disagreements come", count(n)) };
    match act {
        Act::SettleGold => {
            let labels = if items == 1 {
                "1 gold label that is".to_owned()
            } else {
                format!("{} gold labels that are", count(items))
            };
            format!(
                "Have {labels} probably wrong decided anew: {differ} of {}.",
                if items == 1 { "it" } else { "them" }
            )
        }
        Act::RewriteClause => format!("Rewrite {clause}, which good raters read in two ways: {differ} of that."),
        Act::AmendPolicy => {
            let missed = own.iter().filter(|one| one.cause == Cause::PolicyGap).count() as u64;
            let where_to = about.map_or_else(
                || "Find or write the clause that applies".to_owned(),
                |clause| format!("Amend the rules of {clause}"),
            );
            format!("{where_to}: {}.", misses(missed, n - missed))
        }
        Act::DecideBetweenGroups => {
            format!("Decide whose reading of {clause} holds: groups of raters differ, and {differ} of that.")
        }
        Act::CoachRater => format!("Go through the errors of {who} together: {}.", errors(sheet, own)),
        Act::MendModel => format!("Give {who} examples or clearer instructions: {}.", errors(sheet, own)),
        Act::MendOutput => {
            format!("Mend how {who} answers, or how its answers are read: {} could not be read.", count(n))
        }
        Act::SupplyInformation => {
            format!("Supply what {who} lacks to decide: {} of its answers leave it open.", count(n))
        }
    }
}

/// Says how often a policy misses what gold acts on, and how often it acts otherwise than gold.
fn misses(missed: u64, otherwise: u64) -> String {
    let items = |n: u64| counted(n, "item", "items");
    match (missed, otherwise) {
        (missed, 0) => format!("the policy lets {} pass that call for action", items(missed)),
        (0, otherwise) => format!("the policy acts otherwise than it should on {}", items(otherwise)),
        (missed, otherwise) => {
            format!(
                "the policy lets {} pass that call for action, and acts otherwise than it should on {}",
                items(missed),
                count(otherwise)
            )
        }
    }
}

/// Says how many errors there are, of which kind most often, and on which clause.
fn errors(sheet: &Sheet, own: &[&Disagreement]) -> String {
    let mixed = most(own.iter().filter_map(|one| Some((one.said.ok()?, one.right))));
    let mixed = mixed.map(|((said, right), n)| {
        format!(", most often {} where {} is right ({n})", sheet.scale.name(said), sheet.scale.name(right))
    });
    let clauses = own.iter().filter_map(|one| sheet.topics.get(one.item as usize).copied());
    let clause = most(clauses.filter(|clause| *clause != NONE));
    let clause = clause.and_then(|(clause, n)| Some(format!(", and on {} ({n})", sheet.clauses.get(clause as usize)?)));
    format!(
        "{} of its own{}{}",
        counted(own.len() as u64, "error", "errors"),
        mixed.unwrap_or_default(),
        clause.unwrap_or_default()
    )
}

/// Returns what occurs most, the first of those that do as often, and how often.
fn most<K: Ord>(all: impl Iterator<Item = K>) -> Option<(K, usize)> {
    let mut counts: BTreeMap<K, usize> = BTreeMap::new();
    all.for_each(|key| *counts.entry(key).or_default() += 1);
    counts.into_iter().rev().max_by_key(|(_, n)| *n)
}
