//! Leftmost-longest, without overlaps.

use std::cmp::Reverse;

use super::Found;
use crate::language::value::Truth;

/// Sorts hits by start, then longer first, then plainer view, then entry.
pub(super) fn sort(hits: &mut [Found]) {
    hits.sort_unstable_by_key(|hit| (hit.start, Reverse(hit.end), hit.view, hit.entry, hit.member));
}

/// Keeps the leftmost-longest hits that do not overlap.
///
/// Where some are doubtful there are two readings of the text, one without them and one with them. The hits of the
/// first are sure; those that only the second has stay doubtful.
pub(super) fn leftmost_longest(hits: &mut Vec<Found>) {
    sort(hits);
    if hits.iter().all(|hit| hit.counts == Truth::True) {
        return keep_apart(hits);
    }
    let mut sure: Vec<Found> = hits.iter().copied().filter(|hit| hit.counts == Truth::True).collect();
    keep_apart(&mut sure);
    keep_apart(hits);
    hits.retain(|hit| hit.counts != Truth::True);
    hits.extend(sure);
    sort(hits);
}

fn keep_apart(hits: &mut Vec<Found>) {
    let mut end = 0;
    hits.retain(|hit| {
        let apart = hit.start >= end;
        if apart {
            end = hit.end;
        }
        apart
    });
}

/// Counts hits that do not overlap, leftmost-longest: the sure ones, and all of them.
pub(in crate::engine) fn count_apart(hits: &[Found]) -> (u64, u64) {
    let count = |wanted: &dyn Fn(&Found) -> bool| {
        let mut end = 0;
        let apart = hits.iter().filter(|hit| wanted(hit)).filter(|hit| {
            let apart = hit.start >= end;
            if apart {
                end = hit.end;
            }
            apart
        });
        apart.count() as u64
    };
    let sure = count(&|hit| hit.counts == Truth::True);
    (sure, sure.max(count(&|_| true)))
}
