//! One record, and the policy's decision about it, as what was said.

use super::builder::{ItemSaid, Said};
use super::columns::NAME_MAX;
use super::{Judge, JudgeKind, LabelSet, LeftOut, Odd};
use crate::calibrate::weakness::text::properties;
use crate::corpus::Masking;
use crate::corpus::record::{Cite, Gold, ModelDecision, Rating, Record, Undeclared};
use crate::engine::decision::Decision;
use crate::language::policy::Pack;
use crate::language::value::{ClauseId, LabelId, Rung, Type, Value};

/// Reads what was said about an item; of fields that are hidden nothing is read. Labels are rungs of the pack's ladder, clauses are numbered as in the pack.
///
/// The policy is a judge of its own where one of its policies is in scope.
pub fn said(pack: &Pack, hidden: &Masking, record: &Record<'_>, decision: Option<&Decision>) -> ItemSaid {
    let gold = record.gold.as_ref();
    let made_by = |name: &str| gold.is_some_and(|gold| gold.made_by.iter().any(|by| by == name));
    let mut all: Vec<Said> = decision.and_then(|decision| policy(pack, decision)).into_iter().collect();
    all.extend(record.models.iter().map(model));
    all.extend(record.ratings.iter().map(rating));
    for said in &mut all {
        said.made_gold = made_by(&said.judge.name);
    }
    ItemSaid {
        id: record.id.as_ref().to_owned(),
        gold: gold.and_then(|gold| gold.verdict).map(label),
        gold_labels: gold.and_then(|gold| gold_labels(pack, gold)),
        gold_clause: gold.and_then(|gold| known(gold.clause.as_ref())),
        policy_clause: decision.and_then(|decision| strongest(pack, decision)),
        fields: fields(pack, hidden, record),
        text: text(pack, record),
        said: all,
        cluster: None,
        words: None,
    }
}

fn label(rung: Rung) -> u16 {
    u16::from(rung.0)
}

fn known(cite: Option<&Cite<'_>>) -> Option<u32> {
    cite.map(|cite| cite.clause).filter(|clause| *clause != ClauseId::UNKNOWN).map(|clause| clause.0)
}

fn strongest(pack: &Pack, decision: &Decision) -> Option<u32> {
    let fired = decision.clauses.iter().filter(|outcome| outcome.fired).map(|outcome| outcome.clause.0);
    let strength = |clause: &u32| pack.clauses.get(*clause as usize).map(|clause| (clause.verdict, clause.severity));
    // Of equals the first in the pack.
    fired.reduce(|best, next| if strength(&next) > strength(&best) { next } else { best })
}

fn policy(pack: &Pack, decision: &Decision) -> Option<Said> {
    let in_scope =
        decision.policies.is_empty() || decision.policies.iter().any(|policy| policy.in_scope != Some(false));
    let label = if decision.unsettled { Err(Odd::Unsettled) } else { Ok(label(decision.verdict)) };
    let judge = Judge { kind: JudgeKind::Policy, name: "policy".to_owned(), version: None };
    in_scope.then(|| Said { clause: strongest(pack, decision), ..Said::new(judge, label) })
}

fn given(unparsable: bool, verdict: Option<Rung>) -> Result<u16, Odd> {
    if unparsable { Err(Odd::Unparsable) } else { verdict.map(label).ok_or(Odd::NoVerdict) }
}

fn model(model: &ModelDecision<'_>) -> Said {
    let version = model.version.as_deref().map(str::to_owned);
    let judge = Judge { kind: JudgeKind::Model, name: model.name.as_ref().to_owned(), version };
    let cites = model.cites.iter().flatten();
    Said {
        clause: cites.filter_map(|cite| known(Some(cite))).next(),
        threshold: model.threshold,
        prompt: model.prompt_hash.as_deref().map(str::to_owned),
        label_set: label_set(model.labels.as_deref()),
        scores: model.scores.iter().map(|(name, score)| (name.as_ref().to_owned(), *score)).collect(),
        ..Said::new(judge, given(model.unparsable, model.verdict))
    }
}

fn rating(rating: &Rating<'_>) -> Said {
    let judge = Judge { kind: JudgeKind::Rater, name: rating.rater.as_ref().to_owned(), version: None };
    Said {
        at_ms: rating.at,
        seconds: rating.seconds,
        batch: rating.batch.as_deref().map(str::to_owned),
        group: rating.group.as_deref().map(str::to_owned),
        clause: known(rating.clause.as_ref()),
        label_set: label_set(rating.labels.as_deref()),
        adjudicates: rating.adjudicates,
        ..Said::new(judge, given(rating.unparsable, rating.verdict))
    }
}

/// Names the labels that gold gives, and what they imply. Gold that allows and names none gives none; gold that acts and
/// names none, or one the pack does not have, does not say.
fn gold_labels(pack: &Pack, gold: &Gold<'_>) -> Option<Vec<String>> {
    let own: &[LabelId] = match (&gold.labels, gold.verdict) {
        (Some(labels), _) => labels,
        (None, Some(Rung(0))) => &[],
        (None, _) => return None,
    };
    let mut names: Vec<String> = Vec::new();
    for label in own {
        let mut next = Some(*label);
        while let Some(id) = next {
            let label = pack.labels.get(id.0 as usize)?;
            if names.contains(&label.name) {
                break;
            }
            names.push(label.name.clone());
            next = label.implies;
        }
    }
    Some(names)
}

fn label_set(labels: Option<&[LabelId]>) -> Option<LabelSet> {
    let number = |label: &LabelId| u16::try_from(label.0).ok().filter(|_| *label != LabelId::UNKNOWN);
    let known = |labels: &[LabelId]| labels.iter().map(number).collect::<Option<Vec<u16>>>();
    labels.map(|labels| known(labels).map_or(LabelSet::Unknown, LabelSet::Known))
}

/// Reads the properties of the text that the policies are about, else of the first text there is.
fn text(pack: &Pack, record: &Record<'_>) -> Vec<Option<u32>> {
    let held = |at: usize| match record.fields.get(at) {
        Some(Value::Text(text)) => Some(text.as_ref()),
        _ => None,
    };
    let is_text = |at: &usize| pack.schema.fields.get(*at).is_some_and(|field| field.ty == Type::Text);
    let lang = pack.schema.find("lang").and_then(|(field, _)| held(usize::from(field.0)));
    let texts = subjects(pack).chain((0..pack.schema.fields.len()).filter(is_text));
    let main = texts.filter_map(held).find(|text| is_content(text));
    main.map(|text| properties(text, lang)).unwrap_or_default()
}

/// The fields that the policies are about.
fn subjects(pack: &Pack) -> impl Iterator<Item = usize> {
    pack.policies.iter().filter_map(|policy| policy.subject).map(|field| usize::from(field.0))
}

fn is_content(text: &str) -> bool {
    text.chars().count() > NAME_MAX || text.trim().contains(char::is_whitespace)
}

/// The name of an undeclared column that is content by its name.
const TEXT: &str = "text";

/// Names what an item is like, by declared fields and undeclared columns: words, yes or no, numbers, short names. A text of
/// several words is content, and so is what a policy is about, however short it is.
fn fields(pack: &Pack, hidden: &Masking, record: &Record<'_>) -> Vec<(String, Result<String, LeftOut>)> {
    let declared = pack.schema.fields.iter().zip(&record.fields).enumerate().filter_map(|(at, (field, held))| {
        let value = match held {
            Value::Missing => return None,
            _ if hidden.hides(at) => Err(LeftOut::Hidden),
            _ if subjects(pack).any(|subject| subject == at) => Err(LeftOut::Subject),
            held => named(pack, &field.ty, held),
        };
        Some((field.path.clone(), value))
    });
    let others = record.others.iter().map(|(name, held)| {
        let value = match held {
            _ if hidden.hides_path(name) => Err(LeftOut::Hidden),
            Undeclared::Composite => Err(LeftOut::NotSingle),
            Undeclared::Single(text) if name == TEXT || is_content(text) => Err(LeftOut::Content),
            Undeclared::Single(text) => Ok(text.trim().to_owned()),
        };
        (name.as_ref().to_owned(), value)
    });
    declared.chain(others).collect()
}

fn named(pack: &Pack, ty: &Type, value: &Value<'_>) -> Result<String, LeftOut> {
    let name = match value {
        Value::Bool(holds) => Some(if *holds { "yes" } else { "no" }),
        Value::Word(word) => match ty {
            Type::Enum(words) => words.get(usize::from(*word)).map(String::as_str),
            _ => None,
        },
        Value::Text(text) if is_content(text) => return Err(LeftOut::Content),
        Value::Text(text) => Some(text.trim()),
        Value::Number(number) => return Ok(number.to_string()),
        Value::Verdict(rung) => pack.ladder.get(usize::from(rung.0)).map(String::as_str),
        Value::Severity(severity) => Some(severity.name()),
        Value::Clause(clause) => pack.clauses.get(clause.0 as usize).map(|clause| clause.id.as_str()),
        Value::Label(label) => pack.labels.get(label.0 as usize).map(|label| label.name.as_str()),
        Value::Missing | Value::Time(_) | Value::Duration(_) | Value::List(_) | Value::Record(_) => None,
    };
    name.map(str::to_owned).ok_or(LeftOut::NotSingle)
}
