//! Finished work, batch by batch: how much of it is wrong, why, and whether it is accepted.
//!
//! A decision counts as looked at where its item has gold that was not made from it, or a consensus of others that is sure of
//! itself; which items those are is not drawn by lot here, so a batch is judged by what happens to be known of it. A batch is
//! held against gold or against consensus and never against both, and what is accepted or not is items: one is wrong if a
//! decision on it is.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::causes::Causes;
use super::judges::GOLD_MIN;
use super::{Against, Named, Reference, StudyOptions};
use crate::calibrate::Figure;
use crate::calibrate::acceptance::{Audited, BatchDecision, BatchError, BatchReport, Plan, batch_reports};
use crate::calibrate::cause::Cause;
use crate::calibrate::sheet::{JudgeKind, NONE, Sheet};

/// An error of one kind in a batch.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ErrorKind {
    /// Why.
    pub cause: Cause,
    /// The label given.
    pub given: String,
    /// The label that is right.
    pub right: String,
    /// On how many items; one with errors of several kinds counts for each.
    pub count: u64,
    /// Their share of the items looked at.
    pub share: Figure,
}

/// One batch.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BatchStudy {
    /// The batch.
    pub batch: String,
    /// Decisions in it.
    pub decisions: u64,
    /// The items that they are on.
    pub items: u64,
    /// What all of them are held against.
    pub reference: Against,
    /// Items on which a decision could be held against gold.
    pub n_gold: u64,
    /// Items on which one could be held against a sure consensus of others.
    pub n_consensus: u64,
    /// Items looked at: those that the reference speaks to.
    pub looked_at: u64,
    /// Items on which a decision that was looked at is wrong.
    pub errors: u64,
    /// Decisions looked at.
    pub decisions_looked_at: u64,
    /// How many of those are wrong.
    pub decisions_wrong: u64,
    /// The share of items looked at on which a decision is wrong.
    pub rate: Figure,
    /// Items with a wrong decision by root cause; one with errors of several causes counts for each.
    pub root_causes: Named<u64>,
    /// Errors by kind, the most frequent first.
    pub kinds: Vec<ErrorKind>,
    /// The plan it is held to; none where there is none.
    pub plan: Option<Plan>,
    /// Why there is no plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Accepted or not, and how likely it is worse than it should be.
    pub decision: Option<BatchDecision>,
    /// The batch as a sentence.
    pub sentence: String,
}

/// What is known of one batch.
#[derive(Debug, Clone, Default)]
struct Known {
    decisions: u64,
    /// How many items they are on, and the last of those.
    items: (u64, Option<u32>),
    gold: Vec<Audited>,
    consensus: Vec<Audited>,
}

impl Known {
    /// Chooses gold where it speaks to enough items, or to no fewer than consensus.
    fn chosen(&self) -> (Against, &[Audited]) {
        let n_gold = items_of(&self.gold);
        if n_gold >= GOLD_MIN || n_gold >= items_of(&self.consensus) {
            (Against::Gold, &self.gold)
        } else {
            (Against::Consensus, &self.consensus)
        }
    }
}

/// Counts the items of decisions that are in the order of their items.
fn items_of(audited: &[Audited]) -> u64 {
    audited.chunk_by(|one, next| one.item == next.item).count() as u64
}

/// Reports on batches of people's decisions, by name.
pub fn batches(sheet: &Sheet, reference: &Reference, causes: &Causes, options: &StudyOptions) -> Vec<BatchStudy> {
    let known = known(sheet, reference, causes);
    let names: Vec<&str> = sheet.batches.iter().map(String::as_str).collect();
    let sizes: Vec<u64> = known.iter().map(|one| one.items.0).collect();
    let audited = known.iter().flat_map(|one| one.chosen().1).copied();
    let reports = batch_reports(&names, &sizes, audited, &options.demand);
    let each = names.iter().zip(&known).zip(reports);
    let mut all: Vec<BatchStudy> = each.map(|((name, known), report)| told(sheet, name, known, report)).collect();
    all.sort_by(|a, b| a.batch.cmp(&b.batch));
    all
}

/// Sorts people's decisions by batch and by what they can be held against; they stay in the order of their items.
fn known(sheet: &Sheet, reference: &Reference, causes: &Causes) -> Vec<Known> {
    let mut all = vec![Known::default(); sheet.batches.len()];
    for ((item, judge, label), batch) in sheet.ratings.iter().zip(&sheet.details.batch) {
        let person = sheet.kind(judge) == Some(JudgeKind::Rater);
        let Some(known) = all.get_mut(*batch as usize).filter(|_| person && *batch != NONE) else { continue };
        known.decisions += 1;
        if known.items.1 != Some(item) {
            known.items = (known.items.0 + 1, Some(item));
        }
        let Some((right, against)) = reference.held(sheet, item, judge) else { continue };
        let cause = causes.of(item, judge).unwrap_or(Cause::RaterError).number();
        let error = (label != right).then_some(BatchError { cause, given: label, right });
        let audited = match against {
            Against::Gold => &mut known.gold,
            Against::Consensus => &mut known.consensus,
        };
        audited.push(Audited { batch: *batch, item, error });
    }
    all
}

fn told(sheet: &Sheet, name: &str, known: &Known, report: BatchReport) -> BatchStudy {
    let (reference, audited) = known.chosen();
    let mut by_cause: BTreeMap<u16, BTreeSet<u32>> = BTreeMap::new();
    for (item, error) in audited.iter().filter_map(|one| Some((one.item, one.error?))) {
        by_cause.entry(error.cause).or_default().insert(item);
    }
    let cause =
        |number: u16| Cause::ALL.get(usize::from(number)).copied().unwrap_or((Cause::RaterError, "rater_error"));
    let label = |label: u16| sheet.scale.name(label).to_owned();
    let root_causes = by_cause.into_iter().map(|(number, items)| (cause(number).1.to_owned(), items.len() as u64));
    let kinds = report.kinds.into_iter().map(|kind| ErrorKind {
        cause: cause(kind.error.cause).0,
        given: label(kind.error.given),
        right: label(kind.error.right),
        count: kind.count,
        share: kind.share,
    });
    BatchStudy {
        batch: name.to_owned(),
        decisions: known.decisions,
        items: report.items,
        reference,
        n_gold: items_of(&known.gold),
        n_consensus: items_of(&known.consensus),
        looked_at: report.looked_at,
        errors: report.errors,
        decisions_looked_at: report.decisions_looked_at,
        decisions_wrong: report.decisions_wrong,
        rate: report.rate,
        root_causes: Named(root_causes.collect()),
        kinds: kinds.collect(),
        plan: report.plan,
        why: report.why,
        decision: report.decision,
        sentence: match report.looked_at {
            0 => report.sentence,
            _ => format!("{}; {}", report.sentence, reference.words()),
        },
    }
}
