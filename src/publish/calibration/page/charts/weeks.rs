//! A number of things by week: a bar each, the week that still lasts in a paler one.

use super::{across, figure, stroke, word};
use crate::publish::calibration::page::html::Html;
use crate::publish::calibration::page::work::WeekOfAll;
use crate::publish::terminal::count;

/// Pixels of the field.
const FIELD: f64 = 120.0;
/// Pixels above it.
const TOP: f64 = 20.0;
/// Weeks with their numbers written below; with more only the first, the middle and the last are.
const WRITTEN_MAX: usize = 7;

/// Draws the weeks; with a goal, how many raters reached it stands below.
pub fn weeks(title: &str, sentence: &str, weeks: &[WeekOfAll], goal: bool) -> Html {
    // The axis ends at an even number, so that its half is a whole one.
    let highest = weeks.iter().map(|week| week.done).max().unwrap_or(0).max(2).next_multiple_of(2);
    let top = highest as f64;
    let y = |value: f64| format!("{:.1}", TOP + FIELD * (1.0 - value / top));
    let last = weeks.len().saturating_sub(1).max(1) as f64;
    let x = |at: usize| across(0.19 + 0.75 * at as f64 / last);
    let grid = [0, 1, 2].map(|half| {
        let value = (highest / 2 * half) as f64;
        let label = count(highest / 2 * half);
        stroke("grid", (&across(0.13), &y(value)), ("100%", &y(value))).and(word(
            "fine",
            &across(0.12),
            &y(value - top * 0.03),
            "end",
            &label,
        ))
    });
    let mut drawn: Html = grid.into_iter().collect();
    for (at, week) in weeks.iter().enumerate() {
        let class = if week.open { "open-bar" } else { "bar" };
        drawn = drawn.and(stroke(class, (&x(at), &y(0.0)), (&x(at), &y(week.done as f64))));
        if weeks.len() > WRITTEN_MAX && at != 0 && at + 1 != weeks.len() && at != weeks.len() / 2 {
            continue;
        }
        let name = week.week.get(5..).unwrap_or(&week.week);
        let reached = goal.then(|| format!("{} of {}", count(week.met), count(week.raters)));
        let lines = [Some(name.to_owned()), Some(count(week.done)), reached];
        for (down, line) in [16.0, 31.0, 46.0].iter().zip(lines.into_iter().flatten()) {
            drawn = drawn.and(word("fine", &x(at), &(TOP + FIELD + down).to_string(), "middle", &line));
        }
    }
    let (below, axis) = match goal {
        true => (63.0, "week; below it, decisions, and raters who reached the goal"),
        false => (48.0, "week; below it, decisions"),
    };
    let axis = word("fine", &across(0.5), &(TOP + FIELD + below).to_string(), "middle", axis);
    let named = word("fine", "0%", "11", "start", "decisions of all raters");
    figure(title, sentence, (TOP + FIELD + below + 6.0) as u32, drawn.and(named).and(axis))
}
