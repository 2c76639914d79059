//! Of all that was said to have a chance of 70 %, do 70 % have the property?

use serde::Serialize;

use crate::calibrate::Figure;
use crate::calibrate::intervals::bootstrap::{Resampler, percentile};
use crate::calibrate::intervals::random::Random;
use crate::calibrate::intervals::{bounded, wilson};

/// Chances gathered in bins, and how far they are from what came true.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reliability {
    /// The bins that hold an item, the lowest first.
    pub bins: Vec<Bin>,
    /// The mean gap between chance and share over items (Naeini 2015; Guo 2017): expected calibration error. Its
    /// interval resamples bins and the gaps within them, and goes as far down as resamples go up: the error seen is
    /// never quite 0, not even of a perfectly calibrated judge.
    pub expected_error: Figure,
    /// The largest gap of any bin: maximum calibration error. Its interval is resampled likewise.
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
    /// The sum over items of (has − chance)², for spreads.
    #[serde(skip)]
    square: f64,
}

impl Bin {
    /// Returns the share less the mean chance: above 0 where the judge is too cautious.
    pub fn gap(&self) -> f64 {
        self.share.value.unwrap_or(0.0) - self.mean
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
    square: f64,
}

impl Sum {
    fn add(&mut self, chance: f64, has: bool) {
        self.n += 1;
        self.hits += u64::from(has);
        self.chance += chance;
        self.square += (if has { 1.0 } else { 0.0 } - chance).powi(2);
    }

    fn bin(&self, from: f64, to: f64) -> Bin {
        Bin { from, to, mean: self.chance / self.n as f64, share: wilson(self.hits, self.n), square: self.square }
    }
}

fn finish(bins: Vec<Bin>, seed: u64) -> Reliability {
    let n: u64 = bins.iter().map(|bin| bin.share.n).sum();
    if n == 0 {
        let none = || Figure::undefined(0, "no chance was given");
        return Reliability { bins, expected_error: none(), largest_error: none() };
    }
    let gaps = || bins.iter().map(|bin| (bin.share.n as f64, bin.gap().abs()));
    let expected = gaps().map(|(count, gap)| count * gap).sum::<f64>() / n as f64;
    let (top_n, largest) = gaps().fold((0.0, 0.0), |top, next| if next.1 >= top.1 { next } else { top });
    let (means, tops) = resample(&bins, n, seed);
    let figure = |value: f64, draws: &[f64], size: f64| match percentile(draws) {
        Some((_, high)) => {
            // Resamples only ever add to a gap near 0, so the way up is also taken as the way down.
            let reach = if high - value < 1e-9 { 0.0 } else { high - value };
            Figure::new(value, bounded(value, (reach, reach), size, (0.0, 1.0)), n, "bootstrap")
        }
        None => Figure::bare(value, n),
    };
    let expected_error = figure(expected, &means, n as f64);
    Reliability { expected_error, largest_error: figure(largest, &tops, top_n), bins }
}

/// Draws both errors a thousand times: how many items fall into each bin, and its gap as a normal about the one seen.
fn resample(bins: &[Bin], n: u64, seed: u64) -> (Vec<f64>, Vec<f64>) {
    let times: Vec<u64> = bins.iter().map(|bin| bin.share.n).collect();
    let resampler = Resampler::new(&times, seed);
    let mut random = Random::stream(seed, u64::MAX);
    let mut counts = Vec::new();
    let draw = |number| {
        resampler.draw(number, &mut counts);
        let (mut sum, mut top) = (0.0, 0.0_f64);
        for (bin, count) in bins.iter().zip(&counts).filter(|(_, count)| **count > 0) {
            let spread = (bin.square / bin.share.n as f64 - bin.gap().powi(2)).max(0.0);
            let gap = (bin.gap() + random.normal() * (spread / *count as f64).sqrt()).abs().min(1.0);
            sum += *count as f64 * gap;
            top = top.max(gap);
        }
        (sum / n as f64, top)
    };
    (0..1000).map(draw).unzip()
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
