//! How far the panel agrees: over all, and by clause, label, column and week.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::measured::correlations;
use super::{Named, Panel, StudyOptions};
use crate::calibrate::agreement::alpha;
use crate::calibrate::agreement::distance::{Distance, SetDistance};
use crate::calibrate::agreement::{
    Coefficient, Profiles, Weighting, Weights, brennan_prediger, conger, fleiss, gwet, percent,
};
use crate::calibrate::sheet::columns::VALUES_MAX;
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
    let choice = Choice::of(sheet, &panel.ratings);
    let given = of_panel(sheet, panel);
    let mut agreement = overall(sheet, &choice, options);
    agreement.extend(correlations(sheet, &panel.ratings).map(|(name, figure)| (name.to_owned(), figure)));
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
        agreement_by: parts(sheet, &choice),
    }
}

/// What a panel chose from: the labels of a declared scale, else those that its members ever gave. What gold alone says was
/// no choice of theirs, and must not move how far they agree.
struct Choice<'a> {
    ratings: Cow<'a, Ratings>,
    /// The labels' names.
    names: Vec<&'a str>,
    /// The labels as numbers.
    values: Vec<f64>,
}

impl Choice<'_> {
    fn of<'a>(sheet: &'a Sheet, ratings: &'a Ratings) -> Choice<'a> {
        let (values, names) = (sheet.scale.values(), sheet.scale.labels().iter().map(String::as_str));
        let mut given = vec![!sheet.scale.is_open(); values.len()];
        for label in ratings.all_labels() {
            given.get_mut(usize::from(*label)).into_iter().for_each(|given| *given = true);
        }
        if given.iter().all(|given| *given) {
            return Choice { ratings: Cow::Borrowed(ratings), names: names.collect(), values };
        }
        let mut next = 0_u16;
        let number = |given: &bool| {
            next += u16::from(*given);
            next - u16::from(*given)
        };
        let places: Vec<u16> = given.iter().map(number).collect();
        let place = |label: u16| places.get(usize::from(label)).copied().unwrap_or(label);
        let rows = ratings.iter().map(|(item, judge, label)| (item, judge, place(label))).collect();
        let ratings = Ratings::new(ratings.items(), ratings.judges(), usize::from(next), rows);
        let kept = names.zip(values).zip(given).filter(|(_, given)| *given).map(|(label, _)| label);
        let (names, values) = kept.unzip();
        Choice { ratings: Cow::Owned(ratings), names, values }
    }
}

fn overall(sheet: &Sheet, choice: &Choice<'_>, options: &StudyOptions) -> Vec<(String, Figure)> {
    let Choice { ratings, values, .. } = choice;
    let (profiles, labels) = (Profiles::of(ratings), ratings.labels());
    let order = sheet.scale.order();
    let identity = Weights::new(Weighting::Identity, labels);
    let n = profiles.rated_twice();
    let ordered = |of: &dyn Fn() -> Figure| match order {
        Order::Nominal => Figure::undefined(n, NO_ORDER),
        Order::Ordinal | Order::Interval => of(),
    };
    let alpha = |distance: &Distance| alpha::bootstrap(&profiles, distance, options.resamples, options.seed);
    let ac2 = |weighting: Weighting| gwet::gwet(&profiles, &Weights::by_values(weighting, values)).figure;
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
                Order::Ordinal | Order::Interval => alpha(&Distance::Interval(values.clone())),
            },
        ),
        ("ac1", figure(gwet::gwet(&profiles, &identity))),
        ("ac2_linear", ordered(&|| ac2(Weighting::Linear))),
        ("ac2_quadratic", ordered(&|| ac2(Weighting::Quadratic))),
        ("fleiss", figure(fleiss::fleiss(&profiles, &identity))),
        ("conger", figure(conger::conger(ratings, &identity))),
        ("brennan_prediger", figure(brennan_prediger::brennan_prediger(&profiles, &identity))),
    ];
    all.into_iter().map(|(name, figure)| (name.to_owned(), figure)).collect()
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

fn parts(sheet: &Sheet, choice: &Choice<'_>) -> Vec<AgreementBy> {
    let ratings = &choice.ratings;
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
    for column in sheet.columns.iter().filter(|column| column.is_field()) {
        let code = |item: usize| column.codes.get(item).copied().filter(|code| *code != NONE).map(i64::from);
        divide(&column.name, &|code| column.values.get(code as usize).cloned().unwrap_or_default(), &code);
    }
    let weeks = weeks(sheet);
    let first = weeks.iter().flatten().min().copied();
    let since = |item: usize| weeks.get(item).copied().flatten().zip(first).map(|(week, first)| week - first);
    divide("week", &|at| Week { number: first.unwrap_or(0) + i64::from(at) }.to_string(), &since);
    parts.extend(by_label(choice));
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
fn by_label(choice: &Choice<'_>) -> Vec<AgreementBy> {
    let Choice { ratings, names: labels, .. } = choice;
    if labels.len() < 3 || labels.len() > VALUES_MAX {
        return Vec::new();
    }
    let one = |(label, name): (usize, &&str)| {
        let rows = ratings.iter().map(|(item, judge, given)| (item, judge, u16::from(usize::from(given) == label)));
        let ratings = Ratings::new(ratings.items(), ratings.judges(), 2, rows.collect());
        part("label", (*name).to_owned(), &Profiles::of(&ratings))
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;
    use crate::calibrate::sheet::{Judge, JudgeKind, Said, Scale, SheetBuilder};
    use crate::calibrate::study::{Intake, StudyOptions, study};

    /// Three raters of two labels, with gold; `slip` is one more gold label, on an item that they rated.
    fn sheet(slip: Option<&str>) -> Sheet {
        let mut builder = SheetBuilder::new(Scale::parse("nominal").unwrap(), vec![]);
        for number in 0..60_u16 {
            let item = builder.item(&format!("i{number}"));
            let labels = ["a", "b"].map(|label| builder.scale().number(label).unwrap());
            let right = labels[usize::from(number % 2)];
            let gold = slip.filter(|_| number == 0).map(|slip| builder.scale().number(slip).unwrap());
            assert!(builder.gold(item, gold.unwrap_or(right)));
            for rater in 0..3 {
                let given = labels[usize::from((number + u16::from((number + 7 * rater) % 9 == 0)) % 2)];
                let judge = Judge { kind: JudgeKind::Rater, name: format!("r{rater}"), version: None };
                builder.say(item, Said::new(judge, Ok(given)));
            }
        }
        builder.build()
    }

    #[test]
    fn a_slip_in_gold_moves_no_agreement_of_raters() {
        let options = StudyOptions { resamples: 100, ..StudyOptions::default() };
        let agreement = |sheet: &Sheet| study(sheet, &Intake::default(), &options).agreements;
        let (clean, slipped) = (sheet(None), sheet(Some("0zzz")));
        assert_eq!(agreement(&clean), agreement(&slipped));
    }
}
