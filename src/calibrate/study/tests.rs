#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::*;
use crate::calibrate::sheet::{Judge, Odd, Said, Scale, SheetBuilder};

fn rater(name: &str) -> Judge {
    Judge { kind: JudgeKind::Rater, name: name.into(), version: None }
}

/// Raters `a` and `b` are right on all of 60 items, `c` on none; items are of two labels by turns.
fn three_raters() -> Sheet {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<yes").unwrap(), vec![]);
    for number in 0..60_u16 {
        let item = builder.item(&format!("i{number}"));
        let right = number % 2;
        assert!(builder.gold(item, right));
        for (name, label) in [("a", right), ("b", right), ("c", 1 - right)] {
            builder.say(item, Said::new(rater(name), Ok(label)));
        }
    }
    builder.build()
}

#[test]
fn good_raters_pass_and_a_bad_one_fails_and_is_named_the_cause() {
    let found = study(&three_raters(), &Intake::default(), &StudyOptions::default());
    let status = |name: &str| found.judges.get(name).unwrap().status;
    assert_eq!((status("a"), status("b"), status("c")), (Status::Passes, Status::Passes, Status::Fails));
    assert_eq!(found.causes.root_causes.get("rater_error"), Some(&60));
    assert_eq!(found.suspects.suspect_gold_count, 0);
    assert_eq!(found.pairs.len(), 3);
}

#[test]
fn gold_that_a_judge_made_says_nothing_about_it() {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<yes").unwrap(), vec![]);
    let item = builder.item("x");
    builder.gold(item, 0);
    builder.say(item, Said { made_gold: true, ..Said::new(rater("a"), Ok(0)) });
    builder.say(item, Said::new(rater("b"), Err(Odd::NoVerdict)));
    let found = study(&builder.build(), &Intake::default(), &StudyOptions::default());
    let a = found.judges.get("a").unwrap();
    assert_eq!((a.n_gold, a.circular, a.status), (0, 1, Status::NoGold));
    assert_eq!(a.accuracy().value, None);
    let b = found.judges.get("b").unwrap();
    assert_eq!((b.n_gold, b.accuracy().value, b.odd.get("no_verdict")), (1, Some(0.0), Some(&1)));
}

#[test]
fn nothing_said_gives_figures_that_say_why_they_are_undefined() {
    let found = study(
        &SheetBuilder::new(Scale::parse("nominal").unwrap(), vec![]).build(),
        &Intake::default(),
        &StudyOptions::default(),
    );
    assert!(found.agreements.agreement.iter().all(|(_, figure)| figure.value.is_none() && figure.why.is_some()));
}
