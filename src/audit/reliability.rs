//! What each judge's word is worth.
//!
//! For every judge, the probability of giving each verdict where each verdict is right: counts against gold with a
//! Dirichlet prior, shrunk in three steps (all judges of its kind, the judge, the judge on the clause the item is about),
//! so that few decisions move little. Without gold, or with little, counts against the majority of the other judges,
//! weighted by how well each agrees with its peers, stand in at half weight. Gold that was made from a judge's own word
//! teaches nothing about that judge.

use std::collections::BTreeMap;

use crate::calibrate::consensus::pool::Pool;
use crate::language::value::{ClauseId, Rung};

use super::case::Case;
use super::case::{JudgeKind, Voice};
use super::confusion::Confusion;
use super::imitation::{Expected, Imitation};
use super::ledger::{JudgeTally, Ledger, MARGIN_BINS, margin_bin};

/// Right before anything is known, by kind. Only a start: a few dozen gold items outweigh them.
const RIGHT_AT_FIRST: [(JudgeKind, f64); 4] =
    [(JudgeKind::Policy, 0.8), (JudgeKind::Gold, 0.97), (JudgeKind::Model, 0.8), (JudgeKind::Rater, 0.85)];
/// Decisions that each step of the prior counts as.
const KIND_STRENGTH: f64 = 10.0;
const JUDGE_STRENGTH: f64 = 10.0;
const TOPIC_STRENGTH: f64 = 15.0;
/// Gold items from which a judge is measured by gold alone.
const GOLD_ENOUGH: f64 = 30.0;
/// What a decision compared with the others' majority counts, of one compared with gold.
const PEER_WEIGHT: f64 = 0.5;
/// Margins of right and of wrong decisions before anything is known: who is wrong is more often close to the edge.
const MARGINS_AT_FIRST: [[f64; MARGIN_BINS]; 2] = [[2.0, 4.0, 6.0, 8.0], [8.0, 6.0, 4.0, 2.0]];

/// The weights of the models, of the policy, and of an item's words.
pub type MachinePool = Pool<3>;

/// One judge's worth.
#[derive(Debug, Clone, PartialEq)]
struct Worth {
    kind: JudgeKind,
    general: Confusion,
    topics: BTreeMap<ClauseId, Confusion>,
    margins: [[f64; MARGIN_BINS]; 2],
    has_margins: bool,
    clause_right: f64,
    grounded: [f64; 2],
    gold_items: f64,
}

/// All judges' worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Reliability {
    judges: Vec<Worth>,
    /// Probability of each verdict being right before anyone speaks, weakest first.
    pub prior: Vec<f64>,
    imitation: Option<Imitation>,
    pool: Option<MachinePool>,
}

impl Reliability {
    /// Works out the judges' worth. `weighted` has, for each judge, counts against the weighted majority of the others.
    pub fn new(ledger: &Ledger, weighted: &[Confusion]) -> Reliability {
        let rungs = ledger.verdicts.len();
        let evidence: Vec<Confusion> = ledger
            .judges
            .iter()
            .enumerate()
            .map(|(at, tally)| evidence(tally, weighted.get(at).unwrap_or(&tally.peers)))
            .collect();
        let pooled: Vec<(JudgeKind, Confusion)> = RIGHT_AT_FIRST
            .iter()
            .map(|(kind, right)| {
                let mut counts = Confusion::new(rungs);
                for (_, more) in ledger.judges.iter().zip(&evidence).filter(|(tally, _)| tally.key.kind == *kind) {
                    counts.add_all(more, 1.0);
                }
                (*kind, shrunk(&counts, &flat(rungs, *right), KIND_STRENGTH))
            })
            .collect();
        let judges = ledger.judges.iter().zip(&evidence).map(|(tally, counts)| {
            let kind = pooled.iter().find(|(kind, _)| *kind == tally.key.kind).map(|(_, pooled)| pooled);
            worth(tally, counts, kind.unwrap_or(counts))
        });
        Reliability { judges: judges.collect(), prior: prior(ledger), imitation: None, pool: None }
    }

    /// Adds text models of what the machines decide together.
    pub fn with_imitation(self, imitation: Option<Imitation>) -> Reliability {
        Reliability { imitation, ..self }
    }

    /// Adds how far the machines' voices are believed together where no person spoke.
    pub fn with_pool(self, pool: Option<MachinePool>) -> Reliability {
        Reliability { pool, ..self }
    }

    /// Returns how far the machines' voices are believed together; `None` where people settled too little to tell.
    pub fn pool(&self) -> Option<&MachinePool> {
        self.pool.as_ref()
    }

    /// Returns what is usually decided on the words of an item, whoever spoke; `None` where that is not known.
    pub fn of_words(&self, case: &Case) -> Option<Expected<'_>> {
        self.imitation.as_ref()?.read(case)
    }

    /// Returns what machines usually decide on the words of an item; `None` where that is not known.
    pub fn expected(&self, case: &Case) -> Option<Expected<'_>> {
        self.imitation.as_ref()?.expected(case)
    }

    /// Returns the probability that a judge says what it said if a verdict is right, given the item's topic.
    pub fn likelihood(&self, voice: &Voice, topic: Option<ClauseId>, right: Rung) -> f64 {
        let (Some(worth), Some(given)) = (self.judges.get(voice.judge as usize), voice.decided()) else { return 1.0 };
        let matrix = topic.and_then(|topic| worth.topics.get(&topic)).unwrap_or(&worth.general);
        let verdict = matrix.get(right, Some(given));
        let margin = voice.margin.filter(|_| worth.has_margins).map_or(1.0, |margin| {
            let bins = worth.margins.get(usize::from(given != right));
            bins.and_then(|bins| bins.get(margin_bin(margin))).copied().unwrap_or(1.0)
        });
        verdict * margin
    }

    /// Returns the share of a judge's decisions of a sort (those that act, or that allow) that came with grounds.
    pub fn grounded_share(&self, judge: u32, acts: bool) -> f64 {
        let worth = self.judges.get(judge as usize);
        worth.and_then(|worth| worth.grounded.get(usize::from(acts))).copied().unwrap_or(0.0)
    }

    /// Returns the probability that the clause a judge rests on is the right one, where acting is right.
    pub fn clause_right(&self, judge: u32) -> f64 {
        self.judges.get(judge as usize).map_or(0.8, |worth| worth.clause_right)
    }

    /// True if a judge was measured on gold, and not only against its peers.
    pub fn is_measured(&self, judge: u32) -> bool {
        self.judges.get(judge as usize).is_some_and(|worth| worth.gold_items >= GOLD_ENOUGH)
    }

    /// Returns the probability that a judge's verdict is right, all verdicts taken together.
    pub fn accuracy(&self, judge: u32) -> f64 {
        let Some(worth) = self.judges.get(judge as usize) else { return 0.0 };
        let right = |at: usize| worth.general.get(Rung(at as u8), Some(Rung(at as u8)));
        self.prior.iter().enumerate().map(|(at, share)| share * right(at)).sum()
    }
}

/// Gold where there is enough, topped up from the weighted majority where there is not.
fn evidence(tally: &JudgeTally, weighted: &Confusion) -> Confusion {
    let mut counts = Confusion::new(tally.gold.rungs());
    counts.add_all(&tally.gold, 1.0);
    let lacking = (1.0 - tally.gold.total() / GOLD_ENOUGH).max(0.0);
    counts.add_all(weighted, PEER_WEIGHT * lacking);
    counts
}

/// Probabilities with one value on the diagonal and the rest spread evenly.
fn flat(rungs: usize, right: f64) -> Confusion {
    let mut matrix = Confusion::new(rungs);
    let others = (1.0 - right) / (rungs.max(2) - 1) as f64;
    for a in 0..rungs {
        for b in 0..rungs {
            matrix.add(Rung(a as u8), Some(Rung(b as u8)), if a == b { right } else { others });
        }
    }
    matrix
}

/// Probabilities of what is given, row by row: counts on top of a prior that counts as `strength` decisions.
fn shrunk(counts: &Confusion, prior: &Confusion, strength: f64) -> Confusion {
    let mut matrix = Confusion::new(counts.rungs());
    for right in (0..counts.rungs()).map(|at| Rung(at as u8)) {
        let total: f64 = counts.row(right).sum();
        for (at, (count, before)) in counts.row(right).zip(prior.row(right)).enumerate() {
            matrix.add(right, Some(Rung(at as u8)), (count + strength * before) / (total + strength));
        }
    }
    matrix
}

fn worth(tally: &JudgeTally, counts: &Confusion, kind: &Confusion) -> Worth {
    let general = shrunk(counts, kind, JUDGE_STRENGTH);
    let topics = tally.topics.iter().map(|(topic, counts)| (*topic, shrunk(counts, &general, TOPIC_STRENGTH)));
    let share = |(all, with): (u64, u64)| if all == 0 { 0.0 } else { with as f64 / all as f64 };
    let (told, same) = tally.clause_right;
    Worth {
        kind: tally.key.kind,
        topics: topics.collect(),
        general,
        margins: margins(tally),
        has_margins: tally.margins.iter().flatten().any(|count| *count > 0) || tally.key.kind == JudgeKind::Model,
        clause_right: (same as f64 + 8.0) / (told as f64 + 10.0),
        grounded: tally.grounds.map(share),
        gold_items: tally.gold.total(),
    }
}

/// Probability of each margin given right, and given wrong.
fn margins(tally: &JudgeTally) -> [[f64; MARGIN_BINS]; 2] {
    let mut shares = MARGINS_AT_FIRST;
    for (bins, counts) in shares.iter_mut().zip(&tally.margins) {
        for (bin, count) in bins.iter_mut().zip(counts) {
            *bin += *count as f64;
        }
        let total: f64 = bins.iter().sum();
        bins.iter_mut().for_each(|bin| *bin /= total);
    }
    shares
}

/// How often each verdict is right: the stronger references' verdicts, with all votes as a prior of ten items.
fn prior(ledger: &Ledger) -> Vec<f64> {
    let share = |counts: &[u64], at: usize| {
        let total: u64 = counts.iter().sum();
        let count = counts.get(at).copied().unwrap_or(0) as f64;
        (count + 0.5) / (total as f64 + 0.5 * counts.len() as f64)
    };
    let total: u64 = ledger.truths.iter().sum();
    let counted = |at: usize| ledger.truths.get(at).copied().unwrap_or(0) as f64 + 10.0 * share(&ledger.votes, at);
    (0..ledger.verdicts.len()).map(|at| counted(at) / (total as f64 + 10.0)).collect()
}
