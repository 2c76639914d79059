//! Models' scores: do they rank, and are they true to their word?

use super::super::charts::reliability::reliability;
use super::super::data::{Data, Score};
use super::super::fig::Form;
use super::super::html::{Html, paragraph, tag};
use super::super::queue::Queue;
use super::super::table::{Table, cell, words};
use super::{Section, left_out};
use crate::publish::terminal::count;

pub(super) const SECTION: Section = Section { id: "scores", title: "Model scores", draw };

/// Scores drawn.
const DRAWN_MAX: usize = 6;
/// Scores listed.
const LISTED_MAX: usize = 12;
/// Scores with their thresholds.
const PRICED_MAX: usize = 3;

fn draw(data: &Data, _: Option<&Queue>) -> Option<Html> {
    let mut all: Vec<(&str, &Score)> =
        data.judges.iter().flat_map(|(name, judge)| judge.scores.iter().map(move |score| (name, score))).collect();
    if all.is_empty() {
        return None;
    }
    // Those that tell gold apart best are the ones that somebody will set a threshold on.
    let area = |score: &Score| score.roc_area.value.unwrap_or(0.0);
    all.sort_by(|a, b| area(b.1).total_cmp(&area(a.1)));
    let known = all.iter().filter(|(_, score)| !score.reliability.bins.is_empty());
    let charts: Html = known.take(DRAWN_MAX).map(|(name, score)| chart(name, score)).collect();
    let said = "Of all items given a score near 0.7, are 70 % as gold has it? Dots on the dashed line are true to their word, \
                dots below it claim too much, and dots above it too little. Chance alone makes a calibration error: if its \
                interval reaches 0, the score may be true to its word.";
    let columns = [
        "Score",
        "Held against",
        "ROC area",
        "Average precision",
        "Brier score",
        "Its parts",
        "Calibration error",
        "Less what chance adds",
    ];
    let mut table = Table::new("Scores against gold", &columns);
    for (name, score) in all.iter().take(LISTED_MAX) {
        let cells = [
            words(score.against.as_str()),
            score.roc_area.cell(Form::Number),
            score.average_precision.cell(Form::Number),
            score.brier.cell(Form::Number),
            parts(score),
            score.reliability.expected_error.cell(Form::Number),
            score.reliability.expected_error_debiased.cell(Form::Number),
        ];
        table.row(&format!("{name}: {}", score.name), cells);
    }
    let rest = left_out(all.len(), all.len().min(LISTED_MAX), "scores", "calibration.json");
    let drawn = tag("div", &[("class", "many")], charts);
    Some(paragraph(said).and(drawn).and(table.finish()).and(rest).and(thresholds(&all)))
}

/// Writes what a Brier score is made of.
fn parts(score: &Score) -> Html {
    let Some(own) = &score.brier_parts else { return score.brier.cell(Form::Number) };
    let [reliability, resolution, uncertainty] =
        [own.reliability, own.resolution, own.uncertainty].map(|part| Form::Number.number(part));
    words(tag("b", &[], format!("{reliability} − {resolution} + {uncertainty}")).and(" ").and(tag(
        "small",
        &[],
        format!("reliability − resolution + uncertainty, n = {}; no interval of their own", count(own.n)),
    )))
}

/// Makes the table of where to cut by what errors cost, for the scores that rank best.
fn thresholds(all: &[(&str, &Score)]) -> Html {
    let said = "If letting a violation pass is worse than a false alarm, act from a lower score. The cost of a false alarm is \
                1, that of a miss as the row says; the cost is per item. The threshold is the cheapest on all gold items, and \
                what it costs is reckoned on items that it was not chosen on. Gold is often harder than daily traffic, and \
                has more violations: where they are rarer, the cheapest threshold is higher. A score called as one of gold's \
                labels is held against that label, any other against every violation: where it is cheapest to act always, it \
                is no help at that price.";
    let columns = ["Score", "A miss costs", "Act from", "Cost", "Cost as declared", "Declared"];
    let mut table = Table::new("Where to cut, by what errors cost", &columns);
    for (name, score) in all.iter().take(PRICED_MAX) {
        for own in &score.thresholds {
            let miss = own.miss.map_or_else(|| "by the card's costs".to_owned(), |miss| format!("{miss:.0}"));
            let from = match (own.from, own.cost.value) {
                (Some(_), _) if own.taken == own.cost.n => "always act".to_owned(),
                (Some(from), _) => format!("{from:.2}: on {} of {}", count(own.taken), count(own.cost.n)),
                (None, Some(_)) => "never act".to_owned(),
                (None, None) => "undefined".to_owned(),
            };
            let declared = score.declared.map_or_else(|| "none".to_owned(), |at| format!("{at:.2}"));
            let costs = [&own.cost, &own.declared_cost].map(|figure| figure.cell(Form::Number));
            let cells = [cell(miss), cell(from)].into_iter().chain(costs).chain([cell(declared)]);
            table.row(&format!("{name}: {}", score.name), cells);
        }
    }
    if table.is_empty() {
        return Html::default();
    }
    let rest = left_out(all.len(), all.len().min(PRICED_MAX), "scores", "thresholds.csv");
    tag("h3", &[], "Where to cut").and(paragraph(said)).and(table.finish()).and(rest)
}

fn chart(name: &str, score: &Score) -> Html {
    let error = &score.reliability.expected_error;
    let sentence = format!(
        "The mean gap between score and outcome is {}; less what chance adds, {}.",
        error.said(Form::Number),
        Form::Number.number(score.reliability.expected_error_debiased.value.unwrap_or(0.0))
    );
    let title = format!("{name}: {}", score.name);
    let drawn = reliability(&title, &sentence, &score.reliability.bins);
    tag("div", &[], tag("h3", &[], title.as_str()).and(drawn))
}
