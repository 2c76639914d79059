//! Agreement on parts of the corpus: by clause, by label, by column, by week.

use super::super::charts::intervals::{Frame, Row, Tone, intervals};
use super::super::data::{Data, Part};
use super::super::fig::Form;
use super::super::html::{Html, pair, paragraph, tag};
use super::super::queue::Queue;
use super::super::table::Table;
use super::{Section, left_out, plain};

pub(super) const SECTION: Section = Section { id: "parts", title: "Agreement by clause, label, slice and week", draw };

/// Parts shown of one division.
const SHOWN_MAX: usize = 12;
/// Divisions drawn as charts too.
const DRAWN: [&str; 3] = ["clause", "label", "week"];

fn draw(data: &Data, _: Option<&Queue>) -> Option<Html> {
    if data.agreement_by.is_empty() {
        return None;
    }
    let mut names: Vec<&str> = data.agreement_by.iter().map(|part| part.by.as_str()).collect();
    names.dedup();
    let parts_of = |by: &&str| data.agreement_by.iter().filter(|part| part.by == *by).collect::<Vec<&Part>>();
    let all: Vec<(&str, Vec<&Part>)> = names.iter().map(|by| (*by, parts_of(by))).collect();
    // One part alone says what the whole says.
    let known = |part: &&Part| part.percent.value.is_some();
    let several = all.iter().filter(|(_, parts)| parts.len() > 1 && parts.iter().any(known)).cloned();
    let few = "divisions, those with a single part or no agreement to measure";
    let whole = left_out(all.len(), several.clone().count(), few, "agreement.csv");
    let divisions = several.map(|(by, parts)| division(by, parts));
    let said = format!(
        "The same {} on one part of the items at a time, the least agreement first. A label is held against all others.",
        data.agreement_of
    );
    let (drawn, listed): (Vec<_>, Vec<_>) = divisions.partition(|(drawn, _)| *drawn);
    let of = |all: Vec<(bool, Html)>| all.into_iter().map(|(_, inside)| tag("div", &[], inside)).collect::<Html>();
    Some(paragraph(said).and(of(drawn)).and(pair(of(listed), Html::default())).and(whole))
}

/// Makes a division, and says whether it has a chart.
fn division(by: &str, mut parts: Vec<&Part>) -> (bool, Html) {
    let all = parts.len();
    if by != "week" {
        // What is undefined comes last.
        parts.sort_by(|a, b| a.alpha.value.unwrap_or(2.0).total_cmp(&b.alpha.value.unwrap_or(2.0)));
    } else if all > SHOWN_MAX {
        parts.drain(..all - SHOWN_MAX);
    }
    parts.truncate(SHOWN_MAX);
    let title = format!("By {}", plain(by));
    let mut table = Table::new(format!("Agreement by {}", plain(by)), &["Part", "Percent", "Alpha, nominal", "AC1"]);
    for part in &parts {
        let cells = [part.percent.cell(Form::Share), part.alpha.cell(Form::Number), part.ac1.cell(Form::Number)];
        table.row(&part.value, cells);
    }
    let table = table.finish();
    let beside = if DRAWN.contains(&by) { pair(chart(by, &parts), table) } else { table };
    (DRAWN.contains(&by), tag("h3", &[], title).and(beside).and(left_out(all, parts.len(), "parts", "agreement.csv")))
}

fn chart(by: &str, parts: &[&Part]) -> Html {
    let rows: Vec<Row<'_>> =
        parts.iter().map(|part| Row { name: part.value.clone(), figure: &part.alpha, tone: Tone::Plain }).collect();
    let known: Vec<&&Part> = parts.iter().filter(|part| part.alpha.value.is_some()).collect();
    let least = known.iter().min_by(|a, b| a.alpha.value.unwrap_or(2.0).total_cmp(&b.alpha.value.unwrap_or(2.0)));
    let sentence = least.map_or_else(String::new, |least| {
        format!("Agreement is least on {}: {}. Lines are 95 % intervals.", least.value, least.alpha.said(Form::Number))
    });
    let title = format!("Alpha by {}", plain(by));
    let axis = "Krippendorff's alpha, nominal";
    intervals(&Frame { title: &title, sentence: &sentence, axis, form: Form::Number, limit: None }, &rows)
}
