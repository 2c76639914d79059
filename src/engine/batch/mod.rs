//! Many items on many threads, in order.
//!
//! Input is drawn in turn by whichever thread is free; results are handed over in the order of the input, on the calling
//! thread, whatever the number of threads. Only so many batches are under way at once, so memory stays bounded however
//! slow the consumer is.
//!
//! Architecture invariant: this is the only place in the engine that knows threads.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use rayon::ThreadPoolBuilder;

/// How many batches may be under way for each thread: one in work, one waiting for its turn, one in reserve.
const BATCHES_PER_THREAD: u64 = 3;

/// Stack of a worker, in bytes: conditions are worked out by recursion, to the depth that a plan allows.
const STACK_BYTES: usize = 8 << 20;

/// Why a run over batches ended early.
#[derive(Debug, thiserror::Error)]
pub enum BatchError<E> {
    /// The consumer gave up.
    #[error(transparent)]
    Consumer(E),
    /// Work on a batch, or reading it, broke down; a bug.
    #[error("work on batch {batch} broke down: {what}")]
    Broken {
        /// The batch, from 1.
        batch: u64,
        /// What was said.
        what: String,
    },
    /// The threads could not be started.
    #[error("the threads could not be started: {0}")]
    Thread(rayon::ThreadPoolBuildError),
}

/// Returns how many threads this machine runs at once; 1 if it cannot tell.
pub fn threads_here() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// Works on every batch of the input and hands the results to `consume` in the order of the input.
///
/// `begin` makes each thread's own state. With one thread everything runs on the calling thread.
///
/// # Errors
/// The consumer's own error, at which the run stops; or the breakdown of a batch, after all results before it were handed
/// over.
pub fn ordered_map<T, R, S, E>(
    input: impl Iterator<Item = T> + Send,
    threads: NonZeroUsize,
    begin: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, T) -> R + Sync,
    mut consume: impl FnMut(R) -> Result<(), E>,
) -> Result<(), BatchError<E>>
where
    T: Send,
    R: Send,
{
    if threads.get() == 1 {
        return in_turn(input, begin, work, consume);
    }
    let limit = threads.get() as u64 * BATCHES_PER_THREAD;
    let desk =
        Desk { input: Mutex::new((input.fuse(), 0)), gate: Mutex::new(Gate::default()), opened: Condvar::new(), limit };
    let pool = ThreadPoolBuilder::new().num_threads(threads.get()).stack_size(STACK_BYTES).build();
    let pool = pool.map_err(BatchError::Thread)?;
    pool.in_place_scope(|scope| {
        let (sender, results) = channel();
        for _ in 0..threads.get() {
            let (sender, desk, begin, work) = (sender.clone(), &desk, &begin, &work);
            scope.spawn(move |_| desk.serve(&sender, begin, work));
        }
        drop(sender);
        let result = desk.collect(&results, &mut consume);
        desk.close();
        result
    })
}

fn in_turn<T, R, S, E>(
    mut input: impl Iterator<Item = T>,
    begin: impl Fn() -> S,
    work: impl Fn(&mut S, T) -> R,
    mut consume: impl FnMut(R) -> Result<(), E>,
) -> Result<(), BatchError<E>> {
    let mut state = begin();
    for batch in 0_u64.. {
        let result = caught(|| input.next().map(|item| work(&mut state, item)));
        match result.map_err(|what| BatchError::Broken { batch: batch + 1, what })? {
            Some(result) => consume(result).map_err(BatchError::Consumer)?,
            None => break,
        }
    }
    Ok(())
}

/// Where threads draw batches and wait for room.
struct Desk<I> {
    /// The input and the number of its next batch.
    input: Mutex<(I, u64)>,
    gate: Mutex<Gate>,
    opened: Condvar,
    limit: u64,
}

#[derive(Default)]
struct Gate {
    drawn: u64,
    consumed: u64,
    closed: bool,
}

/// A batch's number and what came of it; nothing for the end of the input.
type Outcome<R> = (u64, Result<Option<R>, String>);

impl<I> Desk<I> {
    /// Waits for room for one more batch; false if the run is over.
    fn admit(&self) -> bool {
        let mut gate = lock(&self.gate);
        while !gate.closed && gate.drawn >= gate.consumed + self.limit {
            gate = self.opened.wait(gate).unwrap_or_else(PoisonError::into_inner);
        }
        gate.drawn += 1;
        !gate.closed
    }

    fn consumed(&self) {
        lock(&self.gate).consumed += 1;
        self.opened.notify_all();
    }

    fn close(&self) {
        lock(&self.gate).closed = true;
        self.opened.notify_all();
    }

    fn serve<T, R, S>(&self, results: &Sender<Outcome<R>>, begin: &impl Fn() -> S, work: &impl Fn(&mut S, T) -> R)
    where
        I: Iterator<Item = T>,
    {
        let mut state = None;
        while self.admit() {
            let (batch, drawn) = {
                let mut input = lock(&self.input);
                let batch = input.1;
                input.1 += 1;
                (batch, caught(|| input.0.next()))
            };
            let result = match drawn {
                Ok(Some(item)) => caught(|| work(state.get_or_insert_with(begin), item)).map(Some),
                Ok(None) => Ok(None),
                Err(what) => Err(what),
            };
            let is_last = !matches!(result, Ok(Some(_)));
            if results.send((batch, result)).is_err() || is_last {
                return;
            }
        }
    }

    /// Hands results over in order until the input ends.
    fn collect<R, E>(
        &self,
        results: &Receiver<Outcome<R>>,
        consume: &mut impl FnMut(R) -> Result<(), E>,
    ) -> Result<(), BatchError<E>> {
        let mut waiting = BTreeMap::new();
        let mut next = 0_u64;
        while let Ok((batch, result)) = results.recv() {
            waiting.insert(batch, result);
            while let Some(result) = waiting.remove(&next) {
                next += 1;
                match result {
                    Ok(Some(result)) => consume(result).map_err(BatchError::Consumer)?,
                    Ok(None) => return Ok(()),
                    Err(what) => return Err(BatchError::Broken { batch: next, what }),
                }
                self.consumed();
            }
        }
        Ok(())
    }
}

/// Locks even after a breakdown elsewhere: what is guarded is a counter or an iterator that is not asked again.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs a step and turns a panic into its message.
fn caught<R>(step: impl FnOnce() -> R) -> Result<R, String> {
    catch_unwind(AssertUnwindSafe(step)).map_err(|panic| {
        let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no reason given".to_owned())
    })
}

#[cfg(test)]
mod tests;
