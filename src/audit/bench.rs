//! A small pack and hand-made items for the audit's tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::corpus::record::{Cite, Gold, ModelDecision, Rating, Record};
use crate::engine::decision::{ClauseOutcome, Decision, Outcome};
use crate::language::policy::{Clause, Label, OnUnknown, Pack, Policy, PolicyId, Status};
use crate::language::schema::{Field, Models, Schema};
use crate::language::source::Span;
use crate::language::value::{ClauseId, LabelId, Rung, Severity, Truth, Type, Value};

use super::case::{Case, Test};
use super::observe::{Auditor, Options};
use super::probe::{Asking, Question, Reading, Target};

pub const ALLOW: Rung = Rung(0);
pub const LABEL: Rung = Rung(1);
pub const REMOVE: Rung = Rung(3);
/// Clauses of the pack: hate, threat, spam, and one that is retired.
pub const HATE: ClauseId = ClauseId(0);
pub const THREAT: ClauseId = ClauseId(1);
pub const SPAM: ClauseId = ClauseId(2);
pub const OLD: ClauseId = ClauseId(3);

fn clause(id: &str, labels: Vec<LabelId>, verdict: Rung, status: Status) -> Clause {
    Clause {
        id: id.to_owned(),
        title: id.to_owned(),
        policy: PolicyId(0),
        prose: String::new(),
        meta: Vec::new(),
        severity: Severity::High,
        status,
        when: None,
        exceptions: Vec::new(),
        on_unknown: OnUnknown::Abstain,
        verdict,
        labels,
        escalate_to: None,
        notice: None,
        known_as: Vec::new(),
        tests: Vec::new(),
        span: Span::default(),
    }
}

/// `allow < label < restrict < remove`; labels hate, threat implies hate, spam.
pub fn pack() -> Pack {
    let label = |name: &str, implies| Label { name: name.to_owned(), policy: PolicyId(0), implies };
    Pack {
        name: "bench".to_owned(),
        title: String::new(),
        revision: String::new(),
        as_of: None,
        schema: Schema {
            fields: vec![Field {
                path: "text".to_owned(),
                column: "text".to_owned(),
                ty: Type::Text,
                required: false,
                sensitive: false,
            }],
        },
        models: Models::default(),
        ladder: ["allow", "label", "restrict", "remove"].map(str::to_owned).to_vec(),
        labels: vec![label("hate", None), label("threat", Some(LabelId(0))), label("spam", None)],
        policies: vec![Policy {
            id: "HS".to_owned(),
            title: String::new(),
            prose: String::new(),
            meta: Vec::new(),
            subject: None,
            labels: Vec::new(),
            ordered_labels: false,
            applies_when: None,
            span: Span::default(),
        }],
        lists: Vec::new(),
        patterns: Vec::new(),
        defines: Vec::new(),
        questions: Vec::new(),
        clauses: vec![
            clause("HS.1", vec![LabelId(0)], REMOVE, Status::Live),
            clause("HS.2", vec![LabelId(1)], REMOVE, Status::Live),
            clause("HS.3", vec![LabelId(2)], LABEL, Status::Live),
            clause("HS.9", vec![], REMOVE, Status::Retired),
        ],
        exemptions: Vec::new(),
        checks: Vec::new(),
        queues: Vec::new(),
        slices: Vec::new(),
        examples: Vec::new(),
    }
}

/// Plain reading without the engine: lower case.
pub struct Simple;

impl Reading for Simple {
    fn plain(&self, text: &str) -> String {
        text.to_lowercase()
    }

    fn has(&self, text: &str, needles: &[&str]) -> Vec<bool> {
        needles.iter().map(|needle| text.to_lowercase().contains(&needle.to_lowercase())).collect()
    }
}

/// Answers that hold wherever the test said so.
#[derive(Default)]
pub struct Told(pub Vec<(Question, Target)>);

impl Asking for Told {
    fn holds(&mut self, question: Question, target: Target, _: &[&str]) -> Truth {
        self.0.contains(&(question, target)).into()
    }

    fn severity(&mut self, question: Question, target: Target, _: &[&str]) -> Option<Severity> {
        self.0.contains(&(question, target)).then_some(Severity::Critical)
    }
}

/// An item under construction.
#[derive(Clone)]
pub struct Item {
    pub record: Record<'static>,
    pub decision: Decision,
}

/// An item with this text on which the policy allows.
pub fn item(text: &'static str) -> Item {
    let fields = vec![Value::Text(Cow::Borrowed(text))];
    Item { record: Record { id: "i".into(), fields, ..Record::default() }, decision: Decision::default() }
}

impl Item {
    fn outcome(mut self, clause: ClauseId, outcome: Outcome, fired: bool, missing: &[&str]) -> Item {
        self.decision.clauses.push(ClauseOutcome {
            clause,
            outcome,
            fired,
            proposes: fired.then_some(pack().clauses[clause.0 as usize].verdict),
            excepted_by: Vec::new(),
            exempted_by: Vec::new(),
            unproved_exemptions: Vec::new(),
            spans_left_out: 0,
            spans: Vec::new(),
            missing: missing.iter().map(|field| (*field).to_owned()).collect(),
            shadow: false,
        });
        self.decision.clauses.sort_by_key(|outcome| outcome.clause);
        self
    }

    /// The policy's clause fires.
    pub fn fires(self, clause: ClauseId) -> Item {
        let found = &pack().clauses[clause.0 as usize];
        let mut item = self.outcome(clause, Outcome::Match, true, &[]);
        item.decision.verdict = item.decision.verdict.max(found.verdict);
        let labels: BTreeSet<LabelId> = item.decision.labels.iter().chain(&found.labels).copied().collect();
        item.decision.labels = labels.into_iter().collect();
        item
    }

    /// The policy's clause hangs on a missing field.
    pub fn lacks(self, clause: ClauseId, field: &str) -> Item {
        let mut item = self.outcome(clause, Outcome::Indeterminate, false, &[field]);
        item.decision.unsettled = true;
        item
    }

    pub fn excepts(self, clause: ClauseId) -> Item {
        self.outcome(clause, Outcome::Excepted, false, &[])
    }

    pub fn gold(mut self, verdict: Rung, clause: Option<ClauseId>) -> Item {
        let clause = clause.map(|clause| Cite { text: "".into(), clause });
        self.record.gold = Some(Gold { verdict: Some(verdict), clause, ..Gold::default() });
        self
    }

    pub fn made_by(mut self, judge: &'static str) -> Item {
        self.record.gold.as_mut().unwrap().made_by.push(judge.into());
        self
    }

    pub fn rater(mut self, name: &'static str, verdict: Option<Rung>, clause: Option<ClauseId>) -> Item {
        let clause = clause.map(|clause| Cite { text: "".into(), clause });
        self.record.ratings.push(Rating { rater: name.into(), verdict, clause, ..Rating::default() });
        self
    }

    pub fn grouped(self, name: &'static str, group: &'static str, verdict: Rung) -> Item {
        let mut item = self.rater(name, Some(verdict), None);
        item.record.ratings.last_mut().unwrap().group = Some(group.into());
        item
    }

    pub fn adjudicated(self, name: &'static str, verdict: Rung) -> Item {
        let mut item = self.rater(name, Some(verdict), None);
        item.record.ratings.last_mut().unwrap().adjudicates = true;
        item
    }

    pub fn model(
        mut self,
        name: &'static str,
        verdict: Option<Rung>,
        change: impl FnOnce(&mut ModelDecision<'static>),
    ) -> Item {
        let mut model = ModelDecision { name: name.into(), verdict, ..ModelDecision::default() };
        change(&mut model);
        self.record.models.push(model);
        self
    }

    /// The case, with checks and queues answered as told.
    pub fn observed(&self, pack: &Pack, mut told: Told) -> Case {
        let options = Options { seed: 1, as_of: 0, show_content: false };
        Auditor::new(pack, options, &Simple).observe(&self.record, &self.decision, &mut told)
    }

    /// Kinds found, with the judges, before anything is known of the rest of the corpus.
    pub fn found(&self) -> Vec<String> {
        let case = self.observed(&pack(), Told::default());
        case.findings
            .iter()
            // Whether a model should have given grounds is settled by the rest of its decisions.
            .filter(|finding| finding.tests != [Test::NoGround])
            .map(|finding| {
                let name = &case.names[finding.voice as usize].name;
                let tests: Vec<&str> = finding.tests.iter().map(|test| test.name()).collect();
                format!("{} {} {}", finding.kind.name(), name, tests.join("+"))
            })
            .collect()
    }
}

/// A cited clause.
pub fn cite(clause: ClauseId) -> Cite<'static> {
    Cite { text: "".into(), clause }
}
