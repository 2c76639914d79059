//! `calibrate` and `report`: bare tables of ratings, corpora under a pack, and the page that comes of them.

use std::fs;
use std::path::Path;

use super::{bundled, code, err, file, folder, out, run};

const SCALE: &str = "ordinal:fine<odd<bad";

fn table(to: &Path, threads: &str) -> std::process::Output {
    let (ratings, gold) = (bundled("tests/cases/report/ratings.csv"), bundled("tests/cases/report/gold.csv"));
    let to = to.display().to_string();
    run(&["calibrate", &ratings, "--gold", &gold, "--scale", SCALE, "--threads", threads, "-o", &to])
}

fn read(dir: &Path, name: &str) -> String {
    fs::read_to_string(dir.join(name)).unwrap()
}

/// All files of a folder and of those in it with their contents, sorted by name.
fn contents(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for path in fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        match path.is_dir() {
            true => files.extend(contents(&path).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes))),
            false => files.push((name, fs::read(path).unwrap())),
        }
    }
    files.sort();
    files
}

#[test]
fn a_bare_table_is_calibrated_and_what_is_wrong_in_it_is_written_down() {
    let home = folder();
    let done = table(home.path(), "1");
    assert_eq!(code(&done), 3, "{}", err(&done));
    let rejected = read(home.path(), "rejected.jsonl");
    assert_eq!(rejected.lines().count(), 3, "{rejected}");
    assert!(rejected.contains("dreadful") && rejected.contains("the item has gold already"));
    let found: serde_json::Value = serde_json::from_str(&read(home.path(), "calibration.json")).unwrap();
    assert_eq!(found["items"], 48);
    assert_eq!(found["intake"]["without_label"], 1);
    assert_eq!(found["judges"]["<carl>"]["status"], "fails");
    assert!(found["summary"].as_array().unwrap().len() > 3);
    assert!(out(&done).contains("report.html"));
}

#[test]
fn the_page_of_a_small_table_is_what_it_was() {
    let home = folder();
    table(home.path(), "1");
    let page = read(home.path(), "report.html");
    // The style sheet is looked at and not compared.
    let start = page.find("<main").unwrap();
    let main = &page[start..page.find("<footer").unwrap()];
    let golden = bundled("tests/cases/report/page.html");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&golden, main).unwrap();
    }
    let expected = fs::read_to_string(golden).unwrap_or_default();
    let differs = main.lines().zip(expected.lines()).find(|(now, then)| now != then);
    assert!(main == expected, "the page has changed (BLESS=1 takes it as it is): {differs:?}");
}

#[test]
fn bytes_are_equal_on_one_thread_and_two_and_when_reported_again() {
    let home = folder();
    let files = preceptor_corpora::generate("community", 3).unwrap();
    let lines = &files.iter().find(|(name, _)| name == "data.jsonl").unwrap().1;
    let some: Vec<&str> = lines.lines().take(240).collect();
    let corpus = file(&home, "corpus.jsonl", some.join("\n").as_bytes());
    let pack = bundled("policies/community");
    let dir = |name: &str| home.path().join(name);
    for (name, threads) in [("one", "1"), ("two", "2")] {
        let to = dir(name).display().to_string();
        let done =
            run(&["calibrate", &corpus, "--pack", &pack, "--as-of", "2026-11-01", "--threads", threads, "-o", &to]);
        assert_eq!(code(&done), 0, "{}", err(&done));
    }
    assert!(contents(&dir("one")) == contents(&dir("two")));
    let again = dir("again.html").display().to_string();
    let done = run(&["report", &dir("one").display().to_string(), "-o", &again]);
    assert_eq!(code(&done), 0, "{}", err(&done));
    assert!(fs::read(&again).unwrap() == fs::read(dir("one").join("report.html")).unwrap());
}

#[test]
fn bad_use_is_told_with_what_to_do() {
    let home = folder();
    let ratings = bundled("tests/cases/report/ratings.csv");
    let to = home.path().join("out").display().to_string();
    let nowhere = home.path().display().to_string();
    let cases: [(&[&str], &str); 5] = [
        (&["calibrate", &ratings], "name the folder for the results with -o"),
        (&["calibrate", &bundled("corpora/community"), "-o", &to], "--pack"),
        (&["calibrate", &ratings, "--scale", "ordinal:", "-o", &to], "ordinal"),
        (&["report", &nowhere], "calibrate"),
        (&["report", &ratings], "is no calibration"),
    ];
    for (arguments, said) in cases {
        let done = run(arguments);
        assert_eq!(code(&done), 2, "{arguments:?}: {}", err(&done));
        assert!(err(&done).contains(said), "{arguments:?}: {}", err(&done));
    }
}

#[test]
fn records_without_their_pack_and_results_that_are_not_there_are_told_plainly() {
    let home = folder();
    let records = file(&home, "records.jsonl", b"{\"id\": \"1\", \"text\": \"secret words\"}\n");
    let to = home.path().join("out").display().to_string();
    let done = run(&["calibrate", &records, "-o", &to]);
    assert_eq!(code(&done), 2);
    assert!(err(&done).contains("JSON records") && err(&done).contains("--pack"), "{}", err(&done));
    assert!(!err(&done).contains("secret"), "{}", err(&done));
    for words in [vec!["report", &to], vec!["review", "simulate", &to, "--oracle", "gold"]] {
        let done = run(&words);
        assert_eq!(code(&done), 2);
        assert!(err(&done).contains("there is no such file") && !err(&done).contains("os error"), "{}", err(&done));
    }
}

#[test]
fn each_rater_gets_a_file_of_their_own_work_and_of_nobody_elses() {
    let home = folder();
    table(home.path(), "1");
    let own: Vec<(String, Vec<u8>)> = contents(&home.path().join("feedback"));
    assert!(own.len() > 1);
    let raters: Vec<String> = own
        .iter()
        .map(|(_, bytes)| {
            serde_json::from_slice::<serde_json::Value>(bytes).unwrap()["rater"].as_str().unwrap().to_owned()
        })
        .collect();
    for ((name, bytes), rater) in own.iter().zip(&raters) {
        assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)), "{name}");
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(raters.iter().all(|other| other == rater || !text.contains(&format!("\"{other}\""))), "{name}");
        let sheet: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert!(sheet["right"]["n"].as_u64().unwrap() > 0 && sheet["examples"].as_array().unwrap().len() <= 5);
    }
}
