//! The review queue that people worked on, as far as statistics need it.

/// Whether the random share of a queue drew an item.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Drawing {
    /// It did not: the item was taken by priority, or is hidden gold.
    NotDrawn,
    /// It did, with this chance, above 0 and at most 1.
    Drawn(f64),
    /// It did, and the row does not say with what chance.
    UnknownChance,
}

/// One item's place in one queue.
#[derive(Debug, Clone, PartialEq)]
pub struct Queued {
    /// The item's id.
    pub item: String,
    /// The queue, as an index into [`ReviewQueue::queues`].
    pub queue: u32,
    /// How many people are to review it, independently.
    pub raters: u32,
    /// When that is due, in milliseconds since 1970-01-01T00:00Z.
    pub due_ms: Option<i64>,
    /// Whether the random share drew it.
    pub drawing: Drawing,
}

/// What the random share of a queue was drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pool {
    /// The items it was drawn from.
    pub items: u64,
    /// How many of them it drew.
    pub drawn: u64,
}

/// One queue.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueFacts {
    /// Its name.
    pub name: String,
    /// What its random share was drawn from, if it has one and the audit says so.
    pub pool: Option<Pool>,
}

/// The queues of an audit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReviewQueue {
    /// When the items were queued, in milliseconds since 1970-01-01T00:00Z, if the audit says so.
    pub queued_ms: Option<i64>,
    /// The items that were audited, queued or not.
    pub items: u64,
    /// The pack's revision, if the audit says so.
    pub revision: Option<String>,
    /// The queues; rows name them by their place here.
    pub queues: Vec<QueueFacts>,
    /// The queued items, in the order of the queue.
    pub rows: Vec<Queued>,
}
