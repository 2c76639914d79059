//! Clauses on which a judge is right less often than on its other clauses.
//!
//! A clause is a division that was there before anyone looked, so that nothing needs to be held out: each clause of each judge
//! is tested on all gold against the judge's other clauses, by Fisher's exact test where items are independent and by clusters
//! where they are not, and the p values are adjusted for all judges and clauses at once.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::Serialize;

use super::held::{Advice, Held, WrongItem};
use crate::calibrate::Figure;
use crate::calibrate::paired::many::benjamini_hochberg;
use crate::calibrate::sheet::Sheet;
use crate::calibrate::weakness::discovery::{mean_error, worse_than_rest};
use crate::calibrate::weakness::{FeatureKind, TOGETHER, Table};
use crate::language::prose::{count, counted};

/// With fewer gold items on a clause, or on all others, nothing is tested.
const ROWS_MIN: usize = 10;
/// The share of false ones among those told of that is put up with.
const FALSE_SHARE: f64 = 0.05;
/// How many times the errors of the other clauses one has at least.
const CLEARLY_WORSE: f64 = 1.1;
/// Errors that are named.
const EXAMPLES_MAX: usize = 5;

/// A clause on which a judge falls short.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WeakClause {
    /// The judge; `raters` are all people together.
    pub judge: String,
    /// The clause.
    pub clause: String,
    /// The share of decisions on it that are wrong.
    pub rate: Figure,
    /// The same on the judge's other clauses.
    pub elsewhere: Figure,
    /// How likely as many errors are if the clause is like the others.
    pub p: f64,
    /// That p adjusted for all judges and clauses (Benjamini–Hochberg).
    pub q: f64,
    /// What goes wrong there, and what to try first.
    #[serde(flatten)]
    pub advice: Advice,
    /// Items on which the judge errs.
    pub examples: Vec<WrongItem>,
    /// The finding as a sentence.
    pub sentence: String,
}

/// The clauses on which judges fall short.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct WeakClauses {
    /// How many clauses of judges were tested.
    pub tested: u64,
    /// Those that fall short, the surest first.
    pub found: Vec<WeakClause>,
}

/// Tests the clauses of one judge; the p values are still to be adjusted.
pub fn tested(sheet: &Sheet, held: &Held) -> Vec<WeakClause> {
    let about: Vec<Option<u32>> = held.rows.iter().map(|row| sheet.clause_for(row.item, held.kind)).collect();
    let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
    about.iter().flatten().for_each(|clause| *sizes.entry(*clause).or_default() += 1);
    let Ok(table) = Table::new(Vec::new(), held.errors(), held.clusters()) else { return Vec::new() };
    let of_all: usize = sizes.values().sum();
    let test = |(clause, size): (&u32, &usize)| {
        if *size < ROWS_MIN || of_all - size < ROWS_MIN {
            return None;
        }
        let known = (0_u32..).zip(&about).filter_map(|(at, own)| Some((at, (*own)?)));
        let (inside, outside): (Vec<_>, Vec<_>) = known.partition(|(_, own)| own == clause);
        let [inside, outside] = [inside, outside].map(|rows| rows.into_iter().map(|(at, _)| at).collect::<Vec<u32>>());
        let p = worse_than_rest(&table, &inside, &outside)?;
        let (rate, elsewhere) = (mean_error(&table, &inside), mean_error(&table, &outside));
        let clause = sheet.clauses.get(*clause as usize)?.clone();
        let wrong = inside.iter().filter(|at| table.errors().get(**at as usize).is_some_and(|error| *error > 0.0));
        Some(WeakClause {
            sentence: sentence(sheet, held, &clause, table.error_of(&inside), &rate, &elsewhere),
            advice: held.advice(&inside, &[FeatureKind::Clause], false),
            examples: wrong.take(EXAMPLES_MAX).filter_map(|at| held.named(*at)).collect(),
            judge: held.title.clone(),
            clause,
            rate,
            elsewhere,
            p,
            q: p,
        })
    };
    sizes.iter().filter_map(test).collect()
}

/// Adjusts the tests of all judges and keeps what falls short.
pub fn settle(mut all: Vec<WeakClause>) -> WeakClauses {
    let tested = all.len() as u64;
    let q = benjamini_hochberg(&all.iter().map(|one| one.p).collect::<Vec<_>>());
    all.iter_mut().zip(q).for_each(|(one, q)| one.q = q);
    let rate = |figure: &Figure| figure.value.unwrap_or(0.0);
    all.retain(|one| one.q <= FALSE_SHARE && rate(&one.rate) >= CLEARLY_WORSE * rate(&one.elsewhere));
    // A stable sort: equals stay in the order of judges and clauses.
    all.sort_by(|a, b| a.p.total_cmp(&b.p));
    WeakClauses { tested, found: all }
}

fn sentence(sheet: &Sheet, held: &Held, clause: &str, errors: f64, rate: &Figure, elsewhere: &Figure) -> String {
    let is = if held.called == TOGETHER { "are" } else { "is" };
    let (errors, items) = (count(errors as u64), counted(rate.n, "gold item", "gold items"));
    let (own, others) = (rate.as_percent(), elsewhere.told());
    let about = if sheet.gold_names_clauses() { "about" } else { "on which the policy found" };
    format!("{} {is} wrong on {errors} of {items} {about} {clause} ({own}); {others} on other clauses", held.called)
}
