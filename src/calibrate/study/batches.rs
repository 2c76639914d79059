//! Finished work, batch by batch: how much of it is wrong, why, and whether it is accepted.
//!
//! A decision counts as looked at where its item has gold, or a consensus that is sure of itself; which items those are is not
//! drawn by lot here, so a batch is judged by what happens to be known of it. Decisions that gold was made from do not count.

use std::collections::BTreeMap;

use serde::Serialize;

use super::causes::Causes;
use super::{Named, Reference, StudyOptions};
use crate::calibrate::Figure;
use crate::calibrate::acceptance::{Audited, BatchDecision, BatchError, Plan, batch_reports};
use crate::calibrate::cause::Cause;
use crate::calibrate::intervals::wilson;
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
    /// How often.
    pub count: u64,
    /// Its share of the decisions looked at.
    pub share: Figure,
}

/// One batch.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BatchStudy {
    /// The batch.
    pub batch: String,
    /// Decisions in it.
    pub decisions: u64,
    /// How many could be held against gold or a sure consensus.
    pub looked_at: u64,
    /// How many of those against gold.
    pub against_gold: u64,
    /// How many were wrong.
    pub errors: u64,
    /// The rate of errors.
    pub rate: Figure,
    /// Errors by root cause.
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

/// Reports on batches of people's decisions, by name.
pub fn batches(sheet: &Sheet, reference: &Reference, causes: &Causes, options: &StudyOptions) -> Vec<BatchStudy> {
    let mut sizes = vec![0_u64; sheet.batches.len()];
    let mut golden = vec![0_u64; sheet.batches.len()];
    let mut audited: Vec<Audited> = Vec::new();
    for ((item, judge, label), batch) in sheet.ratings.iter().zip(&sheet.details.batch) {
        let person = sheet.judges.get(judge as usize).is_some_and(|judge| judge.kind == JudgeKind::Rater);
        let Some(size) = sizes.get_mut(*batch as usize).filter(|_| person && *batch != NONE) else { continue };
        *size += 1;
        let Some((right, is_gold)) = reference.right(item, judge) else { continue };
        if is_gold && sheet.is_circular(item, judge) {
            continue;
        }
        golden.get_mut(*batch as usize).into_iter().for_each(|n| *n += u64::from(is_gold));
        let cause = causes.of(item, judge).unwrap_or(Cause::RaterError).number();
        let error = (label != right).then_some(BatchError { cause, given: label, right });
        audited.push(Audited { batch: *batch, error });
    }
    let names: Vec<&str> = sheet.batches.iter().map(String::as_str).collect();
    let reports = batch_reports(&names, &sizes, &audited, &options.demand);
    let mut all: Vec<BatchStudy> = Vec::new();
    for ((name, against_gold), report) in names.iter().zip(golden).zip(reports) {
        let mut counts: BTreeMap<u16, u64> = BTreeMap::new();
        for kind in &report.kinds {
            *counts.entry(kind.error.cause).or_default() += kind.count;
        }
        let cause =
            |number: u16| Cause::ALL.get(usize::from(number)).copied().unwrap_or((Cause::RaterError, "rater_error"));
        let label = |label: u16| sheet.scale.name(label).to_owned();
        all.push(BatchStudy {
            batch: (*name).to_owned(),
            decisions: report.items,
            looked_at: report.looked_at,
            against_gold,
            errors: report.errors,
            rate: wilson(report.errors, report.looked_at),
            root_causes: Named(counts.into_iter().map(|(number, n)| (cause(number).1.to_owned(), n)).collect()),
            kinds: report
                .kinds
                .into_iter()
                .map(|kind| ErrorKind {
                    cause: cause(kind.error.cause).0,
                    given: label(kind.error.given),
                    right: label(kind.error.right),
                    count: kind.count,
                    share: kind.share,
                })
                .collect(),
            plan: report.plan,
            why: report.why,
            decision: report.decision,
            sentence: report.sentence,
        });
    }
    all.sort_by(|a, b| a.batch.cmp(&b.batch));
    all
}
