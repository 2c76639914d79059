//! The rate of errors of late: a mean that forgets (Roberts 1959).

use serde::Serialize;

use super::cusum::ChartFault;

/// An exponentially weighted moving average of decisions that are right or wrong, with limits around the usual rate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Ewma {
    /// The usual rate of errors, where the mean starts.
    pub usual: f64,
    /// The weight of the newest decision, above 0 up to 1.
    pub weight: f64,
    /// How many standard errors the limits lie from the usual rate.
    pub width: f64,
}

/// One decision on the chart.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct EwmaPoint {
    /// The mean after it.
    pub mean: f64,
    /// The lower limit, 0 at least.
    pub low: f64,
    /// The upper limit, 1 at most.
    pub high: f64,
}

impl EwmaPoint {
    /// Tells whether the mean lies outside of its limits.
    pub fn is_out(&self) -> bool {
        self.mean > self.high || self.mean < self.low
    }
}

impl Ewma {
    /// Makes a chart.
    ///
    /// # Errors
    /// Refuses a usual rate outside 0 to 1, a weight that is not above 0 and at most 1, and a width that is not above 0.
    pub fn new(usual: f64, weight: f64, width: f64) -> Result<Ewma, ChartFault> {
        if !(0.0..=1.0).contains(&usual) {
            return Err(ChartFault::Rates);
        }
        let fits = weight > 0.0 && weight <= 1.0 && width > 0.0 && width.is_finite();
        if fits { Ok(Ewma { usual, weight, width }) } else { Err(ChartFault::Limits) }
    }

    /// Runs over a series of decisions, in order: whether each was wrong; one point for each.
    ///
    /// The limits are those of the t-th mean, usual ± L·√(p(1 − p)·λ/(2 − λ)·(1 − (1 − λ)^2t)), narrower at the start.
    pub fn run(&self, wrong: impl IntoIterator<Item = bool>) -> impl Iterator<Item = EwmaPoint> {
        let (kept, usual) = (1.0 - self.weight, self.usual);
        let variance = usual * (1.0 - usual) * self.weight / (2.0 - self.weight);
        let (width, weight) = (self.width, self.weight);
        wrong.into_iter().scan((usual, 1.0), move |(mean, forgotten), wrong| {
            *mean = kept * *mean + weight * f64::from(u8::from(wrong));
            *forgotten *= kept * kept;
            let half = width * (variance * (1.0 - *forgotten)).sqrt();
            Some(EwmaPoint { mean: *mean, low: (usual - half).max(0.0), high: (usual + half).min(1.0) })
        })
    }
}
