//! The item as a reviewer sees it: its fields by the names policies write.

use serde_json::{Map, Number, Value as Json};

use crate::corpus::record::Record;
use crate::corpus::{Masking, masked};
use crate::language::policy::Pack;
use crate::language::value::{Type, Value};

/// Stands for a hidden value that is no text.
const HIDDEN: &str = "•••";

/// Writes an item as one JSON object: `id`, and every field that is there. Of hidden fields it says only that they are
/// there; their texts keep the places of their characters.
pub fn content(pack: &Pack, record: &Record<'_>, masking: &Masking) -> Vec<u8> {
    let mut fields = Map::new();
    for (at, (field, value)) in pack.schema.fields.iter().zip(&record.fields).enumerate() {
        if value.is_missing() {
            continue;
        }
        let written = json(pack, &field.ty, value);
        fields.insert(field.path.clone(), if masking.hides(at) { hidden(written) } else { written });
    }
    let mut object = Map::new();
    object.insert("id".to_owned(), Json::from(record.id.as_ref()));
    if let Some(reach) = record.reach.filter(|_| !masking.hides_path("reach")) {
        object.insert("reach".to_owned(), number(reach));
    }
    object.insert("fields".to_owned(), Json::Object(fields));
    Json::Object(object).to_string().into_bytes()
}

/// Masks every value inside.
fn hidden(value: Json) -> Json {
    match value {
        Json::Null => Json::Null,
        Json::String(text) => Json::from(masked(&text)),
        Json::Array(values) => values.into_iter().map(hidden).collect(),
        Json::Object(entries) => Json::Object(entries.into_iter().map(|(key, value)| (key, hidden(value))).collect()),
        Json::Bool(_) | Json::Number(_) => Json::from(HIDDEN),
    }
}

fn number(value: f64) -> Json {
    if value.fract() == 0.0 && value.abs() < 9e15 {
        return Json::from(value as i64);
    }
    Number::from_f64(value).map_or(Json::Null, Json::Number)
}

fn json(pack: &Pack, ty: &Type, value: &Value<'_>) -> Json {
    match (value, ty) {
        (Value::Missing, _) => Json::Null,
        (Value::Bool(value), _) => Json::Bool(*value),
        (Value::Number(value) | Value::Duration(value), _) => number(*value),
        (Value::Text(text), _) => Json::from(text.as_ref()),
        (Value::Word(word), Type::Enum(words)) => {
            words.get(*word as usize).map_or(Json::Null, |word| Json::from(word.as_str()))
        }
        (Value::Word(word), _) => Json::from(*word),
        (Value::Time(at), _) => Json::from(super::rows::time(*at)),
        (Value::List(values), Type::List(of)) => values.iter().map(|value| json(pack, of, value)).collect(),
        (Value::List(values), _) => values.iter().map(|value| json(pack, ty, value)).collect(),
        (Value::Record(values), Type::Record(fields)) => {
            let named = fields.iter().zip(values).filter(|(_, value)| !value.is_missing());
            Json::Object(named.map(|(field, value)| (field.name.clone(), json(pack, &field.ty, value))).collect())
        }
        (Value::Record(_), _) => Json::Null,
        (Value::Verdict(rung), _) => Json::from(pack.rung_name(*rung)),
        (Value::Severity(severity), _) => Json::from(severity.name()),
        (Value::Clause(clause), _) => {
            pack.clauses.get(clause.0 as usize).map_or(Json::Null, |clause| Json::from(clause.id.as_str()))
        }
        (Value::Label(label), _) => {
            pack.labels.get(label.0 as usize).map_or(Json::Null, |label| Json::from(label.name.as_str()))
        }
    }
}
