//! Where judges are weak: slices of the gold items in which one errs more than elsewhere.

use serde::Serialize;

use crate::calibrate::Figure;
use crate::calibrate::paired::many::benjamini_hochberg;
use crate::calibrate::sheet::{Column, JudgeKind, NONE, Sheet};
use crate::calibrate::weakness::{
    Confirmation, Feature, FeatureKind, NextStep, Reading, TOGETHER, Table, Weakness, WeaknessSearch, WhoErrs,
    weaknesses,
};

use super::StudyOptions;

/// With fewer gold items a judge is not searched: halves of it could confirm nothing.
const ROWS_MIN: usize = 100;
/// Judges that are searched one by one, those with most gold items first; people are also searched together.
const JUDGES_MAX: usize = 20;
/// The share of false ones among confirmed slices that is put up with.
const FALSE_SHARE: f64 = 0.05;

/// An item on which a judge errs in a slice.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SliceExample {
    /// The item.
    pub item: String,
    /// What gold says.
    pub gold: String,
    /// What the judge said; none where it gave no label.
    pub said: Option<String>,
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
    /// The slices with examples.
    pub slices: Vec<(Weakness, Vec<SliceExample>)>,
    /// What to try first about the first confirmed one.
    pub next_step: Option<NextStep>,
}

/// One decision against gold.
struct Row {
    item: u32,
    said: Option<u16>,
    wrong: bool,
}

pub fn slices(sheet: &Sheet, options: &StudyOptions) -> Vec<JudgeSlices> {
    let mut by_judge: Vec<Vec<Row>> = sheet.judges.iter().map(|_| Vec::new()).collect();
    let mut add = |item: u32, judge: u32, said: Option<u16>| {
        let gold = sheet.gold.get(item as usize).copied().flatten().filter(|_| !sheet.is_circular(item, judge));
        if let (Some(gold), Some(rows)) = (gold, by_judge.get_mut(judge as usize)) {
            rows.push(Row { item, said, wrong: said != Some(gold) });
        }
    };
    sheet.ratings.iter().for_each(|(item, judge, label)| add(item, judge, Some(label)));
    sheet.unanswered().for_each(|(item, judge)| add(item, judge, None));
    let kind = |judge: usize| sheet.judges.get(judge).map(|judge| judge.kind);
    let mut order: Vec<usize> = (0..by_judge.len()).collect();
    order.sort_by_key(|judge| {
        (kind(*judge) == Some(JudgeKind::Rater), std::cmp::Reverse(by_judge.get(*judge).map_or(0, Vec::len)))
    });
    let mut found = Vec::new();
    for judge in order.into_iter().take(JUDGES_MAX) {
        let (Some(rows), Some(kind), Some(named)) = (by_judge.get(judge), kind(judge), sheet.judges.get(judge)) else {
            continue;
        };
        let who = match kind {
            JudgeKind::Rater => WhoErrs::Raters,
            JudgeKind::Model => WhoErrs::Model,
            JudgeKind::Policy => WhoErrs::Policy,
        };
        let title = named.title();
        let called = if kind == JudgeKind::Policy { "the policy".to_owned() } else { title.clone() };
        found.extend(search(sheet, &title, &called, who, rows, options));
    }
    let people: Vec<Row> = by_judge
        .into_iter()
        .enumerate()
        .filter(|(judge, _)| kind(*judge) == Some(JudgeKind::Rater))
        .flat_map(|(_, rows)| rows)
        .collect();
    found.extend(search(sheet, "raters", TOGETHER, WhoErrs::Raters, &people, options));
    settle(&mut found);
    found
}

/// Adjusts for the slices of all judges at once: of what is called confirmed in the whole study, one in twenty is chance.
fn settle(found: &mut [JudgeSlices]) {
    let all = || found.iter().flat_map(|judge| &judge.slices);
    let q = benjamini_hochberg(&all().map(|(weakness, _)| weakness.p.unwrap_or(f64::NAN)).collect::<Vec<_>>());
    let mut q = q.into_iter();
    for judge in found {
        for (weakness, _) in &mut judge.slices {
            // What was adjusted among its own judge's slices alone never falls below that.
            weakness.q = q.next().filter(|q| !q.is_nan()).zip(weakness.q).map(|(all, own)| all.max(own));
            let confirmed = weakness.confirmation == Confirmation::Confirmed;
            if confirmed && weakness.q.is_none_or(|q| q > FALSE_SHARE) {
                weakness.confirmation = Confirmation::NotConfirmed;
            }
        }
        judge.slices.sort_by_key(|(weakness, _)| weakness.confirmation != Confirmation::Confirmed);
        judge.next_step = judge.slices.first().map(|(weakness, _)| weakness.next_step);
    }
}

fn search(
    sheet: &Sheet,
    judge: &str,
    called: &str,
    who: WhoErrs,
    rows: &[Row],
    options: &StudyOptions,
) -> Option<JudgeSlices> {
    if rows.len() < ROWS_MIN {
        return None;
    }
    let clause = Column {
        name: "clause".to_owned(),
        kind: FeatureKind::Clause,
        values: sheet.clauses.clone(),
        codes: sheet.topics.clone(),
        contradicted: 0,
    };
    let columns = sheet.columns.iter().chain(std::iter::once(&clause));
    let features: Vec<Feature> = columns.filter_map(|column| feature(column, rows)).collect();
    let errors = rows.iter().map(|row| f64::from(u8::from(row.wrong))).collect();
    let clusters = rows.iter().map(|row| sheet.clusters.get(row.item as usize).copied().unwrap_or(row.item)).collect();
    let table = Table::new(features, errors, clusters).ok()?;
    let settings = WeaknessSearch { seed: options.seed, ..WeaknessSearch::for_rows(rows.len()) };
    let found = weaknesses(&table, called, who, &settings);
    let example = |at: &u32| {
        let row = rows.get(*at as usize)?;
        let gold = sheet.gold.get(row.item as usize).copied().flatten()?;
        Some(SliceExample {
            item: sheet.items.get(row.item as usize)?.clone(),
            gold: sheet.scale.name(gold).to_owned(),
            said: row.said.map(|said| sheet.scale.name(said).to_owned()),
        })
    };
    let slices: Vec<(Weakness, Vec<SliceExample>)> = found
        .slices
        .into_iter()
        .map(|weakness| {
            let examples = weakness.examples.iter().filter_map(example).collect();
            (weakness, examples)
        })
        .collect();
    Some(JudgeSlices {
        judge: judge.to_owned(),
        overall: found.overall,
        searched: found.searched,
        held_out: found.held_out,
        next_step: slices.first().map(|(weakness, _)| weakness.next_step),
        slices,
    })
}

/// Reads a column for the rows at hand; one that says the same of all of them tells nothing.
fn feature(column: &Column, rows: &[Row]) -> Option<Feature> {
    let code = |row: &Row| column.codes.get(row.item as usize).copied().filter(|code| *code != NONE);
    let first = rows.first().map(code)?;
    if rows.iter().all(|row| code(row) == first) {
        return None;
    }
    let name = |code: u32| column.values.get(code as usize).map(String::as_str);
    let mut feature = Feature::new(&column.name, column.kind, rows.iter().map(|row| code(row).and_then(name)));
    if column.kind == FeatureKind::Text {
        feature.reading = Reading::ValueAlone;
    }
    Some(feature)
}
