//! Review yield on public data: how soon each order finds the errors.
//!
//! y@f is the share of all true errors among the first part f of the items; ties count as their expectation under random
//! order; the area is that under the curve over all f. Run with `--nocapture` to see the figures.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    missing_docs,
    reason = "tests"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use preceptor::audit::case::Voice;
use preceptor::audit::replay::{Replay, Replayed, is_wrong};
use preceptor::audit::{Auditor, EngineAnswers, Gathered, Intake, Ledger, Options, Outputs, PlainReading, conclude};
use preceptor::calibrate::intervals::random::Random;
use preceptor::calibrate::ratings::Ratings;
use preceptor::calibrate::sheet::{ItemSaid, Judge, JudgeKind, Said, Scale, SheetBuilder, Words};
use preceptor::calibrate::study::suspects;
use preceptor::calibrate::suspicion;
use preceptor::corpus::spool::Spool;
use preceptor::corpus::{OpenOptions, open};
use preceptor::engine::eval::{Context, Evaluator};
use preceptor::engine::plan::{self, Program};
use preceptor::language::check::compile;
use preceptor::language::source::Sources;
use preceptor::review::curve::Points;
use preceptor::review::{Curve, simulate};

/// Runs of what is random: few, so that the tests stay quick; `PRECEPTOR_REPEATS=20` gives the figures of the handbook.
fn repeats() -> u32 {
    std::env::var("PRECEPTOR_REPEATS").ok().and_then(|count| count.parse().ok()).unwrap_or(2)
}

/// The first seed of what is planted; `PRECEPTOR_SEED` measures others.
fn first_seed() -> u64 {
    std::env::var("PRECEPTOR_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(0)
}

fn folder(variable: &str) -> Option<PathBuf> {
    let folder = std::env::var_os(variable).map(PathBuf::from);
    if folder.is_none() {
        eprintln!("SKIPPED: {variable} does not name a folder, so nothing was measured");
    }
    folder
}

/// Audits XSTest with everything its card has, and reads back what the audit wrote for replays.
fn replay(data: &Path) -> Replay {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Sources::default();
    let input = preceptor::packs::load(&root.join("policies/llm-safety"), &mut sources).unwrap();
    let pack = Arc::new(compile(&input, &sources).pack.unwrap());
    let program = Program::new(&pack, plan::Options::default()).unwrap();
    let context = Context { as_of_ms: pack.as_of.unwrap_or(0), canary_as_live: false };
    let reading = PlainReading::default();
    let options = Options { seed: 0, as_of: context.as_of_ms, show_content: false };
    let auditor = Auditor::new(&pack, options, &reading);
    let mut evaluator = Evaluator::new(&program);
    let dir = tempfile::tempdir().unwrap();
    let (mut cases, mut contents) = (Spool::scratch(dir.path()).unwrap(), Spool::scratch(dir.path()).unwrap());
    let mut ledger = Ledger::new(&pack);
    let options = OpenOptions { data: Some(data.join("xstest")), ..OpenOptions::default() };
    let corpus = open(&[root.join("corpora/cards/xstest")], &pack, options).unwrap();
    let reader = corpus.reader();
    for batch in corpus {
        batch.decode(&reader, |located| {
            let record = &located.unwrap().record;
            let mut item = evaluator.item(record, context);
            let decision = item.analyse();
            let case = auditor.observe(record, &decision, &mut EngineAnswers::new(&mut item, &decision));
            ledger.absorb(case, &mut cases, &mut contents).unwrap();
        });
    }
    let (mut disagreements, mut queue, mut items, mut replay) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let gathered = Gathered { ledger: &ledger, cases: &mut cases, contents: &mut contents };
    let outputs =
        Outputs { disagreements: &mut disagreements, queue: &mut queue, items: &mut items, replay: &mut replay };
    conclude(&auditor, gathered, &Intake::default(), dir.path(), outputs).unwrap();
    Replay::read(replay.as_slice()).unwrap()
}

fn show(name: &str, points: &Points) {
    let value = |figure: &preceptor::calibrate::Figure| figure.value.unwrap();
    println!(
        "  {name:<24} {:.3} / {:.3} / {:.3} / {:.3}   {:.4}",
        value(&points.y1),
        value(&points.y5),
        value(&points.y10),
        value(&points.y20),
        value(&points.area)
    );
}

/// Machines only: two judges, the policy, the words of prompts and answers, the type of the prompt.
#[test]
fn the_judges_errors_on_xstest_are_found_soon() {
    let Some(data) = folder("PRECEPTOR_DATA") else { return };
    let replay = replay(&data);
    let repeats = repeats();
    let options = simulate::Options {
        repeats,
        seed: 0,
        without_people: true,
        judges: vec!["gpt4-judge".to_owned(), "string-match".to_owned()],
        threads: NonZeroUsize::new(2).unwrap(),
        variants: false,
    };
    let dir = tempfile::tempdir().unwrap();
    let found = simulate::simulate(&replay, &options, dir.path()).unwrap();
    println!("XSTest, machines only: y@1 / 5 / 10 / 20 and area; {repeats} runs of the order that learns");
    for (judge, (errors, cold)) in found.judges.iter().zip([(452, 0.75), (363, 0.82)]) {
        println!("{}: {} errors among {} items", judge.judge, judge.errors, judge.items);
        assert_eq!((judge.errors, judge.items), (errors, 2250));
        let (of, value) = (&judge.cold, |figure: &preceptor::calibrate::Figure| figure.value.unwrap());
        show("random", &judge.random);
        show("cold", of);
        show("adaptive", &judge.adaptive);
        show("perfect", &judge.perfect);
        assert!(value(&of.area) >= cold, "{}: cold area {:.4}", judge.judge, value(&of.area));
        assert!(value(&judge.adaptive.y20) >= 0.80, "{}: y@20 {:.4}", judge.judge, value(&judge.adaptive.y20));
        assert!(value(&judge.adaptive.area) >= 0.86, "{}: area {:.4}", judge.judge, value(&judge.adaptive.area));
    }
    assert_eq!(found.judges.len(), 2);
}

/// Runs the program to its end.
fn program(arguments: &[&str]) {
    let done = Command::new(env!("CARGO_BIN_EXE_preceptor")).args(arguments).arg("--quiet").output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// Copies a folder.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &place);
        } else {
            fs::copy(entry.path(), place).unwrap();
        }
    }
}

/// Writes a file of the project, some of its words replaced, into a folder.
fn changed(file: &str, to: &Path, changes: &[(&str, &str)]) {
    let mut text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    for (from, into) in changes {
        assert!(text.contains(from), "{file} has no {from:?}");
        text = text.replacen(from, into, 1);
    }
    fs::create_dir_all(to).unwrap();
    fs::write(to.join(Path::new(file).file_name().unwrap()), text).unwrap();
}

/// Audits XSTest, people and gold left out, with everything in one queue by probability alone; returns the results' folder.
fn without_people(home: &Path, data: &Path) -> String {
    let (pack, card) = (home.join("pack"), home.join("card"));
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/llm-safety"), &pack);
    let all = [("take        20%\n  sample      2%", "take        all\n  priority    low"), ("  hidden gold 5%\n", "")];
    changed("policies/llm-safety/review.precept", &pack, &all);
    changed(
        "corpora/cards/xstest/corpus.yaml",
        &card,
        &[
            ("  - {rater: annotator_1, verdict: annotation_1}\n  - {rater: annotator_2, verdict: annotation_2}\n", ""),
            (
                "  - {gold: true, verdict: final_label, by: {constant: both annotators}, made_by: [annotator_1, annotator_2]}\n",
                "",
            ),
            ("agreement]", "agreement, annotation_1, annotation_2, final_label]"),
            ("annotator_1: 2250, annotator_2: 2250, ", ""),
            (", gold: 2250", ""),
        ],
    );
    let [pack, card, data, to] =
        [&pack, &card, &data.join("xstest"), &home.join("out")].map(|path| path.display().to_string());
    program(&["audit", &pack, &card, "--data", &data, "-o", &to]);
    to
}

/// Reviews everything in the order of the program: after every 1 % of the items, and 10 % once a quarter is reviewed, gold's
/// word on them is appended to the file of verdicts. Returns the items in the order in which they were looked at.
fn reviewed<'g>(gold: &'g Replay, home: &Path, audit: &str, only: &[&str]) -> Vec<&'g Replayed> {
    let (verdicts, order) = (home.join("verdicts.jsonl"), home.join("order.jsonl"));
    let (verdicts, order) = (verdicts.display().to_string(), order.display().to_string());
    let by_id: BTreeMap<&str, &Replayed> = gold.items.iter().map(|item| (item.id.as_str(), item)).collect();
    let mut reviewed: Vec<&Replayed> = Vec::new();
    fs::write(&verdicts, "").unwrap();
    while reviewed.len() < by_id.len() {
        program(&[&["review", "order", audit, "--verdicts", &verdicts, "-o", &order], only].concat());
        let batch = if reviewed.len() * 4 < by_id.len() { by_id.len() / 100 } else { by_id.len() / 10 };
        let rows = fs::read_to_string(&order).unwrap();
        let rows = rows.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        let ids =
            rows.filter(|row| row["queue"] == "behaviour_experts").map(|row| row["id"].as_str().unwrap().to_owned());
        let known: BTreeSet<&str> = reviewed.iter().map(|item| item.id.as_str()).collect();
        let next: Vec<&Replayed> =
            ids.filter(|id| !known.contains(id.as_str())).map(|id| by_id[id.as_str()]).take(batch).collect();
        assert!(!next.is_empty(), "{} of {} items were queued", reviewed.len(), by_id.len());
        let mut file = fs::OpenOptions::new().append(true).open(&verdicts).unwrap();
        for item in &next {
            let right = item.gold().unwrap();
            let labels = right.labels.iter().flatten().map(|label| &gold.head.labels[label.0 as usize]);
            let labels: Vec<&String> = labels.collect();
            let verdict = &gold.head.ladder[right.verdict.unwrap().0 as usize];
            writeln!(file, "{}", serde_json::json!({"item": item.id, "verdict": verdict, "labels": labels})).unwrap();
        }
        reviewed.extend(next);
    }
    reviewed
}

/// How soon an order finds the items on which one of these judges is wrong.
fn found(gold: &Replay, order: &[&Replayed], judges: &[&str]) -> Points {
    let number = |judge: &u32| judges.contains(&gold.head.names[*judge as usize].as_str());
    let errs = |item: &&Replayed| {
        let right = item.gold().unwrap();
        let wrong = |voice: &Voice| is_wrong(voice, right.verdict.unwrap(), right.labels.as_deref()) == Some(true);
        item.voices.iter().any(|voice| number(&voice.judge) && wrong(voice))
    };
    let errors: Vec<bool> = order.iter().map(errs).collect();
    let places: Vec<f64> = (0..errors.len()).map(|at| -(at as f64)).collect();
    Curve::ranked(&places, &errors).points()
}

#[test]
fn the_queue_in_its_new_order_finds_errors_as_soon_as_the_replay_says() {
    let Some(data) = folder("PRECEPTOR_DATA") else { return };
    let gold = replay(&data);
    let home = tempfile::tempdir().unwrap();
    let audit = without_people(home.path(), &data);
    println!("XSTest, machines only, through `review order --judge gpt4-judge`:");
    let order = reviewed(&gold, home.path(), &audit, &["--judge", "gpt4-judge"]);
    let points = found(&gold, &order, &["gpt4-judge"]);
    show("gpt4-judge", &points);
    assert_eq!((order.len(), points.area.n), (2250, 452));
    assert!(points.y20.value.unwrap() >= 0.80 && points.area.value.unwrap() >= 0.86);
    println!("XSTest, machines only, through `review order`:");
    let order = reviewed(&gold, home.path(), &audit, &[]);
    for judges in [&["gpt4-judge", "string-match"][..], &["gpt4-judge"], &["string-match"]] {
        show(&judges.join(" or "), &found(&gold, &order, judges));
    }
    let points = found(&gold, &order, &["gpt4-judge", "string-match"]);
    assert!(points.y20.value.unwrap() >= 0.45 && points.area.value.unwrap() >= 0.70);
}

/// A set of ratings with gold for some items.
struct Crowd {
    ratings: Ratings,
    items: Vec<String>,
    raters: Vec<String>,
    gold: Vec<Option<u16>>,
}

fn crowd(reference: &Path, name: &str) -> Crowd {
    let table = |file: String| {
        let mut reader = csv::Reader::from_path(reference.join("inputs").join(file)).unwrap();
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect::<Vec<Vec<String>>>()
    };
    let (given, gold) = (table(format!("{name}.csv")), table(format!("{name}.gold.csv")));
    let sorted = |values: &mut dyn Iterator<Item = String>| {
        let mut values: Vec<String> = values.collect();
        values.sort_unstable();
        values.dedup();
        values
    };
    let items = sorted(&mut given.iter().map(|row| row[0].clone()));
    let raters = sorted(&mut given.iter().map(|row| row[1].clone()));
    let labels = sorted(&mut given.iter().map(|row| row[2].clone()).chain(gold.iter().map(|row| row[1].clone())));
    let at = |values: &[String], value: &String| values.binary_search(value).unwrap();
    let rows =
        given.iter().map(|row| (at(&items, &row[0]) as u32, at(&raters, &row[1]) as u32, at(&labels, &row[2]) as u16));
    let ratings = Ratings::new(items.len(), raters.len(), labels.len(), rows.collect());
    let mut known = vec![None; items.len()];
    for row in &gold {
        if let Ok(item) = items.binary_search(&row[0]) {
            known[item] = Some(at(&labels, &row[1]) as u16);
        }
    }
    Crowd { ratings, items, raters, gold: known }
}

/// Raters' errors, the unit being one label of an item that has gold; all ratings of the set inform the order, gold none.
#[test]
fn raters_errors_are_found_soon() {
    let Some(reference) = folder("PRECEPTOR_REFERENCE") else { return };
    println!("raters' errors: y@1 / 5 / 10 / 20 and area");
    for (name, bar) in [("adult2", 0.75), ("cf_amt", 0.82), ("ms", 0.745)] {
        let crowd = crowd(&reference, name);
        let doubts = suspicion::labels(&crowd.ratings);
        let told = crowd.ratings.iter().zip(&doubts);
        let (scores, errors): (Vec<f64>, Vec<bool>) =
            told.filter_map(|((item, _, label), doubt)| Some((*doubt, crowd.gold[item as usize]? != label))).unzip();
        let points = Curve::ranked(&scores, &errors).points();
        show(&format!("{name}: {} of {}", points.area.n, errors.len()), &points);
        assert!(points.area.value.unwrap() >= bar, "{name}: area {:.4}", points.area.value.unwrap());
    }
}

/// Flips so many labels, each to another one drawn evenly; returns the labels and which were flipped.
fn flipped(gold: &[u16], share: f64, labels: usize, seed: u64) -> (Vec<u16>, Vec<bool>) {
    let mut random = Random::new(seed);
    let mut order: Vec<usize> = (0..gold.len()).collect();
    random.shuffle(&mut order);
    let (mut held, mut is_flipped) = (gold.to_vec(), vec![false; gold.len()]);
    for at in order.into_iter().take((share * gold.len() as f64).round() as usize) {
        held[at] = (held[at] + 1 + random.below(labels as u64 - 1) as u16) % labels as u16;
        is_flipped[at] = true;
    }
    (held, is_flipped)
}

/// What a calibration makes of gold with flipped labels.
#[derive(Default)]
struct Found {
    curves: Vec<Curve>,
    flips: usize,
    /// How many of the flipped labels it suspects, and how many labels in all.
    suspected: (usize, usize),
    /// The sum of the probabilities that gold is wrong.
    expected: f64,
}

impl Found {
    fn add(&mut self, crowd: &Crowd, judges: &[u32], held: &[(usize, u16)], is_flipped: &[bool], words: &[Words]) {
        let labels = (0..crowd.ratings.labels()).map(|label| label.to_string()).collect();
        let mut builder = SheetBuilder::new(Scale::nominal(labels), vec![]);
        crowd.items.iter().for_each(|id| {
            builder.item(id);
        });
        for (at, (item, gold)) in held.iter().enumerate() {
            let (id, gold, words) = (crowd.items[*item].clone(), Some(*gold), words.get(at).cloned());
            builder.add(ItemSaid { id, gold, words, ..ItemSaid::default() });
        }
        for (item, judge, label) in crowd.ratings.iter().filter(|(_, judge, _)| judges.contains(judge)) {
            let judge = Judge { kind: JudgeKind::Rater, name: crowd.raters[judge as usize].clone(), version: None };
            builder.say(item, Said::new(judge, Ok(label)));
        }
        let found = suspects(&builder.build(), self.curves.len() as u64);
        let rank = |item: &usize| found.suspect_gold.iter().position(|one| one.item == crowd.items[*item]);
        // What is not listed is all alike.
        let scores: Vec<f64> =
            held.iter().map(|(item, _)| -(rank(item).unwrap_or(found.suspect_gold.len()) as f64)).collect();
        self.curves.push(Curve::ranked(&scores, is_flipped));
        self.flips += is_flipped.iter().filter(|is| **is).count();
        let wrong =
            held.iter().zip(is_flipped).filter(|(_, is)| **is).map(|((item, _), _)| crowd.items[*item].as_str());
        let wrong: Vec<&str> = wrong.collect();
        self.suspected.0 += found.probable().filter(|one| wrong.contains(&one.item.as_str())).count();
        self.suspected.1 += found.suspect_gold_count as usize;
        self.expected += found.all.iter().map(|(_, wrong)| wrong).sum::<f64>();
    }

    /// Shows the figures and returns the share of flips in the first 3 %.
    fn show(&self, name: &str) -> f64 {
        let mean = |part: f64| self.curves.iter().map(|curve| curve.at(part).unwrap()).sum::<f64>();
        let [y3, y6] = [0.03, 0.06].map(|part| mean(part) / self.curves.len() as f64);
        let (hits, named) = self.suspected;
        println!("{name}: {y3:.3} of the flipped labels in the first 3 %, {y6:.3} in 6 %");
        println!("  {hits} of {} suspected; of {named} suspects {hits} were flipped", self.flips);
        println!("  {:.0} wrong by the sum of probabilities", self.expected);
        y3
    }
}

/// 3 % of XSTest's gold turned to another of the three classes; one rater and a text model of the (turned) gold, which
/// judges no item whose prompt it has seen.
#[test]
fn planted_wrong_gold_on_xstest_is_found_with_one_rater() {
    let (Some(data), Some(reference)) = (folder("PRECEPTOR_DATA"), folder("PRECEPTOR_REFERENCE")) else { return };
    let replay = replay(&data);
    let crowd = crowd(&reference, "xstest");
    let by_id: BTreeMap<&str, usize> =
        replay.items.iter().enumerate().map(|(at, item)| (item.id.as_str(), at)).collect();
    let words: Vec<Words> = crowd
        .items
        .iter()
        .map(|id| &replay.items[by_id[id.as_str()]])
        .map(|item| Words { places: item.words.clone(), kin: item.kin })
        .collect();
    let gold: Vec<u16> = crowd.gold.iter().map(|label| label.unwrap()).collect();
    for (with, words, bars) in [("words", &words[..], [0.83, 0.83]), ("no words", &[], [0.75, 0.6])] {
        for (rater, bar) in (0..crowd.raters.len() as u32).zip(bars) {
            let mut found = Found::default();
            for seed in 0..u64::from(repeats()) {
                let (held, is_flipped) = flipped(&gold, 0.03, 3, first_seed() + seed);
                let held: Vec<(usize, u16)> = held.into_iter().enumerate().collect();
                found.add(&crowd, &[rater], &held, &is_flipped, words);
            }
            let y3 = found.show(&format!("XSTest, {} and {with}", crowd.raters[rater as usize]));
            assert!(y3 >= bar, "{y3:.4}");
            assert!(found.suspected.0 as f64 >= 0.6 * found.suspected.1 as f64);
        }
    }
}

/// 3 % of adult2's usable gold turned to another class; only the raters' votes. Many times, for there are ten flips a run.
#[test]
fn planted_wrong_gold_on_adult2_is_found_by_its_raters() {
    let Some(reference) = folder("PRECEPTOR_REFERENCE") else { return };
    let crowd = crowd(&reference, "adult2");
    let (items, gold): (Vec<usize>, Vec<u16>) =
        crowd.gold.iter().enumerate().filter_map(|(item, gold)| Some((item, (*gold)?))).unzip();
    let all: Vec<u32> = (0..crowd.raters.len() as u32).collect();
    let mut found = Found::default();
    for seed in 0..10 * u64::from(repeats()) {
        let (held, is_flipped) = flipped(&gold, 0.03, 4, first_seed() + seed);
        let held: Vec<(usize, u16)> = items.iter().copied().zip(held).collect();
        found.add(&crowd, &all, &held, &is_flipped, &[]);
    }
    let y3 = found.show("adult2");
    assert!(y3 >= 0.48, "{y3:.4}");
    assert!(found.suspected.0 as f64 >= 0.6 * found.suspected.1 as f64);
}
