//! Where an interrupted run can go on.
//!
//! A checkpoint is written now and then beside the outputs: what the run was asked to do, how far the input was taken,
//! how long each output was, the counts so far and the ids that were seen. All of it is one file, which takes the place of
//! the one before it at a stroke: whenever a run is killed, what is found belongs together. `--resume` goes on only if
//! what the run was asked to do is the same, so that the result is byte for byte that of a run that was never interrupted.

use std::fs;
use std::io::{BufRead, BufReader, BufWriter, Write};
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

    /// Writes a checkpoint in the place of the last: a line of JSON with the progress, then the ids.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn save<S: Serialize>(&self, progress: &Progress<S>, ids: &Ids) -> Result<(), Failure> {
        let temporary = output::temporary(&self.place);
        let written = fs::File::create(&temporary).and_then(|file| {
            let mut file = BufWriter::new(file);
            serde_json::to_writer(&mut file, progress)?;
            file.write_all(b"\n")?;
            ids.save(&mut file)?;
            file.into_inner()?.sync_data()?;
            fs::rename(&temporary, &self.place)
        });
        written.map_err(|error| Failure::BadInput(cannot_write(&self.place, &error)))
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
        let (mut file, mut line) = (BufReader::new(file), Vec::new());
        file.read_until(b'\n', &mut line).map_err(|_| unreadable())?;
        let value: serde_json::Value = serde_json::from_slice(&line).map_err(|_| unreadable())?;
        let kept: Task =
            serde_json::from_value(value.get("task").cloned().unwrap_or_default()).map_err(|_| unreadable())?;
        if kept != *task {
            return Err(Failure::BadUse(format!(
                "error: the interrupted run differs from this one in {}; run the same again, or without --resume",
                difference(&kept, task)
            )));
        }
        let progress = serde_json::from_value(value).map_err(|_| unreadable())?;
        let ids = Ids::load(&mut file).map_err(|_| unreadable())?;
        Ok(Some((progress, ids)))
    }

    /// Removes the checkpoint of a run that needs it no more: before its outputs get their names, since a run that is
    /// killed between two of them has nothing to go on from, and begins again.
    pub fn clear(&self) {
        // It may never have been written.
        let _ = fs::remove_file(&self.place);
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::corpus;

    fn task() -> Task {
        Task { engine: "1".into(), revision: "r".into(), options: "o".into(), input: Vec::new() }
    }

    /// What a run knows after so many records.
    fn after(records: u64) -> (Progress<()>, Ids) {
        let mut ids = Ids::default();
        for n in 0..records {
            ids.add(corpus::hash(&n.to_string()), Place { line: n, ..Place::default() }).unwrap();
        }
        let tally = Tally { records, ..Tally::default() };
        let next = Place { line: records, ..Place::default() };
        (Progress { task: task(), next, tally, lengths: vec![records], state: () }, ids)
    }

    fn found(checkpoints: &Checkpoints) -> Option<(u64, u64, usize)> {
        let (progress, ids) = checkpoints.load::<()>(&task()).unwrap()?;
        Some((progress.next.line, progress.tally.records, ids.len()))
    }

    #[test]
    fn however_far_a_checkpoint_came_what_is_found_belongs_together() {
        let home = tempfile::tempdir().unwrap();
        let place = home.path().join("audit.checkpoint");
        let checkpoints = Checkpoints::beside(&home.path().join("audit"), 1);
        assert_eq!(found(&checkpoints), None);
        let save = |records| {
            let (progress, ids) = after(records);
            checkpoints.save(&progress, &ids).unwrap();
            fs::read(&place).unwrap()
        };
        let second = save(20);
        save(10);
        // A kill leaves the files that stood under their own names; of the next checkpoint, some bytes at most.
        let earlier: Vec<_> = fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert_eq!(earlier, std::slice::from_ref(&place), "one file, so that one renaming changes all of it");
        for length in [0, 1, second.len() / 2, second.len()] {
            fs::write(output::temporary(&place), &second[..length]).unwrap();
            assert_eq!(found(&checkpoints), Some((10, 10, 10)));
        }
        fs::rename(output::temporary(&place), &place).unwrap();
        assert_eq!(found(&checkpoints), Some((20, 20, 20)));
    }

    #[test]
    fn a_checkpoint_that_is_cut_short_is_refused() {
        let home = tempfile::tempdir().unwrap();
        let checkpoints = Checkpoints::beside(&home.path().join("audit"), 1);
        let (progress, ids) = after(5);
        checkpoints.save(&progress, &ids).unwrap();
        let place = home.path().join("audit.checkpoint");
        let whole = fs::read(&place).unwrap();
        let line = whole.iter().position(|byte| *byte == b'\n').unwrap();
        for length in [0, line, line + 1, whole.len() - 1] {
            fs::write(&place, &whole[..length]).unwrap();
            let Err(Failure::BadUse(told)) = checkpoints.load::<()>(&task()) else { panic!("{length}") };
            assert!(told.contains("is damaged or of another version; run again without --resume"), "{told}");
        }
    }
}
