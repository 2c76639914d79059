//! The parts of `calibration.json` that are about work on a queue: the random share, goals and due times, and what to rate next.

use serde::Deserialize;

use super::fig::Fig;
use crate::calibrate::study::Named;

/// What random shares say of all items.
#[derive(Debug, Deserialize)]
pub struct Sample {
    /// The queues with a random share.
    pub queues: Vec<QueueSample>,
    /// The one that was drawn from most items, of those that allow an estimate.
    pub widest: Option<String>,
}

impl Sample {
    /// Returns the queue whose estimates stand beside figures against gold.
    pub fn widest(&self) -> Option<&QueueSample> {
        self.queues.iter().find(|queue| Some(&queue.queue) == self.widest.as_ref())
    }
}

/// The random share of one queue.
#[derive(Debug, Deserialize)]
pub struct QueueSample {
    /// The queue.
    pub queue: String,
    /// The items it was drawn from.
    pub items: Option<u64>,
    /// The items that were audited.
    pub of_items: u64,
    /// The share of items that are acted on.
    pub acting: Estimates,
    /// The share of each verdict.
    pub verdicts: Named<Estimates>,
    /// The share that is acted on under each clause.
    pub clauses: Named<Estimates>,
    /// The accuracy of each judge.
    pub judges: Named<Fig>,
    /// What it comes to.
    pub sentence: String,
}

/// A share, estimated in two ways.
#[derive(Debug, Deserialize)]
pub struct Estimates {
    /// The estimated number over the number there are.
    pub horvitz_thompson: Fig,
    /// The estimated number over the estimated number there are.
    pub hajek: Fig,
}

/// Finished work.
#[derive(Debug, Deserialize)]
pub struct Work {
    /// What now is.
    pub as_of: String,
    /// Decisions that each rater is to make in a week.
    pub weekly_goal: Option<u64>,
    /// The raters.
    pub raters: Named<RaterWork>,
    /// The weeks of all of them.
    pub weeks: Vec<WeekOfAll>,
    /// Decisions without a time.
    pub undated: u64,
    /// Decisions later than now.
    pub later: u64,
    /// The queues.
    pub queues: Vec<QueueWork>,
    /// What it comes to.
    pub sentences: Vec<String>,
}

/// What one rater did.
#[derive(Debug, Deserialize)]
pub struct RaterWork {
    /// The weeks.
    pub weeks: Vec<RaterWeek>,
    /// The share of them in which the goal was reached.
    pub weeks_met: Fig,
}

/// One week of one rater.
#[derive(Debug, Deserialize)]
pub struct RaterWeek {
    /// The week.
    pub week: String,
    /// Decisions in it.
    pub done: u64,
    /// Whether the goal was reached.
    pub met: Option<bool>,
    /// It still lasts.
    pub open: bool,
}

/// One week of all raters.
#[derive(Debug, Deserialize)]
pub struct WeekOfAll {
    /// The week.
    pub week: String,
    /// Decisions in it.
    pub done: u64,
    /// Raters who had begun by then.
    pub raters: u64,
    /// How many of them reached the goal.
    pub met: u64,
    /// It still lasts.
    pub open: bool,
}

/// What was done of one queue.
#[derive(Debug, Deserialize)]
pub struct QueueWork {
    /// The queue.
    pub queue: String,
    /// Its items.
    pub items: u64,
    /// Items of which nothing is known.
    pub unknown_items: u64,
    /// Ratings wanted.
    pub wanted: u64,
    /// Ratings done.
    pub done: u64,
    /// Ratings still open.
    pub open: u64,
    /// How many of those are overdue.
    pub overdue: u64,
    /// Ratings that may be done or not.
    pub undated: u64,
    /// The share done in time.
    pub in_time: Fig,
}

/// An item that is worth another rating.
#[derive(Debug, Deserialize)]
pub struct NextLabel {
    /// The item.
    pub item: String,
    /// What one more rating is expected to save.
    pub saving: f64,
    /// What judges say together as it stands.
    pub label: Option<String>,
    /// How probable that is.
    pub probability: Option<f64>,
    /// The ratings there are.
    pub ratings: u64,
}
