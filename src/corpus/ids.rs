//! The ids seen so far, in 16 bytes each.
//!
//! Ids are told apart by a 128-bit hash: among ten billion the odds of one false duplicate are about 1 in 10¹⁹. The
//! hashes lie in 64 tables that grow one by one, so that growing never holds more than a sixty-fourth twice.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};

use super::rejection::Place;

const TABLES: usize = 64;
const SLOTS_MIN: usize = 64;

/// How many of the first ids also keep their place, to name it when a duplicate comes: some 4 MB at most.
const PLACES_MAX: usize = 1 << 16;

/// Returns the hash that stands for an id. Zero, which marks a free slot, is never one.
pub fn hash(id: &str) -> u128 {
    xxhash_rust::xxh3::xxh3_128(id.as_bytes()).max(1)
}

/// A set of ids.
#[derive(Debug)]
pub struct Ids {
    tables: Vec<Table>,
    places: BTreeMap<u128, Place>,
}

#[derive(Debug, Default)]
struct Table {
    slots: Vec<u128>,
    used: usize,
}

impl Default for Ids {
    fn default() -> Ids {
        Ids { tables: (0..TABLES).map(|_| Table::default()).collect(), places: BTreeMap::new() }
    }
}

impl Ids {
    /// Adds an id by its [`hash`].
    ///
    /// # Errors
    /// The id is there already; with the place of the first, if that is still known.
    pub fn add(&mut self, hash: u128, place: Place) -> Result<(), Option<Place>> {
        let table = self.tables.get_mut(hash as usize % TABLES);
        if !table.is_some_and(|table| table.add(hash)) {
            return Err(self.places.get(&hash).copied());
        }
        if self.places.len() < PLACES_MAX {
            self.places.insert(hash, place);
        }
        Ok(())
    }

    /// Returns how many ids there are.
    pub fn len(&self) -> usize {
        self.tables.iter().map(|table| table.used).sum()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the memory the hashes take, in bytes.
    pub fn bytes(&self) -> usize {
        self.tables.iter().map(|table| table.slots.len() * size_of::<u128>()).sum()
    }

    /// Says why a second record of an id is rejected; `file` names the file of the first.
    pub fn reason(first: Option<(Place, &str)>) -> String {
        match first {
            Some((place, file)) => format!("its id was used before, in `{file}` line {}", place.line),
            None => "its id was used before".to_owned(),
        }
    }

    /// Writes the set, for an interrupted run to go on with.
    pub fn save(&self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(&(self.len() as u64).to_le_bytes())?;
        for table in &self.tables {
            for hash in table.slots.iter().filter(|hash| **hash != 0) {
                out.write_all(&hash.to_le_bytes())?;
            }
        }
        out.write_all(&(self.places.len() as u64).to_le_bytes())?;
        for (hash, place) in &self.places {
            out.write_all(&hash.to_le_bytes())?;
            out.write_all(&place.file.to_le_bytes())?;
            out.write_all(&place.line.to_le_bytes())?;
            out.write_all(&place.byte.to_le_bytes())?;
        }
        Ok(())
    }

    /// Reads a set that [`Ids::save`] wrote.
    pub fn load(input: &mut impl Read) -> io::Result<Ids> {
        let mut ids = Ids::default();
        for _ in 0..u64::from_le_bytes(taken(input)?) {
            let hash = u128::from_le_bytes(taken(input)?);
            if let Some(table) = ids.tables.get_mut(hash as usize % TABLES) {
                table.add(hash);
            }
        }
        for _ in 0..u64::from_le_bytes(taken(input)?) {
            let hash = u128::from_le_bytes(taken(input)?);
            let file = u32::from_le_bytes(taken(input)?);
            let (line, byte) = (u64::from_le_bytes(taken(input)?), u64::from_le_bytes(taken(input)?));
            ids.places.insert(hash, Place { file, line, byte });
        }
        Ok(ids)
    }
}

fn taken<const N: usize>(input: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    input.read_exact(&mut bytes)?;
    Ok(bytes)
}

impl Table {
    /// Adds a hash; false if it is there.
    fn add(&mut self, hash: u128) -> bool {
        // Seven eighths full, a look-up still needs few steps; a step is the next slot.
        if self.used * 8 >= self.slots.len() * 7 {
            self.grow();
        }
        if !place(&mut self.slots, hash) {
            return false;
        }
        self.used += 1;
        true
    }

    fn grow(&mut self) {
        let larger = (self.slots.len() + self.slots.len() / 4).max(SLOTS_MIN);
        let old = std::mem::replace(&mut self.slots, vec![0; larger]);
        for hash in old.into_iter().filter(|hash| *hash != 0) {
            place(&mut self.slots, hash);
        }
    }
}

fn place(slots: &mut [u128], hash: u128) -> bool {
    // The high bits choose the slot, the low ones chose the table.
    let first = (((hash >> 64) * slots.len() as u128) >> 64) as usize;
    let (before, after) = slots.split_at_mut(first.min(slots.len()));
    for slot in after.iter_mut().chain(before) {
        if *slot == hash {
            return false;
        }
        if *slot == 0 {
            *slot = hash;
            return true;
        }
    }
    // Never full: `Table::add` grows first.
    false
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
    use super::*;

    #[test]
    fn the_first_of_an_id_wins_and_is_named() {
        let mut ids = Ids::default();
        let place = |line| Place { file: 0, line, byte: 0 };
        assert_eq!(ids.add(hash("a"), place(1)), Ok(()));
        assert_eq!(ids.add(hash("b"), place(2)), Ok(()));
        assert_eq!(ids.add(hash("a"), place(3)), Err(Some(place(1))));
        assert_eq!(ids.len(), 2);
        assert_eq!(Ids::reason(Some((place(1), "x.jsonl"))), "its id was used before, in `x.jsonl` line 1");
    }

    #[test]
    fn many_ids_take_little_and_are_all_known() {
        let mut ids = Ids::default();
        let count = 200_000;
        for n in 0..count {
            ids.add(hash(&format!("item-{n}")), Place::default()).unwrap();
        }
        for n in 0..count {
            assert!(ids.add(hash(&format!("item-{n}")), Place::default()).is_err());
        }
        assert!(ids.bytes() < count * 16 * 3 / 2, "{} bytes for {count}", ids.bytes());
    }

    #[test]
    fn a_saved_set_goes_on() {
        let mut ids = Ids::default();
        (0..1_000).for_each(|n| ids.add(hash(&n.to_string()), Place::default()).unwrap());
        let mut bytes = Vec::new();
        ids.save(&mut bytes).unwrap();
        let mut again = Ids::load(&mut bytes.as_slice()).unwrap();
        assert_eq!(again.len(), 1_000);
        assert_eq!(again.add(hash("999"), Place { line: 9, ..Place::default() }), Err(Some(Place::default())));
        assert!(Ids::load(&mut &bytes[..100]).is_err());
    }
}
