//! Review yield: the share of all errors found after reviewing the first so many items.

use serde::Serialize;

use crate::calibrate::Figure;
use crate::calibrate::intervals::quantile::Z;
use crate::calibrate::intervals::wilson_of;

/// How many errors are found after each number of reviews.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// After none, one, two, … reviews; expectations where an order has ties.
    found: Vec<f64>,
    errors: f64,
    /// The mean of the squared places of errors, as parts of the whole.
    squares: f64,
}

/// The points of a curve that are reported.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Points {
    /// After 1 % of the items.
    pub y1: Figure,
    /// After 3 %.
    pub y3: Figure,
    /// After 5 %.
    pub y5: Figure,
    /// After 10 %.
    pub y10: Figure,
    /// After 20 %.
    pub y20: Figure,
    /// The area under the curve: .5 is a random order's.
    pub area: Figure,
}

impl Curve {
    /// Measures an order in which the highest score comes first. Equal scores stand in random order, of which the
    /// expectation is taken. `errors` says of each item whether it is one.
    pub fn ranked(scores: &[f64], errors: &[bool]) -> Curve {
        let mut order: Vec<(f64, bool)> = scores.iter().copied().zip(errors.iter().copied()).collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0));
        let gains = order.chunk_by(|a, b| a.0 == b.0).flat_map(|tied| {
            let wrong = tied.iter().filter(|(_, wrong)| *wrong).count() as f64 / tied.len() as f64;
            std::iter::repeat_n(wrong, tied.len())
        });
        Curve::of_gains(gains)
    }

    /// Measures by what each review found, first to last: errors, which may be more than one where a verdict settles a
    /// cluster. Reviews that were saved count as reviews that find nothing, at the end.
    pub fn of_gains(gains: impl Iterator<Item = f64>) -> Curve {
        let mut found = vec![0.0];
        let mut sum = 0.0;
        for gain in gains {
            sum += gain;
            found.push(sum);
        }
        let n = (found.len() - 1).max(1) as f64;
        let place = |(at, step): (usize, &[f64])| match step {
            [before, after] => (after - before) * ((at as f64 + 0.5) / n).powi(2),
            _ => 0.0,
        };
        let squares = found.windows(2).enumerate().map(place).sum::<f64>() / f64::max(sum, 1.0);
        Curve { found, errors: sum, squares }
    }

    /// Returns how many items there are.
    pub fn items(&self) -> usize {
        self.found.len() - 1
    }

    /// Returns how many errors there are.
    pub fn errors(&self) -> f64 {
        self.errors
    }

    /// Returns the share of all errors found after a part (0 to 1) of the items; `None` without errors.
    pub fn at(&self, part: f64) -> Option<f64> {
        let place = part.clamp(0.0, 1.0) * self.items() as f64;
        let before = self.found.get(place as usize)?;
        let after = self.found.get(place as usize + 1).unwrap_or(before);
        (self.errors > 0.0).then(|| (before + (after - before) * place.fract()) / self.errors)
    }

    /// Returns the area under the curve, between 0 and 1 − p/2 for a share p of errors; `None` without errors.
    pub fn area(&self) -> Option<f64> {
        let strips = self.found.windows(2).map(|step| step.iter().sum::<f64>() / 2.0);
        (self.errors > 0.0).then(|| strips.sum::<f64>() / self.errors / self.items() as f64)
    }

    /// Averages the curves of several runs over the same items.
    pub fn mean(curves: &[Curve]) -> Curve {
        let runs = curves.len().max(1) as f64;
        let length = curves.iter().map(|curve| curve.found.len()).min().unwrap_or(1);
        let at = |place: usize| curves.iter().filter_map(|curve| curve.found.get(place)).sum::<f64>() / runs;
        let mean = |of: fn(&Curve) -> f64| curves.iter().map(of).sum::<f64>() / runs;
        Curve {
            found: (0..length).map(at).collect(),
            errors: mean(|curve| curve.errors),
            squares: mean(|curve| curve.squares),
        }
    }

    /// Returns the points that are reported, each with n (the errors) and a 95 % interval: errors are taken as drawn from
    /// many that might have been met (Wilson 1927 for shares, the normal for the area, which is the mean of 1 minus an
    /// error's place).
    pub fn points(&self) -> Points {
        let n = self.errors.round() as u64;
        let share = |part: f64| match self.at(part) {
            Some(value) => Figure::new(value, wilson_of(value, self.errors), n, "wilson"),
            None => Figure::undefined(0, "there is no error to find"),
        };
        let area = match self.area() {
            Some(value) => {
                let spread = (self.squares - (1.0 - value).powi(2)).max(0.0);
                let half = Z * (spread / self.errors).sqrt();
                Figure::new(value, ((value - half).max(0.0), (value + half).min(1.0)), n, "normal")
            }
            None => Figure::undefined(0, "there is no error to find"),
        };
        let [y1, y3, y5, y10, y20] = [0.01, 0.03, 0.05, 0.1, 0.2].map(share);
        Points { y1, y3, y5, y10, y20, area }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_perfect_order_finds_everything_at_once_and_a_random_one_evenly() {
        let errors: Vec<bool> = (0..100).map(|item| item % 5 == 0).collect();
        let perfect: Vec<f64> = errors.iter().map(|wrong| f64::from(u8::from(*wrong))).collect();
        let best = Curve::ranked(&perfect, &errors);
        assert!((best.at(0.1).unwrap() - 0.5).abs() < 1e-12 && (best.at(0.2).unwrap() - 1.0).abs() < 1e-12);
        assert!((best.area().unwrap() - (1.0 - 0.2 / 2.0)).abs() < 1e-12);
        let random = Curve::ranked(&[0.0; 100], &errors);
        for part in [0.01, 0.05, 0.1, 0.2, 0.77] {
            assert!((random.at(part).unwrap() - part).abs() < 1e-12);
        }
        assert!((random.area().unwrap() - 0.5).abs() < 1e-12);
    }

    #[test]
    fn without_errors_nothing_is_said() {
        let none = Curve::ranked(&[0.1, 0.2], &[false, false]);
        assert_eq!((none.at(0.5), none.area()), (None, None));
        assert_eq!(none.points().y10.value, None);
        assert_eq!(Curve::ranked(&[], &[]).area(), None);
    }

    #[test]
    fn the_area_is_the_mean_of_what_lies_behind_each_error() {
        let curve = Curve::ranked(&[4.0, 3.0, 2.0, 1.0], &[false, true, false, true]);
        assert!((curve.area().unwrap() - (1.0 - (0.375 + 0.875) / 2.0)).abs() < 1e-12);
        let spread = (0.375_f64.powi(2) + 0.875_f64.powi(2)) / 2.0 - 0.625_f64.powi(2);
        let area = curve.points().area;
        assert!((area.high.unwrap() - (0.375 + Z * (spread / 2.0).sqrt())).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn ties_are_the_expectation_over_their_orders_and_the_order_of_items_is_nothing(
            items in prop::collection::vec((0..4_u8, any::<bool>()), 1..7), turn in 0..7_usize,
        ) {
            let of = |items: &[(u8, bool)]| {
                let scores: Vec<f64> = items.iter().map(|(score, _)| f64::from(*score)).collect();
                Curve::ranked(&scores, &items.iter().map(|(_, wrong)| *wrong).collect::<Vec<_>>())
            };
            let mut turned = items.clone();
            turned.rotate_left(turn % items.len());
            prop_assert_eq!(of(&items), of(&turned));
            // Every order of the items, ties broken by it, averaged.
            let mut all = Vec::new();
            permutations(&mut items.clone(), 0, &mut |order| {
                let scores = order.iter().enumerate().map(|(at, (score, _))| f64::from(*score) - at as f64 * 1e-3);
                let errors: Vec<bool> = order.iter().map(|(_, wrong)| *wrong).collect();
                all.push(Curve::ranked(&scores.collect::<Vec<_>>(), &errors));
            });
            let (mean, expected) = (Curve::mean(&all), of(&items));
            for (a, b) in mean.found.iter().zip(&expected.found) {
                prop_assert!((a - b).abs() < 1e-9);
            }
        }
    }

    fn permutations<T>(values: &mut [T], from: usize, each: &mut impl FnMut(&[T])) {
        if from == values.len() {
            return each(values);
        }
        for at in from..values.len() {
            values.swap(from, at);
            permutations(values, from + 1, each);
            values.swap(from, at);
        }
    }
}
