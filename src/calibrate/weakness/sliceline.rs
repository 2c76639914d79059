//! The slices where a judge errs most, by size and rate at once (Sagadeeva, Boehm 2021: SliceLine).
//!
//! The score of a slice S of n rows with mean error ē is α(ē_S/ē − 1) − (1 − α)(n/|S| − 1): above 0, the slice is worse
//! than its size excuses. Slices are searched by their number of conditions. A slice's own counts bound the score of
//! everything inside it, so whole parts of the lattice are never counted; the answer is the same as if they were.

use super::table::{Item, Table};
use super::walk::{Column, Ground, Place, Tally, Visitor};

/// What to search for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SliceSearch {
    /// How much the rate of errors counts against the size, above 0 up to 1.
    pub alpha: f64,
    /// How many slices to return.
    pub slices: usize,
    /// The most conditions a slice may have.
    pub conditions_max: usize,
    /// The fewest rows a slice may have, at least 1.
    pub support: usize,
    /// Whether descriptions of the same rows count as one slice.
    pub distinct: bool,
}

impl SliceSearch {
    /// Returns the paper's settings for a number of rows: α .95, ten slices of up to three conditions, and a support of
    /// a hundredth of the rows, at least 32.
    pub fn for_rows(rows: usize) -> SliceSearch {
        SliceSearch { alpha: 0.95, slices: 10, conditions_max: 3, support: (rows / 100).max(32), distinct: true }
    }
}

/// A slice: its conditions, what falls into it, its score.
#[derive(Debug, Clone, PartialEq)]
pub struct Slice {
    /// Its conditions, by feature.
    pub items: Vec<Item>,
    /// How many rows it has.
    pub n: usize,
    /// The sum of their errors.
    pub error: f64,
    /// Its score, above 0.
    pub score: f64,
    /// Other descriptions of the same rows, none shorter; empty unless slices are told apart by their rows.
    pub same: Vec<Vec<Item>>,
    /// Its rows, ascending; empty unless slices are told apart by their rows.
    pub rows: Vec<u32>,
}

/// Finds the slices of highest score among some rows of a table (ascending).
///
/// Best first; of equal score the one with fewer conditions, then the one whose conditions come first. None has a score
/// of 0 or less, and there are none where there is no error at all.
pub fn sliceline(table: &Table, rows: &[u32], search: &SliceSearch) -> Vec<Slice> {
    let search = SliceSearch { support: search.support.max(1), ..*search };
    let ground = Ground::new(table, rows, search.support);
    let (all, error) = (ground.rows() as f64, ground.error());
    if error <= 0.0 || search.slices == 0 {
        return Vec::new();
    }
    let score = Score { alpha: search.alpha, all, mean: error / all, support: search.support as f64 };
    let mut found = Found { score, search, best: Vec::new() };
    let mut singles = Known::new(1);
    let mut known = Known::new(0);
    for level in 1..=search.conditions_max.min(table.features().len()) {
        let mut hunt = Hunt { level, found: &mut found, before: &known, singles: &singles, kept: Known::new(level) };
        ground.walk(level, &mut hunt);
        let kept = hunt.kept;
        if kept.tallies.is_empty() {
            break;
        }
        if level == 1 {
            singles = kept.clone();
        }
        known = kept;
    }
    found.best
}

/// The score and its bound.
#[derive(Debug, Clone, Copy)]
struct Score {
    alpha: f64,
    all: f64,
    mean: f64,
    support: f64,
}

impl Score {
    fn of(&self, n: f64, error: f64) -> f64 {
        self.alpha * (error / n / self.mean - 1.0) - (1.0 - self.alpha) * (self.all / n - 1.0)
    }

    /// Returns a score that nothing inside of what was tallied exceeds.
    ///
    /// A part of s rows errs by min(s · max, error) at most. That bound rises with s until the errors run out and is
    /// monotone from there, so its greatest value stands at one of three sizes.
    fn bound(&self, tally: Tally) -> f64 {
        let n = f64::from(tally.n);
        if n < self.support || tally.error <= 0.0 {
            return f64::NEG_INFINITY;
        }
        let turn = (tally.error / tally.max).clamp(self.support, n);
        let at = |size: f64| self.of(size, (size * tally.max).min(tally.error));
        at(self.support).max(at(turn)).max(at(n))
    }
}

/// The best slices so far.
struct Found {
    score: Score,
    search: SliceSearch,
    best: Vec<Slice>,
}

impl Found {
    /// Tells whether a bound is high enough to look further; a hair of room is left for rounding.
    fn may_enter(&self, bound: f64) -> bool {
        let least = if self.best.len() < self.search.slices { 0.0 } else { self.best.last().map_or(0.0, |s| s.score) };
        bound > 0.0 && bound >= least - 1e-9 * (1.0 + least)
    }

    fn offer(&mut self, items: Vec<Item>, tally: Tally, place: &Place<'_>) {
        let score = self.score.of(f64::from(tally.n), tally.error);
        if score <= 0.0 || !self.may_enter(score) {
            return;
        }
        let mut slice =
            Slice { items, n: tally.n as usize, error: tally.error, score, same: Vec::new(), rows: Vec::new() };
        if self.search.distinct {
            slice.rows = place.rows();
            if let Some(twin) = self.best.iter_mut().find(|other| other.n == slice.n && other.rows == slice.rows) {
                twin.same.push(slice.items);
                return;
            }
        }
        let before = |other: &Slice| {
            let order = slice.score.total_cmp(&other.score).then(other.items.len().cmp(&slice.items.len()));
            order.then_with(|| other.items.cmp(&slice.items)).is_lt()
        };
        let at = self.best.partition_point(before);
        self.best.insert(at, slice);
        self.best.truncate(self.search.slices);
    }
}

/// Slices of one number of conditions that are worth looking inside, ascending by their conditions.
#[derive(Clone)]
struct Known {
    conditions: usize,
    items: Vec<Item>,
    tallies: Vec<Tally>,
}

impl Known {
    fn new(conditions: usize) -> Known {
        Known { conditions, items: Vec::new(), tallies: Vec::new() }
    }

    fn key(&self, at: usize) -> &[Item] {
        self.items.get(at * self.conditions..(at + 1) * self.conditions).unwrap_or(&[])
    }

    /// Looks up the slice of a prefix without its `skip`-th condition (none for one past the end), and one more.
    fn get(&self, prefix: &[Item], skip: usize, more: Option<Item>) -> Option<Tally> {
        let (mut low, mut high) = (0, self.tallies.len());
        let wanted = || prefix.iter().enumerate().filter(|(at, _)| *at != skip).map(|(_, item)| *item).chain(more);
        while low < high {
            let middle = low.midpoint(high);
            match self.key(middle).iter().copied().cmp(wanted()) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return self.tallies.get(middle).copied(),
            }
        }
        None
    }
}

/// How many rows are counted in the time of one look-up: where look-ups would cost more, rows are simply counted.
const ROWS_PER_LOOKUP: usize = 16;

/// The search among slices of one number of conditions.
struct Hunt<'a> {
    level: usize,
    found: &'a mut Found,
    /// The slices of one condition less that are worth looking inside.
    before: &'a Known,
    /// The single conditions that are.
    singles: &'a Known,
    kept: Known,
}

impl Hunt<'_> {
    /// Tells whether a prefix with one more condition could enter, by the bounds of all slices that contain it.
    fn may_hold(&self, prefix: &[Item], own: Tally, item: Item, lookups: &mut usize) -> bool {
        let Some(single) = self.singles.get(&[], 0, Some(item)) else { return false };
        let mut least = own.least(single);
        if !self.found.may_enter(self.found.score.bound(least)) {
            return false;
        }
        for skip in 0..if self.level > 2 { prefix.len() } else { 0 } {
            *lookups += 1;
            let Some(parent) = self.before.get(prefix, skip, Some(item)) else { return false };
            least = least.least(parent);
        }
        self.found.may_enter(self.found.score.bound(least))
    }
}

impl Visitor for Hunt<'_> {
    fn wants(&mut self, prefix: &[Item], column: &Column, rows: usize) -> bool {
        if prefix.len() + 1 < self.level || self.level == 1 {
            return true;
        }
        let Some(own) = self.before.get(prefix, prefix.len(), None) else { return false };
        if !self.found.may_enter(self.found.score.bound(own)) {
            return false;
        }
        let mut lookups = 0;
        column.values.iter().any(|value| {
            lookups += 1;
            let item = Item { feature: column.feature, value: *value };
            lookups * ROWS_PER_LOOKUP > rows || self.may_hold(prefix, own, item, &mut lookups)
        })
    }

    fn meets(&mut self, prefix: &[Item], item: Item, tally: Tally, place: &Place<'_>) -> bool {
        if prefix.len() + 1 < self.level {
            // Longer prefixes are known only at the level before; shorter ones lead to them and are walked through.
            let at_edge = prefix.len() + 2 == self.level;
            return tally.n as usize >= self.found.search.support
                && if at_edge {
                    self.before.get(prefix, prefix.len(), Some(item)).is_some()
                } else {
                    tally.error > 0.0
                };
        }
        let bound = self.found.score.bound(tally);
        if !self.found.may_enter(bound) {
            return false;
        }
        let items: Vec<Item> = prefix.iter().copied().chain([item]).collect();
        self.kept.items.extend_from_slice(&items);
        self.kept.tallies.push(tally);
        self.found.offer(items, tally, place);
        false
    }
}
