//! A sheet → everything that a calibration says, as data; who shows it, and how, is the business of other rooms.
//!
//! One file per part: how far judges `agree`, intraclass correlations (`measured`) among the rest; what each of the
//! `judges` is worth against gold, and whether two of them differ (`paired`), or two `versions` of a model; how each does
//! `on_clause` by clause; where to cut models' `scores`; the `consensus` and how honest its confidence is, the `history` of
//! judges it starts from, and what a `model_word` beside it counts; of all that is `held` against gold, the `slices` and the
//! clauses (`weak_clauses`) on which a judge is weak, and the `columns` there are to slice by; what `changes` over time, and who
//! is good enough as soon as it can be told (`sequential`); gold that is probably wrong (`suspects`); `groups` of raters
//! that differ, clauses of which `ambiguity` is the trouble, the root `causes` of what the judges disagree on, and the
//! `remedies` that would end most of it; finished work by `batches`, and held against goals and due times (`work`); what the
//! random `sample` of an audit's queue says of all items; names that are `doubtful`; where one more rating saves most
//! (`next_labels`); and the `feedback` that each rater gets. [`study`] puts them together.
//!
//! Architecture invariant: a judge is never held against gold that was made from its own decision, figures against gold
//! and figures against consensus are never added up, and every figure that cannot be had says why.

mod agree;
mod ambiguity;
mod assigned;
mod batches;
mod causes;
mod changes;
mod circular;
mod columns;
mod consensus;
mod doubtful;
mod feedback;
mod groups;
mod held;
mod history;
mod judges;
mod lean;
mod measured;
mod model_word;
mod named;
mod next_labels;
mod on_clause;
mod paired;
mod remedies;
mod sample;
mod scores;
mod sequential;
mod slices;
mod suspects;
mod versions;
mod weak_clauses;
mod work;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

pub use super::cause::weigh::EvidenceFigure;
pub use agree::{AgreementBy, Agreements, LabelSetsRead};
pub use ambiguity::ClauseAmbiguity;
pub use assigned::AuditRead;
pub use batches::{BatchStudy, ErrorKind};
pub use causes::{Causes, Disagreement, Dispute};
pub use changes::{Changes, JudgeOverTime, RaterPace};
pub use circular::CircularGold;
pub use columns::ColumnLeftOut;
pub use consensus::{ConsensusReport, MethodReport, OverruledItem};
pub use doubtful::{CountedName, DoubtfulNames};
pub use feedback::{ClauseText, Lesson, Mixed, RaterFeedback, rater_feedback};
pub use groups::{GroupAgreement, Groups};
pub use held::{Advice, WrongItem};
pub use history::{Counted, HistoryRead, HistoryReport, fits};
pub use judges::{GoldWanted, JudgeReport, Status};
pub use lean::Lean;
pub use model_word::ModelWord;
pub use named::Named;
pub use next_labels::{NextLabel, NextLabels};
pub use on_clause::OnClause;
pub use paired::{Lopsided, Paired, PairedReport, SeveralReport};
pub use remedies::{Act, Remedies, Remedy};
pub use sample::{Estimates, QueueSample, SampleStudy};
pub use scores::{PricedThreshold, ScoreReport};
pub use sequential::{Sequential, Standing, Tested};
pub use slices::{JudgeSlice, JudgeSlices};
pub use suspects::{PROBABLE, SuspectGold, Suspects, suspects};
pub use versions::{PartChange, VersionChange};
pub use weak_clauses::{WeakClause, WeakClauses};
pub use work::{QueueWork, RaterWeek, RaterWork, WeekOfAll, Work};

pub use super::cause::Cause;

use super::Figure;
use super::acceptance::{Demand, Plan, Severity};
use super::agreement::pairs::{self, Meetings};
use super::consensus::Tie;
use super::past::Past;
use super::queued::ReviewQueue;
use super::sheet::scale::Order;
use super::sheet::{JudgeKind, Sheet};
use crate::corpus::Repeats;

/// How a study is made.
#[derive(Debug, Clone, PartialEq)]
pub struct StudyOptions {
    /// Where every random choice starts from.
    pub seed: u64,
    /// Two judges are a pair from so many common items on.
    pub pair_min: u32,
    /// Resamples for bootstrap intervals.
    pub resamples: u64,
    /// The accuracy that is asked of a judge: it passes where its interval lies there or above.
    pub bar: f64,
    /// How far to either side of a judge's accuracy its interval may reach: more gold is wanted until it does not.
    pub half_width: f64,
    /// What it means that labels are equally probable to a consensus.
    pub tie: Tie,
    /// What deciding one label costs where another is right, as (right, given, cost); all other errors cost 1.
    pub costs: Vec<(String, String, f64)>,
    /// What finished batches are held to; by default a rate of errors of 5 % is good enough and five times that is not, with
    /// risks of 5 % and 10 % to decide wrongly.
    pub demand: Demand,
    /// The queue that people worked on, if an audit was named.
    pub queue: Option<ReviewQueue>,
    /// Earlier calibrations, whose gold says how judges err.
    pub history: Vec<Past>,
    /// What one earlier decision counts beside one of today, above 0 and at most 1.
    pub history_weight: f64,
    /// The decisions that each rater is to make in a week, if that is asked.
    pub weekly_goal: Option<u64>,
    /// What the clauses say, by their names, for raters to read.
    pub guideline: BTreeMap<String, ClauseText>,
    /// What now is, in milliseconds since 1970-01-01T00:00Z: goals and due times are held to it.
    pub as_of_ms: i64,
}

impl Default for StudyOptions {
    fn default() -> Self {
        StudyOptions {
            seed: 0,
            pair_min: 20,
            resamples: 1_000,
            bar: 0.8,
            half_width: 0.03,
            tie: Tie::default(),
            costs: Vec::new(),
            demand: Demand::of(0.05, Severity::Normal),
            queue: None,
            history: Vec::new(),
            history_weight: 1.0,
            weekly_goal: None,
            guideline: BTreeMap::new(),
            as_of_ms: 0,
        }
    }
}

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Intake {
    /// Records or rows that were rejected.
    pub rejected: u64,
    /// Blank lines.
    pub blank: u64,
    /// Decisions that repeated a judge on an item and were left out by the reader.
    #[serde(skip)]
    pub repeats: Repeats,
    /// Rows that name a rater and no label.
    pub without_label: u64,
    /// Rows of a table of gold that give none.
    pub without_gold: u64,
    /// By column of bare tables, cells that were read without the spaces around them.
    pub spaced: BTreeMap<String, u64>,
    /// Raters are votes dealt by lot, so that nobody is the same rater on two items.
    pub votes_dealt: bool,
    /// The pack and its revision, if there was one.
    pub pack: Option<(String, String)>,
}

/// What deciding one label costs where another is right.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DeclaredCost {
    /// The right label.
    pub gold: String,
    /// The label given.
    pub given: String,
    /// The cost, in the unit of whoever declared it.
    pub cost: f64,
}

impl DeclaredCost {
    fn of((gold, given, cost): &(String, String, f64)) -> DeclaredCost {
        DeclaredCost { gold: gold.clone(), given: given.clone(), cost: *cost }
    }
}

/// A pair of judges by name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairReport {
    /// The first judge.
    pub a: String,
    /// The second.
    pub b: String,
    /// How many items both decided.
    pub n: u64,
    /// The share of those on which they gave the same label.
    pub same: Figure,
    /// Cohen's kappa.
    pub kappa: Option<f64>,
    /// The lower end of kappa's interval.
    pub low: Option<f64>,
    /// Its upper end.
    pub high: Option<f64>,
    /// Kappa with linear weights, for labels with an order: by steps, or by differences of numbers.
    pub kappa_linear: Option<f64>,
    /// The lower end of its interval.
    pub kappa_linear_low: Option<f64>,
    /// The upper end.
    pub kappa_linear_high: Option<f64>,
    /// Kappa with quadratic weights.
    pub kappa_quadratic: Option<f64>,
    /// The lower end of its interval.
    pub kappa_quadratic_low: Option<f64>,
    /// The upper end.
    pub kappa_quadratic_high: Option<f64>,
    /// Why there is no kappa of any kind, or no interval of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
}

/// Everything that a calibration says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration {
    /// Items.
    pub items: u64,
    /// Ratings, those of models and the policy included.
    pub ratings: u64,
    /// Ratings that repeated a judge on an item; the first counts.
    pub duplicates: u64,
    /// Pairs of a judge and an item that had more than one.
    pub duplicate_pairs: u64,
    /// Items with gold.
    pub gold: u64,
    /// What was read.
    pub intake: Intake,
    /// Items with gold on which nobody gave a label.
    pub gold_undecided: u64,
    /// Names that may not be what they seem.
    pub doubtful_names: DoubtfulNames,
    /// How labels relate: `nominal`, `ordinal` or `interval`.
    pub scale: Order,
    /// The labels, in their order.
    pub labels: Vec<String>,
    /// How far judges agree.
    #[serde(flatten)]
    pub agreements: Agreements,
    /// Every two judges who met often enough.
    pub pairs: Vec<PairReport>,
    /// How many common items make a pair.
    pub pair_min: u32,
    /// Whether two judges differ on the items of both.
    pub paired: Paired,
    /// What became of models from one version to the next.
    pub versions: Vec<VersionChange>,
    /// Every judge.
    pub judges: Named<JudgeReport>,
    /// Judges held against gold on some clause who are not reported clause by clause, since there are too many.
    pub clauses_left_out: u64,
    /// What the judges say together.
    pub consensus: ConsensusReport,
    /// Where judges are weak.
    pub slices: Vec<JudgeSlices>,
    /// Clauses on which judges fall short.
    pub weak_clauses: WeakClauses,
    /// Columns that came with the items and divide nothing.
    pub columns_left_out: Vec<ColumnLeftOut>,
    /// Fields of which each value has one label of gold.
    pub columns_that_determine_gold: Vec<String>,
    /// What changes over time.
    #[serde(flatten)]
    pub changes: Changes,
    /// Gold that is probably wrong.
    #[serde(flatten)]
    pub suspects: Suspects,
    /// Judges that gold can say nothing about, since it was made from their decisions.
    pub circular_gold: Option<CircularGold>,
    /// Groups of raters: where they differ from each other.
    pub groups: Groups,
    /// Root causes of what the judges disagree on.
    #[serde(flatten)]
    pub causes: Causes,
    /// What would end most of those disagreements.
    #[serde(flatten)]
    pub remedies: Remedies,
    /// Finished work by batch.
    pub batches: Vec<BatchStudy>,
    /// The rates and risks that batches are held to.
    pub batch_demand: Demand,
    /// What those rates and risks come to for a stream of work without end.
    pub batch_plan: Option<BatchPlan>,
    /// The audit whose queue people worked on, if one was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audit: Option<AuditRead>,
    /// What holds of all items, estimated from the random share of that queue; never mixed with figures against gold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample: Option<SampleStudy>,
    /// Finished work against goals and due times, if there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub work: Option<Work>,
    /// Where one more rating saves most.
    #[serde(flatten)]
    pub next: NextLabels,
    /// What errors cost, where that was declared.
    pub costs: Vec<DeclaredCost>,
    /// The bar that `status` goes by.
    pub bar: f64,
    /// How far to either side the interval of an accuracy may reach, for `gold_wanted`.
    pub half_width: f64,
    /// Where every random choice started from.
    pub seed: u64,
    /// The program's version.
    pub engine: &'static str,
}

/// Makes a calibration of a sheet.
pub fn study(sheet: &Sheet, intake: &Intake, options: &StudyOptions) -> Calibration {
    let panel = Panel::of(sheet);
    let agreements = agree::agreements(sheet, &panel, options);
    let consensus = consensus::consensus(sheet, &panel, intake, options);
    let alpha = agreements.agreement.get("alpha_nominal").and_then(|alpha| alpha.low);
    let beyond_chance = alpha.is_none_or(|low| low > 0.0);
    let reference = consensus.reference(sheet, beyond_chance);
    let judges = judges::judges(sheet, &reference, options);
    let suspects = suspects(sheet, options.seed);
    let good = ambiguity::good_raters(&judges, options.bar);
    let groups = groups::groups(sheet, &good, options);
    let causes = causes::causes(sheet, &reference, good, &suspects, &groups);
    let paired = paired::paired(sheet, options);
    let versions = versions::versions(sheet, &judges, &paired);
    let unclaused = judges.iter().filter(|own| own.clauses.0.is_empty() && !own.by_clause.0.is_empty());
    let clauses_left_out = unclaused.count() as u64;
    let (slices, weak_clauses) = weak(sheet, options);
    let assigned = options.queue.as_ref().map(|queue| assigned::Assigned::new(queue, sheet));
    // Votes dealt by lot are nobody's: no pace, no patterns, nobody to go through errors with.
    let people = !intake.votes_dealt;
    Calibration {
        items: sheet.items.len() as u64,
        ratings: sheet.len() as u64,
        duplicates: sheet.duplicates + intake.repeats.all(),
        duplicate_pairs: sheet.ratings.duplicate_pairs() + intake.repeats.pairs,
        gold: sheet.gold.iter().flatten().count() as u64,
        intake: intake.clone(),
        gold_undecided: gold_undecided(sheet),
        doubtful_names: doubtful::doubtful(sheet),
        scale: sheet.scale.order(),
        labels: sheet.scale.labels().to_vec(),
        agreements,
        pairs: pairs_of(sheet, options),
        pair_min: options.pair_min,
        paired,
        versions,
        clauses_left_out,
        slices,
        weak_clauses,
        columns_left_out: columns::left_out(sheet),
        columns_that_determine_gold: columns::that_determine_gold(sheet),
        changes: changes::changes(sheet, &reference, options, people),
        next: consensus.next_labels(sheet, options),
        consensus: consensus.report(sheet, &judges, &reference),
        batches: batches::batches(sheet, &reference, &causes, options),
        batch_demand: options.demand,
        batch_plan: BatchPlan::of(&options.demand),
        circular_gold: circular::circular(sheet, &judges),
        remedies: remedies::remedies(sheet, &causes.all, &judges, people),
        judges: Named(sheet.judges.iter().map(super::sheet::Judge::title).zip(judges).collect()),
        suspects,
        groups,
        causes,
        audit: assigned.as_ref().map(assigned::Assigned::read),
        sample: assigned.as_ref().and_then(|assigned| sample::sample(sheet, assigned)),
        work: work::work(sheet, assigned.as_ref(), options),
        costs: options.costs.iter().map(DeclaredCost::of).collect(),
        bar: options.bar,
        half_width: options.half_width,
        seed: options.seed,
        engine: env!("CARGO_PKG_VERSION"),
    }
}

/// Counts items with gold that nobody decided: they are in no figure.
fn gold_undecided(sheet: &Sheet) -> u64 {
    // Whoever looked at an item and gave no label has dealt with it all the same.
    let looked_at: BTreeSet<u32> = sheet.odd.iter().map(|(item, ..)| *item).collect();
    let nobody = |item: usize| sheet.ratings.range(item).is_empty() && !looked_at.contains(&(item as u32));
    let undecided = |(item, gold): &(usize, &Option<u16>)| gold.is_some() && nobody(*item);
    sheet.gold.iter().enumerate().filter(undecided).count() as u64
}

/// A sampling plan with its operating characteristic.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BatchPlan {
    /// How many decisions to look at.
    pub sample: u64,
    /// How many errors among them are let pass.
    pub errors_max: u64,
    /// How likely work is accepted, by its rate of errors; exact.
    pub characteristic: Vec<Accepted>,
}

/// How likely work of one rate of errors is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Accepted {
    /// The rate of errors.
    pub rate: f64,
    /// The chance of acceptance.
    pub chance: f64,
}

impl BatchPlan {
    /// Points from no error to twice the rate that is refused.
    const POINTS: usize = 51;

    fn of(demand: &Demand) -> Option<BatchPlan> {
        let plan = Plan::find(None, demand).ok()?;
        let points = plan.characteristic((2.0 * demand.refuse_rate).min(1.0), BatchPlan::POINTS);
        let characteristic = points.into_iter().map(|(rate, chance)| Accepted { rate, chance }).collect();
        Some(BatchPlan { sample: plan.sample, errors_max: plan.errors_max, characteristic })
    }
}

/// Looks for the slices and the clauses on which judges are weak, one by one, and people together.
fn weak(sheet: &Sheet, options: &StudyOptions) -> (Vec<JudgeSlices>, WeakClauses) {
    let held = held::held(sheet);
    let mut clauses: Vec<WeakClause> = held.iter().flat_map(|own| weak_clauses::tested(sheet, own)).collect();
    let searched = held.iter().take(slices::JUDGES_MAX);
    let mut found: Vec<JudgeSlices> = searched.filter_map(|own| slices::search(sheet, own, options)).collect();
    let people = held::together(sheet, held);
    clauses.extend(weak_clauses::tested(sheet, &people));
    found.extend(slices::search(sheet, &people, options));
    slices::settle(&mut found);
    (found, weak_clauses::settle(clauses))
}

/// The judges whose agreement is measured and who make consensus.
#[derive(Debug)]
struct Panel {
    ratings: super::Ratings,
    /// What the judges are, in words.
    who: &'static str,
    /// Models are members too.
    with_models: bool,
}

impl Panel {
    /// Raters, if two of them ever met on an item; else raters and models. The policy is what both are held to, and is
    /// no member.
    fn of(sheet: &Sheet) -> Panel {
        let raters = sheet.ratings_of(|kind| kind == JudgeKind::Rater);
        if (0..raters.items()).any(|item| raters.range(item).len() > 1) {
            return Panel { ratings: raters, who: "raters", with_models: false };
        }
        let ratings = sheet.ratings_of(|kind| kind != JudgeKind::Policy);
        Panel { ratings, who: "raters and models", with_models: true }
    }

    fn holds(&self, kind: JudgeKind) -> bool {
        kind == JudgeKind::Rater || (self.with_models && kind == JudgeKind::Model)
    }
}

/// What judges are held against on an item.
struct Reference<'a> {
    /// Who makes the consensus.
    panel: &'a super::Ratings,
    /// The label: gold where there is any, else the consensus where it is sure enough.
    labels: Vec<Option<u16>>,
    /// Whether it is gold, by item.
    is_gold: Vec<bool>,
    /// The chance that it is right, by item; 1 where it is gold, of which others say whether it is suspect.
    confidence: Vec<f64>,
    /// The panel agrees beyond chance.
    beyond_chance: bool,
}

/// What a set of decisions is held against; one of the two and never both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// Gold that was not made from the judge's own decision.
    Gold,
    /// What others say of items without gold, where they are sure.
    Consensus,
}

impl Against {
    /// Returns it in words, as it ends a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Against::Gold => "held against gold",
            Against::Consensus => "held against the consensus of others",
        }
    }
}

/// Others who must have decided an item for their consensus to stand against a judge.
const OTHERS_MIN: usize = 2;

impl Reference<'_> {
    /// Returns the chance that the consensus that stands in for gold on an item is right; none where none does.
    fn consensus_right(&self, item: u32) -> Option<f64> {
        let at = item as usize;
        let stands_in = self.labels.get(at)?.is_some() && self.is_gold.get(at) == Some(&false);
        self.confidence.get(at).copied().filter(|_| stands_in)
    }

    /// Returns what is right on an item as far as a judge can be held to it, and whether it is gold.
    ///
    /// A consensus stands where at least two others made it and two thirds of them say it: nobody is held to their own word.
    fn right(&self, item: u32, judge: u32) -> Option<(u16, bool)> {
        let label = self.labels.get(item as usize).copied().flatten()?;
        if self.is_gold.get(item as usize) == Some(&true) {
            return Some((label, true));
        }
        let (judges, given) = self.panel.of(item as usize);
        let others = judges.iter().zip(given).filter(|(other, _)| **other != judge);
        let (with, all) = others.fold((0, 0), |(with, all), (_, own)| (with + usize::from(*own == label), all + 1));
        (all >= OTHERS_MIN && 3 * with >= 2 * all).then_some((label, false))
    }

    /// Returns the same with what it is, unless it is gold that was made from the judge's own decision.
    fn held(&self, sheet: &Sheet, item: u32, judge: u32) -> Option<(u16, Against)> {
        match self.right(item, judge)? {
            (_, true) if sheet.is_circular(item, judge) => None,
            (label, true) => Some((label, Against::Gold)),
            (label, false) => Some((label, Against::Consensus)),
        }
    }
}

fn pairs_of(sheet: &Sheet, options: &StudyOptions) -> Vec<PairReport> {
    let values = Some(sheet.scale.values()).filter(|_| sheet.scale.order() != Order::Nominal);
    let measure = pairs::Measure::new(sheet.scale.labels().len(), values.as_deref());
    let mut all = Vec::new();
    Meetings::of(&sheet.ratings).visit(0..sheet.judges.len() as u32, options.pair_min, |a, b, cells| {
        let pair = measure.pair(a, b, cells);
        let ends = |of: &Option<Figure>| of.as_ref().map_or((None, None, None), |of| (of.value, of.low, of.high));
        let (linear, quadratic) = (ends(&pair.linear), ends(&pair.quadratic));
        all.push(PairReport {
            a: sheet.title(a),
            b: sheet.title(b),
            n: pair.n,
            same: pair.same,
            kappa: pair.kappa.value,
            low: pair.kappa.low,
            high: pair.kappa.high,
            kappa_linear: linear.0,
            kappa_linear_low: linear.1,
            kappa_linear_high: linear.2,
            kappa_quadratic: quadratic.0,
            kappa_quadratic_low: quadratic.1,
            kappa_quadratic_high: quadratic.2,
            why: pair.kappa.why,
        });
    });
    all
}
