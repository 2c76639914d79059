//! Rows of a table with separators (CSV, TSV).
//!
//! A quote opens only at the start of a cell; inside, two quotes are one; after the closing quote anything up to the
//! next separator still belongs to the cell. That is how the `csv` crate reads, and the tests hold this to it.

use std::borrow::Cow;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    CellStart,
    InCell,
    Quoted,
    /// After a quote inside a quoted cell: its end, or half of a doubled one.
    QuoteSeen,
}

/// Finds the ends of rows in bytes that come in parts.
#[derive(Debug, Clone)]
pub(in super::super) struct RowScanner {
    separator: u8,
    state: State,
}

impl RowScanner {
    pub fn new(separator: u8) -> RowScanner {
        RowScanner { separator, state: State::CellStart }
    }

    /// Returns a scanner of the same kind that stands before a row.
    pub fn fresh(&self) -> RowScanner {
        RowScanner::new(self.separator)
    }

    /// True after bytes that leave a quote open.
    pub fn is_quoted(&self) -> bool {
        self.state == State::Quoted
    }

    fn step(&mut self, byte: u8) -> bool {
        let (state, end) = match (self.state, byte) {
            (State::Quoted, b'"') => (State::QuoteSeen, false),
            (State::Quoted, _) => (State::Quoted, false),
            (State::QuoteSeen, b'"') => (State::Quoted, false),
            (State::CellStart, b'"') => (State::Quoted, false),
            (_, b'\n') => (State::CellStart, true),
            (_, b'\r') => (State::CellStart, false),
            (_, byte) if byte == self.separator => (State::CellStart, false),
            _ => (State::InCell, false),
        };
        self.state = state;
        end
    }

    /// Returns the end of the last row that ends in `bytes`.
    pub fn last_end(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut last = None;
        for (at, byte) in bytes.iter().enumerate() {
            if self.step(*byte) {
                last = Some(at + 1);
            }
        }
        last
    }

    /// Returns the end of the first row that ends in `bytes`, and looks no further.
    pub fn first_end(&mut self, bytes: &[u8]) -> Option<usize> {
        bytes.iter().position(|byte| self.step(*byte)).map(|at| at + 1)
    }
}

/// Cuts a row, without its line break, into cells.
pub(in super::super) fn cells<'t>(row: &'t str, separator: u8, cells: &mut Vec<Cow<'t, str>>) {
    cells.clear();
    let mut rest = row;
    loop {
        let (cell, after) = cell(rest, char::from(separator));
        cells.push(cell);
        match after {
            Some(after) => rest = after,
            None => return,
        }
    }
}

/// Reads one cell; returns what follows its separator, if it has one.
fn cell(text: &str, separator: char) -> (Cow<'_, str>, Option<&str>) {
    let Some(quoted) = text.strip_prefix('"') else {
        return match text.split_once(separator) {
            Some((cell, after)) => (Cow::Borrowed(cell), Some(after)),
            None => (Cow::Borrowed(text), None),
        };
    };
    let Some((inside, tail)) = quoted.split_once('"') else { return (Cow::Borrowed(quoted), None) };
    if tail.is_empty() {
        return (Cow::Borrowed(inside), None);
    }
    if let Some(after) = tail.strip_prefix(separator) {
        return (Cow::Borrowed(inside), Some(after));
    }
    let mut whole = inside.to_owned();
    let mut rest = tail;
    while let Some(doubled) = rest.strip_prefix('"') {
        whole.push('"');
        match doubled.split_once('"') {
            Some((inside, tail)) => {
                whole.push_str(inside);
                rest = tail;
            }
            None => {
                whole.push_str(doubled);
                return (Cow::Owned(whole), None);
            }
        }
    }
    match rest.split_once(separator) {
        Some((tail, after)) => {
            whole.push_str(tail);
            (Cow::Owned(whole), Some(after))
        }
        None => {
            whole.push_str(rest);
            (Cow::Owned(whole), None)
        }
    }
}
