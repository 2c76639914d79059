//! By how much is one share larger than another, where the two were counted on different items?

use crate::calibrate::Figure;
use crate::calibrate::intervals::wilson_of;

/// Returns the second share less the first, from −1 to 1, with method 10 of Newcombe (1998, for independent proportions):
/// Wilson's intervals of both, squared and added. Each share is given as `right` of `n`; n of the figure is the sum of both.
pub fn independent(first: (u64, u64), second: (u64, u64)) -> Figure {
    let n = first.1 + second.1;
    if first.1 == 0 || second.1 == 0 {
        return Figure::undefined(n, "one of the two has no gold item");
    }
    let reach = |(right, n): (u64, u64)| {
        let share = right as f64 / n as f64;
        let (low, high) = wilson_of(share, n as f64);
        (share, share - low, high - share)
    };
    let ((before, below_first, above_first), (after, below, above)) = (reach(first), reach(second));
    let value = after - before;
    let ends = (value - below.hypot(above_first), value + above.hypot(below_first));
    Figure::new(value, (ends.0.max(-1.0), ends.1.min(1.0)), n, "newcombe")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    /// Newcombe's own examples: 56 of 70 against 48 of 80 is 0.2, 0.0524 to 0.3339; 10 of 10 against 0 of 10 is 1, 0.6075 to 1.
    #[test]
    fn newcombes_own_examples_have_his_intervals() {
        for (first, second, ends) in [((48, 80), (56, 70), (0.0524, 0.3339)), ((0, 10), (10, 10), (0.6075, 1.0))] {
            let figure = independent(first, second);
            assert!((figure.low.unwrap() - ends.0).abs() < 5e-5, "{figure:?}");
            assert!((figure.high.unwrap() - ends.1).abs() < 5e-5, "{figure:?}");
        }
        assert!(independent((0, 0), (1, 2)).why.is_some());
    }
}
