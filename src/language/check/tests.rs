#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::{Compiled, compile};
use crate::language::input::{LexiconEntry, PackInput};
use crate::language::policy::{
    Comparison, Expr, ExprKind, Judge, JudgeField, OnUnknown, Pack, SamplePath, Status, TermKind,
};
use crate::language::schema::{Field, FieldId, Model, Models, Schema};
use crate::language::source::{Sources, Span};
use crate::language::value::{FieldType, Rung, Severity, Type, Unit, Value};

const PREAMBLE: &str = r#"language 1
verdicts allow < label < remove
policy HS "Hate speech" {
  labels hate, threat implies hate
  subject text
  on unknown abstain
  given { surface: comment }
}
list groups { "Veridian*" }
list slurs { "grublin*" { severity: medium, lang: en }, "dolk*" { severity: high, lang: de } }
"#;

fn field(path: &str, ty: Type) -> Field {
    Field { path: path.to_owned(), column: path.to_owned(), ty, required: false, sensitive: false }
}

fn words(words: &[&str]) -> Type {
    Type::Enum(words.iter().map(|word| (*word).to_owned()).collect())
}

fn schema() -> Schema {
    let message = vec![
        FieldType { name: "role".to_owned(), ty: words(&["user", "assistant"]) },
        FieldType { name: "text".to_owned(), ty: Type::Text },
    ];
    let fields = vec![
        field("text", Type::Text),
        field("surface", words(&["post", "comment"])),
        field("lang", words(&["de", "en", "fa"])),
        field("language", Type::Text),
        field("author.age", Type::Duration(Unit::Day)),
        field("messages", Type::List(Type::Record(message.into()).into())),
    ];
    Schema { fields }
}

fn models() -> Models {
    let guard = Model {
        name: "guard".to_owned(),
        versions: vec!["3".to_owned()],
        scores: vec![("hate".to_owned(), (0.0, 1.0))],
    };
    Models { default: Some(0), all: vec![guard] }
}

fn input(sources: &mut Sources, text: &str) -> PackInput {
    let file = sources.add("test.precept", text);
    PackInput { name: "test".to_owned(), schema: schema(), models: models(), files: vec![file], ..PackInput::default() }
}

fn compiled(text: &str) -> Compiled {
    let mut sources = Sources::default();
    let input = input(&mut sources, &format!("{PREAMBLE}{text}"));
    compile(&input, &sources)
}

fn pack(text: &str) -> Pack {
    let compiled = compiled(text);
    compiled.pack.unwrap_or_else(|| panic!("{:#?}", compiled.diagnostics))
}

fn codes(text: &str) -> Vec<&'static str> {
    compiled(text).diagnostics.iter().map(|found| found.code).collect()
}

fn clause(id: &str, lines: &str) -> String {
    format!("clause {id} \"Test\" {{ severity low status live verdict label as hate {lines} }}\n")
}

fn when(condition: &str) -> Expr {
    pack(&clause("HS.1", &format!("when {condition}"))).clauses[0].when.clone().unwrap()
}

#[test]
fn a_chain_of_comparisons_is_each_of_its_pairs() {
    let slice = pack("slice s \"S\" = allow < model.verdict < remove\n").slices[0].condition.clone();
    let ExprKind::And(parts) = slice.kind else { panic!("{slice:?}") };
    let ExprKind::Compare(Comparison::Less, left, right) = &parts[0].kind else { panic!() };
    assert!(matches!(left.kind, ExprKind::Const(Value::Verdict(Rung(0)))));
    assert!(matches!(right.kind, ExprKind::Judge(Judge::Model(0), JudgeField::Verdict)));
    assert_eq!(parts.len(), 2);
}

#[test]
fn a_row_of_conditions_is_one_row() {
    let ExprKind::And(parts) = when("text has groups and surface is post and lang is en and text has slurs").kind
    else {
        panic!()
    };
    assert_eq!(parts.len(), 4);
}

#[test]
fn elements_are_counted_from_the_innermost() {
    let outer = when("for any m in messages: (messages[text has groups and role is m.role].count > 1)");
    let ExprKind::For { body, .. } = outer.kind else { panic!() };
    let shown = format!("{body:?}");
    assert!(shown.contains("Member(Expr { kind: Element(0)"), "the filter's own element: {shown}");
    assert!(shown.contains("Member(Expr { kind: Element(1)"), "the element of `for`, one further out: {shown}");
}

#[test]
fn attributes_take_the_type_of_the_field_they_are_named_after() {
    let pack = pack(&clause("HS.1", "when text has slurs[lang is item.lang and severity > low]"));
    let slurs = &pack.lists[1];
    assert_eq!(slurs.attributes[0], ("severity".to_owned(), Type::Severity));
    assert_eq!(slurs.attributes[1], ("lang".to_owned(), words(&["de", "en", "fa"])));
    assert_eq!(slurs.entries[0].attributes, [Value::Severity(Severity::Medium), Value::Word(1)]);
    let shown = format!("{:?}", pack.clauses[0].when);
    assert!(shown.contains("Equal(") && !shown.contains("Or("), "compared directly: {shown}");
}

#[test]
fn words_of_different_enums_and_texts_compare_by_what_they_say() {
    let two = pack(&format!(
        "list l {{ \"a\" {{ tongue: en }}, \"b\" {{ tongue: la }} }}\n{}",
        clause("HS.1", "when text has l[tongue is item.lang]")
    ));
    let ExprKind::Has { pattern, .. } = &two.clauses[0].when.as_ref().unwrap().kind else { panic!() };
    let TermKind::List(_, Some(filter)) = &pattern.term.kind else { panic!() };
    // One word is shared, so the two are equal exactly where both are that word.
    let ExprKind::And(parts) = &filter.kind else { panic!("{filter:?}") };
    let word = |part: &Expr| match &part.kind {
        ExprKind::Equal(_, right) => right.kind.clone(),
        other => panic!("{other:?}"),
    };
    assert!(matches!(word(&parts[0]), ExprKind::Const(Value::Word(0))), "`en` of the list");
    assert!(matches!(word(&parts[1]), ExprKind::Const(Value::Word(1))), "`en` of the field");
    assert!(matches!(when("lang is item.language").kind, ExprKind::Or(parts) if parts.len() == 3));
}

#[test]
fn samples_start_from_what_is_given_and_missing_takes_away() {
    let pack = pack(&clause(
        "HS.1",
        "when text has groups violates \"a\" violates \"b\" with { surface: missing, model.scores.hate: 91% } \
         violates { author: { age: 2 days }, today: 2026-01-02 }",
    ));
    let tests = &pack.clauses[0].tests;
    let value = |test: usize, path: SamplePath| {
        tests[test].sample.values.iter().find(|(known, _)| *known == path).map(|(_, value)| value.clone())
    };
    assert_eq!(value(0, SamplePath::Field(FieldId(0))), Some(Value::Text("a".into())));
    assert_eq!(value(0, SamplePath::Field(FieldId(1))), Some(Value::Word(1)));
    assert_eq!(value(1, SamplePath::Field(FieldId(1))), None);
    let score = SamplePath::Model(0, JudgeField::Score("hate".to_owned()));
    assert_eq!(value(1, score), Some(Value::Number(0.91)));
    assert_eq!(value(2, SamplePath::Field(FieldId(4))), Some(Value::Duration(172_800.0)));
    assert_eq!(value(2, SamplePath::Today), Some(Value::Time(1_767_312_000_000)));
}

#[test]
fn clauses_stand_sorted_and_inherit_from_their_policy() {
    let pack = pack(
        &(clause("HS.2", "when text has groups on unknown assume match") + &clause("HS.10", "when text has slurs")),
    );
    assert_eq!(pack.clauses.iter().map(|clause| clause.id.as_str()).collect::<Vec<_>>(), ["HS.10", "HS.2"]);
    assert_eq!(pack.clauses[0].on_unknown, OnUnknown::Abstain);
    assert_eq!(pack.clauses[1].on_unknown, OnUnknown::AssumeMatch);
}

#[test]
fn another_packs_words_come_through_its_alias_and_only_those_needed() {
    let mut sources = Sources::default();
    let common = sources.add(
        "common.precept",
        "language 1\nlist people from \"lexicons/people.yaml\"\nlist spare { \"x\" }\npattern verbs = \"hate*\" within 3 words of people\n\
         define loud = text.caps_share > 60%\ndefine elsewhere = no_such_field > 3\n",
    );
    let entry = LexiconEntry { text: "Kestran*".to_owned(), attributes: Vec::new(), span: Span::default() };
    let used = PackInput {
        files: vec![common],
        lexicons: [("lexicons/people.yaml".to_owned(), vec![entry])].into(),
        ..PackInput::default()
    };
    let text = format!("{PREAMBLE}{}", clause("HS.1", "when text has common.verbs and common.loud"));
    let mut input = input(&mut sources, &text);
    input.uses.insert("common".to_owned(), used);
    let compiled = compile(&input, &sources);
    let pack = compiled.pack.unwrap_or_else(|| panic!("{:#?}", compiled.diagnostics));
    assert_eq!(
        pack.lists.iter().map(|list| list.name.as_str()).collect::<Vec<_>>(),
        ["groups", "slurs", "common.people"]
    );
    assert_eq!(pack.patterns[0].name, "common.verbs");
    assert_eq!(pack.defines[0].name, "common.loud");
}

#[test]
fn a_name_another_pack_lacks_is_reported_as_its() {
    let mut sources = Sources::default();
    let common = sources.add("common.precept", "language 1\nlist people { \"x\" }\n");
    let used = PackInput { files: vec![common], ..PackInput::default() };
    let text = format!("{PREAMBLE}{}", clause("HS.1", "when text has (common.poeple or common.nothing)"));
    let mut input = input(&mut sources, &text);
    input.uses.insert("common".to_owned(), used);
    let found = compile(&input, &sources).diagnostics;
    assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), ["E030", "E030"], "{found:#?}");
    assert!(found[0].help.iter().any(|help| help.contains("`common.people`")), "{found:#?}");
}

#[test]
fn an_overlay_widens_narrows_replaces_and_retires() {
    let mut sources = Sources::default();
    let text = format!(
        "{PREAMBLE}{}{}{}",
        clause("HS.1", "when text has groups violates \"Veridians\""),
        clause("HS.2", "when text has slurs violates \"dolk\""),
        clause("HS.3", "when lang is en violates \"x\" with { lang: en }"),
    );
    let base = input(&mut sources, &text);
    let over = sources.add(
        "over.precept",
        "language 1\namend HS.1 \"why\" { severity high also when lang is de only when surface is post \
         allows \"Veridians\" }\nreplace clause HS.2 \"New\" { severity low status draft when lang is fa verdict allow }\n\
         retire HS.3 \"gone\"\nadd to groups { \"Sorvine*\" }\nremove from slurs { \"dolk*\" }\n",
    );
    let over = PackInput { files: vec![over], base: Some(Box::new(base)), ..PackInput::default() };
    let compiled = compile(&over, &sources);
    let pack = compiled.pack.unwrap_or_else(|| panic!("{:#?}", compiled.diagnostics));
    let [one, two, three] = &pack.clauses[..] else { panic!() };
    assert_eq!(one.severity, Severity::High);
    let ExprKind::And(parts) = &one.when.as_ref().unwrap().kind else { panic!() };
    assert!(matches!(parts[0].kind, ExprKind::Or(_)), "(base or also) and only");
    assert_eq!(one.tests.len(), 1, "the overlay's example of the same sample stands in for the base's");
    assert_eq!((two.title.as_str(), two.status, two.tests.len()), ("New", Status::Draft, 0));
    assert_eq!((three.status, three.tests.len()), (Status::Retired, 0));
    assert_eq!(pack.lists[0].entries.len(), 2);
    assert_eq!(pack.lists[1].entries.len(), 1);
    assert_eq!(pack.schema, schema());
}

#[test]
fn lints_and_their_levels_are_known_by_name() {
    let mut sources = Sources::default();
    let manifest =
        sources.add("pack.yaml", "pack: x\nlints: {overbroad_patern: deny, slow_pattern: loud, unused_item: warn}\n");
    let mut input = input(&mut sources, PREAMBLE);
    input.manifest = manifest;
    for (lint, level) in [("overbroad_patern", "deny"), ("slow_pattern", "loud"), ("unused_item", "warn")] {
        input.lints.insert(lint.to_owned(), level.to_owned());
    }
    let found = compile(&input, &sources).diagnostics;
    let shown: Vec<_> = found.iter().map(|found| (found.code, sources.text(found.span().unwrap()))).collect();
    assert_eq!(shown, [("E074", "overbroad_patern"), ("E074", "slow_pattern")]);
}

#[test]
fn a_library_of_words_needs_no_ladder() {
    let mut sources = Sources::default();
    let input = input(&mut sources, "language 1\nlist a { \"x\" }\npattern b = a or \"y\"\n");
    let compiled = compile(&input, &sources);
    assert!(compiled.pack.is_some(), "{:#?}", compiled.diagnostics);
}

#[test]
fn what_does_not_compile_is_no_pack() {
    assert!(compiled(&clause("HS.1", "when text has nothing_declared")).pack.is_none());
}

mod hostile {
    use super::*;

    #[test]
    fn a_chain_of_ten_thousand_defines_is_refused_once() {
        let mut text = "define d0 = lang is en\n".to_owned();
        for at in 1..10_000 {
            text += &format!("define d{at} = not d{}\n", at - 1);
        }
        assert_eq!(codes(&text), ["E075"]);
    }

    #[test]
    fn defines_that_double_are_refused() {
        let mut text = "define d0 = lang is en\n".to_owned();
        for at in 1..60 {
            text += &format!("define d{at} = d{0} and (lang is de or d{0})\n", at - 1);
        }
        assert_eq!(codes(&text), ["E075"]);
    }

    #[test]
    fn a_circle_of_thousands_is_reported_once() {
        let mut text = "define d0 = d1999\n".to_owned();
        for at in 1..2_000 {
            text += &format!("define d{at} = d{}\n", at - 1);
        }
        assert_eq!(codes(&text), ["E033"]);
    }

    #[test]
    fn long_rows_and_sums_cost_no_stack() {
        let row = vec!["lang is en"; 2_000].join(" and ");
        let found = compiled(&clause("HS.1", &format!("when {row}"))).diagnostics;
        assert!(found.iter().all(|found| ["E004", "E075"].contains(&found.code)), "{found:#?}");
        let sum = vec!["text.words"; 400].join(" + ");
        let found = compiled(&clause("HS.1", &format!("when {sum} > 3"))).diagnostics;
        assert!(!found.is_empty() && found.iter().all(|found| ["E004", "E075"].contains(&found.code)), "{found:#?}");
    }

    #[test]
    fn a_list_of_a_hundred_thousand_entries_compiles() {
        let mut sources = Sources::default();
        let mut input = input(&mut sources, &format!("{PREAMBLE}list many from \"lexicons/many.yaml\"\n"));
        let entry = |at: usize| LexiconEntry {
            text: format!("word{at}"),
            attributes: vec![("lang".to_owned(), Value::Text("en".into()))],
            span: Span::default(),
        };
        input.lexicons.insert("lexicons/many.yaml".to_owned(), (0..100_000).map(entry).collect());
        let pack = compile(&input, &sources).pack.unwrap();
        assert_eq!(pack.lists[2].entries.len(), 100_000);
    }

    #[test]
    fn thousands_of_names_and_thousands_of_errors_end_soon() {
        let mut text = String::new();
        for at in 0..5_000 {
            text += &format!("define name_{at} = lang is en\n");
        }
        for at in 0..3_000 {
            text += &clause(&format!("HS.{at}"), &format!("when nome_{at}"));
        }
        let found = codes(&text);
        assert!(found.len() < 400 && found.contains(&"E075"), "{}", found.len());
    }

    #[test]
    fn wrong_entries_by_the_thousand_are_reported_by_the_dozen() {
        let entries = vec!["\"a*b\""; 5_000].join(", ");
        assert!(codes(&format!("list bad {{ {entries} }}\n")).len() < 20);
    }
}
