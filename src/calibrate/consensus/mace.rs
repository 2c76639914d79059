//! MACE: a judge either knows the answer or guesses from a favourite list.

use statrs::function::gamma::digamma;

use super::em::{Channel, Start, Summit, climb};
use super::fit::{decide, summarize};
use super::{Fit, Method, Options, Unfit};
use crate::calibrate::Ratings;
use crate::calibrate::intervals::random::Random;

/// The model of Hovy, Berg-Kirkpatrick, Vaswani & Hovy (NAACL 2013), fitted by variational Bayes.
///
/// Every restart begins somewhere else (they are truly different, from one seed), runs all iterations asked for, and
/// the one with the highest likelihood is kept. Variational weights sum to less than 1 and their likelihood is not
/// promised to climb, so no tolerance stops it. A judge's skill is the chance of knowing rather than guessing.
pub struct Mace;

/// Pseudo-counts of guessing and of knowing (Beta ½, ½), as in the paper.
const KNOWING_PRIOR: f64 = 0.5;
/// Pseudo-counts of every label in a judge's list of guesses (crowd-kit's convention).
const GUESS_PRIOR: f64 = 10.0;
/// Starting weights lie between 1 and this much more, before they are made to sum to 1.
const START_SPREAD: f64 = 1.5;
/// More iterations than this gain nothing that can be seen.
const ITERATIONS_MAX: u32 = 50;

impl Method for Mace {
    fn name(&self) -> &'static str {
        "mace"
    }

    fn about(&self) -> &'static str {
        "a judge either knows the answer or guesses by habit (Hovy et al. 2013)"
    }

    fn fit(&self, ratings: &Ratings, options: &Options<'_>) -> Result<Fit, Unfit> {
        let capped = Options { iterations: options.iterations.min(ITERATIONS_MAX), tolerance: None, ..*options };
        let mut random = Random::new(options.seed);
        let (mut summit, mut guessers) = run(ratings, &capped, &mut random);
        for _ in 1..options.restarts {
            let (other, others) = run(ratings, &capped, &mut random);
            if other.log_likelihood.last() > summit.log_likelihood.last() {
                (summit, guessers) = (other, others);
            }
        }
        let (decisions, ties) = decide(ratings, options, &summit.posteriors);
        let judges = summarize(ratings, &summit.posteriors, |judge| guessers.knowing(judge));
        let class_shares = super::fit::mean_row(ratings, &summit.posteriors);
        super::fit::fill_unrated(ratings, options, &class_shares, &mut summit.posteriors);
        Ok(Fit {
            method: self.name(),
            posteriors: summit.posteriors,
            decisions,
            ties,
            class_shares,
            judges,
            confusions: None,
            iterations: summit.iterations,
            log_likelihood: summit.log_likelihood,
            converged: None,
        })
    }
}

fn run(ratings: &Ratings, options: &Options<'_>, random: &mut Random) -> (Summit, Guessers) {
    let mut guessers = Guessers::new(ratings, random);
    let summit = climb(ratings, options, &Start::Channel, &mut guessers);
    (summit, guessers)
}

/// One judge's answer: what it weighs, and how often it was right.
#[derive(Clone, Copy, Default)]
struct Answer {
    /// The logarithm of guessing it, and how much likelier it is when it is true.
    guess: f64,
    gain: f64,
    /// The chance that it was known rather than guessed, when it is true.
    known: f64,
    /// How often it was given, and how often it is expected to be true.
    given: f64,
    right: f64,
}

struct Guessers {
    labels: usize,
    /// By judge and label.
    answers: Vec<Answer>,
    /// By judge: the weight of knowing, from 0 to 1.
    knows: Vec<f64>,
}

impl Guessers {
    fn new(ratings: &Ratings, random: &mut Random) -> Guessers {
        let labels = ratings.labels();
        let mut answers = vec![Answer::default(); ratings.judges() * labels];
        let mut knows = vec![0.0; ratings.judges()];
        let mut draw = || 1.0 + START_SPREAD * random.unit();
        for (judge, know) in answers.chunks_exact_mut(labels.max(1)).zip(&mut knows) {
            let (guessing, knowing) = (draw(), draw());
            *know = knowing / (guessing + knowing);
            let weights: Vec<f64> = judge.iter().map(|_| draw()).collect();
            let total: f64 = weights.iter().sum();
            for (answer, weight) in judge.iter_mut().zip(weights) {
                answer.set((1.0 - *know) * weight / total, *know);
            }
        }
        for (judge, label) in ratings.all_judges().iter().zip(ratings.all_labels()) {
            if let Some(answer) = answers.get_mut(*judge as usize * labels + usize::from(*label)) {
                answer.given += 1.0;
            }
        }
        Guessers { labels, answers, knows }
    }

    fn knowing(&self, judge: usize) -> Option<f64> {
        self.knows.get(judge).copied()
    }
}

impl Answer {
    /// Takes the weight of guessing this answer and the weight of knowing.
    fn set(&mut self, guess: f64, know: f64) {
        self.guess = guess.max(f64::MIN_POSITIVE).ln();
        self.gain = (guess + know).max(f64::MIN_POSITIVE).ln() - self.guess;
        self.known = know / (guess + know).max(f64::MIN_POSITIVE);
    }
}

impl Channel for Guessers {
    fn weigh(&self, judge: u32, label: u16, row: &mut [f64]) -> f64 {
        let answer = self.answers.get(judge as usize * self.labels + usize::from(label));
        match (answer, row.get_mut(usize::from(label))) {
            (Some(answer), Some(cell)) => {
                *cell += answer.gain;
                answer.guess
            }
            _ => 0.0,
        }
    }

    fn count(&mut self, judge: u32, label: u16, posterior: &[f64]) {
        let answer = self.answers.get_mut(judge as usize * self.labels + usize::from(label));
        if let (Some(answer), Some(value)) = (answer, posterior.get(usize::from(label))) {
            answer.right += value;
        }
    }

    fn update(&mut self) {
        let labels = self.labels.max(1);
        let (no_guess, label_prior) = (GUESS_PRIOR * labels as f64, GUESS_PRIOR);
        for (answers, know) in self.answers.chunks_exact_mut(labels).zip(&mut self.knows) {
            let known: f64 = answers.iter().map(|answer| answer.right * answer.known).sum();
            let given: f64 = answers.iter().map(|answer| answer.given).sum();
            let guessed = (given - known).max(0.0);
            let total = digamma(given + 2.0 * KNOWING_PRIOR);
            let knowing = (digamma(known + KNOWING_PRIOR) - total).exp();
            let guessing = (digamma(guessed + KNOWING_PRIOR) - total).exp();
            let all_guesses = digamma(guessed + no_guess);
            for answer in answers.iter_mut() {
                let guesses = (answer.given - answer.right * answer.known).max(0.0);
                let share = (digamma(guesses + label_prior) - all_guesses).exp();
                answer.set(guessing * share, knowing);
                answer.right = 0.0;
            }
            *know = (known + KNOWING_PRIOR) / (given + 2.0 * KNOWING_PRIOR);
        }
    }

    fn log_prior(&self) -> f64 {
        0.0
    }
}
