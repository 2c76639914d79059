//! A small generator whose numbers depend on its seed alone, on every machine.

use statrs::function::gamma::ln_gamma;

/// The generator xoshiro256++ (Blackman and Vigna 2019), seeded through splitmix64. Not for secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Random([u64; 4]);

impl Random {
    /// Makes a generator from a seed.
    pub fn new(seed: u64) -> Random {
        let mut state = seed;
        Random([(); 4].map(|()| split(&mut state)))
    }

    /// Makes generator `number` of a family, so that resamples may be drawn in any order and on any thread.
    pub fn stream(seed: u64, number: u64) -> Random {
        let mut state = seed;
        let start = split(&mut state);
        let mut state = number ^ 0x5851_f42d_4c95_7f2d;
        Random::new(start ^ split(&mut state))
    }

    /// Returns the next 64 bits.
    pub fn bits(&mut self) -> u64 {
        let [a, b, c, d] = self.0;
        let out = a.wrapping_add(d).rotate_left(23).wrapping_add(a);
        let (c, d) = (c ^ a, d ^ b);
        self.0 = [a ^ d, b ^ c, c ^ (b << 17), d.rotate_left(45)];
        out
    }

    /// Returns a number from 0 up to but not including 1.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    /// Returns a whole number below `bound`, all alike likely to within `bound` · 2⁻⁶⁴; 0 if `bound` is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.bits()) * u128::from(bound)) >> 64) as u64
    }

    /// Puts values in a random order (Fisher and Yates, as by Durstenfeld 1964).
    pub fn shuffle<T>(&mut self, values: &mut [T]) {
        for at in (1..values.len()).rev() {
            let other = self.below(at as u64 + 1) as usize;
            values.swap(at, other);
        }
    }

    /// Returns a draw of the standard normal (Marsaglia's polar method, its second value dropped).
    pub fn normal(&mut self) -> f64 {
        loop {
            let (x, y) = (2.0 * self.unit() - 1.0, 2.0 * self.unit() - 1.0);
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                return x * (-2.0 * square.ln() / square).sqrt();
            }
        }
    }

    /// Returns how many of `n` trials succeed when each does with chance `chance`.
    ///
    /// Few expected: the distribution is walked from 0. Many: transformed rejection (Hörmann 1993, algorithm BTRS).
    pub fn binomial(&mut self, n: u64, chance: f64) -> u64 {
        if n == 0 || chance <= 0.0 {
            0
        } else if chance >= 1.0 {
            n
        } else if chance > 0.5 {
            n - self.binomial(n, 1.0 - chance)
        } else if n as f64 * chance < 10.0 {
            self.walk(n, chance)
        } else {
            self.reject(n, chance)
        }
    }

    fn walk(&mut self, n: u64, chance: f64) -> u64 {
        let odds = chance / (1.0 - chance);
        let mut mass = (n as f64 * (-chance).ln_1p()).exp();
        let mut left = self.unit();
        let mut count = 0;
        while left >= mass && count < n {
            left -= mass;
            mass *= odds * (n - count) as f64 / (count + 1) as f64;
            count += 1;
        }
        count
    }

    fn reject(&mut self, n: u64, chance: f64) -> u64 {
        let size = n as f64;
        let spread = (size * chance * (1.0 - chance)).sqrt();
        let b = 1.15 + 2.53 * spread;
        let a = -0.0873 + 0.0248 * b + 0.01 * chance;
        let middle = size * chance + 0.5;
        let sure = 0.92 - 4.2 / b;
        let alpha = (2.83 + 5.1 / b) * spread;
        let mode = ((size + 1.0) * chance).floor();
        let log_odds = (chance / (1.0 - chance)).ln();
        let peak = ln_gamma(mode + 1.0) + ln_gamma(size - mode + 1.0);
        loop {
            let (u, v) = (self.unit() - 0.5, self.unit());
            let edge = 0.5 - u.abs();
            let count = ((2.0 * a / edge + b) * u + middle).floor();
            if edge >= 0.07 && v <= sure {
                return count as u64;
            }
            if !(0.0..=size).contains(&count) {
                continue;
            }
            let height = (v * alpha / (a / (edge * edge) + b)).ln();
            let mass = peak - ln_gamma(count + 1.0) - ln_gamma(size - count + 1.0) + (count - mode) * log_odds;
            if height <= mass {
                return count as u64;
            }
        }
    }
}

fn split(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn equal_seeds_give_equal_numbers_and_streams_differ() {
        let draw = |mut random: Random| [(); 4].map(|()| random.bits());
        assert_eq!(draw(Random::new(7)), draw(Random::new(7)));
        assert_ne!(draw(Random::stream(7, 0)), draw(Random::stream(7, 1)));
        // splitmix64 from 0, as its authors print it.
        assert_eq!(split(&mut 0), 0xe220_a839_7b1d_cdaf);
    }

    #[test]
    fn draws_have_the_mean_and_spread_they_should() {
        let mut random = Random::new(1);
        for (n, chance) in [(40_u64, 0.1), (1000, 0.03), (1000, 0.4), (100_000, 0.75), (7, 0.5)] {
            let draws: Vec<f64> = (0..20_000).map(|_| random.binomial(n, chance) as f64).collect();
            let mean = draws.iter().sum::<f64>() / 2e4;
            let square = draws.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 2e4;
            let (want, spread) = (n as f64 * chance, n as f64 * chance * (1.0 - chance));
            assert!((mean - want).abs() < 5.0 * (spread / 2e4).sqrt(), "{n} {chance}: {mean}");
            assert!((square / spread - 1.0).abs() < 0.06, "{n} {chance}: {square} {spread}");
        }
        let normals: Vec<f64> = (0..20_000).map(|_| random.normal()).collect();
        assert!((normals.iter().sum::<f64>() / 2e4).abs() < 0.04);
        assert!((normals.iter().map(|x| x * x).sum::<f64>() / 2e4 - 1.0).abs() < 0.06);
        assert!((0..1000).all(|_| random.below(3) < 3) && random.below(0) == 0);
    }

    #[test]
    fn a_shuffle_keeps_everything_and_follows_its_seed() {
        let shuffled = |seed| {
            let mut values: Vec<usize> = (0..50).collect();
            Random::new(seed).shuffle(&mut values);
            values
        };
        let mut once = shuffled(3);
        assert_eq!(once, shuffled(3));
        assert_ne!(once, shuffled(4));
        once.sort_unstable();
        assert_eq!(once, (0..50).collect::<Vec<_>>());
    }
}
