//! An item's texts, with the paths that spans name.

use super::record::Record;
use crate::language::schema::Schema;
use crate::language::value::{Type, Value};

/// Gathers an item's texts with their paths, in the order of the schema: `text`, `messages[0].text`.
pub fn texts<'a>(schema: &Schema, record: &'a Record<'_>) -> Vec<(String, &'a str)> {
    let mut found = Vec::new();
    for (field, value) in schema.fields.iter().zip(&record.fields) {
        gather(&field.path, &field.ty, value, &mut found);
    }
    found
}

fn gather<'a>(path: &str, ty: &Type, value: &'a Value<'_>, found: &mut Vec<(String, &'a str)>) {
    match (value, ty) {
        (Value::Text(text), Type::Text) => found.push((path.to_owned(), text.as_ref())),
        (Value::List(values), Type::List(of)) => {
            for (at, value) in values.iter().enumerate() {
                gather(&format!("{path}[{at}]"), of, value, found);
            }
        }
        (Value::Record(values), Type::Record(fields)) => {
            for (field, value) in fields.iter().zip(values) {
                gather(&format!("{path}.{}", field.name), &field.ty, value, found);
            }
        }
        _ => {}
    }
}
