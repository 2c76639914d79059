//! Which items go to which people.
//!
//! A queue wants the items on which its condition holds, those its checks found, and those a clause escalates to it. It
//! takes the first N of them by priority, and beside them its random share, drawn by seeded hash of the id among the items
//! on which its condition holds. What is taken by priority is there for certain (probability 1); what only the share
//! brought is there with the share's probability, which is what unbiased estimates weigh by (Horvitz and Thompson 1952).
//! Disagreements, unreadable output and escalations that no queue takes go to one more queue, [`REST`], so that nothing is
//! lost. Hidden gold comes on top: items with gold that the queue does not want, so many that they are the declared share,
//! spread evenly over it.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use crate::corpus::spool::{Sorted, Sorter, descending, pair};
use crate::language::policy::{Pack, Queue, QueueId, Take};

use super::case::Membership;
use super::observe::{takes, unit};
use super::priority::{harm, severity};
use super::scored::Scored;

/// The queue of what no other takes.
pub const REST: &str = "everything_else";

/// Memory of each sorter.
const SORTER_BYTES: usize = 8 << 20;
/// Bits of a key that number an item.
const SEQ_BITS: u32 = 48;

/// Why an item is in a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selection {
    /// It was among the first by priority.
    Priority,
    /// The random share brought it.
    Sample,
    /// It is gold, hidden among the rest.
    HiddenGold,
}

impl Selection {
    /// Returns its name in data.
    pub fn name(self) -> &'static str {
        match self {
            Selection::Priority => "priority",
            Selection::Sample => "sample",
            Selection::HiddenGold => "hidden_gold",
        }
    }
}

/// One item's place in one queue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placement {
    /// The queue; one past the pack's is [`REST`].
    pub queue: u32,
    /// Why.
    pub selection: Selection,
    /// With what probability.
    pub probability: f64,
    /// It is also in the queue's random share.
    pub in_sample: bool,
    /// Its priority there.
    pub priority: f64,
}

/// Returns an item's priority in a queue.
pub fn priority_in(scored: &Scored, wanted: Option<&Membership>) -> f64 {
    let case = &scored.case;
    let severity = severity(case, &scored.findings, wanted.and_then(|wanted| wanted.severity));
    scored.probability * harm(severity, case.reach) * scored.novelty
}

/// Orders by queue, then by falling priority, then by place in the input.
///
/// The priority keeps its 48 leading bits: enough to tell apart any two that differ by a billionth of themselves.
fn key(queue: u32, priority: f64, seq: u64) -> u128 {
    let falling = descending(priority) >> 16;
    u128::from(queue as u16) << 112 | u128::from(falling) << 64 | u128::from(seq)
}

/// Gathers what each queue wants, until it is known how much each takes.
#[derive(Debug)]
pub struct Wanted {
    /// What may be taken by priority; the payload is 1 for what the random share drew too.
    ranked: Sorter,
    gold: Sorter,
    /// By queue, what only the random share may bring.
    drawn: BTreeMap<u32, u64>,
    items: u64,
}

impl Wanted {
    /// Begins with empty queues in a corpus of so many items; what does not fit in memory goes to `dir`.
    pub fn new(items: u64, dir: &Path) -> Wanted {
        Wanted {
            ranked: Sorter::new(dir, SORTER_BYTES),
            gold: Sorter::new(dir, SORTER_BYTES),
            drawn: BTreeMap::new(),
            items,
        }
    }

    /// Adds an item's memberships.
    pub fn add(&mut self, pack: &Pack, scored: &Scored, seed: u64) -> io::Result<()> {
        let case = &scored.case;
        for wanted in &case.queues {
            if wanted.ranked {
                let key = key(wanted.queue.0, priority_in(scored, Some(wanted)), case.seq);
                self.ranked.push(key, u64::from(wanted.sampled))?;
            } else if wanted.sampled {
                *self.drawn.entry(wanted.queue.0).or_default() += 1;
            }
        }
        if case.gold().is_none_or(|gold| gold.decided().is_none()) {
            return Ok(());
        }
        for (at, queue) in pack.queues.iter().enumerate().filter(|(_, queue)| queue.hidden_gold.is_some()) {
            let id = QueueId(at as u32);
            if !case.queues.iter().any(|wanted| wanted.queue == id) {
                let drawn = unit(seed, &format!("hidden gold of {}", queue.name), &case.id);
                self.gold.push(key(id.0, -drawn, case.seq), case.seq)?;
            }
        }
        Ok(())
    }

    /// Works out where each queue's cut lies.
    pub fn settle(self, pack: &Pack, dir: &Path) -> io::Result<Cuts> {
        let mut cuts = Cuts::default();
        let mut taken: BTreeMap<u32, u64> = BTreeMap::new();
        // What stands in each queue, each item once: what is taken, and beyond the cut what the random share drew.
        let mut standing = self.drawn;
        let mut ranked = self.ranked.finish()?;
        while let Some((key, drawn)) = ranked.next().transpose()? {
            let queue = (key >> 112) as u32;
            let limit = pack.queues.get(queue as usize).map_or(0, |queue| limit(queue, self.items));
            let count = taken.entry(queue).or_default();
            let is_taken = *count < limit;
            if is_taken {
                *count += 1;
                cuts.last.insert(queue, key);
            }
            *standing.entry(queue).or_default() += if is_taken { 1 } else { drawn };
        }
        cuts.draw_gold(pack, &standing, self.gold, dir)?;
        Ok(cuts)
    }
}

/// How many items a queue takes by priority.
fn limit(queue: &Queue, items: u64) -> u64 {
    match takes(queue) {
        None => 0,
        Some(Take::All) => u64::MAX,
        Some(Take::Count(count)) => count,
        Some(Take::Share(share)) => (share * items as f64).ceil() as u64,
    }
}

/// Where the queues' cuts lie.
#[derive(Debug, Default)]
pub struct Cuts {
    /// By queue, the key of the last item taken by priority.
    last: BTreeMap<u32, u128>,
    /// By queue, the probability with which a gold item was hidden.
    gold_probability: BTreeMap<u32, f64>,
    /// Gold to hide, by place in the input and then by queue.
    gold: Option<Sorted>,
    next_gold: Option<(u64, u32)>,
}

impl Cuts {
    fn draw_gold(&mut self, pack: &Pack, standing: &BTreeMap<u32, u64>, gold: Sorter, dir: &Path) -> io::Result<()> {
        let wanted = |queue: u32| {
            let share = pack.queues.get(queue as usize).and_then(|queue| queue.hidden_gold).unwrap_or(0.0).min(0.9);
            let count = standing.get(&queue).copied().unwrap_or(0);
            (count as f64 * share / (1.0 - share)).round() as u64
        };
        let mut drawn: BTreeMap<u32, (u64, u64)> = BTreeMap::new();
        let mut by_place = Sorter::new(dir, SORTER_BYTES);
        let mut candidates = gold.finish()?;
        while let Some((key, seq)) = candidates.next().transpose()? {
            let queue = (key >> 112) as u32;
            let (hidden, all) = drawn.entry(queue).or_default();
            *all += 1;
            if *hidden < wanted(queue) {
                *hidden += 1;
                by_place.push(pair(seq, u64::from(queue)), 0)?;
            }
        }
        self.gold_probability =
            drawn.into_iter().map(|(queue, (hidden, all))| (queue, hidden as f64 / all as f64)).collect();
        self.gold = Some(by_place.finish()?);
        self.advance()
    }

    fn advance(&mut self) -> io::Result<()> {
        let next = match &mut self.gold {
            Some(gold) => gold.next().transpose()?,
            None => None,
        };
        self.next_gold = next.map(|(key, _)| ((key >> 64) as u64, key as u32));
        Ok(())
    }

    /// Places an item. Items must come in the order of the input.
    pub fn place(&mut self, pack: &Pack, scored: &Scored) -> io::Result<Vec<Placement>> {
        let case = &scored.case;
        let mut placed = Vec::new();
        for wanted in &case.queues {
            placed.extend(self.by_membership(pack, scored, wanted));
        }
        let taken = placed.iter().any(|placement| placement.selection == Selection::Priority);
        if !taken && (!scored.findings.is_empty() || case.needs_someone()) {
            placed.push(Placement {
                queue: pack.queues.len() as u32,
                selection: Selection::Priority,
                probability: 1.0,
                in_sample: false,
                priority: priority_in(scored, None),
            });
        }
        while let Some((_, queue)) = self.next_gold.filter(|(seq, _)| *seq == case.seq) {
            placed.push(Placement {
                queue,
                selection: Selection::HiddenGold,
                probability: self.gold_probability.get(&queue).copied().unwrap_or(0.0),
                in_sample: false,
                priority: priority_in(scored, None),
            });
            self.advance()?;
        }
        Ok(placed)
    }

    fn by_membership(&self, pack: &Pack, scored: &Scored, wanted: &Membership) -> Option<Placement> {
        let queue = wanted.queue.0;
        let priority = priority_in(scored, Some(wanted));
        let own = key(queue, priority, scored.case.seq);
        let taken = wanted.ranked && self.last.get(&queue).is_some_and(|last| own <= *last);
        if !taken && !wanted.sampled {
            return None;
        }
        let share = pack.queues.get(queue as usize).and_then(|queue| queue.sample).unwrap_or(1.0);
        Some(Placement {
            queue,
            selection: if taken { Selection::Priority } else { Selection::Sample },
            probability: if taken { 1.0 } else { share },
            in_sample: wanted.sampled,
            priority,
        })
    }
}

/// Orders the rows of all queues: by falling priority, then by place in the input, then by queue.
pub fn row_key(placement: &Placement, seq: u64) -> u128 {
    pair(descending(placement.priority), seq << (64 - SEQ_BITS) | u64::from(placement.queue as u16))
}
