//! Honest confidence: gold teaches how often a consensus that is "99 % sure" is right.
//!
//! Raters share blind spots, so the posteriors of every consensus model are too sure of themselves. Two ways to mend
//! that are fitted on held-out gold, a temperature (Guo et al. 2017: one number, order kept) and an isotonic curve
//! (Zadrozny & Elkan 2002: any rising shape), and both are tried by cross-validation: what is reported as *after* is
//! of items that neither the consensus nor the mending had seen.

use serde::{Serialize, Serializer};

use super::choice::{Folds, HeldOut};
use super::em::FLOOR;
use super::fit::share;
use super::{Options, Posteriors};
use crate::calibrate::intervals::mean;
use crate::calibrate::scores::isotonic::Isotonic;
use crate::calibrate::scores::temperature::Temperature;
use crate::calibrate::scores::{Ranked, brier, equal_width};
use crate::calibrate::{Figure, Ratings};

/// Bins of equal width for the expected calibration error.
const BINS: usize = 10;
/// With fewer held-out gold items nothing is fitted.
const GOLD_MIN: usize = 50;

/// One way to read a consensus row's confidence.
#[derive(Debug, Clone, PartialEq)]
pub enum Calibrator {
    /// As it stands.
    Raw,
    /// The whole row at another temperature.
    Temperature(Temperature),
    /// A curve over the raw confidence that never falls.
    Isotonic(Isotonic),
}

impl Calibrator {
    /// Returns the calibrator's name: `raw`, `temperature` or `isotonic`.
    pub fn name(&self) -> &'static str {
        match self {
            Calibrator::Raw => "raw",
            Calibrator::Temperature(_) => "temperature",
            Calibrator::Isotonic(_) => "isotonic",
        }
    }

    /// Returns the chance that the label decided is right, from 0 to 1.
    pub fn confidence(&self, row: &[f64], decided: u16) -> f64 {
        let own = |row: &[f64]| row.get(usize::from(decided)).copied().unwrap_or(0.0);
        match self {
            Calibrator::Raw => own(row),
            Calibrator::Temperature(temperature) => own(&temperature.apply(&floored(row))),
            Calibrator::Isotonic(curve) => curve.at(own(row)),
        }
    }
}

impl Serialize for Calibrator {
    /// Writes the name: what it does to confidence is in the figures beside it.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Raises probabilities under 1e-10 to it: a consensus that is wrong where it claims 1e-80 would rule the temperature.
fn floored(row: &[f64]) -> Vec<f64> {
    row.iter().map(|value| value.max(FLOOR)).collect()
}

/// Cools all rows that are not clamped gold; clamped rows stay one-hot to the bit.
pub fn temper(ratings: &Ratings, options: &Options<'_>, posteriors: &mut Posteriors, temperature: f64) {
    for (item, row) in posteriors.rows_mut().enumerate() {
        if options.gold_of(item, ratings.labels()).is_none() {
            row.copy_from_slice(&Temperature(temperature).apply(&floored(row)));
        }
    }
}

/// What the confidence of held-out items is worth by one reading.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Quality {
    /// The expected calibration error: 10 bins of equal width, as [`equal_width`] measures it.
    pub error: Figure,
    /// Brier's score.
    pub brier: Figure,
    /// How much of Brier's score it saves beside always claiming the accuracy: 1 tells right from wrong without fail, 0 or
    /// less is of no use, however small its calibration error.
    pub skill: Figure,
}

impl Quality {
    fn undefined(n: u64, why: &'static str) -> Quality {
        let none = || Figure::undefined(n, why);
        Quality { error: none(), brier: none(), skill: none() }
    }
}

/// How honest confidence is, as it stands and mended.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Honesty {
    /// The share of held-out gold items decided rightly; n is the items that were decided.
    pub accuracy: Figure,
    /// The mean confidence of the same items, as it stands.
    pub mean_confidence: Figure,
    /// As it stands.
    pub raw: Quality,
    /// After a temperature fitted on other folds.
    pub temperature: Quality,
    /// After a rising curve fitted on other folds.
    pub isotonic: Quality,
    /// The reading with the lowest held-out logarithmic loss, fitted on all folds: the one to use. That loss is hardest on
    /// what is sure and wrong, which is what confidence is asked for.
    pub best: Calibrator,
    /// The temperature fitted on all folds, where there is enough gold: it keeps whole rows usable.
    pub all_folds_temperature: Option<f64>,
}

impl Honesty {
    /// Returns what the reading in use is worth on gold that it had not seen.
    pub fn in_use(&self) -> &Quality {
        match self.best {
            Calibrator::Raw => &self.raw,
            Calibrator::Temperature(_) => &self.temperature,
            Calibrator::Isotonic(_) => &self.isotonic,
        }
    }

    /// Returns the chance that the label decided is right, as gold taught to read it; `None` where gold was too little.
    ///
    /// No n items of gold teach a certainty: it is [`held`].
    pub fn confidence(&self, row: &[f64], decided: u16) -> Option<f64> {
        self.all_folds_temperature.map(|_| held(self.best.confidence(row, decided), self.accuracy.n))
    }
}

/// Holds a chance to what n successes in n, or none in n, leave to expect: at most (n + 1) / (n + 2), at least 1 / (n + 2)
/// (Laplace 1814).
fn held(chance: f64, n: u64) -> f64 {
    let least = 1.0 / (n as f64 + 2.0);
    chance.clamp(least, 1.0 - least)
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
pub fn honesty(folds: &Folds, said: &HeldOut, seed: u64) -> Honesty {
    let cases: Vec<Case<'_>> = folds
        .items
        .iter()
        .zip(&said.decisions)
        .zip(said.posteriors.rows())
        .filter_map(|(((_, gold, fold), decided), row)| {
            decided.map(|decided| Case { row, decided, gold: *gold, fold: *fold })
        })
        .collect();
    let n = cases.len() as u64;
    let all: Vec<&Case<'_>> = cases.iter().collect();
    let raw = Reading::of(&all, |_| &Calibrator::Raw);
    let mut honesty = Honesty {
        accuracy: share(raw.right.iter().filter(|right| **right).count() as f64, n),
        mean_confidence: mean(raw.confidences.iter().copied()),
        raw: raw.quality(seed),
        temperature: Quality::undefined(n, "too little gold to fit a temperature"),
        isotonic: Quality::undefined(n, "too little gold to fit a curve"),
        best: Calibrator::Raw,
        all_folds_temperature: None,
    };
    if cases.len() < GOLD_MIN {
        return honesty;
    }
    let tempered = cross_fit(&cases, folds.count, fit_temperature);
    let curved = cross_fit(&cases, folds.count, fit_isotonic);
    honesty.temperature = tempered.quality(seed);
    honesty.isotonic = curved.quality(seed);
    let temperature = fit_temperature(&all);
    if let Calibrator::Temperature(Temperature(value)) = temperature {
        honesty.all_folds_temperature = Some(value);
    }
    let [by_raw, by_temperature, by_curve] = [raw, tempered, curved].map(|reading| reading.loss());
    if by_curve < by_temperature && by_curve < by_raw {
        honesty.best = fit_isotonic(&all);
    } else if by_temperature < by_raw {
        honesty.best = temperature;
    }
    honesty
}

/// The confidence of every case by some reading, and whether it was right.
struct Reading {
    confidences: Vec<f64>,
    right: Vec<bool>,
}

impl Reading {
    fn of<'c>(cases: &[&Case<'_>], by: impl Fn(&Case<'_>) -> &'c Calibrator) -> Reading {
        // Rounding may leave a sure row a bit above 1.
        let confidence = |case: &&Case<'_>| by(case).confidence(case.row, case.decided).clamp(0.0, 1.0);
        Reading {
            confidences: cases.iter().map(confidence).collect(),
            right: cases.iter().map(|case| case.decided == case.gold).collect(),
        }
    }

    fn quality(&self, seed: u64) -> Quality {
        let table = equal_width(&self.confidences, &self.right, BINS, seed);
        let score = brier(&self.confidences, &self.right, &table).score;
        Quality { error: table.expected_error, brier: score, skill: self.skill() }
    }

    /// The mean logarithmic loss of confidences that are [`held`].
    fn loss(&self) -> f64 {
        let n = self.right.len() as u64;
        let loss = |(confidence, right): (&f64, &bool)| {
            let chance = held(*confidence, n);
            -(if *right { chance } else { 1.0 - chance }).ln()
        };
        self.confidences.iter().zip(&self.right).map(loss).sum::<f64>() / n.max(1) as f64
    }

    fn skill(&self) -> Figure {
        let n = self.right.len() as u64;
        let base = self.right.iter().filter(|right| **right).count() as f64 / n.max(1) as f64;
        let spread = base * (1.0 - base);
        if spread <= 0.0 {
            return Figure::undefined(n, "all are right or all are wrong, so there is nothing to tell apart");
        }
        let saved = |(confidence, right): (&f64, &bool)| {
            let truth = f64::from(u8::from(*right));
            ((base - truth).powi(2) - (confidence - truth).powi(2)) / spread
        };
        mean(self.confidences.iter().zip(&self.right).map(saved))
    }
}

/// Reads every case by a calibrator that was fitted on the other folds.
fn cross_fit(cases: &[Case<'_>], folds: u32, fit: impl Fn(&[&Case<'_>]) -> Calibrator) -> Reading {
    let fitted = |fold: u32| fit(&cases.iter().filter(|case| case.fold != fold).collect::<Vec<_>>());
    let calibrators: Vec<Calibrator> = (0..folds).map(fitted).collect();
    let all: Vec<&Case<'_>> = cases.iter().collect();
    Reading::of(&all, |case| calibrators.get(case.fold as usize).unwrap_or(&Calibrator::Raw))
}

fn fit_temperature(cases: &[&Case<'_>]) -> Calibrator {
    let labels = cases.first().map_or(0, |case| case.row.len());
    let beliefs: Vec<f64> = cases.iter().flat_map(|case| floored(case.row)).collect();
    let gold: Vec<u16> = cases.iter().map(|case| case.gold).collect();
    Temperature::fit(&beliefs, labels, &gold).map_or(Calibrator::Raw, Calibrator::Temperature)
}

fn fit_isotonic(cases: &[&Case<'_>]) -> Calibrator {
    let raw = Reading::of(cases, |_| &Calibrator::Raw);
    Isotonic::fit(&Ranked::new(&raw.confidences, &raw.right)).map_or(Calibrator::Raw, Calibrator::Isotonic)
}
