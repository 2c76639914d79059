#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::super::{Intake, study};
use super::*;
use crate::calibrate::sheet::{Judge, Said, Scale, SheetBuilder};

/// One batch of 60 items, so many of which have gold: there rater `a` is right, elsewhere it differs from three others.
fn batch(golden: u32) -> BatchStudy {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<yes").unwrap(), vec![]);
    for number in 0..60 {
        let item = builder.item(&format!("i{number}"));
        let right = (number % 2) as u16;
        let is_gold = number < golden;
        assert!(!is_gold || builder.gold(item, right));
        for (name, label) in [("a", if is_gold { right } else { 1 - right }), ("x", right), ("y", right), ("z", right)]
        {
            let batch = (name == "a").then(|| "w1".to_owned());
            let judge = Judge { kind: JudgeKind::Rater, name: name.into(), version: None };
            builder.say(item, Said { batch, ..Said::new(judge, Ok(label)) });
        }
    }
    study(&builder.build(), &Intake::default(), &StudyOptions::default()).batches.remove(0)
}

#[test]
fn a_batch_is_held_against_gold_or_consensus_and_never_against_both() {
    let own = batch(30);
    assert_eq!((own.reference, own.n_gold, own.n_consensus), (Against::Gold, 30, 30));
    assert_eq!((own.looked_at, own.errors, own.rate.n), (30, 0, 30));
    assert!(own.sentence.ends_with("; held against gold"), "{}", own.sentence);
    let few = batch(10);
    assert_eq!((few.reference, few.n_gold, few.n_consensus), (Against::Consensus, 10, 50));
    assert_eq!((few.looked_at, few.errors, few.root_causes.get("rater_error")), (50, 50, Some(&50)));
    assert!(few.sentence.ends_with("; held against the consensus of others"), "{}", few.sentence);
}
