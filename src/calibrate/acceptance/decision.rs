//! A batch accepted or not, and how likely it is worse than it should be.

use serde::Serialize;
use statrs::function::beta::ln_beta;
use statrs::function::factorial::ln_binomial;

use super::plan::{Demand, Plan, errors_of};
use crate::calibrate::Figure;
use crate::calibrate::intervals::wilson;
use crate::calibrate::tails::{binomial_at_most, hypergeometric_at_most};

/// What is decided about a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is accepted.
    Accept,
    /// It goes back.
    Refuse,
    /// Fewer items were looked at than the plan draws, and their errors do not settle it yet.
    Unfinished,
}

/// The decision about one batch.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BatchDecision {
    /// What is decided.
    pub verdict: Verdict,
    /// The rate of errors found, of the items looked at.
    pub rate: Figure,
    /// How likely the whole batch is worse than the rate to accept, given what was found and a uniform prior.
    pub worse: f64,
}

/// Decides about a batch of which `looked_at` items had `errors` errors.
///
/// More errors than the plan lets pass refuse a batch at once; acceptance needs the whole sample, except where the items
/// left could not add enough. Where more was looked at than the plan draws, its allowance says nothing: the batch is then refused
/// if one at the rate to accept would show so many errors less often than the demand's risk allows.
pub fn decide(plan: &Plan, demand: &Demand, looked_at: u64, errors: u64) -> BatchDecision {
    let accept_rate = demand.accept_rate;
    let left = plan.sample.saturating_sub(looked_at);
    let verdict = match errors {
        _ if looked_at > plan.sample && surprise(plan.batch, accept_rate, looked_at, errors) <= demand.accept_risk => {
            Verdict::Refuse
        }
        _ if looked_at > plan.sample => Verdict::Accept,
        _ if errors > plan.errors_max => Verdict::Refuse,
        _ if errors + left <= plan.errors_max => Verdict::Accept,
        _ => Verdict::Unfinished,
    };
    BatchDecision { verdict, rate: wilson(errors, looked_at), worse: worse(plan.batch, accept_rate, looked_at, errors) }
}

/// How likely a batch at a rate shows so many errors or more among the items looked at.
fn surprise(batch: Option<u64>, rate: f64, looked_at: u64, errors: u64) -> f64 {
    let Some(fewer) = errors.checked_sub(1) else { return 1.0 };
    1.0 - match batch.map(|all| all.max(looked_at)) {
        Some(all) => hypergeometric_at_most(fewer, looked_at, errors_of(all, rate, false), all),
        None => binomial_at_most(fewer, looked_at, rate),
    }
}

/// Returns how likely a batch has more errors than a rate allows, given a sample from it and a uniform prior on its rate.
///
/// Without a batch size it is the tail of Beta(1 + errors, 1 + rest). With one, what was not looked at is Beta-binomial, and
/// the chance is that of more errors in all than the rate allows.
pub fn worse(batch: Option<u64>, rate: f64, looked_at: u64, errors: u64) -> f64 {
    let errors = errors.min(looked_at);
    let (a, b) = (errors as f64 + 1.0, (looked_at - errors) as f64 + 1.0);
    let Some(all) = batch.map(|all| all.max(looked_at)) else {
        // The tail of Beta(1 + k, 1 + n − k) is that of k hits in n + 1 draws.
        return binomial_at_most(errors, looked_at + 1, rate);
    };
    let (left, allowed) = (all - looked_at, errors_of(all, rate, false));
    if errors > allowed {
        return 1.0;
    }
    let spare = allowed - errors;
    if spare >= left {
        return 0.0;
    }
    // The chance of `more` errors among those left; summed over the shorter side.
    let term = |more: u64| {
        let (hits, misses) = (more as f64, (left - more) as f64);
        (ln_binomial(left, more) + ln_beta(a + hits, b + misses) - ln_beta(a, b)).exp()
    };
    let sum = if spare < left / 2 {
        1.0 - (0..=spare).map(term).sum::<f64>()
    } else {
        (spare + 1..=left).rev().map(term).sum::<f64>()
    };
    sum.clamp(0.0, 1.0)
}
