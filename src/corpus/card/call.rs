//! `let:` values: a few functions over columns, such as `part(id, "v2-", 1)`.

use serde_json::Value;

use super::literal::number;
use super::row::{Scope, words};

/// An expression of a `let`.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Call {
    Name(String),
    Text(String),
    Number(f64),
    Apply(Function, Vec<Call>),
}

/// What can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    /// `part(text, separator, n)`: what stands between two separators, from 0.
    Part,
    /// `lower(text)`
    Lower,
    /// `upper(text)`
    Upper,
    /// `trim(text)`
    Trim,
    /// `replace(text, this, by)`
    Replace,
    /// `number(text)`
    Number,
    /// `hash(text, …)`: 16 letters that stand for the texts
    Hash,
    /// `first(a, b, …)`: the first that is not missing
    First,
    /// `join(separator, a, b, …)`: those that are not missing
    Join,
}

/// Functions with the least and the greatest number of arguments.
const FUNCTIONS: [(&str, Function, usize, usize); 9] = [
    ("part", Function::Part, 3, 3),
    ("lower", Function::Lower, 1, 1),
    ("upper", Function::Upper, 1, 1),
    ("trim", Function::Trim, 1, 1),
    ("replace", Function::Replace, 3, 3),
    ("number", Function::Number, 1, 1),
    ("hash", Function::Hash, 1, 16),
    ("first", Function::First, 1, 16),
    ("join", Function::Join, 2, 16),
];

const DEPTH_MAX: usize = 16;

impl Call {
    /// Reads an expression.
    ///
    /// # Errors
    /// What is wrong with it, in plain words.
    pub fn parse(text: &str) -> Result<Call, String> {
        let mut rest = text;
        let call = call(&mut rest, 0)?;
        match rest.trim() {
            "" => Ok(call),
            more => Err(format!("`{more}` follows where the expression should end")),
        }
    }

    /// The names it reads.
    pub fn names(&self, found: &mut Vec<String>) {
        match self {
            Call::Name(name) => found.push(name.clone()),
            Call::Text(_) | Call::Number(_) => {}
            Call::Apply(_, arguments) => arguments.iter().for_each(|argument| argument.names(found)),
        }
    }

    /// Computes it; null where something it needs is missing.
    pub fn value(&self, scope: &Scope) -> Value {
        match self {
            Call::Name(name) => scope.value(name),
            Call::Text(text) => Value::from(text.as_str()),
            Call::Number(number) => Value::from(*number),
            Call::Apply(function, arguments) => {
                let values: Vec<Option<String>> = arguments.iter().map(|call| words(&call.value(scope))).collect();
                function.apply(&values).unwrap_or(Value::Null)
            }
        }
    }
}

impl Function {
    fn apply(self, values: &[Option<String>]) -> Option<Value> {
        let text = |at: usize| values.get(at)?.as_deref();
        let words = match self {
            Function::Part => {
                let at = text(2)?.parse::<f64>().ok()?;
                text(0)?.split(text(1)?).nth(at as usize)?.to_owned()
            }
            Function::Lower => text(0)?.to_lowercase(),
            Function::Upper => text(0)?.to_uppercase(),
            Function::Trim => text(0)?.trim().to_owned(),
            Function::Replace => text(0)?.replace(text(1)?, text(2)?),
            Function::Number => return number(text(0)?).map(Value::Number),
            Function::Hash => {
                let whole = values.iter().flatten().map(String::as_str).collect::<Vec<_>>().join("\u{1f}");
                format!("{:016x}", xxhash_rust::xxh3::xxh3_64(whole.as_bytes()))
            }
            Function::First => values.iter().flatten().next()?.clone(),
            Function::Join => {
                let parts: Vec<&str> = values.iter().skip(1).flatten().map(String::as_str).collect();
                parts.join(text(0)?)
            }
        };
        Some(Value::String(words))
    }
}

fn call(rest: &mut &str, depth: usize) -> Result<Call, String> {
    if depth > DEPTH_MAX {
        return Err("the expression is nested too deeply".to_owned());
    }
    let text = rest.trim_start();
    if let Some(inside) = text.strip_prefix('"') {
        let Some((quoted, after)) = inside.split_once('"') else { return Err("a `\"` is never closed".to_owned()) };
        *rest = after;
        return Ok(Call::Text(quoted.to_owned()));
    }
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))).unwrap_or(text.len());
    let (word, after) = text.split_at(end);
    if word.is_empty() {
        return Err(format!("a column, a \"text\" or a function should stand before `{text}`"));
    }
    *rest = after;
    if let Ok(number) = word.parse::<f64>() {
        return Ok(Call::Number(number));
    }
    let Some(inside) = after.trim_start().strip_prefix('(') else { return Ok(Call::Name(word.to_owned())) };
    let Some((_, function, least, most)) = FUNCTIONS.iter().find(|(name, ..)| *name == word) else {
        let known: Vec<String> = FUNCTIONS.iter().map(|(name, ..)| format!("`{name}`")).collect();
        return Err(format!("`{word}` is no function; known are {}", known.join(", ")));
    };
    *rest = inside;
    let mut arguments = Vec::new();
    loop {
        arguments.push(call(rest, depth + 1)?);
        let next = rest.trim_start();
        if let Some(after) = next.strip_prefix(',') {
            *rest = after;
        } else if let Some(after) = next.strip_prefix(')') {
            *rest = after;
            break;
        } else {
            return Err(format!("a `,` or `)` is missing in `{word}(…)`"));
        }
    }
    if !(*least..=*most).contains(&arguments.len()) {
        return Err(format!("`{word}` takes {least} values, not {}", arguments.len()));
    }
    Ok(Call::Apply(*function, arguments))
}
