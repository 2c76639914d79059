//! An item's own content, without what judges said about it.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::scalar::KeySeed;

/// Keys of a record that are not content.
const NOT_CONTENT: [&str; 4] = ["id", "models", "ratings", "gold"];

/// Writes the fields and undeclared columns of a record as one JSON object, each value exactly as the data has it.
pub(in super::super) fn write(raw: &str, out: &mut Vec<u8>) {
    out.push(b'{');
    let mut entries = Entries(Vec::new());
    // What is written here was read before: an error cannot come from the data.
    let _ = serde_json::Deserializer::from_str(raw).deserialize_map(&mut entries);
    for (at, (key, value)) in entries.0.iter().filter(|(key, _)| !NOT_CONTENT.contains(&&**key)).enumerate() {
        if at > 0 {
            out.push(b',');
        }
        out.extend_from_slice(serde_json::Value::from(&**key).to_string().as_bytes());
        out.push(b':');
        out.extend_from_slice(value.get().as_bytes());
    }
    out.push(b'}');
}

struct Entries<'de>(Vec<(Cow<'de, str>, &'de RawValue)>);

impl<'de> Visitor<'de> for &mut Entries<'de> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(key) = entries.next_key_seed(KeySeed)? {
            self.0.push((key, entries.next_value()?));
        }
        Ok(())
    }
}
