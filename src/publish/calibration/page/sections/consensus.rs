//! Methods of consensus, held against gold that they had not seen.

use super::super::charts::intervals::{Frame, Row, Tone, intervals};
use super::super::data::Data;
use super::super::fig::Form;
use super::super::html::{Html, coded, paragraph, tag};
use super::super::queue::Queue;
use super::super::table::{Table, cell, words};
use super::{Section, left_out, plain};
use crate::publish::terminal::count;

pub(super) const SECTION: Section = Section { id: "consensus", title: "Consensus", draw };

/// Overruled items that are listed.
const OVERRULED_MAX: usize = 20;

fn draw(data: &Data, _: Option<&Queue>) -> Option<Html> {
    let own = &data.consensus;
    let rows: Vec<Row<'_>> = own
        .methods
        .iter()
        .map(|(name, method)| {
            let tone = if name == own.chosen { Tone::Good } else { Tone::Plain };
            Row { name: plain(name), figure: &method.accuracy, tone }
        })
        .collect();
    let sentence = format!("The chosen method, {}, is in green; lines are 95 % intervals.", plain(&own.chosen));
    let axis = "share of unseen gold that the method decides rightly";
    let title = "Accuracy of consensus methods";
    let drawn = intervals(&Frame { title, sentence: &sentence, axis, form: Form::Share, limit: None }, &rows);
    let why = super::super::sentence(&own.why);
    let overrules = match own.overruled.value {
        Some(_) => format!("Trusted judges of one mind are overruled on {}.", own.overruled.said(Form::Share)),
        None => format!("How often trusted judges of one mind are overruled is undefined: {}.", own.overruled.why()),
    };
    let decided = format!(
        "{} items have a consensus; on {} of them labels are tied. {overrules}",
        count(own.decided),
        count(own.ties)
    );
    let history = own.history.as_ref().map(|history| paragraph(coded(&history.sentence))).unwrap_or_default();
    Some(paragraph(coded(&why)).and(history).and(drawn).and(methods(data)).and(paragraph(decided)).and(overruled(data)))
}

/// Makes the table of methods; there is none where nothing is known of any of them.
fn methods(data: &Data) -> Html {
    if data.consensus.methods.iter().all(|(_, method)| method.accuracy.value.is_none()) {
        return Html::default();
    }
    let columns = ["Method", "What it believes", "Accuracy", "Calibration error as it stands", "…mended on other gold"];
    let mut table = Table::new("Methods of consensus", &columns);
    for (name, method) in data.consensus.methods.iter() {
        table.row(
            &plain(name),
            [
                words(method.about.as_str()),
                method.accuracy.cell(Form::Share),
                method.ece_before.cell(Form::Number),
                method.ece_after.cell(Form::Number),
            ],
        );
    }
    table.finish()
}

fn overruled(data: &Data) -> Html {
    let all = &data.consensus.overruled_items;
    if all.is_empty() {
        return Html::default();
    }
    let columns = ["Item", "Trusted judges say", "How many they are", "Consensus says"];
    let mut table = Table::new("Items on which consensus overrules trusted judges of one mind", &columns);
    for one in all.iter().take(OVERRULED_MAX) {
        let cells = [cell(one.said.as_str()), cell(count(one.trusted)), cell(one.consensus.as_str())];
        table.row(&one.item, cells);
    }
    let heading = tag("h3", &[], "Overruled");
    let rest = left_out(all.len(), all.len().min(OVERRULED_MAX), "items", "calibration.json");
    heading.and(table.finish()).and(rest)
}
