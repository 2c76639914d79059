#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::super::{Calibration, Intake, StudyOptions, study};
use super::{JudgeSlice, JudgeSlices};
use crate::calibrate::intervals::random::Random;
use crate::calibrate::sheet::{ItemSaid, Judge, JudgeKind, Odd, Said, Scale, SheetBuilder};
use crate::calibrate::weakness::{Confirmation, NextStep};

const WEEK_MS: i64 = 7 * 86_400_000;

/// How often each of 800 items, of four kinds, is decided wrongly, and in which way.
struct World {
    kind: JudgeKind,
    scale: &'static str,
    /// The kind on which the judge gives `.1` where `.0` is right.
    wrong: (u16, u16),
    /// The share of those that are wrong.
    rate: f64,
    /// The same on all other kinds.
    elsewhere: f64,
}

/// Items of four kinds; the judge is weak on `kind` v2, where `wrong.0` is right throughout.
fn found(world: &World) -> Calibration {
    let clauses = vec!["A.1".to_owned(), "B.1".to_owned()];
    let mut builder = SheetBuilder::new(Scale::parse(world.scale).unwrap(), clauses);
    let labels: Vec<u16> =
        ["good", "revise", "block"].iter().map(|name| builder.scale().number(name).unwrap()).collect();
    for number in 0..800_u32 {
        let of_kind = number % 4 == 2;
        let right = if of_kind { world.wrong.0 } else { [0, 2][number as usize / 4 % 2] };
        let rate = if of_kind { world.rate } else { world.elsewhere };
        let said = match Random::stream(5, u64::from(number)).unit() < rate {
            true if of_kind => world.wrong.1,
            true => 2 - right,
            false => right,
        };
        let judge = Judge { kind: world.kind, name: "j".into(), version: None };
        let fired = labels[usize::from(said)] > labels[0];
        // What the policy found is its own decision, and nothing to do with anybody else's.
        let policy_clause =
            if world.kind == JudgeKind::Policy { fired.then_some(number % 2) } else { Some(number / 8 % 2) };
        builder.add(ItemSaid {
            id: format!("i{number:03}"),
            gold: Some(labels[usize::from(right)]),
            policy_clause,
            fields: vec![("kind".into(), Ok(format!("v{}", number % 4)))],
            said: vec![Said {
                at_ms: Some(i64::from(number / 200) * WEEK_MS),
                clause: fired.then_some(number % 2),
                ..Said::new(judge, Ok(labels[usize::from(said)]))
            }],
            ..ItemSaid::default()
        });
    }
    study(&builder.build(), &Intake::default(), &StudyOptions::default())
}

fn first(found: &Calibration) -> &JudgeSlice {
    let first = &found.slices[0].slices[0];
    assert_eq!(first.weakness.confirmation, Confirmation::Confirmed);
    assert_eq!(first.weakness.place, "kind is v2");
    first
}

const ORDERED: &str = "ordinal:good<revise<block";

#[test]
fn what_is_to_be_tried_goes_the_way_of_the_errors() {
    let world = |kind, wrong, scale| World { kind, scale, wrong, rate: 0.6, elsewhere: 0.1 };
    let (strict, mild) = ((0, 2), (2, 0));
    let step = |kind, wrong, scale| {
        let found = found(&world(kind, wrong, scale));
        let advice = first(&found).advice.clone();
        (advice.next_step, advice.next_step_words)
    };
    let (next, words) = step(JudgeKind::Policy, strict, ORDERED);
    assert_eq!(next, NextStep::NarrowTheClause);
    assert!(
        words.starts_with("narrow A.1, which decided ") && words.contains("(block where good is right: "),
        "{words}"
    );
    let (next, words) = step(JudgeKind::Policy, mild, ORDERED);
    assert_eq!(next, NextStep::ExtendTheClause);
    assert!(words.contains("good where block is right"), "{words}");
    let (next, words) = step(JudgeKind::Model, mild, ORDERED);
    assert_eq!(next, NextStep::AddTrainingData);
    assert!(words.contains("where block is right (good where block is right: "), "{words}");
    let (next, words) = step(JudgeKind::Rater, strict, "nominal");
    assert_eq!(next, NextStep::ClarifyTheGuideline);
    assert!(words.contains("block where good is right") && !words.contains("too"), "{words}");
}

#[test]
fn the_policy_is_never_divided_by_the_clause_that_it_found_itself() {
    let world = |kind| World { kind, scale: ORDERED, wrong: (0, 2), rate: 0.6, elsewhere: 0.1 };
    let policy = found(&world(JudgeKind::Policy));
    let slices = &policy.slices[0].slices;
    let told = slices.iter().flat_map(|one| one.weakness.similar.iter().chain([&one.weakness.slice])).flatten();
    assert!(!slices.is_empty() && told.into_iter().all(|own| !own.feature.contains("clause")));
    assert_eq!((policy.weak_clauses.tested, policy.judges.get("j").unwrap().by_clause.0.len()), (0, 0));
    // Another judge may be.
    let model = found(&world(JudgeKind::Model));
    assert_eq!((model.weak_clauses.tested, model.judges.get("j").unwrap().by_clause.0.len()), (2, 2));
}

#[test]
fn where_nearly_everything_is_wrong_no_slice_is_weak() {
    let world = World { kind: JudgeKind::Model, scale: ORDERED, wrong: (0, 2), rate: 1.0, elsewhere: 0.97 };
    let found = found(&world);
    assert!(found.slices[0].overall.value.unwrap() > 0.97);
    assert_eq!(found.slices[0].slices, []);
}

#[test]
fn a_confirmed_slice_is_followed_week_by_week() {
    let found = found(&World { kind: JudgeKind::Model, scale: ORDERED, wrong: (0, 2), rate: 0.6, elsewhere: 0.1 });
    let trend = first(&found).trend.as_ref().unwrap();
    assert_eq!(trend.weeks.len(), 4);
    assert_eq!(trend.weeks.iter().map(|week| week.n).sum::<u64>(), 200);
    assert!(trend.weeks.iter().all(|week| week.rate.low.is_some()));
    let others = found.slices[0].slices.iter().filter(|one| one.weakness.confirmation != Confirmation::Confirmed);
    assert!(others.into_iter().all(|one| one.trend.is_none()));
}

#[test]
fn what_the_policy_leaves_open_is_no_error_and_is_counted() {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<yes").unwrap(), vec![]);
    for number in 0..300_u32 {
        let judge = Judge { kind: JudgeKind::Policy, name: "policy".into(), version: None };
        let open = number % 3 == 0;
        let said = Said::new(judge, if open { Err(Odd::Unsettled) } else { Ok(0) });
        builder.add(ItemSaid {
            id: format!("i{number}"),
            gold: Some(0),
            fields: vec![("kind".into(), Ok(if open { "open" } else { "plain" }.into()))],
            said: vec![said],
            ..ItemSaid::default()
        });
    }
    let found = study(&builder.build(), &Intake::default(), &StudyOptions::default());
    let JudgeSlices { overall, unsettled, slices, .. } = &found.slices[0];
    assert_eq!((overall.value, overall.n, *unsettled, slices.len()), (Some(0.0), 200, 100, 0));
}
