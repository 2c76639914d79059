//! The queue of an audit beside the items that were read: which of them are known.

use std::collections::HashMap;

use serde::Serialize;

use crate::calibrate::queued::{Queued, ReviewQueue};
use crate::calibrate::sheet::Sheet;

/// What was read of the audit whose queue people worked on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditRead {
    /// The items that were audited.
    pub items: u64,
    /// Rows of the queue.
    pub queued: u64,
    /// Rows whose item is not in what was read: nothing is known of them.
    pub unknown_items: u64,
}

/// The rows of a queue, each with the number of its item.
pub struct Assigned<'a> {
    /// The queue.
    pub queue: &'a ReviewQueue,
    /// In step with the rows; `None`: the item is not in what was read.
    items: Vec<Option<u32>>,
}

impl<'a> Assigned<'a> {
    /// Finds the items of a queue.
    pub fn new(queue: &'a ReviewQueue, sheet: &Sheet) -> Assigned<'a> {
        let numbers: HashMap<&str, u32> = sheet.items.iter().map(String::as_str).zip(0..).collect();
        Assigned { queue, items: queue.rows.iter().map(|row| numbers.get(row.item.as_str()).copied()).collect() }
    }

    /// Walks over the rows of one queue.
    pub fn of(&self, queue: u32) -> impl Iterator<Item = (&'a Queued, Option<u32>)> {
        self.queue
            .rows
            .iter()
            .zip(&self.items)
            .filter(move |(row, _)| row.queue == queue)
            .map(|(row, item)| (row, *item))
    }

    /// Says what was read.
    pub fn read(&self) -> AuditRead {
        AuditRead {
            items: self.queue.items,
            queued: self.items.len() as u64,
            unknown_items: self.items.iter().filter(|item| item.is_none()).count() as u64,
        }
    }
}
