//! How rates move from week to week, and whether they move at all.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::calibrate::Figure;
use crate::calibrate::intervals::quantile::{Z, normal_share};
use crate::calibrate::intervals::wilson;
use crate::calibrate::paired::benjamini_hochberg;
use crate::calibrate::week::Week;
use crate::language::prose::count;

/// The share of trends named that may be chance.
const FALSE_SHARE: f64 = 0.05;

/// One week of a series.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WeekRate {
    /// The week.
    pub week: Week,
    /// How many decisions it has.
    pub n: u64,
    /// How many of them are wrong.
    pub errors: u64,
    /// The rate.
    pub rate: Figure,
}

/// A rate by week and the test for a trend.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trend {
    /// The weeks that have decisions, ascending.
    pub weeks: Vec<WeekRate>,
    /// By how much the rate rises a week (least squares, weighted by n).
    pub slope: Figure,
    /// The statistic of Cochran and Armitage, standard normal where there is no trend.
    pub z: Option<f64>,
    /// Its two-sided p.
    pub p: Option<f64>,
    /// The same, adjusted for all series that were tested with this one (Benjamini and Hochberg 1995).
    pub q: Option<f64>,
    /// The trend as a sentence.
    pub sentence: String,
}

impl Trend {
    /// Tells whether the rate is known to rise or fall, after the adjustment for all series.
    pub fn moves(&self) -> bool {
        self.q.is_some_and(|q| q <= FALSE_SHARE)
    }
}

/// Counts decisions by ISO week and tests each series for a trend (Cochran 1954; Armitage 1955), adjusted for all of them.
///
/// `series` are judges as they are called, and their rows: instants, in milliseconds since 1970-01-01T00:00Z, and whether the
/// decision was wrong, in any order. A week without decisions is no point of a series, but the weeks after it stand as far
/// off as they are.
pub fn trends<'a>(series: impl IntoIterator<Item = (&'a str, Vec<(i64, bool)>)>) -> Vec<Trend> {
    let (judges, mut all): (Vec<&str>, Vec<Trend>) =
        series.into_iter().map(|(judge, rows)| (judge, trend(rows))).unzip();
    let q = benjamini_hochberg(&all.iter().map(|one| one.p.unwrap_or(f64::NAN)).collect::<Vec<_>>());
    for ((judge, one), q) in judges.into_iter().zip(&mut all).zip(q) {
        one.q = Some(q).filter(|q| !q.is_nan());
        one.sentence = sentence(judge, one);
    }
    all
}

fn trend(rows: Vec<(i64, bool)>) -> Trend {
    let mut counts: BTreeMap<Week, (u64, u64)> = BTreeMap::new();
    for (time_ms, wrong) in rows {
        let (n, errors) = counts.entry(Week::of(time_ms)).or_default();
        *n += 1;
        *errors += u64::from(wrong);
    }
    let weeks: Vec<WeekRate> =
        counts.into_iter().map(|(week, (n, errors))| WeekRate { week, n, errors, rate: wilson(errors, n) }).collect();
    let (slope, z) = fit(&weeks);
    let p = z.map(|z| (2.0 * normal_share(-z.abs())).min(1.0));
    Trend { weeks, slope, z, p, q: None, sentence: String::new() }
}

/// Returns the slope with its interval and the test's statistic.
fn fit(weeks: &[WeekRate]) -> (Figure, Option<f64>) {
    let n: u64 = weeks.iter().map(|week| week.n).sum();
    let errors: u64 = weeks.iter().map(|week| week.errors).sum();
    if weeks.len() < 2 {
        return (Figure::undefined(n, "a trend needs at least two weeks"), None);
    }
    let (all, rate) = (n as f64, errors as f64 / n as f64);
    let first = weeks.first().map_or(0, |week| week.week.number);
    let at = |week: &WeekRate| (week.week.number - first) as f64;
    let middle = weeks.iter().map(|week| week.n as f64 * at(week)).sum::<f64>() / all;
    let spread: f64 = weeks.iter().map(|week| week.n as f64 * (at(week) - middle).powi(2)).sum();
    let moved: f64 = weeks.iter().map(|week| (week.errors as f64 - week.n as f64 * rate) * (at(week) - middle)).sum();
    let slope = moved / spread;
    // Each week's own variance, with a half error and a half hit added so that a week without errors has one too.
    let variance: f64 = weeks
        .iter()
        .map(|week| {
            let share = (week.errors as f64 + 0.5) / (week.n as f64 + 1.0);
            week.n as f64 * (at(week) - middle).powi(2) * share * (1.0 - share)
        })
        .sum();
    let half = Z * variance.sqrt() / spread;
    let figure = Figure::new(slope, (slope - half, slope + half), n, "delta");
    let z = (errors > 0 && errors < n).then(|| moved / (rate * (1.0 - rate) * spread).sqrt());
    (figure, z)
}

fn sentence(judge: &str, own: &Trend) -> String {
    let weeks = &own.weeks;
    let (Some(first), Some(last)) = (weeks.first(), weeks.last()) else {
        return format!("there are no dated decisions of {judge}");
    };
    if weeks.len() == 1 {
        return format!("all dated decisions of {judge} are of {}, {} of them wrong", first.week, first.rate.told());
    }
    let n: u64 = weeks.iter().map(|week| week.n).sum();
    let all = wilson(weeks.iter().map(|week| week.errors).sum(), n).told();
    let span = format!("from {} to {}", first.week, last.week);
    let Some(q) = own.q else {
        return format!("{judge} is wrong on {all} of its decisions {span}, so there is no trend to test");
    };
    if !own.moves() {
        return format!("{judge} is wrong on {all} of its decisions {span}, without a trend (q = {q:.2})");
    }
    let points = |value: Option<f64>| value.unwrap_or(0.0) * 100.0;
    let (slope, low, high) = (points(own.slope.value), points(own.slope.low), points(own.slope.high));
    // What falls is told as a fall, so that its interval turns round.
    let (verb, by, low, high) = if slope < 0.0 { ("falls", -slope, -high, -low) } else { ("rises", slope, low, high) };
    let shown = if q < 0.001 { "q < 0.001".to_owned() } else { format!("q = {q:.3}") };
    format!(
        "the error rate of {judge} {verb} {span} by {by:.1} points a week ({low:.1} to {high:.1}, n = {}; {shown}): {} in the \
         first, {} in the last",
        count(n),
        first.rate.told(),
        last.rate.told()
    )
}
