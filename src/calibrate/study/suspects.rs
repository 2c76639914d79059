//! Gold that is probably wrong: independent judges, and what items' own words lead to expect, make another label far more
//! probable.
//!
//! Gold is one more judge to a consensus that is held back from being too sure (`suspicion`). All items teach what judges
//! are worth; those without gold teach less, and of very many of them only some do. Where items have words, a text model of
//! gold, which has seen neither the item nor its kin, says what such words usually get, if on the whole it knows that better
//! than the shares of the labels do. Whoever made an item's gold says nothing about it here.

use serde::Serialize;

use crate::calibrate::Ratings;
use crate::calibrate::learner::{apart, scaled};
use crate::calibrate::sheet::Sheet;
use crate::calibrate::suspicion::{Known, WRONG_BEFORE, guarded};

/// Gold is suspect when it is more probably wrong than this.
pub const PROBABLE: f64 = 0.5;
/// With less gold nothing is known of the judges.
const GOLD_MIN: usize = 50;
/// With less gold that has words nothing is known of words.
const WORDS_MIN: usize = 200;
/// Text models, each blind to its part of the items.
const FOLDS: usize = 3;
/// About so many ratings of items without gold teach what judges are worth.
const RATINGS_MAX: usize = 500_000;
/// Gold labels that are listed.
const LISTED_MAX: usize = 1_000;

/// A gold label that may be wrong.
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
    /// How often gold has such a label where items have such words; none where words were not asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_words: Option<f64>,
    /// The clause at issue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// Gold by how probably it is wrong.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Suspects {
    /// Gold that is more probably wrong than was thought before anybody spoke, the most probable first, at most a thousand.
    pub suspect_gold: Vec<SuspectGold>,
    /// How many gold labels are suspect: more probably wrong than right.
    pub suspect_gold_count: u64,
    /// Gold items that could not be tried, because nobody independent rated them and no words are known, or there is too
    /// little gold.
    pub gold_not_tried: u64,
    /// How probable it is that gold is wrong, ascending by item.
    #[serde(skip)]
    pub all: Vec<(u32, f64)>,
}

impl Suspects {
    /// Returns how probable it is that an item's gold is wrong; none where that was not tried.
    pub fn of(&self, item: u32) -> Option<f64> {
        let at = self.all.binary_search_by_key(&item, |(item, _)| *item).ok()?;
        self.all.get(at).map(|(_, wrong)| *wrong)
    }

    /// Returns the listed gold labels that are suspect.
    pub fn probable(&self) -> impl Iterator<Item = &SuspectGold> {
        self.suspect_gold.iter().take_while(|one| one.probability > PROBABLE)
    }
}

/// What the word of one judge alone against gold counts for, where nobody else and no words are heard.
const ONE_VOICE: f64 = 0.5;

/// Weighs all gold of a sheet; the seed orders what the text models learn.
pub fn suspects(sheet: &Sheet, seed: u64) -> Suspects {
    let golden = sheet.gold.iter().flatten().count();
    if golden < GOLD_MIN {
        return Suspects { gold_not_tried: golden as u64, ..Suspects::default() };
    }
    let crowd = Crowd::of(sheet, seed);
    let known = Known { gold: &crowd.gold, expected: &crowd.expected };
    let consensus = guarded(&crowd.ratings, &known);
    let mut found = Suspects::default();
    let mut ranked: Vec<(u32, SuspectGold)> = Vec::new();
    for (at, (item, shares)) in crowd.items.iter().zip(&consensus.posteriors).enumerate() {
        let Some(gold) = crowd.gold.get(at).copied().flatten() else { continue };
        let words = crowd.expected.get(at).and_then(Option::as_ref);
        let voices = crowd.ratings.range(at).len() + usize::from(words.is_some());
        if voices == 0 {
            continue;
        }
        // One judge against gold is one word against another: a reason to look, and never enough to convict.
        let weight = if voices == 1 { ONE_VOICE } else { 1.0 };
        let wrong = weight * (1.0 - shares.get(usize::from(gold)).copied().unwrap_or(1.0));
        found.all.push((*item, wrong));
        found.suspect_gold_count += u64::from(wrong > PROBABLE);
        if wrong > WRONG_BEFORE {
            let by_words = words.and_then(|words| words.get(usize::from(gold)).copied());
            ranked.extend(
                suspect(sheet, *item, gold, shares)
                    .map(|one| (*item, SuspectGold { by_words, probability: wrong, ..one })),
            );
        }
    }
    ranked.sort_by(|a, b| b.1.probability.total_cmp(&a.1.probability).then(a.0.cmp(&b.0)));
    ranked.truncate(LISTED_MAX);
    found.suspect_gold = ranked.into_iter().map(|(_, one)| one).collect();
    found.gold_not_tried = (golden - found.all.len()) as u64;
    found
}

/// The items with gold, and as many others as teach what judges are worth, numbered anew.
struct Crowd {
    items: Vec<u32>,
    ratings: Ratings,
    gold: Vec<Option<u16>>,
    expected: Vec<Option<Vec<f64>>>,
}

impl Crowd {
    fn of(sheet: &Sheet, seed: u64) -> Crowd {
        let stride = sheet.ratings.len().div_ceil(RATINGS_MAX).max(1);
        let taken = |(item, gold): &(u32, &Option<u16>)| {
            gold.is_some()
                || ((*item as usize).is_multiple_of(stride) && !sheet.ratings.range(*item as usize).is_empty())
        };
        let (items, gold): (Vec<u32>, Vec<Option<u16>>) = (0..).zip(&sheet.gold).filter(taken).unzip();
        let rows = (0_u32..).zip(&items).flat_map(|(at, item)| {
            let (judges, given) = sheet.ratings.of(*item as usize);
            let own = judges.iter().zip(given).filter(|(judge, _)| !sheet.is_circular(*item, **judge));
            own.map(move |(judge, label)| (at, *judge, *label))
        });
        let labels = sheet.scale.labels().len();
        let ratings = Ratings::new(items.len(), sheet.judges.len(), labels, rows.collect());
        let expected = by_words(sheet, &items, &gold, seed).unwrap_or_default();
        Crowd { items, ratings, gold, expected }
    }
}

/// What items' words lead to expect of gold; none where there are too few words, or they say no more of gold than the
/// shares of its labels do.
fn by_words(sheet: &Sheet, items: &[u32], gold: &[Option<u16>], seed: u64) -> Option<Vec<Option<Vec<f64>>>> {
    let labels = sheet.scale.labels().len();
    let worded: Vec<(usize, u16, &crate::calibrate::sheet::Words)> = items
        .iter()
        .zip(gold)
        .enumerate()
        .filter_map(|(at, (item, gold))| Some((at, (*gold)?, sheet.words.get(item)?)))
        .collect();
    if worded.len() < WORDS_MIN {
        return None;
    }
    let features: Vec<_> = worded.iter().map(|(.., words)| scaled(&words.places)).collect();
    let one_hot = |gold: u16| (0..labels).map(|label| f32::from(u8::from(label == usize::from(gold)))).collect();
    let told: Vec<Option<Vec<f32>>> = worded.iter().map(|(_, gold, _)| Some(one_hot(*gold))).collect();
    let kin: Vec<u64> = worded.iter().map(|(.., words)| words.kin).collect();
    let shares = apart(&features, &told, &kin, (labels, FOLDS), seed);
    let mut counts = vec![1.0; labels];
    worded.iter().for_each(|(_, gold, _)| counts.get_mut(usize::from(*gold)).into_iter().for_each(|n| *n += 1.0));
    let total: f64 = counts.iter().sum();
    let surprise = |share: Option<f64>| -share.unwrap_or(0.0).max(1e-6).ln();
    let by_model = worded.iter().zip(&shares).map(|((_, gold, _), own)| surprise(own.get(usize::from(*gold)).copied()));
    let by_share = worded.iter().map(|(_, gold, _)| surprise(counts.get(usize::from(*gold)).map(|n| n / total)));
    if by_model.sum::<f64>() >= by_share.sum::<f64>() {
        return None;
    }
    let mut expected = vec![None; items.len()];
    for ((at, ..), own) in worded.iter().zip(shares) {
        expected.get_mut(*at).into_iter().for_each(|slot| *slot = Some(own.clone()));
    }
    Some(expected)
}

fn suspect(sheet: &Sheet, item: u32, gold: u16, shares: &[f64]) -> Option<SuspectGold> {
    let likelier = |best: (u16, f64), next: (u16, f64)| if next.1 > best.1 { next } else { best };
    let others = (0..).zip(shares.iter().copied()).filter(|(label, _)| *label != gold);
    let (instead, _) = others.reduce(likelier)?;
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
        probability: 1.0 - shares.get(usize::from(gold)).copied().unwrap_or(1.0),
        judges_for: said(instead),
        judges_with_gold: said(gold),
        by_words: None,
        clause,
    })
}
