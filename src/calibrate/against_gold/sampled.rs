//! Estimates for a whole population from a sample whose chances of being drawn are known.

use crate::calibrate::Figure;
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
    Figure::new(value, wilson_of(value, size), n, "horvitz-thompson")
}

/// Returns Horvitz and Thompson's estimate of how many items of the population have the property, and its variance
/// with items drawn independently.
pub fn total(sample: &[Drawn]) -> (f64, f64) {
    let found = sample.iter().filter(|item| item.has && item.chance > 0.0 && item.chance <= 1.0);
    found.fold((0.0, 0.0), |(sum, variance), item| {
        (sum + 1.0 / item.chance, variance + (1.0 - item.chance) / (item.chance * item.chance))
    })
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
        assert_eq!(total(&sample), (3.0, 2.0));
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
        let mut held = 0;
        let mut sum = 0.0;
        for _ in 0..600 {
            let sample: Vec<Drawn> = population.iter().copied().filter(|item| random.unit() < item.chance).collect();
            let figure = prevalence(&sample);
            held += u32::from(figure.low.unwrap() <= truth && truth <= figure.high.unwrap());
            sum += figure.value.unwrap();
        }
        assert!((sum / 600.0 / truth - 1.0).abs() < 0.03, "{} {truth}", sum / 600.0);
        assert!((552..=594).contains(&held), "{held} of 600");
    }
}
