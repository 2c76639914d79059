//! Models' scores: do they rank, and are they true to their word?

use super::super::charts::reliability::reliability;
use super::super::data::{Data, Score};
use super::super::fig::Form;
use super::super::html::{Html, paragraph, tag};
use super::super::queue::Queue;
use super::super::table::{Table, words};
use super::{Section, left_out};

pub(super) const SECTION: Section = Section { id: "scores", title: "Model scores", draw };

/// Scores drawn.
const DRAWN_MAX: usize = 6;
/// Scores listed.
const LISTED_MAX: usize = 40;

fn draw(data: &Data, _: Option<&Queue>) -> Option<Html> {
    let mut all: Vec<(&str, &Score)> =
        data.judges.iter().flat_map(|(name, judge)| judge.scores.iter().map(move |score| (name, score))).collect();
    if all.is_empty() {
        return None;
    }
    // Those that tell gold apart best are the ones that somebody will set a threshold on.
    let area = |score: &Score| score.roc_area.value.unwrap_or(0.0);
    all.sort_by(|a, b| area(b.1).total_cmp(&area(a.1)));
    let charts: Html = all.iter().take(DRAWN_MAX).map(|(name, score)| chart(name, score)).collect();
    let said = "Of all items given a score near 0.7, are 70 % as gold has it? Dots on the dashed line are true to their word, \
                dots below it claim too much, and dots above it too little.";
    let columns =
        ["Score", "Held against", "ROC area", "Average precision", "Brier score", "Expected calibration error"];
    let mut table = Table::new("Scores against gold", &columns);
    for (name, score) in all.iter().take(LISTED_MAX) {
        let cells = [
            words(score.against.as_str()),
            score.roc_area.cell(Form::Number),
            score.average_precision.cell(Form::Number),
            score.brier.cell(Form::Number),
            score.reliability.expected_error.cell(Form::Number),
        ];
        table.row(&format!("{name}: {}", score.name), cells);
    }
    let rest = left_out(all.len(), all.len().min(LISTED_MAX), "scores", "calibration.json");
    Some(paragraph(said).and(tag("div", &[("class", "many")], charts)).and(table.finish()).and(rest))
}

fn chart(name: &str, score: &Score) -> Html {
    let error = &score.reliability.expected_error;
    let sentence = format!("The mean gap between score and outcome is {}.", error.said(Form::Number));
    let title = format!("{name}: {}", score.name);
    let drawn = reliability(&title, &sentence, &score.reliability.bins);
    tag("div", &[], tag("h3", &[], title.as_str()).and(drawn))
}
