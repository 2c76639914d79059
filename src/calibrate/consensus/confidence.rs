//! Honest confidence: gold teaches how often a consensus that is "99 % sure" is right.
//!
//! Raters share blind spots, so the posteriors of every consensus model are too sure of themselves. Two ways to mend
//! that are fitted on held-out gold, a temperature (Guo et al. 2017: one number, order kept) and an isotonic staircase
//! (Zadrozny & Elkan 2002: any rising shape), and both are tried by cross-validation: what is reported as *after* is
//! of items that neither the consensus nor the mending had seen.

use serde::Serialize;

use super::choice::{Folds, HeldOut};
use super::em::FLOOR;
use super::fit::share;
use super::posteriors::softmax;
use super::random::Random;
use super::{Options, Posteriors};
use crate::calibrate::{Figure, Ratings};

/// Bins of equal width for the expected calibration error.
const BINS: usize = 10;
/// Resamples of items for the interval of the expected calibration error.
const RESAMPLES: usize = 500;
/// With fewer held-out gold items nothing is fitted.
const GOLD_MIN: usize = 50;
/// Temperatures are looked for from 1/20 to 100.
const TEMPERATURES: (f64, f64) = (-3.0, 4.61);

/// One way to read a consensus row's confidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Calibrator {
    /// As it stands.
    Raw,
    /// Logarithms of probabilities divided by this, and made to sum to 1 again.
    Temperature(f64),
    /// A rising staircase over the raw confidence: from here on, this chance of being right.
    Isotonic(Vec<(f64, f64)>),
}

impl Calibrator {
    /// Returns the chance that the label decided is right, from 0 to 1.
    pub fn confidence(&self, row: &[f64], decided: u16) -> f64 {
        let raw = row.get(usize::from(decided)).copied().unwrap_or(0.0);
        match self {
            Calibrator::Raw => raw,
            Calibrator::Temperature(temperature) => {
                let mut row = row.to_vec();
                cool(&mut row, *temperature);
                row.get(usize::from(decided)).copied().unwrap_or(0.0)
            }
            Calibrator::Isotonic(steps) => {
                let under = steps.partition_point(|(from, _)| *from <= raw);
                steps.get(under.saturating_sub(1)).map_or(raw, |(_, chance)| *chance)
            }
        }
    }
}

/// Divides the logarithms of a row by the temperature; probabilities under 1e-10 count as 1e-10.
fn cool(row: &mut [f64], temperature: f64) {
    row.iter_mut().for_each(|value| *value = value.max(FLOOR).ln() / temperature);
    softmax(row);
}

/// Cools all rows that are not clamped gold; clamped rows stay one-hot to the bit.
pub fn temper(ratings: &Ratings, options: &Options<'_>, posteriors: &mut Posteriors, temperature: f64) {
    for (item, row) in posteriors.rows_mut().enumerate() {
        if options.gold_of(item, ratings.labels()).is_none() {
            cool(row, temperature);
        }
    }
}

/// How honest confidence is, as it stands and mended.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Honesty {
    /// The share of held-out gold items decided rightly; n is the items that were decided.
    pub accuracy: Figure,
    /// The mean confidence of the same items, as it stands.
    pub mean_confidence: Figure,
    /// The expected calibration error as it stands: 10 bins of equal width, bootstrap over items.
    pub raw: Figure,
    /// The same after a temperature fitted on other folds.
    pub temperature: Figure,
    /// The same after a staircase fitted on other folds.
    pub isotonic: Figure,
    /// The reading with the lowest held-out Brier score, fitted on all folds: the one to use.
    pub best: Calibrator,
    /// The temperature fitted on all folds, where there is enough gold: it keeps whole rows usable.
    pub all_folds_temperature: Option<f64>,
}

/// One held-out item: its row, what was decided, what is true, its fold.
struct Case<'a> {
    row: &'a [f64],
    decided: u16,
    gold: u16,
    fold: u32,
}

/// Measures and mends the confidence of a method's held-out answers.
///
/// With fewer than 50 decided gold items nothing is fitted, the mended figures are undefined and the raw reading stays.
pub fn honesty(folds: &Folds, held: &HeldOut, seed: u64) -> Honesty {
    let cases: Vec<Case<'_>> = folds
        .items
        .iter()
        .zip(&held.decisions)
        .zip(held.posteriors.rows())
        .filter_map(|(((_, gold, fold), decided), row)| {
            decided.map(|decided| Case { row, decided, gold: *gold, fold: *fold })
        })
        .collect();
    let n = cases.len() as u64;
    let all: Vec<&Case<'_>> = cases.iter().collect();
    let raw = read(&all, |_| &Calibrator::Raw);
    let right = raw.iter().filter(|(_, right)| *right).count();
    let mut honesty = Honesty {
        accuracy: share(right as f64, n),
        mean_confidence: mean_confidence(&raw),
        raw: error_with_interval(&raw, seed),
        temperature: Figure::undefined(n, "too little gold to fit a temperature"),
        isotonic: Figure::undefined(n, "too little gold to fit a staircase"),
        best: Calibrator::Raw,
        all_folds_temperature: None,
    };
    if cases.len() < GOLD_MIN {
        return honesty;
    }
    let tempered = cross_fit(&cases, folds.count, fit_temperature);
    let stepped = cross_fit(&cases, folds.count, fit_isotonic);
    honesty.temperature = error_with_interval(&tempered, seed);
    honesty.isotonic = error_with_interval(&stepped, seed);
    let (by_raw, by_temperature, by_steps) = (brier(&raw), brier(&tempered), brier(&stepped));
    let temperature = fit_temperature(&all);
    if let Calibrator::Temperature(value) = temperature {
        honesty.all_folds_temperature = Some(value);
    }
    if by_steps < by_temperature && by_steps < by_raw {
        honesty.best = fit_isotonic(&all);
    } else if by_temperature < by_raw {
        honesty.best = temperature;
    }
    honesty
}

/// Reads the confidence of every case, with whether it was right.
fn read<'c>(cases: &[&Case<'_>], by: impl Fn(&Case<'_>) -> &'c Calibrator) -> Vec<(f64, bool)> {
    cases.iter().map(|case| (by(case).confidence(case.row, case.decided), case.decided == case.gold)).collect()
}

/// Reads every case by a calibrator that was fitted on the other folds.
fn cross_fit(cases: &[Case<'_>], folds: u32, fit: impl Fn(&[&Case<'_>]) -> Calibrator) -> Vec<(f64, bool)> {
    let fitted = |fold: u32| fit(&cases.iter().filter(|case| case.fold != fold).collect::<Vec<_>>());
    let calibrators: Vec<Calibrator> = (0..folds).map(fitted).collect();
    let all: Vec<&Case<'_>> = cases.iter().collect();
    read(&all, |case| calibrators.get(case.fold as usize).unwrap_or(&Calibrator::Raw))
}

/// Finds the temperature of least log-loss by golden section; log-loss is convex in its inverse.
fn fit_temperature(cases: &[&Case<'_>]) -> Calibrator {
    let loss = |log: f64| {
        let temperature = log.exp();
        let one = |case: &&Case<'_>| {
            let mut row = case.row.to_vec();
            cool(&mut row, temperature);
            -row.get(usize::from(case.gold)).copied().unwrap_or(0.0).max(f64::MIN_POSITIVE).ln()
        };
        cases.iter().map(one).sum::<f64>()
    };
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = TEMPERATURES;
    let (mut left, mut right) = (high - golden * (high - low), low + golden * (high - low));
    let (mut at_left, mut at_right) = (loss(left), loss(right));
    while high - low > 1e-4 {
        if at_left <= at_right {
            (high, right, at_right) = (right, left, at_left);
            left = high - golden * (high - low);
            at_left = loss(left);
        } else {
            (low, left, at_left) = (left, right, at_right);
            right = low + golden * (high - low);
            at_right = loss(right);
        }
    }
    Calibrator::Temperature((0.5 * (low + high)).exp())
}

/// Fits the rising staircase of least squares by pooling adjacent violators (Ayer et al. 1955).
fn fit_isotonic(cases: &[&Case<'_>]) -> Calibrator {
    let mut points = read(cases, |_| &Calibrator::Raw);
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut blocks: Vec<(f64, f64, f64)> = Vec::new();
    for (confidence, right) in points {
        let mut block = (confidence, f64::from(u8::from(right)), 1.0);
        while let Some((from, sum, count)) = blocks.last().copied() {
            if from < block.0 && sum / count < block.1 / block.2 {
                break;
            }
            blocks.pop();
            block = (from, sum + block.1, count + block.2);
        }
        blocks.push(block);
    }
    Calibrator::Isotonic(blocks.into_iter().map(|(from, sum, count)| (from, sum / count)).collect())
}

fn brier(read: &[(f64, bool)]) -> f64 {
    let one = |(confidence, right): &(f64, bool)| (confidence - f64::from(u8::from(*right))).powi(2);
    read.iter().map(one).sum::<f64>() / read.len().max(1) as f64
}

fn mean_confidence(read: &[(f64, bool)]) -> Figure {
    let n = read.len() as f64;
    if read.is_empty() {
        return Figure::undefined(0, "no gold item was decided");
    }
    let mean = read.iter().map(|(confidence, _)| confidence).sum::<f64>() / n;
    let spread = read.iter().map(|(confidence, _)| (confidence - mean).powi(2)).sum::<f64>() / (n - 1.0).max(1.0);
    let half = 1.959_963_984_540_054 * (spread / n).sqrt();
    Figure::new(mean, ((mean - half).max(0.0), (mean + half).min(1.0)), read.len() as u64, "normal")
}

/// Returns the expected calibration error: over bins of confidence, the mean gap between confidence and accuracy.
fn calibration_error<'a>(read: impl Iterator<Item = &'a (f64, bool)>) -> f64 {
    let mut bins = [(0.0_f64, 0.0_f64); BINS];
    let mut n = 0.0;
    for (confidence, right) in read {
        let bin = ((confidence * BINS as f64) as usize).min(BINS - 1);
        if let Some((sum, hits)) = bins.get_mut(bin) {
            *sum += confidence;
            *hits += f64::from(u8::from(*right));
        }
        n += 1.0;
    }
    bins.iter().map(|(sum, hits)| (sum - hits).abs()).sum::<f64>() / f64::max(n, 1.0)
}

/// Returns the expected calibration error with its percentile bootstrap interval over items.
fn error_with_interval(read: &[(f64, bool)], seed: u64) -> Figure {
    if read.is_empty() {
        return Figure::undefined(0, "no gold item was decided");
    }
    let mut random = Random::new(seed);
    let mut resampled: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            let drawn: Vec<usize> = read.iter().map(|_| (random.unit() * read.len() as f64) as usize).collect();
            calibration_error(drawn.iter().filter_map(|at| read.get(*at)))
        })
        .collect();
    resampled.sort_by(f64::total_cmp);
    let at = |share: f64| resampled.get((share * (RESAMPLES - 1) as f64).round() as usize).copied().unwrap_or(0.0);
    Figure::new(calibration_error(read.iter()), (at(0.025), at(0.975)), read.len() as u64, "bootstrap")
}
