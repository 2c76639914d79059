//! The whole of it in one call: choose by gold, fit, and say how far the result's confidence can be believed.

use super::choice::{Choice, Rule, Sample, pick, try_all};
use super::confidence::{Honesty, honesty, temper};
use super::{Fit, Options, Posteriors, Unfit, method};
use crate::calibrate::Ratings;

/// A consensus, with why it was made so and how honest it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Settled {
    /// Which method, and why.
    pub choice: Choice,
    /// The chosen method, fitted with all gold clamped.
    pub fit: Fit,
    /// How honest the method's confidence is on gold it had not seen; `None` where gold did not choose it.
    pub honesty: Option<Honesty>,
}

impl Settled {
    /// Returns the chance that the consensus label of `item` is right, as gold taught to read it; `None` without a label.
    ///
    /// Clamped gold is 1. Where gold could not teach it is the model's own probability, which is too sure of itself.
    pub fn confidence(&self, item: usize, gold: Option<u16>) -> Option<f64> {
        let decided = self.fit.decisions.get(item).copied().flatten()?;
        let row = self.fit.posteriors.row(item);
        let raw = row.get(usize::from(decided)).copied().unwrap_or(0.0);
        Some(match (&self.honesty, gold) {
            (Some(honesty), None) => honesty.best.confidence(row, decided),
            _ => raw,
        })
    }

    /// Returns whole rows at the temperature gold taught, for prices of one more label; as they are where it could not.
    pub fn tempered(&self, ratings: &Ratings, options: &Options<'_>) -> Posteriors {
        let mut posteriors = self.fit.posteriors.clone();
        if let Some(temperature) = self.honesty.as_ref().and_then(|honesty| honesty.all_folds_temperature) {
            temper(ratings, options, &mut posteriors, temperature);
        }
        posteriors
    }
}

/// Chooses a method by gold (or takes the default, and says so), fits it to all ratings and measures its confidence.
///
/// # Errors
/// Says why the chosen method cannot be fitted: only where the rule's default is no method or needs what is not given.
pub fn settle(ratings: &Ratings, options: &Options<'_>, rule: &Rule<'_>) -> Result<Settled, Unfit> {
    let sample = Sample::draw(ratings, options, rule);
    let (folds, trials) = try_all(ratings, options, rule, sample.as_ref());
    let tried = sample.as_ref().map_or(ratings.len(), |sample| sample.ratings.len());
    drop(sample);
    let choice = pick(&folds, &trials, rule, tried as u64);
    let held = trials.iter().find(|(name, _)| choice.by_gold && *name == choice.chosen);
    let honesty = held.and_then(|(_, held)| held.as_ref().ok()).map(|held| honesty(&folds, held, rule.seed));
    let listed = rule.methods.iter().copied().find(|method| method.name() == choice.chosen);
    let chosen = listed.or_else(|| method(choice.chosen)).ok_or(Unfit("there is no method of that name"))?;
    let fit = chosen.fit(ratings, options)?;
    Ok(Settled { choice, fit, honesty })
}
