#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use proptest::prelude::*;

use super::{
    History, METHODS, Options, Posteriors, Prior, Tie, choice, confidence, crowdlab, method, next_label, overrule,
    settle,
};
use crate::calibrate::against_gold::cost::Costs;
use crate::calibrate::intervals::random::Random;
use crate::calibrate::{Figure, Ratings};

/// A crowd with a known truth: judges of given accuracy (the last may always say 0) rate every item with a chance.
fn crowd(items: usize, labels: u16, accuracies: &[f64], coverage: f64, seed: u64) -> (Ratings, Vec<Option<u16>>) {
    let mut random = Random::new(seed);
    let mut rows = Vec::new();
    let mut truth = Vec::new();
    for item in 0..items {
        let label = (random.unit() * f64::from(labels)) as u16;
        truth.push(Some(label));
        for (judge, accuracy) in accuracies.iter().enumerate() {
            if random.unit() < coverage {
                let other = (label + 1 + (random.unit() * f64::from(labels - 1)) as u16) % labels;
                rows.push((item as u32, judge as u32, if random.unit() < *accuracy { label } else { other }));
            }
        }
    }
    (Ratings::new(items, accuracies.len(), usize::from(labels), rows), truth)
}

/// A model that is right on three items of four, and says so.
fn model(truth: &[Option<u16>], labels: usize) -> Posteriors {
    let mut model = Posteriors::new(truth.len(), labels);
    for (item, label) in truth.iter().enumerate() {
        let row = model.row_mut(item);
        row.fill(0.25 / (labels - 1) as f64);
        let said = if item % 4 == 3 { (usize::from(label.unwrap()) + 1) % labels } else { usize::from(label.unwrap()) };
        row[said] = 0.75;
    }
    model
}

fn right(decisions: &[Option<u16>], truth: &[Option<u16>]) -> usize {
    decisions.iter().zip(truth).filter(|(decided, truth)| decided == truth).count()
}

fn rows_sum_to_one(posteriors: &Posteriors) -> bool {
    posteriors.rows().all(|row| (row.iter().sum::<f64>() - 1.0).abs() < 1e-9 && row.iter().all(|value| *value >= 0.0))
}

#[test]
fn every_method_has_a_name_of_its_own_and_tells_what_it_believes() {
    let mut names: Vec<&str> = METHODS.iter().map(|method| method.name()).collect();
    assert!(METHODS.iter().all(|method| method.about().len() > 20));
    assert!(names.iter().all(|name| method(name).is_some()) && method("oracle").is_none());
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 9);
}

#[test]
fn every_method_finds_most_of_the_truth_and_its_rows_sum_to_one() {
    let (ratings, truth) = crowd(400, 3, &[0.9, 0.85, 0.8, 0.6, 0.4], 0.8, 7);
    let model = model(&truth, 3);
    let options = Options { model: Ok(&model), ..Options::default() };
    for method in METHODS {
        let fit = method.fit(&ratings, &options).unwrap();
        assert!(rows_sum_to_one(&fit.posteriors), "{}", fit.method);
        assert!(right(&fit.decisions, &truth) >= 300, "{}: {}", fit.method, right(&fit.decisions, &truth));
        assert!(fit.judges[0].accuracy.value > fit.judges[4].accuracy.value, "{}", fit.method);
        assert!(fit.judges.iter().all(|judge| judge.accuracy.low.is_some() && judge.accuracy.n == judge.ratings));
    }
}

#[test]
fn clamped_gold_stays_exact_in_every_method() {
    let (ratings, truth) = crowd(120, 3, &[0.9, 0.7, 0.5], 0.7, 3);
    let model = model(&truth, 3);
    let gold: Vec<Option<u16>> = truth
        .iter()
        .enumerate()
        .map(|(item, label)| label.map(|label| (label + 1) % 3).filter(|_| item % 3 == 0))
        .collect();
    let options = Options { gold: &gold, model: Ok(&model), ..Options::default() };
    for method in METHODS {
        let mut fit = method.fit(&ratings, &options).unwrap();
        confidence::temper(&ratings, &options, &mut fit.posteriors, 3.0);
        for (item, label) in gold.iter().enumerate().filter_map(|(item, gold)| gold.map(|gold| (item, gold))) {
            let exact = (0..3).map(|at| f64::from(u8::from(at == label))).collect::<Vec<f64>>();
            assert_eq!(fit.posteriors.row(item), exact, "{}", fit.method);
            assert_eq!(fit.decisions[item], Some(label));
        }
        assert!(rows_sum_to_one(&fit.posteriors));
    }
}

#[test]
fn one_item_one_judge_or_no_rating_at_all_give_an_answer_or_a_reason() {
    for (items, judges, labels, rows) in [
        (1, 1, 2, vec![(0, 0, 1)]),
        (3, 2, 2, vec![]),
        (0, 0, 0, vec![]),
        (2, 1, 1, vec![(0, 0, 0)]),
        (2, 3, 4, vec![(0, 2, 3)]),
    ] {
        let rated = rows.first().map(|row: &(u32, u32, u16)| row.2);
        let ratings = Ratings::new(items, judges, labels, rows);
        for method in METHODS {
            let Ok(fit) = method.fit(&ratings, &Options::default()) else {
                assert_eq!(method.name(), "crowdlab");
                continue;
            };
            assert!(rows_sum_to_one(&fit.posteriors), "{} {items} {labels}", fit.method);
            assert_eq!(fit.decisions.first().copied().flatten(), rated, "{}", fit.method);
            assert_eq!(fit.decisions.len(), items);
            assert!(fit.log_likelihood.iter().all(|value| value.is_finite()), "{}", fit.method);
        }
    }
}

#[test]
fn ties_follow_the_rule_and_are_counted() {
    let ratings = Ratings::new(2, 2, 3, vec![(0, 0, 1), (0, 1, 2), (1, 0, 0), (1, 1, 0)]);
    for (tie, decided) in [(Tie::First, Some(1)), (Tie::Last, Some(2)), (Tie::Open, None)] {
        let fit = method("majority").unwrap().fit(&ratings, &Options { tie, ..Options::default() }).unwrap();
        assert_eq!((fit.decisions[0], fit.decisions[1], fit.ties), (decided, Some(0), 1));
    }
}

#[test]
fn where_a_model_is_silent_the_judges_are_heard_alone() {
    let (ratings, truth) = crowd(300, 3, &[0.9, 0.8, 0.7], 1.0, 13);
    let rows = ratings.iter().filter(|(item, ..)| *item < 290).collect();
    let ratings = Ratings::new(300, 3, 3, rows);
    let mut model = model(&truth, 3);
    model.rows_mut().step_by(2).for_each(|row| row.fill(0.0));
    let fit = method("crowdlab").unwrap().fit(&ratings, &Options { model: Ok(&model), ..Options::default() }).unwrap();
    assert!(rows_sum_to_one(&fit.posteriors));
    assert!(fit.decisions[..290].iter().all(Option::is_some) && fit.decisions[290..].iter().all(Option::is_none));
    let votes = method("majority").unwrap().fit(&ratings, &Options::default()).unwrap();
    let alone = (0..290).step_by(2).filter(|item| {
        let tied = votes.posteriors.row(*item).iter().filter(|share| **share > 0.3).count() > 1;
        !tied && fit.decisions[*item] != votes.decisions[*item]
    });
    assert_eq!(alone.count(), 0, "two of one mind against a third are no worse without a model");
}

#[test]
fn what_is_learnt_of_a_judge_before_counts() {
    let ratings = Ratings::new(1, 2, 2, vec![(0, 0, 0), (0, 1, 1)]);
    let mut history = History::new(2, 2);
    for label in 0..2 {
        history.add(0, label, 1 - label, 5.0);
        history.add(0, label, label, 5.0);
        history.add(1, label, label, 99.0);
        history.add(1, label, 1 - label, 1.0);
    }
    for name in ["dawid_skene", "one_coin"] {
        let options = Options { history: Some(&history), ..Options::default() };
        let fit = method(name).unwrap().fit(&ratings, &options).unwrap();
        assert_eq!(fit.decisions, [Some(1)], "{name}");
    }
}

/// Items with three ratings each by a crowd in which every other judge is poor, with 40 earlier decisions of each judge.
/// Judges err evenly, or give label 0 whenever they err.
fn known_crowd(one_way: bool, seed: u64) -> (Ratings, Vec<Option<u16>>, History) {
    let (items, judges, labels) = (400, 40_u32, 3_u16);
    let mut random = Random::new(seed);
    let lot = |random: &mut Random| if random.unit() < 0.6 { 0 } else { 1 + random.below(2) as u16 };
    let say = |random: &mut Random, judge: u32, right: u16| {
        let error = random.unit() < if judge.is_multiple_of(2) { 0.08 } else { 0.55 };
        match (error, one_way) {
            (false, _) => right,
            (true, true) => 0,
            (true, false) => (right + 1 + random.below(2) as u16) % labels,
        }
    };
    let truth: Vec<Option<u16>> = (0..items).map(|_| Some(lot(&mut random))).collect();
    let mut rows = Vec::new();
    for (item, right) in (0_u32..).zip(truth.iter().flatten()) {
        let mut who: Vec<u32> = (0..judges).collect();
        random.shuffle(&mut who);
        rows.extend(who.into_iter().take(3).map(|judge| (item, judge, say(&mut random, judge, *right))));
    }
    let mut history = History::new(judges as usize, usize::from(labels));
    for judge in (0..judges).flat_map(|judge| std::iter::repeat_n(judge, 40)) {
        let right = lot(&mut random);
        history.add(judge as usize, right, say(&mut random, judge, right), 0.5);
    }
    (Ratings::new(items, judges as usize, usize::from(labels), rows), truth, history)
}

#[test]
fn history_improves_every_method_that_reads_it_and_changes_no_other() {
    for known in METHODS {
        let mut hits = (0, 0);
        for (one_way, seed) in [false, true].into_iter().flat_map(|one_way| (0..5).map(move |seed| (one_way, seed))) {
            let (ratings, truth, history) = known_crowd(one_way, seed);
            let fit = |history| {
                let fit = known.fit(&ratings, &Options { history, ..Options::default() });
                fit.map(|fit| right(&fit.decisions, &truth)).unwrap_or(0)
            };
            hits = (hits.0 + fit(None), hits.1 + fit(Some(&history)));
        }
        match known.reads_history() {
            true => assert!(hits.1 >= hits.0 + 20, "{}: {hits:?}", known.name()),
            false => assert_eq!(hits.0, hits.1, "{}", known.name()),
        }
    }
}

#[test]
fn history_tells_errors_in_one_direction_from_even_ones() {
    for seed in 0..20 {
        assert!(known_crowd(true, seed).2.errs_one_way() && !known_crowd(false, seed).2.errs_one_way(), "{seed}");
    }
    assert!(!History::new(2, 2).errs_one_way(), "nothing known is no direction");
}

#[test]
fn an_unlucky_seed_changes_mace_little_and_the_same_seed_nothing() {
    let (ratings, truth) = crowd(300, 4, &[0.9, 0.8, 0.7, 0.6], 0.9, 11);
    let run = |seed| method("mace").unwrap().fit(&ratings, &Options { seed, ..Options::default() }).unwrap();
    assert_eq!(run(1), run(1));
    assert!(right(&run(1).decisions, &truth).abs_diff(right(&run(2).decisions, &truth)) <= 3);
}

#[test]
fn gold_chooses_and_too_little_gold_is_said() {
    // Three spammers who copy each other beat the majority; a method that weighs judges does not fall for them.
    let (honest, truth) = crowd(300, 2, &[0.95, 0.95, 0.95], 1.0, 5);
    let mut rows: Vec<_> = honest.iter().collect();
    let mut random = Random::new(9);
    for item in 0..300 {
        let copied = u16::from(random.unit() < 0.5);
        rows.extend((3..7).map(|judge| (item, judge, copied)));
    }
    let ratings = Ratings::new(300, 7, 2, rows);
    let gold: Vec<Option<u16>> =
        truth.iter().enumerate().map(|(item, label)| label.filter(|_| item % 2 == 0)).collect();
    let found = choice::choose(&ratings, &Options { gold: &gold, ..Options::default() }, &choice::Rule::default());
    assert!(found.by_gold && found.chosen != "majority", "{}", found.why);
    assert!(found.why.contains("of 150 gold items that it had not seen"), "{}", found.why);
    let crowdlab = found.scores.iter().find(|score| score.method == "crowdlab").unwrap();
    assert!(crowdlab.not_tried.is_some() && crowdlab.accuracy.value.is_none());
    let few: Vec<Option<u16>> = gold.iter().take(40).copied().collect();
    for (gold, words) in [(&few[..], "20 gold items with a rating are too few"), (&[][..], "there is no gold")] {
        let found = choice::choose(&ratings, &Options { gold, ..Options::default() }, &choice::Rule::default());
        assert!(!found.by_gold && found.chosen == "one_coin" && found.why.starts_with(words), "{}", found.why);
        let rule = choice::Rule { set_aside: 2250, ..choice::Rule::default() };
        let why = choice::choose(&ratings, &Options { gold, ..Options::default() }, &rule).why;
        assert!(why.contains("2,250") && why.contains("may not choose") && !why.contains("there is no gold"), "{why}");
    }
}

#[test]
fn a_large_table_is_tried_on_a_sample_and_settled_whole() {
    let (ratings, truth) = crowd(2000, 3, &[0.9, 0.8, 0.6, 0.5], 1.0, 17);
    let gold: Vec<Option<u16>> =
        truth.iter().enumerate().map(|(item, label)| label.filter(|_| item % 9 == 0)).collect();
    let model = model(&truth, 3);
    let options = Options { gold: &gold, model: Ok(&model), ..Options::default() };
    let rule = choice::Rule { ratings_max: 2000, ..choice::Rule::default() };
    let settled = settle::settle(&ratings, &options, &rule);
    assert_eq!(settled.choice, choice::choose(&ratings, &options, &rule));
    assert!((1700..2300).contains(&settled.choice.ratings), "{}", settled.choice.ratings);
    assert_eq!((settled.choice.gold, settled.choice.scores.len(), settled.fit.decisions.len()), (223, 9, 2000));
    assert!(settled.choice.scores.iter().all(|score| score.not_tried.is_none()));
    let honesty = settled.honesty().unwrap();
    assert_eq!(
        honesty.accuracy.value,
        settled.choice.scores.iter().find(|s| s.method == settled.fit.method).unwrap().accuracy.value
    );
    assert_eq!(settled.confidence(0, gold[0]), Some(1.0));
    let surest = (0..2000).filter_map(|item| settled.confidence(item, None)).fold(0.0, f64::max);
    assert!(surest <= 224.0 / 225.0, "{surest}: 223 items of gold teach no certainty");
    let near_truth = (0..2000).filter(|item| gold[*item].is_none()).map(|item| settled.confidence(item, None).unwrap());
    let open: Vec<f64> = near_truth.collect();
    let hits = (0..2000).filter(|item| gold[*item].is_none() && settled.fit.decisions[*item] == truth[*item]).count();
    let (claimed, met) = (open.iter().sum::<f64>() / open.len() as f64, hits as f64 / open.len() as f64);
    assert!((claimed - met).abs() < 0.05, "{claimed} claimed, {met} met");
    assert_eq!(settled.tempered(&ratings, &options).row(0), settled.fit.posteriors.row(0));
    let all = Options { gold: &truth, ..options };
    let much = choice::Sample::draw(&ratings, &all, &rule).unwrap().ratings;
    assert!((1700..2300).contains(&much.len()), "{}", much.len());
    let without = settle::settle(&ratings, &Options::default(), &rule);
    assert!(without.honesty().is_none() && without.fit.method == "one_coin" && !without.choice.by_gold);
    let raw = |item: usize| without.fit.posteriors.get(item, without.fit.decisions[item].unwrap());
    let doubt = (0..2000).filter(|item| without.confidence(*item, None).unwrap() < raw(*item)).count();
    assert!(
        doubt > 1900,
        "without gold it is surer on {} of 2,000 items than the model it was fitted by",
        2000 - doubt
    );
    let unfit = choice::Rule { default: "crowdlab", ..rule };
    assert_eq!(settle::settle(&ratings, &Options::default(), &unfit).fit.method, "majority");
}

#[test]
fn the_simpler_of_equals_is_chosen() {
    let (ratings, truth) = crowd(200, 2, &[0.9, 0.9, 0.9], 1.0, 5);
    let found = choice::choose(&ratings, &Options { gold: &truth, ..Options::default() }, &choice::Rule::default());
    assert_eq!(found.chosen, "majority", "{}", found.why);
}

#[test]
fn trusted_judges_of_one_mind_are_never_overruled_silently() {
    let rows = vec![(0, 0, 1), (0, 1, 1), (0, 2, 0), (0, 3, 0), (0, 4, 0), (1, 0, 1), (1, 1, 0), (2, 0, 1), (2, 1, 1)];
    let ratings = Ratings::new(3, 5, 2, rows);
    let gold = [None, None, Some(0)];
    let options = Options { gold: &gold, ..Options::default() };
    let fit = method("majority").unwrap().fit(&ratings, &options).unwrap();
    let measured = |low| Figure::new(0.97, (low, 0.99), 100, "wilson");
    let accuracies = [measured(0.92), measured(0.91), measured(0.6), measured(0.6), Figure::undefined(0, "no gold")];
    let found = overrule::overruled(&ratings, &fit, &options, &accuracies, overrule::Trust::default());
    assert_eq!((found.trusted_judges, found.share.n, found.items.len()), (2, 2, 2));
    let first = &found.items[0];
    assert_eq!(
        (first.item, first.said, first.consensus, first.trusted, first.others, first.by_gold),
        (0, 1, 0, 2, (3, 3), false)
    );
    assert!(found.items[1].by_gold);
    let strict = overrule::Trust { accuracy_min: 0.95, judges_min: 2 };
    assert!(overrule::overruled(&ratings, &fit, &options, &accuracies, strict).share.value.is_none());
}

#[test]
fn one_more_label_is_worth_most_where_it_can_change_the_decision() {
    // By hand: p = (.6, .4), the judge is right 9 times of 10. Now .4 is lost; after a 0: .04, after a 1: .06.
    let posteriors = Posteriors::from_values(3, 2, vec![0.6, 0.4, 1.0, 0.0, 0.99, 0.01]).unwrap();
    let rows = (0..10)
        .map(|item| (item, 0, u16::from(item == 9)))
        .chain((10..20).map(|item| (item, 0, u16::from(item != 19))));
    let ratings = Ratings::new(20, 1, 2, rows.collect());
    let known: Vec<f64> = (0..20).flat_map(|item| if item < 10 { [1.0, 0.0] } else { [0.0, 1.0] }).collect();
    let judge = next_label::AverageJudge::of(&ratings, &Posteriors::from_values(20, 2, known).unwrap(), |_| true);
    assert!((judge.rate(0, 0) - 0.9).abs() < 1e-12 && (judge.rate(1, 1) - 0.9).abs() < 1e-12);
    let worth = next_label::value_of_one_more(&posteriors, &judge, &Costs::even(2, 2));
    assert!((worth[0] - 0.3).abs() < 1e-12, "{worth:?}");
    assert_eq!(worth[1..], [0.0, 0.0]);
    let costs = Costs::new(2, 2, vec![0.0, 1.0, 50.0, 0.0]).unwrap();
    let worth = next_label::value_of_one_more(&posteriors, &judge, &costs);
    assert!(worth[2] > 0.0, "missing the second label costs fifty times: {worth:?}");
}

#[test]
fn a_wildly_sure_consensus_is_made_honest() {
    // All judges share one blind spot: consensus is sure and wrong on a fifth of the items.
    let (ratings, truth) = crowd(400, 2, &[0.97, 0.97, 0.97, 0.97, 0.97], 1.0, 21);
    let gold: Vec<Option<u16>> = truth
        .iter()
        .enumerate()
        .map(|(item, label)| label.map(|label| if item % 5 == 0 { 1 - label } else { label }))
        .collect();
    let options = Options { gold: &gold, ..Options::default() };
    let folds = choice::Folds::deal(&ratings, &options, 5, 1);
    let held = choice::hold_out(&ratings, &options, method("one_coin").unwrap(), &folds).unwrap();
    let honesty = confidence::honesty(&folds, &held, 1);
    assert!(honesty.raw.error.value.unwrap() > 0.1, "{honesty:?}");
    assert!(
        honesty.isotonic.error.value.unwrap() < 0.08 && honesty.temperature.error.value.unwrap() < 0.08,
        "{honesty:?}"
    );
    assert_ne!(honesty.best, confidence::Calibrator::Raw);
    assert!(honesty.in_use().brier.value < honesty.raw.brier.value);
    let skill = honesty.in_use().skill.value.unwrap();
    assert!(skill < 0.1, "{skill}: its calibration error is small, and it tells nothing apart");
    let few = choice::Folds { items: folds.items[..20].to_vec(), ..folds };
    assert!(confidence::honesty(&few, &held, 1).temperature.error.value.is_none());
}

/// A crowd and a model from one stream of a linear congruential generator, so that a peer can rebuild them.
fn rebuilt(items: usize, judges: u32, labels: usize) -> (Ratings, Posteriors) {
    let mut state = 12345_u64;
    let mut draw = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / (1_u64 << 31) as f64
    };
    let (mut rows, mut model) = (Vec::new(), Posteriors::new(items, labels));
    for item in 0..items {
        let truth = (draw() * labels as f64) as u16;
        let before = rows.len();
        for judge in 0..judges {
            if draw() < 0.6 {
                let right = draw() < 0.9 - 0.1 * f64::from(judge);
                rows.push((item as u32, judge, if right { truth } else { (draw() * labels as f64) as u16 }));
            }
        }
        if rows.len() == before {
            rows.push((item as u32, 0, truth));
        }
        for (label, value) in model.row_mut(item).iter_mut().enumerate() {
            *value = draw() + if label == usize::from(truth) { 1.5 } else { 0.0 };
        }
        super::posteriors::normalize(model.row_mut(item));
    }
    (Ratings::new(items, judges as usize, labels, rows), model)
}

/// What cleanlab 2.9.0's `get_label_quality_multiannotator` says of a rebuilt crowd.
struct Cleanlab {
    model_weight: f64,
    weights: &'static [f64],
    quality_sum: f64,
    first_qualities: [f64; 5],
    consensus: &'static [usize],
    agreement_sum: f64,
    judges: &'static [f64],
}

#[test]
fn crowdlab_equals_cleanlab() {
    let three = Cleanlab {
        model_weight: 1.696245604073412,
        weights: &[
            0.5202135774218153,
            0.46758471298158744,
            0.4697262479871176,
            0.36627140974967065,
            0.3491132723112129,
        ],
        quality_sum: 133.8245438985814,
        first_qualities: [
            0.7345365683947901,
            0.7122868596847491,
            0.6543011542496503,
            0.5812803980774325,
            0.6486252788147167,
        ],
        consensus: &[67, 56, 77],
        agreement_sum: 159.48333333333335,
        judges: &[0.7767689626204052, 0.7352005426582706, 0.6898166554372434, 0.6004552558988591, 0.6120639541793098],
    };
    let two = Cleanlab {
        model_weight: 1.1547005383792515,
        weights: &[0.8749999999999999, 0.8749999999999999],
        quality_sum: 52.959868542740736,
        first_qualities: [
            0.8555930734012922,
            0.9591086341671864,
            0.9788248467004403,
            0.819753871493706,
            0.9715272156336697,
        ],
        consensus: &[30, 30],
        agreement_sum: 58.5,
        judges: &[0.94981123936563, 0.908544409919777],
    };
    for (items, expected) in [(200, three), (60, two)] {
        let (ratings, model) = rebuilt(items, expected.weights.len() as u32, expected.consensus.len());
        let found = crowdlab::ensemble(&ratings, &Options { model: Ok(&model), ..Options::default() }).unwrap();
        let qualities: Vec<f64> =
            found.consensus.iter().enumerate().map(|(item, label)| found.posteriors.get(item, *label)).collect();
        let near = |ours: f64, theirs: f64| assert!((ours - theirs).abs() < 1e-10, "{ours} is not {theirs}");
        near(found.model_weight, expected.model_weight);
        near(qualities.iter().sum(), expected.quality_sum);
        near(found.agreement.iter().flatten().sum(), expected.agreement_sum);
        qualities.iter().zip(expected.first_qualities).for_each(|(ours, theirs)| near(*ours, theirs));
        found.judge_weights.iter().zip(expected.weights).for_each(|(ours, theirs)| near(*ours, *theirs));
        found.qualities.iter().zip(expected.judges).for_each(|(ours, theirs)| near(ours.unwrap(), *theirs));
        for (label, count) in expected.consensus.iter().enumerate() {
            assert_eq!(found.consensus.iter().filter(|decided| usize::from(**decided) == label).count(), *count);
        }
    }
}

fn table() -> impl Strategy<Value = (usize, usize, u16, Vec<(u32, u32, u16)>)> {
    (1_usize..12, 1_usize..6, 2_u16..5).prop_flat_map(|(items, judges, labels)| {
        let row = (0..items as u32, 0..judges as u32, 0..labels);
        (Just(items), Just(judges), Just(labels), proptest::collection::vec(row, 0..60))
    })
}

fn permutation(n: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    Random::new(seed).shuffle(&mut order);
    order
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn permuting_raters_items_and_labels_permutes_the_answer((items, judges, labels, rows) in table(), seed in 0_u64..1000) {
        let rows: Vec<_> = Ratings::new(items, judges, usize::from(labels), rows).iter().collect();
        let (by_item, by_judge, by_label) =
            (permutation(items, seed), permutation(judges, seed + 1), permutation(usize::from(labels), seed + 2));
        let moved = rows.iter().map(|(item, judge, label)| {
            (by_item[*item as usize] as u32, by_judge[*judge as usize] as u32, by_label[usize::from(*label)] as u16)
        });
        let there = Ratings::new(items, judges, usize::from(labels), moved.collect());
        let here = Ratings::new(items, judges, usize::from(labels), rows);
        // An open tie has no order; weighted votes decide ties on the way, and MACE starts at random.
        for name in ["majority", "one_coin", "dawid_skene", "dawid_skene_pooled", "glad"] {
            let options = Options { tie: Tie::Open, iterations: 5, tolerance: None, ..Options::default() };
            let first = method(name).unwrap().fit(&here, &options).unwrap();
            let second = method(name).unwrap().fit(&there, &options).unwrap();
            for (item, moved) in by_item.iter().enumerate() {
                for (label, renamed) in by_label.iter().enumerate() {
                    let (a, b) = (first.posteriors.row(item)[label], second.posteriors.row(*moved)[*renamed]);
                    prop_assert!((a - b).abs() < 1e-6, "{} {} {}", name, a, b);
                }
            }
        }
    }

    #[test]
    fn permuting_raters_and_items_permutes_every_vote((items, judges, labels, rows) in table(), seed in 0_u64..1000) {
        let rows: Vec<_> = Ratings::new(items, judges, usize::from(labels), rows).iter().collect();
        let (by_item, by_judge) = (permutation(items, seed), permutation(judges, seed + 1));
        let moved = rows.iter().map(|row| (by_item[row.0 as usize] as u32, by_judge[row.1 as usize] as u32, row.2));
        let there = Ratings::new(items, judges, usize::from(labels), moved.collect());
        let here = Ratings::new(items, judges, usize::from(labels), rows);
        for name in ["majority", "wawa", "zero_based_skill"] {
            let first = method(name).unwrap().fit(&here, &Options::default()).unwrap();
            let second = method(name).unwrap().fit(&there, &Options::default()).unwrap();
            for (item, moved) in by_item.iter().enumerate() {
                prop_assert_eq!(first.decisions[item], second.decisions[*moved], "{}", name);
            }
        }
    }

    #[test]
    fn saying_everything_twice_changes_nothing((items, judges, labels, rows) in table()) {
        let rows: Vec<_> = Ratings::new(items, judges, usize::from(labels), rows).iter().collect();
        let again = rows.iter().map(|row| (row.0 + items as u32, row.1, row.2));
        let twice = Ratings::new(2 * items, judges, usize::from(labels), rows.iter().copied().chain(again).collect());
        let once = Ratings::new(items, judges, usize::from(labels), rows);
        // Dawid–Skene is not here: its floor is a count, and matters in tables as small as these.
        for name in ["majority", "wawa", "zero_based_skill", "one_coin"] {
            let options = Options { iterations: 5, tolerance: None, ..Options::default() };
            let first = method(name).unwrap().fit(&once, &options).unwrap();
            let second = method(name).unwrap().fit(&twice, &options).unwrap();
            for item in 0..items {
                for (a, b) in first.posteriors.row(item).iter().zip(second.posteriors.row(item + items)) {
                    prop_assert!((a - b).abs() < 1e-6, "{} {} {}", name, a, b);
                }
            }
        }
    }

    #[test]
    fn the_likelihood_never_falls((items, judges, labels, rows) in table(), right in 0.0..2.0_f64, wrong in 0.0..1.0_f64) {
        let ratings = Ratings::new(items, judges, usize::from(labels), rows);
        let gold: Vec<Option<u16>> = (0..items).map(|item| (item % 4 == 0).then_some(0)).collect();
        for name in ["one_coin", "dawid_skene", "dawid_skene_pooled", "glad"] {
            for prior in [Prior::default(), Prior { right, wrong, class: wrong }] {
                let options = Options { prior, gold: &gold, iterations: 30, tolerance: None, ..Options::default() };
                let fit = method(name).unwrap().fit(&ratings, &options).unwrap();
                for pair in fit.log_likelihood.windows(2) {
                    prop_assert!(pair[1] >= pair[0] - 1e-7 * (1.0 + pair[0].abs()), "{} {:?}", name, fit.log_likelihood);
                }
            }
        }
    }

    #[test]
    fn one_more_label_never_costs((items, judges, labels, rows) in table(), seed in 0_u64..1000) {
        let ratings = Ratings::new(items, judges, usize::from(labels), rows);
        let fit = method("one_coin").unwrap().fit(&ratings, &Options::default()).unwrap();
        let judge = next_label::AverageJudge::of(&ratings, &fit.posteriors, |_| true);
        let mut random = Random::new(seed);
        let costs = (0..labels * labels).map(|_| random.unit()).collect();
        let costs = Costs::new(usize::from(labels), usize::from(labels), costs).unwrap();
        let worth = next_label::value_of_one_more(&fit.posteriors, &judge, &costs);
        prop_assert!(worth.len() == items && worth.iter().all(|value| (0.0..=1.0).contains(value)));
    }
}

#[test]
fn a_judge_who_always_says_the_same_does_no_harm() {
    let (ratings, truth) = crowd(300, 3, &[0.85, 0.85, 0.8, 0.8], 0.9, 13);
    let mut rows: Vec<_> = ratings.iter().collect();
    rows.extend((0..300).map(|item| (item, 4, 0)));
    let joined = Ratings::new(300, 5, 3, rows);
    for name in ["dawid_skene", "dawid_skene_pooled", "mace", "glad"] {
        let before = method(name).unwrap().fit(&ratings, &Options::default()).unwrap();
        let after = method(name).unwrap().fit(&joined, &Options::default()).unwrap();
        let (before, after) = (right(&before.decisions, &truth), right(&after.decisions, &truth));
        assert!(after + 6 >= before, "{name}: {before} right without, {after} with");
    }
}
