//! McNemar's test: of the items that only one of two judges got right, was it more often the one?

use super::Test;
use crate::calibrate::intervals::beta::beta_share;

const EVEN: &str = "the two are right and wrong on the same items";

/// Returns the exact test: `first` items only the first judge got right, `second` only the second (two-sided).
pub fn mcnemar_exact(first: u64, second: u64) -> Test {
    let n = first + second;
    if n == 0 {
        return Test::undefined(EVEN);
    }
    let (few, many) = (first.min(second) as f64, first.max(second) as f64);
    // Twice the chance of `few` or fewer heads in n throws of a coin.
    let p = if first == second { 1.0 } else { (2.0 * beta_share(many, few + 1.0, 0.5)).min(1.0) };
    Test { statistic: None, degrees: 1, p: Some(p), n, why: None }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn a_coin_thrown_ten_times() {
        let p = mcnemar_exact(1, 9).p.unwrap();
        assert!((p - 22.0 / 1024.0).abs() < 1e-14, "{p}");
        assert_eq!(mcnemar_exact(4, 4).p, Some(1.0));
        assert!((mcnemar_exact(0, 3).p.unwrap() - 0.25).abs() < 1e-14);
        assert_eq!(mcnemar_exact(0, 0).why, Some(EVEN));
    }
}
