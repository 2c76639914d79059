//! A calibration as a page of text.

use super::table::table;
use super::{BAD, DIM, GOOD, HEADING, count, paint};
use crate::calibrate::study::{Calibration, JudgeReport, Status};
use crate::publish::calibration::sentences::{coefficient, figure, sentences};

/// Judges listed at most.
const JUDGES_MAX: usize = 24;
/// Things to do, listed at most.
const REMEDIES_MAX: usize = 6;
/// Slices listed at most.
const SLICES_MAX: usize = 8;

/// Writes a calibration as text.
pub fn calibration(found: &Calibration, color: bool) -> String {
    let mut said = paint("calibration\n", HEADING, color);
    sentences(found).iter().for_each(|sentence| said.push_str(&format!("  {sentence}\n")));
    said.push_str(&remedies(found, color));
    said.push_str(&agreement(found, color));
    said.push_str(&judges(found, color));
    said.push_str(&slices(found, color));
    said
}

fn heading(title: &str, note: &str, color: bool) -> String {
    format!("\n{}  {}\n", paint(title, HEADING, color), paint(note, DIM, color))
}

fn remedies(found: &Calibration, color: bool) -> String {
    let all = &found.remedies.remedies;
    if all.is_empty() {
        return String::new();
    }
    let rows: Vec<Vec<String>> = all
        .iter()
        .take(REMEDIES_MAX)
        .map(|one| vec![count(one.disagreements), one.sentence.clone(), figure(&one.share)])
        .collect();
    let left = all.len().saturating_sub(REMEDIES_MAX) as u64;
    let more = if left > 0 { format!("  and {} more, in remedies.csv\n", count(left)) } else { String::new() };
    heading("what to do next", "the disagreements each step would end, by their most probable cause", color)
        + &table(&["ends", "step", "of all disagreements"], &rows, &[0])
        + &more
}

fn agreement(found: &Calibration, color: bool) -> String {
    let rows: Vec<Vec<String>> =
        found.agreements.agreement.iter().map(|(name, own)| vec![name.to_owned(), coefficient(own)]).collect();
    heading("agreement", &format!("of {}", found.agreements.agreement_of), color)
        + &table(&["coefficient", "with its 95 % interval"], &rows, &[])
}

fn judges(found: &Calibration, color: bool) -> String {
    let mut own: Vec<(&str, &JudgeReport)> = found.judges.iter().collect();
    // Those held against most gold first: a lead looks at what is known.
    own.sort_by_key(|(_, judge)| std::cmp::Reverse(judge.n_gold));
    let left = own.len().saturating_sub(JUDGES_MAX);
    let rows: Vec<Vec<String>> = own
        .iter()
        .take(JUDGES_MAX)
        .map(|(name, judge)| {
            vec![
                (*name).to_owned(),
                count(judge.n),
                figure(&judge.accuracy()),
                judge.measures.get("macro_f1").map(coefficient).unwrap_or_default(),
                status(judge.status, color),
            ]
        })
        .collect();
    let more = if left > 0 { format!("  and {} more, in judges.csv\n", count(left as u64)) } else { String::new() };
    heading("judges", "against gold", color)
        + &table(&["judge", "decisions", "accuracy", "macro F1", ""], &rows, &[1])
        + &more
}

fn status(status: Status, color: bool) -> String {
    match status {
        Status::Passes => paint("passes", GOOD, color),
        Status::Fails => paint("fails", BAD, color),
        Status::Unclear => "unclear".to_owned(),
        Status::TooFewGold => paint("too little gold", DIM, color),
        Status::NoGold => paint("no gold", DIM, color),
    }
}

fn slices(found: &Calibration, color: bool) -> String {
    let all = found.slices.iter().flat_map(|judge| &judge.slices);
    let rows: Vec<String> = all
        .filter(|slice| slice.weakness.confirmation == crate::calibrate::weakness::Confirmation::Confirmed)
        .take(SLICES_MAX)
        .map(|slice| format!("  {}\n", slice.weakness.sentence))
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    heading("weak slices", "confirmed on items that were held out", color) + &rows.concat()
}
