//! The area under the ROC curve: how often an item with the property scores above one without.

use super::ranked::Ranked;
use crate::calibrate::Figure;
use crate::calibrate::intervals::quantile::Z;
use crate::calibrate::intervals::wilson_of;

/// Returns the area, ties counted half, with the interval of DeLong, DeLong and Clarke-Pearson (1988) on the logit.
///
/// n is the number of scores. Where the order is perfect, or perfectly wrong, the variance is 0 and the interval is
/// Wilson's for as many items as the smaller side has. Undefined unless there are items on both sides.
pub fn roc_area(ranked: &Ranked) -> Figure {
    let (have, lack) = (ranked.have(), ranked.lack());
    let n = have + lack;
    if have == 0 || lack == 0 {
        return Figure::undefined(n, "items with and without the property are both needed");
    }
    let (m, k) = (have as f64, lack as f64);
    // How many of each side stand above, counted from the top.
    let (mut have_above, mut lack_above) = (0.0, 0.0);
    let (mut sum, mut square_have, mut square_lack) = (0.0, 0.0, 0.0);
    for tie in ranked.ties() {
        let (p, q) = (tie.have as f64, tie.lack as f64);
        let beats = (k - lack_above - q / 2.0) / k;
        let beaten = (have_above + p / 2.0) / m;
        sum += p * beats;
        square_have += p * beats * beats;
        square_lack += q * beaten * beaten;
        have_above += p;
        lack_above += q;
    }
    let area = sum / m;
    let spread = |square: f64, count: f64| ((square / count - area * area).max(0.0) / (count - 1.0).max(1.0)).max(0.0);
    let variance = spread(square_have, m) + spread(square_lack, k);
    let even = area * (1.0 - area);
    if variance <= 0.0 || even <= 0.0 {
        return Figure::new(area, wilson_of(area, m.min(k)), n, "wilson");
    }
    let (place, half) = ((area / (1.0 - area)).ln(), Z * variance.sqrt() / even);
    let back = |logit: f64| 1.0 / (1.0 + (-logit).exp());
    Figure::new(area, (back(place - half), back(place + half)), n, "delong")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn four_scores_by_hand() {
        let area = roc_area(&Ranked::new(&[0.1, 0.4, 0.35, 0.8], &[false, false, true, true]));
        assert_eq!((area.value, area.n), (Some(0.75), 4));
        let tied = roc_area(&Ranked::new(&[0.5, 0.5], &[true, false]));
        assert_eq!(tied.value, Some(0.5));
        let perfect = roc_area(&Ranked::new(&[0.9, 0.1], &[true, false]));
        assert!(perfect.value == Some(1.0) && perfect.low.unwrap() < 0.5);
        assert!(roc_area(&Ranked::new(&[0.9, 0.1], &[true, true])).why.is_some());
    }

    proptest! {
        #[test]
        fn it_is_the_share_of_pairs_in_order(
            rows in proptest::collection::vec((0..8_u8, proptest::bool::ANY), 2..40)
        ) {
            let (scores, has): (Vec<f64>, Vec<bool>) = rows.iter().map(|(s, h)| (f64::from(*s) / 8.0, *h)).unzip();
            let area = roc_area(&Ranked::new(&scores, &has));
            let (mut won, mut all) = (0.0, 0.0);
            for (a, _) in rows.iter().filter(|row| row.1) {
                for (b, _) in rows.iter().filter(|row| !row.1) {
                    all += 1.0;
                    won += if a > b { 1.0 } else if a == b { 0.5 } else { 0.0 };
                }
            }
            prop_assert_eq!(area.value.is_some(), all > 0.0);
            if let Some(value) = area.value {
                prop_assert!((value - won / all).abs() < 1e-12);
                prop_assert!(area.low.unwrap() <= value && value <= area.high.unwrap());
                let turned = roc_area(&Ranked::new(&scores, &has.iter().map(|has| !has).collect::<Vec<_>>()));
                prop_assert!((turned.value.unwrap() + value - 1.0).abs() < 1e-12);
            }
        }
    }
}
