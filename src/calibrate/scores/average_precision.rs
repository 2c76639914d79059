//! Average precision: the area under precision by recall, in steps.

use super::ranked::Ranked;
use crate::calibrate::Figure;
use crate::calibrate::intervals::quantile::Z;
use crate::calibrate::intervals::wilson_of;

/// Returns precision at each distinct score, averaged by the recall it adds; no line is drawn between the steps.
///
/// The interval is on the logit, as large as a binomial's over the items with the property (Boyd, Eng and Page 2013);
/// Wilson's where the value is 1. n is the number of items with the property. Undefined when no item has the property.
pub fn average_precision(ranked: &Ranked) -> Figure {
    let n = ranked.have();
    let all = n as f64;
    if all == 0.0 {
        return Figure::undefined(n, "no item has the property");
    }
    let (mut hits, mut taken, mut sum) = (0.0, 0.0, 0.0);
    for tie in ranked.ties() {
        hits += tie.have as f64;
        taken += (tie.have + tie.lack) as f64;
        sum += tie.have as f64 * hits / taken;
    }
    let value = sum / all;
    let even = value * (1.0 - value);
    if even <= 0.0 {
        return Figure::new(value, wilson_of(value.clamp(0.0, 1.0), all), n, "wilson");
    }
    let (place, half) = ((value / (1.0 - value)).ln(), Z / (all * even).sqrt());
    let back = |logit: f64| 1.0 / (1.0 + (-logit).exp());
    Figure::new(value, (back(place - half), back(place + half)), n, "logit")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn four_scores_by_hand() {
        let figure = average_precision(&Ranked::new(&[0.1, 0.4, 0.35, 0.8], &[false, false, true, true]));
        assert!((figure.value.unwrap() - (1.0 + 2.0 / 3.0) / 2.0).abs() < 1e-15);
        let tied = average_precision(&Ranked::new(&[0.5; 4], &[true, false, false, false]));
        assert_eq!(tied.value, Some(0.25));
        assert!(average_precision(&Ranked::new(&[0.5], &[false])).why.is_some());
        assert_eq!(average_precision(&Ranked::new(&[0.5], &[true])).value, Some(1.0));
    }
}
