#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::super::{Intake, study};
use super::*;
use crate::calibrate::sheet::{Judge, Said, Scale, SheetBuilder};

const DAY_MS: i64 = 86_400_000;
const ITEMS: i64 = 600;

/// Rater `a` decides one item a day, beside three others who are always right; gold and `a`'s errors are by day.
fn days(gold: impl Fn(i64) -> bool, wrong: impl Fn(i64) -> bool) -> JudgeOverTime {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<yes").unwrap(), vec![]);
    for day in 0..ITEMS {
        let item = builder.item(&format!("i{day}"));
        let right = (day % 2) as u16;
        assert!(!gold(day) || builder.gold(item, right));
        for (name, label) in
            [("a", if wrong(day) { 1 - right } else { right }), ("x", right), ("y", right), ("z", right)]
        {
            let judge = Judge { kind: JudgeKind::Rater, name: name.into(), version: None };
            builder.say(item, Said { at_ms: Some(day * DAY_MS), ..Said::new(judge, Ok(label)) });
        }
    }
    let options = StudyOptions { resamples: 20, ..StudyOptions::default() };
    let found = study(&builder.build(), &Intake::default(), &options);
    found.changes.drift.into_iter().find(|one| one.judge == "a").unwrap()
}

#[test]
fn another_mixture_of_gold_and_consensus_is_no_drift() {
    let (early, late) = (|day: i64| day < ITEMS / 2, |day: i64| day >= ITEMS / 2);
    // It errs on one in 50 by gold and on one in 3 by consensus, and did so all the time.
    let wrong = |is_gold: bool, day: i64| day % if is_gold { 50 } else { 3 } == 0;
    let found = [days(early, |day| wrong(early(day), day)), days(late, |day| wrong(late(day), day))];
    for own in found {
        assert!(own.drift.alarms.is_empty(), "{own:?}");
        assert!(!own.trend.moves(), "{}", own.trend.sentence);
        assert_eq!((own.n_gold, own.n_consensus, own.drift.rate.n), (300, 300, 300));
        assert_eq!(own.trend.weeks.iter().map(|week| week.n).sum::<u64>(), 300);
    }
}

#[test]
fn a_series_is_held_against_gold_where_there_is_enough_of_it_to_the_end() {
    let reference = |gold: fn(i64) -> bool| days(gold, |day| day % 10 == 0).reference;
    assert_eq!(reference(|day| day % 4 == 0), Against::Gold, "150 throughout");
    assert_eq!(reference(|day| day < 150), Against::Consensus, "150 that end early");
    assert_eq!(reference(|day| day % 10 == 0), Against::Consensus, "60 throughout");
    assert_eq!(reference(|_| true), Against::Gold);
}

#[test]
fn a_drift_is_found_against_either_and_says_against_which() {
    let drifts = |day: i64| if day < 400 { day % 20 == 1 } else { day % 3 == 1 };
    for (gold, reference, said) in [
        (true, Against::Gold, "held against gold"),
        (false, Against::Consensus, "held against the consensus of others"),
    ] {
        let own = days(move |_| gold, drifts);
        assert_eq!(own.reference, reference);
        let alarm = own.drift.alarms.first().unwrap();
        assert!((alarm.change_ms / DAY_MS - 400).abs() < 20 && alarm.sentence.ends_with(said), "{alarm:?}");
        assert!(own.trend.moves() && own.trend.sentence.ends_with(said), "{}", own.trend.sentence);
    }
}
