//! Judges against gold, scores and paired tests, against scikit-learn 1.9.1, statsmodels 0.15.0 and SciPy 1.12.0 on the
//! same inputs. Needs `PRECEPTOR_REFERENCE`; without it the tests say so and pass.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
#![allow(clippy::print_stderr, reason = "tests say what they compared")]

mod reference;

use std::collections::BTreeMap;

use preceptor::calibrate::against_gold::ladder::{Ladder, ladder};
use preceptor::calibrate::against_gold::measures::{self, informedness, weighted_precision};
use preceptor::calibrate::against_gold::per_label::per_label;
use preceptor::calibrate::against_gold::{Confusion, MEASURES};
use preceptor::calibrate::agreement::cohen::cohen;
use preceptor::calibrate::agreement::{Weighting, Weights};
use preceptor::calibrate::intervals::{agresti_coull, clopper_pearson, jeffreys, posterior, wald, wilson};
use preceptor::calibrate::paired::mcnemar_exact;
use preceptor::calibrate::scores::{brier, equal_width};
use preceptor::calibrate::{Figure, intervals};
use reference::{Tally, expected, ratings, rows, texts};
use serde_json::Value;

fn ends(tally: &mut Tally, what: &str, figure: &Figure, want: &Value) {
    tally.same(what, figure.low, &want[0]);
    tally.same(what, figure.high, &want[1]);
}

fn averages(tally: &mut Tally, what: &str, counts: &Confusion, kind: &str, want: &Value) {
    let accuracy = measures::accuracy(counts).value;
    let (precision, recall, f1) = match kind {
        "micro" => (accuracy, accuracy, accuracy),
        "macro" => (
            measures::macro_precision_of_values(counts).value,
            measures::macro_recall_of_values(counts).value,
            measures::macro_f1_of_values(counts).value,
        ),
        _ => (weighted_precision(counts).value, accuracy, measures::weighted_f1(counts).value),
    };
    for (key, got) in [("precision", precision), ("recall", recall), ("f1", f1)] {
        tally.same(&format!("{what} {kind} {key}"), got, &want[key]);
    }
}

/// Other tools call 0 what has nothing to divide by.
fn or_nought(figure: &Figure) -> Option<f64> {
    Some(figure.value.unwrap_or(0.0))
}

fn graded(counts: &Confusion, weighting: Weighting) -> Option<f64> {
    let labels = counts.labels();
    let cells: Vec<u64> = counts.cells().filter(|(_, given, _)| *given < labels).map(|(_, _, n)| n as u64).collect();
    cohen(&cells, &Weights::new(weighting, labels)).figure.value
}

fn steps(counts: &Confusion) -> Ladder {
    ladder(counts, &(0..counts.labels()).map(|label| label as f64).collect::<Vec<_>>())
}

fn against_gold(tally: &mut Tally, name: &str, counts: &Confusion, want: &Value) {
    let (hits, n) = (counts.hits() as u64, counts.total() as u64);
    let measure = |name: &str| (MEASURES.iter().find(|measure| measure.name == name).unwrap().of)(counts).value;
    for (key, value) in want.as_object().unwrap() {
        let what = format!("{name} {key}");
        match key.as_str() {
            "n" => tally.equal(&what, n, value),
            "accuracy" | "balanced_accuracy" | "mcc" | "kappa" => tally.same(&what, measure(key), value),
            "balanced_accuracy_adjusted" => tally.same(&what, informedness(counts).value, value),
            "confusion_gold_by_pred" => {
                for (right, row) in value.as_array().unwrap().iter().enumerate() {
                    for (given, want) in row.as_array().unwrap().iter().enumerate() {
                        tally.same(&what, Some(counts.get(right, given)), want);
                    }
                }
            }
            "labels" => {}
            "micro" | "macro" | "weighted" => averages(tally, name, counts, key, value),
            "per_class" => {
                for (label, want) in value.as_object().unwrap().values().enumerate() {
                    let got = per_label(counts, label);
                    let what = format!("{what} {label}");
                    tally.same(&what, or_nought(&got.precision), &want["precision"]);
                    tally.same(&what, or_nought(&got.recall), &want["recall"]);
                    tally.same(&what, or_nought(&got.f1), &want["f1"]);
                    tally.same(&what, Some(got.support), &want["support"]);
                }
            }
            "fbeta2" => tally.same(&what, per_label(counts, 1).f2.value, value),
            "jaccard" => tally.same(&what, per_label(counts, 1).jaccard.value, value),
            "acc_ci95_wilson" => {
                ends(tally, &what, &wilson(hits, n), value);
                ends(tally, &what, &measures::accuracy(counts), value);
            }
            "acc_ci95_beta" => ends(tally, &what, &clopper_pearson(hits, n), value),
            "acc_ci95_agresti_coull" => ends(tally, &what, &agresti_coull(hits, n), value),
            "acc_ci95_jeffreys" => ends(tally, &what, &jeffreys(hits, n), value),
            "acc_ci95_normal" => ends(tally, &what, &wald(hits, n), value),
            "beta11_posterior" => {
                let got = posterior(hits, n);
                tally.same(&what, got.share.value, &value["mean"]);
                tally.same(&what, Some(got.quantile(0.05)), &value["q05"]);
                tally.same(&what, Some(got.quantile(0.95)), &value["q95"]);
                tally.same(&what, Some(got.at_least(0.95)), &value["p_acc_ge_0.95"]);
            }
            "kappa_linear" => tally.same(&what, graded(counts, Weighting::Linear), value),
            "kappa_quadratic" => tally.same(&what, graded(counts, Weighting::Quadratic), value),
            "spearman" => tally.same(&what, steps(counts).spearman.value, value),
            "kendall_tau_b" => tally.same(&what, steps(counts).kendall.value, value),
            "mae" => tally.same(&what, steps(counts).distance.value, value),
            other => panic!("{what}: nothing to compare with {other}"),
        }
    }
}

fn gold(name: &str) -> BTreeMap<String, String> {
    rows(name).into_iter().map(|row| (row[0].clone(), row[1].clone())).collect()
}

#[test]
fn ten_raters_of_hatecheck_equal_the_reference() {
    let Some(all) = expected("metrics.json") else { return };
    let mut tally = Tally::default();
    let (gold, table) = (gold("hatecheck.gold.csv"), ratings("hatecheck.csv", &["0".to_owned(), "1".to_owned()]));
    for (name, want) in all["hatecheck_raters_vs_gold"].as_object().unwrap() {
        let judge = table.judges.iter().position(|judge| judge == name).unwrap() as u32;
        let mut counts = Confusion::new(2, 0);
        for (item, _, label) in table.ratings.iter().filter(|row| row.1 == judge) {
            if let Some(right) = gold.get(&table.items[item as usize]) {
                counts.add(right.parse().unwrap(), label as usize, 1.0);
            }
        }
        against_gold(&mut tally, name, &counts, want);
    }
    tally.done("metrics.json, hatecheck");
}

#[test]
fn two_judges_of_xstest_equal_the_reference() {
    let Some(all) = expected("metrics.json") else { return };
    let mut tally = Tally::default();
    let all = &all["xstest_judges"];
    // item, type, model, gold, gpt4_judge, strmatch_judge
    let rows = rows("xstest.pred.csv");
    for (judge, column) in [("gpt4_judge", 4), ("strmatch_judge", 5)] {
        let beyond = texts(&all[judge]["labels"]).len() - 3;
        let value = |row: &Vec<String>| row[column].parse::<usize>().unwrap_or(3);
        let count = |beyond: usize, keep: &dyn Fn(&Vec<String>) -> bool| {
            let mut counts = Confusion::new(3, beyond);
            rows.iter().filter(|row| keep(row)).for_each(|row| counts.add(row[3].parse().unwrap(), value(row), 1.0));
            counts
        };
        against_gold(&mut tally, judge, &count(beyond, &|_| true), &all[judge]);
        let parsed = format!("{judge}_parsed_only");
        against_gold(&mut tally, &parsed, &count(0, &|row| value(row) < 3), &all[&parsed]);
        for (by, field) in [("type", 1), ("model", 2)] {
            for (group, want) in all[format!("{judge}_by_{by}")].as_object().unwrap() {
                let accuracy = measures::accuracy(&count(1, &|row| &row[field] == group));
                tally.same(group, accuracy.value, &want["acc"]);
                tally.equal(group, accuracy.n, &want["n"]);
            }
        }
    }
    tally.done("metrics.json, xstest");
}

/// How sure a consensus is of the label it chose, and how often that is right.
#[test]
fn overconfident_posteriors_have_their_errors() {
    let Some(all) = expected("metrics.json") else { return };
    let mut tally = Tally::default();
    let folder = reference::folder().unwrap();
    for (set, want) in all["ds_posterior_toplabel"].as_object().unwrap() {
        let gold = gold(&format!("{set}.gold.csv"));
        let path = folder.join(format!("expected/probas_{set}_DS_fixed20.csv"));
        let mut reader = csv::Reader::from_path(path).unwrap();
        let labels: Vec<String> = reader.headers().unwrap().iter().skip(1).map(str::to_owned).collect();
        let (mut chances, mut hits) = (Vec::new(), Vec::new());
        for row in reader.records().map(Result::unwrap) {
            let Some(right) = gold.get(&row[0]) else { continue };
            let beliefs: Vec<f64> = row.iter().skip(1).map(|cell| cell.parse().unwrap()).collect();
            let top = beliefs.iter().copied().fold(0.0, f64::max);
            let chosen = beliefs.iter().position(|belief| *belief == top).unwrap();
            chances.push(top.min(1.0));
            hits.push(&labels[chosen] == right);
        }
        let table = equal_width(&chances, &hits, 10, 1);
        let score = brier(&chances, &hits, &table);
        tally.equal(set, chances.len() as u64, &want["n"]);
        let share = hits.iter().filter(|hit| **hit).count() as f64 / hits.len() as f64;
        tally.same(set, Some(share), &want["acc"]);
        tally.same(set, intervals::mean(chances.iter().copied()).value, &want["mean_conf"]);
        tally.same(set, score.score.value, &want["brier"]);
        tally.same(set, table.expected_error.value, &want["ece10"]);
    }
    tally.done("metrics.json, posteriors");
}

#[test]
fn a_translated_policy_flips_as_often_as_the_reference_says() {
    let Some(all) = expected("roost.json") else { return };
    let mut tally = Tally::default();
    for (model, want) in all.as_object().unwrap() {
        let want = &want["en_vs_fa_policy"];
        let cells: Vec<u64> = serde_json::from_value::<Vec<Vec<u64>>>(want["table"].clone()).unwrap().concat();
        let kappa = cohen(&cells, &Weights::new(Weighting::Identity, 2)).figure;
        let test = mcnemar_exact(cells[1], cells[2]);
        tally.same(model, kappa.value, &want["kappa"]);
        tally.equal(model, kappa.n, &want["n"]);
        tally.equal(model, test.n, &want["flips"]);
        tally.same(model, test.p, &want["mcnemar_exact_p"]);
    }
    tally.done("roost.json");
}

/// The same, counted from the verdicts themselves where they are at hand.
#[test]
fn flips_by_language_are_those_of_the_verdicts() {
    let Some(data) = std::env::var_os("PRECEPTOR_DATA").map(std::path::PathBuf::from) else {
        eprintln!("SKIPPED: PRECEPTOR_DATA does not name the folder of public data");
        return;
    };
    let Some(all) = expected("roost.json") else { return };
    let mut tally = Tally::default();
    let folder = data.join("roost-multilingual-safeguard");
    for (model, want) in all.as_object().unwrap() {
        let names = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let name = names.into_iter().find(|name| name.starts_with(model) && name.ends_with(".csv")).unwrap();
        let mut reader = csv::Reader::from_path(folder.join(name)).unwrap();
        let titles: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let column = |title: &str| titles.iter().position(|name| name == title).unwrap();
        let (scenario, language) = (column("scenario_id"), column("language"));
        let (policy, verdict) = (column("policy_name"), column("violates_policy"));
        let mut cases: BTreeMap<(String, String), BTreeMap<String, bool>> = BTreeMap::new();
        let mut rows = 0;
        for row in reader.records().map(Result::unwrap) {
            rows += 1;
            let violates = row[verdict].eq_ignore_ascii_case("true");
            let case = cases.entry((row[scenario].to_owned(), row[language].to_owned())).or_default();
            case.insert(row[policy].to_owned(), violates);
        }
        tally.equal(model, rows, &want["rows"]);
        for (policy, want) in want["by_policy"].as_object().unwrap() {
            let verdicts: Vec<bool> = cases.values().filter_map(|case| case.get(policy).copied()).collect();
            tally.equal(policy, verdicts.len() as u64, &want["n"]);
            tally.equal(policy, verdicts.iter().filter(|violates| **violates).count() as u64, &want["violates"]);
        }
        for (language, want) in want["en_vs_fa_policy"]["by_language"].as_object().unwrap() {
            let mine = cases.iter().filter(|((_, own), case)| own == language && case.len() == 2);
            let flips = mine.clone().filter(|(_, case)| case["policy_2"] != case["policy_fa_2"]).count();
            tally.equal(language, mine.count() as u64, &want["n"]);
            tally.equal(language, flips as u64, &want["flips"]);
        }
    }
    tally.done("roost.json, verdicts");
}
