//! Intervals for a share counted over things that depend on each other: pairs of raters, or ratings, of the same items by the
//! same raters.
//!
//! What one item or one rater adds is drawn together, so spreads are summed by item and by rater (Cameron, Gelbach and Miller
//! 2011); two pairs that have a rater in common are drawn together too (Aronow, Samii and Assenova 2015).

use super::quantile::{Z, t_point};
use super::wilson_of;
use crate::calibrate::Figure;

/// What clusters add to a share: of each its size n and how many of it count, h, as sums of h², h·n and n².
///
/// So Σ (h − share · n)² is known for whatever share is found later.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Squares {
    hits: f64,
    mixed: f64,
    size: f64,
    clusters: u64,
}

impl Squares {
    /// Adds a cluster of `size` of which `hits` count; one without size is passed over.
    pub fn add(&mut self, hits: u64, size: u64) {
        if size == 0 {
            return;
        }
        let (hits, size) = (hits as f64, size as f64);
        self.hits += hits * hits;
        self.mixed += hits * size;
        self.size += size * size;
        self.clusters += 1;
    }

    /// Returns clusters of one thing each, of which `hits` of `size` count.
    pub fn singly(hits: u64, size: u64) -> Squares {
        Squares { hits: hits as f64, mixed: hits as f64, size: size as f64, clusters: size }
    }

    /// Takes off what was counted twice.
    #[must_use]
    pub fn less(self, twice: Squares) -> Squares {
        Squares {
            hits: self.hits - twice.hits,
            mixed: self.mixed - twice.mixed,
            size: self.size - twice.size,
            clusters: self.clusters,
        }
    }

    fn at(&self, share: f64) -> f64 {
        self.hits - 2.0 * share * self.mixed + share * share * self.size
    }

    /// The same, for as few clusters as there are.
    fn of_few(&self, share: f64) -> f64 {
        let clusters = self.clusters as f64;
        if self.clusters > 1 { self.at(share) * clusters / (clusters - 1.0) } else { self.at(share) }
    }
}

/// A share of things that belong to items and to raters.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Clustered {
    /// How many things there are.
    pub n: u64,
    /// How many of them count.
    pub hits: u64,
    /// By item.
    pub items: Squares,
    /// By rater.
    pub raters: Squares,
    /// By item and rater together.
    pub both: Squares,
}

impl Clustered {
    /// Returns the share. Its variance is the largest of that by item, that by rater, and the two less what both count; the
    /// interval is Wilson's for as many things as a simple sample of that variance would have (Korn and Graubard 1998), made
    /// wider as Student's t is for as many draws as there are items or raters, whichever are fewer.
    pub fn figure(&self, nothing: &'static str) -> Figure {
        if self.n == 0 {
            return Figure::undefined(0, nothing);
        }
        let n = self.n as f64;
        let share = self.hits as f64 / n;
        let (by_item, by_rater) = (self.items.of_few(share), self.raters.of_few(share));
        let variance = by_item.max(by_rater).max(by_item + by_rater - self.both.at(share)) / (n * n);
        let fewest = self.items.clusters.min(self.raters.clusters);
        let Some(t) = t_point(fewest as f64 - 1.0) else {
            return Figure::bare(share, self.n, "one item, or one rater, has no spread");
        };
        let even = share * (1.0 - share);
        let size = if variance > 0.0 && even > 0.0 { even / variance } else { fewest as f64 };
        Figure::new(share, wilson_of(share, size * (Z / t).powi(2)), self.n, "clustered")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;
    use crate::calibrate::intervals::random::Random;
    use crate::calibrate::intervals::wilson;

    #[test]
    fn things_that_do_not_depend_on_each_other_have_nearly_the_plain_interval() {
        let single = Squares::singly(60, 200);
        let figure = Clustered { n: 200, hits: 60, items: single, raters: single, both: single }.figure("");
        let plain = wilson(60, 200);
        assert!((figure.low.unwrap() - plain.low.unwrap()).abs() < 2e-3, "{figure:?} {plain:?}");
        assert!(Clustered::default().figure("nobody met").why == Some("nobody met"));
    }

    #[test]
    fn few_items_all_alike_are_no_certainty() {
        let mut items = Squares::default();
        (0..5).for_each(|_| items.add(0, 10));
        let figure = Clustered { n: 50, hits: 0, items, raters: Squares::singly(0, 50), both: items }.figure("");
        assert!(figure.value == Some(0.0) && figure.high.unwrap() > wilson(0, 5).high.unwrap(), "{figure:?}");
    }

    /// Ratings by ten raters with habits of their own of thirty items of unlike difficulty.
    #[test]
    fn intervals_hold_the_truth_about_as_often_as_they_say() {
        let mut random = Random::new(5);
        let mut held = 0;
        for _ in 0..400 {
            let habits: Vec<f64> = (0..10).map(|_| 0.7 * random.normal()).collect();
            let mut all = Clustered::default();
            let mut by_rater = [0_u64; 10];
            for _ in 0..30 {
                let place = 1.5 * random.normal();
                let mut hits = 0;
                for (sum, habit) in by_rater.iter_mut().zip(&habits) {
                    let hit = u64::from(random.unit() < 1.0 / (1.0 + (-(place + habit)).exp()));
                    *sum += hit;
                    hits += hit;
                }
                all.items.add(hits, 10);
                all.hits += hits;
            }
            by_rater.iter().for_each(|hits| all.raters.add(*hits, 30));
            all.n = 300;
            all.both = Squares::singly(all.hits, all.n);
            let figure = all.figure("");
            held += u32::from(figure.low.unwrap() <= 0.5 && 0.5 <= figure.high.unwrap());
        }
        assert!(held >= 372, "{held} of 400");
    }
}
