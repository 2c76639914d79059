//! Any bytes are answered by the parser: no panic, no overflow, every span in the text, every message shown.
//!
//! `cargo +nightly fuzz run parse fuzz/corpus/parse tests/cases/syntax` from the root of the repository.
#![no_main]

use libfuzzer_sys::fuzz_target;
use preceptor::language::diag::render;
use preceptor::language::source::Sources;
use preceptor::language::syntax::parse;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut sources = Sources::default();
    let id = sources.add("fuzz.precept", text);
    let (file, problems) = parse(id, text);
    assert!(file.failed.is_empty() || !problems.is_empty(), "something failed in silence");
    for problem in &problems {
        for label in &problem.labels {
            assert!(text.get(label.span.start as usize..label.span.end as usize).is_some(), "no such place: {label:?}");
        }
        assert!(!render::render(&sources, problem, render::Style::default()).is_empty());
    }
});
