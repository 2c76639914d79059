//! An item as its author knows it: its fields, what the policy's prose means for it, and what the policy's rules make
//! of it. Judges come later and see only some of that.

use serde_json::{Map, Value};

/// A clause of the world's pack, as far as judges need it.
#[derive(Debug, Clone, Copy)]
pub struct Clause {
    /// Its id in the pack.
    pub id: &'static str,
    /// Its title in the pack.
    pub title: &'static str,
    /// The rung it proposes: an index into [`Setting::ladder`], above 0.
    pub rung: usize,
    /// Its labels, implied ones included.
    pub labels: &'static [&'static str],
    /// The score of the models that it raises.
    pub score: &'static str,
}

/// What all items of a world share.
pub struct Setting {
    /// The pack's ladder, weakest first.
    pub ladder: &'static [&'static str],
    /// The live clauses of the pack that cases speak of.
    pub clauses: &'static [Clause],
    /// The people.
    pub raters: &'static [super::judges::Rater],
    /// The models.
    pub models: &'static [super::judges::Model],
    /// How judging is organised.
    pub shares: Shares,
    /// How many cases of each plant.
    pub quotas: &'static [(super::plant::Plant, usize)],
}

impl Setting {
    /// Finds a clause by its id.
    pub fn clause(&self, id: &str) -> Option<&'static Clause> {
        let clauses: &'static [Clause] = self.clauses;
        clauses.iter().find(|clause| clause.id == id)
    }

    /// Returns a rung's name.
    pub fn rung_name(&self, rung: usize) -> &'static str {
        self.ladder.get(rung).copied().unwrap_or_default()
    }

    /// Returns the strongest rung that these clauses propose; 0 for none.
    pub fn rung_of<'a>(&self, clauses: impl IntoIterator<Item = &'a &'static str>) -> usize {
        clauses.into_iter().filter_map(|id| self.clause(id)).map(|clause| clause.rung).max().unwrap_or(0)
    }

    /// Returns the labels that these clauses give, sorted, each once.
    pub fn labels_of<'a>(&self, clauses: impl IntoIterator<Item = &'a &'static str>) -> Vec<&'static str> {
        let mut labels: Vec<_> =
            clauses.into_iter().filter_map(|id| self.clause(id)).flat_map(|clause| clause.labels).copied().collect();
        labels.sort_unstable();
        labels.dedup();
        labels
    }
}

/// Shares of items (0 to 1).
#[derive(Debug, Clone, Copy)]
pub struct Shares {
    /// Rated by three people.
    pub three_raters: f64,
    /// Rated by two.
    pub two_raters: f64,
    /// Adjudicated, before plants.
    pub gold: f64,
    /// Of gold: made by raters of the item, so that they are not independent of it.
    pub gold_by_raters: f64,
    /// Both models err together, on an item of middling difficulty.
    pub models_err_together: f64,
    /// A model's output cannot be read.
    pub unparsable: f64,
    /// A model's decision is absent.
    pub no_model: f64,
}

/// A question of the pack whose answer decides a clause for this case, all other conditions of the clause holding.
#[derive(Debug, Clone, Copy)]
pub struct Ask {
    /// The question's name.
    pub question: &'static str,
    /// The right answer.
    pub answer: bool,
    /// The clause that hangs on it; several that do are several asks with one question.
    pub clause: &'static str,
    /// The answer with which the clause fires.
    pub fires_on: bool,
    /// Where nobody answers, or answers differ, the clause does not fire and the matter is closed.
    pub closes: bool,
}

/// An item before anyone has judged it.
#[derive(Debug, Clone, Default)]
pub struct Case {
    /// Its id.
    pub id: String,
    /// Its fields, as the record has them.
    pub fields: Map<String, Value>,
    /// The clauses it violates by the policy's prose, the decisive one first; empty: it is fine.
    pub violates: Vec<&'static str>,
    /// The rung it deserves although no clause says so: what the policy has not thought of. 0 for all others.
    pub deserves: usize,
    /// The exception that makes it fine, where one is what does.
    pub except: Option<&'static str>,
    /// The clauses that the rules fire on it without any question; differs from `violates` where the rules are wrong.
    pub fires: Vec<&'static str>,
    /// Questions that decide further clauses.
    pub asks: Vec<Ask>,
    /// Fields that are missing and leave a clause indeterminate.
    pub missing: Vec<&'static str>,
    /// The strongest rung among the clauses that the missing fields leave open; 0 if none.
    pub open_rung: usize,
    /// The clause that a mistaken judge would see in it; empty: any.
    pub tempting: &'static str,
    /// Words of the item that a judge may quote.
    pub quotable: Vec<String>,
    /// Why its true verdict is what it is, in a few words that complete "because".
    pub because: String,
    /// How hard it is to judge, 0 to 1.
    pub difficulty: f64,
    /// The plants it can carry beyond those that any case can.
    pub suits: Suits,
}

/// What kind of case it is, for choosing where to plant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Suits {
    /// Rules and prose agree.
    #[default]
    Plain,
    /// The rules are wrong on it.
    PolicyError,
    /// A field is missing that decides it.
    Missing,
    /// The prose leaves it open; raters act though the policy is silent.
    Silent,
    /// Two clauses of different rungs are both arguable.
    Ambiguous(&'static str, &'static str),
}

impl Case {
    /// Returns the true rung.
    pub fn rung(&self, setting: &Setting) -> usize {
        setting.rung_of(&self.violates).max(self.deserves)
    }
}
