//! By how much is one judge right more often than another on the same items?

use crate::calibrate::Figure;
use crate::calibrate::intervals::wilson_of;

/// What became of the items that two judges both decided.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// Both are right.
    pub both: u64,
    /// Only the first is.
    pub first: u64,
    /// Only the second is.
    pub second: u64,
    /// Neither is.
    pub neither: u64,
}

impl Outcomes {
    /// Counts one more item.
    pub fn add(&mut self, first_right: bool, second_right: bool) {
        *match (first_right, second_right) {
            (true, true) => &mut self.both,
            (true, false) => &mut self.first,
            (false, true) => &mut self.second,
            (false, false) => &mut self.neither,
        } += 1;
    }

    /// Returns the number of items.
    pub fn n(&self) -> u64 {
        self.both + self.first + self.second + self.neither
    }
}

/// Returns the first judge's share of right decisions less the second's, from −1 to 1, with the interval of Newcombe
/// (1998, method 10): Wilson's intervals of both, put together with the correlation of the two, which is taken as smaller
/// than it looks.
///
/// n is the number of items.
pub fn difference(outcomes: &Outcomes) -> Figure {
    let n = outcomes.n() as f64;
    if n == 0.0 {
        return Figure::undefined(0, "the two decided no gold item both");
    }
    let [both, first, second, neither] =
        [outcomes.both, outcomes.first, outcomes.second, outcomes.neither].map(|count| count as f64);
    let reach = |right: f64| {
        let (share, (low, high)) = (right / n, wilson_of(right / n, n));
        (share - low, high - share)
    };
    let ((below_first, above_first), (below_second, above_second)) = (reach(both + first), reach(both + second));
    let margins = (both + first) * (second + neither) * (both + second) * (first + neither);
    let together = both * neither - first * second;
    let together = if together > 0.0 { (together - n / 2.0).max(0.0) } else { together };
    let phi = if margins > 0.0 { together / margins.sqrt() } else { 0.0 };
    let add = |a: f64, b: f64| (a * a - 2.0 * phi * a * b + b * b).max(0.0).sqrt();
    let value = (first - second) / n;
    let ends = (value - add(below_first, above_second), value + add(above_first, below_second));
    Figure::new(value, (ends.0.max(-1.0), ends.1.min(1.0)), outcomes.n(), "newcombe")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;
    use crate::calibrate::intervals::random::Random;

    /// Airways of 21 children before and after a transplantation: −0.286, −0.507 to −0.026 (Fagerland, Lydersen and Laake
    /// 2014).
    #[test]
    fn children_before_and_after_have_the_printed_interval() {
        let figure = difference(&Outcomes { both: 1, first: 1, second: 7, neither: 12 });
        let close = |a: Option<f64>, b: f64| (a.unwrap() - b).abs() < 5e-4;
        assert!(close(figure.value, -0.286) && close(figure.low, -0.507) && close(figure.high, -0.026), "{figure:?}");
    }

    #[test]
    fn turned_round_it_is_the_same_and_never_certain() {
        for outcomes in [(59, 6, 16, 80), (30, 0, 0, 0), (0, 3, 0, 0), (9, 1, 0, 0), (0, 5, 5, 0)] {
            let (both, first, second, neither) = outcomes;
            let one = difference(&Outcomes { both, first, second, neither });
            let other = difference(&Outcomes { both, first: second, second: first, neither });
            assert!((one.low.unwrap() + other.high.unwrap()).abs() < 1e-12, "{one:?} {other:?}");
            assert!(one.high.unwrap() - one.low.unwrap() > 0.05);
        }
        assert!(difference(&Outcomes::default()).why.is_some());
    }

    #[test]
    fn intervals_hold_the_truth_about_as_often_as_they_say() {
        let mut random = Random::new(7);
        let mut held = 0;
        for _ in 0..1000 {
            let mut outcomes = Outcomes::default();
            for _ in 0..60 {
                // Mostly right together: 0.78 both, 0.12 only the first, 0.08 only the second.
                let at = random.unit();
                outcomes.add(at < 0.9, at < 0.78 || (0.9..0.98).contains(&at));
            }
            let figure = difference(&outcomes);
            held += u32::from(figure.low.unwrap() <= 0.04 && 0.04 <= figure.high.unwrap());
        }
        assert!((930..=985).contains(&held), "{held}");
    }
}
