#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use proptest::prelude::*;

use super::{Softmax, apart, scaled};

#[test]
fn what_goes_with_a_word_is_learnt() {
    let mut learner = Softmax::new(3, 0.1);
    let item = |class: u16| scaled(&[100 + class, 7, 8]);
    assert_eq!(learner.shares(&item(0)), [1.0 / 3.0; 3]);
    for _ in 0..60 {
        for class in 0..3_u16 {
            let mut told = [0.0; 3];
            told[usize::from(class)] = 1.0;
            learner.learn(&item(class), &told);
        }
    }
    for class in 0..3_u16 {
        let shares = learner.shares(&item(class));
        assert!(shares[usize::from(class)] > 0.6, "{shares:?}");
    }
    let before = learner.shares(&item(1));
    learner.settle();
    assert_eq!(learner.shares(&item(1)), before);
}

#[test]
fn a_belief_holds_until_it_is_outweighed() {
    let mut learner = Softmax::new(2, 0.1);
    learner.believe(1, &[-0.5, 0.5], 10.0);
    let share = learner.shares(&[(1, 2.0)])[1];
    assert!((f64::from(share) - 1.0 / (1.0 + (-2.0_f64).exp())).abs() < 1e-6);
    learner.learn(&[(1, 2.0)], &[1.0, 0.0]);
    let after = learner.shares(&[(1, 2.0)])[1];
    assert!(after < share && after > 0.8);
}

#[test]
fn an_item_is_judged_by_a_model_that_has_not_seen_its_kin() {
    let words = |at: u16| if at < 20 { vec![9 + at % 2] } else { vec![300] };
    let features: Vec<_> = (0..24).map(|at| scaled(&words(at))).collect();
    let told = |at: u16| Some(if at.is_multiple_of(2) { vec![1.0, 0.0] } else { vec![0.0, 1.0] });
    let told: Vec<_> = (0..24).map(told).collect();
    let kin: Vec<u64> = (0..24).map(|at| if at < 20 { at / 2 } else { 7 }).collect();
    let expected = apart(&features, &told, &kin, (2, 4), 1);
    assert!(expected.iter().all(|shares| (shares.iter().sum::<f64>() - 1.0).abs() < 1e-5));
    assert!(expected[0][0] > 0.6 && expected[1][1] > 0.6, "what others teach is known");
    assert!((expected[20][0] - expected[21][0]).abs() < 1e-9, "their own words are in no model they are judged by");
}

proptest! {
    #[test]
    fn probabilities_sum_to_one(places in prop::collection::vec(any::<u16>(), 0..40), class in 0..4_usize) {
        let mut learner = Softmax::new(4, 0.3);
        let mut told = [0.0; 4];
        told[class] = 1.0;
        let features = scaled(&places);
        for _ in 0..5 {
            learner.learn(&features, &told);
        }
        let shares = learner.shares(&features);
        prop_assert!((shares.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        prop_assert!(shares.iter().all(|share| *share <= shares[class]));
    }
}
