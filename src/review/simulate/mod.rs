//! A review replayed against gold: what would each order have found?
//!
//! Gold plays the reviewer. For every judge, the items it decided are put in the cold order and in the order that learns;
//! after each review gold says whether the decision was wrong. The cold order is the audit's own arithmetic over the same
//! voices without gold. What would flatter a figure is refused or told (`leaks`).

mod leaks;

use std::collections::BTreeMap;
use std::io;
use std::num::NonZeroUsize;
use std::path::Path;

use serde::Serialize;

use crate::audit::case::{JudgeKind, Voice};
use crate::audit::replay::{Replay, is_wrong};
use crate::engine::batch::ordered_map;

use super::adaptive::{Adaptive, Candidate};
use super::candidate::candidate;
use super::curve::{Curve, Points};

/// Part of the items after which the order learns, until [`EARLY`] of them are reviewed, and from there on.
const BATCH: f64 = 0.005;
const LATE_BATCH: f64 = 0.02;
/// Part of the items that counts as the early review.
const EARLY: f64 = 0.25;
/// Runs of the variants of the order that learns, at most.
const ASIDE_REPEATS: u32 = 5;
/// Models among which the kin are shared out where twins are held apart.
const FOLDS: usize = 3;

/// How to replay.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// How often the order that learns is run, from different seeds.
    pub repeats: u32,
    /// The first seed.
    pub seed: u64,
    /// Whether the raters are hidden too, as if no person had spoken yet.
    pub without_people: bool,
    /// The only judges to replay; empty: all.
    pub judges: Vec<String>,
    /// Whether the variants are run too: twins held apart, clusters settled by one verdict.
    pub variants: bool,
    /// Threads to run on; the figures are the same for any number.
    pub threads: NonZeroUsize,
}

/// What a replay found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Simulation {
    /// Items with gold.
    pub items: u64,
    /// Runs of the order that learns, whose figures are means.
    pub repeats: u32,
    /// The first seed.
    pub seed: u64,
    /// What the cold order was not shown.
    pub hidden: Vec<String>,
    /// By judge.
    pub judges: Vec<JudgeYield>,
    /// Judges that were not replayed, and why.
    pub refused: BTreeMap<String, String>,
    /// What to bear in mind.
    pub warnings: Vec<String>,
}

/// One judge's yields. An error is a decision that is not gold's: another verdict, or other labels where both name some,
/// or output that could not be read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JudgeYield {
    /// The judge.
    pub judge: String,
    /// `policy`, `model` or `rater`.
    pub kind: &'static str,
    /// Items it decided, or whose output could not be read.
    pub items: u64,
    /// Errors among them.
    pub errors: u64,
    /// A random order.
    pub random: Points,
    /// The audit's order.
    pub cold: Points,
    /// The order that learns.
    pub adaptive: Points,
    /// The order that learns, no item being judged by a model that has met its twin; only where there are twins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adaptive_twins_apart: Option<Points>,
    /// The order that learns, one verdict settling a cluster; only where there are clusters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adaptive_clusters: Option<Clustered>,
    /// An order that knows gold.
    pub perfect: Points,
}

/// What settling clusters by one verdict gives.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Clustered {
    /// Its yields; errors settled with another item count as found with it.
    #[serde(flatten)]
    pub points: Points,
    /// Reviews saved, a mean over the runs.
    pub saved: f64,
    /// Items settled as their cluster's first although gold says otherwise, a mean over the runs.
    pub settled_wrongly: f64,
}

/// A judge's decisions, which of them are wrong, and which items they are of.
pub(super) struct Task {
    pub(super) candidates: Vec<Candidate>,
    pub(super) errors: Vec<bool>,
}

/// Replays a review of everything that has gold. Scratch files go to `dir`.
pub fn simulate(replay: &Replay, options: &Options, dir: &Path) -> io::Result<Simulation> {
    let (replay, hidden) = leaks::without_makers(replay, options.without_people);
    let cold = replay.cold(options.without_people, dir)?;
    let telling = leaks::telling_fields(&replay);
    let mut simulation = Simulation {
        items: replay.items.len() as u64,
        repeats: options.repeats,
        seed: options.seed,
        hidden,
        judges: Vec::new(),
        refused: BTreeMap::new(),
        warnings: leaks::told_fields(&replay, &telling),
    };
    let mut twins = 0;
    for (number, key) in replay.head.judges.iter().enumerate() {
        let name = replay.head.names.get(number).unwrap_or(&key.name).clone();
        let asked = options.judges.is_empty() || options.judges.contains(&name);
        let person = key.kind == JudgeKind::Rater && options.without_people;
        if key.kind == JudgeKind::Gold || person || !asked {
            continue;
        }
        let task = task(&replay, &cold, number as u32, options.without_people, &telling);
        if let Some(why) = leaks::refusal(&replay, number as u32, &task) {
            simulation.refused.insert(name, why);
            continue;
        }
        simulation.warnings.extend(leaks::few(&name, &task));
        twins = twins.max(leaks::twins(&task));
        let found = replayed(name, key.kind.name(), &task, options)?;
        simulation.warnings.extend(leaks::too_good(&found));
        simulation.judges.push(found);
    }
    simulation.warnings.extend(leaks::told_twins(twins));
    Ok(simulation)
}

/// Gathers what one judge decided.
fn task(replay: &Replay, cold: &[Vec<Option<f64>>], judge: u32, without_people: bool, telling: &[u16]) -> Task {
    let mut task = Task { candidates: Vec::new(), errors: Vec::new() };
    for (item, cold) in replay.items.iter().zip(cold) {
        let Some((verdict, gold)) = item.gold().and_then(|gold| Some((gold.decided()?, gold))) else { continue };
        let own = item.voices.iter().zip(cold).find(|(voice, _)| voice.judge == judge);
        let Some((voice, cold)) = own.filter(|(voice, _)| !voice.made_gold) else { continue };
        let Some(wrong) = is_wrong(voice, verdict, gold.labels.as_deref()) else { continue };
        let hidden = |peer: &Voice| peer.made_gold || (without_people && peer.kind == JudgeKind::Rater);
        task.errors.push(wrong);
        task.candidates.push(candidate(item, voice, cold.unwrap_or(1.0), hidden, telling));
    }
    task
}

fn replayed(judge: String, kind: &'static str, task: &Task, options: &Options) -> io::Result<JudgeYield> {
    let errors = &task.errors;
    let scores = |of: fn(&Candidate) -> f64| task.candidates.iter().map(of).collect::<Vec<f64>>();
    let perfect: Vec<f64> = errors.iter().map(|wrong| f64::from(u8::from(*wrong))).collect();
    let adaptive = runs(task, 1, false, options.repeats, options)?;
    let few = options.repeats.min(ASIDE_REPEATS);
    let apart =
        if options.variants && leaks::twins(task) > 0 { runs(task, FOLDS, false, few, options)? } else { Vec::new() };
    let clustered =
        if options.variants && leaks::has_clusters(task) { runs(task, 1, true, few, options)? } else { Vec::new() };
    Ok(JudgeYield {
        judge,
        kind,
        items: errors.len() as u64,
        errors: errors.iter().filter(|wrong| **wrong).count() as u64,
        random: Curve::ranked(&scores(|_| 0.0), errors).points(),
        cold: Curve::ranked(&scores(|candidate| candidate.cold), errors).points(),
        adaptive: mean(&adaptive),
        adaptive_twins_apart: (!apart.is_empty()).then(|| mean(&apart)),
        adaptive_clusters: (!clustered.is_empty()).then(|| settled(&clustered)),
        perfect: Curve::ranked(&perfect, errors).points(),
    })
}

/// Reviews everything as often as wanted, from one seed after the other.
fn runs(task: &Task, folds: usize, clusters: bool, repeats: u32, options: &Options) -> io::Result<Vec<Run>> {
    let seeds = (0..u64::from(repeats)).map(|run| options.seed.wrapping_add(run));
    let mut done = Vec::new();
    let work = |(): &mut (), seed: u64| review(task, folds, clusters, seed);
    let keep = |run: Run| {
        done.push(run);
        Ok::<(), io::Error>(())
    };
    ordered_map(seeds, options.threads, || (), work, keep).map_err(io::Error::other)?;
    Ok(done)
}

fn mean(runs: &[Run]) -> Points {
    Curve::mean(&runs.iter().map(|run| run.curve.clone()).collect::<Vec<_>>()).points()
}

fn settled(runs: &[Run]) -> Clustered {
    let average = |of: fn(&Run) -> usize| runs.iter().map(of).sum::<usize>() as f64 / runs.len().max(1) as f64;
    Clustered {
        saved: average(|run| run.saved),
        settled_wrongly: average(|run| run.settled_wrongly),
        points: mean(runs),
    }
}

/// One run of the order that learns.
struct Run {
    curve: Curve,
    saved: usize,
    settled_wrongly: usize,
}

/// Reviews everything in the order that learns.
fn review(task: &Task, folds: usize, clusters: bool, seed: u64) -> Run {
    let items = task.candidates.len();
    let mut order = Adaptive::new(&task.candidates, folds, seed);
    let mates = if clusters { leaks::clusters(task) } else { BTreeMap::new() };
    let mut gains: Vec<f64> = Vec::new();
    let (mut done, mut settled_wrongly) = (0, 0);
    let mut is_done = vec![false; items];
    while done < items {
        let part = if (done as f64) < EARLY * items as f64 { BATCH } else { LATE_BATCH };
        for at in order.next((part * items as f64).round().max(1.0) as usize) {
            let Some(wrong) = task.errors.get(at).copied().filter(|_| is_done.get(at) == Some(&false)) else {
                continue;
            };
            let cluster = task.candidates.get(at).map_or(0, |candidate| candidate.cluster);
            let together = mates.get(&cluster).map_or(std::slice::from_ref(&at), Vec::as_slice);
            let mut gain = 0.0;
            for mate in together {
                let Some(is_done) = is_done.get_mut(*mate).filter(|is_done| !**is_done) else { continue };
                (*is_done, done) = (true, done + 1);
                order.tell(*mate, wrong);
                let right = task.errors.get(*mate).copied().unwrap_or(wrong);
                gain += f64::from(u8::from(wrong && right));
                settled_wrongly += usize::from(right != wrong);
            }
            gains.push(gain);
        }
        order.learn();
    }
    let saved = items - gains.len();
    let missed = task.errors.iter().filter(|wrong| **wrong).count() as f64 - gains.iter().sum::<f64>();
    gains.resize(items, 0.0);
    // Errors that were settled as right are never found: they count as found last.
    if let Some(last) = gains.last_mut() {
        *last += missed;
    }
    Run { curve: Curve::of_gains(gains.into_iter()), saved, settled_wrongly }
}

#[cfg(test)]
mod tests;
