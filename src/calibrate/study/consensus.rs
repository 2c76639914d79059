//! What the panel says together: the method that gold chose, how honest its confidence is, and whom it overrules.

#[cfg(test)]
mod tests;

use serde::Serialize;

use super::history::{HistoryReport, Known, known};
use super::judges::JudgeReport;
use super::model_word::{ModelWord, model_word};
use super::next_labels::{NextLabels, next_labels};
use super::{Intake, Named, Panel, Reference, StudyOptions};
use crate::calibrate::consensus::choice::Rule;
use crate::calibrate::consensus::confidence::Honesty;
use crate::calibrate::consensus::overrule::{Trust, overruled};
use crate::calibrate::consensus::settle::{Settled, settle};
use crate::calibrate::consensus::{History, METHODS, Method, Options, Tie};
use crate::calibrate::intervals::mean;
use crate::calibrate::sheet::Sheet;
use crate::calibrate::{Figure, Ratings};

/// A consensus stands in for gold only where it is at least so sure.
const SURE: f64 = 2.0 / 3.0;

/// One method that was tried.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MethodReport {
    /// The share of gold items it decides rightly without having seen their gold.
    pub accuracy: Figure,
    /// How its confidence is read: `raw`, or mended by a `temperature` or an `isotonic` curve, whichever has the lowest
    /// logarithmic loss on gold that it had not seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calibrator: Option<&'static str>,
    /// The expected error of its confidence as it stands.
    pub ece_before: Figure,
    /// The same as it is read, fitted on other gold items.
    pub ece_after: Figure,
    /// Brier's score of its confidence as it stands.
    pub brier_before: Figure,
    /// The same as it is read, fitted on other gold items.
    pub brier_after: Figure,
    /// How much of Brier's score the confidence saves, as it is read, beside always claiming the accuracy.
    pub skill: Figure,
    /// What the method believes of judges.
    pub about: &'static str,
    /// Why it was not tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_tried: Option<&'static str>,
}

/// An item on which consensus says no to trusted raters of one mind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OverruledItem {
    /// The item.
    pub item: String,
    /// What its trusted judges say.
    pub said: String,
    /// What consensus says.
    pub consensus: String,
    /// The chance that consensus is right; none where it is gold that overrules them.
    pub probability: Option<f64>,
    /// How many trusted judges are of one mind.
    pub trusted: u32,
    /// It is gold that overrules them.
    pub by_gold: bool,
}

/// What the judges say together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ConsensusReport {
    /// The method that was chosen.
    pub chosen: &'static str,
    /// Whether gold chose it.
    pub by_gold: bool,
    /// Why.
    pub why: String,
    /// What earlier calibrations knew of the judges, if any were named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub history: Option<HistoryReport>,
    /// All methods.
    pub methods: Named<MethodReport>,
    /// The models heard beside the raters, and how they were read.
    pub model: ModelWord,
    /// Whether judges are held against it where there is no gold: only if they agree beyond chance.
    pub stands_in: bool,
    /// Items without gold on which it is sure enough for that: two thirds.
    pub stands_in_items: u64,
    /// The share of those on which it is expected to be right: the mean of its confidence.
    pub stands_in_confidence: Figure,
    /// What its confidence rests on: `gold` that taught how to read it, or `caution`, a consensus that is held back.
    pub confidence_by: &'static str,
    /// Items with a consensus.
    pub decided: u64,
    /// Items on which labels are tied.
    pub ties: u64,
    /// What a tie means: `first` label of the scale, `last`, or `none`.
    pub tie_rule: &'static str,
    /// The share of items where trusted judges are of one mind on which consensus overrules them.
    pub overruled: Figure,
    /// Those items.
    pub overruled_items: Vec<OverruledItem>,
    /// By item of the sheet, the label and the chance that it is right (1 where gold says so); `None` where nobody of the
    /// panel spoke, or labels are tied. It has a file of its own.
    #[serde(skip)]
    pub labels: Vec<Option<(u16, f64)>>,
}

/// What a panel settled on.
pub struct Agreed<'a> {
    panel: &'a Ratings,
    gold: Vec<Option<u16>>,
    settled: Settled,
    history: Option<Known>,
    word: ModelWord,
    tie: Tie,
}

pub fn consensus<'a>(sheet: &Sheet, panel: &'a Panel, intake: &Intake, options: &StudyOptions) -> Agreed<'a> {
    let ratings = &panel.ratings;
    // Gold that a judge of the panel made would choose the method that repeats it.
    let circular = |item: u32| ratings.of(item as usize).0.iter().any(|judge| sheet.is_circular(item, *judge));
    let gold: Vec<Option<u16>> = (0..).zip(&sheet.gold).map(|(item, gold)| gold.filter(|_| !circular(item))).collect();
    let (model, word) = model_word(sheet, panel, options.seed);
    let model = model.as_ref().map_err(|why| *why);
    let history = known(sheet, panel, intake, options);
    let known = history.as_ref().and_then(Known::counts);
    let settings =
        Options { gold: &gold, history: known, model, tie: options.tie, seed: options.seed, ..Options::default() };
    let set_aside = (sheet.gold.iter().flatten().count() - gold.iter().flatten().count()) as u64;
    let mut rule = Rule { seed: options.seed, set_aside, ..Rule::default() };
    if known.is_some_and(History::errs_one_way) {
        rule.default = "dawid_skene_pooled";
        rule.default_as = "the default for judges who err in one direction, as history shows,";
    }
    let settled = settle(ratings, &settings, &rule);
    Agreed { panel: ratings, gold, settled, history, word, tie: options.tie }
}

impl Agreed<'_> {
    /// Returns what judges are held against: gold, and where there is none a consensus that is sure of itself and was
    /// made by two judges or more; none of those unless the panel agrees `beyond_chance`.
    pub fn reference(&self, sheet: &Sheet, beyond_chance: bool) -> Reference<'_> {
        let decisions = &self.settled.fit.decisions;
        let sure = |item: usize| {
            let company = beyond_chance && self.panel.range(item).len() > 1;
            self.settled.confidence(item, None).filter(|confidence| company && *confidence >= SURE)
        };
        let row = |(item, gold): (usize, &Option<u16>)| match (gold, sure(item)) {
            (Some(gold), _) => (Some(*gold), 1.0),
            (None, Some(confidence)) => (decisions.get(item).copied().flatten(), confidence),
            (None, None) => (None, 0.0),
        };
        let (labels, confidence) = sheet.gold.iter().enumerate().map(row).unzip();
        let is_gold = sheet.gold.iter().map(Option::is_some).collect();
        Reference { panel: self.panel, beyond_chance, labels, is_gold, confidence }
    }

    /// Prices one more rating of every item.
    pub fn next_labels(&self, sheet: &Sheet, options: &StudyOptions) -> NextLabels {
        next_labels(sheet, self.panel, &self.gold, &self.settled, options)
    }

    /// Returns the report; `judges` are those of the sheet, in its order.
    pub fn report(&self, sheet: &Sheet, judges: &[JudgeReport], reference: &Reference) -> ConsensusReport {
        let accuracies: Vec<Figure> = judges.iter().map(JudgeReport::accuracy).collect();
        let settings = Options { gold: &self.gold, ..Options::default() };
        let Settled { choice, fit, tried, cautious, .. } = &self.settled;
        let overruled = overruled(self.panel, fit, &settings, &accuracies, Trust::default());
        let name = |label: u16| sheet.scale.name(label).to_owned();
        let sure: Vec<f64> = (0..sheet.items.len() as u32).filter_map(|item| reference.consensus_right(item)).collect();
        ConsensusReport {
            chosen: fit.method,
            by_gold: choice.by_gold,
            why: choice.why.clone(),
            history: self.history.as_ref().map(|history| history.report(&self.settled)),
            methods: Named(METHODS.iter().zip(tried).map(|(known, (_, honest))| self.method(*known, honest)).collect()),
            model: self.word.clone(),
            stands_in: reference.beyond_chance,
            stands_in_items: sure.len() as u64,
            stands_in_confidence: mean(sure.iter().copied()),
            confidence_by: if cautious.is_empty() { "gold" } else { "caution" },
            decided: fit.decisions.iter().flatten().count() as u64,
            ties: fit.ties,
            tie_rule: self.tie.name(),
            overruled: overruled.share.clone(),
            overruled_items: overruled
                .items
                .iter()
                .map(|one| OverruledItem {
                    item: sheet.items.get(one.item as usize).cloned().unwrap_or_default(),
                    said: name(one.said),
                    consensus: name(one.consensus),
                    probability: self.settled.confidence(one.item as usize, None).filter(|_| !one.by_gold),
                    trusted: one.trusted,
                    by_gold: one.by_gold,
                })
                .collect(),
            labels: (0..self.panel.items()).map(|item| self.label(item)).collect(),
        }
    }

    /// Returns what was agreed on an item that somebody of the panel decided, and how sure that is.
    fn label(&self, item: usize) -> Option<(u16, f64)> {
        let decided = self.settled.fit.decisions.get(item).copied().flatten()?;
        let rated = !self.panel.range(item).is_empty();
        let confidence = self.settled.confidence(item, self.gold.get(item).copied().flatten())?;
        rated.then_some((decided, confidence))
    }

    fn method(&self, known: &dyn Method, honest: &Result<Honesty, &'static str>) -> (String, MethodReport) {
        let why = honest.as_ref().err().copied();
        let missing = || Figure::undefined(0, why.unwrap_or("it was not tried"));
        let score = self.settled.choice.scores.iter().find(|score| score.method == known.name());
        let figure = |of: fn(&Honesty) -> &Figure| honest.as_ref().map_or_else(|_| missing(), |own| of(own).clone());
        let report = MethodReport {
            accuracy: score.map_or_else(missing, |score| score.accuracy.clone()),
            calibrator: honest.as_ref().ok().map(|honest| honest.best.name()),
            ece_before: figure(|honest| &honest.raw.error),
            ece_after: figure(|honest| &honest.in_use().error),
            brier_before: figure(|honest| &honest.raw.brier),
            brier_after: figure(|honest| &honest.in_use().brier),
            skill: figure(|honest| &honest.in_use().skill),
            about: known.about(),
            not_tried: why,
        };
        (known.name().to_owned(), report)
    }
}
