//! Slices that say the same thing told once.
//!
//! Descriptions of exactly the same rows are one slice already; what of them is worth telling is which conditions always
//! hold there, and which other ways there are to say it. Slices of nearly the same rows become one group, told by its
//! shortest description: that a model errs on unsafe prompts is not told again for unsafe prompts without digits.

use super::discovery::mean_error;
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
    /// The other slices of the group: of nearly the same rows, then inside of it.
    pub similar: Vec<Vec<Item>>,
}

/// Groups slices, best first, into at most `most` groups; `searched` are the rows they were found among.
///
/// A group stands where its best slice stood. Of its slices of nearly the same rows the one with the fewest conditions stands
/// for it, of equals the best. A slice inside a better one that is not clearly worse than it belongs to its group too.
pub(super) fn groups(table: &Table, searched: &[u32], slices: Vec<Slice>, most: usize) -> Vec<Group> {
    let mut drafts: Vec<Draft> = Vec::new();
    for slice in slices {
        if let Some(draft) = drafts.iter_mut().find(|draft| overlap(&draft.best, &slice) >= SIMILAR_FROM) {
            draft.near.push(slice);
        } else if let Some(draft) = drafts.iter_mut().find(|draft| adds_nothing(table, &slice, &draft.best)) {
            draft.inside.push(slice);
        } else if drafts.len() < most {
            drafts.push(Draft { best: slice, near: Vec::new(), inside: Vec::new() });
        }
    }
    drafts.into_iter().map(|draft| told(table, searched, draft)).collect()
}

/// A group while it is gathered: its best slice, those of nearly the same rows, those inside.
struct Draft {
    best: Slice,
    near: Vec<Slice>,
    inside: Vec<Slice>,
}

/// Tells whether a slice lies inside a better one and its interval reaches down to that one's rate.
fn adds_nothing(table: &Table, slice: &Slice, better: &Slice) -> bool {
    let inside = slice.rows.iter().all(|row| better.rows.binary_search(row).is_ok());
    let rate = better.error / better.n as f64;
    inside && mean_error(table, &slice.rows).low.is_none_or(|low| low <= rate)
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
fn told(table: &Table, searched: &[u32], draft: Draft) -> Group {
    let Draft { best: mut slice, near, inside } = draft;
    let mut similar: Vec<Vec<Item>> = Vec::new();
    for mut other in near {
        if other.items.len() < slice.items.len() {
            std::mem::swap(&mut other, &mut slice);
        }
        similar.push(other.items);
    }
    similar.extend(inside.into_iter().map(|other| other.items));
    // A slice that two searches found is one.
    let mut seen = vec![slice.items.clone()];
    similar.retain(|items| {
        !seen.contains(items) && {
            seen.push(items.clone());
            true
        }
    });
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
    Group { slice, always, same, similar }
}
