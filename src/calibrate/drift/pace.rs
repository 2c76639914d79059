//! How raters work: how fast, what they skip, and whether their answers look like answers.
//!
//! Everything here is a hint and never a verdict: a queue sorted by topic makes long runs of one answer too, and whoever
//! gets the easy items is fast. So each figure stands beside that of the others, wherever there is one.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::calibrate::Figure;
use crate::calibrate::figure::percent;
use crate::calibrate::intervals::quantile::{Z, normal_share};
use crate::calibrate::intervals::{wilson, wilson_of};
use crate::calibrate::tails::fisher_above;
use crate::language::prose::count;

/// One item that a rater was shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Act {
    /// The item's number.
    pub item: u32,
    /// How long it took, if known.
    pub seconds: Option<f64>,
    /// How many words the item has, if known.
    pub words: Option<u32>,
    /// The answer's number; `None` for a skipped item.
    pub answer: Option<u16>,
}

/// What is called too fast, and how sure a finding must be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PaceLimits {
    /// How many words a second nobody reads: three times the 238 words a minute of silent reading (Brysbaert 2019).
    pub words_per_second: f64,
    /// How many seconds any decision takes at least.
    pub seconds_min: f64,
    /// The share of too fast decisions that is put up with.
    pub too_fast_share: f64,
    /// The share of the others' median time on the same item below which a decision is hurried.
    pub hurried_share: f64,
    /// The share of hurried decisions that is put up with.
    pub hurried_max: f64,
    /// A rater gives one answer only if what is left for all other answers is below this share of what others leave: whoever is
    /// right more often gives the usual answer somewhat more often too.
    pub rest_share: f64,
    /// The p below which a pattern is a finding; small, because every rater is tested for several.
    pub p_max: f64,
}

impl Default for PaceLimits {
    fn default() -> PaceLimits {
        PaceLimits {
            words_per_second: 12.0,
            seconds_min: 1.0,
            too_fast_share: 0.05,
            hurried_share: 1.0 / 3.0,
            hurried_max: 0.5,
            rest_share: 0.25,
            p_max: 0.001,
        }
    }
}

/// What a finding about a rater's pace is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PaceKind {
    /// Decisions faster than the item can be read.
    TooFast,
    /// Decisions in less than a third of the time that others take for the same items.
    Hurried,
    /// Items skipped more often than others skip.
    Skips,
    /// One answer given so often that little is left for any other, far less than others leave on the same items.
    OneAnswer,
    /// Answers that stick together more than chance has it.
    Streaks,
    /// A run of one answer longer than chance has it.
    LongRun,
}

/// A figure beside what it is held against.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PaceFigure {
    /// What it is about.
    pub kind: PaceKind,
    /// The rater's own figure.
    pub own: Figure,
    /// That of the others, or what chance makes of it.
    pub others: Figure,
    /// How likely such a figure is by chance, one-sided; `None` where the two intervals were compared instead.
    pub p: Option<f64>,
    /// Whether it is a finding.
    pub found: bool,
    /// The figure as a sentence.
    pub sentence: String,
}

/// How one rater works.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pace {
    /// How many items the rater was shown.
    pub n: u64,
    /// The median of the seconds, with its distribution-free interval (order statistics).
    pub seconds: Figure,
    /// The 5, 25, 75 and 95 % points of the seconds; `None` without any.
    pub quantiles: Option<[f64; 4]>,
    /// One figure of each kind, in the order of [`PaceKind`].
    pub figures: Vec<PaceFigure>,
}

/// Reads the pace of every rater off what each did, in order of time; `names` are how they are called in sentences.
pub fn pace(names: &[&str], raters: &[Vec<Act>], limits: &PaceLimits) -> Vec<Pace> {
    let all = Totals::new(raters, limits);
    names
        .iter()
        .zip(raters)
        .map(|(name, acts)| {
            let mut seconds: Vec<f64> = acts.iter().filter_map(|act| act.seconds).filter(|s| s.is_finite()).collect();
            seconds.sort_unstable_by(f64::total_cmp);
            let answers: Vec<u16> = acts.iter().filter_map(|act| act.answer).collect();
            let usual = most_given(&answers);
            let others = usual.map(|answer| all.others_share(acts, answer));
            let mut figures =
                vec![all.too_fast(name, acts, limits), all.hurried(name, acts, limits), all.skips(name, acts, limits)];
            if let (Some(answer), Some((own, others))) = (usual, others) {
                let one = one_answer(name, own, others, limits);
                let usual_share = one.others.value.filter(|_| one.found);
                figures.push(one);
                figures.push(streaks(name, &answers, answer, limits));
                figures.push(long_run(name, &answers, usual_share, limits));
            }
            Pace { n: acts.len() as u64, seconds: median(&seconds), quantiles: quantiles(&seconds), figures }
        })
        .collect()
}

/// What all raters did together.
struct Totals {
    acts: u64,
    skipped: u64,
    timed: u64,
    too_fast: u64,
    /// Every answer with its item, sorted: 8 bytes an answer.
    answers: Vec<(u32, u16)>,
    /// The seconds of every timed answer with its item, sorted.
    seconds: Vec<(u32, f32)>,
}

impl Totals {
    fn new(raters: &[Vec<Act>], limits: &PaceLimits) -> Totals {
        let (mut answers, mut seconds) = (Vec::new(), Vec::new());
        let (mut acts, mut skipped, mut timed, mut too_fast) = (0, 0, 0, 0);
        for act in raters.iter().flatten() {
            acts += 1;
            match act.answer {
                None => skipped += 1,
                Some(answer) => answers.push((act.item, answer)),
            }
            if let Some(fast) = is_too_fast(act, limits) {
                seconds.extend(act.seconds.map(|own| (act.item, own as f32)));
                timed += 1;
                too_fast += u64::from(fast);
            }
        }
        answers.sort_unstable();
        seconds.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        Totals { acts, skipped, timed, too_fast, answers, seconds }
    }

    /// Counts the answers within a range of items and answers.
    fn count(&self, from: (u32, u16), to: (u32, u16)) -> u32 {
        let below = self.answers.partition_point(|answer| *answer < from);
        (self.answers.partition_point(|answer| *answer <= to) - below) as u32
    }

    fn too_fast(&self, name: &str, acts: &[Act], limits: &PaceLimits) -> PaceFigure {
        let fast: Vec<bool> = acts.iter().filter_map(|act| is_too_fast(act, limits)).collect();
        let (fast, n) = (fast.iter().filter(|fast| **fast).count() as u64, fast.len() as u64);
        let own = wilson(fast, n);
        let others = wilson(self.too_fast - fast, self.timed - n);
        let above_others = others.high.is_none_or(|high| own.low.is_some_and(|low| low > high));
        let found = own.low.is_some_and(|low| low > limits.too_fast_share) && above_others;
        let sentence = format!(
            "{name} decided {} of {} timed items faster than they can be read ({}); others {}",
            count(fast),
            count(n),
            own.as_percent(),
            others.told()
        );
        PaceFigure { kind: PaceKind::TooFast, own, others, p: None, found, sentence }
    }

    /// Holds a rater's time on each item against the median of the others' on the same item.
    fn hurried(&self, name: &str, acts: &[Act], limits: &PaceLimits) -> PaceFigure {
        let timed = acts.iter().filter(|act| is_too_fast(act, limits).is_some());
        let beside = timed.filter_map(|act| {
            let own = act.seconds?;
            Some(own < limits.hurried_share * self.others_seconds(act.item, own as f32)?)
        });
        let beside: Vec<bool> = beside.collect();
        let (hurried, n) = (beside.iter().filter(|hurried| **hurried).count() as u64, beside.len() as u64);
        let own = match n {
            0 => Figure::undefined(0, "nobody else's time on any of these items is known"),
            _ => wilson(hurried, n),
        };
        let others = Figure::bare(limits.hurried_max, n, SUPPOSED);
        let found = own.low.is_some_and(|low| low > limits.hurried_max);
        let sentence = format!(
            "{name} took less than a third of the time of others for {} of {} items that they timed too ({}); half is put up with",
            count(hurried),
            count(n),
            own.as_percent()
        );
        PaceFigure { kind: PaceKind::Hurried, own, others, p: None, found, sentence }
    }

    /// Returns the median of the others' seconds on an item, leaving out one answer that took `own`.
    fn others_seconds(&self, item: u32, own: f32) -> Option<f64> {
        let from = self.seconds.partition_point(|(other, _)| *other < item);
        let to = self.seconds.partition_point(|(other, _)| *other <= item);
        let mut others: Vec<f64> = self.seconds.get(from..to)?.iter().map(|(_, seconds)| f64::from(*seconds)).collect();
        others.remove(others.iter().position(|seconds| *seconds == f64::from(own))?);
        quantile(&others, 0.5)
    }

    fn skips(&self, name: &str, acts: &[Act], limits: &PaceLimits) -> PaceFigure {
        let skipped = acts.iter().filter(|act| act.answer.is_none()).count() as u64;
        let n = acts.len() as u64;
        let (own, others) = (wilson(skipped, n), wilson(self.skipped - skipped, self.acts - n));
        let p = (n > 0 && self.acts > n).then(|| fisher_above(skipped, n, self.skipped, self.acts));
        let sentence = format!(
            "{name} skipped {} of {} items ({}); others {}",
            count(skipped),
            count(n),
            own.as_percent(),
            others.told()
        );
        PaceFigure { kind: PaceKind::Skips, own, others, p, found: p.is_some_and(|p| p < limits.p_max), sentence }
    }

    /// Returns the share of an answer among a rater's, and among the others' of the same items; each item counts as often
    /// as the rater answered it, and items that nobody else answered do not count.
    fn others_share(&self, acts: &[Act], answer: u16) -> (Figure, Figure) {
        let mut mine: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
        for act in acts {
            if let Some(given) = act.answer {
                let (total, same) = mine.entry(act.item).or_default();
                *total += 1;
                *same += u32::from(given == answer);
            }
        }
        let (mut n, mut own, mut expected, mut votes) = (0_u64, 0_u64, 0.0, 0_u64);
        for (item, (total, same)) in &mine {
            let others = self.count((*item, 0), (*item, u16::MAX)) - total;
            if others == 0 {
                continue;
            }
            let given = self.count((*item, answer), (*item, answer)) - same;
            n += u64::from(*total);
            own += u64::from(*same);
            expected += f64::from(*total) * f64::from(given) / f64::from(others);
            votes += u64::from(others);
        }
        if n == 0 {
            let why = "nobody else answered any of these items";
            return (Figure::undefined(0, why), Figure::undefined(0, why));
        }
        let share = expected / n as f64;
        let interval = wilson_of(share, n.min(votes) as f64);
        (wilson(own, n), Figure::new(share, interval, votes, "wilson"))
    }
}

/// Tells whether a decision was faster than its item can be read; `None` for a skipped or an untimed one.
fn is_too_fast(act: &Act, limits: &PaceLimits) -> Option<bool> {
    let seconds = act.seconds.filter(|seconds| seconds.is_finite() && act.answer.is_some())?;
    let reading = act.words.map_or(0.0, |words| f64::from(words) / limits.words_per_second);
    Some(seconds < reading.max(limits.seconds_min))
}

/// Returns the answer given most often; of equals, the first by number.
fn most_given(answers: &[u16]) -> Option<u16> {
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    for answer in answers {
        *counts.entry(*answer).or_default() += 1;
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(answer, _)| answer)
}

fn one_answer(name: &str, own: Figure, others: Figure, limits: &PaceLimits) -> PaceFigure {
    let found = own.low.zip(others.high).is_some_and(|(low, high)| 1.0 - low < limits.rest_share * (1.0 - high));
    let sentence = format!(
        "{name} gave the same answer to {} of {} items that others answered too; others gave it to {}",
        own.as_percent(),
        count(own.n),
        others.told()
    );
    PaceFigure { kind: PaceKind::OneAnswer, own, others, p: None, found, sentence }
}

/// Why a number of runs has no interval.
const COUNTED: &str = "it was counted";
/// Why the chance of an answer has none.
const SUPPOSED: &str = "it is what the comparison supposes";
/// The fewest of either answer from which the runs test's normal law holds.
const EACH_MIN: usize = 10;

/// Counts runs of the usual answer and of all others (Wald, Wolfowitz 1940); few runs are streaks.
fn streaks(name: &str, answers: &[u16], usual: u16, limits: &PaceLimits) -> PaceFigure {
    let same: Vec<bool> = answers.iter().map(|answer| *answer == usual).collect();
    let runs = same.chunk_by(|a, b| a == b).count();
    let of_usual = same.iter().filter(|same| **same).count();
    let (n, a) = (same.len() as f64, of_usual as f64);
    let b = n - a;
    let own = Figure::bare(runs as f64, same.len() as u64, COUNTED);
    let told = format!("{name} has {} runs of answers in {} decisions", count(runs as u64), count(own.n));
    if of_usual < EACH_MIN || same.len() - of_usual < EACH_MIN {
        let others =
            Figure::undefined(same.len() as u64, "there are too few answers of either kind to expect anything");
        let sentence = format!("{told}: too few of either kind to tell");
        return PaceFigure { kind: PaceKind::Streaks, own, others, p: None, found: false, sentence };
    }
    let mean = 2.0 * a * b / n + 1.0;
    let deviation = ((mean - 1.0) * (mean - 2.0) / (n - 1.0)).sqrt();
    let p = normal_share((runs as f64 + 0.5 - mean) / deviation);
    let half = Z * deviation;
    let others = Figure::new(mean, (mean - half, mean + half), same.len() as u64, "wald_wolfowitz");
    let sentence = format!("{told}, where chance makes {}", count(mean.round() as u64));
    PaceFigure { kind: PaceKind::Streaks, own, others, p: Some(p), found: p < limits.p_max, sentence }
}

/// Measures the longest run of one answer against chance.
///
/// Chance is n answers drawn independently, the answer of the run as often as the rater gives it; but of whoever gives one answer,
/// the usual one as often as others give it (`usual_share`).
fn long_run(name: &str, answers: &[u16], usual_share: Option<f64>, limits: &PaceLimits) -> PaceFigure {
    let longest = answers.chunk_by(|a, b| a == b).max_by_key(|run| run.len()).unwrap_or(&[]);
    let n = answers.len();
    let answer = longest.first();
    let own_share = answers.iter().filter(|given| Some(*given) == answer).count() as f64 / n.max(1) as f64;
    let is_usual = answer.copied() == most_given(answers);
    let chance = usual_share.filter(|_| is_usual).unwrap_or(own_share);
    let p = run_of_at_least(longest.len(), n, chance);
    let own = Figure::bare(longest.len() as f64, n as u64, COUNTED);
    let against = Figure::bare(chance, n as u64, SUPPOSED);
    let sentence = format!(
        "the longest run of one answer of {name} is {} of {} decisions, which chance makes in {} of such series",
        count(longest.len() as u64),
        count(n as u64),
        percent(Some(p))
    );
    PaceFigure { kind: PaceKind::LongRun, own, others: against, p: Some(p), found: p < limits.p_max, sentence }
}

/// Returns how likely a run of at least `length` is in `n` draws that each hit with probability `chance`.
///
/// By the exact recurrence P(n) = P(n − 1) + (1 − P(n − length − 1))·(1 − p)·p^length (Feller 1968, XIII.7).
pub fn run_of_at_least(length: usize, n: usize, chance: f64) -> f64 {
    if length == 0 {
        return 1.0;
    }
    if length > n {
        return 0.0;
    }
    let whole = chance.powi(length.min(i32::MAX as usize) as i32);
    let new = (1.0 - chance) * whole;
    // Place k holds P(k); below `length` it is 0.
    let mut so_far = vec![0.0_f64; n + 1];
    for draws in length..=n {
        let next = if draws == length {
            whole
        } else {
            let before = so_far.get(draws - length - 1).copied().unwrap_or(0.0);
            so_far.get(draws - 1).copied().unwrap_or(0.0) + (1.0 - before) * new
        };
        if let Some(place) = so_far.get_mut(draws) {
            *place = next;
        }
    }
    so_far.last().copied().unwrap_or(0.0).clamp(0.0, 1.0)
}

/// Returns the median of sorted numbers with the interval of order statistics that holds it at 95 % (normal ranks).
fn median(sorted: &[f64]) -> Figure {
    let n = sorted.len();
    let Some(value) = quantile(sorted, 0.5) else { return Figure::undefined(0, "no time was measured") };
    let half = Z * (n as f64).sqrt() / 2.0;
    let low = ((n as f64 / 2.0 - half).floor().max(1.0) as usize).saturating_sub(1);
    let high = ((n as f64 / 2.0 + half).ceil() as usize).min(n - 1);
    let at = |place: usize| sorted.get(place).copied().unwrap_or(value);
    Figure::new(value, (at(low), at(high)), n as u64, "order_statistics")
}

fn quantiles(sorted: &[f64]) -> Option<[f64; 4]> {
    let at = |share: f64| quantile(sorted, share);
    Some([at(0.05)?, at(0.25)?, at(0.75)?, at(0.95)?])
}

/// Returns a quantile of sorted numbers, between neighbours in proportion (Hyndman and Fan's seventh).
fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let place = (sorted.len().checked_sub(1)?) as f64 * share;
    let (low, high) = (sorted.get(place.floor() as usize)?, sorted.get(place.ceil() as usize)?);
    Some(low + (high - low) * place.fract())
}
