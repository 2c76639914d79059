//! How far a review has come: what was taken, settled and found, and what moved.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::audit::replay::Replay;
use crate::calibrate::Figure;

use super::order::{Fate, Ordered, Row, Stand};

/// Rows that count as the first of a queue.
const FIRST: usize = 10;

/// What became of the lines of a file of verdicts.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Taken {
    /// Lines taken.
    pub lines: u64,
    /// Items they are on.
    pub items: u64,
    /// Lines among them that say again what another says.
    pub repeated: u64,
    /// Lines rejected.
    pub rejected: u64,
    /// Blank lines.
    pub blank: u64,
}

/// How many rows verdicts settled.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Settlement {
    /// Rows whose own item was reviewed.
    pub by_own_verdict: u64,
    /// Rows settled by the verdict on another item of their cluster.
    pub by_cluster: u64,
    /// Clusters of which a row was settled so.
    pub clusters: u64,
    /// Clusters on which verdicts contradict each other: there each settles its own item only.
    pub contested_clusters: u64,
}

/// What was found on one judge.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JudgeFound {
    /// `policy`, `model` or `rater`.
    pub kind: &'static str,
    /// Errors among its decisions on reviewed items.
    pub errors: u64,
    /// Their share of those decisions, which is not that of all its decisions: most were looked at for seeming wrong.
    pub share: Figure,
}

/// What became of one queue.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct QueueProgress {
    /// Rows.
    pub rows: u64,
    /// Rows still to be looked at.
    pub open: u64,
    /// Those of them that the random share holds: all of them must be looked at.
    pub random_share_open: u64,
    /// Open rows that stand elsewhere among the open rows.
    pub moved: u64,
    /// Open rows that are new among the first ten.
    pub new_in_first_10: u64,
}

/// How far a review has come.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Progress {
    /// The verdicts.
    pub verdicts: Taken,
    /// Rows of all queues.
    pub rows: u64,
    /// Rows still to be looked at.
    pub open: u64,
    /// What is settled.
    pub settled: Settlement,
    /// By judge, those that decided a reviewed item.
    pub judges: BTreeMap<String, JudgeFound>,
    /// By queue.
    pub queues: BTreeMap<String, QueueProgress>,
}

impl Progress {
    /// Compares the new order with the audit's; `queues` names the queues by number.
    pub fn new(replay: &Replay, queues: &[String], rows: &[Row], ordered: &Ordered, verdicts: Taken) -> Progress {
        let mut settled = Settlement { contested_clusters: ordered.contested, ..Settlement::default() };
        let mut clusters: BTreeSet<usize> = BTreeSet::new();
        for (row, fate) in rows.iter().zip(&ordered.fates) {
            let Fate::Settled { by } = fate else { continue };
            if *by == row.item {
                settled.by_own_verdict += 1;
            } else {
                settled.by_cluster += 1;
                clusters.insert(*by);
            }
        }
        settled.clusters = clusters.len() as u64;
        let queues: BTreeMap<String, QueueProgress> =
            queues.iter().enumerate().map(|(at, name)| (name.clone(), of_queue(at, rows, ordered))).collect();
        let found = ordered.found.iter().filter_map(|found| {
            let (key, name) = (replay.head.judges.get(found.judge)?, replay.head.names.get(found.judge)?);
            let told = JudgeFound { kind: key.kind.name(), errors: found.errors, share: found.share.clone() };
            let version = key.version.as_ref().filter(|_| shared(replay, name));
            Some((version.map_or(name.clone(), |version| format!("{name} {version}")), told))
        });
        Progress {
            verdicts,
            rows: rows.len() as u64,
            open: queues.values().map(|queue| queue.open).sum(),
            settled,
            judges: found.collect(),
            queues,
        }
    }
}

/// Tells whether several versions of a model go by one name.
fn shared(replay: &Replay, name: &str) -> bool {
    replay.head.names.iter().filter(|known| *known == name).count() > 1
}

fn of_queue(queue: usize, rows: &[Row], ordered: &Ordered) -> QueueProgress {
    let own = |at: &usize| rows.get(*at).is_some_and(|row| row.queue == queue);
    let open = |at: &usize| matches!(ordered.fates.get(*at), Some(Fate::Open { .. }));
    let before: Vec<usize> = (0..rows.len()).filter(own).filter(open).collect();
    let after: Vec<usize> = ordered.sequence.iter().copied().filter(own).filter(open).collect();
    let sampled = |at: &&usize| rows.get(**at).is_some_and(|row| row.stand == Stand::Sampled);
    let first: BTreeSet<usize> = before.iter().take(FIRST).copied().collect();
    QueueProgress {
        rows: rows.iter().filter(|row| row.queue == queue).count() as u64,
        open: before.len() as u64,
        random_share_open: before.iter().filter(sampled).count() as u64,
        moved: before.iter().zip(&after).filter(|(before, after)| before != after).count() as u64,
        new_in_first_10: after.iter().take(FIRST).filter(|at| !first.contains(at)).count() as u64,
    }
}
