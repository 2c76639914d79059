//! Every guideline written for the language compiles, with a schema written for it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::path::{Path, PathBuf};

use preceptor::language::check::compile;
use preceptor::language::diag::Level;
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

/// Compiles the files of a pack with one of them changed.
fn with_changed(
    folder: &Path,
    change: impl Fn(&str) -> Option<String>,
) -> Option<(Sources, preceptor::language::check::Compiled)> {
    let mut sources = Sources::default();
    let mut input = preceptor::packs::load(folder, &mut sources).unwrap();
    let first = input.files.first_mut()?;
    let text = change(&sources.get(*first).unwrap().text)?;
    *first = sources.add("changed.precept", text);
    let compiled = compile(&input, &sources);
    Some((sources, compiled))
}

#[test]
fn a_pack_with_a_line_or_a_word_lost_is_refused_or_understood_and_never_worse() {
    for folder in folders("tests/packs") {
        for at in (3..400).step_by(7) {
            let without_line = |text: &str| {
                let lines: Vec<&str> = text.lines().collect();
                let kept = lines.iter().enumerate().filter(|(number, _)| *number != at).map(|(_, line)| *line);
                (at < lines.len()).then(|| kept.collect::<Vec<_>>().join("\n"))
            };
            let without_word = |text: &str| {
                let words: Vec<&str> = text.split_inclusive(' ').collect();
                let kept = words.iter().enumerate().filter(|(number, _)| *number != at * 3).map(|(_, word)| *word);
                (at * 3 < words.len()).then(|| kept.collect::<String>())
            };
            for changed in [with_changed(&folder, without_line), with_changed(&folder, without_word)] {
                let Some((sources, compiled)) = changed else { continue };
                let errors = compiled.diagnostics.iter().filter(|found| found.level == Level::Error).count();
                assert_eq!(compiled.pack.is_some(), errors == 0);
                for found in &compiled.diagnostics {
                    assert!(sources.get(found.span().unwrap().source).is_some(), "{found:?}");
                    assert!(!render(&sources, found, Style::default()).is_empty());
                }
            }
        }
    }
}
