//! Random numbers from a seed, the same on every machine.

/// The SplitMix64 generator (Steele, Lea & Flood 2014): one word of state, good enough for starts and shuffles.
pub(super) struct Random(u64);

impl Random {
    /// Starts a stream at `seed`.
    pub(super) fn new(seed: u64) -> Random {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        word ^ (word >> 31)
    }

    /// Returns a number from 0 up to but not 1, with 53 random bits.
    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Puts a slice in random order (Fisher–Yates; the bias of the multiplication is under 2⁻³² for 2³² items).
    pub(super) fn shuffle<T>(&mut self, slice: &mut [T]) {
        for last in (1..slice.len()).rev() {
            let other = ((u128::from(self.next()) * (last as u128 + 1)) >> 64) as usize;
            slice.swap(last, other);
        }
    }
}
