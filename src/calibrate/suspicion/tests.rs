#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use proptest::prelude::*;

use super::{Known, guarded, labels};
use crate::calibrate::ratings::{Rating, Ratings};

/// Three judges who know and one who always says 0; the truth is `item % 2`.
fn crowd() -> (Vec<Rating>, usize) {
    let rows =
        (0..60).flat_map(|item| (0..4).map(move |judge| (item, judge, if judge == 3 { 0 } else { item as u16 % 2 })));
    (rows.collect(), 60)
}

#[test]
fn wrong_labels_come_before_right_ones() {
    let (rows, items) = crowd();
    let ratings = Ratings::new(items, 4, 2, rows);
    let doubts = labels(&ratings);
    let is_wrong: Vec<bool> = ratings.iter().map(|(item, _, label)| item as u16 % 2 != label).collect();
    let of = |wrong: bool| doubts.iter().zip(&is_wrong).filter(move |(_, is)| **is == wrong).map(|(doubt, _)| *doubt);
    let least = of(true).fold(f64::INFINITY, f64::min);
    assert!(of(false).all(|doubt| doubt < least));
}

#[test]
fn an_item_that_nobody_rated_has_the_priors() {
    let found = guarded(&Ratings::new(2, 1, 2, vec![(0, 0, 1)]), &Known::default());
    for (share, prior) in found.posteriors[1].iter().zip(&found.priors) {
        assert!((share - prior).abs() < 1e-12);
    }
    assert!(labels(&Ratings::new(0, 0, 0, vec![])).is_empty());
}

#[test]
fn gold_that_a_good_judge_and_the_words_contradict_comes_first() {
    let truth: Vec<u16> = (0..60).map(|item| item % 2).collect();
    let mut gold: Vec<Option<u16>> = truth.iter().copied().map(Some).collect();
    gold[7] = Some(1 - truth[7]);
    let ratings = Ratings::new(60, 1, 2, (0..60).map(|item| (item, 0, truth[item as usize])).collect());
    let likely = |right: u16| Some(if right == 0 { vec![0.7, 0.3] } else { vec![0.3, 0.7] });
    let expected: Vec<Option<Vec<f64>>> = truth.iter().map(|right| likely(*right)).collect();
    let wrong = |known: &Known<'_>| -> Vec<f64> {
        let found = guarded(&ratings, known).posteriors;
        found.iter().zip(&gold).map(|(shares, gold)| 1.0 - shares[usize::from(gold.unwrap())]).collect()
    };
    let by_judge = wrong(&Known { gold: &gold, expected: &[] });
    let by_both = wrong(&Known { gold: &gold, expected: &expected });
    for doubts in [&by_judge, &by_both] {
        assert!(doubts.iter().enumerate().all(|(item, doubt)| item == 7 || *doubt < doubts[7]));
    }
    assert!(by_both[7] > by_judge[7] && by_both[7] > 0.5, "{} {}", by_judge[7], by_both[7]);
}

proptest! {
    #[test]
    fn the_order_and_the_names_of_items_and_judges_are_nothing(
        given in prop::collection::vec((0..12_u32, 0..5_u32, 0..3_u16), 1..60), shift in 1..5_u32,
    ) {
        let plain = Ratings::new(12, 5, 3, given.clone());
        let kept: Vec<Rating> = plain.iter().collect();
        let renamed: Vec<Rating> = kept.iter().rev().map(|(i, j, l)| ((i + 5) % 12, (j + shift) % 5, *l)).collect();
        let moved = Ratings::new(12, 5, 3, renamed);
        let (a, b) = (guarded(&plain, &Known::default()), guarded(&moved, &Known::default()));
        for (item, shares) in a.posteriors.iter().enumerate() {
            prop_assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            for (one, other) in shares.iter().zip(&b.posteriors[(item + 5) % 12]) {
                prop_assert!((one - other).abs() < 1e-9);
            }
        }
    }
}
