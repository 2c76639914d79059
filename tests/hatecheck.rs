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

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use preceptor::corpus::record::Record;
use preceptor::engine::eval::{Context, Evaluator};
use preceptor::engine::plan::{Options, Program};
use preceptor::language::check::compile;
use preceptor::language::policy::Pack;
use preceptor::language::source::Sources;
use preceptor::language::value::Value;

/// What the lists of the pack cannot reach: its slurs are invented, HateCheck's are not. With the words that the even
/// templates teach, as an operator's own list would, it is held like all others.
const WITHOUT_OUR_WORDS: [&str; 1] = ["slur_h"];

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

struct Case {
    test: String,
    template: u32,
    /// The template's words, with names such as `[SLUR_S]` where something is filled in.
    frame: String,
    text: String,
    hateful: bool,
}

fn pack(folder: &Path) -> Arc<Pack> {
    let mut sources = Sources::default();
    let input = preceptor::packs::load(folder, &mut sources).unwrap();
    Arc::new(compile(&input, &sources).pack.expect("the pack compiles"))
}

fn bundled() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/community")
}

/// Returns what a case fills into its template's place for a slur.
fn slur(case: &Case) -> Option<String> {
    let (before, rest) = case.frame.trim().split_once("[SLUR_")?;
    let after = rest.split_once(']')?.1;
    let text = case.text.trim();
    let word = text.get(before.len()..text.len().checked_sub(after.len())?)?;
    Some(word.to_lowercase())
}

/// Copies the pack and adds the slurs of even templates to its list, marked by what even templates show of their use.
///
/// The words stay in a folder that is gone after the test.
fn with_an_operators_words(cases: &[Case]) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("lexicons")).unwrap();
    for folder in ["", "lexicons"] {
        for entry in std::fs::read_dir(bundled().join(folder)).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_file() {
                std::fs::copy(entry.path(), home.path().join(folder).join(entry.file_name())).unwrap();
            }
        }
    }
    let even =
        |test: &'static str| cases.iter().filter(move |case| case.test == test && case.template.is_multiple_of(2));
    let words: BTreeSet<String> = even("slur_h").filter_map(slur).collect();
    let occurs = |test, word: &str| {
        let text = |case: &Case| format!(" {} ", case.text.to_lowercase().replace(|c: char| !c.is_alphanumeric(), " "));
        even(test).any(|case| [" ", "s "].iter().any(|end| text(case).contains(&format!(" {word}{end}"))))
    };
    let list = home.path().join("lexicons/slurs.yaml");
    let mut entries = std::fs::read_to_string(&list).unwrap();
    for word in &words {
        let (reclaimed, homonym) = (occurs("slur_reclaimed_nh", word), occurs("slur_homonym_nh", word));
        let marks = format!("severity: high, reclaimed: {reclaimed}, homonym: {homonym}");
        entries.push_str(&format!("- {{term: \"{word}\", lang: en, {marks}}}\n"));
    }
    std::fs::write(&list, entries).unwrap();
    assert!(words.len() >= 20, "{} words", words.len());
    home
}

fn cases(file: &Path) -> Vec<Case> {
    let mut reader = csv::Reader::from_path(file).unwrap();
    let headers = reader.headers().unwrap().clone();
    let at = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let (test, template, text, label) = (at("functionality"), at("templ_id"), at("test_case"), at("label_gold"));
    let frame = at("case_templ");
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| Case {
        test: row[test].to_owned(),
        template: row[template].parse().unwrap(),
        frame: row[frame].to_owned(),
        text: row[text].to_owned(),
        hateful: &row[label] == "hateful",
    })
    .collect()
}

/// Runs the cases of even or odd templates, and returns the functional tests in the order of the file.
fn measure(pack: &Arc<Pack>, cases: &[Case], odd: bool) -> Vec<Functional> {
    let program = Program::new(pack, Options { decisions_only: true }).unwrap();
    let mut evaluator = Evaluator::new(&program);
    let context = Context { as_of_ms: pack.as_of.unwrap_or(0), canary_as_live: true };
    let policy = pack.policies.iter().position(|policy| policy.id == "HS").unwrap();
    let (text_field, _) = pack.schema.find("text").unwrap();
    let mut tests: Vec<Functional> = Vec::new();
    for Case { test: name, template, text, hateful, .. } in cases {
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
    let own = pack(&bundled());
    let (even, odd) = (measure(&own, &cases, false), measure(&own, &cases, true));
    let more = with_an_operators_words(&cases);
    let with_words = measure(&pack(more.path()), &cases, true);
    println!("{:22} {:10} {:>5} {:>7} {:>7} {:>11}", "functional test", "", "cases", "even", "odd", "with words");
    for ((before, after), helped) in even.iter().zip(&odd).zip(&with_words) {
        let what = if after.hateful { "recall" } else { "hits" };
        let (cases, even, odd, helped) = (after.cases, before.share(), after.share(), helped.share());
        println!("{:22} {what:10} {cases:>5} {even:>7.3} {odd:>7.3} {helped:>11.3}", after.name);
    }
    println!(
        "accuracy: even {:.4}, odd {:.4}, with an operator's words {:.4}",
        accuracy(&even),
        accuracy(&odd),
        accuracy(&with_words)
    );

    holds(&odd, &WITHOUT_OUR_WORDS);
    holds(&with_words, &[]);
}

/// Every functional test but those in `beyond`: at least half of the hateful cases are hit, at most 15 % of the others.
fn holds(odd: &[Functional], beyond: &[&str]) {
    assert!(accuracy(odd) > 0.77, "accuracy {:.4}", accuracy(odd));
    for test in odd.iter().filter(|test| !beyond.contains(&test.name.as_str())) {
        let share = test.share();
        if test.hateful {
            assert!(share >= 0.5, "{}: recall {share:.3}", test.name);
        } else {
            assert!(share <= 0.15, "{}: hits {share:.3}", test.name);
        }
    }
}
