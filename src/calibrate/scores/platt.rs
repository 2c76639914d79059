//! Platt's scaling: a logistic curve from scores to chances.

/// A fitted curve, 1 / (1 + exp(−(slope · score + shift))).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Platt {
    /// How steeply chances rise with scores.
    pub slope: f64,
    /// The log odds at a score of 0.
    pub shift: f64,
}

impl Platt {
    /// Fits the curve by Newton's steps (Platt 1999; the targets and the backtracking of Lin, Lin and Weng 2007).
    ///
    /// `None` unless there are items with and without the property. Scores that are not finite are left out.
    pub fn fit(scores: &[f64], has: &[bool]) -> Option<Platt> {
        let rows: Vec<(f64, bool)> =
            scores.iter().copied().zip(has.iter().copied()).filter(|(score, _)| score.is_finite()).collect();
        let have = rows.iter().filter(|(_, has)| *has).count() as f64;
        let lack = rows.len() as f64 - have;
        if have == 0.0 || lack == 0.0 {
            return None;
        }
        // Targets short of 0 and 1 keep the curve from growing without end.
        let target = |has: bool| if has { (have + 1.0) / (have + 2.0) } else { 1.0 / (lack + 2.0) };
        let mut curve = Platt { slope: 0.0, shift: ((have + 1.0) / (lack + 1.0)).ln() };
        let loss = |curve: &Platt| rows.iter().map(|(score, has)| curve.loss(*score, target(*has))).sum::<f64>();
        let mut now = loss(&curve);
        for _ in 0..100 {
            let (step, slope) = curve.step(rows.iter().map(|(score, has)| (*score, target(*has))));
            let mut size = 1.0;
            loop {
                let next = Platt { slope: curve.slope + size * step.0, shift: curve.shift + size * step.1 };
                let then = loss(&next);
                if then < now + 1e-4 * size * slope {
                    (curve, now) = (next, then);
                    break;
                }
                size /= 2.0;
                if size < 1e-10 {
                    return Some(curve);
                }
            }
        }
        Some(curve)
    }

    /// Returns the chance at a score.
    pub fn at(&self, score: f64) -> f64 {
        1.0 / (1.0 + (-(self.slope * score + self.shift)).exp())
    }

    fn loss(&self, score: f64, target: f64) -> f64 {
        let odds = self.slope * score + self.shift;
        // ln(1 + e^odds) without overflow.
        odds.max(0.0) + (-odds.abs()).exp().ln_1p() - target * odds
    }

    /// Returns Newton's step and by how much the loss falls along it at first.
    fn step(&self, rows: impl Iterator<Item = (f64, f64)>) -> ((f64, f64), f64) {
        // A little on the diagonal keeps the two equations apart when all scores are one.
        let (mut aa, mut ab, mut bb, mut a, mut b) = (1e-12, 0.0, 1e-12, 0.0, 0.0);
        for (score, target) in rows {
            let chance = self.at(score);
            let (miss, weight) = (chance - target, chance * (1.0 - chance));
            aa += score * score * weight;
            ab += score * weight;
            bb += weight;
            a += score * miss;
            b += miss;
        }
        let volume = aa * bb - ab * ab;
        let step = (-(bb * a - ab * b) / volume, -(aa * b - ab * a) / volume);
        (step, a * step.0 + b * step.1)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;
    use crate::calibrate::intervals::random::Random;

    #[test]
    fn a_logistic_world_is_found_again() {
        let mut random = Random::new(2);
        let truth = Platt { slope: 2.0, shift: -1.0 };
        let scores: Vec<f64> = (0..40_000).map(|_| random.normal() * 2.0).collect();
        let has: Vec<bool> = scores.iter().map(|score| random.unit() < truth.at(*score)).collect();
        let found = Platt::fit(&scores, &has).unwrap();
        assert!((found.slope - 2.0).abs() < 0.08 && (found.shift + 1.0).abs() < 0.06, "{found:?}");
        assert_eq!(Platt::fit(&[1.0, 2.0], &[true, true]), None);
        assert!(Platt::fit(&[1.0; 4], &[true, false, true, true]).is_some());
        assert!(Platt::fit(&[1.0, 2.0, 3.0], &[false, true, true]).unwrap().slope.is_finite());
    }
}
