//! The page of one rater: their own figures, in words, and errors to learn from with the clause that applies.
//!
//! It is written to be handed out: it says nothing about anybody else, holds no content, and needs nothing but itself.

use super::head;
use super::html::{Html, document, line, list, name, paragraph, tag};
use super::table::{Table, cell, words};
use crate::calibrate::study::{Lesson, RaterFeedback, RaterWork};
use crate::publish::calibration::sentences::{figure, sentence};
use crate::publish::terminal::{count, counted};

/// Rows of a table at most: a page is for reading, the data file beside it has all.
const ROWS_MAX: usize = 12;

/// Makes the page of a rater.
pub fn sheet(own: &RaterFeedback) -> String {
    let title = tag("h1", &[], "Your decisions");
    let facts = tag("p", &[("class", "facts")], name(&own.rater));
    let header = tag("header", &[], title.and(facts)).and(line());
    let parts = [right(own), clauses(own), mixed(own), lessons(own), own.work.as_ref().map(work).unwrap_or_default()];
    let main = tag("main", &[("id", "main")], line().and(parts.into_iter().collect::<Html>())).and(line());
    let note = "Intervals are at 95 %; n is what a figure rests on. Figures are against gold that was not made from your own \
                decision; errors that are probably gold's or the guideline's are not among the examples. No content is on \
                this page, only identifiers and labels.";
    let footer = tag("footer", &[], paragraph(note)).and(line());
    document(head("Your decisions"), header.and(main).and(footer))
}

fn part(title: &str, inside: Html) -> Html {
    tag("section", &[], tag("h2", &[], title).and(line()).and(inside)).and(line())
}

fn right(own: &RaterFeedback) -> Html {
    let share = match own.right.n {
        0 => "None of your decisions can be held against gold yet.".to_owned(),
        _ => format!("You decided as gold does on {}.", figure(&own.right)),
    };
    let lean = own.lean.as_ref().map(|lean| paragraph(sentence(lean))).unwrap_or_default();
    part("At a glance", paragraph(share).and(lean))
}

fn clauses(own: &RaterFeedback) -> Html {
    if own.clauses.0.is_empty() {
        return Html::default();
    }
    let mut table = Table::new("The clauses on which you err most stand first", &["Clause", "Decided as gold does"]);
    own.clauses.iter().take(ROWS_MAX).for_each(|(clause, share)| table.row(clause, [cell(figure(share))]));
    part("Clause by clause", table.finish())
}

fn mixed(own: &RaterFeedback) -> Html {
    if own.confusions.is_empty() {
        return Html::default();
    }
    let mut table =
        Table::new("What you take for what, the most frequent first", &["You said", "Right is", "How often"]);
    for one in own.confusions.iter().take(ROWS_MAX) {
        table.row(&one.given, [cell(name(&one.right)), cell(count(one.count))]);
    }
    part("What you take for what", table.finish())
}

fn lessons(own: &RaterFeedback) -> Html {
    if own.examples.is_empty() {
        return part("To learn from", paragraph("There is no error of yours to learn from."));
    }
    let errors = counted(own.own_errors, "error is", "errors are");
    let said = format!("{errors} most probably your own; here are {}, of different kinds first.", own.examples.len());
    part("To learn from", paragraph(said).and(list(own.examples.iter().map(lesson))))
}

fn lesson(one: &Lesson) -> Html {
    let said = tag("b", &[], name(&one.item)).and(format!(": you said {}, right is {}.", one.given, one.right));
    let clause = match (&one.clause, &one.guideline) {
        (Some(clause), Some(text)) if text.prose.is_empty() => Html::from(format!(" Clause {clause}, {}.", text.title)),
        (Some(clause), Some(text)) => {
            let heading = format!(" Clause {clause}, {}:", text.title);
            Html::from(heading).and(tag("p", &[("class", "note")], text.prose.as_str()))
        }
        (Some(clause), None) => Html::from(format!(" Clause {clause}.")),
        (None, _) => Html::default(),
    };
    said.and(clause)
}

fn work(own: &RaterWork) -> Html {
    let met = match own.weeks_met.n {
        0 => Html::default(),
        _ => paragraph(format!("Weeks in which the goal was reached: {}.", figure(&own.weeks_met))),
    };
    let mut table = Table::new("Your last weeks", &["Week", "Decisions", "The goal"]);
    for week in own.weeks.iter().rev().take(ROWS_MAX) {
        let state = match (week.met, week.open) {
            (Some(true), _) => "reached",
            (Some(false), _) => "not reached",
            (None, true) => "the week still lasts",
            (None, false) => "none",
        };
        table.row(&week.week.to_string(), [cell(count(week.done)), words(state)]);
    }
    part("Your weeks", met.and(table.finish()))
}
