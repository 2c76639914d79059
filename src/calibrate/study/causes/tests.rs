#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_cmp,
    reason = "tests"
)]

use crate::calibrate::Cause;
use crate::calibrate::sheet::{Judge, JudgeKind, Odd, Said, Scale, SheetBuilder};
use crate::calibrate::study::{Intake, StudyOptions, study};

fn rater(name: &str) -> Judge {
    Judge { kind: JudgeKind::Rater, name: name.into(), version: None }
}

/// Of four raters `d` errs on every third item, and once could not be read; every other item has gold.
#[test]
fn nobody_is_blamed_for_certain_and_every_dispute_rests_on_something() {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<yes").unwrap(), vec![]);
    for number in 0..400_u16 {
        let item = builder.item(&format!("i{number:03}"));
        let right = number % 2;
        if number / 2 % 2 == 0 {
            builder.gold(item, right);
        }
        for name in ["a", "b", "c"] {
            builder.say(item, Said::new(rater(name), Ok(right)));
        }
        let label = match number {
            0 => Err(Odd::Unparsable),
            _ if number % 3 == 0 => Ok(1 - right),
            _ => Ok(right),
        };
        builder.say(item, Said::new(rater("d"), label));
    }
    let found = study(&builder.build(), &Intake::default(), &StudyOptions::default()).causes;
    assert_eq!((found.disputes_count, found.all.len()), (134, 134));
    let listed = |cause: Cause| found.disputes.iter().filter(|one| one.cause == cause).collect::<Vec<_>>();
    assert_eq!((listed(Cause::RaterError).len(), listed(Cause::Tooling).len()), (60, 1), "the surest of each cause");
    let unread = &listed(Cause::Tooling)[0].evidence[0];
    assert_eq!(
        (unread.figure, unread.value, unread.n),
        ("answers of this judge that cannot be read", 1.0 / 400.0, 400)
    );
    for one in found.all.iter().filter(|one| one.said.is_ok()) {
        assert!(one.probability < 1.0 && one.reference_wrong > 0.0, "{one:?}");
        assert!((one.probability + one.reference_wrong - 1.0).abs() < 1e-9, "nothing else is at issue: {one:?}");
    }
    let by_consensus = found.disputes.iter().find(|one| !one.is_gold).map(|one| one.evidence[0].figure);
    assert!(by_consensus.is_none_or(|figure| figure == "chance that the reference is wrong"));
    let shares: f64 = found.root_cause_shares.iter().filter_map(|(_, share)| share.value).sum();
    let own = found.root_cause_shares.get("rater_error").unwrap();
    assert!((shares - 1.0).abs() < 1e-12 && own.n == 134 && own.low < own.value && own.value < own.high, "{own:?}");
}
