//! Estimates for a whole population from a sample whose chances of being drawn are known.

use crate::calibrate::Figure;
use crate::calibrate::intervals::quantile::Z;
use crate::calibrate::intervals::wilson_of;

/// One item of a random sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drawn {
    /// The chance that it was drawn, above 0 and at most 1.
    pub chance: f64,
    /// Whether it has the property: it violates the policy, or the decision on it is wrong.
    pub has: bool,
}

/// Returns the share of the population that has the property: the ratio of Horvitz and Thompson's two totals (1952),
/// as Hájek (1971) has it.
///
/// The variance is that of the linear ratio with items drawn independently, Σ (1 − π) (y − p)² / π² / N̂². The interval
/// is Wilson's for as many decisions as a simple sample of that variance would have (Korn and Graubard 1998), and at
/// most as many as Kish's effective size where the sample is all alike. n is the number of items drawn. Items whose
/// chance is not above 0 and at most 1 are left out.
pub fn prevalence(sample: &[Drawn]) -> Figure {
    let sound = || sample.iter().filter(|item| item.chance > 0.0 && item.chance <= 1.0);
    let n = sound().count() as u64;
    if n == 0 {
        return Figure::undefined(0, "no item was drawn with a known chance");
    }
    let weight = |item: &&Drawn| 1.0 / item.chance;
    let total: f64 = sound().map(|item| weight(&item)).sum();
    let value = sound().filter(|item| item.has).map(|item| weight(&item)).sum::<f64>() / total;
    if n as f64 >= total * (1.0 - 1e-12) {
        return Figure::new(value, (value, value), n, "census");
    }
    let miss = |item: &Drawn| (if item.has { 1.0 } else { 0.0 } - value).powi(2);
    let square = |item: &Drawn| (1.0 - item.chance) / (item.chance * item.chance) * miss(item);
    let small = if n > 1 { n as f64 / (n as f64 - 1.0) } else { 1.0 };
    let variance = sound().map(square).sum::<f64>() * small / (total * total);
    let kish = total * total / sound().map(|item| weight(&item).powi(2)).sum::<f64>();
    let even = value * (1.0 - value);
    let size = if variance > 0.0 && even > 0.0 { even / variance } else { kish };
    Figure::new(value, wilson_of(value, size), n, "hajek")
}

/// Returns the share of a population of known size that has the property: Horvitz and Thompson's total (1952) over that
/// size.
///
/// It varies more than [`prevalence`], since how many items were drawn is up to chance too, and is right on average
/// whatever the sample's size. The variance of the total T is Σ (1 − π) / π² over the items that have the property, which
/// is v T with v the mean of (1 − π) / π by weight; the interval is that of the T that lie within z √(v T) of the estimate,
/// as Wilson's is for shares. n is the number of items drawn. Items whose chance is not above 0 and at most 1 are left out.
pub fn share_of(sample: &[Drawn], population: u64) -> Figure {
    let sound = || sample.iter().filter(|item| item.chance > 0.0 && item.chance <= 1.0);
    let n = sound().count() as u64;
    if n == 0 || n > population {
        let why = if n == 0 { "no item was drawn with a known chance" } else { "more items were drawn than there are" };
        return Figure::undefined(n, why);
    }
    let sums = |has: bool| {
        sound().filter(|item| item.has || !has).fold((0.0, 0.0), |(total, variance), item| {
            (total + 1.0 / item.chance, variance + (1.0 - item.chance) / (item.chance * item.chance))
        })
    };
    let ((total, variance), (all, all_variance)) = (sums(true), sums(false));
    let spread = if total > 0.0 { variance / total } else { all_variance / all };
    let square = Z * Z * spread;
    let (middle, half) = (total + square / 2.0, (square * total + square * square / 4.0).sqrt());
    // The items drawn are there for certain.
    let (least, size) = (sound().filter(|item| item.has).count() as f64, population as f64);
    let most = size - (n as f64 - least);
    let share = |count: f64| count.clamp(least, most) / size;
    Figure::new(share(total), (share(middle - half), share(middle + half)), n, "horvitz-thompson")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;
    use crate::calibrate::intervals::random::Random;

    #[test]
    fn items_drawn_seldom_stand_for_many() {
        let sample =
            [Drawn { chance: 1.0, has: true }, Drawn { chance: 0.1, has: false }, Drawn { chance: 0.5, has: true }];
        let figure = prevalence(&sample);
        assert!((figure.value.unwrap() - 3.0 / 13.0).abs() < 1e-15);
        let whole = share_of(&sample, 100);
        assert!((whole.value.unwrap() - 0.03).abs() < 1e-15 && whole.low.unwrap() >= 0.02);
        assert!(share_of(&sample, 2).why.is_some() && share_of(&[], 9).why.is_some());
        assert!(prevalence(&[]).why.is_some() && prevalence(&[Drawn { chance: 0.0, has: true }]).why.is_some());
        assert_eq!(prevalence(&[Drawn { chance: 1.0, has: true }; 3]).method, Some("census"));
    }

    /// Suspect items are drawn more often; the estimate is right on average and its interval covers.
    #[test]
    fn intervals_hold_the_truth_about_as_often_as_they_say() {
        let mut random = Random::new(4);
        let population: Vec<Drawn> = (0..3000)
            .map(|at| {
                let suspect = at % 5 == 0;
                let has = random.unit() < if suspect { 0.4 } else { 0.03 };
                Drawn { chance: if suspect { 0.3 } else { 0.05 }, has }
            })
            .collect();
        let truth = population.iter().filter(|item| item.has).count() as f64 / 3000.0;
        let (mut held, mut held_whole) = (0, 0);
        let (mut sum, mut sum_whole) = (0.0, 0.0);
        for _ in 0..600 {
            let sample: Vec<Drawn> = population.iter().copied().filter(|item| random.unit() < item.chance).collect();
            let figure = prevalence(&sample);
            held += u32::from(figure.low.unwrap() <= truth && truth <= figure.high.unwrap());
            sum += figure.value.unwrap();
            let whole = share_of(&sample, 3000);
            held_whole += u32::from(whole.low.unwrap() <= truth && truth <= whole.high.unwrap());
            sum_whole += whole.value.unwrap();
        }
        for (sum, held) in [(sum, held), (sum_whole, held_whole)] {
            assert!((sum / 600.0 / truth - 1.0).abs() < 0.03, "{} {truth}", sum / 600.0);
            assert!((552..=594).contains(&held), "{held} of 600");
        }
    }
}
