//! How many items to look at for an interval of a wanted width.

use crate::calibrate::intervals::quantile::Z;
use crate::calibrate::intervals::wilson_of;

/// Returns the sample size for which a share's interval at 95 % is at most `half_width` on either side of its middle.
///
/// `share` is the share expected; .5 is the worst. `population` is the number of all items, `None` if without end. The
/// interval is Wilson's, and for a known population the sample counts for more by the finite population correction,
/// n·(N − 1)/(N − n) (Cochran 1977, 2.6). `None` if no interval is that wide or less: `half_width` is not above 0.
pub fn sample_size(half_width: f64, share: f64, population: Option<u64>) -> Option<u64> {
    let fits = half_width > 0.0 && (0.0..=1.0).contains(&share);
    if !fits {
        return None;
    }
    // Wilson's half width never exceeds z / (2·√n).
    let most = ((Z / (2.0 * half_width)).powi(2).ceil() + 1.0).min(1e15) as u64;
    let (mut low, mut high) = (1, population.unwrap_or(most).min(most).max(1));
    while low < high {
        let middle = low.midpoint(high);
        if half_width_of(middle, share, population) <= half_width { high = middle } else { low = middle + 1 }
    }
    Some(low)
}

/// Returns half the width of the interval that a sample gives, 0 if it is the whole population.
pub fn half_width_of(sample: u64, share: f64, population: Option<u64>) -> f64 {
    let drawn = sample.max(1) as f64;
    let worth = match population {
        Some(all) if sample >= all => return 0.0,
        Some(all) => drawn * (all as f64 - 1.0) / (all as f64 - drawn),
        None => drawn,
    };
    let (low, high) = wilson_of(share, worth);
    (high - low) / 2.0
}
