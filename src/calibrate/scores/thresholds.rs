//! Where to cut: what a threshold catches, misses and costs.

use serde::Serialize;

use super::ranked::Ranked;
use crate::calibrate::Figure;
use crate::calibrate::intervals::quantile::Z;
use crate::calibrate::intervals::{bounded, wilson};

/// What the two kinds of error cost, in whatever unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ErrorCosts {
    /// An item without the property at or above the threshold.
    pub false_alarm: f64,
    /// An item with the property below the threshold.
    pub miss: f64,
}

/// What happens at one threshold.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Threshold {
    /// Scores from here on are taken; infinite: none is.
    pub from: f64,
    /// Items with the property that are taken.
    pub caught: u64,
    /// Items without it that are taken.
    pub false_alarms: u64,
    /// Items with it that are not.
    pub missed: u64,
    /// Items without it that are not.
    pub left: u64,
    /// Of those taken, the share with the property (Wilson).
    pub precision: Figure,
    /// Of those with the property, the share taken (Wilson).
    pub recall: Figure,
    /// The mean cost of an item (normal, from the multinomial of both errors).
    pub cost: Figure,
}

/// Returns what happens at each of these thresholds, in the order given.
pub fn thresholds(ranked: &Ranked, cuts: &[f64], costs: ErrorCosts) -> Vec<Threshold> {
    let mut order: Vec<usize> = (0..cuts.len()).collect();
    let cut = |at: &usize| cuts.get(*at).copied().unwrap_or(f64::INFINITY);
    order.sort_by(|a, b| cut(b).total_cmp(&cut(a)));
    let mut found: Vec<Option<Threshold>> = vec![None; cuts.len()];
    let (mut have, mut lack) = (0, 0);
    let mut ties = ranked.ties().peekable();
    for at in order {
        while let Some(tie) = ties.next_if(|tie| tie.score >= cut(&at)) {
            have += tie.have;
            lack += tie.lack;
        }
        let row = threshold(ranked, cut(&at), (have, lack), costs);
        found.get_mut(at).into_iter().for_each(|cell| *cell = Some(row.clone()));
    }
    found.into_iter().flatten().collect()
}

/// Returns the threshold of least cost among all distinct scores and taking none; of several the highest. `None`
/// without scores.
///
/// Chosen and reckoned on the same items, its cost is a little too good; confirm it on others.
pub fn cheapest(ranked: &Ranked, costs: ErrorCosts) -> Option<Threshold> {
    ranked.ties().next()?;
    let mut best = (f64::INFINITY, 0, 0);
    let mut least = costs.miss * ranked.have() as f64;
    let (mut have, mut lack) = (0, 0);
    for tie in ranked.ties() {
        have += tie.have;
        lack += tie.lack;
        let cost = costs.miss * (ranked.have() - have) as f64 + costs.false_alarm * lack as f64;
        if cost < least {
            (least, best) = (cost, (tie.score, have, lack));
        }
    }
    Some(threshold(ranked, best.0, (best.1, best.2), costs))
}

/// Returns at most `count` thresholds among the distinct scores, so that about equally many items lie between them, the
/// highest first.
pub fn spread(ranked: &Ranked, count: usize) -> Vec<f64> {
    let n = ranked.have() + ranked.lack();
    let mut found = Vec::new();
    let mut taken = 0;
    for tie in ranked.ties() {
        taken += tie.have + tie.lack;
        if taken * count as u64 >= n * (found.len() as u64 + 1) {
            found.push(tie.score);
        }
    }
    found
}

fn threshold(ranked: &Ranked, from: f64, (caught, false_alarms): (u64, u64), costs: ErrorCosts) -> Threshold {
    let (missed, left) = (ranked.have() - caught, ranked.lack() - false_alarms);
    let n = ranked.have() + ranked.lack();
    Threshold {
        from,
        caught,
        false_alarms,
        missed,
        left,
        precision: wilson(caught, caught + false_alarms),
        recall: wilson(caught, caught + missed),
        cost: cost(missed, false_alarms, n, costs),
    }
}

fn cost(missed: u64, false_alarms: u64, n: u64, costs: ErrorCosts) -> Figure {
    if n == 0 {
        return Figure::undefined(0, "nothing to compare");
    }
    let (miss, alarm) = (missed as f64 / n as f64, false_alarms as f64 / n as f64);
    let value = costs.miss * miss + costs.false_alarm * alarm;
    let square = costs.miss * costs.miss * miss + costs.false_alarm * costs.false_alarm * alarm;
    let half = Z * ((square - value * value).max(0.0) / n as f64).sqrt();
    let dearest = costs.miss.max(costs.false_alarm);
    Figure::new(value, bounded(value, (half, half), n as f64, (0.0, dearest)), n, "delta")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn a_dear_miss_lowers_the_threshold() {
        let ranked = Ranked::new(&[0.9, 0.7, 0.7, 0.4, 0.2], &[true, false, true, true, false]);
        let even = ErrorCosts { false_alarm: 1.0, miss: 1.0 };
        let rows = thresholds(&ranked, &[0.5, 0.8, 2.0, 0.0], even);
        let counts: Vec<_> = rows.iter().map(|r| (r.caught, r.false_alarms, r.missed, r.left)).collect();
        assert_eq!(counts, [(2, 1, 1, 1), (1, 0, 2, 2), (0, 0, 3, 2), (3, 2, 0, 0)]);
        assert_eq!((rows[0].cost.value, rows[2].precision.why.is_some()), (Some(0.4), true));
        let dear = cheapest(&ranked, ErrorCosts { false_alarm: 1.0, miss: 5.0 }).unwrap();
        assert_eq!((dear.from, dear.missed), (0.4, 0));
        let cheap = cheapest(&ranked, ErrorCosts { false_alarm: 9.0, miss: 1.0 }).unwrap();
        assert_eq!(cheap.from, 0.9);
        assert_eq!(cheapest(&Ranked::new(&[], &[]), even), None);
        assert_eq!(spread(&ranked, 2), [0.7, 0.2]);
    }
}
