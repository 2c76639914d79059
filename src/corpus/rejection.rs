//! What could not be read, and where it stands.

use serde::{Deserialize, Serialize};

/// A place in the input.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The file, as an index into [`super::Corpus::files`].
    pub file: u32,
    /// The line, from 1; of an entry of several lines, the first.
    pub line: u64,
    /// Bytes before it in the file, once decompressed.
    pub byte: u64,
}

/// A line, a row or an element that is no record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// Where.
    pub place: Place,
    /// The record's id, if so much could be read.
    pub id: Option<String>,
    /// Why, in plain words. Never quotes an item's content.
    pub reason: String,
}

impl Rejection {
    /// Writes the rejection as one line of `rejected.jsonl`; `file` is the name of its file.
    pub fn write(&self, file: &str, out: &mut Vec<u8>) {
        #[derive(Serialize)]
        struct Line<'l> {
            file: &'l str,
            line: u64,
            byte_offset: u64,
            #[serde(skip_serializing_if = "Option::is_none")]
            id: Option<&'l str>,
            reason: &'l str,
        }
        let Place { line, byte, .. } = self.place;
        let line = Line { file, line, byte_offset: byte, id: self.id.as_deref(), reason: &self.reason };
        // Texts and numbers always can be written, and so can a vector.
        let _ = serde_json::to_writer(&mut *out, &line);
        out.push(b'\n');
    }
}
