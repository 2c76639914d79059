//! The order of rows is no information: tables and corpora whose rows are shuffled give the same bytes.

use std::fs;
use std::path::Path;

use super::{bundled, code, err, file, folder, run};

/// Puts lines into another order that depends on the seed alone.
fn shuffled<'l>(lines: &[&'l str], seed: u64) -> Vec<&'l str> {
    let mut keyed: Vec<(u64, &str)> = Vec::new();
    let mut state = seed;
    for line in lines {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        keyed.push((state >> 20, line));
    }
    keyed.sort();
    assert!(keyed.iter().map(|(_, line)| line).ne(lines), "another order than it was");
    keyed.into_iter().map(|(_, line)| line).collect()
}

fn table(rows: &[String], seed: Option<u64>) -> String {
    let (header, rows) = rows.split_first().unwrap();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let rows = seed.map_or_else(|| rows.clone(), |seed| shuffled(&rows, seed));
    format!("{header}\n{}\n", rows.join("\n"))
}

/// All files of a calibration but the list of rejected rows, which names lines.
fn results(dir: &Path) -> Vec<(String, String)> {
    let files = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    let read = |path: std::path::PathBuf| {
        (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap())
    };
    let mut all: Vec<(String, String)> = files.map(read).filter(|(name, _)| name != "rejected.jsonl").collect();
    all.sort();
    all
}

fn assert_same(one: &Path, other: &Path) {
    let (one, other) = (results(one), results(other));
    assert_eq!(one.len(), other.len());
    for ((name, one), (_, other)) in one.iter().zip(&other) {
        let differs = one.lines().zip(other.lines()).find(|(a, b)| a != b);
        assert!(one == other, "`{name}` depends on the order of rows: {differs:?}");
    }
}

/// A number from 0 to 99 that only its parts decide.
fn lot(parts: &[usize]) -> usize {
    let mut state = 17_u64;
    for part in parts {
        state = (state ^ *part as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        state ^= state >> 29;
    }
    (state >> 32) as usize % 100
}

/// 900 items of five raters each: many decisions at the same instant, two languages, one of them hard for everybody,
/// batches and groups; gold on two thirds.
fn world() -> (Vec<String>, Vec<String>) {
    let mut ratings = vec!["item,rater,label,lang,at,seconds,batch,group".to_owned()];
    let mut gold = vec!["item,gold".to_owned()];
    let labels = ["allow", "label", "remove"];
    for item in 0..900 {
        let truth = lot(&[item, 1]) % 3;
        let lang = if lot(&[item, 2]) < 30 { "pl" } else { "en" };
        for place in 0..5 {
            let rater = (item + place * (1 + item % 3)) % 11;
            let wrong = lot(&[item, rater, 3]) < if lang == "pl" { 45 } else { 12 };
            let label = labels[if wrong { (truth + 1) % 3 } else { truth }];
            let day = 1 + item / 60;
            let (group, seconds) = (["north", "south"][rater % 2], 5 + lot(&[item, rater, 4]));
            ratings.push(format!("i{item},r{rater},{label},{lang},2026-10-{day:02},{seconds},b{},{group}", item / 300));
        }
        if item % 3 != 0 {
            gold.push(format!("i{item},{}", labels[truth]));
        }
    }
    (ratings, gold)
}

#[test]
fn shuffled_tables_give_the_same_bytes() {
    let home = folder();
    let (ratings, gold) = world();
    for seed in [None, Some(1), Some(2)] {
        let name = |what: &str| format!("{what}{}", seed.unwrap_or(0));
        let table_of = |rows: &[String]| table(rows, seed);
        let rated = file(&home, &name("ratings"), table_of(&ratings).as_bytes());
        let right = file(&home, &name("gold"), table_of(&gold).as_bytes());
        let to = home.path().join(name("out")).display().to_string();
        let done = run(&[
            "calibrate",
            &rated,
            "--gold",
            &right,
            "--scale",
            "ordinal:allow<label<remove",
            "--weekly-goal",
            "40",
            "--as-of",
            "2026-11-01",
            "-o",
            &to,
        ]);
        assert_eq!(code(&done), 0, "{}", err(&done));
    }
    let out = |seed: u64| home.path().join(format!("out{seed}"));
    let found: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(out(0).join("calibration.json")).unwrap()).unwrap();
    assert!(!found["slices"].as_array().unwrap().is_empty(), "there are halves to be dealt");
    assert_eq!(found["consensus"]["by_gold"], true, "there are folds to be dealt");
    assert!(!found["drift"].as_array().unwrap().is_empty(), "there are ties in time");
    assert_same(&out(0), &out(1));
    assert_same(&out(0), &out(2));
}

#[test]
fn a_corpus_whose_lines_are_shuffled_gives_the_same_bytes() {
    let home = folder();
    let files = preceptor_corpora::generate("community", 3).unwrap();
    let lines: Vec<&str> = files.iter().find(|(name, _)| name == "data.jsonl").unwrap().1.lines().take(400).collect();
    for (name, lines) in [("as", lines.clone()), ("shuffled", shuffled(&lines, 5))] {
        let corpus = file(&home, &format!("{name}.jsonl"), lines.join("\n").as_bytes());
        let to = home.path().join(name).display().to_string();
        let pack = bundled("policies/community");
        let done = run(&["calibrate", &corpus, "--pack", &pack, "--as-of", "2026-11-01", "-o", &to]);
        assert_eq!(code(&done), 0, "{}", err(&done));
    }
    assert_same(&home.path().join("as"), &home.path().join("shuffled"));
}

#[test]
fn of_several_decisions_of_one_rater_the_first_row_counts_and_contradictions_about_an_item_are_told() {
    let home = folder();
    let rows = |swapped: bool| {
        let (a, b) = if swapped { ("no", "yes") } else { ("yes", "no") };
        format!("item,rater,label,lang\ni1,r,{a},en\ni1,r,{b},pl\ni2,r,yes,en\n")
    };
    let given = |swapped: bool| {
        let table = file(&home, "ratings.csv", rows(swapped).as_bytes());
        let gold = file(&home, "gold.csv", b"item,gold\ni1,yes\ni2,yes\n");
        let to = home.path().join("out").display().to_string();
        let done = run(&["calibrate", &table, "--gold", &gold, "-o", &to, "--format", "json"]);
        assert_eq!(code(&done), 0, "{}", err(&done));
        assert!(err(&done).contains("different values of `lang`: 1 item"), "{}", err(&done));
        let found: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
        (found["judges"]["r"]["accuracy"]["value"].as_f64().unwrap(), found["duplicates"].as_u64().unwrap())
    };
    assert_eq!((given(false), given(true)), ((1.0, 1), (0.5, 1)));
}
