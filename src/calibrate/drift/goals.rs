//! What was done each week against what was to be done, and whether it was done in time.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::calibrate::Figure;
use crate::calibrate::intervals::wilson;
use crate::calibrate::week::Week;

/// A piece of work; instants are in milliseconds since 1970-01-01T00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Task {
    /// When it was done; `None` if it is still open.
    pub done_ms: Option<i64>,
    /// When it is due, if it is due at any time.
    pub due_ms: Option<i64>,
}

/// One week of work.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WeekDone {
    /// The week.
    pub week: Week,
    /// How much was done in it.
    pub done: u64,
    /// The goal, if there is one.
    pub goal: Option<u64>,
    /// Whether the goal was reached; `None` without one, and while the week lasts and it is not reached yet.
    pub met: Option<bool>,
    /// The share of what fell due in this week and was done in time.
    pub in_time: Figure,
}

/// Goals and service levels.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Goals {
    /// The weeks from the first work to the last or to now, those without any work too.
    pub weeks: Vec<WeekDone>,
    /// The share of weeks in which the goal was reached; `n` counts weeks.
    pub weeks_met: Figure,
    /// The share of all work that fell due until now and was done in time; `n` counts work due, done late or open too.
    pub in_time: Figure,
    /// How much is open and due already.
    pub overdue: u64,
    /// How much is open in all.
    pub open: u64,
}

/// The most weeks that are listed: more than a life's work, and less than a wrong clock would make.
const WEEKS_MAX: i64 = 5_000;

/// Holds work against a weekly goal and its due times, as of an instant.
pub fn goals(tasks: &[Task], goal: Option<u64>, as_of_ms: i64) -> Goals {
    let mut done: BTreeMap<Week, u64> = BTreeMap::new();
    let mut due: BTreeMap<Week, (u64, u64)> = BTreeMap::new();
    let (mut overdue, mut open) = (0, 0);
    for task in tasks {
        let finished = task.done_ms.filter(|done_ms| *done_ms <= as_of_ms);
        match finished {
            Some(done_ms) => *done.entry(Week::of(done_ms)).or_default() += 1,
            None => open += 1,
        }
        // What is not due yet says nothing: the quick half would be done, and the slow half not yet late.
        let Some(due_ms) = task.due_ms.filter(|due_ms| *due_ms < as_of_ms) else { continue };
        let (n, in_time) = due.entry(Week::of(due_ms)).or_default();
        *n += 1;
        *in_time += u64::from(finished.is_some_and(|done_ms| done_ms <= due_ms));
        overdue += u64::from(finished.is_none());
    }
    let now = Week::of(as_of_ms);
    let seen = || done.keys().chain(due.keys());
    let (first, last) = (seen().min().copied().unwrap_or(now), seen().max().copied().unwrap_or(now).max(now));
    let first = first.number.max(last.number - WEEKS_MAX);
    let listed = if done.is_empty() && due.is_empty() { last.number + 1 } else { first };
    let weeks: Vec<WeekDone> = (listed..=last.number)
        .map(|number| {
            let week = Week { number };
            let done = done.get(&week).copied().unwrap_or(0);
            let (n, in_time) = due.get(&week).copied().unwrap_or((0, 0));
            let met = goal.and_then(|goal| if done >= goal { Some(true) } else { (week < now).then_some(false) });
            WeekDone { week, done, goal, met, in_time: wilson(in_time, n) }
        })
        .collect();
    let judged = || weeks.iter().filter_map(|week| week.met);
    let weeks_met = match goal {
        Some(_) => wilson(judged().filter(|met| *met).count() as u64, judged().count() as u64),
        None => Figure::undefined(0, "there is no weekly goal"),
    };
    let (n, in_time) = due.values().fold((0, 0), |sum, week| (sum.0 + week.0, sum.1 + week.1));
    Goals { weeks, weeks_met, in_time: wilson(in_time, n), overdue, open }
}
