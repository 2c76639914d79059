//! What goes wrong in a user's hands, and what is said then: one message, in plain words, where it helps.

use serde_json::Value;

use super::{bundled, code, err, file, folder, out, program, run};

fn starter() -> String {
    bundled("policies/starter")
}

/// Decides a corpus of one file under the starter pack.
fn decided(name: &str, contents: &[u8]) -> std::process::Output {
    let home = folder();
    let corpus = file(&home, name, contents);
    run(&["run", &starter(), &corpus])
}

#[test]
fn an_empty_corpus_is_told() {
    let empty = decided("c.jsonl", b"\n\n");
    assert!(code(&empty) == 0 && err(&empty).contains("warning: the corpus is empty"), "{}", err(&empty));
}

#[test]
fn parquet_is_refused_by_its_first_bytes_and_by_its_ending() {
    for (name, contents) in [("c.parquet", b"anything".as_slice()), ("c.jsonl", b"PAR1\x15\x04"), ("c", b"PAR1")] {
        let refused = decided(name, contents);
        assert_eq!(code(&refused), 2, "{name}");
        assert!(err(&refused).contains("Parquet is not read yet"), "{}", err(&refused));
    }
}

#[test]
fn what_is_no_object_is_rejected_without_an_id() {
    let rejected = decided("c.jsonl", b"[1]\n\"x\"\n7\n[{\"id\":\"a\"}]\n");
    assert_eq!(code(&rejected), 3);
    let lines: Vec<Value> = err(&rejected).lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    assert_eq!(lines.len(), 4, "{}", err(&rejected));
    assert!(lines.iter().zip(1..).all(|(line, at)| line["line"] == at && line.get("id").is_none()), "{lines:?}");
}

#[test]
fn an_empty_cell_of_a_required_column_is_a_missing_value_and_says_so() {
    let rejected = decided("c.csv", b"id,text\na,\nb,\"\"\nc,fine\n");
    assert_eq!((code(&rejected), out(&rejected).lines().count()), (3, 1));
    assert_eq!(err(&rejected).matches("`text` is missing: its cell is empty").count(), 2, "{}", err(&rejected));
}

#[test]
fn cells_between_semicolons_are_hinted_at() {
    let rejected = decided("c.csv", b"id;text\na;fine\n");
    assert!(code(&rejected) == 3 && err(&rejected).contains("separated by `;`"), "{}", err(&rejected));
    assert_eq!(code(&decided("c.csv", b"id,text\na,fine; really\n")), 0);
}

#[test]
fn a_wrong_value_is_quoted_only_if_it_is_one_short_word() {
    let short = decided("c.jsonl", b"{\"id\":\"a\",\"text\":\"x\",\"surface\":\"pots\"}\n");
    assert!(err(&short).contains("`pots` is not one of its words; did you mean `post`?"), "{}", err(&short));
    for value in ["my neighbour Jo lies", "jo@mail.example", "0171-5550143", "averyveryverylongwordindeed"] {
        let line = format!("{{\"id\":\"a\",\"text\":\"x\",\"surface\":\"{value}\"}}\n");
        let said = err(&decided("c.jsonl", line.as_bytes()));
        let length = format!("a text of {} characters", value.chars().count());
        assert!(!said.contains(value) && said.contains(&length), "{said}");
    }
}

#[test]
fn a_duration_below_zero_is_rejected() {
    let rejected = decided("c.jsonl", b"{\"id\":\"a\",\"text\":\"x\",\"author\":{\"age_days\":-3}}\n");
    assert!(code(&rejected) == 3 && err(&rejected).contains("`author.age` is below 0"), "{}", err(&rejected));
}

#[test]
fn clauses_that_the_pack_lacks_are_told_and_counted() {
    let home = folder();
    let corpus = file(
        &home,
        "c.jsonl",
        b"{\"id\":\"a\",\"text\":\"x\",\"gold\":{\"verdict\":\"allow\",\"clause\":\"hr.1\"},\
          \"ratings\":[{\"rater\":\"r\",\"verdict\":\"allow\",\"clause\":\"ZZ.9\"}]}\n",
    );
    let to = home.path().join("out").display().to_string();
    let audited = run(&["audit", &starter(), &corpus, "-o", &to]);
    let said = err(&audited);
    assert!(
        said.contains("`hr.1` in `gold.clause` (1; did you mean `HR.1`?), `ZZ.9` in `ratings.clause` (1)"),
        "{said}"
    );
    let summary = std::fs::read_to_string(format!("{to}/summary.json")).unwrap();
    let summary: Value = serde_json::from_str(&summary).unwrap();
    assert_eq!(summary["unknown_clauses"]["gold.clause hr.1"], 1);
    let checked = run(&["check", &starter(), "--corpus", &corpus]);
    assert!(out(&checked).contains("unknown clause  `hr.1`"), "{}", out(&checked));
}

#[test]
fn checking_a_corpus_with_rejected_records_is_bad_input() {
    let home = folder();
    let corpus = file(&home, "c.jsonl", b"{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"a\",\"text\":\"y\"}\n");
    let checked = run(&["check", &starter(), "--corpus", &corpus]);
    assert_eq!(code(&checked), 3, "an id that is used twice is a rejection here too: {}", out(&checked));
    assert!(out(&checked).contains("1 record, 1 rejected"), "{}", out(&checked));
}

#[test]
fn fields_of_a_text_that_are_wrong_are_told_as_such() {
    let wrong = |fields: &str| err(&run(&["explain", &starter(), "--text", "x", "--with", fields]));
    let typo = wrong("surfce: post");
    assert!(typo.contains("`--with`: the schema has no field `surfce`") && typo.contains("`surface`"), "{typo}");
    assert!(!typo.contains("pack") && typo.lines().count() == 1, "{typo}");
    assert!(wrong("surface post").contains("write fields as"), "{}", wrong("surface post"));
}

/// A copy of the starter pack with another manifest.
fn with_manifest(change: impl Fn(&str) -> String) -> (tempfile::TempDir, String) {
    let home = folder();
    for name in ["house.precept", "lexicons/insults.yaml"] {
        file(&home, name, &std::fs::read(bundled(&format!("policies/starter/{name}"))).unwrap());
    }
    let manifest = std::fs::read_to_string(bundled("policies/starter/pack.yaml")).unwrap();
    file(&home, "pack.yaml", change(&manifest).as_bytes());
    let path = home.path().display().to_string();
    (home, path)
}

#[test]
fn one_mistake_in_a_manifest_is_one_error() {
    let changes: [(&str, &str, &str); 4] = [
        ("type: text", "type: txt", "`txt` is not a type"),
        ("pack: starter", "pack: [starter", "not valid YAML"),
        ("unit: day", "unit: lightyears", "`lightyears` is not a unit"),
        ("{type: enum, of: [post, comment]}", "enum", "the field `surface` must be a map"),
    ];
    for (from, to, said) in changes {
        let (_home, pack) = with_manifest(|manifest| manifest.replace(from, to));
        let checked = run(&["check", &pack, "--format", "json"]);
        let json: Value = serde_json::from_str(&out(&checked)).unwrap();
        let found = json["packs"][0]["diagnostics"].as_array().unwrap().clone();
        let errors: Vec<&str> =
            found.iter().filter(|one| one["level"] == "error").filter_map(|one| one["title"].as_str()).collect();
        assert!(errors.len() == 1 && errors[0].contains(said), "{to}: {errors:#?}");
    }
}

#[test]
fn a_file_that_is_no_part_of_a_pack_is_warned_of_at_the_file() {
    let (home, pack) = with_manifest(str::to_owned);
    file(&home, "notes.txt", b"mine");
    let checked = run(&["check", &pack]);
    assert!(out(&checked).contains(&format!("{pack}/notes.txt:1:1")), "{}", out(&checked));
}

#[test]
fn a_pack_that_cannot_be_run_says_so_without_jargon() {
    let (_home, pack) = with_manifest(|manifest| manifest.replace("type: text", "type: txt"));
    let said = err(&run(&["run", &pack, &bundled("corpora/starter/data.jsonl")]));
    assert!(said.contains("cannot be used until what is shown above is mended (1 error)"), "{said}");
    assert!(!said.contains("compile"), "{said}");
}

#[test]
fn options_that_make_no_sense_are_refused_with_the_reason() {
    for arguments in [["test", "--seed"], ["test", "--resume"], ["test", "--strict"], ["explain", "--seed"]] {
        let refused = run(&[arguments[0], &starter(), arguments[1]]);
        let said = err(&refused);
        assert!(code(&refused) == 2 && said.contains(&format!("takes no `{}`: ", arguments[1])), "{said}");
    }
    let help = out(&run(&["test", "--help"]));
    assert!(!help.contains("--seed"), "{help}");
}

#[test]
fn what_was_probably_meant_is_named() {
    let said = |arguments: &[&str]| err(&run(arguments));
    assert!(said(&["check", "--explain", "e12"]).contains("did you mean `E012`?"));
    assert!(said(&["explain", &starter(), "--clause", "hr.1"]).contains("did you mean `HR.1`?"));
    let unknown = said(&["run", &starter(), "c.jsonl", "--fmt", "json"]);
    assert!(unknown.contains("--fmt") && !unknown.contains("as a value") && !unknown.contains("-- --"), "{unknown}");
}

#[test]
fn what_the_system_says_of_files_is_told_in_words() {
    let home = folder();
    let corpus = file(&home, "c.jsonl", b"{\"id\":\"a\",\"text\":\"x\"}\n");
    let inside = format!("{corpus}/inside.jsonl");
    for arguments in [["run", &starter(), &inside].as_slice(), &["run", &starter(), &corpus, "-o", &inside]] {
        let said = err(&run(arguments));
        assert!(said.contains("a part of its path is a file") && !said.contains("os error"), "{said}");
    }
}

#[test]
fn an_item_that_was_rejected_says_why_when_it_is_asked_about() {
    let home = folder();
    let corpus = file(&home, "c.jsonl", b"{\"id\":\"a\"}\n{\"id\":\"b\",\"text\":\"x\"}\n");
    let explain = |id: &str, more: &[&str]| {
        let mut arguments = vec!["explain".to_owned(), starter(), "--item".to_owned(), id.to_owned()];
        arguments.extend(["--in".to_owned(), corpus.clone()]);
        arguments.extend(more.iter().map(|one| (*one).to_owned()));
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        program(&arguments).output().unwrap()
    };
    let rejected = explain("a", &[]);
    assert!(code(&rejected) == 3 && err(&rejected).contains("line 1: the required field `text`"), "{}", err(&rejected));
    assert_eq!((code(&explain("b", &[])), code(&explain("b", &["--strict"])), code(&explain("z", &[]))), (0, 3, 2));
}

#[test]
fn a_table_without_an_id_is_refused_once_and_not_row_by_row() {
    for (header, hint) in [("ID,text", "rename `ID` to `id`"), ("text,label", "or write a corpus card")] {
        let rejected = decided("c.csv", format!("{header}\na,fine\nb,fine\n").as_bytes());
        let said = err(&rejected);
        assert!(code(&rejected) == 3 && said.contains(hint) && said.contains("1 record rejected"), "{said}");
    }
}

#[test]
fn a_column_that_is_nearly_a_field_is_pointed_out() {
    let told = decided("c.jsonl", b"{\"id\":\"a\",\"text\":\"x\",\"Surface\":\"post\"}\n");
    assert!(err(&told).contains("`Surface` (1; did you mean `surface`?)"), "{}", err(&told));
}

#[test]
fn results_are_not_written_where_their_name_would_lie() {
    let home = folder();
    let corpus = file(&home, "c.jsonl", b"{\"id\":\"a\",\"text\":\"x\"}\n");
    for name in ["d.csv", "d.parquet", "d.jsonl.gz"] {
        let place = home.path().join(name).display().to_string();
        let refused = run(&["run", &starter(), &corpus, "-o", &place]);
        assert!(code(&refused) == 2 && err(&refused).contains("plain JSON lines"), "{}", err(&refused));
    }
    let place = home.path().join("nowhere/d.jsonl").display().to_string();
    let said = err(&run(&["run", &starter(), &corpus, "-o", &place]));
    assert!(said.contains("there is no folder") && said.contains("make it first"), "{said}");
}

#[test]
fn an_audit_in_which_nobody_else_speaks_says_so() {
    let home = folder();
    let corpus = file(&home, "c.jsonl", b"{\"id\":\"a\",\"text\":\"x\"}\n");
    let to = home.path().join("out").display().to_string();
    let said = out(&run(&["audit", &starter(), &corpus, "-o", &to]));
    assert!(said.contains("no model, no rater and no gold speaks"), "{said}");
    assert!(!said.contains("why?"), "there is nothing to go on with: {said}");
}

#[test]
fn an_audit_names_the_command_that_says_why() {
    let home = folder();
    let to = home.path().join("out").display().to_string();
    let (pack, corpus) = (starter(), bundled("corpora/starter/data.jsonl"));
    let said = out(&run(&["audit", &pack, &corpus, "-o", &to]));
    let why = said.lines().last().unwrap().strip_prefix("why? preceptor ").unwrap();
    let explained = run(&why.split(' ').collect::<Vec<_>>());
    assert!(code(&explained) == 0 && out(&explained).contains("proposes"), "{}{}", out(&explained), err(&explained));
}

/// Audits records under the starter pack; returns what was said and the summary.
fn audited(records: &str) -> (std::process::Output, Value) {
    let home = folder();
    let corpus = file(&home, "c.jsonl", records.as_bytes());
    let to = home.path().join("out").display().to_string();
    let output = run(&["audit", &starter(), &corpus, "-o", &to, "--as-of", "2026-11-01"]);
    let summary = std::fs::read_to_string(home.path().join("out/summary.json")).unwrap();
    (output, serde_json::from_str(&summary).unwrap())
}

#[test]
fn what_judges_repeat_and_labels_that_the_pack_lacks_are_told_and_counted() {
    let (output, summary) = audited(concat!(
        r#"{"id":"a","text":"hello","ratings":[{"rater":"r1","verdict":"remove"},{"rater":"r1","verdict":"remove"}]}"#,
        "\n",
        r#"{"id":"b","text":"hello you","gold":{"verdict":"remove","labels":["qqq"]}}"#,
        "\n",
    ));
    let told = err(&output);
    assert!(told.contains("1 rating repeated a rater on an item; the first counts"), "{told}");
    assert!(told.contains("labels that the pack does not have: `qqq` in `gold.labels` (1"), "{told}");
    assert!(out(&output).contains("  1 rating repeated a rater on an item; the first counts\n"), "{}", out(&output));
    assert_eq!(summary["repeated"]["ratings"], 1);
    assert_eq!(summary["unknown_labels"]["gold.labels qqq"], 1);
    assert_eq!(summary["judges"]["r1"]["decisions"], 1);
}

#[test]
fn a_card_read_with_another_pack_is_told_at_once_and_all_its_rejections_for_what_they_are() {
    let home = folder();
    file(&home, "a.csv", b"id,body,said\nheading,,\n1,x,fine\n");
    let card = "corpus: x\npack: another\ntables: {a: {files: a.csv, skip: [{when: 'body is missing', as: headings}]}}\n\
                item: {id: id, text: body}\njudges: [{rater: r, verdict: said}]\n";
    file(&home, "corpus.yaml", card.as_bytes());
    let (corpus, to) = (home.path().display().to_string(), home.path().join("out").display().to_string());
    let output = run(&["audit", &starter(), &corpus, "-o", &to, "--as-of", "2026-11-01"]);
    let told = err(&output);
    assert!(told.contains("the card is written for the pack `another`; you read it with `starter`"), "{told}");
    let page = out(&output);
    assert!(page.contains("every record was rejected, and rejected.jsonl says why"), "{page}");
    assert!(page.contains("1 row skipped as the card says"), "{page}");
    let checked = run(&["check", &starter(), "--corpus", &corpus]);
    assert!(out(&checked).contains("1 row skipped as the card says"), "{}{}", out(&checked), err(&checked));
}
