#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
#![allow(clippy::print_stdout, reason = "a skipped test says so")]

use std::fs;
use std::path::PathBuf;

use crate::corpus::tests::pack;
use crate::corpus::*;

/// A folder with a card and its files, and what reading it gave.
struct Read {
    /// Each record as the reader of records got it, or `✗` and why not.
    lines: Vec<String>,
    tally: Tally,
    differences: Vec<String>,
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

fn read_with(dir: &std::path::Path, options: OpenOptions) -> Read {
    let corpus = match open(&[dir.to_path_buf()], &pack(), options) {
        Ok(corpus) => corpus,
        Err(error) => panic!("{}", told(error).join("\n")),
    };
    let reader = corpus.reader();
    let facts = corpus.card().unwrap().facts.clone();
    let mut read = Read { lines: Vec::new(), tally: corpus.before().clone(), differences: Vec::new() };
    for batch in corpus {
        let tally = batch.decode(&reader, |entry| {
            read.lines.push(match entry {
                Ok(located) => located.json().to_owned(),
                Err(no) => format!("✗{} {}", no.place.line, no.reason),
            });
        });
        read.tally.merge(&tally);
    }
    let differences = facts.compare(&read.tally);
    read.differences = differences.iter().map(|d| format!("{}: {} not {}", d.name, d.found, d.expected)).collect();
    read
}

fn read(files: &[(&str, &str)]) -> Read {
    read_with(folder(files).path(), OpenOptions::default())
}

fn told(error: OpenError) -> Vec<String> {
    match error {
        OpenError::Card { problems, sources, .. } => problems
            .iter()
            .map(|p| {
                let help = p.help.first().map_or(String::new(), |help| format!(" / {help}"));
                format!("{}: {} {}{help}", sources.line_column(p.span().unwrap()).0, p.code, p.title)
            })
            .collect(),
        other => vec![other.to_string()],
    }
}

fn problems(files: &[(&str, &str)]) -> Vec<String> {
    told(open(&[folder(files).path().to_path_buf()], &pack(), OpenOptions::default()).err().expect("problems"))
}

const CARD: &str = r#"
corpus: small
tables:
  posts: {files: "posts_{site}.csv"}
  marks: {files: marks.csv, join: [site, nr]}
let: {nr: 'part(id, "-", 1)'}
item:
  id: "{site}:{id}"
  text: body
  author.age: days
  messages: {conversation: [{user: body}, {assistant: reply}]}
  tags: {column: tags, as: words}
verdict_map: {bad: remove, fine: allow}
judges:
  - {rater: "rater_{n}", verdict: {column: "label_{n}"}, note: note}
  - {model: guard, verdict: {column: marks.said}, scores: {hate: marks.hate}, version: {constant: "3"}}
  - {gold: true, verdict: {column: truth}, labels: {flags: {hate: h, threat: t}}, by: {constant: panel}, made_by: [rater_1]}
ignore: [marks.nr, marks.site]
expect: {items: 3, rejected: 1, unparsable: {guard: 1}, decisions: {rater_1: 2, gold: 2}}
"#;

const POSTS_A: &str = "id,body,days,reply,tags,label_1,label_2,note,truth,h,t,spare\n\
    p-1,hello,3,hi,\"a, b\",bad,,n,bad,1,0,x\n\
    p-2,there,,,,,fine,,,,,\n";
const POSTS_B: &str = "id,body,days,reply,tags,label_1,label_2,note,truth,h,t,spare\n\
    p-1,again,old,,,fine,bad,,fine,0,0,\n\
    p-3,last,1,,,fine,,,fine,,1,y\n";
const MARKS: &str = "site,nr,said,hate,why\na,1,bad,0.9,because\nb,3,\"I cannot say\",,\n";

#[test]
fn tables_join_and_make_records() {
    let files = [("corpus.yaml", CARD), ("posts_a.csv", POSTS_A), ("posts_b.csv", POSTS_B), ("marks.csv", MARKS)];
    let read = read(&files);
    assert_eq!(
        read.lines,
        [
            r#"{"id":"a:p-1","text":"hello","author.age_days":3,"messages":[{"role":"user","text":"hello"},{"role":"assistant","text":"hi"}],"tags":["a","b"],"models":[{"name":"guard","verdict":"remove","scores":{"hate":0.9},"version":"3"}],"ratings":[{"rater":"rater_1","verdict":"remove","note":"n"}],"gold":{"verdict":"remove","labels":["hate"],"by":"panel","made_by":["rater_1"]}}"#,
            r#"{"id":"a:p-2","text":"there","messages":[{"role":"user","text":"there"}],"ratings":[{"rater":"rater_2","verdict":"allow"}]}"#,
            "✗2 `author.age` must be a number (a length of time), not a text",
            r#"{"id":"b:p-3","text":"last","author.age_days":1,"messages":[{"role":"user","text":"last"}],"models":[{"name":"guard","version":"3","unparsable":true,"raw":"I cannot say"}],"ratings":[{"rater":"rater_1","verdict":"allow"}],"gold":{"verdict":"allow","labels":["threat"],"by":"panel","made_by":["rater_1"]}}"#,
        ]
    );
    assert_eq!(
        read.tally.columns.iter().map(|(c, n)| format!("{c} {n}")).collect::<Vec<_>>(),
        ["marks.why 1", "spare 2"]
    );
    assert_eq!(read.differences, ["decisions.gold: 3 not 2", "decisions.rater_1: 3 not 2"]);
}

#[test]
fn odd_rows_are_passed_over_and_counted() {
    let card = r#"
corpus: odd
tables:
  rows:
    files: odd.csv
    header_line: 2
    ragged: pad
    rename: {"gpt class ": never, "gpt class": given}
    section: {when: 'column_2 is missing and given is missing', from: column_1, as: class}
    skip:
      - {when: 'given is one of (Accuracy, Recall)', as: figures}
item: {id: "{class}-{column_1}", text: column_2}
judges:
  - {model: m, verdict: {column: given, map: &map {S0: allow, S2: remove}}}
  - {gold: true, verdict: {template: "{class}", map: {"S0": allow, "S2": remove}}}
expect: {items: 3, rejected: 1, blank: 2, skipped: {class: 2, before_header: 1, figures: 1}}
"#;
    let rows = "A disclaimer,,\n,,gpt class ,\nS0 ,,,\n1,one,S0\n,,,\n2,two,S2,\nS2,,\n1,three,S9,\n\n,,Accuracy,0.9\n1,x,S0,,surplus\n";
    let card =
        card.replace("{template: \"{class}\", map: {\"S0\": allow, \"S2\": remove}}", "{column: class, map: *map}");
    let read = read(&[("corpus.yaml", &card), ("odd.csv", rows)]);
    assert_eq!(read.lines.len(), 4, "{:?}", read.lines);
    assert!(read.lines.iter().any(|line| line.contains("S2-1") && line.contains("\"unparsable\":true,\"raw\":\"S9\"")));
    assert_eq!(read.differences, Vec::<String>::new(), "{:?}", read.tally);
}

#[test]
fn several_rows_make_one_item() {
    let card = r#"
corpus: long
tables:
  votes: {files: votes.tsv}
group: true
item: {id: item, text: body}
judges:
  - {rater: "{who}", verdict: {column: said}, seconds: took, at: when, duplicates: last}
  - {model: "judge-{policy}", verdict: {column: decision, map: {"True": remove, "False": allow}}, cites: {column: rules, as: python}, rationale: why}
expect: {items: 2, duplicates: 1, decisions: {ann: 3, judge-en: 1}}
"#;
    let rows = "item\tbody\twho\tsaid\ttook\twhen\tpolicy\tdecision\trules\twhy\n\
                1\tone\tann\tremove\t3\t2026-01-01\ten\tTrue\t['HS.1', 'X']\tbecause\n\
                2\ttwo\tann\tallow\t\t\t\t\t\t\n\
                1\tone\tbob\tallow\t\t\tfa\tFalse\t[]\t\n\
                1\tone\tann\tlabel\t4\t\t\t\t\t\n";
    let read = read(&[("corpus.yaml", card), ("votes.tsv", rows)]);
    assert_eq!(
        read.lines[0],
        r#"{"id":"1","text":"one","models":[{"name":"judge-en","verdict":"remove","rationale":"because","cites":["HS.1","X"]},{"name":"judge-fa","verdict":"allow","cites":[]}],"ratings":[{"rater":"ann","verdict":"label","seconds":4},{"rater":"bob","verdict":"allow"},{"rater":"ann","verdict":"remove","at":"2026-01-01","seconds":3}]}"#
    );
    assert_eq!((read.lines.len(), read.differences), (2, Vec::new()));
}

#[test]
fn judges_outputs_are_read_or_unparsable() {
    let card = r#"
corpus: outputs
tables:
  runs: {files: "run_{version}.json", rows: results, outer: {model: meta.model}}
group: true
item: {id: index, text: prompt}
judges:
  - model: "{model}"
    version: version
    output: {column: raw_response, as: json}
    unparsable: 'parse_error is true'
    verdict: {map: [{when: 'output.violation is 1', is: remove}, {when: 'output.violation is 0', is: allow}]}
    labels: {path: categories}
    cites: {path: rule_ids}
    rationale: {path: rationale}
    scores: {path: scores}
    raw: raw_response
  - {gold: true, verdict: {map: [{when: 'truth.H is 1 or truth.V is 1', is: remove}, {when: 'truth.H is 0 and truth.V is 0', is: allow}]}}
expect: {items: 2, unparsable: {g: 2}}
"#;
    let run = |raw: &str, error: bool| {
        format!(
            r#"{{"meta":{{"model":"g"}},"results":[{{"index":0,"prompt":"p","raw_response":{},"parse_error":{error},"truth":{{"H":0,"V":null}}}},
               {{"index":1,"prompt":"q","raw_response":"refused","truth":{{"H":null,"V":1}}}}]}}"#,
            serde_json::Value::from(raw)
        )
    };
    let good = "```json\n{\"violation\": 1, \"categories\": [\"hate\"], \"rule_ids\": [\"HS.1\"], \"rationale\": \"r\", \"scores\": {\"hate\": 0.5}}\n```";
    let bad = "{\"violation\": 0}";
    let read = read(&[("corpus.yaml", card), ("run_1.json", &run(good, false)), ("run_2.json", &run(bad, false))]);
    let value: serde_json::Value = serde_json::from_str(&read.lines[0]).unwrap();
    assert_eq!(value["models"][0]["verdict"], "remove");
    assert_eq!(value["models"][0]["cites"][0], "HS.1");
    assert_eq!(value["models"][0]["scores"]["hate"], 0.5);
    assert_eq!(value["models"][1]["verdict"], "allow");
    assert!(value.get("gold").is_none(), "one category unknown, the other 0: nobody can say");
    let other: serde_json::Value = serde_json::from_str(&read.lines[1]).unwrap();
    assert_eq!((&other["models"][0]["unparsable"], &other["models"][0]["raw"]), (&true.into(), &"refused".into()));
    assert_eq!(other["gold"]["verdict"], "remove");
    assert_eq!(read.differences, Vec::<String>::new());
}

#[test]
fn votes_become_anonymous_ratings() {
    let card = r#"
corpus: votes
tables: {tweets: {files: t.csv}}
item: {id: "t{line}", text: tweet}
judges:
  - {rater: "voter_{n}", counts: [hate, offensive, neither], verdict: {map: {hate: remove, offensive: label, neither: allow}}}
"#;
    let rows: String = (0..300).map(|at| format!("1,0,2,x{at}\n")).collect();
    let read = read(&[("corpus.yaml", card), ("t.csv", &format!("hate,offensive,neither,tweet\n{rows}"))]);
    let mut first_is_harsh = 0;
    for line in &read.lines {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let said = record["ratings"].as_array().unwrap().iter();
        let said: Vec<(&str, &str)> =
            said.map(|one| (one["rater"].as_str().unwrap(), one["verdict"].as_str().unwrap())).collect();
        assert_eq!(said.iter().map(|(voter, _)| *voter).collect::<Vec<_>>(), ["voter_1", "voter_2", "voter_3"]);
        assert_eq!(said.iter().filter(|(_, verdict)| *verdict == "allow").count(), 2);
        first_is_harsh += u32::from(said[0].1 == "remove");
    }
    assert_eq!(read.lines.len(), 300);
    assert!((60..140).contains(&first_is_harsh), "votes are dealt by lot: {first_is_harsh} of 300");
}

#[test]
fn one_row_becomes_several_items() {
    let card = r#"
corpus: pairs
tables:
  pairs:
    files: p.csv
    split:
      - {kind: {constant: asked}, said: question, mark: mark_q}
      - {kind: {constant: answered}, said: reply, mark: mark_r}
item: {id: "{row}-{kind}", text: said, kind: kind}
judges:
  - {gold: true, verdict: {column: mark, map: {Q0: allow, Q1: remove}}}
expect: {items: 4, decisions: {gold: 3}}
"#;
    let read = read(&[("corpus.yaml", card), ("p.csv", "question,mark_q,reply,mark_r\na,Q0,b,Q1\nc,,d,Q0\n")]);
    assert_eq!(
        read.lines,
        [
            r#"{"id":"1-asked","text":"a","kind":"asked","gold":{"verdict":"allow"}}"#,
            r#"{"id":"1-answered","text":"b","kind":"answered","gold":{"verdict":"remove"}}"#,
            r#"{"id":"2-asked","text":"c","kind":"asked"}"#,
            r#"{"id":"2-answered","text":"d","kind":"answered","gold":{"verdict":"allow"}}"#,
        ]
    );
    assert_eq!(read.differences, [""; 0]);
}

#[test]
fn cited_rules_become_clauses_one_by_one() {
    let card = r#"
corpus: cites
tables: {runs: {files: r.csv}}
item: {id: id, text: body}
judges:
  - model: m
    verdict: said
    cites: {column: rules, as: python, map: [{when: 'value has /^1/', is: HS.1}, {when: 'value has /^2/', is: HS.2}]}
"#;
    let rows = "id,body,said,rules\n1,x,allow,\"['1.5', '2. TONE', '1', 'none of these']\"\n2,y,remove,[]\n";
    let read = read(&[("corpus.yaml", card), ("r.csv", rows)]);
    assert!(read.lines[0].contains(r#""cites":["HS.1","HS.2","none of these"]"#), "{}", read.lines[0]);
    assert!(read.lines[1].contains(r#""cites":[]"#), "{}", read.lines[1]);
}

#[test]
fn raters_of_a_joined_table_are_found_by_pattern() {
    let card = "corpus: x\ntables: {a: {files: a.csv}, votes: {files: v.csv, join: [id]}}\nitem: {id: id, text: body}\n\
                judges: [{rater: \"r{n}\", verdict: {column: \"votes.label_{n}\"}}]\n";
    let files = [
        ("corpus.yaml", card),
        ("a.csv", "id,body\n1,x\n2,y\n"),
        ("v.csv", "id,label_1,label_2,label_gold\n1,allow,remove,label\n2,,allow,label\n"),
    ];
    let read = read(&files);
    assert!(
        read.lines[0].ends_with(r#""ratings":[{"rater":"r1","verdict":"allow"},{"rater":"r2","verdict":"remove"}]}"#)
    );
    assert!(read.lines[1].ends_with(r#""ratings":[{"rater":"r2","verdict":"allow"}]}"#));
    assert_eq!(read.tally.columns.keys().collect::<Vec<_>>(), ["votes.label_gold"]);
}

#[test]
fn mistakes_in_a_card_are_told_at_their_place() {
    let card = "corpus: x\ntables:\n  a: {files: a.csv, joi: [id]}\n  b: {files: a.csv}\nitem:\n  id: idd\n  text: b.boby\n\
                verdict_map: [{when: 'value == 1', is: allow}]\njudge: []\njudges:\n  - {rater: r, modle: g}\n  - {verdict: text}\n\
                \u{20}\u{20}- {model: m, verdict: {column: body, map: nomap}}\n";
    assert_eq!(
        problems(&[("corpus.yaml", card), ("a.csv", "id,body\n1,x\n")]),
        [
            "8: E095 this condition cannot be read: `==` is not an operator (write `is`)",
            "3: E082 `joi` is not a key of a table / did you mean `join`?",
            "4: E083 the table `b` does not say how it joins / the first table is the main one; the others need `join: [id]` or `join: {id: their_column}`",
            "11: E082 `modle` is not a key of a judge / did you mean `model`?",
            "12: E083 a judge is one of `rater: NAME`, `model: NAME` and `gold: true`",
            "13: E096 there is no map `nomap` under `maps`",
            "9: E082 `judge` is not a key of a corpus card / did you mean `judges`?",
        ]
    );
    let card = "corpus: x\nsource: somewhere\ntables: {a: {files: a.csv}}\nitem: {id: idd, text: body}\n";
    assert_eq!(
        problems(&[("corpus.yaml", card), ("a.csv", "id,body\n1,x\n")]),
        ["4: E096 `idd` is no column of the card's tables / did you mean `id`?"]
    );
    assert_eq!(
        problems(&[("corpus.yaml", card)])[0].split(" fits").next().unwrap().split(':').nth(1).unwrap(),
        " E097 the files of the table `a` are not there"
    );
}

#[test]
fn a_folder_without_a_card_says_what_to_do() {
    let told = problems(&[("data.jsonl", "")]);
    assert!(told[0].contains("has no `corpus.yaml`; name its files instead, such as"), "{told:?}");
    assert!(problems(&[("pack.yaml", "")])[0].contains("it is a pack, not a corpus"));
}

#[test]
fn cards_read_alike_in_any_batches_and_from_the_middle() {
    let rows: String = (0..3_000).map(|n| format!("{n},\"text\n{n}\"\n")).collect();
    let rows = format!("id,body\n{rows}");
    for group in ["true", "false"] {
        let card =
            format!("corpus: x\ntables: {{a: {{files: a.csv}}}}\nitem: {{id: id, text: body}}\ngroup: {group}\n");
        let dir = folder(&[("corpus.yaml", &card), ("a.csv", &rows)]);
        let small = OpenOptions { batch_bytes: 5_000, ..OpenOptions::default() };
        let whole = read_with(dir.path(), OpenOptions::default());
        assert_eq!(whole.lines.len(), 3_000);
        assert_eq!(read_with(dir.path(), small.clone()).lines, whole.lines);
        let corpus = open(&[dir.path().to_path_buf()], &pack(), small.clone()).unwrap();
        let reader = corpus.reader();
        let mut done = 0;
        for batch in corpus.take(3) {
            done += batch.decode(&reader, |_| {}).records as usize;
            let options = OpenOptions { resume: Some(batch.next()), ..small.clone() };
            assert_eq!(read_with(dir.path(), options).lines, whole.lines[done..]);
        }
    }
}

#[test]
fn the_xstest_card_reads_all_of_it() {
    let Ok(data) = std::env::var("PRECEPTOR_DATA").map(PathBuf::from) else {
        println!("skipped: PRECEPTOR_DATA names no folder of data sets");
        return;
    };
    let mut xstest = pack();
    xstest.ladder = ["good", "revise", "block"].map(str::to_owned).to_vec();
    xstest.schema.fields.truncate(0);
    let card = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora/cards/xstest");
    let options = OpenOptions { data: Some(data), ..OpenOptions::default() };
    let corpus = open(&[card], &xstest, options).unwrap_or_else(|error| panic!("{}", told(error).join("\n")));
    let facts = corpus.card().unwrap().facts.clone();
    let reader = corpus.reader();
    let mut tally = corpus.before().clone();
    let mut unparsable = 0;
    for batch in corpus {
        tally.merge(&batch.decode(&reader, |entry| {
            let record = &entry.unwrap().record;
            unparsable += record.models.iter().filter(|model| model.unparsable && model.raw.is_some()).count();
            assert_eq!((record.ratings.len(), record.models.len(), record.gold.is_some()), (2, 2, true));
        }));
    }
    assert_eq!((tally.records, tally.rejected, unparsable), (2_250, 0, 11));
    assert_eq!(facts.compare(&tally), []);
    assert_eq!(facts.made_by, ["annotator_1", "annotator_2"]);
}

#[test]
fn a_card_without_an_item_is_about_records_as_they_are() {
    let card = "corpus: own\npack: small\ntables: {items: {files: data.jsonl}}\nexpect: {items: 2, rejected: 1}\n";
    let data = "{\"id\": \"a\", \"text\": \"one\"}\n{\"id\": \"b\", \"text\": \"two\", \"ratings\": []}\nnothing\n";
    let read = read(&[("corpus.yaml", card), ("data.jsonl", data)]);
    assert_eq!(read.lines[..2], [data.lines().next().unwrap(), data.lines().nth(1).unwrap()]);
    assert!(read.lines[2].starts_with("✗3 "), "{}", read.lines[2]);
    assert_eq!(read.differences, [""; 0]);
    let more = "corpus: own\ntables: {items: {files: data.jsonl}}\njudges:\n  - {rater: r, verdict: v}\n";
    assert_eq!(
        problems(&[("corpus.yaml", more), ("data.jsonl", data)])[0],
        "1: E083 a card with several tables or with `judges` needs `item` / `item` says what a record is made of; \
         without it, the files of one table hold records as they are"
    );
}

proptest::proptest! {
    #[test]
    fn a_damaged_card_is_read_or_refused(at in 0..CARD.len(), length in 0..40_usize, put in "[a-z{}\\[\\]:\"',&*|\\n -]{0,6}") {
        let end = (at + length).min(CARD.len());
        let card = format!("{}{put}{}", &CARD[..at], &CARD[end..]);
        let dir = folder(&[("corpus.yaml", &card), ("posts_a.csv", POSTS_A), ("posts_b.csv", POSTS_B), ("marks.csv", MARKS)]);
        match open(&[dir.path().to_path_buf()], &pack(), OpenOptions::default()) {
            Ok(corpus) => {
                let reader = corpus.reader();
                corpus.for_each(|batch| drop(batch.decode(&reader, |_| {})));
            }
            Err(error) => proptest::prop_assert!(!told(error).is_empty()),
        }
    }
}

#[test]
fn a_raters_value_that_no_map_knows_is_unparsable_and_keeps_its_words() {
    let card = "corpus: x\ntables: {a: {files: a.csv}}\nitem: {id: id, text: body}\nverdict_map: {bad: remove}\n\
                judges: [{rater: ann, verdict: label}]\nexpect: {items: 3, unparsable: {ann: 1}}\n";
    let read = read(&[("corpus.yaml", card), ("a.csv", "id,body,label\n1,x,bad\n2,y,bda\n3,z,\n")]);
    assert!(read.lines[0].ends_with(r#""ratings":[{"rater":"ann","verdict":"remove"}]}"#), "{}", read.lines[0]);
    assert!(
        read.lines[1].ends_with(r#""ratings":[{"rater":"ann","unparsable":true,"raw":"bda"}]}"#),
        "{}",
        read.lines[1]
    );
    assert!(!read.lines[2].contains("ratings"), "an empty cell says nothing: {}", read.lines[2]);
    assert_eq!((read.differences, read.tally.judge_keys.len()), (Vec::new(), 0));
}

#[test]
fn of_several_ratings_by_one_rater_the_first_counts_unless_the_card_says_the_last() {
    let card = |rule: &str, count: u64| {
        format!(
            "corpus: x\ntables: {{a: {{files: a.csv}}}}\ngroup: true\nitem: {{id: id, text: body}}\n\
             judges: [{{rater: \"{{who}}\", verdict: label{rule}}}]\nexpect: {{items: 2, duplicates: {count}}}\n"
        )
    };
    let rows = "id,body,who,label\n1,x,ann,allow\n1,x,ann,remove\n1,x,ann,label\n2,y,ann,allow\n";
    for (rule, replaced) in [("", 0), (", duplicates: first", 0), (", duplicates: last", 2)] {
        let read = read(&[("corpus.yaml", &card(rule, 2)), ("a.csv", rows)]);
        assert_eq!(read.differences, [""; 0], "{rule}");
        assert_eq!(read.tally.repeats, Repeats { ratings: 2, models: 0, replaced, pairs: 1 }, "{rule}");
        let stands = if replaced > 0 { "label" } else { "allow" };
        assert!(read.lines[0].contains(&format!(r#""ratings":[{{"rater":"ann","verdict":"{stands}"}}"#)), "{rule}");
    }
    let read = read(&[("corpus.yaml", &card("", 0)), ("a.csv", rows)]);
    assert_eq!(read.differences, ["duplicates: 2 not 0"]);
}

#[test]
fn a_map_that_leads_to_no_verdict_of_the_ladder_is_told_at_its_line_unless_another_pack_is_meant() {
    let card = "corpus: x\ntables: {a: {files: a.csv}}\nitem: {id: id, text: body}\nverdict_map:\n  fine: alow\n  bad: remove\n\
                judges:\n  - {rater: r, verdict: said}\n  - model: m\n    verdict: {column: said, map: [{when: 'value is bad', is: block}]}\n";
    let rows = ("a.csv", "id,body,said\n1,x,fine\n");
    assert_eq!(
        problems(&[("corpus.yaml", card), rows]),
        [
            "5: E085 `alow` is not a verdict: the ladder is allow, label, remove / did you mean `allow`?",
            "10: E085 `block` is not a verdict: the ladder is allow, label, remove",
        ]
    );
    let elsewhere = format!("pack: another\n{card}");
    let read = read(&[("corpus.yaml", &elsewhere), rows]);
    assert!(read.lines[0].contains("`alow` is not a verdict of this pack"), "{}", read.lines[0]);
}

#[test]
fn constant_verdicts_and_costs_are_held_to_the_ladder_too() {
    let card = "corpus: x\ntables: {a: {files: a.csv}}\nitem: {id: id, text: body}\ncosts:\n  alow: {remove: 2}\n  \
                remove: {allow: -1, lable: 3}\njudges:\n  - {rater: r, verdict: said}\n  - {model: m, verdict: {constant: remov}}\n  \
                - {model: n, verdict: {constant: remove}}\n";
    let rows = ("a.csv", "id,body,said\n1,x,remove\n");
    let parsed = problems(&[("corpus.yaml", card), rows]);
    assert_eq!(parsed, ["6: E084 a cost is 0 or more: what is right costs nothing"]);
    let card = card.replace("-1", "1");
    assert_eq!(
        problems(&[("corpus.yaml", &card), rows]),
        [
            "9: E085 `remov` is not a verdict: the ladder is allow, label, remove / did you mean `remove`?",
            "5: E085 `alow` is not a verdict: the ladder is allow, label, remove / did you mean `allow`?",
            "6: E085 `lable` is not a verdict: the ladder is allow, label, remove / did you mean `label`?",
        ]
    );
}

#[test]
fn a_constant_is_neither_mapped_nor_read_from_elsewhere() {
    let card = |verdict: &str| {
        format!(
            "corpus: x\ntables: {{a: {{files: a.csv}}}}\nitem: {{id: id, text: body}}\n\
             judges:\n  - {{rater: r, verdict: {verdict}}}\n"
        )
    };
    let rows = ("a.csv", "id,body,said\n1,x,remove\n");
    for verdict in
        ["{constant: bad, map: {bad: remove}}", "{constant: remove, column: said}", "{constant: 1, as: number}"]
    {
        let told = problems(&[("corpus.yaml", &card(verdict)), rows]);
        assert!(told.len() == 1 && told[0].starts_with("5: E084 a value has one source"), "{told:?}");
    }
}
