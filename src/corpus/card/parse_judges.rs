//! `judges:` → who says what, and where it stands.

use super::parse::Parser;
use super::parse_values::spec;
use super::spec::{Duplicates, JudgeSpec, Kind, Spec};
use super::template::Template;
use crate::packs::yaml::{Fields, Node};

/// Plain values a rater may give.
const RATER: [&str; 8] = ["except", "at", "seconds", "confidence", "note", "batch", "group", "adjudicates"];

/// Plain values a model may give.
const MODEL: [&str; 7] = ["version", "prompt_hash", "threshold", "quotes", "raw", "rationale", "cites"];

/// Plain values gold may have.
const GOLD: [&str; 3] = ["except", "by", "revision"];

/// Reads one entry of `judges`.
pub(super) fn judge(node: &Node, parser: &mut Parser) -> Option<JudgeSpec> {
    let mut fields = parser.reader.fields(node, "a judge")?;
    let (kind, name) = who(&mut fields, parser)?;
    let plain: &[&'static str] = match kind {
        Kind::Rater => &RATER,
        Kind::Model => &MODEL,
        Kind::Gold => &GOLD,
    };
    let verdict_at = fields.get("verdict").map(|node| node.span).unwrap_or_default();
    let mut value = |key, parser: &mut Parser| fields.get(key).and_then(|node| spec(node, parser));
    let output = value("output", parser);
    let verdict = value("verdict", parser);
    let labels = value("labels", parser);
    let clause = if kind == Kind::Model { None } else { value("clause", parser) };
    let values = plain.iter().filter_map(|key| Some((*key, value(key, parser)?))).collect();
    let mut judge = JudgeSpec {
        kind,
        name,
        table: fields.text("table", &mut parser.reader),
        when: fields.get("when").and_then(|node| parser.condition(node)),
        each: None,
        counts: Vec::new(),
        output,
        unparsable: fields.get("unparsable").and_then(|node| parser.condition(node)),
        verdict,
        verdict_at,
        labels,
        clause,
        scores: Vec::new(),
        all_scores: None,
        answers: Vec::new(),
        values,
        made_by: if kind == Kind::Gold { fields.texts("made_by", &mut parser.reader) } else { Vec::new() },
        duplicates: Duplicates::First,
    };
    rest(&mut fields, &mut judge, parser);
    fields.finish(&mut parser.reader);
    judge.each = pattern(&judge);
    Some(judge)
}

/// Reads what only some kinds of judge have.
fn rest(fields: &mut Fields, judge: &mut JudgeSpec, parser: &mut Parser) {
    if judge.kind != Kind::Gold {
        if let Some(node) = fields.get("answers") {
            judge.answers = named(node, "`answers`", parser);
        }
        if let Some(node) = fields.get("duplicates") {
            let rule = parser.reader.one_of(node, "a rule for duplicates", &Duplicates::WORDS);
            judge.duplicates = rule.unwrap_or(judge.duplicates);
        }
    }
    if judge.kind == Kind::Rater {
        let counts = fields.get("counts");
        judge.counts = fields.texts("counts", &mut parser.reader);
        for (column, node) in judge.counts.iter().zip(std::iter::repeat(counts)) {
            if let Some(node) = node {
                parser.uses(column, node.span);
            }
        }
    }
    if judge.kind == Kind::Model
        && let Some(node) = fields.get("scores")
    {
        let whole = matches!(&node.kind, crate::packs::yaml::Kind::Map(entries)
            if !entries.iter().any(|(key, _)| key.text == "path" || key.text == "column"));
        match whole {
            true => judge.scores = named(node, "`scores`", parser),
            false => judge.all_scores = spec(node, parser),
        }
    }
}

fn who(fields: &mut Fields, parser: &mut Parser) -> Option<(Kind, Template)> {
    let rater = fields.get("rater");
    let model = fields.get("model");
    let gold = fields.bool("gold", &mut parser.reader) == Some(true);
    let told = [rater.is_some(), model.is_some(), gold].into_iter().filter(|told| *told).count();
    if told != 1 {
        let title = "a judge is one of `rater: NAME`, `model: NAME` and `gold: true`";
        parser.reader.error("E083", title, fields.span(), "this judge");
        return None;
    }
    let named = match (rater, model) {
        (Some(node), _) => Some((Kind::Rater, node)),
        (_, Some(node)) => Some((Kind::Model, node)),
        _ => None,
    };
    let Some((kind, node)) = named else { return Some((Kind::Gold, Template::parse("").ok()?)) };
    let text = parser.reader.text(node, "a judge's name")?;
    match Template::parse(&text) {
        Ok(template) => {
            template
                .names()
                .map(str::to_owned)
                .collect::<Vec<_>>()
                .iter()
                .for_each(|name| parser.uses(name, node.span));
            Some((kind, template))
        }
        Err(why) => {
            parser.reader.error("E095", why, node.span, "here");
            None
        }
    }
}

fn named(node: &Node, what: &str, parser: &mut Parser) -> Vec<(String, Spec)> {
    let entries = parser.reader.entries(node, what).map(<[_]>::to_vec).unwrap_or_default();
    entries.into_iter().filter_map(|(key, node)| Some((key.text, spec(&node, parser)?))).collect()
}

/// The pattern of columns that makes one entry several judges.
fn pattern(judge: &JudgeSpec) -> Option<Template> {
    let specs = judge.verdict.iter().chain(&judge.output).chain(&judge.labels);
    let scores = judge.scores.iter().map(|(_, spec)| spec);
    specs.chain(scores).find_map(|spec| match spec {
        Spec::Column { name, .. } if !name.is_plain() => Some(name.clone()),
        _ => None,
    })
}
