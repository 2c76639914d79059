//! What a fitted method knows: of every item, and of every judge.

use super::posteriors::TIE_WIDTH;
use super::{Options, Posteriors, Tie};
use crate::calibrate::intervals::wilson_of;
use crate::calibrate::{Figure, Ratings};

/// A fitted consensus.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// The method's name.
    pub method: &'static str,
    /// The probability of every label for every item. An item without a rating and without gold has the label shares
    /// of the others (a probability, no decision).
    pub posteriors: Posteriors,
    /// The consensus label by item; `None` where nobody rated and gold is silent, or a tie is left open.
    pub decisions: Vec<Option<u16>>,
    /// How many items had two or more labels that were equally probable (within 1e-9).
    pub ties: u64,
    /// The share of every label among rated items, as the method estimates it.
    pub class_shares: Vec<f64>,
    /// What is known of every judge.
    pub judges: Vec<JudgeSummary>,
    /// How each true label comes out, by judge; only of methods that estimate it.
    pub confusions: Option<Confusions>,
    /// How many iterations ran.
    pub iterations: u32,
    /// The observed log-likelihood (natural logarithm) before the first iteration, after it, after the second, …;
    /// with priors their logarithm is in it. Empty for methods that have none.
    pub log_likelihood: Vec<f64>,
    /// Whether the likelihood had stopped climbing; `None` where a fixed number of iterations was asked for.
    pub converged: Option<bool>,
}

/// What a fit knows of one judge.
#[derive(Debug, Clone, PartialEq)]
pub struct JudgeSummary {
    /// How many ratings the judge gave.
    pub ratings: u64,
    /// The expected share of the judge's ratings that are right if the fit's probabilities are: an estimate from
    /// consensus, never from gold alone. Wilson interval on the expected count; n is the ratings.
    pub accuracy: Figure,
    /// The method's own number of the judge: a weight (`wawa`, `zero_based_skill`), a chance of being right
    /// (`one_coin`), of knowing (`mace`), an ability around 1 (`glad`), a quality (`crowdlab`); `None` where there is none.
    pub skill: Option<f64>,
}

/// Every judge's table of how true labels come out.
#[derive(Debug, Clone, PartialEq)]
pub struct Confusions {
    pub(super) labels: usize,
    /// By judge, given label, true label.
    pub(super) rates: Vec<f64>,
    /// By judge, true label.
    pub(super) mass: Vec<f64>,
}

impl Confusions {
    /// Returns the chance that `judge` says `given` where `truth` is true, 0 outside the table.
    ///
    /// It rests on [`Confusions::mass`] ratings; where that is 0 the row is only a convention (even among the labels
    /// the judge ever used).
    pub fn rate(&self, judge: usize, truth: u16, given: u16) -> f64 {
        if usize::from(truth) >= self.labels || usize::from(given) >= self.labels {
            return 0.0;
        }
        let at = (judge * self.labels + usize::from(given)) * self.labels + usize::from(truth);
        self.rates.get(at).copied().unwrap_or(0.0)
    }

    /// Returns how many ratings of `judge` are expected to be of items that are truly `truth`, prior counts included.
    pub fn mass(&self, judge: usize, truth: u16) -> f64 {
        if usize::from(truth) >= self.labels {
            return 0.0;
        }
        self.mass.get(judge * self.labels + usize::from(truth)).copied().unwrap_or(0.0)
    }
}

/// Decides every row that is rated or clamped by its most probable label, and counts the ties.
pub(super) fn decide(ratings: &Ratings, options: &Options<'_>, posteriors: &Posteriors) -> (Vec<Option<u16>>, u64) {
    let mut ties = 0;
    let decisions = posteriors.rows().enumerate().map(|(item, row)| {
        if ratings.range(item).is_empty() && options.gold_of(item, ratings.labels()).is_none() {
            return None;
        }
        let (label, tied) = top(row, options.tie);
        ties += u64::from(tied);
        label
    });
    let mut decisions: Vec<Option<u16>> = decisions.collect();
    decisions.resize(ratings.items(), None);
    (decisions, ties)
}

/// Returns the most probable label of a row by the rule for ties, and whether there was a tie.
pub(super) fn top(row: &[f64], tie: Tie) -> (Option<u16>, bool) {
    let best = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut tied =
        row.iter().enumerate().filter(|(_, value)| **value >= best - TIE_WIDTH).map(|(label, _)| label as u16);
    let first = tied.next();
    let last = tied.next_back();
    match (tie, last) {
        (_, None) => (first, false),
        (Tie::First, Some(_)) => (first, true),
        (Tie::Last, Some(_)) => (last, true),
        (Tie::Open, Some(_)) => (None, true),
    }
}

/// Gives items nobody rated the label shares, and clamps gold among them.
pub(super) fn fill_unrated(ratings: &Ratings, options: &Options<'_>, shares: &[f64], posteriors: &mut Posteriors) {
    for (item, row) in posteriors.rows_mut().enumerate() {
        if ratings.range(item).is_empty() {
            match options.gold_of(item, ratings.labels()) {
                Some(label) => super::posteriors::one_hot(row, label),
                None => row.iter_mut().zip(shares).for_each(|(value, share)| *value = *share),
            }
        }
    }
}

/// Returns the mean row of rated items, even shares where there is none.
pub(super) fn mean_row(ratings: &Ratings, posteriors: &Posteriors) -> Vec<f64> {
    let mut shares = vec![0.0; ratings.labels()];
    for (item, row) in posteriors.rows().enumerate() {
        if !ratings.range(item).is_empty() {
            shares.iter_mut().zip(row).for_each(|(share, value)| *share += value);
        }
    }
    if super::posteriors::normalize(&mut shares) <= 0.0 {
        let even = 1.0 / ratings.labels().max(1) as f64;
        shares.fill(even);
    }
    shares
}

/// Summarizes every judge by the rows of what it rated; `skill` gives the method's own number.
pub(super) fn summarize(
    ratings: &Ratings,
    posteriors: &Posteriors,
    skill: impl Fn(usize) -> Option<f64>,
) -> Vec<JudgeSummary> {
    let mut sums = vec![(0_u64, 0.0); ratings.judges()];
    for (item, row) in posteriors.rows().enumerate() {
        let (judges, labels) = ratings.of(item);
        for (judge, label) in judges.iter().zip(labels) {
            if let (Some((count, right)), Some(value)) = (sums.get_mut(*judge as usize), row.get(usize::from(*label))) {
                *count += 1;
                *right += value;
            }
        }
    }
    let summary = |(judge, (count, right)): (usize, &(u64, f64))| JudgeSummary {
        ratings: *count,
        accuracy: share(*right, *count),
        skill: skill(judge).filter(|_| *count > 0),
    };
    sums.iter().enumerate().map(summary).collect()
}

/// Makes the share of `right` among `n` with its Wilson interval at 95 % (Wilson 1927); `right` may be an expected count.
pub(super) fn share(right: f64, n: u64) -> Figure {
    if n == 0 {
        return Figure::undefined(0, "no rating to judge by");
    }
    let share = (right / n as f64).clamp(0.0, 1.0);
    Figure::new(share, wilson_of(share, n as f64), n, "wilson")
}
