//! `explain`: for people and as data; on which date; what is hidden; what judges contradict each other on.

use serde_json::Value;

use super::{bundled, code, err, file, folder, out, run};

fn json(output: &std::process::Output) -> Value {
    serde_json::from_str(&out(output)).unwrap_or_else(|_| panic!("{}{}", out(output), err(output)))
}

#[test]
fn it_is_explained_as_of_the_day_that_a_run_would_take_and_the_day_is_said() {
    let (pack, corpus) = (bundled("policies/starter"), bundled("corpora/starter/data.jsonl"));
    let item = ["explain", &pack, "--item", "s-05", "--in", &corpus, "--format", "json"];
    let explained = json(&run(&item));
    let ran = out(&run(&["run", &pack, &corpus]));
    let ran: Value = serde_json::from_str(ran.lines().next().unwrap()).unwrap();
    assert_eq!(explained["as_of"], ran["as_of"], "the pack's own `as_of` is for its examples only");
    assert!(explained["as_of_from"].as_str().unwrap().starts_with("today"));
    let said = out(&run(&["explain", &pack, "--text", "x", "--as-of", "2026-03-01"]));
    assert!(said.contains("as of 2026-03-01 (--as-of)"), "{said}");
}

#[test]
fn as_data_it_says_what_it_says_to_people() {
    let pack = bundled("policies/starter");
    let said = json(&run(&["explain", &pack, "--text", "you numpty", "--format", "json"]));
    let clause = &said["clauses"][0];
    assert_eq!((clause["clause"].as_str(), clause["outcome"].as_str()), (Some("HR.1"), Some("match")));
    let found = &clause["found"][0];
    assert_eq!(found["words"], "you numpty");
    assert_eq!((found["view"].as_str(), found["entry"].as_str()), (Some("plain"), Some("numpty")));
    assert!(clause["sentence"].as_str().unwrap().starts_with("HR.1 \"Insult\" says remove"));
    assert_eq!(
        (clause["exceptions"][0]["exception"].as_str(), &clause["exceptions"][0]["holds"]),
        (Some("quoting"), &Value::Bool(false))
    );
    assert_eq!(said["decision"]["verdict"], "remove");
    let unknown = json(&run(&[
        "explain",
        &pack,
        "--item",
        "s-05",
        "--in",
        &bundled("corpora/starter/data.jsonl"),
        "--format",
        "json",
    ]));
    assert_eq!(unknown["clauses"][0]["missing"], serde_json::json!(["author.age"]));
    let full = json(&run(&["explain", &pack, "--text", "x", "--clause", "HR.1", "--format", "json"]));
    assert_eq!(
        (full["clauses"].as_array().unwrap().len(), &full["clauses"][0]["steps"]["holds"]),
        (1, &Value::Bool(false))
    );
}

#[test]
fn an_items_words_are_hidden_unless_they_are_asked_for() {
    let (pack, corpus) = (bundled("policies/starter"), bundled("corpora/starter/data.jsonl"));
    let item = ["explain", &pack, "--item", "s-05", "--in", &corpus];
    let hidden = out(&run(&item));
    assert!(hidden.contains("••••") && !hidden.contains("today\n"), "{hidden}");
    let data = json(&run(&[&item[..], &["--format", "json"]].concat()));
    assert!(data["masked"] == true && data["texts"][0]["text"].as_str().unwrap().contains("••••"), "{data:#}");
    let shown = json(&run(&[&item[..], &["--format", "json", "--show-content"]].concat()));
    assert!(shown["masked"] == false && !shown["texts"][0]["text"].as_str().unwrap().contains('•'));
}

/// A pack that asks raters a question, marks a field as sensitive, and a corpus of one item.
fn asking() -> (tempfile::TempDir, String, String) {
    let home = folder();
    let manifest = "pack: asking\nschema:\n  text: {type: text, required: true}\n  name: {type: text, sensitive: true}\n  \
                    wealth: {type: number, sensitive: true}\n";
    file(&home, "pack/pack.yaml", manifest.as_bytes());
    let policy = "language 1\nverdicts allow < remove\npolicy A \"Asking\" { subject text on unknown abstain }\n\
                  question rude \"Is it rude?\" { asked of raters }\n\
                  clause A.1 \"Rude\" { severity high status live when rude and wealth > 1 verdict remove\n\
                  violates \"x\" with { rude: true, wealth: 2 } }\n\
                  clause A.2 \"Named\" { severity high status live when name has \"jo\" verdict remove\n\
                  violates \"x\" with { name: \"jo\" } }\n\
                  queue people \"People\" { take all }\n";
    file(&home, "pack/a.precept", policy.as_bytes());
    let item = "{\"id\":\"a\",\"text\":\"two words\",\"name\":\"Mo Bloggs\",\"wealth\":31337,\
                \"models\":[{\"name\":\"m\",\"verdict\":\"allow\"}],\
                \"ratings\":[{\"rater\":\"r\",\"answers\":{\"rude\":true}},{\"rater\":\"s\",\"answers\":{\"rude\":false}}]}\n";
    let corpus = file(&home, "c.jsonl", item.as_bytes());
    let pack = home.path().join("pack").display().to_string();
    (home, pack, corpus)
}

#[test]
fn judges_who_contradict_each_other_are_not_told_as_something_missing() {
    let (home, pack, corpus) = asking();
    let said = out(&run(&["explain", &pack, "--item", "a", "--in", &corpus]));
    assert!(said.contains("judges contradict each other on: rude") && !said.contains("because missing"), "{said}");
    let to = home.path().join("out").display().to_string();
    let audited = run(&["audit", &pack, &corpus, "-o", &to]);
    assert!(out(&audited).contains("1 unsettled because judges' answers contradict"), "{}", out(&audited));
    let decided = std::fs::read_to_string(format!("{to}/decisions.jsonl")).unwrap();
    let unknown = &serde_json::from_str::<Value>(&decided).unwrap()["indeterminate"][0];
    assert_eq!(unknown["contradicting"], serde_json::json!(["rude"]));
    assert_eq!(unknown["missing"], serde_json::json!([]));
    let row = std::fs::read_to_string(format!("{to}/disagreements.jsonl")).unwrap();
    let row: Value = serde_json::from_str(row.lines().next().unwrap()).unwrap();
    assert_eq!(row["kind"], "insufficient_information");
    assert_eq!(row["evidence"]["contradicting"], serde_json::json!(["rude"]));
    assert_eq!(row["evidence"]["tests"], serde_json::json!(["answers_contradict"]));
    assert_eq!(
        (row["evidence"]["missing"].as_array().unwrap().len(), row["cause"].as_str()),
        (0, Some("policy_ambiguity"))
    );
    let summary: Value = serde_json::from_str(&std::fs::read_to_string(format!("{to}/summary.json")).unwrap()).unwrap();
    assert_eq!((summary["unsettled"].as_u64(), summary["contradicted"].as_u64()), (Some(1), Some(1)));
}

#[test]
fn sensitive_fields_are_hidden_wherever_people_look() {
    let (home, pack, corpus) = asking();
    let to = home.path().join("out").display().to_string();
    let audited = out(&run(&["audit", &pack, &corpus, "-o", &to]));
    let items = std::fs::read_to_string(format!("{to}/items.jsonl")).unwrap();
    assert!(items.contains("two words"), "what is not sensitive is there for reviewers: {items}");
    let whole = out(&run(&["explain", &pack, "--item", "a", "--in", &corpus]));
    let data = out(&run(&["explain", &pack, "--item", "a", "--in", &corpus, "--format", "json"]));
    let steps = out(&run(&["explain", &pack, "--item", "a", "--in", &corpus, "--clause", "A.1"]));
    for said in [&audited, &items, &whole, &data, &steps] {
        assert!(!said.contains("Bloggs") && !said.contains("31337"), "{said}");
    }
    assert!(items.contains("•• ••••••"), "{items}");
    assert_eq!(code(&run(&["audit", &pack, &corpus, "-o", &to, "--show-content"])), 0);
    let items = std::fs::read_to_string(format!("{to}/items.jsonl")).unwrap();
    assert!(items.contains("Mo Bloggs") && items.contains("31337"), "{items}");
    let steps = out(&run(&["explain", &pack, "--item", "a", "--in", &corpus, "--clause", "A.1", "--show-content"]));
    assert!(steps.contains("31337"), "{steps}");
}

#[test]
fn what_a_card_calls_personal_is_hidden_too() {
    let home = folder();
    let card = "corpus: mine\nlicence: CC0\npersonal: [who]\ntables:\n  rows: {files: rows.csv}\n\
                item:\n  id: \"{n}\"\n  text: said\n  name: \"by {who}\"\n";
    file(&home, "corpus/corpus.yaml", card.as_bytes());
    file(&home, "corpus/rows.csv", b"n,said,who\n1,two words,Mo Bloggs\n");
    file(&home, "pack/pack.yaml", b"pack: p\nschema:\n  text: {type: text}\n  name: {type: text}\n");
    let policy = "language 1\nverdicts allow < remove\npolicy A \"A\" { subject text on unknown abstain }\n\
                  clause A.1 \"A\" { severity high status live when text has \"two\" verdict remove violates \"two\" }\n\
                  queue people \"People\" { take all when policy.verdict is remove }\n";
    file(&home, "pack/a.precept", policy.as_bytes());
    let path = |name: &str| home.path().join(name).display().to_string();
    let audited = run(&["audit", &path("pack"), &path("corpus"), "-o", &path("out")]);
    assert_eq!(code(&audited), 0, "{}", err(&audited));
    let items = std::fs::read_to_string(path("out/items.jsonl")).unwrap();
    assert!(items.contains("two words") && !items.contains("Bloggs"), "{items}");
    let summary: Value = serde_json::from_str(&std::fs::read_to_string(path("out/summary.json")).unwrap()).unwrap();
    assert_eq!(summary["corpus"]["personal_data"], serde_json::json!(["who"]));
}

#[test]
fn a_clauses_sentence_keeps_its_parentheses_and_counts_in_english() {
    let home = folder();
    file(&home, "pack/pack.yaml", b"pack: p\nschema:\n  text: {type: text}\n  known: {type: bool}\n");
    let policy = "language 1\nverdicts allow < remove\npolicy A \"A\" { subject text on unknown abstain }\n\
                  list bad { \"x\" { mild: true }, \"y\" { mild: false } }\nlist groups { \"them\" }\n\
                  clause A.1 \"A\" { severity high status live\n\
                  when text has (bad[not mild] not in quotes) within 3 words of (groups not in quotes)\n\
                  or text has at least 2 of bad or text has at least 2 mentions of bad\n\
                  or text has at least 2 of (bad, \"z\") or (known default false) or text has all of (\"q\", \"r\")\n\
                  except e \"E\" if text has no bad[mild] verdict remove violates \"x x y\" }\n";
    file(&home, "pack/a.precept", policy.as_bytes());
    let said = out(&run(&["explain", &home.path().join("pack").display().to_string(), "--clause", "A.1"]));
    for part in [
        "has (an entry of bad where it is not mild not in quotes) within 3 words of (an entry of groups not in quotes) or",
        "has at least 2 different entries of bad or",
        "has at least 2 mentions of entries of bad or",
        "has at least 2 different ones of (an entry of bad or \"z\") or",
        "(known holds; where that cannot be told it counts as no) or",
        "has all of (\"q\" and \"r\"),",
        "if text has no entry of bad where it is mild.",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}

#[test]
fn a_post_is_shown_whole_and_a_long_text_around_what_was_found() {
    let pack = bundled("policies/starter");
    let post = format!("{} you numpty", "quiet ".repeat(60));
    assert!(!out(&run(&["explain", &pack, "--text", &post])).contains('…'));
    let book = format!("{} you numpty {}", "quiet ".repeat(600), "calm ".repeat(600));
    let said = out(&run(&["explain", &pack, "--text", &book]));
    assert!(said.lines().next().unwrap().contains("[you numpty] calm"), "{said}");
    assert!(said.lines().next().unwrap().len() < 1_000, "{said}");
}

#[test]
fn an_exception_that_holds_names_the_words_that_make_it_hold() {
    let asked = ["explain", "policies/community", "--text", "It's wrong to think that Veridians are vermin."];
    let said = out(&run(&asked));
    let held = said.lines().find(|line| line.contains("`condemning`")).unwrap();
    assert!(held.contains("holds: everything found is within 5 words after strong_lead: \"wrong to think\""), "{held}");
    assert!(!held.contains("judged_wrong"), "only the alternative that holds is told: {held}");
    let told: Value = serde_json::from_str(&out(&run(&[&asked[..], &["--format", "json"]].concat()))).unwrap();
    let exceptions =
        told["clauses"].as_array().unwrap().iter().flat_map(|clause| clause["exceptions"].as_array().unwrap());
    let (held, others): (Vec<&Value>, Vec<&Value>) = exceptions.partition(|exception| exception["holds"] == true);
    assert_eq!(held[0]["because"][0]["found"][0]["words"], "wrong to think");
    assert!(others.iter().all(|exception| exception["because"].is_null()));
}
