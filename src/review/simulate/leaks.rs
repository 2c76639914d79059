//! What would flatter the figures of a replay.
//!
//! *Refused*: gold made from the judge's own word; and whoever made gold is hidden from the order, since it would be told
//! the answer. *Left out, and told*: fields whose value all but determines gold, such as the name of a functional test or
//! of a template.
//! *Told*: an order that is all but perfect, as where gold was chosen by the ratings it is shown; items with twins, which the order that learns knows from each other; few errors.

use std::collections::BTreeMap;

use crate::audit::case::JudgeKind;
use crate::audit::replay::Replay;

use super::{JudgeYield, Task};

/// Area by which an order without gold stays behind a perfect one, if it really does not know gold.
const TOO_GOOD: f64 = 0.005;
/// Share of gold that a field's values foretell from which it gives gold away.
const TELLING: f64 = 0.95;
/// Errors below which a yield says little.
const FEW_ERRORS: usize = 20;

/// Keeps the items with gold and hides from each the voices that its gold was made from; tells who and what is hidden in
/// all.
pub(super) fn without_makers(replay: &Replay, without_people: bool) -> (Replay, Vec<String>) {
    let items = replay.items.iter().filter(|item| item.gold().is_some()).cloned().collect();
    let mut kept = Replay { head: replay.head.clone(), items };
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
    let why = if policy {
        "it decided no item that has gold"
    } else {
        "all gold on its items was made from its own word, or it decided none"
    };
    Some(why.to_owned())
}

/// Says that a judge has few errors, if it has.
pub(super) fn few(name: &str, task: &Task) -> Option<String> {
    let items = task.errors.len();
    let errors = task.errors.iter().filter(|wrong| **wrong).count();
    (errors < FEW_ERRORS).then(|| format!("`{name}` has {errors} errors among {items} items: its figures say little"))
}

/// Says that an order without gold is too good to be one, if it is.
pub(super) fn too_good(found: &JudgeYield) -> Option<String> {
    let (cold, perfect) = (found.cold.area.value?, found.perfect.area.value?);
    let suspicious = cold > perfect - TOO_GOOD && found.errors >= FEW_ERRORS as u64;
    suspicious.then(|| {
        format!(
            "the cold order of `{}` is all but perfect: gold seems to follow from what it is shown, e.g. from ratings that gold \
             was made or chosen by; `--without-people` hides them",
            found.judge
        )
    })
}

/// Says that items have twins, if any do.
pub(super) fn told_twins(twins: usize) -> Option<String> {
    (twins > 0).then(|| {
        format!(
            "{twins} items have a twin or share a prompt with another: the order that learns knows them from each other, as it \
             would in a real review; the line `twins apart` is without that"
        )
    })
}

/// Returns the fields that give gold away: with two values or more, each of which has gold almost always the same, while
/// gold is not almost always the same over all.
pub(super) fn telling_fields(replay: &Replay) -> Vec<u16> {
    let mut by_value: BTreeMap<(u16, u16), BTreeMap<u8, usize>> = BTreeMap::new();
    let mut by_field: BTreeMap<u16, BTreeMap<u8, usize>> = BTreeMap::new();
    for item in &replay.items {
        let Some(verdict) = item.gold().and_then(|gold| gold.decided()) else { continue };
        for (field, value) in &item.facets {
            *by_value.entry((*field, *value)).or_default().entry(verdict.0).or_default() += 1;
            *by_field.entry(*field).or_default().entry(verdict.0).or_default() += 1;
        }
    }
    let most = |counts: &BTreeMap<u8, usize>| counts.values().copied().max().unwrap_or(0) as f64;
    let all = |counts: &BTreeMap<u8, usize>| counts.values().sum::<usize>() as f64;
    let tells = |(field, counts): (&u16, &BTreeMap<u8, usize>)| {
        let values = by_value.iter().filter(|((of, _), _)| of == field);
        let told: f64 = values.map(|(_, counts)| most(counts)).sum();
        let (told, usual) = (told / all(counts), most(counts) / all(counts));
        (told >= TELLING && usual < TELLING).then_some(*field)
    };
    by_field.iter().filter_map(tells).collect()
}

/// Says which fields were left out because they give gold away.
pub(super) fn told_fields(replay: &Replay, telling: &[u16]) -> Vec<String> {
    let name = |field: &u16| replay.head.fields.get(usize::from(*field)).map_or("?", String::as_str);
    let said = |field| format!("`{}` all but determines gold, so nothing is learnt from it", name(field));
    telling.iter().map(said).collect()
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
