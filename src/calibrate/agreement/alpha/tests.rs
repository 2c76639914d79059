#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::*;
use crate::calibrate::Ratings;
use crate::calibrate::agreement::distance::SetDistance;
use crate::calibrate::agreement::weights::Weighting;
use crate::calibrate::intervals::random::Random;

/// The example of Krippendorff (2011): four observers, twelve units, five values, some missing.
fn observers() -> Profiles {
    let rows = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."];
    let cell = |(judge, row): (usize, &&str)| {
        let given = row.chars().enumerate().filter_map(move |(item, c)| Some((item, c.to_digit(10)?)));
        given.map(move |(item, value)| (item as u32, judge as u32, value as u16 - 1)).collect::<Vec<_>>()
    };
    Profiles::of(&Ratings::new(12, 4, 5, rows.iter().enumerate().flat_map(cell).collect()))
}

fn value(profiles: &Profiles, distance: &Distance) -> f64 {
    alpha(profiles, distance).figure.value.unwrap()
}

#[test]
fn krippendorffs_own_example_has_his_values() {
    let values: Vec<f64> = (1..=5).map(f64::from).collect();
    let observers = observers();
    let close = |distance: &Distance, want: f64| (value(&observers, distance) - want).abs() < 1e-12;
    assert!(close(&Distance::Nominal, 0.743_421_052_631_579));
    assert!(close(&Distance::Ordinal, 0.815_387_503_754_881_4));
    assert!(close(&Distance::Interval(values.clone()), 0.849_107_142_857_142_7));
    assert!(close(&Distance::Ratio(values), 0.797_402_774_711_612_1));
}

#[test]
fn the_two_ways_to_the_standard_error_agree() {
    let items = [[3, 0, 0], [2, 1, 0], [1, 1, 1], [0, 0, 3], [0, 2, 1], [0, 0, 3]];
    let even = Profiles::from_counts(3, &items.map(Vec::from));
    let uneven = observers();
    for (profiles, within) in [(&even, 1e-12), (&uneven, 1.0 / 40.0)] {
        let values: Vec<f64> = (0..profiles.labels()).map(|label| label as f64).collect();
        let pairs = [(Distance::Nominal, Weighting::Identity), (Distance::Interval(values), Weighting::Quadratic)];
        for (distance, weighting) in pairs {
            let delta = alpha(profiles, &distance);
            let gwet = weighted(profiles, &Weights::new(weighting, profiles.labels()));
            assert!((delta.figure.value.unwrap() - gwet.figure.value.unwrap()).abs() < 1e-12);
            assert!((delta.se.unwrap() / gwet.se.unwrap() - 1.0).abs() < within, "{delta:?} {gwet:?}");
        }
    }
}

/// The delta method against the spread of alpha over many resamples, for distances that move with the ratings too.
#[test]
fn the_standard_error_is_the_spread_of_resamples() {
    let items: Vec<Vec<u32>> = (0..600_u32).map(|i| vec![i % 4, (i * i) % 3, (i / 7) % 3, (i % 5) / 4]).collect();
    let profiles = Profiles::from_counts(4, &items);
    let values = vec![0.0, 1.0, 4.0, 5.0];
    for distance in [Distance::Nominal, Distance::Ordinal, Distance::Interval(values.clone()), Distance::Ratio(values)]
    {
        let draws = resampled(&profiles, &distance, 3, 0..4000);
        let mean = draws.iter().sum::<f64>() / 4000.0;
        let spread = (draws.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / 3999.0).sqrt();
        let se = alpha(&profiles, &distance).se.unwrap();
        assert!((se / spread - 1.0).abs() < 0.05, "{distance:?}: {se} {spread}");
        let figure = bootstrap(&profiles, &distance, 1000, 3);
        assert!(figure.low < figure.value && figure.value < figure.high);
    }
}

#[test]
fn resamples_may_be_drawn_in_parts() {
    let observers = observers();
    let all = resampled(&observers, &Distance::Nominal, 5, 0..20);
    let mut parts = resampled(&observers, &Distance::Nominal, 5, 0..7);
    parts.extend(resampled(&observers, &Distance::Nominal, 5, 7..20));
    assert_eq!(all, parts);
}

/// Two coders' sets: equal, within one another, overlapping, apart. Worked by hand.
#[test]
fn sets_of_labels_are_measured_by_what_they_share() {
    let sets = [vec![0], vec![0, 1], vec![1, 2], vec![3]];
    let given = [(0_u16, 0_u16), (0, 1), (1, 2), (3, 3)];
    let rows = given.iter().enumerate().flat_map(|(item, (a, b))| [(item as u32, 0, *a), (item as u32, 1, *b)]);
    let profiles = Profiles::of(&Ratings::new(4, 2, 4, rows.collect()));
    let masi = Distance::of_sets(&sets, SetDistance::Masi);
    let d = |a: usize, b: usize| SetDistance::Masi.between(&sets[a], &sets[b]);
    let counts = [3.0, 2.0, 1.0, 2.0];
    let observed = 2.0 * (d(0, 1) + d(1, 2));
    let mut expected = 0.0;
    for a in 0..4 {
        for b in 0..4 {
            expected += counts[a] * counts[b] * d(a, b);
        }
    }
    assert!((value(&profiles, &masi) - (1.0 - 7.0 * observed / expected)).abs() < 1e-12);
    assert!(value(&profiles, &masi) > value(&profiles, &Distance::Nominal));
}

/// Three coders, eight items, a coder missing on two of them: alpha of nltk 3.10.4 (`AnnotationTask`), with its distances
/// mended to exact thirds and to empty sets.
#[test]
fn label_sets_have_the_alpha_of_another_tool() {
    let said = [
        ["h", "hs", "", "s", "hp", "p", "hsp", "s"],
        ["h", "h", "", "s", "h", "ps", "hs", "p"],
        ["hs", "h", "s", "-", "hp", "p", "-", ""],
    ];
    let mut sets: Vec<Vec<u16>> = Vec::new();
    let mut rows = Vec::new();
    for (judge, said) in (0..).zip(said) {
        for (item, word) in (0..).zip(said).filter(|(_, word)| *word != "-") {
            let mut set: Vec<u16> = word.bytes().map(u16::from).collect();
            set.sort_unstable();
            let number = sets.iter().position(|known| *known == set).unwrap_or_else(|| {
                sets.push(set);
                sets.len() - 1
            });
            rows.push((item, judge, number as u16));
        }
    }
    let profiles = Profiles::of(&Ratings::new(8, 3, sets.len(), rows));
    for (distance, want) in
        [(SetDistance::Jaccard, 0.397_029_702_970_296_94), (SetDistance::Masi, 0.338_936_430_317_848_26)]
    {
        let got = value(&profiles, &Distance::of_sets(&sets, distance));
        assert!((got - want).abs() < 1e-12, "{distance:?}: {got} instead of {want}");
    }
}

#[test]
fn full_agreement_on_few_items_is_not_certain() {
    let few = Profiles::from_counts(2, &[vec![2, 0], vec![0, 2], vec![0, 3]]);
    for figure in [alpha(&few, &Distance::Ordinal).figure, bootstrap(&few, &Distance::Nominal, 100, 1)] {
        assert_eq!((figure.value, figure.high, figure.method), (Some(1.0), Some(1.0), Some("wilson")));
        assert!(figure.low.unwrap() < 0.2);
    }
}

#[test]
fn what_cannot_be_known_is_undefined() {
    let none = Profiles::from_counts(2, &[]);
    let single = Profiles::from_counts(2, &[vec![1, 0], vec![0, 1]]);
    let same = Profiles::from_counts(2, &[vec![2, 0], vec![3, 0], vec![0, 1]]);
    let weights = Weights::new(Weighting::Identity, 2);
    for distance in [Distance::Nominal, Distance::Ordinal, Distance::Interval(vec![0.1, 0.3])] {
        assert_eq!(alpha(&none, &distance).figure, Figure::undefined(0, NO_PAIR));
        assert_eq!(bootstrap(&single, &distance, 10, 1), Figure::undefined(0, NO_PAIR));
        assert_eq!(alpha(&same, &distance).figure, Figure::undefined(2, NO_VARIETY));
    }
    assert_eq!(weighted(&none, &weights).figure, Figure::undefined(0, NO_PAIR));
    assert_eq!(weighted(&same, &weights).figure, Figure::undefined(2, NO_VARIETY));
}

#[test]
fn one_item_has_no_interval_and_says_why() {
    let one = Profiles::from_counts(2, &[vec![1, 1]]);
    let found = bootstrap(&one, &Distance::Nominal, 200, 1);
    assert_eq!((found.value, found.low, found.high, found.n), (Some(0.0), None, None, 1));
    assert!(found.why.unwrap().contains("one item"));
    let two = bootstrap(&Profiles::from_counts(2, &[vec![1, 1], vec![2, 0]]), &Distance::Nominal, 200, 1);
    assert!(two.low < two.high && two.why.is_none(), "{two:?}");
}

/// Twenty items, three raters, a label on seven items of a hundred that each rater sees four times of five: nearly all plain
/// resamples lack it now and then, and their intervals held alpha 59 times of 100.
#[test]
fn intervals_hold_alpha_of_a_rare_label_as_often_as_they_say() {
    let mut random = Random::new(21);
    let mut world = |items: usize| {
        let rows = (0..items).map(|_| {
            let chance = if random.unit() < 0.07 { 0.8 } else { 0.02 };
            let ones = (0..3).filter(|_| random.unit() < chance).count() as u32;
            vec![3 - ones, ones]
        });
        Profiles::from_counts(2, &rows.collect::<Vec<_>>())
    };
    let truth = value(&world(100_000), &Distance::Nominal);
    let (mut held, mut known) = (0, 0);
    for seed in 0..300 {
        let figure = bootstrap(&world(20), &Distance::Nominal, 400, seed);
        if let (Some(low), Some(high)) = (figure.low, figure.high) {
            known += 1;
            held += u32::from(low <= truth && truth <= high);
        }
    }
    assert!(known > 200 && f64::from(held) >= 0.94 * f64::from(known), "{held} of {known}, alpha {truth}");
}
