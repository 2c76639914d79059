//! Files and standard input → plain bytes.
//!
//! What is compressed is told by its first bytes, never by its name. Decompression costs as much as everything after
//! it, so it runs on a thread of its own ([`piped`]), a few blocks ahead.

mod piped;

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const GZIP: [u8; 2] = [0x1F, 0x8B];
const ZSTD: [u8; 4] = [0x28, 0xB5, 0x2F, 0xFD];

/// Bytes as they come, decompressed.
pub(super) struct Opened {
    pub reader: Box<dyn Read + Send>,
    /// Places in the plain bytes are places in the file.
    pub seekable: Option<File>,
}

/// Opens a file, or standard input for `-`; adds the bytes read from it, compressed as they are, to `taken`.
pub(super) fn open(path: &Path, taken: Arc<AtomicU64>) -> io::Result<Opened> {
    if path == Path::new("-") {
        let reader = plain(Box::new(io::stdin()), taken)?.0;
        return Ok(Opened { reader, seekable: None });
    }
    let file = File::open(path)?;
    let about = file.metadata()?;
    if about.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    let second = about.is_file().then(|| file.try_clone()).transpose()?;
    let (reader, compressed) = plain(Box::new(file), taken)?;
    Ok(Opened { reader, seekable: second.filter(|_| !compressed) })
}

fn plain(input: Box<dyn Read + Send>, taken: Arc<AtomicU64>) -> io::Result<(Box<dyn Read + Send>, bool)> {
    let mut input = Counted { input, taken };
    let mut head = [0_u8; 4];
    let mut filled = 0;
    while let Some(rest) = head.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match input.read(rest) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let head = head.get(..filled).unwrap_or_default().to_vec();
    let kind = (head.starts_with(&GZIP), head.starts_with(&ZSTD));
    let whole = Cursor::new(head).chain(input);
    Ok(match kind {
        (true, _) => (Box::new(piped::Piped::start(flate2::read::MultiGzDecoder::new(whole))?), true),
        (_, true) => (Box::new(piped::Piped::start(zstd::stream::read::Decoder::new(whole)?)?), true),
        _ => (Box::new(whole), false),
    })
}

struct Counted {
    input: Box<dyn Read + Send>,
    taken: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.taken.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}
