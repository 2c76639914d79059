//! Every disagreement, one row each, in a file of its own: there may be millions.

use std::io::{self, Write};

use csv::Writer;

use super::csv::shielded;
use crate::calibrate::sheet::{Judge, NONE, Odd, Sheet};
use crate::calibrate::study::Calibration;

/// The name of the file.
pub const FILE: &str = "disputes.csv";

/// Writes all disagreements, ascending by item and judge; what a judge gave instead of a label stands in brackets.
///
/// # Errors
/// If it cannot be written.
pub fn write(found: &Calibration, sheet: &Sheet, to: impl Write) -> io::Result<()> {
    let mut rows = Writer::from_writer(to);
    let header = ["item", "clause", "judge", "said", "reference", "is_gold", "cause", "probability", "reference_wrong"];
    rows.write_record(header)?;
    let titles: Vec<String> = sheet.judges.iter().map(Judge::title).map(|title| shielded(&title)).collect();
    let clauses: Vec<String> = sheet.clauses.iter().map(|clause| shielded(clause)).collect();
    let labels: Vec<String> = sheet.scale.labels().iter().map(|label| shielded(label)).collect();
    let of = |names: &'_ [String], at: usize| names.get(at).cloned().unwrap_or_default();
    for one in &found.causes.all {
        let topic = sheet.topics.get(one.item as usize).copied().unwrap_or(NONE);
        let is_gold = sheet.gold.get(one.item as usize).is_some_and(Option::is_some);
        let odd = |odd: Odd| Odd::ALL.iter().find(|(known, _)| *known == odd).map_or("", |(_, name)| *name);
        rows.write_record([
            shielded(sheet.items.get(one.item as usize).map_or("", String::as_str)),
            of(&clauses, topic as usize),
            of(&titles, one.judge as usize),
            one.said.map_or_else(|why| format!("[{}]", odd(why)), |label| of(&labels, usize::from(label))),
            of(&labels, usize::from(one.right)),
            if is_gold { "yes" } else { "no" }.to_owned(),
            one.cause.name().to_owned(),
            one.probability.to_string(),
            one.reference_wrong.to_string(),
        ])?;
    }
    rows.flush()
}
