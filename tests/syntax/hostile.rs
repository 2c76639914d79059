//! Text made to do harm gets an answer or an error, soon, and with the stack that a test thread has.

use std::time::{Duration, Instant};

use preceptor::language::diag::Diagnostic;
use preceptor::language::source::SourceId;
use preceptor::language::syntax::ast::{File, ItemKind, ListBody};
use preceptor::language::syntax::{FILE_SIZE_MAX, parse};

/// Far above what any of these take in a debug build on a busy machine, far below what an attacker would want.
const LONG: Duration = Duration::from_secs(120);

fn read(text: &str) -> (File, Vec<Diagnostic>) {
    let start = Instant::now();
    let result = parse(SourceId(0), text);
    assert!(start.elapsed() < LONG, "took {:?}", start.elapsed());
    // Whoever walks the tree recurses as deep as it is; printing and dropping do.
    assert!(!format!("{:?}", result.0).is_empty());
    result
}

fn codes(text: &str) -> Vec<&'static str> {
    read(text).1.iter().map(|problem| problem.code).collect()
}

#[test]
fn parentheses_200_deep_are_refused_and_100_deep_are_read() {
    let nested = |depth: usize| format!("language 1\ndefine a = {}x{}", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(codes(&nested(100)), Vec::<&str>::new());
    assert_eq!(codes(&nested(128)), Vec::<&str>::new());
    assert_eq!(codes(&nested(129)), ["E004"]);
    assert_eq!(codes(&nested(200)), ["E004"]);
}

#[test]
fn nested_filters_groups_and_records_are_read_in_good_time() {
    let filters = format!("language 1\ndefine a = {}x{}", "m[a is b and ".repeat(90), "]".repeat(90));
    assert_eq!(codes(&filters), Vec::<&str>::new());
    let groups = format!("language 1\npattern a = {}\"x\"{}", "(\"y\" or ".repeat(100), ")".repeat(100));
    assert_eq!(codes(&groups), Vec::<&str>::new());
    let records = format!("language 1\nexample {{ {} b: 1 {} }} gives a", "a: {".repeat(100), "}".repeat(100));
    assert_eq!(codes(&records), Vec::<&str>::new());
}

#[test]
fn unclosed_brackets_by_the_megabyte_are_refused() {
    for unit in ["(", "[", "{", "m[", "(a and ", "for any x in y: (", "text has (", "\"a\" within 3 words of ("] {
        let found = codes(&format!("language 1\ndefine a = {}", unit.repeat((1 << 20) / unit.len())));
        assert!(found.contains(&"E004"), "{unit}: {found:?}");
    }
    assert!(!codes(&"(".repeat(1 << 20)).is_empty());
    assert!(!codes(&")".repeat(1 << 20)).is_empty());
}

#[test]
fn brackets_by_the_hundred_thousand_that_close_again_are_refused_soon() {
    let start = Instant::now();
    for (open, close) in [("(", ")"), ("(", "]"), ("(", "}"), ("[", ")"), ("{", "}"), ("{(", "}"), ("({", ")")] {
        let found = codes(&format!("language 1\ndefine a = {}x{}", open.repeat(200_000), close.repeat(200_000)));
        assert!(found.contains(&"E004") || found.contains(&"E005"), "{open}{close}: {found:?}");
    }
    assert!(start.elapsed() < LONG, "took {:?}", start.elapsed());
}

#[test]
fn long_runs_of_prefixes_and_operators_are_read_or_refused() {
    for unit in ["not ", "- ", "! ", "a + ", "a < ", "x is y ", "NOT "] {
        let found = codes(&format!("language 1\ndefine a = {} b", unit.repeat(30_000)));
        assert!(found.contains(&"E004") || found.contains(&"E001"), "{unit}: {found:?}");
    }
    for unit in ["a and ", "a or ", "text has \"b\" or "] {
        assert_eq!(codes(&format!("language 1\ndefine a = {} b", unit.repeat(50_000))), Vec::<&str>::new(), "{unit}");
    }
    assert!(codes(&format!("language 1\ndefine a = {} b", "a and b or ".repeat(50_000))).contains(&"E009"));
}

#[test]
fn a_list_of_100_000_entries_is_read() {
    let entries: String = (0..100_000).map(|n| format!("\"word{n}\" {{ weight: {n} }},\n")).collect();
    let (file, problems) = read(&format!("language 1\nlist long {{\n{entries}}}"));
    assert_eq!(problems, []);
    let Some(ItemKind::List(list)) = file.items.first().map(|item| &item.kind) else { panic!("a list") };
    assert!(matches!(&list.body, ListBody::Entries(entries) if entries.len() == 100_000));
}

#[test]
fn broken_lines_by_the_thousand_are_reported_up_to_a_limit() {
    for line in [
        "  when - -\n",
        "  when \"\n",
        "  sevrity high\n",
        "  when a and\n",
        "  \"\"\"\n",
        "  when (\n",
        "  }\n",
        "x\n",
    ] {
        let text = format!("language 1\nclause A.1 \"a\" {{\n{}}}\n", line.repeat(4_001));
        let found = codes(&text);
        assert!(!found.is_empty() && found.len() <= 100, "{line:?}: {} problems", found.len());
    }
}

#[test]
fn broken_items_by_the_thousand_are_reported_up_to_a_limit() {
    for item in [
        "clause \n",
        "define x\n",
        "list a { \"b\n",
        "policy A \"a\" {\n",
        "\"\"\"\nclause A \"b\" {\n",
        "rule a \"b\" {\n",
    ] {
        let found = codes(&format!("language 1\n{}", item.repeat(5_000)));
        assert!(!found.is_empty() && found.len() <= 100, "{item:?}: {} problems", found.len());
    }
}

#[test]
fn a_file_that_is_too_large_is_refused_unread() {
    assert_eq!(codes(&"x".repeat(FILE_SIZE_MAX + 1)), ["E004"]);
}

#[test]
fn one_endless_line_is_read() {
    assert_eq!(codes(&format!("language 1\ndefine a = {}", "a".repeat(1 << 20))), Vec::<&str>::new());
    assert_eq!(codes(&format!("language 1\ndefine a = \"{}\"", "é".repeat(1 << 20))), Vec::<&str>::new());
    assert_eq!(codes(&format!("language 1 // {}", "/".repeat(1 << 20))), Vec::<&str>::new());
}
