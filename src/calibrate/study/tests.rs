#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::*;
use crate::calibrate::sheet::{ItemSaid, Judge, Odd, Said, Scale, SheetBuilder};

fn rater(name: &str) -> Judge {
    judge(JudgeKind::Rater, name)
}

fn judge(kind: JudgeKind, name: &str) -> Judge {
    Judge { kind, name: name.into(), version: None }
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
fn each_disagreement_stands_under_one_remedy_at_most() {
    let found = study(&three_raters(), &Intake::default(), &StudyOptions::default());
    let [one] = found.remedies.remedies.as_slice() else { panic!("{:?}", found.remedies) };
    assert_eq!((one.act, one.about.as_deref(), one.disagreements, one.items), (Act::CoachRater, Some("c"), 60, 60));
    assert_eq!((one.share.value, one.share.n, found.remedies.without_remedy), (Some(1.0), 60, 0));
    assert_eq!(
        one.sentence,
        "Go through the errors of c together: 60 errors of its own, most often no where yes is right (30)."
    );
}

#[test]
fn votes_dealt_by_lot_are_nobody_to_go_through_errors_with() {
    let intake = Intake { votes_dealt: true, ..Intake::default() };
    let found = study(&three_raters(), &intake, &StudyOptions::default());
    assert_eq!((found.remedies.remedies.len(), found.remedies.without_remedy, found.changes.pace.len()), (0, 60, 0));
}

/// `m` passes with nine errors in ten of its few wrong answers unread, the policy lets items of one clause pass.
#[test]
fn who_passes_needs_no_remedy_and_what_is_seldom_gets_none() {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<yes").unwrap(), vec!["A".into(), "B".into()]);
    let (model, policy) = (judge(JudgeKind::Model, "m"), judge(JudgeKind::Policy, "policy"));
    for number in 0..100_u32 {
        let id = format!("i{number}");
        builder.add(ItemSaid { id, gold: Some(1), policy_clause: Some(number % 2), ..ItemSaid::default() });
        let answer = if number < 2 { Ok(0) } else { Ok(1) };
        builder.say(number, Said::new(model.clone(), if number >= 96 { Err(Odd::Unparsable) } else { answer }));
        let overlooked = (number % 2 == 1 && number < 20) || number == 20;
        builder.say(number, Said::new(policy.clone(), Ok(u16::from(!overlooked))));
    }
    let found = study(&builder.build(), &Intake::default(), &StudyOptions::default()).remedies;
    let told: Vec<_> = found.remedies.iter().map(|one| (one.act, one.about.as_deref(), one.disagreements)).collect();
    assert_eq!(told, [(Act::AmendPolicy, Some("B"), 10), (Act::MendOutput, Some("m"), 4)]);
    assert_eq!(found.remedies[0].sentence, "Amend the rules of B: the policy lets 10 items pass that call for action.");
    assert_eq!(found.without_remedy, 3, "two errors of a model that passes, one of the policy on A");
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
    let why = &found.consensus.why;
    assert!(why.starts_with("gold on 1 item was made by judges of the panel and may not choose"), "{why}");
}

/// Three raters of a ladder of three steps, of whom every item lacks one.
#[test]
fn correlations_say_which_ratings_they_lack() {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<perhaps<yes").unwrap(), vec![]);
    for number in 0..60_u16 {
        let item = builder.item(&format!("i{number}"));
        for (place, name) in [(0, "a"), (1, "b"), (2, "c")] {
            if number % 3 != place {
                builder.say(item, Said::new(rater(name), Ok((number + place) % 3)));
            }
        }
    }
    let found = study(&builder.build(), &Intake::default(), &StudyOptions::default()).agreements.agreement;
    assert!(found.get("icc_single").unwrap().value.is_some());
    for name in ["icc_agreement", "icc_consistency"] {
        let why = found.get(name).unwrap().why.unwrap();
        assert!(why.contains("that all judges of the panel rated"), "{why}");
    }
}

#[test]
fn a_large_panel_has_correlations_where_all_of_it_rated_the_same_items() {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<perhaps<yes").unwrap(), vec![]);
    for number in 0..6_u16 {
        let item = builder.item(&format!("i{number}"));
        for judge in 0..120 {
            let label = (number + u16::from((judge + usize::from(number)).is_multiple_of(7))) % 3;
            builder.say(item, Said::new(rater_of(judge), Ok(label)));
        }
    }
    let found = study(&builder.build(), &Intake::default(), &StudyOptions::default()).agreements.agreement;
    for name in ["icc_single", "icc_agreement", "icc_consistency"] {
        let own = found.get(name).unwrap();
        assert!(own.value.is_some_and(|value| value > 0.3) && own.n == 6, "{name}: {own:?}");
    }
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

/// Raters of two groups, so many each, who all rate 90 items of clause `A` and 90 of `B` and are right, but for the north, who act
/// on every third item of `B` where the south do not.
fn two_groups(each: usize) -> Sheet {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<yes").unwrap(), vec!["A".into(), "B".into()]);
    for number in 0..180_u32 {
        let right = u16::from(number % 4 == 1);
        let id = format!("i{number}");
        builder.add(ItemSaid { id, gold: Some(right), policy_clause: Some(number / 90), ..ItemSaid::default() });
        for rater in 0..2 * each {
            let group = if rater < each { "north" } else { "south" };
            let acts = rater < each && number >= 90 && number.is_multiple_of(3);
            let slips = (number as usize * 7 + rater * 13).is_multiple_of(29);
            let label = if acts {
                1
            } else if slips {
                1 - right
            } else {
                right
            };
            builder.say(number, Said { group: Some(group.into()), ..Said::new(rater_of(rater), Ok(label)) });
        }
    }
    builder.build()
}

fn rater_of(number: usize) -> Judge {
    rater(&format!("r{number:02}"))
}

#[test]
fn groups_that_differ_on_a_clause_are_named_and_their_raters_are_not_blamed() {
    let found = study(&two_groups(6), &Intake::default(), &StudyOptions::default());
    let differ: Vec<_> = found.groups.clauses.iter().filter(|one| one.differ).collect();
    assert_eq!(differ.iter().map(|one| one.clause.as_deref()).collect::<Vec<_>>(), [Some("B")]);
    let one = differ[0];
    assert!(one.alpha_within.value.unwrap() > 0.7 && one.kappa_across.high.unwrap() < one.alpha_within.low.unwrap());
    assert!(one.sentence.contains("north give yes"), "{}", one.sentence);
    assert!(found.causes.ambiguous_clauses.0.is_empty(), "within groups the clause is clear");
    let on_b = found.causes.root_causes_by_clause.get("B").unwrap();
    assert!(on_b.get("group_difference") > on_b.get("rater_error"));
    let dispute = found.causes.disputes.iter().find(|one| one.cause == Cause::GroupDifference).unwrap();
    assert!(dispute.probability > 0.5 && dispute.evidence.iter().any(|own| own.figure == "own group who say the same"));
}

#[test]
fn few_raters_prove_nothing_about_their_groups() {
    let found = study(&two_groups(2), &Intake::default(), &StudyOptions::default());
    let b = found.groups.clauses.iter().find(|one| one.clause.as_deref() == Some("B")).unwrap();
    assert!(!b.differ && b.p.unwrap() > 0.05 && b.surplus.low.unwrap() > 0.0, "{b:?}");
}

/// Raters `a` and `b`, with 100 decisions each in a batch of their own: `b` errs on every fourth item.
fn two_batches() -> Sheet {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<yes").unwrap(), vec!["A".into()]);
    for number in 0..100_u16 {
        let (right, id) = (number % 2, format!("i{number}"));
        builder.add(ItemSaid { id, gold: Some(right), policy_clause: Some(0), ..ItemSaid::default() });
        let wrong = if number % 4 == 1 { 1 - right } else { right };
        for (name, label) in [("a", right), ("b", wrong)] {
            builder.say(number.into(), Said { batch: Some(format!("of {name}")), ..Said::new(rater(name), Ok(label)) });
        }
    }
    builder.build()
}

#[test]
fn a_batch_is_accepted_or_refused_with_the_causes_of_its_errors() {
    use crate::calibrate::acceptance::Verdict;
    let found = study(&two_batches(), &Intake::default(), &StudyOptions::default());
    let told = |batch: &BatchStudy| {
        (batch.batch.clone(), batch.looked_at, batch.errors, batch.decision.as_ref().unwrap().verdict)
    };
    let all: Vec<_> = found.batches.iter().map(told).collect();
    assert_eq!(all, [("of a".into(), 100, 0, Verdict::Accept), ("of b".into(), 100, 25, Verdict::Refuse)]);
    assert_eq!(found.batches[1].root_causes.get("rater_error"), Some(&25));
    assert_eq!((found.batches[1].kinds[0].given.as_str(), found.batches[1].kinds[0].count), ("no", 25));
}

#[test]
fn a_rater_is_told_of_their_own_errors_with_the_clause_and_nothing_else() {
    let (sheet, options) = (two_batches(), StudyOptions::default());
    let found = study(&sheet, &Intake::default(), &options);
    let told = rater_feedback(&sheet, &found, &options);
    assert_eq!(told.iter().map(|one| (one.rater.as_str(), one.own_errors)).collect::<Vec<_>>(), [("a", 0), ("b", 25)]);
    assert_eq!((told[0].examples.len(), told[1].examples.len()), (0, 5));
    assert!(
        told[1]
            .examples
            .iter()
            .all(|one| one.given == "no" && one.right == "yes" && one.clause.as_deref() == Some("A"))
    );
}

#[test]
fn gold_made_by_the_judges_chooses_nothing_and_says_so() {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<yes").unwrap(), vec![]);
    for number in 0..80_u16 {
        let item = builder.item(&format!("i{number}"));
        builder.gold(item, number % 2);
        for name in ["a", "b"] {
            builder.say(item, Said { made_gold: true, ..Said::new(rater(name), Ok(number % 2)) });
        }
    }
    let found = study(&builder.build(), &Intake::default(), &StudyOptions::default());
    let circular = found.circular_gold.unwrap();
    assert_eq!((circular.judges.as_slice(), circular.decisions), (&["a".to_owned(), "b".to_owned()][..], 160));
    assert!(circular.sentence.contains("made from the decisions of a, b"));
    assert!(!found.consensus.by_gold);
    assert!(found.judges.iter().all(|(_, judge)| judge.accuracy().value.is_none() && judge.lean.is_none()));
    assert_eq!(found.suspects.gold_not_tried, 80);
}

#[test]
fn a_lean_is_told_from_weakness_by_where_the_errors_fall() {
    use crate::calibrate::against_gold::Confusion;
    // Right labels: 300 × 0, 100 × 1. All but one judge err evenly; one of them often.
    let said = |cells: &[(usize, usize, f64)]| {
        let mut confusion = Confusion::new(2, 0);
        cells.iter().for_each(|(right, given, n)| confusion.add(*right, *given, *n));
        confusion
    };
    let usual = said(&[(0, 0, 285.0), (0, 1, 15.0), (1, 1, 95.0), (1, 0, 5.0)]);
    let weak = said(&[(0, 0, 200.0), (0, 1, 100.0), (1, 1, 67.0), (1, 0, 33.0)]);
    let leaning = said(&[(0, 0, 220.0), (0, 1, 80.0), (1, 1, 99.0), (1, 0, 1.0)]);
    let all = [("a", &usual), ("b", &usual), ("c", &usual), ("weak", &weak), ("leaning", &leaning)];
    let held: Vec<lean::Held> = all
        .iter()
        .map(|(name, said)| lean::Held { name: (*name).into(), kind: JudgeKind::Rater, against: "gold", said })
        .collect();
    let leans = lean::leans(&held, &["no".into(), "yes".into()]);
    let named: Vec<bool> = leans.iter().map(Option::is_some).collect();
    assert_eq!(named, [false, false, false, false, true]);
    let own = leans[4].as_ref().unwrap();
    assert!((own.times.value.unwrap() - 1.79).abs() < 1e-12 && own.label == "yes", "{own:?}");
    assert!(own.sentence.starts_with("leaning gives yes 1.8 times as often as gold does"));
    assert!(own.sentence.contains("of others'") && !own.own_sentence.contains("others"), "{}", own.own_sentence);
    assert!(own.own_sentence.ends_with("of its errors are yes"), "{}", own.own_sentence);
}

/// Three raters on items 0 to 89: mostly of one mind on the first 60, of three minds on the others; gold on the first 50.
fn split_items() -> Sheet {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<perhaps<yes").unwrap(), vec![]);
    for number in 0..90_u16 {
        let item = builder.item(&format!("i{number}"));
        let right = number % 3;
        if number < 50 {
            assert!(builder.gold(item, right));
        }
        for (name, every, off) in [("a", 7, 0), ("b", 8, 1), ("c", 5, 2)] {
            // All err on gold now and then, so that raters are known to err.
            let label = match number {
                0..50 => {
                    if number % every == 1 {
                        (right + 2) % 3
                    } else {
                        right
                    }
                }
                50..60 => right,
                _ => (right + off) % 3,
            };
            builder.say(item, Said::new(rater(name), Ok(label)));
        }
    }
    builder.item("nobody");
    builder.build()
}

#[test]
fn the_next_label_goes_to_what_is_open_and_never_to_gold_or_what_nobody_rated() {
    let found = study(&split_items(), &Intake::default(), &StudyOptions::default()).next;
    assert!(!found.next_labels.is_empty() && found.next_labels_unit == "steps of the ladder");
    let number = |one: &NextLabel| one.item[1..].parse::<u32>().unwrap();
    assert!(found.next_labels.iter().all(|one| one.item != "nobody" && number(one) >= 50 && one.ratings == 3));
    assert!(number(&found.next_labels[0]) >= 60, "raters split on it: {:?}", &found.next_labels[..3]);
    assert!(found.next_labels.windows(2).all(|pair| pair[0].saving >= pair[1].saving));
    // A hundredfold cost of allowing what is wrong makes other labels worth more.
    let costs = vec![("yes".to_owned(), "no".to_owned(), 100.0)];
    let dear = study(&split_items(), &Intake::default(), &StudyOptions { costs, ..StudyOptions::default() }).next;
    assert_eq!(dear.next_labels_unit, "costs of the corpus's card");
    assert!(dear.next_labels[0].saving > found.next_labels[0].saving);
}

#[test]
fn two_judges_differ_on_the_items_of_both_and_gold_of_their_own_is_left_out() {
    let found = study(&three_raters(), &Intake::default(), &StudyOptions::default());
    let pair = |a: &str, b: &str| found.paired.pairs.iter().find(|pair| pair.a == a && pair.b == b).unwrap();
    let one = pair("a", "c");
    assert_eq!((one.n, one.both_right, one.a_right_only, one.b_right_only, one.neither_right), (60, 0, 60, 0, 0));
    // The smallest of three p is multiplied by the number of pairs that were ever apart, which are two.
    assert!((one.mcnemar.p.unwrap() - 0.5_f64.powi(59)).abs() < 1e-25);
    assert!((one.p_holm.unwrap() / one.mcnemar.p.unwrap() - 2.0).abs() < 1e-9 && one.differ());
    assert!(one.difference.low.unwrap() > 0.9 && one.difference.low.unwrap() < 1.0);
    let same = pair("a", "b");
    assert!(same.mcnemar.why.is_some() && !same.differ() && same.difference.value == Some(0.0));
    assert!(same.difference.high.unwrap() > 0.05, "60 items alike do not make two judges one");
    let told = found.paired.sentence.unwrap();
    assert!(told.starts_with("a is right more often than c: by 100.0 points ("), "{told}");
    assert!(told.ends_with("nothing else differs for sure"), "{told}");
    let several = found.paired.several.get("raters").unwrap();
    assert_eq!((several.complete, several.judges.len(), several.cochran.statistic), (60, 3, Some(120.0)));

    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<yes").unwrap(), vec![]);
    for number in 0..60_u16 {
        let item = builder.item(&format!("i{number}"));
        builder.gold(item, number % 2);
        builder.say(item, Said { made_gold: number < 41, ..Said::new(rater("a"), Ok(number % 2)) });
        builder.say(item, Said::new(rater("b"), if number % 3 == 0 { Err(Odd::NoVerdict) } else { Ok(0) }));
    }
    let found = study(&builder.build(), &Intake::default(), &StudyOptions::default());
    assert!(found.paired.pairs.iter().all(|pair| pair.difference.value.is_none()), "19 gold items are too few");
    assert_eq!(found.paired.sentence, None);
    assert!(found.paired.pairs.is_empty(), "a has too little gold of others to be compared at all");
}

#[test]
fn lopsided_labels_are_found_without_gold() {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<yes").unwrap(), vec![]);
    for number in 0..60_u16 {
        let item = builder.item(&format!("i{number}"));
        builder.say(item, Said::new(rater("strict"), Ok(u16::from(number % 2 == 0))));
        builder.say(item, Said::new(rater("mild"), Ok(u16::from(number % 4 == 0))));
    }
    let found = study(&builder.build(), &Intake::default(), &StudyOptions::default());
    let pair = &found.paired.pairs[0];
    assert_eq!((pair.a.as_str(), pair.met, pair.a_stronger, pair.b_stronger), ("mild", 60, Some(0), Some(15)));
    assert_eq!((pair.symmetry.statistic, pair.n), (Some(15.0), 0));
    assert!(pair.symmetry_q.unwrap() < 0.001 && pair.difference.why.is_some());
}

#[test]
fn too_many_raters_for_pairs_are_counted_and_said() {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<yes").unwrap(), vec![]);
    for number in 0..20_u32 {
        let item = builder.item(&format!("i{number}"));
        builder.gold(item, 0);
        (0..61).for_each(|at| builder.say(item, Said::new(rater_of(at), Ok(0))));
        for name in ["guard", "sentinel"] {
            builder.say(item, Said::new(Judge { kind: JudgeKind::Model, ..rater(name) }, Ok(0)));
        }
    }
    let found = study(&builder.build(), &Intake::default(), &StudyOptions::default()).paired;
    assert_eq!((found.left_out.get("rater"), found.pairs.len()), (Some(&61), 1));
}

/// A rater decides an item a day; `wrong` tells which days it errs.
fn dated(wrong: impl Fn(i64) -> bool) -> Sheet {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<yes").unwrap(), vec![]);
    for day in 0..60_i64 {
        let item = builder.item(&format!("i{day}"));
        let right = (day % 2) as u16;
        assert!(builder.gold(item, right));
        let label = if wrong(day) { 1 - right } else { right };
        builder.say(item, Said { at_ms: Some(day * 86_400_000), ..Said::new(rater("a"), Ok(label)) });
    }
    builder.build()
}

#[test]
fn a_judge_is_called_good_or_bad_as_soon_as_the_risks_allow() {
    let tested = |sheet: &Sheet| {
        let found = study(sheet, &Intake::default(), &StudyOptions::default()).changes.sequential;
        let one = found.judges[0].clone();
        (serde_json::to_value(one.decision).unwrap(), one.after, one.at_ms)
    };
    // ln(.1/.95) / ln(.75/.95) = 9.5 right decisions; ln(.9/.05) / ln(.25/.05) = 1.8 wrong ones.
    assert_eq!(tested(&dated(|_| false)), ("good".into(), Some(10), Some(9 * 86_400_000)));
    assert_eq!(tested(&dated(|_| true)), ("bad".into(), Some(2), Some(86_400_000)));
}

#[test]
fn the_gold_a_judge_wants_falls_with_the_width_of_the_interval() {
    let more = |half_width: f64| {
        let options = StudyOptions { half_width, ..StudyOptions::default() };
        let found = study(&three_raters(), &Intake::default(), &options);
        found.judges.get("a").unwrap().gold_wanted.unwrap()
    };
    assert_eq!(more(0.2).more, 0);
    let wanted = more(0.01);
    assert_eq!(wanted.more, wanted.n - 60);
    assert!(wanted.n > more(0.03).n);
}

#[test]
fn labels_with_an_order_have_intraclass_correlations() {
    let found = study(&three_raters(), &Intake::default(), &StudyOptions::default()).agreements.agreement;
    // Two raters agree, the third says the opposite: the mean of the three pairs' correlations is −1/3.
    let consistency = found.get("icc_consistency").unwrap();
    assert_eq!(consistency.n, 60);
    assert!((consistency.value.unwrap() + 1.0 / 3.0).abs() < 1e-9, "{consistency:?}");
    assert!(found.get("icc_single").unwrap().low.is_some());
}

#[test]
fn a_threshold_is_priced_beside_the_one_that_the_model_declares() {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<perhaps<yes").unwrap(), vec![]);
    for number in 0..200_u16 {
        let item = builder.item(&format!("i{number}"));
        let right = [0, 0, 1, 2][usize::from(number % 4)];
        builder.gold(item, right);
        // Items that need acting score 0.4 to 0.79, others 0 to 0.59: they overlap.
        let score = f64::from(number % 40) / 100.0 + if right > 0 { 0.4 } else { f64::from(number % 3) / 10.0 };
        let judge = Judge { kind: JudgeKind::Model, ..rater("guard") };
        let scores = vec![("harm".to_owned(), score)];
        builder.say(item, Said { scores, threshold: Some(0.7), ..Said::new(judge, Ok(right)) });
    }
    let costs = vec![("no".into(), "perhaps".into(), 1.0), ("perhaps".into(), "no".into(), 1.0)];
    let options = StudyOptions { costs, ..StudyOptions::default() };
    let found = study(&builder.build(), &Intake::default(), &options);
    let score = &found.judges.get("guard").unwrap().scores[0];
    assert_eq!(score.declared, Some(0.7));
    let from: Vec<f64> = score.thresholds.iter().map(|own| own.from.unwrap()).collect();
    assert!(from.len() == 6 && from[..5].is_sorted_by(|a, b| a >= b) && from[4] <= 0.45, "{from:?}");
    // A card that prices every error alike gives what an even price gives.
    assert_eq!((score.thresholds[5].miss, from[5]), (None, from[0]));
    for own in &score.thresholds {
        assert!(own.cost.n == 200 && own.cost.low < own.cost.high);
        assert!(own.declared_cost.value > own.cost.value, "0.7 lets most pass: {own:?}");
    }
    let seen = score.cheapest.as_ref().unwrap().cost.value.unwrap();
    assert!(score.thresholds[0].cost.value.unwrap() >= seen - 1e-12, "no better than on the items that chose");
}

#[test]
fn sets_of_labels_have_an_alpha_of_their_own_and_say_why_where_there_is_none() {
    use crate::calibrate::sheet::LabelSet;
    let sheet = |set: &dyn Fn(u16, u16) -> Option<LabelSet>| {
        let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<yes").unwrap(), vec![]);
        for number in 0..60_u16 {
            let item = builder.item(&format!("i{number}"));
            for by in 0..2 {
                let judge = rater(if by == 0 { "a" } else { "b" });
                builder.say(item, Said { label_set: set(number, by), ..Said::new(judge, Ok(number % 2)) });
            }
        }
        study(&builder.build(), &Intake::default(), &StudyOptions::default()).agreements
    };
    // The second rater forgets one of two labels on every third item.
    let given = sheet(&|number, by| {
        let forgets = by == 1 && number % 3 == 0;
        Some(LabelSet::Known(if forgets { vec![number % 4] } else { vec![5, number % 4] }))
    });
    let figure = |of: &Agreements, name: &str| of.agreement.get(name).unwrap().clone();
    let (masi, jaccard) = (figure(&given, "alpha_masi"), figure(&given, "alpha_jaccard"));
    assert!(masi.n == 60 && masi.value < jaccard.value && masi.low < masi.high && masi.method == Some("bootstrap"));
    assert_eq!((given.label_sets.ratings, given.label_sets.different, given.label_sets.left_out), (120, 8, 0));
    let strange = sheet(&|_, _| Some(LabelSet::Unknown));
    assert_eq!(strange.label_sets.left_out, 120);
    let none = sheet(&|_, _| None);
    for (of, why) in [(&strange, "are the pack's"), (&none, "give no labels")] {
        assert!(["alpha_masi", "alpha_jaccard"].iter().all(|name| figure(of, name).why.unwrap().contains(why)));
    }
}

#[test]
fn a_score_called_as_a_label_is_held_against_that_label() {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<yes").unwrap(), vec![]);
    // Two kinds of harm by turns; the score of each is high on its own kind alone, and gold is silent on labels of the last ten.
    for number in 0..90_u16 {
        let (gold, label) = [(0, None), (1, Some("hate")), (1, Some("spam"))][usize::from(number % 3)];
        let score = |name: &str| (name.to_owned(), if label == Some(name) { 0.9 } else { 0.1 });
        let judge = Judge { kind: JudgeKind::Model, name: "m".into(), version: None };
        let said = Said { scores: vec![score("hate"), score("other")], ..Said::new(judge, Ok(gold)) };
        builder.add(ItemSaid {
            id: format!("i{number}"),
            gold: Some(gold),
            gold_labels: (number < 80).then(|| label.iter().map(|label| (*label).to_owned()).collect()),
            said: vec![said],
            ..ItemSaid::default()
        });
    }
    let found = study(&builder.build(), &Intake::default(), &StudyOptions::default());
    let scores = &found.judges.get("m").unwrap().scores;
    assert_eq!((scores[0].against.as_str(), scores[0].roc_area.n), ("gold labels hate", 80));
    assert_eq!(scores[0].roc_area.value, Some(1.0));
    let never = &scores[1].roc_area;
    assert_eq!((never.value, never.why), (None, Some("gold never gives this label")));
}

/// So many raters who each toss a coin on 200 items, or who agree on all but every tenth.
fn without_gold(raters: usize, by_coin: bool) -> Sheet {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<yes").unwrap(), vec![]);
    let mut random = crate::calibrate::intervals::random::Random::new(7);
    for number in 0..200_usize {
        let item = builder.item(&format!("i{number}"));
        for rater_number in 0..raters {
            let odd_one = number % 10 == 0 && number / 10 % raters == rater_number;
            let label = if by_coin { random.below(2) as u16 } else { u16::from((number % 2 == 0) != odd_one) };
            builder.say(item, Said::new(rater(["a", "b", "c", "d"][rater_number]), Ok(label)));
        }
    }
    builder.build()
}

#[test]
fn without_gold_nobody_is_wrong_where_nobody_can_tell() {
    let errors = |sheet: &Sheet| {
        let found = study(sheet, &Intake::default(), &StudyOptions::default());
        let consensus = found.judges.iter().map(|(_, judge)| judge.with_consensus.n).sum::<u64>();
        (found.causes.root_causes.iter().map(|(_, n)| *n).sum::<u64>(), consensus)
    };
    assert_eq!(errors(&without_gold(3, true)), (0, 0), "raters who toss coins");
    assert_eq!(errors(&without_gold(2, false)), (0, 0), "two raters: one word against another");
    // Each of three has two others who are of one mind, but where one of those is the odd one.
    let (wrong, held) = errors(&without_gold(3, false));
    assert_eq!((wrong, held), (20, 600 - 40));
}

#[test]
fn one_judge_alone_never_convicts_gold() {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<yes").unwrap(), vec![]);
    for number in 0..500_u16 {
        let item = builder.item(&format!("i{number}"));
        let right = number % 2;
        assert!(builder.gold(item, right));
        builder.say(item, Said::new(rater("a"), Ok(if number % 25 == 0 { 1 - right } else { right })));
    }
    let found = study(&builder.build(), &Intake::default(), &StudyOptions::default());
    assert_eq!(found.suspects.suspect_gold_count, 0);
    assert_eq!(found.causes.root_causes.get("rater_error"), Some(&20));
    assert!(!found.suspects.suspect_gold.is_empty(), "what the judge contradicts is still worth a look");
}
