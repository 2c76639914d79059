//! One way through a corpus for every command that reads one: batches out to the workers, results back in order.
//!
//! Workers read and evaluate; whatever must be seen in order happens here, on one thread: ids are compared, rejections
//! are counted and handed on, progress is shown, and after each batch the sink may note where it could go on.

use std::sync::atomic::{AtomicBool, Ordering};

use super::exit::{Exit, Failure};
use super::progress::Progress;
use super::session::Session;
use crate::corpus::{Batch, Corpus, Ids, Located, Place, Rejection, Tally};
use crate::engine::batch::{BatchError, ordered_map};
use crate::language::diag::render;

/// What a command does with what was read, in the order of the input.
pub trait Sink<T> {
    /// Takes an item, with the bytes that the worker wrote for it.
    fn item(&mut self, value: T, bytes: &[u8]) -> Result<(), Failure>;
    /// Takes a rejection; `file` names its file.
    fn rejected(&mut self, rejection: &Rejection, file: &str) -> Result<(), Failure>;
    /// Notes that everything before `next` was taken.
    fn batch(&mut self, next: Place, ids: &Ids, tally: &Tally) -> Result<(), Failure>;
}

/// Where a reading begins and how it goes.
pub struct Reading {
    /// Ids seen before, if an interrupted run goes on.
    pub ids: Ids,
    /// What was counted before.
    pub tally: Tally,
    /// Stop at the first rejection.
    pub strict: bool,
    /// Counts that are not what the corpus's card expects; they were told on standard error.
    pub differences: usize,
}

impl Reading {
    /// Begins at the start, or where an interrupted run stopped.
    pub fn new(start: Option<(Ids, Tally)>, corpus: &Corpus, strict: bool) -> Reading {
        let (ids, tally) = start.unwrap_or_else(|| (Ids::default(), corpus.before().clone()));
        Reading { ids, tally, strict, differences: 0 }
    }

    /// The exit that what was read leads to.
    pub fn exit(&self) -> Exit {
        if self.tally.rejected > 0 || self.differences > 0 { Exit::BadInput } else { Exit::Fine }
    }
}

/// What one worker made of one batch.
struct Read<T> {
    entries: Vec<Entry<T>>,
    /// The items' ids, one after the other, and the bytes written for them.
    ids: String,
    bytes: Vec<u8>,
    tally: Tally,
    next: Place,
}

enum Entry<T> {
    Item { hash: u128, place: Place, id_end: usize, bytes_end: usize, value: T },
    Rejected(Rejection),
}

/// Reads a corpus to its end. `begin` makes each thread's own state; `work` turns a record into a value and bytes.
///
/// # Errors
/// The sink's, or a bug's.
pub fn read<T: Send, S>(
    mut corpus: Corpus,
    session: &Session,
    mut reading: Reading,
    begin: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &Located<'_>, &mut Vec<u8>) -> T + Sync,
    sink: &mut impl Sink<T>,
) -> Result<Reading, Failure> {
    let reader = corpus.reader();
    let names = corpus.files().to_vec();
    let file = |place: Place| names.get(place.file as usize).map_or("", String::as_str);
    let mut progress = Progress::start(session, corpus.bytes_total());
    let taken = corpus.meter();
    let stopped = AtomicBool::new(false);
    let batches = std::iter::from_fn(|| if stopped.load(Ordering::Relaxed) { None } else { corpus.next() });
    let result = ordered_map(
        batches,
        session.threads,
        &begin,
        |state, batch| read_batch(&batch, &reader, |located, bytes| work(state, located, bytes)),
        |read: Read<T>| {
            let items = read.tally.records;
            let next = read.next;
            let outcome =
                hand_on(read, &mut reading, &file, sink).and_then(|()| sink.batch(next, &reading.ids, &reading.tally));
            progress.advance(items, taken());
            if outcome.is_err() {
                stopped.store(true, Ordering::Relaxed);
            }
            outcome
        },
    );
    progress.finish();
    match result {
        Ok(()) => {
            reading.differences = compare(&corpus, &reading.tally, session);
            Ok(reading)
        }
        Err(BatchError::Consumer(failure)) => Err(failure),
        Err(other) => Err(Failure::Internal(format!("error: {other}; this is a fault of the program"))),
    }
}

/// Tells where a whole reading differs from what the corpus's card expects; returns the number of differences.
fn compare(corpus: &Corpus, tally: &Tally, session: &Session) -> usize {
    let Some(card) = corpus.card() else { return 0 };
    let differences = card.differences(tally);
    if !differences.is_empty() {
        session.complain(render::render_all(&card.sources, &differences, render::Style::default()).trim_end());
    }
    differences.len()
}

fn read_batch<T>(
    batch: &Batch,
    reader: &crate::corpus::RecordReader,
    mut work: impl FnMut(&Located<'_>, &mut Vec<u8>) -> T,
) -> Read<T> {
    let mut read = Read {
        entries: Vec::new(),
        ids: String::new(),
        bytes: Vec::new(),
        tally: Tally::default(),
        next: batch.next(),
    };
    let (entries, ids, bytes) = (&mut read.entries, &mut read.ids, &mut read.bytes);
    read.tally = batch.decode(reader, |found| match found {
        Ok(located) => {
            let value = work(located, bytes);
            ids.push_str(&located.record.id);
            let (id_end, bytes_end) = (ids.len(), bytes.len());
            entries.push(Entry::Item { hash: located.id_hash, place: located.place, id_end, bytes_end, value });
        }
        Err(rejection) => entries.push(Entry::Rejected(rejection)),
    });
    read
}

fn hand_on<'f, T>(
    read: Read<T>,
    reading: &mut Reading,
    file: &impl Fn(Place) -> &'f str,
    sink: &mut impl Sink<T>,
) -> Result<(), Failure> {
    reading.tally.merge(&read.tally);
    let (mut id_start, mut bytes_start) = (0, 0);
    for entry in read.entries {
        let rejection = match entry {
            Entry::Rejected(rejection) => rejection,
            Entry::Item { hash, place, id_end, bytes_end, value } => {
                let id = read.ids.get(id_start..id_end).unwrap_or("");
                let bytes = read.bytes.get(bytes_start..bytes_end).unwrap_or(&[]);
                (id_start, bytes_start) = (id_end, bytes_end);
                let Err(first) = reading.ids.add(hash, place) else {
                    sink.item(value, bytes)?;
                    continue;
                };
                reading.tally.duplicate();
                let reason = Ids::reason(first.map(|first| (first, file(first))));
                Rejection { place, id: Some(id.to_owned()), reason }
            }
        };
        sink.rejected(&rejection, file(rejection.place))?;
        if reading.strict {
            return Err(Failure::BadInput(format!(
                "error: stopped at the first rejected record, in `{}` line {}: {}",
                file(rejection.place),
                rejection.place.line,
                rejection.reason
            )));
        }
    }
    Ok(())
}
