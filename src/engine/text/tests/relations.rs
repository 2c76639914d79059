//! Words between, quotations, sentences, first and last words, code points, words of another text.

use super::super::{Scan, Stretch, TextProgram, View};

fn read(text: &str) -> Scan {
    let mut scan = Scan::default();
    scan.read(&TextProgram::default(), text);
    scan
}

fn at(text: &str, part: &str) -> Stretch {
    let start = text.find(part).unwrap_or_else(|| panic!("{part:?} in {text:?}"));
    (start as u32, (start + part.len()) as u32)
}

fn between(text: &str, a: &str, b: &str) -> Option<u32> {
    read(text).words_between(text, at(text, a), at(text, b))
}

fn quoted(text: &str, part: &str) -> bool {
    read(text).in_quotes(text, at(text, part))
}

#[test]
fn words_between_are_counted_in_either_order() {
    let text = "Veridians keep clean, vermin don't";
    assert_eq!(between(text, "Veridians", "vermin"), Some(2));
    assert_eq!(between(text, "vermin", "Veridians"), Some(2));
    assert_eq!(between(text, "clean", "vermin"), Some(0));
    assert_eq!(between(text, "keep clean", "clean, vermin"), Some(0));
    assert_eq!(between("A one. Two B", "A", "B"), Some(2));
    assert_eq!(between("Ä: eins – zwei\n„drei“ B", "Ä", "B"), Some(3));
    assert_eq!(between("我想杀人", "我", "人"), Some(2));
}

#[test]
fn a_blank_line_stops_a_relation_and_a_line_break_does_not() {
    assert_eq!(between("A one\ntwo B", "A", "B"), Some(2));
    assert_eq!(between("A one\n\ntwo B", "A", "B"), None);
    assert_eq!(between("A one\r\n \t\r\ntwo B", "A", "B"), None);
    assert_eq!(between("A öne\n\u{a0}\ntwo B", "A", "B"), None);
    assert_eq!(between("x\n\nA two B\n\ny", "A", "B"), Some(1));
}

#[test]
fn marks_pair_within_a_paragraph() {
    for text in [
        "\"A are vermin\" he said",
        "“A are vermin” he said",
        "«A are vermin» he said",
        "„A are vermin“ he said",
        "„A are vermin” he said",
        "'A are vermin' he said",
        "‘A are vermin’ he said",
        "> A are vermin",
        "他说「A are vermin」",
        "\"he said “A are vermin” twice\"",
        "“no „A are vermin“ yes”",
        "\"one\ntwo A are vermin\"",
        "say \"A are vermin\".",
    ] {
        assert!(quoted(text, "vermin"), "{text}");
    }
    for text in [
        "\"A are vermin he said",
        "A are vermin\" he said",
        "“A are vermin he said",
        "\"one\n\nA are vermin\"",
        "a > vermin",
        "A's vermin isn't nice'",
        "5'10\" vermin 6'2\"",
        "\"A\" are vermin \"B\"",
        "don't vermin can't",
        "> a\nvermin",
    ] {
        assert!(!quoted(text, "vermin"), "{text}");
    }
}

#[test]
fn a_quotation_must_hold_the_whole_place() {
    let text = "\"A are vermin\" and A are vermin";
    let mut scan = read(text);
    assert!(scan.in_quotes(text, at(text, "A are vermin")));
    assert!(!scan.in_quotes(text, (text.len() as u32 - 6, text.len() as u32)));
    assert!(!scan.in_quotes(text, at(text, "vermin\" and")));
    assert!(quoted("He said 'stop' and \"it's A\"", "A"));
    assert!(!quoted("He said 'stop' and \"it's\" A", " A"));
    assert!(quoted("> one\n> two\nthree", "one\n> two") && !quoted("> one\n> two\nthree", "three"));
}

#[test]
fn hostile_quotation_marks_take_linear_time() {
    let text = "“\"'«".repeat(50_000) + "x";
    assert!(!quoted(&text, "x"));
}

#[test]
fn sentences_are_those_of_unicode() {
    let text = "I like A. You hate B? Yes: C!";
    let mut scan = read(text);
    assert!(!scan.same_sentence(text, at(text, "A"), at(text, "B")));
    assert!(scan.same_sentence(text, at(text, "like"), at(text, "A")));
    assert!(scan.same_sentence(text, at(text, "Yes"), at(text, "C")));
}

#[test]
fn first_and_last_words_are_counted() {
    let text = "Ünwanted: one two, three";
    let scan = read(text);
    assert_eq!(scan.word_count(), 4);
    assert!(
        scan.in_first(2, at(text, "one"))
            && !scan.in_first(1, at(text, "one"))
            && !scan.in_first(2, at(text, "one two"))
    );
    assert!(
        scan.in_last(2, at(text, "two")) && !scan.in_last(1, at(text, "two")) && scan.in_last(9, at(text, "Ünwanted"))
    );
    assert!(!scan.in_first(0, at(text, "Ünwanted")) && !scan.in_last(0, at(text, "three")));
}

#[test]
fn places_turn_into_code_points() {
    let text = "👍🏽 e\u{301} ﬁght вор 杀人";
    let scan = read(text);
    assert_eq!(scan.code_points(text, at(text, "ﬁght")), (6, 10));
    assert_eq!(scan.code_points(text, at(text, "杀人")), (15, 17));
}

fn find_text(text: &str, needle: &str, view: View) -> Vec<String> {
    let mut out = Vec::new();
    read(text).find_text(text, needle, view, &mut out);
    out.iter().map(|hit| text[hit.start as usize..hit.end as usize].to_string()).collect()
}

#[test]
fn the_words_of_another_text_are_found_as_a_phrase() {
    assert_eq!(find_text("He said: kill them, all of them.", "Kill them all", View::Plain), ["kill them, all"]);
    assert!(find_text("killer them", "kill", View::Plain).is_empty());
    assert_eq!(find_text("a a a b", "a a b", View::Plain), ["a a b"]);
    assert_eq!(find_text("one two one two", "one two", View::Plain).len(), 2);
    assert!(find_text("some text", "", View::Plain).is_empty() && find_text("some text", "  ", View::Plain).is_empty());
    assert_eq!(find_text("a 🔪 b", "🔪", View::Plain), ["🔪"]);
    assert!(find_text("Kill them", "kill them", View::Exact).is_empty());
    assert_eq!(find_text("k1ll thém", "kill them", View::Disguised), ["k1ll thém"]);
    assert_eq!(find_text("klil them", "kill them", View::Misspelled), ["klil them"]);
    assert_eq!(find_text("ein ﬁght", "FIGHT", View::Plain), ["ﬁght"]);
}
