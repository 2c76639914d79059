#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::*;

fn read(text: &str) -> (Sources, Option<Node>, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let source = sources.add("pack.yaml", text);
    let mut problems = Vec::new();
    let root = parse(&sources, source, &mut problems);
    (sources, root, problems)
}

/// Writes each key and leaf with the text its span covers.
fn places(sources: &Sources, node: &Node, out: &mut Vec<String>) {
    match &node.kind {
        Kind::List(nodes) => nodes.iter().for_each(|node| places(sources, node, out)),
        Kind::Map(entries) => {
            for (key, value) in entries {
                out.push(format!("{}@{}", key.text, sources.text(key.span)));
                places(sources, value, out);
            }
        }
        _ => out.push(format!("{}@{}", node.word().unwrap_or_default(), sources.text(node.span))),
    }
}

fn placed(text: &str) -> Vec<String> {
    let (sources, root, problems) = read(text);
    assert_eq!(problems, []);
    let mut out = Vec::new();
    places(&sources, &root.unwrap(), &mut out);
    out
}

#[test]
fn values_of_every_style_are_found() {
    let text = "# head\n---\npack: community   # name\ntitle: \"A \\\"b\\\"\"\nn: [1, 0x1F, 1_0.50, -3]\nflow: {a: 'it''s', \"k\":true}\n\
                list:\n  - one two\n  -   three\n    folded\n  - {x: y}\nempty:\nnil: ~\nlast: end\n";
    assert_eq!(
        placed(text),
        [
            "pack@pack",
            "community@community",
            "title@title",
            "A \"b\"@\"A \\\"b\\\"\"",
            "n@n",
            "1@1",
            "0x1F@0x1F",
            "1_0.50@1_0.50",
            "-3@-3",
            "flow@flow",
            "a@a",
            "it's@'it''s'",
            "k@\"k\"",
            "true@true",
            "list@list",
            "one two@one two",
            "three folded@three\n    folded",
            "x@x",
            "y@y",
            "empty@empty",
            "@",
            "nil@nil",
            "@~",
            "last@last",
            "end@end"
        ]
    );
}

#[test]
fn what_follows_a_block_scalar_is_found() {
    let text =
        "a:\n  - note: |\n      first: line\n\n      # not a comment\n    next: 1\nb: >-\n  folded\n  text\nc: d\n";
    let found = placed(text);
    assert_eq!(&found[found.len() - 4..], ["b@b", "folded text@>-\n  folded\n  text\n", "c@c", "d@d"]);
    assert!(found.contains(&"next@next".to_owned()) && found.contains(&"1@1".to_owned()));
}

#[test]
fn an_alias_stands_where_its_anchor_stands() {
    let text = "map: &m\n  - {when: x, is: y}\nuse: *m\nafter: z\n";
    let (sources, root, _) = read(text);
    let Kind::Map(entries) = root.unwrap().kind else { panic!("a map") };
    assert_eq!(entries[0].1, entries[1].1);
    assert_eq!(sources.line_column(entries[1].1.span), (2, 5));
    assert_eq!(sources.line_column(entries[2].0.span), (4, 1));
}

#[test]
fn a_key_given_twice_is_refused_where_it_stands() {
    let (sources, root, problems) = read("a: 1\nb: {x: 1, x: 2}\na: 3\n");
    assert_eq!(
        problems.iter().map(|p| (p.code, p.title.as_str())).collect::<Vec<_>>(),
        [("E081", "`a` is given twice"), ("E081", "`x` is given twice")]
    );
    assert_eq!(sources.line_column(problems[0].span().unwrap()), (3, 1));
    assert_eq!(sources.line_column(problems[1].span().unwrap()), (2, 11));
    let Kind::Map(entries) = root.unwrap().kind else { panic!("a map") };
    assert_eq!(entries.len(), 2);
}

#[test]
fn broken_text_is_reported_at_its_line() {
    let (sources, root, problems) = read("pack: x\nschema: {a: [1, 2}\n");
    assert!(root.is_none());
    assert_eq!(problems[0].code, "E080");
    assert_eq!(sources.line_column(problems[0].span().unwrap()).0, 2);
    assert!(problems[0].title.starts_with("this is not valid YAML"), "{}", problems[0].title);
}

#[test]
fn hostile_files_are_refused_in_bounded_time() {
    let mut laughs = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..9 {
        let names = vec![format!("*a{}", level - 1); 9].join(", ");
        laughs.push_str(&format!("a{level}: &a{level} [{names}]\n"));
    }
    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(1 << 20), vec!["*a"; 5_000].join(", "));
    let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    let block = (0..200).map(|depth| format!("{}k:\n", " ".repeat(depth))).collect::<String>();
    for text in [laughs, long, deep, block] {
        let (_, root, problems) = read(&text);
        assert!(root.is_none());
        assert_eq!(problems.len(), 1, "{problems:?}");
    }
    for text in ["!x {a: 1}", "a: !tag b", "--- a\n--- b\n", "? [a]\n: b\n", "a: *unknown", "\t- a", "a: \"unclosed"] {
        let (_, root, problems) = read(text);
        assert!(root.is_none(), "{text}");
        assert_eq!(problems[0].code, "E080");
    }
}

#[test]
fn an_empty_file_is_nothing() {
    for text in ["", "# only a comment\n", "---\n", "\u{feff}"] {
        assert_eq!(read(text).1.unwrap().kind, Kind::Null, "{text:?}");
    }
}

#[test]
fn a_hundred_thousand_entries_are_read() {
    let text = (0..100_000).map(|n| format!("- {{term: \"word {n}\", severity: high}}\n")).collect::<String>();
    let Kind::List(nodes) = read(&text).1.unwrap().kind else { panic!("a list") };
    assert_eq!(nodes.len(), 100_000);
}

proptest::proptest! {
    #[test]
    fn no_text_breaks_it(text in "[a-z0-9:,\\-\\[\\]{}&*#|>'\" \n\\\\~!?%éß]{0,80}") {
        let _ = read(&text);
    }

    #[test]
    fn leaves_of_written_yaml_are_found(words in proptest::collection::vec("[a-zA-Z é#:'\"]{0,12}", 1..8)) {
        let text = serde_yaml::to_string(&words.iter().map(|w| vec![w]).collect::<Vec<_>>()).unwrap();
        let (sources, root, problems) = read(&text);
        proptest::prop_assert!(problems.is_empty());
        let mut out = Vec::new();
        places(&sources, &root.unwrap(), &mut out);
        for (place, word) in out.iter().zip(&words) {
            let shown = place.rsplit_once('@').unwrap().1;
            if shown.chars().all(char::is_alphanumeric) {
                proptest::prop_assert_eq!(shown, word);
            }
        }
    }
}
