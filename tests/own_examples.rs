//! Every pack of the repository passes its own examples.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use preceptor::engine::examples::{self, CaseResult};
use preceptor::engine::plan::{Options, Program};
use preceptor::language::check::compile;
use preceptor::language::diag::Level;
use preceptor::language::source::Sources;
use preceptor::packs;

/// The folders below these that hold a `pack.yaml`.
const SHELVES: [&str; 2] = ["policies", "tests/packs"];

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shelves = SHELVES.iter().filter_map(|shelf| fs::read_dir(root.join(shelf)).ok());
    let mut folders: Vec<_> = shelves.flatten().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|folder| folder.join("pack.yaml").exists());
    folders.sort();
    folders
}

fn failure(result: &CaseResult, sources: &Sources) -> String {
    let (line, column) = sources.line_column(result.span);
    let name = &sources.get(result.span.source).unwrap().name;
    format!("{name}:{line}:{column}: {}\n  {:?}\n", sources.text(result.span), result.mismatches)
}

#[test]
fn every_pack_passes_its_own_examples() {
    let mut wrong = String::new();
    let mut count = 0;
    for folder in folders() {
        let mut sources = Sources::default();
        let input = packs::load(&folder, &mut sources).unwrap();
        let compiled = compile(&input, &sources);
        let errors: Vec<_> = compiled.diagnostics.iter().filter(|found| found.level == Level::Error).collect();
        let Some(pack) = compiled.pack else {
            let _ = writeln!(wrong, "{} does not compile: {errors:#?}", folder.display());
            continue;
        };
        let program = Program::new(&Arc::new(pack), Options::default()).unwrap();
        let results = examples::run(&program, 0);
        count += results.cases.len();
        for result in results.cases.iter().filter(|case| !case.passes()) {
            wrong.push_str(&failure(result, &sources));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count > 0, "no pack has an example");
}
