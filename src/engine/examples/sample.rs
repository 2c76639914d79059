//! Samples → records.

use std::borrow::Cow;

use crate::corpus::record::{Cite, ModelDecision, Rating, Record};
use crate::language::policy::{JudgeField, Pack, QuestionId, Sample, SamplePath};
use crate::language::value::{LabelId, Value};

/// The rater whose answers an example's `with { question: true }` are.
const RATER: &str = "example";

/// Makes the item that a sample describes, with its as-of date (milliseconds since 1970) if it says one.
///
/// Models speak in a version that the pack lists; every judge who is asked a question gives the sample's answer.
pub fn record_of(pack: &Pack, sample: &Sample) -> (Record<'static>, Option<i64>) {
    let fields = vec![Value::Missing; pack.schema.fields.len()];
    let mut record = Record { id: Cow::Borrowed("example"), fields, ..Record::default() };
    let mut as_of_ms = None;
    for (path, value) in &sample.values {
        match path {
            SamplePath::Field(field) => {
                if let Some(slot) = record.fields.get_mut(field.0 as usize) {
                    *slot = value.clone();
                }
            }
            SamplePath::Model(model, field) => {
                if let Some(decision) = decision_of(pack, &mut record, *model) {
                    set(pack, decision, field, value);
                }
            }
            SamplePath::Answer(question) => {
                if let Value::Bool(answer) = value {
                    give(pack, &mut record, *question, *answer);
                }
            }
            SamplePath::Today => {
                if let Value::Time(time) = value {
                    as_of_ms = Some(*time);
                }
            }
        }
    }
    (record, as_of_ms)
}

/// Returns what a model decided of the item, so that more can be said of it.
fn decision_of<'r>(
    pack: &Pack,
    record: &'r mut Record<'static>,
    model: usize,
) -> Option<&'r mut ModelDecision<'static>> {
    let declared = pack.models.all.get(model)?;
    let known = record.models.iter().position(|decision| decision.name == declared.name);
    let at = known.unwrap_or_else(|| {
        record.models.push(ModelDecision {
            name: Cow::Owned(declared.name.clone()),
            version: declared.versions.first().cloned().map(Cow::Owned),
            ..ModelDecision::default()
        });
        record.models.len() - 1
    });
    record.models.get_mut(at)
}

fn give(pack: &Pack, record: &mut Record<'static>, question: QuestionId, answer: bool) {
    let Some(asked) = pack.questions.get(question.0 as usize) else { return };
    if asked.asks_raters {
        if record.ratings.is_empty() {
            record.ratings.push(Rating { rater: Cow::Borrowed(RATER), ..Rating::default() });
        }
        record.ratings.iter_mut().for_each(|rating| rating.answers.push((question, answer)));
    }
    for &model in &asked.asks_models {
        if let Some(decision) = decision_of(pack, record, model) {
            decision.answers.push((question, answer));
        }
    }
}

fn set(pack: &Pack, decision: &mut ModelDecision<'static>, field: &JudgeField, value: &Value<'static>) {
    match (field, value) {
        (JudgeField::Verdict, Value::Verdict(rung)) => decision.verdict = Some(*rung),
        (JudgeField::Labels, Value::List(labels)) => decision.labels = Some(labels.iter().map(label).collect()),
        (JudgeField::Cites, Value::List(cites)) => {
            decision.cites = Some(cites.iter().map(|value| cite(pack, value)).collect());
        }
        (JudgeField::Quotes, Value::List(quotes)) => decision.quotes = Some(quotes.iter().filter_map(text).collect()),
        (JudgeField::Rationale, value) => decision.rationale = text(value),
        (JudgeField::Raw, value) => decision.raw = text(value),
        (JudgeField::Version, value) => decision.version = text(value),
        (JudgeField::Unparsable, Value::Bool(unparsable)) => decision.unparsable = *unparsable,
        (JudgeField::Threshold, Value::Number(threshold)) => decision.threshold = Some(*threshold),
        (JudgeField::Score(name), Value::Number(score)) => {
            decision.scores.push((Cow::Owned(name.clone()), *score));
        }
        (JudgeField::Answer(question), Value::Bool(answer)) => decision.answers.push((*question, *answer)),
        _ => {}
    }
}

fn text(value: &Value<'static>) -> Option<Cow<'static, str>> {
    match value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    }
}

fn label(value: &Value<'static>) -> LabelId {
    match value {
        Value::Label(label) => *label,
        _ => LabelId::UNKNOWN,
    }
}

fn cite(pack: &Pack, value: &Value<'static>) -> Cite<'static> {
    use crate::language::value::ClauseId;
    match value {
        Value::Clause(clause) => {
            let id = pack.clauses.get(clause.0 as usize).map_or_else(String::new, |clause| clause.id.clone());
            Cite { text: Cow::Owned(id), clause: *clause }
        }
        value => Cite { text: text(value).unwrap_or_default(), clause: ClauseId::UNKNOWN },
    }
}
