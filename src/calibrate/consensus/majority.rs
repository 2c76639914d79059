//! Majority: every vote counts alike.

use super::fit::summarize;
use super::{Fit, Method, Options, Unfit, votes};
use crate::calibrate::Ratings;

/// The soft majority vote; the probability of a label is its share of the item's votes.
pub struct Majority;

impl Method for Majority {
    fn name(&self) -> &'static str {
        "majority"
    }

    fn about(&self) -> &'static str {
        "every vote counts alike; a label's probability is its share of the votes"
    }

    fn fit(&self, ratings: &Ratings, options: &Options<'_>) -> Result<Fit, Unfit> {
        Ok(Majority::of(ratings, options))
    }
}

impl Majority {
    /// Takes the vote, which needs nothing that could be missing.
    pub(super) fn of(ratings: &Ratings, options: &Options<'_>) -> Fit {
        let outcome = votes::vote(ratings, options, None);
        let skills = votes::agreement(ratings, &outcome.decisions);
        from_votes(Majority.name(), ratings, outcome, 0, |judge| skills.get(judge).copied().flatten())
    }
}

/// Makes a fit of a vote's outcome.
pub(super) fn from_votes(
    method: &'static str,
    ratings: &Ratings,
    outcome: votes::Outcome,
    iterations: u32,
    skill: impl Fn(usize) -> Option<f64>,
) -> Fit {
    Fit {
        method,
        judges: summarize(ratings, &outcome.posteriors, skill),
        posteriors: outcome.posteriors,
        decisions: outcome.decisions,
        ties: outcome.ties,
        class_shares: outcome.class_shares,
        confusions: None,
        iterations,
        log_likelihood: Vec::new(),
        converged: None,
    }
}
