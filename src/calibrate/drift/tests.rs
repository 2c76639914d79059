#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use proptest::prelude::*;

use super::*;
use crate::calibrate::intervals::random::Random;

/// A number from 0 up to 1 for each place under a seed.
fn uniform(seed: u64, at: u64) -> f64 {
    Random::stream(seed, at).unit()
}

/// A series of decisions, each wrong with the rate of its place.
fn series(seed: u64, n: usize, rate: impl Fn(usize) -> f64) -> Vec<bool> {
    (0..n).map(|at| uniform(seed, at as u64) < rate(at)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_sum_is_never_negative_and_its_largest_value_tells_of_an_alarm(
        wrong in prop::collection::vec(any::<bool>(), 0..200), good in 0.01..0.4_f64, more in 0.05..0.5_f64, limit in 0.5..6.0_f64,
    ) {
        let chart = Cusum::new(good, good + more, limit).unwrap();
        let run = chart.run(wrong.iter().copied());
        prop_assert!(run.last >= 0.0 && run.max >= run.last);
        prop_assert_eq!(run.alarm.is_some(), run.max >= limit);
        let episodes = chart.episodes(wrong.iter().copied());
        prop_assert_eq!(run.alarm, episodes.first().map(|episode| episode.alarm));
        prop_assert_eq!(run.change, episodes.first().map(|episode| episode.change));
        for episode in &episodes {
            prop_assert!(episode.change <= episode.alarm && episode.until.is_none_or(|until| until > episode.alarm));
        }
        prop_assert!(episodes.windows(2).all(|two| two[0].until.is_some_and(|until| until < two[1].change)));
    }

    #[test]
    fn the_mean_of_late_stays_within_0_and_1(wrong in prop::collection::vec(any::<bool>(), 0..100), usual in 0.0..1.0_f64) {
        for point in Ewma::new(usual, 0.2, 3.0).unwrap().run(wrong) {
            prop_assert!((0.0..=1.0).contains(&point.mean) && point.low <= usual && usual <= point.high);
        }
    }

    #[test]
    fn a_series_and_its_mirror_change_at_the_same_place(wrong in prop::collection::vec(any::<bool>(), 20..200)) {
        let mirror: Vec<bool> = wrong.iter().map(|wrong| !wrong).collect();
        match (change_point(&wrong), change_point(&mirror)) {
            (Some(one), Some(other)) => {
                prop_assert!((one.distance - other.distance).abs() < 1e-9 && (0.0..=1.0).contains(&one.p));
                prop_assert_eq!(one.before.n + one.after.n, wrong.len() as u64);
            }
            (one, other) => prop_assert!(one.is_none() && other.is_none()),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_chart_holds_the_run_length_it_was_made_for(good in 0.0001..0.4_f64, odds in 1.5..4.0_f64, length in 50.0..20_000.0_f64) {
        let bad = odds * good / (1.0 - good + odds * good);
        let chart = Cusum::for_run_length(good, bad, length).unwrap();
        prop_assert!(chart.run_length(good) >= length);
        prop_assert!(chart.run_length(bad) < chart.run_length(good));
        // The limit is no larger than it must be; below the size of one error all limits are alike.
        let lower = Cusum::new(good, bad, chart.limit * 0.97).unwrap();
        prop_assert!(lower.run_length(good) < length || chart.limit <= chart.step(true));
    }
}

#[test]
fn the_run_length_of_the_chain_is_that_of_simulation() {
    for (good, bad, limit, rate) in [
        (0.002, 0.004, 1.5, 0.002),
        (0.02, 0.06, 3.0, 0.02),
        (0.3, 0.1, 2.0, 0.3),
        (0.1, 0.2, 2.5, 0.1),
        (0.1, 0.2, 4.0, 0.2),
        (0.3, 0.5, 2.0, 0.3),
    ] {
        let chart = Cusum::new(good, bad, limit).unwrap();
        let (runs, mut total, mut at) = (2_000, 0_u64, 0_u64);
        for _ in 0..runs {
            let mut sum = 0.0_f64;
            while sum < limit {
                sum = (sum + chart.step(uniform(5, at) < rate)).max(0.0);
                (at, total) = (at + 1, total + 1);
            }
        }
        let (simulated, chain) = (total as f64 / f64::from(runs), chart.run_length(rate));
        // The standard error of the mean of 2,000 nearly exponential runs is 2.2 %.
        assert!((chain / simulated - 1.0).abs() < 0.1, "{good} {bad} {limit} {rate}: {chain} against {simulated}");
    }
}

#[test]
fn a_rater_that_drifts_on_a_known_day_is_found_and_its_decisions_named() {
    const DAY: i64 = 86_400_000;
    let (mut found, mut false_alarms, worlds) = (0, 0, 60);
    for seed in 0..worlds {
        let wrong = series(seed, 600, |at| if at < 400 { 0.05 } else { 0.25 });
        let dated: Vec<Dated> = (0..).zip(&wrong).map(|(at, wrong)| (at * DAY / 10, *wrong)).collect();
        let drift = watch("r7", &dated, &WatchPlan::default()).unwrap();
        false_alarms += u32::from(drift.alarms.iter().any(|alarm| alarm.alarm_ms < 40 * DAY));
        if let Some(alarm) = drift.alarms.iter().find(|alarm| alarm.alarm_ms >= 40 * DAY) {
            found += u32::from((alarm.change_ms - 40 * DAY).abs() <= 5 * DAY);
            assert!(alarm.look_again.windows(2).all(|two| two[0] < two[1]));
            assert!(alarm.after.value > alarm.before.value);
            assert!(alarm.sentence.starts_with("since 1970-W"), "{}", alarm.sentence);
        }
    }
    assert!(found >= 50 && false_alarms <= 6, "found in {found} of {worlds} worlds, false alarms in {false_alarms}");
}

#[test]
fn without_a_change_the_test_for_one_is_rarely_small() {
    let worlds = 400;
    let small = (0..worlds).filter(|seed| change_point(&series(*seed, 500, |_| 0.1)).unwrap().p < 0.05).count();
    assert!(small <= 30, "{small} of {worlds} below .05");
    let changed = change_point(&series(3, 500, |at| if at < 300 { 0.05 } else { 0.2 })).unwrap();
    assert!(changed.p < 0.001 && (250..350).contains(&changed.at), "{changed:?}");
}

#[test]
fn too_little_is_said_to_be_too_little() {
    let drift = watch("r7", &[(0, true); 30], &WatchPlan::default()).unwrap();
    assert!(drift.chart.is_none() && drift.alarms.is_empty() && drift.change.is_none());
    assert_eq!(drift.why, Some("there are too few decisions to learn the usual rate of errors from"));
    let none = watch("r7", &[], &WatchPlan { good: Some(0.1), ..WatchPlan::default() }).unwrap();
    assert!(none.alarms.is_empty() && none.rate.value.is_none() && none.of_late.is_none());
    let from_the_start = watch("r7", &[(0, true); 30], &WatchPlan { good: Some(0.1), ..WatchPlan::default() }).unwrap();
    assert_eq!(from_the_start.alarms.len(), 1);
    assert!(from_the_start.alarms[0].sentence.starts_with("from its first decisions on"));
    assert!(Cusum::new(0.1, 0.1, 3.0).is_err() && Sprt::new(0.1, 0.2, 0.6, 0.1).is_err());
}

#[test]
fn the_test_of_two_rates_keeps_its_risks() {
    let test = Sprt::new(0.05, 0.15, 0.05, 0.1).unwrap();
    let says = |rate: f64, decision: SprtDecision| {
        (0..1_000).filter(|seed| test.run(series(*seed, 2_000, |_| rate)).decision == decision).count()
    };
    assert!(says(0.05, SprtDecision::Bad) <= 65, "good judges called bad");
    assert!(says(0.15, SprtDecision::Good) <= 120, "bad judges called good");
}

fn act(item: u32, seconds: f64, answer: u16) -> Act {
    Act { item, seconds: Some(seconds), words: Some(60), answer: Some(answer) }
}

/// Of one rater: whether each kind of figure is a finding.
fn found(pace: &Pace) -> Vec<PaceKind> {
    pace.figures.iter().filter(|figure| figure.found).map(|figure| figure.kind).collect()
}

#[test]
fn whoever_clicks_through_is_found_and_nobody_else() {
    let truth = |item: u32| u16::from(uniform(1, u64::from(item)) < 0.3);
    let honest = |rater: u64| -> Vec<Act> {
        (0..300_u32)
            .map(|item| {
                let at = u64::from(item) + rater * 1_000;
                let slip = uniform(2, at) < 0.1;
                act(item, 6.0 + 10.0 * uniform(3, at), if slip { 1 - truth(item) } else { truth(item) })
            })
            .collect()
    };
    let clicker: Vec<Act> = (0..300_u32).map(|item| act(item, 0.8, 0)).collect();
    let mut skipper = honest(7);
    for act in skipper.iter_mut().step_by(4) {
        act.answer = None;
    }
    let raters = vec![honest(1), honest(2), clicker, skipper];
    let paces = pace(&["r1", "r2", "r3", "r4"], &raters, &PaceLimits::default());
    assert_eq!(found(&paces[0]), []);
    assert_eq!(found(&paces[1]), []);
    assert_eq!(found(&paces[2]), [PaceKind::TooFast, PaceKind::Hurried, PaceKind::OneAnswer, PaceKind::LongRun]);
    assert_eq!(found(&paces[3]), [PaceKind::Skips]);
    assert_eq!(paces[2].seconds.value, Some(0.8));
    assert!(paces[0].seconds.low < paces[0].seconds.value && paces[0].seconds.value < paces[0].seconds.high);
    assert!(paces[2].figures[0].sentence.starts_with("r3 decided 300 of 300 timed items faster than they can be read"));
}

/// Three raters take 15 seconds or more and slip on every fourth item, one never slips and takes three seconds.
#[test]
fn whoever_hurries_is_held_to_the_time_of_others_and_whoever_is_right_gives_no_single_answer() {
    let truth = |item: u32| u16::from(uniform(1, u64::from(item)) < 0.15);
    let untimed = |item: u32, seconds: f64, answer: u16| Act { words: None, ..act(item, seconds, answer) };
    let slips = |rater: u64, item: u32| uniform(2, u64::from(item) + rater * 1_000) < 0.25;
    let slow = |rater: u64| -> Vec<Act> {
        let one = |item| {
            untimed(
                item,
                15.0 + 20.0 * uniform(3, u64::from(item) + rater * 1_000),
                truth(item) ^ u16::from(slips(rater, item)),
            )
        };
        (0..400_u32).map(one).collect()
    };
    let quick: Vec<Act> = (0..400_u32).map(|item| untimed(item, 3.0, truth(item))).collect();
    let paces = pace(&["a", "b", "c", "quick"], &[slow(1), slow(2), slow(3), quick], &PaceLimits::default());
    assert!(paces.iter().take(3).all(|one| found(one).is_empty()));
    assert_eq!(found(&paces[3]), [PaceKind::Hurried], "more of the usual answer, since it is right more often");
    let figure = &paces[3].figures[1];
    assert_eq!((figure.own.value, figure.own.n), (Some(1.0), 400));
}

#[test]
fn answers_in_blocks_are_streaks() {
    let blocks: Vec<Act> = (0..200_u32).map(|item| act(item, 9.0, (item / 10 % 2) as u16)).collect();
    let paces = pace(&["r1"], &[blocks], &PaceLimits::default());
    assert_eq!(found(&paces[0]), [PaceKind::Streaks]);
    let figure = &paces[0].figures[3];
    assert_eq!((figure.kind, figure.own.value), (PaceKind::OneAnswer, None), "nobody else answered");
    let none = pace(&["r1"], &[vec![]], &PaceLimits::default());
    assert!(found(&none[0]).is_empty() && none[0].seconds.value.is_none() && none[0].quantiles.is_none());
}

#[test]
fn the_chance_of_a_run_is_that_of_counting_all_series() {
    for (length, n) in [(1, 1), (2, 5), (3, 10), (4, 12), (5, 5), (6, 5)] {
        for chance in [0.2, 0.5, 0.9] {
            let mut sum = 0.0;
            for bits in 0_u32..1 << n {
                let hits: Vec<bool> = (0..n).map(|at| bits >> at & 1 == 1).collect();
                if hits.chunk_by(|a, b| a == b).any(|run| run[0] && run.len() >= length) {
                    sum += hits.iter().map(|hit| if *hit { chance } else { 1.0 - chance }).product::<f64>();
                }
            }
            let ours = pace::run_of_at_least(length, n as usize, chance);
            assert!((ours - sum).abs() < 1e-12, "{length} of {n} at {chance}: {ours} instead of {sum}");
        }
    }
}

#[test]
fn goals_count_weeks_and_what_is_late_or_open() {
    const DAY: i64 = 86_400_000;
    const MONDAY: i64 = 20_759 * DAY;
    let done = |day: i64, due: i64| Task { done_ms: Some(MONDAY + day * DAY), due_ms: Some(MONDAY + due * DAY) };
    let open = |due: i64| Task { done_ms: None, due_ms: Some(MONDAY + due * DAY) };
    // What is done before a time that is still to come says nothing about lateness.
    let tasks = [done(0, 1), done(2, 1), done(3, 4), done(14, 40), open(3), open(40)];
    let report = goals(&tasks, Some(2), MONDAY + 15 * DAY);
    let weeks: Vec<_> = report.weeks.iter().map(|week| (week.week.to_string(), week.done, week.met)).collect();
    let week = |label: &str, done, met| (label.to_owned(), done, met);
    assert_eq!(weeks, [week("2026-W45", 3, Some(true)), week("2026-W46", 0, Some(false)), week("2026-W47", 1, None)]);
    assert_eq!((report.weeks_met.value, report.weeks_met.n), (Some(0.5), 2));
    assert_eq!((report.in_time.value, report.in_time.n), (Some(0.5), 4));
    assert_eq!((report.overdue, report.open), (1, 2));
    let nothing = goals(&[], None, MONDAY);
    assert!(nothing.weeks.is_empty() && nothing.in_time.value.is_none() && nothing.weeks_met.why.is_some());
}
