//! Gold that is probably wrong: independent judges who have not seen it make another label far more probable.

use serde::Serialize;

use super::consensus::Agreed;
use crate::calibrate::sheet::Sheet;

/// Gold is suspect when it is more probably wrong than this.
const PROBABLE: f64 = 0.5;
/// The share of gold that is thought to be wrong before any item is looked at: label errors of about 3 % are what test sets
/// of the field were found to have (Northcutt, Athalye and Mueller 2021).
const WRONG_BEFORE: f64 = 0.03;
/// Suspects that are listed.
const LISTED_MAX: usize = 1_000;

/// A gold label that is probably wrong.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SuspectGold {
    /// The item.
    pub item: String,
    /// Its gold.
    pub gold: String,
    /// The label that is most probable instead.
    pub instead: String,
    /// How probable it is that gold is wrong.
    pub probability: f64,
    /// How many judges said what is most probable.
    pub judges_for: u32,
    /// How many judges said what gold says.
    pub judges_with_gold: u32,
    /// The clause at issue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// Gold that is probably wrong, the most probable first.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Suspects {
    /// The suspects, at most a thousand.
    pub suspect_gold: Vec<SuspectGold>,
    /// All of them, listed or not.
    pub suspect_gold_count: u64,
    /// Gold items that could not be tried, because nobody independent rated them or there is too little gold.
    pub gold_not_tried: u64,
}

pub fn suspects(sheet: &Sheet, agreed: &Agreed<'_>) -> Suspects {
    let gold = sheet.gold.iter().flatten().count() as u64;
    let unseen = agreed.unseen();
    let independent = |item: u32| {
        let (judges, _) = sheet.ratings.of(item as usize);
        judges.iter().any(|judge| !sheet.is_circular(item, *judge))
    };
    let tried: Vec<_> = unseen.into_iter().filter(|one| independent(one.item)).collect();
    let gold_not_tried = gold.saturating_sub(tried.len() as u64);
    let mut found: Vec<(u32, SuspectGold)> = tried
        .into_iter()
        .filter(|one| one.top != one.gold && wrong(one.held) > PROBABLE)
        .filter_map(|one| Some((one.item, suspect(sheet, one.item, one.gold, one.top, wrong(one.held))?)))
        .collect();
    found.sort_by(|a, b| b.1.probability.total_cmp(&a.1.probability).then(a.0.cmp(&b.0)));
    let suspect_gold_count = found.len() as u64;
    found.truncate(LISTED_MAX);
    Suspects {
        suspect_gold: found.into_iter().map(|(_, suspect)| suspect).collect(),
        suspect_gold_count,
        gold_not_tried,
    }
}

/// Returns how probable it is that gold is wrong, where judges who have not seen it give it the probability `held`: Bayes'
/// rule with the odds that gold is wrong at all.
fn wrong(held: f64) -> f64 {
    let (against, with) = (WRONG_BEFORE * (1.0 - held), (1.0 - WRONG_BEFORE) * held);
    if against + with > 0.0 { against / (against + with) } else { 1.0 }
}

fn suspect(sheet: &Sheet, item: u32, gold: u16, instead: u16, probability: f64) -> Option<SuspectGold> {
    let (judges, labels) = sheet.ratings.of(item as usize);
    let said = |wanted: u16| {
        let own =
            judges.iter().zip(labels).filter(|(judge, label)| **label == wanted && !sheet.is_circular(item, **judge));
        own.count() as u32
    };
    let clause = sheet.topics.get(item as usize).and_then(|clause| sheet.clauses.get(*clause as usize)).cloned();
    Some(SuspectGold {
        item: sheet.items.get(item as usize)?.clone(),
        gold: sheet.scale.name(gold).to_owned(),
        instead: sheet.scale.name(instead).to_owned(),
        probability,
        judges_for: said(instead),
        judges_with_gold: said(gold),
        clause,
    })
}
