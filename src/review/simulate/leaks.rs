//! What would flatter the figures of a replay.
//!
//! *Refused*: gold made from the judge's own word; and whoever made gold is hidden from the order, since it would be told
//! the answer. Nothing but words is learnt from, so that no field which names a test or a template can give gold away.
//! *Told*: items with twins, which the order that learns knows from each other; few errors.

use std::collections::BTreeMap;

use crate::audit::case::JudgeKind;
use crate::audit::replay::Replay;

use super::Task;

/// Errors below which a yield says little.
const FEW_ERRORS: usize = 20;

/// Hides from every item the voices that its gold was made from, and tells who and what is hidden in all.
pub(super) fn without_makers(replay: &Replay, without_people: bool) -> (Replay, Vec<String>) {
    let mut kept = replay.clone();
    let mut makers: Vec<u32> = Vec::new();
    for item in &mut kept.items {
        makers.extend(item.voices.iter().filter(|voice| voice.made_gold).map(|voice| voice.judge));
        item.voices.retain(|voice| !voice.made_gold);
    }
    makers.sort_unstable();
    makers.dedup();
    let name = |judge: u32| replay.head.names.get(judge as usize).cloned().unwrap_or_default();
    let mut hidden = vec!["gold".to_owned()];
    hidden.extend(makers.into_iter().map(|judge| format!("{}, from whose word gold was made", name(judge))));
    if without_people {
        hidden.push("all raters".to_owned());
    }
    (kept, hidden)
}

/// Says why a judge cannot be replayed.
pub(super) fn refusal(replay: &Replay, judge: u32, task: &Task) -> Option<String> {
    if !task.errors.is_empty() {
        return None;
    }
    let policy = replay.head.judges.get(judge as usize).is_some_and(|key| key.kind == JudgeKind::Policy);
    let why = if policy { "it decided no item that has gold" } else { "all gold on its items was made from its own word, or it decided none" };
    Some(why.to_owned())
}

/// Says what to bear in mind about a judge's figures.
pub(super) fn warnings(name: &str, task: &Task) -> Vec<String> {
    let (items, twins) = (task.errors.len(), twins(task));
    let errors = task.errors.iter().filter(|wrong| **wrong).count();
    let mut told = Vec::new();
    if errors < FEW_ERRORS {
        told.push(format!("`{name}` has {errors} errors among {items} items: its figures say little"));
    }
    if twins > 0 {
        told.push(format!(
            "{twins} of the {items} items of `{name}` have a twin or share a prompt with another: the order that learns knows \
             them from each other, as it would in a real review; with twins held apart it is the line `twins apart`"
        ));
    }
    told
}

/// Counts the items that have kin among the others.
pub(super) fn twins(task: &Task) -> usize {
    let mut kin: BTreeMap<u64, usize> = BTreeMap::new();
    for candidate in &task.candidates {
        *kin.entry(candidate.kin).or_default() += 1;
    }
    kin.values().filter(|count| **count > 1).sum()
}

/// Returns the items of each cluster, by place; those that stand alone are not there.
pub(super) fn clusters(task: &Task) -> BTreeMap<u64, Vec<usize>> {
    let mut clusters: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (at, candidate) in task.candidates.iter().enumerate().filter(|(_, candidate)| candidate.cluster != 0) {
        clusters.entry(candidate.cluster).or_default().push(at);
    }
    clusters.retain(|_, places| places.len() > 1);
    clusters
}

/// Tells whether any cluster has more than one item.
pub(super) fn has_clusters(task: &Task) -> bool {
    !clusters(task).is_empty()
}
