//! Slices that say the same thing told once.
//!
//! Descriptions of exactly the same rows are one slice already; what of them is worth telling is which conditions always
//! hold there, and which other ways there are to say it. Slices of nearly the same rows become one group, told by its
//! shortest description: that a model errs on unsafe prompts is not told again for unsafe prompts without digits. Slices that
//! hold half of the same errors are variants of the better one.

use super::discovery::mean_error;
use super::sliceline::Slice;
use super::table::{Item, Table};

/// The share of rows, of those in either, from which two slices are nearly the same.
const SIMILAR_FROM: f64 = 0.8;
/// The share of errors, of those in either, from which the worse of two slices is a variant of the better.
const SAME_ERRORS_FROM: f64 = 0.5;

/// A slice with what is said of the same and of nearly the same rows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    /// The slice that stands for the group.
    pub slice: Slice,
    /// Conditions, not among its own, that all its rows meet.
    pub always: Vec<Item>,
    /// Descriptions of the same rows that do not contain its own nor each other.
    pub same: Vec<Vec<Item>>,
    /// The other slices of the group: of nearly the same rows, then inside of it or of mostly the same errors.
    pub similar: Vec<Vec<Item>>,
}

/// Groups slices, best first, into at most `most` groups; `searched` are the rows they were found among.
///
/// A group stands where its best slice stood. Of its slices of nearly the same rows the one with the fewest conditions stands
/// for it, of equals the best. A slice inside a better one that is not clearly worse than it belongs to its group too, and so
/// does one that has half of the same errors; where it is the wider of the two and the other is not clearly worse, it stands
/// for the group.
pub(super) fn groups(table: &Table, searched: &[u32], slices: Vec<Slice>, most: usize) -> Vec<Group> {
    let is_wrong = |row: &u32| table.errors().get(*row as usize).is_some_and(|error| *error > 0.0);
    let alone = |best: Slice| {
        let wrong = best.rows.iter().copied().filter(is_wrong).collect();
        Draft { best, wrong, near: Vec::new(), inside: Vec::new() }
    };
    let mut drafts: Vec<Draft> = slices.into_iter().map(alone).collect();
    loop {
        // A wider slice that took the place of another may hold groups that stood apart from that one.
        let before = drafts.len();
        drafts = folded(table, drafts);
        if drafts.len() == before {
            break;
        }
    }
    drafts.truncate(most);
    drafts.into_iter().map(|draft| told(table, searched, draft)).collect()
}

/// Puts each group into the first before it that says the same.
fn folded(table: &Table, drafts: Vec<Draft>) -> Vec<Draft> {
    let mut kept: Vec<Draft> = Vec::new();
    for draft in drafts {
        let near = |known: &&mut Draft| overlap(&known.best.rows, &draft.best.rows, SIMILAR_FROM) >= SIMILAR_FROM;
        let variant = |known: &&mut Draft| {
            overlap(&known.wrong, &draft.wrong, SAME_ERRORS_FROM) >= SAME_ERRORS_FROM
                || adds_nothing(table, &draft.best, &known.best)
        };
        if let Some(known) = kept.iter_mut().find(near) {
            let Draft { mut best, wrong, near, inside } = draft;
            if best.items.len() < known.best.items.len() {
                std::mem::swap(&mut best, &mut known.best);
                known.wrong = wrong;
            }
            known.near.push(best);
            known.near.extend(near);
            known.inside.extend(inside);
        } else if let Some(known) = kept.iter_mut().find(variant) {
            let Draft { best, wrong, near, inside } = draft;
            let best = if adds_nothing(table, &known.best, &best) {
                known.wrong = wrong;
                known.inside.append(&mut known.near);
                std::mem::replace(&mut known.best, best)
            } else {
                best
            };
            known.inside.push(best);
            known.inside.extend(near.into_iter().chain(inside));
        } else {
            kept.push(draft);
        }
    }
    kept
}

/// A group while it is gathered: its best slice and the errors of that, those of nearly the same rows, its variants.
struct Draft {
    best: Slice,
    wrong: Vec<u32>,
    near: Vec<Slice>,
    inside: Vec<Slice>,
}

/// Tells whether a slice lies inside a better one and its interval reaches down to that one's rate.
fn adds_nothing(table: &Table, slice: &Slice, better: &Slice) -> bool {
    let inside = slice.rows.iter().all(|row| better.rows.binary_search(row).is_ok());
    let rate = better.error / better.n as f64;
    inside && mean_error(table, &slice.rows).low.is_none_or(|low| low <= rate)
}

/// Returns the share of rows, ascending, that two lists have in common, of those that either has (Jaccard); 0 where it cannot
/// reach `least`.
fn overlap(one: &[u32], other: &[u32], least: f64) -> f64 {
    let (few, many) = (one.len().min(other.len()), one.len().max(other.len()));
    if few == 0 || (few as f64) < least * many as f64 {
        // Not even one within the other would do.
        return 0.0;
    }
    let mut rows = other.iter().peekable();
    let mut common = 0_usize;
    for row in one {
        while rows.next_if(|next| *next < row).is_some() {}
        common += usize::from(rows.peek() == Some(&row));
    }
    common as f64 / (one.len() + other.len() - common) as f64
}

/// Says what else holds of the slice that stands for a group.
fn told(table: &Table, searched: &[u32], draft: Draft) -> Group {
    let Draft { best: slice, near, inside, .. } = draft;
    let mut similar: Vec<Vec<Item>> = near.into_iter().chain(inside).map(|other| other.items).collect();
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
