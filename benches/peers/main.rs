//! Statistics beside the packages that people use for them: this side of the comparison.
//!
//! Writes made-up ratings and rows to a folder, times our statistics on them by CPU time of one thread, and writes the
//! seconds there too; `run.sh` beside this file then gives the same files to the packages and prints ratios. CPU time is
//! read from `/proc`, so this runs on Linux only. A statistic is repeated until it took half a second in all.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark"
)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::PathBuf;

use preceptor::calibrate::agreement::Profiles;
use preceptor::calibrate::agreement::alpha::{alpha, bootstrap};
use preceptor::calibrate::agreement::distance::Distance;
use preceptor::calibrate::agreement::pairs::pairs;
use preceptor::calibrate::consensus::{Options, method};
use preceptor::calibrate::intervals::random::Random;
use preceptor::calibrate::weakness::{Feature, FeatureKind, SliceSearch, Table, sliceline};
use preceptor::calibrate::{Rating, Ratings};

const ITEMS: u32 = 100_000;
const JUDGES: u64 = 200;
const LABELS: u64 = 4;
const RATINGS_AN_ITEM: usize = 5;
const FEATURES: usize = 8;
const VALUES: u64 = 5;
/// Seconds that all runs of one statistic take together, at least.
const SECONDS_MIN: f64 = 0.5;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let Some(at) = arguments.iter().position(|argument| argument == "--write") else {
        println!("run benches/peers/run.sh, which calls this with --write DIR");
        return;
    };
    let dir = PathBuf::from(&arguments[at + 1]);
    std::fs::create_dir_all(&dir).unwrap();
    let rows = ratings();
    std::fs::write(dir.join("ratings.csv"), ratings_csv(&rows)).unwrap();
    let table = slices();
    std::fs::write(dir.join("slices.csv"), slices_csv(&table)).unwrap();
    let ratings = Ratings::new(ITEMS as usize, JUDGES as usize, LABELS as usize, rows);
    let fixed = Options { iterations: 10, tolerance: None, ..Options::default() };
    let dawid_skene = method("dawid_skene").unwrap();
    let profiles = Profiles::of(&ratings);
    let search = SliceSearch { alpha: 0.95, slices: 10, conditions_max: 3, support: 100, distinct: false };
    let all_rows: Vec<u32> = (0..table.rows() as u32).collect();
    let times = [
        ("alpha", cpu(|| alpha(&Profiles::of(&ratings), &Distance::Nominal))),
        ("alpha_1000_resamples", cpu(|| bootstrap(&profiles, &Distance::Nominal, 1_000, 1))),
        ("dawid_skene_10", cpu(|| dawid_skene.fit(&ratings, &fixed))),
        ("all_pairs_kappa", cpu(|| pairs(&ratings, 1, None))),
        ("sliceline", cpu(|| sliceline(&table, &all_rows, &search))),
    ];
    let mut json = String::from("{");
    for (name, seconds) in times {
        let comma = if json.len() > 1 { ", " } else { "" };
        let _ = write!(json, "{comma}\"{name}\": {seconds}");
    }
    let _ = writeln!(json, ", \"peak_kb\": {}}}", peak_kb());
    std::fs::write(dir.join("ours.json"), &json).unwrap();
    print!("{json}");
}

/// Judges give the right label three times in four.
fn ratings() -> Vec<Rating> {
    let mut random = Random::new(12_345);
    let mut rows = Vec::new();
    for item in 0..ITEMS {
        let truth = random.below(LABELS);
        let mut judges = Vec::new();
        while judges.len() < RATINGS_AN_ITEM {
            let judge = random.below(JUDGES) as u32;
            if !judges.contains(&judge) {
                judges.push(judge);
                let label = if random.unit() < 0.75 { truth } else { random.below(LABELS) };
                rows.push((item, judge, label as u16));
            }
        }
    }
    rows
}

fn ratings_csv(rows: &[Rating]) -> String {
    let mut text = String::from("item,rater,label\n");
    for (item, judge, label) in rows {
        let _ = writeln!(text, "i{item},r{judge},{label}");
    }
    text
}

/// One row in ten is an error; where the first two features are both 3, one in two.
fn slices() -> Table {
    let mut random = Random::new(54_321);
    let columns: Vec<Vec<String>> =
        (0..FEATURES).map(|_| (0..ITEMS).map(|_| random.below(VALUES).to_string()).collect()).collect();
    let errors = (0..ITEMS as usize).map(|row| {
        let planted = columns[0][row] == "3" && columns[1][row] == "3";
        f64::from(u8::from(random.unit() < if planted { 0.5 } else { 0.1 }))
    });
    let errors = errors.collect();
    let feature = |(at, values): (usize, &Vec<String>)| {
        Feature::new(&format!("f{at}"), FeatureKind::Field, values.iter().map(|value| Some(value.as_str())))
    };
    Table::new(columns.iter().enumerate().map(feature).collect(), errors, (0..ITEMS).collect()).unwrap()
}

fn slices_csv(table: &Table) -> String {
    let mut text = (0..FEATURES).map(|at| format!("f{at},")).collect::<String>() + "error\n";
    for row in 0..table.rows() {
        for feature in table.features() {
            let _ = write!(text, "{},", feature.codes[row]);
        }
        let _ = writeln!(text, "{}", table.errors()[row]);
    }
    text
}

/// Returns the mean CPU seconds of a run.
fn cpu<T>(mut run: impl FnMut() -> T) -> f64 {
    black_box(run());
    let (start, mut runs) = (spent(), 0.0);
    loop {
        black_box(run());
        runs += 1.0;
        let taken = spent() - start;
        if taken >= SECONDS_MIN {
            return taken / runs;
        }
    }
}

/// CPU seconds of this process so far.
fn spent() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap();
    stat.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e9
}

/// The most memory this process ever held, in kibibytes.
fn peak_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
