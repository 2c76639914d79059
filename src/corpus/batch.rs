//! A stretch of the input, to be read by whichever worker is free.

use std::cell::RefCell;
use std::sync::Arc;

use super::ids;
use super::read::{RecordReader, write_content};
use super::record::Record;
use super::rejection::{Place, Rejection};
use super::split::{array, rows};
use super::table::Table;
use super::tally::Tally;

/// How the bytes of a batch are entries.
#[derive(Debug, Clone)]
pub(super) enum Form {
    /// One JSON object per line.
    Lines,
    /// Elements of a JSON list.
    Array,
    /// Rows under a header of records' columns.
    Table(Arc<Table>),
}

/// A stretch of whole entries, about a mebibyte.
#[derive(Debug)]
pub struct Batch {
    pub(super) bytes: Vec<u8>,
    pub(super) start: Place,
    pub(super) form: Form,
    /// Told after the records of this batch: what kept the reader from going on.
    pub(super) failures: Vec<Rejection>,
    pub(super) next: Place,
}

/// A record and where it came from.
#[derive(Debug, Default)]
pub struct Located<'b> {
    /// The record.
    pub record: Record<'b>,
    /// Where it stands.
    pub place: Place,
    /// The hash of its id, for [`super::Ids`].
    pub id_hash: u128,
    json: &'b str,
}

impl Located<'_> {
    /// Writes the item's own fields, declared or not, as one JSON object, without its id and without its judges.
    pub fn write_content(&self, out: &mut Vec<u8>) {
        write_content(self.json, out);
    }

    /// Returns the length of the record's JSON, in bytes.
    pub fn bytes(&self) -> usize {
        self.json.len()
    }
}

impl Batch {
    /// Returns where the batch begins.
    pub fn start(&self) -> Place {
        self.start
    }

    /// Returns where the next batch begins: what [`super::OpenOptions::resume`] wants to go on after this one.
    pub fn next(&self) -> Place {
        self.next
    }

    /// Reads the records in order and hands each to `each`, or why it is rejected; blank lines are counted only.
    ///
    /// A record is lent: its allocations serve the next one. Ids are not compared here, because a batch does not know
    /// the others: the caller gives [`Located::id_hash`] to [`super::Ids`], in order.
    pub fn decode(&self, reader: &RecordReader, each: impl FnMut(Result<&Located<'_>, Rejection>)) -> Tally {
        let tally = RefCell::new(Tally::default());
        let mut decoder = Decoder { reader, tally: &tally, each };
        match &self.form {
            Form::Lines => decoder.lines(&self.bytes, self.start),
            Form::Array => decoder.array(&self.bytes, self.start),
            Form::Table(table) => decoder.table(&self.bytes, self.start, table),
        }
        for failure in &self.failures {
            decoder.reject(failure.place, failure.id.clone(), failure.reason.clone());
        }
        tally.into_inner()
    }
}

/// Reads the entries of one batch.
pub(super) struct Decoder<'a, F> {
    pub reader: &'a RecordReader,
    pub tally: &'a RefCell<Tally>,
    each: F,
}

impl<F: FnMut(Result<&Located<'_>, Rejection>)> Decoder<'_, F> {
    fn lines(&mut self, bytes: &[u8], start: Place) {
        let mut located = Located::default();
        let valid = std::str::from_utf8(bytes).ok();
        for (place, range) in lines(bytes, start) {
            match entry(bytes, valid, range) {
                Ok(line) if line.trim_ascii().is_empty() => self.tally.borrow_mut().blank += 1,
                Ok(line) => self.json(line, place, &mut located),
                Err(reason) => self.reject(place, None, reason),
            }
        }
    }

    fn array(&mut self, bytes: &[u8], start: Place) {
        let mut located = Located::default();
        let valid = std::str::from_utf8(bytes).ok();
        let found = array::elements(bytes);
        let mut place = start;
        for range in found.elements {
            place = advanced(bytes, start, place, range.start);
            match entry(bytes, valid, range) {
                Ok(text) => self.json(text, place, &mut located),
                Err(reason) => self.reject(place, None, reason),
            }
        }
        if let Some(at) = found.trailing {
            let place = advanced(bytes, start, place, at);
            self.reject(place, None, "something follows after the end of the list".to_owned());
        }
    }

    fn table(&mut self, bytes: &[u8], start: Place, table: &Table) {
        let mut json = String::new();
        self.rows(bytes, start, table.separator, |decoder, place, cells| match table.json(cells, &mut json) {
            Ok(()) => decoder.json(&json, place, &mut Located::default()),
            Err(reason) => decoder.reject(place, None, reason),
        });
    }

    /// Cuts rows into cells; blank rows are counted, rows that are no text are rejected.
    pub fn rows(
        &mut self,
        bytes: &[u8],
        start: Place,
        separator: u8,
        mut row: impl FnMut(&mut Self, Place, &[std::borrow::Cow<str>]),
    ) {
        let valid = std::str::from_utf8(bytes).ok();
        let mut scanner = rows::RowScanner::new(separator);
        let mut place = start;
        let mut cells = Vec::new();
        let mut from = 0;
        while from < bytes.len() {
            let end = scanner.first_end(bytes.get(from..).unwrap_or_default()).map_or(bytes.len(), |at| from + at);
            place = advanced(bytes, start, place, from);
            match entry(bytes, valid, from..end).map(without_break) {
                Ok("") => self.tally.borrow_mut().blank += 1,
                Ok(text) => {
                    rows::cells(text, separator, &mut cells);
                    row(self, place, &cells);
                }
                Err(reason) => self.reject(place, None, reason),
            }
            from = end;
        }
    }

    /// Reads one JSON object.
    pub fn json<'b>(&mut self, json: &'b str, place: Place, located: &mut Located<'b>) {
        match self.reader.read(json, &mut located.record, self.tally) {
            Ok(()) => {
                located.json = json;
                located.place = place;
                located.id_hash = ids::hash(&located.record.id);
                self.tally.borrow_mut().records += 1;
                (self.each)(Ok(located));
            }
            Err(reason) => {
                let id = Some(located.record.id.to_string()).filter(|id| !id.is_empty()).or_else(|| late_id(json));
                self.reject(place, id, reason);
            }
        }
    }

    pub fn reject(&mut self, place: Place, id: Option<String>, reason: String) {
        self.tally.borrow_mut().rejected += 1;
        (self.each)(Err(Rejection { place, id, reason }));
    }
}

/// Finds the id of a record that was refused before its id was reached.
fn late_id(json: &str) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Only {
        id: serde_json::Value,
    }
    match serde_json::from_str::<Only>(json).ok()?.id {
        serde_json::Value::String(id) => Some(id).filter(|id| !id.is_empty() && id.len() < 512),
        serde_json::Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

/// The lines of a batch with their places, without their breaks.
fn lines(bytes: &[u8], start: Place) -> impl Iterator<Item = (Place, std::ops::Range<usize>)> {
    let mut from = 0;
    let mut line = start.line;
    std::iter::from_fn(move || {
        let rest = bytes.get(from..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let place = Place { file: start.file, line, byte: start.byte + from as u64 };
        let range = from..from + length;
        from += length + 1;
        line += 1;
        Some((place, range))
    })
}

/// Moves a place that lies before `to` in the same batch.
fn advanced(bytes: &[u8], start: Place, place: Place, to: usize) -> Place {
    let from = (place.byte - start.byte) as usize;
    let breaks = memchr::memchr_iter(b'\n', bytes.get(from..to).unwrap_or_default()).count();
    Place { file: start.file, line: place.line + breaks as u64, byte: start.byte + to as u64 }
}

/// Returns an entry as text; the whole batch was checked at once if it is `valid`.
fn entry<'b>(bytes: &'b [u8], valid: Option<&'b str>, range: std::ops::Range<usize>) -> Result<&'b str, String> {
    if let Some(text) = valid.and_then(|text| text.get(range.clone())) {
        return Ok(text);
    }
    let bytes = bytes.get(range).unwrap_or_default();
    std::str::from_utf8(bytes).map_err(|error| format!("this is not UTF-8 text (byte {})", error.valid_up_to() + 1))
}

/// Takes the line break off a row.
fn without_break(row: &str) -> &str {
    let row = row.strip_suffix('\n').unwrap_or(row);
    row.strip_suffix('\r').unwrap_or(row)
}
