//! The sum that rises while errors come faster than they should (Page 1954).
//!
//! Each decision adds its log-likelihood ratio of the bad rate against the good one; the sum never falls below 0. Where it
//! reaches h there is an alarm, and the change is put where the sum last left 0. h is chosen for a stated number of
//! decisions between false alarms: [`Cusum::run_length`] solves the chain of the sum's values (Brook, Evans 1972).

use serde::Serialize;
use thiserror::Error;

/// Why rates or limits make no chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ChartFault {
    /// A rate is not between 0 and 1, or the two are equal.
    #[error("the good and the bad rate must differ and lie between 0 and 1, without either end")]
    Rates,
    /// A limit is not above 0, or a risk not between 0 and 1.
    #[error("a limit must be above 0, and a risk between 0 and a half")]
    Limits,
}

/// A log-likelihood CUSUM of decisions that are right or wrong.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Cusum {
    /// The rate of errors that is good enough.
    pub good: f64,
    /// The rate to be found; below `good` it looks for improvement.
    pub bad: f64,
    /// The sum at which there is an alarm.
    pub limit: f64,
}

/// What a series did to the sum.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CusumRun {
    /// The largest value.
    pub max: f64,
    /// The last value.
    pub last: f64,
    /// The decision at which the sum first reached the limit, from 0.
    pub alarm: Option<usize>,
    /// The first decision after the sum last was 0 before that alarm.
    pub change: Option<usize>,
}

/// A stretch of a series in which errors came too fast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Episode {
    /// The first decision after the sum last was 0: where the change most likely was.
    pub change: usize,
    /// The decision at which the sum reached the limit.
    pub alarm: usize,
    /// The decision at which the sum, held at the limit from above, was 0 again; `None` if the series ended before.
    pub until: Option<usize>,
}

impl Cusum {
    /// Makes a chart.
    ///
    /// # Errors
    /// Refuses rates that are equal or not within 0 and 1, and a limit that is not above 0.
    pub fn new(good: f64, bad: f64, limit: f64) -> Result<Cusum, ChartFault> {
        check_rates(good, bad)?;
        if limit > 0.0 && limit.is_finite() { Ok(Cusum { good, bad, limit }) } else { Err(ChartFault::Limits) }
    }

    /// Makes the chart of the lowest limit that gives a false alarm at most once in `decisions` on average.
    ///
    /// The limit is found by halving on [`Cusum::run_length`], to a thousandth of itself.
    ///
    /// # Errors
    /// Refuses rates that are equal or not within 0 and 1, and a number of decisions below 2 or above 10 million.
    pub fn for_run_length(good: f64, bad: f64, decisions: f64) -> Result<Cusum, ChartFault> {
        check_rates(good, bad)?;
        if !(2.0..=1e7).contains(&decisions) {
            return Err(ChartFault::Limits);
        }
        let chart = |limit: f64| Cusum { good, bad, limit };
        let holds = |limit: f64| chart(limit).run_length(good) >= decisions;
        // Between false alarms lie at least exp(h) decisions (Lorden 1971), so ln of their number is always enough.
        let (mut low, mut high) = (0.0, decisions.ln());
        while !holds(high) && high < 64.0 {
            high *= 1.25;
        }
        while high - low > 1e-3 * high {
            let middle = f64::midpoint(low, high);
            if holds(middle) { high = middle } else { low = middle }
        }
        Ok(chart(high))
    }

    /// Returns what a decision adds to the sum before it is held at 0.
    pub fn step(&self, wrong: bool) -> f64 {
        step(self.good, self.bad, wrong)
    }

    /// Runs over a series of decisions, in order: whether each was wrong. The sum goes on after an alarm.
    pub fn run(&self, wrong: impl IntoIterator<Item = bool>) -> CusumRun {
        let mut run = CusumRun { max: 0.0, last: 0.0, alarm: None, change: None };
        let mut change = 0;
        for (at, wrong) in wrong.into_iter().enumerate() {
            run.last = (run.last + self.step(wrong)).max(0.0);
            run.max = run.max.max(run.last);
            if run.last <= 0.0 {
                change = at + 1;
            } else if run.last >= self.limit && run.alarm.is_none() {
                (run.alarm, run.change) = (Some(at), Some(change));
            }
        }
        run
    }

    /// Cuts a series of decisions, in order, into its episodes: an alarm opens one, and the sum's return to 0 closes it.
    ///
    /// The sum is held at the limit from above, so that a judge that is well again is seen to be so as fast as one that
    /// falls ill; what it does after the first alarm differs in that from [`Cusum::run`].
    pub fn episodes(&self, wrong: impl IntoIterator<Item = bool>) -> Vec<Episode> {
        let (mut sum, mut change, mut open) = (0.0_f64, 0, false);
        let mut episodes: Vec<Episode> = Vec::new();
        for (at, wrong) in wrong.into_iter().enumerate() {
            sum = (sum + self.step(wrong)).clamp(0.0, self.limit);
            if sum <= 0.0 {
                if let Some(episode) = episodes.last_mut().filter(|_| open) {
                    episode.until = Some(at);
                }
                (change, open) = (at + 1, false);
            } else if sum >= self.limit && !open {
                open = true;
                episodes.push(Episode { change, alarm: at, until: None });
            }
        }
        episodes
    }

    /// Returns how many decisions pass on average until an alarm while the rate of errors is `rate`, from a sum of 0.
    ///
    /// The values of the sum are put on a grid of which the smaller step is a whole number of cells and the larger the
    /// nearest whole number (off by 1 % of it at most), and the linear equations of the chain are solved exactly. So the
    /// answer is an approximation only by the grid; against simulation it is off by some per cent.
    pub fn run_length(&self, rate: f64) -> f64 {
        let (wrong, right) = (self.step(true), self.step(false));
        let (up, down, chance_up) = if wrong > 0.0 { (wrong, -right, rate) } else { (right, -wrong, 1.0 - rate) };
        // At least CELLS cells in the larger step, and one in the smaller.
        let cell = (up.max(down) / CELLS).min(up.min(down));
        let cell = up.min(down) / (up.min(down) / cell).round().max(1.0);
        let cells = |size: f64| (size / cell).round().max(1.0) as usize;
        let states = (self.limit / cell).ceil().max(1.0) as usize;
        solve(states, cells(up), cells(down), chance_up)
    }
}

/// How many cells the larger step has at least, so that rounding it to whole cells changes it by 1 % at most.
const CELLS: f64 = 50.0;

pub(super) fn check_rates(good: f64, bad: f64) -> Result<(), ChartFault> {
    let inside = |rate: f64| rate > 0.0 && rate < 1.0;
    if inside(good) && inside(bad) && good != bad { Ok(()) } else { Err(ChartFault::Rates) }
}

/// Returns the log-likelihood ratio of the bad rate against the good one for one decision.
pub(super) fn step(good: f64, bad: f64, wrong: bool) -> f64 {
    if wrong { (bad / good).ln() } else { ((1.0 - bad) / (1.0 - good)).ln() }
}

/// Solves L(s) = 1 + p·L(s + up) + (1 − p)·L(max(0, s − down)) with L = 0 from `states` on; returns L(0).
///
/// Below each place of the diagonal stand `down` others at most, above it `up`. Elimination goes from the last state to
/// the first, so that what a row still refers to lies below it only: each row becomes L(s) = a + Σ b_j·L(s − j).
fn solve(states: usize, up: usize, down: usize, chance_up: f64) -> f64 {
    let stay = 1.0 - chance_up;
    // Row s is kept as its constant and the weights of the states s − 1 … s − down.
    let mut rows: Vec<(f64, Vec<f64>)> = vec![(0.0, Vec::new()); states];
    let mut window = vec![0.0; up + down + 1];
    for state in (0..states).rev() {
        window.fill(0.0);
        let mut constant = 1.0;
        // The window holds the weights of states from `state + up` (at 0) down to `state − down` (at up + down).
        if let Some(weight) = window.first_mut().filter(|_| state + up < states) {
            *weight = chance_up;
        }
        if let Some(weight) = window.get_mut(up + down.min(state)) {
            *weight += stay;
        }
        for above in (state + 1..=state + up).rev() {
            let at = state + up - above;
            let Some(weight) = window.get_mut(at).map(std::mem::take).filter(|weight| *weight != 0.0) else { continue };
            let Some((more, weights)) = rows.get(above) else { continue };
            constant += weight * more;
            for (target, part) in window.iter_mut().skip(at + 1).zip(weights) {
                *target += weight * part;
            }
        }
        let own = 1.0 - window.get(up).copied().unwrap_or(0.0);
        let weights = window.iter().skip(up + 1).map(|weight| weight / own).collect();
        if let Some(row) = rows.get_mut(state) {
            *row = (constant / own, weights);
        }
    }
    rows.first().map_or(0.0, |row| row.0)
}
