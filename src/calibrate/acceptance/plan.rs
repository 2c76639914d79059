//! How many items of a batch to look at, and how many errors to let pass: single sampling by attributes, computed.
//!
//! A plan draws n items without replacement and accepts the batch with c errors or fewer. Its operating characteristic is
//! the exact hypergeometric one (binomial for a stream without end), so a plan found here keeps both its risks exactly,
//! and is the smallest that does. No table is copied: ISO 2859-1's are rounded to a few sizes and keep neither risk.

use serde::Serialize;
use thiserror::Error;

use crate::calibrate::tails::{binomial_at_most, hypergeometric_at_most};

/// Why no plan can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PlanFault {
    /// The rates do not fit each other.
    #[error("the rate to accept must be below the rate to refuse, and both within 0 and 1")]
    Rates,
    /// The risks are not between 0 and a half.
    #[error("a risk must be above 0 and at most a half")]
    Risks,
    /// There is nothing to draw from.
    #[error("the batch has no items")]
    Empty,
    /// No plan of at most ten million items keeps both risks.
    #[error("the rate to accept and the rate to refuse are too close to be told apart")]
    TooClose,
}

/// What a plan has to hold.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Demand {
    /// The rate of errors that is good enough (the acceptable quality level, AQL).
    pub accept_rate: f64,
    /// The rate of errors that is not (the limiting quality, LTPD).
    pub refuse_rate: f64,
    /// The risk of refusing a batch that is good enough (the producer's).
    pub accept_risk: f64,
    /// The risk of accepting a batch that is not (the consumer's).
    pub refuse_risk: f64,
}

/// How hard a batch is looked at, in the spirit of the levels of ISO 2859-1: how much worse than good enough a batch must be to
/// be refused almost surely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// After a row of accepted batches: ten times.
    Reduced,
    /// Usually: five times.
    Normal,
    /// After refused ones: three times.
    Tightened,
}

impl Demand {
    /// Makes the demand of a level: a risk of 5 % to refuse a batch at `accept_rate`, and of 10 % to accept one that has ten,
    /// five or three times that rate (at most half of all items).
    pub fn of(accept_rate: f64, severity: Severity) -> Demand {
        let times = match severity {
            Severity::Reduced => 10.0,
            Severity::Normal => 5.0,
            Severity::Tightened => 3.0,
        };
        let refuse_rate = (times * accept_rate).min(0.5);
        Demand { accept_rate, refuse_rate, accept_risk: 0.05, refuse_risk: 0.1 }
    }
}

/// A sampling plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// How many items the batch has; `None` for a stream without end.
    pub batch: Option<u64>,
    /// How many of them to draw.
    pub sample: u64,
    /// How many errors among them are let pass.
    pub errors_max: u64,
}

/// What sums of chances lose to rounding: a plan that keeps a risk to the letter keeps it.
const ROUNDING: f64 = 1e-12;
/// The largest sample that is searched.
const SAMPLE_MAX: u64 = 10_000_000;

/// How many plans before the one that was found by halving are tried too.
const STEPS_BACK: u64 = 32;

impl Plan {
    /// Finds the smallest plan that holds a demand.
    ///
    /// A batch “at the rate to accept” has as many errors as that rate allows, rounded down; one “at the rate to refuse” as
    /// many as it takes, rounded up.
    ///
    /// # Errors
    /// Refuses rates and risks outside their ranges, and demands that no sample can hold.
    pub fn find(batch: Option<u64>, demand: &Demand) -> Result<Plan, PlanFault> {
        let Demand { accept_rate, refuse_rate, accept_risk, refuse_risk } = *demand;
        let ordered = (0.0..1.0).contains(&accept_rate) && refuse_rate > accept_rate && refuse_rate <= 1.0;
        if !ordered {
            return Err(PlanFault::Rates);
        }
        let fits = |risk: f64| risk > 0.0 && risk <= 0.5;
        if !fits(accept_risk) || !fits(refuse_risk) {
            return Err(PlanFault::Risks);
        }
        if batch == Some(0) {
            return Err(PlanFault::Empty);
        }
        let most = batch.unwrap_or(SAMPLE_MAX).min(SAMPLE_MAX);
        let plan = |errors_max: u64| {
            let plan = |sample: u64| Plan { batch, sample, errors_max };
            let refuses = |sample: u64| plan(sample).accepts_at(refuse_rate, true) <= refuse_risk + ROUNDING;
            // A larger sample refuses more: the first that refuses enough is the one to draw.
            first(errors_max + 1, most, refuses).map(plan)
        };
        let fits = |plan: Plan| plan.accepts_at(accept_rate, false) >= 1.0 - accept_risk - ROUNDING;
        // Of two plans that refuse just enough, the one that lets more errors pass also accepts more, but for the steps of whole
        // numbers: so the search doubles, halves, and then looks some steps back one by one.
        let holds = |errors_max: u64| plan(errors_max).is_none_or(fits);
        let near = first(0, most, holds).ok_or(PlanFault::TooClose)?;
        let smallest =
            (near.saturating_sub(STEPS_BACK)..=near).find_map(|errors_max| plan(errors_max).filter(|p| fits(*p)));
        smallest.ok_or(PlanFault::TooClose)
    }

    /// Returns the chance that a batch with so many errors is accepted; exact.
    pub fn accepts(&self, errors: u64) -> f64 {
        match self.batch {
            Some(all) => hypergeometric_at_most(self.errors_max, self.sample.min(all), errors.min(all), all),
            None => 0.0,
        }
    }

    /// Returns the chance that a batch of a rate of errors is accepted: a point of the operating characteristic.
    ///
    /// For a batch of known size its errors are the nearest whole number; for a stream without end the chance is binomial.
    pub fn accepts_rate(&self, rate: f64) -> f64 {
        match self.batch {
            Some(all) => self.accepts((rate * all as f64).round() as u64),
            None => binomial_at_most(self.errors_max, self.sample, rate),
        }
    }

    /// Returns the operating characteristic at evenly spaced rates from 0 to `rate_max`: rate and chance of acceptance.
    pub fn characteristic(&self, rate_max: f64, points: usize) -> Vec<(f64, f64)> {
        let step = rate_max / points.saturating_sub(1).max(1) as f64;
        (0..points).map(|at| at as f64 * step).map(|rate| (rate, self.accepts_rate(rate))).collect()
    }

    fn accepts_at(&self, rate: f64, up: bool) -> f64 {
        match self.batch {
            Some(all) => self.accepts(errors_of(all, rate, up)),
            None => binomial_at_most(self.errors_max, self.sample, rate),
        }
    }
}

/// Returns how many errors a batch of a rate has, rounded up or down; 1e-9 undoes the rounding of a product that is whole.
pub(super) fn errors_of(all: u64, rate: f64, up: bool) -> u64 {
    let errors = rate * all as f64;
    if up { (errors - 1e-9).ceil() as u64 } else { (errors + 1e-9).floor() as u64 }
}

/// Returns the first number from `low` to `high` that a law holds for, given that it holds for all after the first.
pub(super) fn first(low: u64, high: u64, holds: impl Fn(u64) -> bool) -> Option<u64> {
    // Doubling first: most plans are small, and far numbers are dear to compute.
    let (mut below, mut above) = (low, low);
    while !holds(above) {
        if above >= high {
            return None;
        }
        (below, above) = (above + 1, (above * 2 + 1).min(high));
    }
    while below < above {
        let middle = below.midpoint(above);
        if holds(middle) { above = middle } else { below = middle + 1 }
    }
    Some(above)
}
