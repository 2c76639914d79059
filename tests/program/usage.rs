//! What a newcomer does, and what the exit codes say.

use super::{bundled, code, err, file, folder, out, run};

#[test]
fn a_new_pack_is_sound_its_examples_hold_and_its_corpus_is_audited() {
    let home = folder();
    let dir = home.path().join("mine").display().to_string();
    assert_eq!(code(&run(&["new", &dir])), 0);
    assert_eq!(code(&run(&["check", &format!("{dir}/pack")])), 0);
    let tested = run(&["test", &format!("{dir}/pack")]);
    assert_eq!(code(&tested), 0, "{}", out(&tested));
    let audited = run(&["audit", &format!("{dir}/pack"), &format!("{dir}/corpus.jsonl"), "-o", &format!("{dir}/out")]);
    assert_eq!(code(&audited), 0, "{}", err(&audited));
    for part in ["Verdicts of the policy", "Disagreements", "Look at these first", "probably wrong"] {
        assert!(out(&audited).contains(part), "`{part}` is not in\n{}", out(&audited));
    }
    for name in ["decisions", "disagreements", "queue", "items", "rejected"] {
        assert!(home.path().join(format!("mine/out/{name}.jsonl")).is_file(), "{name}.jsonl is missing");
    }
    let leftovers: Vec<_> = std::fs::read_dir(home.path().join("mine/out"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("partial") || name.contains("checkpoint"))
        .collect();
    assert!(leftovers.is_empty(), "{leftovers:?}");
    assert_eq!(code(&run(&["new", &dir])), 2, "an existing folder is never overwritten");
}

#[test]
fn content_is_masked_unless_it_is_asked_for() {
    let home = folder();
    let out_dir = home.path().join("out").display().to_string();
    let (pack, corpus) = (bundled("policies/starter"), bundled("corpora/starter/data.jsonl"));
    let masked = out(&run(&["audit", &pack, &corpus, "-o", &out_dir]));
    assert!(!masked.contains("FREE MONEY") && masked.contains("••••"), "{masked}");
    for name in ["decisions", "disagreements", "queue"] {
        let data = std::fs::read_to_string(format!("{out_dir}/{name}.jsonl")).unwrap();
        assert!(!data.contains("write to me now"), "{name}.jsonl quotes content");
    }
    let shown = out(&run(&["audit", &pack, &corpus, "-o", &out_dir, "--show-content"]));
    assert!(shown.contains("FREE MONEY"), "{shown}");
}

#[test]
fn exit_codes_go_by_meaning() {
    let home = folder();
    let (pack, corpus) = (bundled("policies/starter"), bundled("corpora/starter/data.jsonl"));
    let to = home.path().join("out").display().to_string();
    let broken = home.path().join("broken");
    std::fs::create_dir_all(&broken).unwrap();
    std::fs::write(broken.join("pack.yaml"), "pack: broken\nschema:\n  text: {type: text}\n").unwrap();
    std::fs::write(
        broken.join("a.precept"),
        "language 1\nverdicts allow < remove\nclause X.1 \"X\" { when txt has \"a\" }\n",
    )
    .unwrap();
    let broken = broken.display().to_string();
    let rejected = file(&home, "bad.jsonl", b"{\"id\":\"a\",\"text\":\"fine\"}\nnot json\n");

    assert_eq!(code(&run(&["check", &pack])), 0);
    assert_eq!(code(&run(&["check", &broken])), 1, "a pack with errors is a finding of `check`");
    assert_eq!(code(&run(&["run", &broken, &corpus])), 2, "and bad use where it was to be run");
    assert_eq!(code(&run(&["run", &pack, "nowhere.jsonl"])), 2);
    assert_eq!(code(&run(&["check", "nowhere"])), 2);
    assert_eq!(code(&run(&["chekc", &pack])), 2);
    assert_eq!(code(&run(&["run", &pack, &rejected])), 3, "a rejected record is bad input, and the rest is decided");
    assert_eq!(code(&run(&["audit", &pack, &corpus, "-o", &to, "--fail-on", "false_positive"])), 1);
    assert_eq!(code(&run(&["audit", &pack, &corpus, "-o", &to, "--fail-on", "false_positive=1000"])), 0);
    assert_eq!(code(&run(&["audit", &pack, &corpus, "-o", &to, "--fail-on", "nonsense"])), 2);
    assert_eq!(
        code(&run(&["audit", &pack, &rejected, "-o", &to, "--fail-on", "any=0"])),
        3,
        "bad input outranks findings"
    );
    assert_eq!(code(&run(&["check", &pack, "--format", "xml"])), 2);
}

#[test]
fn everything_rejected_is_told_with_its_place_and_the_rest_goes_on() {
    let home = folder();
    let corpus = file(
        &home,
        "c.jsonl",
        b"{\"id\":\"a\",\"text\":\"one\"}\n\n{\"id\":\"a\",\"text\":\"two\"}\n{\"text\":\"no id\"}\n{\"id\":\"b\",\"text\":7}\n{\"id\":\"c\",\"text\":\"three\"}\n",
    );
    let to = home.path().join("out").display().to_string();
    let audited = run(&["audit", &bundled("policies/starter"), &corpus, "-o", &to]);
    assert_eq!(code(&audited), 3);
    let rejected = std::fs::read_to_string(format!("{to}/rejected.jsonl")).unwrap();
    let lines: Vec<u64> = rejected
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["line"].as_u64().unwrap())
        .collect();
    assert_eq!(lines, [3, 4, 5], "{rejected}");
    let summary: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(format!("{to}/summary.json")).unwrap()).unwrap();
    assert_eq!(
        (summary["items"].as_u64(), summary["rejected"].as_u64(), summary["blank"].as_u64()),
        (Some(2), Some(3), Some(1))
    );
    assert_eq!(code(&run(&["audit", &bundled("policies/starter"), &corpus, "-o", &to, "--strict"])), 3);
}

#[test]
fn explain_says_which_words_met_which_clause_and_what_was_unknown() {
    let pack = bundled("policies/starter");
    let said = out(&run(&["explain", &pack, "--text", "you numpty"]));
    assert!(said.contains("HR.1") && said.contains("\"numpty\" of insults"), "{said}");
    let item = ["explain", &pack, "--item", "s-05", "--in", &bundled("corpora/starter/data.jsonl")];
    let said = out(&run(&item));
    assert!(said.contains("because missing: author.age"), "{said}");
    let sentence = out(&run(&["explain", &pack, "--clause", "HR.2"]));
    assert!(sentence.contains("author.age is less than 30 days and text has an entry of bait"), "{sentence}");
    let wrong = run(&["explain", &pack, "--text", "x", "--with", "surfce: post"]);
    assert!(code(&wrong) == 2 && err(&wrong).contains("surface"), "{}", err(&wrong));
}

#[test]
fn every_code_can_be_explained_and_an_unknown_one_lists_them() {
    let page = run(&["check", "--explain", "e001"]);
    assert!(code(&page) == 0 && out(&page).contains("E001"));
    assert_eq!(code(&run(&["check", "--explain", "E999"])), 2);
}

#[test]
fn check_reports_in_the_forms_that_other_tools_read() {
    let home = folder();
    file(&home, "p/pack.yaml", b"pack: p\nschema:\n  text: {type: text}\n");
    file(&home, "p/a.precept", b"language 1\nverdicts allow < remove\ndefine d = txt has \"a\"\n");
    let pack = home.path().join("p").display().to_string();
    let json: serde_json::Value = serde_json::from_str(&out(&run(&["check", &pack, "--format", "json"]))).unwrap();
    let first = &json["packs"][0]["diagnostics"][0];
    assert_eq!((first["level"].as_str(), first["line"].as_u64()), (Some("error"), Some(3)), "{json:#}");
    let sarif: serde_json::Value = serde_json::from_str(&out(&run(&["check", &pack, "--format", "sarif"]))).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"], 3);
    assert!(out(&run(&["check", &pack, "--format", "github"])).starts_with("::error file="));
    let junit = out(&run(&["test", &bundled("policies/starter"), "--format", "junit"]));
    assert!(junit.contains("<testsuite name=\"HR.1\"") && junit.contains("failures=\"0\""), "{junit}");
}

#[test]
fn completions_and_manual_pages_know_every_command() {
    let script = out(&run(&["completions", "bash"]));
    let page = out(&run(&["man"]));
    for command in ["new", "check", "test", "explain", "run", "audit", "completions", "man"] {
        assert!(script.contains(command) && page.contains(command), "{command}");
        assert_eq!(code(&run(&[command, "--help"])), 0);
    }
}
