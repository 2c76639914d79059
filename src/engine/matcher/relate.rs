//! Relations between hits: words between, quotes, sentences, beginnings and ends.
//!
//! For each hit only its neighbours are measured: the nearest other before it, the nearest after it, and one that
//! overlaps it. They are found by bisection, so that a text with very many hits on both sides stays cheap.

use super::{Finds, Found};
use crate::engine::eval::Item;
use crate::engine::eval::value::Words;
use crate::engine::plan::finder::RelationOp;
use crate::engine::plan::node::{FinderId, RelationId};
use crate::engine::text::{Scan, Stretch};
use crate::language::policy::Order;
use crate::language::value::Truth;

/// Measures one hit against another: how far apart, and the stretch that both make; nothing if the relation fails.
type Measure<'m> = &'m dyn Fn(&mut Scan, Stretch, Stretch) -> Option<(u32, Stretch)>;

/// How one hit stands to the others: whether the relation holds, and the stretch that both cover.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) struct Standing {
    pub holds: Truth,
    pub stretch: Stretch,
}

impl<'a> Item<'_, 'a> {
    /// Keeps the hits that meet a relation; those that meet `within` grow to the stretch that reaches the other.
    pub(super) fn relate(&mut self, relation: RelationId, words: &Words<'a>, text: usize, of: Finds, into: &mut Finds) {
        let program = self.program;
        if !of.hits.is_empty()
            && let Some(relation) = program.finders.get_relation(relation)
        {
            let standings = self.standings(relation.kind, words, text, &of.hits);
            for (hit, standing) in of.hits.iter().zip(standings) {
                let holds = if relation.negated { !standing.holds } else { standing.holds };
                let counts = hit.counts.and(holds);
                if counts == Truth::False {
                    continue;
                }
                let (start, end) = if relation.negated { hit.stretch() } else { standing.stretch };
                into.hits.push(Found { start, end, counts, ..*hit });
            }
            super::select::sort(&mut into.hits);
        }
        self.scratch.give_back(of.hits);
    }

    /// Works out, for each hit, whether a relation holds of it, before any `not`.
    pub(in crate::engine) fn standings(
        &mut self,
        kind: RelationOp,
        words: &Words<'a>,
        text: usize,
        hits: &[Found],
    ) -> Vec<Standing> {
        let string = words.as_ref();
        match kind {
            RelationOp::Within(count, order, other) => self.measured(other, words, text, hits, &|scan, hit, other| {
                let apart = match order {
                    Order::Either => true,
                    Order::Before => hit.1 <= other.0,
                    Order::After => other.1 <= hit.0,
                };
                let between = if apart { scan.words_between(string, hit, other) } else { None };
                between.filter(|between| *between <= count).map(|between| (between, join(hit, other)))
            }),
            RelationOp::SameSentence(other) => self.measured(other, words, text, hits, &|scan, hit, other| {
                scan.same_sentence(string, hit, other).then_some((0, hit))
            }),
            RelationOp::InQuotes => self.placed(text, hits, &mut |scan, hit| scan.in_quotes(string, hit)),
            RelationOp::InFirst(count) => self.placed(text, hits, &mut |scan, hit| scan.in_first(count, hit)),
            RelationOp::InLast(count) => self.placed(text, hits, &mut |scan, hit| scan.in_last(count, hit)),
        }
    }

    fn placed(
        &mut self,
        text: usize,
        hits: &[Found],
        holds: &mut dyn FnMut(&mut Scan, Stretch) -> bool,
    ) -> Vec<Standing> {
        let Some(state) = self.scratch.state(text) else { return Vec::new() };
        let of = |hit: &Found| Standing {
            holds: Truth::from(holds(&mut state.scan, hit.stretch())),
            stretch: hit.stretch(),
        };
        hits.iter().map(of).collect()
    }

    fn measured(
        &mut self,
        other: FinderId,
        words: &Words<'a>,
        text: usize,
        hits: &[Found],
        measure: Measure<'_>,
    ) -> Vec<Standing> {
        let others = self.find(other, words, text);
        let all = Neighbours::new(others.hits.iter());
        let doubtful = others.hits.iter().any(|hit| hit.counts != Truth::True);
        let sure = doubtful.then(|| Neighbours::new(others.hits.iter().filter(|hit| hit.counts == Truth::True)));
        let mut standings = Vec::with_capacity(hits.len());
        if let Some(state) = self.scratch.state(text) {
            for hit in hits {
                let own = hit.stretch();
                let surely = sure.as_ref().unwrap_or(&all).nearest(own, &mut state.scan, measure);
                let maybe = if doubtful { all.nearest(own, &mut state.scan, measure) } else { None };
                standings.push(match (surely, maybe) {
                    (Some(stretch), _) => Standing { holds: Truth::True, stretch },
                    (None, Some(stretch)) => Standing { holds: Truth::Unknown, stretch },
                    (None, None) if others.open => Standing { holds: Truth::Unknown, stretch: own },
                    (None, None) => Standing { holds: Truth::False, stretch: own },
                });
            }
        }
        self.scratch.give_back(others.hits);
        standings
    }
}

fn join(a: Stretch, b: Stretch) -> Stretch {
    (a.0.min(b.0), a.1.max(b.1))
}

/// The other hits, ready to be asked for the nearest.
#[derive(Debug)]
struct Neighbours {
    by_start: Vec<Stretch>,
    by_end: Vec<Stretch>,
    /// For each place in `by_start`, the hit up to there that ends last.
    reaching: Vec<Stretch>,
}

impl Neighbours {
    fn new<'h>(hits: impl Iterator<Item = &'h Found>) -> Neighbours {
        let mut by_start: Vec<Stretch> = hits.map(Found::stretch).collect();
        by_start.sort_unstable();
        let mut by_end = by_start.clone();
        by_end.sort_unstable_by_key(|(start, end)| (*end, *start));
        let mut reaching: Vec<Stretch> = Vec::with_capacity(by_start.len());
        for &hit in &by_start {
            let farthest = reaching.last().copied().filter(|last| last.1 >= hit.1).unwrap_or(hit);
            reaching.push(farthest);
        }
        Neighbours { by_start, by_end, reaching }
    }

    /// Returns what the nearest neighbour that passes gives, the least measure first, then the leftmost.
    fn nearest(&self, own: Stretch, scan: &mut Scan, measure: Measure<'_>) -> Option<Stretch> {
        let before = self.by_end.partition_point(|hit| hit.1 <= own.0).checked_sub(1);
        let before = before.and_then(|at| self.by_end.get(at));
        let after = self.by_start.get(self.by_start.partition_point(|hit| hit.0 < own.1));
        let overlapping = self.by_start.partition_point(|hit| hit.0 < own.1).checked_sub(1);
        let overlapping = overlapping.and_then(|at| self.reaching.get(at)).filter(|hit| hit.1 > own.0);
        let candidates = [overlapping, before, after].into_iter().flatten();
        candidates.filter_map(|other| measure(scan, own, *other)).min().map(|(_, stretch)| stretch)
    }
}
