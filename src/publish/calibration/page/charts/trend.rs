//! A rate by week: dots with their intervals, joined by a line.

use super::{across, dot, figure, stroke, word};
use crate::publish::calibration::page::data::Week;
use crate::publish::calibration::page::html::Html;
use crate::publish::terminal::{count, share};

/// Pixels of the field.
const FIELD: f64 = 120.0;
/// Pixels above it.
const TOP: f64 = 20.0;
/// Weeks with their n written below; with more only the first, the middle and the last are.
const WRITTEN_MAX: usize = 7;

/// Returns where an axis ends that all of the weeks fit: at the next tenth above, so that its half is a whole percentage.
pub fn top_of<'a>(weeks: impl Iterator<Item = &'a Week>) -> f64 {
    let highest = weeks.filter_map(|week| week.rate.high.or(week.rate.value)).fold(0.05, f64::max);
    ((highest * 10.0).ceil() / 10.0).min(1.0)
}

/// Draws the weeks on an axis from 0 to `top`.
pub fn trend(title: &str, sentence: &str, weeks: &[Week], top: f64) -> Html {
    let y = |value: f64| format!("{:.1}", TOP + FIELD * (1.0 - (value / top).clamp(0.0, 1.0)));
    let last = weeks.len().saturating_sub(1).max(1) as f64;
    let x = |at: usize| across(0.19 + 0.75 * at as f64 / last);
    let grid = [0.0, 0.5, 1.0].iter().map(|part| {
        let value = part * top;
        stroke("grid", (&across(0.13), &y(value)), ("100%", &y(value))).and(word(
            "fine",
            &across(0.12),
            &y(value - top * 0.03),
            "end",
            &share(value),
        ))
    });
    let mut drawn: Html = grid.collect();
    for (at, (left, right)) in weeks.iter().zip(weeks.iter().skip(1)).enumerate() {
        if let (Some(from), Some(to)) = (left.rate.value, right.rate.value) {
            drawn = drawn.and(stroke("path", (&x(at), &y(from)), (&x(at + 1), &y(to))));
        }
    }
    for (at, week) in weeks.iter().enumerate() {
        if let (Some(value), Some(low), Some(high)) = (week.rate.value, week.rate.low, week.rate.high) {
            drawn = drawn.and(stroke("span", (&x(at), &y(low)), (&x(at), &y(high)))).and(dot(
                "dot",
                &x(at),
                &y(value),
                "4",
            ));
        }
        if weeks.len() <= WRITTEN_MAX || at == 0 || at + 1 == weeks.len() || at == weeks.len() / 2 {
            let name = week.week.get(5..).unwrap_or(&week.week);
            drawn = drawn.and(word("fine", &x(at), &(TOP + FIELD + 16.0).to_string(), "middle", name)).and(word(
                "fine",
                &x(at),
                &(TOP + FIELD + 31.0).to_string(),
                "middle",
                &count(week.rate.n),
            ));
        }
    }
    let named = word("fine", "0%", "11", "start", "share of decisions that are wrong");
    let axis = word("fine", &across(0.55), &(TOP + FIELD + 48.0).to_string(), "middle", "week; below it, n");
    figure(title, sentence, (TOP + FIELD + 54.0) as u32, drawn.and(named).and(axis))
}
