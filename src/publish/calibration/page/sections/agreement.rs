//! Coefficients of agreement.

use super::super::charts::intervals::{Frame, Row, Tone, intervals};
use super::super::data::Data;
use super::super::fig::Form;
use super::super::html::{Html, pair, paragraph, tag};
use super::super::queue::Queue;
use super::super::table::{Table, words};
use super::Section;
use crate::publish::terminal::counted;

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
            Some("f") => "; interval by F".to_owned(),
            Some("t") => "; interval by Student's t".to_owned(),
            Some(method) => format!("; interval by {}", method.replace('_', " ")),
            None => String::new(),
        };
        table.row(called(name).0, [words(format!("{}{method}", called(name).1)), figure.cell(Form::Number)]);
    }
    let who = format!("How far the {} agree with each other, gold and policy left aside.", data.agreement_of);
    let first = data.agreement.iter().next().map(|(_, figure)| figure.why());
    if let Some(why) = first.filter(|_| data.agreement.iter().all(|(_, figure)| figure.value.is_none())) {
        return Some(paragraph(format!("{who} Every coefficient is undefined: {why}.")));
    }
    Some(paragraph(who).and(pair(intervals(&frame, &rows), table.finish())).and(sets(data)))
}

/// Says what the coefficients of label sets rest on.
fn sets(data: &Data) -> Html {
    let own = &data.label_sets;
    let mut said = Vec::new();
    if own.ratings > 0 {
        let different = counted(own.different, "different set", "different sets");
        let n = counted(own.ratings, "set of labels", "sets of labels");
        said.push(format!(
            "MASI and Jaccard are about the labels that judges give beside a decision: {n}, {different}."
        ));
    }
    if own.left_out > 0 {
        let n = counted(own.left_out, "set of labels was", "sets of labels were");
        said.push(format!("{n} left out, since the pack does not have every label in them."));
    }
    if said.is_empty() { Html::default() } else { tag("p", &[("class", "note")], said.join(" ")) }
}

/// Returns what a coefficient is called and what it is.
fn called(name: &str) -> (&str, &'static str) {
    match name {
        "percent" => ("Percent, by item", "share of a pair of judges who agree, mean of items"),
        "percent_pooled" => ("Percent, pooled", "the same over all pairs of judges together"),
        "alpha_nominal" => ("Alpha, nominal", "Krippendorff's alpha; any difference counts alike"),
        "alpha_ordinal" => ("Alpha, ordinal", "Krippendorff's alpha; far steps count more"),
        "alpha_interval" => ("Alpha, interval", "Krippendorff's alpha; labels as numbers"),
        "alpha_masi" => {
            ("Alpha, MASI", "Krippendorff's alpha of sets of labels; sets that hold one another differ less")
        }
        "alpha_jaccard" => ("Alpha, Jaccard", "the same; sets differ by the share of labels that only one has"),
        "ac1" => ("AC1", "Gwet's coefficient; steady where one label is rare"),
        "ac2_linear" => ("AC2, linear", "the same; steps count evenly"),
        "ac2_quadratic" => ("AC2, quadratic", "the same; far steps count more"),
        "fleiss" => ("Fleiss' kappa", "chance from how often each label is given"),
        "conger" => ("Conger's kappa", "chance from each judge's own labels; Cohen's kappa of many"),
        "icc_single" => (
            "ICC(1,1)",
            "share of the spread that is the items'; judges drawn anew for each item. Of items with the usual number of ratings alone",
        ),
        "icc_agreement" => {
            ("ICC(2,1)", "the same, of items that all judges of the panel rated; their habits count as error")
        }
        "icc_consistency" => {
            ("ICC(3,1)", "the same, of those items too; a judge's habit of going high or low does not count")
        }
        "brennan_prediger" => ("Brennan–Prediger", "chance is one over the number of labels"),
        other => (other, ""),
    }
}
