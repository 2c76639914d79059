//! Bare tables of ratings: `item,rater,label`, one rating a row; and of gold: `item,gold`.
//!
//! For those who have labels and no pack. A row may also say when (`at`), how long it took (`seconds`), in which `batch`,
//! and to which `group` of people the rater belongs; any other column says what the item is like. CSV or TSV, compressed or not, `-` for standard input.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use csv::ByteRecord;

use super::decode;
use super::open::{MARK, MARK_TOLD, broken, plain};
use super::table::other_length;
use super::{OpenError, Place, Rejection};
use crate::language::moment;
use crate::packs::encoding::{BOM, UTF16, is_utf16};

/// One row of a table of ratings.
#[derive(Debug, Clone, PartialEq)]
pub struct RatingRow<'r> {
    /// The item's id.
    pub item: &'r str,
    /// Who rated.
    pub rater: &'r str,
    /// The label; `None`: the cell is empty, the rater gave none.
    pub label: Option<&'r str>,
    /// When, in milliseconds since 1970-01-01T00:00Z.
    pub at_ms: Option<i64>,
    /// How long it took, in seconds.
    pub seconds: Option<f64>,
    /// The batch.
    pub batch: Option<&'r str>,
    /// The group of people that the rater belongs to.
    pub group: Option<&'r str>,
    /// What the item is like, by column; empty cells are left out.
    pub others: Vec<(&'r str, &'r str)>,
}

/// What reading a table came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableTally {
    /// Rows that were taken.
    pub rows: u64,
    /// Rows that were rejected.
    pub rejected: u64,
    /// By column, cells that were read without the spaces around them.
    pub spaced: BTreeMap<String, u64>,
}

impl TableTally {
    /// Adds what reading another table came to.
    pub fn add(&mut self, other: TableTally) {
        self.rows += other.rows;
        self.rejected += other.rejected;
        for (column, count) in other.spaced {
            *self.spaced.entry(column).or_default() += count;
        }
    }
}

/// Names under which the columns are known; the first of each is the one to write.
pub(super) const ITEM: &[&str] = &["item", "task", "id"];
const RATER: &[&str] = &["rater", "worker", "annotator", "judge"];
const LABEL: &[&str] = &["label", "response"];
const GOLD: &[&str] = &["gold", "label", "truth"];

/// Reads a table of ratings. `take` gets each row and says why it cannot be used; `reject` gets what was rejected, with its
/// place. `file` is the place's number of the file; cells that hold one of `missing` count as empty. A file that breaks off
/// is a rejection after the rows that could be read.
///
/// # Errors
/// If the file cannot be read, or its header lacks a column.
pub fn read_ratings(
    path: &Path,
    file: u32,
    missing: &[String],
    mut take: impl FnMut(&RatingRow<'_>) -> Result<(), String>,
    mut reject: impl FnMut(Rejection),
) -> Result<TableTally, OpenError> {
    let mut table = Table::open(path)?;
    let [item, rater, label] = [ITEM, RATER, LABEL].map(|names| table.column(names));
    let (item, rater, label) = (item?, rater?, label?);
    let [at, seconds, batch, group] = ["at", "seconds", "batch", "group"].map(|name| table.find(&[name]));
    let known = [Some(item), Some(rater), Some(label), at, seconds, batch, group];
    let header = table.header.clone();
    table.rows(file, missing, &mut reject, |_, cells| {
        let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).copied().filter(|cell| !cell.is_empty());
        let others = header.iter().zip(cells).enumerate();
        let others = others.filter(|(at, (_, value))| !known.contains(&Some(*at)) && !value.is_empty());
        let row = RatingRow {
            item: cell(Some(item)).ok_or("the row names no item")?,
            rater: cell(Some(rater)).ok_or("the row names no rater")?,
            label: cell(Some(label)),
            at_ms: cell(at).map(moment_of).transpose()?,
            seconds: cell(seconds).map(seconds_of).transpose()?,
            batch: cell(batch),
            group: cell(group),
            others: others.map(|(_, (name, value))| (name.as_str(), *value)).collect(),
        };
        take(&row)
    })
}

/// Reads a table of gold, as [`read_ratings`] does one of ratings: `take` gets place, item and label of each row, no label
/// where the cell is empty.
///
/// # Errors
/// If the file cannot be read, or its header lacks a column.
pub fn read_gold(
    path: &Path,
    file: u32,
    missing: &[String],
    mut take: impl FnMut(Place, &str, Option<&str>) -> Result<(), String>,
    mut reject: impl FnMut(Rejection),
) -> Result<TableTally, OpenError> {
    let mut table = Table::open(path)?;
    let (item, gold) = (table.column(ITEM)?, table.column(GOLD)?);
    if let Some(other) = table.header.iter().enumerate().find(|(at, _)| *at != item && *at != gold) {
        let why = format!("its column `{}` is not known there; a table of gold has `item` and `gold`", other.1);
        return Err(OpenError::Unreadable { path: table.path, why });
    }
    table.rows(file, missing, &mut reject, |place, cells| {
        let cell = |at: usize| cells.get(at).copied().filter(|cell| !cell.is_empty());
        take(place, cell(item).ok_or("the row names no item")?, cell(gold))
    })
}

pub(super) fn moment_of(text: &str) -> Result<i64, String> {
    moment::parse(text).ok_or_else(|| "`at` is no moment; write one as 2026-11-01T12:00:00Z".to_owned())
}

fn seconds_of(text: &str) -> Result<f64, String> {
    let seconds = text.parse::<f64>().ok().filter(|seconds| seconds.is_finite() && *seconds >= 0.0);
    seconds.ok_or_else(|| "`seconds` is not a number of seconds, 0 or more".to_owned())
}

/// A file whose first line is known, and is read again with the rest.
pub(super) struct Begun {
    pub path: String,
    pub head: Vec<u8>,
    pub input: Box<dyn Read + Send>,
}

impl Begun {
    pub fn open(path: &Path) -> Result<Begun, OpenError> {
        let input = decode::open(path, Arc::default()).map_err(|error| super::open::unreadable(path, &error))?.reader;
        let shown = path.display().to_string();
        match begun(input) {
            Ok((head, input)) => Ok(Begun { path: shown, head, input }),
            Err(why) => Err(OpenError::Unreadable { path: shown, why }),
        }
    }

    /// True if it holds JSON and not a table.
    pub fn is_json(&self) -> bool {
        matches!(self.head.trim_ascii_start().first(), Some(b'{' | b'['))
    }
}

/// An opened table with its header.
pub(super) struct Table {
    path: String,
    reader: csv::Reader<Box<dyn Read + Send>>,
    pub header: Vec<String>,
}

impl Table {
    fn open(path: &Path) -> Result<Table, OpenError> {
        let begun = Begun::open(path)?;
        if begun.head.is_empty() {
            return Err(OpenError::Unreadable { path: begun.path, why: "the file is empty".to_owned() });
        }
        if begun.is_json() {
            let why = "it holds JSON records, not a table with a header".to_owned();
            return Err(OpenError::OtherForm { path: begun.path, why });
        }
        Table::of(begun)
    }

    /// Reads the header.
    pub fn of(begun: Begun) -> Result<Table, OpenError> {
        let Begun { path: shown, head, input } = begun;
        let failed = |why: String| OpenError::Unreadable { path: shown.clone(), why };
        let count = |byte: u8| head.iter().filter(|other| **other == byte).count();
        let separator = if count(b'\t') > count(b',') { b'\t' } else { b',' };
        let mut reader = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(input);
        let header = reader.headers().map_err(|error| failed(why(&error)))?;
        let header: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        if header.iter().all(String::is_empty) {
            return Err(failed("its first line is empty, where the names of its columns should stand".to_owned()));
        }
        if header.iter().any(|name| name.contains(MARK)) {
            return Err(failed(format!("its header has {MARK_TOLD}")));
        }
        if header.len() == 1 && count(b';') > 0 {
            return Err(failed("its columns are separated by `;`; use commas or tabs".to_owned()));
        }
        let again = header.iter().enumerate().find(|(at, name)| header.iter().take(*at).any(|other| other == *name));
        if let Some((_, name)) = again {
            return Err(failed(format!("the header has the column `{name}` twice")));
        }
        Ok(Table { path: shown, reader, header })
    }

    pub fn find(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.header.iter().position(|known| known.eq_ignore_ascii_case(name)))
    }

    pub fn column(&self, names: &[&str]) -> Result<usize, OpenError> {
        self.find(names).ok_or_else(|| {
            let wanted = names.first().copied().unwrap_or_default();
            let why = format!("its header has no column `{wanted}`; it has {}", self.header.join(", "));
            OpenError::OtherForm { path: self.path.clone(), why }
        })
    }

    pub fn rows(
        &mut self,
        file: u32,
        missing: &[String],
        reject: &mut impl FnMut(Rejection),
        mut take: impl FnMut(Place, &[&str]) -> Result<(), String>,
    ) -> Result<TableTally, OpenError> {
        let mut tally = TableTally::default();
        let mut record = ByteRecord::new();
        loop {
            let position = self.reader.position().clone();
            let read = self.reader.read_byte_record(&mut record);
            if matches!(read, Ok(false)) {
                return Ok(tally);
            }
            let at = record.position().filter(|_| read.is_ok()).unwrap_or(&position);
            let place = Place { file, line: at.line(), byte: at.byte() };
            let taken = match &read {
                Ok(_) => self.cells(&record, missing, &mut tally.spaced).and_then(|cells| take(place, &cells)),
                Err(error) => Err(format!("the file cannot be read on: {}", why(error))),
            };
            match taken {
                Ok(()) => tally.rows += 1,
                Err(reason) => {
                    tally.rejected += 1;
                    reject(Rejection { place, id: None, reason });
                }
            }
            if read.is_err() {
                return Ok(tally);
            }
        }
    }

    /// Returns a row's cells without the spaces around them; what stands for nothing is empty.
    fn cells<'r>(
        &self,
        record: &'r ByteRecord,
        missing: &[String],
        spaced: &mut BTreeMap<String, u64>,
    ) -> Result<Vec<&'r str>, String> {
        let wanted = self.header.len();
        if record.len() != wanted {
            return Err(other_length(record.len(), wanted));
        }
        let cells: Result<Vec<&str>, _> = record.iter().map(std::str::from_utf8).collect();
        let mut cells = cells.map_err(|_| "the row is not UTF-8 text".to_owned())?;
        if cells.first().is_some_and(|cell| cell.starts_with(MARK)) {
            return Err(format!("the row has {MARK_TOLD}"));
        }
        for (cell, column) in cells.iter_mut().zip(&self.header) {
            let bare = cell.trim();
            if bare.len() < cell.len() && !bare.is_empty() {
                match spaced.get_mut(column) {
                    Some(count) => *count += 1,
                    None => _ = spaced.insert(column.clone(), 1),
                }
            }
            *cell = if missing.iter().any(|word| word == bare) { "" } else { bare };
        }
        Ok(cells)
    }
}

fn why(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Io(error) => plain(error),
        csv::ErrorKind::Utf8 { .. } => "its header is not UTF-8 text".to_owned(),
        _ => error.to_string(),
    }
}

/// Reads the first line and puts it back in front, without the byte-order mark.
///
/// # Errors
/// Why there is none to be read, in plain words.
fn begun(mut input: Box<dyn Read + Send>) -> Result<(Vec<u8>, Box<dyn Read + Send>), String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while head.len() < 1 << 16 {
        match input.read(&mut byte) {
            Ok(0) => break,
            Ok(_) => head.push(byte[0]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(format!("{}, within its first line", broken(&error, head.len() as u64))),
        }
        if byte[0] == b'\n' {
            break;
        }
    }
    if is_utf16(&head) {
        return Err(UTF16.to_owned());
    }
    let head = head.strip_prefix(BOM).map(<[u8]>::to_vec).unwrap_or(head);
    let again = io::Cursor::new(head.clone()).chain(input);
    Ok((head, Box::new(again)))
}
