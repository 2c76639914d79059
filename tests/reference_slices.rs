//! Slices of the XSTest judges equal the values published by SliceLine 0.3.0 and DivExplorer 0.2.6, to 1e-9.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the count is for whoever runs this")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use preceptor::calibrate::weakness::{Feature, FeatureKind, Item, SliceSearch, Table, divergence, sliceline};
use serde_json::Value;

/// How far a figure may be from the reference.
const NEAR: f64 = 1e-9;

/// A folder named by a variable, or a loud word that the test was skipped.
fn folder(variable: &str) -> Option<PathBuf> {
    let folder = std::env::var_os(variable).map(PathBuf::from);
    if folder.is_none() {
        eprintln!("SKIPPED: `{variable}` names no folder, so nothing was compared");
    }
    folder
}

fn near(ours: f64, theirs: &Value, what: &str) -> usize {
    let theirs = theirs.as_f64().unwrap();
    assert!((ours - theirs).abs() <= NEAR * theirs.abs().max(1.0), "{what}: {ours} instead of {theirs}");
    1
}

/// The rows of XSTest with the error of one judge.
fn table(reference: &Path, data: &Path, judge: &str) -> Table {
    let mut prompts = csv::Reader::from_path(data.join("xstest/xstest_prompts.csv")).unwrap();
    let head = prompts.headers().unwrap().clone();
    let at = |name: &str| head.iter().position(|column| column == name).unwrap();
    let (id, label) = (at("id"), at("label"));
    let labels: BTreeMap<String, String> = prompts
        .records()
        .map(|row| row.unwrap())
        .map(|row| (row[id].trim_start_matches("v2-").to_owned(), row[label].to_owned()))
        .collect();
    let mut rows = csv::Reader::from_path(reference.join("inputs/xstest.pred.csv")).unwrap();
    let head = rows.headers().unwrap().clone();
    let rows: Vec<BTreeMap<String, String>> = rows
        .records()
        .map(|row| head.iter().map(str::to_owned).zip(row.unwrap().iter().map(str::to_owned)).collect())
        .collect();
    let prompt = |row: &BTreeMap<String, String>| row["item"].rsplit("v2-").next().unwrap().to_owned();
    let of = |name: &str| {
        let values: Vec<String> = rows
            .iter()
            .map(|row| if name == "label" { labels[&prompt(row)].clone() } else { row[name].clone() })
            .collect();
        Feature::new(name, FeatureKind::Field, values.iter().map(|value| Some(value.as_str())))
    };
    let errors = rows.iter().map(|row| f64::from(u8::from(row[judge] != row["gold"]))).collect();
    let clusters = rows.iter().map(|row| prompt(row).parse().unwrap()).collect();
    Table::new(vec![of("type"), of("model"), of("label")], errors, clusters).unwrap()
}

fn names(table: &Table, items: &[Item]) -> BTreeMap<String, String> {
    let name = |item: &Item| {
        let feature = &table.features()[item.feature as usize];
        (feature.name.clone(), feature.values[item.value as usize].clone())
    };
    items.iter().map(name).collect()
}

fn compare_sliceline(table: &Table, expected: &Value, alpha: f64) -> usize {
    let rows: Vec<u32> = (0..table.rows() as u32).collect();
    let search = SliceSearch { alpha, slices: 10, conditions_max: 3, support: 20, distinct: false };
    let ours = sliceline(table, &rows, &search);
    let theirs = expected.as_array().unwrap();
    assert_eq!(ours.len(), theirs.len(), "α {alpha}");
    let mut compared = 0;
    let described = |value: &Value| -> BTreeMap<String, String> { serde_json::from_value(value.clone()).unwrap() };
    // Slices of equal score stand in no set order: as a whole both lists hold the same slices, and the scores in step.
    let sets: [BTreeSet<BTreeMap<String, String>>; 2] = [
        ours.iter().map(|slice| names(table, &slice.items)).collect(),
        theirs.iter().map(|slice| described(&slice["slice"])).collect(),
    ];
    assert_eq!(sets[0], sets[1], "α {alpha}");
    for (slice, expected) in ours.iter().zip(theirs) {
        compared += near(slice.score, &expected["score"], "score");
        compared += near(slice.n as f64, &expected["n"], "n");
        compared += near(slice.error, &expected["errors"], "errors");
        compared += near(slice.error / slice.n as f64, &expected["error_rate"], "rate");
    }
    compared + ours.len()
}

fn compare_divergence(table: &Table, expected: &Value) -> usize {
    let rows: Vec<u32> = (0..table.rows() as u32).collect();
    let ours = divergence(table, &rows, 0.01, 3);
    assert_eq!(ours.len() as u64, expected["n_patterns"].as_u64().unwrap());
    let mut compared = 1;
    let written = |items: &[Item]| -> BTreeSet<String> {
        names(table, items).iter().map(|(name, value)| format!("{name}={value}")).collect()
    };
    let found: BTreeMap<BTreeSet<String>, _> = ours.iter().map(|pattern| (written(&pattern.items), pattern)).collect();
    for (place, theirs) in ours.iter().zip(expected["top"].as_array().unwrap()) {
        let items: BTreeSet<String> = serde_json::from_value(theirs["itemset"].clone()).unwrap();
        let pattern = found[&items];
        let rate = pattern.error / pattern.n as f64;
        compared += near(pattern.n as f64 / table.rows() as f64, &theirs["support"], "support");
        compared += near(rate, &theirs["err"], "error");
        compared += near(pattern.divergence, &theirs["err_div"], "divergence");
        compared += near(pattern.t.unwrap(), &theirs["err_t"], "t");
        compared += near(place.divergence, &theirs["err_div"], "divergence in order");
    }
    compared
}

#[test]
fn slices_equal_the_published_ones() {
    let (Some(reference), Some(data)) = (folder("PRECEPTOR_REFERENCE"), folder("PRECEPTOR_DATA")) else { return };
    let expected: Value = serde_json::from_slice(&fs::read(reference.join("expected/slices.json")).unwrap()).unwrap();
    let mut compared = 0;
    for judge in ["gpt4_judge", "strmatch_judge"] {
        let table = table(&reference, &data, judge);
        let expected = &expected[judge];
        compared += near(table.errors().iter().sum::<f64>() / table.rows() as f64, &expected["mean_error"], "mean");
        for (alpha, name) in [(0.9, "sliceline_alpha0.9"), (0.95, "sliceline_alpha0.95")] {
            compared += compare_sliceline(&table, &expected[name], alpha);
        }
        compared += compare_divergence(&table, &expected["divexplorer_minsup0.01"]);
    }
    println!("{compared} figures of slices compared with the reference, all within {NEAR}");
    assert!(compared > 200);
}
