//! Intraclass correlation of the panel, where labels are numbers or steps of an order.

use std::collections::BTreeMap;

use super::agree::NO_ORDER;
use crate::calibrate::agreement::icc;
use crate::calibrate::sheet::Sheet;
use crate::calibrate::sheet::scale::Order;
use crate::calibrate::{Figure, Ratings};

/// Why the one-way form is undefined.
const NO_USUAL: &str = "it needs two items or more that each have the same number of ratings, two or more";
/// Why the two-way forms are undefined.
const NOT_BY_ALL: &str = "it needs two items or more that all judges of the panel rated";

/// Returns `icc_single`, `icc_agreement` and `icc_consistency`: ICC(1,1), ICC(2,1) and ICC(3,1) of Shrout and Fleiss (1979).
///
/// The first takes the items that have the usual number of ratings, whoever gave them; the others need items that every judge of
/// the panel rated. Labels with an order count as 0, 1, 2, …
pub fn correlations(sheet: &Sheet, ratings: &Ratings) -> [(&'static str, Figure); 3] {
    let names = ["icc_single", "icc_agreement", "icc_consistency"];
    if sheet.scale.order() == Order::Nominal {
        return names.map(|name| (name, Figure::undefined(0, NO_ORDER)));
    }
    let values = sheet.scale.values();
    let value = |label: u16| values.get(usize::from(label)).copied().unwrap_or(f64::NAN);
    let usual = usual_count(ratings);
    let of_usual = (0..ratings.items()).map(|item| ratings.of(item).1).filter(|labels| labels.len() == usual);
    let one_way: Vec<f64> = of_usual.flatten().map(|label| value(*label)).collect();
    let single = told(icc::icc(&one_way, usual).single.figure, usual, NO_USUAL);
    let judges = spoken(ratings);
    // Judges of an item stand in ascending order, so the columns of complete rows are the judges.
    let complete = (0..ratings.items()).map(|item| ratings.of(item).1).filter(|labels| labels.len() == judges.len());
    let two_way: Vec<f64> = complete.flatten().map(|label| value(*label)).collect();
    let both = icc::icc(&two_way, judges.len());
    let two_way = |figure: Figure| told(figure, judges.len(), NOT_BY_ALL);
    [(names[0], single), (names[1], two_way(both.agreement.figure)), (names[2], two_way(both.consistency.figure))]
}

/// Says in the panel's words why there are too few items or ratings of each.
fn told(figure: Figure, ratings: usize, why: &'static str) -> Figure {
    if figure.n < 2 || ratings < 2 { Figure::undefined(figure.n, why) } else { figure }
}

/// The number of ratings, two or more, that most items have; of equals the larger.
fn usual_count(ratings: &Ratings) -> usize {
    let mut items: BTreeMap<usize, usize> = BTreeMap::new();
    for item in 0..ratings.items() {
        *items.entry(ratings.range(item).len()).or_default() += 1;
    }
    items
        .into_iter()
        .filter(|(count, _)| *count >= 2)
        .max_by_key(|(count, items)| (*items, *count))
        .map_or(0, |(n, _)| n)
}

/// The judges who gave a label, ascending.
fn spoken(ratings: &Ratings) -> Vec<u32> {
    let mut given = vec![false; ratings.judges()];
    ratings.iter().for_each(|(_, judge, _)| given.get_mut(judge as usize).into_iter().for_each(|one| *one = true));
    (0..).zip(given).filter(|(_, given)| *given).map(|(judge, _)| judge).collect()
}
