//! Numbers drawn from a seed.

/// Draws numbers from a seed (xorshift64*, Marsaglia 2003 and Vigna 2016). Equal seeds draw equal numbers.
#[derive(Debug, Clone)]
pub struct Draw(u64);

impl Draw {
    /// Begins to draw. Seeds that differ in one bit draw numbers that have nothing in common (splitmix64, Vigna 2015).
    pub fn new(seed: u64) -> Draw {
        let mut mixed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Draw((mixed ^ (mixed >> 31)).max(1))
    }

    /// Draws a whole number below `bound`; 0 where the bound is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % bound.max(1)
    }

    /// Puts values in a random order (Fisher and Yates, as by Durstenfeld 1964).
    pub fn shuffle<T>(&mut self, values: &mut [T]) {
        for at in (1..values.len()).rev() {
            let other = self.below(at + 1);
            values.swap(at, other);
        }
    }
}
