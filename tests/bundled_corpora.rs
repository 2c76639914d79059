//! The corpora written here: they are made again byte for byte, and what their truth says about the rules is what the
//! engine decides.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests"
)]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use preceptor::corpus::record::Record;
use preceptor::corpus::{RecordReader, Tally};
use preceptor::engine::decision::Decision;
use preceptor::engine::eval::{Context, Evaluator};
use preceptor::engine::plan::{Options, Program};
use preceptor::language::check::compile;
use preceptor::language::diag::render::{Style, render_all};
use preceptor::language::policy::Pack;
use preceptor::language::source::Sources;
use serde_json::Value;

/// Compiles a bundled pack, or shows what is wrong with it.
fn pack(name: &str) -> Arc<Pack> {
    let mut sources = Sources::default();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies").join(name);
    let input = preceptor::packs::load(&folder, &mut sources).unwrap();
    let compiled = compile(&input, &sources);
    let shown = render_all(&sources, &compiled.diagnostics, Style::default());
    Arc::new(compiled.pack.unwrap_or_else(|| panic!("{shown}")))
}

/// What the engine decides, in the words of `truth.jsonl`.
fn said_by(decision: &Decision, pack: &Pack) -> (String, Vec<String>, bool) {
    let fired = decision.clauses.iter().filter(|clause| clause.fired);
    let mut fired: Vec<String> = fired.map(|clause| pack.clauses[clause.clause.0 as usize].id.clone()).collect();
    fired.sort();
    (pack.rung_name(decision.verdict).to_owned(), fired, !decision.unsettled)
}

fn truth_about_the_rules(line: &Value) -> (String, Vec<String>, bool) {
    let policy = &line["policy"];
    let mut fired: Vec<String> =
        policy["fired"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect();
    fired.sort();
    (policy["verdict"].as_str().unwrap().to_owned(), fired, policy["settled"].as_bool().unwrap())
}

/// Runs the engine over a corpus and compares it with the truth.
fn rules_do_what_the_truth_says(name: &str, seeds: &[u64]) {
    let pack = pack(name);
    let program = Program::new(&pack, Options::default()).unwrap();
    let mut evaluator = Evaluator::new(&program);
    let reader = RecordReader::new(&pack);
    let context = Context { as_of_ms: pack.as_of.unwrap_or(0), canary_as_live: true };
    let mut wrong = Vec::new();
    for seed in seeds {
        let files: BTreeMap<String, String> = preceptor_corpora::generate(name, *seed).unwrap().into_iter().collect();
        let items: BTreeMap<String, Value> = files["truth.jsonl"]
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .filter(|line| line.get("kind").is_none())
            .map(|line| (line["id"].as_str().unwrap().to_owned(), line))
            .collect();
        for line in files["data.jsonl"].lines() {
            let mut record = Record::default();
            let tally = RefCell::new(Tally::default());
            reader.read(line, &mut record, &tally).unwrap_or_else(|why| panic!("{why}\n{line}"));
            let decision = evaluator.analyse(&record, &context);
            let (got, wanted) = (said_by(&decision, &pack), truth_about_the_rules(&items[&*record.id]));
            if got != wanted {
                let text: Value = serde_json::from_str(line).unwrap();
                let shown: Vec<String> = ["text", "prompt", "response", "messages", "document"]
                    .iter()
                    .filter_map(|field| text.get(*field).map(|text| format!("{field}: {text}")))
                    .collect();
                wrong.push(format!(
                    "{seed} {}: {got:?} instead of {wanted:?}\n    {}",
                    record.id,
                    shown.join("\n    ")
                ));
            }
        }
    }
    let shown: Vec<&str> = wrong.iter().take(40).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} items\n{}", wrong.len(), shown.join("\n"));
}

/// The bundled files are what the generator writes from the bundled seed.
fn is_made_again(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora").join(name);
    for (file, text) in preceptor_corpora::generate(name, 7).unwrap() {
        let bundled = std::fs::read_to_string(folder.join(&file)).unwrap_or_default();
        assert!(
            bundled == text,
            "corpora/{name}/{file} is not what the generator writes; run `cargo run -p preceptor-corpora -- {name} --out corpora/{name}`"
        );
    }
}

#[test]
fn llm_safety_rules_do_what_the_truth_says() {
    rules_do_what_the_truth_says("llm-safety", &[7, 101, 102]);
}

#[test]
fn llm_safety_is_made_again() {
    is_made_again("llm-safety");
}

#[test]
fn community_rules_do_what_the_truth_says() {
    rules_do_what_the_truth_says("community", &[7, 101]);
}

#[test]
fn community_is_made_again() {
    is_made_again("community");
}
