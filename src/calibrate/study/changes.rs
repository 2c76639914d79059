//! What changes over time: drift of each judge, trends by week, and how raters work.

use std::collections::BTreeMap;

use serde::Serialize;

use super::sequential::{self, Sequential};
use super::{Reference, StudyOptions};
use crate::calibrate::drift::{Act, Dated, Drift, Pace, PaceLimits, WatchPlan, pace, watch};
use crate::calibrate::sheet::{JudgeKind, NONE, Sheet};
use crate::calibrate::weakness::{Trend, trend};

/// With fewer dated decisions a judge, or a judge and clause, is not watched.
const DATED_MIN: usize = 100;
/// How many times the decisions of all charts together lie between false alarms of one: a panel of charts then rings for nothing
/// once in ten studies, however many judges there are.
const QUIET: f64 = 10.0;
/// Decisions to look at again that are named for one alarm.
const LOOK_AGAIN_MAX: usize = 200;
/// The longest stretch between false alarms that a chart can be made for.
const RUN_LENGTH_MAX: f64 = 1e7;

/// A judge over time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JudgeOverTime {
    /// The judge.
    pub judge: String,
    /// The clause, if it is one judge on one clause.
    pub clause: Option<String>,
    /// Of its dated decisions, how many are held against gold; the others are held against consensus.
    pub against_gold: u64,
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
    /// Judges, and judges on one clause, that were watched.
    pub drift: Vec<JudgeOverTime>,
    /// Judges with dated decisions, but too few to be watched.
    pub not_watched: u64,
    /// Who is good enough and who is not, as soon as it could be told.
    pub sequential: Sequential,
    /// Raters' pace.
    pub pace: Vec<RaterPace>,
}

/// Dated decisions of a judge with their items.
type Series = Vec<(i64, bool, u32, bool)>;

pub fn changes(sheet: &Sheet, reference: &Reference, options: &StudyOptions) -> Changes {
    let mut all = dated(sheet, reference);
    let sequential = sequentially(sheet, &all, options);
    let not_watched = all.iter().filter(|((_, clause), rows)| *clause == NONE && rows.len() < DATED_MIN).count() as u64;
    all.retain(|_, rows| rows.len() >= DATED_MIN);
    let watched: usize = all.values().map(Vec::len).sum();
    let usual = WatchPlan::default();
    let plan = WatchPlan { run_length: (QUIET * watched as f64).clamp(usual.run_length, RUN_LENGTH_MAX), ..usual };
    Changes {
        drift: all.into_iter().filter_map(|(key, rows)| over_time(sheet, key, &rows, &plan)).collect(),
        not_watched,
        sequential,
        pace: paces(sheet),
    }
}

/// Dated decisions with a reference, by judge, and by judge and clause.
fn dated(sheet: &Sheet, reference: &Reference) -> BTreeMap<(u32, u32), Series> {
    let mut all: BTreeMap<(u32, u32), Series> = BTreeMap::new();
    for ((item, judge, label), at) in sheet.ratings.iter().zip(&sheet.details.at_ms) {
        let Some((right, is_gold)) = reference.right(item, judge).filter(|_| *at != i64::MIN) else { continue };
        if is_gold && sheet.is_circular(item, judge) {
            continue;
        }
        let row = (*at, right != label, item, is_gold);
        all.entry((judge, NONE)).or_default().push(row);
        if let Some(clause) = sheet.topics.get(item as usize).filter(|clause| **clause != NONE) {
            all.entry((judge, *clause)).or_default().push(row);
        }
    }
    all
}

fn sequentially(sheet: &Sheet, all: &BTreeMap<(u32, u32), Series>, options: &StudyOptions) -> Sequential {
    let on_clauses = all.keys().filter(|(_, clause)| *clause != NONE).count();
    let (test, shared) = (sequential::test(options, 1), sequential::test(options, on_clauses));
    let one = |((judge, clause), rows): (&(u32, u32), &Series)| {
        let name = sheet.judges.get(*judge as usize)?.title();
        let test = if *clause == NONE { &test } else { &shared };
        let clause = sheet.clauses.get(*clause as usize).cloned();
        sequential::tested(test.as_ref()?, name, clause, rows.iter().map(|(at, wrong, ..)| (*at, *wrong)).collect())
    };
    let mut judges: Vec<sequential::Tested> = all.iter().filter_map(one).collect();
    judges.sort_by_key(|one| one.clause.is_some());
    Sequential { test, on_clauses: on_clauses as u64, judges }
}

fn over_time(sheet: &Sheet, (judge, clause): (u32, u32), rows: &Series, plan: &WatchPlan) -> Option<JudgeOverTime> {
    let name = sheet.judges.get(judge as usize)?.title();
    let clause = sheet.clauses.get(clause as usize).cloned();
    let called = clause.as_ref().map_or_else(|| name.clone(), |clause| format!("{name} on {clause}"));
    let series: Vec<Dated> = rows.iter().map(|(at, wrong, ..)| (*at, *wrong)).collect();
    let drift = watch(&called, &series, plan).ok()?;
    // One clause is told of only where it rings: the judge's own chart says the rest.
    if clause.is_some() && drift.alarms.is_empty() {
        return None;
    }
    let id = |at: &u32| rows.get(*at as usize).and_then(|row| sheet.items.get(row.2 as usize)).cloned();
    Some(JudgeOverTime {
        judge: name,
        clause,
        against_gold: rows.iter().filter(|row| row.3).count() as u64,
        look_again: drift
            .alarms
            .iter()
            .map(|alarm| alarm.look_again.iter().filter_map(id).take(LOOK_AGAIN_MAX).collect())
            .collect(),
        trend: trend(&called, series),
        drift,
    })
}

/// Reads the pace of raters off what they did, in order of time where it is known, else of the items.
fn paces(sheet: &Sheet) -> Vec<RaterPace> {
    let raters: Vec<u32> = (0..sheet.judges.len() as u32)
        .filter(|judge| sheet.judges.get(*judge as usize).is_some_and(|judge| judge.kind == JudgeKind::Rater))
        .collect();
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
