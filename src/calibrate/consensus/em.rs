//! Expectation–maximization over the table of ratings, for every method that is a channel from truth to answer.
//!
//! One pass over the ratings does both steps: a row of logarithms is summed and made a posterior (E), and while the
//! item is still in the cache its posterior is counted for the judges who rated it (M). What the pass sums on the way
//! is the true observed log-likelihood, and that alone decides when to stop: a bound that may fall is not asked.

use super::fit::fill_unrated;
use super::posteriors::{one_hot, softmax};
use super::{Options, Posteriors, votes};
use crate::calibrate::Ratings;

/// No probability is estimated lower than this, so that no answer is ever impossible (crowd-kit's convention).
pub(super) const FLOOR: f64 = 1e-10;

/// So many ratings of a judge, as the votes show them, stand beside its history where a climb starts. The votes of judges who
/// lean together would else outnumber what is known of them, and the climb would end where they are right.
pub(super) const START_RATINGS: f64 = 2.0;

/// What a method believes of judges: how a true label becomes an answer, and how that is learnt from posteriors.
pub(super) trait Channel {
    /// Adds to `row` the logarithm of the chance that `judge` says `label`, for every true label; what is equal for all
    /// true labels may be returned instead.
    fn weigh(&self, judge: u32, label: u16, row: &mut [f64]) -> f64;

    /// Counts one rating whose item has this posterior.
    fn count(&mut self, judge: u32, label: u16, posterior: &[f64]);

    /// Shrinks what was counted to [`START_RATINGS`] a judge, so that what is known of judges from before decides where the
    /// climb starts; only a channel that knows such things must.
    fn fade(&mut self) {}

    /// Estimates the channel from what was counted, and forgets the counts.
    fn update(&mut self);

    /// Returns the logarithm of the prior of the current estimate, up to a constant.
    fn log_prior(&self) -> f64;
}

/// Where the climb starts, and what it learns of label shares.
pub(super) enum Start {
    /// At the vote shares; label shares are learnt.
    Votes,
    /// At the channel as it is; every label is held equally common.
    Channel,
}

/// Where a climb came to.
pub(super) struct Summit {
    pub(super) posteriors: Posteriors,
    pub(super) class_shares: Vec<f64>,
    pub(super) iterations: u32,
    pub(super) log_likelihood: Vec<f64>,
    pub(super) converged: Option<bool>,
}

/// Runs the iterations that `options` asks for.
pub(super) fn climb<C: Channel>(ratings: &Ratings, options: &Options<'_>, start: &Start, channel: &mut C) -> Summit {
    let mut posteriors;
    let mut mass = vec![0.0; ratings.labels()];
    let mut classes = Classes::even(ratings.labels());
    match start {
        Start::Votes => {
            posteriors = votes::share_votes(ratings, options, None);
            count_all(ratings, channel, &posteriors, &mut mass);
            classes.learn(&mut mass, options.prior.class);
            if options.history.is_some() {
                channel.fade();
            }
            channel.update();
        }
        Start::Channel => posteriors = Posteriors::new(ratings.items(), ratings.labels()),
    }
    let mut history: Vec<f64> = Vec::new();
    let mut converged = options.tolerance.map(|_| false);
    let mut iterations = 0;
    for _ in 0..options.iterations {
        let prior = channel.log_prior() + classes.log_prior(options.prior.class);
        let likelihood = prior + pass(ratings, options, channel, &classes.logs, &mut posteriors, &mut mass);
        let stalled = stalls(&history, likelihood, options.tolerance);
        history.push(likelihood);
        if matches!(start, Start::Votes) {
            classes.learn(&mut mass, options.prior.class);
        }
        mass.fill(0.0);
        channel.update();
        iterations += 1;
        if stalled {
            converged = Some(true);
            break;
        }
    }
    let prior = channel.log_prior() + classes.log_prior(options.prior.class);
    history.push(prior + likelihood(ratings, options, channel, &classes.logs));
    if iterations == 0 && matches!(start, Start::Channel) {
        pass(ratings, options, channel, &classes.logs, &mut posteriors, &mut mass);
    }
    fill_unrated(ratings, options, &classes.shares, &mut posteriors);
    Summit { posteriors, class_shares: classes.shares, iterations, log_likelihood: history, converged }
}

/// Tells whether the likelihood gained no more than the tolerated share of itself.
pub(super) fn stalls(history: &[f64], likelihood: f64, tolerance: Option<f64>) -> bool {
    match (history.last(), tolerance) {
        (Some(last), Some(tolerance)) => likelihood - last <= tolerance * last.abs(),
        _ => false,
    }
}

/// How common every label is.
struct Classes {
    shares: Vec<f64>,
    logs: Vec<f64>,
}

impl Classes {
    fn even(labels: usize) -> Classes {
        let share = 1.0 / labels.max(1) as f64;
        Classes { shares: vec![share; labels], logs: vec![share.ln(); labels] }
    }

    /// Estimates the shares from the mass of posteriors and empties it; without mass they stay as they are.
    fn learn(&mut self, mass: &mut [f64], pseudo: f64) {
        let total: f64 = mass.iter().sum::<f64>() + pseudo * mass.len() as f64;
        if total > 0.0 {
            for ((share, log), value) in self.shares.iter_mut().zip(&mut self.logs).zip(mass.iter()) {
                *share = (value + pseudo) / total;
                *log = share.max(FLOOR).ln();
            }
        }
        mass.fill(0.0);
    }

    fn log_prior(&self, pseudo: f64) -> f64 {
        if pseudo > 0.0 { pseudo * self.logs.iter().sum::<f64>() } else { 0.0 }
    }
}

/// Counts all rows as they are.
fn count_all<C: Channel>(ratings: &Ratings, channel: &mut C, posteriors: &Posteriors, mass: &mut [f64]) {
    for (item, row) in posteriors.rows().enumerate() {
        let (judges, labels) = ratings.of(item);
        for (judge, label) in judges.iter().zip(labels) {
            channel.count(*judge, *label, row);
        }
        mass.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
    }
}

/// Estimates every row from the channel, counts it, and returns the observed log-likelihood of the channel.
fn pass<C: Channel>(
    ratings: &Ratings,
    options: &Options<'_>,
    channel: &mut C,
    classes: &[f64],
    posteriors: &mut Posteriors,
    mass: &mut [f64],
) -> f64 {
    let mut total = 0.0;
    for (item, row) in posteriors.rows_mut().enumerate() {
        let (judges, labels) = ratings.of(item);
        if judges.is_empty() {
            continue;
        }
        row.copy_from_slice(classes);
        total += estimate(options.gold_of(item, ratings.labels()), judges, labels, channel, row);
        for (judge, label) in judges.iter().zip(labels) {
            channel.count(*judge, *label, row);
        }
        mass.iter_mut().zip(row.iter()).for_each(|(sum, value)| *sum += value);
    }
    total
}

/// Returns the observed log-likelihood of the channel and changes nothing.
fn likelihood<C: Channel>(ratings: &Ratings, options: &Options<'_>, channel: &C, classes: &[f64]) -> f64 {
    let mut row = vec![0.0; ratings.labels()];
    let mut total = 0.0;
    for item in 0..ratings.items() {
        let (judges, labels) = ratings.of(item);
        if !judges.is_empty() {
            row.copy_from_slice(classes);
            total += estimate(options.gold_of(item, ratings.labels()), judges, labels, channel, &mut row);
        }
    }
    total
}

/// Turns the row of label shares' logarithms into the item's posterior and returns its log-likelihood.
fn estimate<C: Channel>(gold: Option<u16>, judges: &[u32], labels: &[u16], channel: &C, row: &mut [f64]) -> f64 {
    let mut shared = 0.0;
    for (judge, label) in judges.iter().zip(labels) {
        shared += channel.weigh(*judge, *label, row);
    }
    let clamped = gold.and_then(|gold| row.get(usize::from(gold)).copied().map(|joint| (gold, joint)));
    match clamped {
        Some((gold, joint)) => {
            one_hot(row, gold);
            shared + joint
        }
        None => shared + softmax(row),
    }
}
