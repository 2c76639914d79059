//! What each rater is told: a page to read and the same as data, in `feedback/`, so that a lead can hand out one without showing another.

use std::collections::BTreeSet;

use xxhash_rust::xxh3::xxh3_64;

use super::page;
use crate::calibrate::sheet::Sheet;
use crate::calibrate::study::{Calibration, RaterFeedback, StudyOptions, rater_feedback};

/// The folder of the files.
pub const FOLDER: &str = "feedback";
/// Longest part of a rater's name that a file's name keeps.
const NAME_MAX: usize = 60;
/// Names that some file systems keep for themselves.
const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Returns the files: names within [`FOLDER`] and bytes, in the order of the raters' names.
pub fn files(found: &Calibration, sheet: &Sheet, options: &StudyOptions) -> Vec<(String, Vec<u8>)> {
    let mut taken = BTreeSet::new();
    let sheets = rater_feedback(sheet, found, options).into_iter();
    let both = |own: RaterFeedback| {
        let mut name = file_name(&own.rater);
        // File systems that do not tell cases apart would put two raters into one file.
        if !taken.insert(name.to_lowercase()) {
            name = marked(&name, &own.rater);
            taken.insert(name.to_lowercase());
        }
        // Names, numbers and lists always can be written.
        let mut bytes = serde_json::to_vec_pretty(&own).unwrap_or_default();
        bytes.push(b'\n');
        [(format!("{name}.json"), bytes), (format!("{name}.html"), page::feedback::sheet(&own).into_bytes())]
    };
    sheets.flat_map(both).collect()
}

/// Makes a name that every file system takes; one that had to be changed gets a mark of its own.
fn file_name(rater: &str) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() || "-_".contains(letter) { letter } else { '_' };
    let name: String = rater.chars().take(NAME_MAX).map(plain).collect();
    let kept = name == rater && !name.is_empty() && !RESERVED.contains(&name.to_lowercase().as_str());
    if kept { name } else { marked(&name, rater) }
}

fn marked(name: &str, rater: &str) -> String {
    format!("{name}-{:08x}", xxh3_64(rater.as_bytes()) as u32)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn no_rater_name_leaves_the_folder_or_takes_the_name_of_another() {
        assert_eq!(file_name("r-17_b"), "r-17_b");
        let hostile = ["../../etc/passwd", "..", "", "a/b", "a:b", "CON", "nul", "<carl>", "\u{202e}x"];
        let names: Vec<String> = hostile.iter().map(|name| file_name(name)).collect();
        let safe = |name: &String| name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
        assert!(names.iter().all(|name| safe(name) && name.contains('-')), "{names:?}");
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    }
}
