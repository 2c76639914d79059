//! Random numbers of our own, so that a seed gives the same bytes on every machine and with every version of every
//! dependency.
//!
//! xoshiro256** by Blackman and Vigna (2018), seeded by splitmix64, as its authors advise. Only integer arithmetic and
//! exact floating-point operations (`+ - * /`) are used: nothing here depends on a maths library.

/// A seeded stream of random numbers.
#[derive(Debug, Clone)]
pub struct Rng([u64; 4]);

impl Rng {
    /// Starts a stream from a seed.
    pub fn new(seed: u64) -> Rng {
        let mut state = seed;
        Rng(std::array::from_fn(|_| splitmix(&mut state)))
    }

    /// Starts a stream of its own for a named purpose, so that drawing more for one purpose shifts no other.
    pub fn fork(&mut self, purpose: &str) -> Rng {
        let start = purpose.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Rng::new(self.next() ^ start)
    }

    /// Returns 64 random bits.
    fn next(&mut self) -> u64 {
        let [a, b, c, d] = self.0;
        let result = b.wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let (c, d) = (c ^ a, d ^ b);
        self.0 = [a ^ d, b ^ c, c ^ (b << 17), d.rotate_left(45)];
        result
    }

    /// Returns a number in 0 to 1, 1 excluded.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Returns a number from `low` to `high`, in hundredths.
    pub fn hundredths(&mut self, low: f64, high: f64) -> f64 {
        ((low + (high - low) * self.unit()) * 100.0).round() / 100.0
    }

    /// Returns a whole number below `bound`; 0 if the bound is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }

    /// Returns a whole number from `low` to `high`, both included.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// Returns true with this probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Picks one; `None` from nothing.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }

    /// Picks one text; an empty one from nothing.
    pub fn word<'a>(&mut self, from: &[&'a str]) -> &'a str {
        self.pick(from).copied().unwrap_or_default()
    }

    /// Picks one by weight; `None` where all weights are 0.
    pub fn weighted<'a, T>(&mut self, from: &'a [T], weight: impl Fn(&T) -> u32) -> Option<&'a T> {
        let total: u32 = from.iter().map(&weight).sum();
        let mut left = self.below(total as usize) as u32;
        from.iter().find(|one| {
            let here = weight(one);
            let found = left < here;
            left = left.saturating_sub(here);
            found
        })
    }

    /// Shuffles in place (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// Advances a splitmix64 state and returns its next number.
fn splitmix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::Rng;

    #[test]
    fn the_same_seed_gives_the_same_stream_and_another_seed_another() {
        let draw = |seed| {
            (0..8)
                .map({
                    let mut rng = Rng::new(seed);
                    move |_| rng.next()
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn a_fork_depends_on_its_purpose() {
        assert_ne!(Rng::new(1).fork("a").next(), Rng::new(1).fork("b").next());
    }

    #[test]
    fn weights_are_respected_and_nothing_comes_from_nothing() {
        let mut rng = Rng::new(3);
        let drawn = (0..1000).filter(|_| rng.weighted(&[1_u32, 3], |w| *w) == Some(&3)).count();
        assert!((680..820).contains(&drawn), "{drawn}");
        assert_eq!(rng.weighted(&[0_u32], |w| *w), None);
        assert_eq!(rng.word(&[]), "");
    }
}
