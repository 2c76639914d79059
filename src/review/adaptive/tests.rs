#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use proptest::prelude::*;

use super::{Adaptive, Candidate};

fn candidate(cold: f64, words: &[u16], stance: u64) -> Candidate {
    Candidate { cold, words: words.to_vec(), stance, facets: Vec::new(), stances: vec![stance, 99], cluster: 0, kin: 0 }
}

/// Errors are the items with word 500; the cold order knows nothing of it.
fn world() -> Vec<(Candidate, bool)> {
    let one = |at: u16| {
        let wrong = at % 4 == 1;
        let words = if wrong { vec![10 + at, 500, 600] } else { vec![10 + at, 601, 600] };
        (candidate(0.3, &words, u64::from(at % 2)), wrong)
    };
    (0..200).map(one).collect()
}

fn review(world: &[(Candidate, bool)], seed: u64) -> Vec<usize> {
    let candidates: Vec<Candidate> = world.iter().map(|(candidate, _)| candidate.clone()).collect();
    let mut order = Adaptive::new(&candidates, 1, seed);
    let mut seen = Vec::new();
    while seen.len() < world.len() {
        for at in order.next(5) {
            order.tell(at, world[at].1);
            seen.push(at);
        }
        order.learn();
    }
    seen
}

#[test]
fn verdicts_bring_what_resembles_errors_forward() {
    let world = world();
    let seen = review(&world, 3);
    let found = seen.iter().take(80).filter(|at| world[**at].1).count();
    assert!(found >= 45, "{found} of 50 errors in the first 80 of 200");
}

#[test]
fn equal_seeds_give_equal_orders() {
    assert_eq!(review(&world(), 3), review(&world(), 3));
    assert_ne!(review(&world(), 3), review(&world(), 4));
}

#[test]
fn before_any_verdict_the_order_is_the_cold_one() {
    let candidates: Vec<Candidate> = [0.2, 0.9, 0.5, 0.9].map(|cold| candidate(cold, &[7], 0)).to_vec();
    let order = Adaptive::new(&candidates, 1, 1).next(9);
    assert!(order[..2] == [1, 3] || order[..2] == [3, 1]);
    assert_eq!(order[2..], [2, 0]);
}

#[test]
fn held_apart_twins_teach_each_other_nothing() {
    let mut world = world();
    world.iter_mut().for_each(|(candidate, _)| candidate.kin = 2);
    let candidates: Vec<Candidate> = world.iter().map(|(candidate, _)| candidate.clone()).collect();
    let mut order = Adaptive::new(&candidates, 2, 1);
    let before = order.scores.clone();
    for at in order.next(50) {
        order.tell(at, world[at].1);
    }
    order.learn();
    let left = order.next(200);
    assert!(left.iter().all(|at| (order.scores[*at] - before[*at]).abs() < 1e-6));
}

proptest! {
    #[test]
    fn every_candidate_comes_once(colds in prop::collection::vec(0.0..=1.0, 0..30), seed in any::<u64>()) {
        let world: Vec<(Candidate, bool)> =
            colds.iter().enumerate().map(|(at, cold)| (candidate(*cold, &[at as u16], at as u64 % 3), at % 3 == 0)).collect();
        let mut seen = review(&world, seed);
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..world.len()).collect::<Vec<_>>());
    }
}
