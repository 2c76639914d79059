#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use proptest::prelude::*;

use super::*;
use crate::calibrate::Figure;
use crate::calibrate::intervals::random::Random;
use crate::calibrate::intervals::wilson;
use crate::calibrate::tails::{binomial_at_most, hypergeometric};

/// A number from 0 up to 1 for each place under a seed.
fn uniform(seed: u64, at: u64) -> f64 {
    Random::stream(seed, at).unit()
}

fn demand(accept_rate: f64, refuse_rate: f64) -> Demand {
    Demand { accept_rate, refuse_rate, accept_risk: 0.05, refuse_risk: 0.1 }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_plan_meets_both_its_risks_and_no_smaller_one_does(
        all in prop::option::of(2_u64..3_000), good in 0.0..0.2_f64, times in 1.5..12.0_f64,
        accept_risk in 0.01..0.3_f64, refuse_risk in 0.01..0.3_f64,
    ) {
        let demand = Demand { accept_rate: good, refuse_rate: (good * times).max(good + 0.01).min(1.0), accept_risk, refuse_risk };
        let holds = |plan: &Plan| {
            let at = |rate: f64, up: bool| match all {
                Some(all) => plan.accepts(plan::errors_of(all, rate, up)),
                None => binomial_at_most(plan.errors_max, plan.sample, rate),
            };
            at(demand.accept_rate, false) >= 1.0 - accept_risk && at(demand.refuse_rate, true) <= refuse_risk
        };
        match Plan::find(all, &demand) {
            Ok(plan) => {
                prop_assert!(holds(&plan), "{:?} {:?}", plan, demand);
                if plan.sample > 1 {
                    for errors_max in 0..plan.sample.min(plan.errors_max + 3) {
                        let smaller = Plan { sample: plan.sample - 1, errors_max, ..plan };
                        prop_assert!(!holds(&smaller), "{:?} is smaller than {:?}", smaller, plan);
                    }
                }
            }
            Err(fault) => prop_assert!(false, "{fault}: every batch has a plan, all of it at worst"),
        }
    }

    #[test]
    fn the_chance_of_acceptance_falls_with_the_rate(all in 10_u64..500, part in 0.01..1.0_f64, errors_max in 0_u64..5) {
        let plan = Plan { batch: Some(all), sample: ((all as f64 * part) as u64).max(1), errors_max };
        let points = plan.characteristic(1.0, 50);
        prop_assert_eq!(points[0].1, 1.0);
        prop_assert!(points.windows(2).all(|two| two[1].1 <= two[0].1 + 1e-9), "{:?}", points);
    }

    #[test]
    fn a_sample_is_just_large_enough(half_width in 0.005..0.3_f64, share in 0.0..1.0_f64, all in prop::option::of(1_u64..100_000)) {
        let n = sample_size(half_width, share, all).unwrap();
        prop_assert!(half_width_of(n, share, all) <= half_width);
        prop_assert!(n == 1 || half_width_of(n - 1, share, all) > half_width);
        prop_assert!(all.is_none_or(|all| n <= all));
    }

    #[test]
    fn more_errors_make_a_batch_more_likely_worse(all in prop::option::of(100_u64..2_000), looked_at in 1_u64..100, rate in 0.01..0.5_f64) {
        let chances: Vec<f64> = (0..=looked_at).map(|errors| worse(all, rate, looked_at, errors)).collect();
        prop_assert!(chances.iter().all(|chance| (0.0..=1.0).contains(chance)));
        prop_assert!(chances.windows(2).all(|two| two[1] >= two[0] - 1e-9), "{:?}", chances);
    }

    #[test]
    fn a_sheet_holds_the_figures_of_its_rater_alone(rows in prop::collection::vec((0_u32..3, 0_u32..50, 0_u32..4, 0_u16..3, 0_u16..3), 0..80)) {
        let decisions: Vec<Judged> = rows
            .iter()
            .map(|(rater, item, clause, given, right)| Judged { rater: *rater, item: *item, clause: clause.checked_sub(1), given: *given, right: *right })
            .collect();
        let own: Vec<Judged> = decisions.iter().copied().filter(|decision| decision.rater == 1).collect();
        let sheet = feedback(1, &decisions, 5, 7);
        prop_assert_eq!(&sheet, &feedback(1, &own, 5, 7));
        let wrong = own.iter().filter(|decision| decision.given != decision.right).count();
        prop_assert_eq!(sheet.right.n as usize, own.len());
        prop_assert_eq!(sheet.examples.len(), wrong.min(5));
        prop_assert_eq!(sheet.confusions.iter().map(|confusion| confusion.count).sum::<u64>() as usize, wrong);
        prop_assert_eq!(sheet.clauses.iter().map(|clause| clause.right.n).sum::<u64>() as usize, own.len());
        for example in &sheet.examples {
            let stands = |d: &Judged| (d.item, d.clause, d.given, d.right) == (example.item, example.clause, example.given, example.right);
            prop_assert!(own.iter().any(stands));
        }
    }
}

#[test]
fn known_plans_come_out() {
    // By the binomial sums: with two errors 87 items keep the risk at 6 %, but accept 1 % with .943 only; with three, 110 do.
    let plan = Plan::find(None, &demand(0.01, 0.06)).unwrap();
    assert_eq!((plan.sample, plan.errors_max), (110, 3));
    // Nothing wrong at all against 5 %: the smallest n with .95^n ≤ .1.
    let zero = Plan::find(None, &demand(0.0, 0.05)).unwrap();
    assert_eq!((zero.sample, zero.errors_max), (45, 0));
}

#[test]
fn a_plan_that_cannot_be_says_why() {
    assert_eq!(Plan::find(Some(0), &demand(0.01, 0.05)).unwrap_err(), PlanFault::Empty);
    assert_eq!(Plan::find(None, &demand(0.01, 0.01 + 1e-9)).unwrap_err(), PlanFault::TooClose);
    assert_eq!(Plan::find(None, &demand(0.05, 0.05)).unwrap_err(), PlanFault::Rates);
    let risky = Demand { accept_risk: 0.0, ..demand(0.01, 0.05) };
    assert_eq!(Plan::find(None, &risky).unwrap_err(), PlanFault::Risks);
}

#[test]
fn the_chance_that_a_batch_is_worse_is_that_of_counting() {
    // All batches of 12 equally likely by their number of errors (a uniform rate makes them so), 5 drawn, 1 wrong.
    for allowed in 0..=12_u64 {
        let weight = |errors: u64| hypergeometric(1, 5, errors, 12);
        let all: f64 = (0..=12).map(weight).sum();
        let bad: f64 = (allowed + 1..=12).map(weight).sum();
        let ours = worse(Some(12), allowed as f64 / 12.0, 5, 1);
        assert!((ours - bad / all).abs() < 1e-10, "{allowed}: {ours} instead of {}", bad / all);
    }
    // A large batch is as a stream without end.
    assert!((worse(Some(2_000_000), 0.1, 50, 4) - worse(None, 0.1, 50, 4)).abs() < 1e-4);
}

#[test]
fn a_batch_is_settled_as_soon_as_it_can_be() {
    let plan = Plan { batch: Some(500), sample: 80, errors_max: 2 };
    let verdict = |looked_at, errors| decide(&plan, &Demand::of(0.01, Severity::Normal), looked_at, errors).verdict;
    assert_eq!(verdict(80, 2), Verdict::Accept);
    assert_eq!(verdict(10, 3), Verdict::Refuse);
    assert_eq!(verdict(40, 1), Verdict::Unfinished);
    assert_eq!(verdict(79, 1), Verdict::Accept, "the one left cannot change it");
    let whole = decide(&plan, &Demand::of(0.01, Severity::Normal), 80, 0);
    assert_eq!((whole.rate.value, whole.rate.n), (Some(0.0), 80));
    assert!(whole.worse < 0.5);
}

#[test]
fn a_batch_looked_at_beyond_its_plan_may_show_as_large_a_share_of_errors_as_the_plan_lets_pass() {
    // The plan draws 25 and lets 3 pass; all 1,000 were looked at, then 200.
    let plan = Plan { batch: Some(1000), sample: 25, errors_max: 3 };
    let verdict = |errors| decide(&plan, &Demand::of(0.05, Severity::Normal), 1000, errors).verdict;
    assert_eq!((verdict(50), verdict(120), verdict(121)), (Verdict::Accept, Verdict::Accept, Verdict::Refuse));
    let part = |errors| decide(&plan, &Demand::of(0.05, Severity::Normal), 200, errors).verdict;
    assert_eq!((part(4), part(24), part(25)), (Verdict::Accept, Verdict::Accept, Verdict::Refuse));
}

/// However many items are looked at, neither risk is exceeded; between the two nothing is decided.
#[test]
fn both_risks_hold_however_much_is_looked_at() {
    for (all, rate) in [(100, 0.05), (400, 0.01), (60, 0.1)] {
        let demand = Demand::of(rate, Severity::Normal);
        let Ok(plan) = Plan::find(Some(all), &demand) else { panic!("no plan for {all}") };
        for looked_at in plan.sample..=all {
            let chance = |errors_in_all: u64, verdict: Verdict| -> f64 {
                let shows = (0..=looked_at.min(errors_in_all))
                    .filter(|own| decide(&plan, &demand, looked_at, *own).verdict == verdict);
                shows.map(|own| hypergeometric(own, looked_at, errors_in_all, all)).sum()
            };
            let (good, bad) =
                ((demand.accept_rate * all as f64) as u64, (demand.refuse_rate * all as f64).ceil() as u64);
            assert!(chance(good, Verdict::Refuse) <= demand.accept_risk + 1e-9, "{all} {looked_at}");
            assert!(chance(bad, Verdict::Accept) <= demand.refuse_risk + 1e-9, "{all} {looked_at}");
        }
    }
}

#[test]
fn a_batch_that_was_looked_at_whole_leaves_nothing_open() {
    let whole = share_of(2, 20, Some(20));
    assert_eq!((whole.value, whole.low, whole.high), (Some(0.1), Some(0.1), Some(0.1)));
    let (most, some) = (share_of(2, 19, Some(20)), share_of(2, 19, Some(100_000)));
    let width = |figure: &Figure| figure.high.unwrap() - figure.low.unwrap();
    assert!(width(&most) < 0.1 && (width(&some) - width(&wilson(2, 19))).abs() < 1e-4);
}

#[test]
fn batches_are_reported_with_their_kinds_of_error() {
    let wrong = |cause, given, right| Some(BatchError { cause, given, right });
    let looked_at = |item, error| Audited { batch: 0, item, error };
    let mut audited: Vec<Audited> = (0..60).map(|item| looked_at(item, None)).collect();
    let errors = [wrong(1, 0, 2), wrong(0, 1, 0), wrong(0, 1, 0), wrong(1, 0, 2), wrong(0, 1, 0)];
    audited.extend((60..).zip(errors).map(|(item, error)| looked_at(item, error)));
    audited.push(Audited { batch: 9, item: 0, error: None });
    let reports = batch_reports(
        &["2026-W45", "2026-W46"],
        &[400, 300],
        audited.iter().copied(),
        &Demand::of(0.02, Severity::Normal),
    );
    let first = &reports[0];
    assert_eq!((first.looked_at, first.errors), (65, 5));
    let kinds: Vec<_> = first.kinds.iter().map(|kind| (kind.error.cause, kind.count, kind.share.n)).collect();
    assert_eq!(kinds, [(0, 3, 65), (1, 2, 65)]);
    assert_eq!(first.decision.as_ref().unwrap().verdict, Verdict::Refuse);
    let seen = "batch 2026-W45: a decision is wrong on 5 of 65 items looked at (8 %, 4–16 %; 400 in all), 5 of 65 decisions: refused";
    assert!(first.sentence.starts_with(seen), "{}", first.sentence);
    assert_eq!(reports[1].sentence, "batch 2026-W46: none of its 300 items was looked at");
    assert_eq!(reports[1].decision.as_ref().unwrap().verdict, Verdict::Unfinished);
    let tiny = batch_reports(&["b"], &[3], audited.iter().copied().take(1), &Demand::of(0.02, Severity::Normal));
    assert!(tiny[0].why.is_none(), "{:?}", tiny[0]);
}

#[test]
fn decisions_on_one_item_are_one_unit() {
    let error = Some(BatchError { cause: 0, given: 1, right: 0 });
    // Of 40 items with 3 decisions each, 2 have one wrong decision and 2 have three.
    let wrong = |item: u32, judge: u32| item < 2 || (item < 4 && judge == 0);
    let decision = |(item, judge): (u32, u32)| Audited { batch: 0, item, error: error.filter(|_| wrong(item, judge)) };
    let audited: Vec<Audited> = (0..120).map(|at| decision((at / 3, at % 3))).collect();
    let demand = Demand::of(0.05, Severity::Normal);
    let own = batch_reports(&["b"], &[40], audited, &demand).remove(0);
    assert_eq!((own.items, own.looked_at, own.errors), (40, 40, 4));
    assert_eq!((own.decisions_looked_at, own.decisions_wrong), (120, 8));
    assert_eq!((own.rate.value, own.rate.n, own.kinds[0].count), (Some(0.1), 40, 4));
    // To say the same of an item more often makes nobody surer of the batch.
    let once: Vec<Audited> = (0..40).map(|item| decision((item, 0))).collect();
    let again = batch_reports(&["b"], &[40], once, &demand).remove(0);
    assert_eq!((again.rate, again.decision), (own.rate, own.decision));
}

#[test]
fn plans_keep_their_risks_in_simulation() {
    let (all, good, bad) = (800_u64, 0.02, 0.08);
    let plan = Plan::find(Some(all), &demand(good, bad)).unwrap();
    let accepted = |rate: f64| {
        (0..2_000_u64)
            .filter(|world| {
                // The first `sample` of a shuffle by random keys.
                let mut keys: Vec<(u64, u64)> =
                    (0..all).map(|item| ((uniform(*world, item) * 1e15) as u64, item)).collect();
                keys.sort_unstable();
                let wrong = (all as f64 * rate) as u64;
                let found = keys.iter().take(plan.sample as usize).filter(|(_, item)| *item < wrong).count();
                found as u64 <= plan.errors_max
            })
            .count() as f64
            / 2_000.0
    };
    assert!(accepted(good) >= 0.935 && accepted(bad) <= 0.12, "{plan:?}: {} {}", accepted(good), accepted(bad));
}
