//! Where errors cost unlike: the cheapest threshold, and what it costs on items that it was not chosen on.

use crate::calibrate::Figure;
use crate::calibrate::intervals::bounded;
use crate::calibrate::intervals::quantile::Z;

/// Parts that items are dealt to: a threshold is chosen on all others.
pub const PARTS: u32 = 5;

/// One item: its score, and what it costs to leave it or to take it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Priced {
    /// The score; not NaN.
    pub score: f64,
    /// The cost of leaving it: above 0 where it has the property.
    pub left: f64,
    /// The cost of taking it: above 0 where it has not.
    pub taken: f64,
    /// The part it belongs to, below [`PARTS`]; items that are nearly the same belong to one.
    pub part: u32,
}

/// Items by their score, the highest first.
#[derive(Debug, Clone)]
pub struct Prices(Vec<Priced>);

impl Prices {
    /// Sorts items by their score.
    pub fn new(mut items: Vec<Priced>) -> Prices {
        items.retain(|item| !item.score.is_nan());
        items.sort_by(|a, b| b.score.total_cmp(&a.score));
        Prices(items)
    }

    /// Returns the score from which taking items costs least, of several the highest; none where it is best to take none.
    pub fn cheapest(&self) -> Option<f64> {
        cheapest(self.0.iter())
    }

    /// Returns how many items are taken from a score on, none without a score.
    pub fn taken(&self, from: Option<f64>) -> u64 {
        from.map_or(0, |from| self.0.partition_point(|item| item.score >= from) as u64)
    }

    /// Returns the mean cost of an item when those from a score on are taken, none without a score (normal interval).
    ///
    /// For thresholds that were not chosen on these items.
    pub fn cost(&self, from: Option<f64>) -> Figure {
        self.mean(|_| from)
    }

    /// Returns the mean cost of an item when each part is cut where it is cheapest for all other parts (cross-fitting;
    /// normal interval over items).
    ///
    /// No item has a say in its own threshold, so the cost is not too good as it is on the items that chose.
    pub fn cross_fitted(&self) -> Figure {
        let others = |part: u32| cheapest(self.0.iter().filter(move |item| item.part != part));
        let cuts: Vec<Option<f64>> = (0..PARTS).map(others).collect();
        self.mean(|item| cuts.get(item.part as usize).copied().flatten())
    }

    fn mean(&self, from: impl Fn(&Priced) -> Option<f64>) -> Figure {
        let n = self.0.len() as f64;
        if self.0.is_empty() {
            return Figure::undefined(0, "nothing to compare");
        }
        let (mut sum, mut square, mut dearest) = (0.0, 0.0, 0.0_f64);
        for item in &self.0 {
            let cost = if from(item).is_some_and(|from| item.score >= from) { item.taken } else { item.left };
            sum += cost;
            square += cost * cost;
            dearest = dearest.max(item.taken).max(item.left);
        }
        let value = sum / n;
        let half = Z * ((square / n - value * value).max(0.0) / n).sqrt();
        Figure::new(value, bounded(value, (half, half), n, (0.0, dearest)), self.0.len() as u64, "normal")
    }
}

fn cheapest<'a>(items: impl Iterator<Item = &'a Priced> + Clone) -> Option<f64> {
    let mut cost: f64 = items.clone().map(|item| item.left).sum();
    let (mut least, mut best) = (cost, None);
    let mut items = items.peekable();
    while let Some(item) = items.next() {
        cost += item.taken - item.left;
        let ends = items.peek().is_none_or(|next| next.score < item.score);
        // What is only rounding is no saving.
        if ends && cost < least - 1e-9 * least.abs() {
            (least, best) = (cost, Some(item.score));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;
    use crate::calibrate::intervals::random::Random;

    fn priced(rows: &[(f64, bool)], miss: f64) -> Prices {
        let one = |(at, (score, has)): (usize, &(f64, bool))| {
            let (left, taken) = if *has { (miss, 0.0) } else { (0.0, 1.0) };
            Priced { score: *score, left, taken, part: at as u32 % PARTS }
        };
        Prices::new(rows.iter().enumerate().map(one).collect())
    }

    #[test]
    fn the_dearer_a_miss_the_lower_the_threshold() {
        let rows = [(0.9, true), (0.7, false), (0.7, true), (0.4, true), (0.3, false), (0.2, false)];
        let of = |miss: f64| priced(&rows, miss).cheapest();
        assert_eq!([of(0.1), of(0.9), of(5.0)], [Some(0.9), Some(0.4), Some(0.4)]);
        let none = priced(&[(0.9, false), (0.8, false), (0.7, true)], 1.0);
        assert_eq!((none.cheapest(), none.cost(None).value), (None, Some(1.0 / 3.0)));
        let dear = priced(&rows, 5.0);
        assert_eq!((dear.cost(Some(0.8)).value, dear.taken(Some(0.7)), dear.taken(None)), (Some(10.0 / 6.0), 3, 0));
        // Nothing cost anything: six items do not make that certain.
        let free = priced(&[(0.9, true); 6], 2.0).cost(Some(0.5));
        assert!(free.value == Some(0.0) && free.high.unwrap() > 0.7, "{free:?}");
        assert!(Prices::new(vec![]).cross_fitted().why.is_some());
    }

    /// Scores that know nothing: the cheapest threshold of few items looks better than it is, the cross-fitted does not.
    #[test]
    fn what_is_chosen_on_the_same_items_is_too_good_and_cross_fitting_is_not() {
        let (mut seen, mut fitted) = (0.0, 0.0);
        let mut random = Random::new(5);
        for _ in 0..2000 {
            let rows: Vec<(f64, bool)> = (0..40).map(|_| (random.unit(), random.unit() < 0.5)).collect();
            let prices = priced(&rows, 1.0);
            seen += prices.cost(prices.cheapest()).value.unwrap();
            fitted += prices.cross_fitted().value.unwrap();
        }
        let (seen, fitted) = (seen / 2000.0, fitted / 2000.0);
        // Whatever the threshold, half of the items are decided wrongly.
        assert!(seen < 0.43 && (0.49..0.51).contains(&fitted), "{seen} {fitted}");
    }
}
