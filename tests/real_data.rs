//! The cards of `corpora/cards` on the data sets they are for: every card reads what it expects, is audited with its
//! pack, and what the audit counts is counted again here from the files themselves.
//!
//! Reads the folder in `PRECEPTOR_DATA`, which holds a folder for each set. Run with `--nocapture` to see the figures.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    missing_docs,
    reason = "tests"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use preceptor::corpus::card::{self, Facts};
use preceptor::corpus::record::Record;
use preceptor::corpus::{self, OpenOptions, Tally};
use preceptor::language::check::compile;
use preceptor::language::policy::Pack;
use preceptor::language::source::Sources;
use serde_json::Value as Json;

/// The folder of data sets; says loudly if there is none.
fn data() -> Option<PathBuf> {
    let folder = std::env::var_os("PRECEPTOR_DATA").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("SKIPPED: PRECEPTOR_DATA is not set, so no card was read");
    }
    folder
}

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn cards() -> Vec<String> {
    let folders = std::fs::read_dir(project("corpora/cards")).unwrap().map(|entry| entry.unwrap());
    let cards = folders.filter(|entry| entry.path().join("corpus.yaml").is_file());
    let mut names: Vec<String> = cards.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn facts(name: &str) -> Facts {
    card::read_facts(&project("corpora/cards").join(name)).unwrap()
}

fn pack(name: &str) -> Pack {
    let mut sources = Sources::default();
    let input = preceptor::packs::load(&project("policies").join(name), &mut sources).unwrap();
    compile(&input, &sources).pack.expect("the pack compiles")
}

/// Reads a card with its pack, and returns what was counted.
fn read(name: &str, data: &Path, mut each: impl FnMut(&Pack, &Record)) -> Tally {
    let facts = facts(name);
    let own = Pack { ladder: facts.ladder, ..Pack::default() };
    let pack = facts.pack.map_or(own, |named| pack(&named));
    let options = OpenOptions { data: Some(data.to_path_buf()), ..OpenOptions::default() };
    let corpus = corpus::open(&[project("corpora/cards").join(name)], &pack, options).unwrap();
    let reader = corpus.reader();
    let mut tally = corpus.before().clone();
    for batch in corpus {
        tally.merge(&batch.decode(&reader, |entry| match entry {
            Ok(located) => each(&pack, &located.record),
            Err(rejection) => panic!("{name}: line {} is rejected: {}", rejection.place.line, rejection.reason),
        }));
    }
    tally
}

/// What `preceptor audit` wrote.
struct Audit {
    folder: tempfile::TempDir,
    summary: Json,
}

fn audit(name: &str, data: &Path) -> Audit {
    let folder = tempfile::tempdir().unwrap();
    let pack = project("policies").join(facts(name).pack.unwrap());
    let output = Command::new(env!("CARGO_BIN_EXE_preceptor"))
        .args(["audit", "--format", "json", "--as-of", "2026-11-01"])
        .args([pack.as_path(), &project("corpora/cards").join(name)])
        .args([Path::new("--data"), data, Path::new("--output"), folder.path()])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{name}: {said}");
    Audit { summary: serde_json::from_slice(&output.stdout).unwrap(), folder }
}

impl Audit {
    fn rows(&self, file: &str) -> Vec<Json> {
        let text = std::fs::read_to_string(self.folder.path().join(file)).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The items in which a check of the pack found something.
    fn found_by(&self, check: &str) -> BTreeSet<String> {
        let rows = self.rows("disagreements.jsonl").into_iter();
        let found = rows.filter(|row| row["checks"].as_array().is_some_and(|names| names.iter().any(|n| n == check)));
        found.map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    }
}

fn csv(file: &Path) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_path(file).unwrap().deserialize().map(Result::unwrap).collect()
}

#[test]
fn every_card_finds_what_it_expects_and_is_audited_with_its_pack() {
    let Some(data) = data() else { return };
    let names = cards();
    assert!(names.len() >= 12, "{names:?}");
    for name in &names {
        let facts = facts(name);
        assert_eq!(facts.name, *name, "a card is named as its folder");
        assert!(facts.source.is_some() && facts.licence.is_some(), "{name} says where it comes from and its licence");
        assert!(facts.expect.counts.contains_key("items"), "{name} says how many items there are");
        let tally = read(name, &data, |_, _| {});
        assert_eq!(facts.compare(&tally), [], "{name}");
        if facts.pack.is_none() {
            assert!(facts.ladder.len() > 1, "{name} names a pack or has a ladder of its own");
            continue;
        }
        let audit = audit(name, &data);
        assert_eq!(audit.summary["items"], tally.records, "{name}");
        assert_eq!(audit.summary["rejected"], 0, "{name}");
        let unparsable = |(judge, counts): (&String, &Json)| {
            let count = counts["unparsable"].as_u64().unwrap_or(0);
            (count > 0).then(|| format!("{judge} {count}"))
        };
        let judges = audit.summary["judges"].as_object().unwrap();
        let unread: Vec<String> = judges.iter().filter_map(unparsable).collect();
        let expected = |fact: &(&String, &u64)| fact.0.starts_with("unparsable.") && *fact.1 > 0;
        let expected: Vec<String> = facts
            .expect
            .facts
            .iter()
            .filter(expected)
            .map(|(fact, count)| format!("{} {count}", fact.trim_start_matches("unparsable.")))
            .collect();
        assert_eq!(unread, expected, "{name}: outputs that could not be read are told as such");
        println!("{name}: {} items, {} judges, unreadable: {unread:?}", tally.records, judges.len());
        println!("  {}", audit.summary["disagreements"]);
        assert_eq!(audit.rows("decisions.jsonl").len() as u64, tally.records, "{name}");
    }
}

/// Calibrates a card that has a ladder of its own, and returns what was found.
fn calibrated(name: &str, data: &Path) -> Json {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_preceptor"))
        .args(["calibrate", "--format", "json"])
        .arg(project("corpora/cards").join(name))
        .args([Path::new("--data"), data, Path::new("--output"), folder.path()])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn ratings_of_web_sites_are_calibrated_with_their_duplicates_counted_and_their_costs() {
    let Some(data) = data() else { return };
    let found = calibrated("get-another-label", &data);
    assert_eq!((&found["duplicate_pairs"], &found["duplicates"]), (&Json::from(2_918), &Json::from(2_922)));
    assert_eq!((&found["gold"], &found["ratings"]), (&Json::from(333), &Json::from(92_721 - 2_922)));
    // Alpha for ordered labels, as the krippendorff package gives it.
    let alpha = found["agreement"]["alpha_ordinal"]["value"].as_f64().unwrap();
    assert!((alpha - 0.4323).abs() < 5e-5, "{alpha}");
    let judges = found["judges"].as_object().unwrap();
    let dearer = judges.values().filter(|judge| {
        let (cost, accuracy) = (judge["cost"]["value"].as_f64(), judge["accuracy"]["value"].as_f64());
        cost.zip(accuracy).is_some_and(|(cost, accuracy)| cost > 1.0 - accuracy + 1e-9)
    });
    assert!(dearer.count() > 50, "an error of two steps costs two");
}

#[test]
fn crowds_without_an_order_of_labels_are_calibrated() {
    let Some(data) = data() else { return };
    for (name, alpha, chosen_at_least) in [
        ("active-crowd-toolkit-cf", 0.52, 0.84),
        ("active-crowd-toolkit-sp", 0.74, 0.93),
        ("active-crowd-toolkit-ms", 0.30, 0.78),
    ] {
        let found = calibrated(name, &data);
        let figure = found["agreement"]["alpha_nominal"]["value"].as_f64().unwrap();
        assert!((figure - alpha).abs() < 0.005, "{name}: {figure}");
        assert!(found["agreement"]["alpha_ordinal"]["value"].is_null());
        let chosen = found["consensus"]["chosen"].as_str().unwrap();
        let accuracy = &found["consensus"]["methods"][chosen]["accuracy"];
        println!("{name}: {chosen} {accuracy}");
        assert!(accuracy["value"].as_f64().unwrap() >= chosen_at_least, "{name}: {chosen} {accuracy}");
    }
}

#[test]
fn the_gpt4_judge_of_xstest_has_eleven_outputs_that_cannot_be_read() {
    let Some(data) = data() else { return };
    let audit = audit("xstest", &data);
    assert_eq!(audit.summary["items"], 2_250);
    assert_eq!(audit.summary["judges"]["gpt4-judge"]["unparsable"], 11);
}

#[test]
fn verdicts_under_the_english_and_the_farsi_policy_are_compared() {
    let Some(data) = data() else { return };
    // Counted from the files: the yes or no of both policies on each answer, and the verdict with its severity.
    let folder = data.join("roost-multilingual-safeguard");
    let mut cases: BTreeMap<String, BTreeMap<String, (String, String)>> = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
        if !entry.to_string_lossy().ends_with(".csv") || !entry.to_string_lossy().contains("_multipolicy_") {
            continue;
        }
        for row in csv(&entry) {
            let id = format!("{}:{}:{}", row["llm_provider"], row["scenario_id"], row["language"]);
            let verdict = match (row["violates_policy"].as_str(), row["severity"].as_str()) {
                ("False", _) => "pass",
                ("True", "high") => "fail",
                _ => "revise",
            };
            let said = (row["violates_policy"].clone(), verdict.to_owned());
            cases.entry(id).or_default().insert(row["policy_name"].clone(), said);
        }
    }
    let both = |said: &BTreeMap<String, (String, String)>| (said["policy_2"].clone(), said["policy_fa_2"].clone());
    let yes_or_no = cases.values().filter(|said| both(said).0.0 != both(said).1.0).count();
    let harsher = cases.values().filter(|said| both(said).0.0 == "True" && both(said).1.0 == "False").count();
    let differ: BTreeSet<String> =
        cases.iter().filter(|(_, said)| both(said).0.1 != both(said).1.1).map(|(id, _)| id.clone()).collect();

    let audit = audit("roost-multilingual-safeguard", &data);
    assert_eq!(audit.summary["items"], cases.len());
    assert_eq!(audit.found_by("languages_differ"), differ);
    println!(
        "{} answers; violation or not differs in {yes_or_no} (English says yes and Farsi no in {harsher}), verdicts in {}",
        cases.len(),
        differ.len()
    );
    assert_eq!((cases.len(), yes_or_no, harsher, differ.len()), (120, 41, 33, 43));

    // Every rule that was cited became a clause, and every verdict has its reasons.
    let mut cites = 0;
    read("roost-multilingual-safeguard", &data, |pack, record| {
        for model in &record.models {
            assert!(model.rationale.is_some() && !model.unparsable, "{}", record.id);
            for cite in model.cites.iter().flatten() {
                assert!(pack.clauses.get(cite.clause.0 as usize).is_some(), "{}: `{}`", record.id, cite.text);
                cites += 1;
            }
        }
    });
    println!("{cites} cited sections");
    assert!(cites > 150, "{cites}");
}

#[test]
fn every_line_of_the_golden_sheet_is_accounted_for() {
    let Some(data) = data() else { return };
    let file = data.join("gpt-oss-safeguard/example_policies_spam_golden_dataset.csv");
    let lines = std::fs::read_to_string(file).unwrap().lines().count() as u64;
    let tally = read("gpt-oss-safeguard", &data, |_, record| {
        assert_eq!((record.models.len(), record.gold.is_some()), (1, true), "{}", record.id);
    });
    let skipped: u64 = tally.skipped.values().sum();
    println!("{lines} lines: 1 header, {} items, {} blank, skipped {:?}", tally.records, tally.blank, tally.skipped);
    assert_eq!(1 + tally.records + tally.blank + tally.rejected + skipped, lines);
    assert_eq!(tally.columns.len(), 0, "no cell is left out: {:?}", tally.columns);
}

#[test]
fn categories_that_nobody_judged_are_unknown_and_never_negative() {
    let Some(data) = data() else { return };
    let file = std::fs::File::open(data.join("openai-moderation/samples-1680.jsonl.gz")).unwrap();
    let text = std::io::read_to_string(flate2::read::GzDecoder::new(file)).unwrap();
    let rows: Vec<Json> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    const CATEGORIES: [&str; 8] = ["S", "H", "V", "HR", "SH", "S3", "H2", "V2"];
    let mut at = 0;
    read("openai-moderation", &data, |_, record| {
        let row = &rows[at];
        at += 1;
        let any = CATEGORIES.iter().any(|category| row[category] == 1);
        let complete = CATEGORIES.iter().all(|category| row.get(category).is_some());
        let gold = record.gold.as_ref();
        let verdict = gold.and_then(|gold| gold.verdict).map(|rung| rung.0);
        assert_eq!(verdict, if any { Some(1) } else { complete.then_some(0) }, "{}: {row}", record.id);
        assert_eq!(gold.is_some_and(|gold| gold.labels.is_some()), complete, "{}: {row}", record.id);
    });
    assert_eq!(at, 1_680);
}

#[test]
fn two_versions_of_a_policy_are_compared_case_by_case() {
    let Some(data) = data() else { return };
    let run = |file: &str| -> Vec<bool> {
        let text = std::fs::read_to_string(data.join("roost-policy-agent").join(file)).unwrap();
        let run: Json = serde_json::from_str(&text).unwrap();
        let acts = |row: &Json| row["predictions"].as_object().unwrap().values().any(|value| value == 1);
        run["results"].as_array().unwrap().iter().map(acts).collect()
    };
    let first = run("run_policy_v001_20251207_195813_results.json");
    let second = run("run_policy_v002_20251207_204202_results.json");
    let mut seen = 0;
    let mut differ = 0;
    read("roost-policy-agent", &data, |_, record| {
        let said: Vec<bool> = record.models.iter().map(|model| model.verdict.unwrap().0 > 0).collect();
        assert_eq!(said, [first[seen], second[seen]], "{}: raw output and the authors' reading of it", record.id);
        differ += u32::from(said[0] != said[1]);
        seen += 1;
    });
    println!("{seen} rows judged under both versions, {differ} otherwise");
    assert_eq!(seen, 30);
}

#[test]
fn votes_of_a_crowd_are_all_there_and_no_voter_is_a_class() {
    let Some(data) = data() else { return };
    let mut columns: BTreeMap<&str, u64> = BTreeMap::new();
    for row in csv(&data.join("davidson/labeled_data.csv")) {
        for (column, verdict) in [("hate_speech", "remove"), ("offensive_language", "label"), ("neither", "allow")] {
            *columns.entry(verdict).or_default() += row[column].parse::<u64>().unwrap();
        }
    }
    let mut said: BTreeMap<(String, &str), u64> = BTreeMap::new();
    read("davidson", &data, |pack, record| {
        for rating in &record.ratings {
            let verdict = ["remove", "label", "allow"].into_iter().find(|v| rating.verdict == pack.rung(v)).unwrap();
            *said.entry((rating.rater.to_string(), verdict)).or_default() += 1;
        }
    });
    for (verdict, votes) in columns {
        let of = |voter: u32| said.get(&(format!("voter_{voter}"), verdict)).copied().unwrap_or(0);
        assert_eq!((1..=9).map(of).sum::<u64>(), votes, "{verdict}");
        let three: Vec<u64> = (1..=3).map(of).collect();
        println!("{verdict}: {votes} votes; of the first three voters {three:?}");
        let (least, most) = (*three.iter().min().unwrap() as f64, *three.iter().max().unwrap() as f64);
        assert!(most < 1.2 * least, "votes are dealt by lot: {three:?}");
    }
}

#[test]
fn rules_alone_hold_on_the_held_out_half_of_hatecheck() {
    let Some(data) = data() else { return };
    let mut ratings = 0;
    read("hatecheck", &data, |_, record| ratings += record.ratings.len());
    assert_eq!(ratings, 5 * 3_728, "five of ten annotators judged each text");

    let cases = csv(&data.join("hatecheck/test_suite_cases.csv"));
    let decisions = audit("hatecheck", &data).rows("decisions.jsonl");
    let acted: BTreeMap<&str, bool> =
        decisions.iter().map(|row| (row["id"].as_str().unwrap(), row["verdict"] != "allow")).collect();
    let mut tests: BTreeMap<(&str, bool), (u32, u32)> = BTreeMap::new();
    for case in cases.iter().filter(|case| case["templ_id"].parse::<u32>().unwrap() % 2 == 1) {
        let hateful = case["label_gold"] == "hateful";
        let (all, hits) = tests.entry((&case["functionality"], hateful)).or_default();
        *all += 1;
        *hits += u32::from(acted[format!("case-{}", case["case_id"]).as_str()]);
    }
    let (mut right, mut all) = (0, 0);
    for ((name, hateful), (cases, hits)) in &tests {
        let what = if *hateful { "recall" } else { "hits" };
        let share = f64::from(*hits) / f64::from(*cases);
        println!("{name:22} {what:6} {share:.3} of {cases}");
        // The pack's slurs are invented, HateCheck's are not; and some denials are still taken for attacks.
        let held = match (*name, *hateful) {
            ("slur_h", _) => share >= 0.2,
            ("negate_neg_nh", _) => share <= 0.25,
            (_, true) => share >= 0.5,
            (_, false) => share <= 0.15,
        };
        assert!(held, "{name}: {what} {share:.3}");
        right += if *hateful { *hits } else { cases - hits };
        all += cases;
    }
    let accuracy = f64::from(right) / f64::from(all);
    println!("the whole pack on odd templates: accuracy {accuracy:.4}");
    assert!(accuracy > 0.77, "{accuracy:.4}");
}
