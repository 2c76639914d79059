//! `review order`: the queue in a new order as verdicts come in; nothing is lost, whatever the file of verdicts holds.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Output;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{bundled, code, err, file, folder, out, run};

/// A pack with a queue that takes everything, and a share of it at random, with hidden gold in it.
const POLICY: &str = r#"language 1
verdicts allow < remove

policy IN "Insults" {
  labels  insult
  subject text
  on unknown abstain
}

clause IN.1 "Insult" {
  severity low
  status   live
  """
  Remove insults.
  """
  when     text has "idiot"
  verdict  remove as insult
}

queue experts "Experts" {
  when        text has "box"
  take        all
  sample      30%
  hidden gold 10%
}
"#;

const PACK: &str = "pack: order\ntitle: A pack to put in order\nas_of: 2026-11-01\nschema:\n  text: {type: text, required: true}\nmodels:\n  default: guard\n  guard: {versions: [\"1\"]}\n";

/// A judge that is wrong wherever a tomato is in the box; each text with a twin; ten items with gold that no queue wants.
fn corpus() -> String {
    let item = |at: usize| {
        let wrong = at / 2 % 4 == 1;
        let what = if wrong { "tomato" } else { "pear" };
        let verdict = if wrong { "remove" } else { "allow" };
        json!({"id": format!("i{at}"), "text": format!("box number {} holds a {what}", at / 2),
               "models": [{"name": "guard", "version": "1", "verdict": verdict, "labels": []}]})
    };
    let gold = |at: usize| {
        json!({"id": format!("g{at}"), "text": format!("crate {at} of plain pears"),
               "gold": {"verdict": "allow", "labels": [], "by": "panel"}})
    };
    (0..120).map(item).chain((0..30).map(gold)).map(|row| format!("{row}\n")).collect()
}

/// Audits the corpus; returns the folder and the audit's.
fn audited() -> (TempDir, String) {
    let home = folder();
    file(&home, "pack/pack.yaml", PACK.as_bytes());
    file(&home, "pack/order.precept", POLICY.as_bytes());
    let corpus = file(&home, "corpus.jsonl", corpus().as_bytes());
    let (pack, audit) = (home.path().join("pack").display().to_string(), home.path().join("out").display().to_string());
    let done = run(&["audit", &pack, &corpus, "-o", &audit]);
    assert_eq!(code(&done), 0, "{}", err(&done));
    (home, audit)
}

fn rows(bytes: &str) -> Vec<Value> {
    bytes.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn queue(audit: &str) -> Vec<Value> {
    rows(&std::fs::read_to_string(Path::new(audit).join("queue.jsonl")).unwrap())
}

/// Orders the queue by a file of verdicts; returns the program's output, the rows going to standard output.
fn ordered(home: &TempDir, audit: &str, verdicts: &str) -> Output {
    let verdicts = file(home, "verdicts", verdicts.as_bytes());
    run(&["review", "order", audit, "--verdicts", &verdicts])
}

/// What is right by the words: all boxes may stay.
fn verdict(id: &str) -> String {
    format!("{}\n", json!({"item": id, "verdict": "allow", "labels": []}))
}

fn ids(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| row["id"].as_str().unwrap()).collect()
}

fn is_open(row: &Value) -> bool {
    row.get("settled_by").is_none()
}

#[test]
fn without_verdicts_the_order_is_the_audits_own() {
    let (home, audit) = audited();
    let done = ordered(&home, &audit, "");
    assert_eq!(code(&done), 0, "{}", err(&done));
    let (before, after) = (queue(&audit), rows(&out(&done)));
    assert!(ids(&before) == ids(&after) && !before.is_empty());
    for (before, after) in before.iter().zip(&after) {
        assert_eq!((&before["probability"], &before["priority"]), (&after["probability_now"], &after["priority_now"]));
    }
}

#[test]
fn appending_verdicts_loses_no_row_and_rows_stay_as_the_audit_wrote_them() {
    let (home, audit) = audited();
    let before = queue(&audit);
    let all: BTreeSet<(String, String)> =
        before.iter().map(|row| (row["queue"].to_string(), row["id"].to_string())).collect();
    let mut verdicts = String::new();
    let mut settled: BTreeSet<String> = BTreeSet::new();
    for row in before.iter().step_by(7) {
        let own = row["id"].as_str().unwrap();
        verdicts.push_str(&verdict(own));
        let after = rows(&out(&ordered(&home, &audit, &verdicts)));
        assert_eq!(after.len(), before.len());
        let found: BTreeSet<_> = after.iter().map(|row| (row["queue"].to_string(), row["id"].to_string())).collect();
        assert_eq!(found, all);
        let closed = after.iter().filter(|row| !is_open(row)).map(|row| row["id"].as_str().unwrap().to_owned());
        let now: BTreeSet<String> = closed.collect();
        assert!(
            now.contains(own) && now.is_superset(&settled),
            "a verdict settles its own row, and what is settled stays so"
        );
        settled = now;
        for row in &after {
            let was = before.iter().find(|was| was["id"] == row["id"] && was["queue"] == row["queue"]).unwrap();
            assert!(was.as_object().unwrap().iter().all(|(name, value)| row[name] == *value), "{row}");
        }
        let first_settled = after.iter().position(|row| !is_open(row)).unwrap();
        assert!(after[first_settled..].iter().all(|row| !is_open(row)), "settled rows stand at the end");
    }
}

#[test]
fn a_verdict_settles_its_cluster_but_nothing_of_the_random_share_or_of_hidden_gold() {
    let (home, audit) = audited();
    let before = queue(&audit);
    let twin = |id: &str| format!("i{}", id[1..].parse::<usize>().unwrap() ^ 1);
    let ranked = |row: &&Value| row["selection"] == "priority" && row["in_sample"] == false;
    let of = |id: &str| before.iter().find(|row| row["id"] == id).unwrap();
    let both = before.iter().filter(ranked).map(|row| row["id"].as_str().unwrap());
    let pair = both.clone().find(|id| ranked(&of(&twin(id)))).unwrap();
    let half = both.clone().find(|id| of(&twin(id))["in_sample"] == true).unwrap();
    let done = ordered(&home, &audit, &format!("{}{}", verdict(pair), verdict(half)));
    let after = rows(&out(&done));
    let now = |id: &str| after.iter().find(|row| row["id"] == id).unwrap().clone();
    assert_eq!((&now(pair)["settled_by"], &now(&twin(pair))["settled_by"]), (&json!(pair), &json!(pair)));
    assert_eq!(now(&twin(pair))["settled_as"], "allow");
    assert!(is_open(&now(&twin(half))), "its own verdict must be given");
    assert!(!is_open(&now(half)));
}

#[test]
fn the_random_share_keeps_its_places_and_gold_is_not_told_by_standing_still() {
    let (home, audit) = audited();
    let before = queue(&audit);
    let wrong: String = before.iter().step_by(3).take(20).map(|row| verdict(row["id"].as_str().unwrap())).collect();
    let after = rows(&out(&ordered(&home, &audit, &wrong)));
    let open: BTreeSet<String> = after.iter().filter(|row| is_open(row)).map(|row| row["id"].to_string()).collect();
    let kept = |rows: &[Value]| -> Vec<Value> {
        let kept = rows.iter().filter(|row| open.contains(&row["id"].to_string()) && is_open(row));
        kept.filter(|row| row["selection"] != "hidden_gold").cloned().collect()
    };
    for (was, is) in kept(&before).iter().zip(kept(&after)) {
        assert!(was["in_sample"] != true || was["id"] == is["id"], "{was} {is}");
    }
    let gold = |rows: &[Value]| -> Vec<usize> {
        let kept: Vec<&Value> =
            rows.iter().filter(|row| open.contains(&row["id"].to_string()) && is_open(row)).collect();
        (0..kept.len()).filter(|at| kept[*at]["selection"] == "hidden_gold").collect()
    };
    let (were, are) = (gold(&before), gold(&after));
    assert!(were.len() == are.len() && were.len() > 3 && were != are, "{were:?} {are:?}");
    let part = after.iter().filter(|row| is_open(row)).count() / are.len();
    assert!(are.iter().enumerate().all(|(at, place)| place / part.max(1) <= at + 1), "spread: {are:?}");
}

#[test]
fn what_goes_with_errors_comes_forward() {
    let (home, audit) = audited();
    let before = queue(&audit);
    let tomato = |row: &&Value| {
        row["id"].as_str().unwrap().strip_prefix('i').is_some_and(|at| at.parse::<usize>().unwrap() / 2 % 4 == 1)
    };
    let told: String = before
        .iter()
        .filter(|row| row["selection"] == "priority")
        .step_by(2)
        .take(24)
        .map(|row| verdict(row["id"].as_str().unwrap()))
        .collect();
    let after = rows(&out(&ordered(&home, &audit, &told)));
    let open: Vec<&Value> = after
        .iter()
        .filter(|row| is_open(row) && row["in_sample"] == false && row["selection"] == "priority")
        .collect();
    let wrong = open.iter().filter(|row| tomato(row)).count();
    assert!(wrong > 3 && open.iter().take(wrong).all(tomato), "{:?}", ids(&after));
}

#[test]
fn the_order_is_the_same_for_any_order_of_lines_any_form_and_any_number_of_threads() {
    let (home, audit) = audited();
    let before = queue(&audit);
    let told: Vec<&str> = before.iter().step_by(5).map(|row| row["id"].as_str().unwrap()).collect();
    let lines: Vec<String> = told.iter().map(|id| verdict(id)).collect();
    let turned: String = lines.iter().rev().cloned().collect();
    let one = out(&ordered(&home, &audit, &lines.concat()));
    assert_eq!(one, out(&ordered(&home, &audit, &turned)));
    let verdicts = file(&home, "verdicts", turned.as_bytes());
    for threads in ["1", "3"] {
        assert_eq!(one, out(&run(&["review", "order", &audit, "--verdicts", &verdicts, "--threads", threads])));
    }
    let table: String = told.iter().map(|id| format!("{id},allow\n")).collect();
    let bare: String = told.iter().map(|id| format!("{}\n", json!({"item": id, "verdict": "allow"}))).collect();
    let table = out(&ordered(&home, &audit, &format!("item,verdict\n{table}")));
    assert_eq!(table, out(&ordered(&home, &audit, &bare)));
}

#[test]
fn every_line_that_is_no_verdict_is_told_with_its_place_and_the_rest_goes_on() {
    let (home, audit) = audited();
    let lines = [
        verdict("i0").trim_end().to_owned(),
        "{\"item\": \"i1\"".to_owned(),
        String::new(),
        json!({"item": "nobody", "verdict": "allow"}).to_string(),
        json!({"item": "i4", "verdict": "alow"}).to_string(),
        json!({"item": "i6", "verdict": "allow", "labels": ["insalt"]}).to_string(),
        json!({"item": "i8", "verdict": "allow", "by": "ann"}).to_string(),
        json!({"item": "i8", "verdict": "remove", "by": "bo"}).to_string(),
        json!({"verdict": "allow"}).to_string(),
        json!({"item": "i10", "verdict": "allow", "at": "soon"}).to_string(),
        json!({"item": "i0", "verdict": "allow", "mood": "fine"}).to_string(),
    ];
    let verdicts = file(&home, "verdicts.jsonl", lines.join("\n").as_bytes());
    let to = home.path().join("order.jsonl").display().to_string();
    let done = run(&["review", "order", &audit, "--verdicts", &verdicts, "-o", &to, "--format", "json"]);
    assert_eq!(code(&done), 3, "{}", err(&done));
    let told: Value = serde_json::from_str(&out(&done)).unwrap();
    assert_eq!(told["verdicts"], json!({"lines": 2, "items": 1, "repeated": 1, "rejected": 8, "blank": 1}));
    assert!(err(&done).contains("`mood` is no part of a verdict"), "{}", err(&done));
    let rejected = rows(&std::fs::read_to_string(format!("{to}.rejected.jsonl")).unwrap());
    let said: Vec<(u64, String)> =
        rejected.iter().map(|row| (row["line"].as_u64().unwrap(), row["reason"].to_string())).collect();
    let wanted = [
        (2, "not valid JSON"),
        (4, "no such item in the queue"),
        (5, "did you mean `allow`"),
        (6, "did you mean `insult`"),
        (7, "line 8 says `remove`"),
        (8, "line 7 says `allow`"),
        (9, "names no `item`"),
        (10, "is no moment"),
    ];
    assert_eq!(said.len(), wanted.len(), "{said:?}");
    for ((line, reason), (at, words)) in said.iter().zip(wanted) {
        assert!(*line == at && reason.contains(words), "{line} {reason}");
    }
    let found = &told["judges"]["guard"];
    assert!(found["share"]["n"] == 1 && found["share"]["low"].is_number() && told["settled"]["by_own_verdict"] == 1);
}

#[test]
fn the_summary_says_what_was_found_and_what_must_still_be_looked_at() {
    let (home, audit) = audited();
    let told: String = queue(&audit).iter().take(12).map(|row| verdict(row["id"].as_str().unwrap())).collect();
    let verdicts = file(&home, "verdicts.jsonl", told.as_bytes());
    let to = home.path().join("order.jsonl").display().to_string();
    let done = run(&["review", "order", &audit, "--verdicts", &verdicts, "-o", &to]);
    let page = out(&done);
    for words in ["12 verdicts on 12 items", "guard", "no estimate", "random share keep their places", "written to"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let aside = run(&["review", "order", &audit, "--verdicts", &verdicts]);
    assert!(err(&aside).contains("Errors found so far") && out(&aside) == std::fs::read_to_string(&to).unwrap());
}

#[test]
fn misuse_is_told() {
    let (home, audit) = audited();
    let verdicts = file(&home, "verdicts.jsonl", verdict("i0").as_bytes());
    let refused = |arguments: &[&str], words: &str| {
        let refused = run(arguments);
        assert!(code(&refused) == 2 && err(&refused).contains(words), "{words}: {}", err(&refused));
    };
    let order = ["review", "order", &audit, "--verdicts", &verdicts];
    refused(&[&order[..], &["--judge", "nobody"]].concat(), "there is no judge `nobody`; there are ");
    refused(&[&order[..], &["--judge", "gold"]].concat(), "there is no judge `gold`");
    refused(&[&order[..], &["-o", &verdicts]].concat(), "is read here");
    refused(&[&order[..], &["-o", &format!("{audit}/queue.jsonl")]].concat(), "is read here");
    refused(
        &["review", "order", &bundled("policies/starter"), "--verdicts", &verdicts],
        "that `preceptor audit` wrote its results to",
    );
    refused(&["review", "order", &audit, "--verdicts", "nowhere.csv"], "cannot read `nowhere.csv`");
    let table = file(&home, "verdicts.csv", b"item,label\ni0,allow\n");
    refused(&["review", "order", &audit, "--verdicts", &table], "no column `verdict`");
}
