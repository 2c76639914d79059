//! One JSON object → one [`Record`], directed by the schema, without a tree in between.
//!
//! Whatever the file's form, a record passes through here as JSON text: rows of tables and the items of corpus cards
//! are written as JSON first. So there is one set of rules, and one set of messages, for all of them.

mod content;
mod judge_values;
mod judges;
mod reason;
mod record;
mod scalar;
mod shape;
mod skip;
mod value;
mod vocabulary;

use std::cell::{Cell, RefCell};

use serde::de::DeserializeSeed;

pub(super) use content::write as write_content;
pub(super) use reason::of as why_not_json;
pub(super) use shape::{Layout, Shape};
pub use vocabulary::in_short;
pub(super) use vocabulary::{Vocabulary, advice};

use super::record::Record;
use super::tally::Tally;
use crate::language::policy::Pack;
use scalar::Context;

/// Reads records by a pack's schema and words. One is shared by all workers.
#[derive(Debug)]
pub struct RecordReader {
    pub(super) layout: Layout,
    pub(super) vocabulary: Vocabulary,
    /// Whether undeclared columns are kept in [`Record::others`].
    keeps_others: bool,
}

impl RecordReader {
    /// Makes a reader for a pack.
    pub fn new(pack: &Pack) -> RecordReader {
        RecordReader { layout: Layout::of(&pack.schema), vocabulary: Vocabulary::of(pack), keeps_others: false }
    }

    /// Returns a reader that keeps undeclared columns in [`Record::others`], or passes over them.
    #[must_use]
    pub fn keeping_others(self, keeps_others: bool) -> RecordReader {
        RecordReader { keeps_others, ..self }
    }

    /// Reads one JSON object into `record`, whose allocations are used again. Undeclared columns and unknown keys of
    /// judges are added to `tally`.
    ///
    /// # Errors
    /// Why the record must be rejected, in plain words. What `record` then holds is of no use, but its id, if not
    /// empty, is the rejected record's.
    pub fn read<'b>(&self, json: &'b str, record: &mut Record<'b>, tally: &RefCell<Tally>) -> Result<(), String> {
        record.id = Default::default();
        let context = Context { vocabulary: &self.vocabulary, trouble: Cell::new(None), tally };
        let mut deserializer = serde_json::Deserializer::from_str(json);
        let seed =
            record::RecordSeed { context: &context, layout: &self.layout, record, keeps_others: self.keeps_others };
        let result = seed.deserialize(&mut deserializer).and_then(|()| deserializer.end());
        result.map_err(|error| context.trouble.take().unwrap_or_else(|| reason::of(&error)))
    }
}

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;
