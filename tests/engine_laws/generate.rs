//! Packs and records at random: small worlds in which every rule of evaluation comes up often.

use std::borrow::Cow;

use preceptor::corpus::record::{ModelDecision, Rating, Record};
use preceptor::language::input::PackInput;
use preceptor::language::policy::{Pack, QuestionId};
use preceptor::language::schema::{Field, Model, Models, Schema};
use preceptor::language::source::Sources;
use preceptor::language::value::{FieldType, Type, Unit, Value};
use proptest::prelude::*;

/// Words that texts are made of: entries of the lists, near misses, disguises, marks.
const WORDS: [&str; 22] = [
    "alpha",
    "beta",
    "gamma",
    "delta",
    "Alpha",
    "alphas",
    "4lpha",
    "b3ta",
    "alphaa",
    "gam-ma",
    "alpha-beta",
    "omega",
    "the",
    "of",
    "not",
    "\"alpha",
    "beta\"",
    "\"gamma\"",
    "delta.",
    "end.\n\nNew",
    "beta\ngamma",
    "epsilon",
];

/// Conditions without parts.
const ATOMS: [&str; 30] = [
    "flag",
    "kind is a",
    "kind is not b",
    "kind is one of (a, c)",
    "n >= 3",
    "2 < n <= 7",
    "n + 2 > 6 - n",
    "6 / n > 2",
    "-n < -4",
    "age < 3 days",
    "(n default 5) > 4",
    "(flag default true)",
    "n is missing",
    "text is not missing",
    "model.scores.s >= 50%",
    "asked",
    "text.words < 4",
    "text.length > other.length",
    "small",
    "loud",
    "items.count >= 2",
    "items[role is user].count >= 1",
    "items[size > 3].count < 2",
    "items[size > 3].count is 1",
    "for any i in items: (i.role is user and i.size > 2)",
    "for every i in items: (i.text has firsts)",
    "for no i in items: (i.size > n)",
    "for at least 2 i in items[role is user]: (i.text has \"alpha\")",
    "items.text has seconds",
    "items[role is assistant].text has no \"beta\"",
];

/// What texts are searched for.
const PATTERNS: [&str; 22] = [
    "\"alpha\"",
    "\"alpha beta\"",
    "\"alph*\"",
    "\"*ta\"",
    "firsts",
    "seconds",
    "seconds[strong]",
    "seconds[not strong]",
    "disguised firsts",
    "exact \"Alpha\"",
    "either",
    "(firsts within 2 words of seconds)",
    "(\"alpha\" within 1 word before \"beta\")",
    "(firsts not within 1 word after \"not\")",
    "(firsts in quotes)",
    "(seconds in the first 3 words)",
    "(firsts in the same sentence as seconds)",
    "(\"alpha\" or (\"beta\" in the last 2 words))",
    "/gam{1,2}a\\b/",
    "/\\b\\w+lpha\\b/",
    "(/[ab]l?.ta?/ within 2 words of firsts)",
    "(/\\d[a-z]+/ or seconds)",
];

const RELATIONS: [&str; 6] = [
    "in quotes",
    "within 1 word after \"not\"",
    "not within 2 words of seconds",
    "in the first 4 words",
    "in the last 3 words",
    "in the same sentence as \"delta\"",
];

/// A condition as policies write it; composite ones stand in parentheses.
pub fn condition() -> impl Strategy<Value = String> {
    let pattern = || prop::sample::select(&PATTERNS[..]);
    let leaf = prop_oneof![
        3 => prop::sample::select(&ATOMS[..]).prop_map(str::to_owned),
        2 => (prop::sample::select(vec!["text", "other"]), pattern()).prop_map(|(field, p)| format!("{field} has {p}")),
        1 => pattern().prop_map(|p| format!("text has no {p}")),
        1 => (1..3u32, prop::sample::select(vec!["firsts", "seconds", "(\"alpha\", \"beta\", firsts)"]))
            .prop_map(|(n, p)| format!("text has at least {n} of {p}")),
        1 => (1..4u32, prop::sample::select(vec!["firsts", "seconds"]))
            .prop_map(|(n, p)| format!("text has at least {n} mentions of {p}")),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|one| format!("(not ({one}))")),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("(({}))", parts.join(") and ("))),
            prop::collection::vec(inner, 2..4).prop_map(|parts| format!("(({}))", parts.join(") or ("))),
        ]
    })
}

fn exception() -> impl Strategy<Value = String> {
    prop_oneof![
        condition(),
        (prop::sample::select(vec!["every", "any"]), prop::sample::select(&RELATIONS[..]))
            .prop_map(|(which, relation)| format!("{which} match {relation}")),
    ]
}

/// A clause without its id: the lines between its braces.
pub fn clause() -> impl Strategy<Value = String> {
    (
        condition(),
        prop::option::of(exception()),
        prop::sample::select(vec!["allow", "label", "restrict", "remove"]),
        prop::sample::select(vec!["abstain", "escalate to desk", "assume match", "assume no match"]),
        prop::sample::select(vec!["live", "live", "live", "shadow", "draft"]),
        prop::sample::select(vec!["", " as red", " as red, blue"]),
        any::<bool>(),
    )
        .prop_map(|(when, except, verdict, unknown, status, labels, shut)| {
            let except = except.map(|e| format!("  except odd \"Odd\" if {e}\n")).unwrap_or_default();
            let shut = if shut { "  no exceptions\n" } else { "" };
            let (except, shut) = if shut.is_empty() { (except, "") } else { (String::new(), shut) };
            format!(
                "  severity high\n  status {status}\n  when {when}\n{except}{shut}  on unknown {unknown}\n  verdict {verdict}{labels}\n"
            )
        })
}

/// The lines of a pack that every world shares.
fn frame(policy_exception: &str, exempt: &str) -> String {
    format!(
        r#"language 1
verdicts allow < label < restrict < remove
policy T "Test" {{
  labels red, blue implies red
  subject text
  on unknown abstain
  applies when kind is not c
  {policy_exception}
}}
list firsts {{ "alpha", "alpha beta", "gamma" }}
list seconds {{ "beta" {{ strong: true }}, "delta" {{ strong: false }}, "gamma delta" {{ strong: true }} }}
pattern either = "gamma" or ("delta" within 2 words of firsts)
define small = n < 4
define loud = text has (firsts within 3 words of "beta") or flag
question asked "Is it so?" {{ asked of raters, guard }}
queue desk "Desk" {{ when policy.unsettled take all raters 1 }}
{exempt}
"#
    )
}

/// A pack's text from its clauses, in the given order, ids by number.
pub fn pack_text(clauses: &[(usize, String)], policy_exception: Option<&str>, exempt: Option<&str>) -> String {
    let exception = policy_exception.map(|e| format!("except odd_policy \"Odd\" if {e}")).unwrap_or_default();
    let exempt = exempt
        .map(|when| format!("exempt pass \"Pass\" {{ from T.0 when {when} caps at label reason \"test\" }}"))
        .unwrap_or_default();
    let mut text = frame(&exception, &exempt);
    for (id, lines) in clauses {
        text.push_str(&format!("clause T.{id} \"Clause {id}\" {{\n{lines}}}\n"));
    }
    text
}

/// The fields that every world shares.
fn schema() -> Schema {
    let words = |list: &[&str]| Type::Enum(list.iter().map(|word| (*word).to_owned()).collect());
    let field = |path: &str, ty: Type| Field {
        path: path.to_owned(),
        column: path.to_owned(),
        ty,
        required: false,
        sensitive: false,
    };
    let item = Type::Record(
        [("role", words(&["user", "assistant"])), ("text", Type::Text), ("size", Type::NUMBER)]
            .into_iter()
            .map(|(name, ty)| FieldType { name: name.to_owned(), ty })
            .collect(),
    );
    Schema {
        fields: vec![
            field("text", Type::Text),
            field("other", Type::Text),
            field("kind", words(&["a", "b", "c"])),
            field("n", Type::NUMBER),
            field("flag", Type::Bool),
            field("age", Type::Duration(Unit::Day)),
            field("items", Type::List(item.into())),
        ],
    }
}

/// Compiles a pack's text, or panics with what was wrong.
pub fn compile(text: &str) -> Pack {
    let mut sources = Sources::default();
    let file = sources.add("test.precept", text);
    let input = PackInput {
        name: "test".to_owned(),
        schema: schema(),
        models: Models {
            default: Some(0),
            all: vec![Model {
                name: "guard".to_owned(),
                versions: vec!["1".to_owned()],
                scores: vec![("s".to_owned(), (0.0, 1.0))],
            }],
        },
        files: vec![file],
        ..PackInput::default()
    };
    let compiled = preceptor::language::check::compile(&input, &sources);
    compiled.pack.unwrap_or_else(|| panic!("{text}\n{:#?}", compiled.diagnostics))
}

fn text() -> impl Strategy<Value = Value<'static>> {
    prop_oneof![
        1 => Just(Value::Missing),
        9 => prop::collection::vec(prop::sample::select(&WORDS[..]), 0..9)
            .prop_map(|words| Value::Text(Cow::Owned(words.join(" ")))),
    ]
}

fn number() -> impl Strategy<Value = Value<'static>> {
    prop_oneof![1 => Just(Value::Missing), 5 => (0..9i32).prop_map(|n| Value::Number(f64::from(n)))]
}

fn word(count: u16) -> impl Strategy<Value = Value<'static>> {
    prop_oneof![1 => Just(Value::Missing), 5 => (0..count).prop_map(Value::Word)]
}

/// A record of the shared schema, with a model decision and ratings that answer the question or do not.
pub fn record() -> impl Strategy<Value = Record<'static>> {
    let flag = prop_oneof![1 => Just(Value::Missing), 4 => any::<bool>().prop_map(Value::Bool)];
    let age =
        prop_oneof![1 => Just(Value::Missing), 4 => (0..6i32).prop_map(|d| Value::Duration(f64::from(d) * 86_400.0))];
    let element = (word(2), text(), number()).prop_map(|(role, text, size)| Value::Record(vec![role, text, size]));
    let items = prop_oneof![1 => Just(Value::Missing), 6 => prop::collection::vec(element, 0..4).prop_map(Value::List)];
    let answer = || prop::option::of(any::<bool>());
    let judges = (prop::option::of(0..=10u32), any::<bool>(), answer(), answer(), answer());
    (text(), text(), word(3), number(), flag, age, items, judges).prop_map(
        |(text, other, kind, n, flag, age, items, (score, listed, by_model, first, second))| {
            let answers = |answer: Option<bool>| answer.map(|yes| (QuestionId(0), yes)).into_iter().collect();
            let model = ModelDecision {
                name: "guard".into(),
                version: Some(if listed { "1" } else { "2" }.into()),
                scores: score.map(|score| ("s".into(), f64::from(score) / 10.0)).into_iter().collect(),
                answers: answers(by_model),
                ..ModelDecision::default()
            };
            let rating = |rater: &'static str, answer| Rating {
                rater: rater.into(),
                answers: answers(answer),
                ..Rating::default()
            };
            Record {
                id: "item".into(),
                fields: vec![text, other, kind, n, flag, age, items],
                models: vec![model],
                ratings: vec![rating("r1", first), rating("r2", second)],
                ..Record::default()
            }
        },
    )
}
