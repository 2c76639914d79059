#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::codes::{CODES, find};
use super::render::{Style, render};
use super::*;
use crate::language::source::{SourceId, Sources};
use crate::language::syntax::parse;

/// Returns the fenced blocks of a page whose info string is `info`, as files.
fn blocks(page: &str, info: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once("```") {
        let (head, body) = after.split_once('\n').unwrap();
        let (block, next) = body.split_once("```").expect("a fence is closed");
        if head == info {
            found.push(block.to_string());
        }
        rest = next;
    }
    found
}

fn codes_of(text: &str) -> Vec<&'static str> {
    let text = if text.contains("language 1") { text.to_string() } else { format!("language 1\n{text}") };
    parse(SourceId(0), &text).1.iter().map(|problem| problem.code).collect()
}

#[test]
fn codes_are_sorted_and_found_whatever_their_capitals() {
    assert!(CODES.windows(2).all(|pair| pair[0].code < pair[1].code));
    assert_eq!(find(" e001").unwrap().code, "E001");
    assert!(find("E000").is_none());
}

#[test]
fn every_page_begins_with_its_code_and_title() {
    for code in CODES {
        let first = code.page.lines().next().unwrap();
        assert_eq!(first, format!("# {}: {}", code.code, code.title));
        assert!(code.page.lines().all(|line| line.chars().count() <= 140), "{} has a long line", code.code);
    }
}

#[test]
fn every_page_exists_for_a_code() {
    let pages = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/language/diag/pages");
    for page in std::fs::read_dir(pages).unwrap() {
        let name = page.unwrap().file_name().into_string().unwrap();
        let code = name.strip_suffix(".md").unwrap();
        assert!(find(code).is_some(), "{name} explains no registered code");
    }
}

/// Collects the Rust files below a folder, tests left out.
fn rust_files(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        match () {
            () if path.is_dir() && name != "tests" => rust_files(&path, found),
            () if name.ends_with(".rs") && name != "tests.rs" => found.push(path),
            () => {}
        }
    }
}

#[test]
fn every_code_in_the_source_is_registered_and_every_registered_code_is_used() {
    let mut files = Vec::new();
    rust_files(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let mut used = std::collections::BTreeSet::new();
    for file in files.iter().filter(|file| !file.ends_with("language/diag/codes.rs")) {
        let text = std::fs::read_to_string(file).unwrap();
        for quoted in text.split('"') {
            let digits = quoted.strip_prefix('E').unwrap_or("");
            let lint = !quoted.starts_with('E') && find(quoted).is_some();
            if lint || digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
                used.insert(quoted.to_string());
            }
        }
    }
    let registered: std::collections::BTreeSet<String> = CODES.iter().map(|code| code.code.to_string()).collect();
    let unregistered: Vec<_> = used.difference(&registered).collect();
    assert!(unregistered.is_empty(), "codes without a line in diag/codes.rs: {unregistered:?}");
    let unused: Vec<_> = registered.difference(&used).collect();
    assert!(unused.is_empty(), "codes that nothing reports: {unused:?}");
}

#[test]
fn the_examples_of_syntax_pages_fail_and_pass_as_they_say() {
    for code in CODES.iter().filter(|code| code.code < "E030") {
        for block in blocks(code.page, "precept fails") {
            let mut found = codes_of(&block);
            if code.code == "E017" {
                found = parse(SourceId(0), &block).1.iter().map(|problem| problem.code).collect();
            }
            assert!(found.contains(&code.code), "{}: {found:?} for\n{block}", code.code);
        }
        for block in blocks(code.page, "precept") {
            assert_eq!(codes_of(&block), Vec::<&str>::new(), "{}:\n{block}", code.code);
        }
    }
}

#[test]
fn labels_notes_help_and_fix_are_all_shown() {
    let mut sources = Sources::default();
    let a = sources.add("a.precept", "language 1\ndefine x = a == b\n");
    let b = sources.add("b.precept", "language 1\n");
    let problem = Diagnostic::error("E008", "`==` is not an operator", Span::new(a, 24, 26), "not an operator")
        .also(Span::new(a, 22, 23), "this side")
        .also(Span::new(b, 0, 8), "elsewhere")
        .note("signs are not words")
        .help("write `is`")
        .fix(Span::new(a, 24, 26), "is");
    let shown = render(&sources, &problem, Style::default());
    let expected = "\
error[E008]: `==` is not an operator
 --> a.precept:2:14
  |
2 | define x = a == b
  |            - ^^ not an operator
  |            |
  |            this side
  |
 ::: b.precept:1:1
  |
1 | language 1
  | -------- elsewhere
  |
  = note: signs are not words
help: write `is`
  |
2 - define x = a == b
2 + define x = a is b
  |";
    assert_eq!(shown, expected, "\n{shown}");
}

#[test]
fn a_span_from_elsewhere_or_inside_a_character_does_no_harm() {
    let mut sources = Sources::default();
    let id = sources.add("a.precept", "é");
    for span in [Span::new(id, 1, 1), Span::new(id, 0, 99), Span::new(id, 50, 3), Span::new(SourceId(9), 0, 1)] {
        let problem = Diagnostic::error("E001", "odd", span, "here").fix(span, "x");
        assert!(render(&sources, &problem, Style::default()).contains("odd"));
        assert!(serde_json::to_string(&json::record(&sources, &problem)).unwrap().contains("odd"));
    }
}

#[test]
fn json_has_places_in_lines_and_characters() {
    let mut sources = Sources::default();
    let id = sources.add("a.precept", "language 1\n\"é\" x\n");
    let problem =
        Diagnostic::error("E001", "odd", Span::new(id, 16, 17), "here").help("look").fix(Span::new(id, 16, 17), "y");
    let shown = serde_json::to_string(&json::record(&sources, &problem)).unwrap();
    let place = r#""file":"a.precept","line":2,"column":5,"end":{"line":2,"column":6}"#;
    let expected = format!(
        r#"{{"code":"E001","level":"error","title":"odd",{place},"labels":[{{{place},"text":"here"}}],"notes":[],"help":["look"],"fix":{{{place},"replacement":"y"}}}}"#
    );
    assert_eq!(shown, expected);
}

#[test]
fn sorting_orders_by_place_and_drops_repetitions() {
    let at = |start: usize, code| Diagnostic::error(code, "t", Span::new(SourceId(0), start, start + 1), "");
    let mut all = vec![at(5, "E002"), at(1, "E003"), at(5, "E001"), at(1, "E003")];
    sort(&mut all);
    let order: Vec<_> = all.iter().map(|problem| problem.code).collect();
    assert_eq!(order, ["E003", "E001", "E002"]);
}
