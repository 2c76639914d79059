#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use proptest::prelude::*;

use super::*;
use crate::calibrate::against_gold::per_label::f_beta;
use crate::calibrate::intervals::bootstrap::Resampler;

fn table(labels: usize, beyond: usize, cells: &[f64]) -> Confusion {
    let mut counts = Confusion::new(labels, beyond);
    for (at, count) in cells.iter().enumerate() {
        counts.add(at / (labels + beyond), at % (labels + beyond), *count);
    }
    counts
}

/// The GPT-4 judge of XSTest, whose unreadable output is a class of its own.
fn judge() -> Confusion {
    table(3, 1, &[1037.0, 2.0, 41.0, 11.0, 115.0, 19.0, 42.0, 0.0, 233.0, 8.0, 742.0, 0.0])
}

#[test]
fn unreadable_output_is_a_value_with_nothing_right_and_no_label() {
    let value = macro_f1_of_values(&judge()).value.unwrap();
    assert!((value - 0.460_950_917_715_747_8).abs() < 1e-12, "{value}");
    let of_labels = macro_f1(&judge()).value.unwrap();
    assert!((of_labels - value * 4.0 / 3.0).abs() < 1e-12, "{of_labels}");
}

#[test]
fn two_labels_have_matthews_own_correlation() {
    let (tp, fp, fn_, tn) = (90.0_f64, 4.0, 5.0, 11.0);
    let counts = table(2, 0, &[tn, fp, fn_, tp]);
    let want = (tp * tn - fp * fn_) / ((tp + fp) * (tp + fn_) * (tn + fp) * (tn + fn_)).sqrt();
    assert!((mcc(&counts).value.unwrap() - want).abs() < 1e-14);
}

/// Each interval's half width against the spread of the measure over resampled decisions.
#[test]
fn intervals_are_as_wide_as_the_spread_of_resamples() {
    let judge = judge();
    let times: Vec<u64> = judge.cells().map(|(_, _, count)| count as u64).collect();
    let resampler = Resampler::new(&times, 11);
    let mut counts = Vec::new();
    let draws: Vec<Confusion> = (0..2000)
        .map(|number| {
            resampler.draw(number, &mut counts);
            table(3, 1, &counts.iter().map(|count| *count as f64).collect::<Vec<_>>())
        })
        .collect();
    let two = |counts: &Confusion| f_beta(counts, 1, 2.0);
    let every = MEASURES.iter().map(|measure| (measure.name, &measure.of as &dyn Fn(&Confusion) -> Figure));
    for (name, of) in every.chain([("f2", &two as &dyn Fn(&Confusion) -> Figure)]) {
        let values: Vec<f64> = draws.iter().filter_map(|counts| of(counts).value).collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let spread = (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / values.len() as f64).sqrt();
        let figure = of(&judge);
        let half = (figure.high.unwrap() - figure.low.unwrap()) / 2.0 / 1.96;
        assert!((half / spread - 1.0).abs() < 0.07, "{name}: {half} {spread}");
    }
}

#[test]
fn every_measure_has_a_name_of_its_own() {
    let names: std::collections::BTreeSet<&str> = MEASURES.iter().map(|measure| measure.name).collect();
    assert!(names.len() == MEASURES.len() && MEASURES.iter().all(|measure| !measure.title.is_empty()));
}

#[test]
fn what_cannot_be_known_is_undefined() {
    let (none, one) = (Confusion::new(2, 1), table(2, 0, &[5.0, 0.0, 0.0, 0.0]));
    for measure in MEASURES {
        assert_eq!((measure.of)(&none).why, Some(NOTHING), "{}", measure.name);
    }
    assert!(mcc(&one).why.is_some() && kappa(&one).why.is_some() && informedness(&one).why.is_some());
    assert_eq!(balanced_accuracy(&one).value, Some(1.0));
    let label = per_label(&one, 1);
    assert!(label.precision.why.is_some() && label.recall.why.is_some() && label.f1.why.is_some());
}

/// All right, all wrong, one decision, and a rare label that is all right beside a common one that is not.
#[test]
fn no_interval_is_without_width() {
    let tables = [
        table(2, 0, &[12.0, 0.0, 0.0, 8.0]),
        table(2, 0, &[0.0, 5.0, 4.0, 0.0]),
        table(2, 1, &[1.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
        table(2, 1, &[0.0, 0.0, 3.0, 0.0, 0.0, 2.0]),
        table(3, 0, &[9.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
    ];
    for counts in &tables {
        for measure in MEASURES {
            let figure = (measure.of)(counts);
            let Some(value) = figure.value else { continue };
            let (low, high) = (figure.low.unwrap(), figure.high.unwrap());
            assert!(high - low > 0.1 && low <= value && value <= high, "{} {counts:?}: {figure:?}", measure.name);
        }
    }
    let rare = table(2, 0, &[50.0, 50.0, 0.0, 1.0]);
    // The recall of the rare label, 1 of 1, is at least 0.21: half of what it may fall short by counts.
    let figure = balanced_accuracy(&rare);
    assert!(figure.value == Some(0.75) && figure.low.unwrap() < 0.75 - 0.39, "{figure:?}");
}

#[test]
fn two_labels_all_right_are_as_sure_as_their_accuracy() {
    let all = table(2, 0, &[25.0, 0.0, 0.0, 25.0]);
    let low = accuracy(&all).low.unwrap();
    // An error would be one for both labels, so F1 of both falls with accuracy; chance is one half.
    assert!((macro_f1(&all).low.unwrap() - low).abs() < 1e-12 && (weighted_f1(&all).low.unwrap() - low).abs() < 1e-12);
    // Recalls err each on its own items.
    let (recall, one) = (balanced_accuracy(&all).low.unwrap(), wilson_of(1.0, 25.0).0);
    assert!((recall - (1.0 - (1.0 - one) / 2.0_f64.sqrt())).abs() < 1e-12);
    for figure in [kappa(&all), mcc(&all)] {
        assert!((figure.low.unwrap() - (low - 0.5) / 0.5).abs() < 1e-12 && figure.method == Some("wilson"));
    }
}

proptest! {
    #[test]
    fn names_of_labels_and_twice_the_decisions_change_nothing(
        cells in proptest::collection::vec(0..30_u32, 12), turn in 1..3_usize
    ) {
        let cells: Vec<f64> = cells.into_iter().map(f64::from).collect();
        let counts = table(3, 1, &cells);
        let mut renamed = Confusion::new(3, 1);
        for (right, given, count) in counts.cells() {
            let name = |label: usize| if label < 3 { (label + turn) % 3 } else { label };
            renamed.add(name(right), name(given), count);
        }
        let mut twice = counts.clone();
        twice.add_all(&counts);
        for measure in MEASURES {
            let (a, b, c) = ((measure.of)(&counts), (measure.of)(&renamed), (measure.of)(&twice));
            prop_assert_eq!(a.value.is_none(), a.why.is_some());
            prop_assert_eq!(a.value.is_some(), b.value.is_some());
            prop_assert_eq!(a.value.is_some(), c.value.is_some());
            if let (Some(a), Some(b), Some(c)) = (a.value, b.value, c.value) {
                prop_assert!((a - b).abs() < 1e-12 && (a - c).abs() < 1e-12, "{}", measure.name);
            }
            if let (Some(v), Some(low), Some(high)) = (a.value, a.low, a.high) {
                prop_assert!(low <= v && v <= high);
            }
        }
    }
}
