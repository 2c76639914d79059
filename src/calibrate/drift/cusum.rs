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
    /// The limit is a whole number of cells of the grid of [`Cusum::run_length`].
    ///
    /// # Errors
    /// Refuses rates that are equal or not within 0 and 1, and a number of decisions below 2 or above 10 million.
    pub fn for_run_length(good: f64, bad: f64, decisions: f64) -> Result<Cusum, ChartFault> {
        check_rates(good, bad)?;
        if !(2.0..=1e7).contains(&decisions) {
            return Err(ChartFault::Limits);
        }
        let chain = Chain::new(good, bad, good);
        // Between false alarms lie at least exp(h) decisions (Lorden 1971), so ln of their number is always enough.
        let (mut low, mut high) = (0, (decisions.ln() / chain.cell).ceil() as usize + 1);
        let (mut at_low, mut at_high) = (1.0, chain.run_length(high));
        while at_high < decisions && high < STATES_MAX {
            (low, at_low, high) = (high, at_high, high + high / 4 + 1);
            at_high = chain.run_length(high);
        }
        // The logarithm of the length is nearly a straight line in the limit; every other guess halves, lest one end stay.
        let mut halve = false;
        while high - low > 1 {
            let share = (decisions.ln() - at_low.ln()) / (at_high.ln() - at_low.ln());
            let share = if halve || !share.is_finite() { 0.5 } else { share };
            let guess = (low + ((high - low) as f64 * share) as usize).clamp(low + 1, high - 1);
            let length = chain.run_length(guess);
            if length >= decisions {
                (high, at_high) = (guess, length)
            } else {
                (low, at_low) = (guess, length)
            }
            halve = !halve;
        }
        Ok(Cusum { good, bad, limit: high as f64 * chain.cell })
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
    /// The values of the sum are put on a grid, and the linear equations of the chain are solved exactly; so the answer is an
    /// approximation only by the grid, and within some per cent of simulation.
    pub fn run_length(&self, rate: f64) -> f64 {
        let chain = Chain::new(self.good, self.bad, rate);
        chain.run_length(((self.limit / chain.cell - 1e-9).ceil().max(1.0) as usize).min(STATES_MAX))
    }
}

/// The most cells below a limit; more than any limit has that a plan can ask for.
const STATES_MAX: usize = 100_000;

/// How many cells the larger step has at least, so that rounding it to whole cells changes it by one per cent at most.
const CELLS: f64 = 50.0;

/// The sum of a chart as a walk on a grid.
struct Chain {
    /// The size of a cell.
    cell: f64,
    /// By how many cells the sum rises, and how likely.
    up: (usize, f64),
    /// By how many cells it falls, and how likely.
    down: (usize, f64),
}

impl Chain {
    /// Makes the walk of a chart's sum while the rate of errors is `rate`.
    ///
    /// The smaller step is a whole number of cells. Where it is smaller than a cell it becomes a whole one and as much rarer:
    /// that keeps the mean, and adds a variance that is small beside that of the larger steps.
    fn new(good: f64, bad: f64, rate: f64) -> Chain {
        let (wrong, right) = (step(good, bad, true), step(good, bad, false));
        let ((rise, up), (fall, down)) =
            if wrong > 0.0 { ((wrong, rate), (-right, 1.0 - rate)) } else { ((right, 1.0 - rate), (-wrong, rate)) };
        let (small, fine) = (rise.min(fall), rise.max(fall) / CELLS);
        let cell = if small > fine { small / (small / fine).round() } else { fine };
        let side = |size: f64, chance: f64| {
            let cells = size / cell;
            if cells < 1.0 { (1, chance * cells) } else { (cells.round() as usize, chance) }
        };
        Chain { cell, up: side(rise, up), down: side(fall, down) }
    }

    /// Solves L(s) = 1 + p·L(s + up) + q·L(max(0, s − down)) + (1 − p − q)·L(s), L = 0 from `states` on; returns L(0).
    ///
    /// Elimination goes from the last state to the first, so that what a row still refers to lies below it only, `down`
    /// places at most: each row becomes L(s) = a + Σ b_j·L(s − j).
    fn run_length(&self, states: usize) -> f64 {
        let ((up, chance_up), (down, chance_down)) = (self.up, self.down);
        // Row s is kept as its constant and the weights of the states s − 1 … s − down.
        let mut rows: Vec<(f64, Vec<f64>)> = vec![(0.0, Vec::new()); states];
        let mut window = vec![0.0; up + down + 1];
        for state in (0..states).rev() {
            // The window holds the weights of the states from `state + up`, at 0, down to `state − down`, at its end.
            window.fill(0.0);
            let mut constant = 1.0;
            if let Some(weight) = window.first_mut().filter(|_| state + up < states) {
                *weight = chance_up;
            }
            if let Some(weight) = window.get_mut(up) {
                *weight += 1.0 - chance_up - chance_down;
            }
            if let Some(weight) = window.get_mut(up + down.min(state)) {
                *weight += chance_down;
            }
            for at in 0..up {
                let Some(weight) = window.get_mut(at).map(std::mem::take).filter(|weight| *weight != 0.0) else {
                    continue;
                };
                let Some((more, weights)) = rows.get(state + up - at) else { continue };
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
}

pub(super) fn check_rates(good: f64, bad: f64) -> Result<(), ChartFault> {
    let inside = |rate: f64| rate > 0.0 && rate < 1.0;
    if inside(good) && inside(bad) && good != bad { Ok(()) } else { Err(ChartFault::Rates) }
}

/// Returns the log-likelihood ratio of the bad rate against the good one for one decision.
pub(super) fn step(good: f64, bad: f64, wrong: bool) -> f64 {
    if wrong { (bad / good).ln() } else { ((1.0 - bad) / (1.0 - good)).ln() }
}
