//! What a consensus method is, and what it may be told.

use super::{Fit, Posteriors};
use crate::calibrate::Ratings;

/// One way to make consensus of ratings.
pub trait Method: Sync {
    /// Returns the method's name, as users write it.
    fn name(&self) -> &'static str;

    /// Returns in one plain sentence what the method believes of judges, with its source.
    fn about(&self) -> &'static str;

    /// Tells whether the method starts from what judges did before ([`Options::history`]).
    fn reads_history(&self) -> bool {
        false
    }

    /// Fits the method to the ratings.
    ///
    /// # Errors
    /// Says in plain words why the method cannot be fitted, such as a model's probabilities that it needs and lacks.
    fn fit(&self, ratings: &Ratings, options: &Options<'_>) -> Result<Fit, Unfit>;
}

/// Why a method cannot be fitted to these ratings, in plain words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unfit(pub &'static str);

/// What a method that needs a model says where it is given none.
const NO_MODEL: Unfit = Unfit("it needs a model's probabilities, and none are given");

/// What every method may be told; a method passes over what does not concern it.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// Gold by item, `None` where unknown: these rows are clamped and stay one-hot.
    pub gold: &'a [Option<u16>],
    /// What judges did before; read by methods that say so ([`Method::reads_history`]).
    pub history: Option<&'a History>,
    /// Counts to start from; read by the same methods.
    pub prior: Prior,
    /// The most iterations, and the very number when there is no tolerance.
    pub iterations: u32,
    /// Stop when an iteration gains no more than this share of the observed log-likelihood; `None` runs them all.
    pub tolerance: Option<f64>,
    /// Where random starts come from; read by `mace`.
    pub seed: u64,
    /// How many random starts; the likeliest one is kept; read by `mace`.
    pub restarts: u32,
    /// What an equal number of votes means.
    pub tie: Tie,
    /// A model's probabilities, or why there are none; read by `crowdlab`. A row of zeros: the model says nothing of the
    /// item. The model must not have learnt from this gold, and must not be one of the judges too.
    pub model: Result<&'a Posteriors, Unfit>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Options {
            gold: &[],
            history: None,
            prior: Prior::default(),
            iterations: 100,
            tolerance: Some(1e-6),
            seed: 1,
            restarts: 5,
            tie: Tie::First,
            model: Err(NO_MODEL),
        }
    }
}

impl Options<'_> {
    /// Returns the gold of `item`, if it is known and one of the `labels`.
    pub fn gold_of(&self, item: usize, labels: usize) -> Option<u16> {
        self.gold.get(item).copied().flatten().filter(|label| usize::from(*label) < labels)
    }
}

/// What two labels that are equally probable mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tie {
    /// The label that stands first in the caller's order wins.
    #[default]
    First,
    /// The label that stands last wins: the stricter one, where labels are ordered by severity.
    Last,
    /// Nobody wins: the item has no consensus label.
    Open,
}

impl Tie {
    /// Returns the rule's name in data: `first`, `last` or `none`.
    pub fn name(self) -> &'static str {
        match self {
            Tie::First => "first",
            Tie::Last => "last",
            Tie::Open => "none",
        }
    }
}

/// Counts that are added before rates are estimated (Dirichlet priors); all zero is plain maximum likelihood.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Prior {
    /// Added for every judge and label to "said what is true".
    pub right: f64,
    /// Added for every judge and pair of labels to "said this when that is true".
    pub wrong: f64,
    /// Added to every label's number of items.
    pub class: f64,
}

/// What judges answered before on items whose truth is known: counts by judge, true label, given label.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    judges: usize,
    labels: usize,
    counts: Vec<f64>,
}

impl History {
    /// Makes a history without a count.
    pub fn new(judges: usize, labels: usize) -> History {
        History { judges, labels, counts: vec![0.0; judges * labels * labels] }
    }

    /// Adds `count` answers `given` of `judge` on items that are truly `truth`; outside the table nothing happens.
    pub fn add(&mut self, judge: usize, truth: u16, given: u16, count: f64) {
        let (truth, given) = (usize::from(truth), usize::from(given));
        if judge >= self.judges || truth >= self.labels || given >= self.labels || count.is_nan() {
            return;
        }
        if let Some(cell) = self.counts.get_mut((judge * self.labels + truth) * self.labels + given) {
            *cell += count.max(0.0);
        }
    }

    /// Tells whether judges err in one direction rather than evenly: whether tables of what is said where something else is
    /// true, one of each judge or one of all together, explain what they did better than a chance of being right does, by
    /// more than so many numbers would by chance (Schwarz 1978).
    pub fn errs_one_way(&self) -> bool {
        let labels = self.labels.max(1);
        let judges = || self.counts.chunks_exact(labels * labels);
        let mut together = vec![0.0; labels * labels];
        judges().for_each(|table| together.iter_mut().zip(table).for_each(|(sum, count)| *sum += count));
        surplus(&together, labels) > 0.0 || judges().map(|table| surplus(table, labels)).sum::<f64>() > 0.0
    }

    /// Returns how often `judge` said `given` where `truth` was true.
    pub fn get(&self, judge: usize, truth: u16, given: u16) -> f64 {
        let (truth, given) = (usize::from(truth), usize::from(given));
        if judge >= self.judges || truth >= self.labels || given >= self.labels {
            return 0.0;
        }
        self.counts.get((judge * self.labels + truth) * self.labels + given).copied().unwrap_or(0.0)
    }
}

/// How much better a table of counts, by true and given label, is explained by its own rates than by one chance of being right:
/// twice the gain in log-likelihood, less what as many numbers gain by chance.
fn surplus(table: &[f64], labels: usize) -> f64 {
    let term = |part: f64, whole: f64| if part > 0.0 { part * (part / whole).ln() } else { 0.0 };
    let n: f64 = table.iter().sum();
    let right: f64 = table.iter().step_by(labels + 1).sum();
    let others = labels.saturating_sub(1).max(1) as f64;
    let even = term(right, n) + term(n - right, n * others);
    let rows = table.chunks_exact(labels).filter(|row| row.iter().sum::<f64>() > 0.0);
    let whole: f64 = rows.clone().map(|row| row.iter().map(|part| term(*part, row.iter().sum())).sum::<f64>()).sum();
    let numbers = rows.count() as f64 * others - 1.0;
    2.0 * (whole - even) - numbers.max(0.0) * n.max(1.0).ln()
}
