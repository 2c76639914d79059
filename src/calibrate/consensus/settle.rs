//! The whole of it in one call: choose by gold, fit, and say how far the result's confidence can be believed.

use serde::Serialize;

use super::choice::{Choice, Folds, Rule, Sample, Trial, hold_out, only, pick, rights, try_all};
use super::confidence::{Honesty, honesty, temper};
use super::fit::share;
use super::majority::Majority;
use super::{Fit, Method, Options, Posteriors, Unfit, method};
use crate::calibrate::scores::temperature::Temperature;
use crate::calibrate::suspicion::{self, design_effect, guarded};
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
    /// The probability of the label decided, by item, by a consensus that is held back from being too sure; empty where gold
    /// taught how to read the fit's own.
    pub cautious: Vec<f64>,
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

    /// Returns the chance that the consensus label of `item` is right; `None` without a label.
    ///
    /// Clamped gold is 1. All else is as gold taught to read it; where gold could not, it is the probability of the same label
    /// by a consensus that is held back ([`guarded`]) and grants raters a blind spot that all of them share, since the fit's own
    /// is far too sure of itself.
    pub fn confidence(&self, item: usize, gold: Option<u16>) -> Option<f64> {
        let decided = self.fit.decisions.get(item).copied().flatten()?;
        if gold.is_some() {
            return Some(1.0);
        }
        let taught = self.honesty().and_then(|honesty| honesty.confidence(self.fit.posteriors.row(item), decided));
        taught.or_else(|| self.cautious.get(item).copied())
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
    let tried = rule.methods.iter().map(honest).collect();
    let mut settled = Settled { tried, choice, fit, without_history, cautious: Vec::new() };
    if settled.honesty().is_none_or(|honesty| honesty.all_folds_temperature.is_none()) {
        settled.cautious = cautious(ratings, options, &settled.fit);
    }
    settled
}

/// The share of items on which all raters are taken to share a blind spot, so that what they say tells nothing, where no gold
/// says how large it is. Measured on four public sets of raters with their gold hidden, a held-back consensus was right on 5
/// to 15 in 100 items fewer than it claimed.
const BLIND: f64 = 0.1;

/// Returns by item how probable the label that was decided is, held back; 0 where there is none.
///
/// Where nothing is known of judges from before, that is what a held-back consensus of all says. Where history is, which that
/// does not know, it is the fit's own word at the temperature of the item's design effect. Either way blind spots are granted.
fn cautious(ratings: &Ratings, options: &Options<'_>, fit: &Fit) -> Vec<f64> {
    let of_label = |row: &[f64], decided: &Option<u16>| {
        let own = decided.and_then(|label| row.get(usize::from(label)).copied());
        own.map_or(0.0, |own| (1.0 - BLIND) * own + BLIND / row.len() as f64)
    };
    if options.history.is_some() {
        let cooled = |(item, row): (usize, &[f64])| Temperature(design_effect(ratings.range(item).len())).apply(row);
        let rows = fit.posteriors.rows().enumerate().map(cooled);
        return rows.zip(&fit.decisions).map(|(row, decided)| of_label(&row, decided)).collect();
    }
    let gold = if options.gold.iter().any(Option::is_some) { options.gold } else { &[] };
    let held_back = guarded(ratings, &suspicion::Known { gold, expected: &[] });
    held_back.posteriors.iter().zip(&fit.decisions).map(|(row, decided)| of_label(row, decided)).collect()
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
