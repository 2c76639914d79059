//! Where a judge is weak: each slice with its sentence, its interval, the held-out half, what to try, and examples.

use super::super::charts::intervals::{Frame, Row, Tone, intervals};
use super::super::data::{Condition, Data, Example, JudgeSlices, Weakness};
use super::super::fig::Form;
use super::super::html::{Html, line, name, paragraph, tag};
use super::super::queue::Queue;
use super::super::table::{Table, words};
use super::{Section, adjusted, left_out, plain};
use crate::publish::terminal::share;

pub(super) const SECTION: Section = Section { id: "slices", title: "Weak slices", draw };

/// Judges shown.
const JUDGES_MAX: usize = 8;
/// Slices of one judge that are shown.
const SLICES_MAX: usize = 5;

fn draw(data: &Data, _: Option<&Queue>) -> Option<Html> {
    if data.slices.is_empty() {
        return Some(paragraph("No judge has enough gold to be searched for weak slices."));
    }
    let with: Vec<&JudgeSlices> = data.slices.iter().filter(|own| confirmed(own).next().is_some()).collect();
    let without: Vec<&str> =
        data.slices.iter().filter(|own| confirmed(own).next().is_none()).map(|own| own.judge.as_str()).collect();
    let said = "Half of the gold items are searched for slices on which a judge errs more than elsewhere; the other half, \
                held out, confirms them or not. The rate over all items is high by choice: believe the held-out one.";
    let mut inside = paragraph(said);
    if !data.columns_left_out.is_empty() {
        let columns = data.columns_left_out.join(", ");
        inside = inside.and(paragraph(format!("Not searched, for holding sentences or too many values: {columns}.")));
    }
    for own in with.iter().take(JUDGES_MAX) {
        inside = inside.and(one(own));
    }
    inside = inside.and(left_out(with.len(), with.len().min(JUDGES_MAX), "judges with weak slices", "slices.csv"));
    if !without.is_empty() {
        inside = inside.and(paragraph(format!("No slice was confirmed for {}.", without.join(", "))));
    }
    Some(inside)
}

fn confirmed(own: &JudgeSlices) -> impl Iterator<Item = &(Weakness, Vec<Example>)> {
    own.slices.iter().filter(|(weakness, _)| weakness.confirmation == "confirmed")
}

fn one(own: &JudgeSlices) -> Html {
    let all: Vec<&(Weakness, Vec<Example>)> = confirmed(own).collect();
    let rows: Vec<Row<'_>> = all
        .iter()
        .take(SLICES_MAX)
        .enumerate()
        .map(|(at, (weakness, _))| Row { name: format!("{}", at + 1), figure: &weakness.held_out, tone: Tone::Plain })
        .collect();
    let overall = own.overall.value.unwrap_or(0.0);
    let sentence = format!(
        "{} errs on {} overall; in each of these slices the held-out half bears out that it errs more. Numbers are those \
         of the table.",
        own.judge,
        own.overall.said(Form::Share)
    );
    let title = format!("{}: errors in weak slices, held-out half", own.judge);
    let limit = Some((overall, format!("overall: {}", share(overall))));
    let axis = "share of held-out items in a slice decided wrongly";
    let frame = Frame { title: &title, sentence: &sentence, axis, form: Form::Share, limit };
    let columns = ["Slice", "Where", "Errors, all items", "Held out", "Held out, elsewhere", "q", "Try first"];
    let mut table = Table::new(format!("{}: confirmed weak slices", own.judge), &columns);
    for (at, (weakness, _)) in all.iter().take(SLICES_MAX).enumerate() {
        table.row(&format!("{}", at + 1), cells(weakness));
    }
    let first = all.first().map_or_else(Html::default, |(weakness, _)| {
        paragraph(format!("{} Next step: {}.", super::super::sentence(&weakness.sentence), weakness.next_step.words()))
    });
    let heading = tag("h3", &[], name(&own.judge)).and(line());
    let rest = left_out(all.len(), all.len().min(SLICES_MAX), "confirmed slices", "slices.csv");
    let examples: Html =
        (1..).zip(all.iter().take(SLICES_MAX)).map(|(number, (_, examples))| named(number, examples)).collect();
    heading.and(first).and(intervals(&frame, &rows)).and(table.finish()).and(examples).and(rest)
}

fn cells(weakness: &Weakness) -> Vec<Html> {
    vec![
        words(conditions(&weakness.slice)),
        weakness.rate.cell(Form::Share),
        weakness.held_out.cell(Form::Share),
        weakness.held_out_rest.cell(Form::Share),
        tag("td", &[], adjusted(weakness.q)),
        words(weakness.next_step.words()),
    ]
}

/// Writes the conditions; those on the text are sentences already.
fn conditions(all: &[Condition]) -> String {
    let one = |own: &Condition| {
        if own.feature.starts_with("text_") {
            own.value.clone()
        } else {
            format!("{} is {}", plain(&own.feature), own.value)
        }
    };
    all.iter().map(one).collect::<Vec<_>>().join(" and ")
}

/// Names examples of errors in a slice.
fn named(number: usize, examples: &[Example]) -> Html {
    if examples.is_empty() {
        return Html::default();
    }
    let each = examples.iter().enumerate().map(|(at, example)| {
        let said = example.said.as_deref().unwrap_or("no label");
        let between = if at > 0 { "; " } else { "" };
        Html::from(between).and(name(&example.item)).and(format!(" (gold {}, said {said})", example.gold))
    });
    let inside = Html::from(format!("Errors in slice {number}: ")).and(each.collect::<Html>()).and(".");
    tag("p", &[("class", "note")], inside)
}
