//! Alarms: who changed, when, and what to look at again.

use super::super::data::{Alarm, Data, Watched};
use super::super::fig::Form;
use super::super::html::{Html, name, paragraph};
use super::super::queue::Queue;
use super::super::table::{Table, words};
use super::{Section, left_out};
use crate::publish::terminal::{count, counted};

pub(super) const SECTION: Section = Section { id: "drift", title: "Drift", draw };

/// Alarms listed.
const LISTED_MAX: usize = 30;
/// Items named for one alarm.
const ITEMS_MAX: usize = 8;

fn draw(data: &Data, _: Option<&Queue>) -> Option<Html> {
    if data.drift.is_empty() && data.not_watched == 0 {
        return Some(paragraph("No decision is dated, so no change over time can be seen."));
    }
    let few = match data.not_watched {
        0 => String::new(),
        n => format!(
            " {} too few dated decisions to be watched.",
            counted(n, "judge, or judge and clause, has", "judges, or judges and clauses, have")
        ),
    };
    let watched = data.drift.iter().filter(|own| own.drift.why.is_none()).count() as u64;
    let alarms: Vec<(&Watched, &Alarm, &[String])> = data
        .drift
        .iter()
        .flat_map(|own| {
            let items = own.look_again.iter().map(Vec::as_slice).chain(std::iter::repeat(&[][..]));
            own.drift.alarms.iter().zip(items).map(move |(alarm, items)| (own, alarm, items))
        })
        .collect();
    let watched = counted(watched, "chart of a judge's errors is kept", "charts of judges' errors are kept");
    if alarms.is_empty() {
        return Some(paragraph(format!("{watched}; none rings: no judge errs more than it used to.{few}")));
    }
    let rings = counted(alarms.len() as u64, "alarm", "alarms");
    let said = format!(
        "{watched}, with {rings}. The rate after a change is high by choice, since the change was chosen by it; look at the \
         items again before anybody is judged by it.{few}"
    );
    let mut table = Table::new("Alarms", &["Who", "What", "Errors before", "Errors after", "Look at again"]);
    for (own, alarm, items) in alarms.iter().take(LISTED_MAX) {
        let cells = [
            words(super::super::sentence(&alarm.sentence)),
            alarm.before.cell(Form::Share),
            alarm.after.cell(Form::Share),
            words(again(alarm, items)),
        ];
        let who = own.clause.as_ref().map_or_else(|| own.judge.clone(), |clause| format!("{} on {clause}", own.judge));
        table.row(&who, cells);
    }
    let rest = left_out(alarms.len(), alarms.len().min(LISTED_MAX), "alarms", "calibration.json");
    Some(paragraph(said).and(table.finish()).and(rest))
}

fn again(alarm: &Alarm, items: &[String]) -> Html {
    let all = alarm.look_again.len();
    let named: Html = items.iter().take(ITEMS_MAX).map(|item| Html::from(" ").and(name(item))).collect();
    let more = if all > ITEMS_MAX { " …" } else { "" };
    Html::from(format!("{}:", counted(all as u64, "decision", "decisions")))
        .and(named)
        .and(more)
        .and(if items.is_empty() { format!(" ({} in calibration.json)", count(all as u64)) } else { String::new() })
}
