//! Work done against goals and due times.

use super::super::charts::intervals::{Frame, Row, Tone, intervals};
use super::super::charts::weeks::weeks;
use super::super::data::Data;
use super::super::fig::Form;
use super::super::html::{Html, pair, paragraph, tag};
use super::super::queue::Queue;
use super::super::table::{Table, cell};
use super::super::work::{RaterWeek, Work};
use super::{Section, left_out};
use crate::publish::terminal::{count, counted};

pub(super) const SECTION: Section = Section { id: "work", title: "Work done against goals", draw };

/// Weeks drawn.
const WEEKS_MAX: usize = 26;
/// Weeks of each rater that are listed.
const RECENT_MAX: usize = 6;
/// Raters listed.
const RATERS_MAX: usize = 40;

fn draw(data: &Data, _: Option<&Queue>) -> Option<Html> {
    let work = data.work.as_ref()?;
    let said: String = work.sentences.iter().map(|own| super::super::sentence(own) + " ").collect();
    let day = work.as_of.get(..10).unwrap_or(&work.as_of);
    let mut said = format!("{said}All of it as of {day}; the week of that day is still open.");
    if work.undated > 0 {
        said.push_str(&format!(
            " {} no time and counts in no week.",
            counted(work.undated, "decision has", "decisions have")
        ));
    }
    if work.later > 0 {
        said.push_str(&format!(
            " {} later than that and not counted.",
            counted(work.later, "decision is", "decisions are")
        ));
    }
    Some(paragraph(said).and(by_week(work)).and(by_rater(work)).and(by_queue(work)))
}

fn by_week(work: &Work) -> Html {
    let shown = work.weeks.get(work.weeks.len().saturating_sub(WEEKS_MAX)..).unwrap_or(&[]);
    let (Some(first), Some(last)) = (shown.first(), shown.last()) else {
        return paragraph("No rater's decision says when it was made, so there are no weeks to show.");
    };
    let most = shown.iter().max_by_key(|week| week.done).unwrap_or(last);
    let open = if last.open { "; the last week is still open" } else { "" };
    let sentence = format!(
        "Decisions of all raters from {} to {}: {} in the busiest week, {}{open}.",
        first.week,
        last.week,
        count(most.done),
        most.week
    );
    let rest = left_out(work.weeks.len(), shown.len(), "weeks", "work.csv");
    weeks("Decisions by week", &sentence, shown, work.weekly_goal.is_some()).and(rest)
}

fn by_rater(work: &Work) -> Html {
    let recent: Vec<&str> = work.weeks.iter().rev().take(RECENT_MAX).map(|week| week.week.as_str()).collect();
    let recent: Vec<&str> = recent.into_iter().rev().collect();
    if recent.is_empty() {
        return Html::default();
    }
    let goal = work.weekly_goal.map(|goal| format!(", against a goal of {}", count(goal))).unwrap_or_default();
    let met = work.weekly_goal.is_some().then_some("Weeks at the goal");
    let columns: Vec<&str> = ["Rater"].into_iter().chain(met).chain(recent.iter().copied()).collect();
    let mut table = Table::new(format!("Decisions a week{goal}"), &columns);
    for (rater, own) in work.raters.iter().take(RATERS_MAX) {
        let share = met.map(|_| own.weeks_met.cell(Form::Share));
        let week =
            |name: &&str| own.weeks.iter().find(|week| week.week == **name).map_or_else(|| cell("not begun"), told);
        table.row(rater, share.into_iter().chain(recent.iter().map(week)));
    }
    let raters = work.raters.0.len();
    table.finish().and(left_out(raters, raters.min(RATERS_MAX), "raters", "work.csv"))
}

fn told(week: &RaterWeek) -> Html {
    let (class, state) = match (week.met, week.open) {
        (Some(true), _) => ("good", ", met"),
        (Some(false), _) => ("bad", ", missed"),
        (None, true) => ("plain", ", still open"),
        (None, false) => ("plain", ""),
    };
    cell(tag("span", &[("class", class)], format!("{}{state}", count(week.done))))
}

fn by_queue(work: &Work) -> Html {
    if work.queues.is_empty() {
        return Html::default();
    }
    let rows: Vec<Row<'_>> = work
        .queues
        .iter()
        .map(|own| Row { name: own.queue.clone(), figure: &own.in_time, tone: Tone::Plain })
        .collect();
    let axis = "share of the ratings due until now that were done in time";
    let sentence = "Every item of a queue is wanted from so many raters; who was asked is not known, so a rating counts for \
                    every queue that holds the item. Lines are 95 % intervals.";
    let title = "Done in time, by queue";
    let drawn = intervals(&Frame { title, sentence, axis, form: Form::Share, limit: None }, &rows);
    let columns = ["Queue", "Items", "Ratings wanted", "Done", "Open", "Overdue", "Unknown", "Done in time"];
    let mut table = Table::new("Queues: what is done, open and overdue", &columns);
    for own in &work.queues {
        let unknown = match (own.unknown_items, own.undated) {
            (0, 0) => "none".to_owned(),
            (items, 0) => counted(items, "item not read", "items not read"),
            (0, undated) => counted(undated, "without a time", "without a time"),
            (items, undated) => {
                format!(
                    "{}, {}",
                    counted(items, "item not read", "items not read"),
                    counted(undated, "undated", "undated")
                )
            }
        };
        let counts = [own.items, own.wanted, own.done, own.open, own.overdue].map(|n| cell(count(n)));
        table.row(&own.queue, counts.into_iter().chain([cell(unknown), own.in_time.cell(Form::Share)]));
    }
    pair(drawn, table.finish())
}
