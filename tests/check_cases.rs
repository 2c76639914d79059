//! What is wrong with a pack is said where it is, once, and with what to write instead.
//!
//! Every file of `tests/cases/check` is compiled beside the small pack in `tests/cases/pack` (files that begin with
//! `overlay_` over it); what is reported stands in the `.txt` beside it, and is written anew with `BLESS=1`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::path::{Path, PathBuf};

use preceptor::language::check::{Compiled, compile};
use preceptor::language::diag::codes::CODES;
use preceptor::language::diag::render::{Style, render};
use preceptor::language::input::PackInput;
use preceptor::language::source::Sources;

/// Tests run in the folder of the package, and relative names keep what is expected free of it.
fn folder(name: &str) -> PathBuf {
    Path::new("tests/cases").join(name)
}

/// Compiles a text beside the small pack, or over it.
fn compiled(name: &str, text: &str, overlay: bool) -> (Sources, Compiled) {
    let mut sources = Sources::default();
    let base = preceptor::packs::load(&folder("pack"), &mut sources).unwrap();
    let file = sources.add(name, text);
    let input = if overlay {
        let name = "overlay".to_owned();
        PackInput {
            name,
            files: vec![file],
            manifest: base.manifest,
            base: Some(Box::new(base)),
            ..PackInput::default()
        }
    } else {
        let mut input = base;
        input.files.push(file);
        input
    };
    let compiled = compile(&input, &sources);
    (sources, compiled)
}

fn shown(name: &str, text: &str, overlay: bool) -> String {
    let (sources, compiled) = compiled(name, text, overlay);
    let found: Vec<String> =
        compiled.diagnostics.iter().map(|found| render(&sources, found, Style::default())).collect();
    if found.is_empty() { "nothing\n".to_owned() } else { found.join("\n\n") + "\n" }
}

#[test]
fn every_case_reports_what_stands_beside_it() {
    let mut cases: Vec<PathBuf> =
        std::fs::read_dir(folder("check")).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.extension().is_some_and(|ending| ending == "precept"));
    cases.sort();
    let mut wrong = String::new();
    for case in cases {
        let name = case.file_name().unwrap().to_str().unwrap().to_owned();
        let found = shown(&name, &std::fs::read_to_string(&case).unwrap(), name.starts_with("overlay_"));
        let beside = case.with_extension("txt");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&beside, &found).unwrap();
        } else if std::fs::read_to_string(&beside).unwrap_or_default() != found {
            wrong += &format!("== {name}\n{found}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_pack_beside_the_cases_is_sound() {
    assert_eq!(shown("empty.precept", "language 1\n", false), "nothing\n");
}

/// The fenced blocks of a page whose info string is `info`.
fn blocks<'p>(page: &'p str, info: &str) -> Vec<&'p str> {
    let fences: Vec<&str> = page.split("```").collect();
    let inside = fences.iter().skip(1).step_by(2);
    inside.filter_map(|block| block.split_once('\n')).filter(|(head, _)| *head == info).map(|(_, body)| body).collect()
}

fn codes_of(text: &str, overlay: bool) -> Vec<&'static str> {
    let text = format!("language 1\n{text}");
    compiled("page.precept", &text, overlay).1.diagnostics.iter().map(|found| found.code).collect()
}

#[test]
fn the_examples_on_the_pages_fail_and_pass_as_they_say() {
    let mut wrong = String::new();
    for code in CODES.iter().filter(|code| ("E030".."E080").contains(&code.code)) {
        for (info, overlay) in [("precept fails", false), ("precept overlay fails", true)] {
            for block in blocks(code.page, info) {
                let found = codes_of(block, overlay);
                if found != [code.code] {
                    wrong += &format!("{}: reported {found:?} for\n{block}\n", code.code);
                }
            }
        }
        for (info, overlay) in [("precept", false), ("precept overlay", true)] {
            for block in blocks(code.page, info) {
                let found = codes_of(block, overlay);
                if !found.is_empty() {
                    wrong += &format!("{}: reported {found:?} for the mended\n{block}\n", code.code);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
