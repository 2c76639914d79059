#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests"
)]

use super::super::held::held;
use super::{WeakClauses, settle, tested};
use crate::calibrate::intervals::random::Random;
use crate::calibrate::sheet::{ItemSaid, Judge, JudgeKind, Said, Scale, Sheet, SheetBuilder};

const CLAUSES: [(&str, u32); 5] = [("A.1", 16), ("A.2", 40), ("B.1", 25), ("B.2", 120), ("C.1", 300)];

/// Four judges and five clauses of unequal size; each is wrong on so much of each clause. Items come in clusters of so many.
fn sheet(seed: u64, cluster: u32, rate: impl Fn(usize, &str) -> f64) -> Sheet {
    let names = CLAUSES.map(|(name, _)| name.to_owned()).to_vec();
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:allow<remove").unwrap(), names);
    let mut number = 0;
    for (clause, (name, items)) in (0..).zip(CLAUSES) {
        for _ in 0..items {
            number += 1;
            // A cluster is decided as one.
            let mark = number / cluster;
            let said = (0..4).map(|judge| {
                let wrong = Random::stream(seed * 10 + judge as u64, u64::from(mark)).unit() < rate(judge, name);
                let judge = Judge { kind: JudgeKind::Model, name: format!("m{judge}"), version: None };
                Said::new(judge, Ok(u16::from(!wrong)))
            });
            builder.add(ItemSaid {
                id: format!("i{number}"),
                gold: Some(1),
                gold_clause: Some(clause),
                cluster: Some(u64::from(mark)),
                said: said.collect(),
                ..ItemSaid::default()
            });
        }
    }
    builder.build()
}

fn weak(sheet: &Sheet) -> WeakClauses {
    settle(held(sheet).iter().flat_map(|own| tested(sheet, own)).collect())
}

#[test]
fn a_clause_that_a_judge_fails_is_found_however_few_its_items() {
    let found = weak(&sheet(1, 1, |judge, clause| if judge == 2 && clause == "A.1" { 0.7 } else { 0.15 }));
    assert_eq!(found.tested, 20);
    let one = &found.found[0];
    assert_eq!((one.judge.as_str(), one.clause.as_str(), one.rate.n, found.found.len()), ("m2", "A.1", 16, 1));
    assert!(one.sentence.starts_with("m2 is wrong on ") && one.sentence.contains(" of 16 gold items about A.1 ("));
    assert!(one.advice.next_step_words.contains("allow where remove is right"), "{}", one.advice.next_step_words);
    assert!(one.rate.low > one.elsewhere.high && one.q >= one.p && one.examples.len() == 5);
}

#[test]
fn of_errors_without_a_pattern_one_world_in_twenty_at_most_has_a_weak_clause() {
    for cluster in [1, 4] {
        let worlds = 400;
        let hits = (0..worlds).filter(|seed| !weak(&sheet(*seed, cluster, |_, _| 0.2)).found.is_empty()).count();
        println!("clusters of {cluster}: {hits} of {worlds} worlds without a weak clause have one found");
        assert!(hits <= worlds as usize / 20, "{hits} of {worlds} with clusters of {cluster}");
    }
}
