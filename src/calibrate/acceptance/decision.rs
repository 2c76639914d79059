//! A batch accepted or not, and how likely it is worse than it should be.

use serde::Serialize;
use statrs::function::beta::ln_beta;
use statrs::function::factorial::ln_binomial;

use super::plan::{Demand, Plan, errors_of, first};
use crate::calibrate::Figure;
use crate::calibrate::intervals::{wilson, wilson_of};
use crate::calibrate::tails::{binomial_at_most, hypergeometric_at_most};

/// What is decided about a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is accepted.
    Accept,
    /// It goes back.
    Refuse,
    /// What was looked at does not settle it yet.
    Unfinished,
}

/// The decision about one batch.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BatchDecision {
    /// What is decided.
    pub verdict: Verdict,
    /// The rate of errors found, of the items looked at.
    pub rate: Figure,
    /// The errors that are let pass among `of` items: those of the plan, or those looked at where they are more; none where so few
    /// items cannot tell.
    pub let_pass: Option<u64>,
    /// The items that `let_pass` is of.
    pub of: u64,
    /// How likely the whole batch is worse than the rate to accept, given what was found and a uniform prior.
    pub worse: f64,
}

/// Decides about a batch of which `looked_at` items had `errors` errors.
///
/// More errors than the plan lets pass refuse a batch at once; acceptance needs the whole sample, except where the items
/// left could not add enough. Where more was looked at than the plan draws, the [`allowance`] for so many items decides.
pub fn decide(plan: &Plan, demand: &Demand, looked_at: u64, errors: u64) -> BatchDecision {
    let left = plan.sample.saturating_sub(looked_at);
    let (accept_to, refuse_from) = if looked_at > plan.sample {
        allowance(plan, demand, looked_at)
    } else {
        (Some(plan.errors_max), plan.errors_max + 1)
    };
    let verdict = match errors {
        _ if errors >= refuse_from => Verdict::Refuse,
        _ if accept_to.is_some_and(|most| errors + left <= most) => Verdict::Accept,
        _ => Verdict::Unfinished,
    };
    let of = looked_at.max(plan.sample);
    let worse = worse(plan.batch, demand.accept_rate, looked_at, errors);
    BatchDecision { verdict, rate: share_of(errors, looked_at, plan.batch), let_pass: accept_to, of, worse }
}

/// Returns how many errors are let pass, and from how many on a batch is refused, where more was looked at than its plan draws.
///
/// As large a share is let pass as in the plan, as far as neither risk of the demand is exceeded by it. Just beyond a plan no
/// single number may hold both: then what lies between the two is undecided, and more has to be looked at.
fn allowance(plan: &Plan, demand: &Demand, looked_at: u64) -> (Option<u64>, u64) {
    let at_most = |errors: u64, rate: f64, up: bool| match plan.batch.map(|all| all.max(looked_at)) {
        Some(all) => hypergeometric_at_most(errors, looked_at, errors_of(all, rate, up), all),
        None => binomial_at_most(errors, looked_at, rate),
    };
    // A good batch shows so many errors or fewer, but for the risk of refusing it; a bad one more, but for that of accepting it.
    let good_shows =
        first(0, looked_at, |errors| at_most(errors, demand.accept_rate, false) >= 1.0 - demand.accept_risk);
    let good_shows = good_shows.unwrap_or(looked_at);
    let bad_shows = first(0, looked_at, |errors| at_most(errors, demand.refuse_rate, true) > demand.refuse_risk);
    let Some(most) = bad_shows.unwrap_or(looked_at).checked_sub(1) else { return (None, good_shows + 1) };
    if most < good_shows {
        return (Some(most), good_shows + 1);
    }
    let alike = (plan.errors_max as f64 / plan.sample.max(1) as f64 * looked_at as f64).round() as u64;
    let let_pass = alike.clamp(good_shows, most);
    (Some(let_pass), let_pass + 1)
}

/// Returns a share of the items looked at, with Wilson's interval for a sample of so many from a batch of known size: it
/// has no width where the whole batch was looked at.
pub fn share_of(part: u64, looked_at: u64, batch: Option<u64>) -> Figure {
    let Some(all) = batch.filter(|all| looked_at > 0 && *all > 1) else { return wilson(part, looked_at) };
    let (n, all, share) = (looked_at as f64, all.max(looked_at) as f64, part as f64 / looked_at as f64);
    if n >= all {
        return Figure::new(share, (share, share), looked_at, "counted");
    }
    Figure::new(share, wilson_of(share, n * (all - 1.0) / (all - n)), looked_at, "wilson_finite")
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
