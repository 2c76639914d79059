//! The weaknesses of one judge, ready to be read: slices found, tested, described, with examples and a next step.

use serde::Serialize;

use super::discovery::{adjusted, could_tell, halves, mean_error, worse_than_rest};
use super::divexplorer::divergence_of;
use super::similar::{Group, groups};
use super::sliceline::{Slice, SliceSearch, sliceline};
use super::table::{Item, Table};
use crate::calibrate::Figure;
use crate::calibrate::intervals::random::Random;
use crate::language::prose::{count, counted};

/// How people are called who are searched as one judge; several of them *are* wrong.
pub const TOGETHER: &str = "raters together";

/// How weaknesses are looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeaknessSearch {
    /// How much the rate of errors counts against the size of a slice, above 0 up to 1: both are searched with, since one
    /// that finds broad slices passes over small ones that are very bad, and the other way round.
    pub alphas: [f64; 2],
    /// The most slices to report.
    pub slices: usize,
    /// The most conditions a slice may have.
    pub conditions_max: usize,
    /// The fewest rows a slice may have in the half that is searched.
    pub support: usize,
    /// The share of false ones among those confirmed that is put up with.
    pub false_share: f64,
    /// The most examples of errors to name for a slice.
    pub examples: usize,
    /// The seed of the split and of the choice of examples.
    pub seed: u64,
}

impl WeaknessSearch {
    /// Returns the usual settings for a number of rows: α .95 and .99, ten slices of up to three conditions and of a hundredth of
    /// the half searched (10 rows at least), one false in twenty, five examples.
    pub fn for_rows(rows: usize) -> WeaknessSearch {
        let support = (rows / 200).max(10);
        WeaknessSearch {
            alphas: [0.95, 0.99],
            slices: 10,
            conditions_max: 3,
            support,
            false_share: 0.05,
            examples: 5,
            seed: 0,
        }
    }
}

/// What the half that was held out says of a slice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Confirmation {
    /// The judge errs more there too; among all so called, the share of false ones is kept low.
    Confirmed,
    /// That it errs more there may be chance.
    NotConfirmed,
    /// Too few of its rows were held out to tell.
    TooFew,
}

/// One condition of a slice in names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Condition {
    /// The feature.
    pub feature: String,
    /// The value.
    pub value: String,
    /// Whether the rows are those that do not have the feature at all.
    pub unknown: bool,
}

/// A slice in which the judge errs more than elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Weakness {
    /// Its conditions.
    pub slice: Vec<Condition>,
    /// They in words, as they read after “where”.
    pub place: String,
    /// What else holds for all its rows in the searched half: adding any of it describes the same rows.
    pub always: Vec<Condition>,
    /// Other descriptions of those rows that do without one of its own conditions, the shortest of each kind.
    pub same_rows: Vec<Vec<Condition>>,
    /// Its variants: slices found too that are of nearly the same rows (four in five of both together), hold half of the same
    /// errors, or lie inside of it and are not clearly worse.
    pub similar: Vec<Vec<Condition>>,
    /// Its SliceLine score in the searched half, by the α it was found with.
    pub score: f64,
    /// How many rows it has in all.
    pub n: usize,
    /// The sum of their errors.
    pub errors: f64,
    /// By how much its rate (or mean cost) over all its rows is above that of the table (DivExplorer's divergence).
    pub divergence: f64,
    /// The divergence in standard errors; `None` for costs.
    pub t: Option<f64>,
    /// The rate of errors (or mean cost) over all its rows; high by choice, since the slice was chosen for it.
    pub rate: Figure,
    /// The same in the half that was searched.
    pub searched: Figure,
    /// The same in the half that was held out: the figure to believe.
    pub held_out: Figure,
    /// The rate of the held-out rows outside of the slice.
    pub held_out_rest: Figure,
    /// The one-sided p of the slice against its complement on the held-out half.
    pub p: Option<f64>,
    /// That p adjusted for the number of slices tested (Benjamini–Hochberg).
    pub q: Option<f64>,
    /// What follows from it.
    pub confirmation: Confirmation,
    /// All its rows, ascending.
    #[serde(skip)]
    pub rows: Vec<u32>,
    /// Rows with an error, of different clusters as far as there are, in an order drawn by the seed.
    #[serde(skip)]
    pub examples: Vec<u32>,
    /// The finding as a sentence.
    pub sentence: String,
}

/// The weaknesses of one judge.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Weaknesses {
    /// The judge's rate of errors (or mean cost) over all rows.
    pub overall: Figure,
    /// How many rows were searched.
    pub searched: usize,
    /// How many were held out.
    pub held_out: usize,
    /// The slices: confirmed ones first, then the others, each as they were found: the best of either α by turns.
    pub slices: Vec<Weakness>,
}

/// Looks for the slices in which a judge errs more than elsewhere; `judge` is how it is called in sentences.
///
/// One half of the rows, split by cluster, is searched with SliceLine; slices of the same or nearly the same rows count
/// once, and one that is hardly worse than everything is none. Each slice found is tested on the other half against its
/// complement, and the p values are adjusted for their number. A slice that was only found to be bad by luck of the
/// searched half does not pass.
pub fn weaknesses(table: &Table, judge: &str, search: &WeaknessSearch) -> Weaknesses {
    let (searched, held_out) = halves(table, search.seed);
    let all: Vec<u32> = (0..table.rows() as u32).collect();
    let overall = mean_error(table, &all);
    let mut found = by_turns(table, &searched, search);
    let usual = table.error_of(&searched) / searched.len().max(1) as f64;
    found.retain(|slice| slice.error >= CLEARLY_WORSE * usual * slice.n as f64);
    let found = groups(table, &searched, found, search.slices);
    let tested: Vec<Tested> = found.into_iter().map(|group| Tested::new(table, group, &held_out)).collect();
    let q = adjusted(&tested.iter().map(|tested| tested.p).collect::<Vec<_>>());
    let mut slices: Vec<Weakness> = tested
        .into_iter()
        .zip(q)
        .map(|(tested, q)| {
            let confirmation = match q {
                Some(q) if q <= search.false_share => Confirmation::Confirmed,
                Some(_) if could_tell(table, &tested.inside, &tested.outside, search.false_share) => {
                    Confirmation::NotConfirmed
                }
                _ => Confirmation::TooFew,
            };
            tested.describe(table, judge, search, q, confirmation, &overall)
        })
        .collect();
    // A stable sort: within each group the order stays.
    slices.sort_by_key(|slice| slice.confirmation != Confirmation::Confirmed);
    Weaknesses { overall, searched: searched.len(), held_out: held_out.len(), slices }
}

/// How many times the errors of everything a slice has at least: where nearly all is wrong, no part of it is weak.
const CLEARLY_WORSE: f64 = 1.1;
/// How many slices are looked for to each one that is reported, since many are nearly the same.
const LOOKED_FOR: usize = 10;

/// Searches with either α and returns what each found, the best of both first; what both found comes twice, and is told
/// once by the grouping after.
fn by_turns(table: &Table, searched: &[u32], search: &WeaknessSearch) -> Vec<Slice> {
    let WeaknessSearch { alphas, slices, conditions_max, support, .. } = *search;
    let mut found: Vec<(usize, usize, Slice)> = Vec::new();
    for (list, alpha) in alphas.into_iter().enumerate() {
        let one = SliceSearch { alpha, slices: slices * LOOKED_FOR, conditions_max, support, distinct: true };
        found.extend(sliceline(table, searched, &one).into_iter().enumerate().map(|(rank, slice)| (rank, list, slice)));
    }
    found.sort_by_key(|(rank, list, _)| (*rank, *list));
    found.into_iter().map(|(_, _, slice)| slice).collect()
}

/// A slice with its rows in the held-out half and its test there.
struct Tested {
    group: Group,
    /// All its rows.
    rows: Vec<u32>,
    inside: Vec<u32>,
    outside: Vec<u32>,
    p: Option<f64>,
}

impl Tested {
    fn new(table: &Table, group: Group, held_out: &[u32]) -> Tested {
        let rows = table.rows_of(&group.slice.items);
        let (inside, outside): (Vec<u32>, Vec<u32>) = held_out.iter().partition(|row| rows.binary_search(row).is_ok());
        let p = worse_than_rest(table, &inside, &outside);
        Tested { group, rows, inside, outside, p }
    }

    fn describe(
        self,
        table: &Table,
        judge: &str,
        search: &WeaknessSearch,
        q: Option<f64>,
        confirmation: Confirmation,
        overall: &Figure,
    ) -> Weakness {
        let errors = table.error_of(&self.rows);
        let rate = mean_error(table, &self.rows);
        let Group { slice, always, same, similar } = self.group;
        let (divergence, t) = divergence_of(table, &self.rows).unwrap_or((0.0, None));
        let named = |many: &[Vec<Item>]| many.iter().map(|items| conditions(table, items)).collect();
        let place = table.words(&slice.items);
        Weakness {
            sentence: sentence(table, judge, &place, errors, &rate, overall),
            place,
            slice: conditions(table, &slice.items),
            always: conditions(table, &always),
            same_rows: named(&same),
            similar: named(&similar),
            score: slice.score,
            divergence,
            t,
            n: self.rows.len(),
            errors,
            searched: mean_error(table, &slice.rows),
            held_out: mean_error(table, &self.inside),
            held_out_rest: mean_error(table, &self.outside),
            p: self.p,
            q,
            confirmation,
            examples: examples(table, &self.rows, search),
            rate,
            rows: self.rows,
        }
    }
}

fn conditions(table: &Table, items: &[Item]) -> Vec<Condition> {
    let name = |item: &Item| {
        let feature = table.features().get(item.feature as usize)?;
        let value = feature.values.get(item.value as usize)?.clone();
        Some(Condition { feature: feature.name.clone(), value, unknown: feature.unknown == Some(item.value) })
    };
    items.iter().filter_map(name).collect()
}

/// Chooses rows with an error: one of each cluster first, in an order stirred by the seed; the dearest first for costs.
fn examples(table: &Table, rows: &[u32], search: &WeaknessSearch) -> Vec<u32> {
    let error = |row: u32| table.errors().get(row as usize).copied().unwrap_or(0.0);
    let cluster = |row: u32| table.clusters().get(row as usize).copied().unwrap_or(0);
    let mut wrong: Vec<u32> = rows.iter().copied().filter(|row| error(*row) > 0.0).collect();
    let place = |row: u32| Random::stream(search.seed, u64::from(row)).bits();
    wrong.sort_unstable_by(|a, b| error(*b).total_cmp(&error(*a)).then(place(*a).cmp(&place(*b))).then(a.cmp(b)));
    let (mut chosen, mut again, mut seen) = (Vec::new(), Vec::new(), Vec::new());
    for row in wrong {
        if chosen.len() == search.examples {
            break;
        }
        if seen.contains(&cluster(row)) {
            if again.len() < search.examples {
                again.push(row);
            }
        } else {
            seen.push(cluster(row));
            chosen.push(row);
        }
    }
    chosen.extend(again);
    chosen.truncate(search.examples);
    chosen
}

/// Says a finding in one sentence: `the judge is wrong on 92 of 125 items where prompt type is contrast discrimination
/// (74 %, 65–81 %); 20 % overall`.
fn sentence(table: &Table, judge: &str, place: &str, errors: f64, rate: &Figure, overall: &Figure) -> String {
    let items = counted(rate.n, "item", "items");
    if table.is_binary() {
        let (own, all) = (rate.as_percent(), overall.told());
        let is = if judge == TOGETHER { "are" } else { "is" };
        let errors = count(errors as u64);
        return format!("{judge} {is} wrong on {errors} of {items} where {place} ({own}); {all} overall");
    }
    let cost = |value: Option<f64>| value.map_or("unknown".to_owned(), |value| format!("{value:.2}"));
    let (low, high) = (cost(rate.low), cost(rate.high));
    let (own, all) = (cost(rate.value), cost(overall.value));
    format!("the errors of {judge} cost {own} an item on {items} where {place} ({low} to {high}); {all} overall")
}
