//! Items by the labels they were given: what every agreement coefficient but Conger's needs to know.

use std::collections::HashMap;

use crate::calibrate::Ratings;

/// The distinct ways in which items were labelled, and how many items were labelled so.
///
/// A profile is which labels an item was given and how often, whoever gave them. There are few (five ratings with four
/// labels: 56 at most), so that coefficients and their resamples cost next to nothing once profiles are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profiles {
    labels: usize,
    starts: Vec<usize>,
    cells: Vec<(u16, u32)>,
    times: Vec<u64>,
}

/// One profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profile<'a> {
    /// The labels given, ascending, each with how many judges gave it.
    pub given: &'a [(u16, u32)],
    /// How many items were labelled so.
    pub times: u64,
}

impl Profile<'_> {
    /// Returns how many judges rated an item of this profile.
    pub fn judges(&self) -> f64 {
        self.given.iter().map(|(_, count)| f64::from(*count)).sum()
    }
}

impl Profiles {
    /// Gathers the items of `ratings`; an item without a rating is passed over.
    pub fn of(ratings: &Ratings) -> Profiles {
        let items = (0..ratings.items()).map(|item| ratings.of(item).1);
        Profiles::gather(ratings.labels(), items)
    }

    /// Gathers chosen items of `ratings`, one a slice or a resample, in any order.
    pub fn of_items(ratings: &Ratings, items: &[u32]) -> Profiles {
        Profiles::gather(ratings.labels(), items.iter().map(|item| ratings.of(*item as usize).1))
    }

    /// Makes profiles from counts alone: for each item, how often each of the labels was given.
    pub fn from_counts(labels: usize, items: &[Vec<u32>]) -> Profiles {
        let lists: Vec<Vec<u16>> = items.iter().map(|counts| repeat(counts, labels)).collect();
        Profiles::gather(labels, lists.iter().map(Vec::as_slice))
    }

    fn gather<'a>(labels: usize, items: impl Iterator<Item = &'a [u16]>) -> Profiles {
        let mut seen: HashMap<Box<[u16]>, usize> = HashMap::new();
        let mut profiles = Profiles { labels, starts: vec![0], cells: Vec::new(), times: Vec::new() };
        let mut sorted = Vec::new();
        for given in items.filter(|given| !given.is_empty()) {
            sorted.clear();
            sorted.extend_from_slice(given);
            sorted.sort_unstable();
            if let Some(times) = seen.get(sorted.as_slice()).and_then(|at| profiles.times.get_mut(*at)) {
                *times += 1;
                continue;
            }
            seen.insert(sorted.as_slice().into(), profiles.times.len());
            let runs = sorted.chunk_by(|a, b| a == b);
            profiles.cells.extend(runs.filter_map(|run| run.first().map(|label| (*label, run.len() as u32))));
            profiles.starts.push(profiles.cells.len());
            profiles.times.push(1);
        }
        profiles
    }

    /// Returns the same items and one more, given these labels, ascending, so often each.
    pub(super) fn with(&self, given: &[(u16, u32)]) -> Profiles {
        let mut more = self.clone();
        more.cells.extend_from_slice(given);
        more.starts.push(more.cells.len());
        more.times.push(1);
        more
    }

    /// Returns the number of labels there are, given or not.
    pub fn labels(&self) -> usize {
        self.labels
    }

    /// Returns how many items have each profile, in step with [`Profiles::iter`].
    pub fn times(&self) -> &[u64] {
        &self.times
    }

    /// Walks over the distinct profiles, in the order in which they first occurred.
    pub fn iter(&self) -> impl Iterator<Item = Profile<'_>> + Clone {
        let bounds = self.starts.iter().zip(self.starts.iter().skip(1));
        let cells = bounds.map(|(from, to)| self.cells.get(*from..*to).unwrap_or(&[]));
        cells.zip(&self.times).map(|(given, times)| Profile { given, times: *times })
    }

    /// Returns the number of items with at least one rating.
    pub fn items(&self) -> u64 {
        self.times.iter().sum()
    }

    /// Returns the number of items that two or more judges rated.
    pub fn rated_twice(&self) -> u64 {
        self.iter().filter(|profile| profile.judges() >= 2.0).map(|profile| profile.times).sum()
    }

    /// Returns the share of each label among all ratings; all 0 when there is none.
    pub fn marginals(&self) -> Vec<f64> {
        let mut sums = vec![0.0; self.labels];
        for profile in self.iter() {
            for (label, count) in profile.given {
                if let Some(sum) = sums.get_mut(*label as usize) {
                    *sum += f64::from(*count) * profile.times as f64;
                }
            }
        }
        let total: f64 = sums.iter().sum();
        sums.iter_mut().for_each(|sum| *sum /= total.max(1.0));
        sums
    }

    /// Returns each label's share of an item's ratings, averaged over items with a rating.
    pub fn item_shares(&self) -> Vec<f64> {
        let mut sums = vec![0.0; self.labels];
        for profile in self.iter() {
            let scale = profile.times as f64 / profile.judges();
            for (label, count) in profile.given {
                if let Some(sum) = sums.get_mut(*label as usize) {
                    *sum += f64::from(*count) * scale;
                }
            }
        }
        let items = self.items().max(1) as f64;
        sums.iter_mut().for_each(|sum| *sum /= items);
        sums
    }

    /// Returns the mean entropy of an item's labels, in bits, over items that two or more judges rated: 0 when all
    /// always agree.
    pub fn mean_entropy_bits(&self) -> f64 {
        let bits = |profile: Profile<'_>| {
            let judges = profile.judges();
            let shares = profile.given.iter().map(|(_, count)| f64::from(*count) / judges);
            -shares.map(|share| share * share.log2()).sum::<f64>() * profile.times as f64
        };
        self.iter().map(bits).sum::<f64>() / self.rated_twice().max(1) as f64
    }
}

fn repeat(counts: &[u32], labels: usize) -> Vec<u16> {
    let given = counts.iter().take(labels).enumerate();
    given.flat_map(|(label, count)| std::iter::repeat_n(label as u16, *count as usize)).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn items_labelled_alike_are_one_profile_whoever_labelled_them() {
        let rows = vec![(0, 0, 1), (0, 1, 0), (1, 5, 0), (1, 2, 1), (2, 0, 1), (4, 1, 1), (4, 2, 1)];
        let profiles = Profiles::of(&Ratings::new(5, 6, 2, rows));
        let all: Vec<_> = profiles.iter().map(|p| (p.given.to_vec(), p.times)).collect();
        assert_eq!(all, [(vec![(0, 1), (1, 1)], 2), (vec![(1, 1)], 1), (vec![(1, 2)], 1)]);
        assert_eq!((profiles.items(), profiles.rated_twice()), (4, 3));
        assert_eq!(profiles.marginals(), [2.0 / 7.0, 5.0 / 7.0]);
        assert_eq!(profiles.item_shares(), [0.25, 0.75]);
        assert_eq!(profiles.mean_entropy_bits(), 2.0 / 3.0);
    }

    #[test]
    fn no_rating_is_no_profile() {
        let profiles = Profiles::of(&Ratings::new(3, 2, 2, vec![]));
        assert_eq!((profiles.items(), profiles.marginals(), profiles.mean_entropy_bits()), (0, vec![0.0, 0.0], 0.0));
    }
}
