//! A calibration → its files: `calibration.json` with everything, one CSV for each table, and a report to read.
//!
//! No file but `calibration.json` needs another; none holds content, only ids and labels.

mod csv;
pub mod sentences;

use crate::calibrate::sheet::Sheet;
use crate::calibrate::study::Calibration;

/// Returns the calibration as JSON, indented.
pub fn json(found: &Calibration) -> String {
    // Names, numbers and lists always can be written.
    serde_json::to_string_pretty(found).unwrap_or_default()
}

/// Returns all files of a calibration: names and bytes.
pub fn files(found: &Calibration, sheet: &Sheet) -> Vec<(&'static str, Vec<u8>)> {
    let mut all = vec![("calibration.json", json(found).into_bytes())];
    all.extend(csv::TABLES.iter().map(|table| (table.file, (table.make)(found, sheet))));
    all
}
