//! Laws that hold for every text: parsing answers, and every place it names is a place in the text.

use preceptor::language::diag::render;
use preceptor::language::source::{SourceId, Sources};
use preceptor::language::syntax::parse;
use proptest::prelude::*;

/// A file that uses every item and every kind of line.
const WHOLE: &str = include_str!("../cases/syntax/whole.precept");

/// Pieces that mean something to the scanner or the grammar, to be thrown together.
const PIECES: &[&str] = &[
    "language 1\n",
    "clause HS.1 \"a\" {\n",
    "policy P \"p\" {\n",
    "when ",
    "text has ",
    "\"a\"",
    "\"",
    "\"\"\"",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "and ",
    "or ",
    "not ",
    "is ",
    "missing",
    "one of ",
    "within 3 words of ",
    "in quotes ",
    "/x/",
    "/",
    "//",
    "\n",
    ",",
    ":",
    "=",
    "==",
    "&&",
    "-",
    "3",
    "85%",
    "7 days",
    "7days",
    "2026-02-30",
    "x",
    "HS.2",
    "every match ",
    "for any m in xs: (",
    "define d = ",
    "list l { ",
    "example \"x\" with { a: 1 } gives ",
    "severity high\n",
    "é",
    "\u{200B}",
    "\u{FEFF}",
    "\\",
    "'",
    "“",
    "`",
    "default ",
    "at least 2 of ",
    "}\n",
    "verdict remove as hate\n",
    "except e \"t\" if ",
    "check c \"c\" {",
    "queue ",
];

/// Checks that `text` parses, that every span lies in it on character boundaries, and that what is said can be shown.
fn check(text: &str) {
    let mut sources = Sources::default();
    let id = sources.add("a.precept", text);
    let (file, problems) = parse(id, text);
    let shown = format!("{file:?}{problems:?}");
    for span in shown.split("Span { source: SourceId(0), start: ").skip(1) {
        let (start, rest) = span.split_once(", end: ").unwrap();
        let (end, _) = rest.split_once(' ').unwrap();
        let (start, end): (usize, usize) = (start.parse().unwrap(), end.parse().unwrap());
        assert!(start <= end, "{start}..{end} is backwards");
        assert!(text.get(start..end).is_some(), "{start}..{end} is no place in {text:?}");
    }
    for problem in &problems {
        assert!(!problem.title.contains('\n'), "{}", problem.title);
        assert!(!render::render(&sources, problem, render::Style::default()).is_empty());
    }
    if !file.failed.is_empty() {
        assert!(!problems.is_empty(), "something failed in silence: {text:?}");
    }
}

#[test]
fn the_whole_language_parses_without_a_word() {
    let (file, problems) = parse(SourceId(0), WHOLE);
    assert_eq!(problems, []);
    assert!(file.failed.is_empty());
}

#[test]
fn every_beginning_of_a_good_file_is_answered() {
    for at in (0..WHOLE.len()).filter(|at| WHOLE.is_char_boundary(*at)).step_by(7) {
        check(&WHOLE[..at]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_pieces_are_answered(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        check(&pieces.concat());
    }

    #[test]
    fn a_good_file_with_a_hole_is_answered(at in 0..WHOLE.len(), length in 0usize..40, piece in prop::sample::select(PIECES)) {
        let boundary = |mut at: usize| { while !WHOLE.is_char_boundary(at) { at += 1 } at };
        let start = boundary(at);
        let end = boundary((at + length).min(WHOLE.len()));
        check(&format!("{}{}{}", &WHOLE[..start], piece, &WHOLE[end..]));
    }

    #[test]
    fn damage_to_one_item_leaves_the_others(at in 0usize..400, piece in prop::sample::select(PIECES)) {
        let damaged = "clause HS.1 \"One\" {\n  severity high\n  when text has (\"a\" or \"b\") within 3 words of c\n  verdict remove\n}\n";
        let at = at % damaged.len();
        let text = format!("language 1\ndefine before = x\n{}{piece}{}\ndefine after = y\nclause HS.2 \"Two\" {{ severity low }}\n", &damaged[..at], &damaged[at..]);
        check(&text);
        let (file, _) = parse(SourceId(0), &text);
        let shown = format!("{:?}{:?}", file.items, file.failed);
        prop_assert!(shown.contains("\"before\""), "{text}");
        prop_assert!(shown.contains("\"after\""), "{text}");
    }
}
