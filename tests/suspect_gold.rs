//! Gold with 3 % of its labels flipped, on real ratings: how many of the flipped ones a calibration suspects.
//!
//! Needs the folder of reference inputs in `PRECEPTOR_REFERENCE`; run with `--nocapture` to see the figures.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    missing_docs,
    reason = "tests"
)]

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use preceptor::calibrate::intervals::random::Random;
use preceptor::calibrate::sheet::scale::Order;
use preceptor::calibrate::sheet::{Judge, JudgeKind, Said, Scale, SheetBuilder};
use preceptor::calibrate::study::{Intake, StudyOptions, study};

const SHARE: f64 = 0.03;

fn rows(folder: &Path, file: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(folder.join("inputs").join(file)).unwrap();
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// Returns how many of the flipped labels are suspected, how many were flipped and rated, how many are suspected.
fn flipped(folder: &Path, name: &str, seed: u64) -> (usize, usize, usize) {
    let mut builder = SheetBuilder::new(Scale::open(Order::Nominal), vec![]);
    for row in rows(folder, &format!("{name}.csv")) {
        let (item, label) = (builder.item(&row[0]), builder.scale().number(&row[2]).unwrap());
        let judge = Judge { kind: JudgeKind::Rater, name: row[1].clone(), version: None };
        builder.say(item, Said::new(judge, Ok(label)));
    }
    let gold = rows(folder, &format!("{name}.gold.csv"));
    let labels: Vec<String> = {
        let mut labels: Vec<String> = gold.iter().map(|row| row[1].clone()).collect();
        labels.sort_unstable();
        labels.dedup();
        labels
    };
    let mut random = Random::new(seed);
    let mut flips = Vec::new();
    let rated: HashSet<String> = rows(folder, &format!("{name}.csv")).into_iter().map(|row| row[0].clone()).collect();
    for row in &gold {
        let mut label = row[1].clone();
        if random.unit() < SHARE {
            let others: Vec<&String> = labels.iter().filter(|other| **other != label).collect();
            label = others[random.below(others.len() as u64) as usize].clone();
            flips.extend(rated.contains(&row[0]).then(|| row[0].clone()));
        }
        let (item, label) = (builder.item(&row[0]), builder.scale().number(&label).unwrap());
        builder.gold(item, label);
    }
    let found = study(&builder.build(), &Intake::default(), &StudyOptions { resamples: 10, ..StudyOptions::default() });
    let named: Vec<&str> = found.suspects.suspect_gold.iter().map(|one| one.item.as_str()).collect();
    (flips.iter().filter(|item| named.contains(&item.as_str())).count(), flips.len(), named.len())
}

#[test]
fn flipped_gold_is_suspected_on_real_ratings() {
    let Some(folder) = std::env::var_os("PRECEPTOR_REFERENCE").map(PathBuf::from) else {
        println!("SKIPPED: PRECEPTOR_REFERENCE does not name the folder of reference inputs");
        return;
    };
    // Two raters an item; some ten an item, most of them poor, and 333 gold items.
    let sets: [(&str, &[u64], f64); 2] = [("xstest", &[1, 2, 3], 0.65), ("adult2", &[1], 0.15)];
    for (name, seeds, least) in sets {
        let all: Vec<_> = seeds.iter().map(|seed| flipped(&folder, name, *seed)).collect();
        let sum = |of: fn(&(usize, usize, usize)) -> usize| all.iter().map(of).sum::<usize>();
        let (hits, flips, named) = (sum(|one| one.0), sum(|one| one.1), sum(|one| one.2));
        println!("{name}: {hits} of {flips} flipped gold labels suspected, {named} suspected in all");
        assert!(hits as f64 >= least * flips as f64, "{name}: {hits} of {flips}");
    }
}
