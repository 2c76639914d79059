//! How a pack's examples went, in words: for a terminal, as JSON, as test cases for a build server.

use serde_json::{Value as Json, json};

use super::junit;
use super::terminal::{BAD, DIM, GOOD, paint};
use crate::engine::decision::Outcome;
use crate::engine::examples::{Branch, Case, CaseResult, ClauseCoverage, Mismatch, Results, Worked};
use crate::language::policy::{Pack, TestOutcome};
use crate::language::prose;
use crate::language::source::{Sources, Span};
use crate::language::value::{ClauseId, LabelId};

/// The examples of one pack with what is needed to say how they went.
#[derive(Clone, Copy)]
pub struct Report<'r> {
    /// The pack.
    pub pack: &'r Pack,
    /// Its texts.
    pub sources: &'r Sources,
    /// How its examples went.
    pub results: &'r Results,
}

impl Report<'_> {
    /// Writes failures, what no example reaches, and the counts.
    pub fn text(&self, color: bool) -> String {
        let mut said = String::new();
        let failed: Vec<&CaseResult> = self.results.cases.iter().filter(|case| !case.passes()).collect();
        for case in &failed {
            let (owner, place) = (self.owner(case.case), self.place(case.span));
            said.push_str(&format!(
                "{} {owner}: {}  {}\n",
                paint("fails", BAD, color),
                self.quoted(case.span),
                paint(&place, DIM, color)
            ));
            for reason in self.reasons(case) {
                said.push_str(&format!("      {reason}\n"));
            }
        }
        let gaps = self.gaps();
        for (span, gap) in &gaps {
            said.push_str(&format!(
                "{} {gap}  {}\n",
                paint("no example", DIM, color),
                paint(&self.place(*span), DIM, color)
            ));
        }
        let held = self.results.cases.len() - failed.len();
        let verdict = if failed.is_empty() { paint("hold", GOOD, color) } else { paint("hold", BAD, color) };
        said.push_str(&format!(
            "{}: {held} of {} examples {verdict}; {}\n",
            self.pack.name,
            self.results.cases.len(),
            self.coverage_line()
        ));
        said
    }

    /// Describes every example and the coverage as data.
    pub fn json(&self) -> Json {
        let cases = self.results.cases.iter().map(|case| {
            let (file, line) = self.file_line(case.span);
            json!({
                "of": self.owner(case.case), "file": file, "line": line, "holds": case.passes(), "why": self.reasons(case),
            })
        });
        let gaps = self.gaps().into_iter().map(|(span, gap)| {
            let (file, line) = self.file_line(span);
            json!({ "file": file, "line": line, "gap": gap })
        });
        let (reached, all) = self.reached();
        json!({
            "pack": self.pack.name, "revision": self.pack.revision,
            "examples": cases.collect::<Vec<_>>(), "no_example": gaps.collect::<Vec<_>>(),
            "coverage": { "reached": reached, "of": all },
        })
    }

    /// Makes the test cases that a build server reads.
    pub fn cases(&self) -> Vec<junit::Case> {
        let case = |case: &CaseResult| junit::Case {
            suite: self.owner(case.case),
            name: self.quoted(case.span),
            place: self.file_line(case.span),
            failure: (!case.passes()).then(|| self.reasons(case).join("\n")),
        };
        self.results.cases.iter().map(case).collect()
    }

    fn owner(&self, case: Case) -> String {
        match case {
            Case::Clause(clause, _) => self.clause(clause).to_owned(),
            Case::Pack(_) => "pack".to_owned(),
        }
    }

    fn clause(&self, clause: ClauseId) -> &str {
        self.pack.clauses.get(clause.0 as usize).map_or("", |clause| clause.id.as_str())
    }

    fn file_line(&self, span: Span) -> (String, usize) {
        let name = self.sources.get(span.source).map_or("", |file| file.name.as_str());
        (name.to_owned(), self.sources.line_column(span).0)
    }

    fn place(&self, span: Span) -> String {
        let (file, line) = self.file_line(span);
        format!("{file}:{line}")
    }

    /// The example as written, on one line and not too long.
    fn quoted(&self, span: Span) -> String {
        let words: Vec<&str> = self.sources.text(span).split_whitespace().collect();
        let line = words.join(" ");
        if line.chars().count() <= 90 { line } else { line.chars().take(89).chain(['…']).collect() }
    }

    fn reasons(&self, case: &CaseResult) -> Vec<String> {
        case.mismatches.iter().map(|mismatch| self.reason(mismatch, &case.worked)).collect()
    }

    fn reason(&self, mismatch: &Mismatch, worked: &Worked) -> String {
        let names = |names: &[String]| if names.is_empty() { "none".to_owned() } else { prose::list(names, "and") };
        let labels = |ids: &[LabelId]| {
            let words: Vec<String> = ids
                .iter()
                .filter_map(|id| self.pack.labels.get(id.0 as usize))
                .map(|label| label.name.clone())
                .collect();
            names(&words)
        };
        let clauses = |ids: &[ClauseId]| names(&ids.iter().map(|id| self.clause(*id).to_owned()).collect::<Vec<_>>());
        match mismatch {
            Mismatch::Outcome { expected, got } => {
                let wanted = match expected {
                    TestOutcome::Violates => "wanted a match",
                    TestOutcome::Allows => "wanted no match",
                    TestOutcome::Unknown => "wanted that it cannot be told",
                };
                format!("{wanted}, but {}", self.came(*got, worked))
            }
            Mismatch::Exceptions { expected, got } => {
                format!("wanted exactly these exceptions to hold: {}; these do: {}", names(expected), names(got))
            }
            Mismatch::Verdict { expected, got } => {
                format!(
                    "wanted the verdict {}, but {} stands",
                    self.pack.rung_name(*expected),
                    self.pack.rung_name(*got)
                )
            }
            Mismatch::Labels { expected, got, .. } => {
                format!("wanted exactly these labels: {}; these stand: {}", labels(expected), labels(got))
            }
            Mismatch::Fired { expected, got } => {
                format!("wanted exactly these clauses: {}; these fired: {}", clauses(expected), clauses(got))
            }
        }
    }

    fn came(&self, got: Outcome, worked: &Worked) -> String {
        let working = match worked {
            Worked::Clause(working) => working.as_ref(),
            Worked::Pack(_) => None,
        };
        match got {
            Outcome::NoMatch => "it does not match".to_owned(),
            Outcome::Match => "it matches".to_owned(),
            Outcome::Excepted => {
                let clause = working.and_then(|working| self.pack.clauses.get(working.clause.0 as usize));
                let held = working.map(|working| working.excepted_by.as_slice()).unwrap_or_default();
                let names: Vec<&str> = held
                    .iter()
                    .filter_map(|at| clause?.exceptions.get(*at as usize))
                    .map(|exception| exception.name.as_str())
                    .collect();
                format!("it is excepted by {}", prose::list(&names, "and"))
            }
            Outcome::Indeterminate => match working.map(|working| working.missing.as_slice()).unwrap_or_default() {
                [] => "it cannot be told".to_owned(),
                missing => format!("it cannot be told, for want of {}", prose::list(missing, "and")),
            },
        }
    }

    /// What no example shows both holding and failing.
    fn gaps(&self) -> Vec<(Span, String)> {
        let mut gaps = Vec::new();
        for covered in &self.results.coverage {
            let id = self.clause(covered.clause);
            if let Some(missing) = missing(&covered.when, "matches", "does not match") {
                gaps.push((covered.when.span, format!("of {id} {missing}")));
            }
            for branch in &covered.branches {
                if !branch.held {
                    gaps.push((branch.span, format!("of {id} in which this part holds: {}", self.quoted(branch.span))));
                }
            }
            let clause = self.pack.clauses.get(covered.clause.0 as usize);
            for (exception, branch) in clause.into_iter().flat_map(|clause| &clause.exceptions).zip(&covered.exceptions)
            {
                if !branch.held && !exception.from_policy {
                    gaps.push((branch.span, format!("of {id} in which exception `{}` holds", exception.name)));
                }
            }
        }
        gaps
    }

    fn reached(&self) -> (usize, usize) {
        let of = |covered: &ClauseCoverage| {
            let clause = self.pack.clauses.get(covered.clause.0 as usize);
            let own = clause.into_iter().flat_map(|clause| &clause.exceptions).zip(&covered.exceptions);
            let held = own.filter(|(exception, _)| !exception.from_policy).map(|(_, branch)| branch.held);
            let parts = [covered.when.held, covered.when.failed].into_iter();
            parts.chain(covered.branches.iter().map(|branch| branch.held)).chain(held).collect::<Vec<bool>>()
        };
        let reached: Vec<bool> = self.results.coverage.iter().flat_map(of).collect();
        (reached.iter().filter(|reached| **reached).count(), reached.len())
    }

    fn coverage_line(&self) -> String {
        let (reached, all) = self.reached();
        format!("they reach {reached} of {all} outcomes, branches and exceptions")
    }
}

fn missing(branch: &Branch, holds: &str, fails: &str) -> Option<String> {
    match (branch.held, branch.failed) {
        (true, true) => None,
        (false, true) => Some(format!("in which it {holds}")),
        (true, false) => Some(format!("in which it {fails}")),
        (false, false) => Some("that settles whether it matches".to_owned()),
    }
}
