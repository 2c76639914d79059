//! `history.jsonl`: what a later calibration may start from, a line for what this one was made of and one for each judge.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::calibrate::past::{Past, PastJudge, PastScale};
use crate::calibrate::sheet::{JudgeKind, Sheet};
use crate::calibrate::study::Calibration;
use crate::corpus::in_short;

/// The name of the file.
pub const FILE: &str = "history.jsonl";

/// The first line.
#[derive(Serialize, Deserialize)]
struct Head {
    #[serde(flatten)]
    of: PastScale,
    /// How many judges follow, so that a file that breaks off shows.
    judges: usize,
}

/// Writes what raters and models decided on items with gold. The policy is what they are held to, and has none.
pub fn write(found: &Calibration, sheet: &Sheet) -> Vec<u8> {
    let name = |label: u16| sheet.scale.name(label).to_owned();
    let mut decisions: Vec<Vec<(String, String, String)>> = vec![Vec::new(); sheet.judges.len()];
    for (item, judge, label) in sheet.ratings.iter().filter(|(item, judge, _)| !sheet.is_circular(*item, *judge)) {
        let gold = sheet.gold.get(item as usize).copied().flatten();
        let known = gold.zip(sheet.items.get(item as usize));
        if let (Some((gold, id)), Some(own)) = (known, decisions.get_mut(judge as usize)) {
            own.push((id.clone(), name(gold), name(label)));
        }
    }
    let all = sheet.judges.iter().zip(&sheet.bindings).zip(decisions);
    let judges: Vec<PastJudge> = all
        .filter(|((judge, _), decisions)| judge.kind != JudgeKind::Policy && !decisions.is_empty())
        .map(|((judge, binding), decisions)| PastJudge { judge: judge.clone(), binding: binding.clone(), decisions })
        .collect();
    let of = PastScale { scale: found.scale, labels: found.labels.clone(), pack: found.intake.pack.clone() };
    let mut bytes = line(&Head { of, judges: judges.len() });
    judges.iter().for_each(|judge| bytes.extend(line(judge)));
    bytes
}

fn line(value: &impl Serialize) -> Vec<u8> {
    // Names, numbers and lists always can be written.
    let mut bytes = serde_json::to_vec(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// Reads the file back.
///
/// # Errors
/// Says which line is not as a calibration writes it, and why.
pub fn read(text: &str) -> Result<Past, String> {
    let mut lines = (1_u64..).zip(text.lines());
    let wrong = |number: u64, error: &serde_json::Error| match error.is_data() {
        true => format!("line {number} is not as a calibration writes it"),
        false => format!("line {number} is not JSON, or breaks off"),
    };
    let (number, first) = lines.next().ok_or("it is empty")?;
    let Head { of, judges: wanted } = serde_json::from_str(first).map_err(|error| wrong(number, &error))?;
    let mut judges: Vec<PastJudge> = Vec::new();
    for (number, line) in lines {
        let judge: PastJudge = serde_json::from_str(line).map_err(|error| wrong(number, &error))?;
        let named = || judge.decisions.iter().flat_map(|(_, gold, given)| [gold, given]);
        if let Some(strange) = named().find(|label| !of.labels.contains(label)) {
            return Err(format!(
                "line {number} has {} among its labels, and the first line does not",
                in_short(strange)
            ));
        }
        judges.push(judge);
    }
    if judges.len() != wanted {
        return Err(format!("its first line speaks of {wanted} judges, and {} follow", judges.len()));
    }
    let mark = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    Ok(Past { mark: format!("sha256:{mark}"), of, judges })
}
