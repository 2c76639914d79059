//! A calibration → its files: `calibration.json` with everything, one CSV for each table (that of all
//! `disputes` is written as it is made), `report.html`, one page to read,
//! `history.jsonl` for a later calibration to start from, and `feedback/` with a file for each rater.
//!
//! No file but `calibration.json` needs another; none holds content, only ids and labels.

mod csv;
pub mod disputes;
pub mod feedback;
pub mod history;
pub mod page;
pub mod sentences;

use serde::Serialize;

use crate::calibrate::sheet::Sheet;
use crate::calibrate::study::Calibration;

/// What `calibration.json` holds: all figures, and what they come to in sentences.
#[derive(Serialize)]
struct Written<'a> {
    summary: Vec<String>,
    #[serde(flatten)]
    found: &'a Calibration,
}

/// Returns the calibration as JSON, indented.
pub fn json(found: &Calibration) -> String {
    // Names, numbers and lists always can be written.
    serde_json::to_string_pretty(&Written { summary: sentences::sentences(found), found }).unwrap_or_default()
}

/// Returns all files of a calibration: names and bytes.
///
/// # Errors
/// Says so if the page cannot read back what was written, which is a fault of the program.
pub fn files(found: &Calibration, sheet: &Sheet) -> Result<Vec<(&'static str, Vec<u8>)>, serde_json::Error> {
    let json = json(found);
    let page = page::page(&json, None)?;
    let mut all = vec![("calibration.json", json.into_bytes()), ("report.html", page.into_bytes())];
    all.push((history::FILE, history::write(found, sheet)));
    all.extend(csv::TABLES.iter().map(|table| (table.file, (table.make)(found, sheet))));
    Ok(all)
}
