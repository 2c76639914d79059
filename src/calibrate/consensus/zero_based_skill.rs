//! Zero-based skill: weights that are fitted to the weighted vote they make.

use super::majority::from_votes;
use super::{Fit, Method, Options, Unfit, votes};
use crate::calibrate::Ratings;

/// The vote whose weights move step by step towards the judges' agreement with the vote itself.
pub struct ZeroBasedSkill;

/// Skills start a little above pure chance.
const ABOVE_CHANCE: f64 = 1e-5;
/// After so many steps the step size is halved.
const STEPS_PER_HALVING: u32 = 20;

impl Method for ZeroBasedSkill {
    fn name(&self) -> &'static str {
        "zero_based_skill"
    }

    fn about(&self) -> &'static str {
        "a vote counts as much as its judge agrees with the weighted vote, fitted step by step"
    }

    fn fit(&self, ratings: &Ratings, options: &Options<'_>) -> Result<Fit, Unfit> {
        let start = 1.0 / ratings.labels().max(1) as f64 + ABOVE_CHANCE;
        let mut skills = vec![start; ratings.judges()];
        let mut rate = 1.0;
        for step in 1..=options.iterations {
            if step % STEPS_PER_HALVING == 0 {
                rate *= 0.5;
            }
            let agreement = votes::agreement(ratings, &votes::vote(ratings, options, Some(&skills)).decisions);
            for (skill, agreement) in skills.iter_mut().zip(agreement) {
                *skill += rate * (agreement.unwrap_or(*skill) - *skill);
            }
        }
        let outcome = votes::vote(ratings, options, Some(&skills));
        Ok(from_votes(self.name(), ratings, outcome, options.iterations, |judge| skills.get(judge).copied()))
    }
}
