//! Clauses that can be read in two ways: good raters split there, and agree elsewhere.
//!
//! Both alpha and the plain share of equal answers must fall short of what the same raters reach elsewhere: alpha alone
//! falls where one label is rare, plain agreement where labels are even, and neither says anything about the clause. One rater who
//! misreads a clause makes no ambiguity, so what is found must stand without the rater who differs most there. Raters of groups
//! that differ on a clause are compared within their groups.

use std::collections::BTreeMap;

use serde::Serialize;

use super::groups::Groups;
use super::judges::JudgeReport;
use super::{Named, Status};
use crate::calibrate::agreement::{Coefficient, Profiles, Weighting, Weights, alpha, percent};
use crate::calibrate::intervals::quantile::normal_share;
use crate::calibrate::paired::many::benjamini_hochberg;
use crate::calibrate::sheet::{JudgeKind, NONE, Sheet};
use crate::calibrate::{Figure, Ratings};

/// A clause is measured apart from so many items on that two raters decided.
const RATED_TWICE_MIN: u64 = 20;
/// The share of clauses wrongly called ambiguous that is put up with; small, because a clause is rewritten for it.
const FALSE_SHARE: f64 = 0.01;
/// How far, as a share of alpha elsewhere, alpha must fall short.
const SHORT_MIN: f64 = 0.15;

/// How raters agree on one clause, and elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClauseAmbiguity {
    /// How far alpha falls short of alpha elsewhere, as a share of it.
    pub short: f64,
    /// Alpha on the clause.
    pub alpha: Figure,
    /// Alpha elsewhere.
    pub alpha_elsewhere: Figure,
    /// The share of pairs of answers that differ on the clause.
    pub differ: Figure,
    /// The same elsewhere.
    pub differ_elsewhere: Figure,
    /// How likely so large a difference is by chance, adjusted for the number of clauses (Benjamini–Hochberg).
    pub q: f64,
}

/// What is measured of a set of items.
struct Measured {
    alpha: Coefficient,
    same: Coefficient,
    n: u64,
}

/// The ratings by raters who are no worse than the bar.
struct Good<'a> {
    sheet: &'a Sheet,
    ratings: Ratings,
    weights: Weights,
}

/// Tells which judges are raters who do not fail: against gold, or, where there is too little, against consensus.
pub fn good_raters(judges: &[JudgeReport], bar: f64) -> Vec<bool> {
    let good = |report: &JudgeReport| {
        let unknown = matches!(report.status, Status::NoGold | Status::TooFewGold);
        let differs = unknown && report.with_consensus.high.is_some_and(|high| high < bar);
        report.kind == JudgeKind::Rater && report.status != Status::Fails && !differs
    };
    judges.iter().map(good).collect()
}

/// Finds ambiguous clauses, by number.
pub fn ambiguity(sheet: &Sheet, good: &[bool], groups: &Groups) -> BTreeMap<u32, ClauseAmbiguity> {
    let rows = sheet.ratings.iter().filter(|(_, judge, _)| good.get(*judge as usize) == Some(&true)).collect();
    let labels = sheet.scale.labels().len();
    let ratings = Ratings::new(sheet.items.len(), sheet.judges.len(), labels, rows);
    let good = Good { sheet, ratings, weights: Weights::new(Weighting::Identity, labels) };
    let mut items: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (item, topic) in (0..).zip(&sheet.topics) {
        items.entry(*topic).or_default().push(item);
    }
    let mut found: Vec<(u32, ClauseAmbiguity)> = Vec::new();
    for (topic, own) in items.iter().filter(|(topic, _)| **topic != NONE) {
        let others = items.iter().filter(|(other, _)| *other != topic).flat_map(|(_, items)| items.iter().copied());
        let apart = groups.differing(sheet.clauses.get(*topic as usize).map(String::as_str)).is_some();
        found.extend(good.clause(own, &others.collect::<Vec<_>>(), apart).map(|one| (*topic, one)));
    }
    let q = benjamini_hochberg(&found.iter().map(|(_, one)| one.q).collect::<Vec<_>>());
    let adjusted = found.into_iter().zip(q).map(|((topic, one), q)| (topic, ClauseAmbiguity { q, ..one }));
    adjusted.filter(|(_, one)| one.q <= FALSE_SHARE && one.short >= SHORT_MIN).collect()
}

/// Names what was found.
pub fn named(sheet: &Sheet, found: &BTreeMap<u32, ClauseAmbiguity>) -> Named<ClauseAmbiguity> {
    let name = |at: &u32| sheet.clauses.get(*at as usize).cloned().unwrap_or_default();
    Named(found.iter().map(|(at, one)| (name(at), one.clone())).collect())
}

impl Good<'_> {
    /// Compares a clause with the others; q is not adjusted yet, and 1 where one rater alone makes the difference.
    fn clause(&self, own: &[u32], others: &[u32], apart: bool) -> Option<ClauseAmbiguity> {
        let (here, there) = (self.measure(own, apart, None), self.measure(others, false, None));
        if here.n < RATED_TWICE_MIN || there.n < RATED_TWICE_MIN {
            return None;
        }
        let short = shortfall(&here, &there)?;
        let p = worse(&here, &there);
        let without = self.measure(own, apart, self.farthest(own));
        let stands = shortfall(&without, &there).is_some_and(|short| short >= SHORT_MIN / 2.0)
            && worse(&without, &there) <= 0.05;
        let differ = |same: &Coefficient| {
            let turn = |value: Option<f64>| value.map(|value| 1.0 - value);
            let own = &same.figure;
            Figure { value: turn(own.value), low: turn(own.high), high: turn(own.low), ..own.clone() }
        };
        Some(ClauseAmbiguity {
            short: short.clamp(0.0, 1.0),
            differ: differ(&here.same),
            differ_elsewhere: differ(&there.same),
            alpha: here.alpha.figure,
            alpha_elsewhere: there.alpha.figure,
            q: if stands { p } else { 1.0 },
        })
    }

    /// Measures items, one rater left out if wanted; `apart` takes the raters of each group of an item by themselves.
    fn measure(&self, items: &[u32], apart: bool, without: Option<u32>) -> Measured {
        let groups = if apart { self.sheet.group_names.len() + 1 } else { 1 };
        let mut rows = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let (judges, labels) = self.ratings.of(*item as usize);
            for (judge, label) in judges.iter().zip(labels).filter(|(judge, _)| Some(**judge) != without) {
                let group = if apart { self.sheet.group(*judge).map_or(groups - 1, |group| group as usize) } else { 0 };
                rows.push(((at * groups + group) as u32, *judge, *label));
            }
        }
        let ratings = Ratings::new(items.len() * groups, self.ratings.judges(), self.ratings.labels(), rows);
        let profiles = Profiles::of(&ratings);
        Measured {
            alpha: alpha::weighted(&profiles, &self.weights),
            same: percent::item_mean(&profiles, &self.weights),
            n: profiles.rated_twice(),
        }
    }

    /// The rater who differs from the others most often on some items; of equals the first.
    fn farthest(&self, items: &[u32]) -> Option<u32> {
        let mut counts: BTreeMap<u32, (u64, u64)> = BTreeMap::new();
        for item in items {
            let (judges, labels) = self.ratings.of(*item as usize);
            for (judge, label) in judges.iter().zip(labels) {
                let others = labels.len() as u64 - 1;
                let differ = labels.iter().filter(|other| *other != label).count() as u64;
                let count = counts.entry(*judge).or_default();
                *count = (count.0 + others, count.1 + differ);
            }
        }
        let share = |(met, differ): (u64, u64)| differ as f64 / met.max(1) as f64;
        let most = counts.into_iter().rev().max_by(|a, b| share(a.1).total_cmp(&share(b.1)));
        most.map(|(judge, _)| judge)
    }
}

/// How far alpha here falls short of alpha there, as a share of it.
fn shortfall(here: &Measured, there: &Measured) -> Option<f64> {
    let there = there.alpha.figure.value.filter(|value| *value > 0.0)?;
    Some((there - here.alpha.figure.value?) / there)
}

/// How likely it is by chance that both alpha and plain agreement fall so short (one-sided, normal; the larger of the two).
fn worse(here: &Measured, there: &Measured) -> f64 {
    let p = |here: &Coefficient, there: &Coefficient| {
        let (Some(low), Some(high), Some(se)) = (here.figure.value, there.figure.value, here.se) else { return 1.0 };
        let error = se.hypot(there.se.unwrap_or(0.0));
        normal_share((low - high) / error)
    };
    p(&here.alpha, &there.alpha).max(p(&here.same, &there.same))
}
