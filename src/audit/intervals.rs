//! Intervals for the figures of the summary, at 95 %.

use super::confusion::Confusion;
use crate::calibrate::Figure;
use crate::calibrate::against_gold::{self, measures};
use crate::language::value::Rung;

/// Returns macro-averaged F1 with an interval by the delta method on the multinomial counts (Takahashi, Yamamoto,
/// Kuchiba, Koyama 2022).
///
/// The classes are all verdicts that gold or the judge gave; output that could not be read is an error of the verdict that
/// is right.
pub fn macro_f1(counts: &Confusion) -> Figure {
    let rungs = counts.rungs();
    let mut table = against_gold::Confusion::new(rungs, 1);
    for right in 0..rungs {
        for given in 0..=rungs {
            let rung = (given < rungs).then_some(Rung(given as u8));
            table.add(right, given, counts.get(Rung(right as u8), rung));
        }
    }
    measures::macro_f1(&table)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    /// The GPT-4 judge of XSTest, whose macro F1 over four predicted values, the unreadable one among them, scikit-learn 1.9.1 gives
    /// as 0.461: over the three verdicts it is four thirds of that.
    #[test]
    fn macro_f1_is_of_verdicts_and_what_could_not_be_read_is_an_error() {
        let rows = [[1037.0, 2.0, 41.0, 11.0], [115.0, 19.0, 42.0, 0.0], [233.0, 8.0, 742.0, 0.0]];
        let mut counts = Confusion::new(3);
        for (right, row) in rows.iter().enumerate() {
            for (given, n) in row.iter().enumerate() {
                let given = (given < 3).then_some(Rung(given as u8));
                counts.add(Rung(right as u8), given, *n);
            }
        }
        let figure = macro_f1(&counts);
        assert!((figure.value.unwrap() - 0.461 * 4.0 / 3.0).abs() < 7e-4, "{figure:?}");
        assert!(figure.low < figure.value && figure.value < figure.high);
        assert_eq!(macro_f1(&Confusion::new(3)).why, Some("nothing to compare"));
    }
}
