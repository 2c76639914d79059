//! Gold that was made from the very decisions that are to be judged by it.

use serde::Serialize;

use super::judges::JudgeReport;
use crate::calibrate::sheet::{Judge, Sheet};

/// Judges named in the sentence.
const NAMED_MAX: usize = 6;

/// Judges whose every gold item was made from their own decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CircularGold {
    /// The judges.
    pub judges: Vec<String>,
    /// Their decisions on gold items, none of which counts.
    pub decisions: u64,
    /// What follows, as a sentence.
    pub sentence: String,
}

/// Finds the judges that gold can say nothing about.
pub fn circular(sheet: &Sheet, judges: &[JudgeReport]) -> Option<CircularGold> {
    let own: Vec<(&Judge, &JudgeReport)> =
        sheet.judges.iter().zip(judges).filter(|(_, report)| report.circular > 0 && report.n_gold == 0).collect();
    if own.is_empty() {
        return None;
    }
    let names: Vec<String> = own.iter().map(|(judge, _)| judge.title()).collect();
    let decisions = own.iter().map(|(_, report)| report.circular).sum();
    let listed = names.iter().take(NAMED_MAX).cloned().collect::<Vec<_>>().join(", ");
    let more = names.len().saturating_sub(NAMED_MAX);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let sentence = format!(
        "gold was made from the decisions of {listed}{more}: it can say nothing about them, so they have no figure against it"
    );
    Some(CircularGold { judges: names, decisions, sentence })
}
