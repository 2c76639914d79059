//! The entries of a batch: lines, elements of a list, rows of a table.

use std::borrow::Cow;
use std::ops::Range;

use super::open::{MARK, MARK_TOLD};
use super::rejection::Place;
use super::split::{array, rows};

/// What the entries of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One JSON object per line.
    Lines,
    /// Elements of a JSON list.
    Array,
    /// Rows, with this separator.
    Rows(u8),
}

/// One entry.
#[derive(Debug)]
pub(super) enum Entry<'b, 'c> {
    /// Nothing stands there.
    Blank,
    /// A line or an element.
    Text(&'b str),
    /// A row.
    Cells(&'c [Cow<'b, str>]),
}

/// Hands each entry of `bytes` to `take`, with its place; or why it is no text.
pub(super) fn each<'b>(
    kind: Kind,
    bytes: &'b [u8],
    start: Place,
    mut take: impl FnMut(Place, Result<Entry<'b, '_>, String>),
) {
    // Mostly the whole batch is valid text, and checking it at once is the cheapest way to know.
    let valid = std::str::from_utf8(bytes).ok();
    match kind {
        Kind::Lines => lines(bytes, start, |place, range| {
            // Files that were put one after the other may each begin with a mark.
            let line = text(bytes, valid, range).map(|line| line.strip_prefix(MARK).unwrap_or(line));
            take(place, line.map(|line| if line.trim_ascii().is_empty() { Entry::Blank } else { Entry::Text(line) }));
        }),
        Kind::Array => {
            let found = array::elements(bytes);
            let mut place = start;
            for range in found.elements {
                place = advanced(bytes, start, place, range.start);
                take(place, text(bytes, valid, range).map(Entry::Text));
            }
            if let Some(at) = found.trailing {
                let place = advanced(bytes, start, place, at);
                take(place, Err("something follows after the end of the list".to_owned()));
            }
        }
        Kind::Rows(separator) => {
            let mut cells = Vec::new();
            table_rows(bytes, start, separator, |place, row| {
                let row = row.and_then(|range| text(bytes, valid, range));
                match row {
                    Ok("") => take(place, Ok(Entry::Blank)),
                    Ok(row) if row.starts_with(MARK) => take(place, Err(format!("the row has {MARK_TOLD}"))),
                    Ok(row) => {
                        rows::cells(row, separator, &mut cells);
                        take(place, Ok(Entry::Cells(&cells)));
                    }
                    Err(why) => take(place, Err(why)),
                }
            });
        }
    }
}

fn lines(bytes: &[u8], start: Place, mut take: impl FnMut(Place, Range<usize>)) {
    let mut from = 0;
    let mut line = start.line;
    while let Some(rest) = bytes.get(from..).filter(|rest| !rest.is_empty()) {
        let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        take(Place { file: start.file, line, byte: start.byte + from as u64 }, from..from + length);
        from += length + 1;
        line += 1;
    }
}

fn table_rows(bytes: &[u8], start: Place, separator: u8, mut take: impl FnMut(Place, Result<Range<usize>, String>)) {
    let mut scanner = rows::RowScanner::new(separator);
    let mut place = start;
    let mut from = 0;
    while let Some(rest) = bytes.get(from..).filter(|rest| !rest.is_empty()) {
        let end = scanner.first_end(rest).map_or(bytes.len(), |at| from + at);
        place = advanced(bytes, start, place, from);
        let row = bytes.get(from..end).unwrap_or_default();
        // Everything up to the end of the file would be one cell: nobody meant that.
        let unclosed = || Err("a `\"` opens in this row and is never closed".to_owned());
        take(place, if scanner.is_quoted() { unclosed() } else { Ok(from..from + without_break(row).len()) });
        from = end;
    }
}

/// Moves a place that lies before `to` in the same batch.
fn advanced(bytes: &[u8], start: Place, place: Place, to: usize) -> Place {
    let from = (place.byte - start.byte) as usize;
    let breaks = memchr::memchr_iter(b'\n', bytes.get(from..to).unwrap_or_default()).count();
    Place { file: start.file, line: place.line + breaks as u64, byte: start.byte + to as u64 }
}

/// Returns an entry as text; the whole batch was checked at once if it is `valid`.
fn text<'b>(bytes: &'b [u8], valid: Option<&'b str>, range: Range<usize>) -> Result<&'b str, String> {
    if let Some(text) = valid.and_then(|text| text.get(range.clone())) {
        return Ok(text);
    }
    let bytes = bytes.get(range).unwrap_or_default();
    std::str::from_utf8(bytes).map_err(|error| format!("this is not UTF-8 text (byte {})", error.valid_up_to() + 1))
}

/// Takes the line break off a row.
fn without_break(row: &[u8]) -> &[u8] {
    let row = row.strip_suffix(b"\n").unwrap_or(row);
    row.strip_suffix(b"\r").unwrap_or(row)
}
