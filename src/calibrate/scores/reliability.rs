//! Of all that was said to have a chance of 70 %, do 70 % have the property?

use serde::Serialize;

use crate::calibrate::Figure;
use crate::calibrate::intervals::bootstrap::percentile;
use crate::calibrate::intervals::quantile::{Z, normal_share};
use crate::calibrate::intervals::random::Random;
use crate::calibrate::intervals::wilson;

/// How often chance is asked what it makes of a judge that is true to its word.
const DRAWS: u64 = 1_000;

/// Chances gathered in bins, and how far they are from what came true.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reliability {
    /// The bins that hold an item, the lowest first.
    pub bins: Vec<Bin>,
    /// The mean gap between chance and share over items (Naeini 2015; Guo 2017): expected calibration error.
    ///
    /// The error seen is never quite 0, not even of a perfectly calibrated judge, so its interval is not about it. A gap seen
    /// is the true gap and what chance added: so the true error is at least the one seen less what chance alone makes
    /// (97.5 % point, resampled as if the judge were true to its word: Bröcker and Smith 2007), and at most the one seen and
    /// its own normal error, since chance makes gaps larger and not smaller.
    pub expected_error: Figure,
    /// The same less what chance added (Kumar, Liang and Ma 2019), with the same interval: nearer to the truth, and still
    /// somewhat above 0 where that is 0.
    pub expected_error_debiased: Figure,
    /// The largest gap of any bin: maximum calibration error, with an interval made likewise.
    pub largest_error: Figure,
}

/// The chances of one bin.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bin {
    /// The bin's lower edge, which belongs to it.
    pub from: f64,
    /// The bin's upper edge, which belongs to the next bin, or to this one if it is the last.
    pub to: f64,
    /// The mean chance given.
    pub mean: f64,
    /// The share that has the property (Wilson).
    pub share: Figure,
}

impl Bin {
    /// Returns the share less the mean chance: above 0 where the judge is too cautious.
    pub fn gap(&self) -> f64 {
        self.share.value.unwrap_or(0.0) - self.mean
    }

    /// The share with two items more of either kind (Agresti and Coull 1998): few items all alike are no certainty.
    fn cautious(&self) -> f64 {
        let n = self.share.n as f64;
        (self.share.value.unwrap_or(0.0) * n + 2.0) / (n + 4.0)
    }

    /// The variance of one item's outcome.
    fn spread(&self) -> f64 {
        self.cautious() * (1.0 - self.cautious())
    }

    /// The gap less what chance adds to its size: that is how much larger a normal about it is on average than itself.
    fn debiased(&self) -> f64 {
        let (gap, error) = (self.gap().abs(), (self.spread() / self.share.n.max(1) as f64).sqrt());
        let density = (-gap * gap / (2.0 * error * error)).exp() * error * (2.0 / std::f64::consts::PI).sqrt();
        2.0 * gap - (density + gap * (2.0 * normal_share(gap / error) - 1.0))
    }
}

impl Reliability {
    /// Makes a table of nothing.
    pub fn undefined(why: &'static str) -> Reliability {
        let none = || Figure::undefined(0, why);
        Reliability { bins: Vec::new(), expected_error: none(), expected_error_debiased: none(), largest_error: none() }
    }
}

/// Gathers chances in `bins` bins of equal width; chances that are not from 0 to 1 are left out.
pub fn equal_width(chances: &[f64], has: &[bool], bins: usize, seed: u64) -> Reliability {
    let bins = bins.max(1);
    let edge = |at: usize| at as f64 / bins as f64;
    let mut sums = vec![Sum::default(); bins];
    for (chance, has) in sound(chances, has) {
        // The product may be rounded across an edge.
        let near = (chance * bins as f64) as usize;
        let at = if chance >= edge(near + 1) { near + 1 } else { near - usize::from(chance < edge(near)) };
        sums.get_mut(at.min(bins - 1)).into_iter().for_each(|sum| sum.add(chance, has));
    }
    let full = sums.iter().enumerate().filter(|(_, sum)| sum.n > 0);
    finish(full.map(|(at, sum)| sum.bin(edge(at), edge(at + 1))).collect(), seed)
}

/// Gathers chances in some `bins` bins of equally many items; equal chances stay together.
pub fn equal_mass(chances: &[f64], has: &[bool], bins: usize, seed: u64) -> Reliability {
    let mut rows: Vec<(f64, bool)> = sound(chances, has).collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (bins, n) = (bins.max(1), rows.len());
    let mut found: Vec<Bin> = Vec::new();
    let (mut sum, mut taken, mut from) = (Sum::default(), 0, 0.0);
    for tie in rows.chunk_by(|a, b| a.0 == b.0) {
        let next = tie.first().map_or(0.0, |row| row.0);
        // A bin ends once it holds its share of all items counted from the first.
        if sum.n > 0 && taken * bins >= n * (found.len() + 1) {
            found.push(sum.bin(from, next));
            (sum, from) = (Sum::default(), next);
        }
        tie.iter().for_each(|(chance, has)| sum.add(*chance, *has));
        taken += tie.len();
    }
    if sum.n > 0 {
        found.push(sum.bin(from, 1.0));
    }
    finish(found, seed)
}

fn sound<'a>(chances: &'a [f64], has: &'a [bool]) -> impl Iterator<Item = (f64, bool)> + 'a {
    let rows = chances.iter().copied().zip(has.iter().copied());
    rows.filter(|(chance, _)| (0.0..=1.0).contains(chance))
}

#[derive(Debug, Clone, Default)]
struct Sum {
    n: u64,
    hits: u64,
    chance: f64,
}

impl Sum {
    fn add(&mut self, chance: f64, has: bool) {
        self.n += 1;
        self.hits += u64::from(has);
        self.chance += chance;
    }

    fn bin(&self, from: f64, to: f64) -> Bin {
        Bin { from, to, mean: self.chance / self.n as f64, share: wilson(self.hits, self.n) }
    }
}

fn finish(bins: Vec<Bin>, seed: u64) -> Reliability {
    let n: u64 = bins.iter().map(|bin| bin.share.n).sum();
    if n == 0 {
        return Reliability::undefined("no chance was given");
    }
    let size = n as f64;
    let over = |of: &dyn Fn(&Bin) -> f64| bins.iter().map(|bin| bin.share.n as f64 * of(bin)).sum::<f64>() / size;
    let expected = over(&|bin| bin.gap().abs());
    let largest = bins.iter().map(|bin| bin.gap().abs()).fold(0.0, f64::max);
    let (means, tops) = by_chance(&bins, seed, size);
    let noise = |draws: &[f64]| percentile(draws).map_or(1.0, |(_, high)| high);
    // Outcomes within bins, and how many items fall into each.
    let between = over(&|bin| bin.gap().powi(2)) - expected * expected;
    let above = Z * ((over(&Bin::spread) + between.max(0.0)) / size).sqrt();
    let ends = ((expected - noise(&means)).max(0.0), (expected + above).min(1.0));
    let debiased = over(&Bin::debiased).max(0.0);
    let top = bins.iter().map(|bin| Z * (bin.spread() / bin.share.n as f64).sqrt()).fold(0.0, f64::max);
    let top_ends = ((largest - noise(&tops)).max(0.0), (largest + top).min(1.0));
    Reliability {
        expected_error: Figure::new(expected, ends, n, "consistency"),
        expected_error_debiased: Figure::new(debiased, ends, n, "consistency"),
        largest_error: Figure::new(largest, top_ends, n, "consistency"),
        bins,
    }
}

/// Draws both errors of a judge whose every bin is true to its word: what chance alone makes.
fn by_chance(bins: &[Bin], seed: u64, size: f64) -> (Vec<f64>, Vec<f64>) {
    let mut random = Random::stream(seed, u64::MAX);
    let draw = |_| {
        let (mut sum, mut top) = (0.0, 0.0_f64);
        for bin in bins {
            let (n, share) = (bin.share.n as f64, bin.cautious());
            let gap = (random.binomial(bin.share.n, share) as f64 / n - share).abs();
            sum += n * gap;
            top = top.max(gap);
        }
        (sum / size, top)
    };
    (0..DRAWS).map(draw).unzip()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn bins_hold_their_lower_edge_and_the_last_holds_one() {
        let chances: Vec<f64> = (0..=10).map(|tenth| f64::from(tenth) / 10.0).collect();
        let found = equal_width(&chances, &[true; 11], 10, 1);
        let counts: Vec<u64> = found.bins.iter().map(|bin| bin.share.n).collect();
        assert_eq!(counts, [1, 1, 1, 1, 1, 1, 1, 1, 1, 2]);
        assert!(found.bins.iter().all(|bin| bin.from <= bin.mean && (bin.mean < bin.to || bin.to == 1.0)));
    }

    #[test]
    fn gaps_are_weighed_by_their_items() {
        let chances = [0.9, 0.9, 0.9, 0.9, 0.2, f64::NAN, 1.5];
        let found = equal_width(&chances, &[true, true, true, false, false, true, true], 5, 1);
        let (mean, top) = (found.expected_error, found.largest_error);
        assert!((mean.value.unwrap() - (4.0 * 0.15 + 0.2) / 5.0).abs() < 1e-15 && mean.n == 5);
        assert!((top.value.unwrap() - 0.2).abs() < 1e-15);
        assert!(mean.low <= mean.value && mean.value <= mean.high);
        assert!(equal_width(&[], &[], 10, 1).expected_error.why.is_some());
    }

    /// Of 300 judges each: true to their word, and 7 points off.
    #[test]
    fn intervals_hold_the_true_error_at_nought_and_above() {
        let mut random = Random::new(11);
        for (off, at_least) in [(0.0, 285), (0.07, 285)] {
            let (mut held, mut seen, mut debiased) = (0, 0.0, 0.0);
            for seed in 0..300 {
                let chances: Vec<f64> = (0..300).map(|_| random.unit() * (1.0 - off)).collect();
                let has: Vec<bool> = chances.iter().map(|chance| random.unit() < chance + off).collect();
                let found = equal_width(&chances, &has, 10, seed);
                let figure = &found.expected_error;
                held += u32::from(figure.low.unwrap() <= off && off <= figure.high.unwrap());
                seen += figure.value.unwrap() / 300.0;
                debiased += found.expected_error_debiased.value.unwrap() / 300.0;
            }
            assert!(held >= at_least, "{off}: {held} of 300");
            assert!((debiased - off).abs() < (seen - off).abs(), "{off}: {seen} {debiased}");
        }
        let few = equal_width(&[1.0; 20], &[true; 20], 10, 1).expected_error;
        assert!(few.value == Some(0.0) && few.high.unwrap() > 0.08, "{few:?}");
    }

    #[test]
    fn bins_of_equal_mass_keep_equal_chances_together() {
        let chances = [0.1, 0.1, 0.1, 0.1, 0.1, 0.2, 0.3, 0.4];
        let found = equal_mass(&chances, &[false; 8], 4, 1);
        let counts: Vec<u64> = found.bins.iter().map(|bin| bin.share.n).collect();
        assert_eq!(counts.iter().sum::<u64>(), 8);
        assert_eq!(counts, [5, 1, 1, 1]);
        let even: Vec<f64> = (0..100).map(|at| f64::from(at) / 100.0).collect();
        let found = equal_mass(&even, &[true; 100], 10, 1);
        assert!(found.bins.len() == 10 && found.bins.iter().all(|bin| bin.share.n == 10));
    }
}
