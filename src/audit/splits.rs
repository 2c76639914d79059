//! How raters split, clause by clause: clauses that can be read in two ways, and clauses on which groups differ.
//!
//! What `calibrate` measures on a table in memory is measured here in one pass over the cases, from counters by clause and
//! by rater of a clause. Only raters worth trusting count. Both findings are put up with being wrong once in a hundred
//! clauses (Benjamini–Hochberg), for the audit has no intervals to show beside them:
//!
//! - a clause is ambiguous where alpha falls short of alpha on the other clauses, and pairs of raters differ on more of its
//!   items (one-sided z test on the items' shares), and both without the rater who differs most there;
//! - groups differ where more raters differ from other groups more often than from their own than chance gives (sign test;
//!   it is raters who are counted, so a few prove nothing however much they rated).

use std::collections::BTreeMap;

use crate::calibrate::cause::weigh::{Share, Surplus};
use crate::calibrate::intervals::quantile::normal_share;
use crate::calibrate::paired::many::benjamini_hochberg;
use crate::calibrate::tails::binomial_at_most;
use crate::language::value::{ClauseId, Rung};

use super::case::{Case, JudgeKind, Voice};
use super::confusion::Confusion;

/// Items that two raters decided, from which on a clause is measured.
const ITEMS_MIN: u64 = 20;
/// The share of clauses wrongly found that is put up with.
const FALSE_SHARE: f64 = 0.01;
/// How far, as a share of alpha elsewhere, alpha must fall short.
const SHORT_MIN: f64 = 0.15;
/// A smaller surplus of disagreement across groups is of no use to anybody.
const SURPLUS_MIN: f64 = 0.05;

/// Pairs of answers, and how many of them differ.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Pairs {
    met: u64,
    differ: u64,
}

impl Pairs {
    fn add(&mut self, met: u64, same: u64) {
        self.met += met;
        self.differ += met - same;
    }

    fn and(self, other: Pairs) -> Pairs {
        Pairs { met: self.met + other.met, differ: self.differ + other.differ }
    }

    fn without(self, other: Pairs) -> Pairs {
        Pairs { met: self.met.saturating_sub(other.met), differ: self.differ.saturating_sub(other.differ) }
    }

    fn share(self) -> f64 {
        if self.met > 0 { self.differ as f64 / self.met as f64 } else { 0.0 }
    }
}

/// What one rater met on a clause.
#[derive(Debug, Clone, Copy, Default)]
struct Met {
    all: Pairs,
    within: Pairs,
    across: Pairs,
}

/// What is counted of a clause.
#[derive(Debug, Clone)]
struct Counts {
    /// Items that two raters decided, the sum of the shares of their pairs who differ, and of its squares.
    items: u64,
    shares: f64,
    squares: f64,
    /// Pairs of answers by both their verdicts, each item's weighing as much as it has answers.
    coincidences: Confusion,
    /// Each pair is counted twice: once for each of its raters.
    raters: BTreeMap<u32, Met>,
}

/// What is known of the clauses.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Splits {
    ambiguous: BTreeMap<ClauseId, Surplus>,
    groups: BTreeMap<ClauseId, Surplus>,
}

impl Splits {
    /// Returns how much more pairs of raters differ on a clause than on the others, if it can be read in two ways.
    pub fn ambiguous(&self, clause: Option<ClauseId>) -> Option<Surplus> {
        self.ambiguous.get(&clause?).copied()
    }

    /// Returns how much more pairs of different groups differ on a clause than pairs of one, if groups differ there.
    pub fn groups(&self, clause: Option<ClauseId>) -> Option<Surplus> {
        self.groups.get(&clause?).copied()
    }
}

/// Counts how raters split.
#[derive(Debug)]
pub struct SplitCounts {
    rungs: usize,
    clauses: BTreeMap<ClauseId, Counts>,
}

impl SplitCounts {
    /// Begins, over a ladder of so many rungs.
    pub fn new(rungs: usize) -> SplitCounts {
        SplitCounts { rungs, clauses: BTreeMap::new() }
    }

    /// Counts an item. `is_good` tells whether a judge is worth trusting.
    pub fn take(&mut self, case: &Case, is_good: impl Fn(u32) -> bool) {
        let Some(clause) = case.topic else { return };
        let raters = case.voices.iter().filter(|voice| voice.kind == JudgeKind::Rater && !voice.adjudicates);
        let said: Vec<(&Voice, Rung)> =
            raters.filter(|voice| is_good(voice.judge)).filter_map(|voice| Some((voice, voice.decided()?))).collect();
        if said.len() < 2 {
            return;
        }
        let rungs = self.rungs;
        self.clauses.entry(clause).or_insert_with(|| Counts::new(rungs)).add(&said);
    }

    /// Finds the clauses that are ambiguous or divide groups.
    pub fn finish(self) -> Splits {
        let divided = self.clauses.iter().filter_map(|(clause, one)| Some((*clause, one.divided()?)));
        let groups = surest(divided.collect());
        let mut all = Counts::new(self.rungs);
        self.clauses.values().for_each(|one| all.join(one));
        // Where groups differ, that explains the disagreement, and the clause is not called ambiguous too.
        let others = self.clauses.iter().filter(|(clause, _)| !groups.contains_key(clause));
        let found = others.filter_map(|(clause, one)| Some((*clause, one.ambiguous(&all)?)));
        Splits { ambiguous: surest(found.collect()), groups }
    }
}

/// Those that stand beside how many were looked at.
fn surest(found: Vec<(ClauseId, (Surplus, f64))>) -> BTreeMap<ClauseId, Surplus> {
    let q = benjamini_hochberg(&found.iter().map(|(_, (_, p))| *p).collect::<Vec<_>>());
    let adjusted = found.into_iter().zip(q).filter(|(_, q)| *q <= FALSE_SHARE);
    adjusted.map(|((clause, (surplus, _)), _)| (clause, surplus)).collect()
}

fn counted<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, u64> {
    let mut counts = BTreeMap::new();
    keys.for_each(|key| *counts.entry(key).or_default() += 1);
    counts
}

impl Counts {
    fn new(rungs: usize) -> Counts {
        Counts { items: 0, shares: 0.0, squares: 0.0, coincidences: Confusion::new(rungs), raters: BTreeMap::new() }
    }

    /// Counts the answers to one item, at least two.
    fn add(&mut self, said: &[(&Voice, Rung)]) {
        let verdicts = counted(said.iter().map(|(_, verdict)| *verdict));
        let grouped = || said.iter().filter_map(|(voice, verdict)| Some((voice.group?, *verdict)));
        let by_group = counted(grouped().map(|(group, _)| group));
        let by_verdict = counted(grouped().map(|(_, verdict)| verdict));
        let by_both = counted(grouped());
        let of_groups: u64 = by_group.values().sum();
        let of = |counts: Option<&u64>| counts.copied().unwrap_or(0);
        let mut pairs = Pairs::default();
        for (voice, verdict) in said {
            let met = self.raters.entry(voice.judge).or_default();
            let mut one = Pairs::default();
            one.add(said.len() as u64 - 1, of(verdicts.get(verdict)) - 1);
            met.all = met.all.and(one);
            pairs = pairs.and(one);
            if let Some(group) = voice.group {
                let (own, same) = (of(by_group.get(&group)), of(by_both.get(&(group, *verdict))));
                met.within.add(own - 1, same - 1);
                met.across.add(of_groups - own, of(by_verdict.get(verdict)) - same);
            }
        }
        self.items += 1;
        self.shares += pairs.share();
        self.squares += pairs.share().powi(2);
        let others = said.len() as f64 - 1.0;
        for (a, count) in &verdicts {
            for (b, other) in &verdicts {
                let answers = if a == b { count - 1 } else { *other };
                self.coincidences.add(*a, Some(*b), (count * answers) as f64 / others);
            }
        }
    }

    fn join(&mut self, other: &Counts) {
        self.items += other.items;
        self.shares += other.shares;
        self.squares += other.squares;
        self.coincidences.add_all(&other.coincidences, 1.0);
        for (rater, met) in &other.raters {
            let known = self.raters.entry(*rater).or_default();
            known.all = known.all.and(met.all);
        }
    }

    fn pairs(&self) -> Pairs {
        self.raters.values().fold(Pairs::default(), |sum, met| sum.and(met.all))
    }

    /// How much more raters differ here than on the other clauses, with how likely that is by chance.
    fn ambiguous(&self, all: &Counts) -> Option<(Surplus, f64)> {
        let there = (all.items - self.items, all.shares - self.shares, all.squares - self.squares);
        if self.items < ITEMS_MIN || there.0 < ITEMS_MIN {
            return None;
        }
        let mut elsewhere = all.coincidences.clone();
        elsewhere.add_all(&self.coincidences, -1.0);
        let usual = alpha(&elsewhere).filter(|alpha| *alpha > 0.0)?;
        let falls_short = (usual - alpha(&self.coincidences)?) / usual >= SHORT_MIN;
        let (here, here_variance) = mean((self.items, self.shares, self.squares));
        let (there_mean, there_variance) = mean(there);
        let p = normal_share((there_mean - here) / (here_variance + there_variance).sqrt());
        let rest = all.pairs().without(self.pairs()).share();
        let farthest = self.raters.values().max_by(|a, b| a.all.share().total_cmp(&b.all.share()))?;
        // Each of its pairs is counted for the other rater too.
        let without = self.pairs().without(farthest.all).without(farthest.all).share();
        let stands = falls_short && without - rest >= (self.pairs().share() - rest) / 2.0;
        let surplus =
            Surplus { here: Share { value: here, n: self.items }, usual: Share { value: there_mean, n: there.0 } };
        Some((surplus, if stands { p } else { 1.0 }))
    }

    /// How much more raters differ across groups than within, with how likely that is by chance.
    fn divided(&self) -> Option<(Surplus, f64)> {
        let both = || self.raters.values().filter(|met| met.within.met > 0 && met.across.met > 0);
        let (more, less) = both().fold((0, 0), |(more, less), met| {
            let (within, across) = (met.within.share(), met.across.share());
            (more + u64::from(across > within), less + u64::from(across < within))
        });
        let sum = |of: fn(&Met) -> Pairs| both().fold(Pairs::default(), |sum, met| sum.and(of(met)));
        let (within, across) = (sum(|met| met.within), sum(|met| met.across));
        if self.items < ITEMS_MIN || more + less == 0 {
            return None;
        }
        let surplus = Surplus {
            here: Share { value: across.share(), n: across.met / 2 },
            usual: Share { value: within.share(), n: within.met / 2 },
        };
        let stands = across.share() - within.share() >= SURPLUS_MIN;
        Some((surplus, if stands { binomial_at_most(less, more + less, 0.5) } else { 1.0 }))
    }
}

/// The mean of values and the square of its standard error.
fn mean((n, sum, squares): (u64, f64, f64)) -> (f64, f64) {
    let count = n as f64;
    let mean = sum / count;
    (mean, (squares / count - mean * mean).max(0.0) / (count - 1.0).max(1.0))
}

/// Krippendorff's alpha, nominal, of coincidences.
fn alpha(coincidences: &Confusion) -> Option<f64> {
    let rungs = || (0..coincidences.rungs()).map(|at| Rung(at as u8));
    let total = coincidences.total();
    let same: f64 = rungs().map(|at| coincidences.get(at, Some(at))).sum();
    let alike: f64 = rungs().map(|at| coincidences.row(at).sum::<f64>()).map(|row| row * (row - 1.0)).sum();
    let by_chance = 1.0 - alike / (total * (total - 1.0));
    (total > 1.0 && by_chance > 0.0).then(|| 1.0 - (1.0 - same / total) / by_chance)
}

#[cfg(test)]
mod tests;
