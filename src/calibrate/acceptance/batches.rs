//! The error report of finished work, batch by batch.
//!
//! The unit is the item, as acceptance sampling has it (ISO 2859-1: an item with one nonconformity or more is a nonconforming
//! item). Several decisions on one item stand or fall together, so they are no sample of their own.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::decision::{BatchDecision, Verdict, decide, share_of};
use super::plan::{Demand, Plan, PlanFault};
use crate::calibrate::Figure;
use crate::calibrate::figure::percent;
use crate::language::prose::{count, counted};

/// One decision of a batch that was looked at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Audited {
    /// The batch's number.
    pub batch: u32,
    /// The item's number.
    pub item: u32,
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

/// On how many items of a batch an error of one kind was made.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ErrorCount {
    /// The kind.
    pub error: BatchError,
    /// Their share of the items looked at; `n` counts those.
    pub share: Figure,
    /// How many items; one with errors of several kinds counts for each.
    pub count: u64,
}

/// The report of one batch.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BatchReport {
    /// How many items it has.
    pub items: u64,
    /// How many items were looked at, by one decision or more.
    pub looked_at: u64,
    /// On how many of those a decision was wrong.
    pub errors: u64,
    /// How many decisions were looked at.
    pub decisions_looked_at: u64,
    /// How many of those were wrong.
    pub decisions_wrong: u64,
    /// The share of the items looked at that have a wrong decision.
    pub rate: Figure,
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

/// What was seen of one batch.
#[derive(Debug, Clone, Default)]
struct Seen {
    items: BTreeSet<u32>,
    decisions: u64,
    wrong: u64,
    kinds: BTreeMap<BatchError, BTreeSet<u32>>,
}

/// Reports on every batch; `names` and `sizes`, in items, are those of the batches, in the order of their numbers.
///
/// Items looked at are taken to be drawn at random from their batch; a batch nobody looked at has a report that says so.
pub fn batch_reports(
    names: &[&str],
    sizes: &[u64],
    audited: impl IntoIterator<Item = Audited>,
    demand: &Demand,
) -> Vec<BatchReport> {
    let mut all: Vec<Seen> = vec![Seen::default(); sizes.len()];
    for own in audited {
        let Some(seen) = all.get_mut(own.batch as usize) else { continue };
        seen.decisions += 1;
        seen.items.insert(own.item);
        if let Some(error) = own.error {
            seen.wrong += 1;
            seen.kinds.entry(error).or_default().insert(own.item);
        }
    }
    names.iter().zip(sizes).zip(all).map(|((name, items), seen)| report(name, *items, &seen, demand)).collect()
}

fn report(name: &str, items: u64, seen: &Seen, demand: &Demand) -> BatchReport {
    let looked_at = seen.items.len() as u64;
    // A batch cannot be smaller than what was seen of it.
    let items = items.max(looked_at);
    let errors = seen.kinds.values().flatten().collect::<BTreeSet<_>>().len() as u64;
    let kind = |(error, own): (&BatchError, &BTreeSet<u32>)| {
        let count = own.len() as u64;
        ErrorCount { error: *error, share: share_of(count, looked_at, Some(items)), count }
    };
    let mut kinds: Vec<ErrorCount> = seen.kinds.iter().map(kind).collect();
    // A stable sort: equal counts stay in the order of their kinds.
    kinds.sort_by_key(|kind| std::cmp::Reverse(kind.count));
    let plan: Result<Plan, PlanFault> = Plan::find(Some(items), demand);
    let decision = plan.ok().map(|plan| decide(&plan, demand, looked_at, errors));
    let mut own = BatchReport {
        items,
        looked_at,
        errors,
        decisions_looked_at: seen.decisions,
        decisions_wrong: seen.wrong,
        rate: share_of(errors, looked_at, Some(items)),
        kinds,
        plan: plan.ok(),
        why: plan.err().map(|fault| fault.to_string()),
        decision,
        sentence: String::new(),
    };
    own.sentence = sentence(name, &own, demand);
    own
}

fn sentence(name: &str, own: &BatchReport, demand: &Demand) -> String {
    if own.looked_at == 0 {
        return format!("batch {name}: none of its {} was looked at", counted(own.items, "item", "items"));
    }
    let seen = format!(
        "batch {name}: a decision is wrong on {} of {} looked at ({}; {} in all), {} of {}",
        count(own.errors),
        counted(own.looked_at, "item", "items"),
        own.rate.as_percent(),
        count(own.items),
        count(own.decisions_wrong),
        counted(own.decisions_looked_at, "decision", "decisions")
    );
    let Some((plan, decision)) = own.plan.zip(own.decision.as_ref()) else {
        return format!("{seen}; too small to be held to a plan");
    };
    let allowed = match decision.let_pass {
        Some(most) => format!("{} of {} items are let pass", count(most), count(decision.of)),
        None => format!("{} items are too few to accept it by", count(decision.of)),
    };
    let worse = match decision.worse {
        certain if certain > 0.99 => "over 99 %".to_owned(),
        unlikely if unlikely < 0.01 => "under 1 %".to_owned(),
        chance => percent(Some(chance)),
    };
    let limit = percent(Some(demand.accept_rate));
    let verdict = match decision.verdict {
        Verdict::Accept => "accepted".to_owned(),
        Verdict::Refuse => "refused".to_owned(),
        Verdict::Unfinished if own.looked_at >= plan.sample => "undecided until more is looked at".to_owned(),
        Verdict::Unfinished => {
            let more = plan.sample.saturating_sub(own.looked_at);
            format!("{} to look at", counted(more, "more item", "more items"))
        }
    };
    format!("{seen}: {verdict}, {allowed}; more than {limit} of its items are wrong with a chance of {worse}")
}
