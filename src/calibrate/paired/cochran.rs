//! Cochran's Q: are several judges right equally often on the same items?

use super::Test;
use crate::calibrate::intervals::quantile::chi_squared_above;

/// Returns Cochran's test (1950) of `right`: one row of `judges` marks an item.
///
/// Items on which all are right or all are wrong say nothing; n counts the others. With two judges it is McNemar's
/// without the correction. A last row cut short is left out.
pub fn cochran(right: &[bool], judges: usize) -> Test {
    if judges < 2 {
        return Test::undefined("there is only one judge");
    }
    let mut columns = vec![0_u64; judges];
    let (mut rows, mut squares, mut n) = (0_u64, 0_u64, 0);
    for row in right.chunks_exact(judges) {
        let sum = row.iter().filter(|right| **right).count() as u64;
        rows += sum;
        squares += sum * sum;
        n += u64::from(sum > 0 && sum < judges as u64);
        columns.iter_mut().zip(row).for_each(|(column, right)| *column += u64::from(*right));
    }
    if n == 0 {
        return Test::undefined("all are right and wrong on the same items");
    }
    let (k, rows) = (judges as f64, rows as f64);
    let spread: f64 = columns.iter().map(|column| (*column as f64 - rows / k).powi(2)).sum();
    let statistic = k * (k - 1.0) * spread / (k * rows - squares as f64);
    let degrees = judges as u64 - 1;
    Test { statistic: Some(statistic), degrees, p: Some(chi_squared_above(statistic, degrees as f64)), n, why: None }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn with_two_judges_it_is_mcnemars() {
        let mut right = Vec::new();
        for (mark, times) in [([true, false], 9), ([false, true], 3), ([true, true], 20), ([false, false], 4)] {
            right.extend(std::iter::repeat_n(mark, times).flatten());
        }
        let test = cochran(&right, 2);
        assert!((test.statistic.unwrap() - 36.0 / 12.0).abs() < 1e-12);
        assert_eq!((test.n, test.degrees), (12, 1));
    }

    #[test]
    fn judges_alike_are_undefined() {
        assert!(cochran(&[true, true, false, false], 2).why.is_some());
        assert!(cochran(&[true, false], 1).why.is_some());
        // Three judges, four items: Q = 3·2·Σ(C − 7/3)² / (3·7 − 15) with columns 4, 2, 1.
        let rows = [true, true, true, true, true, false, true, false, false, true, false, false];
        let spread = [4.0_f64, 2.0, 1.0].map(|c| (c - 7.0 / 3.0).powi(2)).iter().sum::<f64>();
        assert!((cochran(&rows, 3).statistic.unwrap() - 6.0 * spread / 6.0).abs() < 1e-12);
    }
}
