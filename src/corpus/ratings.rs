//! Bare tables of ratings: `item,rater,label`, one rating a row; and of gold: `item,gold`.
//!
//! For those who have labels and no pack. A row may also say when (`at`), how long it took (`seconds`), in which `batch`,
//! and to which `group` of people the rater belongs; any other column says what the item is like. CSV or TSV, compressed or not, `-` for standard input.

use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use csv::ByteRecord;

use super::decode;
use super::{OpenError, Place, Rejection};
use crate::language::moment;

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
}

/// Names under which the columns are known; the first of each is the one to write.
pub(super) const ITEM: &[&str] = &["item", "task", "id"];
const RATER: &[&str] = &["rater", "worker", "annotator", "judge"];
const LABEL: &[&str] = &["label", "response"];
const GOLD: &[&str] = &["gold", "label", "truth"];

/// Reads a table of ratings. `take` gets each row and says why it cannot be used; `reject` gets what was rejected, with its
/// place. `file` is the place's number of the file.
///
/// # Errors
/// If the file cannot be read, or its header lacks a column.
pub fn read_ratings(
    path: &Path,
    file: u32,
    mut take: impl FnMut(&RatingRow<'_>) -> Result<(), String>,
    mut reject: impl FnMut(Rejection),
) -> Result<TableTally, OpenError> {
    let mut table = Table::open(path)?;
    let [item, rater, label] = [ITEM, RATER, LABEL].map(|names| table.column(names));
    let (item, rater, label) = (item?, rater?, label?);
    let [at, seconds, batch, group] = ["at", "seconds", "batch", "group"].map(|name| table.find(&[name]));
    let known = [Some(item), Some(rater), Some(label), at, seconds, batch, group];
    let header = table.header.clone();
    table.rows(file, &mut reject, |_, cells| {
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

/// Reads a table of gold: item and label of each row, as in [`read_ratings`].
///
/// # Errors
/// If the file cannot be read, or its header lacks a column.
pub fn read_gold(
    path: &Path,
    file: u32,
    mut take: impl FnMut(&str, &str) -> Result<(), String>,
    mut reject: impl FnMut(Rejection),
) -> Result<TableTally, OpenError> {
    let mut table = Table::open(path)?;
    let (item, gold) = (table.column(ITEM)?, table.column(GOLD)?);
    if let Some(other) = table.header.iter().enumerate().find(|(at, _)| *at != item && *at != gold) {
        let why = format!("its column `{}` is not known there; a table of gold has `item` and `gold`", other.1);
        return Err(OpenError::Unreadable { path: table.path, why });
    }
    table.rows(file, &mut reject, |_, cells| {
        let cell = |at: usize| cells.get(at).copied().filter(|cell| !cell.is_empty());
        take(cell(item).ok_or("the row names no item")?, cell(gold).ok_or("the row has no gold")?)
    })
}

pub(super) fn moment_of(text: &str) -> Result<i64, String> {
    moment::parse(text).ok_or_else(|| "`at` is no moment; write one as 2026-11-01T12:00:00Z".to_owned())
}

fn seconds_of(text: &str) -> Result<f64, String> {
    let seconds = text.parse::<f64>().ok().filter(|seconds| seconds.is_finite() && *seconds >= 0.0);
    seconds.ok_or_else(|| "`seconds` is not a number of seconds".to_owned())
}

/// A file whose first line is known, and is read again with the rest.
pub(super) struct Begun {
    pub path: String,
    pub head: Vec<u8>,
    pub input: Box<dyn Read + Send>,
}

impl Begun {
    pub fn open(path: &Path) -> Result<Begun, OpenError> {
        let shown = path.display().to_string();
        let input = decode::open(path, Arc::default()).map_err(|error| super::open::unreadable(path, &error))?.reader;
        let failed = |error: io::Error| OpenError::Unreadable { path: shown.clone(), why: super::open::plain(&error) };
        let (head, input) = first_line(input).map_err(failed)?;
        Ok(Begun { path: shown, head, input })
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
            return Err(OpenError::Unreadable { path: begun.path, why });
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
        let header = reader.headers().map_err(|_| failed("its header is not text".to_owned()))?;
        let header: Vec<String> =
            header.iter().map(|name| name.trim().trim_start_matches('\u{feff}').to_owned()).collect();
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
            OpenError::Unreadable { path: self.path.clone(), why }
        })
    }

    pub fn rows(
        &mut self,
        file: u32,
        reject: &mut impl FnMut(Rejection),
        mut take: impl FnMut(Place, &[&str]) -> Result<(), String>,
    ) -> Result<TableTally, OpenError> {
        let mut tally = TableTally::default();
        let mut record = ByteRecord::new();
        loop {
            let position = self.reader.position().clone();
            match self.reader.read_byte_record(&mut record) {
                Ok(false) => return Ok(tally),
                Ok(true) => {}
                Err(error) => {
                    let why = format!("reading stopped in line {}: {error}", position.line());
                    return Err(OpenError::Unreadable { path: self.path.clone(), why });
                }
            }
            let at = record.position().map_or((position.line(), position.byte()), |at| (at.line(), at.byte()));
            let place = Place { file, line: at.0, byte: at.1 };
            let taken = cells(&record, self.header.len()).and_then(|cells| take(place, &cells));
            match taken {
                Ok(()) => tally.rows += 1,
                Err(reason) => {
                    tally.rejected += 1;
                    reject(Rejection { place, id: None, reason });
                }
            }
        }
    }
}

fn cells(record: &ByteRecord, wanted: usize) -> Result<Vec<&str>, String> {
    if record.len() != wanted {
        return Err(format!("the row has {} cells where the header has {wanted}", record.len()));
    }
    let cells: Result<Vec<&str>, _> = record.iter().map(std::str::from_utf8).collect();
    Ok(cells.map_err(|_| "the row is not UTF-8 text".to_owned())?.into_iter().map(str::trim).collect())
}

/// Reads the first line and puts it back in front.
fn first_line(mut input: Box<dyn Read + Send>) -> io::Result<(Vec<u8>, Box<dyn Read + Send>)> {
    let mut head = Vec::new();
    let mut byte = [0];
    while head.len() < 1 << 16 && input.read(&mut byte)? == 1 {
        head.push(byte[0]);
        if byte[0] == b'\n' {
            break;
        }
    }
    let again = io::Cursor::new(head.clone()).chain(input);
    Ok((head, Box::new(again)))
}
