#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::super::bench::pack;
use super::*;
use crate::language::policy::View;
use crate::language::source::Span;
use crate::language::value::Type;

fn list(name: &str, entries: &[(&str, bool)]) -> List {
    let entry = |(text, identity): &(&str, bool)| Entry {
        text: (*text).to_owned(),
        attributes: vec![Value::Bool(*identity)],
        span: Span::default(),
    };
    List {
        name: name.to_owned(),
        domains: false,
        views: vec![View::Plain],
        attributes: vec![("identity".to_owned(), Type::Bool)],
        entries: entries.iter().map(entry).collect(),
        span: Span::default(),
    }
}

#[test]
fn texts_that_differ_only_in_whom_they_name_are_the_same() {
    let mut pack = pack();
    let groups = list("common.groups", &[("veridian*", false), ("people of ossia", false), ("kestrans", false)]);
    pack.lists = vec![groups, list("words", &[("sorvine", true), ("vermin", false)])];
    let mask = Mask::new(&pack, str::to_lowercase);
    let same = |a: &str, b: &str| exact(a, &mask) == exact(b, &mask);
    assert!(same("veridians are vermin", "kestrans are vermin"));
    assert!(same("veridians are vermin!", "the veridian are vermin".trim_start_matches("the ")));
    assert!(same("people of ossia are vermin", "sorvine are vermin"));
    assert!(!same("veridians are vermin", "veridians are not vermin"));
    assert!(!same("veridians are vermin", "veridians are roses"));
    assert!(!same("people of", "people of ossia"));
    assert!(!same("🙂", "🙁"), "texts without words are compared as they are");
}

#[test]
fn likeness_follows_what_texts_share() {
    let text = "meet me by the old lantern at the harbour when the festival ends and bring nobody along";
    let near = text.replace("nobody", "no one");
    let far = "prices of bread and roses rose again while the mountain railway stayed closed for repairs";
    assert!(likeness(&sketch(text), &sketch(text)) == 1.0);
    assert!(likeness(&sketch(text), &sketch(&near)) > 0.6);
    assert!(likeness(&sketch(text), &sketch(far)) < 0.2);
    assert!(sketch("too short").is_empty() && likeness(&[], &[]) == 0.0);
}
