//! What each rater is told about their own work, and nothing about anybody else's.
//!
//! Figures are against gold that was not made from the rater's own decision. Examples are errors that are most probably the
//! rater's own: nobody learns from gold that is wrong, a clause that can be read in two ways, or a difference between groups.

use serde::Serialize;

use super::{Calibration, Named, RaterWork, StudyOptions};
use crate::calibrate::Figure;
use crate::calibrate::acceptance::{Judged, feedback};
use crate::calibrate::cause::Cause;
use crate::calibrate::sheet::{Judge, JudgeKind, NONE, Sheet};

/// Examples that a rater is shown.
const EXAMPLES: usize = 5;

/// A label taken for another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mixed {
    /// The label given.
    pub given: String,
    /// The label that is right.
    pub right: String,
    /// How often.
    pub count: u64,
}

/// A decision to learn from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lesson {
    /// The item.
    pub item: String,
    /// The label given.
    pub given: String,
    /// The label that is right.
    pub right: String,
    /// The clause that applies.
    pub clause: Option<String>,
    /// What the guideline says there, if there is a pack.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guideline: Option<ClauseText>,
}

/// A clause as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClauseText {
    /// Its title.
    pub title: String,
    /// Its guidance; empty where it has none.
    pub prose: String,
}

/// The sheet of one rater.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RaterFeedback {
    /// The rater.
    pub rater: String,
    /// The share of right decisions; n counts those that gold speaks to.
    pub right: Figure,
    /// The same by clause, the one with most errors first.
    pub clauses: Named<Figure>,
    /// What was taken for what, the most frequent first.
    pub confusions: Vec<Mixed>,
    /// The label given too often, in words that tell of nobody else's errors, if there is one.
    pub lean: Option<String>,
    /// The errors that are most probably the rater's own; the others are the business of whoever keeps gold and guideline.
    pub own_errors: u64,
    /// Up to five of those, of different kinds first.
    pub examples: Vec<Lesson>,
    /// The rater's own weeks against the goal, if work is held against any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub work: Option<RaterWork>,
}

/// Makes the sheet of every rater that gold speaks to or that has dated work to report, in the order of their names.
pub fn rater_feedback(sheet: &Sheet, found: &Calibration, options: &StudyOptions) -> Vec<RaterFeedback> {
    let mut by_rater: Vec<Vec<Judged>> = sheet.judges.iter().map(|_| Vec::new()).collect();
    for (item, judge, label) in sheet.ratings.iter() {
        let right = sheet.gold.get(item as usize).copied().flatten().filter(|_| !sheet.is_circular(item, judge));
        let (Some(right), Some(own)) = (right, by_rater.get_mut(judge as usize)) else { continue };
        let clause = sheet.topics.get(item as usize).copied().filter(|clause| *clause != NONE);
        own.push(Judged { rater: judge, item, clause, given: label, right });
    }
    let raters = (0..).zip(&sheet.judges).zip(by_rater);
    let works = |judge: &Judge| found.work.as_ref().is_some_and(|work| work.raters.get(&judge.title()).is_some());
    let raters = raters.filter(|((_, judge), own)| judge.kind == JudgeKind::Rater && (!own.is_empty() || works(judge)));
    raters.map(|((number, judge), own)| one(sheet, found, number, &judge.title(), &own, options)).collect()
}

fn one(
    sheet: &Sheet,
    found: &Calibration,
    number: u32,
    name: &str,
    own: &[Judged],
    options: &StudyOptions,
) -> RaterFeedback {
    let clause = |at: Option<u32>| at.and_then(|at| sheet.clauses.get(at as usize)).cloned();
    let label = |label: u16| sheet.scale.name(label).to_owned();
    let whole = feedback(number, own, 0, options.seed);
    let is_own = |judged: &&Judged| found.causes.of(judged.item, number) == Some(Cause::RaterError);
    let errors: Vec<Judged> = own.iter().filter(is_own).copied().collect();
    let lessons = feedback(number, &errors, EXAMPLES, options.seed).examples;
    RaterFeedback {
        rater: name.to_owned(),
        right: whole.right,
        clauses: Named(
            whole
                .clauses
                .into_iter()
                .map(|one| (clause(one.clause).unwrap_or_else(|| "no clause".to_owned()), one.right))
                .collect(),
        ),
        confusions: whole
            .confusions
            .into_iter()
            .map(|one| Mixed { given: label(one.given), right: label(one.right), count: one.count })
            .collect(),
        lean: found.judges.get(name).and_then(|judge| judge.lean.as_ref()).map(|lean| lean.own_sentence.clone()),
        work: found.work.as_ref().and_then(|work| work.raters.get(name)).cloned(),
        own_errors: errors.len() as u64,
        examples: lessons
            .into_iter()
            .filter_map(|one| {
                Some(Lesson {
                    item: sheet.items.get(one.item as usize)?.clone(),
                    given: label(one.given),
                    right: label(one.right),
                    guideline: clause(one.clause).and_then(|id| options.guideline.get(&id)).cloned(),
                    clause: clause(one.clause),
                })
            })
            .collect(),
    }
}
