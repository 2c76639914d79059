#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use super::*;
use crate::language::policy::{Clause, Label, OnUnknown, Pack, PolicyId, Question, Status};
use crate::language::schema::{Field, Models, Schema};
use crate::language::source::Span;
use crate::language::value::{FieldType, LabelId, Rung, Severity, Type, Unit, Value};

fn field(path: &str, column: &str, ty: Type) -> Field {
    Field { path: path.into(), column: column.into(), ty, required: false, sensitive: false }
}

fn clause(id: &str, known_as: &[&str]) -> Clause {
    Clause {
        id: id.into(),
        title: String::new(),
        policy: PolicyId(0),
        prose: String::new(),
        meta: Vec::new(),
        severity: Severity::High,
        status: Status::Retired,
        when: None,
        exceptions: Vec::new(),
        on_unknown: OnUnknown::Abstain,
        verdict: Rung(0),
        labels: Vec::new(),
        escalate_to: None,
        notice: None,
        known_as: known_as.iter().map(|name| (*name).to_owned()).collect(),
        tests: Vec::new(),
        span: Span::default(),
    }
}

/// A pack with a field of every type.
pub(super) fn pack() -> Pack {
    let words = |words: &[&str]| Type::Enum(words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>().into());
    let message = [
        FieldType { name: "role".into(), ty: words(&["user", "assistant"]) },
        FieldType { name: "text".into(), ty: Type::Text },
    ];
    let mut fields = vec![
        field("text", "text", Type::Text),
        field("surface", "surface", words(&["post", "comment"])),
        field("author.age", "author.age_days", Type::Duration(Unit::Day)),
        field("author.badge", "author.badge", Type::Bool),
        field("score", "score", Type::Number { min: Some(0.0), max: Some(1.0) }),
        field("at", "meta.at", Type::Time),
        field("messages", "messages", Type::List(Type::Record(message.into()).into())),
        field("tags", "tags", Type::List(Type::Text.into())),
        field("previous", "previous", Type::Verdict),
    ];
    fields[0].required = true;
    let label = |name: &str| Label { name: name.into(), policy: PolicyId(0), implies: None };
    let question = Question {
        name: "implied".into(),
        text: String::new(),
        prose: String::new(),
        asks_raters: true,
        asks_models: Vec::new(),
        answers: Vec::new(),
        span: Span::default(),
    };
    Pack {
        name: "test".into(),
        title: String::new(),
        revision: String::new(),
        as_of: None,
        schema: Schema { fields },
        models: Models::default(),
        ladder: ["allow", "label", "remove"].map(str::to_owned).to_vec(),
        labels: vec![label("hate"), label("threat")],
        policies: Vec::new(),
        lists: Vec::new(),
        patterns: Vec::new(),
        defines: Vec::new(),
        questions: vec![question],
        clauses: vec![clause("HS.1", &["SP4.a"]), clause("HS.2", &[])],
        exemptions: Vec::new(),
        checks: Vec::new(),
        queues: Vec::new(),
        slices: Vec::new(),
        examples: Vec::new(),
    }
}

/// What a corpus gave: each record as a line of its own, or its rejection.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Told {
    pub lines: Vec<String>,
    pub tally: Tally,
}

pub(super) fn told(paths: &[PathBuf], options: OpenOptions) -> Told {
    let mut told = Told::default();
    let corpus = open(paths, &pack(), options).unwrap();
    let reader = corpus.reader();
    for batch in corpus {
        let tally = batch.decode(&reader, |entry| {
            told.lines.push(match entry {
                Ok(located) => {
                    let mut content = Vec::new();
                    located.write_content(&mut content);
                    let content = String::from_utf8(content).unwrap();
                    format!("{}:{} {} {content}", located.place.line, located.place.byte, located.record.id)
                }
                Err(no) => format!("{}:{} ✗{} {}", no.place.line, no.place.byte, no.id.unwrap_or_default(), no.reason),
            });
        });
        told.tally.merge(&tally);
    }
    told
}

pub(super) fn file(name: &str, bytes: impl AsRef<[u8]>) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    fs::write(&path, bytes).unwrap();
    (dir, path)
}

fn told_of(name: &str, bytes: impl AsRef<[u8]>) -> Told {
    let (_dir, path) = file(name, bytes);
    told(&[path], OpenOptions::default())
}

const LINES: &str = "{\"id\":\"a\",\"text\":\"one\",\"extra\":[1]}\n\n{\"id\":\"b\",\"text\":\"é\\n\"}\r\n  \nnot json\n{\"id\":\"c\",\"text\":\"x\"}";

#[test]
fn lines_are_read_counted_and_located() {
    let told = told_of("x.jsonl", LINES);
    assert_eq!(
        told.lines,
        [
            "1:0 a {\"text\":\"one\",\"extra\":[1]}",
            "3:37 b {\"text\":\"é\\n\"}",
            "5:66 ✗ this is not valid JSON: a word other than `true`, `false` or `null` stands without quotes (byte 2)",
            "6:75 c {\"text\":\"x\"}",
        ]
    );
    assert_eq!((told.tally.records, told.tally.rejected, told.tally.blank), (3, 1, 2));
    assert_eq!(told.tally.columns.iter().collect::<Vec<_>>(), [(&"extra".to_owned(), &1)]);
}

#[test]
fn compression_is_told_by_content_and_changes_nothing() {
    let expected = told_of("x.jsonl", LINES);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(LINES.as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    let zstd = zstd::encode_all(LINES.as_bytes(), 1).unwrap();
    assert_eq!(told_of("x.jsonl", &gzip), expected);
    assert_eq!(told_of("x.jsonl.gz", &zstd), expected);
    assert_eq!(told_of("anything", [zstd.clone(), zstd].concat()).tally.records, 4, "the last line has no end");
    let cut = told_of("x.jsonl.gz", &gzip[..gzip.len() - 10]);
    assert!(cut.lines.last().unwrap().contains("its compressed data ends too early"), "{cut:?}");
}

#[test]
fn the_size_of_batches_changes_nothing() {
    let many: String =
        (0..2_000).map(|n| format!("{{\"id\":\"{n}\",\"text\":\"{}\"}}\n", "x".repeat(n % 50))).collect();
    let (_dir, path) = file("x.jsonl", many);
    let whole = told(std::slice::from_ref(&path), OpenOptions::default());
    for batch_bytes in [1, 1_000, 70_000] {
        let options = OpenOptions { batch_bytes, ..OpenOptions::default() };
        assert_eq!(told(std::slice::from_ref(&path), options), whole);
    }
}

#[test]
fn reading_goes_on_where_it_stopped() {
    let rows: String = (0..2_000).map(|n| format!("{n},\"a\nb\"\n")).collect();
    let lines: String = (0..2_000).map(|n| format!("{{\"id\":{n},\"text\":\"a\"}}\n")).collect();
    let array =
        format!("[\n{}]", (0..2_000).map(|n| format!("{{\"id\":{n},\n\"text\":\"a\"}},\n")).collect::<String>());
    let packed = zstd::encode_all(lines.as_bytes(), 1).unwrap();
    let inputs: [(&str, Vec<u8>); 4] = [
        ("x.jsonl", lines.into()),
        ("x.csv", format!("id,text\n{rows}").into()),
        ("x.json", array.into()),
        ("x.zst", packed),
    ];
    for (name, bytes) in inputs {
        let (_dir, path) = file(name, bytes);
        let small = OpenOptions { batch_bytes: 300, ..OpenOptions::default() };
        let whole = told(std::slice::from_ref(&path), small.clone());
        assert_eq!(whole.tally.records, 2_000, "{name}: {:?}", whole.lines.last());
        let corpus = open(std::slice::from_ref(&path), &pack(), small.clone()).unwrap();
        let reader = corpus.reader();
        let mut done = 0;
        for batch in corpus {
            done += batch.decode(&reader, |_| {}).records as usize;
            let rest = told(std::slice::from_ref(&path), OpenOptions { resume: Some(batch.next()), ..small.clone() });
            assert_eq!(rest.lines, whole.lines[done..], "{name}");
        }
    }
}

#[test]
fn lists_of_json_are_read_whole_or_told_of() {
    let told = told_of("x.json", "\u{feff} [ {\"id\":1,\"text\":\"a]\"},\n {\"id\":2,\n\"text\":\"b\"} , 7 ]\n");
    assert_eq!(
        told.lines,
        [
            "1:6 1 {\"text\":\"a]\"}",
            "2:29 2 {\"text\":\"b\"}",
            "3:52 ✗ a record must be an object such as `{\"id\": \"c-1\", …}`",
        ]
    );
    let told = told_of("x.json", "[{\"id\":1,\"text\":\"a\"},{\"id\":2,");
    assert_eq!(told.lines.len(), 3);
    assert!(told.lines[1].contains("✗") && told.lines[2].contains("the list has no end"), "{:?}", told.lines);
    let told = told_of("x.json", "[{\"id\":1,\"text\":\"a\"}] more");
    assert!(told.lines[1].contains("something follows"), "{:?}", told.lines);
    assert_eq!(told_of("x.json", "[]").lines, Vec::<String>::new());
}

#[test]
fn tables_are_read_as_records() {
    let csv = "\u{feff}id,text,author.age_days,score,messages,surface,gold.verdict,gold.labels,models.guard.scores.hate,\
               models.guard.verdict,ratings.r1.verdict,extra\r\n\
               a,\"one \"\"two\"\"\nthree\",3,0.5,\"[{\"\"role\"\":\"\"user\"\",\"\"text\"\":\"\"hi\"\"}]\",post,allow,\"hate, threat\",0.9,keep,remove,x\r\n\
               \r\n\
               b,t,,,,,,,,,,\r\n\
               c,t\r\n\
               d,t,old,,,,,,,,,\r\n";
    let (_dir, path) = file("x.csv", csv);
    let corpus = open(&[path], &pack(), OpenOptions::default()).unwrap();
    let reader = corpus.reader();
    let mut seen = Vec::new();
    let mut refused = Vec::new();
    for batch in corpus {
        batch.decode(&reader, |entry| match entry {
            Ok(located) => {
                let record = &located.record;
                if record.id == "a" {
                    assert_eq!(record.fields[0], Value::Text("one \"two\"\nthree".into()));
                    assert_eq!(record.fields[2], Value::Duration(3.0 * 86_400.0));
                    assert_eq!(record.gold.as_ref().unwrap().labels.as_deref(), Some(&[LabelId(0), LabelId(1)][..]));
                    let model = &record.models[0];
                    assert_eq!((&*model.name, model.verdict, model.unparsable), ("guard", None, true));
                    assert_eq!(model.raw.as_deref(), Some("keep"));
                    assert_eq!(model.scores, [("hate".into(), 0.9)]);
                    assert_eq!(record.ratings[0].verdict, Some(Rung(2)));
                } else {
                    assert!(record.gold.is_none() && record.models.is_empty() && record.fields[2].is_missing());
                }
                seen.push((record.id.to_string(), located.place.line));
            }
            Err(no) => refused.push((no.place.line, no.id, no.reason)),
        });
    }
    assert_eq!(seen, [("a".to_owned(), 2), ("b".to_owned(), 5)]);
    assert_eq!(
        refused,
        [
            (6, None, crate::corpus::table::other_length(2, 12)),
            (7, Some("d".to_owned()), "`author.age` must be a number (a length of time), not a text".to_owned()),
        ]
    );
}

#[test]
fn what_is_too_long_is_rejected_and_passed_over() {
    let text = format!(
        "{{\"id\":\"a\",\"text\":\"x\"}}\n{{\"id\":\"b\",\"text\":\"{}\"}}\n{{\"id\":\"c\",\"text\":\"x\"}}\n",
        "x".repeat(1 << 20)
    );
    let (_dir, path) = file("x.jsonl", text);
    let told = told(&[path], OpenOptions { entry_bytes_max: 100_000, ..OpenOptions::default() });
    assert_eq!(
        told.lines,
        [
            "1:0 a {\"text\":\"x\"}",
            "2:22 ✗ it is longer than 100000 bytes, the most that is read at once",
            "3:1048619 c {\"text\":\"x\"}",
        ]
    );
}

#[test]
fn hostile_bytes_are_rejected_line_by_line() {
    let deep = format!("{{\"id\":\"d\",\"text\":\"x\",\"u\":{}{}}}", "[".repeat(90), "]".repeat(90));
    let bytes = [
        b"{\"id\":\"a\",\"text\":\"\xff\"}\n".as_slice(),
        b"{\"id\":\"b\",\"text\":\"x\"}\n",
        deep.as_bytes(),
        b"\n\x00\n",
    ];
    let told = told_of("x.jsonl", bytes.concat());
    assert_eq!(told.tally.records, 1);
    assert!(told.lines[0].contains("this is not UTF-8 text (byte 19)"), "{:?}", told.lines);
    assert!(told.lines[2].contains("✗d lists and objects are nested more than 64 deep"), "{:?}", told.lines);
    assert!(told_of("x.jsonl", b"\xff\xfe{\0}\0").lines[0].contains("UTF-16"));
    assert_eq!(told_of("x.jsonl", "").lines, Vec::<String>::new());
    assert!(told_of("x.csv", "id,text\r1,a\r").lines[0].contains("a bare carriage return"));
    assert_eq!(
        told_of("x.csv", "id,text\n1,a\n2,\"b\n3,c\n").lines[1],
        "3:12 ✗ a `\"` opens in this row and is never closed"
    );
    assert!(told_of("x.csv", "").lines[0].contains("the file is empty"));
    assert!(told_of("x.csv", "id,id\n1,2\n").lines[0].contains("`id` twice"));
}

#[test]
fn what_cannot_be_opened_says_why() {
    let fails = |paths: &[&str]| {
        let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
        open(&paths, &pack(), OpenOptions::default()).err().unwrap().to_string()
    };
    assert_eq!(fails(&["/nowhere/x.jsonl"]), "cannot read `/nowhere/x.jsonl`: there is no such file or folder");
    assert!(fails(&[]).contains("no corpus is named"));
}

#[test]
fn a_judge_who_appears_again_on_an_item_is_left_out_and_counted() {
    let ratings = |rows: &str| format!("{{\"id\":\"{}\",\"text\":\"x\",{rows}}}\n", rows.len());
    let text = [
        ratings(r#""ratings":[{"rater":"r1","verdict":"remove"},{"rater":"r1","verdict":"allow"},{"rater":"r1"}]"#),
        ratings(r#""ratings":[{"rater":"r1","verdict":"remove"},{"rater":"r2","verdict":"remove"}]"#),
        ratings(r#""ratings":[{"rater":"r1","verdict":"remove"},{"rater":"r1","verdict":"allow","adjudicates":true}]"#),
        ratings(
            r#""models":[{"name":"g","verdict":"allow"},{"name":"g","version":"2"},{"name":"g","verdict":"remove"}]"#,
        ),
    ];
    let (_dir, path) = file("x.jsonl", text.concat());
    let corpus = open(&[path], &pack(), OpenOptions::default()).unwrap();
    let reader = corpus.reader();
    let mut kept = Vec::new();
    let mut tally = Tally::default();
    for batch in corpus {
        tally.merge(&batch.decode(&reader, |found| {
            let record = &found.unwrap().record;
            kept.extend(record.ratings.iter().map(|one| (one.rater.to_string(), one.verdict)));
            kept.extend(record.models.iter().map(|one| (one.name.to_string(), one.verdict)));
        }));
    }
    let said = |name: &str, verdict: Option<u8>| (name.to_owned(), verdict.map(Rung));
    assert_eq!(
        kept,
        [
            said("r1", Some(2)),
            said("r1", Some(2)),
            said("r2", Some(2)),
            said("r1", Some(2)),
            said("r1", Some(0)),
            said("g", Some(0)),
            said("g", None),
        ]
    );
    assert_eq!(tally.repeats, Repeats { ratings: 2, models: 1, replaced: 0, pairs: 2 });
    assert_eq!(
        tally.repeats.told(),
        [
            "2 ratings repeated a rater on an item; the first counts",
            "1 decision repeated a model on an item; the first counts",
        ]
    );
    assert_eq!(Repeats::default().told(), [""; 0]);
}

#[test]
fn compressed_data_that_ends_too_early_is_told_where_it_breaks_off() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let lines: Vec<String> =
        (0..2_000_u64).map(|n| format!("{{\"id\":\"{n}\",\"text\":\"{:x}\"}}\n", hash(&n.to_string()))).collect();
    gzip.write_all(lines.concat().as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    let cut = told_of("x.jsonl.gz", &gzip[..gzip.len() * 2 / 3]);
    let whole = cut.lines.len() - 1;
    let bytes: usize = lines[..whole].iter().map(String::len).sum();
    let (records, rejected) = (cut.tally.records, cut.tally.rejected);
    assert!(whole > 100 && records as usize == whole && rejected == 1, "{records} {rejected}");
    assert!(cut.lines[whole].starts_with(&format!("{}:{bytes} ✗", whole + 1)), "{}", cut.lines[whole]);
}

#[test]
fn a_mark_at_the_start_of_a_later_line_is_passed_over() {
    let told = told_of("x.jsonl", "\u{feff}{\"id\":\"a\",\"text\":\"x\"}\n\u{feff}{\"id\":\"b\",\"text\":\"y\"}\n");
    assert_eq!(told.lines, ["1:3 a {\"text\":\"x\"}", "2:25 b {\"text\":\"y\"}"]);
}
