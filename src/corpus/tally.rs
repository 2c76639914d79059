//! What was counted while reading, beside the records themselves.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::repeats::Repeats;

/// Most different names that are counted apart; hostile files invent a new one on every line.
const NAMES_MAX: usize = 1_000;

/// Longest name that is kept.
const NAME_BYTES_MAX: usize = 200;

/// Counts of what was read; the counts of parts, merged in the order of the parts, are those of the whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Records that were read.
    pub records: u64,
    /// Lines and rows that were rejected, duplicates included.
    pub rejected: u64,
    /// Records that were rejected because their id was used before; whoever compares ids counts them.
    #[serde(default)]
    pub duplicates: u64,
    /// Blank lines.
    pub blank: u64,
    /// Judges that appear more than once on an item.
    #[serde(default)]
    pub repeats: Repeats,
    /// Columns that the schema does not declare, with the number of records that have each.
    pub columns: BTreeMap<String, u64>,
    /// Keys of judges (`models.…`, `ratings.…`, `gold.…`) that are not known, with the number of times each occurs.
    pub judge_keys: BTreeMap<String, u64>,
    /// Clauses that judges name and the pack does not have, by the key that names them (`gold.clause HR.9`).
    #[serde(default)]
    pub unknown_clauses: BTreeMap<String, u64>,
    /// Labels that judges give and the pack does not have, by the key that gives them (`models.labels violence`).
    #[serde(default)]
    pub unknown_labels: BTreeMap<String, u64>,
    /// Rows that a card says to pass over, by what it calls them.
    pub skipped: BTreeMap<String, u64>,
    /// What a card's `expect` compares, by name.
    pub facts: BTreeMap<String, u64>,
    /// Occurrences of further names, once there are too many.
    pub other_names: u64,
}

impl Tally {
    /// Counts an undeclared column; the name comes in parts so that none need be joined for one known already.
    pub(super) fn column(&mut self, parts: &[&str]) {
        if !count(&mut self.columns, parts) {
            self.other_names += 1;
        }
    }

    /// Counts an unknown key of a judge.
    pub(super) fn judge_key(&mut self, parts: &[&str]) {
        if !count(&mut self.judge_keys, parts) {
            self.other_names += 1;
        }
    }

    /// Counts a clause that the pack does not have; `what` is the key that names it.
    pub(super) fn unknown_clause(&mut self, what: &str, clause: &str) {
        if !count(&mut self.unknown_clauses, &[what, " ", clause]) {
            self.other_names += 1;
        }
    }

    /// Counts a label that the pack does not have; `what` is the key that gives it.
    pub(super) fn unknown_label(&mut self, what: &str, label: &str) {
        if !count(&mut self.unknown_labels, &[what, " ", label]) {
            self.other_names += 1;
        }
    }

    /// Adds to one of the facts a card's `expect` compares.
    pub(super) fn fact(&mut self, name: &str) {
        count(&mut self.facts, &[name]);
    }

    /// Counts a row that a card says to pass over.
    pub(super) fn skip(&mut self, kind: &str) {
        count(&mut self.skipped, &[kind]);
    }

    /// Turns one of the records into a duplicate, which is rejected.
    pub fn duplicate(&mut self) {
        self.records = self.records.saturating_sub(1);
        self.rejected += 1;
        self.duplicates += 1;
    }

    /// Adds another part's counts.
    pub fn merge(&mut self, other: &Tally) {
        self.records += other.records;
        self.rejected += other.rejected;
        self.duplicates += other.duplicates;
        self.blank += other.blank;
        self.repeats.merge(&other.repeats);
        self.other_names += other.other_names;
        self.other_names += add(&mut self.columns, &other.columns);
        self.other_names += add(&mut self.judge_keys, &other.judge_keys);
        self.other_names += add(&mut self.unknown_clauses, &other.unknown_clauses);
        self.other_names += add(&mut self.unknown_labels, &other.unknown_labels);
        self.other_names += add(&mut self.skipped, &other.skipped);
        self.other_names += add(&mut self.facts, &other.facts);
    }
}

/// Adds counts; returns those of names that are too many.
fn add(counts: &mut BTreeMap<String, u64>, more: &BTreeMap<String, u64>) -> u64 {
    let mut too_many = 0;
    for (name, count) in more {
        let full = counts.len() >= NAMES_MAX;
        match counts.get_mut(name) {
            Some(known) => *known += count,
            None if full => too_many += count,
            None => {
                counts.insert(name.clone(), *count);
            }
        }
    }
    too_many
}

/// Counts a name; false if there are too many already.
fn count(counts: &mut BTreeMap<String, u64>, parts: &[&str]) -> bool {
    let joined;
    let name = match parts {
        [name] => *name,
        _ => {
            joined = parts.concat();
            &joined
        }
    };
    if let Some(count) = counts.get_mut(name) {
        *count += 1;
        return true;
    }
    if counts.len() >= NAMES_MAX || name.len() > NAME_BYTES_MAX {
        return false;
    }
    counts.insert(name.to_owned(), 1);
    true
}
