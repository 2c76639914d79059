//! Any text as a policy, on any text as an item, ends in problems or in one decision: no panic, and stopping early changes nothing.
//!
//! `cargo +nightly fuzz run decide fuzz/corpus/decide policies/starter` from the root of the repository.
#![no_main]

use std::path::Path;
use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use preceptor::corpus::record::Record;
use preceptor::engine::eval::{Context, Evaluator};
use preceptor::engine::plan::{Options, Program};
use preceptor::language::check::compile;
use preceptor::language::diag::render;
use preceptor::language::input::PackInput;
use preceptor::language::source::Sources;
use preceptor::language::value::Value;
use preceptor::packs;

/// The starter pack's schema, lexicons and sources, to put other policies in.
static STARTER: LazyLock<(PackInput, Sources)> = LazyLock::new(|| {
    let mut sources = Sources::default();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies/starter");
    (packs::load(&folder, &mut sources).expect("the starter pack is there"), sources)
});

// The policy ends where a line of three dashes stands; the item's text follows.
fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (policy, item) = text.split_once("\n---\n").unwrap_or((text, "you absolute numpty, \"you numpty\" 𝓷umpty"));
    let (mut input, mut sources) = STARTER.clone();
    input.files = vec![sources.add("fuzz.precept", policy)];
    let compiled = compile(&input, &sources);
    assert!(compiled.pack.is_some() || !compiled.diagnostics.is_empty(), "no pack, and nobody says why");
    for problem in &compiled.diagnostics {
        assert!(!render::render(&sources, problem, render::Style::default()).is_empty());
    }
    let Some(pack) = compiled.pack.map(Arc::new) else { return };
    let Ok(program) = Program::new(&pack, Options::default()) else { return };
    let mut fields = vec![Value::Missing; pack.schema.fields.len()];
    if let Some((at, _)) = pack.schema.find("text") {
        fields[at.0 as usize] = Value::Text(item.into());
    }
    let record = Record { id: "item".into(), fields, ..Record::default() };
    let context = Context { as_of_ms: 1_762_000_000_000, canary_as_live: true };
    let mut evaluator = Evaluator::new(&program);
    let (early, all) = (evaluator.decide(&record, &context), evaluator.analyse(&record, &context));
    assert_eq!((early.verdict, early.unsettled), (all.verdict, all.unsettled));
    for span in all.clauses.iter().flat_map(|outcome| &outcome.spans) {
        assert!(span.start <= span.end && span.end as usize <= item.chars().count(), "no such place: {span:?}");
    }
});
