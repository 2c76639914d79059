//! Every judge against gold.

use super::super::charts::intervals::{Frame, Row, Tone, intervals};
use super::super::data::{Data, Judge};
use super::super::fig::Form;
use super::super::html::{Html, paragraph, tag};
use super::super::queue::Queue;
use super::super::table::{Table, cell};
use super::{Section, busiest, left_out, most_tried, plain};
use crate::publish::terminal::{count, share};

pub(super) const SECTION: Section = Section { id: "judges", title: "Judges against gold", draw };

/// Judges in the chart.
const DRAWN_MAX: usize = 24;
/// Judges in the table.
const LISTED_MAX: usize = 40;

fn draw(data: &Data, _: Option<&Queue>) -> Option<Html> {
    let tried = data.judges.iter().filter(|(_, judge)| judge.n_gold > 0).count();
    let mut shown = if tried > 0 { most_tried(data, LISTED_MAX) } else { busiest(data, LISTED_MAX) };
    let drawn = chart(data, shown.get(..DRAWN_MAX.min(shown.len())).unwrap_or(&[]));
    if tried < LISTED_MAX {
        let rest = busiest(data, usize::MAX).into_iter().filter(|(_, judge)| tried > 0 && judge.n_gold == 0);
        shown.extend(rest.take(LISTED_MAX - shown.len()));
    }
    Some(paragraph(said(data, tried)).and(drawn).and(table(&shown)).and(left_out(
        data.judges.0.len(),
        shown.len(),
        "judges",
        "judges.csv",
    )))
}

fn said(data: &Data, tried: usize) -> String {
    if tried == 0 {
        return "There is no gold that is not a judge's own, so nobody's accuracy is known.".to_owned();
    }
    format!(
        "A judge passes if it is 95 % certain that it is right on {} of gold or more, fails if that is 5 % likely at most, \
         and is unclear between; with fewer than 20 gold items nothing is said. An item without a label from a judge that \
         looked at it counts as wrong.",
        share(data.bar)
    )
}

fn chart(data: &Data, shown: &[(&str, &Judge)]) -> Html {
    let mut shown: Vec<_> = shown.to_vec();
    shown.sort_by(|a, b| b.1.accuracy.value.unwrap_or(0.0).total_cmp(&a.1.accuracy.value.unwrap_or(0.0)));
    let rows: Vec<Row<'_>> = shown
        .iter()
        .map(|(name, judge)| Row { name: (*name).to_owned(), figure: &judge.accuracy, tone: tone(&judge.status) })
        .collect();
    let end = |row: Option<&Row<'_>>| {
        row.map_or_else(String::new, |row| format!("{} at {}", row.name, row.figure.said(Form::Share)))
    };
    let sentence = match rows.len() {
        1 => format!("{}; the line is its 95 % interval.", end(rows.first())),
        _ => format!("From {} down to {}; lines are 95 % intervals.", end(rows.first()), end(rows.last())),
    };
    let limit = Some((data.bar, format!("the bar: {}", share(data.bar))));
    let axis = "share of gold items that a judge decides as gold does";
    intervals(&Frame { title: "Accuracy against gold", sentence: &sentence, axis, form: Form::Share, limit }, &rows)
}

fn tone(status: &str) -> Tone {
    match status {
        "passes" => Tone::Good,
        "fails" => Tone::Bad,
        _ => Tone::Plain,
    }
}

fn table(shown: &[(&str, &Judge)]) -> Html {
    let columns = [
        "Judge",
        "Decisions",
        "Against the bar",
        "Accuracy",
        "Balanced accuracy",
        "Macro F1",
        "MCC",
        "Right label, wrong clause",
        "With a sure consensus",
    ];
    let mut table = Table::new("Judges: figures against gold, and apart from them agreement with consensus", &columns);
    for (name, judge) in shown {
        table.row(
            name,
            [
                decisions(judge),
                status(&judge.status),
                judge.accuracy.cell(Form::Share),
                judge.balanced_accuracy.cell(Form::Share),
                judge.macro_f1.cell(Form::Number),
                judge.mcc.cell(Form::Number),
                judge.wrong_clause.cell(Form::Share),
                judge.with_consensus.cell(Form::Share),
            ],
        );
    }
    table.finish()
}

fn status(status: &str) -> Html {
    let class = match status {
        "passes" => "good",
        "fails" => "bad",
        _ => "plain",
    };
    cell(tag("span", &[("class", class)], plain(if status == "too_few_gold" { "too little gold" } else { status })))
}

/// Writes how many decisions a judge made, whom it is, and how much gold is its own.
fn decisions(judge: &Judge) -> Html {
    let own = match judge.circular {
        0 => judge.kind.clone(),
        n => format!("{}; {} own gold left out", judge.kind, count(n)),
    };
    cell(tag("b", &[], count(judge.n)).and(" ").and(tag("small", &[], own)))
}
