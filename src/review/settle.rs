//! Which items a verdict settles: its own, and those of its exact cluster.
//!
//! A cluster holds items that read the same once the pack's own lists of identities are masked, and on which all machines
//! decided alike, so that what is right for one is right for all. Where the verdicts on a cluster contradict each other, it
//! is no cluster to the experts, and each of them settles its own item only.

use std::collections::BTreeMap;

use crate::audit::replay::Replay;

use super::verdicts::Said;

/// What is settled.
#[derive(Debug, Clone, PartialEq)]
pub struct Settled {
    /// By item, the reviewed item whose verdict holds for it, which may be itself; `None`: it is open.
    pub by: Vec<Option<usize>>,
    /// Clusters on which verdicts contradict each other.
    pub contested: u64,
}

/// Settles what the verdicts, by item, settle.
pub fn settle(replay: &Replay, said: &BTreeMap<usize, Said>) -> Settled {
    let cluster = |item: usize| replay.items.get(item).map(|item| item.cluster).filter(|cluster| *cluster != 0);
    let mut reviewed: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for item in said.keys() {
        if let Some(cluster) = cluster(*item) {
            reviewed.entry(cluster).or_default().push(*item);
        }
    }
    let all = reviewed.len();
    reviewed.retain(|_, items| at_one(items.iter().filter_map(|item| said.get(item))));
    let of_cluster = |item: usize| reviewed.get(&cluster(item)?)?.first().copied();
    let by = |item: usize| if said.contains_key(&item) { Some(item) } else { of_cluster(item) };
    Settled { by: (0..replay.items.len()).map(by).collect(), contested: (all - reviewed.len()) as u64 }
}

/// Tells whether verdicts can all be right together.
fn at_one<'s>(said: impl Iterator<Item = &'s Said>) -> bool {
    let mut so_far: Option<Said> = None;
    for own in said {
        let Some(known) = &mut so_far else {
            so_far = Some(own.clone());
            continue;
        };
        if !own.agrees(known) {
            return false;
        }
        // One that names labels binds those after it.
        if known.labels.is_none() {
            known.labels = own.labels.clone();
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::replay::{Head, Replayed};
    use crate::language::value::{LabelId, Rung};

    /// Items of the clusters given.
    fn replay(clusters: &[u64]) -> Replay {
        let none = Vec::new;
        let head =
            Head { replay: 2, ladder: none(), labels: none(), judges: Vec::new(), names: none(), fields: none() };
        let item = |cluster: &u64| Replayed {
            id: String::new(),
            voices: Vec::new(),
            topic: None,
            cluster: *cluster,
            kin: 0,
            words: Vec::new(),
            facets: Vec::new(),
            wrong: None,
        };
        Replay { head, items: clusters.iter().map(item).collect() }
    }

    fn said(verdict: u8, labels: Option<&[u32]>) -> Said {
        let labels = labels.map(|labels| labels.iter().copied().map(LabelId).collect());
        Said { verdict: Rung(verdict), labels, by: Vec::new(), at_ms: None }
    }

    #[test]
    fn a_verdict_settles_its_cluster_and_what_stands_alone_only_itself() {
        let settled = settle(&replay(&[7, 0, 7, 0, 8]), &BTreeMap::from([(1, said(1, None)), (2, said(0, None))]));
        assert_eq!(settled, Settled { by: vec![Some(2), Some(1), Some(2), None, None], contested: 0 });
    }

    #[test]
    fn verdicts_that_contradict_each_other_settle_their_own_items_only() {
        let all = |given: &[Said]| {
            let said: BTreeMap<usize, Said> = given.iter().cloned().enumerate().collect();
            settle(&replay(&[7, 7, 7, 7]), &said)
        };
        let rungs = all(&[said(1, None), said(0, None)]);
        assert_eq!(rungs, Settled { by: vec![Some(0), Some(1), None, None], contested: 1 });
        // One that says nothing of labels stands between two that do.
        assert_eq!(all(&[said(1, None), said(1, Some(&[1])), said(1, Some(&[2]))]).contested, 1);
        assert_eq!(
            all(&[said(1, None), said(1, Some(&[1])), said(1, Some(&[1]))]).by,
            vec![Some(0), Some(1), Some(2), Some(0)]
        );
    }
}
