//! The one walk over all conjunctions of conditions: rows are cut by one column after the other, and what falls together
//! is counted in one pass.
//!
//! A set of conditions is met once, its columns ascending. For a prefix and a further column, all values of the column
//! are counted in one pass over the prefix's rows; so the work is rows × sets of columns, however many values there are,
//! and the memory one list of rows for each level. Values rarer than the smallest slice wanted are taken out first: no
//! conjunction with them can be large enough (support never grows).

use super::table::{Item, Table};

/// What fell together: how many rows, their errors' sum, the largest of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tally {
    /// How many rows.
    pub n: u32,
    /// The sum of their errors, added in the order of the rows.
    pub error: f64,
    /// The largest error.
    pub max: f64,
}

const NOTHING: Tally = Tally { n: 0, error: 0.0, max: 0.0 };

impl Tally {
    /// Returns a tally that none of two is below, whatever set both contain.
    pub fn least(self, other: Tally) -> Tally {
        Tally { n: self.n.min(other.n), error: self.error.min(other.error), max: self.max.min(other.max) }
    }
}

/// Where a tally was counted, so that its rows can be named.
pub(super) struct Place<'a> {
    rows: &'a [u32],
    column: &'a Column,
    code: u32,
    names: &'a [u32],
}

impl Place<'_> {
    /// Returns the rows of the table that were counted, ascending.
    pub fn rows(&self) -> Vec<u32> {
        let meets = |row: &&u32| self.column.codes.get(**row as usize) == Some(&self.code);
        self.rows.iter().filter(meets).filter_map(|row| self.names.get(*row as usize).copied()).collect()
    }
}

/// What is looked for on a walk.
pub(super) trait Visitor {
    /// Tells whether the values of a column within a prefix are worth counting.
    fn wants(&mut self, prefix: &[Item], column: &Column, rows: usize) -> bool;

    /// Takes what a prefix and one more condition have in common; tells whether to walk on below it.
    fn meets(&mut self, prefix: &[Item], item: Item, tally: Tally, place: &Place<'_>) -> bool;
}

/// A feature with its rare values taken out.
pub(super) struct Column {
    /// The number of the feature.
    pub feature: u32,
    /// The feature's codes of the values that are left, ascending.
    pub values: Vec<u32>,
    /// For each row walked over, where its value stands in `values`; one past the end for a rare one.
    codes: Vec<u32>,
}

/// The rows that are walked over, column by column.
pub(super) struct Ground {
    columns: Vec<Column>,
    errors: Vec<f64>,
    /// The table's number of each row walked over.
    names: Vec<u32>,
}

impl Ground {
    /// Makes the ground of some rows of a table (ascending), without values that fewer than `support` of them have.
    pub fn new(table: &Table, rows: &[u32], support: usize) -> Ground {
        let columns = (0..).zip(table.features()).map(|(feature, column)| {
            let mut counts = vec![0_usize; column.values.len()];
            let codes = || rows.iter().filter_map(|row| column.codes.get(*row as usize).copied());
            for code in codes() {
                if let Some(count) = counts.get_mut(code as usize) {
                    *count += 1;
                }
            }
            let kept = |count: usize| count > 0 && count >= support;
            let values: Vec<u32> =
                (0..).zip(&counts).filter(|(_, count)| kept(**count)).map(|(code, _)| code).collect();
            let mut places = vec![values.len() as u32; counts.len()];
            for (place, value) in (0..).zip(&values) {
                if let Some(slot) = places.get_mut(*value as usize) {
                    *slot = place;
                }
            }
            let codes = codes().filter_map(|code| places.get(code as usize).copied()).collect();
            Column { feature, values, codes }
        });
        let errors = rows.iter().filter_map(|row| table.errors().get(*row as usize).copied()).collect();
        Ground { columns: columns.collect(), errors, names: rows.to_vec() }
    }

    /// Returns how many rows there are.
    pub fn rows(&self) -> usize {
        self.errors.len()
    }

    /// Returns the sum of all errors.
    pub fn error(&self) -> f64 {
        self.errors.iter().sum()
    }

    /// Walks over all conjunctions of up to `depth` conditions that the visitor lets through, in ascending order.
    pub fn walk(&self, depth: usize, visitor: &mut impl Visitor) {
        let widest = self.columns.iter().map(|column| column.values.len()).max().unwrap_or(0);
        let mut room: Vec<Room> = (0..depth).map(|_| Room::new(widest)).collect();
        let all: Vec<u32> = (0..self.rows() as u32).collect();
        self.descend(&all, 0, &mut Vec::with_capacity(depth), &mut room, visitor);
    }

    fn descend(
        &self,
        rows: &[u32],
        first: usize,
        prefix: &mut Vec<Item>,
        room: &mut [Room],
        visitor: &mut impl Visitor,
    ) {
        let Some((here, below)) = room.split_first_mut() else { return };
        for (number, column) in self.columns.iter().enumerate().skip(first) {
            if column.values.is_empty() || !visitor.wants(prefix, column, rows.len()) {
                continue;
            }
            count(rows, &column.codes, &self.errors, here.tallies(column.values.len() + 1));
            let mut any = false;
            for (code, (value, slot)) in (0..).zip(column.values.iter().zip(&mut here.slots)) {
                let place = Place { rows, column, code, names: &self.names };
                let item = Item { feature: column.feature, value: *value };
                slot.open = slot.tally.n > 0 && visitor.meets(prefix, item, slot.tally, &place);
                any |= slot.open;
            }
            if !any || below.is_empty() {
                continue;
            }
            here.cut(rows, &column.codes, column.values.len());
            for (value, slot) in column.values.iter().zip(&here.slots) {
                let Some(part) = here.rows.get(slot.start..slot.end).filter(|_| slot.open) else { continue };
                prefix.push(Item { feature: column.feature, value: *value });
                self.descend(part, number + 1, prefix, below, visitor);
                prefix.pop();
            }
        }
    }
}

/// What one level of a walk works in.
struct Room {
    slots: Vec<Slot>,
    rows: Vec<u32>,
}

/// A value of the column in hand: what was counted, and where its rows stand.
#[derive(Clone, Copy)]
struct Slot {
    tally: Tally,
    open: bool,
    start: usize,
    end: usize,
}

const EMPTY: Slot = Slot { tally: NOTHING, open: false, start: 0, end: 0 };

impl Room {
    fn new(widest: usize) -> Room {
        Room { slots: vec![EMPTY; widest + 1], rows: Vec::new() }
    }

    fn tallies(&mut self, values: usize) -> &mut [Slot] {
        let slots = self.slots.get_mut(..values).unwrap_or_default();
        slots.fill(EMPTY);
        slots
    }

    /// Sorts the rows of the open values by value, keeping their order within each.
    fn cut(&mut self, rows: &[u32], codes: &[u32], values: usize) {
        let mut end = 0;
        for slot in self.slots.iter_mut().take(values) {
            (slot.start, slot.end) = (end, end);
            end += if slot.open { slot.tally.n as usize } else { 0 };
        }
        self.rows.resize(end, 0);
        for row in rows {
            let slot = codes.get(*row as usize).and_then(|code| self.slots.get_mut(*code as usize));
            let Some(slot) = slot.filter(|slot| slot.open) else { continue };
            if let Some(target) = self.rows.get_mut(slot.end) {
                *target = *row;
            }
            slot.end += 1;
        }
    }
}

/// Counts rows by their code; `slots` has one more place than there are codes, for the rare ones.
#[expect(
    clippy::indexing_slicing,
    reason = "the hot loop; every row is below the columns' length, every code has a slot"
)]
fn count(rows: &[u32], codes: &[u32], errors: &[f64], slots: &mut [Slot]) {
    for row in rows {
        let tally = &mut slots[codes[*row as usize] as usize].tally;
        let error = errors[*row as usize];
        tally.n += 1;
        tally.error += error;
        tally.max = tally.max.max(error);
    }
}
