//! What changes over time: drift of each judge, trends by week, and how raters work.
//!
//! A series is held against gold or against the consensus of others and never against both: the two differ in how often they
//! call a decision wrong, so that a series of both would seem to drift when only their mixture does.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::Serialize;

use super::sequential::{self, Sequential};
use super::{Against, Reference, StudyOptions};
use crate::calibrate::drift::{Act, Dated, Drift, Pace, PaceLimits, WatchPlan, pace, watch};
use crate::calibrate::paired::benjamini_hochberg;
use crate::calibrate::sheet::{JudgeKind, NONE, Sheet};
use crate::calibrate::weakness::{Trend, trends};

/// With fewer dated decisions a judge, or a judge and clause, is not watched.
const DATED_MIN: usize = 100;
/// How many times the decisions of all charts together lie between false alarms of one: a panel of charts then rings for nothing
/// once in ten studies, however many judges there are.
const QUIET: f64 = 10.0;
/// Decisions to look at again that are named for one alarm.
const LOOK_AGAIN_MAX: usize = 200;
/// Gold that ends before this share of what consensus speaks to says nothing about how a judge works now.
const REACH: f64 = 0.9;
/// The longest stretch between false alarms that a chart can be made for.
const RUN_LENGTH_MAX: f64 = 1e7;

/// A judge over time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JudgeOverTime {
    /// The judge.
    pub judge: String,
    /// The clause, if it is one judge on one clause.
    pub clause: Option<String>,
    /// What all of the series is held against.
    pub reference: Against,
    /// Its dated decisions on items with gold.
    pub n_gold: u64,
    /// Its dated decisions on items without gold that have a sure consensus of others.
    pub n_consensus: u64,
    /// The chart and its alarms.
    pub drift: Drift,
    /// The items to look at again, by alarm, the first ones of each.
    pub look_again: Vec<Vec<String>>,
    /// The rate by week.
    pub trend: Trend,
}

/// How one rater works.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RaterPace {
    /// The rater.
    pub judge: String,
    /// How.
    #[serde(flatten)]
    pub pace: Pace,
}

/// What changes over time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Changes {
    /// Judges that were watched; then judges on one clause, where there is an alarm or a trend.
    pub drift: Vec<JudgeOverTime>,
    /// Series that a chart is kept of, those of judges on one clause of which nothing is told among them.
    pub watched: u64,
    /// Series that were tested for a trend, counted likewise: what `q` of a trend is adjusted for.
    pub trends_tested: u64,
    /// Judges with dated decisions, but too few to be watched.
    pub not_watched: u64,
    /// Who is good enough and who is not, as soon as it could be told.
    pub sequential: Sequential,
    /// Raters' pace.
    pub pace: Vec<RaterPace>,
}

/// A dated decision: when, whether it was wrong, and the item.
type Row = (i64, bool, u32);

/// Dated decisions of a judge, by what they can be held against.
#[derive(Debug, Default)]
struct Series {
    gold: Vec<Row>,
    consensus: Vec<Row>,
}

impl Series {
    /// Chooses what to hold the judge against: gold where there is enough of it and it reaches to where consensus does, else
    /// what speaks to more decisions.
    fn chosen(&self) -> (Against, &[Row]) {
        let last = self.gold.iter().map(|(at, ..)| *at).max();
        let reached = self.consensus.iter().filter(|(at, ..)| Some(*at) <= last).count() as f64;
        let reaches = reached >= REACH * self.consensus.len() as f64;
        let enough = self.gold.len() >= DATED_MIN && reaches;
        if enough || self.gold.len() >= self.consensus.len() {
            (Against::Gold, &self.gold)
        } else {
            (Against::Consensus, &self.consensus)
        }
    }
}

/// The series of a judge, or of a judge on a clause, as it is followed.
struct Followed<'a> {
    judge: String,
    clause: Option<String>,
    /// The judge, on the clause, as sentences call it.
    called: String,
    of: &'a Series,
    reference: Against,
    rows: &'a [Row],
}

impl Followed<'_> {
    fn dated(&self) -> Vec<Dated> {
        self.rows.iter().map(|(at, wrong, _)| (*at, *wrong)).collect()
    }
}

/// Follows judges over time; `people` tells that raters are people, whose pace says something.
pub fn changes(sheet: &Sheet, reference: &Reference, options: &StudyOptions, people: bool) -> Changes {
    let all = dated(sheet, reference);
    let series: Vec<Followed<'_>> = all.iter().filter_map(|(key, of)| followed(sheet, *key, of)).collect();
    let (watched, few): (Vec<&Followed<'_>>, Vec<_>) = series.iter().partition(|one| one.rows.len() >= DATED_MIN);
    let mut drift = over_time(sheet, &watched);
    let of = |has: fn(&JudgeOverTime) -> bool| drift.iter().filter(|one| has(one)).count() as u64;
    let (watched, trends_tested) = (of(|one| one.drift.chart.is_some()), of(|one| one.trend.p.is_some()));
    // A judge's own series says most; on one clause it is told of only where there is something to tell.
    drift.retain(|one| one.clause.is_none() || !one.drift.alarms.is_empty() || one.trend.moves());
    drift.sort_by_key(|one| one.clause.is_some());
    Changes {
        drift,
        watched,
        trends_tested,
        not_watched: few.iter().filter(|one| one.clause.is_none()).count() as u64,
        sequential: sequentially(&series, options),
        pace: if people { paces(sheet) } else { Vec::new() },
    }
}

/// Dated decisions with a reference, by judge, and by judge and clause.
fn dated(sheet: &Sheet, reference: &Reference) -> BTreeMap<(u32, u32), Series> {
    let mut all: BTreeMap<(u32, u32), Series> = BTreeMap::new();
    for ((item, judge, label), at) in sheet.ratings.iter().zip(&sheet.details.at_ms) {
        let held = reference.held(sheet, item, judge).filter(|_| *at != i64::MIN);
        let Some((right, against)) = held else { continue };
        let mut add = |clause: u32| {
            let series = all.entry((judge, clause)).or_default();
            let rows = match against {
                Against::Gold => &mut series.gold,
                Against::Consensus => &mut series.consensus,
            };
            rows.push((*at, right != label, item));
        };
        add(NONE);
        sheet.topics.get(item as usize).filter(|clause| **clause != NONE).into_iter().for_each(|clause| add(*clause));
    }
    all
}

fn followed<'a>(sheet: &Sheet, (judge, clause): (u32, u32), of: &'a Series) -> Option<Followed<'a>> {
    let judge = sheet.judges.get(judge as usize)?.title();
    let clause = sheet.clauses.get(clause as usize).cloned();
    let called = clause.as_ref().map_or_else(|| judge.clone(), |clause| format!("{judge} on {clause}"));
    let (reference, rows) = of.chosen();
    Some(Followed { judge, clause, called, of, reference, rows })
}

fn sequentially(series: &[Followed<'_>], options: &StudyOptions) -> Sequential {
    let on_clauses = series.iter().filter(|one| one.clause.is_some()).count();
    let (test, shared) = (sequential::test(options, 1), sequential::test(options, on_clauses));
    let tested = series.iter().filter_map(|one| {
        let test = if one.clause.is_none() { &test } else { &shared };
        sequential::tested(test.as_ref()?, one.judge.clone(), one.clause.clone(), one.reference, one.dated())
    });
    let mut judges: Vec<sequential::Tested> = tested.collect();
    judges.sort_by_key(|one| one.clause.is_some());
    Sequential { test, on_clauses: on_clauses as u64, judges }
}

/// Watches each series, tests each for a trend, and adjusts for the number of series.
fn over_time(sheet: &Sheet, watched: &[&Followed<'_>]) -> Vec<JudgeOverTime> {
    let decisions: usize = watched.iter().map(|one| one.rows.len()).sum();
    let usual = WatchPlan::default();
    let plan = WatchPlan { run_length: (QUIET * decisions as f64).clamp(usual.run_length, RUN_LENGTH_MAX), ..usual };
    let trends = trends(watched.iter().map(|one| (one.called.as_str(), one.dated())));
    let each = watched.iter().zip(trends).filter_map(|(own, trend)| one_over_time(sheet, own, trend, &plan));
    let mut all: Vec<JudgeOverTime> = each.collect();
    let p = |one: &JudgeOverTime| one.drift.change.as_ref().map_or(f64::NAN, |change| change.p);
    let q = benjamini_hochberg(&all.iter().map(p).collect::<Vec<_>>());
    for (one, q) in all.iter_mut().zip(q) {
        one.drift.change.iter_mut().for_each(|change| change.q = q);
    }
    all
}

fn one_over_time(sheet: &Sheet, own: &Followed<'_>, mut trend: Trend, plan: &WatchPlan) -> Option<JudgeOverTime> {
    let mut drift = watch(&own.called, &own.dated(), plan).ok()?;
    let held = |sentence: &mut String| *sentence = format!("{sentence}, {}", own.reference.words());
    drift.alarms.iter_mut().for_each(|alarm| held(&mut alarm.sentence));
    held(&mut trend.sentence);
    let id = |at: &u32| own.rows.get(*at as usize).and_then(|row| sheet.items.get(row.2 as usize)).cloned();
    let again = drift.alarms.iter().map(|alarm| alarm.look_again.iter().filter_map(id).take(LOOK_AGAIN_MAX).collect());
    Some(JudgeOverTime {
        judge: own.judge.clone(),
        clause: own.clause.clone(),
        reference: own.reference,
        n_gold: own.of.gold.len() as u64,
        n_consensus: own.of.consensus.len() as u64,
        look_again: again.collect(),
        trend,
        drift,
    })
}

/// Reads the pace of raters off what they did, in order of time where it is known, else of the items.
fn paces(sheet: &Sheet) -> Vec<RaterPace> {
    let raters: Vec<u32> =
        (0..sheet.judges.len() as u32).filter(|judge| sheet.kind(*judge) == Some(JudgeKind::Rater)).collect();
    let mut acts: BTreeMap<u32, Vec<(i64, Act)>> = raters.iter().map(|judge| (*judge, Vec::new())).collect();
    for (place, (item, judge, label)) in sheet.ratings.iter().enumerate() {
        let seconds = sheet.details.seconds.get(place).copied().filter(|seconds| seconds.is_finite()).map(f64::from);
        let act = Act { item, seconds, words: None, answer: Some(label) };
        let at = sheet.details.at_ms.get(place).copied().unwrap_or(i64::MIN);
        acts.entry(judge).or_default().push((at, act));
    }
    for (item, judge, _) in &sheet.odd {
        let act = Act { item: *item, seconds: None, words: None, answer: None };
        acts.get_mut(judge).into_iter().for_each(|acts| acts.push((i64::MIN, act)));
    }
    let names: Vec<String> =
        raters.iter().filter_map(|judge| sheet.judges.get(*judge as usize)).map(|judge| judge.title()).collect();
    let series: Vec<Vec<Act>> = raters
        .iter()
        .map(|judge| {
            let mut acts = acts.remove(judge).unwrap_or_default();
            acts.sort_by_key(|(at, act)| (*at, act.item));
            acts.into_iter().map(|(_, act)| act).collect()
        })
        .collect();
    let called: Vec<&str> = names.iter().map(String::as_str).collect();
    let found = pace(&called, &series, &PaceLimits::default());
    names.iter().cloned().zip(found).map(|(judge, pace)| RaterPace { judge, pace }).collect()
}
