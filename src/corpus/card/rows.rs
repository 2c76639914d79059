//! Rows on their way to a worker: as bytes of a file, or gathered by item in memory.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::files::{self, FileForm, Found};
use super::maker::Maker;
use super::row::Row;
use super::spec::Plan;
use crate::corpus::batch::{Batch, Decoder, Form, Located};
use crate::corpus::entries;
use crate::corpus::rejection::{Place, Rejection};
use crate::corpus::tally::Tally;

/// Items of a batch, where they come from memory.
const ITEMS_PER_BATCH: usize = 512;

/// Stands for "in memory" where a place would name a file.
const GATHERED: u32 = u32::MAX;

/// The rows of a batch.
#[derive(Debug, Clone)]
pub(in super::super) struct Rows {
    maker: Arc<Maker>,
    from: From,
}

#[derive(Debug, Clone)]
enum From {
    File(Arc<FileForm>),
    Memory(Arc<Vec<Vec<Row>>>, Range<usize>),
}

impl Rows {
    pub(super) fn streamed(maker: Arc<Maker>, form: FileForm) -> Rows {
        Rows { maker, from: From::File(Arc::new(form)) }
    }

    /// Makes the rows of a batch records and hands them to the decoder.
    pub fn decode<F>(&self, bytes: &[u8], start: Place, decoder: &mut Decoder<'_, F>)
    where
        F: FnMut(Result<&Located<'_>, Rejection>),
    {
        match &self.from {
            From::File(form) => entries::each(form.kind, bytes, start, |place, entry| {
                let row =
                    entry.and_then(|entry| form.row(&self.maker.plan, place, &entry, &mut decoder.tally.borrow_mut()));
                match row {
                    Ok(Some(row)) => self.item(&[&row], place, decoder),
                    Ok(None) => {}
                    Err(reason) => decoder.reject(place, None, reason),
                }
            }),
            From::Memory(items, range) => {
                for rows in items.get(range.clone()).unwrap_or_default() {
                    let place = rows.first().map(|row| row.place).unwrap_or_default();
                    self.item(&rows.iter().collect::<Vec<_>>(), place, decoder);
                }
            }
        }
    }

    fn item<F>(&self, rows: &[&Row], place: Place, decoder: &mut Decoder<'_, F>)
    where
        F: FnMut(Result<&Located<'_>, Rejection>),
    {
        match self.maker.record(rows, decoder.tally) {
            Ok(json) => decoder.json(&json, place, &mut Located::default()),
            Err(reason) => decoder.reject(place, None, reason),
        }
    }
}

/// True if the rows of the main table must be in memory: several make an item, one makes several, or one
/// says something of the next.
pub(super) fn must_gather(plan: &Plan) -> bool {
    let main = plan.tables.first();
    let row = plan.paths.iter().any(|(path, _)| path == "row");
    plan.group
        || row
        || main.is_some_and(|table| table.section.is_some() || table.rows.is_some() || !table.split.is_empty())
}

/// The items of a main table that lies in memory.
pub(in super::super) struct Gathered {
    maker: Arc<Maker>,
    items: Arc<Vec<Vec<Row>>>,
    next: usize,
    rejected: Vec<Rejection>,
}

impl Gathered {
    /// Reads the main table whole and gathers its rows by item, in the order of their first rows.
    ///
    /// # Errors
    /// Why a file cannot be read.
    pub(super) fn load(maker: &Arc<Maker>, main: &[Found]) -> Result<(Gathered, Tally), String> {
        let loaded = files::load(&maker.plan, 0, main, 0)?;
        let mut items: Vec<Vec<Row>> = Vec::new();
        let mut known: HashMap<String, usize> = HashMap::new();
        for row in loaded.rows {
            let id = maker.plan.group.then(|| maker.id(&row).ok()).flatten();
            let place = id.map(|id| *known.entry(id).or_insert(items.len())).filter(|at| *at < items.len());
            match place.and_then(|at| items.get_mut(at)) {
                Some(rows) => rows.push(row),
                None => items.push(vec![row]),
            }
        }
        let rejected =
            loaded.rejected.into_iter().map(|(place, reason)| Rejection { place, id: None, reason }).collect();
        let gathered = Gathered { maker: Arc::clone(maker), items: Arc::new(items), next: 0, rejected };
        Ok((gathered, loaded.tally))
    }

    /// Goes on where an earlier run stopped.
    pub fn resume(&mut self, place: Place) {
        if place.file == GATHERED {
            self.next = place.byte as usize;
            self.rejected.clear();
        }
    }

    pub fn next_batch(&mut self) -> Option<Batch> {
        let failures = std::mem::take(&mut self.rejected);
        if self.next >= self.items.len() && failures.is_empty() {
            return None;
        }
        let end = (self.next + ITEMS_PER_BATCH).min(self.items.len());
        let range = self.next..end;
        let place = |at: usize| Place { file: GATHERED, line: 1, byte: at as u64 };
        let start = place(self.next);
        self.next = end;
        let form =
            Form::Card(Rows { maker: Arc::clone(&self.maker), from: From::Memory(Arc::clone(&self.items), range) });
        Some(Batch { bytes: Vec::new(), start, form, failures, next: place(end) })
    }
}
