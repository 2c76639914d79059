//! Methods of consensus, held against gold that they had not seen.

use super::super::charts::intervals::{Frame, Row, Tone, intervals};
use super::super::data::Data;
use super::super::fig::Form;
use super::super::html::{Html, coded, paragraph, tag};
use super::super::queue::Queue;
use super::super::table::{Table, cell, words};
use super::super::together::Consensus;
use super::{Section, left_out, plain};
use crate::publish::terminal::{count, counted};

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
        "{} a consensus; on {} labels are tied, where {}. {overrules}",
        counted(own.decided, "item has", "items have"),
        counted(own.ties, "item", "items"),
        tied(own)
    );
    let history = own.history.as_ref().map(|history| paragraph(coded(&history.sentence))).unwrap_or_default();
    let page = paragraph(coded(&why)).and(history).and(drawn).and(methods(data)).and(paragraph(decided));
    Some(page.and(paragraph(confidence(own))).and(paragraph(models(own))).and(overruled(data)))
}

/// Says what a tie means.
fn tied(own: &Consensus) -> &'static str {
    match (own.chosen.as_str(), own.tie_rule.as_str()) {
        ("crowdlab", _) => "the label wins that the models prefer, then the rarer one",
        (_, "last") => "the label wins that stands last on the scale (--tie)",
        (_, "none") => "none wins (--tie)",
        _ => "the label wins that stands first on the scale (--tie)",
    }
}

/// Says what confidence in the consensus rests on, and where it stands in for gold.
fn confidence(own: &Consensus) -> String {
    let by = match own.confidence_by.as_str() {
        "gold" => "How sure it is of a label was learnt on gold that it had not seen",
        _ => "Gold is too little to learn how sure it may be, so confidence is that of a more cautious consensus",
    };
    match own.stands_in_confidence.value {
        Some(_) => format!(
            "{by}. Where two judges or more make it and it is two thirds sure, it stands in for gold: on {}, of which it \
             expects to be right on {}.",
            counted(own.stands_in_items, "item", "items"),
            own.stands_in_confidence.said(Form::Share)
        ),
        None => format!("{by}. On no item does it stand in for gold."),
    }
}

/// Says which models were heard beside the raters.
fn models(own: &Consensus) -> String {
    let word = &own.model;
    let Some(why) = &word.why else {
        return format!(
            "CROWDLAB hears {} beside the raters: what raters say where models answer and score so was learnt from the votes on \
             {}, each item by what the others teach, and gives a probability of each label to {}.",
            word.models.join(" and "),
            counted(word.learnt_from, "item", "items"),
            counted(word.answered, "item", "items")
        );
    };
    format!("CROWDLAB was not tried: {why}.")
}

/// Makes the table of methods; there is none where nothing is known of any of them.
fn methods(data: &Data) -> Html {
    if data.consensus.methods.iter().all(|(_, method)| method.accuracy.value.is_none()) {
        return Html::default();
    }
    let columns = [
        "Method",
        "What it believes",
        "Accuracy",
        "Calibration error as it stands",
        "…as it is read",
        "Read by",
        "Brier score as it is read",
        "…saved beside a constant",
    ];
    let mut table = Table::new("Methods of consensus", &columns);
    for (name, method) in data.consensus.methods.iter() {
        table.row(
            &plain(name),
            [
                words(method.about.as_str()),
                method.accuracy.cell(Form::Share),
                method.ece_before.cell(Form::Number),
                method.ece_after.cell(Form::Number),
                cell(method.calibrator.as_deref().map_or("", reading)),
                method.brier_after.cell(Form::Number),
                method.skill.cell(Form::Number),
            ],
        );
    }
    table.finish()
}

/// Names a way to read confidence.
fn reading(calibrator: &str) -> &str {
    match calibrator {
        "raw" => "itself",
        "temperature" => "a temperature",
        _ => "a rising curve",
    }
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
