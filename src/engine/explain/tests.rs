#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::{Acting, ClauseTrace, StepKind};
use crate::engine::decision::Outcome;
use crate::engine::eval::{Context, Evaluator};
use crate::engine::testing::{clause, item, messages, program, text};
use crate::language::value::{ClauseId, Truth, Value};

fn explained(items: &str, lines: &str, fields: &[(&str, Value<'static>)]) -> ClauseTrace {
    let program = program(&clause(items, lines));
    let record = item(fields);
    let mut evaluator = Evaluator::new(&program);
    let mut item = evaluator.item(&record, Context::default());
    item.explain_clause(ClauseId(0)).unwrap()
}

#[test]
fn steps_follow_the_author_not_the_cost() {
    let trace = explained(
        "",
        "when text has \"oaf\" and score > 2",
        &[("text", text("you oaf")), ("score", Value::Number(3.0))],
    );
    assert_eq!((trace.outcome, trace.acting, trace.when.kind), (Outcome::Match, Acting::Acts, StepKind::And));
    let [has, compare] = trace.when.children.as_slice() else { panic!("{trace:?}") };
    assert_eq!((has.kind, has.truth), (StepKind::Has, Some(Truth::True)));
    assert_eq!((has.found[0].field.as_str(), has.found[0].start, has.found[0].end), ("text", 4, 7));
    assert!(has.span.start < compare.span.start);
    assert_eq!(compare.children[0].reads, "score");
    assert_eq!(compare.children[0].value, Some(Value::Number(3.0)));
}

#[test]
fn what_is_unknown_and_why_is_shown() {
    let trace = explained("", "when flag except x if every match in quotes", &[]);
    assert_eq!((trace.when.truth, trace.when.reads.as_str()), (Some(Truth::Unknown), "flag"));
    assert_eq!(trace.exceptions[0].truth, Some(Truth::False));
    assert_eq!(trace.working.unwrap().missing, ["flag"]);
}

#[test]
fn loops_are_shown_element_by_element_and_defines_opened() {
    let lines = "when for any m in messages: (rude or m.role is user)";
    let talk = messages(&[(Some(2), "a"), (Some(1), "b")]);
    let trace = explained("define rude = text has \"oaf\"", lines, &[("text", text("hm")), ("messages", talk)]);
    let bodies: Vec<_> = trace.when.children.iter().filter(|step| step.element.is_some()).collect();
    assert_eq!(bodies.iter().map(|step| step.truth.unwrap()).collect::<Vec<_>>(), [Truth::False, Truth::True]);
    assert!(matches!(bodies[0].children[0].kind, StepKind::Define(_)));
    assert_eq!((bodies[0].children[0].children.len(), bodies[1].children[0].children.len()), (1, 0));
    assert_eq!(bodies[1].children[1].children[0].reads, "messages.role");
}

#[test]
fn an_expired_exemption_is_shown_as_such() {
    let exempt = "exempt e \"E\" { from T.1 when flag clears reason \"r\" expires 1960-01-01 }";
    let trace = explained(exempt, "when flag", &[("flag", Value::Bool(true))]);
    assert!(trace.exemptions[0].expired);
    assert_eq!(trace.outcome, Outcome::Match);
}
