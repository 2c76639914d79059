//! One JSON object → a [`Record`].

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, Visitor};

use super::judges::{GoldSeed, JudgesSeed, ModelSeed, RatingSeed};
use super::scalar::{Context, KeySeed, Scalar, ScalarSeed, refuse_scalars};
use super::shape::{Keys, Layout, Slot};
use super::skip::SkipSeed;
use super::value::ValueSeed;
use crate::corpus::record::{Record, Undeclared};
use crate::language::value::Value;

/// Longest id, in bytes.
const ID_BYTES_MAX: usize = 512;

/// Reads one record into a place that an earlier one may have filled.
pub(super) struct RecordSeed<'a, 'b> {
    pub context: &'a Context<'a>,
    pub layout: &'a Layout,
    pub record: &'a mut Record<'b>,
    /// Whether undeclared columns are kept.
    pub keeps_others: bool,
}

impl<'de> DeserializeSeed<'de> for RecordSeed<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for RecordSeed<'_, 'de> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.visit_bool(false)
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<(), E> {
        Err(self.context.refuse("a record must be an object such as `{\"id\": \"c-1\", …}`".to_owned()))
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<(), E> {
        self.visit_bool(false)
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<(), E> {
        self.visit_bool(false)
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<(), E> {
        self.visit_bool(false)
    }

    fn visit_str<E: de::Error>(self, _: &str) -> Result<(), E> {
        self.visit_bool(false)
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        self.visit_bool(false)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, entries: A) -> Result<(), A::Error> {
        let record = &mut *self.record;
        record.id = Cow::Borrowed("");
        record.fields.clear();
        record.fields.resize(self.layout.columns.len(), Value::Missing);
        record.others.clear();
        record.reach = None;
        record.models.clear();
        record.ratings.clear();
        record.gold = None;
        self.object(0, entries)?;
        self.finish().map_err(|why| self.context.refuse(why))
    }
}

impl<'de> RecordSeed<'_, 'de> {
    /// Reads the keys of one object of the layout.
    fn object<A: MapAccess<'de>>(&mut self, node: usize, mut entries: A) -> Result<(), A::Error> {
        let Some(node) = self.layout.nodes.get(node) else { return Ok(()) };
        let mut last = Keys::START;
        while let Some(key) = entries.next_key_seed(KeySeed)? {
            match node.keys.find(&key, &mut last) {
                Some(Slot::Field(field)) => self.field(usize::from(field), &mut entries)?,
                Some(Slot::Node(inner)) => {
                    entries.next_value_seed(NodeSeed { record: self, node: usize::from(inner) })?;
                }
                Some(Slot::Id) => self.id(&mut entries)?,
                Some(Slot::Reach) => {
                    let value = entries.next_value_seed(self.scalar("reach", "a number"))?;
                    self.record.reach = reach(&value).map_err(|why| self.context.refuse(why))?;
                }
                Some(Slot::Models) => {
                    let seed = ModelSeed { context: self.context, to: &mut self.record.models };
                    entries.next_value_seed(JudgesSeed(seed))?;
                }
                Some(Slot::Ratings) => {
                    let seed = RatingSeed { context: self.context, to: &mut self.record.ratings };
                    entries.next_value_seed(JudgesSeed(seed))?;
                }
                Some(Slot::Gold) => self.record.gold = entries.next_value_seed(GoldSeed { context: self.context })?,
                None => {
                    self.context.tally.borrow_mut().column(&[&node.path, &key]);
                    let written = entries.next_value_seed(SkipSeed(self.context))?;
                    let kept = if self.keeps_others { undeclared(written) } else { None };
                    if let Some(value) = kept {
                        let name = if node.path.is_empty() { key } else { Cow::Owned(format!("{}{key}", node.path)) };
                        self.record.others.push((name, value));
                    }
                }
            }
        }
        Ok(())
    }

    fn scalar<'s>(&self, what: &'s str, wanted: &'s str) -> ScalarSeed<'s>
    where
        Self: 's,
    {
        ScalarSeed { context: self.context, what, wanted }
    }

    fn field<A: MapAccess<'de>>(&mut self, field: usize, entries: &mut A) -> Result<(), A::Error> {
        let place = self.record.fields.get_mut(field);
        let (Some(column), Some(place)) = (self.layout.columns.get(field), place) else { return Ok(()) };
        let value = entries.next_value_seed(ValueSeed { context: self.context, column, shape: &column.shape })?;
        if !place.is_missing() {
            return Err(self.context.refuse(format!("`{}` is given twice", column.name)));
        }
        *place = value;
        Ok(())
    }

    fn id<A: MapAccess<'de>>(&mut self, entries: &mut A) -> Result<(), A::Error> {
        let value = entries.next_value_seed(self.scalar("id", "a text"))?;
        if !self.record.id.is_empty() {
            return Err(self.context.refuse("`id` is given twice".to_owned()));
        }
        self.record.id = id(value).map_err(|why| self.context.refuse(why))?;
        Ok(())
    }

    /// Checks what only the whole record can tell.
    fn finish(&mut self) -> Result<(), String> {
        let record = &mut *self.record;
        if record.id.is_empty() {
            return Err("the record has no `id`".to_owned());
        }
        if let Some(place) = self.layout.id.and_then(|at| record.fields.get_mut(at)) {
            *place = Value::Text(record.id.clone());
        }
        if let Some(Value::Number(value)) = self.layout.reach.and_then(|at| record.fields.get(at)) {
            record.reach = Some(*value);
        }
        for (column, value) in self.layout.columns.iter().zip(&record.fields) {
            if column.required && value.is_missing() {
                return Err(format!("the required field `{}` is missing", column.path));
            }
        }
        self.context.tally.borrow_mut().repeats.take_out(record);
        Ok(())
    }
}

/// Reads a value that no type is declared of; null is missing.
fn undeclared(written: &str) -> Option<Undeclared<'_>> {
    match written.as_bytes().first() {
        None | Some(b'n') => None,
        Some(b'[' | b'{') => Some(Undeclared::Composite),
        Some(b'"') => serde_json::from_str::<String>(written).ok().map(|text| Undeclared::Single(Cow::Owned(text))),
        Some(_) => Some(Undeclared::Single(Cow::Borrowed(written))),
    }
}

fn id(value: Scalar<'_>) -> Result<Cow<'_, str>, String> {
    let id = match value {
        Scalar::Text(id) => id,
        Scalar::Whole(number) => Cow::Owned(number.to_string()),
        Scalar::Null => return Err("the record has no `id`".to_owned()),
        Scalar::Bool(_) | Scalar::Number(_) => return Err(format!("`id` must be a text, not {}", value.kind())),
    };
    if id.is_empty() {
        return Err("`id` is empty".to_owned());
    }
    if id.len() > ID_BYTES_MAX {
        return Err(format!("`id` is longer than {ID_BYTES_MAX} bytes"));
    }
    if id.contains(char::is_control) {
        return Err("`id` holds a control character".to_owned());
    }
    Ok(id)
}

fn reach(value: &Scalar) -> Result<Option<f64>, String> {
    let value = match value {
        Scalar::Null => return Ok(None),
        Scalar::Whole(value) => *value as f64,
        Scalar::Number(value) => *value,
        Scalar::Bool(_) | Scalar::Text(_) => return Err(format!("`reach` must be a number, not {}", value.kind())),
    };
    if value < 0.0 { Err("`reach` is below 0".to_owned()) } else { Ok(Some(value)) }
}

/// Reads an object inside the record that holds declared columns.
struct NodeSeed<'s, 'a, 'b> {
    record: &'s mut RecordSeed<'a, 'b>,
    node: usize,
}

impl NodeSeed<'_, '_, '_> {
    fn wrong<E: de::Error>(&self, wanted: &str, kind: &str) -> E {
        let path = self.record.layout.nodes.get(self.node).map_or("", |node| node.path.as_str());
        let name = path.trim_end_matches('.');
        self.record.context.refuse(format!("`{name}` must be {wanted}, not {kind}"))
    }
}

impl<'de> DeserializeSeed<'de> for NodeSeed<'_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for NodeSeed<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    refuse_scalars!("an object with fields");

    fn visit_seq<A: de::SeqAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(self.wrong("an object with fields", "a list"))
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<(), A::Error> {
        self.record.object(self.node, entries)
    }
}
