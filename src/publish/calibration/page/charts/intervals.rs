//! Dots with their intervals, one row each: the name and the figure stand above the line, so that it is as wide as the page.

use super::{across, dot, figure, lines, stroke, word};
use crate::publish::calibration::page::fig::{Fig, Form};
use crate::publish::calibration::page::html::Html;

/// Pixels from row to row.
const ROW: u32 = 40;
/// Letters of a name that fit beside its figure on a narrow page.
const LETTERS_MAX: usize = 20;
/// Letters of a line of a longer name, which stands above.
const LINE_MAX: usize = 44;
/// Lines of a name.
const LINES_MAX: usize = 4;
/// Pixels from line to line.
const LINE: u32 = 16;

/// What a row is coloured as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Neither.
    Plain,
    /// Well.
    Good,
    /// Ill.
    Bad,
    /// Only there to hold the row above it against: a hollow dot.
    Beside,
}

/// One row.
pub struct Row<'a> {
    /// Whose it is.
    pub name: String,
    /// The figure.
    pub figure: &'a Fig,
    /// Its colour.
    pub tone: Tone,
}

/// What is drawn beside the rows.
pub struct Frame<'a> {
    /// The chart's title.
    pub title: &'a str,
    /// What it shows, in a sentence.
    pub sentence: &'a str,
    /// What the axis measures.
    pub axis: &'a str,
    /// How numbers are written.
    pub form: Form,
    /// A value to hold the rows against, and its name.
    pub limit: Option<(f64, String)>,
}

/// Draws the chart; rows without a value are left out, and there is none without rows.
pub fn intervals(frame: &Frame<'_>, rows: &[Row<'_>]) -> Html {
    let rows: Vec<&Row<'_>> = rows.iter().filter(|row| row.figure.value.is_some()).collect();
    if rows.is_empty() {
        return Html::default();
    }
    let (from, to, step) = axis(frame, &rows);
    let place = |value: f64| across(0.035 + 0.905 * ((value - from) / (to - from)).clamp(0.0, 1.0));
    let top = if frame.limit.is_some() { 18 } else { 2 };
    let mut bottom = top;
    let mut drawn = Html::default();
    for row in &rows {
        let (above, beside) = name(&row.name);
        for line in above {
            drawn = drawn.and(word("label", "0%", &(bottom + 15).to_string(), "start", &line));
            bottom += LINE;
        }
        drawn = drawn.and(one(row, &beside, frame.form, bottom, &place));
        bottom += ROW;
    }
    let drawn = grid(frame, &place, (from, to, step), (top, bottom)).and(drawn);
    figure(frame.title, frame.sentence, bottom + 40, drawn)
}

/// Divides a name into lines above its row and what stands beside the figure.
fn name(name: &str) -> (Vec<String>, String) {
    if name.chars().count() <= LETTERS_MAX {
        return (Vec::new(), name.to_owned());
    }
    let mut above = lines(name, LINE_MAX, LINES_MAX);
    let last = above.pop_if(|line| line.chars().count() <= LETTERS_MAX);
    (above, last.unwrap_or_default())
}

/// Returns where the axis begins and ends, and how far its marks stand apart. Coefficients may be below 0; shares end at 1, or
/// nearer where all of them are small.
fn axis(frame: &Frame<'_>, rows: &[&Row<'_>]) -> (f64, f64, f64) {
    let lowest = rows.iter().filter_map(|row| row.figure.low.or(row.figure.value)).fold(0.0, f64::min);
    let ends = rows.iter().filter_map(|row| row.figure.high.or(row.figure.value));
    let highest = ends.chain(frame.limit.iter().map(|(value, _)| *value)).fold(0.0, f64::max);
    match (frame.form, lowest, highest) {
        (Form::Share, _, tiny) if tiny <= 0.2 => (0.0, 0.2, 0.05),
        (Form::Share, _, small) if small <= 0.5 => (0.0, 0.5, 0.1),
        (_, low, _) if low < -0.6 => ((low * 2.0).floor() / 2.0, 1.0, 0.5),
        (_, low, _) => ((low * 5.0).floor() / 5.0, 1.0, 0.2),
    }
}

fn grid(
    frame: &Frame<'_>,
    place: &dyn Fn(f64) -> String,
    (from, to, step): (f64, f64, f64),
    (top, bottom): (u32, u32),
) -> Html {
    let (up, down) = (top.to_string(), bottom.to_string());
    let steps = ((to - from) / step).round() as u32;
    let marks = (0..=steps).map(|number| {
        let value = from + f64::from(number) * step;
        let (x, written) = (place(value), format!("{value:.1}"));
        let label = if frame.form == Form::Share { format!("{:.0} %", value * 100.0) } else { written };
        stroke("grid", (&x, &up), (&x, &down)).and(word("fine", &x, &(bottom + 15).to_string(), "middle", &label))
    });
    let mut drawn: Html = marks.collect();
    if let Some((value, label)) = &frame.limit {
        let x = place(*value);
        let anchor = if *value - from > 0.6 * (to - from) { "end" } else { "start" };
        drawn = drawn.and(stroke("limit", (&x, &up), (&x, &down))).and(word("marked", &x, "11", anchor, label));
    }
    drawn.and(word("fine", "50%", &(bottom + 33).to_string(), "middle", frame.axis))
}

fn one(row: &Row<'_>, name: &str, form: Form, top: u32, place: &dyn Fn(f64) -> String) -> Html {
    let (span, point) = match row.tone {
        Tone::Plain => ("span", "dot"),
        Tone::Good => ("good-span", "good-dot"),
        Tone::Bad => ("bad-span", "bad-dot"),
        Tone::Beside => ("beside-span", "beside-dot"),
    };
    let (text, y) = ((top + 15).to_string(), (top + 27).to_string());
    let said = row.figure.brief(form);
    let label = if name.is_empty() { Html::default() } else { word("label", "0%", &text, "start", name) };
    let drawn = label.and(word("fine", "100%", &text, "end", &said));
    let interval = match (row.figure.low, row.figure.high) {
        (Some(low), Some(high)) => stroke(span, (&place(low), &y), (&place(high), &y)),
        _ => Html::default(),
    };
    drawn.and(interval).and(dot(point, &place(row.figure.value.unwrap_or(0.0)), &y, "5"))
}
