//! Laws that every coefficient of agreement obeys, on tables drawn at random.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use proptest::prelude::*;

use super::conger::conger;
use super::distance::Distance;
use super::pairs::pairs;
use super::*;
use crate::calibrate::{Rating, Ratings};

const ITEMS: u32 = 9;
const JUDGES: u32 = 5;
const LABELS: u16 = 4;

fn rows() -> impl Strategy<Value = Vec<Rating>> {
    let cell = prop_oneof![1 => Just(None), 3 => (0..LABELS).prop_map(Some)];
    proptest::collection::vec(cell, (ITEMS * JUDGES) as usize).prop_map(|cells| {
        let given = (0_u32..).zip(cells).filter_map(|(at, label)| Some((at / JUDGES, at % JUDGES, label?)));
        given.collect()
    })
}

fn table(rows: Vec<Rating>) -> Ratings {
    Ratings::new(ITEMS as usize * 3, JUDGES as usize, LABELS as usize, rows)
}

fn all(ratings: &Ratings, weighting: Weighting) -> Vec<(Option<f64>, Option<f64>)> {
    let (profiles, weights) = (Profiles::of(ratings), Weights::new(weighting, LABELS as usize));
    let mut found: Vec<Coefficient> = COEFFICIENTS.iter().map(|entry| (entry.of)(&profiles, &weights)).collect();
    found.push(conger(ratings, &weights));
    found.push(alpha::alpha(&profiles, &Distance::Nominal));
    if weighting != Weighting::Identity {
        found.push(alpha::alpha(&profiles, &Distance::Ordinal));
    }
    found.iter().map(|one| (one.figure.value, one.se)).collect()
}

fn same(a: &[(Option<f64>, Option<f64>)], b: &[(Option<f64>, Option<f64>)]) -> bool {
    let near = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-7,
        (a, b) => a.is_none() && b.is_none(),
    };
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| near(a.0, b.0) && near(a.1, b.1))
}

#[test]
fn every_coefficient_has_a_name_of_its_own() {
    let names: std::collections::BTreeSet<&str> = COEFFICIENTS.iter().map(|entry| entry.name).collect();
    assert!(names.len() == COEFFICIENTS.len() && COEFFICIENTS.iter().all(|entry| !entry.title.is_empty()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn names_of_judges_and_items_do_not_matter(rows in rows(), turn in 1..JUDGES, shift in 1..ITEMS) {
        let renamed = |(i, j, l): &Rating| ((i + shift) % ITEMS, (j + turn) % JUDGES, *l);
        let other = table(rows.iter().map(renamed).collect());
        for weighting in [Weighting::Identity, Weighting::Quadratic] {
            prop_assert!(same(&all(&table(rows.clone()), weighting), &all(&other, weighting)));
        }
    }

    #[test]
    fn names_of_labels_without_an_order_do_not_matter(rows in rows(), turn in 1..LABELS) {
        let other = table(rows.iter().map(|(i, j, l)| (*i, *j, (l + turn) % LABELS)).collect());
        prop_assert!(same(&all(&table(rows), Weighting::Identity), &all(&other, Weighting::Identity)));
    }

    #[test]
    fn a_ladder_read_from_its_other_end_agrees_as_well(rows in rows()) {
        let other = table(rows.iter().map(|(i, j, l)| (*i, *j, LABELS - 1 - l)).collect());
        for weighting in [Weighting::Linear, Weighting::Ordinal] {
            prop_assert!(same(&all(&table(rows.clone()), weighting), &all(&other, weighting)));
        }
    }

    /// Alpha alone moves, since it corrects for small samples.
    #[test]
    fn every_item_twice_agrees_as_well(rows in rows()) {
        let twice = rows.iter().flat_map(|(i, j, l)| [(*i, *j, *l), (i + ITEMS, *j, *l)]).collect();
        let values = |ratings| {
            let profiles = Profiles::of(&ratings);
            let weights = Weights::new(Weighting::Linear, LABELS as usize);
            let kept = COEFFICIENTS.iter().filter(|entry| entry.name != "alpha");
            let mut found: Vec<_> = kept.map(|entry| ((entry.of)(&profiles, &weights).figure.value, None)).collect();
            found.push((conger(&ratings, &weights).figure.value, None));
            found.extend(pairs(&ratings, 1, Some(&[0.0, 1.0, 2.0, 5.0])).iter().map(|pair| (pair.kappa.value, pair.linear.as_ref().unwrap().value)));
            found
        };
        prop_assert!(same(&values(table(rows)), &values(table(twice))));
    }

    #[test]
    fn figures_lie_within_their_intervals_and_say_so_when_they_cannot_be_known(rows in rows(), kept in 0..12_usize) {
        for ratings in [table(rows.clone()), table(rows.into_iter().take(kept).collect())] {
            let (profiles, weights) = (Profiles::of(&ratings), Weights::new(Weighting::Identity, LABELS as usize));
            for entry in COEFFICIENTS {
                let figure = (entry.of)(&profiles, &weights).figure;
                prop_assert_eq!(figure.low.is_none(), figure.why.is_some());
                prop_assert!(figure.value.is_some() || figure.low.is_none());
                prop_assert_eq!(figure.n, profiles.rated_twice());
                if let (Some(value), Some(low), Some(high)) = (figure.value, figure.low, figure.high) {
                    prop_assert!(low <= value && value <= high && high < 1.0 + 1e-12);
                    prop_assert!(low >= -1.0 - 1e-12 || value < -1.0 || entry.name != "ac1", "{} {figure:?}", entry.name);
                }
            }
        }
    }

    #[test]
    fn two_judges_of_all_items_have_one_kappa(labels in proptest::collection::vec((0..LABELS, 0..LABELS), 2..40)) {
        let cells = (0_u32..).zip(&labels).flat_map(|(i, (a, b))| [(i, 0, *a), (i, 1, *b)]).collect();
        let ratings = Ratings::new(labels.len(), 2, LABELS as usize, cells);
        let many = conger(&ratings, &Weights::new(Weighting::Identity, LABELS as usize)).figure.value;
        let two = pairs(&ratings, 1, None)[0].kappa.value;
        prop_assert!(same(&[(many, None)], &[(two, None)]));
    }
}
