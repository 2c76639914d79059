//! Brier's score and what it is made of.

use serde::Serialize;

use super::reliability::Reliability;
use crate::calibrate::Figure;
use crate::calibrate::intervals::mean;

/// Brier's score with the decomposition of Murphy (1973) over bins.
#[derive(Debug, Clone, PartialEq)]
pub struct Brier {
    /// The mean squared distance of chance and truth, 0 to 1, with Student's interval.
    pub score: Figure,
    /// What it is made of; none without a chance.
    pub parts: Option<Parts>,
}

/// What Brier's score is made of: reliability − resolution + uncertainty + within.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Parts {
    /// How many chances they rest on.
    pub n: u64,
    /// How far chances are from shares: 0 for a calibrated judge.
    pub reliability: f64,
    /// How far the shares of bins are from the share of all: the more the better.
    pub resolution: f64,
    /// The score of always saying the share of all.
    pub uncertainty: f64,
    /// What bins lose by holding unlike chances (Stephenson, Coelho and Jolliffe 2008), 0 where a bin holds one chance only.
    pub within: f64,
    /// Why they have no interval.
    pub why: &'static str,
}

/// Returns Brier's score of chances, decomposed over the bins of `table`, which must hold the same chances.
pub fn brier(chances: &[f64], has: &[bool], table: &Reliability) -> Brier {
    let rows = chances.iter().zip(has).filter(|(chance, _)| (0.0..=1.0).contains(*chance));
    let score = mean(rows.map(|(chance, has)| (if *has { 1.0 } else { 0.0 } - chance).powi(2)));
    let n: f64 = table.bins.iter().map(|bin| bin.share.n as f64).sum();
    let Some(value) = score.value.filter(|_| n == score.n as f64) else {
        return Brier { score, parts: None };
    };
    let share = |bin: &super::reliability::Bin| bin.share.value.unwrap_or(0.0);
    let sum = |of: &dyn Fn(&super::reliability::Bin) -> f64| {
        table.bins.iter().map(|bin| bin.share.n as f64 * of(bin)).sum::<f64>() / n
    };
    let base = sum(&share);
    let reliability = sum(&|bin| bin.gap().powi(2));
    let resolution = sum(&|bin| (share(bin) - base).powi(2));
    let uncertainty = base * (1.0 - base);
    let within = value - (reliability - resolution + uncertainty);
    let why = "parts of the Brier score, which has the interval";
    Brier { parts: Some(Parts { n: score.n, reliability, resolution, uncertainty, within, why }), score }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;
    use crate::calibrate::scores::equal_width;

    #[test]
    fn bins_of_one_chance_lose_nothing() {
        let (chances, has) = ([0.8, 0.8, 0.8, 0.1, 0.1], [true, true, false, false, true]);
        let found = brier(&chances, &has, &equal_width(&chances, &has, 10, 1));
        let want = (2.0 * 0.04 + 0.64 + 0.01 + 0.81) / 5.0;
        assert!((found.score.value.unwrap() - want).abs() < 1e-15);
        let parts = found.parts.unwrap();
        assert!(parts.within.abs() < 1e-15 && parts.n == 5, "{parts:?}");
        assert!((parts.uncertainty - 0.24).abs() < 1e-15);
    }

    #[test]
    fn a_table_of_other_chances_is_not_used() {
        let found = brier(&[0.5], &[true], &equal_width(&[], &[], 10, 1));
        assert!(found.score.value == Some(0.25) && found.parts.is_none());
    }
}
