//! Resampling (Efron 1979): what a statistic would have been on other draws of the same kind.
//!
//! Things that are alike are drawn as counts, so a resample costs what the distinct things cost, not what the things
//! cost. Resample `b` of a seed is the same whoever draws it, so callers may share resamples out between threads.

use super::random::Random;

/// Draws resample `number`: how often each kind of thing appears when as many are drawn as there are.
#[derive(Debug, Clone)]
pub struct Resampler {
    times: Vec<u64>,
    /// The kind of each thing, when drawing things one by one is cheaper than drawing counts.
    each: Vec<u32>,
    total: u64,
    seed: u64,
}

impl Resampler {
    /// Makes a resampler of kinds of which there are so many `times` each.
    pub fn new(times: &[u64], seed: u64) -> Resampler {
        let total: u64 = times.iter().sum();
        // A count costs some thirty times what one draw costs, by measurement.
        let singly = total < 30 * times.len() as u64;
        let each = if singly { spread(times) } else { Vec::new() };
        Resampler { times: times.to_vec(), each, total, seed }
    }

    /// Fills `counts`, one for each kind, with resample `number`.
    pub fn draw(&self, number: u64, counts: &mut Vec<u64>) {
        let mut random = Random::stream(self.seed, number);
        counts.clear();
        counts.resize(self.times.len(), 0);
        if self.each.is_empty() {
            let (mut left, mut mass) = (self.total, self.total as f64);
            for (count, times) in counts.iter_mut().zip(&self.times) {
                *count = random.binomial(left, *times as f64 / mass);
                left -= *count;
                mass -= *times as f64;
            }
            return;
        }
        for _ in 0..self.total {
            let at = random.below(self.total) as usize;
            if let Some(count) = self.each.get(at).and_then(|kind| counts.get_mut(*kind as usize)) {
                *count += 1;
            }
        }
    }
}

fn spread(times: &[u64]) -> Vec<u32> {
    let kinds = times.iter().enumerate();
    kinds.flat_map(|(kind, times)| std::iter::repeat_n(kind as u32, *times as usize)).collect()
}

/// Returns the middle 95 % of resampled values, undefined ones left out; `None` when fewer than half were defined.
///
/// Quantiles are interpolated between order statistics (definition 7 of Hyndman and Fan 1996).
pub fn percentile(values: &[f64]) -> Option<(f64, f64)> {
    let sorted = sorted(values)?;
    Some((quantile(&sorted, 0.025), quantile(&sorted, 0.975)))
}

fn sorted(values: &[f64]) -> Option<Vec<f64>> {
    let mut kept: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
    if kept.is_empty() || kept.len() * 2 < values.len() {
        return None;
    }
    kept.sort_unstable_by(f64::total_cmp);
    Some(kept)
}

fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let at = place.floor() as usize;
    let here = sorted.get(at).copied().unwrap_or(f64::NAN);
    let next = sorted.get(at + 1).copied().unwrap_or(here);
    here + (place - place.floor()) * (next - here)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn every_resample_holds_as_many_things_and_depends_on_seed_and_number_alone() {
        for times in [vec![3, 4, 5], vec![5000, 4000, 1]] {
            let (one, two) = (Resampler::new(&times, 9), Resampler::new(&times, 9));
            let (mut a, mut b) = (Vec::new(), Vec::new());
            two.draw(1, &mut b);
            for number in 0..50 {
                one.draw(number, &mut a);
                assert_eq!(a.iter().sum::<u64>(), times.iter().sum::<u64>());
                two.draw(number, &mut b);
                assert_eq!(a, b);
            }
        }
    }

    #[test]
    fn the_mean_of_a_coin_has_its_binomial_interval() {
        let resampler = Resampler::new(&[700, 300], 1);
        let mut counts = Vec::new();
        let draw = |number| {
            resampler.draw(number, &mut counts);
            counts[0] as f64 / 1000.0
        };
        let values: Vec<f64> = (0..4000).map(draw).collect();
        let (low, high) = percentile(&values).unwrap();
        assert!((low - 0.6716).abs() < 0.004 && (high - 0.7284).abs() < 0.004, "{low} {high}");
        assert_eq!(percentile(&[f64::NAN, f64::NAN, 1.0]), None);
    }
}
