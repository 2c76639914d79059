//! Values nobody asked for: passed over, but not at any depth.

use serde::de::{DeserializeSeed, Deserializer};
use serde_json::value::RawValue;

use super::scalar::Context;

/// Deepest nesting of lists and objects in a record.
pub const DEPTH_MAX: usize = 64;

/// Passes over a value and gives it as it is written.
pub(super) struct SkipSeed<'a>(pub &'a Context<'a>);

impl<'de> DeserializeSeed<'de> for SkipSeed<'_> {
    type Value = &'de str;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<&'de str, D::Error> {
        let raw: &'de RawValue = serde::Deserialize::deserialize(deserializer)?;
        let text = raw.get();
        // What is shorter than two brackets per level cannot be too deep.
        if text.len() > DEPTH_MAX * 2 && text.starts_with(['{', '[']) && depth(text) > DEPTH_MAX {
            return Err(self.0.refuse(format!("lists and objects are nested more than {DEPTH_MAX} deep")));
        }
        Ok(text)
    }
}

/// Returns how deep the lists and objects of valid JSON are nested.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest, mut quoted, mut escaped) = (0_usize, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}
