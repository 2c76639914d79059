//! Intervals for the figures of the summary, at 95 %.

use super::confusion::Confusion;
use crate::calibrate::Figure;
use crate::calibrate::intervals::quantile::Z;
use crate::language::value::Rung;

/// Returns macro-averaged F1 with an interval by the delta method on the multinomial counts (Takahashi, Yamamoto,
/// Kuchiba, Koyama 2022).
///
/// The classes are all verdicts that gold or the judge gave; output that could not be read is a class of its own, with
/// an F1 of 0, so that it is never passed over.
pub fn macro_f1(counts: &Confusion) -> Figure {
    let n = counts.total();
    if n < 1.0 {
        return Figure::undefined(0, "nothing to compare");
    }
    let given: Vec<Option<Rung>> = rungs(counts).map(Some).chain(std::iter::once(None)).collect();
    let row = |right: Rung| given.iter().map(|g| counts.get(right, *g)).sum::<f64>() / n;
    let column = |g: Option<Rung>| rungs(counts).map(|right| counts.get(right, g)).sum::<f64>() / n;
    let classes: Vec<Option<Rung>> =
        given.iter().copied().filter(|g| column(*g) > 0.0 || g.is_some_and(|rung| row(rung) > 0.0)).collect();
    let size = classes.len() as f64;
    let hit = |g: Option<Rung>| g.map_or(0.0, |rung| counts.get(rung, g) / n);
    let mass = |g: Option<Rung>| column(g) + g.map_or(0.0, row);
    let value = classes.iter().map(|g| 2.0 * hit(*g) / mass(*g)).sum::<f64>() / size;
    // The derivative by the share of a cell, for its row's class and its column's class.
    let slope = |g: Option<Rung>| if mass(g) > 0.0 { -2.0 * hit(g) / (mass(g) * mass(g) * size) } else { 0.0 };
    let (mut mean, mut square) = (0.0, 0.0);
    for right in rungs(counts) {
        for g in &given {
            let share = counts.get(right, *g) / n;
            let gain = if *g == Some(right) && mass(*g) > 0.0 { 2.0 / (mass(*g) * size) } else { 0.0 };
            let derivative = slope(Some(right)) + slope(*g) + gain;
            mean += share * derivative;
            square += share * derivative * derivative;
        }
    }
    let half = Z * ((square - mean * mean).max(0.0) / n).sqrt();
    let (low, high) = ((value - half).max(0.0), (value + half).min(1.0));
    Figure::new(value, (low, high), n as u64, "delta")
}

fn rungs(counts: &Confusion) -> impl Iterator<Item = Rung> {
    (0..counts.rungs()).map(|at| Rung(at as u8))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    /// The GPT-4 judge of XSTest, whose macro F1 over four predicted values scikit-learn 1.9.1 gives as 0.461.
    #[test]
    fn macro_f1_counts_what_could_not_be_read_as_a_class() {
        let rows = [[1037.0, 2.0, 41.0, 11.0], [115.0, 19.0, 42.0, 0.0], [233.0, 8.0, 742.0, 0.0]];
        let mut counts = Confusion::new(3);
        for (right, row) in rows.iter().enumerate() {
            for (given, n) in row.iter().enumerate() {
                let given = (given < 3).then_some(Rung(given as u8));
                counts.add(Rung(right as u8), given, *n);
            }
        }
        let figure = macro_f1(&counts);
        assert!((figure.value.unwrap() - 0.461).abs() < 5e-4, "{figure:?}");
        assert!(figure.low < figure.value && figure.value < figure.high);
        assert_eq!(macro_f1(&Confusion::new(3)).why, Some("nothing to compare"));
    }
}
