//! The hate policy of `policies/community` on HateCheck (Röttger et al. 2021): rules alone, developed on the templates
//! with even numbers, measured on those with odd ones.
//!
//! Reads `hatecheck/test_suite_cases.csv` under `PRECEPTOR_DATA`. Run with `--nocapture` to see the figures. A case is
//! hit if the policy HS acts on its bare text: no fields, no scores, no answers.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    missing_docs,
    reason = "tests"
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use preceptor::corpus::record::Record;
use preceptor::engine::eval::{Context, Evaluator};
use preceptor::engine::plan::{Options, Program};
use preceptor::language::check::compile;
use preceptor::language::policy::Pack;
use preceptor::language::source::Sources;
use preceptor::language::value::Value;

/// What the lists of the pack cannot reach: its slurs are invented, HateCheck's are not.
const WITHOUT_OUR_WORDS: [&str; 1] = ["slur_h"];
/// Functional tests on which too many harmless cases are still hit.
const STILL_WEAK: [&str; 1] = ["negate_neg_nh"];

struct Functional {
    name: String,
    hateful: bool,
    cases: u32,
    hits: u32,
}

impl Functional {
    fn share(&self) -> f64 {
        f64::from(self.hits) / f64::from(self.cases)
    }
}

fn pack() -> Arc<Pack> {
    let mut sources = Sources::default();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/community");
    let input = preceptor::packs::load(&folder, &mut sources).unwrap();
    Arc::new(compile(&input, &sources).pack.expect("the pack compiles"))
}

fn cases(file: &Path) -> Vec<(String, u32, String, bool)> {
    let mut reader = csv::Reader::from_path(file).unwrap();
    let headers = reader.headers().unwrap().clone();
    let at = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let (test, template, text, label) = (at("functionality"), at("templ_id"), at("test_case"), at("label_gold"));
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| {
        (row[test].to_owned(), row[template].parse().unwrap(), row[text].to_owned(), &row[label] == "hateful")
    })
    .collect()
}

/// Runs the cases of even or odd templates, and returns the functional tests in the order of the file.
fn measure(cases: &[(String, u32, String, bool)], odd: bool) -> Vec<Functional> {
    let pack = pack();
    let program = Program::new(&pack, Options { decisions_only: true }).unwrap();
    let mut evaluator = Evaluator::new(&program);
    let context = Context { as_of_ms: pack.as_of.unwrap_or(0), canary_as_live: true };
    let policy = pack.policies.iter().position(|policy| policy.id == "HS").unwrap();
    let (text_field, _) = pack.schema.find("text").unwrap();
    let mut tests: Vec<Functional> = Vec::new();
    for (name, template, text, hateful) in cases {
        if (template % 2 == 1) != odd {
            continue;
        }
        let mut fields = vec![Value::Missing; pack.schema.fields.len()];
        fields[text_field.0 as usize] = Value::Text(text.as_str().into());
        let record = Record { id: "case".into(), fields, ..Record::default() };
        let hit = evaluator.analyse(&record, &context).policies[policy].verdict.0 > 0;
        match tests.iter_mut().find(|test| test.name == *name && test.hateful == *hateful) {
            Some(test) => (test.cases, test.hits) = (test.cases + 1, test.hits + u32::from(hit)),
            None => tests.push(Functional { name: name.clone(), hateful: *hateful, cases: 1, hits: u32::from(hit) }),
        }
    }
    tests
}

fn accuracy(tests: &[Functional]) -> f64 {
    let right: u32 = tests.iter().map(|test| if test.hateful { test.hits } else { test.cases - test.hits }).sum();
    f64::from(right) / f64::from(tests.iter().map(|test| test.cases).sum::<u32>())
}

#[test]
fn the_hate_policy_holds_on_templates_it_was_not_written_from() {
    let Some(data) = std::env::var_os("PRECEPTOR_DATA").map(PathBuf::from) else {
        println!("skipped: PRECEPTOR_DATA names no folder of data sets");
        return;
    };
    let file = data.join("hatecheck/test_suite_cases.csv");
    if !file.is_file() {
        println!("skipped: there is no {}", file.display());
        return;
    }
    let cases = cases(&file);
    let (even, odd) = (measure(&cases, false), measure(&cases, true));
    println!("{:22} {:10} {:>5} {:>7} {:>7}", "functional test", "", "cases", "even", "odd");
    for (before, after) in even.iter().zip(&odd) {
        let what = if after.hateful { "recall" } else { "hits" };
        println!("{:22} {what:10} {:>5} {:>7.3} {:>7.3}", after.name, after.cases, before.share(), after.share());
    }
    println!("accuracy: even {:.4}, odd {:.4}", accuracy(&even), accuracy(&odd));

    assert!(accuracy(&odd) > 0.77, "accuracy {:.4}", accuracy(&odd));
    for test in &odd {
        let share = test.share();
        if WITHOUT_OUR_WORDS.contains(&test.name.as_str()) || STILL_WEAK.contains(&test.name.as_str()) {
            continue;
        }
        if test.hateful {
            assert!(share >= 0.5, "{}: recall {share:.3}", test.name);
        } else {
            assert!(share <= 0.15, "{}: hits {share:.3}", test.name);
        }
    }
}
