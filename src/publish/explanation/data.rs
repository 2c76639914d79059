//! An explanation as data: everything that the page for people says, for programs.

use serde_json::{Map, Value as Json, json};

use super::Explanation;
use crate::corpus::masked;
use crate::engine::decision::{FoundSpan, Outcome};
use crate::engine::explain::{Acting, ClauseTrace, Step};
use crate::language::moment;
use crate::language::policy::Clause;
use crate::language::prose;
use crate::language::value::{Rung, Truth, Value};
use crate::publish::decisions::{DecisionWriter, view_name};
use crate::publish::excerpt::{Mask, covered};

impl Explanation<'_> {
    /// Describes the item, what each judge said, the decision, and the clauses that did anything but plainly not match;
    /// or, of one clause, its whole working step by step.
    pub fn data(&self, only: Option<&ClauseTrace>) -> Json {
        let decision = &self.trace.decision;
        let speaks = |trace: &&ClauseTrace| trace.outcome != Outcome::NoMatch && trace.acting != Acting::Rests;
        let clauses: Vec<Json> = match only {
            Some(trace) => self.clause_data(trace, true).into_iter().collect(),
            None => {
                self.trace.clauses.iter().filter(speaks).filter_map(|trace| self.clause_data(trace, false)).collect()
            }
        };
        let labels = decision.labels.iter().filter_map(|label| self.pack.labels.get(label.0 as usize));
        json!({
            "id": self.record.id,
            "as_of": moment::format(self.as_of_ms),
            "as_of_from": self.as_of_from,
            "masked": self.look.mask != Mask::Nothing,
            "verdict": self.pack.rung_name(decision.verdict),
            "labels": labels.map(|label| label.name.as_str()).collect::<Vec<_>>(),
            "unsettled": decision.unsettled,
            "texts": self.texts().iter().map(|(path, text)| json!({
                "in": path, "text": covered(&self.readable(path, text), &self.spans_in(path), self.look.mask),
            })).collect::<Vec<_>>(),
            "judges": self.judges_data(),
            "policies": self.policies_data(),
            "clauses": clauses,
            "clauses_not_matching": self.trace.clauses.iter().filter(|trace| trace.outcome == Outcome::NoMatch).count(),
            "decision": self.decision_data(),
        })
    }

    /// The decision as `run` writes it.
    fn decision_data(&self) -> Json {
        let mut row = Vec::new();
        let writer = DecisionWriter::new(self.pack, &moment::format(self.as_of_ms));
        // Writing to memory cannot fail.
        let _ = writer.write(self.record, &self.trace.decision, &mut row);
        serde_json::from_slice(&row).unwrap_or_default()
    }

    fn rung(&self, rung: Option<Rung>) -> Option<&str> {
        rung.map(|rung| self.pack.rung_name(rung))
    }

    fn judges_data(&self) -> Vec<Json> {
        let models = self.record.models.iter().map(|model| {
            json!({ "judge": model.name, "kind": "model", "version": model.version,
                    "verdict": self.rung(model.verdict).filter(|_| !model.unparsable), "unparsable": model.unparsable })
        });
        let raters = self
            .record
            .ratings
            .iter()
            .map(|rating| {
                json!({ "judge": rating.rater, "kind": "rater",
                        "verdict": self.rung(rating.verdict).filter(|_| !rating.unparsable), "unparsable": rating.unparsable })
            });
        let gold = self
            .record
            .gold
            .iter()
            .map(|gold| json!({ "judge": "gold", "kind": "gold", "verdict": self.rung(gold.verdict) }));
        models.chain(raters).chain(gold).collect()
    }

    fn policies_data(&self) -> Vec<Json> {
        let policies = self.pack.policies.iter().zip(&self.trace.decision.policies);
        policies
            .map(|(policy, outcome)| {
                json!({ "policy": policy.id, "applies": outcome.in_scope,
                        "verdict": self.pack.rung_name(outcome.verdict), "unsettled": outcome.unsettled })
            })
            .collect()
    }

    fn clause_data(&self, trace: &ClauseTrace, in_full: bool) -> Option<Json> {
        let clause = self.declared(trace)?;
        let decided = self.trace.decision.clauses.iter().find(|outcome| outcome.clause == trace.clause);
        let mut row = json!({
            "clause": clause.id, "title": clause.title, "severity": clause.severity.name(),
            "outcome": outcome_name(trace.outcome), "acts": trace.acting == Acting::Acts,
            "proposes": self.rung(decided.and_then(|outcome| outcome.proposes)),
            "sentence": prose::clause(self.pack, clause),
            "asks": clause.when.as_ref().map(|when| prose::condition(self.pack, when)),
            "found": [], "missing": [], "contradicting": [],
            "exceptions": self.exceptions_data(clause, trace, in_full),
            "exemptions": self.exemptions_data(trace),
        });
        let Json::Object(fields) = &mut row else { return Some(row) };
        if let Some(working) = &trace.working {
            let found: Vec<Json> = working.spans.iter().map(|span| self.found_data(span)).collect();
            fields.insert("found".to_owned(), found.into());
            if trace.outcome == Outcome::Indeterminate {
                let unknowns = self.unknowns(working);
                fields.insert("missing".to_owned(), unknowns.missing.into());
                fields.insert("contradicting".to_owned(), unknowns.contradicting.into());
            }
        }
        if in_full {
            fields.insert("steps".to_owned(), self.step_data(&trace.when));
        }
        Some(row)
    }

    fn found_data(&self, span: &FoundSpan) -> Json {
        let (list, entry) = span
            .entry
            .and_then(|(list, entry)| {
                let list = self.pack.lists.get(list.0 as usize)?;
                Some((list.name.as_str(), list.entries.get(entry as usize)?.text.as_str()))
            })
            .unzip();
        json!({
            "in": span.field, "start": span.start, "end": span.end, "view": view_name(span.view),
            "words": self.words(span), "list": list, "entry": entry,
        })
    }

    /// The words that a clause found, as far as they may be read.
    pub(in crate::publish) fn words(&self, span: &FoundSpan) -> Option<String> {
        let text = self.text_at(&span.field)?;
        let length = span.end.saturating_sub(span.start);
        let words: String = text.chars().skip(span.start as usize).take(length as usize).collect();
        if self.look.mask != Mask::Nothing && self.masking.hides_path(&span.field) {
            return Some(masked(&words));
        }
        Some(covered(&words, &[(0, length)], self.look.mask))
    }

    fn exceptions_data(&self, clause: &Clause, trace: &ClauseTrace, in_full: bool) -> Vec<Json> {
        let exceptions = clause.exceptions.iter().zip(&trace.exceptions);
        exceptions
            .map(|(exception, step)| {
                let mut row = json!({
                    "exception": exception.name, "title": exception.title, "holds": truth(step.truth),
                    "asks": prose::condition(self.pack, &exception.condition),
                });
                let Json::Object(fields) = &mut row else { return row };
                if step.truth == Some(Truth::True) {
                    let grounds = self.grounds(&exception.condition, step).into_iter().map(|ground| {
                        let found: Vec<Json> = ground.found.iter().map(|span| self.found_data(span)).collect();
                        json!({ "asks": ground.asks, "found": found })
                    });
                    fields.insert("because".to_owned(), grounds.collect());
                }
                if in_full {
                    fields.insert("steps".to_owned(), self.step_data(step));
                }
                row
            })
            .collect()
    }

    fn exemptions_data(&self, trace: &ClauseTrace) -> Vec<Json> {
        let declared = trace
            .exemptions
            .iter()
            .filter_map(|exemption| Some((exemption, self.pack.exemptions.get(exemption.exemption.0 as usize)?)));
        declared
            .map(|(exemption, declared)| {
                json!({
                    "exemption": declared.name, "title": declared.title, "expired": exemption.expired,
                    "holds": truth(exemption.when.truth), "missing": exemption.missing, "caps_at": self.rung(declared.caps_at),
                    "applies": !exemption.expired && exemption.when.truth == Some(Truth::True),
                })
            })
            .collect()
    }

    /// A part of a condition as its author wrote it, with what came of it and of its own parts.
    fn step_data(&self, step: &Step) -> Json {
        let words: Vec<&str> = self.sources.text(step.span).split_whitespace().collect();
        let mut row = Map::new();
        row.insert("written".to_owned(), words.join(" ").into());
        if let Some(at) = step.element {
            row.insert("element".to_owned(), at.into());
        }
        if step.truth.is_some() {
            row.insert("holds".to_owned(), truth(step.truth));
        }
        if let Some(value) = &step.value {
            row.insert("value".to_owned(), self.value_in_words(step, value).into());
        }
        if !step.children.is_empty() {
            let parts: Vec<Json> = step.children.iter().map(|child| self.step_data(child)).collect();
            row.insert("parts".to_owned(), parts.into());
        }
        Json::Object(row)
    }

    /// What a step's value is, as far as it may be read.
    pub(in crate::publish) fn value_in_words(&self, step: &Step, value: &Value<'_>) -> String {
        match value {
            Value::Missing => "missing".to_owned(),
            Value::Text(_) => "a text".to_owned(),
            _ if self.hides(step) => "hidden: a sensitive field".to_owned(),
            value => prose::literal(self.pack, value, &step.ty),
        }
    }
}

/// Whether something holds; nothing if it cannot be told.
fn truth(truth: Option<Truth>) -> Json {
    match truth {
        Some(Truth::True) => Json::Bool(true),
        Some(Truth::False) => Json::Bool(false),
        Some(Truth::Unknown) | None => Json::Null,
    }
}

fn outcome_name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NoMatch => "no_match",
        Outcome::Match => "match",
        Outcome::Excepted => "excepted",
        Outcome::Indeterminate => "indeterminate",
    }
}
