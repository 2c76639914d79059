//! `calibrate --history`: a consensus that starts from what earlier calibrations knew of the judges.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::{bundled, code, err, file, folder, run};

const SCALE: &str = "ordinal:allow<remove";

/// A number from 0 to 99 that only its parts decide.
fn lot(parts: &[usize]) -> usize {
    let mut state = 29_u64;
    for part in parts {
        state = (state ^ *part as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        state ^= state >> 29;
    }
    (state >> 32) as usize % 100
}

/// What is right on an item of a month.
fn truth(month: usize, item: usize) -> &'static str {
    ["allow", "remove"][usize::from(lot(&[month, item, 1]) < 40)]
}

/// Two raters who are nearly always right, and three who let four in five violations pass.
fn said(month: usize, item: usize, rater: usize) -> &'static str {
    let (right, lot) = (truth(month, item), lot(&[month, item, rater, 2]));
    match (rater, right) {
        (0 | 1, _) | (_, "allow") => [right, if right == "allow" { "remove" } else { "allow" }][usize::from(lot < 6)],
        _ => ["remove", "allow"][usize::from(lot < 80)],
    }
}

/// The table of a month, and its gold on the first items.
fn month(home: &TempDir, month: usize, items: usize, gold: usize) -> (String, String) {
    let (mut rows, mut right) = ("item,rater,label\n".to_owned(), "item,gold\n".to_owned());
    for item in 0..items {
        for rater in 0..5 {
            rows += &format!("m{month}-{item},r{rater},{}\n", said(month, item, rater));
        }
        if item < gold {
            right += &format!("m{month}-{item},{}\n", truth(month, item));
        }
    }
    (file(home, &format!("{month}.csv"), rows.as_bytes()), file(home, &format!("{month}.gold.csv"), right.as_bytes()))
}

fn calibrated(tables: &(String, String), to: &Path, more: &[&str]) -> serde_json::Value {
    let to_text = to.display().to_string();
    let mut words = vec!["calibrate", &tables.0, "--gold", &tables.1, "--scale", SCALE, "-o", &to_text];
    words.extend_from_slice(more);
    let done = run(&words);
    assert_eq!(code(&done), 0, "{}", err(&done));
    json(to)
}

fn json(dir: &Path) -> serde_json::Value {
    serde_json::from_str(&fs::read_to_string(dir.join("calibration.json")).unwrap()).unwrap()
}

/// The share of a month's items without gold that the consensus decides rightly.
fn right_without_gold(dir: &Path, month: usize) -> f64 {
    let table = fs::read_to_string(dir.join("consensus.csv")).unwrap();
    let mut counts = (0.0, 0.0);
    for row in table.lines().skip(1) {
        let [item, label, _, gold] = row.split(',').collect::<Vec<_>>()[..] else { panic!("{row}") };
        if gold.is_empty() {
            let number: usize = item.split('-').nth(1).unwrap().parse().unwrap();
            counts = (counts.0 + f64::from(u8::from(label == truth(month, number))), counts.1 + 1.0);
        }
    }
    counts.0 / counts.1
}

#[test]
fn raters_who_err_together_are_outvoted_by_what_last_month_knew_of_them() {
    let home = folder();
    let dir = |name: &str| home.path().join(name);
    calibrated(&month(&home, 1, 150, 150), &dir("first"), &[]);
    let second = month(&home, 2, 800, 0);
    let plain = calibrated(&second, &dir("plain"), &[]);
    let first = dir("first").display().to_string();
    let told = calibrated(&second, &dir("told"), &["--history", &first]);
    let (without, with) = (right_without_gold(&dir("plain"), 2), right_without_gold(&dir("told"), 2));
    assert!(without < 0.75 && with > 0.92, "{without} {with}");
    assert!(plain["consensus"]["history"].is_null());
    let history = &told["consensus"]["history"];
    assert_eq!((&history["taken"]["judges"], &history["taken"]["decisions"]), (&5.into(), &750.into()));
    assert_eq!((&history["weight"], &history["chosen_reads_it"]), (&1.0.into(), &true.into()));
    assert!(history["read"][0]["mark"].as_str().unwrap().starts_with("sha256:"));
    assert!(history["read_by"].as_array().unwrap().iter().any(|method| method == "dawid_skene"));
    let page = fs::read_to_string(dir("told").join("report.html")).unwrap();
    assert!(
        page.contains("The consensus starts from 750 earlier decisions on other items with gold, by 5 of its 5 judges")
    );
    assert_eq!(told["judges"]["r2"]["n_gold"], 0, "history is no gold of this run");
}

#[test]
fn no_item_counts_twice_and_unseen_gold_stays_unseen() {
    let home = folder();
    let dir = |name: &str| home.path().join(name);
    let first = month(&home, 1, 150, 150);
    calibrated(&first, &dir("first"), &[]);
    let plain = calibrated(&first, &dir("plain"), &[]);
    let named = dir("first").display().to_string();
    // The same month again: all it knows is in this run, so nothing may change.
    let again = calibrated(&first, &dir("again"), &["--history", &named]);
    let history = &again["consensus"]["history"];
    assert_eq!(history["left_out"]["item_of_this_run"]["decisions"], 750);
    assert_eq!(history["taken"]["decisions"], 0);
    assert_eq!(again["consensus"]["methods"], plain["consensus"]["methods"]);
    assert_eq!(again["consensus"]["chosen"], plain["consensus"]["chosen"]);
    // Named twice, it counts once.
    let second = month(&home, 2, 300, 60);
    let twice = calibrated(&second, &dir("twice"), &["--history", &named, "--history", &named]);
    let history = &twice["consensus"]["history"];
    assert_eq!(
        (&history["taken"]["decisions"], &history["left_out"]["counted_before"]["decisions"]),
        (&750.into(), &750.into())
    );
    let once = calibrated(&second, &dir("once"), &["--history", &named]);
    assert_eq!(once["consensus"]["methods"], twice["consensus"]["methods"]);
    // A method is told beside itself without history, on the same unseen gold.
    let without = &once["consensus"]["history"]["without"];
    if once["consensus"]["history"]["chosen_reads_it"] == true {
        let n = &once["consensus"]["methods"][once["consensus"]["chosen"].as_str().unwrap()]["accuracy"]["n"];
        assert_eq!(&without["accuracy"]["n"], n);
    } else {
        assert!(without.is_null());
    }
}

/// Records of three models: `guard` and its version, `filter` and its prompt, `sieve`, which stays as it is.
fn records(home: &TempDir, month: usize, version: &str, prompt: &str) -> String {
    let line = |item: usize| {
        let verdict = |model: usize| said(month, item, model);
        let models = serde_json::json!([
            {"name": "guard", "version": version, "verdict": verdict(0)},
            {"name": "filter", "version": "1", "prompt_hash": prompt, "verdict": verdict(1)},
            {"name": "sieve", "version": "1", "threshold": 0.5, "scores": {"harm": 0.4}, "verdict": verdict(2)},
        ]);
        let id = format!("m{month}-{item}");
        let gold = serde_json::json!({"verdict": truth(month, item)});
        format!("{}\n", serde_json::json!({"id": id, "text": "some words", "models": models, "gold": gold}))
    };
    file(home, &format!("{month}.jsonl"), (0..80).map(line).collect::<String>().as_bytes())
}

#[test]
fn a_model_of_another_version_or_prompt_inherits_nothing() {
    let home = folder();
    let pack = bundled("policies/community");
    let calibrated = |corpus: &str, name: &str, more: &[&str]| {
        let to = home.path().join(name).display().to_string();
        let mut words = vec!["calibrate", corpus, "--pack", &pack, "--as-of", "2026-11-01", "-o", &to];
        words.extend_from_slice(more);
        let done = run(&words);
        assert_eq!(code(&done), 0, "{}", err(&done));
        json(Path::new(&to))["consensus"]["history"].clone()
    };
    let first = home.path().join("first").display().to_string();
    calibrated(&records(&home, 1, "1", "p1"), "first", &[]);
    let same = calibrated(&records(&home, 2, "1", "p1"), "same", &["--history", &first]);
    assert_eq!((&same["taken"]["judges"], &same["left_out"]), (&3.into(), &serde_json::json!({})));
    let changed = calibrated(&records(&home, 3, "2", "p2"), "changed", &["--history", &first]);
    assert_eq!(changed["taken"], serde_json::json!({"judges": 1, "decisions": 80}));
    assert_eq!(changed["left_out"]["judge_changed"], serde_json::json!({"judges": 2, "decisions": 160}));
    assert!(changed["sentence"].as_str().unwrap().contains("160 of models whose version, prompt or threshold"));
}

#[test]
fn history_that_is_damaged_foreign_or_not_there_is_told_plainly() {
    let home = folder();
    let tables = month(&home, 1, 60, 60);
    calibrated(&tables, &home.path().join("sound"), &[]);
    let sound = fs::read_to_string(home.path().join("sound/history.jsonl")).unwrap();
    let lines: Vec<&str> = sound.lines().collect();
    let damaged = BTreeMap::from([
        ("empty", (String::new(), "it is empty")),
        ("noise", ("\u{1f980} secret words\n".to_owned(), "line 1 is not JSON, or breaks off")),
        ("foreign", ("{\"id\": \"secret words\"}\n".to_owned(), "line 1 is not as a calibration writes it")),
        ("torn", (sound[..sound.len() - 40].to_owned(), "line 6 is not JSON, or breaks off")),
        ("short", (lines[..4].join("\n"), "speaks of 5 judges, and 3 follow")),
        (
            "labels",
            (
                sound.replace("\"allow\"", "\"fine\""),
                "its labels are fine < remove, and those of this run allow < remove",
            ),
        ),
        (
            "strange",
            (sound.replacen(",\"allow\"]", ",\"secret words\"]", 1), "a text of 12 characters among its labels"),
        ),
        ("scale", (sound.replacen("ordinal", "nominal", 1), "relate in another way")),
        (
            "pack",
            (
                sound.replacen("\"pack\":null", "\"pack\":[\"spam\",\"1\"]", 1),
                "made with the pack `spam`, and this run is with no pack",
            ),
        ),
    ]);
    let out = home.path().join("out").display().to_string();
    let told = |dir: &str, to: &str| {
        let done = run(&["calibrate", &tables.0, "--gold", &tables.1, "--scale", SCALE, "--history", dir, "-o", to]);
        assert_eq!(code(&done), 2, "{dir}: {}", err(&done));
        assert!(!err(&done).contains("secret") && !err(&done).contains("os error"), "{}", err(&done));
        err(&done)
    };
    for (name, (text, wanted)) in damaged {
        file(&home, &format!("{name}/history.jsonl"), text.as_bytes());
        let said = told(&home.path().join(name).display().to_string(), &out);
        assert!(said.contains(wanted) && said.contains("help: "), "{name}: {said}");
    }
    let nowhere = told(&home.path().join("nowhere").display().to_string(), &out);
    assert!(nowhere.contains("there is no such file"), "{nowhere}");
    let sound = home.path().join("sound").display().to_string();
    assert!(told(&sound, &sound).contains("a folder of its own"));
    let none = run(&["calibrate", &tables.0, "--history", &sound, "--history-weight", "0", "-o", &out]);
    assert_eq!(code(&none), 2);
    assert!(err(&none).contains("above 0 and at most 1"), "{}", err(&none));
}
