//! Quantiles and tails of the distributions that intervals and tests rest on.

use statrs::function::{erf, gamma};

use super::beta::{beta_quantile, beta_share};

/// The standard normal's 97.5 % point.
pub const Z: f64 = 1.959_963_984_540_054;

/// Returns the share of the standard normal below `z`.
pub fn normal_share(z: f64) -> f64 {
    0.5 * erf::erfc(-z / std::f64::consts::SQRT_2)
}

/// Returns the point of the standard normal below which the share `share` (0 to 1) lies.
pub fn normal_quantile(share: f64) -> f64 {
    -std::f64::consts::SQRT_2 * erf::erfc_inv(2.0 * share.clamp(0.0, 1.0))
}

/// Returns the 97.5 % point of Student's t with `degrees` degrees of freedom, `None` below one degree.
///
/// It comes from the beta distribution of t²/(ν + t²). Above ten million degrees it is the normal's.
pub fn t_point(degrees: f64) -> Option<f64> {
    if degrees.is_nan() || degrees < 1.0 {
        return None;
    }
    if degrees > 1e7 {
        return Some(Z);
    }
    let y = beta_quantile(0.5, degrees / 2.0, 0.95);
    Some((degrees * y / (1.0 - y)).sqrt())
}

/// Returns the chance that Student's t with `degrees` degrees of freedom lies farther from 0 than `t`, either way.
pub fn t_two_sided(t: f64, degrees: f64) -> f64 {
    if degrees > 1e7 {
        return erf::erfc(t.abs() / std::f64::consts::SQRT_2);
    }
    beta_share(degrees / 2.0, 0.5, degrees / (degrees + t * t))
}

/// Returns the chance that χ² with `degrees` degrees of freedom exceeds `x`.
pub fn chi_squared_above(x: f64, degrees: f64) -> f64 {
    if x <= 0.0 { 1.0 } else { gamma::gamma_ur(degrees / 2.0, x / 2.0) }
}

/// Returns the chance that F with `above` and `below` degrees of freedom exceeds `x`.
pub fn f_above(x: f64, above: f64, below: f64) -> f64 {
    if x <= 0.0 { 1.0 } else { beta_share(below / 2.0, above / 2.0, below / (below + above * x)) }
}

/// Returns the point of F with `above` and `below` degrees of freedom below which the share `share` lies.
pub fn f_quantile(share: f64, above: f64, below: f64) -> f64 {
    let y = beta_quantile(above / 2.0, below / 2.0, share);
    below * y / (above * (1.0 - y))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9 * b.abs().max(1.0)
    }

    #[test]
    fn quantiles_are_those_of_the_printed_tables() {
        assert!(close(normal_quantile(0.975), Z) && close(normal_quantile(0.5), 0.0));
        assert!(close(t_point(1.0).unwrap(), 12.706_204_736_174_7));
        assert!(close(t_point(10.0).unwrap(), 2.228_138_852));
        assert!(close(t_point(120.0).unwrap(), 1.979_930_405_05));
        assert!((t_point(9e6).unwrap() - Z).abs() < 1e-6);
        assert_eq!(t_point(0.0), None);
        assert!((f_quantile(0.95, 4.0, 10.0) - 3.478).abs() < 1e-3);
        assert!((chi_squared_above(3.841_458_820_694_124, 1.0) - 0.05).abs() < 1e-12);
        assert!((f_above(f_quantile(0.9, 3.0, 7.0), 3.0, 7.0) - 0.1).abs() < 1e-12);
        assert!((t_two_sided(2.228_138_852, 10.0) - 0.05).abs() < 1e-9);
    }
}
