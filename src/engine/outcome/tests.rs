#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::in_share;
use crate::engine::decision::{Decision, Outcome};
use crate::engine::eval::{Context, Evaluator};
use crate::engine::testing::{analyse, clause, file, item, program, text};
use crate::language::value::{Rung, Severity, Truth, Value};

fn flags(flag: Option<bool>, sure: Option<bool>) -> crate::corpus::record::Record<'static> {
    let of = |value: Option<bool>| value.map_or(Value::Missing, Value::Bool);
    item(&[("flag", of(flag)), ("sure", of(sure)), ("text", text("x"))])
}

#[test]
fn an_exception_must_be_disproved() {
    let pack = clause("", "when flag except x if sure");
    let of = |flag, sure| {
        analyse(&pack, &flags(flag, sure)).clauses.first().map_or(Outcome::NoMatch, |clause| clause.outcome)
    };
    for sure in [Some(true), Some(false), None] {
        assert_eq!(of(Some(false), sure), Outcome::NoMatch);
    }
    assert_eq!(of(Some(true), Some(true)), Outcome::Excepted);
    assert_eq!(of(None, Some(true)), Outcome::Excepted);
    assert_eq!(of(Some(true), Some(false)), Outcome::Match);
    assert_eq!(of(Some(true), None), Outcome::Indeterminate);
    assert_eq!(of(None, None), Outcome::Indeterminate);
    assert_eq!(of(None, Some(false)), Outcome::Indeterminate);
}

#[test]
fn every_exception_that_holds_is_named() {
    let pack = clause("", "when text has \"x\" except a if flag except b if sure except c if not flag");
    assert_eq!(analyse(&pack, &flags(Some(true), Some(true))).clauses[0].excepted_by, [0, 1]);
}

#[test]
fn one_quoted_insult_does_not_excuse_another() {
    let pack = clause("", "when text has \"vermin\" or flag except quoted if every match in quotes");
    let of = |words: &str, flag: bool| {
        let record = item(&[("text", text(words)), ("flag", Value::Bool(flag))]);
        analyse(&pack, &record).clauses.first().map(|clause| clause.outcome)
    };
    assert_eq!(of("\"A are vermin\" and A are vermin", false), Some(Outcome::Match));
    assert_eq!(of("\"A are vermin\" and so on", false), Some(Outcome::Excepted));
    assert_eq!(of("nothing at all", true), Some(Outcome::Match), "no spans: false");
    assert_eq!(of("\"A are vermin\" and A are vermin", true), Some(Outcome::Match), "`when` is not cut short");
}

#[test]
fn what_is_missing_may_hold_a_match() {
    let excepted = "except quoted if every match in quotes";
    let of = |when: &str| {
        let decision = analyse(&clause("", &format!("when {when} or flag {excepted}")), &flags(Some(true), None));
        decision.clauses[0].outcome
    };
    assert_eq!(of("title has \"vermin\""), Outcome::Indeterminate);
    assert_eq!(of("tags has \"vermin\""), Outcome::Indeterminate);
    assert_eq!(of("(for any m in messages: (m.text has \"vermin\"))"), Outcome::Indeterminate);
    assert_eq!(of("(for no m in messages: (m.text has \"vermin\"))"), Outcome::Match);
    assert_eq!(of("(for any m in messages: (m.role is user))"), Outcome::Match);
}

#[test]
fn defines_are_looked_into() {
    let defines = "define a = title has \"vermin\" define b = a or flag";
    let pack = clause(defines, "when (b or a) except quoted if every match in quotes");
    let of = |title| analyse(&pack, &item(&[("title", title), ("flag", Value::Bool(true))])).clauses[0].clone();
    let found = of(text("\"vermin\" and vermin"));
    assert_eq!((found.outcome, found.spans.len()), (Outcome::Match, 2));
    let unknown = of(Value::Missing);
    assert_eq!((unknown.outcome, unknown.missing), (Outcome::Indeterminate, vec!["title".to_owned()]));
}

#[test]
fn what_stands_under_not_is_no_match() {
    let pack = clause(
        "",
        "when text has \"vermin\" and not text has \"nice\" except near if any match within 1 word of \"so\"",
    );
    let of = |words: &str| analyse(&pack, &item(&[("text", text(words))])).clauses[0].outcome;
    assert_eq!(of("so vermin"), Outcome::Excepted);
    assert_eq!(of("vermin far away and so"), Outcome::Match);
}

const UNKNOWN: &str = "when flag on unknown";

#[test]
fn on_unknown_has_four_ways() {
    let of = |way: &str| {
        analyse(&clause("queue q \"Q\" { take all raters 1 }", &format!("{UNKNOWN} {way}")), &flags(None, None))
    };
    let decided = |decision: &Decision| (decision.verdict, decision.unsettled, decision.escalations.len());
    assert_eq!(decided(&of("abstain")), (Rung(0), true, 0));
    assert_eq!(decided(&of("escalate to q")), (Rung(0), true, 1));
    assert_eq!(decided(&of("assume match")), (Rung(3), false, 0));
    assert_eq!(decided(&of("assume no match")), (Rung(0), false, 0));
    let assumed = of("assume match");
    assert!(assumed.clauses[0].fired);
    assert_eq!(assumed.clauses[0].outcome, Outcome::Indeterminate);
    assert_eq!(assumed.clauses[0].proposes, Some(Rung(3)));
}

const TWO: &str = r#"
policy A "A" { labels mild, harsh implies mild subject text on unknown abstain """p""" owner "o" version "1" }
clause A.1 "weak" { severity low status live """p""" when flag verdict label as harsh }
clause A.2 "strong" { severity critical status live """p""" when sure verdict remove as mild escalate to q }
queue q "Q" { take all raters 1 }
"#;

#[test]
fn the_strongest_stands_and_labels_are_joined() {
    let decision = analyse(&file(TWO), &flags(Some(true), Some(true)));
    assert_eq!((decision.verdict, decision.labels.len(), decision.escalations.len()), (Rung(3), 2, 1));
    assert_eq!(decision.policies[0].severity, Some(Severity::Critical));
    assert!(!decision.unsettled);
    let decision = analyse(&file(TWO), &flags(Some(true), Some(false)));
    assert_eq!((decision.verdict, decision.labels.len(), decision.escalations.len()), (Rung(1), 2, 0));
}

#[test]
fn only_a_stronger_unknown_leaves_an_item_unsettled() {
    assert!(analyse(&file(TWO), &flags(Some(true), None)).unsettled);
    assert!(!analyse(&file(TWO), &flags(None, Some(true))).unsettled);
}

const EXEMPT: &str = r#"
exempt press "P" { from T.1 when sure caps at label reason "r" }
exempt late "L" { from T.1 when flag clears reason "r" expires 1970-01-02 }
"#;

#[test]
fn an_exemption_must_be_proved() {
    let pack = clause(EXEMPT, "as harsh when text has \"x\"");
    let capped = analyse(&pack, &flags(Some(false), Some(true)));
    assert_eq!((capped.verdict, capped.clauses[0].fired, capped.clauses[0].proposes), (Rung(1), true, Some(Rung(1))));
    assert_eq!(capped.clauses[0].exempted_by.len(), 1);
    let unproved = analyse(&pack, &flags(Some(false), None));
    assert_eq!((unproved.verdict, unproved.clauses[0].unproved_exemptions.len()), (Rung(3), 1));
    let cleared = analyse(&pack, &flags(Some(true), Some(false)));
    assert_eq!((cleared.verdict, cleared.labels.len(), cleared.clauses[0].fired), (Rung(0), 0, false));
    assert_eq!(cleared.clauses[0].outcome, Outcome::Match);
}

#[test]
fn an_exemption_ends_on_its_date() {
    let pack = clause(EXEMPT, "when text has \"x\"");
    let program = program(&pack);
    let mut evaluator = Evaluator::new(&program);
    let record = flags(Some(true), Some(false));
    let mut on = |as_of_ms| evaluator.analyse(&record, &Context { as_of_ms, ..Context::default() }).verdict;
    assert_eq!(on(86_400_000 - 1), Rung(0));
    assert_eq!(on(86_400_000), Rung(3));
}

fn with_status(status: &str) -> String {
    format!(
        "policy A \"A\" {{ labels mild subject text on unknown abstain \"\"\"p\"\"\" }}\n\
         clause A.1 \"c\" {{ severity low status {status} \"\"\"p\"\"\" when flag verdict label as mild }}"
    )
}

#[test]
fn statuses_say_what_proposes() {
    let of = |status: &str| {
        let decision = analyse(&file(&with_status(status)), &flags(Some(true), None));
        (decision.verdict, decision.clauses.first().map(|clause| (clause.fired, clause.shadow)))
    };
    assert_eq!(of("live"), (Rung(1), Some((true, false))));
    assert_eq!(of("shadow"), (Rung(0), Some((false, true))));
    assert_eq!(of("draft"), (Rung(0), None));
    assert_eq!(of("canary 100%"), (Rung(1), Some((true, false))));
    let pack = file(&with_status("canary 10%"));
    let program = program(&pack);
    let mut evaluator = Evaluator::new(&program);
    let mut fired = 0;
    for number in 0..2_000 {
        let record = crate::corpus::record::Record { id: format!("item-{number}").into(), ..flags(Some(true), None) };
        fired += usize::from(evaluator.analyse(&record, &Context::default()).clauses[0].fired);
        let example = Context { canary_as_live: true, ..Context::default() };
        assert!(evaluator.analyse(&record, &example).clauses[0].fired);
    }
    assert!((150..=250).contains(&fired), "{fired} of 2000 are not about a tenth");
}

#[test]
fn a_share_is_the_same_whenever_asked() {
    assert!(in_share("A.1", "x", 1.0) && !in_share("A.1", "x", 0.0));
    let taken = |share| (0..1_000).filter(|n| in_share("A.1", &n.to_string(), share)).collect::<Vec<_>>();
    let (few, many) = (taken(0.1), taken(0.5));
    assert!(few.iter().all(|n| many.contains(n)), "a larger share keeps those of a smaller one");
}

const SCOPED: &str = r#"
policy A "A" { labels L0 < L1 < L2 subject text applies when surface is post on unknown abstain """p""" }
clause A.1 "c" { severity low status live """p""" when flag verdict label as L1 }
clause A.2 "c" { severity low status live """p""" when sure verdict label as L2 }
"#;

#[test]
fn scope_is_false_true_or_unknown() {
    let pack = file(SCOPED);
    let of = |surface: Value<'static>| {
        let mut record = flags(Some(true), Some(false));
        record.fields[2] = surface;
        analyse(&pack, &record)
    };
    let inside = of(Value::Word(0));
    assert_eq!((inside.policies[0].in_scope, inside.verdict), (Some(true), Rung(1)));
    let outside = of(Value::Word(1));
    assert_eq!((outside.policies[0].in_scope, outside.verdict, outside.labels.len()), (Some(false), Rung(0), 0));
    assert!(outside.clauses.is_empty());
    let unknown = of(Value::Missing);
    assert_eq!((unknown.policies[0].in_scope, unknown.verdict, unknown.unsettled), (None, Rung(0), true));
    assert_eq!(unknown.clauses[0].outcome, Outcome::Indeterminate);
    assert_eq!(unknown.clauses[0].missing, ["surface"]);
}

#[test]
fn of_ordered_labels_the_strongest_stands_and_the_first_when_nothing_matches() {
    let pack = file(SCOPED);
    let labels = |flag, sure| {
        let mut record = flags(Some(flag), Some(sure));
        record.fields[2] = Value::Word(0);
        let decision = analyse(&pack, &record);
        decision.labels.iter().map(|label| pack.labels[label.0 as usize].name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(labels(false, false), ["L0"]);
    assert_eq!(labels(true, false), ["L1"]);
    assert_eq!(labels(true, true), ["L2"]);
}

#[test]
fn the_outcome_table_is_the_definitions() {
    use Truth::{False, True, Unknown};
    for exceptions in [True, False, Unknown] {
        assert_eq!(Outcome::of(False, exceptions), Outcome::NoMatch);
    }
    assert_eq!(Outcome::of(True, True), Outcome::Excepted);
    assert_eq!(Outcome::of(Unknown, True), Outcome::Excepted);
    assert_eq!(Outcome::of(True, False), Outcome::Match);
    assert_eq!(Outcome::of(True, Unknown), Outcome::Indeterminate);
    assert_eq!(Outcome::of(Unknown, False), Outcome::Indeterminate);
    assert_eq!(Outcome::of(Unknown, Unknown), Outcome::Indeterminate);
}
