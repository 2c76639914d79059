//! Is a judge good enough, told from as few dated decisions as two risks allow.

use serde::Serialize;

use super::{Against, StudyOptions};
use crate::calibrate::Figure;
use crate::calibrate::drift::{Sprt, SprtDecision};
use crate::calibrate::intervals::wilson;

/// What the test of a judge, or of a judge on a clause, says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tested {
    /// The judge.
    pub judge: String,
    /// The clause, if it is one judge on one clause.
    pub clause: Option<String>,
    /// What all of the series is held against.
    pub reference: Against,
    /// What the test says, as far as the whole series bears it out.
    pub decision: Standing,
    /// After how many decisions that was certain enough.
    pub after: Option<u64>,
    /// When, in milliseconds since 1970-01-01T00:00Z.
    pub at_ms: Option<i64>,
    /// The errors of the whole series; after a test stopped early they may look otherwise.
    pub rate: Figure,
}

/// What a test says of a judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The rate is the good one.
    Good,
    /// The rate is the bad one.
    Bad,
    /// There are too few decisions to say.
    Undecided,
    /// The test said one thing early, and by all decisions together the rate lies between the good one and the bad one, or beyond
    /// the other: the judge is neither, or changed.
    Between,
}

/// The test that [`Tested`] is of, and what it said.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sequential {
    /// The two rates of errors and the two risks; none where they do not make a test.
    pub test: Option<Sprt>,
    /// How many judges were tested on one clause each: there the risk of calling a good one bad is shared by all of these tests.
    pub on_clauses: u64,
    /// Every judge with dated decisions; then one judge on one clause, only where it is `bad`.
    pub judges: Vec<Tested>,
}

/// Makes the test from what finished work is held to: its rates and risks (Wald 1945), the first of the risks shared by `tests`.
pub fn test(options: &StudyOptions, tests: usize) -> Option<Sprt> {
    let demand = &options.demand;
    let accept_risk = demand.accept_risk / tests.max(1) as f64;
    Sprt::new(demand.accept_rate, demand.refuse_rate, accept_risk, demand.refuse_risk).ok()
}

/// Runs the test over dated decisions, which it puts in order of time: when, and whether it was wrong. Decisions of the same
/// instant keep their order.
pub fn tested(
    test: &Sprt,
    judge: String,
    clause: Option<String>,
    reference: Against,
    mut dated: Vec<(i64, bool)>,
) -> Option<Tested> {
    dated.sort_by_key(|(at, _)| *at);
    let run = test.run(dated.iter().map(|(_, wrong)| *wrong));
    let errors = dated.iter().filter(|(_, wrong)| *wrong).count() as u64;
    let rate = wilson(errors, dated.len() as u64);
    let decision = match run.decision {
        SprtDecision::Undecided => Standing::Undecided,
        SprtDecision::Good if rate.low.is_some_and(|low| low > test.good) => Standing::Between,
        SprtDecision::Bad if rate.high.is_some_and(|high| high < test.bad) => Standing::Between,
        SprtDecision::Good => Standing::Good,
        SprtDecision::Bad => Standing::Bad,
    };
    if clause.is_some() && decision != Standing::Bad {
        return None;
    }
    Some(Tested {
        judge,
        clause,
        reference,
        decision,
        after: run.at.map(|at| at as u64 + 1),
        at_ms: run.at.and_then(|at| dated.get(at)).map(|(at, _)| *at),
        rate,
    })
}
