//! GLAD: a judge's ability meets an item's difficulty.

use super::em::stalls;
use super::fit::{decide, fill_unrated, mean_row, summarize};
use super::posteriors::{one_hot, softmax};
use super::{Fit, Method, Options, Posteriors, Unfit};
use crate::calibrate::Ratings;

/// The model of Whitehill, Ruvolo, Wu, Bergsma & Movellan (NIPS 2009): a rating is right with chance
/// σ(ability · e^ease), and errs evenly.
///
/// Abilities and eases have normal priors of mean 1 and variance 1, labels are held equally common (the authors' and
/// crowd-kit's conventions). Each iteration is an expectation step and two safeguarded Newton steps, one over abilities
/// and one over eases; no step is taken that lowers the objective, so the likelihood reported (with its priors) climbs.
pub struct Glad;

/// No Newton step is longer than this: the curvature is only known near by.
const STEP_MAX: f64 = 1.0;
/// So often a step that went too far is halved before it is given up.
const HALVINGS: usize = 4;
/// Mean of the normal priors of ability and of ease.
const PRIOR_MEAN: f64 = 1.0;

impl Method for Glad {
    fn name(&self) -> &'static str {
        "glad"
    }

    fn about(&self) -> &'static str {
        "every judge has an ability and every item a difficulty (Whitehill et al. 2009)"
    }

    fn fit(&self, ratings: &Ratings, options: &Options<'_>) -> Result<Fit, Unfit> {
        let mut model = Model::new(ratings);
        let mut posteriors = Posteriors::new(ratings.items(), ratings.labels());
        let mut history: Vec<f64> = Vec::new();
        let mut converged = options.tolerance.map(|_| false);
        let mut iterations = 0;
        for _ in 0..options.iterations {
            let likelihood = model.expect(ratings, options, &mut posteriors);
            let stalled = stalls(&history, likelihood, options.tolerance);
            history.push(likelihood);
            if stalled {
                converged = Some(true);
                break;
            }
            model.learn_abilities(ratings, &posteriors);
            model.learn_eases(ratings, &posteriors);
            iterations += 1;
        }
        if converged != Some(true) {
            history.push(model.expect(ratings, options, &mut posteriors));
        }
        let class_shares = mean_row(ratings, &posteriors);
        fill_unrated(ratings, options, &class_shares, &mut posteriors);
        let (decisions, ties) = decide(ratings, options, &posteriors);
        let judges = summarize(ratings, &posteriors, |judge| model.abilities.get(judge).copied());
        let method = self.name();
        let log_likelihood = history;
        Ok(Fit {
            method,
            posteriors,
            decisions,
            ties,
            class_shares,
            judges,
            confusions: None,
            iterations,
            log_likelihood,
            converged,
        })
    }
}

struct Model {
    abilities: Vec<f64>,
    /// By item: the logarithm of what multiplies the ability; high is easy.
    eases: Vec<f64>,
    /// How many wrong answers there are.
    others: f64,
}

impl Model {
    fn new(ratings: &Ratings) -> Model {
        let others = ratings.labels().saturating_sub(1).max(1) as f64;
        Model { abilities: vec![PRIOR_MEAN; ratings.judges()], eases: vec![PRIOR_MEAN; ratings.items()], others }
    }

    fn ability(&self, judge: u32) -> f64 {
        self.abilities.get(judge as usize).copied().unwrap_or(PRIOR_MEAN)
    }

    /// Estimates every row and returns the observed log-likelihood with the logarithm of the priors.
    fn expect(&self, ratings: &Ratings, options: &Options<'_>, posteriors: &mut Posteriors) -> f64 {
        let even = -(ratings.labels().max(1) as f64).ln();
        let evenly = self.others.ln();
        let mut total: f64 = self.abilities.iter().map(|ability| log_prior(*ability)).sum();
        for ((item, row), ease) in posteriors.rows_mut().enumerate().zip(&self.eases) {
            total += log_prior(*ease);
            let (judges, labels) = ratings.of(item);
            if judges.is_empty() {
                continue;
            }
            row.fill(even);
            let factor = ease.exp();
            for (judge, label) in judges.iter().zip(labels) {
                let strength = self.ability(*judge) * factor;
                if let Some(cell) = row.get_mut(usize::from(*label)) {
                    *cell += strength + evenly;
                }
                total -= softplus(strength) + evenly;
            }
            let gold = options.gold_of(item, ratings.labels());
            match gold.and_then(|gold| row.get(usize::from(gold)).copied().map(|joint| (gold, joint))) {
                Some((gold, joint)) => {
                    one_hot(row, gold);
                    total += joint;
                }
                None => total += softmax(row),
            }
        }
        total
    }

    /// Takes one Newton step for every judge; a judge whose objective it would lower keeps a part of the step, or none.
    fn learn_abilities(&mut self, ratings: &Ratings, posteriors: &Posteriors) {
        let mut slopes: Vec<(f64, f64)> = self.abilities.iter().map(|ability| (PRIOR_MEAN - ability, 1.0)).collect();
        self.each_rating(ratings, posteriors, |judge, ability, factor, right| {
            let chance = sigmoid(ability * factor);
            if let Some((slope, curve)) = slopes.get_mut(judge as usize) {
                *slope += (right - chance) * factor;
                *curve += chance * (1.0 - chance) * factor * factor;
            }
        });
        let mut steps: Vec<f64> =
            slopes.iter().map(|(slope, curve)| (slope / curve).clamp(-STEP_MAX, STEP_MAX)).collect();
        for halving in 0..=HALVINGS {
            let worse = self.worse_judges(ratings, posteriors, &steps);
            if !worse.contains(&true) {
                break;
            }
            let kept = if halving == HALVINGS { 0.0 } else { 0.5 };
            steps.iter_mut().zip(worse).filter(|(_, worse)| *worse).for_each(|(step, _)| *step *= kept);
        }
        self.abilities.iter_mut().zip(&steps).for_each(|(ability, step)| *ability += step);
    }

    /// Tells by judge whether its step would lower its objective.
    fn worse_judges(&self, ratings: &Ratings, posteriors: &Posteriors, steps: &[f64]) -> Vec<bool> {
        let moved = |ability: f64, step: f64| log_prior(ability + step) - log_prior(ability);
        let mut gains: Vec<f64> = self.abilities.iter().zip(steps).map(|(a, s)| moved(*a, *s)).collect();
        self.each_rating(ratings, posteriors, |judge, ability, factor, right| {
            let judge = judge as usize;
            if let (Some(gain), Some(step)) = (gains.get_mut(judge), steps.get(judge)) {
                let (old, new) = (ability * factor, (ability + step) * factor);
                *gain += right * (new - old) - (softplus(new) - softplus(old));
            }
        });
        gains.iter().map(|gain| *gain < 0.0).collect()
    }

    /// Walks over all ratings with the judge, its ability, the item's factor and the chance that the rating is right.
    fn each_rating(&self, ratings: &Ratings, posteriors: &Posteriors, mut visit: impl FnMut(u32, f64, f64, f64)) {
        for ((item, row), ease) in posteriors.rows().enumerate().zip(&self.eases) {
            let (judges, labels) = ratings.of(item);
            let factor = ease.exp();
            for (judge, label) in judges.iter().zip(labels) {
                visit(*judge, self.ability(*judge), factor, row.get(usize::from(*label)).copied().unwrap_or(0.0));
            }
        }
    }

    /// Takes one step for every item: Newton with the expected curvature, halved until the item's objective climbs.
    fn learn_eases(&mut self, ratings: &Ratings, posteriors: &Posteriors) {
        let mut votes: Vec<(f64, f64)> = Vec::new();
        for ((item, row), ease) in posteriors.rows().enumerate().zip(&mut self.eases) {
            let (judges, labels) = ratings.of(item);
            votes.clear();
            votes.extend(judges.iter().zip(labels).map(|(judge, label)| {
                let ability = self.abilities.get(*judge as usize).copied().unwrap_or(PRIOR_MEAN);
                (ability, row.get(usize::from(*label)).copied().unwrap_or(0.0))
            }));
            if !votes.is_empty() {
                *ease = climb_ease(*ease, &votes);
            }
        }
    }
}

/// Returns a better ease for an item with these abilities and chances of being right, or the same.
fn climb_ease(ease: f64, votes: &[(f64, f64)]) -> f64 {
    let factor = ease.exp();
    let (mut slope, mut curve, mut here) = (PRIOR_MEAN - ease, 1.0, log_prior(ease));
    for (ability, right) in votes {
        let strength = ability * factor;
        let tail = (-strength.abs()).exp();
        let chance = if strength >= 0.0 { 1.0 / (1.0 + tail) } else { tail / (1.0 + tail) };
        slope += (right - chance) * strength;
        curve += chance * (1.0 - chance) * strength * strength;
        here += right * strength - (strength.max(0.0) + tail.ln_1p());
    }
    let mut step = (slope / curve).clamp(-STEP_MAX, STEP_MAX);
    for _ in 0..=HALVINGS {
        let factor = (ease + step).exp();
        let objective = |(ability, right): &(f64, f64)| right * ability * factor - softplus(ability * factor);
        let there = log_prior(ease + step) + votes.iter().map(objective).sum::<f64>();
        if there >= here {
            return ease + step;
        }
        step *= 0.5;
    }
    ease
}

fn log_prior(value: f64) -> f64 {
    -0.5 * (value - PRIOR_MEAN) * (value - PRIOR_MEAN)
}

fn sigmoid(value: f64) -> f64 {
    1.0 / (1.0 + (-value).exp())
}

/// Returns ln(1 + eˣ) without overflow.
fn softplus(value: f64) -> f64 {
    value.max(0.0) + (-value.abs()).exp().ln_1p()
}
