//! Reading JSON lines into records, beside serde_json reading the same lines into plain structs.
//!
//! The structs are the fastest thing serde_json can do with these lines: they know every key at compile time and check
//! no value. A record knows its keys from a schema and checks words, ranges, ids and judges.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a benchmark")]

use std::borrow::Cow;
use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use preceptor::corpus::{OpenOptions, open};
use preceptor::language::policy::Pack;
use preceptor::language::schema::{Field, Models, Schema};
use preceptor::language::value::{Type, Unit};
use serde::Deserialize;

const ITEMS: usize = 40_000;

#[derive(Deserialize)]
#[allow(dead_code, reason = "read, not used")]
struct Item<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    text: Cow<'a, str>,
    lang: &'a str,
    surface: &'a str,
    author: Author<'a>,
    reach: f64,
    toxicity: f64,
    flags: u32,
    #[serde(borrow)]
    models: Vec<Model<'a>>,
    #[serde(borrow)]
    ratings: Vec<Rating<'a>>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "read, not used")]
struct Author<'a> {
    age_days: f64,
    badge: &'a str,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "read, not used")]
struct Model<'a> {
    name: &'a str,
    version: &'a str,
    verdict: &'a str,
    labels: Vec<&'a str>,
    scores: Scores,
    #[serde(borrow)]
    rationale: Cow<'a, str>,
    cites: Vec<&'a str>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "read, not used")]
struct Scores {
    hate: f64,
    threat: f64,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "read, not used")]
struct Rating<'a> {
    rater: &'a str,
    verdict: &'a str,
    seconds: f64,
}

/// About 600 bytes an item, a third of it text; every fourth text has an escape.
fn lines() -> String {
    let mut out = String::new();
    for n in 0..ITEMS {
        let text = "the quick brown fox jumps over the lazy dog and says nothing of note ".repeat(1 + n % 4);
        let escape = if n % 4 == 0 { "\\n" } else { "é" };
        let verdict = ["allow", "label", "remove"][n % 3];
        writeln!(
            out,
            r#"{{"id":"c-{n}","text":"{text}{escape}","lang":"en","surface":"comment","author":{{"age_days":{},"badge":"none"}},"reach":{n},"toxicity":0.{},"flags":2,"models":[{{"name":"guard","version":"3","verdict":"{verdict}","labels":["hate"],"scores":{{"hate":0.91,"threat":0.02}},"rationale":"It compares people to animals, see HS.2.","cites":["HS.2"]}}],"ratings":[{{"rater":"r17","verdict":"allow","seconds":14}},{{"rater":"r3","verdict":"{verdict}","seconds":9.5}}]}}"#,
            n % 400,
            n % 100
        )
        .unwrap();
    }
    out
}

fn pack() -> Pack {
    let words = |words: &[&str]| Type::Enum(words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>().into());
    let number = Type::Number { min: Some(0.0), max: None };
    let fields = [
        ("text", "text", Type::Text),
        ("lang", "lang", Type::Text),
        ("surface", "surface", words(&["post", "comment", "article", "message"])),
        ("author.age", "author.age_days", Type::Duration(Unit::Day)),
        ("author.badge", "author.badge", words(&["none", "press", "official"])),
        ("reach", "reach", number.clone()),
        ("toxicity", "toxicity", Type::Number { min: Some(0.0), max: Some(1.0) }),
        ("flags", "flags", number),
    ];
    let field = |(path, column, ty): (&str, &str, Type)| Field {
        path: path.to_owned(),
        column: column.to_owned(),
        ty,
        required: false,
        sensitive: false,
    };
    Pack {
        name: "bench".to_owned(),
        title: String::new(),
        revision: String::new(),
        as_of: None,
        schema: Schema { fields: fields.map(field).into() },
        models: Models::default(),
        ladder: ["allow", "label", "remove"].map(str::to_owned).into(),
        labels: Vec::new(),
        policies: Vec::new(),
        lists: Vec::new(),
        patterns: Vec::new(),
        defines: Vec::new(),
        questions: Vec::new(),
        clauses: Vec::new(),
        exemptions: Vec::new(),
        checks: Vec::new(),
        queues: Vec::new(),
        slices: Vec::new(),
        examples: Vec::new(),
    }
}

/// Time this thread spent on a processor; what others do on the machine then does not count. Linux only.
fn cpu() -> Duration {
    let times = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(times.split(' ').next().unwrap().parse().unwrap())
}

fn timed(times: u64, mut work: impl FnMut()) -> Duration {
    let start = cpu();
    (0..times).for_each(|_| work());
    cpu() - start
}

fn decode(criterion: &mut Criterion) {
    let text = lines();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("items.jsonl");
    std::fs::write(&path, &text).unwrap();
    let mut group = criterion.benchmark_group("decode");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.sample_size(12);
    group.bench_function("serde_json, typed structs", |bencher| {
        let read = || text.lines().map(|line| serde_json::from_str::<Item>(line).unwrap().flags).sum::<u32>();
        bencher.iter_custom(|times| timed(times, || _ = black_box(read())));
    });
    let corpus = || open(std::slice::from_ref(&path), &pack(), OpenOptions::default()).unwrap();
    let reader = corpus().reader();
    let batches: Vec<_> = corpus().collect();
    group.bench_function("records", |bencher| {
        let read =
            || batches.iter().map(|batch| batch.decode(&reader, |entry| drop(black_box(entry))).records).sum::<u64>();
        assert_eq!(read() as usize, ITEMS);
        bencher.iter_custom(|times| timed(times, || _ = black_box(read())));
    });
    group.bench_function("records, file read and cut too", |bencher| {
        let read = || corpus().map(|batch| batch.decode(&reader, |entry| drop(black_box(entry))).records).sum::<u64>();
        bencher.iter_custom(|times| timed(times, || _ = black_box(read())));
    });
}

criterion_group!(benches, decode);
criterion_main!(benches);
