//! Packs and items for tests, written as policies are.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::borrow::Cow;
use std::sync::Arc;

use super::decision::{ClauseOutcome, Decision, Outcome};
use super::eval::{Context, Evaluator};
use super::plan::{Options, Program};
use crate::corpus::record::{ModelDecision, Record};
use crate::language::check::compile;
use crate::language::input::PackInput;
use crate::language::policy::Pack;
use crate::language::schema::{Field, Model, Models, Schema};
use crate::language::source::Sources;
use crate::language::value::{FieldType, Type, Unit, Value};

const HEAD: &str = "language 1\nverdicts allow < label < restrict < remove\n";

const POLICY: &str = r#"policy T "Test" { owner "o" version "1" labels mild, harsh implies mild subject text on unknown abstain """p""" }
"#;

pub fn words(all: &[&str]) -> Type {
    Type::Enum(all.iter().map(|word| (*word).to_owned()).collect())
}

fn field(path: &str, ty: Type) -> Field {
    Field { path: path.to_owned(), column: path.to_owned(), ty, required: false, sensitive: false }
}

/// The fields that test policies read.
fn schema() -> Schema {
    let message = [("role", words(&["system", "user", "assistant"])), ("text", Type::Text), ("likes", Type::NUMBER)];
    let message = message.map(|(name, ty)| FieldType { name: name.to_owned(), ty });
    Schema {
        fields: vec![
            field("text", Type::Text),
            field("title", Type::Text),
            field("surface", words(&["post", "comment", "article"])),
            field("author.age", Type::Duration(Unit::Day)),
            field("score", Type::NUMBER),
            field("other", Type::NUMBER),
            field("flag", Type::Bool),
            field("sure", Type::Bool),
            field("tags", Type::List(Arc::new(Type::Text))),
            field("messages", Type::List(Arc::new(Type::Record(message.into())))),
            field("made", Type::Time),
            field("lang", Type::Text),
        ],
    }
}

fn models() -> Models {
    let guard = Model { name: "guard".into(), versions: vec!["3".into()], scores: vec![("hate".into(), (0.0, 1.0))] };
    Models { default: Some(0), all: vec![guard] }
}

/// Compiles a whole file after the first two lines.
pub fn file(body: &str) -> Arc<Pack> {
    let mut sources = Sources::default();
    let manifest = sources.add("pack.yaml", "");
    let source = sources.add("test.precept", format!("{HEAD}{body}"));
    let input = PackInput {
        name: "test".into(),
        schema: schema(),
        models: models(),
        manifest,
        files: vec![source],
        ..PackInput::default()
    };
    let compiled = compile(&input, &sources);
    let Some(pack) = compiled.pack else { panic!("{body}\ndoes not compile: {:#?}", compiled.diagnostics) };
    Arc::new(pack)
}

/// Compiles items and a clause `T.1` with the lines given.
pub fn clause(items: &str, lines: &str) -> Arc<Pack> {
    file(&format!(
        "{POLICY}{items}\nclause T.1 \"C\" {{ severity high status live \"\"\"p\"\"\" verdict remove {lines} }}"
    ))
}

pub fn program(pack: &Arc<Pack>) -> Program {
    Program::new(pack, Options::default()).unwrap()
}

/// Makes an item from fields by path.
pub fn item(fields: &[(&str, Value<'static>)]) -> Record<'static> {
    let schema = schema();
    let mut record = Record { id: "i".into(), fields: vec![Value::Missing; schema.fields.len()], ..Record::default() };
    for (path, value) in fields {
        let (id, _) = schema.find(path).unwrap_or_else(|| panic!("no field {path}"));
        record.fields[id.0 as usize] = value.clone();
    }
    record
}

pub fn text(text: &str) -> Value<'static> {
    Value::Text(Cow::Owned(text.to_owned()))
}

pub fn texts(all: &[&str]) -> Value<'static> {
    Value::List(all.iter().map(|one| text(one)).collect())
}

/// Makes messages from roles (0 system, 1 user, 2 assistant; none: missing) and texts.
pub fn messages(all: &[(Option<u16>, &str)]) -> Value<'static> {
    let message = |(role, words): &(Option<u16>, &str)| {
        Value::Record(vec![role.map_or(Value::Missing, Value::Word), text(words), Value::Missing])
    };
    Value::List(all.iter().map(message).collect())
}

/// Adds what the model `guard` says of hate.
pub fn with_score(mut record: Record<'static>, version: &str, score: f64) -> Record<'static> {
    record.models.push(ModelDecision {
        name: "guard".into(),
        version: Some(version.to_owned().into()),
        scores: vec![("hate".into(), score)],
        ..ModelDecision::default()
    });
    record
}

pub fn analyse(pack: &Arc<Pack>, record: &Record<'_>) -> Decision {
    let program = program(pack);
    let mut evaluator = Evaluator::new(&program);
    let whole = evaluator.analyse(record, &Context::default());
    let short = evaluator.decide(record, &Context::default());
    assert_eq!(
        (whole.verdict, &whole.labels, whole.unsettled, &whole.escalations),
        (short.verdict, &short.labels, short.unsettled, &short.escalations),
        "deciding early must decide the same"
    );
    whole
}

/// Returns how the clause `T.1` with this condition comes out, and what it found.
pub fn worked(items: &str, when: &str, record: &Record<'_>) -> (Outcome, Option<ClauseOutcome>) {
    let decision = analyse(&clause(items, &format!("when {when}")), record);
    let outcome = decision.clauses.into_iter().next();
    (outcome.as_ref().map_or(Outcome::NoMatch, |outcome| outcome.outcome), outcome)
}

pub fn outcome(items: &str, when: &str, record: &Record<'_>) -> Outcome {
    worked(items, when, record).0
}

/// Returns the outcome over a text alone.
pub fn over(items: &str, when: &str, words: &str) -> Outcome {
    outcome(items, when, &item(&[("text", text(words))]))
}
