//! From a hash to what it may mean, with a filter in front: nearly every word of a text is none of the lexicon's.

/// What a key stands for: a word of a spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Posting {
    pub(super) spelling: u32,
    pub(super) word: u32,
}

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    key: u64,
    from: u32,
    to: u32,
}

/// A table from keys to postings.
#[derive(Debug, Default)]
pub(super) struct Keys {
    filter: Vec<u64>,
    /// Bits of a key that are an index into the filter.
    filter_mask: u64,
    slots: Vec<Slot>,
    slot_mask: usize,
    postings: Vec<Posting>,
}

/// Bits of the filter per key, at least: about one word in sixteen passes by chance.
const FILTER_BITS: usize = 16;

impl Keys {
    /// Builds the table.
    pub(super) fn new(mut entries: Vec<(u64, Posting)>) -> Keys {
        entries.sort_unstable();
        entries.dedup();
        let bits = (entries.len() * FILTER_BITS).next_power_of_two().max(64);
        let slots = (entries.len() * 2).next_power_of_two().max(2);
        let mut keys = Keys {
            filter: vec![0; bits / 64],
            filter_mask: bits as u64 - 1,
            slots: vec![Slot::default(); slots],
            slot_mask: slots - 1,
            postings: entries.iter().map(|(_, posting)| *posting).collect(),
        };
        let mut from = 0;
        for run in entries.chunk_by(|a, b| a.0 == b.0) {
            let to = from + run.len();
            keys.insert(run.first().map_or(0, |(key, _)| *key), from as u32, to as u32);
            from = to;
        }
        keys
    }

    fn insert(&mut self, key: u64, from: u32, to: u32) {
        let bit = (key >> 32) & self.filter_mask;
        if let Some(word) = self.filter.get_mut(bit as usize / 64) {
            *word |= 1 << (bit % 64);
        }
        let mut at = key as usize & self.slot_mask;
        while let Some(slot) = self.slots.get_mut(at) {
            if slot.from == slot.to {
                *slot = Slot { key, from, to };
                return;
            }
            at = (at + 1) & self.slot_mask;
        }
    }

    /// Tells whether there is nothing in the table.
    pub(super) fn is_empty(&self) -> bool {
        self.postings.is_empty()
    }

    /// Tells whether a key may be in the table.
    #[inline]
    pub(super) fn may_have(&self, key: u64) -> bool {
        let bit = (key >> 32) & self.filter_mask;
        self.filter.get(bit as usize / 64).is_some_and(|word| word >> (bit % 64) & 1 != 0)
    }

    /// Tells whether a key is in the table.
    pub(super) fn has(&self, key: u64) -> bool {
        self.may_have(key) && !self.get(key).is_empty()
    }

    /// Returns what a key stands for.
    pub(super) fn get(&self, key: u64) -> &[Posting] {
        let mut at = key as usize & self.slot_mask;
        while let Some(slot) = self.slots.get(at).filter(|slot| slot.from != slot.to) {
            if slot.key == key {
                return self.postings.get(slot.from as usize..slot.to as usize).unwrap_or(&[]);
            }
            at = (at + 1) & self.slot_mask;
        }
        &[]
    }
}
