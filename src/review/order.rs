//! The queue, put in order again by what experts have said so far.
//!
//! For every machine one model learns from its decisions on the items that are settled ([`Taught`]), and says anew how
//! probable it is that its other decisions are wrong. An item's own probability follows from the machines' by the audit's
//! arithmetic; what people and grounds add to it stays. What an expert said is never weighed against what machines say: it
//! settles the item.
//!
//! Queues stay apart: each keeps its rows, and its share of the places.
//! - *What was taken by priority* stands by falling priority, the new probability × harm × novelty.
//! - *The random share* keeps its places among the open rows: no other verdict brings one of its rows forward, puts it back
//!   or settles it, since all of them must be looked at for an estimate to be unbiased.
//! - *Hidden gold* is spread evenly over its queue again, each time at places drawn anew, so that nobody can tell it by its
//!   standing still; only its own verdict settles it.
//! - *Settled rows* stand at the end.
//!
//! Without verdicts the order is the audit's own, unless only some judges' errors are looked for.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::num::NonZeroUsize;

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use crate::audit::case::{JudgeKind, Speech, Voice};
use crate::audit::priority::all_sound;
use crate::audit::replay::{Replay, Replayed, is_wrong};
use crate::calibrate::Figure;
use crate::calibrate::intervals::random::Random;
use crate::calibrate::intervals::wilson;
use crate::engine::batch::ordered_map;
use crate::language::value::Rung;

use super::adaptive::{Candidate, Taught};
use super::candidate::candidate;
use super::settle::{Settled, settle};
use super::verdicts::Said;

/// Items that one thread scores at a time.
const STRIP: usize = 512;

/// Why a row is in its queue, as far as its place goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// By priority, and not in the random share.
    Ranked,
    /// In the random share.
    Sampled,
    /// Hidden gold.
    Gold,
}

/// One row of the queue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// Its queue, as a number.
    pub queue: usize,
    /// Its item, as a place in the replay.
    pub item: usize,
    /// Why it is there.
    pub stand: Stand,
    /// The audit's probability that some decision is wrong.
    pub probability: f64,
    /// The harm that counts.
    pub harm: f64,
    /// How much news it is beside the rest of its cluster.
    pub novelty: f64,
}

/// What is known of a row now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fate {
    /// It is to be looked at.
    Open {
        /// The probability that some decision, or the asked judges', is wrong; `None`: none of them decided.
        probability: Option<f64>,
        /// That, times harm and novelty.
        priority: Option<f64>,
    },
    /// A verdict settled it.
    Settled {
        /// The item, as a place in the replay, on which the verdict was given.
        by: usize,
    },
}

/// What was found on one judge's decisions.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The judge's number.
    pub judge: usize,
    /// Errors among its decisions on reviewed items.
    pub errors: u64,
    /// Their share, with n.
    pub share: Figure,
}

/// The queue in its new order.
#[derive(Debug, Clone, PartialEq)]
pub struct Ordered {
    /// The rows, by their places in the audit's order.
    pub sequence: Vec<usize>,
    /// What is known of each row, in the audit's order.
    pub fates: Vec<Fate>,
    /// The judges that decided a reviewed item, by number.
    pub found: Vec<Found>,
    /// Clusters on which verdicts contradict each other.
    pub contested: u64,
}

/// Puts the rows in order again. `said` has the verdicts, by item; `judges` the numbers of those whose errors count, if not
/// all do.
pub fn order(
    replay: &Replay,
    rows: &[Row],
    said: &BTreeMap<usize, Said>,
    judges: Option<&[u32]>,
    threads: NonZeroUsize,
) -> io::Result<Ordered> {
    let settled = settle(replay, said);
    let lessons = Lessons { replay, said, settled: &settled };
    let taught = lessons.teach(judges, threads)?;
    let probabilities = probabilities(replay, rows, &taught, judges, threads)?;
    let fates: Vec<Fate> = rows
        .iter()
        .zip(probabilities)
        .map(|(row, probability)| match settled.by.get(row.item).copied().flatten() {
            Some(by) if row.stand == Stand::Ranked || by == row.item => Fate::Settled { by },
            _ => Fate::Open { probability, priority: probability.map(|wrong| wrong * row.harm * row.novelty) },
        })
        .collect();
    // Who asks about some judges only wants another order from the start.
    let told = (!said.is_empty() || judges.is_some()).then(|| fingerprint(replay, said));
    Ok(Ordered { sequence: sequence(rows, &fates, told), fates, found: lessons.found(), contested: settled.contested })
}

/// What can be learnt from the verdicts.
struct Lessons<'l> {
    replay: &'l Replay,
    said: &'l BTreeMap<usize, Said>,
    settled: &'l Settled,
}

impl Lessons<'_> {
    /// Teaches a model for each judge whose errors count; none for one that decided no settled item.
    fn teach(&self, judges: Option<&[u32]>, threads: NonZeroUsize) -> io::Result<BTreeMap<u32, Taught>> {
        let learns = |(number, kind): (u32, JudgeKind)| {
            let wanted = judges.map_or(kind.is_machine(), |judges| judges.contains(&number));
            wanted.then_some(number)
        };
        let kinds = (0..).zip(self.replay.head.judges.iter().map(|key| key.kind));
        let judges: Vec<u32> = kinds.filter_map(learns).collect();
        let mut taught = BTreeMap::new();
        let work = |(): &mut (), judge: u32| {
            let lessons: Vec<(Candidate, bool)> = self.of(judge).collect();
            (!lessons.is_empty()).then(|| (judge, Taught::new(lessons.into_iter(), 0)))
        };
        let keep = |learnt: Option<(u32, Taught)>| {
            taught.extend(learnt);
            Ok::<(), io::Error>(())
        };
        ordered_map(judges.into_iter(), threads, || (), work, keep).map_err(io::Error::other)?;
        Ok(taught)
    }

    /// A judge's decisions on settled items, and whether each was wrong.
    fn of(&self, judge: u32) -> impl Iterator<Item = (Candidate, bool)> {
        let settled = self.replay.items.iter().zip(&self.settled.by);
        settled.filter_map(move |(item, by)| {
            let right = self.said.get(by.as_ref()?)?;
            let (at, voice) = item.voices.iter().enumerate().find(|(_, voice)| voice.judge == judge)?;
            let wrong = is_wrong(voice, right.verdict, right.labels.as_deref())?;
            Some((of_voice(item, at, voice), wrong))
        })
    }

    /// Counts each judge's errors on the items that were themselves reviewed.
    fn found(&self) -> Vec<Found> {
        let mut counts: BTreeMap<u32, (u64, u64)> = BTreeMap::new();
        for (item, right) in self.said {
            let voices = self.replay.items.get(*item).into_iter().flat_map(|item| &item.voices);
            for voice in voices.filter(|voice| voice.kind != JudgeKind::Gold) {
                if let Some(wrong) = is_wrong(voice, right.verdict, right.labels.as_deref()) {
                    let (errors, all) = counts.entry(voice.judge).or_default();
                    (*errors, *all) = (*errors + u64::from(wrong), *all + 1);
                }
            }
        }
        let found = |(judge, (errors, all)): (u32, (u64, u64))| Found {
            judge: judge as usize,
            errors,
            share: wilson(errors, all),
        };
        counts.into_iter().map(found).collect()
    }
}

fn of_voice(item: &Replayed, at: usize, voice: &Voice) -> Candidate {
    candidate(item, voice, cold(item, at), |_| false, &[])
}

/// The audit's probability that a voice's decision is wrong; output that could not be read is wrong for certain.
fn cold(item: &Replayed, at: usize) -> f64 {
    item.wrong.as_ref().and_then(|wrong| wrong.get(at).copied().flatten()).unwrap_or(1.0)
}

/// Works out each row's probability anew.
fn probabilities(
    replay: &Replay,
    rows: &[Row],
    taught: &BTreeMap<u32, Taught>,
    judges: Option<&[u32]>,
    threads: NonZeroUsize,
) -> io::Result<Vec<Option<f64>>> {
    let mut found = Vec::with_capacity(rows.len());
    let of = |row: &Row| {
        let item = replay.items.get(row.item)?;
        match judges {
            Some(judges) => of_judges(item, taught, judges),
            None => Some(of_all(item, row.probability, taught)),
        }
    };
    let work = |(): &mut (), strip: &[Row]| strip.iter().map(of).collect::<Vec<Option<f64>>>();
    let keep = |strip: Vec<Option<f64>>| {
        found.extend(strip);
        Ok::<(), io::Error>(())
    };
    ordered_map(rows.chunks(STRIP), threads, || (), work, keep).map_err(io::Error::other)?;
    Ok(found)
}

/// The probability that a voice's decision is wrong, as far as it was learnt.
fn learnt(item: &Replayed, at: usize, voice: &Voice, taught: &BTreeMap<u32, Taught>) -> Option<f64> {
    let decides = voice.decided().is_some() || voice.speech == Speech::Unparsable;
    taught.get(&voice.judge).filter(|_| decides).map(|taught| taught.wrong(&of_voice(item, at, voice)))
}

/// The probability that one of the asked judges is wrong; `None` if none of them decided.
fn of_judges(item: &Replayed, taught: &BTreeMap<u32, Taught>, judges: &[u32]) -> Option<f64> {
    let asked = item.voices.iter().enumerate().filter(|(_, voice)| judges.contains(&voice.judge));
    let decided = asked.filter(|(_, voice)| voice.decided().is_some() || voice.speech == Speech::Unparsable);
    decided.map(|(at, voice)| learnt(item, at, voice, taught).unwrap_or_else(|| cold(item, at))).reduce(f64::max)
}

/// The probability that some decision is wrong: the audit's, changed as much as what was learnt of the machines changes it.
fn of_all(item: &Replayed, probability: f64, taught: &BTreeMap<u32, Taught>) -> f64 {
    let Some(before) = item.wrong.clone() else { return probability };
    let voices = item.voices.iter().enumerate().zip(&before);
    let after: Vec<Option<f64>> = voices.map(|((at, voice), cold)| learnt(item, at, voice, taught).or(*cold)).collect();
    if after == before {
        return probability;
    }
    let sound = |faults: &[Option<f64>]| all_sound(&item.voices, faults, |verdict| right(item, faults, verdict));
    let (was, is) = (sound(&before), sound(&after));
    if was <= 0.0 { probability } else { 1.0 - ((1.0 - probability) * is / was).clamp(0.0, 1.0) }
}

/// How probable it is that a verdict is right on which models agree: the mean of what is thought of each.
fn right(item: &Replayed, faults: &[Option<f64>], verdict: Rung) -> f64 {
    let models = item.voices.iter().zip(faults).filter(|(voice, _)| voice.kind == JudgeKind::Model);
    let agree = models.filter(|(voice, _)| voice.decided() == Some(verdict)).filter_map(|(_, fault)| *fault);
    let (sum, count) = agree.fold((0.0, 0.0), |(sum, count), fault| (sum + fault, count + 1.0));
    1.0 - sum / f64::max(count, 1.0)
}

/// A number that is the same for the same verdicts.
fn fingerprint(replay: &Replay, said: &BTreeMap<usize, Said>) -> u64 {
    said.iter().fold(0, |all, (item, said)| {
        let id = replay.items.get(*item).map_or(0, |item| xxh3_64(item.id.as_bytes()));
        let labels = said.labels.iter().flatten().flat_map(|label| label.0.to_le_bytes());
        let bytes: Vec<u8> = id.to_le_bytes().into_iter().chain([said.verdict.0]).chain(labels).collect();
        xxh3_64_with_seed(&bytes, all)
    })
}

/// The rows in their new order: the open ones, a queue's at the places that its rows have had; then the settled ones.
fn sequence(rows: &[Row], fates: &[Fate], told: Option<u64>) -> Vec<usize> {
    let mut open: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let (mut places, mut settled) = (Vec::new(), Vec::new());
    for (at, (row, fate)) in rows.iter().zip(fates).enumerate() {
        places.push(row.queue);
        match fate {
            Fate::Open { .. } => open.entry(row.queue).or_default().push(at),
            Fate::Settled { .. } => settled.push(at),
        }
    }
    let mut queues: BTreeMap<usize, VecDeque<usize>> = open
        .into_iter()
        .map(|(queue, open)| (queue, told.map_or(open.clone(), |told| in_queue(rows, fates, &open, told)).into()))
        .collect();
    let next = places.iter().filter_map(|queue| queues.get_mut(queue)?.pop_front());
    let mut sequence: Vec<usize> = next.collect();
    sequence.extend(settled);
    sequence
}

/// One queue's open rows in their new order.
fn in_queue(rows: &[Row], fates: &[Fate], open: &[usize], told: u64) -> Vec<usize> {
    let stand = |at: &usize| rows.get(*at).map_or(Stand::Ranked, |row| row.stand);
    let priority = |at: &usize| match fates.get(*at) {
        Some(Fate::Open { priority: Some(priority), .. }) => *priority,
        _ => f64::NEG_INFINITY,
    };
    let of = |wanted: Stand| open.iter().copied().filter(|at| stand(at) == wanted).collect::<Vec<usize>>();
    let (mut ranked, mut gold) = (of(Stand::Ranked), of(Stand::Gold));
    ranked.sort_by(|a, b| priority(b).total_cmp(&priority(a)));
    let mut ranked = ranked.into_iter();
    let plain = open.iter().filter(|at| stand(at) != Stand::Gold);
    let plain: Vec<usize> =
        plain.filter_map(|at| if stand(at) == Stand::Sampled { Some(*at) } else { ranked.next() }).collect();
    let mut random = Random::new(told);
    random.shuffle(&mut gold);
    spread(plain, &gold, &mut random)
}

/// Spreads gold over the other rows: one in each equal part, at a place drawn at random.
fn spread(plain: Vec<usize>, gold: &[usize], random: &mut Random) -> Vec<usize> {
    let (all, count) = (plain.len() + gold.len(), gold.len());
    let mut places: VecDeque<(usize, usize)> = gold
        .iter()
        .enumerate()
        .map(|(part, gold)| {
            let (from, to) = (part * all / count, (part + 1) * all / count);
            (from + random.below((to - from).max(1) as u64) as usize, *gold)
        })
        .collect();
    let mut plain = plain.into_iter();
    let mut spread = Vec::with_capacity(all);
    while spread.len() < all {
        let due = places.front().is_some_and(|(place, _)| *place <= spread.len());
        let next = if due { places.pop_front().map(|(_, gold)| gold) } else { plain.next() };
        match next.or_else(|| places.pop_front().map(|(_, gold)| gold)) {
            Some(row) => spread.push(row),
            None => break,
        }
    }
    spread
}
