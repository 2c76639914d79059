//! Coefficients of agreement.

use super::super::charts::intervals::{Frame, Row, Tone, intervals};
use super::super::data::Data;
use super::super::fig::Form;
use super::super::html::{Html, pair, paragraph};
use super::super::queue::Queue;
use super::super::table::{Table, words};
use super::Section;

pub(super) const SECTION: Section = Section { id: "agreement", title: "Agreement", draw };

fn draw(data: &Data, _: Option<&Queue>) -> Option<Html> {
    let rows: Vec<Row<'_>> = data
        .agreement
        .iter()
        .map(|(name, figure)| Row { name: called(name).0.to_owned(), figure, tone: Tone::Plain })
        .collect();
    let sentence = "1 is full agreement and, for all but the two percentages, 0 is what chance gives; lines are 95 % \
                    intervals. Coefficients differ in what they call chance: look at their intervals before their ranks.";
    let axis = "agreement: 0 as by chance, 1 on everything";
    let frame = Frame { title: "Coefficients of agreement", sentence, axis, form: Form::Number, limit: None };
    let mut table = Table::new("Coefficients of agreement", &["Coefficient", "What it is", "Value"]);
    for (name, figure) in data.agreement.iter() {
        let method = match figure.method.as_deref() {
            Some("t") => "Student's t".to_owned(),
            method => method.unwrap_or("none").replace('_', " "),
        };
        table.row(
            called(name).0,
            [words(format!("{}; interval by {method}", called(name).1)), figure.cell(Form::Number)],
        );
    }
    let who = format!("How far the {} agree with each other, gold and policy left aside.", data.agreement_of);
    Some(paragraph(who).and(pair(intervals(&frame, &rows), table.finish())))
}

/// Returns what a coefficient is called and what it is.
fn called(name: &str) -> (&str, &'static str) {
    match name {
        "percent" => ("Percent, by item", "share of a pair of judges who agree, mean of items"),
        "percent_pooled" => ("Percent, pooled", "the same over all pairs of judges together"),
        "alpha_nominal" => ("Alpha, nominal", "Krippendorff's alpha; any difference counts alike"),
        "alpha_ordinal" => ("Alpha, ordinal", "Krippendorff's alpha; far steps count more"),
        "alpha_interval" => ("Alpha, interval", "Krippendorff's alpha; labels as numbers"),
        "ac1" => ("AC1", "Gwet's coefficient; steady where one label is rare"),
        "ac2_linear" => ("AC2, linear", "the same; steps count evenly"),
        "ac2_quadratic" => ("AC2, quadratic", "the same; far steps count more"),
        "fleiss" => ("Fleiss' kappa", "chance from how often each label is given"),
        "conger" => ("Conger's kappa", "chance from each judge's own labels; Cohen's kappa of many"),
        "icc_single" => ("ICC(1,1)", "share of the spread that is the items'; judges drawn anew for each item"),
        "icc_agreement" => ("ICC(2,1)", "the same; all judges on all items, their habits count as error"),
        "icc_consistency" => ("ICC(3,1)", "the same; a judge's habit of going high or low does not count"),
        "brennan_prediger" => ("Brennan–Prediger", "chance is one over the number of labels"),
        other => (other, ""),
    }
}
