//! Output files that appear whole or not at all.
//!
//! Everything is written under a temporary name beside its place and renamed when complete; an interrupted run leaves
//! the temporary files, from which `--resume` goes on after cutting them back to the last checkpoint.

use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::exit::{Failure, cannot_write};
use super::session::Session;
use crate::packs::disk;

/// Makes the folder that `-o` names for a command's results, and returns it.
///
/// # Errors
/// If none is named, or it is a file, or it holds what is read and must not be written into.
pub fn results_folder(session: &Session) -> Result<&Path, Failure> {
    let Some(dir) = &session.output else {
        return Err(Failure::BadUse("error: name the folder for the results with -o".to_owned()));
    };
    if dir.is_file() {
        return Err(Failure::BadUse(format!("error: `{}` is a file; name a folder with -o", dir.display())));
    }
    if dir.join("pack.yaml").exists() || dir.join("corpus.yaml").exists() {
        return Err(Failure::BadUse(format!(
            "error: `{}` holds a pack or a corpus; name a folder of its own for the results with -o",
            dir.display()
        )));
    }
    fs::create_dir_all(dir).map_err(|error| {
        Failure::BadUse(format!("error: cannot make the folder `{}`: {}", dir.display(), disk::why(&error)))
    })?;
    Ok(dir)
}

/// True if a place is one of the files that are read.
pub fn is_one_of(place: &Path, inputs: &[PathBuf]) -> bool {
    let place = place.canonicalize().ok();
    place.is_some_and(|place| inputs.iter().any(|input| input.canonicalize().is_ok_and(|input| input == place)))
}

/// Returns the file for what was rejected, beside the one for results.
pub fn rejected_beside(place: &Path) -> PathBuf {
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(".rejected.jsonl");
    place.with_file_name(name)
}

/// A file that is being written.
#[derive(Debug)]
pub struct Partial {
    place: PathBuf,
    temporary: PathBuf,
    file: BufWriter<File>,
    written: u64,
}

impl Partial {
    /// Starts a file anew.
    pub fn create(place: &Path) -> Result<Partial, Failure> {
        Partial::open(place, None)
    }

    /// Goes on with a file of an interrupted run, cut back to `length` bytes.
    pub fn resume(place: &Path, length: u64) -> Result<Partial, Failure> {
        Partial::open(place, Some(length))
    }

    fn open(place: &Path, length: Option<u64>) -> Result<Partial, Failure> {
        if place.is_dir() {
            return Err(Failure::BadUse(format!("error: `{}` is a folder; name a file in it", place.display())));
        }
        let temporary = temporary(place);
        let said = |error: std::io::Error| Failure::BadUse(cannot_write(place, &error));
        let mut options = OpenOptions::new();
        options.write(true).create(length.is_none()).truncate(length.is_none());
        let mut file = options.open(&temporary).map_err(said)?;
        if let Some(length) = length {
            file.set_len(length).and_then(|()| file.seek(SeekFrom::End(0))).map_err(said)?;
        }
        let file = BufWriter::with_capacity(1 << 20, file);
        Ok(Partial { place: place.to_path_buf(), temporary, file, written: length.unwrap_or(0) })
    }

    /// Appends bytes.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.written += bytes.len() as u64;
        self.file.write_all(bytes).map_err(|error| self.said(&error))
    }

    /// Makes what was written reach the file, and returns its length.
    pub fn flush(&mut self) -> Result<u64, Failure> {
        self.file.flush().map_err(|error| self.said(&error))?;
        Ok(self.written)
    }

    /// Gives the file its name.
    pub fn complete(mut self) -> Result<(), Failure> {
        self.flush()?;
        fs::rename(&self.temporary, &self.place).map_err(|error| self.said(&error))
    }

    /// Removes the file, which turned out not to be wanted.
    pub fn discard(self) -> Result<(), Failure> {
        fs::remove_file(&self.temporary).map_err(|error| self.said(&error))
    }

    fn said(&self, error: &std::io::Error) -> Failure {
        Failure::BadInput(cannot_write(&self.place, error))
    }
}

impl Write for Partial {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let taken = self.file.write(bytes)?;
        self.written += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// Returns the temporary name of a file.
pub fn temporary(place: &Path) -> PathBuf {
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    place.with_file_name(name)
}
