//! The error report of finished work, batch by batch.

use std::collections::BTreeMap;

use serde::Serialize;

use super::decision::{BatchDecision, Verdict, decide};
use super::plan::{Demand, Plan, PlanFault};
use crate::calibrate::Figure;
use crate::calibrate::figure::percent;
use crate::calibrate::intervals::wilson;

/// One item of a batch that was looked at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Audited {
    /// The batch's number.
    pub batch: u32,
    /// What is wrong with it: the root cause, the label given and the right one, as numbers; `None` if it is right.
    pub error: Option<BatchError>,
}

/// An error by its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct BatchError {
    /// The root cause's number.
    pub cause: u16,
    /// The label that was given.
    pub given: u16,
    /// The label that is right.
    pub right: u16,
}

/// How often an error of one kind was made in a batch.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ErrorCount {
    /// The kind.
    pub error: BatchError,
    /// Its share of the items looked at; `n` counts them.
    pub share: Figure,
    /// How often.
    pub count: u64,
}

/// The report of one batch.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BatchReport {
    /// How many items it has.
    pub items: u64,
    /// How many were looked at.
    pub looked_at: u64,
    /// How many of those were wrong.
    pub errors: u64,
    /// The errors by kind, the most frequent first.
    pub kinds: Vec<ErrorCount>,
    /// The plan it is held to; `None` where there is none, for the reason beside it.
    pub plan: Option<Plan>,
    /// Why there is no plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The decision; `None` without a plan.
    pub decision: Option<BatchDecision>,
    /// The report as a sentence.
    pub sentence: String,
}

/// Reports on every batch; `names` and `sizes` are those of the batches, in the order of their numbers.
///
/// Items looked at are taken to be drawn at random from their batch; a batch nobody looked at has a report that says so.
pub fn batch_reports(names: &[&str], sizes: &[u64], audited: &[Audited], demand: &Demand) -> Vec<BatchReport> {
    let mut looked_at = vec![0_u64; sizes.len()];
    let mut kinds: Vec<BTreeMap<BatchError, u64>> = vec![BTreeMap::new(); sizes.len()];
    for item in audited {
        let batch = item.batch as usize;
        if let (Some(n), Some(kinds)) = (looked_at.get_mut(batch), kinds.get_mut(batch)) {
            *n += 1;
            if let Some(error) = item.error {
                *kinds.entry(error).or_default() += 1;
            }
        }
    }
    let batches = names.iter().zip(sizes).zip(looked_at.into_iter().zip(kinds));
    batches.map(|((name, items), (looked_at, kinds))| report(name, *items, looked_at, kinds, demand)).collect()
}

fn report(name: &str, items: u64, looked_at: u64, kinds: BTreeMap<BatchError, u64>, demand: &Demand) -> BatchReport {
    // A batch cannot be smaller than what was seen of it.
    let items = items.max(looked_at);
    let errors: u64 = kinds.values().sum();
    let mut kinds: Vec<ErrorCount> =
        kinds.into_iter().map(|(error, count)| ErrorCount { error, share: wilson(count, looked_at), count }).collect();
    // A stable sort: equal counts stay in the order of their kinds.
    kinds.sort_by_key(|kind| std::cmp::Reverse(kind.count));
    let plan: Result<Plan, PlanFault> = Plan::find(Some(items), demand);
    let decision = plan.ok().map(|plan| decide(&plan, demand, looked_at, errors));
    let sentence = sentence(name, items, looked_at, errors, plan.ok().zip(decision.as_ref()), demand);
    BatchReport {
        items,
        looked_at,
        errors,
        kinds,
        plan: plan.ok(),
        why: plan.err().map(|fault| fault.to_string()),
        decision,
        sentence,
    }
}

fn sentence(
    name: &str,
    items: u64,
    looked_at: u64,
    errors: u64,
    judged: Option<(Plan, &BatchDecision)>,
    demand: &Demand,
) -> String {
    if looked_at == 0 {
        return format!("batch {name}: none of its {items} items was looked at");
    }
    let rate = wilson(errors, looked_at).as_percent();
    let seen = format!("batch {name}: {errors} of {looked_at} items looked at are wrong ({rate}; {items} in all)");
    let Some((plan, decision)) = judged else { return format!("{seen}; too small to be held to a plan") };
    let allowed = format!("{} of {} are let pass", plan.errors_max, plan.sample);
    let worse = match decision.worse {
        certain if certain > 0.99 => "over 99 %".to_owned(),
        unlikely if unlikely < 0.01 => "under 1 %".to_owned(),
        chance => percent(Some(chance)),
    };
    let limit = percent(Some(demand.accept_rate));
    let verdict = match decision.verdict {
        Verdict::Accept => "accepted".to_owned(),
        Verdict::Refuse => "refused".to_owned(),
        Verdict::Unfinished => format!("{} more items to look at", plan.sample.saturating_sub(looked_at)),
    };
    format!("{seen}: {verdict}, {allowed}; it is worse than {limit} with a chance of {worse}")
}
