//! One item and everything that was said about it.
//!
//! A record borrows from the line it was read from. Names of the pack (rungs, labels, clauses, questions) are already
//! indices; what the pack does not know is kept where a judge may say anything ([`Cite`], unparsable output), and is a
//! reason to reject the record where only the pack's words are allowed.

use std::borrow::Cow;

use crate::language::policy::QuestionId;
use crate::language::value::{ClauseId, LabelId, Rung, Value};

/// An item with the judges' words about it.
#[derive(Debug, Clone, Default)]
pub struct Record<'a> {
    /// Its id, unique in a run.
    pub id: Cow<'a, str>,
    /// Values in the order of [`crate::language::schema::Schema::fields`]; absent ones are [`Value::Missing`].
    pub fields: Vec<Value<'a>>,
    /// What the schema does not declare, by name, where the reader is told to keep it ([`Undeclared`]).
    pub others: Vec<(Cow<'a, str>, Undeclared<'a>)>,
    /// How many people it reached, if known.
    pub reach: Option<f64>,
    /// Model decisions, in the order of the data.
    pub models: Vec<ModelDecision<'a>>,
    /// Ratings, in the order of the data.
    pub ratings: Vec<Rating<'a>>,
    /// The adjudicated decision.
    pub gold: Option<Gold<'a>>,
}

/// A value of a column that the schema does not declare: it has no type, so it is kept as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undeclared<'a> {
    /// A text, a number, true or false.
    Single(Cow<'a, str>),
    /// A list or an object, whatever it holds.
    Composite,
}

/// What one model decided.
#[derive(Debug, Clone, Default)]
pub struct ModelDecision<'a> {
    /// Its name.
    pub name: Cow<'a, str>,
    /// Its version.
    pub version: Option<Cow<'a, str>>,
    /// Hash of the prompt it was given.
    pub prompt_hash: Option<Cow<'a, str>>,
    /// The score from which it acts.
    pub threshold: Option<f64>,
    /// Its verdict; `None` if it gave none or none that is on the ladder.
    pub verdict: Option<Rung>,
    /// Its labels; [`LabelId::UNKNOWN`] for those the pack lacks.
    pub labels: Option<Vec<LabelId>>,
    /// Its scores by name.
    pub scores: Vec<(Cow<'a, str>, f64)>,
    /// Words it says it read in the item.
    pub quotes: Option<Vec<Cow<'a, str>>>,
    /// Its output as it came.
    pub raw: Option<Cow<'a, str>>,
    /// Its output could not be read as a decision.
    pub unparsable: bool,
    /// Its reasoning.
    pub rationale: Option<Cow<'a, str>>,
    /// The clauses it cites.
    pub cites: Option<Vec<Cite<'a>>>,
    /// Its answers to questions.
    pub answers: Vec<(QuestionId, bool)>,
}

/// A clause as a judge named it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cite<'a> {
    /// The judge's words.
    pub text: Cow<'a, str>,
    /// The clause; [`ClauseId::UNKNOWN`] if the pack has none of that id or name.
    pub clause: ClauseId,
}

/// What one rater decided.
#[derive(Debug, Clone, Default)]
pub struct Rating<'a> {
    /// The rater.
    pub rater: Cow<'a, str>,
    /// The verdict.
    pub verdict: Option<Rung>,
    /// The labels.
    pub labels: Option<Vec<LabelId>>,
    /// The clause the rater rests on.
    pub clause: Option<Cite<'a>>,
    /// The exception the rater sees.
    pub except: Option<Cow<'a, str>>,
    /// When, in milliseconds since 1970.
    pub at: Option<i64>,
    /// How long it took, in seconds.
    pub seconds: Option<f64>,
    /// How sure the rater was, 0 to 1.
    pub confidence: Option<f64>,
    /// A note.
    pub note: Option<Cow<'a, str>>,
    /// The batch it belongs to.
    pub batch: Option<Cow<'a, str>>,
    /// The group of people that the rater belongs to.
    pub group: Option<Cow<'a, str>>,
    /// The words in their place, where these could not be read as a verdict.
    pub raw: Option<Cow<'a, str>>,
    /// What the rater gave could not be read as a verdict.
    pub unparsable: bool,
    /// It settles earlier ratings of the item, and stands above them.
    pub adjudicates: bool,
    /// Answers to questions.
    pub answers: Vec<(QuestionId, bool)>,
}

/// The adjudicated decision.
#[derive(Debug, Clone, Default)]
pub struct Gold<'a> {
    /// The verdict.
    pub verdict: Option<Rung>,
    /// The labels.
    pub labels: Option<Vec<LabelId>>,
    /// The clause.
    pub clause: Option<Cite<'a>>,
    /// The exception.
    pub except: Option<Cow<'a, str>>,
    /// Who decided.
    pub by: Option<Cow<'a, str>>,
    /// The judges whose decisions it was made from.
    pub made_by: Vec<Cow<'a, str>>,
    /// The policy revision it was made under.
    pub revision: Option<Cow<'a, str>>,
}
