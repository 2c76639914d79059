//! Where an interrupted run can go on.
//!
//! A checkpoint is written now and then beside the outputs: what the run was asked to do, how far the input was taken,
//! how long each output was, and the counts so far. `--resume` goes on only if all of the first is the same, so that the
//! result is byte for byte that of a run that was never interrupted.

use std::fs;
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::exit::{Failure, cannot_write};
use super::output;
use crate::corpus::{Fingerprint, Ids, Place, Tally};

/// What must be the same for a run to go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// The program's version.
    pub engine: String,
    /// The pack's revision.
    pub revision: String,
    /// As-of date, seed, mode and whatever else shapes the output.
    pub options: String,
    /// The files that are read.
    pub input: Vec<Fingerprint>,
}

/// How far a run came.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Progress<S> {
    /// What it does.
    pub task: Task,
    /// Where the input goes on.
    pub next: Place,
    /// What was counted.
    pub tally: Tally,
    /// Lengths of the outputs, in bytes.
    pub lengths: Vec<u64>,
    /// What else the command must know.
    pub state: S,
}

/// Writes checkpoints of one run.
pub struct Checkpoints {
    place: PathBuf,
    /// Batches between two checkpoints.
    every: u64,
    batches: u64,
}

impl Checkpoints {
    /// Keeps checkpoints beside `place`, one after so many batches.
    pub fn beside(place: &Path, every: u64) -> Checkpoints {
        let mut name = place.file_name().unwrap_or_default().to_owned();
        name.push(".checkpoint");
        Checkpoints { place: place.with_file_name(name), every, batches: 0 }
    }

    /// Counts a batch; true if it is time for a checkpoint.
    pub fn due(&mut self) -> bool {
        self.batches += 1;
        self.batches.is_multiple_of(self.every)
    }

    /// Writes a checkpoint: the ids first, then the progress that vouches for them.
    pub fn save<S: Serialize>(&self, progress: &Progress<S>, ids: &Ids) -> Result<(), Failure> {
        self.replace(&self.ids_place(), |file| ids.save(file))?;
        self.replace(&self.place, |file| serde_json::to_writer(file, progress).map_err(std::io::Error::from))
    }

    /// Reads the last checkpoint; `None` if there is none.
    ///
    /// # Errors
    /// If it is of a run that was asked to do something else.
    pub fn load<S: DeserializeOwned>(&self, task: &Task) -> Result<Option<(Progress<S>, Ids)>, Failure> {
        let Ok(file) = fs::File::open(&self.place) else { return Ok(None) };
        let unreadable = || {
            Failure::BadUse(format!(
                "error: the checkpoint `{}` is damaged or of another version; run again without --resume",
                self.place.display()
            ))
        };
        let value: serde_json::Value = serde_json::from_reader(BufReader::new(file)).map_err(|_| unreadable())?;
        let kept: Task =
            serde_json::from_value(value.get("task").cloned().unwrap_or_default()).map_err(|_| unreadable())?;
        if kept != *task {
            return Err(Failure::BadUse(format!(
                "error: the interrupted run differs from this one in {}; run the same again, or without --resume",
                difference(&kept, task)
            )));
        }
        let progress = serde_json::from_value(value).map_err(|_| unreadable())?;
        let file = fs::File::open(self.ids_place()).map_err(|_| unreadable())?;
        let ids = Ids::load(&mut BufReader::new(file)).map_err(|_| unreadable())?;
        Ok(Some((progress, ids)))
    }

    /// Removes the checkpoint of a run that is complete.
    pub fn clear(&self) {
        // They may never have been written.
        let _ = fs::remove_file(&self.place);
        let _ = fs::remove_file(self.ids_place());
    }

    fn ids_place(&self) -> PathBuf {
        self.place.with_extension("checkpoint-ids")
    }

    fn replace(
        &self,
        place: &Path,
        write: impl FnOnce(&mut BufWriter<fs::File>) -> std::io::Result<()>,
    ) -> Result<(), Failure> {
        let temporary = output::temporary(place);
        let written = fs::File::create(&temporary).and_then(|file| {
            let mut file = BufWriter::new(file);
            write(&mut file)?;
            file.into_inner()?.sync_data()?;
            fs::rename(&temporary, place)
        });
        written.map_err(|error| Failure::BadInput(cannot_write(place, &error)))
    }
}

fn difference(kept: &Task, task: &Task) -> &'static str {
    match () {
        () if kept.engine != task.engine => "the program's version",
        () if kept.revision != task.revision => "the pack",
        () if kept.input != task.input => "the corpus",
        () => "its options",
    }
}
