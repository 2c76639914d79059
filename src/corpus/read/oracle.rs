#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
//! The reader of records against a slow one that walks a tree.

use std::cell::RefCell;

use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};

use super::{RecordReader, Tally};
use crate::corpus::record::Record;
use crate::corpus::tests::pack;
use crate::language::moment;
use crate::language::policy::Pack;
use crate::language::value::{Severity, Type, Value};

/// Reads a value by its type, or refuses it.
fn value(pack: &Pack, ty: &Type, json: &Json) -> Option<Value<'static>> {
    Some(match (ty, json) {
        (_, Json::Null) => Value::Missing,
        (Type::Text, Json::String(text)) => Value::Text(text.clone().into()),
        (Type::Bool, Json::Bool(value)) => Value::Bool(*value),
        (Type::Number { min, max }, Json::Number(number)) => {
            let number = number.as_f64()?;
            if min.is_some_and(|min| number < min) || max.is_some_and(|max| number > max) {
                return None;
            }
            Value::Number(number)
        }
        (Type::Duration(unit), Json::Number(number)) => {
            Value::Duration(number.as_f64().filter(|number| *number >= 0.0)? * unit.seconds())
        }
        (Type::Enum(words), Json::String(text)) => Value::Word(words.iter().position(|word| word == text)? as u16),
        (Type::Time, Json::String(text)) => Value::Time(moment::parse(text)?),
        (Type::Verdict, Json::String(text)) => Value::Verdict(pack.rung(text)?),
        (Type::Severity, Json::String(text)) => Value::Severity(Severity::from_name(text)?),
        (Type::Clause, Json::String(text)) => Value::Clause(pack.clause(text)?),
        (Type::Label, Json::String(text)) => Value::Label(pack.label(text)?),
        (Type::List(of), Json::Array(values)) => {
            Value::List(values.iter().map(|json| value(pack, of, json)).collect::<Option<_>>()?)
        }
        (Type::Record(fields), Json::Object(object)) => {
            let member = |name: &str| object.get(name).unwrap_or(&Json::Null);
            Value::Record(
                fields.iter().map(|field| value(pack, &field.ty, member(&field.name))).collect::<Option<_>>()?,
            )
        }
        _ => return None,
    })
}

/// Finds a column, nested or flat; refuses what is no object on the way.
fn find<'j>(object: &'j Map<String, Json>, column: &str) -> Option<&'j Json> {
    if let Some(found) = object.get(column) {
        return Some(found);
    }
    for (dot, _) in column.match_indices('.') {
        match object.get(&column[..dot]) {
            None | Some(Json::Null) => {}
            Some(Json::Object(inner)) => {
                if let Some(found) = find(inner, &column[dot + 1..]) {
                    return Some(found);
                }
            }
            Some(_) => return Some(&Json::Bool(true)),
        }
    }
    Some(&Json::Null)
}

/// The fields of a record, or `None` if it must be rejected.
fn slow(pack: &Pack, record: &Json) -> Option<Vec<Value<'static>>> {
    let object = record.as_object()?;
    let id = match object.get("id")? {
        Json::String(id) => id.clone(),
        Json::Number(id) => id.as_i64()?.to_string(),
        _ => return None,
    };
    if id.is_empty() {
        return None;
    }
    for first in ["author", "meta"] {
        if !matches!(object.get(first), None | Some(Json::Null | Json::Object(_))) {
            return None;
        }
    }
    let fields = pack.schema.fields.iter().map(|field| {
        let value = value(pack, &field.ty, find(object, &field.column)?)?;
        (!field.required || !value.is_missing()).then_some(value)
    });
    fields.collect()
}

fn anything() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        (-3_i64..400).prop_map(Json::from),
        (0.0..1.5_f64).prop_map(Json::from),
        prop::sample::select(vec![
            "post",
            "comment",
            "user",
            "allow",
            "remove",
            "1970-01-02",
            "2026-01-01T00:00:00Z",
            "HS.1"
        ])
        .prop_map(Json::from),
        "[a-c\"\\\\\n é😀]{0,6}".prop_map(Json::from),
    ];
    leaf.prop_recursive(2, 12, 3, |inner| {
        let keys = prop::sample::select(vec!["role", "text", "age_days", "badge", "at", "other"]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Json::Array),
            prop::collection::vec((keys, inner), 0..4).prop_map(|entries| Json::Object(
                entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
            )),
        ]
    })
}

/// Mostly the right type, so that whole records are often read.
fn fitting(column: &str) -> Json {
    match column {
        "surface" => json!("comment"),
        "author.age_days" => json!(3.5),
        "author.badge" => json!(true),
        "score" => json!(0.25),
        "meta.at" => json!("2026-01-01"),
        "messages" => json!([{"role": "user", "text": "a\"b"}, {"text": null}, null]),
        "tags" => json!(["x", "y\n"]),
        "previous" => json!("remove"),
        _ => json!("text é"),
    }
}

fn record() -> impl Strategy<Value = Json> {
    let columns = vec![
        "text",
        "surface",
        "author.age_days",
        "author.badge",
        "score",
        "meta.at",
        "messages",
        "tags",
        "previous",
        "author",
        "meta",
        "unknown",
    ];
    let entry = (prop::sample::select(columns), anything(), prop::bool::weighted(0.85));
    (prop::collection::vec(entry, 0..10), anything(), prop::bool::weighted(0.1)).prop_map(|(entries, id, odd)| {
        let mut object = Map::new();
        object.insert("id".into(), if odd { id } else { json!("x") });
        object.insert("text".into(), json!("t"));
        for (column, value, fits) in entries {
            let value = if fits && !["author", "meta", "unknown"].contains(&column) { fitting(column) } else { value };
            object.insert(column.into(), value);
        }
        Json::Object(object)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn the_fast_reader_reads_what_the_slow_one_reads(json in record()) {
        let pack = pack();
        let text = json.to_string();
        // Both read the same digits; what was written from a number may be a last bit away from it when read back.
        let json: Json = serde_json::from_str(&text).unwrap();
        let mut record = Record::default();
        let tally = RefCell::new(Tally::default());
        let fast = RecordReader::new(&pack).read(&text, &mut record, &tally);
        // Of a column that is there both nested and flat, either may be wrong; that is not the point here.
        let twice = |first: &str, column: &str| json.get(first).is_some() && json.get(column).is_some();
        prop_assume!(!twice("meta", "meta.at") && !twice("author", "author.badge") && !twice("author", "author.age_days"));
        let control = json.get("id").and_then(Json::as_str).is_some_and(|id| id.contains(char::is_control));
        prop_assume!(!control);
        match slow(&pack, &json) {
            Some(fields) => {
                prop_assert_eq!(&fast, &Ok(()), "{}", text);
                prop_assert_eq!(&record.fields, &fields, "{}", text);
            }
            None => prop_assert!(fast.is_err(), "{} was read as {:?}", text, record),
        }
    }

    #[test]
    fn no_text_breaks_the_reader(text in "\\PC{0,60}|[\\[\\]{}\":,a-c0-9\\\\ ]{0,60}") {
        let _ = RecordReader::new(&pack()).read(&text, &mut Record::default(), &RefCell::default());
    }
}
