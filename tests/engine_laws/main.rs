//! Laws of evaluation, on random packs and records: both modes agree with the naive evaluator, De Morgan holds, the
//! order of clauses never matters.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod generate;
mod reference;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use preceptor::corpus::record::Record;
use preceptor::engine::decision::{Decision, Outcome};
use preceptor::engine::eval::{Context, Evaluator};
use preceptor::engine::plan::{Options, Program};
use preceptor::language::policy::{Pack, Status};
use proptest::prelude::*;
use reference::Verdicts;

/// 2026-11-01T00:00Z, in milliseconds.
const TODAY: i64 = 1_793_491_200_000;

/// How many random packs each law is tried on.
const PACKS: u32 = 400;

fn context() -> Context {
    Context { as_of_ms: TODAY, canary_as_live: false }
}

/// Runs both modes on one record.
fn run(pack: &Arc<Pack>, record: &Record<'static>) -> (Decision, Decision) {
    let program = Program::new(pack, Options::default()).unwrap();
    let mut evaluator = Evaluator::new(&program);
    (evaluator.decide(record, &context()), evaluator.analyse(record, &context()))
}

/// What *analyse* says, in the naive evaluator's terms: a clause it does not list did not match.
fn verdicts(pack: &Pack, decision: &Decision) -> Verdicts {
    let mut outcomes: BTreeMap<String, Outcome> = BTreeMap::new();
    for clause in &pack.clauses {
        let out_of_scope = decision.policies[clause.policy.0 as usize].in_scope == Some(false);
        if !matches!(clause.status, Status::Draft | Status::Retired) && !out_of_scope {
            outcomes.insert(clause.id.clone(), Outcome::NoMatch);
        }
    }
    let mut fired = BTreeSet::new();
    for outcome in &decision.clauses {
        let id = &pack.clauses[outcome.clause.0 as usize].id;
        outcomes.insert(id.clone(), outcome.outcome);
        if outcome.fired {
            fired.insert(id.clone());
        }
    }
    Verdicts {
        verdict: decision.verdict,
        labels: decision.labels.iter().copied().collect(),
        unsettled: decision.unsettled,
        outcomes,
        fired,
    }
}

/// The parts of a decision that must not depend on the mode.
fn standing(decision: &Decision) -> impl PartialEq + std::fmt::Debug {
    (decision.verdict, decision.labels.clone(), decision.unsettled, decision.escalations.clone())
}

fn clauses() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(generate::clause(), 1..5)
}

fn numbered(clauses: &[String]) -> Vec<(usize, String)> {
    clauses.iter().cloned().enumerate().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: PACKS, max_shrink_iters: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn decide_and_analyse_say_what_the_definition_says(
        clauses in clauses(),
        policy_exception in prop::option::of(generate::condition()),
        exempt in prop::option::of(generate::condition()),
        records in prop::collection::vec(generate::record(), 12),
    ) {
        let text = generate::pack_text(&numbered(&clauses), policy_exception.as_deref(), exempt.as_deref());
        let pack = Arc::new(generate::compile(&text));
        for record in &records {
            let (decided, analysed) = run(&pack, record);
            let expected = reference::decide(&pack, record, TODAY);
            prop_assert_eq!(verdicts(&pack, &analysed), expected, "{}\n{:?}", text, record);
            prop_assert_eq!(standing(&decided), standing(&analysed), "{}\n{:?}", text, record);
        }
    }

    #[test]
    fn de_morgan_holds_with_the_unknown(
        a in generate::condition(),
        b in generate::condition(),
        records in prop::collection::vec(generate::record(), 12),
    ) {
        let lines = |when: &str| format!("  severity low\n  status live\n  when {when}\n  verdict label\n");
        let forms = [
            format!("(not (({a}) and ({b})))"),
            format!("((not ({a})) or (not ({b})))"),
            format!("(not (({a}) or ({b})))"),
            format!("((not ({a})) and (not ({b})))"),
        ];
        let text = generate::pack_text(&numbered(&forms.map(|form| lines(&form))), None, None);
        let pack = Arc::new(generate::compile(&text));
        for record in &records {
            let outcomes = verdicts(&pack, &run(&pack, record).1).outcomes;
            prop_assert_eq!(outcomes.get("T.0"), outcomes.get("T.1"), "{}\n{:?}", text, record);
            prop_assert_eq!(outcomes.get("T.2"), outcomes.get("T.3"), "{}\n{:?}", text, record);
        }
    }

    #[test]
    fn the_order_of_clauses_never_matters(clauses in clauses(), record in generate::record()) {
        let forward = numbered(&clauses);
        let backward: Vec<_> = forward.iter().rev().cloned().collect();
        let [forward, backward] = [forward, backward].map(|order| Arc::new(generate::compile(&generate::pack_text(&order, None, None))));
        prop_assert_eq!(run(&forward, &record), run(&backward, &record));
    }
}
