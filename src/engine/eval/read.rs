//! What expressions read: fields, judges, the decision.

use super::Item;
use super::value::{List, Rec, Val};
use crate::corpus::record::{Gold, ModelDecision, Rating};
use crate::engine::decision::{ClauseOutcome, Outcome};
use crate::engine::formula::EachJudge;
use crate::engine::plan::node::{NodeId, Op};
use crate::language::policy::{Judge, JudgeField, PolicyField, PolicyId, QuestionId};
use crate::language::schema::Model;
use crate::language::value::{Truth, Value};

impl<'a> Item<'_, 'a> {
    /// Reads a field of the item.
    pub(super) fn field(&self, field: u16) -> Val<'a> {
        self.record.fields.get(field as usize).map_or(Val::Unknown, Val::of)
    }

    /// Reads a number that stands in the pack or the record as it is: the shortest way to the most common operands.
    pub(super) fn number(&self, node: NodeId) -> Option<f64> {
        let program = self.program;
        match program.nodes.op(node) {
            Op::Const(constant) => as_number(program.nodes.literal(*constant)),
            Op::Field(field) => as_number(self.record.fields.get(*field as usize)?),
            Op::Judge(Judge::Model(index), JudgeField::Score(name)) => {
                let model = program.pack.models.all.get(*index)?;
                score(self.decision_of(model)?, name, Some(model))
            }
            _ => None,
        }
    }

    /// Works out a question: yes if all of its judges who answered say yes, no if all say no.
    pub(super) fn question(&self, question: u32) -> Truth {
        let Some(asked) = self.program.pack.questions.get(question as usize) else { return Truth::Unknown };
        let id = QuestionId(question);
        let models = &self.program.pack.models.all;
        let is_asked = |decision: &ModelDecision<'_>| {
            asked.asks_models.iter().filter_map(|at| models.get(*at)).any(|model| model.name == decision.name)
        };
        let by_models = self.record.models.iter().filter(|decision| is_asked(decision));
        let by_models = by_models.filter_map(|decision| answer(&decision.answers, id));
        let raters = if asked.asks_raters { self.record.ratings.as_slice() } else { &[] };
        let mut answers = by_models.chain(raters.iter().filter_map(|rating| answer(&rating.answers, id)));
        match answers.next() {
            Some(first) if answers.all(|other| other == first) => Truth::from(first),
            _ => Truth::Unknown,
        }
    }

    /// Reads what a judge said.
    pub(super) fn judge(&self, judge: Judge, field: &JudgeField) -> Val<'a> {
        match judge {
            Judge::Model(index) => {
                let Some(model) = self.program.pack.models.all.get(index) else { return Val::Unknown };
                self.decision_of(model).map_or(Val::Unknown, |decision| model_field(decision, field, Some(model)))
            }
            Judge::Each => match self.side.each {
                Some(EachJudge::Model(at)) => self.record.models.get(at).map_or(Val::Unknown, |decision| {
                    let known = self.program.pack.models.all.iter().find(|model| model.name == decision.name);
                    model_field(decision, field, known)
                }),
                Some(EachJudge::Rating(at)) => {
                    self.record.ratings.get(at).map_or(Val::Unknown, |rating| rating_value(rating, field))
                }
                None => Val::Unknown,
            },
            Judge::Gold => self.record.gold.as_ref().map_or(Val::Unknown, |gold| gold_field(gold, field)),
        }
    }

    /// Finds a model's decision: the first of a listed version, else the first.
    fn decision_of(&self, model: &Model) -> Option<&'a ModelDecision<'a>> {
        let mut own = self.record.models.iter().filter(|decision| decision.name == model.name);
        let first = own.next()?;
        if is_listed(model, first) {
            Some(first)
        } else {
            own.find(|decision| is_listed(model, decision)).or(Some(first))
        }
    }

    /// Reads all ratings.
    pub(super) fn ratings(&self) -> Val<'a> {
        Val::List(List::Ratings(&self.record.ratings))
    }

    /// Reads the names of the checks that found something.
    pub(super) fn checks(&self) -> Val<'a> {
        Val::List(List::Names(self.side.checks))
    }

    /// Reads a fact about the decision, over the pack or for one policy.
    pub(super) fn policy(&self, policy: Option<PolicyId>, field: PolicyField) -> Val<'a> {
        let Some(decision) = self.side.decision else { return Val::Unknown };
        let outcome = policy.and_then(|policy| decision.policies.get(policy.0 as usize));
        if policy.is_some() && outcome.is_none() {
            return Val::Unknown;
        }
        let clauses = |wanted: fn(&ClauseOutcome) -> bool| {
            let all = &self.program.pack.clauses;
            let own = decision.clauses.iter().filter(|clause| {
                policy.is_none_or(|policy| all.get(clause.clause.0 as usize).is_some_and(|own| own.policy == policy))
            });
            Val::list(own.filter(|clause| wanted(clause)).map(|clause| Val::Clause(clause.clause)))
        };
        match field {
            PolicyField::Verdict => Val::Verdict(outcome.map_or(decision.verdict, |outcome| outcome.verdict)),
            PolicyField::Labels => Val::List(List::Labels(outcome.map_or(&decision.labels, |outcome| &outcome.labels))),
            PolicyField::Fired => clauses(|clause| clause.fired),
            PolicyField::Excepted => clauses(|clause| !clause.shadow && clause.outcome == Outcome::Excepted),
            PolicyField::Indeterminate => clauses(|clause| !clause.shadow && clause.outcome == Outcome::Indeterminate),
            PolicyField::Severity => {
                let all = decision.policies.iter().filter_map(|outcome| outcome.severity).max();
                Val::maybe(outcome.map_or(all, |outcome| outcome.severity), Val::Severity)
            }
            PolicyField::Unsettled => {
                Val::Truth(Truth::from(outcome.map_or(decision.unsettled, |outcome| outcome.unsettled)))
            }
        }
    }

    /// Reads an attribute of a list's entry.
    pub(super) fn attributes(values: &'a [Value<'static>]) -> Val<'a> {
        Val::Record(Rec::Values(values))
    }
}

fn answer(answers: &[(QuestionId, bool)], question: QuestionId) -> Option<bool> {
    answers.iter().find(|(id, _)| *id == question).map(|(_, answer)| *answer)
}

fn is_listed(model: &Model, decision: &ModelDecision<'_>) -> bool {
    let version = decision.version.as_deref();
    model.versions.is_empty() || version.is_some_and(|version| model.versions.iter().any(|known| known == version))
}

/// Reads a score. Those of a version that the pack does not list, or of a model it does not declare, mean nothing to it.
fn score(decision: &ModelDecision<'_>, name: &str, model: Option<&Model>) -> Option<f64> {
    let (_, score) = decision.scores.iter().find(|(score, _)| score == name)?;
    model.is_some_and(|model| is_listed(model, decision)).then_some(*score)
}

fn as_number(value: &Value<'_>) -> Option<f64> {
    match value {
        Value::Number(number) => Some(*number),
        _ => None,
    }
}

/// Reads what a model said.
fn model_field<'a>(decision: &'a ModelDecision<'a>, field: &JudgeField, model: Option<&Model>) -> Val<'a> {
    let text = |text: &'a Option<std::borrow::Cow<'a, str>>| Val::maybe(text.as_deref(), Val::text);
    match field {
        JudgeField::Name => Val::text(&decision.name),
        JudgeField::Verdict => Val::maybe(decision.verdict, Val::Verdict),
        JudgeField::Labels => Val::maybe(decision.labels.as_deref(), |labels| Val::List(List::Labels(labels))),
        JudgeField::Cites => Val::maybe(decision.cites.as_deref(), |cites| Val::List(List::Cites(cites))),
        JudgeField::Quotes => Val::maybe(decision.quotes.as_deref(), |quotes| Val::List(List::Texts(quotes))),
        JudgeField::Rationale => text(&decision.rationale),
        JudgeField::Raw => text(&decision.raw),
        JudgeField::Unparsable => Val::Truth(Truth::from(decision.unparsable)),
        JudgeField::Version => text(&decision.version),
        JudgeField::Threshold => Val::maybe(decision.threshold, Val::Number),
        JudgeField::Score(name) => Val::maybe(score(decision, name, model), Val::Number),
        JudgeField::Answer(question) => {
            Val::maybe(answer(&decision.answers, *question), |yes| Val::Truth(Truth::from(yes)))
        }
        _ => Val::Unknown,
    }
}

fn rating_value<'a>(rating: &'a Rating<'a>, field: &JudgeField) -> Val<'a> {
    let text = |text: &'a Option<std::borrow::Cow<'a, str>>| Val::maybe(text.as_deref(), Val::text);
    match field {
        JudgeField::Name => Val::text(&rating.rater),
        JudgeField::Verdict => Val::maybe(rating.verdict, Val::Verdict),
        JudgeField::Labels => Val::maybe(rating.labels.as_deref(), |labels| Val::List(List::Labels(labels))),
        JudgeField::Clause => Val::maybe(rating.clause.as_ref(), |cite| Val::Clause(cite.clause)),
        JudgeField::Except => text(&rating.except),
        JudgeField::At => Val::maybe(rating.at, Val::Time),
        JudgeField::Seconds => Val::maybe(rating.seconds, Val::Duration),
        JudgeField::Confidence => Val::maybe(rating.confidence, Val::Number),
        JudgeField::Note => text(&rating.note),
        JudgeField::Batch => text(&rating.batch),
        JudgeField::Answer(question) => {
            Val::maybe(answer(&rating.answers, *question), |yes| Val::Truth(Truth::from(yes)))
        }
        _ => Val::Unknown,
    }
}

/// Reads a field of a rating by its place in [`JudgeField::RATING`].
pub(super) fn rating_field<'a>(rating: &'a Rating<'a>, at: u16) -> Val<'a> {
    JudgeField::RATING.get(at as usize).map_or(Val::Unknown, |(_, field)| rating_value(rating, field))
}

fn gold_field<'a>(gold: &'a Gold<'a>, field: &JudgeField) -> Val<'a> {
    match field {
        JudgeField::Verdict => Val::maybe(gold.verdict, Val::Verdict),
        JudgeField::Labels => Val::maybe(gold.labels.as_deref(), |labels| Val::List(List::Labels(labels))),
        JudgeField::Clause => Val::maybe(gold.clause.as_ref(), |cite| Val::Clause(cite.clause)),
        JudgeField::Except => Val::maybe(gold.except.as_deref(), Val::text),
        JudgeField::By => Val::maybe(gold.by.as_deref(), Val::text),
        _ => Val::Unknown,
    }
}
