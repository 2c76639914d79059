//! Rated corpora with one thing planted in each: raters and a model judge items of known truth, and one of them, or the
//! guideline, or gold, has one known fault. What a calibration says of such a corpus can be checked.
//!
//! [`PLANTS`] are the faults, the first of which is none at all; [`rated`] makes a corpus from a seed. Twelve raters in two
//! groups, five to an item, and one model; four clauses, three labels, gold on half of the items, a hundred days.

mod judging;
mod tables;

use crate::rng::Rng;

pub use tables::{gold_table, ratings_table};

/// The labels, from mildest to most severe.
pub const LABELS: [&str; 3] = ["allow", "label", "remove"];
/// The clauses.
pub const CLAUSES: [&str; 4] = ["HS.1", "HS.2", "SP.1", "VI.1"];
/// Raters, and how many of them rate an item.
pub const RATERS: usize = 12;
/// Raters of an item.
pub const RATERS_EACH: usize = 5;
/// Items of a corpus.
pub const ITEMS: usize = 1_200;
/// Days over which the ratings spread.
pub const DAYS: usize = 100;
/// The day on which the rater that drifts begins to.
pub const DRIFT_DAY: usize = 60;
/// The first day, in milliseconds since 1970-01-01T00:00Z: Monday, 5 January 2026.
pub const FIRST_DAY_MS: i64 = 1_767_571_200_000;
/// A day in milliseconds.
pub const DAY_MS: i64 = 86_400_000;

/// What is planted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plant {
    /// Nothing: whatever is found is a false alarm.
    Nothing,
    /// Rater `r01` is right on about 55 % of items.
    WeakRater,
    /// Rater `r01` gives `remove` where others would not, on a third of the items that are no `remove`.
    BiasedRater,
    /// Rater `r01` errs as others do until [`DRIFT_DAY`], and five times as often from then on.
    DriftingRater,
    /// The model errs on 60 % of items in Farsi, and as usual on others.
    BlindModel,
    /// Clause `HS.2` reads in two ways: half of the raters act a rung higher on its unclear items, whatever their group.
    AmbiguousClause,
    /// 3 % of gold is wrong.
    WrongGold,
    /// The raters of one group act a rung higher on half of the items of `VI.1` that are not removed.
    Groups,
    /// Rater `r01` gives one answer always.
    Spammer,
}

/// All plants with their names.
pub const PLANTS: [(Plant, &str); 9] = [
    (Plant::Nothing, "nothing"),
    (Plant::WeakRater, "weak rater"),
    (Plant::BiasedRater, "biased rater"),
    (Plant::DriftingRater, "drifting rater"),
    (Plant::BlindModel, "blind model"),
    (Plant::AmbiguousClause, "ambiguous clause"),
    (Plant::WrongGold, "wrong gold"),
    (Plant::Groups, "groups"),
    (Plant::Spammer, "spammer"),
];

/// The planted clause of [`Plant::AmbiguousClause`].
pub const AMBIGUOUS: &str = "HS.2";
/// The planted clause of [`Plant::Groups`].
pub const DIVIDING: &str = "VI.1";
/// The planted rater.
pub const PLANTED_RATER: &str = "r01";
/// The model.
pub const MODEL: &str = "guard";

/// One item.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// The clause it is about, as a place in [`CLAUSES`].
    pub clause: usize,
    /// Its language.
    pub lang: &'static str,
    /// Where it stands.
    pub surface: &'static str,
    /// The label that is right, as a place in [`LABELS`].
    pub truth: usize,
    /// The gold it has.
    pub gold: Option<usize>,
    /// It is one that the clause leaves open.
    pub unclear: bool,
    /// When it was rated.
    pub at_ms: i64,
}

/// One rating.
#[derive(Debug, Clone)]
pub struct Rated {
    /// The item, as a place among the items.
    pub item: usize,
    /// The rater, or the model.
    pub judge: String,
    /// Whether it is the model.
    pub is_model: bool,
    /// The rater's group.
    pub group: Option<&'static str>,
    /// The label given, as a place in [`LABELS`].
    pub label: usize,
    /// When.
    pub at_ms: i64,
    /// The batch.
    pub batch: String,
}

/// A rated corpus.
#[derive(Debug, Clone)]
pub struct Corpus {
    /// What is planted in it.
    pub plant: Plant,
    /// The items, by day.
    pub items: Vec<Item>,
    /// What was said.
    pub ratings: Vec<Rated>,
}

impl Corpus {
    /// Returns the ids of the items whose gold is wrong.
    pub fn wrong_gold(&self) -> Vec<&str> {
        let wrong = self.items.iter().filter(|item| item.gold.is_some_and(|gold| gold != item.truth));
        wrong.map(|item| item.id.as_str()).collect()
    }
}

/// Makes a corpus from a seed.
pub fn rated(plant: Plant, seed: u64) -> Corpus {
    let mut rng = Rng::new(seed);
    let mut items = items(&mut rng.fork("items"));
    let ratings = judging::ratings(plant, &items, &mut rng.fork("ratings"));
    gold(plant, &mut items, &mut rng.fork("gold"));
    Corpus { plant, items, ratings }
}

fn items(rng: &mut Rng) -> Vec<Item> {
    let one = |number: usize| {
        let clause = rng.below(CLAUSES.len());
        let truth = rng.weighted(&[(0, 50), (1, 20), (2, 30)], |(_, weight)| *weight).map_or(0, |(label, _)| *label);
        Item {
            id: format!("i{number:04}"),
            clause,
            lang: rng
                .weighted(&[("en", 60), ("es", 25), ("fa", 15)], |(_, weight)| *weight)
                .map_or("en", |(lang, _)| lang),
            surface: rng.word(&["post", "comment", "profile"]),
            truth,
            gold: None,
            unclear: truth < 2 && rng.chance(0.7),
            at_ms: FIRST_DAY_MS + (number * DAYS / ITEMS) as i64 * DAY_MS + (rng.below(86_400) * 1_000) as i64,
        }
    };
    (0..ITEMS).map(one).collect()
}

/// Half of the items have gold; all where gold is what is planted.
fn gold(plant: Plant, items: &mut [Item], rng: &mut Rng) {
    for item in items {
        let (drawn, wrong, other) = (rng.chance(0.5), rng.chance(0.03), 1 + rng.below(LABELS.len() - 1));
        let is_wrong = plant == Plant::WrongGold && wrong;
        let label = if is_wrong { (item.truth + other) % LABELS.len() } else { item.truth };
        item.gold = (drawn || plant == Plant::WrongGold).then_some(label);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_corpus_and_plants_change_only_what_they_plant() {
        let table = |plant, seed| ratings_table(&rated(plant, seed));
        assert_eq!(table(Plant::Nothing, 3), table(Plant::Nothing, 3));
        assert_ne!(table(Plant::Nothing, 3), table(Plant::Nothing, 4));
        assert_eq!(table(Plant::Nothing, 3), table(Plant::WrongGold, 3));
        let (clean, weak) = (table(Plant::Nothing, 3), table(Plant::WeakRater, 3));
        let others =
            |text: &str| text.lines().filter(|line| !line.contains("r01")).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(others(&clean), others(&weak));
    }

    #[test]
    fn three_in_a_hundred_gold_labels_are_wrong_where_that_is_planted_and_none_elsewhere() {
        let wrong = rated(Plant::WrongGold, 1).wrong_gold().len();
        assert!((20..55).contains(&wrong), "{wrong}");
        assert!(rated(Plant::Nothing, 1).wrong_gold().is_empty());
    }
}
