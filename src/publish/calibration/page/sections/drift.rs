//! Alarms: who changed, when, and what to look at again.

use super::super::data::{Alarm, Data, Watched};
use super::super::fig::Form;
use super::super::html::{Html, name, paragraph};
use super::super::queue::Queue;
use super::super::table::{Table, words};
use super::{Section, left_out, plain, who};
use crate::publish::terminal::{count, counted, share};

pub(super) const SECTION: Section = Section { id: "drift", title: "Drift", draw };

/// Alarms listed.
const LISTED_MAX: usize = 15;
/// Items named for one alarm.
const ITEMS_MAX: usize = 8;

fn draw(data: &Data, _: Option<&Queue>) -> Option<Html> {
    if data.drift.is_empty() && data.not_watched == 0 {
        return Some(paragraph("No decision is dated, so no change over time can be seen."));
    }
    Some(alarms(data).and(sequential(data)))
}

fn alarms(data: &Data) -> Html {
    let few = match data.not_watched {
        0 => String::new(),
        n => format!(" {} too few dated decisions to be watched.", counted(n, "judge has", "judges have")),
    };
    let alarms: Vec<(&Watched, &Alarm, &[String])> = data
        .drift
        .iter()
        .flat_map(|own| {
            let items = own.look_again.iter().map(Vec::as_slice).chain(std::iter::repeat(&[][..]));
            own.drift.alarms.iter().zip(items).map(move |(alarm, items)| (own, alarm, items))
        })
        .collect();
    let watched = counted(
        data.watched,
        "judge, or judge on one clause, is watched for a rise in errors",
        "judges, and judges on one clause, are watched for a rise in errors",
    );
    if alarms.is_empty() {
        return paragraph(format!("{watched}, and there is no alarm: nobody errs more than they used to.{few}"));
    }
    let rings = counted(alarms.len() as u64, "alarm", "alarms");
    let said = format!(
        "{watched}, with {rings}. Each chart is of decisions held against gold, or, where gold is too thin or ends too early, \
         against the consensus of others, and never of both. The rate after a change is high by choice, since the change was \
         chosen by it; look at the items again before anybody is judged by it.{few}"
    );
    let mut table = Table::new("Alarms", &["Who", "What", "Errors before", "Errors after", "Look at again"]);
    for (own, alarm, items) in alarms.iter().take(LISTED_MAX) {
        let cells = [
            words(super::super::sentence(&alarm.sentence)),
            alarm.before.cell(Form::Share),
            alarm.after.cell(Form::Share),
            words(again(alarm, items)),
        ];
        table.row(&who(&own.judge, own.clause.as_deref()), cells);
    }
    let rest = left_out(alarms.len(), alarms.len().min(LISTED_MAX), "alarms", "calibration.json");
    paragraph(said).and(table.finish()).and(rest)
}

/// The test that stops as soon as two risks allow: who is bad, who is good, of whom too little is known.
fn sequential(data: &Data) -> Html {
    let Some(test) = &data.sequential.test else { return Html::default() };
    let all = &data.sequential.judges;
    let of = |decision: &str| all.iter().filter(|one| one.clause.is_none() && one.decision == decision).count() as u64;
    let on_clauses = match data.sequential.on_clauses {
        0 => String::new(),
        n => format!(
            " Tested too: {}, sharing the risk of calling a good one bad; those found bad are listed.",
            counted(n, "judge on one clause", "judges on one clause each")
        ),
    };
    let said = format!(
        "Does a judge err on {} of its dated decisions, which is good enough, or on {}, which is not? A test that stops as soon as \
         the risk is {} of calling a good judge bad and {} of calling a bad one good (Wald 1945) finds {} bad and {} good, and \
         cannot tell yet of {}; {} between the two by all decisions together, though the test called them one or the other early. Each judge is held against \
         gold or against the consensus of others, never against both.{on_clauses}",
        share(test.good),
        share(test.bad),
        share(test.alpha),
        share(test.beta),
        count(of("bad")),
        count(of("good")),
        count(of("undecided")),
        counted(of("between"), "lies", "lie"),
    );
    let columns = ["Who", "Finding", "After", "Errors in all", "Held against"];
    let mut table = Table::new("Good enough or not, told as early as may be", &columns);
    for one in all.iter().take(LISTED_MAX) {
        let after = one.after.map_or_else(|| "not yet".to_owned(), |n| counted(n, "decision", "decisions"));
        table.row(
            &who(&one.judge, one.clause.as_deref()),
            [words(plain(&one.decision)), words(after), one.rate.cell(Form::Share), words(one.reference.as_str())],
        );
    }
    let rest = left_out(all.len(), all.len().min(LISTED_MAX), "tests", "sequential.csv");
    paragraph(said).and(table.finish()).and(rest)
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
