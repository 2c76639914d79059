//! Temperature scaling: one number that makes all beliefs milder or bolder, order kept.

/// A fitted temperature: above 1 beliefs become milder.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Temperature(pub f64);

/// Beliefs are taken as no smaller than this.
const LEAST: f64 = 1e-300;

impl Temperature {
    /// Fits the temperature by likelihood (Guo, Pleiss, Sun and Weinberger 2017): `beliefs` has one row of `labels`
    /// chances an item, `right` the right label of each.
    ///
    /// The loss is convex in 1 / T, so Newton's steps within a bracket find the one minimum, between 0.01 and 100.
    /// `None` without an item whose right label is among the labels.
    pub fn fit(beliefs: &[f64], labels: usize, right: &[u16]) -> Option<Temperature> {
        let rows: Vec<(Vec<f64>, f64)> = beliefs
            .chunks_exact(labels.max(1))
            .zip(right)
            .filter_map(|(row, right)| {
                let logs: Vec<f64> = row.iter().map(|chance| chance.max(LEAST).ln()).collect();
                let own = logs.get(*right as usize).copied()?;
                Some((logs, own))
            })
            .collect();
        if rows.is_empty() {
            return None;
        }
        let (mut low, mut high, mut cold) = (0.01_f64, 100.0_f64, 1.0_f64);
        for _ in 0..100 {
            let (slope, bend) = slope(&rows, cold);
            if slope > 0.0 {
                high = cold;
            } else {
                low = cold;
            }
            let step = cold - slope / bend;
            let next = if step > low && step < high { step } else { (low * high).sqrt() };
            let moved = (next - cold).abs();
            cold = next;
            if moved < 1e-14 * cold {
                break;
            }
        }
        Some(Temperature(1.0 / cold))
    }

    /// Returns a row of beliefs at this temperature; they sum to 1.
    pub fn apply(&self, beliefs: &[f64]) -> Vec<f64> {
        let logs: Vec<f64> = beliefs.iter().map(|chance| chance.max(LEAST).ln()).collect();
        tempered(&logs, 1.0 / self.0)
    }
}

fn tempered(logs: &[f64], cold: f64) -> Vec<f64> {
    let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let raw: Vec<f64> = logs.iter().map(|log| ((log - top) * cold).exp()).collect();
    let sum: f64 = raw.iter().sum();
    raw.iter().map(|value| value / sum).collect()
}

/// The slope of the loss by 1 / T and its slope again.
fn slope(rows: &[(Vec<f64>, f64)], cold: f64) -> (f64, f64) {
    let (mut first, mut second) = (0.0, 0.0);
    for (logs, own) in rows {
        let shares = tempered(logs, cold);
        let mean: f64 = shares.iter().zip(logs).map(|(share, log)| share * log).sum();
        first += mean - own;
        second += shares.iter().zip(logs).map(|(share, log)| share * (log - mean).powi(2)).sum::<f64>();
    }
    (first, second)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;
    use crate::calibrate::intervals::random::Random;

    #[test]
    fn beliefs_three_times_too_bold_need_a_temperature_of_three() {
        let mut random = Random::new(8);
        let (mut beliefs, mut right) = (Vec::new(), Vec::new());
        for _ in 0..20_000 {
            let honest = tempered(&[random.normal(), random.normal(), random.normal()], 1.0);
            let draw = random.unit();
            right.push(if draw < honest[0] { 0 } else { 1 + u16::from(draw >= honest[0] + honest[1]) });
            beliefs.extend(tempered(&honest.iter().map(|p| p.ln()).collect::<Vec<_>>(), 3.0));
        }
        let found = Temperature::fit(&beliefs, 3, &right).unwrap();
        assert!((found.0 - 3.0).abs() < 0.12, "{found:?}");
        let mild = found.apply(&[0.98, 0.01, 0.01]);
        assert!((mild.iter().sum::<f64>() - 1.0).abs() < 1e-12 && mild[0] < 0.9 && mild[0] > mild[1]);
        assert_eq!(Temperature::fit(&[0.5, 0.5], 2, &[7]), None);
    }

    #[test]
    fn certainty_that_is_always_right_stays_within_bounds() {
        let found = Temperature::fit(&[0.9, 0.1, 0.8, 0.2], 2, &[0, 0]).unwrap();
        assert!(found.0 > 0.009 && found.0 < 0.02, "{found:?}");
    }
}
