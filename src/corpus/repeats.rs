//! One judge, one voice: what becomes of a judge who appears more than once on an item.
//!
//! The first decision counts and the others are left out, counted. A judge is a rater, or a model at a version; a rater who
//! also settles the item (`adjudicates`) has said two different things, and both stand.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::ids;
use super::record::{ModelDecision, Rating, Record};

/// How often judges appeared more than once on an item.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeats {
    /// Ratings that were left out.
    pub ratings: u64,
    /// Decisions of models that were left out.
    pub models: u64,
    /// Of all these, those that gave way to a later one, because the corpus's card says that the last counts.
    pub replaced: u64,
    /// Pairs of a judge and an item with more than one decision.
    pub pairs: u64,
}

impl Repeats {
    /// Returns how many decisions were left out.
    pub fn all(&self) -> u64 {
        self.ratings + self.models
    }

    /// Says it in words, a sentence for raters and one for models; nothing if nobody was repeated.
    pub fn told(&self) -> Vec<String> {
        let rule = if self.replaced == 0 {
            "the first counts"
        } else {
            "the last counts where the corpus's card says so, else the first"
        };
        let said = |count: u64, one: &str, many: &str, judge: &str| {
            let what = if count == 1 { one } else { many };
            (count > 0).then(|| format!("{count} {what} repeated a {judge} on an item; {rule}"))
        };
        let ratings = said(self.ratings, "rating", "ratings", "rater");
        ratings.into_iter().chain(said(self.models, "decision", "decisions", "model")).collect()
    }

    /// Adds another part's counts.
    pub(super) fn merge(&mut self, other: &Repeats) {
        self.ratings += other.ratings;
        self.models += other.models;
        self.replaced += other.replaced;
        self.pairs += other.pairs;
    }

    /// Leaves the first decision of each judge in a record, and counts the others.
    pub(super) fn take_out(&mut self, record: &mut Record<'_>) {
        self.ratings += self.first_of_each(&mut record.ratings, |Rating { rater, adjudicates, .. }| {
            ids::hash(rater) ^ u128::from(*adjudicates)
        });
        self.models += self.first_of_each(&mut record.models, |ModelDecision { name, version, .. }| {
            let version = version.as_deref().map_or(0, ids::hash);
            ids::hash(name) ^ version.rotate_left(1)
        });
    }

    fn first_of_each<T>(&mut self, list: &mut Vec<T>, judge: impl Fn(&T) -> u128) -> u64 {
        let given = list.len();
        if given < 2 {
            return 0;
        }
        let mut times: HashMap<u128, u32> = HashMap::with_capacity(given);
        list.retain(|one| {
            let times = times.entry(judge(one)).or_default();
            *times += 1;
            self.pairs += u64::from(*times == 2);
            *times == 1
        });
        (given - list.len()) as u64
    }
}
