//! Where judges are weak: slices of the gold items in which one errs more than elsewhere.

#[cfg(test)]
mod tests;

use serde::Serialize;

use super::StudyOptions;
use super::held::{Advice, Held, WrongItem};
use crate::calibrate::Figure;
use crate::calibrate::paired::many::benjamini_hochberg;
use crate::calibrate::sheet::{Column, NONE, Sheet};
use crate::calibrate::weakness::{
    Condition, Confirmation, Feature, FeatureKind, Reading, Table, Trend, Weakness, WeaknessSearch, trends, weaknesses,
};
use crate::calibrate::week::Week;

/// With fewer gold items a judge is not searched: halves of it could confirm nothing.
const ROWS_MIN: usize = 100;
/// Judges that are searched one by one, those with most gold items first; people are also searched together.
pub const JUDGES_MAX: usize = 20;
/// The share of false ones among confirmed slices that is put up with.
const FALSE_SHARE: f64 = 0.05;
/// The column of the clause that gold names.
const CLAUSE: &str = "clause";

/// A slice of one judge.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JudgeSlice {
    /// The slice.
    #[serde(flatten)]
    pub weakness: Weakness,
    /// What goes wrong there, and what to try first.
    #[serde(flatten)]
    pub advice: Advice,
    /// Items on which the judge errs.
    pub examples: Vec<WrongItem>,
    /// The rate of errors week by week, where it was confirmed and its decisions are of several weeks.
    pub trend: Option<Trend>,
    /// Its dated decisions.
    #[serde(skip)]
    dated: Vec<(i64, bool)>,
    /// How sentences on its trend call it.
    #[serde(skip)]
    called: String,
}

/// The slices of one judge.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JudgeSlices {
    /// The judge; `raters` are all people together.
    pub judge: String,
    /// Its rate of errors on gold items.
    pub overall: Figure,
    /// Rows that were searched.
    pub searched: usize,
    /// Rows that were held out to confirm.
    pub held_out: usize,
    /// Decisions on gold items that were left open, and so not searched: neither right nor wrong.
    pub unsettled: u64,
    /// The slices.
    pub slices: Vec<JudgeSlice>,
}

/// Looks for slices of one judge.
pub fn search(sheet: &Sheet, held: &Held, options: &StudyOptions) -> Option<JudgeSlices> {
    let rows = held.rows.len();
    if rows < ROWS_MIN {
        return None;
    }
    // Gold's clause and not the policy's: that would be the policy's own decision, and beside gold it says which label is right.
    let clause = Column {
        name: CLAUSE.to_owned(),
        kind: FeatureKind::Clause,
        values: sheet.clauses.clone(),
        codes: sheet.gold_clause.clone(),
        contradicted: 0,
    };
    let columns = sheet.columns.iter().chain(std::iter::once(&clause));
    let features: Vec<Feature> = columns.filter_map(|column| feature(column, held)).collect();
    let table = Table::new(features, held.errors(), held.clusters()).ok()?;
    let settings = WeaknessSearch { seed: options.seed, ..WeaknessSearch::for_rows(rows) };
    let found = weaknesses(&table, &held.called, &settings);
    let slice = |weakness: Weakness| {
        let kind = |own: &Condition| table.features().iter().find(|one| one.name == own.feature).map(|one| one.kind);
        let kinds: Vec<FeatureKind> = weakness.slice.iter().filter_map(kind).collect();
        let unnamed = weakness.slice.iter().any(|own| own.unknown && own.feature == CLAUSE);
        JudgeSlice {
            advice: held.advice(&weakness.rows, &kinds, unnamed),
            examples: weakness.examples.iter().filter_map(|at| held.named(*at)).collect(),
            dated: weakness.rows.iter().filter_map(|at| held.dated(*at)).collect(),
            called: format!("{} where {}", held.called, weakness.place),
            trend: None,
            weakness,
        }
    };
    Some(JudgeSlices {
        judge: held.title.clone(),
        overall: found.overall,
        searched: found.searched,
        held_out: found.held_out,
        unsettled: held.unsettled,
        slices: found.slices.into_iter().map(slice).collect(),
    })
}

/// Adjusts for the slices of all judges at once, so that of what is called confirmed in the whole study one in twenty is chance;
/// and follows what is confirmed from week to week.
pub fn settle(found: &mut [JudgeSlices]) {
    adjust(found);
    follow(found);
}

fn adjust(found: &mut [JudgeSlices]) {
    let all = || found.iter().flat_map(|judge| &judge.slices);
    let q = benjamini_hochberg(&all().map(|slice| slice.weakness.p.unwrap_or(f64::NAN)).collect::<Vec<_>>());
    let mut q = q.into_iter();
    for judge in found.iter_mut() {
        for slice in &mut judge.slices {
            let weakness = &mut slice.weakness;
            // What was adjusted among its own judge's slices alone never falls below that.
            weakness.q = q.next().filter(|q| !q.is_nan()).zip(weakness.q).map(|(all, own)| all.max(own));
            let confirmed = weakness.confirmation == Confirmation::Confirmed;
            if confirmed && weakness.q.is_none_or(|q| q > FALSE_SHARE) {
                weakness.confirmation = Confirmation::NotConfirmed;
            }
        }
        judge.slices.sort_by_key(|slice| slice.weakness.confirmation != Confirmation::Confirmed);
    }
}

/// Follows what is confirmed from week to week, where the decisions are of several.
fn follow(found: &mut [JudgeSlices]) {
    let several = |dated: &[(i64, bool)]| {
        let mut weeks = dated.iter().map(|(at, _)| Week::of(*at));
        weeks.next().is_some_and(|first| weeks.any(|week| week != first))
    };
    let confirmed = |slice: &&mut JudgeSlice| slice.weakness.confirmation == Confirmation::Confirmed;
    let all = found.iter_mut().flat_map(|judge| &mut judge.slices).filter(confirmed);
    let mut followed: Vec<&mut JudgeSlice> = all.filter(|slice| several(&slice.dated)).collect();
    let series: Vec<_> =
        followed.iter_mut().map(|slice| (slice.called.clone(), std::mem::take(&mut slice.dated))).collect();
    let trends = trends(series.iter().map(|(called, dated)| (called.as_str(), dated.clone())));
    followed.into_iter().zip(trends).for_each(|(slice, trend)| slice.trend = Some(trend));
}

/// Reads a column for the rows at hand; one that says the same of all of them tells nothing.
fn feature(column: &Column, held: &Held) -> Option<Feature> {
    let code = |item: u32| column.codes.get(item as usize).copied().filter(|code| *code != NONE);
    let first = held.rows.first().map(|row| code(row.item))?;
    if held.rows.iter().all(|row| code(row.item) == first) {
        return None;
    }
    let name = |code: u32| column.values.get(code as usize).map(String::as_str);
    let values = held.rows.iter().map(|row| code(row.item).and_then(name));
    let mut feature = Feature::new(&column.name, column.kind, values);
    if column.kind == FeatureKind::Text {
        feature.reading = Reading::ValueAlone;
    }
    Some(feature)
}
