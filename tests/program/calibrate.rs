//! `calibrate` and `report`: bare tables of ratings, corpora under a pack, the queue that people worked on, and the page that
//! comes of them.

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
fn results_hold_no_content_not_even_texts_of_one_word() {
    let home = folder();
    let line = |number: usize, text: &str| {
        let ratings = ["a", "b"].map(|rater| serde_json::json!({"rater": rater, "verdict": "allow"}));
        let item = serde_json::json!({"id": format!("i{number}"), "text": text, "lang": "en", "ratings": ratings});
        format!("{item}\n")
    };
    let texts = (0..30).map(|number| line(number, ["zzword", "你是个废物", "two words"][number % 3]));
    let corpus = file(&home, "corpus.jsonl", texts.collect::<String>().as_bytes());
    let to = home.path().join("out").display().to_string();
    let done = run(&["calibrate", &corpus, "--pack", &bundled("policies/community"), "-o", &to]);
    assert_eq!(code(&done), 0, "{}", err(&done));
    let files = contents(&home.path().join("out"));
    assert!(
        files.iter().any(|(name, bytes)| name == "agreement.csv" && String::from_utf8_lossy(bytes).contains("lang"))
    );
    for (name, bytes) in files {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("zzword") && !text.contains("你是"), "{name}");
    }
}

#[test]
fn bad_use_is_told_with_what_to_do() {
    let home = folder();
    let ratings = bundled("tests/cases/report/ratings.csv");
    let to = home.path().join("out").display().to_string();
    let nowhere = home.path().display().to_string();
    let empty = file(&home, "empty.csv", b"");
    let cases: [(&[&str], &str); 7] = [
        (&["calibrate", &empty, "-o", &to], "the file is empty"),
        (
            &["calibrate", &ratings, "--show-content", "-o", &to],
            "`calibrate` takes no `--show-content`: its reports hold ids",
        ),
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
    let all: Vec<(String, Vec<u8>)> = contents(&home.path().join("feedback"));
    let (own, pages): (Vec<_>, Vec<_>) = all.into_iter().partition(|(name, _)| name.ends_with(".json"));
    assert!(own.len() > 1 && own.len() == pages.len());
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
        assert!(!text.contains("others"), "{name}");
        let sheet: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert!(sheet["right"]["n"].as_u64().unwrap() > 0 && sheet["examples"].as_array().unwrap().len() <= 5);
    }
    for ((_, page), (at, rater)) in pages.iter().zip(raters.iter().enumerate()) {
        let text = String::from_utf8(page.clone()).unwrap();
        let names =
            |rater: &str| text.contains(&format!("<bdi>{}</bdi>", rater.replace('<', "&lt;").replace('>', "&gt;")));
        assert!(names(rater) && raters.iter().enumerate().all(|(other, name)| other == at || !names(name)), "{text}");
        assert!(text.contains("You decided as gold does on ") && !text.contains("<script"), "{text}");
    }
}

#[test]
fn a_rater_reads_what_the_clause_says_beside_an_error_on_it() {
    let home = folder();
    let (corpus, pack) = (bundled("corpora/community"), bundled("policies/community"));
    let done = run(&["calibrate", &corpus, "--pack", &pack, "-o", &home.path().display().to_string()]);
    assert_eq!(code(&done), 0, "{}", err(&done));
    let (page, sheet) = (read(home.path(), "feedback/r5.html"), json(home.path(), "feedback/r5.json"));
    let lesson = sheet["examples"].as_array().unwrap().iter().find(|one| one["guideline"].is_object()).unwrap();
    let (clause, text) = (lesson["clause"].as_str().unwrap(), &lesson["guideline"]);
    assert!(page.contains(&format!("Clause {clause}, {}", text["title"].as_str().unwrap())), "{page}");
    let first = text["prose"].as_str().unwrap().split('.').next().unwrap().replace('\n', " ");
    assert!(!first.is_empty() && page.contains(&first), "{first}");
}

fn json(dir: &Path, name: &str) -> serde_json::Value {
    serde_json::from_str(&read(dir, name)).unwrap()
}

fn rows(text: &str) -> Vec<serde_json::Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Audits the bundled community corpus into a folder.
fn audited(to: &Path) -> String {
    let (pack, corpus) = (bundled("policies/community"), bundled("corpora/community"));
    let to = to.display().to_string();
    let done = run(&["audit", &pack, &corpus, "--as-of", "2026-11-01", "-o", &to, "--quiet"]);
    assert_eq!(code(&done), 0, "{}", err(&done));
    to
}

/// The corpus with gold, by its truth, on every item that the random share of a queue drew.
fn with_gold_on_the_sample(queue: &str, name: &str) -> String {
    let truth = rows(&fs::read_to_string(bundled("corpora/community/truth.jsonl")).unwrap());
    let drawn = rows(queue).into_iter().filter(|row| row["queue"] == name && row["in_sample"] == true);
    let drawn: Vec<String> = drawn.map(|row| row["id"].as_str().unwrap().to_owned()).collect();
    let corpus = fs::read_to_string(bundled("corpora/community/data.jsonl")).unwrap();
    let with_gold = rows(&corpus).into_iter().map(|mut item| {
        if item.get("gold").is_none() && drawn.iter().any(|id| item["id"] == id.as_str()) {
            let own = truth.iter().find(|row| row["id"] == item["id"] && row.get("verdict").is_some()).unwrap();
            item["gold"] = serde_json::json!({"verdict": own["verdict"], "clause": own["clauses"].get(0)});
        }
        item.to_string() + "\n"
    });
    with_gold.collect()
}

#[test]
fn the_sample_of_an_audit_speaks_for_all_items_and_its_queue_for_due_times() {
    let home = folder();
    let audit = audited(&home.path().join("audit"));
    let queue = read(Path::new(&audit), "queue.jsonl");
    let corpus = file(&home, "corpus.jsonl", with_gold_on_the_sample(&queue, "calibration").as_bytes());
    let pack = bundled("policies/community");
    for (name, threads) in [("one", "1"), ("two", "2")] {
        let to = home.path().join(name).display().to_string();
        let work = ["--audit", &audit, "--weekly-goal", "150", "--as-of", "2026-12-10"];
        let calibrate = ["calibrate", &corpus, "--pack", &pack, "--threads", threads, "-o", &to];
        let done = run(&[&calibrate[..], &work].concat());
        assert_eq!(code(&done), 0, "{}", err(&done));
        assert!(out(&done).contains("call for action") && out(&done).contains("weekly goal of 150"), "{}", out(&done));
        assert!(
            !err(&done).contains("another revision") && !err(&done).contains("not in this corpus"),
            "{}",
            err(&done)
        );
    }
    let one = home.path().join("one");
    assert!(contents(&one) == contents(&home.path().join("two")));
    let found = json(&one, "calibration.json");
    let again = home.path().join("again.html").display().to_string();
    assert_eq!(code(&run(&["report", &one.display().to_string(), "-o", &again])), 0);
    assert!(fs::read(&again).unwrap() == fs::read(one.join("report.html")).unwrap());

    let sample = &found["sample"];
    assert_eq!(sample["widest"], "calibration");
    let own = sample["queues"].as_array().unwrap().iter().find(|own| own["queue"] == "calibration").unwrap();
    assert_eq!((&own["items"], &own["of_items"]), (&found["items"], &found["items"]));
    assert!(own["drawn"].as_u64().unwrap() > 40 && own["drawn"] == own["with_gold"]);
    let truth = rows(&fs::read_to_string(bundled("corpora/community/truth.jsonl")).unwrap());
    let truth: Vec<_> = truth.iter().filter(|row| row.get("policy").is_some()).collect();
    let share = |has: &dyn Fn(&serde_json::Value) -> bool| {
        truth.iter().filter(|row| has(row)).count() as f64 / truth.len() as f64
    };
    let holds = |figure: &serde_json::Value, value: f64| {
        figure["low"].as_f64().unwrap() <= value && value <= figure["high"].as_f64().unwrap()
    };
    let acting = share(&|row| row["verdict"] != "allow");
    assert!(holds(&own["acting"]["hajek"], acting) && holds(&own["acting"]["horvitz_thompson"], acting), "{acting}");
    let right = share(&|row| row["policy"]["settled"] == true && row["policy"]["verdict"] == row["verdict"]);
    assert!(holds(&own["judges"]["policy"], right), "{right} {}", own["judges"]["policy"]);
    assert!(own["judges"]["policy"]["n"].as_u64() < found["judges"]["policy"]["n_gold"].as_u64());
    // Of the other queue hardly anything has a verdict.
    let other = sample["queues"].as_array().unwrap().iter().find(|own| own["queue"] == "policy_experts").unwrap();
    assert!(other["acting"]["hajek"]["value"].is_null() && other["acting"]["hajek"]["why"].is_string());

    let work = &found["work"];
    assert_eq!((&work["as_of"], &work["weekly_goal"]), (&"2026-12-10T00:00:00Z".into(), &150.into()));
    let urgent = work["queues"].as_array().unwrap().iter().find(|own| own["queue"] == "urgent").unwrap();
    let n = |name: &str| urgent[name].as_u64().unwrap();
    assert!(n("wanted") > 0 && n("wanted") == n("done") + n("open") && n("open") == n("overdue"));
    assert_eq!(urgent["in_time"]["n"], urgent["wanted"]);
    let page = read(&one, "report.html");
    for said in
        ["Estimated over all items", "Accuracy on gold", "Work done against goals", "still open", "Done in time"]
    {
        assert!(page.contains(said), "{said}");
    }
    let feedback = json(&one.join("feedback"), "r5.json");
    assert_eq!(feedback["work"]["weeks"][0]["met"], false);
    assert_eq!(feedback["work"]["weeks"], work["raters"]["r5"]["weeks"]);
    assert!(read(&one, "work.csv").contains("queue_in_time,urgent") && read(&one, "sample.csv").lines().count() > 20);
    let next = found["next_labels"].as_array().unwrap();
    assert!(!next.is_empty() && next.len() <= 200 && read(&one, "next_labels.csv").lines().count() == next.len() + 1);
}

#[test]
fn a_weekly_goal_needs_no_audit_and_without_either_nothing_is_said_of_work() {
    let home = folder();
    let mut ratings = "item,rater,label,at\n".to_owned();
    for number in 0..9 {
        ratings.push_str(&format!("i{number},ann,yes,2026-11-0{}T08:00:00Z\n", number + 1));
    }
    ratings.push_str("i1,bob,no,\n");
    let ratings = file(&home, "ratings.csv", ratings.as_bytes());
    let to = home.path().join("out");
    let shown = to.display().to_string();
    let done = run(&["calibrate", &ratings, "--weekly-goal", "3", "--as-of", "2026-11-10", "-o", &shown]);
    assert_eq!(code(&done), 0, "{}", err(&done));
    let work = &json(&to, "calibration.json")["work"];
    let weeks: Vec<_> = work["raters"]["ann"]["weeks"].as_array().unwrap().iter().map(|week| &week["done"]).collect();
    // Sunday the first; Monday to Sunday; the week of the tenth, which still lasts.
    assert_eq!(weeks, [1, 7, 1]);
    assert_eq!((&work["undated"], &work["raters"]["bob"]), (&1.into(), &serde_json::Value::Null));
    assert!(json(&to, "feedback/ann.json")["work"]["weeks_met"]["n"] == 2);
    let done = run(&["calibrate", &ratings, "-o", &shown]);
    assert_eq!(code(&done), 0, "{}", err(&done));
    assert!(json(&to, "calibration.json").get("work").is_none() && !to.join("feedback").join("ann.json").exists());
}

#[test]
fn a_goal_for_a_table_without_dates_and_one_label_for_all_are_told_in_plain_sentences() {
    let home = folder();
    let ratings = (0..9).map(|number| format!("i{number},ann,yes\ni{number},bob,yes\n")).collect::<String>();
    let ratings = file(&home, "ratings.csv", format!("item,rater,label\n{ratings}").as_bytes());
    let to = home.path().join("out");
    let shown = to.display().to_string();
    let done = run(&["calibrate", &ratings, "--scale", "ordinal:no<yes", "--weekly-goal", "3", "-o", &shown]);
    assert_eq!(code(&done), 0, "{}", err(&done));
    let summary = json(&to, "calibration.json")["summary"].to_string();
    assert!(summary.contains("no decision of a rater is dated") && !summary.contains("no week is over"), "{summary}");
    assert!(
        !summary.contains("an alpha of undefined")
            && summary.contains("alpha is unknown, since every rating gives the same label"),
        "{summary}"
    );
}

#[test]
fn an_audit_that_does_not_fit_is_told_plainly() {
    let home = folder();
    let to = home.path().join("out").display().to_string();
    let ratings = bundled("tests/cases/report/ratings.csv");
    let audit = home.path().join("audit");
    fs::create_dir(&audit).unwrap();
    let shown = audit.display().to_string();
    let done = run(&["calibrate", &ratings, "--audit", &shown, "-o", &to]);
    assert_eq!(code(&done), 2);
    assert!(err(&done).contains("--audit needs --pack"), "{}", err(&done));

    let record = file(&home, "record.jsonl", b"{\"id\": \"1\", \"text\": \"words\"}\n");
    let pack = bundled("policies/community");
    let calibrate = || run(&["calibrate", &record, "--pack", &pack, "--audit", &shown, "-o", &to]);
    let done = calibrate();
    assert_eq!(code(&done), 2);
    assert!(err(&done).contains("there is no such file") && err(&done).contains("preceptor audit"), "{}", err(&done));

    fs::write(audit.join("summary.json"), r#"{"items": 1, "samples": {}, "pack": {"revision": "sha256:other"}}"#)
        .unwrap();
    let row = |id: &str| {
        format!(
            r#"{{"queue":"q","id":"{id}","selection":"priority","selection_probability":1,"in_sample":false,"raters":1}}"#
        )
    };
    fs::write(audit.join("queue.jsonl"), format!("{}\n{{}}\n{}\n", row("1"), row("1"))).unwrap();
    let done = calibrate();
    assert_eq!(code(&done), 2);
    assert!(err(&done).contains("line 2") && err(&done).contains("line 3"), "{}", err(&done));

    fs::write(audit.join("queue.jsonl"), format!("{}\n{}\n", row("1"), row("gone"))).unwrap();
    let done = calibrate();
    assert_eq!(code(&done), 0, "{}", err(&done));
    assert!(
        err(&done).contains("1 row of the audit's queue is about items that are not in this corpus"),
        "{}",
        err(&done)
    );
    assert!(err(&done).contains("another revision"), "{}", err(&done));
    assert_eq!(json(Path::new(&to), "calibration.json")["audit"]["unknown_items"], 1);

    let done = run(&["calibrate", &record, "--pack", &pack, "--audit", &shown, "-o", &shown]);
    assert_eq!(code(&done), 2);
    assert!(err(&done).contains("holds the audit") && !audit.join("report.html").exists(), "{}", err(&done));
}

#[test]
fn an_interval_that_cannot_be_wanted_is_refused_with_what_to_write() {
    let home = tempfile::tempdir().unwrap();
    let table = file(&home, "r.csv", b"item,rater,label\n1,a,x\n1,b,x\n");
    let to = home.path().join("out").display().to_string();
    for bad in ["70%", "0", "wide"] {
        let refused = run(&["calibrate", &table, "-o", &to, "--half-width", bad]);
        assert_eq!(code(&refused), 2);
        assert!(err(&refused).contains("a share above 0 and below 0.5, such as 0.03 or 3%"), "{}", err(&refused));
    }
    assert_eq!(code(&run(&["calibrate", &table, "-o", &to, "--half-width", "5%"])), 0);
    let told: serde_json::Value = serde_json::from_str(&read(Path::new(&to), "calibration.json")).unwrap();
    assert_eq!(told["half_width"], 0.05);
}

#[test]
fn the_bar_and_the_rate_of_errors_that_is_good_enough_are_the_leads_to_set() {
    let home = folder();
    let table = bundled("tests/cases/report/ratings.csv");
    let gold = bundled("tests/cases/report/gold.csv");
    let at = |options: &[&str]| {
        let to = home.path().display().to_string();
        let given = ["calibrate", &table, "--gold", &gold, "--scale", SCALE, "-o", &to];
        let done = run(&[&given[..], options].concat());
        assert_eq!(code(&done), 3, "{}", err(&done));
        json(home.path(), "calibration.json")
    };
    let status = |found: &serde_json::Value, who: &str| found["judges"][who]["status"].as_str().unwrap().to_owned();
    let (strict, mild) = (at(&["--bar", "99%"]), at(&["--bar", "0.01", "--aql", "2%", "--inspection", "tightened"]));
    assert_eq!((status(&strict, "<carl>"), status(&mild, "<carl>")), ("fails".to_owned(), "passes".to_owned()));
    assert_eq!(
        (mild["batch_demand"]["accept_rate"].as_f64(), mild["batch_demand"]["refuse_rate"].as_f64()),
        (Some(0.02), Some(0.06))
    );
    // Whoever passes needs no remedy, so there are fewer.
    assert!(mild["without_remedy"].as_u64() > strict["without_remedy"].as_u64());
    let done = run(&["calibrate", &table, "--bar", "80", "-o", &home.path().display().to_string()]);
    assert_eq!(code(&done), 2);
    assert!(err(&done).contains("a share above 0 and below 1, such as 0.03 or 3%"), "{}", err(&done));
}

#[test]
fn a_rule_for_ties_is_declared_and_told_and_needs_an_order_where_it_speaks_of_one() {
    let home = tempfile::tempdir().unwrap();
    let table = file(&home, "r.csv", b"item,rater,label\n1,a,x\n1,b,y\n2,a,x\n2,b,x\n3,a,y\n3,b,y\n");
    let to = home.path().join("out").display().to_string();
    let refused = run(&["calibrate", &table, "-o", &to, "--tie", "strictest"]);
    assert_eq!(code(&refused), 2);
    assert!(err(&refused).contains("--tie first or --tie none"), "{}", err(&refused));
    for (tie, rule, words) in [
        ("strictest", "last", "the label wins that stands last on the scale"),
        ("none", "none", "on 1 item labels are tied, where none wins"),
    ] {
        let args = ["calibrate", &table, "-o", &to, "--scale", "ordinal:x<y", "--tie", tie];
        assert_eq!(code(&run(&args)), 0);
        let told: serde_json::Value = serde_json::from_str(&read(Path::new(&to), "calibration.json")).unwrap();
        assert_eq!(told["consensus"]["tie_rule"], rule);
        assert!(read(Path::new(&to), "report.html").contains(words), "{tie}");
    }
}

#[test]
fn every_disagreement_has_a_row_of_its_own() {
    let home = folder();
    let table = bundled("tests/cases/report/ratings.csv");
    let gold = bundled("tests/cases/report/gold.csv");
    let to = home.path().display().to_string();
    run(&["calibrate", &table, "--gold", &gold, "--scale", SCALE, "-o", &to]);
    let found = json(home.path(), "calibration.json");
    let all = read(home.path(), "disputes.csv");
    let rows: Vec<&str> = all.lines().collect();
    assert_eq!(rows[0], "item,clause,judge,said,reference,is_gold,cause,probability,reference_wrong");
    assert_eq!(Some(rows.len() as u64 - 1), found["disputes_count"].as_u64());
    let named = |row: &serde_json::Value| row["item"].as_str().unwrap().to_owned();
    let listed: Vec<String> = found["disputes"].as_array().unwrap().iter().map(named).collect();
    assert!(!listed.is_empty() && listed.iter().all(|item| rows.iter().any(|row| row.contains(item.as_str()))));
}
