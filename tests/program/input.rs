//! Input that is not what it should be: broken off, in another encoding, or not what it seems. What can be read is read, and
//! the rest is told with its place.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use super::{bundled, code, err, file, folder, out, program, run};

fn calibration(dir: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(dir.join("calibration.json")).unwrap()).unwrap()
}

/// Calibrates a table of ratings, perhaps with gold, and returns the command's output and its folder.
fn calibrated(ratings: &[u8], gold: Option<&str>, options: &[&str]) -> (std::process::Output, tempfile::TempDir) {
    let home = folder();
    let table = file(&home, "ratings.csv", ratings);
    let to = home.path().join("out").display().to_string();
    let gold = gold.map(|gold| file(&home, "gold.csv", gold.as_bytes()));
    let mut words = vec!["calibrate", &table, "-o", &to];
    words.extend(gold.iter().flat_map(|gold| ["--gold", gold.as_str()]));
    words.extend(options);
    (run(&words), home)
}

fn rejected(home: &tempfile::TempDir) -> Vec<Value> {
    let lines = fs::read_to_string(home.path().join("out/rejected.jsonl")).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

#[test]
fn a_compressed_file_that_breaks_off_in_its_first_bytes_is_read_up_to_there() {
    let home = folder();
    // Words that compress badly, so that half of the file holds about half of the records.
    let word = |n: u64| format!("{:x}", n.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let records: String = (0..40).map(|n| format!("{{\"id\":\"i{n}\",\"text\":\"{}\"}}\n", word(n))).collect();
    let whole = gzip(records.as_bytes());
    let half = file(&home, "c.jsonl.gz", &whole[..whole.len() / 2]);
    let done = run(&["run", &bundled("policies/starter"), &half]);
    let decided = out(&done).lines().count();
    assert!(code(&done) == 3 && decided > 5, "{decided} {}", err(&done));
    let line: Value = err(&done).lines().find_map(|line| serde_json::from_str(line).ok()).unwrap();
    assert_eq!(line["line"], decided + 1);
    let reason = line["reason"].as_str().unwrap();
    let bytes: usize = reason.rsplit_once("after ").unwrap().1.split(' ').next().unwrap().parse().unwrap();
    assert!(reason.contains("its compressed data ends too early") && bytes < records.len(), "{reason}");
    assert!(records[..bytes].lines().count() == decided + 1, "{reason}");

    let ratings: String = (0..60).map(|n| format!("{},r{},x\n", word(n), n % 3)).collect();
    let whole = gzip(format!("item,rater,label\n{ratings}").as_bytes());
    let (done, home) = calibrated(&whole[..whole.len() / 2], None, &[]);
    assert_eq!(code(&done), 3, "{}", err(&done));
    let (line, found) = (&rejected(&home)[0], calibration(&home.path().join("out")));
    assert!(line["reason"].as_str().unwrap().contains("its compressed data ends too early"), "{line}");
    assert_eq!(found["ratings"].as_u64().unwrap() + 2, line["line"].as_u64().unwrap());
}

#[test]
fn a_table_whose_header_is_broken_off_says_how_much_there_was() {
    let (done, _) = calibrated(&gzip(b"item,rater,label\n")[..14], None, &[]);
    assert_eq!(code(&done), 2);
    assert!(err(&done).contains("ends too early") && err(&done).contains("within its first line"), "{}", err(&done));
    assert!(!err(&done).contains("help:"), "{}", err(&done));
}

#[test]
fn a_byte_order_mark_inside_a_table_is_told_and_between_json_lines_passed_over() {
    let home = folder();
    let decided = |name: &str, bytes: &[u8]| run(&["run", &bundled("policies/starter"), &file(&home, name, bytes)]);
    for (name, bytes, line) in [
        ("a.csv", b"id,text\na,x\n\xEF\xBB\xBFid,text\nb,y\n".as_slice(), 3),
        ("b.csv", b"text,\xEF\xBB\xBFid\nx,a\n", 1),
    ] {
        let done = decided(name, bytes);
        let told: Value = err(&done).lines().find_map(|line| serde_json::from_str(line).ok()).unwrap();
        assert_eq!((code(&done), &told["line"]), (3, &line.into()));
        assert!(told["reason"].as_str().unwrap().contains("byte-order mark"), "{told}");
        assert!(!out(&done).contains('\u{feff}'));
    }
    let done = decided("c.jsonl", b"{\"id\":\"a\",\"text\":\"x\"}\n\xEF\xBB\xBF{\"id\":\"b\",\"text\":\"y\"}\n");
    assert_eq!((code(&done), out(&done).lines().count()), (0, 2));

    let (done, home) = calibrated(b"\xEF\xBB\xBFitem,rater,label\ni,r,x\n\xEF\xBB\xBFj,r,x\n", None, &[]);
    assert_eq!((code(&done), &rejected(&home)[0]["line"]), (3, &3.into()));
    let (done, _) = calibrated(b"item,\xEF\xBB\xBFrater,label\ni,r,x\n", None, &[]);
    assert!(code(&done) == 2 && err(&done).contains("its header has a byte-order mark inside"), "{}", err(&done));
}

#[test]
fn utf_16_is_told_wherever_it_is_read() {
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let home = folder();
    let records = file(&home, "c.jsonl", &wide("{\"id\":\"a\",\"text\":\"x\"}\n"));
    let done = run(&["run", &bundled("policies/starter"), &records]);
    assert!(code(&done) == 3 && err(&done).contains("it is UTF-16; save it as UTF-8"), "{}", err(&done));
    assert_eq!(err(&done).matches("\"line\"").count(), 1, "{}", err(&done));
    for (ratings, gold) in
        [(wide("item,rater,label\ni,r,x\n"), None), (b"item,rater,label\ni,r,x\n".to_vec(), Some(()))]
    {
        let home = folder();
        let table = file(&home, "r.csv", &ratings);
        let gold = gold.map(|()| file(&home, "g.csv", &wide("item,gold\ni,x\n")));
        let to = home.path().join("out").display().to_string();
        let mut words = vec!["calibrate", &table, "-o", &to];
        words.extend(gold.iter().flat_map(|gold| ["--gold", gold.as_str()]));
        let done = run(&words);
        assert!(code(&done) == 2 && err(&done).contains("it is UTF-16; save it as UTF-8"), "{}", err(&done));
    }
}

/// Copies a pack and adds bytes to one of its files.
fn spoilt(home: &tempfile::TempDir, name: &str, bytes: &[u8]) -> String {
    let to = home.path().join(name.replace('/', "_"));
    for inside in ["", "lexicons"] {
        fs::create_dir_all(to.join(inside)).unwrap();
        for entry in fs::read_dir(Path::new(&bundled("policies/starter")).join(inside)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(&path, to.join(inside).join(path.file_name().unwrap())).unwrap();
            }
        }
    }
    let target = to.join(name);
    let text = fs::read(&target).unwrap();
    fs::write(&target, [text.as_slice(), bytes].concat()).unwrap();
    to.display().to_string()
}

#[test]
fn a_file_of_a_pack_that_is_not_utf_8_is_a_finding_with_its_place_and_all_else_is_checked() {
    let lexicon = fs::read_dir(bundled("policies/starter/lexicons")).unwrap().next().unwrap().unwrap().file_name();
    let lexicon = format!("lexicons/{}", lexicon.to_str().unwrap());
    for name in ["pack.yaml", "house.precept", &lexicon] {
        let home = folder();
        let comment: &[u8] = if name.ends_with("yaml") { b"# caf\xE9\n" } else { b"// caf\xE9\nlist empty {}\n" };
        let pack = spoilt(&home, name, comment);
        let done = run(&["check", &pack, &bundled("policies/spam")]);
        let said = out(&done);
        assert_eq!(code(&done), 1, "{said}{}", err(&done));
        assert_eq!(said.matches("error[E094]").count(), 1, "{said}");
        let lines = fs::read(Path::new(&pack).join(name)).unwrap();
        let at = lines.iter().position(|byte| *byte == 0xE9).unwrap();
        assert!(
            said.contains(&format!("`{name}` is not UTF-8 text")) && said.contains(&format!("byte {}", at + 1)),
            "{said}"
        );
        assert!(said.contains("policies/spam: sound"), "{said}");
        assert_eq!(said.contains("list empty"), name.ends_with("precept"), "{said}");
        assert_eq!(code(&run(&["run", &pack, &bundled("corpora/community")])), 2);
    }
}

#[test]
fn a_card_for_another_pack_is_warned_of_by_whatever_reads_it() {
    let home = folder();
    let card = "corpus: c\npack: other\ntables: {a: {files: a.csv}}\nitem: {id: id, text: text}\n\
                judges:\n  - {rater: r, verdict: said}\n  - {gold: true, verdict: said}\n";
    file(&home, "corpus.yaml", card.as_bytes());
    file(&home, "a.csv", b"id,text,said\na,x,allow\n");
    let (corpus, pack) = (home.path().display().to_string(), bundled("policies/starter"));
    let to = home.path().join("out").display().to_string();
    let commands: [&[&str]; 5] = [
        &["check", &pack, "--corpus", &corpus],
        &["run", &pack, &corpus],
        &["audit", &pack, &corpus, "-o", &to],
        &["calibrate", &corpus, "--pack", &pack, "-o", &to],
        &["explain", &pack, "--item", "a", "--in", &corpus],
    ];
    for words in commands {
        let said = err(&run(words));
        assert_eq!(
            said.matches("the card is written for the pack `other`; you read it with `starter`").count(),
            1,
            "{words:?}: {said}"
        );
    }
}

#[test]
fn a_verdict_that_cannot_be_read_is_explained_as_such() {
    let home = folder();
    let card = "corpus: c\npack: starter\ntables: {a: {files: a.csv}}\nitem: {id: id, text: text}\nverdict_map: {ok: allow}\n\
                judges:\n  - {rater: ann, verdict: said}\n  - {model: guard, verdict: said}\n";
    file(&home, "corpus.yaml", card.as_bytes());
    file(&home, "a.csv", b"id,text,said\na,x,dunno\n");
    let corpus = home.path().display().to_string();
    let words = ["explain", &bundled("policies/starter"), "--item", "a", "--in", &corpus];
    let said = out(&run(&words));
    for judge in ["ann", "guard"] {
        assert!(said.contains(&format!("what {judge} says is unparsable")), "{said}");
    }
    let data: Value = serde_json::from_str(&out(&run(&[&words[..], &["--format", "json"]].concat()))).unwrap();
    let judges = data["judges"].as_array().unwrap();
    assert!(
        judges.len() == 2 && judges.iter().all(|one| one["unparsable"] == true && one["verdict"].is_null()),
        "{judges:?}"
    );
}

const DOUBTFUL: &str = "item,rater,label\ni1,r1,Hate\ni1,r2,\"hate \"\ni2,r1,NA\ni2,r2,hate\ni3,\"R1 \",none\ni3,r2,hate\n\
                        i4,R1,caf\u{e9}\ni4,r2,cafe\u{301}\ni5,nan,fine\n";

#[test]
fn labels_and_raters_that_read_alike_or_stand_for_nothing_are_told_and_never_merged() {
    let (done, home) = calibrated(DOUBTFUL.as_bytes(), None, &[]);
    assert_eq!(code(&done), 0, "{}", err(&done));
    let found = calibration(&home.path().join("out"));
    let labels: Vec<&str> = found["labels"].as_array().unwrap().iter().map(|label| label.as_str().unwrap()).collect();
    assert_eq!(labels, ["Hate", "NA", "cafe\u{301}", "caf\u{e9}", "fine", "hate", "none"]);
    assert_eq!(found["intake"]["spaced"], serde_json::json!({"label": 1, "rater": 1}));
    let names = &found["doubtful_names"];
    assert_eq!(names["labels_alike"][0], serde_json::json!([{"name": "Hate", "n": 1}, {"name": "hate", "n": 3}]));
    assert_eq!(names["labels_alike"].as_array().unwrap().len(), 2);
    assert_eq!(names["judges_alike"], serde_json::json!([[{"name": "R1", "n": 2}, {"name": "r1", "n": 2}]]));
    assert_eq!(names["labels_like_nothing"], serde_json::json!([{"name": "NA", "n": 1}, {"name": "none", "n": 1}]));
    assert_eq!(names["raters_like_nothing"], serde_json::json!([{"name": "nan", "n": 1}]));
    let page = fs::read_to_string(home.path().join("out/report.html")).unwrap();
    for said in
        ["`Hate` (1), `hate` (3)", "`cafe\\u{301}` (1)", "`R1` (2), `r1` (2)", "`NA` (1), `none` (1)", "`nan` (1)"]
    {
        let marked = said.split('`').enumerate().map(|(at, part)| [part, ["<code>", "</code>"][at % 2]].concat());
        let marked = marked.collect::<String>();
        let marked = marked.strip_suffix("<code>").unwrap();
        assert!(
            err(&done).contains(said) && out(&done).contains(said) && page.contains(marked),
            "{said}: {}",
            err(&done)
        );
    }
    assert!(err(&done).contains("--missing 'NA'") && err(&done).contains("`label` (1), `rater` (1)"), "{}", err(&done));
}

#[test]
fn what_is_declared_missing_counts_as_empty_in_every_column_of_both_tables() {
    let gold = Some("item,gold\ni1,hate\ni2,NA\n");
    let (done, home) = calibrated(DOUBTFUL.as_bytes(), gold, &["--missing", "NA", "--missing", "nan"]);
    assert_eq!(code(&done), 3, "{}", err(&done));
    let found = calibration(&home.path().join("out"));
    assert_eq!((&found["intake"]["without_label"], &found["intake"]["without_gold"]), (&1.into(), &1.into()));
    assert_eq!((&found["gold"], found["labels"].as_array().unwrap().len()), (&1.into(), 5));
    let rejected = rejected(&home);
    assert!(rejected.len() == 1 && rejected[0]["reason"] == "the row names no rater", "{rejected:?}");
    assert!(!err(&done).contains("`NA`") && err(&done).contains("`none` (1)"), "{}", err(&done));
}

#[test]
fn labels_of_a_scale_that_says_which_there_are_may_be_called_anything() {
    let (done, home) = calibrated(b"item,rater,label\na,r,none\na,s,some\n", None, &["--scale", "ordinal:none<some"]);
    assert!(code(&done) == 0 && !err(&done).contains("may stand for no answer"), "{}", err(&done));
    assert_eq!(calibration(&home.path().join("out"))["doubtful_names"]["labels_like_nothing"], serde_json::json!([]));
    let (done, _) = calibrated(b"item,rater,label\na,r,1\na,s,1.0\n", None, &["--scale", "interval"]);
    assert!(err(&done).contains("`1` (1), `1.0` (1)"), "{}", err(&done));
}

const TWO: &[u8] = b"item,rater,label\na,r,x\na,s,y\nb,r,x\nb,s,x\n";

#[test]
fn gold_that_contradicts_itself_is_nobodys_and_each_line_is_told() {
    let (done, home) = calibrated(TWO, Some("item,gold\na,x\na,y\nb,x\nb,x\n"), &[]);
    assert_eq!((code(&done), &calibration(&home.path().join("out"))["gold"]), (3, &1.into()), "{}", err(&done));
    let rejected = rejected(&home);
    let told: Vec<_> =
        rejected.iter().map(|row| (row["line"].as_u64().unwrap(), row["reason"].as_str().unwrap())).collect();
    assert!(
        told.len() == 3 && told[0].0 == 2 && told[1].0 == 3 && told[2] == (5, "the item has gold already, in line 4")
    );
    assert!(
        told[0].1.starts_with("line 3 has another gold") && told[1].1.starts_with("line 2 has another gold"),
        "{told:?}"
    );
}

#[test]
fn gold_that_nobody_met_is_counted_and_told() {
    let (done, home) = calibrated(TWO, Some("item,gold\na,x\nzz,y\nb,qq\n"), &[]);
    assert_eq!(code(&done), 0, "{}", err(&done));
    let found = calibration(&home.path().join("out"));
    assert_eq!((&found["gold"], &found["gold_undecided"]), (&3.into(), &1.into()));
    assert!(out(&done).contains("On 1 item with gold nobody gave a label"), "{}", out(&done));
    assert!(err(&done).contains("`qq` (1) stand in gold alone"), "{}", err(&done));
}

#[test]
fn a_table_that_is_not_there_gets_no_advice_about_packs_and_one_of_another_form_does() {
    let home = folder();
    let to = home.path().join("out").display().to_string();
    let (ratings, records) = (file(&home, "r.csv", TWO), file(&home, "r.jsonl", b"{\"item\":\"a\"}\n"));
    let cases: [(&[&str], &str); 5] = [
        (&["nothere.csv"], "there is no such file"),
        (&[&ratings, "--gold", "nothere.csv"], "there is no such file"),
        (&[&records], "help: records of another form need the pack that reads them"),
        (&[&ratings, "--gold", &records], "help: gold of a bare table is a table with the columns item and gold"),
        (&[&ratings, "--gold", &ratings], "its column `rater` is not known there"),
    ];
    for (words, said) in cases {
        let done = run(&[&["calibrate", "-o", &to], words].concat());
        assert!(code(&done) == 2 && err(&done).contains(said), "{words:?}: {}", err(&done));
        assert_eq!(err(&done).contains("help:"), said.starts_with("help:"), "{}", err(&done));
    }
}

#[test]
fn wrong_values_of_options_and_tables_without_rows_are_told_with_what_to_do() {
    let (done, home) = calibrated(b"item,rater,label\na,r,Fine\nb,r\n", None, &["--scale", "ordinal:fine<bad"]);
    let reasons: Vec<String> = rejected(&home).iter().map(|row| row["reason"].as_str().unwrap().to_owned()).collect();
    assert_eq!(code(&done), 3);
    assert_eq!(reasons[0], "`Fine` is not on the scale fine < bad; did you mean `fine`?");
    assert!(reasons[1].starts_with("the row has 2 cells where the header has 3; a cell with a comma"), "{reasons:?}");
    let (done, _) = calibrated(b"item,rater,label\n", Some("item,gold\n"), &[]);
    assert_eq!((code(&done), err(&done).matches("has a header and no row below it").count()), (0, 2), "{}", err(&done));
    let (done, _) = calibrated(b"\n\nitem,rater,label\n", None, &["--data", "x"]);
    assert!(code(&done) == 2 && err(&done).contains("leave it out"), "{}", err(&done));
    let card = "corpus: c\nladder: [a, b]\ntables: {t: {files: t.csv}}\nitem: {id: id}\njudges:\n  - {rater: r, verdict: said}\n";
    let home = folder();
    file(&home, "corpus.yaml", card.as_bytes());
    file(&home, "t.csv", b"id,said\n1,a\n");
    let (corpus, to) = (home.path().display().to_string(), home.path().join("out").display().to_string());
    let done = run(&["calibrate", &corpus, "-o", &to, "--missing", "NA"]);
    assert!(code(&done) == 2 && err(&done).contains("leave --gold, --scale and --missing out"), "{}", err(&done));
}

#[test]
fn results_that_are_broken_off_say_what_to_do() {
    let home = folder();
    for (bytes, said) in [
        (b"{\"items\": 1,".as_slice(), "it is not JSON (line 1)"),
        (b"{}", "missing field"),
        (b"\xff", "it is not UTF-8 text"),
    ] {
        let done = run(&["report", &file(&home, "calibration.json", bytes)]);
        assert!(code(&done) == 2 && err(&done).contains(said) && err(&done).contains("help: name"), "{}", err(&done));
    }
    file(&home, "replay.jsonl", b"{\"replay\": 1, \"la");
    let done = run(&["review", "simulate", &home.path().display().to_string()]);
    let said = err(&done);
    assert!(
        code(&done) == 3 && said.contains("line 1: it is not as an audit writes it") && said.contains("again"),
        "{said}"
    );
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child =
        program(&["check", "--explain", "E094"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    assert_eq!((code(&done), err(&done).as_str()), (0, ""));
}
