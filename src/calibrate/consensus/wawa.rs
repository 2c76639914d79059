//! Worker agreement with aggregate: a vote weighted by how often each judge sides with the majority.

use super::majority::from_votes;
use super::{Fit, Method, Options, Unfit, votes};
use crate::calibrate::Ratings;

/// The vote whose weights are the judges' agreement with the plain majority (Appen's *Wawa*).
pub struct Wawa;

impl Method for Wawa {
    fn name(&self) -> &'static str {
        "wawa"
    }

    fn about(&self) -> &'static str {
        "a vote counts as much as its judge agrees with the majority"
    }

    fn fit(&self, ratings: &Ratings, options: &Options<'_>) -> Result<Fit, Unfit> {
        let majority = votes::vote(ratings, options, None);
        let skills = votes::agreement(ratings, &majority.decisions);
        let weights: Vec<f64> = skills.iter().map(|skill| skill.unwrap_or(0.0)).collect();
        let outcome = votes::vote(ratings, options, Some(&weights));
        Ok(from_votes(self.name(), ratings, outcome, 1, |judge| skills.get(judge).copied().flatten()))
    }
}
