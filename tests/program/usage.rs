//! What a newcomer does, and what the exit codes say.

use std::path::Path;

use tempfile::TempDir;

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

/// A pack of one policy on `text`, with an exemption and a sensitive field.
fn small_pack(home: &TempDir) -> String {
    file(
        home,
        "pack/pack.yaml",
        b"pack: small\nschema:\n  text: {type: text}\n  badge: {type: enum, of: [press, none]}\n  phone: {type: text, sensitive: true}\n",
    );
    let policy = "language 1\nverdicts allow < restrict < remove\n\
        policy B \"Words\" { owner \"o\" version \"1\" labels x subject text on unknown abstain \"\"\"p\"\"\" }\n\
        clause B.1 \"Vermin\" { severity high status live \"\"\"p\"\"\" when text has (\"vermin\" or \"zorp\") verdict remove as x\n\
          violates \"vermin\" allows \"kind\" }\n\
        exempt press \"Press\" { from B.1 when badge is press caps at restrict reason \"r\" owner \"o\" expires 2099-01-01 }\n\
        check first \"First\" { for each item when policy.fired.count >= 1 kind policy_gap }\n\
        check second \"Second\" { for each item when checks has first kind insufficient_information }\n\
        queue experts \"Experts\" { when checks.count >= 1 take all }\n";
    file(home, "pack/a.precept", policy.as_bytes());
    home.path().join("pack").display().to_string()
}

#[test]
fn the_first_items_are_shown_with_their_words_in_any_script() {
    let home = folder();
    let pack = small_pack(&home);
    let lines =
        "{\"id\":\"a\",\"text\":\"vermin\",\"phone\":\"0151 234\"}\n{\"id\":\"b\",\"text\":\"你们都是害虫vermin\"}\n";
    let corpus = file(&home, "c.jsonl", lines.as_bytes());
    let to = home.path().join("out").display().to_string();
    let said = out(&run(&["audit", &pack, &corpus, "-o", &to, "--show-content"]));
    assert!(said.contains("text  vermin") || said.contains("text  [vermin]"), "{said}");
    assert!(said.contains("害虫"), "{said}");
    // A check reads what the checks before it found.
    let queue = std::fs::read_to_string(home.path().join("out/queue.jsonl")).unwrap();
    assert!(queue.contains("\"first\"") && queue.contains("\"second\""), "{queue}");
}

#[test]
fn an_exemption_that_cannot_be_proved_names_what_is_missing() {
    let home = folder();
    let pack = small_pack(&home);
    let said = out(&run(&["explain", &pack, "--text", "vermin"]));
    assert!(said.contains("`press` (Press) cannot be proved for want of badge, so it does not apply"), "{said}");
    let corpus = file(&home, "c.jsonl", b"{\"id\":\"a\",\"text\":\"vermin\"}\n");
    let decided = out(&run(&["run", &pack, &corpus, "-o", "-"]));
    assert!(decided.contains("\"proof\":\"unproved\",\"missing\":[\"badge\"]"), "`-` is standard output: {decided}");
    assert!(!Path::new("-").exists());
}

#[test]
fn spans_beyond_a_thousand_are_counted() {
    let home = folder();
    let pack = small_pack(&home);
    let line = format!("{{\"id\":\"a\",\"text\":\"{}\"}}\n", "vermin zorp ".repeat(600));
    let corpus = file(&home, "c.jsonl", line.as_bytes());
    let decided = out(&run(&["run", &pack, &corpus]));
    let row: serde_json::Value = serde_json::from_str(&decided).unwrap();
    let fired = &row["fired"][0];
    assert_eq!((fired["spans"].as_array().unwrap().len(), fired["spans_left_out"].as_u64()), (1_000, Some(200)));
}

#[test]
fn a_pack_that_cannot_be_read_keeps_no_other_from_being_checked() {
    let home = folder();
    let pack = small_pack(&home);
    let checked = run(&["check", "there-is-none", &pack]);
    assert_eq!(code(&checked), 2);
    assert!(err(&checked).contains("there-is-none") && out(&checked).contains("sound"), "{}", err(&checked));
}

#[test]
fn a_fix_never_takes_a_changed_base_for_read() {
    let home = folder();
    small_pack(&home);
    let revision = format!("sha256:{}", "0".repeat(64));
    let manifest = format!("pack: over\nextends: {{pack: ../pack, revision: \"{revision}\"}}\n");
    file(&home, "over/pack.yaml", manifest.as_bytes());
    let over = home.path().join("over").display().to_string();
    let checked = run(&["check", &over, "--fix"]);
    assert_eq!(code(&checked), 1, "{}", err(&checked));
    assert!(std::fs::read_to_string(home.path().join("over/pack.yaml")).unwrap().contains(&revision));
}
