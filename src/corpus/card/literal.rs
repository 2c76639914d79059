//! What cells and judges' outputs hold: JSON, fenced or not, Python-style lists, numbers, words.

use serde_json::{Map, Number, Value};

/// How a cell is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum As {
    Text,
    Number,
    Bool,
    Json,
    /// `['a', 'b']`, `{'x': True}`
    Python,
    /// Words with `,`, `;` or `|` between them.
    Words,
}

impl As {
    pub const WORDS: [(&'static str, As); 6] = [
        ("text", As::Text),
        ("number", As::Number),
        ("bool", As::Bool),
        ("json", As::Json),
        ("python", As::Python),
        ("words", As::Words),
    ];

    /// Reads a value that is not null; `None` if it is not what it should be.
    pub fn read(self, value: &Value) -> Option<Value> {
        let Value::String(text) = value else {
            // JSON tables have real values already.
            return match self {
                As::Text => Some(Value::String(value.to_string())),
                As::Number => value.is_number().then(|| value.clone()),
                As::Bool => truth(value).map(Value::Bool),
                As::Json | As::Python | As::Words => Some(value.clone()),
            };
        };
        match self {
            As::Text => Some(value.clone()),
            As::Number => number(text).map(Value::Number),
            As::Bool => truth(value).map(Value::Bool),
            As::Json => serde_json::from_str(unfenced(text)).ok(),
            As::Python => python(text),
            As::Words => {
                Some(text.split([',', ';', '|']).map(str::trim).filter(|word| !word.is_empty()).collect::<Value>())
            }
        }
    }
}

/// Reads a number; NaN and infinities are none.
pub(super) fn number(text: &str) -> Option<Number> {
    let text = text.trim();
    text.parse::<i64>().ok().map(Number::from).or_else(|| Number::from_f64(text.parse().ok()?))
}

/// Reads a truth value as data sets write it.
pub(super) fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        Value::Number(number) if number.as_f64() == Some(1.0) => Some(true),
        Value::Number(number) if number.as_f64() == Some(0.0) => Some(false),
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "1" | "1.0" | "yes" | "y" | "t" => Some(true),
            "false" | "0" | "0.0" | "no" | "n" | "f" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// Takes the fence off a block of code, whatever prose stands around it.
fn unfenced(text: &str) -> &str {
    let Some((_, inside)) = text.split_once("```") else { return text };
    let inside = inside.split_once("```").map_or(inside, |(inside, _)| inside);
    match inside.split_once('\n') {
        Some((language, body)) if language.trim().chars().all(char::is_alphanumeric) => body,
        _ => inside,
    }
}

/// Deepest nesting of a Python-style value.
const DEPTH_MAX: usize = 32;

/// Reads a value as Python prints it.
pub(super) fn python(text: &str) -> Option<Value> {
    let mut reader = Python { rest: text };
    let value = reader.value(0)?;
    reader.rest.trim().is_empty().then_some(value)
}

struct Python<'t> {
    rest: &'t str,
}

impl<'t> Python<'t> {
    fn skip(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn take(&mut self, sign: char) -> bool {
        self.skip();
        let after = self.rest.strip_prefix(sign);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        if depth > DEPTH_MAX {
            return None;
        }
        self.skip();
        match self.rest.chars().next()? {
            '[' => self.list(']', depth),
            '(' => self.list(')', depth),
            '{' => self.map(depth),
            '\'' | '"' => self.text().map(Value::String),
            _ => self.word(),
        }
    }

    fn list(&mut self, end: char, depth: usize) -> Option<Value> {
        self.rest = self.rest.get(1..)?;
        let mut values = Vec::new();
        loop {
            if self.take(end) {
                return Some(Value::Array(values));
            }
            values.push(self.value(depth + 1)?);
            if !self.take(',') {
                return self.take(end).then_some(Value::Array(values));
            }
        }
    }

    fn map(&mut self, depth: usize) -> Option<Value> {
        self.rest = self.rest.get(1..)?;
        let mut entries = Map::new();
        let mut values = Vec::new();
        loop {
            if self.take('}') {
                break;
            }
            let key = self.value(depth + 1)?;
            if self.take(':') {
                let name = super::row::words(&key)?;
                entries.insert(name, self.value(depth + 1)?);
            } else {
                values.push(key);
            }
            if !self.take(',') {
                if !self.take('}') {
                    return None;
                }
                break;
            }
        }
        match (values.is_empty(), entries.is_empty()) {
            (true, _) => Some(Value::Object(entries)),
            // A set.
            (false, true) => Some(Value::Array(values)),
            (false, false) => None,
        }
    }

    fn text(&mut self) -> Option<String> {
        let quote = self.rest.chars().next()?;
        let mut text = String::new();
        let mut signs = self.rest.char_indices().skip(1);
        while let Some((at, sign)) = signs.next() {
            match sign {
                '\\' => match signs.next()?.1 {
                    'n' => text.push('\n'),
                    't' => text.push('\t'),
                    'r' => text.push('\r'),
                    same @ ('\\' | '\'' | '"') => text.push(same),
                    other => text.extend(['\\', other]),
                },
                sign if sign == quote => {
                    self.rest = self.rest.get(at + quote.len_utf8()..)?;
                    return Some(text);
                }
                sign => text.push(sign),
            }
        }
        None
    }

    fn word(&mut self) -> Option<Value> {
        let end = self.rest.find([',', ']', ')', '}', ':']).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        match word.trim() {
            "None" | "nan" => Some(Value::Null),
            "True" => Some(Value::Bool(true)),
            "False" => Some(Value::Bool(false)),
            word => number(word).map(Value::Number),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
    use serde_json::json;

    use super::*;

    #[test]
    fn python_values_are_read() {
        assert_eq!(python("['R1', \"it's\", 'a\\'b']"), Some(json!(["R1", "it's", "a'b"])));
        assert_eq!(python("[]"), Some(json!([])));
        assert_eq!(python("{'a': (1, 2.5,), 'b': None, 3: True}"), Some(json!({"a": [1, 2.5], "b": null, "3": true})));
        assert_eq!(python("{'x', 'y'}"), Some(json!(["x", "y"])));
        for wrong in ["[", "['a' 'b']", "[a]", "['a'] x", "", &"[".repeat(100_000)] {
            assert_eq!(python(wrong), None, "{}", &wrong[..wrong.len().min(20)]);
        }
    }

    #[test]
    fn fenced_json_is_read() {
        let read = |text: &str| As::Json.read(&Value::from(text));
        assert_eq!(read("```json\n{\"a\": 1}\n```"), Some(json!({"a": 1})));
        assert_eq!(read("Here it is:\n```\n[1]\n``` Done."), Some(json!([1])));
        assert_eq!(read(" {\"a\": 1} "), Some(json!({"a": 1})));
        assert_eq!(read("I cannot help with that."), None);
        assert_eq!(As::Number.read(&Value::from("NaN")), None);
        assert_eq!(As::Bool.read(&Value::from("TRUE")), Some(json!(true)));
    }
}
