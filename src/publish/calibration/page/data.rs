//! `calibration.json` as the page reads it: of each part what is shown, and nothing is needed that is not there.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::causes::{Ambiguous, Batch, Demand, Groups, Lean, Remedy};
use super::fig::Fig;
use super::paired::{Paired, VersionChange};
use super::together::Consensus;
use super::work::{NextLabel, Sample, Work};
use crate::calibrate::study::Named;

/// A calibration.
#[derive(Debug, Deserialize)]
pub struct Data {
    /// It in sentences.
    #[serde(default)]
    pub summary: Vec<String>,
    /// Items.
    pub items: u64,
    /// Decisions.
    pub ratings: u64,
    /// Items with gold.
    pub gold: u64,
    /// What was read.
    #[serde(default)]
    pub intake: Intake,
    /// How labels relate.
    pub scale: String,
    /// The labels, in their order.
    pub labels: Vec<String>,
    /// Who `agreement` is of.
    pub agreement_of: String,
    /// Coefficients.
    pub agreement: Named<Fig>,
    /// Sets of labels.
    #[serde(default)]
    pub label_sets: LabelSets,
    /// Parts of the corpus.
    pub agreement_by: Vec<Part>,
    /// Judges two by two.
    pub pairs: Vec<Pair>,
    /// How many common items make a pair.
    pub pair_min: u64,
    /// Whether two judges differ.
    #[serde(default)]
    pub paired: Paired,
    /// What became of models from one version to the next.
    #[serde(default)]
    pub versions: Vec<VersionChange>,
    /// Judges.
    pub judges: Named<Judge>,
    /// What they say together.
    pub consensus: Consensus,
    /// Where they are weak.
    pub slices: Vec<JudgeSlices>,
    /// Columns that were not searched.
    #[serde(default)]
    pub columns_left_out: Vec<ColumnLeftOut>,
    /// Fields that say what gold is.
    #[serde(default)]
    pub columns_that_determine_gold: Vec<String>,
    /// Clauses on which judges fall short.
    #[serde(default)]
    pub weak_clauses: WeakClauses,
    /// Judges over time.
    pub drift: Vec<Watched>,
    /// Series that a chart is kept of.
    pub watched: u64,
    /// Series that were tested for a trend.
    pub trends_tested: u64,
    /// Judges with too few dated decisions.
    pub not_watched: u64,
    /// Who is good enough, as soon as it could be told.
    pub sequential: Sequential,
    /// Raters' pace.
    pub pace: Vec<Pace>,
    /// Gold that is probably wrong.
    pub suspect_gold: Vec<Suspect>,
    /// How many there are, listed or not.
    pub suspect_gold_count: u64,
    /// Gold items that could not be tried.
    pub gold_not_tried: u64,
    /// Decisions that the policy left open.
    pub unsettled: u64,
    /// Causes of disagreements.
    pub root_causes: Named<u64>,
    /// The same as shares of all disagreements.
    #[serde(default)]
    pub root_cause_shares: Named<Fig>,
    /// The same by judge.
    pub root_causes_by_judge: Named<Named<u64>>,
    /// The same by clause.
    #[serde(default)]
    pub root_causes_by_clause: Named<Named<u64>>,
    /// What would end most of them.
    #[serde(default)]
    pub remedies: Vec<Remedy>,
    /// Disagreements that nothing listed would end.
    #[serde(default)]
    pub without_remedy: u64,
    /// Clauses on which good raters split.
    pub ambiguous_clauses: Named<Ambiguous>,
    /// Groups of raters.
    #[serde(default)]
    pub groups: Groups,
    /// Finished work by batch.
    #[serde(default)]
    pub batches: Vec<Batch>,
    /// What batches are held to.
    #[serde(default)]
    pub batch_demand: Demand,
    /// What the random share of an audit's queue says of all items.
    pub sample: Option<Sample>,
    /// Finished work.
    pub work: Option<Work>,
    /// Where one more rating saves most.
    pub next_labels: Vec<NextLabel>,
    /// The items on which it saves anything.
    pub next_labels_count: u64,
    /// What a saving is counted in.
    pub next_labels_unit: String,
    /// Gold taught how far probabilities can be believed.
    pub next_labels_honest: bool,
    /// What errors cost, where that was declared; only whether there are any matters to the page.
    #[serde(default)]
    pub costs: Vec<IgnoredAny>,
    /// The bar that judges are held to.
    pub bar: f64,
    /// How far to either side an interval of accuracy may reach.
    pub half_width: f64,
    /// Where random choices started from.
    pub seed: u64,
    /// The program's version.
    pub engine: String,
}

/// What was read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Intake {
    /// Rejected records.
    pub rejected: u64,
    /// The pack and its revision.
    pub pack: Option<(String, String)>,
}

/// What was read of sets of labels.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LabelSets {
    /// How many there are.
    pub ratings: u64,
    /// How many different ones.
    pub different: u64,
    /// Sets left out.
    pub left_out: u64,
}

/// Agreement on part of a corpus.
#[derive(Debug, Deserialize)]
pub struct Part {
    /// What divides it.
    pub by: String,
    /// The part.
    pub value: String,
    /// Percent agreement.
    pub percent: Fig,
    /// Alpha.
    pub alpha: Fig,
    /// AC1.
    pub ac1: Fig,
}

/// Two judges.
#[derive(Debug, Deserialize)]
pub struct Pair {
    /// One.
    pub a: String,
    /// The other.
    pub b: String,
    /// Items of both.
    pub n: u64,
    /// Kappa.
    pub kappa: Option<f64>,
    /// The lower end of its interval.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// Kappa with linear weights, for labels with an order.
    #[serde(default)]
    pub kappa_linear: Option<f64>,
    /// The lower end of its interval.
    #[serde(default)]
    pub kappa_linear_low: Option<f64>,
    /// The upper end.
    #[serde(default)]
    pub kappa_linear_high: Option<f64>,
    /// Why there is none, or no interval.
    pub why: Option<String>,
}

/// A judge.
#[derive(Debug, Deserialize)]
pub struct Judge {
    /// Rater, model or policy.
    pub kind: String,
    /// Decisions with a label.
    pub n: u64,
    /// Gold items it is held against.
    pub n_gold: u64,
    /// Gold items left out as made by itself.
    pub circular: u64,
    /// The share of gold items on which it left the decision open.
    pub unsettled: Fig,
    /// What a decision costs in the mean.
    pub cost: Fig,
    /// Accuracy.
    #[serde(default)]
    pub accuracy: Fig,
    /// The mean of the labels' F1.
    #[serde(default)]
    pub macro_f1: Fig,
    /// Matthews' coefficient.
    #[serde(default)]
    pub mcc: Fig,
    /// Mean recall of labels.
    #[serde(default)]
    pub balanced_accuracy: Fig,
    /// The right label for another clause.
    pub wrong_clause: Fig,
    /// Agreement with a sure consensus.
    pub with_consensus: Fig,
    /// Each label.
    pub labels: Named<Label>,
    /// What was given where each label is right.
    pub confusion: Named<Named<u64>>,
    /// Accuracy by clause.
    pub by_clause: Named<Fig>,
    /// Scores.
    pub scores: Vec<Score>,
    /// The label it gives too often.
    #[serde(default)]
    pub lean: Option<Lean>,
    /// Whether it reaches the bar.
    pub status: String,
    /// How much gold a narrow interval of its accuracy takes.
    pub gold_wanted: Option<GoldWanted>,
}

/// How much gold a judge's accuracy wants.
#[derive(Debug, Deserialize)]
pub struct GoldWanted {
    /// How many more gold items than there are.
    pub more: u64,
}

/// One label of one judge.
#[derive(Debug, Deserialize)]
pub struct Label {
    /// Of what it gave the label, the share that is right.
    pub precision: Fig,
    /// Of what has the label, the share it found.
    pub recall: Fig,
    /// Both.
    pub f1: Fig,
}

/// A score of a model.
#[derive(Debug, Deserialize)]
pub struct Score {
    /// Its name.
    pub name: String,
    /// What it is held against.
    pub against: String,
    /// The area under the ROC curve.
    pub roc_area: Fig,
    /// Average precision.
    pub average_precision: Fig,
    /// Brier's score.
    pub brier: Fig,
    /// What it is made of.
    #[serde(default)]
    pub brier_parts: Option<BrierParts>,
    /// Chances against what came true.
    pub reliability: Reliability,
    /// The threshold that the model declares.
    #[serde(default)]
    pub declared: Option<f64>,
    /// The cheapest thresholds by what errors cost.
    #[serde(default)]
    pub thresholds: Vec<PricedThreshold>,
}

/// The cheapest threshold by what errors cost.
#[derive(Debug, Deserialize)]
pub struct PricedThreshold {
    /// What a miss costs in false alarms; none: by the card's costs.
    pub miss: Option<f64>,
    /// The score to act from.
    pub from: Option<f64>,
    /// Items acted on then.
    pub taken: u64,
    /// What an item costs, thresholds chosen on other items.
    pub cost: Fig,
    /// What it costs at the declared threshold.
    pub declared_cost: Fig,
}

/// Chances against what came true.
#[derive(Debug, Deserialize)]
pub struct Reliability {
    /// Bins.
    pub bins: Vec<Bin>,
    /// Expected calibration error.
    pub expected_error: Fig,
    /// The same less what chance added.
    #[serde(default)]
    pub expected_error_debiased: Fig,
}

/// What Brier's score is made of.
#[derive(Debug, Deserialize)]
pub struct BrierParts {
    /// Scores.
    pub n: u64,
    /// How far scores are from shares.
    pub reliability: f64,
    /// How far apart they tell items.
    pub resolution: f64,
    /// The score of always saying the share of all.
    pub uncertainty: f64,
}

/// Scores of nearly one size.
#[derive(Debug, Deserialize)]
pub struct Bin {
    /// Their mean.
    pub mean: f64,
    /// What came true.
    pub share: Fig,
}

/// Weak slices of a judge.
#[derive(Debug, Deserialize)]
pub struct JudgeSlices {
    /// The judge.
    pub judge: String,
    /// Its errors overall.
    pub overall: Fig,
    /// Decisions that it left open.
    #[serde(default)]
    pub unsettled: u64,
    /// The slices.
    pub slices: Vec<Weakness>,
}

/// A weak slice.
#[derive(Debug, Deserialize)]
pub struct Weakness {
    /// Its conditions in words.
    pub place: String,
    /// Variants of it.
    pub similar: Vec<serde::de::IgnoredAny>,
    /// Errors there.
    pub rate: Fig,
    /// Errors there in the held-out half.
    pub held_out: Fig,
    /// Errors outside in that half.
    pub held_out_rest: Fig,
    /// The p value after all were tested.
    pub q: Option<f64>,
    /// Whether it holds.
    pub confirmation: String,
    /// What to try.
    pub next_step_words: String,
    /// It as a sentence.
    pub sentence: String,
    /// Errors in it.
    pub examples: Vec<Example>,
    /// It week by week.
    pub trend: Option<Trend>,
}

/// Clauses on which judges fall short.
#[derive(Debug, Default, Deserialize)]
pub struct WeakClauses {
    /// How many were tested.
    pub tested: u64,
    /// Which they are.
    pub found: Vec<WeakClause>,
}

/// A clause on which a judge falls short.
#[derive(Debug, Deserialize)]
pub struct WeakClause {
    /// The judge.
    pub judge: String,
    /// The clause.
    pub clause: String,
    /// Errors on it.
    pub rate: Fig,
    /// Errors on the others.
    pub elsewhere: Fig,
    /// The p value after all were tested.
    pub q: Option<f64>,
    /// What to try.
    pub next_step_words: String,
}

/// A column that divides nothing.
#[derive(Debug, Deserialize)]
pub struct ColumnLeftOut {
    /// Which.
    pub column: String,
    /// Why.
    pub why_words: String,
}

/// An error in a slice.
#[derive(Debug, Deserialize)]
pub struct Example {
    /// The item.
    pub item: String,
    /// What gold says.
    pub gold: String,
    /// What the judge says.
    pub said: Option<String>,
}

/// A judge over time.
#[derive(Debug, Deserialize)]
pub struct Watched {
    /// The judge.
    pub judge: String,
    /// The clause.
    pub clause: Option<String>,
    /// What it is held against.
    pub reference: String,
    /// How many of its decisions are on items with gold.
    pub n_gold: u64,
    /// How many are on items with a consensus of others instead.
    pub n_consensus: u64,
    /// Its alarms.
    pub drift: Drift,
    /// The first items to look at again, by alarm.
    pub look_again: Vec<Vec<String>>,
    /// Its weeks.
    pub trend: Trend,
}

/// A test that stops as early as it may.
#[derive(Debug, Deserialize)]
pub struct Sequential {
    /// Its rates and risks.
    pub test: Option<SequentialTest>,
    /// How many judges were tested on one clause each.
    pub on_clauses: u64,
    /// What it says of whom.
    pub judges: Vec<Tested>,
}

/// Two rates of errors and two risks.
#[derive(Debug, Deserialize)]
pub struct SequentialTest {
    /// The rate that is good enough.
    pub good: f64,
    /// The rate that is not.
    pub bad: f64,
    /// The risk of calling a good judge bad.
    pub alpha: f64,
    /// The risk of calling a bad judge good.
    pub beta: f64,
}

/// What the test says of a judge.
#[derive(Debug, Deserialize)]
pub struct Tested {
    /// The judge.
    pub judge: String,
    /// The clause.
    pub clause: Option<String>,
    /// What it is held against.
    pub reference: String,
    /// `good`, `bad` or `undecided`.
    pub decision: String,
    /// After how many decisions.
    pub after: Option<u64>,
    /// The errors of the whole series.
    pub rate: Fig,
}

/// Alarms.
#[derive(Debug, Deserialize)]
pub struct Drift {
    /// The alarms.
    pub alarms: Vec<Alarm>,
}

/// An alarm.
#[derive(Debug, Deserialize)]
pub struct Alarm {
    /// Errors before.
    pub before: Fig,
    /// Errors after.
    pub after: Fig,
    /// Decisions to look at again.
    pub look_again: Vec<u32>,
    /// It as a sentence.
    pub sentence: String,
}

/// Weeks.
#[derive(Debug, Deserialize)]
pub struct Trend {
    /// Each.
    pub weeks: Vec<Week>,
    /// How likely so much of a trend is by chance, adjusted for all series.
    pub q: Option<f64>,
    /// What follows.
    pub sentence: String,
}

/// A week.
#[derive(Debug, Deserialize)]
pub struct Week {
    /// Which.
    pub week: String,
    /// Errors.
    pub rate: Fig,
}

/// A rater's pace.
#[derive(Debug, Deserialize)]
pub struct Pace {
    /// The rater.
    pub judge: String,
    /// The median of the seconds.
    pub seconds: Fig,
    /// Figures.
    pub figures: Vec<PaceFigure>,
}

/// A figure of a rater's pace.
#[derive(Debug, Deserialize)]
pub struct PaceFigure {
    /// What it is about.
    pub kind: String,
    /// The rater's.
    pub own: Fig,
    /// The others'.
    pub others: Fig,
    /// Whether it is a finding.
    pub found: bool,
    /// It as a sentence.
    pub sentence: String,
}

/// Gold that is probably wrong.
#[derive(Debug, Deserialize)]
pub struct Suspect {
    /// The item.
    pub item: String,
    /// Its gold.
    pub gold: String,
    /// What is likelier.
    pub instead: String,
    /// How likely it is that gold is wrong.
    pub probability: f64,
    /// Judges for the likelier label.
    pub judges_for: u64,
    /// Judges for gold.
    pub judges_with_gold: u64,
    /// The clause at issue.
    pub clause: Option<String>,
}
