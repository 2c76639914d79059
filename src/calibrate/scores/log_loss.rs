//! Log loss: how surprised one would be by what is true, believing the score.

use crate::calibrate::Figure;
use crate::calibrate::intervals::mean;

/// Returns the mean of −ln of the chance that was given to what came true (natural logarithm), with Student's interval.
///
/// A chance of 0 given to what came true counts as 2⁻⁵², so that one such claim does not make all infinite. Chances
/// that are not from 0 to 1 are left out.
pub fn log_loss(chances: &[f64], has: &[bool]) -> Figure {
    let rows = chances.iter().zip(has).filter(|(chance, _)| (0.0..=1.0).contains(*chance));
    mean(rows.map(|(chance, has)| -(if *has { *chance } else { 1.0 - chance }).max(f64::EPSILON).ln()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn a_coin_is_worth_one_bit_and_a_false_certainty_52() {
        let coin = log_loss(&[0.5, 0.5], &[true, false]);
        assert!((coin.value.unwrap() - std::f64::consts::LN_2).abs() < 1e-15);
        let sure = log_loss(&[0.0, f64::NAN], &[true, true]);
        assert!((sure.value.unwrap() - 52.0 * std::f64::consts::LN_2).abs() < 1e-12 && sure.n == 1);
    }
}
