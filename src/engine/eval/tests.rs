#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use crate::engine::decision::Outcome::{self, Indeterminate, Match, NoMatch};
use crate::engine::testing::{item, messages, outcome, over, text, texts, with_score, worked};
use crate::language::value::{Truth, Value};

const DAY: f64 = 86_400.0;

fn truth(value: Option<bool>) -> Value<'static> {
    value.map_or(Value::Missing, Value::Bool)
}

fn shown(truth: Truth) -> Outcome {
    match truth {
        Truth::True => Match,
        Truth::False => NoMatch,
        Truth::Unknown => Indeterminate,
    }
}

#[test]
fn connectives_follow_the_truth_table() {
    let all = [Some(true), Some(false), None];
    for a in all {
        for b in all {
            let record = item(&[("flag", truth(a)), ("sure", truth(b))]);
            let of = |value: Option<bool>| value.map_or(Truth::Unknown, Truth::from);
            assert_eq!(outcome("", "flag and sure", &record), shown(of(a).and(of(b))), "{a:?} and {b:?}");
            assert_eq!(outcome("", "flag or sure", &record), shown(of(a).or(of(b))), "{a:?} or {b:?}");
            assert_eq!(outcome("", "not flag", &record), shown(!of(a)), "not {a:?}");
        }
    }
}

#[test]
fn a_missing_field_is_unknown_and_an_empty_text_is_not() {
    assert_eq!(outcome("", "text has \"a\"", &item(&[])), Indeterminate);
    assert_eq!(outcome("", "text has no \"a\"", &item(&[])), Indeterminate);
    assert_eq!(over("", "text has \"a\"", ""), NoMatch);
    assert_eq!(over("", "text has no \"a\"", ""), Match);
    assert_eq!(outcome("", "text is missing", &item(&[])), Match);
    assert_eq!(over("", "text is missing", ""), NoMatch);
}

#[test]
fn a_default_replaces_what_is_missing() {
    let when = "(author.age default 0 days) < 7 days";
    assert_eq!(outcome("", when, &item(&[])), Match);
    assert_eq!(outcome("", when, &item(&[("author.age", Value::Duration(30.0 * DAY))])), NoMatch);
}

#[test]
fn division_by_zero_is_unknown() {
    let record = item(&[("score", Value::Number(1.0)), ("other", Value::Number(0.0))]);
    assert_eq!(outcome("", "score / other > 1", &record), Indeterminate);
    assert_eq!(outcome("", "other / score < 1", &record), Match);
}

#[test]
fn the_missing_are_named() {
    let (outcome, working) = worked("", "author.age < 7 days and (score > 1 or flag)", &item(&[]));
    assert_eq!(outcome, Indeterminate);
    assert_eq!(working.unwrap().missing, ["author.age", "flag", "score"]);
    let half = item(&[("author.age", Value::Duration(DAY)), ("flag", Value::Bool(false))]);
    assert_eq!(worked("", "author.age < 7 days and (score > 1 or flag)", &half).1.unwrap().missing, ["score"]);
    let talk = item(&[("messages", messages(&[(None, "x")]))]);
    let (_, working) = worked("", "for any m in messages: (m.role is user)", &talk);
    assert_eq!(working.unwrap().missing, ["messages.role"]);
    let (_, working) = worked("", "model.scores.hate > 0.5", &talk);
    assert_eq!(working.unwrap().missing, ["model.scores.hate"]);
}

#[test]
fn a_count_with_unknown_elements_is_a_range() {
    let talk = item(&[("messages", messages(&[(Some(1), "a"), (None, "b"), (Some(2), "c")]))]);
    let count = |wanted: &str| outcome("", &format!("messages[role is user].count {wanted}"), &talk);
    assert_eq!(count(">= 1"), Match);
    assert_eq!(count(">= 2"), Indeterminate);
    assert_eq!(count(">= 3"), NoMatch);
    assert_eq!(count("is 1"), Indeterminate);
    assert_eq!(count("is 3"), NoMatch);
}

#[test]
fn quantifiers_are_kleene_over_elements() {
    let talk = |roles: &[Option<u16>]| {
        let all: Vec<_> = roles.iter().map(|role| (*role, "x")).collect();
        item(&[("messages", messages(&all))])
    };
    let holds = |quantifier: &str, roles: &[Option<u16>]| {
        outcome("", &format!("for {quantifier} m in messages: (m.role is user)"), &talk(roles))
    };
    assert_eq!(holds("any", &[]), NoMatch);
    assert_eq!(holds("every", &[]), Match);
    assert_eq!(holds("no", &[]), Match);
    assert_eq!(holds("any", &[None, Some(1)]), Match);
    assert_eq!(holds("any", &[None, Some(2)]), Indeterminate);
    assert_eq!(holds("every", &[None, Some(1)]), Indeterminate);
    assert_eq!(holds("every", &[None, Some(2)]), NoMatch);
    assert_eq!(holds("no", &[None, Some(2)]), Indeterminate);
    assert_eq!(holds("at least 2", &[Some(1), None, Some(1)]), Match);
    assert_eq!(holds("at least 2", &[Some(1), None, Some(2)]), Indeterminate);
    assert_eq!(holds("at least 3", &[Some(1), None, Some(2)]), NoMatch);
}

#[test]
fn first_and_last_of_a_filter() {
    let talk = item(&[("messages", messages(&[(Some(1), "one"), (Some(2), "two"), (Some(1), "three")]))]);
    assert_eq!(outcome("", "messages[role is user].last.text has \"three\"", &talk), Match);
    assert_eq!(outcome("", "messages[role is user].first.text has \"three\"", &talk), NoMatch);
    assert_eq!(outcome("", "messages[role is system].first.text has \"three\"", &talk), Indeterminate);
}

#[test]
fn amounts_count_over_all_elements_and_relations_stay_within_one() {
    let record = item(&[("tags", texts(&["red fox", "blue fox"]))]);
    let list = "list colours { \"red\", \"blue\", \"green\" }";
    assert_eq!(outcome(list, "tags has at least 2 of colours", &record), Match);
    assert_eq!(outcome(list, "tags has at least 3 of colours", &record), NoMatch);
    assert_eq!(outcome(list, "tags has all of colours", &record), NoMatch);
    assert_eq!(outcome(list, "tags has all of (\"red\", \"blue\")", &record), Match);
    assert_eq!(outcome(list, "tags has at least 2 mentions of \"fox\"", &record), Match);
    assert_eq!(outcome(list, "tags has \"red\" within 5 words of \"blue\"", &record), NoMatch);
    assert_eq!(outcome(list, "tags has no \"green\"", &record), Match);
}

#[test]
fn lists_are_equal_as_sets() {
    let record = item(&[("tags", texts(&["a", "b", "a"]))]);
    assert_eq!(outcome("", "tags is (\"b\", \"a\")", &record), Match);
    assert_eq!(outcome("", "tags is (\"b\", \"c\")", &record), NoMatch);
}

#[test]
fn a_score_of_a_version_that_the_pack_does_not_list_is_unknown() {
    let when = "model.scores.hate >= 85%";
    assert_eq!(outcome("", when, &with_score(item(&[]), "3", 0.9)), Match);
    assert_eq!(outcome("", when, &with_score(item(&[]), "3", 0.8)), NoMatch);
    assert_eq!(outcome("", when, &with_score(item(&[]), "2", 0.9)), Indeterminate);
    assert_eq!(outcome("", when, &item(&[])), Indeterminate);
}

#[test]
fn times_and_durations_are_reckoned() {
    let record = item(&[("made", Value::Time(-3 * 86_400_000))]);
    assert_eq!(outcome("", "made > today - 7 days", &record), Match);
    assert_eq!(outcome("", "made > today - 2 days", &record), NoMatch);
    assert_eq!(outcome("", "today - made is 3 days", &record), Match);
}

#[test]
fn a_filter_of_a_list_that_is_unknown_leaves_its_hits_in_doubt() {
    let list = "list slurs { \"grub\" { lang: \"en\" }, \"dolk\" { lang: \"de\" } }";
    let when = "text has slurs[lang is item.lang]";
    let of = |lang: Value<'static>| outcome(list, when, &item(&[("text", text("a grub")), ("lang", lang)]));
    assert_eq!(of(text("en")), Match);
    assert_eq!(of(text("de")), NoMatch);
    assert_eq!(of(Value::Missing), Indeterminate);
    let none = item(&[("text", text("a fox"))]);
    assert_eq!(outcome(list, when, &none), NoMatch);
    let (_, working) = worked(list, when, &item(&[("text", text("a grub"))]));
    assert_eq!(working.unwrap().missing, ["lang"]);
}

#[test]
fn links_have_parts_and_domains_match_below() {
    let list = "list safe of domains { \"example.org\" }";
    let when = "for any u in text.urls: (u.path has \"leak*\" and u.domain is not one of safe)";
    assert_eq!(over(list, when, "see http://paste.example/leak/42"), Match);
    assert_eq!(over(list, when, "see http://www.example.org/leak/42"), NoMatch);
    let (_, working) = worked(list, when, &item(&[("text", text("see http://paste.example/leak/42"))]));
    let spans = working.unwrap().spans;
    assert_eq!((spans[0].field.as_str(), spans[0].start, spans[0].end), ("text", 25, 29));
    assert_eq!(over(list, "text has safe", "see http://www.example.org/x"), Match);
}

#[test]
fn the_words_of_one_text_can_be_looked_for_in_another() {
    let of = |title: &str| {
        let record = item(&[("text", text("The Quick brown fox")), ("title", text(title))]);
        outcome("", "text has title", &record)
    };
    assert_eq!(of("quick BROWN"), Match);
    assert_eq!(of("brown quick"), NoMatch);
    assert_eq!(outcome("", "text has title", &item(&[("text", text("x"))])), Indeterminate);
}

#[test]
fn a_whole_text_is_one_of_a_list() {
    let list = "list names disguised { \"bad actor\", \"troll*\" }";
    let is = |title: &str| outcome(list, "title is one of names", &item(&[("title", text(title))]));
    assert_eq!(is("Bad Actor"), Match);
    assert_eq!(is("a bad actor"), NoMatch);
    assert_eq!(is("trolls"), Match);
    assert_eq!(is(""), NoMatch);
    assert_eq!(outcome(list, "title is not one of names", &item(&[])), Indeterminate);
}
