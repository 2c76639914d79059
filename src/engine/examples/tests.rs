#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::{Case, Mismatch, Results, run};
use crate::engine::decision::Outcome;
use crate::engine::testing::{file, program};
use crate::language::policy::TestOutcome;
use crate::language::value::{ClauseId, Rung};

const PACK: &str = r#"
policy A "A" {
  labels mild, harsh implies mild
  subject text
  on unknown abstain
  given { surface: comment, sure: false }
  """p"""
  except calm "Calm" if sure
}
question rude "Is it rude?" { asked of raters, guard }
clause A.1 "Rude" {
  severity low status draft """p"""
  when text has "oaf" or rude or model.scores.hate > 90%
  except reported if surface is article
  verdict label as harsh
  violates "you oaf"
  violates "hm" with { rude: true }
  violates "hm" with { rude: false, model.scores.hate: 95% }
  allows "hm" with { rude: false, model.scores.hate: 5% }
  allows "you oaf" with { sure: true } by calm
  unknown "hm"
  EXTRA
}
clause A.2 "Old" { severity low status canary 1% """p""" when made < today - 3 days verdict restrict
  violates "hm" with { made: 2020-01-01, today: 2020-02-01 }
  allows   "hm" with { made: 2020-01-01, today: 2020-01-02 }
}
EXAMPLES
"#;

fn results(extra: &str, examples: &str) -> Results {
    run(&program(&file(&PACK.replace("EXTRA", extra).replace("EXAMPLES", examples))), 0)
}

fn failures(results: &Results) -> Vec<(Case, Vec<Mismatch>)> {
    let failed = results.cases.iter().filter(|case| !case.passes());
    failed.map(|case| (case.case, case.mismatches.clone())).collect()
}

#[test]
fn sound_examples_pass_whatever_the_status() {
    let results = results("", "example \"hm\" with { made: 2020-01-01, today: 2020-02-01 } gives restrict by A.2");
    assert_eq!(failures(&results), []);
    assert_eq!(results.cases.len(), 9);
}

#[test]
fn an_example_that_fails_says_how() {
    let wrong = "violates \"hm\" with { rude: false, model.scores.hate: 5% } allows \"you oaf\" \
                 allows \"you oaf\" with { surface: article, sure: true } by calm";
    let outcome = |expected, got| vec![Mismatch::Outcome { expected, got }];
    let both = vec!["calm".to_owned(), "reported".to_owned()];
    let exceptions = Mismatch::Exceptions { expected: vec!["calm".to_owned()], got: both };
    assert_eq!(
        failures(&results(wrong, "")),
        [
            (Case::Clause(ClauseId(0), 6), outcome(TestOutcome::Violates, Outcome::NoMatch)),
            (Case::Clause(ClauseId(0), 7), outcome(TestOutcome::Allows, Outcome::Match)),
            (Case::Clause(ClauseId(0), 8), vec![exceptions]),
        ]
    );
}

#[test]
fn a_pack_example_wants_verdict_clauses_and_labels() {
    let results = results("", "example \"hm\" with { made: 2020-01-01, today: 2020-02-01 } gives label as mild by A.1");
    let wanted = [
        Mismatch::Verdict { expected: Rung(1), got: Rung(2) },
        Mismatch::Fired { expected: vec![ClauseId(0)], got: vec![ClauseId(1)] },
    ];
    let failed = failures(&results);
    assert_eq!((failed.len(), failed[0].0), (1, Case::Pack(0)));
    assert_eq!(failed[0].1[..2], wanted);
    assert!(matches!(failed[0].1[2], Mismatch::Labels { .. }));
}

#[test]
fn coverage_tells_what_no_example_reached() {
    let results = results("", "");
    let of = |branch: &super::Branch| (branch.held, branch.failed);
    let first = &results.coverage[0];
    assert_eq!(of(&first.when), (true, true));
    assert_eq!(first.branches.iter().map(of).collect::<Vec<_>>(), [(true, true), (true, true), (true, true)]);
    assert_eq!(first.exceptions.iter().map(of).collect::<Vec<_>>(), [(false, true), (true, true)]);
}
