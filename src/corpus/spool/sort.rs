//! Sorting more keys than fit into memory.
//!
//! Entries gather in memory; each full load is sorted and written as a run to one scratch file; at the end all runs are
//! merged through small buffers. Entries are ordered by key and then by payload, so the result never depends on how
//! much memory there was.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// Bytes of an entry on disk: a key of 16 and a payload of 8.
const ENTRY_BYTES: usize = 24;
const RUN_BUFFER_BYTES_MIN: usize = ENTRY_BYTES * 128;

type Entry = (u128, u64);

/// Returns a number that orders as `value` does, least first; NaN comes last.
pub fn ascending(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    // The usual trick: flip all bits of negatives, the sign of the rest.
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

/// Returns a number that orders as `value` does, greatest first; NaN comes first.
pub fn descending(value: f64) -> u64 {
    !ascending(value)
}

/// Joins two orders into one key: by the first, then by the second.
pub fn pair(first: u64, second: u64) -> u128 {
    u128::from(first) << 64 | u128::from(second)
}

/// Takes entries in any order.
#[derive(Debug)]
pub struct Sorter {
    dir: std::path::PathBuf,
    loaded: Vec<Entry>,
    entries_max: usize,
    scratch: Option<File>,
    /// Number of entries in each run on disk, in file order.
    runs: Vec<u64>,
}

impl Sorter {
    /// Makes a sorter that holds about `memory_bytes` and puts what is more into scratch files in `dir`.
    pub fn new(dir: &Path, memory_bytes: usize) -> Sorter {
        // In memory an entry takes 32 bytes: u128 wants 16-byte steps.
        let entries_max = (memory_bytes / size_of::<Entry>()).max(RUN_BUFFER_BYTES_MIN);
        Sorter { dir: dir.to_owned(), loaded: Vec::new(), entries_max, scratch: None, runs: Vec::new() }
    }

    /// Adds an entry.
    pub fn push(&mut self, key: u128, payload: u64) -> io::Result<()> {
        if self.loaded.len() >= self.entries_max {
            self.spill()?;
        }
        self.loaded.push((key, payload));
        Ok(())
    }

    /// Returns how many entries were added.
    pub fn len(&self) -> u64 {
        self.runs.iter().sum::<u64>() + self.loaded.len() as u64
    }

    /// True if nothing was added.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn spill(&mut self) -> io::Result<()> {
        self.loaded.sort_unstable();
        let mut file = match self.scratch.take() {
            Some(file) => file,
            None => tempfile::tempfile_in(&self.dir)?,
        };
        let mut bytes = Vec::with_capacity(RUN_BUFFER_BYTES_MIN * 8);
        for chunk in self.loaded.chunks(RUN_BUFFER_BYTES_MIN * 8 / ENTRY_BYTES) {
            bytes.clear();
            for (key, payload) in chunk {
                bytes.extend_from_slice(&key.to_le_bytes());
                bytes.extend_from_slice(&payload.to_le_bytes());
            }
            file.write_all(&bytes)?;
        }
        self.runs.push(self.loaded.len() as u64);
        self.loaded.clear();
        self.scratch = Some(file);
        Ok(())
    }

    /// Ends the adding; entries come out in order.
    pub fn finish(mut self) -> io::Result<Sorted> {
        self.loaded.sort_unstable();
        let mut sorted = Sorted {
            buffer_bytes: (self.entries_max * size_of::<Entry>() / (self.runs.len() + 1))
                .clamp(RUN_BUFFER_BYTES_MIN, 1 << 20)
                / ENTRY_BYTES
                * ENTRY_BYTES,
            scratch: self.scratch,
            runs: Vec::new(),
            loaded: self.loaded.into_iter(),
            heads: BinaryHeap::new(),
        };
        let mut start = 0;
        for entries in self.runs {
            let end = start + entries * ENTRY_BYTES as u64;
            sorted.runs.push(Run { next: start, end, buffer: Vec::new(), at: 0 });
            start = end;
        }
        for index in 0..=sorted.runs.len() {
            sorted.refresh(index)?;
        }
        Ok(sorted)
    }
}

#[derive(Debug)]
struct Run {
    next: u64,
    end: u64,
    buffer: Vec<u8>,
    at: usize,
}

/// Entries in order: by key, then by payload.
#[derive(Debug)]
pub struct Sorted {
    scratch: Option<File>,
    runs: Vec<Run>,
    /// The last load, which never went to disk.
    loaded: std::vec::IntoIter<Entry>,
    buffer_bytes: usize,
    /// The least entry of each run; the run's number last, that of the load being one past the runs'.
    heads: BinaryHeap<Reverse<(u128, u64, usize)>>,
}

impl Iterator for Sorted {
    /// The key and the payload.
    type Item = io::Result<(u128, u64)>;

    fn next(&mut self) -> Option<Self::Item> {
        let Reverse((key, payload, run)) = self.heads.pop()?;
        Some(self.refresh(run).map(|()| (key, payload)))
    }
}

impl Sorted {
    /// Puts the next entry of a run among the heads.
    fn refresh(&mut self, index: usize) -> io::Result<()> {
        let entry = match (self.runs.get_mut(index), &mut self.scratch) {
            (Some(run), Some(file)) => run.next(file, self.buffer_bytes)?,
            _ => self.loaded.next(),
        };
        if let Some((key, payload)) = entry {
            self.heads.push(Reverse((key, payload, index)));
        }
        Ok(())
    }
}

impl Run {
    fn next(&mut self, file: &mut File, buffer_bytes: usize) -> io::Result<Option<Entry>> {
        if self.at == self.buffer.len() {
            let wanted = (self.end - self.next).min(buffer_bytes as u64) as usize;
            if wanted == 0 {
                return Ok(None);
            }
            self.buffer.resize(wanted, 0);
            self.at = 0;
            file.seek(SeekFrom::Start(self.next))?;
            file.read_exact(&mut self.buffer)?;
            self.next += wanted as u64;
        }
        let entry = self.buffer.get(self.at..self.at + ENTRY_BYTES).unwrap_or_default();
        self.at += ENTRY_BYTES;
        let (key, payload) = entry.split_at_checked(16).unwrap_or_default();
        let key = key.try_into().map(u128::from_le_bytes).map_err(io::Error::other)?;
        let payload = payload.try_into().map(u64::from_le_bytes).map_err(io::Error::other)?;
        Ok(Some((key, payload)))
    }
}
