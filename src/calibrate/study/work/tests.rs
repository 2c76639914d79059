#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::*;
use crate::calibrate::queued::{Drawing, QueueFacts, Queued, ReviewQueue};
use crate::calibrate::sheet::{Judge, Said, Scale, SheetBuilder};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// Monday 2026-11-02.
const MONDAY: i64 = 20_759 * DAY;

/// Who decided which item, and when; none: nobody knows when.
fn sheet(said: &[(&str, &str, Option<i64>)]) -> Sheet {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<yes").unwrap(), vec![]);
    for (rater, item, at_ms) in said {
        let item = builder.item(item);
        let judge = Judge { kind: JudgeKind::Rater, name: (*rater).into(), version: None };
        builder.say(item, Said { at_ms: *at_ms, ..Said::new(judge, Ok(0)) });
    }
    builder.build()
}

fn options(weekly_goal: Option<u64>, as_of_ms: i64) -> StudyOptions {
    StudyOptions { weekly_goal, as_of_ms, ..StudyOptions::default() }
}

#[test]
fn raters_are_held_to_the_goal_week_by_week_and_the_week_that_lasts_is_open() {
    let at = |days: i64| Some(MONDAY + days * DAY);
    let said = [("a", "1", at(0)), ("a", "2", at(1)), ("a", "3", at(8)), ("b", "1", at(9)), ("b", "2", at(15))];
    let all = [&said[..], &[("b", "4", None), ("a", "5", at(30))]].concat();
    let found = work(&sheet(&all), None, &options(Some(2), MONDAY + 16 * DAY)).unwrap();
    let weeks = |rater: &str| {
        let own = &found.raters.get(rater).unwrap().weeks;
        own.iter().map(|week| (week.done, week.met, week.open)).collect::<Vec<_>>()
    };
    assert_eq!(weeks("a"), [(2, Some(true), false), (1, Some(false), false), (0, None, true)]);
    assert_eq!(weeks("b"), [(1, Some(false), false), (1, None, true)]);
    let all: Vec<_> = found.weeks.iter().map(|week| (week.done, week.raters, week.met, week.missed)).collect();
    assert_eq!(all, [(2, 1, 1, 0), (2, 2, 0, 2), (1, 2, 0, 0)]);
    assert_eq!((found.weeks_met.value, found.weeks_met.n), (Some(1.0 / 3.0), 3));
    assert_eq!((found.undated, found.later), (1, 1));
    let without = work(&sheet(&said), None, &options(None, MONDAY));
    assert!(without.is_none(), "without a goal and a queue there is nothing to hold work against");
}

#[test]
fn each_wanted_rating_is_done_by_another_rater_after_the_item_was_queued() {
    let queued = |item: &str, queue: u32, raters: u32, due: i64| Queued {
        item: item.into(),
        queue,
        raters,
        due_ms: Some(MONDAY + due * HOUR),
        drawing: Drawing::NotDrawn,
    };
    let at = |hours: i64| Some(MONDAY + hours * HOUR);
    let said = [
        ("a", "1", at(-5)), // before it was queued
        ("b", "1", at(1)),
        ("c", "1", at(3)),
        ("a", "2", at(2)),
        ("b", "3", None),
        ("a", "4", at(1)),
    ];
    let queues = ["late", "soon"].map(|name| QueueFacts { name: name.into(), pool: None }).to_vec();
    let rows = vec![
        queued("1", 0, 2, 2),   // one in time, one late
        queued("2", 0, 2, 2),   // one in time, one overdue
        queued("3", 0, 1, 2),   // done nobody knows when
        queued("9", 0, 3, 2),   // not in the corpus
        queued("4", 1, 2, 900), // one done and one open, and neither due yet
    ];
    let queue = ReviewQueue { queued_ms: Some(MONDAY), items: 9, revision: None, queues, rows };
    let sheet = sheet(&said);
    let found = work(&sheet, Some(&Assigned::new(&queue, &sheet)), &options(None, MONDAY + DAY)).unwrap();
    let (late, soon) = (&found.queues[0], &found.queues[1]);
    assert_eq!((late.items, late.unknown_items, late.wanted, late.undated), (4, 1, 5, 1));
    assert_eq!((late.done, late.open, late.overdue), (3, 1, 1));
    assert_eq!((late.in_time.value, late.in_time.n), (Some(0.5), 4));
    assert_eq!((soon.done, soon.open, soon.overdue, soon.in_time.value), (1, 1, 0, None));
    assert_eq!(soon.in_time.why, Some(NOTHING_DUE), "what is done before a time still to come flatters nobody");
    assert_eq!(found.in_time.n, 4);
    assert!(found.raters.iter().flat_map(|(_, own)| &own.weeks).all(|week| week.met.is_none()));
}
