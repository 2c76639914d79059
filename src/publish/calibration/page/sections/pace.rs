//! How raters work, where something stands out.

use super::super::data::{Data, PaceFigure};
use super::super::fig::Form;
use super::super::html::{Html, paragraph};
use super::super::queue::Queue;
use super::super::table::{Table, words};
use super::{Section, left_out, plain};
use crate::publish::terminal::{count, counted};

pub(super) const SECTION: Section = Section { id: "pace", title: "Pace and patterns of raters", draw };

/// Findings listed.
const LISTED_MAX: usize = 15;

fn draw(data: &Data, _: Option<&Queue>) -> Option<Html> {
    if data.pace.is_empty() {
        return None;
    }
    let mut found: Vec<(&str, &PaceFigure)> = data
        .pace
        .iter()
        .flat_map(|own| own.figures.iter().filter(|one| one.found).map(move |one| (own.judge.as_str(), one)))
        .collect();
    // What rests on most decisions comes first.
    found.sort_by_key(|(_, one)| std::cmp::Reverse(one.own.n));
    let timed = data.pace.iter().filter(|own| own.seconds.value.is_some()).count() as u64;
    let timed = format!("{} of {} with times.", counted(timed, "rater", "raters"), count(data.pace.len() as u64));
    if found.is_empty() {
        return Some(paragraph(format!(
            "No rater is too fast, skips too much, or gives one answer where others do not. {timed}"
        )));
    }
    let said = "Hints and never verdicts: a queue sorted by topic makes long runs of one answer too, and whoever gets the \
                easy items is fast. So each figure stands beside that of the others on the same items, or of chance.";
    let mut table = Table::new("What stands out", &["Rater", "What", "Own", "Others, or chance"]);
    for (rater, one) in found.iter().take(LISTED_MAX) {
        let sentence = super::super::sentence(&one.sentence);
        let (own, others) = match one.kind.as_str() {
            "streaks" => (one.own.cell(Form::Count), one.others.cell(Form::Count)),
            "hurried" => (one.own.cell(Form::Share), words("the others' median on each item")),
            // What chance makes of a run is in the sentence; the others' figure is how often they give that answer.
            "long_run" => (one.own.cell(Form::Count), words("see the sentence")),
            _ => (one.own.cell(Form::Share), one.others.cell(Form::Share)),
        };
        table.row(rater, [words(sentence), own, others]);
    }
    let kinds = kinds(&found);
    let rest = left_out(found.len(), found.len().min(LISTED_MAX), "findings", "calibration.json");
    Some(paragraph(format!("{kinds} {timed}")).and(paragraph(said)).and(table.finish()).and(rest))
}

fn kinds(found: &[(&str, &PaceFigure)]) -> String {
    let mut kinds: Vec<(&str, u64)> = Vec::new();
    for (_, one) in found {
        match kinds.iter_mut().find(|(kind, _)| *kind == one.kind) {
            Some((_, n)) => *n += 1,
            None => kinds.push((&one.kind, 1)),
        }
    }
    let named: Vec<String> = kinds.iter().map(|(kind, n)| format!("{} {}", plain(kind), count(*n))).collect();
    format!("{}: {}.", counted(found.len() as u64, "finding", "findings"), named.join(", "))
}
