#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::super::bench::{ALLOW, HATE, Item, LABEL, OLD, REMOVE, SPAM, THREAT, cite, item};
use super::*;
use crate::language::value::{ClauseId, LabelId};

/// Each row: what the item is, the item, what is found.
fn check(rows: Vec<(&str, Item, &[&str])>) {
    for (what, item, expected) in rows {
        assert_eq!(item.found(), expected, "{what}");
    }
}

fn says(verdict: Rung) -> impl Fn(Item) -> Item {
    move |item| item.model("guard", Some(verdict), |_| {})
}

#[test]
fn every_kind_is_registered_once_in_the_order_of_its_table() {
    let registered: Vec<Kind> = KINDS.iter().map(|rule| rule.kind).collect();
    let table: Vec<Kind> = Kind::NAMES.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(registered, table);
    assert!(KINDS.iter().all(|rule| !rule.meaning.is_empty()));
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/audit/kinds");
    for (_, name) in Kind::NAMES {
        assert!(folder.join(format!("{name}.rs")).exists(), "{name}");
    }
}

#[test]
fn false_positives() {
    check(vec![
        ("against gold", says(REMOVE)(item("x").gold(ALLOW, None)), &["false_positive guard verdict"]),
        ("the policy too", item("x").fires(HATE).gold(ALLOW, None), &["false_positive policy verdict"]),
        ("against an adjudication", says(LABEL)(item("x").adjudicated("r", ALLOW)), &["false_positive guard verdict"]),
        ("against a settled policy", says(REMOVE)(item("x")), &["false_positive guard verdict"]),
        (
            "a rater against the consensus",
            item("x").rater("a", Some(ALLOW), None).rater("b", Some(ALLOW), None).rater("c", Some(REMOVE), None),
            &["false_positive c verdict"],
        ),
        (
            "one person with two ratings is no consensus",
            item("x").rater("a", Some(REMOVE), None).rater("a", Some(REMOVE), None),
            &["false_positive a verdict", "false_positive a verdict"],
        ),
        (
            "an unsettled policy that already acts",
            item("x").fires(SPAM).lacks(HATE, "author.age").gold(ALLOW, None),
            &["false_positive policy verdict"],
        ),
        ("equal verdicts", says(ALLOW)(item("x").gold(ALLOW, None)), &[]),
        ("no verdict", item("x").gold(ALLOW, None).model("guard", None, |_| {}), &[]),
        (
            "unparsable output is never coerced",
            item("x").gold(ALLOW, None).model("guard", Some(REMOVE), |model| model.unparsable = true),
            &[],
        ),
    ]);
}

#[test]
fn false_negatives() {
    check(vec![
        (
            "against gold",
            says(ALLOW)(item("x").fires(HATE).gold(REMOVE, Some(HATE))),
            &["false_negative guard verdict"],
        ),
        ("the policy", item("x").gold(REMOVE, Some(HATE)), &["false_negative policy verdict"]),
        (
            "one rater against the policy",
            item("x").fires(HATE).rater("a", Some(ALLOW), None),
            &["false_negative a verdict"],
        ),
        (
            "gold stands above the raters",
            item("x").fires(HATE).gold(REMOVE, Some(HATE)).rater("a", Some(ALLOW), None),
            &["false_negative a verdict"],
        ),
        (
            "an unsettled policy did not decide to allow",
            item("x").lacks(HATE, "author.age").gold(REMOVE, Some(HATE)),
            &[],
        ),
        (
            "gold without a verdict",
            {
                let mut item = item("x").gold(REMOVE, None);
                item.record.gold.as_mut().unwrap().verdict = None;
                item
            },
            &[],
        ),
    ]);
}

#[test]
fn wrong_actions() {
    check(vec![
        ("another rung", says(LABEL)(item("x").fires(HATE).gold(REMOVE, Some(HATE))), &["wrong_action guard verdict"]),
        ("the policy", item("x").fires(SPAM).gold(REMOVE, Some(SPAM)), &["wrong_action policy verdict"]),
        ("the same rung", says(REMOVE)(item("x").fires(HATE).gold(REMOVE, Some(HATE))), &[]),
        (
            "an unsettled policy may yet rise",
            item("x").fires(SPAM).lacks(HATE, "author.age").gold(REMOVE, Some(HATE)),
            &[],
        ),
    ]);
}

#[test]
fn wrong_clauses() {
    let cites = |clause: ClauseId| {
        move |model: &mut crate::corpus::record::ModelDecision<'static>| model.cites = Some(vec![cite(clause)])
    };
    let labels = |label: u32| {
        move |model: &mut crate::corpus::record::ModelDecision<'static>| model.labels = Some(vec![LabelId(label)])
    };
    let gold = || item("x").fires(HATE).fires(THREAT).gold(REMOVE, Some(HATE));
    let strange_gold = || {
        let mut item = gold();
        item.record.gold.as_mut().unwrap().labels = Some(vec![LabelId::UNKNOWN]);
        item
    };
    check(vec![
        (
            "another clause than gold, though it fired too",
            gold().model("guard", Some(REMOVE), cites(THREAT)),
            &["wrong_clause guard clause"],
        ),
        (
            "a label none of gold's clause",
            gold().model("guard", Some(REMOVE), labels(2)),
            &["wrong_clause guard label"],
        ),
        ("the policy", item("x").fires(HATE).gold(REMOVE, Some(THREAT)), &["wrong_clause policy clause"]),
        ("a rater", gold().rater("a", Some(REMOVE), Some(SPAM)), &["wrong_clause a clause"]),
        ("the same clause", gold().model("guard", Some(REMOVE), cites(HATE)), &[]),
        ("a label implied by the judge's own", gold().model("guard", Some(REMOVE), labels(1)), &[]),
        ("nothing named", gold().model("guard", Some(REMOVE), |_| {}), &[]),
        (
            "a label the pack lacks is none of gold's",
            gold().model("guard", Some(REMOVE), labels(u32::MAX)),
            &["wrong_clause guard label"],
        ),
        ("gold's label is one the pack lacks", strange_gold().model("guard", Some(REMOVE), labels(1)), &[]),
        ("both are labels the pack lacks", strange_gold().model("guard", Some(REMOVE), labels(u32::MAX)), &[]),
        ("both allow", item("x").gold(ALLOW, Some(HATE)).model("guard", Some(ALLOW), labels(2)), &[]),
    ]);
}

#[test]
fn wrong_reasoning() {
    type Model = crate::corpus::record::ModelDecision<'static>;
    let acting = |change: fn(&mut Model)| item("those vermin again").fires(HATE).model("guard", Some(REMOVE), change);
    let allowing = |change: fn(&mut Model)| item("those roses again").model("guard", Some(ALLOW), change);
    check(vec![
        (
            "a clause that does not exist",
            acting(|m| m.cites = Some(vec![cite(HATE), cite(ClauseId::UNKNOWN)])),
            &["wrong_reasoning guard cited_unknown"],
        ),
        (
            "a clause that is retired",
            acting(|m| m.cites = Some(vec![cite(HATE), cite(OLD)])),
            &["wrong_reasoning guard cited_retired"],
        ),
        (
            "a clause that did not fire",
            acting(|m| m.cites = Some(vec![cite(HATE), cite(SPAM)])),
            &["wrong_reasoning guard cited_not_fired"],
        ),
        (
            "a clause id in the rationale",
            acting(|m| m.rationale = Some("This falls under HS.1 and HS.77 without doubt.".into())),
            &["wrong_reasoning guard cited_unknown"],
        ),
        (
            "words that are not there",
            acting(|m| m.quotes = Some(vec!["vermin".into(), "roaches".into()])),
            &["wrong_reasoning guard quote_not_found"],
        ),
        (
            "an argument for another verdict",
            acting(|m| m.rationale = Some("The text is about gardening and does not violate any rule.".into())),
            &["wrong_reasoning guard argues_otherwise"],
        ),
        (
            "an argument to act by one that allows",
            allowing(|m| m.rationale = Some("It demeans a group; this violates the policy.".into())),
            &["wrong_reasoning guard argues_otherwise"],
        ),
        (
            "a rater's clause that does not exist",
            item("x").fires(HATE).rater("a", Some(REMOVE), Some(ClauseId::UNKNOWN)),
            &["wrong_reasoning a cited_unknown"],
        ),
        (
            "sound grounds",
            acting(|m| {
                m.cites = Some(vec![cite(HATE)]);
                m.quotes = Some(vec!["\u{201c}Vermin\u{201d}".into()]);
                m.rationale = Some("Calling them \"vermin\" violates HS.1, so it should be removed.".into());
            }),
            &[],
        ),
        (
            "who allows may explain which clause is not met",
            allowing(|m| m.rationale = Some("HS.1 is about people, and this is about roses.".into())),
            &[],
        ),
        (
            "an excepted clause may be cited",
            item("x").excepts(HATE).model("guard", Some(ALLOW), |m| m.cites = Some(vec![cite(HATE)])),
            &[],
        ),
        (
            "a hedge is no statement",
            acting(|m| m.rationale = Some("It might be allowed as satire, yet HS.1 is met here.".into())),
            &[],
        ),
        (
            "words quoted from the item argue nothing",
            allowing(|m| m.rationale = Some("The author asks \"is this a violation\" and nothing more.".into())),
            &["wrong_reasoning guard quote_not_found"],
        ),
        (
            "unparsable output has no reasoning",
            acting(|m| {
                m.unparsable = true;
                m.cites = Some(vec![cite(OLD)]);
            }),
            &[],
        ),
    ]);
}

#[test]
fn insufficient_information() {
    check(vec![
        (
            "a model decided without the field",
            says(ALLOW)(item("x").lacks(HATE, "author.age")),
            &["insufficient_information policy field_missing"],
        ),
        (
            "one rater is no reference",
            item("x").lacks(HATE, "author.age").rater("a", Some(REMOVE), None),
            &["insufficient_information policy field_missing"],
        ),
        ("gold settles it", item("x").lacks(HATE, "author.age").gold(REMOVE, None), &[]),
        (
            "raters settle it",
            item("x").lacks(HATE, "author.age").rater("a", Some(REMOVE), None).rater("b", Some(REMOVE), None),
            &[],
        ),
        ("nobody decided", item("x").lacks(HATE, "author.age"), &[]),
    ]);
}

#[test]
fn policy_gaps() {
    let split = |other: Option<ClauseId>| {
        item("x")
            .fires(HATE)
            .rater("a", Some(REMOVE), Some(HATE))
            .rater("b", Some(LABEL), other)
            .gold(REMOVE, Some(HATE))
    };
    check(vec![
        ("a split over clauses", split(Some(SPAM)), &["wrong_action b verdict", "policy_gap policy raters_split"]),
        ("a split over one clause", split(Some(HATE)), &["wrong_action b verdict"]),
        ("a split that names nothing", split(None), &["wrong_action b verdict"]),
        (
            "agreement against a silent policy",
            item("x").rater("a", Some(LABEL), None).rater("b", Some(LABEL), None),
            &["false_negative policy verdict", "policy_gap policy policy_silent"],
        ),
        (
            "the policy spoke: it excepted",
            item("x").excepts(HATE).rater("a", Some(LABEL), None).rater("b", Some(LABEL), None),
            &["false_negative policy verdict"],
        ),
        (
            "the policy is unsettled",
            item("x").lacks(HATE, "author.age").rater("a", Some(LABEL), None).rater("b", Some(LABEL), None),
            &[],
        ),
        ("one rater", item("x").rater("a", Some(LABEL), None), &["false_positive a verdict"]),
    ]);
}

#[test]
fn gold_suspects() {
    let three = |item: Item| item.rater("a", Some(REMOVE), None).rater("b", Some(REMOVE), None);
    let suspects = |item: Item| item.found().iter().any(|found| found.starts_with("gold_suspect"));
    assert!(suspects(three(item("x").fires(HATE).gold(ALLOW, None))), "raters and the policy against gold");
    assert!(
        suspects(item("x").fires(HATE).gold(ALLOW, None).model("guard", Some(REMOVE), |_| {})),
        "machines together"
    );
    assert!(!suspects(item("x").fires(HATE).gold(ALLOW, None)), "one judge alone");
    let made = three(item("x").gold(ALLOW, None)).made_by("a").made_by("b");
    assert!(!suspects(made), "gold was made from these raters");
    let differ = item("x").gold(ALLOW, None).rater("a", Some(REMOVE), None).rater("b", Some(LABEL), None);
    assert!(!suspects(differ), "they differ from each other");
    let more = item("x").gold(ALLOW, None).rater("a", Some(REMOVE), None).rater("b", Some(REMOVE), None);
    let more = more.rater("c", Some(ALLOW), None).model("guard", Some(ALLOW), |_| {});
    assert!(!suspects(more), "more judges stand with gold");
}
