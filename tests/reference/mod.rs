//! The owner's reference values and inputs, where they are at hand.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use preceptor::calibrate::Ratings;
use serde_json::Value;

/// The folder of reference values, or none, said loudly.
pub fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("PRECEPTOR_REFERENCE").map(PathBuf::from).filter(|folder| folder.is_dir());
    if folder.is_none() {
        eprintln!("SKIPPED: PRECEPTOR_REFERENCE does not name the folder of reference values");
    }
    folder
}

/// Reads a file of expected values.
pub fn expected(name: &str) -> Option<Value> {
    let text = std::fs::read_to_string(folder()?.join("expected").join(name)).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

/// Reads a file of inputs as rows of cells, its first line left out.
pub fn rows(name: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(folder().unwrap().join("inputs").join(name)).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Ratings read from `item,rater,label`, with the names that their numbers stand for.
pub struct Named {
    pub ratings: Ratings,
    pub items: Vec<String>,
    pub judges: Vec<String>,
}

/// Reads ratings whose labels stand in this order.
pub fn ratings(name: &str, labels: &[String]) -> Named {
    let rows = rows(name);
    let names = |column: usize| {
        let mut names: Vec<String> = rows.iter().map(|row| row[column].clone()).collect();
        names.sort();
        names.dedup();
        names
    };
    let (items, judges) = (names(0), names(1));
    let index = |names: &[String]| -> BTreeMap<String, usize> {
        names.iter().enumerate().map(|(at, name)| (name.clone(), at)).collect()
    };
    let (item_of, judge_of, label_of) = (index(&items), index(&judges), index(labels));
    let cell = |row: &Vec<String>| (item_of[&row[0]] as u32, judge_of[&row[1]] as u32, label_of[&row[2]] as u16);
    let table = Ratings::new(items.len(), judges.len(), labels.len(), rows.iter().map(cell).collect());
    Named { ratings: table, items, judges }
}

/// Returns the texts of a list.
pub fn texts(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

/// Counts comparisons and says which failed.
#[derive(Default)]
pub struct Tally {
    compared: usize,
    wrong: Vec<String>,
}

impl Tally {
    /// Compares a number with the expected one, to 1e-9.
    pub fn same(&mut self, what: &str, got: Option<f64>, want: &Value) {
        self.near(what, got, want, 1e-9);
    }

    /// Compares a number with the expected one.
    pub fn near(&mut self, what: &str, got: Option<f64>, want: &Value, within: f64) {
        self.compared += 1;
        let want = want.as_f64();
        let fits = got.zip(want).is_some_and(|(got, want)| (got - want).abs() <= within);
        if !fits {
            self.wrong.push(format!("{what}: {got:?}, expected {want:?}"));
        }
    }

    /// Compares whole numbers.
    pub fn equal(&mut self, what: &str, got: u64, want: &Value) {
        self.near(what, Some(got as f64), want, 0.0);
    }

    /// Prints the count and fails if anything differed.
    pub fn done(self, what: &str) {
        eprintln!("{what}: {} values compared, {} differ", self.compared, self.wrong.len());
        assert!(self.compared > 0 && self.wrong.is_empty(), "{}", self.wrong.join("\n"));
    }
}
