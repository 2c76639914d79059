//! Following a [`Spec`] to its value, and a map to the pack's words.

use serde_json::{Map as Object, Value};

use super::literal::truth;
use super::row::{Scope, walk, words};
use super::spec::{Map, Spec};

/// What a map says of a value.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Meaning {
    pub is: Option<String>,
    pub labels: Option<Vec<String>>,
    pub clause: Option<String>,
    pub unparsable: bool,
}

/// What following a spec gave.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Got {
    /// Nothing stands there.
    Missing,
    /// A value, as it is.
    Value(Value),
    /// A value that a map knows, with its own words.
    Meaning(Meaning, Option<String>),
    /// Something that cannot be read as it should be, or that no rule fits; in its own words.
    Strange(String),
}

impl Got {
    /// The plain value; words that a map put in its place count, strange words count as they are.
    pub fn value(self) -> Value {
        match self {
            Got::Missing => Value::Null,
            Got::Value(value) => value,
            Got::Meaning(meaning, _) => meaning.is.map_or(Value::Null, Value::String),
            Got::Strange(words) => Value::String(words),
        }
    }
}

/// Follows a spec; `default` is the map of those that name none.
pub(super) fn follow(spec: &Spec, scope: &Scope, default: Option<&Map>) -> Got {
    match spec {
        Spec::Column { name, read, path, map } => {
            let Ok(name) = name.fill(scope) else { return Got::Missing };
            let Some(found) = scope.find(&name).filter(|value| !value.is_null()) else { return Got::Missing };
            let found = match read {
                None => found.clone(),
                Some(read) => match read.read(found) {
                    Some(value) => value,
                    None => return Got::Strange(words(found).unwrap_or_default()),
                },
            };
            let value = match path {
                None => found,
                Some(path) => match walk(&found, path) {
                    Some(value) => value.clone(),
                    None => return Got::Missing,
                },
            };
            mapped(value, map.as_deref().or(default), scope)
        }
        Spec::Output { path, read, map } => {
            let found = scope.find("output").and_then(|output| walk(output, path)).filter(|value| !value.is_null());
            match (found, read) {
                (None, _) => Got::Missing,
                (Some(value), None) => mapped(value.clone(), map.as_deref().or(default), scope),
                (Some(value), Some(read)) => match read.read(value) {
                    Some(value) => mapped(value, map.as_deref().or(default), scope),
                    None => Got::Strange(words(value).unwrap_or_default()),
                },
            }
        }
        Spec::Template(template) => match template.fill(scope) {
            Ok(text) => mapped(Value::String(text), default, scope),
            Err(_) => Got::Missing,
        },
        Spec::Constant(value) => Got::Value(value.clone()),
        Spec::Object(parts) => {
            let filled = parts.iter().map(|(name, spec)| (name.clone(), follow(spec, scope, None).value()));
            let filled: Object<String, Value> = filled.filter(|(_, value)| !value.is_null()).collect();
            // Constants alone say nothing: a turn without its text is no turn.
            let constant =
                |name: &String| parts.iter().any(|(part, spec)| part == name && matches!(spec, Spec::Constant(_)));
            let all_constant = parts.iter().all(|(_, spec)| matches!(spec, Spec::Constant(_)));
            match filled.keys().all(constant) && !all_constant {
                true => Got::Missing,
                false => Got::Value(Value::Object(filled)),
            }
        }
        Spec::List(parts) => {
            let values: Vec<Value> = parts.iter().map(|spec| follow(spec, scope, None).value()).collect();
            let values: Vec<Value> = values.into_iter().filter(|value| !value.is_null()).collect();
            if values.is_empty() { Got::Missing } else { Got::Value(Value::Array(values)) }
        }
        Spec::Flags(flags) => self::flags(flags, scope),
        Spec::Rules(map) => match meaning(map, &Value::Null, scope) {
            Some(meaning) => Got::Meaning(meaning, None),
            None => Got::Missing,
        },
    }
}

/// The labels whose columns hold true; missing if no column says anything.
fn flags(flags: &[(String, String)], scope: &Scope) -> Got {
    let mut known = false;
    let mut labels = Vec::new();
    for (label, column) in flags {
        match scope.find(column).and_then(truth) {
            Some(true) => {
                known = true;
                labels.push(Value::from(label.as_str()));
            }
            Some(false) => known = true,
            None => {}
        }
    }
    if known { Got::Value(Value::Array(labels)) } else { Got::Missing }
}

fn mapped(value: Value, map: Option<&Map>, scope: &Scope) -> Got {
    if value.is_null() {
        return Got::Missing;
    }
    let Some(map) = map else { return Got::Value(value) };
    let said = words(&value);
    match meaning(map, &value, scope) {
        Some(meaning) => Got::Meaning(meaning, said),
        None => Got::Strange(said.unwrap_or_default()),
    }
}

/// Returns what the first rule that fits says.
pub(super) fn meaning(map: &Map, value: &Value, scope: &Scope) -> Option<Meaning> {
    let scope = scope.with("value", value.clone());
    let said = words(value);
    let fits = |rule: &&super::spec::Rule| {
        let equals = rule.equals.as_deref().is_none_or(|wanted| said.as_deref().map(str::trim) == Some(wanted));
        equals && rule.when.as_ref().is_none_or(|when| when.holds(&scope))
    };
    let rule = map.rules.iter().find(fits)?;
    let is = rule.is.as_ref().and_then(|template| template.fill(&scope).ok());
    Some(Meaning { is, labels: rule.labels.clone(), clause: rule.clause.clone(), unparsable: rule.unparsable })
}
