//! Decisions as JSON lines.
//!
//! A row says what stands and why: every clause that fired with its spans, what was excepted, exempted and capped and
//! by what, what could not be told and for want of which fields. Lists that are empty are left out; the provenance
//! (pack, revision, policy versions, as-of date, engine) ends every row, and is rendered once.

use std::io::Write;

use serde::Serialize;

use crate::corpus::record::Record;
use crate::engine::contested::contested;
use crate::engine::decision::{ClauseOutcome, Decision, FoundSpan, Outcome};
use crate::language::policy::{MetaKind, Pack, View};

/// Writes decisions of one run.
pub struct DecisionWriter<'p> {
    pack: &'p Pack,
    /// `,"pack":…}` and a line break: the part that every row shares.
    provenance: Vec<u8>,
}

#[derive(Serialize)]
struct Provenance<'p> {
    pack: &'p str,
    revision: &'p str,
    versions: serde_json::Map<String, serde_json::Value>,
    as_of: &'p str,
    engine: &'static str,
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    verdict: &'a str,
    labels: Vec<&'a str>,
    unsettled: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    escalated: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    policies: Vec<PolicyRow<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fired: Vec<FiredRow<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    shadow: Vec<FiredRow<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    excepted: Vec<ExceptedRow<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    exempted: Vec<ExemptedRow<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    indeterminate: Vec<IndeterminateRow<'a>>,
}

/// A policy that says more than "in scope, default verdict".
#[derive(Serialize)]
struct PolicyRow<'a> {
    policy: &'a str,
    #[serde(skip_serializing_if = "is_true")]
    in_scope: Option<bool>,
    verdict: &'a str,
    labels: Vec<&'a str>,
    unsettled: bool,
}

#[derive(Serialize)]
struct FiredRow<'a> {
    clause: &'a str,
    severity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    proposes: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    spans: Vec<SpanRow<'a>>,
    /// Only the first thousand spans are written.
    #[serde(skip_serializing_if = "is_zero")]
    spans_left_out: u32,
}

#[derive(Serialize)]
struct SpanRow<'a> {
    field: &'a str,
    start: u32,
    end: u32,
    view: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    list: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<&'a str>,
}

#[derive(Serialize)]
struct ExceptedRow<'a> {
    clause: &'a str,
    by: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    spans: Vec<SpanRow<'a>>,
    #[serde(skip_serializing_if = "is_zero")]
    spans_left_out: u32,
}

#[derive(Serialize)]
struct ExemptedRow<'a> {
    clause: &'a str,
    by: &'a str,
    /// `applied` or `unproved`: an exemption that cannot be told does not apply.
    proof: &'static str,
    /// The cap; absent where the exemption clears, or was not proved.
    #[serde(skip_serializing_if = "Option::is_none")]
    caps_at: Option<&'a str>,
    /// What was missing for its proof.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    missing: &'a [String],
}

#[derive(Serialize)]
struct IndeterminateRow<'a> {
    clause: &'a str,
    missing: Vec<&'a str>,
    /// Questions that were answered both ways: nothing is missing there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contradicting: Vec<&'a str>,
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}

fn is_true(in_scope: &Option<bool>) -> bool {
    *in_scope == Some(true)
}

/// Returns the word that names a view.
pub fn view_name(view: View) -> &'static str {
    match view {
        View::Exact => "exact",
        View::Plain => "plain",
        View::Disguised => "disguised",
        View::Misspelled => "misspelled",
    }
}

impl<'p> DecisionWriter<'p> {
    /// Makes a writer for the decisions of a pack; `as_of` is RFC 3339.
    pub fn new(pack: &'p Pack, as_of: &str) -> DecisionWriter<'p> {
        let version = |policy: &crate::language::policy::Policy| {
            let version = policy.meta.iter().find(|(kind, _)| *kind == MetaKind::Version);
            (policy.id.clone(), version.map(|(_, text)| text.clone()).into())
        };
        let provenance = Provenance {
            pack: &pack.name,
            revision: &pack.revision,
            versions: pack.policies.iter().map(version).collect(),
            as_of,
            engine: env!("CARGO_PKG_VERSION"),
        };
        // A row ends with `}`; the provenance replaces it, so its own opening brace becomes a comma.
        let mut bytes = serde_json::to_vec(&provenance).unwrap_or_default();
        if let Some(first) = bytes.first_mut() {
            *first = b',';
        }
        bytes.push(b'\n');
        DecisionWriter { pack, provenance: bytes }
    }

    /// Appends the row of a record and its decision, with its line break.
    pub fn write(&self, record: &Record<'_>, decision: &Decision, out: &mut Vec<u8>) -> std::io::Result<()> {
        serde_json::to_writer(&mut *out, &self.row(record, decision))?;
        if out.last() == Some(&b'}') {
            out.pop();
        }
        out.write_all(&self.provenance)
    }

    fn row<'a>(&'a self, record: &'a Record<'_>, decision: &'a Decision) -> Row<'a> {
        let mut row = Row {
            id: &record.id,
            verdict: self.pack.rung_name(decision.verdict),
            labels: self.labels(&decision.labels),
            unsettled: decision.unsettled,
            escalated: decision
                .escalations
                .iter()
                .filter_map(|q| self.pack.queues.get(q.0 as usize))
                .map(|q| q.name.as_str())
                .collect(),
            policies: self.policies(decision),
            fired: Vec::new(),
            shadow: Vec::new(),
            excepted: Vec::new(),
            exempted: Vec::new(),
            indeterminate: Vec::new(),
        };
        let contested = self.contested(record, decision);
        for outcome in &decision.clauses {
            self.add_clause(outcome, &contested, &mut row);
        }
        row
    }

    /// Returns the questions answered both ways, where a clause may hang on one.
    fn contested(&self, record: &Record<'_>, decision: &Decision) -> Vec<&'p str> {
        if !decision.clauses.iter().any(|outcome| outcome.outcome == Outcome::Indeterminate) {
            return Vec::new();
        }
        let questions = contested(self.pack, record).into_iter();
        questions.filter_map(|id| self.pack.questions.get(id.0 as usize)).map(|q| q.name.as_str()).collect()
    }

    fn labels<'a>(&'a self, labels: &[crate::language::value::LabelId]) -> Vec<&'a str> {
        labels.iter().filter_map(|label| self.pack.labels.get(label.0 as usize)).map(|l| l.name.as_str()).collect()
    }

    fn policies<'a>(&'a self, decision: &'a Decision) -> Vec<PolicyRow<'a>> {
        let speaks = |outcome: &crate::engine::decision::PolicyOutcome| {
            outcome.in_scope != Some(true) || outcome.verdict.0 > 0 || outcome.unsettled || !outcome.labels.is_empty()
        };
        let rows = self.pack.policies.iter().zip(&decision.policies).filter(|(_, outcome)| speaks(outcome));
        rows.map(|(policy, outcome)| PolicyRow {
            policy: &policy.id,
            in_scope: outcome.in_scope,
            verdict: self.pack.rung_name(outcome.verdict),
            labels: self.labels(&outcome.labels),
            unsettled: outcome.unsettled,
        })
        .collect()
    }

    fn add_clause<'a>(&'a self, outcome: &'a ClauseOutcome, contested: &[&'p str], row: &mut Row<'a>) {
        let Some(clause) = self.pack.clauses.get(outcome.clause.0 as usize) else { return };
        let id = clause.id.as_str();
        let spans = || outcome.spans.iter().map(|span| self.span(span)).collect::<Vec<_>>();
        if outcome.fired || (outcome.outcome == Outcome::Match && outcome.shadow) {
            let fired = FiredRow {
                clause: id,
                severity: clause.severity.name(),
                proposes: outcome.proposes.map(|rung| self.pack.rung_name(rung)),
                spans: spans(),
                spans_left_out: outcome.spans_left_out,
            };
            if outcome.fired { row.fired.push(fired) } else { row.shadow.push(fired) }
        }
        if outcome.outcome == Outcome::Excepted {
            let exception = |at: &u16| clause.exceptions.get(*at as usize).map(|exception| exception.name.as_str());
            let by = outcome.excepted_by.iter().filter_map(exception).collect();
            let spans_left_out = outcome.spans_left_out;
            row.excepted.push(ExceptedRow { clause: id, by, spans: spans(), spans_left_out });
        }
        if outcome.outcome == Outcome::Indeterminate {
            let (contradicting, missing) =
                outcome.missing.iter().map(String::as_str).partition(|name| contested.contains(name));
            row.indeterminate.push(IndeterminateRow { clause: id, missing, contradicting });
        }
        let name = |exemption: &crate::language::policy::ExemptionId| {
            self.pack.exemptions.get(exemption.0 as usize).map_or("", |exemption| exemption.name.as_str())
        };
        for (exemption, cap) in &outcome.exempted_by {
            let caps_at = cap.map(|rung| self.pack.rung_name(rung));
            row.exempted.push(ExemptedRow { clause: id, by: name(exemption), proof: "applied", caps_at, missing: &[] });
        }
        for (exemption, missing) in &outcome.unproved_exemptions {
            row.exempted.push(ExemptedRow {
                clause: id,
                by: name(exemption),
                proof: "unproved",
                caps_at: None,
                missing,
            });
        }
    }

    fn span<'a>(&'a self, span: &'a FoundSpan) -> SpanRow<'a> {
        let list = span.entry.and_then(|(list, _)| self.pack.lists.get(list.0 as usize));
        let entry = list.zip(span.entry).and_then(|(list, (_, entry))| list.entries.get(entry as usize));
        SpanRow {
            field: &span.field,
            start: span.start,
            end: span.end,
            view: view_name(span.view),
            list: list.map(|list| list.name.as_str()),
            entry: entry.map(|entry| entry.text.as_str()),
        }
    }
}
