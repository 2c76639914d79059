#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fmt::Write as _;

use super::node::Op;
use super::{Options, PlanError, Program};
use crate::engine::decision::Outcome::{Indeterminate, Match, NoMatch};
use crate::engine::testing::{clause, item, outcome, over, program, text};

fn chain(first: &str, step: impl Fn(usize) -> String, count: usize) -> String {
    let mut items = first.to_owned();
    for at in 1..=count {
        let _ = write!(items, "\n{}", step(at));
    }
    items
}

#[test]
fn equal_conditions_are_one_node() {
    let twice = "when (text has \"a\" and score > 2) or (score > 2 and flag)";
    let program = program(&clause("", twice));
    let compares = (0..program.nodes.len() as u32)
        .filter(|node| matches!(program.nodes.op(super::node::NodeId(*node)), Op::Compare(..)));
    assert_eq!(compares.count(), 1);
}

#[test]
fn cheap_parts_are_asked_first() {
    let program = program(&clause("", "when text has /a+/ and text has \"b\" and score > 2"));
    let plan = program.clauses[0].as_ref().unwrap();
    let Op::And(parts) = program.nodes.op(plan.when.node) else { panic!() };
    let costs: Vec<_> = parts.iter().map(|part| program.nodes.facts(*part).cost).collect();
    assert!(costs.is_sorted() && matches!(program.nodes.op(parts[0]), Op::Compare(..)), "{costs:?}");
}

#[test]
fn filters_that_no_item_can_change_are_settled_once() {
    let list = "list slurs { \"grub\" { mild: true }, \"dolk\" { mild: false } }";
    let program = program(&clause(list, "when text has slurs[mild]"));
    let kept: Vec<_> = program.finders.iter().map(|(_, plan)| plan.kept.clone()).collect();
    assert_eq!(kept, [super::finder::Kept::Only([true, false].into())]);
}

#[test]
fn deep_conditions_run_and_endless_ones_are_refused() {
    let nots = |count: usize, of: &str| format!("{}{of}{}", "not (".repeat(count), ")".repeat(count));
    let items = chain("define d0 = flag", |at| format!("define d{at} = {}", nots(2, &format!("d{}", at - 1))), 60);
    assert_eq!(outcome(&items, "d60", &item(&[])), Indeterminate);
    let items = chain("define d0 = flag", |at| format!("define d{at} = {}", nots(50, &format!("d{}", at - 1))), 60);
    let refused = Program::new(&clause(&items, "when d60"), Options::default());
    assert!(matches!(refused, Err(PlanError::TooDeep { .. })), "{refused:?}");
}

#[test]
fn patterns_that_double_at_each_step_run_in_bounded_time() {
    let step = |at: usize| format!("pattern p{at} = p{} within 3 words of p{}", at - 1, at - 1);
    let items = chain("pattern p0 = \"a\" or \"b\"", step, 12);
    assert_eq!(over(&items, "text has p12", "a b a b"), Match);
    assert_eq!(over(&items, "text has p12", "x"), NoMatch);
}

#[test]
fn loops_within_loops_within_loops_are_refused() {
    let mut body = "score > 2".to_owned();
    for depth in 0..12 {
        body = format!("for any m{depth} in messages: ({body})");
    }
    let refused = Program::new(&clause("", &format!("when {body}")), Options::default());
    assert!(matches!(refused, Err(PlanError::TooLarge)), "{refused:?}");
}

#[test]
fn very_many_hits_are_related_in_bounded_time() {
    let words = "a b ".repeat(20_000);
    let record = item(&[("text", text(&words))]);
    assert_eq!(outcome("", "text has \"a\" within 3 words before \"b\"", &record), Match);
    assert_eq!(outcome("", "text has \"a\" not within 3 words of \"b\"", &record), NoMatch);
}

#[test]
fn a_clause_sleeps_while_no_text_has_what_its_condition_needs() {
    let list = "list slurs { \"grub\", \"dolk\" }";
    let sleeps = [
        "text has slurs",
        "text has at least 2 of slurs",
        "text has /gr[uo]b/",
        "score > 2 and text has slurs",
        "(text has slurs) or (text has \"b\" within 3 words of \"c\")",
    ];
    let wakes = ["not (text has slurs)", "text has no slurs", "text has slurs or score > 2", "text has all of slurs"];
    let always = |when: &str| program(&clause(list, &format!("when {when}"))).triggers.always[0];
    assert!(sleeps.iter().all(|when| always(when) == 0));
    assert!(wakes.iter().all(|when| always(when) == 1));
}
