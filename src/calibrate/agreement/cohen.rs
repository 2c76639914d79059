//! Cohen's kappa: two judges who rated the same items.

use serde::Serialize;

use super::chance::{NO_PAIR, NO_VARIETY, least};
use super::weights::Weights;
use crate::calibrate::Figure;
use crate::calibrate::intervals::quantile::Z;
use crate::calibrate::intervals::wilson_of;

/// Why a kappa of 0 has no interval.
pub const ONE_LABEL: &str = "one of the two gave the same label always, so that kappa is 0 whatever the other gave";

/// Cohen's kappa and what it is made of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cohen {
    /// Kappa, with a normal interval cut to −1 … 1; n is the number of items both rated.
    pub figure: Figure,
    /// The (weighted) share of items on which they agree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observed: Option<f64>,
    /// The share on which they would agree by chance, each with their own habits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<f64>,
    /// The standard error (Fleiss, Cohen and Everitt 1969).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub se: Option<f64>,
    /// The standard error if there were only chance, to test against that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub se_if_chance: Option<f64>,
    /// The largest kappa that their habits allow, however they agreed; for identity weights.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub largest: Option<f64>,
}

/// Returns kappa (Cohen 1960; weighted: Cohen 1968) of a square table: `cells[a · K + b]` items had label `a` from the
/// first judge and `b` from the second, K the size of `weights`.
///
/// Undefined when there is no item, or when both gave one and the same label always. Where they agree on all items the
/// lower end is what Wilson's would be for a share of 1, and where they agree on none the upper end what it would be for a
/// share of 0; one judge who gave one label always leaves kappa at 0 without an interval.
pub fn cohen(cells: &[u64], weights: &Weights) -> Cohen {
    let n: u64 = cells.iter().sum();
    if n == 0 {
        return undefined(0, NO_PAIR);
    }
    let (size, count) = (weights.size().max(1), n as f64);
    let mut rows = vec![0.0; size];
    let mut columns = vec![0.0; size];
    for (row, sum) in cells.chunks(size).zip(&mut rows) {
        for (cell, column) in row.iter().zip(&mut columns) {
            *sum += *cell as f64 / count;
            *column += *cell as f64 / count;
        }
    }
    // What each label of one judge weighs on average with the other's.
    let (first, second) = (weights.mean(&columns), weights.mean(&rows));
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let expected = dot(&rows, &first);
    let room = 1.0 - expected;
    if room < 1e-12 {
        return undefined(n, NO_VARIETY);
    }
    let table = cells.chunks(size).enumerate();
    let shares = table.map(|(a, row)| (weights.row(a), row));
    let agree = |(weights, row): (&[f64], &[u64])| weights.iter().zip(row).map(|(w, n)| w * *n as f64).sum::<f64>();
    let observed = shares.clone().map(agree).sum::<f64>() / count;
    let kappa = (observed - expected) / room;
    let (mut square, mut square_if_chance) = (0.0, 0.0);
    for (((weights, row), own), habit) in shares.zip(&first).zip(&rows) {
        for (((weight, n), other), column) in weights.iter().zip(row).zip(&second).zip(&columns) {
            let mean = own + other;
            square += *n as f64 / count * (weight - mean * (1.0 - kappa)).powi(2);
            square_if_chance += habit * column * (weight - mean).powi(2);
        }
    }
    let error = |square: f64, centre: f64| ((square - centre * centre).max(0.0) / count).sqrt() / room;
    let se = error(square, kappa - expected * (1.0 - kappa));
    let most: f64 = rows.iter().zip(&columns).map(|(a, b)| a.min(*b)).sum();
    let figure = if observed > 1.0 - 1e-12 {
        Figure::new(kappa, (least(expected, n), 1.0), n, "wilson")
    } else if se > 1e-12 {
        let ends = ((kappa - Z * se).max(-1.0), (kappa + Z * se).min(1.0));
        Figure::new(kappa, ends, n, "fleiss-cohen-everitt")
    } else if observed < 1e-12 {
        Figure::new(kappa, (kappa, (wilson_of(0.0, count).1 - expected) / room), n, "wilson")
    } else {
        Figure::bare(kappa, n, ONE_LABEL)
    };
    Cohen {
        figure,
        observed: Some(observed),
        expected: Some(expected),
        se: Some(se),
        se_if_chance: Some(error(square_if_chance, expected)),
        largest: Some((most - expected) / room).filter(|_| weights.sum() == size as f64),
    }
}

fn undefined(n: u64, why: &'static str) -> Cohen {
    let figure = Figure::undefined(n, why);
    Cohen { figure, observed: None, expected: None, se: None, se_if_chance: None, largest: None }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;
    use crate::calibrate::agreement::weights::Weighting;

    /// Fifty grant proposals read by two: 35 of 50 agree, κ = 0.4.
    #[test]
    fn two_readers_of_fifty_proposals() {
        let kappa = cohen(&[20, 5, 10, 15], &Weights::new(Weighting::Identity, 2));
        assert!((kappa.figure.value.unwrap() - 0.4).abs() < 1e-12);
        assert!((kappa.observed.unwrap() - 0.7).abs() < 1e-12 && (kappa.expected.unwrap() - 0.5).abs() < 1e-12);
        assert!((kappa.largest.unwrap() - 0.8).abs() < 1e-12);
    }

    /// Worked by hand: plain agreement 0.7 of 0.475 expected, weighted 118/150 of 0.567 expected.
    #[test]
    fn two_psychiatrists_of_two_hundred_patients() {
        let cells = [106, 10, 4, 22, 28, 10, 2, 12, 6];
        let plain = cohen(&cells, &Weights::new(Weighting::Identity, 3));
        assert!((plain.figure.value.unwrap() - 0.225 / 0.525).abs() < 1e-12, "{plain:?}");
        let (far, near) = (4.0 / 9.0, 2.0 / 3.0);
        let weights = Weights::given(3, vec![1.0, 0.0, far, 0.0, 1.0, near, far, near, 1.0]).unwrap();
        let expected = 0.475 + far * 0.125 + near * 0.055;
        let weighted = cohen(&cells, &weights).figure.value.unwrap();
        assert!((weighted - (118.0 / 150.0 - expected) / (1.0 - expected)).abs() < 1e-12, "{weighted}");
    }

    #[test]
    fn both_saying_one_label_always_is_undefined_and_one_who_varies_is_not() {
        let weights = Weights::new(Weighting::Identity, 2);
        assert_eq!(cohen(&[9, 0, 0, 0], &weights).figure.why, Some(NO_VARIETY));
        assert_eq!(cohen(&[0, 0, 0, 0], &weights).figure.why, Some(NO_PAIR));
        assert_eq!(cohen(&[9, 1, 0, 0], &weights).figure, Figure::bare(0.0, 10, ONE_LABEL));
        let never = cohen(&[0, 5, 5, 0], &weights).figure;
        assert!(never.value == Some(-1.0) && never.high.unwrap() < 0.0, "{never:?}");
    }

    #[test]
    fn agreeing_on_four_items_is_not_certain() {
        let figure = cohen(&[2, 0, 0, 2], &Weights::new(Weighting::Identity, 2)).figure;
        assert!(figure.value == Some(1.0) && figure.low.unwrap() < 0.1, "{figure:?}");
    }
}
