//! Finished work against weekly goals and due times.
//!
//! A weekly goal is a number of decisions that each rater is to make in a week. A due time is a queue's: every item in it is
//! wanted from so many raters by then, and each of those is one piece of work, done by the first, second, … rater who decides
//! the item after it was queued. Who was asked is not known, so a rating counts for every queue that holds its item.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::Serialize;

use super::assigned::Assigned;
use super::{Named, StudyOptions};
use crate::calibrate::Figure;
use crate::calibrate::drift::{Goals, Task, goals};
use crate::calibrate::intervals::wilson;
use crate::calibrate::sheet::{JudgeKind, Sheet};
use crate::calibrate::week::Week;
use crate::language::moment;
use crate::language::prose::{count, counted};

/// One week of one rater.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RaterWeek {
    /// The week.
    pub week: Week,
    /// Decisions in it.
    pub done: u64,
    /// Whether the goal was reached; `None` without one, and while the week lasts and it is not reached yet.
    pub met: Option<bool>,
    /// The week still lasts.
    pub open: bool,
}

/// What one rater did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RaterWork {
    /// The weeks from the first decision to now.
    pub weeks: Vec<RaterWeek>,
    /// The share of weeks in which the goal was reached; `n` counts weeks.
    pub weeks_met: Figure,
}

/// One week of all raters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WeekOfAll {
    /// The week.
    pub week: Week,
    /// Decisions in it.
    pub done: u64,
    /// Raters who had begun by then.
    pub raters: u64,
    /// How many of them reached the goal.
    pub met: u64,
    /// How many did not.
    pub missed: u64,
    /// The week still lasts.
    pub open: bool,
}

/// What was done of one queue.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QueueWork {
    /// The queue.
    pub queue: String,
    /// Its items.
    pub items: u64,
    /// How many of them are not in what was read; nothing is known of the work on them.
    pub unknown_items: u64,
    /// Pieces of work: items by the raters wanted for each, where the item is known.
    pub wanted: u64,
    /// How many are done.
    pub done: u64,
    /// How many are still open.
    pub open: u64,
    /// How many of those are overdue.
    pub overdue: u64,
    /// How many may be done or not: somebody decided the item, and nobody knows when.
    pub undated: u64,
    /// Of what fell due until now, the share done in time; `n` counts pieces of work.
    pub in_time: Figure,
}

/// Finished work.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Work {
    /// What now is.
    pub as_of: String,
    /// The decisions that each rater is to make in a week.
    pub weekly_goal: Option<u64>,
    /// The raters with dated decisions.
    pub raters: Named<RaterWork>,
    /// The weeks of all of them.
    pub weeks: Vec<WeekOfAll>,
    /// The share of weeks of raters in which the goal was reached.
    pub weeks_met: Figure,
    /// Decisions of raters without a time: they count in no week.
    pub undated: u64,
    /// Decisions later than now: they do not count yet.
    pub later: u64,
    /// The queues, by name.
    pub queues: Vec<QueueWork>,
    /// The share done in time, over all queues.
    pub in_time: Figure,
    /// What it comes to, in sentences.
    pub sentences: Vec<String>,
}

/// Holds finished work against goals and due times; `None` if there is neither.
pub fn work(sheet: &Sheet, assigned: Option<&Assigned<'_>>, options: &StudyOptions) -> Option<Work> {
    if assigned.is_none() && options.weekly_goal.is_none() {
        return None;
    }
    let (times, undated, later) = times(sheet, options.as_of_ms);
    let now = Week::of(options.as_of_ms);
    let by_rater = times.into_iter().filter(|(_, tasks)| !tasks.is_empty());
    let raters = Named(by_rater.map(|(name, tasks)| (name, rater(&tasks, options, now))).collect());
    let per_queue: Vec<(QueueWork, Vec<Task>)> = assigned.map_or_else(Vec::new, |assigned| {
        let queues = (0..).zip(&assigned.queue.queues);
        queues.map(|(number, facts)| queue(sheet, assigned, number, &facts.name, options.as_of_ms)).collect()
    });
    let (mut queues, tasks): (Vec<QueueWork>, Vec<Vec<Task>>) = per_queue.into_iter().unzip();
    queues.retain(|queue| queue.items > 0);
    queues.sort_by(|a, b| a.queue.cmp(&b.queue));
    let in_time = in_time(goals(&tasks.concat(), None, options.as_of_ms));
    let weeks = weeks_of_all(&raters);
    let (met, missed) = weeks.iter().fold((0, 0), |sum, week| (sum.0 + week.met, sum.1 + week.missed));
    let weeks_met = match options.weekly_goal {
        None => Figure::undefined(0, "there is no weekly goal"),
        Some(_) if raters.0.is_empty() => Figure::undefined(0, NOTHING_DATED),
        Some(_) if met + missed == 0 => Figure::undefined(0, "no week is over yet"),
        Some(_) => wilson(met, met + missed),
    };
    let mut work = Work {
        sentences: Vec::new(),
        as_of: moment::format(options.as_of_ms),
        weekly_goal: options.weekly_goal,
        raters,
        weeks,
        weeks_met,
        undated,
        later,
        queues,
        in_time,
    };
    work.sentences = sentences(&work);
    Some(work)
}

fn sentences(work: &Work) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(goal) = work.weekly_goal {
        said.push(match work.weeks_met.value {
            Some(_) => format!(
                "the weekly goal of {} was reached in {} of the weeks of raters",
                counted(goal, "decision", "decisions"),
                work.weeks_met.told()
            ),
            None => {
                let goal = counted(goal, "decision", "decisions");
                format!("the share of weeks with {goal} is {}", work.weeks_met.told())
            }
        });
    }
    if !work.queues.is_empty() {
        let sum = |of: fn(&QueueWork) -> u64| work.queues.iter().map(of).sum::<u64>();
        let (open, overdue) = (sum(|queue| queue.open), sum(|queue| queue.overdue));
        let left = format!(
            "of {} ratings wanted by the queues {} are open, {} of them overdue",
            count(sum(|queue| queue.wanted)),
            count(open),
            count(overdue)
        );
        said.push(format!("the share of queued work done in time is {}; {left}", work.in_time.told()));
    }
    said
}

/// The decisions of each rater that are dated and not later than now; how many are undated, and how many later.
fn times(sheet: &Sheet, as_of_ms: i64) -> (Vec<(String, Vec<Task>)>, u64, u64) {
    let mut all: Vec<(String, Vec<Task>)> = sheet.judges.iter().map(|judge| (judge.title(), Vec::new())).collect();
    let (mut undated, mut later) = (0, 0);
    for (place, (_, judge, _)) in sheet.ratings.iter().enumerate() {
        if sheet.judges.get(judge as usize).is_none_or(|judge| judge.kind != JudgeKind::Rater) {
            continue;
        }
        match (dated(sheet, place), all.get_mut(judge as usize)) {
            (Some(at_ms), Some((_, own))) if at_ms <= as_of_ms => {
                own.push(Task { done_ms: Some(at_ms), due_ms: None });
            }
            (Some(_), _) => later += 1,
            (None, _) => undated += 1,
        }
    }
    (all, undated, later)
}

/// When the rating at a place was given, if that is known.
fn dated(sheet: &Sheet, place: usize) -> Option<i64> {
    sheet.details.at_ms.get(place).copied().filter(|at_ms| *at_ms != i64::MIN)
}

fn rater(tasks: &[Task], options: &StudyOptions, now: Week) -> RaterWork {
    let Goals { weeks, weeks_met, .. } = goals(tasks, options.weekly_goal, options.as_of_ms);
    let week = |own: crate::calibrate::drift::WeekDone| RaterWeek {
        week: own.week,
        done: own.done,
        met: own.met,
        open: own.week == now,
    };
    let over = weeks_met.n > 0 || options.weekly_goal.is_none();
    RaterWork {
        weeks: weeks.into_iter().map(week).collect(),
        weeks_met: if over { weeks_met } else { Figure::undefined(0, "no week is over yet") },
    }
}

fn weeks_of_all(raters: &Named<RaterWork>) -> Vec<WeekOfAll> {
    let mut weeks: BTreeMap<Week, WeekOfAll> = BTreeMap::new();
    for own in raters.iter().flat_map(|(_, rater)| &rater.weeks) {
        let empty = WeekOfAll { week: own.week, done: 0, raters: 0, met: 0, missed: 0, open: own.open };
        let all = weeks.entry(own.week).or_insert(empty);
        all.done += own.done;
        all.raters += 1;
        all.met += u64::from(own.met == Some(true));
        all.missed += u64::from(own.met == Some(false));
    }
    weeks.into_values().collect()
}

fn queue(sheet: &Sheet, assigned: &Assigned<'_>, number: u32, name: &str, as_of_ms: i64) -> (QueueWork, Vec<Task>) {
    let mut own = QueueWork {
        queue: name.to_owned(),
        items: 0,
        unknown_items: 0,
        wanted: 0,
        done: 0,
        open: 0,
        overdue: 0,
        undated: 0,
        in_time: Figure::undefined(0, NOTHING_DUE),
    };
    let mut tasks = Vec::new();
    let since_ms = assigned.queue.queued_ms.unwrap_or(i64::MIN);
    for (row, item) in assigned.of(number) {
        own.items += 1;
        let Some(item) = item else {
            own.unknown_items += 1;
            continue;
        };
        own.wanted += u64::from(row.raters);
        let (mut done, undated) = decided(sheet, item, since_ms);
        done.retain(|at_ms| *at_ms <= as_of_ms);
        let wanted = row.raters as usize;
        // What nobody can date is neither done in time nor late.
        let unknown = undated.min(wanted.saturating_sub(done.len()));
        own.undated += unknown as u64;
        let task = |at: usize| Task { done_ms: done.get(at).copied(), due_ms: row.due_ms };
        tasks.extend((0..wanted - unknown).map(task));
    }
    let kept = goals(&tasks, None, as_of_ms);
    (own.open, own.overdue) = (kept.open, kept.overdue);
    own.done = tasks.len() as u64 - kept.open;
    own.in_time = in_time(kept);
    (own, tasks)
}

const NOTHING_DATED: &str = "no decision of a rater is dated (`at`) before the as-of date";
const NOTHING_DUE: &str = "nothing has fallen due yet";

fn in_time(kept: Goals) -> Figure {
    if kept.in_time.n > 0 { kept.in_time } else { Figure::undefined(0, NOTHING_DUE) }
}

/// When people decided an item after it was queued, ascending, each of them once; and how many decided it who knows when.
fn decided(sheet: &Sheet, item: u32, since_ms: i64) -> (Vec<i64>, usize) {
    let (judges, _) = sheet.ratings.of(item as usize);
    let places = sheet.ratings.range(item as usize).zip(judges);
    let people = places.filter(|(_, judge)| sheet.kind(**judge) == Some(JudgeKind::Rater));
    let all: Vec<Option<i64>> = people.map(|(place, _)| dated(sheet, place)).collect();
    let undated = all.iter().filter(|at_ms| at_ms.is_none()).count();
    let mut done: Vec<i64> = all.into_iter().flatten().filter(|at_ms| *at_ms >= since_ms).collect();
    done.sort_unstable();
    (done, undated)
}
