//! Slices that say the same thing told once.
//!
//! Descriptions of exactly the same rows are one slice already; what of them is worth telling is which conditions always
//! hold there, and which other ways there are to say it. Slices of nearly the same rows become one group, told by its
//! shortest description: that a model errs on unsafe prompts is not told again for unsafe prompts without digits.

use super::sliceline::Slice;
use super::table::{Item, Table};

/// The share of rows, of those in either, from which two slices are nearly the same.
const SIMILAR_FROM: f64 = 0.8;

/// A slice with what is said of the same and of nearly the same rows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    /// The slice that stands for the group.
    pub slice: Slice,
    /// Conditions, not among its own, that all its rows meet.
    pub always: Vec<Item>,
    /// Descriptions of the same rows that do not contain its own nor each other.
    pub same: Vec<Vec<Item>>,
    /// The other slices of the group, best first.
    pub similar: Vec<Vec<Item>>,
}

/// Groups slices, best first, into at most `most` groups; `searched` are the rows they were found among.
///
/// A group stands where its best slice stood. Of its slices the one with the fewest conditions stands for it, of equals the
/// best.
pub(super) fn groups(table: &Table, searched: &[u32], slices: Vec<Slice>, most: usize) -> Vec<Group> {
    let mut grouped: Vec<Vec<Slice>> = Vec::new();
    for slice in slices {
        let similar =
            |group: &&mut Vec<Slice>| group.first().is_some_and(|first| overlap(first, &slice) >= SIMILAR_FROM);
        if let Some(group) = grouped.iter_mut().find(similar) {
            group.push(slice);
        } else if grouped.len() < most {
            grouped.push(vec![slice]);
        }
    }
    grouped.into_iter().filter_map(|group| told(table, searched, group)).collect()
}

/// Returns the share of rows that two slices have in common, of those that either has (Jaccard).
fn overlap(one: &Slice, other: &Slice) -> f64 {
    let (few, many) = (one.n.min(other.n), one.n.max(other.n));
    if (few as f64) < SIMILAR_FROM * many as f64 {
        // Not even one within the other would do.
        return 0.0;
    }
    let mut rows = other.rows.iter().peekable();
    let mut common = 0_usize;
    for row in &one.rows {
        while rows.next_if(|next| *next < row).is_some() {}
        common += usize::from(rows.peek() == Some(&row));
    }
    common as f64 / (one.n + other.n - common) as f64
}

/// Chooses the slice that stands for a group and says what else holds of it.
fn told(table: &Table, searched: &[u32], group: Vec<Slice>) -> Option<Group> {
    let shortest = group.iter().map(|slice| slice.items.len()).min()?;
    let at = group.iter().position(|slice| slice.items.len() == shortest)?;
    let similar =
        group.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, slice)| slice.items.clone()).collect();
    let slice = group.into_iter().nth(at)?;
    let contains = |items: &[Item], part: &[Item]| part.iter().all(|item| items.contains(item));
    let mut same: Vec<Vec<Item>> = Vec::new();
    // Shortest first, so that whatever one contains comes before it.
    for items in &slice.same {
        if !contains(items, &slice.items) && !same.iter().any(|shorter| contains(items, shorter)) {
            same.push(items.clone());
        }
    }
    let always = (0..)
        .zip(table.features())
        .filter_map(|(feature, column)| {
            let of = |rows: &[u32]| -> Option<u32> {
                let mut values = rows.iter().filter_map(|row| column.codes.get(*row as usize));
                let first = values.next()?;
                values.all(|value| value == first).then_some(*first)
            };
            // What holds of every row that was searched says nothing of the slice.
            let item = Item { feature, value: of(&slice.rows).filter(|_| of(searched).is_none())? };
            (!slice.items.contains(&item)).then_some(item)
        })
        .collect();
    Some(Group { slice, always, same, similar })
}
