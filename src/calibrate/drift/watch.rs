//! One judge watched over time: alarms with where the change was, what the rate was before and after, and which
//! decisions to look at again.

use serde::Serialize;

use super::change::{ChangePoint, change_point};
use super::cusum::{ChartFault, Cusum, Episode};
use super::ewma::{Ewma, EwmaPoint};
use crate::calibrate::Figure;
use crate::calibrate::intervals::quantile::Z;
use crate::calibrate::intervals::{wilson, wilson_of};
use crate::calibrate::week::Week;

/// How a judge is watched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WatchPlan {
    /// The rate of errors that is good enough; `None` to learn it from the judge's own first decisions.
    pub good: Option<f64>,
    /// How many times the odds of an error must be the good ones to be looked for.
    pub odds: f64,
    /// How many decisions lie between false alarms on average.
    pub run_length: f64,
    /// The largest share of the decisions that is learned from.
    pub learn_share: f64,
    /// The fewest decisions that are learned from.
    pub learn_min: usize,
}

impl Default for WatchPlan {
    /// Learns from the first third, 50 decisions at least; looks for doubled odds with one false alarm in 5,000 decisions.
    fn default() -> WatchPlan {
        WatchPlan { good: None, odds: 2.0, run_length: 5_000.0, learn_share: 1.0 / 3.0, learn_min: 50 }
    }
}

/// One decision: when, in milliseconds since 1970-01-01T00:00Z, and whether it was wrong.
pub type Dated = (i64, bool);

/// An alarm over a judge.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DriftAlarm {
    /// When the alarm was, in milliseconds since 1970-01-01T00:00Z.
    pub alarm_ms: i64,
    /// When the change most likely was: where the decisions since the alarm before are likeliest to have had one rate before
    /// and a higher one after (Hinkley 1970). The sum's own last 0 lies too early where the change is larger than was looked for.
    pub change_ms: i64,
    /// When the rate was well again, if it was.
    pub until_ms: Option<i64>,
    /// The rate of errors before the change, from the start or the end of the alarm before.
    pub before: Figure,
    /// The rate from the change until it was well again, or the end; high by choice, since the change was chosen by it.
    pub after: Figure,
    /// The decisions from the change on that stand to be looked at again, as places in the series given, by time.
    pub look_again: Vec<u32>,
    /// The alarm as a sentence.
    pub sentence: String,
}

/// A judge over time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Drift {
    /// The rate of errors over the whole series.
    pub rate: Figure,
    /// The chart: the good rate, the rate looked for, the limit. `None` where there is none.
    pub chart: Option<Cusum>,
    /// How many decisions lie between false alarms with this chart, by the chain of its sums; `None` without a chart.
    pub run_length: Option<f64>,
    /// How many decisions at the start the good rate was learned from; the chart runs over the ones after.
    pub learned_from: usize,
    /// Why there is no chart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
    /// The alarms, by time.
    pub alarms: Vec<DriftAlarm>,
    /// The likeliest single change of the whole series, by a test that needs no good rate.
    pub change: Option<ChangePoint>,
    /// When that change was.
    pub change_ms: Option<i64>,
    /// The rate of late: a mean in which the newest decision weighs a twentieth, with limits of three standard errors
    /// around the good rate (or the whole series' rate without a chart).
    pub of_late: Option<EwmaPoint>,
}

/// The weight of the newest decision in the rate of late.
const NEWEST: f64 = 0.05;

/// How many standard errors off the limits of the rate of late lie.
const WIDTH: f64 = 3.0;

/// Watches a judge, for one clause or for all; `judge` is how it is called in sentences.
///
/// Decisions may come in any order; those of the same instant keep theirs. A good rate that is learned is the upper end of
/// Wilson's interval at 60 % (a chance of one in five to be too low), because a rate learned too low would ring for
/// nothing ever after.
///
/// # Errors
/// Refuses a good rate outside 0 to 1, odds of 1 or less, and a run length below 2 or above 10 million.
pub fn watch(judge: &str, series: &[Dated], plan: &WatchPlan) -> Result<Drift, ChartFault> {
    if !(plan.odds > 1.0 && plan.odds.is_finite()) {
        return Err(ChartFault::Limits);
    }
    let mut order: Vec<(i64, u32, bool)> = (0..).zip(series).map(|(at, (time, wrong))| (*time, at, *wrong)).collect();
    order.sort_by_key(|(time, at, _)| (*time, *at));
    let wrong: Vec<bool> = order.iter().map(|(_, _, wrong)| *wrong).collect();
    let change = change_point(&wrong);
    let change_ms = change.as_ref().and_then(|change| order.get(change.at)).map(|(time, ..)| *time);
    let rate = share_of(&wrong);
    let usual = rate.value.unwrap_or(0.0);
    let mut drift = Drift {
        rate,
        chart: None,
        run_length: None,
        learned_from: 0,
        why: None,
        alarms: Vec::new(),
        change,
        change_ms,
        of_late: None,
    };
    let good = match plan.good {
        Some(good) => good,
        None => {
            drift.learned_from = (wrong.len() as f64 * plan.learn_share) as usize;
            if drift.learned_from < plan.learn_min.max(1) {
                drift.learned_from = 0;
                drift.why = Some("there are too few decisions to learn the usual rate of errors from");
                drift.of_late = Ewma::new(usual, NEWEST, WIDTH)?.run(wrong).last();
                return Ok(drift);
            }
            learned(wrong.get(..drift.learned_from).unwrap_or(&[]))
        }
    };
    let bad = plan.odds * good / (1.0 - good + plan.odds * good);
    let chart = Cusum::for_run_length(good, bad, plan.run_length)?;
    let rest = wrong.get(drift.learned_from..).unwrap_or(&[]);
    let episodes = chart.episodes(rest.iter().copied());
    drift.alarms = alarms(judge, &order, &episodes, drift.learned_from);
    drift.run_length = Some(chart.run_length(good));
    drift.chart = Some(chart);
    drift.of_late = Ewma::new(good, NEWEST, WIDTH)?.run(rest.iter().copied()).last();
    Ok(drift)
}

/// The normal's 80 % point.
const Z_80: f64 = 0.841_621_233_572_914_2;

/// Returns the good rate learned from a judge's first decisions.
fn learned(wrong: &[bool]) -> f64 {
    let n = wrong.len() as f64;
    let share = wrong.iter().filter(|wrong| **wrong).count() as f64 / n;
    // Wilson's interval depends on z²/n alone, so another level is another n.
    let scale = Z / Z_80;
    let high = wilson_of(share, n * scale * scale).1;
    high.clamp(f64::MIN_POSITIVE, 0.99)
}

fn share_of(wrong: &[bool]) -> Figure {
    wilson(wrong.iter().filter(|wrong| **wrong).count() as u64, wrong.len() as u64)
}

/// Describes episodes of the part of a series after the first `skipped` decisions.
fn alarms(judge: &str, order: &[(i64, u32, bool)], episodes: &[Episode], skipped: usize) -> Vec<DriftAlarm> {
    let time = |at: usize| order.get(at).map_or(0, |(time, ..)| *time);
    let wrong = |from: usize, to: usize| -> Vec<bool> {
        order.get(from..to).unwrap_or(&[]).iter().map(|(_, _, wrong)| *wrong).collect()
    };
    let mut start = 0;
    let mut alarms = Vec::with_capacity(episodes.len());
    for episode in episodes {
        let end = episode.until.map_or(order.len(), |until| until + skipped + 1);
        let change = start + likeliest(&wrong(start, end), episode.alarm + skipped - start);
        let (before, after) = (share_of(&wrong(start, change)), share_of(&wrong(change, end)));
        let look_again = order.get(change..end).unwrap_or(&[]).iter().map(|(_, at, _)| *at).collect();
        let sentence = sentence(judge, time(change), &before, &after);
        alarms.push(DriftAlarm {
            alarm_ms: time(episode.alarm + skipped),
            change_ms: time(change),
            until_ms: episode.until.map(|until| time(until + skipped)),
            before,
            after,
            look_again,
            sentence,
        });
        start = end;
    }
    alarms
}

/// Returns the place, `last` at most, from which on a rate is likeliest to have been higher than before; 0 if it is
/// nowhere: then it was so from the start.
fn likeliest(wrong: &[bool], last: usize) -> usize {
    let all = wrong.iter().filter(|wrong| **wrong).count() as f64;
    let n = wrong.len() as f64;
    let of = |hits: f64, n: f64| {
        let term = |part: f64| if part > 0.0 { part * (part / n).ln() } else { 0.0 };
        term(hits) + term(n - hits)
    };
    let (mut so_far, mut best) = (0.0, (f64::NEG_INFINITY, 0));
    for (at, wrong) in wrong.iter().enumerate().take(last + 1) {
        let before = at as f64;
        if at > 0 && so_far / before < (all - so_far) / (n - before) {
            let fit = of(so_far, before) + of(all - so_far, n - before);
            if fit > best.0 {
                best = (fit, at);
            }
        }
        so_far += f64::from(u8::from(*wrong));
    }
    best.1
}

fn sentence(judge: &str, change_ms: i64, before: &Figure, after: &Figure) -> String {
    let (since, now) = (Week::of(change_ms), after.told());
    match before.value {
        Some(_) => {
            format!(
                "since {since} {judge} errs more: on {now} of decisions since the change, on {} before",
                before.told()
            )
        }
        None => format!("from its first decisions on, in {since}, {judge} errs too often: on {now} of decisions"),
    }
}
