//! Single values of JSON, and lists and maps of them, with errors in plain words.
//!
//! serde wants an error of its own kind; the words for people are put into the [`Context`] beside it, and the reader
//! of the line picks them up. So the way down through a record stays free of formatting until something is wrong.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::super::tally::Tally;
use super::vocabulary::Vocabulary;

/// What reading a record needs besides the record.
pub(super) struct Context<'c> {
    pub vocabulary: &'c Vocabulary,
    pub trouble: Cell<Option<String>>,
    pub tally: &'c RefCell<Tally>,
}

impl Context<'_> {
    /// Notes what is wrong and returns the error that carries it.
    pub fn refuse<E: de::Error>(&self, why: String) -> E {
        self.trouble.set(Some(why));
        E::custom("refused")
    }
}

/// A value that is no list and no map.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Scalar<'de> {
    Null,
    Bool(bool),
    /// A whole number, to the last digit.
    Whole(i64),
    Number(f64),
    Text(Cow<'de, str>),
}

impl Scalar<'_> {
    /// Says in words what it is, never what it says: it may be a user's content.
    pub fn kind(&self) -> &'static str {
        match self {
            Scalar::Null => "nothing",
            Scalar::Bool(_) => "true or false",
            Scalar::Whole(_) | Scalar::Number(_) => "a number",
            Scalar::Text(_) => "a text",
        }
    }
}

/// Reads a single value.
#[derive(Clone, Copy)]
pub(super) struct ScalarSeed<'a> {
    pub context: &'a Context<'a>,
    /// What the value is called in messages.
    pub what: &'a str,
    pub wanted: &'a str,
}

impl<'de> DeserializeSeed<'de> for ScalarSeed<'_> {
    type Value = Scalar<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ScalarSeed<'_> {
    type Value = Scalar<'de>;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str(self.wanted)
    }

    fn visit_unit<E>(self) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Whole(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Scalar<'de>, E> {
        Ok(i64::try_from(value).map_or(Scalar::Number(value as f64), Scalar::Whole))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Number(value))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<Scalar<'de>, A::Error> {
        Err(self.context.refuse(format!("`{}` must be {}, not a list", self.what, self.wanted)))
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<Scalar<'de>, A::Error> {
        Err(self.context.refuse(format!("`{}` must be {}, not an object", self.what, self.wanted)))
    }
}

/// Reads the key of an object.
pub(super) struct KeySeed;

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for KeySeed {
    type Value = Cow<'de, str>;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(value.to_owned()))
    }
}

/// Writes the visits of a reader that wants a list or an object and refuses every single value; its `wrong` says so.
macro_rules! refuse_scalars {
    ($wanted:expr) => {
        fn visit_bool<E: de::Error>(self, _: bool) -> Result<Self::Value, E> {
            Err(self.wrong($wanted, "true or false"))
        }

        fn visit_i64<E: de::Error>(self, _: i64) -> Result<Self::Value, E> {
            Err(self.wrong($wanted, "a number"))
        }

        fn visit_u64<E: de::Error>(self, _: u64) -> Result<Self::Value, E> {
            Err(self.wrong($wanted, "a number"))
        }

        fn visit_f64<E: de::Error>(self, _: f64) -> Result<Self::Value, E> {
            Err(self.wrong($wanted, "a number"))
        }

        fn visit_str<E: de::Error>(self, _: &str) -> Result<Self::Value, E> {
            Err(self.wrong($wanted, "a text"))
        }
    };
}

pub(super) use refuse_scalars;

/// Hands every element of a list to `each`; null is no list at all.
pub(super) struct ListSeed<'a, F> {
    pub context: &'a Context<'a>,
    pub what: &'a str,
    pub each: F,
}

impl<F> ListSeed<'_, F> {
    fn wrong<E: de::Error>(&self, wanted: &str, kind: &str) -> E {
        self.context.refuse(format!("`{}` must be {wanted}, not {kind}", self.what))
    }
}

impl<'de, F: FnMut(Scalar<'de>) -> Result<(), String>> DeserializeSeed<'de> for ListSeed<'_, F> {
    /// True if there was a list.
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, F: FnMut(Scalar<'de>) -> Result<(), String>> Visitor<'de> for ListSeed<'_, F> {
    type Value = bool;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a list")
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    refuse_scalars!("a list");

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<bool, A::Error> {
        let seed = ScalarSeed { context: self.context, what: self.what, wanted: "a list of single values" };
        while let Some(scalar) = elements.next_element_seed(seed)? {
            (self.each)(scalar).map_err(|why| self.context.refuse(why))?;
        }
        Ok(true)
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<bool, A::Error> {
        Err(self.wrong("a list", "an object"))
    }
}

/// Hands every key of an object and its single value to `each`; null is an empty object.
pub(super) struct MapSeed<'a, F> {
    pub context: &'a Context<'a>,
    pub what: &'a str,
    pub each: F,
}

impl<F> MapSeed<'_, F> {
    fn wrong<E: de::Error>(&self, wanted: &str, kind: &str) -> E {
        self.context.refuse(format!("`{}` must be {wanted}, not {kind}", self.what))
    }
}

impl<'de, F: FnMut(Cow<'de, str>, Scalar<'de>) -> Result<(), String>> DeserializeSeed<'de> for MapSeed<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, F: FnMut(Cow<'de, str>, Scalar<'de>) -> Result<(), String>> Visitor<'de> for MapSeed<'_, F> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    refuse_scalars!("an object");

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(self.wrong("an object", "a list"))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut entries: A) -> Result<(), A::Error> {
        let seed = ScalarSeed { context: self.context, what: self.what, wanted: "an object of single values" };
        while let Some(key) = entries.next_key_seed(KeySeed)? {
            let scalar = entries.next_value_seed(seed)?;
            (self.each)(key, scalar).map_err(|why| self.context.refuse(why))?;
        }
        Ok(())
    }
}
