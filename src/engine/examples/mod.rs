//! A pack's own examples, run as tests.
//!
//! A clause's examples test that clause alone, whatever its status; a pack-level example is decided as an item would be,
//! with canary clauses as live. `sample` makes the item, `coverage` notes which branches and exceptions any example
//! reached. Nothing here is words: callers say it.

mod coverage;
mod sample;

pub use coverage::{Branch, ClauseCoverage};
pub use sample::record_of;

use super::decision::{ClauseOutcome, Decision, Outcome};
use super::eval::{Context, Evaluator};
use super::plan::Program;
use crate::language::policy::{ClauseTest, Example, PolicyId, Sample, TestOutcome};
use crate::language::source::Span;
use crate::language::value::{ClauseId, LabelId, Rung};

/// Names an example of a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Case {
    /// A clause's example, by its place among the clause's.
    Clause(ClauseId, usize),
    /// A pack-level example, by its place.
    Pack(usize),
}

/// Something that an example wanted otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mismatch {
    /// The clause came out otherwise.
    Outcome {
        /// What was wanted.
        expected: TestOutcome,
        /// What came.
        got: Outcome,
    },
    /// Other exceptions hold; names, sorted.
    Exceptions {
        /// What was wanted.
        expected: Vec<String>,
        /// What came.
        got: Vec<String>,
    },
    /// Another verdict stands.
    Verdict {
        /// What was wanted.
        expected: Rung,
        /// What came.
        got: Rung,
    },
    /// Other labels of a policy stand; implied ones are among both.
    Labels {
        /// The policy.
        policy: PolicyId,
        /// What was wanted.
        expected: Vec<LabelId>,
        /// What came.
        got: Vec<LabelId>,
    },
    /// Other clauses fired.
    Fired {
        /// What was wanted.
        expected: Vec<ClauseId>,
        /// What came.
        got: Vec<ClauseId>,
    },
}

/// What was worked out for an example.
#[derive(Debug, Clone, PartialEq)]
pub enum Worked {
    /// The clause; `None`: it plainly does not match, or its policy does not apply.
    Clause(Option<ClauseOutcome>),
    /// The whole decision.
    Pack(Decision),
}

/// How one example went.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseResult {
    /// Which.
    pub case: Case,
    /// Where it is written.
    pub span: Span,
    /// What it wanted otherwise; empty: it passes.
    pub mismatches: Vec<Mismatch>,
    /// What was worked out.
    pub worked: Worked,
}

impl CaseResult {
    /// True if the example holds.
    pub fn passes(&self) -> bool {
        self.mismatches.is_empty()
    }
}

/// How all examples of a pack went.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Results {
    /// The examples: by clause in the order of the pack, then the pack's own.
    pub cases: Vec<CaseResult>,
    /// What they reached, by clause, retired ones left out.
    pub coverage: Vec<ClauseCoverage>,
}

/// Runs every example of a program's pack.
///
/// `today` is what the example says, else the pack's `as_of`, else `fallback_as_of_ms` (milliseconds since 1970).
pub fn run(program: &Program, fallback_as_of_ms: i64) -> Results {
    let pack = program.pack();
    let mut evaluator = Evaluator::new(program);
    let mut results = Results { cases: Vec::new(), coverage: coverage::blank(program) };
    let as_of_ms = pack.as_of.unwrap_or(fallback_as_of_ms);
    for (index, clause) in pack.clauses.iter().enumerate() {
        let id = ClauseId(index as u32);
        if program.clause_plan(id).is_none() {
            continue;
        }
        for (at, test) in clause.tests.iter().enumerate() {
            let case = Case::Clause(id, at);
            let result = run_clause(&mut evaluator, case, id, test, as_of_ms, &mut results.coverage);
            results.cases.push(result);
        }
    }
    for (at, example) in pack.examples.iter().enumerate() {
        let result = run_example(&mut evaluator, Case::Pack(at), example, as_of_ms, &mut results.coverage);
        results.cases.push(result);
    }
    results
}

fn context_of(sample_as_of_ms: Option<i64>, as_of_ms: i64) -> Context {
    Context { as_of_ms: sample_as_of_ms.unwrap_or(as_of_ms), canary_as_live: true }
}

fn run_clause(
    evaluator: &mut Evaluator<'_>,
    case: Case,
    id: ClauseId,
    test: &ClauseTest,
    as_of_ms: i64,
    reached: &mut [ClauseCoverage],
) -> CaseResult {
    let program = evaluator.program();
    let (record, today) = made(program, &test.sample);
    let mut item = evaluator.item(&record, context_of(today, as_of_ms));
    let outcome = item.clause(id);
    coverage::note(&mut item, id, reached);
    let mismatches = clause_mismatches(program, id, test, outcome.as_ref());
    CaseResult { case, span: test.span, mismatches, worked: Worked::Clause(outcome) }
}

fn made(program: &Program, sample: &Sample) -> (crate::corpus::record::Record<'static>, Option<i64>) {
    record_of(program.pack(), sample)
}

fn clause_mismatches(
    program: &Program,
    id: ClauseId,
    test: &ClauseTest,
    outcome: Option<&ClauseOutcome>,
) -> Vec<Mismatch> {
    let got = outcome.map_or(Outcome::NoMatch, |outcome| outcome.outcome);
    let wanted = match test.expects {
        TestOutcome::Violates => Outcome::Match,
        TestOutcome::Unknown => Outcome::Indeterminate,
        TestOutcome::Allows if test.by.is_empty() => Outcome::NoMatch,
        TestOutcome::Allows => Outcome::Excepted,
    };
    if got != wanted {
        return vec![Mismatch::Outcome { expected: test.expects, got }];
    }
    if wanted != Outcome::Excepted {
        return Vec::new();
    }
    let exceptions = program.pack().clauses.get(id.0 as usize).map_or(&[][..], |clause| &clause.exceptions);
    let holding = outcome.map_or(&[][..], |outcome| &outcome.excepted_by);
    let names = holding.iter().filter_map(|at| exceptions.get(*at as usize));
    let got = sorted(names.map(|exception| exception.name.clone()));
    let expected = sorted(test.by.iter().cloned());
    if got == expected { Vec::new() } else { vec![Mismatch::Exceptions { expected, got }] }
}

fn run_example(
    evaluator: &mut Evaluator<'_>,
    case: Case,
    example: &Example,
    as_of_ms: i64,
    reached: &mut [ClauseCoverage],
) -> CaseResult {
    let program = evaluator.program();
    let (record, today) = made(program, &example.sample);
    let mut item = evaluator.item(&record, context_of(today, as_of_ms));
    let decision = item.analyse();
    for index in 0..reached.len() {
        if let Some(clause) = reached.get(index).map(|clause| clause.clause) {
            // Exceptions ask what their own clause found.
            item.clause(clause);
            coverage::note(&mut item, clause, reached);
        }
    }
    let mismatches = example_mismatches(program, example, &decision);
    CaseResult { case, span: example.span, mismatches, worked: Worked::Pack(decision) }
}

fn example_mismatches(program: &Program, example: &Example, decision: &Decision) -> Vec<Mismatch> {
    let mut mismatches = Vec::new();
    if decision.verdict != example.verdict {
        mismatches.push(Mismatch::Verdict { expected: example.verdict, got: decision.verdict });
    }
    let fired = sorted(decision.clauses.iter().filter(|clause| clause.fired).map(|clause| clause.clause));
    let expected = sorted(example.by.iter().copied());
    // An example that names no clause asks for none in particular.
    if !expected.is_empty() && fired != expected {
        mismatches.push(Mismatch::Fired { expected, got: fired });
    }
    let labels = program.with_implied(&example.labels);
    for (index, outcome) in decision.policies.iter().enumerate() {
        let policy = PolicyId(index as u32);
        let own = |label: &LabelId| program.pack().labels.get(label.0 as usize).is_some_and(|own| own.policy == policy);
        let expected = sorted(labels.iter().copied().filter(own));
        if !expected.is_empty() && expected != outcome.labels {
            mismatches.push(Mismatch::Labels { policy, expected, got: outcome.labels.clone() });
        }
    }
    mismatches
}

fn sorted<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    values.dedup();
    values
}

#[cfg(test)]
mod tests;
