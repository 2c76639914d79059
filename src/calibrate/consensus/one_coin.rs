//! One coin: every judge has one chance of being right, whatever the label.

use super::em::{Channel, FLOOR, START_RATINGS, Start, climb};
use super::fit::{decide, summarize};
use super::{Fit, Method, Options, Unfit};
use crate::calibrate::Ratings;

/// The one-coin model (Zhang, Chen, Zhou & Jordan 2016), fitted by EM from the vote shares.
///
/// A judge who is not right says each of the other labels equally often.
pub struct OneCoin;

impl Method for OneCoin {
    fn name(&self) -> &'static str {
        "one_coin"
    }

    fn about(&self) -> &'static str {
        "every judge has one chance of being right, and errs evenly (Zhang et al. 2016)"
    }

    fn reads_history(&self) -> bool {
        true
    }

    fn fit(&self, ratings: &Ratings, options: &Options<'_>) -> Result<Fit, Unfit> {
        let mut coins = Coins::new(ratings, options);
        let summit = climb(ratings, options, &Start::Votes, &mut coins);
        let (decisions, ties) = decide(ratings, options, &summit.posteriors);
        let judges = summarize(ratings, &summit.posteriors, |judge| coins.judges.get(judge).map(|coin| coin.skill));
        Ok(Fit {
            method: self.name(),
            posteriors: summit.posteriors,
            decisions,
            ties,
            class_shares: summit.class_shares,
            judges,
            confusions: None,
            iterations: summit.iterations,
            log_likelihood: summit.log_likelihood,
            converged: summit.converged,
        })
    }
}

/// One judge's coin.
#[derive(Clone)]
struct Coin {
    skill: f64,
    /// The logarithm of the chance of one certain wrong answer, and how much likelier than that the right one is.
    wrong: f64,
    gain: f64,
    right: f64,
    count: f64,
    extra_right: f64,
    extra_wrong: f64,
}

struct Coins {
    judges: Vec<Coin>,
    /// How many wrong answers there are.
    others: f64,
}

impl Coins {
    fn new(ratings: &Ratings, options: &Options<'_>) -> Coins {
        let labels = ratings.labels();
        let coin = |judge: usize| {
            let (mut right, mut wrong) = (options.prior.right.max(0.0), options.prior.wrong.max(0.0));
            if let Some(history) = options.history {
                for truth in 0..labels as u16 {
                    for given in 0..labels as u16 {
                        let count = history.get(judge, truth, given);
                        *(if truth == given { &mut right } else { &mut wrong }) += count;
                    }
                }
            }
            let (skill, log) = (0.0, 0.0);
            Coin { skill, wrong: log, gain: log, right: 0.0, count: 0.0, extra_right: right, extra_wrong: wrong }
        };
        let others = labels.saturating_sub(1).max(1) as f64;
        Coins { judges: (0..ratings.judges()).map(coin).collect(), others }
    }
}

impl Channel for Coins {
    fn weigh(&self, judge: u32, label: u16, row: &mut [f64]) -> f64 {
        match (self.judges.get(judge as usize), row.get_mut(usize::from(label))) {
            (Some(coin), Some(cell)) => {
                *cell += coin.gain;
                coin.wrong
            }
            _ => 0.0,
        }
    }

    fn count(&mut self, judge: u32, label: u16, posterior: &[f64]) {
        if let (Some(coin), Some(value)) = (self.judges.get_mut(judge as usize), posterior.get(usize::from(label))) {
            coin.right += value;
            coin.count += 1.0;
        }
    }

    fn fade(&mut self) {
        for coin in self.judges.iter_mut().filter(|coin| coin.count > START_RATINGS) {
            coin.right *= START_RATINGS / coin.count;
            coin.count = START_RATINGS;
        }
    }

    fn update(&mut self) {
        for coin in &mut self.judges {
            let total = coin.count + coin.extra_right + coin.extra_wrong;
            if total > 0.0 {
                coin.skill = (coin.right + coin.extra_right) / total;
            }
            coin.wrong = ((1.0 - coin.skill) / self.others).clamp(FLOOR, 1.0 - FLOOR).ln();
            coin.gain = coin.skill.clamp(FLOOR, 1.0 - FLOOR).ln() - coin.wrong;
            (coin.right, coin.count) = (0.0, 0.0);
        }
    }

    fn log_prior(&self) -> f64 {
        let prior = |coin: &Coin| {
            let right = if coin.extra_right > 0.0 { coin.extra_right * (coin.wrong + coin.gain) } else { 0.0 };
            let wrong = if coin.extra_wrong > 0.0 { coin.extra_wrong * coin.wrong } else { 0.0 };
            right + wrong
        };
        self.judges.iter().map(prior).sum()
    }
}
