//! The parts of `calibration.json` that say why judges disagree, and what to do about it: a leaning judge, groups that differ, a batch gone wrong.

use serde::Deserialize;

use super::fig::Fig;
use crate::calibrate::study::Named;

/// One thing to do.
#[derive(Debug, Deserialize)]
pub struct Remedy {
    /// The disagreements that it would end.
    pub disagreements: u64,
    /// The items they are on.
    pub items: u64,
    /// Their share of all.
    pub share: Fig,
    /// How sure their cause is.
    pub probability: f64,
    /// What to do.
    pub sentence: String,
}

/// A clause on which good raters split.
#[derive(Debug, Deserialize)]
pub struct Ambiguous {
    /// How far alpha falls short of alpha elsewhere, as a share of it.
    pub short: f64,
    /// Alpha on the clause.
    pub alpha: Fig,
    /// Alpha elsewhere.
    pub alpha_elsewhere: Fig,
    /// The share of pairs of answers that differ on the clause.
    pub differ: Fig,
    /// The same elsewhere.
    pub differ_elsewhere: Fig,
    /// How likely that is by chance, adjusted for all clauses.
    pub q: f64,
}

/// A label that a judge gives too often.
#[derive(Debug, Deserialize)]
pub struct Lean {
    /// The label.
    pub label: String,
    /// What is held to be right.
    pub against: String,
    /// How many times as often it is given as it is right.
    pub times: Fig,
    /// How often it was given.
    pub given: u64,
    /// How often it was right.
    pub right: u64,
    /// The share of the judge's errors that give it.
    pub of_errors: Fig,
    /// The same of other judges of its kind.
    pub of_others_errors: Fig,
    /// How likely that is by chance, adjusted for all judges and labels.
    pub p: f64,
}

/// Groups of raters.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Groups {
    /// How many raters each has.
    pub raters: Named<u64>,
    /// Raters without one.
    pub without: u64,
    /// The clauses on which they met.
    pub clauses: Vec<GroupsOnClause>,
}

/// Groups of raters on one clause.
#[derive(Debug, Deserialize)]
pub struct GroupsOnClause {
    /// The clause; none for items without one.
    pub clause: Option<String>,
    /// Items of raters of different groups.
    pub items: u64,
    /// The share of pairs of one group who differ.
    pub within: Fig,
    /// The share of pairs of different groups who differ.
    pub across: Fig,
    /// The second less the first.
    pub surplus: Fig,
    /// Alpha within groups.
    pub alpha_within: Fig,
    /// Kappa across groups.
    pub kappa_across: Fig,
    /// How likely that is by lot, adjusted for all clauses.
    pub q: Option<f64>,
    /// Whether the groups differ.
    pub differ: bool,
    /// It as a sentence.
    pub sentence: String,
}

/// A batch of finished work.
#[derive(Debug, Deserialize)]
pub struct Batch {
    /// Its name.
    pub batch: String,
    /// Decisions in it.
    pub decisions: u64,
    /// The items that they are on.
    pub items: u64,
    /// What it is held against.
    pub reference: String,
    /// Items that gold speaks to.
    pub n_gold: u64,
    /// Items that a sure consensus speaks to.
    pub n_consensus: u64,
    /// Decisions looked at.
    pub decisions_looked_at: u64,
    /// How many of those are wrong.
    pub decisions_wrong: u64,
    /// The share of items looked at on which a decision is wrong.
    pub rate: Fig,
    /// What is wrong, the most frequent kind first.
    pub kinds: Vec<BatchError>,
    /// What is decided.
    pub decision: Option<BatchDecision>,
    /// Why nothing is.
    pub why: Option<String>,
}

/// A kind of error in a batch.
#[derive(Debug, Deserialize)]
pub struct BatchError {
    /// Its root cause.
    pub cause: String,
    /// The label that was given.
    pub given: String,
    /// The right one.
    pub right: String,
    /// On how many items.
    pub count: u64,
}

/// What is decided about a batch.
#[derive(Debug, Deserialize)]
pub struct BatchDecision {
    /// `accept`, `refuse` or `unfinished`.
    pub verdict: String,
    /// How likely it is worse than what is good enough.
    pub worse: f64,
}

/// What batches are held to.
#[derive(Debug, Default, Deserialize)]
pub struct Demand {
    /// The rate of errors that is good enough.
    pub accept_rate: f64,
    /// The rate that is not.
    pub refuse_rate: f64,
    /// The risk of refusing a batch that is good enough.
    pub accept_risk: f64,
    /// The risk of accepting one that is not.
    pub refuse_risk: f64,
}
