//! Judges who give one label too often.

use super::super::causes::Lean;
use super::super::charts::intervals::{Frame, Row, Tone, intervals};
use super::super::charts::short;
use super::super::data::Data;
use super::super::fig::Form;
use super::super::html::{Html, paragraph};
use super::super::queue::Queue;
use super::super::table::{Table, cell};
use super::{Section, adjusted, left_out};
use crate::publish::terminal::{count, counted};

pub(super) const SECTION: Section = Section { id: "leans", title: "Leaning judges", draw };

/// Judges drawn.
const DRAWN_MAX: usize = 8;
/// Judges listed.
const LISTED_MAX: usize = 20;
/// Letters of a judge's name and of a label in the chart.
const LETTERS_MAX: (usize, usize) = (11, 7);

fn draw(data: &Data, _: Option<&Queue>) -> Option<Html> {
    let mut all: Vec<(&str, &Lean)> =
        data.judges.iter().filter_map(|(name, judge)| Some((name, judge.lean.as_ref()?))).collect();
    let said = "A judge leans to a label if its errors fall on that label more often than the errors of others of its kind. \
                Whoever errs evenly gives rare labels too often as well: that is no lean.";
    let Some(judges) = (!all.is_empty()).then(|| counted(all.len() as u64, "judge leans", "judges lean")) else {
        return (data.ratings > 0).then(|| paragraph(format!("{said} No judge is known to lean.")));
    };
    all.sort_by(|a, b| b.1.times.value.unwrap_or(0.0).total_cmp(&a.1.times.value.unwrap_or(0.0)));
    let rest = left_out(all.len(), all.len().min(LISTED_MAX), "leaning judges", "calibration.json");
    Some(paragraph(format!("{said} {judges}.")).and(chart(&all)).and(table(&all)).and(rest))
}

fn chart(all: &[(&str, &Lean)]) -> Html {
    let rows: Vec<Row<'_>> = all
        .iter()
        .take(DRAWN_MAX)
        .flat_map(|(judge, lean)| {
            let name = format!("{}: {}", short(judge, LETTERS_MAX.0), short(&lean.label, LETTERS_MAX.1));
            [
                Row { name, figure: &lean.of_errors, tone: Tone::Plain },
                Row { name: format!("others: {}", lean.label), figure: &lean.of_others_errors, tone: Tone::Beside },
            ]
        })
        .collect();
    let first = all.first().map_or_else(String::new, |(judge, lean)| {
        format!(
            "Of the errors of {judge}, {} give {}; of those of others of its kind: {}. ",
            lean.of_errors.said(Form::Share),
            lean.label,
            lean.of_others_errors.said(Form::Share)
        )
    });
    let others = all.iter().any(|(_, lean)| lean.of_others_errors.value.is_some());
    let hollow = if others { "Hollow dots are the others; lines" } else { "Lines" };
    let sentence = format!("{first}{hollow} are 95 % intervals.");
    let axis = "share of errors that give the label";
    let title = "Errors that give the label a judge leans to";
    intervals(&Frame { title, sentence: &sentence, axis, form: Form::Share, limit: None }, &rows)
}

fn table(all: &[(&str, &Lean)]) -> Html {
    let columns = [
        "Judge",
        "Leans to",
        "Times as often as right",
        "Given",
        "Right",
        "Of its errors",
        "Of others' errors",
        "p, adjusted",
    ];
    let mut table = Table::new("Judges and the label that each gives too often", &columns);
    for (judge, lean) in all.iter().take(LISTED_MAX) {
        let n = count(lean.times.n);
        let cells = [
            cell(lean.label.as_str()),
            lean.times.cell(Form::Number),
            cell(format!("{} of {n}", count(lean.given))),
            cell(format!("{} of {n}, by {}", count(lean.right), lean.against)),
            lean.of_errors.cell(Form::Share),
            lean.of_others_errors.cell(Form::Share),
            cell(adjusted(Some(lean.p))),
        ];
        table.row(judge, cells);
    }
    table.finish()
}
