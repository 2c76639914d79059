//! How far the panel agrees: over all, and by clause, label, column and week.

use std::collections::BTreeMap;

use serde::Serialize;

use super::measured::correlations;
use super::{Named, Panel, StudyOptions};
use crate::calibrate::agreement::alpha;
use crate::calibrate::agreement::distance::{Distance, SetDistance};
use crate::calibrate::agreement::{
    Coefficient, Profiles, Weighting, Weights, brennan_prediger, conger, fleiss, gwet, percent,
};
use crate::calibrate::sheet::scale::Order;
use crate::calibrate::sheet::{LabelSets, NONE, Sheet};
use crate::calibrate::week::Week;
use crate::calibrate::{Figure, Ratings};

/// Why coefficients that weigh how far labels lie apart are undefined for labels without an order.
pub(super) const NO_ORDER: &str = "the labels have no order; name one with --scale";
/// Why alpha of intervals is undefined for labels that are no numbers.
const NO_NUMBERS: &str = "the labels are no numbers";
/// Why alpha of label sets is undefined.
const NO_SETS: &str = "these judges give no labels beside their decisions";
const UNKNOWN_SETS: &str = "none of the labels that these judges give are the pack's";
const TOO_MANY_SETS: &str = "there are more than 500 different sets of labels";
/// A column with more values than this is not broken down.
const VALUES_MAX: usize = 20;

/// How far judges agree.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreements {
    /// Who they are: `raters`, or `raters and models` where no two raters met.
    pub agreement_of: &'static str,
    /// The coefficients by name.
    pub agreement: Named<Figure>,
    /// Sets of labels that the same judges gave beside their decisions.
    pub label_sets: LabelSetsRead,
    /// The same for parts of the corpus.
    pub agreement_by: Vec<AgreementBy>,
}

/// What was read of sets of labels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LabelSetsRead {
    /// How many sets the judges gave.
    pub ratings: u64,
    /// How many different ones there are.
    pub different: u64,
    /// Sets of any judge that were left out, since a label of theirs is not the pack's.
    pub left_out: u64,
}

/// Agreement on part of a corpus.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AgreementBy {
    /// What the corpus is divided by: `clause`, `label`, `week`, or a column.
    pub by: String,
    /// The part.
    pub value: String,
    /// Percent agreement.
    pub percent: Figure,
    /// Krippendorff's alpha, nominal.
    pub alpha: Figure,
    /// Gwet's AC1.
    pub ac1: Figure,
}

pub fn agreements(sheet: &Sheet, panel: &Panel, options: &StudyOptions) -> Agreements {
    let ratings = &panel.ratings;
    let given = of_panel(sheet, panel);
    let mut agreement = overall(sheet, ratings, options);
    agreement.extend(of_sets(&sheet.label_sets, &given, options));
    let left_out = sheet.label_sets.unknown;
    Agreements {
        agreement_of: panel.who,
        agreement: Named(agreement),
        label_sets: LabelSetsRead {
            ratings: given.len() as u64,
            different: sheet.label_sets.sets.len() as u64,
            left_out,
        },
        agreement_by: parts(sheet, ratings),
    }
}

fn overall(sheet: &Sheet, ratings: &Ratings, options: &StudyOptions) -> Vec<(String, Figure)> {
    let (profiles, labels) = (Profiles::of(ratings), ratings.labels());
    let order = sheet.scale.order();
    let identity = Weights::new(Weighting::Identity, labels);
    let n = profiles.rated_twice();
    let ordered = |of: &dyn Fn() -> Figure| match order {
        Order::Nominal => Figure::undefined(n, NO_ORDER),
        Order::Ordinal | Order::Interval => of(),
    };
    let alpha = |distance: &Distance| alpha::bootstrap(&profiles, distance, options.resamples, options.seed);
    let ac2 = |weighting: Weighting| gwet::gwet(&profiles, &Weights::new(weighting, labels)).figure;
    let figure = |coefficient: Coefficient| coefficient.figure;
    let all = [
        ("percent", figure(percent::item_mean(&profiles, &identity))),
        ("percent_pooled", figure(percent::pooled(&profiles, &identity))),
        ("alpha_nominal", alpha(&Distance::Nominal)),
        ("alpha_ordinal", ordered(&|| alpha(&Distance::Ordinal))),
        (
            "alpha_interval",
            match order {
                Order::Nominal => Figure::undefined(n, NO_NUMBERS),
                Order::Ordinal | Order::Interval => alpha(&Distance::Interval(sheet.scale.values())),
            },
        ),
        ("ac1", figure(gwet::gwet(&profiles, &identity))),
        ("ac2_linear", ordered(&|| ac2(Weighting::Linear))),
        ("ac2_quadratic", ordered(&|| ac2(Weighting::Quadratic))),
        ("fleiss", figure(fleiss::fleiss(&profiles, &identity))),
        ("conger", figure(conger::conger(ratings, &identity))),
        ("brennan_prediger", figure(brennan_prediger::brennan_prediger(&profiles, &identity))),
    ];
    all.into_iter().chain(correlations(sheet, ratings)).map(|(name, figure)| (name.to_owned(), figure)).collect()
}

/// The sets of labels that members of the panel gave.
fn of_panel(sheet: &Sheet, panel: &Panel) -> Ratings {
    let LabelSets { sets, ratings, .. } = &sheet.label_sets;
    let is_member = |judge: u32| sheet.judges.get(judge as usize).is_some_and(|judge| panel.holds(judge.kind));
    let rows = ratings.iter().filter(|(_, judge, _)| is_member(*judge)).collect();
    Ratings::new(ratings.items(), ratings.judges(), sets.len(), rows)
}

/// Alpha of sets of labels, by each distance between sets.
fn of_sets(read: &LabelSets, given: &Ratings, options: &StudyOptions) -> Vec<(String, Figure)> {
    let why = match (given.is_empty(), read.too_many, read.unknown) {
        (_, true, _) => Some(TOO_MANY_SETS),
        (true, _, 0) => Some(NO_SETS),
        (true, ..) => Some(UNKNOWN_SETS),
        _ => None,
    };
    let profiles = Profiles::of(given);
    let one = |(name, distance): (&str, SetDistance)| {
        let figure = match why {
            Some(why) => Figure::undefined(0, why),
            None => {
                alpha::bootstrap(&profiles, &Distance::of_sets(&read.sets, distance), options.resamples, options.seed)
            }
        };
        (name.to_owned(), figure)
    };
    [("alpha_masi", SetDistance::Masi), ("alpha_jaccard", SetDistance::Jaccard)].map(one).into_iter().collect()
}

fn parts(sheet: &Sheet, ratings: &Ratings) -> Vec<AgreementBy> {
    let mut parts = Vec::new();
    let mut divide = |by: &str, name: &dyn Fn(u32) -> String, codes: &dyn Fn(usize) -> Option<i64>| {
        let mut items: BTreeMap<i64, Vec<u32>> = BTreeMap::new();
        for item in 0..ratings.items() {
            codes(item).into_iter().for_each(|code| items.entry(code).or_default().push(item as u32));
        }
        for (code, items) in items {
            let profiles = Profiles::of_items(ratings, &items);
            parts.push(part(by, name(code as u32), &profiles));
        }
    };
    let clause = |item: usize| sheet.topics.get(item).copied().filter(|clause| *clause != NONE).map(i64::from);
    divide("clause", &|clause| sheet.clauses.get(clause as usize).cloned().unwrap_or_default(), &clause);
    for column in sheet.columns.iter().filter(|column| column.is_field() && column.values.len() <= VALUES_MAX) {
        let code = |item: usize| column.codes.get(item).copied().filter(|code| *code != NONE).map(i64::from);
        divide(&column.name, &|code| column.values.get(code as usize).cloned().unwrap_or_default(), &code);
    }
    let weeks = weeks(sheet);
    let first = weeks.iter().flatten().min().copied();
    let since = |item: usize| weeks.get(item).copied().flatten().zip(first).map(|(week, first)| week - first);
    divide("week", &|at| Week { number: first.unwrap_or(0) + i64::from(at) }.to_string(), &since);
    parts.extend(by_label(sheet, ratings));
    parts
}

/// The week of an item's first rating that is dated.
fn weeks(sheet: &Sheet) -> Vec<Option<i64>> {
    let dates = &sheet.details.at_ms;
    let first = |item: usize| {
        let dates = dates.get(sheet.ratings.range(item)).unwrap_or(&[]);
        dates.iter().copied().filter(|at| *at != i64::MIN).min().map(|at| Week::of(at).number)
    };
    if dates.is_empty() { Vec::new() } else { (0..sheet.items.len()).map(first).collect() }
}

/// One label against all others.
fn by_label(sheet: &Sheet, ratings: &Ratings) -> Vec<AgreementBy> {
    let labels = sheet.scale.labels();
    if labels.len() < 3 || labels.len() > VALUES_MAX {
        return Vec::new();
    }
    let one = |(label, name): (usize, &String)| {
        let rows = ratings.iter().map(|(item, judge, given)| (item, judge, u16::from(usize::from(given) == label)));
        let ratings = Ratings::new(ratings.items(), ratings.judges(), 2, rows.collect());
        part("label", name.clone(), &Profiles::of(&ratings))
    };
    labels.iter().enumerate().map(one).collect()
}

fn part(by: &str, value: String, profiles: &Profiles) -> AgreementBy {
    let identity = Weights::new(Weighting::Identity, profiles.labels());
    AgreementBy {
        by: by.to_owned(),
        value,
        percent: percent::item_mean(profiles, &identity).figure,
        alpha: alpha::weighted(profiles, &identity).figure,
        ac1: gwet::gwet(profiles, &identity).figure,
    }
}
