//! The review queue of an audit, as far as the page shows it.

use std::collections::BTreeMap;
use std::io::{self, BufRead};

use serde::Deserialize;

use crate::audit::queued;

/// Queued items that are listed.
const LISTED_MAX: usize = 25;

/// What is told of a queue.
#[derive(Debug, Default)]
pub struct Queue {
    /// All queued items.
    pub items: u64,
    /// Items by queue.
    pub by_queue: BTreeMap<String, u64>,
    /// Items by kind of disagreement; an item may be of several.
    pub by_kind: BTreeMap<String, u64>,
    /// Items on which no disagreement was found.
    pub agreed: u64,
    /// The first ones.
    pub first: Vec<Queued>,
}

/// One queued item.
#[derive(Debug, Deserialize)]
pub struct Queued {
    /// The item.
    pub id: String,
    /// Its queue.
    #[serde(default)]
    pub queue: String,
    /// How it came in: by `priority` or drawn at `random`.
    #[serde(default)]
    pub selection: String,
    /// How probable it was to come in.
    pub selection_probability: Option<f64>,
    /// What it is ranked by.
    pub priority: Option<f64>,
    /// How probable an error is.
    pub probability: Option<f64>,
    /// What the disagreements are; none where it came in by a queue's own rule, by lot, or as hidden gold.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// The disagreements.
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// When it is due.
    pub due: Option<String>,
}

/// A disagreement.
#[derive(Debug, Deserialize)]
pub struct Finding {
    /// Who is probably wrong.
    pub wrong: Option<Wrong>,
    /// Why.
    pub cause: Option<String>,
}

/// Who is probably wrong.
#[derive(Debug, Deserialize)]
pub struct Wrong {
    /// The judge.
    pub judge: Option<String>,
}

impl Queue {
    /// Reads the lines of a `queue.jsonl`.
    ///
    /// # Errors
    /// Passes on what cannot be read, and says which lines are not as a queued item is.
    pub fn read(lines: impl BufRead) -> io::Result<Queue> {
        let mut queue = Queue::default();
        queued::lines(lines, |item: Queued| {
            queue.items += 1;
            *queue.by_queue.entry(item.queue.clone()).or_default() += 1;
            queue.agreed += u64::from(item.kinds.is_empty());
            for kind in &item.kinds {
                *queue.by_kind.entry(kind.clone()).or_default() += 1;
            }
            if queue.first.len() < LISTED_MAX {
                queue.first.push(item);
            }
            Ok(())
        })?;
        Ok(queue)
    }
}
