//! A field's value, read by its shape.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::scalar::{Context, KeySeed, Scalar};
use super::shape::{Column, Keys, Shape};
use super::skip::SkipSeed;
use super::vocabulary::{advice, in_short};
use crate::language::moment;
use crate::language::value::{ClauseId, LabelId, Severity, Value};

/// Reads one value of a field.
#[derive(Clone, Copy)]
pub(super) struct ValueSeed<'a> {
    pub context: &'a Context<'a>,
    pub column: &'a Column,
    pub shape: &'a Shape,
}

impl<'a> ValueSeed<'a> {
    fn wrong<E: de::Error>(self, kind: &str) -> E {
        self.context.refuse(format!("`{}` must be {}, not {kind}", self.column.path, self.shape.wanted()))
    }

    /// Quotes a word that should be one of the pack's.
    fn quoted(self, word: &str) -> String {
        if self.column.sensitive { "the value".to_owned() } else { in_short(word) }
    }

    fn unknown<E: de::Error>(self, word: &str, what: &str, advice: &str) -> E {
        self.context.refuse(format!("`{}`: {} is not {what}{advice}", self.column.path, self.quoted(word)))
    }

    fn text<'de, E: de::Error>(self, text: Cow<'de, str>) -> Result<Value<'de>, E> {
        let words = self.context.vocabulary;
        match self.shape {
            Shape::Text => Ok(Value::Text(text)),
            Shape::Enum(known) => match known.find(&text) {
                Some(word) => Ok(Value::Word(word)),
                None => Err(self.unknown(&text, "one of its words", &advice(&text, known.all()))),
            },
            Shape::Time => match moment::parse(&text) {
                Some(time) => Ok(Value::Time(time)),
                None => Err(self.unknown(&text, "a time", "; write times as `2026-11-02T10:11:12Z`")),
            },
            Shape::Verdict => match words.rung(&text) {
                Some(rung) => Ok(Value::Verdict(rung)),
                None => Err(self.unknown(&text, "a verdict of this pack", &words.verdict_advice(&text))),
            },
            Shape::Severity => match Severity::from_name(&text) {
                Some(severity) => Ok(Value::Severity(severity)),
                None => Err(self.unknown(&text, "a severity", "; known are `low`, `medium`, `high`, `critical`")),
            },
            Shape::Clause => match words.clause(&text) {
                ClauseId::UNKNOWN => Err(self.unknown(&text, "a clause of this pack", &words.clause_advice(&text))),
                clause => Ok(Value::Clause(clause)),
            },
            Shape::Label => match words.label(&text) {
                LabelId::UNKNOWN => Err(self.unknown(&text, "a label of this pack", &words.label_advice(&text))),
                label => Ok(Value::Label(label)),
            },
            Shape::Number { .. } | Shape::Bool | Shape::Duration(_) | Shape::List(_) | Shape::Record(..) => {
                Err(self.wrong(Scalar::Text(text).kind()))
            }
        }
    }

    fn number<'de, E: de::Error>(self, value: f64) -> Result<Value<'de>, E> {
        match *self.shape {
            Shape::Number { min, max } if value < min || value > max => {
                let range = match (min.is_finite(), max.is_finite()) {
                    (true, true) => format!("outside {min} to {max}"),
                    (true, false) => format!("below {min}"),
                    _ => format!("above {max}"),
                };
                let value = if self.column.sensitive { "a number".to_owned() } else { value.to_string() };
                Err(self.context.refuse(format!("`{}` is {value}, which is {range}", self.column.path)))
            }
            Shape::Number { .. } => Ok(Value::Number(value)),
            Shape::Duration(_) if value < 0.0 => {
                Err(self.context.refuse(format!("`{}` is below 0, and a duration cannot be", self.column.path)))
            }
            Shape::Duration(seconds) if (value * seconds).is_finite() => Ok(Value::Duration(value * seconds)),
            _ => Err(self.wrong("a number")),
        }
    }
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_> {
    type Value = Value<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_> {
    type Value = Value<'de>;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str(self.shape.wanted())
    }

    fn visit_unit<E>(self) -> Result<Value<'de>, E> {
        Ok(Value::Missing)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value<'de>, E> {
        match self.shape {
            Shape::Bool => Ok(Value::Bool(value)),
            _ => Err(self.wrong("true or false")),
        }
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value<'de>, E> {
        self.number(value as f64)
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value<'de>, E> {
        self.number(value as f64)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value<'de>, E> {
        self.number(value)
    }

    fn visit_borrowed_str<E: de::Error>(self, value: &'de str) -> Result<Value<'de>, E> {
        self.text(Cow::Borrowed(value))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value<'de>, E> {
        self.text(Cow::Owned(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value<'de>, A::Error> {
        let Shape::List(of) = self.shape else { return Err(self.wrong("a list")) };
        let mut values = Vec::new();
        while let Some(value) = elements.next_element_seed(ValueSeed { shape: of, ..self })? {
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value<'de>, A::Error> {
        let Shape::Record(keys, shapes) = self.shape else { return Err(self.wrong("an object")) };
        let mut values = vec![Value::Missing; shapes.len()];
        let mut last = Keys::START;
        while let Some(key) = entries.next_key_seed(KeySeed)? {
            let found = keys.find(&key, &mut last).map(usize::from);
            match found.and_then(|at| Some((values.get_mut(at)?, shapes.get(at)?))) {
                Some((place, shape)) => *place = entries.next_value_seed(ValueSeed { shape, ..self })?,
                None => {
                    self.context.tally.borrow_mut().column(&[&self.column.name, ".", &key]);
                    entries.next_value_seed(SkipSeed(self.context))?;
                }
            }
        }
        Ok(Value::Record(values))
    }
}
