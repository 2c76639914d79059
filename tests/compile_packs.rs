//! Every guideline written for the language compiles, with a schema written for it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::path::{Path, PathBuf};

use preceptor::language::check::compile;
use preceptor::language::diag::render::{Style, render};
use preceptor::language::policy::Pack;
use preceptor::language::source::Sources;

fn folders(parent: &str) -> Vec<PathBuf> {
    let parent = Path::new(env!("CARGO_MANIFEST_DIR")).join(parent);
    let mut found: Vec<PathBuf> = std::fs::read_dir(parent).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

fn compiled(folder: &Path) -> Result<Pack, String> {
    let mut sources = Sources::default();
    let input = preceptor::packs::load(folder, &mut sources).unwrap();
    let compiled = compile(&input, &sources);
    let shown: Vec<String> =
        compiled.diagnostics.iter().map(|found| render(&sources, found, Style::default())).collect();
    compiled.pack.ok_or_else(|| shown.join("\n\n"))
}

#[test]
fn every_example_pack_and_bundled_pack_compiles() {
    let mut wrong = String::new();
    for folder in folders("tests/packs").into_iter().chain(folders("policies")) {
        if let Err(found) = compiled(&folder) {
            wrong += &format!("== {}\n{found}\n", folder.display());
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
