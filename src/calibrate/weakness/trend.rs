//! How a rate moves from week to week, and whether it moves at all.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::calibrate::Figure;
use crate::calibrate::figure::percent;
use crate::calibrate::intervals::quantile::{Z, normal_share};
use crate::calibrate::intervals::wilson;
use crate::calibrate::week::Week;
use crate::language::prose::count;

/// The p below which a trend is called one.
const P_MAX: f64 = 0.05;

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
    /// The trend as a sentence.
    pub sentence: String,
}

/// Counts decisions by ISO week and tests for a trend (Cochran 1954; Armitage 1955).
///
/// `rows` are instants, in milliseconds since 1970-01-01T00:00Z, and whether the decision was wrong, in any order. A week
/// without decisions is no point of the series, but the weeks after it stand as far off as they are.
pub fn trend(judge: &str, rows: impl IntoIterator<Item = (i64, bool)>) -> Trend {
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
    let sentence = sentence(judge, &weeks, &slope, p);
    Trend { weeks, slope, z, p, sentence }
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

fn sentence(judge: &str, weeks: &[WeekRate], slope: &Figure, p: Option<f64>) -> String {
    let (Some(first), Some(last)) = (weeks.first(), weeks.last()) else {
        return format!("there are no dated decisions of {judge}");
    };
    if weeks.len() == 1 {
        let rate = first.rate.as_percent();
        return format!("all dated decisions of {judge} are of {}: {rate} wrong (n = {})", first.week, count(first.n));
    }
    let n: u64 = weeks.iter().map(|week| week.n).sum();
    let all = percent(wilson(weeks.iter().map(|week| week.errors).sum(), n).value);
    let span = format!("from {} to {} (n = {})", first.week, last.week, count(n));
    let Some(p) = p else {
        let how = if first.errors == 0 { "no decision was wrong" } else { "every decision was wrong" };
        return format!("{judge}: {how} {span}, so there is no trend to test");
    };
    if p > P_MAX {
        return format!("{judge} is wrong on {all} of its decisions {span}, without a trend (p = {p:.2})");
    }
    let rises = slope.value.is_some_and(|slope| slope > 0.0);
    let (verb, points) = (if rises { "rises" } else { "falls" }, slope.value.unwrap_or(0.0).abs() * 100.0);
    let (from, to) = (first.rate.as_percent(), last.rate.as_percent());
    let shown = if p < 0.001 { "p < 0.001".to_owned() } else { format!("p = {p:.3}") };
    format!(
        "the error rate of {judge} {verb} by {points:.1} points a week {span}: {from} in the first, {to} in the last ({shown})"
    )
}
