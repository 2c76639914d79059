//! The order of a queue where no person has spoken, on the XSTest completions: only two machine judges and the policy.
//!
//! Run with `--nocapture` to see the figures.
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

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use preceptor::audit::{Auditor, EngineAnswers, Gathered, Intake, Ledger, Options, Outputs, PlainReading, conclude};
use preceptor::corpus::spool::Spool;
use preceptor::corpus::{OpenOptions, open};
use preceptor::engine::eval::{Context, Evaluator};
use preceptor::engine::plan::{self, Program};
use preceptor::language::check::compile;
use preceptor::language::source::Sources;
use serde_json::Value as Json;

/// Audits XSTest without its raters and without gold. Returns, in queue order, whether the GPT-4 judge is wrong by gold,
/// and how many errors and items there are.
fn order_of_errors(data: PathBuf) -> (Vec<bool>, usize, usize) {
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
    let mut cases = Spool::scratch(dir.path()).unwrap();
    let mut contents = Spool::scratch(dir.path()).unwrap();
    let mut ledger = Ledger::new(&pack);
    let mut wrong: BTreeMap<String, bool> = BTreeMap::new();
    let paths = [root.join("corpora/cards/xstest")];
    let corpus = open(&paths, &pack, OpenOptions { data: Some(data), ..OpenOptions::default() }).unwrap();
    let reader = corpus.reader();
    for batch in corpus {
        batch.decode(&reader, |located| {
            let mut record = located.unwrap().record.clone();
            let gold = record.gold.take().unwrap();
            record.ratings.clear();
            let judge = record.models.iter().find(|model| model.name == "gpt4-judge").unwrap();
            // Labels tell full from partial refusals where the rung does not.
            let labels = |labels: &Option<Vec<_>>| labels.clone().unwrap_or_default();
            let differs = judge.verdict != gold.verdict || labels(&judge.labels) != labels(&gold.labels);
            wrong.insert(record.id.to_string(), differs);
            let mut item = evaluator.item(&record, context);
            let decision = item.analyse();
            let case = auditor.observe(&record, &decision, &mut EngineAnswers::new(&mut item, &decision));
            ledger.absorb(case, &mut cases, &mut contents).unwrap();
        });
    }
    let (mut disagreements, mut queue, mut items) = (Vec::new(), Vec::new(), Vec::new());
    let gathered = Gathered { ledger: &ledger, cases: &mut cases, contents: &mut contents };
    let mut replay = Vec::new();
    let outputs =
        Outputs { disagreements: &mut disagreements, queue: &mut queue, items: &mut items, replay: &mut replay };
    conclude(&auditor, gathered, &Intake::default(), dir.path(), outputs).unwrap();
    let mut seen = HashSet::new();
    let rows = std::str::from_utf8(&queue).unwrap().lines().map(|line| serde_json::from_str::<Json>(line).unwrap());
    let ids = rows.map(|row| row["id"].as_str().unwrap().to_owned()).filter(|id| seen.insert(id.clone()));
    let order = ids.map(|id| wrong[&id]).collect();
    (order, wrong.values().filter(|wrong| **wrong).count(), wrong.len())
}

#[test]
fn the_first_tenth_holds_a_third_of_the_judges_errors() {
    let Some(data) = std::env::var_os("PRECEPTOR_DATA") else {
        eprintln!("skipped: PRECEPTOR_DATA does not name the folder of public data sets");
        return;
    };
    let (order, errors, items) = order_of_errors(Path::new(&data).join("xstest"));
    assert_eq!((errors, items), (452, 2250));
    let share = |part: f64| {
        let first = (items as f64 * part) as usize;
        order.iter().take(first).filter(|wrong| **wrong).count() as f64 / errors as f64
    };
    println!("XSTest, GPT-4 judge, machines only: share of its {errors} errors in the first part of {items} items");
    for part in [0.01, 0.05, 0.1, 0.2] {
        println!("  first {:>3.0} %  {:>5.3}   random order {part:.3}", part * 100.0, share(part));
    }
    assert!(share(0.1) >= 0.35, "{:.3}", share(0.1));
}
