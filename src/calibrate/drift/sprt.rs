//! Good or bad, decided with as few decisions as the two risks allow (Wald 1945).

use serde::Serialize;

use super::cusum::{ChartFault, check_rates, step};

/// A sequential probability ratio test of two rates of errors.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Sprt {
    /// The rate of errors that is good enough.
    pub good: f64,
    /// The rate that is not.
    pub bad: f64,
    /// The risk of calling a good judge bad.
    pub alpha: f64,
    /// The risk of calling a bad judge good.
    pub beta: f64,
}

/// What the test says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SprtDecision {
    /// The rate is the good one.
    Good,
    /// The rate is the bad one.
    Bad,
    /// There are too few decisions to say.
    Undecided,
}

/// What a series did to the test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SprtRun {
    /// What was decided, at the first bound that was reached.
    pub decision: SprtDecision,
    /// The decision of the series at which it was, from 0.
    pub at: Option<usize>,
    /// The log-likelihood ratio of the whole series.
    pub last: f64,
    /// How many decisions the series has.
    pub n: u64,
}

impl Sprt {
    /// Makes a test.
    ///
    /// # Errors
    /// Refuses rates that are equal or not within 0 and 1, and risks that are not above 0 and below a half.
    pub fn new(good: f64, bad: f64, alpha: f64, beta: f64) -> Result<Sprt, ChartFault> {
        check_rates(good, bad)?;
        let fits = |risk: f64| risk > 0.0 && risk < 0.5;
        if fits(alpha) && fits(beta) { Ok(Sprt { good, bad, alpha, beta }) } else { Err(ChartFault::Limits) }
    }

    /// Returns the bound from which the judge is called bad, ln((1 − β)/α).
    pub fn upper(&self) -> f64 {
        ((1.0 - self.beta) / self.alpha).ln()
    }

    /// Returns the bound down to which the judge is called good, ln(β/(1 − α)).
    pub fn lower(&self) -> f64 {
        (self.beta / (1.0 - self.alpha)).ln()
    }

    /// Runs over a series of decisions, in order: whether each was wrong.
    pub fn run(&self, wrong: impl IntoIterator<Item = bool>) -> SprtRun {
        let (upper, lower) = (self.upper(), self.lower());
        let mut run = SprtRun { decision: SprtDecision::Undecided, at: None, last: 0.0, n: 0 };
        for (at, wrong) in wrong.into_iter().enumerate() {
            run.last += step(self.good, self.bad, wrong);
            run.n += 1;
            let decision = match run.last {
                sum if sum >= upper => SprtDecision::Bad,
                sum if sum <= lower => SprtDecision::Good,
                _ => continue,
            };
            if run.at.is_none() {
                (run.decision, run.at) = (decision, Some(at));
            }
        }
        run
    }
}
