//! A stretch of the input, to be read by whichever worker is free.

use std::cell::RefCell;
use std::sync::Arc;

use super::card::Rows;
use super::entries::{self, Entry, Kind};
use super::ids;
use super::read::{RecordReader, write_content};
use super::record::Record;
use super::rejection::{Place, Rejection};
use super::table::Table;
use super::tally::Tally;

/// How the bytes of a batch are entries.
#[derive(Debug, Clone)]
pub(super) enum Form {
    /// JSON records.
    Records(Kind),
    /// Rows under a header of records' columns.
    Table(Arc<Table>),
    /// Rows that a corpus card makes into records.
    Card(Rows),
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

    /// Returns the record as JSON text: the entry itself, or what a table's row or a card made of it.
    pub fn json(&self) -> &str {
        self.json
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
            Form::Records(kind) => decoder.records(*kind, &self.bytes, self.start),
            Form::Table(table) => decoder.table(table, &self.bytes, self.start),
            Form::Card(rows) => rows.decode(&self.bytes, self.start, &mut decoder),
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
    /// Reads entries that are JSON records.
    fn records(&mut self, kind: Kind, bytes: &[u8], start: Place) {
        let mut located = Located::default();
        entries::each(kind, bytes, start, |place, entry| match entry {
            Ok(Entry::Text(json)) => self.json(json, place, &mut located),
            Ok(Entry::Blank | Entry::Cells(_)) => self.tally.borrow_mut().blank += 1,
            Err(reason) => self.reject(place, None, reason),
        });
    }

    /// Reads rows whose columns are those of records.
    fn table(&mut self, table: &Table, bytes: &[u8], start: Place) {
        let mut json = String::new();
        entries::each(Kind::Rows(table.separator), bytes, start, |place, entry| match entry {
            Ok(Entry::Cells(cells)) => match table.json(cells, &mut json) {
                Ok(()) => match table.lacks(cells) {
                    None => self.json(&json, place, &mut Located::default()),
                    Some(field) => {
                        let why = format!("the required field `{field}` is missing: its cell is empty");
                        self.reject(place, late_id(&json), why);
                    }
                },
                Err(reason) => self.reject(place, None, reason),
            },
            Ok(Entry::Blank | Entry::Text(_)) => self.tally.borrow_mut().blank += 1,
            Err(reason) => self.reject(place, None, reason),
        });
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
    // A list such as `[1]` would be taken for an object whose first key is the id.
    if !json.trim_start().starts_with('{') {
        return None;
    }
    match serde_json::from_str::<Only>(json).ok()?.id {
        serde_json::Value::String(id) => Some(id).filter(|id| !id.is_empty() && id.len() < 512),
        serde_json::Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}
