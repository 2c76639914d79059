//! The whole of it in one call: choose by gold, fit, and say how far the result's confidence can be believed.

use serde::Serialize;

use super::choice::{Choice, Folds, Rule, Sample, Trial, hold_out, only, pick, rights, try_all};
use super::confidence::{Honesty, honesty, temper};
use super::fit::share;
use super::majority::Majority;
use super::{Fit, Method, Options, Posteriors, Unfit, method};
use crate::calibrate::{Figure, Ratings};

/// A consensus, with why it was made so and how honest it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Settled {
    /// Which method, and why.
    pub choice: Choice,
    /// The chosen method, fitted with all gold clamped.
    pub fit: Fit,
    /// How honest each method's confidence is on gold it had not seen, in the order of the rule's methods; or why that is
    /// not known.
    pub tried: Vec<(&'static str, Result<Honesty, &'static str>)>,
    /// How the chosen method does without history; `None` where there is none, it reads none, or gold did not choose it.
    pub without_history: Option<WithoutHistory>,
}

/// How a method does on gold that it has not seen where it knows nothing of judges from before.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WithoutHistory {
    /// The share of held-out gold items it decides rightly; n is those items.
    pub accuracy: Figure,
    /// Items that it decides rightly only with history.
    pub only_with: u64,
    /// Items that it decides rightly only without.
    pub only_without: u64,
}

impl Settled {
    /// Returns how honest the chosen method's confidence is; `None` where gold did not choose it.
    pub fn honesty(&self) -> Option<&Honesty> {
        let own = self.tried.iter().find(|(name, _)| self.choice.by_gold && *name == self.fit.method);
        own.and_then(|(_, honesty)| honesty.as_ref().ok())
    }

    /// Returns the chance that the consensus label of `item` is right, as gold taught to read it; `None` without a label.
    ///
    /// Clamped gold is 1. Where gold could not teach it is the model's own probability, which is too sure of itself.
    pub fn confidence(&self, item: usize, gold: Option<u16>) -> Option<f64> {
        let decided = self.fit.decisions.get(item).copied().flatten()?;
        let row = self.fit.posteriors.row(item);
        let raw = row.get(usize::from(decided)).copied().unwrap_or(0.0);
        Some(match (self.honesty(), gold) {
            (Some(honesty), None) => honesty.best.confidence(row, decided),
            _ => raw,
        })
    }

    /// Returns whole rows at the temperature gold taught, for prices of one more label; as they are where it could not.
    pub fn tempered(&self, ratings: &Ratings, options: &Options<'_>) -> Posteriors {
        let mut posteriors = self.fit.posteriors.clone();
        if let Some(temperature) = self.honesty().and_then(|honesty| honesty.all_folds_temperature) {
            temper(ratings, options, &mut posteriors, temperature);
        }
        posteriors
    }
}

/// Chooses a method by gold (or takes the default, and says so), fits it to all ratings and measures every method's
/// confidence. A method that cannot be fitted to the whole, or that is none, gives way to the majority, which always can;
/// the fit names the method it is of.
pub fn settle(ratings: &Ratings, options: &Options<'_>, rule: &Rule<'_>) -> Settled {
    let sample = Sample::draw(ratings, options, rule);
    let (folds, trials) = try_all(ratings, options, rule, sample.as_ref());
    let tried_on = sample.as_ref().map_or(ratings.len(), |sample| sample.ratings.len());
    let choice = pick(&folds, &trials, rule, tried_on as u64);
    let without_history = match &sample {
        Some(sample) => without_history(&sample.ratings, &sample.options(options), &choice, &folds, &trials),
        None => without_history(ratings, options, &choice, &folds, &trials),
    };
    drop(sample);
    let honest = |method: &&dyn Method| {
        let trial = trials.iter().find(|(name, _)| *name == method.name()).map(|(_, held)| held);
        let honest = match trial {
            Some(Ok(held)) => Ok(honesty(&folds, held, rule.seed)),
            Some(Err(Unfit(why))) => Err(*why),
            None => Err("there is too little gold to try methods on"),
        };
        (method.name(), honest)
    };
    let listed = rule.methods.iter().copied().find(|method| method.name() == choice.chosen);
    let chosen = listed.or_else(|| method(choice.chosen)).and_then(|method| method.fit(ratings, options).ok());
    let fit = chosen.unwrap_or_else(|| Majority::of(ratings, options));
    Settled { tried: rule.methods.iter().map(honest).collect(), choice, fit, without_history }
}

/// Tries the chosen method once more without history, on the same folds.
fn without_history(
    ratings: &Ratings,
    options: &Options<'_>,
    choice: &Choice,
    folds: &Folds,
    trials: &[Trial],
) -> Option<WithoutHistory> {
    let known = options.history.is_some() && choice.by_gold;
    let chosen = method(choice.chosen).filter(|method| known && method.reads_history())?;
    let (_, with) = trials.iter().find(|(name, _)| *name == choice.chosen)?;
    let without = hold_out(ratings, &Options { history: None, ..*options }, chosen, folds).ok()?;
    let (with, without) = (rights(folds, with.as_ref().ok()?), rights(folds, &without));
    let (only_with, only_without) = only(&with, &without);
    let hits = without.iter().filter(|right| **right).count();
    Some(WithoutHistory { accuracy: share(hits as f64, without.len() as u64), only_with, only_without })
}
