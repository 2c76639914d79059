//! How far voices that are not independent may be believed together.
//!
//! A logarithmic pool (Genest and Zidek 1986): log p(y) = log before(y) + Σ w · log said(y) + c, with one weight for each
//! voice. Independent voices that mean what they say have weight 1; those that repeat each other, or say too much, have
//! less. The weights are those under which known truths were likeliest, held to what they are taken for without any.

/// Weights are searched between 0, a voice that says nothing, and this.
const WEIGHT_MAX: f64 = 3.0;
/// Rounds over the weights, and how far one may move in a round: the likelihood has one peak, so few are enough.
const ROUNDS: usize = 30;
const STEP_MAX: f64 = 0.5;

/// What was said of one thing, as logarithms of probabilities of each answer, up to a constant.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard<const VOICES: usize> {
    /// Before anyone spoke.
    pub before: Vec<f64>,
    /// By each voice; all alike or empty: it said nothing.
    pub said: [Vec<f64>; VOICES],
}

/// The weights of voices.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pool<const VOICES: usize> {
    /// One for each, 0 to 3.
    pub weights: [f64; VOICES],
}

impl<const VOICES: usize> Pool<VOICES> {
    /// Learns the weights from what was heard where the answer is known. `usual` is what they are taken for without
    /// lessons, and `strength` how firmly: the curvature of the log-likelihood that it stands for.
    pub fn learn(lessons: &[(Heard<VOICES>, usize)], usual: [f64; VOICES], strength: f64) -> Pool<VOICES> {
        let mut pool = Pool { weights: usual };
        for _ in 0..ROUNDS {
            for (at, usual) in usual.iter().enumerate() {
                let Some(weight) = pool.weights.get(at).copied() else { continue };
                let (mut slope, mut curvature) = (strength * (usual - weight), strength);
                for (heard, right) in lessons {
                    let Some(said) = heard.said.get(at) else { continue };
                    let shares = pool.shares(heard);
                    let mean: f64 = shares.iter().zip(said).map(|(share, said)| share * said).sum();
                    let square: f64 = shares.iter().zip(said).map(|(share, said)| share * said * said).sum();
                    slope += said.get(*right).copied().unwrap_or(mean) - mean;
                    curvature += (square - mean * mean).max(0.0);
                }
                let step = (slope / curvature).clamp(-STEP_MAX, STEP_MAX);
                pool.weights.iter_mut().skip(at).take(1).for_each(|own| *own = (weight + step).clamp(0.0, WEIGHT_MAX));
            }
        }
        pool
    }

    /// Returns the probability of each answer; they sum to 1.
    pub fn shares(&self, heard: &Heard<VOICES>) -> Vec<f64> {
        let mut logs = heard.before.clone();
        for (weight, said) in self.weights.iter().zip(&heard.said) {
            logs.iter_mut().zip(said).for_each(|(log, said)| *log += weight * said);
        }
        let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let shares: Vec<f64> = logs.iter().map(|log| (log - most).exp()).collect();
        let total: f64 = shares.iter().sum();
        shares.iter().map(|share| share / total).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use super::*;
    use crate::calibrate::intervals::random::Random;

    /// Things with two answers, each voice right in four of five; the second voice repeats the first with a probability.
    fn lessons(repeats: f64) -> Vec<(Heard<2>, usize)> {
        let mut random = Random::new(5);
        let logs = |answer: usize| (0..2).map(|at| if at == answer { 0.8_f64.ln() } else { 0.2_f64.ln() }).collect();
        let mut share = move || random.below(1_000_000) as f64 / 1e6;
        (0..4_000)
            .map(|at| {
                let right = at % 2;
                let one = if share() < 0.8 { right } else { 1 - right };
                let other = if share() < 0.8 { right } else { 1 - right };
                let other = if share() < repeats { one } else { other };
                (Heard { before: vec![0.5_f64.ln(); 2], said: [logs(one), logs(other)] }, right)
            })
            .collect()
    }

    #[test]
    fn independent_voices_count_whole_and_one_that_repeats_the_other_not_twice() {
        let apart = Pool::learn(&lessons(0.0), [1.0; 2], 1.0);
        assert!(apart.weights.iter().all(|weight| (weight - 1.0).abs() < 0.1), "{apart:?}");
        let alike = Pool::learn(&lessons(1.0), [1.0; 2], 1.0);
        assert!((alike.weights[0] + alike.weights[1] - 1.0).abs() < 0.1, "{alike:?}");
    }

    #[test]
    fn what_is_stated_comes_true_whatever_the_voices_share() {
        let lessons = lessons(0.6);
        let pool = Pool::learn(&lessons, [1.0; 2], 1.0);
        let agree = lessons.iter().filter(|(heard, _)| heard.said[0] == heard.said[1]);
        let (stated, right): (Vec<f64>, Vec<f64>) = agree
            .map(|(heard, right)| {
                let shares = pool.shares(heard);
                let named = usize::from(shares[1] > shares[0]);
                (shares[named], f64::from(u8::from(named == *right)))
            })
            .unzip();
        let mean = |all: &[f64]| all.iter().sum::<f64>() / all.len() as f64;
        assert!((mean(&stated) - mean(&right)).abs() < 0.02, "{} {}", mean(&stated), mean(&right));
    }

    #[test]
    fn without_lessons_the_weights_are_the_usual_ones() {
        assert_eq!(Pool::learn(&[], [1.0, 0.3], 10.0).weights, [1.0, 0.3]);
        let silent = Heard { before: vec![0.25_f64.ln(), 0.75_f64.ln()], said: [vec![], vec![]] };
        assert!((Pool { weights: [1.0, 1.0] }.shares(&silent)[1] - 0.75).abs() < 1e-12);
    }
}
