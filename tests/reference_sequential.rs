//! CUSUM, SPRT and EWMA over three HateCheck raters equal their reference values to 1e-9.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the count is for whoever runs this")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use preceptor::calibrate::drift::{Cusum, Ewma, Sprt};
use serde_json::Value;

/// How far a figure may be from the reference.
const NEAR: f64 = 1e-9;

fn near(ours: f64, theirs: &Value, what: &str) -> usize {
    let theirs = theirs.as_f64().unwrap();
    assert!((ours - theirs).abs() <= NEAR, "{what}: {ours} instead of {theirs}");
    1
}

fn rows(file: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(file).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn place(at: Option<usize>) -> Value {
    serde_json::to_value(at).unwrap()
}

#[test]
fn charts_equal_their_reference_values() {
    let Some(reference) = std::env::var_os("PRECEPTOR_REFERENCE").map(PathBuf::from) else {
        eprintln!("SKIPPED: `PRECEPTOR_REFERENCE` names no folder, so nothing was compared");
        return;
    };
    let expected: Value = serde_json::from_slice(&fs::read(reference.join("expected/extra.json")).unwrap()).unwrap();
    let gold: BTreeMap<String, String> = rows(&reference.join("inputs/hatecheck.gold.csv"))
        .into_iter()
        .map(|row| (row[0].clone(), row[1].clone()))
        .collect();
    let ratings = rows(&reference.join("inputs/hatecheck.csv"));
    let mut compared = 0;
    for (rater, expected) in expected["sequential"].as_object().unwrap() {
        let wrong: Vec<bool> =
            ratings.iter().filter(|row| row[1] == *rater).map(|row| gold[&row[0]] != row[2]).collect();
        assert_eq!(wrong.len() as u64, expected["n"].as_u64().unwrap());
        assert_eq!(wrong.iter().filter(|wrong| **wrong).count() as u64, expected["errors"].as_u64().unwrap());
        let test = &expected["sprt"];
        let rate = |name: &str| test[name].as_f64().unwrap();
        let sprt = Sprt::new(rate("p0"), rate("p1"), rate("alpha"), rate("beta")).unwrap();
        let run = sprt.run(wrong.iter().copied());
        compared +=
            near(sprt.upper(), &test["upper"], "upper bound") + near(sprt.lower(), &test["lower"], "lower bound");
        compared += near(run.last, &test["llr_final"], "likelihood ratio");
        assert_eq!(place(run.at), test["first_crossing_index"], "{rater}");
        assert_eq!(serde_json::to_value(run.decision).unwrap(), test["decision"], "{rater}");
        let chart = &expected["cusum_loglik"];
        let cusum = Cusum::new(sprt.good, sprt.bad, chart["h"].as_f64().unwrap()).unwrap();
        let run = cusum.run(wrong.iter().copied());
        assert_eq!(place(run.alarm), chart["first_alarm_index"], "{rater}");
        compared += near(run.max, &chart["max"], "largest sum") + near(run.last, &chart["final"], "last sum");
        let means: Vec<f64> =
            Ewma::new(sprt.good, 0.1, 3.0).unwrap().run(wrong.iter().copied()).map(|point| point.mean).collect();
        compared += near(*means.last().unwrap(), &expected["ewma_lambda0.1_final"], "last mean");
        compared += near(means.iter().copied().fold(0.0, f64::max), &expected["ewma_max"], "largest mean");
        compared += 5;
    }
    println!("{compared} figures of charts compared with the reference, all within {NEAR}");
    assert_eq!(compared, 36);
}
