//! Bytes → pieces of about a mebibyte that end where an entry ends.
//!
//! An entry is a line, a row of a table (whose quoted cells may hold line breaks) or an element of a JSON list. Only
//! as much is looked at as is needed to find its end; reading it is left to the workers.

pub(super) mod array;
pub(super) mod rows;

use std::io::{self, Read};

use memchr::{memchr_iter, memrchr};

use array::ArrayScanner;
use rows::RowScanner;

const READ_BYTES_MAX: usize = 256 << 10;
const READ_BYTES_MIN: usize = 4 << 10;

/// How entries end.
#[derive(Debug, Clone)]
pub(super) enum Scanner {
    /// At each line break.
    Lines,
    /// At line breaks outside quotes.
    Rows(RowScanner),
    /// With the element.
    Array(ArrayScanner),
}

impl Scanner {
    /// Looks at `bytes` from `from` on; returns the end of the last whole entry found there.
    fn scan(&mut self, bytes: &[u8], from: usize) -> Option<usize> {
        let fresh = bytes.get(from..).unwrap_or_default();
        match self {
            Scanner::Lines => memrchr(b'\n', fresh).map(|at| from + at + 1),
            Scanner::Rows(scanner) => scanner.last_end(fresh).map(|at| from + at),
            Scanner::Array(scanner) => scanner.last_end(fresh).map(|at| from + at),
        }
    }

    /// As [`Scanner::scan`], the end of the first entry.
    fn scan_first(&mut self, bytes: &[u8], from: usize) -> Option<usize> {
        let fresh = bytes.get(from..).unwrap_or_default();
        match self {
            Scanner::Lines => memchr::memchr(b'\n', fresh).map(|at| from + at + 1),
            Scanner::Rows(scanner) => scanner.first_end(fresh).map(|at| from + at),
            Scanner::Array(scanner) => scanner.first_end(fresh).map(|at| from + at),
        }
    }
}

/// A stretch of whole entries, or word of one too long to be read.
#[derive(Debug)]
pub(super) struct Piece {
    /// The entries; empty if there was one too long.
    pub bytes: Vec<u8>,
    /// Line of the first byte, from 1.
    pub line: u64,
    /// Place of the first byte in the plain bytes of the file.
    pub offset: u64,
    pub too_long: bool,
}

/// Cuts what it reads into pieces.
pub(super) struct Splitter {
    input: Box<dyn Read + Send>,
    scanner: Scanner,
    buffer: Vec<u8>,
    /// How far the scanner looked.
    scanned: usize,
    /// End of the last whole entry.
    complete: usize,
    line: u64,
    offset: u64,
    ended: bool,
    /// What kept the input from being read on, to be told after everything that was read before.
    failure: Option<io::Error>,
    piece_bytes: usize,
    read_bytes: usize,
    entry_bytes_max: usize,
}

impl Splitter {
    /// Starts at a line and an offset (of the plain bytes) where `input` stands.
    pub fn new(input: Box<dyn Read + Send>, scanner: Scanner, start: (u64, u64), limits: (usize, usize)) -> Splitter {
        Splitter {
            input,
            scanner,
            buffer: Vec::new(),
            scanned: 0,
            complete: 0,
            line: start.0,
            offset: start.1,
            ended: false,
            failure: None,
            piece_bytes: limits.0,
            read_bytes: limits.0.clamp(READ_BYTES_MIN, READ_BYTES_MAX),
            entry_bytes_max: limits.1,
        }
    }

    /// Returns line and offset of what comes next.
    pub fn position(&self) -> (u64, u64) {
        (self.line, self.offset)
    }

    /// Returns how many of the plain bytes were read so far, taken or not.
    pub fn bytes_read(&self) -> u64 {
        self.offset + self.buffer.len() as u64
    }

    /// Returns the scanner, as it is before an entry.
    pub fn scanner(&self) -> Scanner {
        match &self.scanner {
            Scanner::Lines => Scanner::Lines,
            Scanner::Rows(scanner) => Scanner::Rows(scanner.fresh()),
            Scanner::Array(_) => Scanner::Array(ArrayScanner::new()),
        }
    }

    /// True if the `]` of a list was read.
    pub fn closed(&self) -> bool {
        matches!(&self.scanner, Scanner::Array(scanner) if scanner.closed())
    }

    /// Takes the whole entries read so far, when no more can be read.
    pub fn whole_rest(&mut self) -> Option<Piece> {
        if let Some(end) = self.scanner.scan(&self.buffer, self.scanned) {
            self.complete = end;
        }
        self.scanned = self.buffer.len();
        (self.complete > 0).then(|| self.take(self.complete))
    }

    /// Returns the first bytes, at least `wanted` of them unless the input is shorter or breaks off.
    ///
    /// # Errors
    /// If nothing at all can be read; where it breaks off later is told when that place is reached.
    pub fn peek(&mut self, wanted: usize) -> io::Result<&[u8]> {
        while self.buffer.len() < wanted && !self.ended {
            match self.fill() {
                Err(error) if !self.buffer.is_empty() => self.failure = Some(error),
                filled => filled?,
            }
        }
        Ok(&self.buffer)
    }

    /// Tells whether everything was read.
    ///
    /// # Errors
    /// If reading broke off instead.
    fn at_end(&mut self) -> io::Result<bool> {
        self.failure.take().map_or(Ok(self.ended), Err)
    }

    /// Changes how entries end; nothing may have been taken yet.
    pub fn set_scanner(&mut self, scanner: Scanner) {
        self.scanner = scanner;
        self.scanned = 0;
        self.complete = 0;
    }

    /// Drops the first `count` bytes, which were peeked at.
    pub fn skip(&mut self, count: usize) {
        let count = count.min(self.buffer.len());
        let dropped = self.buffer.drain(..count);
        self.line += dropped.filter(|byte| *byte == b'\n').count() as u64;
        self.offset += count as u64;
        self.scanned = 0;
        self.complete = 0;
    }

    /// Takes one entry, or the rest of the input; `None` at the end.
    pub fn next_entry(&mut self) -> io::Result<Option<Piece>> {
        let mut scanner = self.scanner.clone();
        let mut from = 0;
        loop {
            if let Some(end) = scanner.scan_first(&self.buffer, from) {
                return Ok(Some(self.take(end)));
            }
            if self.at_end()? {
                let all = self.buffer.len();
                return Ok((all > 0).then(|| self.take(all)));
            }
            if self.buffer.len() > self.entry_bytes_max {
                return self.drop_entry().map(Some);
            }
            from = self.buffer.len();
            self.fill()?;
        }
    }

    /// Takes the next piece; `None` at the end.
    pub fn next_piece(&mut self) -> io::Result<Option<Piece>> {
        loop {
            if self.scanned < self.buffer.len() {
                if let Some(end) = self.scanner.scan(&self.buffer, self.scanned) {
                    self.complete = end;
                }
                self.scanned = self.buffer.len();
            }
            let pending = self.buffer.len() - self.complete;
            let full = self.complete >= self.piece_bytes || pending > self.entry_bytes_max;
            if self.complete > 0 && full {
                return Ok(Some(self.take(self.complete)));
            }
            if pending > self.entry_bytes_max {
                return self.drop_entry().map(Some);
            }
            if self.at_end()? {
                let all = self.buffer.len();
                return Ok((all > 0).then(|| self.take(all)));
            }
            self.fill()?;
        }
    }

    fn take(&mut self, end: usize) -> Piece {
        let rest = self.buffer.split_off(end.min(self.buffer.len()));
        let bytes = std::mem::replace(&mut self.buffer, rest);
        let piece = Piece { line: self.line, offset: self.offset, too_long: false, bytes };
        self.line += memchr_iter(b'\n', &piece.bytes).count() as u64;
        self.offset += piece.bytes.len() as u64;
        self.scanned = self.scanned.saturating_sub(end);
        self.complete = 0;
        piece
    }

    /// Passes over an entry that is too long, without keeping it.
    fn drop_entry(&mut self) -> io::Result<Piece> {
        let piece = Piece { bytes: Vec::new(), line: self.line, offset: self.offset, too_long: true };
        // The scanner has seen all of the buffer and found no end in it.
        self.scanned = self.buffer.len();
        loop {
            let all = self.buffer.len();
            let end = self.scanner.scan_first(&self.buffer, self.scanned);
            self.scanned = end.unwrap_or(all);
            self.line += memchr_iter(b'\n', self.buffer.get(..self.scanned).unwrap_or_default()).count() as u64;
            self.offset += self.scanned as u64;
            self.buffer.drain(..self.scanned);
            self.scanned = 0;
            self.complete = 0;
            if end.is_some() || self.at_end()? {
                return Ok(piece);
            }
            self.fill()?;
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        let before = self.buffer.len();
        self.buffer.resize(before + self.read_bytes, 0);
        loop {
            match self.input.read(self.buffer.get_mut(before..).unwrap_or_default()) {
                Ok(count) => {
                    self.buffer.truncate(before + count);
                    self.ended = count == 0;
                    return Ok(());
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.buffer.truncate(before);
                    self.ended = true;
                    return Err(error);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
