//! Where a judge is weak: each slice with its sentence, its interval, the held-out half, what to try, and examples.

use super::super::charts::intervals::{Frame, Row, Tone, intervals};
use super::super::charts::trend::{top_of, trend};
use super::super::data::{ColumnLeftOut, Data, Example, JudgeSlices, Weakness};
use super::super::fig::Form;
use super::super::html::{Html, line, list, name, paragraph, tag};
use super::super::queue::Queue;
use super::super::table::{Table, words};
use super::{Section, adjusted, left_out};
use crate::publish::terminal::counted;

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
    let without: Vec<&JudgeSlices> = data.slices.iter().filter(|own| confirmed(own).next().is_none()).collect();
    let said = "Half of the gold items are searched for slices on which a judge errs more than elsewhere; the other half, \
                held out, confirms them or not. The rate over all items is high by choice: believe the held-out one.";
    let mut inside = paragraph(said);
    inside = inside.and(columns(data));
    for own in with.iter().take(JUDGES_MAX) {
        inside = inside.and(one(own));
    }
    inside = inside.and(left_out(with.len(), with.len().min(JUDGES_MAX), "judges with weak slices", "slices.csv"));
    if !without.is_empty() {
        inside = inside.and(paragraph("No slice was confirmed for the others. What was found there may be chance:"));
        inside = inside.and(list(without.iter().map(|own| unconfirmed(own))));
    }
    Some(inside)
}

/// Names a judge without a confirmed slice, and the first that was found.
fn unconfirmed(own: &JudgeSlices) -> Html {
    let found = own.slices.first().map_or_else(
        || format!("none found; wrong on {} overall", own.overall.said(Form::Share)),
        |first| format!("{}; of the held-out items there {}", first.sentence, first.held_out.said(Form::Share)),
    );
    name(&own.judge).and(": ").and(found)
}

/// Says what there was to slice by.
fn columns(data: &Data) -> Html {
    let mut said = Html::default();
    if !data.columns_left_out.is_empty() {
        let one = |own: &ColumnLeftOut| format!("{} ({})", own.column, own.why_words);
        let columns: Vec<String> = data.columns_left_out.iter().map(one).collect();
        said = said.and(paragraph(format!("No slices are made of {}.", columns.join(", "))));
    }
    if !data.columns_that_determine_gold.is_empty() {
        said = said.and(paragraph(format!(
            "Each value of {} has one label of gold: a slice by it says on which kind of item a judge errs, and which label is \
             right there.",
            data.columns_that_determine_gold.join(", of ")
        )));
    }
    said
}

fn confirmed(own: &JudgeSlices) -> impl Iterator<Item = &Weakness> {
    own.slices.iter().filter(|weakness| weakness.confirmation == "confirmed")
}

fn one(own: &JudgeSlices) -> Html {
    let all: Vec<&Weakness> = confirmed(own).collect();
    let shown = || (1..).zip(all.iter().take(SLICES_MAX));
    let rows: Vec<Row<'_>> = shown()
        .map(|(number, weakness)| Row {
            name: format!("{number}. {}", weakness.place),
            figure: &weakness.held_out,
            tone: Tone::Plain,
        })
        .collect();
    let sentence = format!(
        "{} errs on {} overall; in each of these slices the held-out half bears out that it errs more.",
        own.judge,
        own.overall.said(Form::Share)
    );
    let title = format!("{}: errors in weak slices, held-out half", own.judge);
    let limit = own.overall.value.map(|overall| {
        let interval = own.overall.low.zip(own.overall.high).map(|(low, high)| Form::Share.interval(low, high));
        (overall, format!("overall: {} ({})", Form::Share.number(overall), interval.unwrap_or_default()))
    });
    let axis = "share of held-out items in a slice decided wrongly";
    let frame = Frame { title: &title, sentence: &sentence, axis, form: Form::Share, limit };
    let columns = ["Slice", "Where", "Errors, all items", "Held out", "Held out, elsewhere", "q", "Try first"];
    let mut table = Table::new(format!("{}: confirmed weak slices", own.judge), &columns);
    shown().for_each(|(number, weakness)| table.row(&number.to_string(), cells(weakness)));
    let first = all.first().map_or_else(Html::default, |weakness| {
        paragraph(format!("{} Next step: {}.", super::super::sentence(&weakness.sentence), weakness.next_step_words))
    });
    let open = match own.unsettled {
        0 => Html::default(),
        n => tag(
            "p",
            &[("class", "note")],
            format!("Left open, and so neither right nor wrong: {}.", counted(n, "gold item", "gold items")),
        ),
    };
    let heading = tag("h3", &[], name(&own.judge)).and(line());
    let rest = left_out(all.len(), all.len().min(SLICES_MAX), "confirmed slices", "slices.csv");
    let examples: Html = shown().map(|(number, weakness)| named(number, &weakness.examples)).collect();
    let weeks: Html = shown().filter_map(|(number, weakness)| by_week(own, number, weakness)).collect();
    let weeks = tag("div", &[("class", "many")], weeks);
    heading.and(first).and(intervals(&frame, &rows)).and(table.finish()).and(open).and(examples).and(rest).and(weeks)
}

/// Draws a slice week by week.
fn by_week(own: &JudgeSlices, number: usize, weakness: &Weakness) -> Option<Html> {
    let weeks = weakness.trend.as_ref()?;
    let title = format!("{}: errors in slice {number} by week", own.judge);
    let sentence = super::super::sentence(&weeks.sentence);
    Some(tag(
        "div",
        &[],
        tag("h4", &[], format!("Slice {number} by week")).and(trend(
            &title,
            &sentence,
            &weeks.weeks,
            top_of(weeks.weeks.iter()),
        )),
    ))
}

fn cells(weakness: &Weakness) -> Vec<Html> {
    let variants = match weakness.similar.len() as u64 {
        0 => Html::default(),
        n => tag("small", &[], format!(" and {} of it, folded", counted(n, "variant", "variants"))),
    };
    vec![
        words(Html::from(weakness.place.as_str()).and(variants)),
        weakness.rate.cell(Form::Share),
        weakness.held_out.cell(Form::Share),
        weakness.held_out_rest.cell(Form::Share),
        tag("td", &[], adjusted(weakness.q)),
        words(weakness.next_step_words.as_str()),
    ]
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
