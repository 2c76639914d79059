//! Everything that judges said about a corpus, laid out for statistics.
//!
//! A [`Sheet`] is what every report is made from: names once, numbers everywhere else. [`scale`] says what labels there
//! are and how far apart they stand; [`builder`] takes what was said in any order; [`record`] reads a record and the
//! policy's decision about it.

pub mod builder;
pub mod columns;
pub mod gold_labels;
pub mod label_sets;
pub mod left_out;
pub mod record;
pub mod scale;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Ratings;
use super::weakness::FeatureKind;
pub use builder::{ItemSaid, Said, SheetBuilder};
pub use gold_labels::GoldLabels;
pub use label_sets::{LabelSet, LabelSets};
pub use left_out::LeftOut;
pub use scale::{Scale, ScaleFault};

/// What kind of judge one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JudgeKind {
    /// A person.
    Rater,
    /// A model.
    Model,
    /// The written policy, as the engine applies it.
    Policy,
}

/// A judge. Two versions of one model are two judges.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Judge {
    /// What it is.
    pub kind: JudgeKind,
    /// Its name.
    pub name: String,
    /// A model's version.
    pub version: Option<String>,
}

impl Judge {
    /// Returns the name that reports use: the version stands behind an `@`.
    pub fn title(&self) -> String {
        match &self.version {
            Some(version) => format!("{}@{version}", self.name),
            None => self.name.clone(),
        }
    }
}

/// Why a judge that spoke gave no label. Each is a value of its own and never taken for a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Odd {
    /// Output that could not be read as a decision.
    Unparsable,
    /// It spoke, and gave no verdict.
    NoVerdict,
    /// The policy cannot tell for want of something.
    Unsettled,
}

impl Odd {
    /// All of them, in the order in which tables show them.
    pub const ALL: [(Odd, &'static str); 3] =
        [(Odd::Unparsable, "unparsable"), (Odd::NoVerdict, "no_verdict"), (Odd::Unsettled, "unsettled")];

    /// Returns the place in [`Odd::ALL`].
    pub fn number(self) -> usize {
        self as usize
    }
}

/// The number that stands for "no clause", "no batch".
pub const NONE: u32 = u32::MAX;

/// What is known of each rating beside its label, in step with the ratings. A list is empty where no rating has that.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Details {
    /// When it was given, in milliseconds since 1970-01-01T00:00Z; [`i64::MIN`]: not known.
    pub at_ms: Vec<i64>,
    /// How long it took, in seconds; NaN: not known.
    pub seconds: Vec<f32>,
    /// Its batch, as an index into [`Sheet::batches`].
    pub batch: Vec<u32>,
    /// The clause it rests on, as an index into [`Sheet::clauses`].
    pub clause: Vec<u32>,
}

/// A score that a model gave.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreSeries {
    /// The model.
    pub judge: u32,
    /// The score's name.
    pub name: String,
    /// Items and scores, ascending by item.
    pub rows: Vec<(u32, f64)>,
    /// The score from which the model says it acts.
    pub declared: Declared,
}

/// The score from which a model says it acts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Declared {
    /// It does not say.
    #[default]
    Never,
    /// From here on.
    At(f64),
    /// It says different ones on different items.
    Several,
}

/// What a model's decisions hang on beside its name and version.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Binding {
    /// Hashes of its prompts, as far as its decisions name them.
    pub prompts: BTreeSet<String>,
    /// The score from which it says it acts.
    pub threshold: Declared,
}

impl Binding {
    /// Tells whether decisions under both are decisions of one judge: not where one names a prompt or a threshold that the
    /// other does not, nor where there are several, of which nobody knows how often each was used.
    pub fn is_as(&self, other: &Binding) -> bool {
        self == other && self.prompts.len() <= 1 && self.threshold != Declared::Several
    }
}

/// A column of what items are like, for the search for weak slices.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// The field's name.
    pub name: String,
    /// What it says something about.
    pub kind: FeatureKind,
    /// The distinct values, sorted (those of texts in the order of [`PROPERTIES`](super::weakness::text::PROPERTIES)).
    pub values: Vec<String>,
    /// The value of each item, as an index into `values`; [`NONE`]: the item has none.
    pub codes: Vec<u32>,
    /// Items of which several values were told: which one holds is not known, so they have none.
    pub contradicted: u64,
}

impl Column {
    /// Tells whether it is a field of the item, and not read off its text.
    pub fn is_field(&self) -> bool {
        self.kind != FeatureKind::Text
    }
}

/// A rating that settles what others said about an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adjudication {
    /// The label.
    pub label: u16,
    /// Who settled it.
    pub judge: u32,
    /// The clause it rests on.
    pub clause: Option<u32>,
}

/// An item's words, as a text model reads them. It cannot be told from them what the words were.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// The places that they hash to, ascending, each once.
    pub places: Vec<u16>,
    /// Equal for items that a text model must know all or none of: near-duplicates, and answers to one prompt.
    pub kin: u64,
}

/// Everything that judges said about a corpus.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The labels.
    pub scale: Scale,
    /// The items' ids, sorted: what is drawn, dealt or listed by number does not depend on the order in which items came.
    pub items: Vec<String>,
    /// The judges, by kind and name.
    pub judges: Vec<Judge>,
    /// What each judge's decisions hang on, in step with the judges.
    pub bindings: Vec<Binding>,
    /// The group of people that each judge belongs to, as an index into [`Sheet::group_names`]; [`NONE`]: not said.
    pub groups: Vec<u32>,
    /// Names of groups, sorted.
    pub group_names: Vec<String>,
    /// Who gave which label to which item.
    pub ratings: Ratings,
    /// What is known of each rating.
    pub details: Details,
    /// Items and judges that spoke without a label, ascending.
    pub odd: Vec<(u32, u32, Odd)>,
    /// Gold by item.
    pub gold: Vec<Option<u16>>,
    /// Items and judges whose decision gold was made from: on these the judge is not held against gold.
    pub made_gold: Vec<(u32, u32)>,
    /// By item, the rating that settles it, if there is one.
    pub adjudicated: BTreeMap<u32, Adjudication>,
    /// Names of clauses.
    pub clauses: Vec<String>,
    /// The clause that gold names, by item; empty where it names none anywhere.
    pub gold_clause: Vec<u32>,
    /// The strongest clause of the policy that fired, by item; empty where none fired anywhere.
    pub policy_clause: Vec<u32>,
    /// The clause that is at issue, by item: gold's, else the policy's strongest, else the one most judges name.
    pub topics: Vec<u32>,
    /// Names of batches.
    pub batches: Vec<String>,
    /// The labels that gold gives.
    pub gold_labels: GoldLabels,
    /// Sets of labels beside decisions.
    pub label_sets: LabelSets,
    /// Models' scores.
    pub scores: Vec<ScoreSeries>,
    /// What items are like.
    pub columns: Vec<Column>,
    /// Columns that came with the items and divide nothing, and why.
    pub columns_left_out: Vec<(String, LeftOut)>,
    /// The cluster of near-duplicates that each item belongs to, numbered from 0.
    pub clusters: Vec<u32>,
    /// Words of items with gold, where they are known; no more than [`builder::WORDS_MAX`] items have them.
    pub words: BTreeMap<u32, Words>,
    /// Ratings that repeated a judge on an item and were left out.
    pub duplicates: u64,
}

/// Sorts what has been numbered as it came; returns it with the new number of each old one.
fn sorted<T: Ord>(named: Vec<T>) -> (Vec<T>, Vec<u32>) {
    let mut order: Vec<(T, u32)> = named.into_iter().zip(0..).collect();
    order.sort_unstable();
    let mut places = vec![0; order.len()];
    for ((_, old), place) in order.iter().zip(0..) {
        places.get_mut(*old as usize).into_iter().for_each(|slot| *slot = place);
    }
    (order.into_iter().map(|(name, _)| name).collect(), places)
}

impl Sheet {
    /// Returns the number of ratings, those that the policy stands for included.
    pub fn len(&self) -> usize {
        self.ratings.len()
    }

    /// Tells whether nobody said anything.
    pub fn is_empty(&self) -> bool {
        self.ratings.is_empty() && self.odd.is_empty()
    }

    /// Returns what a judge is; none where there is none of that number.
    pub fn kind(&self, judge: u32) -> Option<JudgeKind> {
        self.judges.get(judge as usize).map(|judge| judge.kind)
    }

    /// Returns what a judge is called; nothing where there is none of that number.
    pub fn title(&self, judge: u32) -> String {
        self.judges.get(judge as usize).map_or_else(String::new, Judge::title)
    }

    /// Returns the group that a judge belongs to.
    pub fn group(&self, judge: u32) -> Option<u32> {
        self.groups.get(judge as usize).copied().filter(|group| *group != NONE)
    }

    /// Walks over items and judges that spoke without a label and are wrong for that: whoever was asked owed an answer. What the
    /// policy cannot settle is unknown, and not among them.
    pub fn unanswered(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.odd.iter().filter(|(.., odd)| *odd != Odd::Unsettled).map(|(item, judge, _)| (*item, *judge))
    }

    /// Returns the clause that an item is about, as one to divide a judge's decisions by: gold's; where gold names none anywhere, the
    /// policy's for people and models. A judge's own word is no such clause: where it was wrong, it would be wrong by choice.
    pub fn clause_for(&self, item: u32, kind: JudgeKind) -> Option<u32> {
        let of = |clauses: &[u32]| clauses.get(item as usize).copied().filter(|clause| *clause != NONE);
        match (self.gold_names_clauses(), kind) {
            (true, _) => of(&self.gold_clause),
            (false, JudgeKind::Policy) => None,
            (false, JudgeKind::Rater | JudgeKind::Model) => of(&self.policy_clause),
        }
    }

    /// Tells whether gold names a clause on any item.
    pub fn gold_names_clauses(&self) -> bool {
        !self.gold_clause.is_empty()
    }

    /// Tells whether gold on an item was made from a judge's own decision.
    pub fn is_circular(&self, item: u32, judge: u32) -> bool {
        self.made_gold.binary_search(&(item, judge)).is_ok()
    }

    /// Returns the ratings of judges of some kinds only; the numbers of judges and items stay.
    pub fn ratings_of(&self, wanted: impl Fn(JudgeKind) -> bool) -> Ratings {
        let is_wanted = |judge: u32| self.judges.get(judge as usize).is_some_and(|judge| wanted(judge.kind));
        let rows = self.ratings.iter().filter(|(_, judge, _)| is_wanted(*judge)).collect();
        Ratings::new(self.items.len(), self.judges.len(), self.scale.labels().len(), rows)
    }
}
