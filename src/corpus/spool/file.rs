//! An append-only file of byte strings.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

const BUFFER_BYTES: usize = 256 << 10;

/// Longest entry, so that a damaged length never asks for all memory.
const ENTRY_BYTES_MAX: u64 = 1 << 30;

/// Byte strings on disk, in the order they were appended.
#[derive(Debug)]
pub struct Spool {
    writer: BufWriter<File>,
    /// A handle of its own for reading, so that reading never disturbs appending.
    reader: File,
    end: u64,
}

impl Spool {
    /// Makes a spool without a name in `dir`; it vanishes with the process.
    pub fn scratch(dir: &Path) -> io::Result<Spool> {
        let file = tempfile::NamedTempFile::new_in(dir)?;
        let reader = file.reopen()?;
        // The name goes when `file` does; both handles stay good.
        let writer = file.as_file().try_clone()?;
        Ok(Spool { writer: BufWriter::with_capacity(BUFFER_BYTES, writer), reader, end: 0 })
    }

    /// Makes a spool at a path, in place of whatever is there.
    pub fn create(path: &Path) -> io::Result<Spool> {
        File::create(path)?;
        Spool::resume(path, 0)
    }

    /// Opens a spool that an earlier run left, and forgets everything from `end` on (see [`Spool::end`]).
    ///
    /// # Errors
    /// Also if the file is shorter than `end`.
    pub fn resume(path: &Path, end: u64) -> io::Result<Spool> {
        let mut file = OpenOptions::new().read(true).write(true).open(path)?;
        if file.metadata()?.len() < end {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the scratch file is shorter than it was"));
        }
        file.set_len(end)?;
        file.seek(SeekFrom::End(0))?;
        let reader = File::open(path)?;
        Ok(Spool { writer: BufWriter::with_capacity(BUFFER_BYTES, file), reader, end })
    }

    /// Appends an entry and returns its place.
    pub fn append(&mut self, entry: &[u8]) -> io::Result<u64> {
        let place = self.end;
        let length =
            u32::try_from(entry.len()).map_err(|_| io::Error::other("an entry is too long for the scratch file"))?;
        self.writer.write_all(&length.to_le_bytes())?;
        self.writer.write_all(entry)?;
        self.end += 4 + u64::from(length);
        Ok(place)
    }

    /// Returns the place after the last entry: what [`Spool::resume`] wants after [`Spool::flush`].
    pub fn end(&self) -> u64 {
        self.end
    }

    /// Hands everything appended to the operating system.
    pub fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }

    /// Reads the entry at a place that [`Spool::append`] gave, in place of what `entry` holds.
    pub fn read(&mut self, place: u64, entry: &mut Vec<u8>) -> io::Result<()> {
        self.writer.flush()?;
        self.reader.seek(SeekFrom::Start(place))?;
        match next(&mut self.reader, entry)? {
            true => Ok(()),
            false => Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the scratch file has no entry there")),
        }
    }

    /// Reads all entries in the order they were appended.
    pub fn entries(&mut self) -> io::Result<Entries> {
        self.writer.flush()?;
        let mut file = self.reader.try_clone()?;
        file.seek(SeekFrom::Start(0))?;
        Ok(Entries { reader: BufReader::with_capacity(BUFFER_BYTES, file), place: 0 })
    }
}

/// The entries of a spool, one after the other. Nothing else may be read from the spool meanwhile.
#[derive(Debug)]
pub struct Entries {
    reader: BufReader<File>,
    place: u64,
}

impl Entries {
    /// Reads the next entry in place of what `entry` holds and returns its place; `None` at the end.
    pub fn next(&mut self, entry: &mut Vec<u8>) -> io::Result<Option<u64>> {
        if !next(&mut self.reader, entry)? {
            return Ok(None);
        }
        let place = self.place;
        self.place += 4 + entry.len() as u64;
        Ok(Some(place))
    }
}

fn next(reader: &mut impl Read, entry: &mut Vec<u8>) -> io::Result<bool> {
    let mut length = [0_u8; 4];
    match reader.read_exact(&mut length) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(false),
        Err(error) => return Err(error),
    }
    let length = u64::from(u32::from_le_bytes(length));
    entry.clear();
    if length > ENTRY_BYTES_MAX || reader.take(length).read_to_end(entry)? as u64 != length {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "the scratch file is damaged"));
    }
    Ok(true)
}
