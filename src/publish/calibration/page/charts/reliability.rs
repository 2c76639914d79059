//! Scores against what came true: each bin a dot with its interval and its n; on the dashed line scores are true to their word.

use super::{across, dot, figure, stroke, word};
use crate::publish::calibration::page::data::Bin;
use crate::publish::calibration::page::html::Html;
use crate::publish::terminal::count;

/// Pixels of the field.
const FIELD: f64 = 180.0;
/// Pixels above it.
const TOP: f64 = 20.0;

fn x(value: f64) -> String {
    across(0.13 + 0.85 * value.clamp(0.0, 1.0))
}

fn y(value: f64) -> String {
    format!("{:.1}", TOP + FIELD * (1.0 - value.clamp(0.0, 1.0)))
}

/// Draws the curve.
pub fn reliability(title: &str, sentence: &str, bins: &[Bin]) -> Html {
    let ticks = [0.0, 0.25, 0.5, 0.75, 1.0];
    let floor = (TOP + FIELD + 15.0).to_string();
    let grid = ticks.iter().map(|tick| {
        // The last one would stand out of the picture.
        let anchor = if *tick < 1.0 { "middle" } else { "end" };
        let label = format!("{:.0} %", tick * 100.0);
        stroke("grid", (&x(0.0), &y(*tick)), (&x(1.0), &y(*tick)))
            .and(word("fine", &across(0.12), &y(tick - 0.02), "end", &label))
            .and(word("fine", &x(*tick), &floor, anchor, &label))
    });
    let mut drawn: Html = grid.collect();
    drawn = drawn.and(stroke("even", (&x(0.0), &y(0.0)), (&x(1.0), &y(1.0))));
    for (left, right) in bins.iter().zip(bins.iter().skip(1)) {
        if let (Some(from), Some(to)) = (left.share.value, right.share.value) {
            drawn = drawn.and(stroke("path", (&x(left.mean), &y(from)), (&x(right.mean), &y(to))));
        }
    }
    for (at, bin) in bins.iter().enumerate() {
        // Neighbours may be close: their n stand on two lines by turns.
        drawn = drawn.and(one(bin, if at % 2 == 0 { 30.0 } else { 43.0 }));
    }
    let axis = word("fine", &x(0.5), &(TOP + FIELD + 61.0).to_string(), "middle", "mean score of the bin; below it, n");
    let title_axis = word("fine", "0%", "11", "start", "share that gold confirms");
    figure(title, sentence, (TOP + FIELD + 67.0) as u32, drawn.and(axis).and(title_axis))
}

fn one(bin: &Bin, below: f64) -> Html {
    let (Some(value), Some(low), Some(high)) = (bin.share.value, bin.share.low, bin.share.high) else {
        return Html::default();
    };
    let at = x(bin.mean);
    stroke("span", (&at, &y(low)), (&at, &y(high))).and(dot("dot", &at, &y(value), "4")).and(word(
        "fine",
        &at,
        &(TOP + FIELD + below).to_string(),
        "middle",
        &count(bin.share.n),
    ))
}
