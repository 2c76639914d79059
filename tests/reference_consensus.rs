//! Consensus models against values that crowd-kit 1.4.2 and an independent implementation gave for public data.
//!
//! Inputs and expected values are read from the folder in `PRECEPTOR_REFERENCE`; without it the tests say so and pass.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
#![allow(clippy::print_stdout, reason = "tests print how much they compared")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use preceptor::calibrate::Ratings;
use preceptor::calibrate::consensus::{Fit, METHODS, Options, choice, confidence, method, settle};
use serde_json::Value;

const SETS: [&str; 6] = ["xstest", "hatecheck", "cf_amt", "sp_amt", "ms", "adult2"];
const EXACT: f64 = 1e-8;

fn reference() -> Option<PathBuf> {
    let folder = std::env::var_os("PRECEPTOR_REFERENCE").map(PathBuf::from);
    if folder.is_none() {
        println!("SKIPPED: PRECEPTOR_REFERENCE is not set, nothing was compared with reference values");
    }
    folder
}

fn json(folder: &std::path::Path, name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(folder.join("expected").join(name)).unwrap()).unwrap()
}

/// One data set, its names numbered in the order of strings.
struct Set {
    ratings: Ratings,
    items: Vec<String>,
    judges: Vec<String>,
    labels: Vec<String>,
    /// Gold of rated items.
    gold: Vec<Option<u16>>,
}

fn rows(path: PathBuf) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(str::to_string).collect()).collect()
}

fn number(names: impl Iterator<Item = String>) -> (Vec<String>, BTreeMap<String, usize>) {
    let mut all: Vec<String> = names.collect();
    all.sort_unstable();
    all.dedup();
    let index = all.iter().cloned().enumerate().map(|(at, name)| (name, at)).collect();
    (all, index)
}

fn load(folder: &std::path::Path, name: &str) -> Set {
    load_in(folder, name, false)
}

/// Loads a set with its labels numbered in the order of strings, or in that of their first rating.
fn load_in(folder: &std::path::Path, name: &str, by_appearance: bool) -> Set {
    let table = rows(folder.join(format!("inputs/{name}.csv")));
    let gold_rows: Vec<(String, String)> = rows(folder.join(format!("inputs/{name}.gold.csv")))
        .into_iter()
        .map(|row| (row[0].clone(), row[1].clone()))
        .collect();
    let (items, item_at) = number(table.iter().map(|row| row[0].clone()));
    let (judges, judge_at) = number(table.iter().map(|row| row[1].clone()));
    let (mut labels, _) = number(table.iter().map(|row| row[2].clone()));
    if by_appearance {
        labels.sort_by_key(|label| table.iter().position(|row| row[2] == *label));
    }
    let label_at: BTreeMap<&String, usize> = labels.iter().enumerate().map(|(at, name)| (name, at)).collect();
    let given = |row: &Vec<String>| (item_at[&row[0]] as u32, judge_at[&row[1]] as u32, label_at[&row[2]] as u16);
    let ratings = Ratings::new(items.len(), judges.len(), labels.len(), table.iter().map(given).collect());
    let mut gold = vec![None; items.len()];
    for (item, label) in &gold_rows {
        if let (Some(item), Some(label)) = (item_at.get(item), label_at.get(label)) {
            gold[*item] = Some(*label as u16);
        }
    }
    Set { ratings, items, judges, labels, gold }
}

/// Counts what was compared, and fails with all that differs.
#[derive(Default)]
struct Comparison {
    compared: u64,
    failed: Vec<String>,
    widest: f64,
}

impl Comparison {
    fn near(&mut self, what: &str, ours: f64, theirs: f64, tolerance: f64) {
        self.compared += 1;
        self.widest = self.widest.max((ours - theirs).abs());
        if (ours - theirs).abs() > tolerance || !ours.is_finite() {
            self.failed.push(format!("{what}: {ours} is not {theirs}"));
        }
    }

    fn same(&mut self, what: &str, ours: u64, theirs: &Value) {
        self.near(what, ours as f64, theirs.as_f64().unwrap(), 0.0);
    }

    fn finish(self, what: &str) {
        let shown: Vec<&String> = self.failed.iter().take(40).collect();
        assert!(self.failed.is_empty(), "{what}: {} of {} differ: {shown:#?}", self.failed.len(), self.compared);
        println!("{what}: {} values compared, widest difference {:.1e}", self.compared, self.widest);
    }
}

fn fit(set: &Set, name: &str, iterations: u32) -> Fit {
    let options = Options { iterations, tolerance: None, ..Options::default() };
    method(name).unwrap().fit(&set.ratings, &options).unwrap()
}

/// crowd-kit shows no probability under 1e-10.
fn shown(value: f64) -> f64 {
    value.max(1e-10)
}

fn accuracy(comparison: &mut Comparison, what: &str, set: &Set, fit: &Fit, theirs: &Value) {
    let labels = set.labels.len();
    let mut confusion = vec![vec![0_u64; labels]; labels];
    for (gold, decided) in set.gold.iter().zip(&fit.decisions) {
        if let (Some(gold), Some(decided)) = (gold, decided) {
            confusion[usize::from(*gold)][usize::from(*decided)] += 1;
        }
    }
    let right: u64 = (0..labels).map(|label| confusion[label][label]).sum();
    comparison.same(&format!("{what} right"), right, &theirs["n_correct"]);
    let n = confusion.iter().flatten().sum::<u64>();
    comparison.near(&format!("{what} accuracy"), right as f64 / n as f64, theirs["accuracy"].as_f64().unwrap(), 1e-12);
    let names: Vec<&str> =
        theirs["labels"].as_array().map_or(vec![], |names| names.iter().filter_map(Value::as_str).collect());
    for (gold, row) in names.iter().zip(theirs["confusion_gold_by_pred"].as_array().into_iter().flatten()) {
        for (decided, count) in names.iter().zip(row.as_array().unwrap()) {
            let at = |name: &str| set.labels.iter().position(|label| label == name).unwrap();
            comparison.same(&format!("{what} {gold}→{decided}"), confusion[at(gold)][at(decided)], count);
        }
    }
}

/// Compares all that crowd-kit tells of the rows and decisions.
fn outcome(comparison: &mut Comparison, what: &str, set: &Set, fit: &Fit, theirs: &Value, clip: bool) {
    let seen = |value: f64| if clip { shown(value) } else { value };
    accuracy(comparison, what, set, fit, &theirs["vs_gold"]);
    for (label, name) in set.labels.iter().enumerate() {
        let count = fit.decisions.iter().filter(|decided| **decided == Some(label as u16)).count() as u64;
        let theirs_count = theirs["label_counts"].get(name).and_then(Value::as_u64).unwrap_or(0);
        comparison.near(&format!("{what} count {name}"), count as f64, theirs_count as f64, 0.0);
        let mass: f64 = fit.posteriors.rows().map(|row| seen(row[label])).sum();
        comparison.near(&format!("{what} mass {name}"), mass, theirs["class_mass"][name].as_f64().unwrap(), EXACT);
    }
    let top: f64 = fit.posteriors.rows().map(|row| row.iter().copied().fold(0.0, f64::max)).sum();
    comparison.near(&format!("{what} sum of tops"), top, theirs["sum_max_prob"].as_f64().unwrap(), EXACT);
    let entropy = |value: f64| if value > 0.0 { -value * value.ln() } else { 0.0 };
    let bits: f64 = fit.posteriors.rows().flat_map(|row| row.iter().map(|value| entropy(seen(*value)))).sum();
    comparison.near(&format!("{what} entropy"), bits, theirs["sum_entropy_nats"].as_f64().unwrap(), 1e-7);
    for (item, row) in theirs["first5"].as_object().unwrap() {
        let ours = set.items.iter().position(|name| name == item).unwrap();
        for (label, name) in set.labels.iter().enumerate() {
            let value = seen(fit.posteriors.get(ours, label as u16));
            comparison.near(&format!("{what} {item} {name}"), value, row[name].as_f64().unwrap(), EXACT);
        }
    }
}

/// crowd-kit's "evidence lower bound", which counts the logarithm of label shares once a rating, over the ratings.
fn their_bound(set: &Set, fit: &Fit) -> f64 {
    let others = (set.labels.len() - 1) as f64;
    let rate = |judge: usize, truth: u16, given: u16| match (&fit.confusions, fit.judges[judge].skill) {
        (Some(confusions), _) => confusions.rate(judge, truth, given),
        (None, skill) => {
            let skill = skill.unwrap();
            (if truth == given { skill } else { (1.0 - skill) / others }).clamp(1e-10, 1.0 - 1e-10)
        }
    };
    let mut sum = 0.0;
    for (item, judge, given) in set.ratings.iter() {
        for (truth, value) in fit.posteriors.row(item as usize).iter().enumerate() {
            let log = rate(judge as usize, truth as u16, given).ln() + shown(fit.class_shares[truth]).ln();
            sum += value * log;
        }
    }
    let entropy: f64 = fit.posteriors.rows().flatten().map(|value| -shown(*value) * shown(*value).ln()).sum();
    (sum + entropy) / set.ratings.len() as f64
}

fn estimates(comparison: &mut Comparison, what: &str, set: &Set, fit: &Fit, theirs: &Value) {
    for (label, name) in set.labels.iter().enumerate() {
        let share = shown(fit.class_shares[label]);
        comparison.near(&format!("{what} share {name}"), share, theirs["priors"][name].as_f64().unwrap(), EXACT);
    }
    let bound = their_bound(set, fit);
    comparison.near(&format!("{what} last bound"), bound, theirs["loss_last"].as_f64().unwrap(), EXACT);
    for (judge, table) in theirs["errors_first_rater"].as_object().into_iter().flatten() {
        let at = set.judges.iter().position(|name| name == judge).unwrap();
        for (given, row) in table.as_object().unwrap() {
            for (truth, value) in row.as_object().unwrap() {
                let label = |name: &str| set.labels.iter().position(|label| label == name).unwrap() as u16;
                let rate = fit.confusions.as_ref().unwrap().rate(at, label(truth), label(given));
                comparison.near(&format!("{what} {judge} {truth}→{given}"), rate, value.as_f64().unwrap(), EXACT);
            }
        }
    }
    for (judge, skill) in theirs["skills_first5"].as_object().into_iter().flatten() {
        let at = set.judges.iter().position(|name| name == judge).unwrap();
        let ours = fit.judges[at].skill.unwrap();
        comparison.near(&format!("{what} skill {judge}"), ours, skill.as_f64().unwrap(), EXACT);
    }
}

#[test]
fn majority_dawid_skene_and_one_coin_equal_crowd_kit() {
    let Some(folder) = reference() else { return };
    let expected = json(&folder, "consensus.json");
    let mut comparison = Comparison::default();
    for name in SETS {
        let set = load(&folder, name);
        let majority = fit(&set, "majority", 1);
        let theirs = &expected[name]["MajorityVote"];
        outcome(&mut comparison, &format!("{name} majority"), &set, &majority, theirs, false);
        let skills: f64 = majority.judges.iter().filter_map(|judge| judge.skill).sum();
        comparison.near(&format!("{name} skills"), skills, theirs["skills_sum"].as_f64().unwrap(), EXACT);
        for (ours, run) in [
            ("dawid_skene", "DS_fixed20"),
            ("dawid_skene", "DS_default"),
            ("one_coin", "OneCoin_fixed20"),
            ("one_coin", "OneCoin_default"),
        ] {
            let theirs = &expected[name][run];
            let what = format!("{name} {run}");
            let fitted = fit(&set, ours, theirs["n_iter_run"].as_u64().unwrap() as u32);
            outcome(&mut comparison, &what, &set, &fitted, theirs, true);
            estimates(&mut comparison, &what, &set, &fitted, theirs);
            for (before, bound) in theirs["loss_first3"].as_array().unwrap().iter().enumerate() {
                let ours = their_bound(&set, &fit(&set, ours, before as u32 + 1));
                comparison.near(&format!("{what} bound {before}"), ours, bound.as_f64().unwrap(), EXACT);
            }
            for (after, key) in [(1, "sum_max_prob_after_1_iter"), (5, "sum_max_prob_after_5_iter")] {
                if let Some(sum) = theirs[key].as_f64() {
                    let fitted = fit(&set, ours, after);
                    let top: f64 = fitted.posteriors.rows().map(|row| row.iter().copied().fold(0.0, f64::max)).sum();
                    comparison.near(&format!("{what} {key}"), top, sum, EXACT);
                }
            }
        }
    }
    comparison.finish("majority, Dawid–Skene, one-coin");
}

#[test]
fn dawid_skene_posteriors_equal_crowd_kit_item_by_item() {
    let Some(folder) = reference() else { return };
    let mut comparison = Comparison::default();
    for name in SETS.into_iter().filter(|name| *name != "adult2") {
        let set = load(&folder, name);
        let fitted = fit(&set, "dawid_skene", 20);
        let path = folder.join(format!("expected/probas_{name}_DS_fixed20.csv"));
        let mut reader = csv::Reader::from_path(path).unwrap();
        let header: Vec<String> = reader.headers().unwrap().iter().skip(1).map(str::to_string).collect();
        for row in reader.records().map(Result::unwrap) {
            let item = set.items.binary_search(&row[0].to_string()).unwrap();
            for (label, theirs) in header.iter().zip(row.iter().skip(1)) {
                let label = set.labels.iter().position(|name| name == label).unwrap() as u16;
                let ours = shown(fitted.posteriors.get(item, label));
                comparison.near(&format!("{name} {item} {label}"), ours, theirs.parse().unwrap(), EXACT);
            }
        }
    }
    comparison.finish("Dawid–Skene posteriors");
}

#[test]
fn dawid_skene_with_clamped_gold_equals_crowd_kit_and_keeps_gold_exact() {
    let Some(folder) = reference() else { return };
    let expected = json(&folder, "consensus.json");
    let mut comparison = Comparison::default();
    for name in SETS {
        let set = load(&folder, name);
        let theirs = &expected[name]["DS_fixed20_gold_every5th"];
        let every_fifth = |(item, gold): (usize, &Option<u16>)| gold.filter(|_| item % 5 == 0);
        let gold: Vec<Option<u16>> = set.gold.iter().enumerate().map(every_fifth).collect();
        let options = Options { gold: &gold, iterations: 20, tolerance: None, ..Options::default() };
        let fitted = method("dawid_skene").unwrap().fit(&set.ratings, &options).unwrap();
        comparison.same(&format!("{name} clamped"), gold.iter().flatten().count() as u64, &theirs["clamped"]);
        let top: f64 = fitted.posteriors.rows().map(|row| row.iter().copied().fold(0.0, f64::max)).sum();
        comparison.near(&format!("{name} tops"), top, theirs["sum_max_prob"].as_f64().unwrap(), EXACT);
        let rest: Vec<Option<u16>> =
            set.gold.iter().zip(&gold).map(|(gold, clamped)| if clamped.is_some() { None } else { *gold }).collect();
        let rest = Set { gold: rest, ..set };
        accuracy(&mut comparison, &format!("{name} rest"), &rest, &fitted, &theirs["vs_gold_on_rest"]);
        for (item, label) in gold.iter().enumerate().filter_map(|(item, gold)| gold.map(|gold| (item, gold))) {
            let row = fitted.posteriors.row(item);
            assert!(row.iter().enumerate().all(|(at, value)| *value == f64::from(u8::from(at == usize::from(label)))));
        }
    }
    comparison.finish("Dawid–Skene with clamped gold");
}

#[test]
fn the_true_log_likelihood_equals_the_reference_and_never_falls() {
    let Some(folder) = reference() else { return };
    let expected = json(&folder, "ds_loglik.json");
    let mut comparison = Comparison::default();
    for name in SETS {
        let set = load(&folder, name);
        let fitted = fit(&set, "dawid_skene", 20);
        let theirs = expected[name]["loglik"].as_array().unwrap();
        let stopped = method("dawid_skene").unwrap().fit(&set.ratings, &Options::default()).unwrap();
        let (last, highest) = (stopped.log_likelihood.last().unwrap(), theirs[20].as_f64().unwrap());
        assert!(*last >= highest - 1e-5 * highest.abs(), "{name} stops early, at {last} of {highest}");
        assert_eq!(theirs.len(), fitted.log_likelihood.len());
        for (at, (ours, theirs)) in fitted.log_likelihood.iter().zip(theirs).enumerate() {
            comparison.near(&format!("{name} {at}"), *ours, theirs.as_f64().unwrap(), 1e-8 * ours.abs());
        }
        for pair in fitted.log_likelihood.windows(2) {
            assert!(pair[1] >= pair[0] - 1e-9 * pair[0].abs(), "{name} falls from {} to {}", pair[0], pair[1]);
        }
    }
    comparison.finish("observed log-likelihood");
}

#[test]
fn wawa_and_zero_based_skill_equal_crowd_kit() {
    let Some(folder) = reference() else { return };
    let expected = json(&folder, "wawa_zbs.json");
    let mut comparison = Comparison::default();
    for name in SETS {
        for (ours, theirs) in [("wawa", "Wawa"), ("zero_based_skill", "ZeroBasedSkill")] {
            // The peer breaks the ties of Wawa's first vote by the order in which labels appear.
            let set = load_in(&folder, name, ours == "wawa");
            let what = format!("{name} {ours}");
            let fitted = fit(&set, ours, 100);
            let theirs = &expected[name][theirs];
            for (judge, skill) in theirs["skills"].as_object().unwrap() {
                let at = set.judges.iter().position(|name| name == judge).unwrap();
                let ours = fitted.judges[at].skill.unwrap();
                comparison.near(&format!("{what} {judge}"), ours, skill.as_f64().unwrap(), EXACT);
            }
            let skills: f64 = fitted.judges.iter().filter_map(|judge| judge.skill).sum();
            comparison.near(&format!("{what} skills"), skills, theirs["skills_sum"].as_f64().unwrap(), EXACT);
            let top: f64 = fitted.posteriors.rows().map(|row| row.iter().copied().fold(0.0, f64::max)).sum();
            comparison.near(&format!("{what} tops"), top, theirs["sum_max_prob"].as_f64().unwrap(), EXACT);
            for (label, name) in set.labels.iter().enumerate() {
                let count = fitted.decisions.iter().filter(|decided| **decided == Some(label as u16)).count() as u64;
                let theirs = theirs["label_counts"].get(name).and_then(Value::as_u64).unwrap_or(0);
                comparison.near(&format!("{what} count {name}"), count as f64, theirs as f64, 0.0);
            }
            accuracy(&mut comparison, &what, &set, &fitted, theirs);
        }
    }
    comparison.finish("Wawa and zero-based skill");
}

#[test]
fn glad_and_mace_are_as_accurate_as_crowd_kit_s() {
    let Some(folder) = reference() else { return };
    let expected = json(&folder, "consensus.json");
    let mut comparison = Comparison::default();
    for name in SETS {
        let set = load(&folder, name);
        for (ours, theirs) in [("glad", "GLAD"), ("mace", "MACE")] {
            let Some(theirs) = expected[name][theirs]["vs_gold"]["accuracy"].as_f64() else { continue };
            let fitted = method(ours).unwrap().fit(&set.ratings, &Options::default()).unwrap();
            let golden: Vec<bool> = set
                .gold
                .iter()
                .zip(&fitted.decisions)
                .filter(|(gold, _)| gold.is_some())
                .map(|(gold, decided)| gold == decided)
                .collect();
            let right = golden.iter().filter(|right| **right).count() as f64 / golden.len() as f64;
            println!("{name} {ours}: {right:.4}, crowd-kit {theirs:.4}, {} iterations", fitted.iterations);
            comparison.near(&format!("{name} {ours}"), right, theirs, 0.02);
        }
    }
    comparison.finish("GLAD and MACE accuracy");
}

#[test]
fn a_hundred_thousand_items_equal_the_reference() {
    let Some(folder) = reference() else { return };
    let expected = json(&folder, "synthetic_100k.json");
    let set = load(&folder, "synth_100k");
    let mut comparison = Comparison::default();
    let right =
        |fit: &Fit| set.gold.iter().zip(&fit.decisions).filter(|(gold, decided)| gold == decided).count() as u64;
    comparison.same("majority right", right(&fit(&set, "majority", 1)), &expected["mv_n_correct"]);
    let fitted = fit(&set, "dawid_skene", 10);
    comparison.same("Dawid–Skene right", right(&fitted), &expected["ds10_n_correct"]);
    let top: f64 = fitted.posteriors.rows().map(|row| row.iter().copied().fold(0.0, f64::max)).sum();
    comparison.near("Dawid–Skene tops", top, expected["ds10_sum_max_prob"].as_f64().unwrap(), 1e-6);
    for (label, name) in set.labels.iter().enumerate() {
        comparison.near(name, fitted.class_shares[label], expected["priors"][name].as_f64().unwrap(), EXACT);
    }
    comparison.finish("100,000 synthetic items");
}

#[test]
fn gold_chooses_a_method_and_mends_its_confidence_on_every_set() {
    let Some(folder) = reference() else { return };
    for name in SETS {
        let set = load(&folder, name);
        // An unoptimized build should not take minutes: the largest set is tried on a sample.
        let options = Options { gold: &set.gold, iterations: 30, restarts: 1, ..Options::default() };
        let rule = choice::Rule { ratings_max: 20_000, ..choice::Rule::default() };
        let choice = choice::choose(&set.ratings, &options, &rule);
        println!("{name}: {}", choice.why);
        assert!(choice.by_gold && choice.scores.len() == METHODS.len());
        let folds = choice::Folds::deal(&set.ratings, &options, 5, 1);
        let held = choice::hold_out(&set.ratings, &options, method("dawid_skene").unwrap(), &folds).unwrap();
        let honesty = confidence::honesty(&folds, &held, 1);
        let error = |quality: &confidence::Quality| quality.error.value.unwrap();
        println!(
            "  Dawid–Skene's calibration error {:.4}, with a temperature {:.4}, with a curve {:.4} (n {})",
            error(&honesty.raw),
            error(&honesty.temperature),
            error(&honesty.isotonic),
            honesty.accuracy.n
        );
        let mended = error(&honesty.isotonic).min(error(&honesty.temperature));
        assert!(mended <= error(&honesty.raw) + 0.005, "{name}");
    }
}

/// Half of the gold is hidden, then all of it: what consensus claims of the items on which it is two thirds sure is held
/// against what is true of them.
#[test]
fn confidence_is_met_on_gold_that_was_hidden() {
    let Some(folder) = reference() else { return };
    for name in SETS {
        let set = load(&folder, name);
        let rule = choice::Rule { ratings_max: 20_000, ..choice::Rule::default() };
        let half: Vec<Option<u16>> =
            set.gold.iter().enumerate().map(|(item, gold)| gold.filter(|_| item % 2 == 0)).collect();
        for (told, gold) in [("half of the gold", &half[..]), ("no gold", &[])] {
            let options = Options { gold, iterations: 30, restarts: 1, ..Options::default() };
            let settled = settle::settle(&set.ratings, &options, &rule);
            let hidden = (0..set.ratings.items()).filter(|item| !matches!(gold.get(*item), Some(Some(_))));
            let sure: Vec<(f64, bool)> = hidden
                .filter(|item| set.ratings.range(*item).len() > 1)
                .filter_map(|item| {
                    let right = settled.fit.decisions[item]? == set.gold[item]?;
                    Some((settled.confidence(item, None)?, right))
                })
                .filter(|(confidence, _)| *confidence >= 2.0 / 3.0)
                .collect();
            let n = sure.len() as f64;
            let claimed = sure.iter().map(|(confidence, _)| confidence).sum::<f64>() / n;
            let met = sure.iter().filter(|(_, right)| *right).count() as f64 / n;
            println!("{name}, {told}: `{}` claims {claimed:.3} and meets {met:.3} (n {n})", settled.fit.method);
            // Raters of adult2 err together more than any caution without gold could know.
            let leeway = if gold.is_empty() { 0.13 } else { 0.05 };
            assert!(claimed <= met + leeway, "{name}, {told}");
            assert!(sure.iter().all(|(confidence, _)| *confidence < 1.0));
        }
    }
}
