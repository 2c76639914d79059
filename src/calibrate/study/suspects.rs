//! Gold that is probably wrong: independent judges make another label far more probable.
//!
//! Each judge, a person or a machine, speaks with its confusion against all other gold, shrunk towards that of all
//! judges together, so that few gold items move little; and gold counts by how probable it is, in a few rounds (Dawid and
//! Skene 1979, with gold as one more judge who is right 97 times in 100). Judges err together on
//! what is hard, so the evidence on an item is divided by its design effect (Kish 1965). Whoever made an item's gold says nothing
//! about it here.

use serde::Serialize;

use crate::calibrate::sheet::Sheet;

/// Gold is suspect when it is more probably wrong than this.
const PROBABLE: f64 = 0.5;
/// The share of gold that is thought to be wrong before any item is looked at: label errors of about 3 % are what test sets
/// of the field were found to have (Northcutt, Athalye and Mueller 2021).
const WRONG_BEFORE: f64 = 0.03;
/// Rounds of estimation: wrong gold would else make a rare label look as if judges took it for a frequent one.
const ROUNDS: usize = 5;
/// With less gold nothing is known of the judges.
const GOLD_MIN: usize = 50;
/// Gold items that all judges' confusion counts for in a judge's own, over all labels together.
const POOLED_ITEMS: f64 = 40.0;
/// How far the errors of judges on one item go together.
const CORRELATION: f64 = 0.2;
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

pub fn suspects(sheet: &Sheet) -> Suspects {
    let gold = sheet.gold.iter().flatten().count();
    let mut known = Known::of(sheet);
    let rounds = if gold >= GOLD_MIN { ROUNDS } else { 0 };
    (0..rounds).for_each(|_| known.round());
    let tried = if rounds > 0 { known.items.len() } else { 0 };
    let mut found: Vec<(u32, SuspectGold)> = Vec::new();
    for one in known.items.iter().filter(|_| rounds > 0) {
        let likelier = |best: (u16, f64), next: (u16, f64)| if next.1 > best.1 { next } else { best };
        let (instead, _) =
            (0..).zip(one.right.iter().copied()).filter(|(label, _)| *label != one.gold).fold((0, f64::MIN), likelier);
        let wrong = 1.0 - one.right.get(usize::from(one.gold)).copied().unwrap_or(1.0);
        if wrong > PROBABLE {
            found.extend(suspect(sheet, one.item, one.gold, instead, wrong).map(|suspect| (one.item, suspect)));
        }
    }
    found.sort_by(|a, b| b.1.probability.total_cmp(&a.1.probability).then(a.0.cmp(&b.0)));
    let suspect_gold_count = found.len() as u64;
    found.truncate(LISTED_MAX);
    Suspects {
        suspect_gold: found.into_iter().map(|(_, suspect)| suspect).collect(),
        suspect_gold_count,
        gold_not_tried: (gold - tried) as u64,
    }
}

/// A gold item that somebody independent rated.
struct Tried {
    item: u32,
    gold: u16,
    /// How probable each label is.
    right: Vec<f64>,
}

/// What judges give where a label is right.
struct Known<'a> {
    sheet: &'a Sheet,
    labels: usize,
    items: Vec<Tried>,
    /// By judge: how often each label (column) was given where each (row) is right.
    counts: Vec<Vec<f64>>,
    /// The same of all judges, as shares of each row.
    pooled: Vec<f64>,
    /// How often each label is right.
    before: Vec<f64>,
}

impl Known<'_> {
    /// Begins with gold as it stands.
    fn of(sheet: &Sheet) -> Known<'_> {
        let labels = sheet.scale.labels().len();
        let one = |(item, gold): (u32, &Option<u16>)| {
            let gold = (*gold)?;
            let (judges, _) = sheet.ratings.of(item as usize);
            let right = (0..labels).map(|label| if label == usize::from(gold) { 1.0 } else { 0.0 }).collect();
            judges.iter().any(|judge| !sheet.is_circular(item, *judge)).then_some(Tried { item, gold, right })
        };
        let items = (0..).zip(&sheet.gold).filter_map(one).collect();
        let mut known = Known { sheet, labels, items, counts: Vec::new(), pooled: Vec::new(), before: Vec::new() };
        known.count();
        known
    }

    /// Returns who rated an item and did not make its gold, with what they gave.
    fn voices(&self, item: u32) -> impl Iterator<Item = (u32, usize)> {
        let (judges, given) = self.sheet.ratings.of(item as usize);
        let own = judges.iter().zip(given).filter(move |(judge, _)| !self.sheet.is_circular(item, **judge));
        own.map(|(judge, given)| (*judge, usize::from(*given)))
    }

    /// Counts what judges give by what is probably right.
    fn count(&mut self) {
        let mut counts = vec![vec![0.0; self.labels * self.labels]; self.sheet.judges.len()];
        let mut pooled = vec![0.5; self.labels * self.labels];
        let mut before = vec![0.5; self.labels];
        for one in &self.items {
            before.iter_mut().zip(&one.right).for_each(|(sum, share)| *sum += share);
            for (judge, given) in self.voices(one.item) {
                let matrices = counts.get_mut(judge as usize).into_iter().chain(std::iter::once(&mut pooled));
                for matrix in matrices {
                    let column = matrix.iter_mut().skip(given).step_by(self.labels.max(1));
                    column.zip(&one.right).for_each(|(count, share)| *count += share);
                }
            }
        }
        let shares = |row: &[f64]| row.iter().map(|n| n / row.iter().sum::<f64>()).collect::<Vec<f64>>();
        self.pooled = pooled.chunks(self.labels.max(1)).flat_map(shares).collect();
        (self.counts, self.before) = (counts, before);
    }

    /// Weighs every item by what is known of its judges from the others, and counts anew.
    fn round(&mut self) {
        let right: Vec<Vec<f64>> = self.items.iter().map(|one| self.weigh(one)).collect();
        self.items.iter_mut().zip(right).for_each(|(one, right)| one.right = right);
        self.count();
    }

    fn weigh(&self, one: &Tried) -> Vec<f64> {
        let mut logs = vec![0.0; self.labels];
        let mut voices = 0.0;
        for (judge, given) in self.voices(one.item) {
            voices += 1.0;
            for ((label, log), less) in logs.iter_mut().enumerate().zip(&one.right) {
                *log += self.chance(judge, label, given, *less).ln();
            }
        }
        let effect = 1.0 + (voices - 1.0) * CORRELATION;
        let held = usize::from(one.gold);
        let others: f64 = self.before.iter().enumerate().filter(|(label, _)| *label != held).map(|(_, n)| n).sum();
        let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        // Before anybody speaks: gold is right, or wrong and then some other label as often as those are right.
        let weigh = |(label, (log, n)): (usize, (&f64, &f64))| {
            let before = if label == held { 1.0 - WRONG_BEFORE } else { WRONG_BEFORE * n / others.max(1e-9) };
            before * ((log - most) / effect).exp()
        };
        let weights: Vec<f64> = logs.iter().zip(&self.before).enumerate().map(weigh).collect();
        let total: f64 = weights.iter().sum();
        weights.into_iter().map(|weight| weight / total).collect()
    }

    /// The probability that a judge gives a label where one is right, by all gold but the item's own share of it.
    fn chance(&self, judge: u32, right: usize, given: usize, less: f64) -> f64 {
        let start = right * self.labels;
        let row =
            self.counts.get(judge as usize).and_then(|counts| counts.get(start..start + self.labels)).unwrap_or(&[]);
        let strength = POOLED_ITEMS / self.labels as f64;
        let usual = self.pooled.get(start + given).copied().unwrap_or(0.0);
        let count = row.get(given).copied().unwrap_or(0.0) - less;
        let all = row.iter().sum::<f64>() - less;
        ((count.max(0.0) + strength * usual) / (all.max(0.0) + strength)).max(1e-6)
    }
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
