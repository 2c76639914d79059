//! Brier's score and what it is made of.

use serde::Serialize;

use super::reliability::Reliability;
use crate::calibrate::Figure;
use crate::calibrate::intervals::mean;

/// Brier's score with the decomposition of Murphy (1973) over bins.
///
/// score = reliability − resolution + uncertainty + within; `within` is what bins lose by holding unlike chances
/// (Stephenson, Coelho and Jolliffe 2008), 0 where a bin holds one chance only.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Brier {
    /// The mean squared distance of chance and truth, 0 to 1, with Student's interval.
    pub score: Figure,
    /// How far chances are from shares: 0 for a calibrated judge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reliability: Option<f64>,
    /// How far the shares of bins are from the share of all: the more the better.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolution: Option<f64>,
    /// The score of always saying the share of all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uncertainty: Option<f64>,
    /// What bins lose by holding unlike chances.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<f64>,
}

/// Returns Brier's score of chances, decomposed over the bins of `table`, which must hold the same chances.
pub fn brier(chances: &[f64], has: &[bool], table: &Reliability) -> Brier {
    let rows = chances.iter().zip(has).filter(|(chance, _)| (0.0..=1.0).contains(*chance));
    let score = mean(rows.map(|(chance, has)| (if *has { 1.0 } else { 0.0 } - chance).powi(2)));
    let n: f64 = table.bins.iter().map(|bin| bin.share.n as f64).sum();
    let Some(value) = score.value.filter(|_| n == score.n as f64) else {
        return Brier { score, reliability: None, resolution: None, uncertainty: None, within: None };
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
    Brier {
        score,
        reliability: Some(reliability),
        resolution: Some(resolution),
        uncertainty: Some(uncertainty),
        within: Some(within),
    }
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
        assert!(found.within.unwrap().abs() < 1e-15, "{found:?}");
        assert!((found.uncertainty.unwrap() - 0.24).abs() < 1e-15);
    }

    #[test]
    fn a_table_of_other_chances_is_not_used() {
        let found = brier(&[0.5], &[true], &equal_width(&[], &[], 10, 1));
        assert!(found.score.value == Some(0.25) && found.reliability.is_none());
    }
}
