//! Which near-duplicates belong together, with a fixed amount of memory.
//!
//! Items come in the order of the input. Each is looked up by bands of its sketch (locality-sensitive hashing, Indyk and
//! Motwani 1998) among the latest first items of clusters; one that is alike enough, and decided the same, joins. The
//! table forgets the oldest entry of a slot: near-duplicates that lie very far apart in the input may be missed, which
//! costs a repeated look and nothing else. Items that are the same are always together, since equal texts have equal keys.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::case::Case;
use super::fingerprint::{NEAR_FROM, likeness};

/// Bytes of a sketch in one band: 16 bands of 4 find a pair of likeness 0.8 with probability 0.9998.
const BAND: usize = 4;
/// Slots of the table of bands and of the table of first items.
const SLOTS: usize = 1 << 16;

/// The first item of a cluster.
#[derive(Debug, Clone)]
struct First {
    group: u64,
    decided_as: u64,
    sketch: Vec<u8>,
}

/// Finds the clusters of near-duplicates.
#[derive(Debug)]
pub struct Clusters {
    bands: Vec<u32>,
    firsts: Vec<Option<First>>,
    next: usize,
}

impl Default for Clusters {
    fn default() -> Self {
        Clusters { bands: vec![u32::MAX; SLOTS], firsts: vec![None; SLOTS / 4], next: 0 }
    }
}

impl Clusters {
    /// Returns the group of an item: that of a near-duplicate met before, else its own.
    pub fn group(&mut self, case: &Case) -> u64 {
        if case.sketch.is_empty() {
            return case.cluster;
        }
        let slots: Vec<usize> = case
            .sketch
            .chunks(BAND)
            .enumerate()
            .map(|(at, band)| xxh3_64_with_seed(band, case.decided_as ^ at as u64) as usize % SLOTS)
            .collect();
        for slot in &slots {
            let known = self.bands.get(*slot).and_then(|at| self.firsts.get(*at as usize)).and_then(Option::as_ref);
            let near = known.filter(|first| {
                first.decided_as == case.decided_as && likeness(&first.sketch, &case.sketch) >= NEAR_FROM
            });
            if let Some(first) = near {
                return first.group;
            }
        }
        let at = self.next;
        self.next = (self.next + 1) % self.firsts.len();
        if let Some(slot) = self.firsts.get_mut(at) {
            *slot = Some(First { group: case.cluster, decided_as: case.decided_as, sketch: case.sketch.clone() });
        }
        for slot in slots {
            if let Some(band) = self.bands.get_mut(slot) {
                *band = at as u32;
            }
        }
        case.cluster
    }
}
