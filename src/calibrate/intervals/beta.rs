//! The beta distribution: what is believed about a share after counting.

use serde::Serialize;
use statrs::function::gamma::ln_gamma;

use crate::calibrate::Figure;

/// Returns I_x(a, b), the share of the beta distribution below `x`; `a` and `b` above 0.
///
/// The continued fraction of Didonato and Morris, by Lentz's method. It is our own because `statrs` stops after 140
/// terms, which is too early once a + b passes some ten thousand: terms needed grow as √max(a, b).
pub fn beta_share(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return if x <= 0.0 { 0.0 } else { 1.0 };
    }
    let front = (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (-x).ln_1p()).exp();
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(a, b, x) / a
    } else {
        1.0 - front * fraction(b, a, 1.0 - x) / b
    }
}

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let tiny = 1e-300;
    let lift = |v: f64| if v.abs() < tiny { tiny } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / lift(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for term in 1..200_000 {
        let m = f64::from(term);
        let even = m * (b - m) * x / ((a - 1.0 + 2.0 * m) * (a + 2.0 * m));
        d = 1.0 / lift(1.0 + even * d);
        c = lift(1.0 + even / c);
        value *= c * d;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 1.0 + 2.0 * m));
        d = 1.0 / lift(1.0 + odd * d);
        c = lift(1.0 + odd / c);
        value *= c * d;
        if (c * d - 1.0).abs() < 4e-16 {
            break;
        }
    }
    value
}

/// Returns the point of the beta distribution below which the share `share` (0 to 1) lies.
///
/// Newton's steps, kept within a bracket that halves whenever a step would leave it.
pub fn beta_quantile(a: f64, b: f64, share: f64) -> f64 {
    if share <= 0.0 || share >= 1.0 {
        return if share <= 0.0 { 0.0 } else { 1.0 };
    }
    let front = ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b);
    let (mut low, mut high, mut x) = (0.0_f64, 1.0_f64, a / (a + b));
    for _ in 0..200 {
        let miss = beta_share(a, b, x) - share;
        if miss > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let density = (front + (a - 1.0) * x.ln() + (b - 1.0) * (-x).ln_1p()).exp();
        let step = x - miss / density;
        let next = if step > low && step < high { step } else { 0.5 * (low + high) };
        let moved = (next - x).abs();
        x = next;
        if moved <= 1e-16 * x.max(1e-300) || high - low <= f64::EPSILON * high {
            break;
        }
    }
    x
}

/// What is believed about a share after counting `right` of `n` from an even prior, Beta(1, 1).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Posterior {
    /// The posterior's mean with its equal-tailed 95 % interval; n is the number counted.
    pub share: Figure,
    /// The first parameter, `right` + 1.
    pub alpha: f64,
    /// The second parameter, `n` − `right` + 1.
    pub beta: f64,
}

impl Posterior {
    /// Returns the point below which the share lies with chance `chance`.
    pub fn quantile(&self, chance: f64) -> f64 {
        beta_quantile(self.alpha, self.beta, chance)
    }

    /// Returns the chance that the share is `bound` or more.
    pub fn at_least(&self, bound: f64) -> f64 {
        beta_share(self.beta, self.alpha, 1.0 - bound)
    }
}

/// Returns the posterior of a share from an even prior; with nothing counted it is that prior.
pub fn posterior(right: u64, n: u64) -> Posterior {
    let (alpha, beta) = (right as f64 + 1.0, n.saturating_sub(right) as f64 + 1.0);
    let ends = (beta_quantile(alpha, beta, 0.025), beta_quantile(alpha, beta, 0.975));
    Posterior { share: Figure::new(alpha / (alpha + beta), ends, n, "beta posterior"), alpha, beta }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn quantiles_undo_shares_from_tiny_to_huge_parameters() {
        for (a, b) in [(0.5, 0.5), (1.0, 1.0), (3.0, 200.0), (8e4, 2e4), (4e6, 6e6)] {
            for share in [0.001, 0.025, 0.5, 0.975] {
                let x = beta_quantile(a, b, share);
                assert!((beta_share(a, b, x) - share).abs() < 1e-7, "{a} {b} {share} {x}");
            }
        }
        // Beta(1, n): closed form.
        assert!((beta_quantile(1.0, 20.0, 0.975) - (1.0 - 0.025_f64.powf(0.05))).abs() < 1e-14);
        // Half of a symmetric distribution.
        assert!((beta_share(5e5, 5e5, 0.5) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn nothing_counted_leaves_the_even_prior() {
        let none = posterior(0, 0);
        assert_eq!(none.share.value, Some(0.5));
        assert!((none.at_least(0.95) - 0.05).abs() < 1e-12 && (none.quantile(0.05) - 0.05).abs() < 1e-12);
    }
}
