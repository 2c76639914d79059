//! Questions about types, and the words for them.

use crate::language::resolve::suggest;
use crate::language::value::Type;

/// Returns the words for a type, e.g. `a list of texts`.
pub fn phrase(ty: &Type) -> String {
    match ty {
        Type::Text => "text".to_owned(),
        Type::Number { .. } => "a number".to_owned(),
        Type::Bool => "true or false".to_owned(),
        Type::Enum(_) => "a word".to_owned(),
        Type::Time => "a time".to_owned(),
        Type::Duration(_) => "a duration".to_owned(),
        Type::List(element) => format!("a list of {}", plural(element)),
        Type::Record(_) => "a record".to_owned(),
        Type::Verdict => "a verdict".to_owned(),
        Type::Severity => "a severity".to_owned(),
        Type::Clause => "a clause".to_owned(),
        Type::Label => "a label".to_owned(),
    }
}

/// Returns the words for a type, with those that an enum can hold.
pub fn detail(ty: &Type) -> String {
    match ty {
        Type::Enum(words) => format!("one of {}", suggest::listing(words.iter().map(String::as_str))),
        other => phrase(other),
    }
}

/// Returns the words for many of a type.
fn plural(ty: &Type) -> &'static str {
    match ty {
        Type::Text => "texts",
        Type::Number { .. } => "numbers",
        Type::Bool => "true or false",
        Type::Enum(_) => "words",
        Type::Time => "times",
        Type::Duration(_) => "durations",
        Type::List(_) => "lists",
        Type::Record(_) => "records",
        Type::Verdict => "verdicts",
        Type::Severity => "severities",
        Type::Clause => "clauses",
        Type::Label => "labels",
    }
}

/// True for types whose values are equal or not whatever their ranges and units; enums are alike only with equal words.
pub fn alike(left: &Type, right: &Type) -> bool {
    match (left, right) {
        (Type::Number { .. }, Type::Number { .. }) | (Type::Duration(_), Type::Duration(_)) => true,
        (Type::List(left), Type::List(right)) => alike(left, right),
        _ => left == right,
    }
}

/// True for types with an order.
pub fn ordered(ty: &Type) -> bool {
    matches!(ty, Type::Number { .. } | Type::Time | Type::Duration(_) | Type::Severity | Type::Verdict | Type::Label)
}

/// True for types whose constants are bare words.
pub fn worded(ty: &Type) -> bool {
    matches!(ty, Type::Enum(_) | Type::Severity | Type::Verdict | Type::Label | Type::Clause)
}

/// Returns the type of the elements of a list.
pub fn element(ty: &Type) -> Option<&Type> {
    match ty {
        Type::List(element) => Some(element),
        _ => None,
    }
}

/// True for a text or a list of texts: what can be searched.
pub fn searchable(ty: &Type) -> bool {
    matches!(ty, Type::Text) || matches!(element(ty), Some(Type::Text))
}
