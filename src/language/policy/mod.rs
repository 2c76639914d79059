//! What a pack means: every name resolved, every expression typed, overlays applied.
//!
//! This is the one form that the rest of the house reads. Items refer to each other by index into the vectors of
//! [`Pack`], so that an engine, an explainer and a handbook all walk the same tree. It still has the reader's words in
//! it (titles, prose, spans), and nothing about how it will be run: that is `engine::plan`.

mod expr;
mod fact;
mod pattern;

pub use expr::{Arithmetic, Comparison, Expr, ExprKind};
pub use fact::{Judge, JudgeField, PolicyField, TextProperty};
pub use pattern::{Match, Relation, RelationKind, StandardPattern, Term, TermKind};

use serde::{Deserialize, Serialize};

use super::schema::{FieldId, Models, Schema};
use super::source::Span;
pub use super::syntax::ast::{Amount, MetaKind, Order, Quantifier, TestOutcome, View};
use super::value::{ClauseId, LabelId, Rung, Severity, Type, Value};

/// Defines an index into one of the vectors of [`Pack`].
macro_rules! index {
    ($(#[$doc:meta] $name:ident),+ $(,)?) => {
        $(
            #[$doc]
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
            pub struct $name(pub u32);
        )+
    };
}

index! {
    /// Index into [`Pack::policies`].
    PolicyId,
    /// Index into [`Pack::lists`].
    ListId,
    /// Index into [`Pack::patterns`].
    PatternId,
    /// Index into [`Pack::defines`].
    DefineId,
    /// Index into [`Pack::questions`].
    QuestionId,
    /// Index into [`Pack::exemptions`].
    ExemptionId,
    /// Index into [`Pack::checks`].
    CheckId,
    /// Index into [`Pack::queues`].
    QueueId,
}

/// A pack that compiled.
#[derive(Debug, Clone, Default)]
pub struct Pack {
    /// Its name from `pack.yaml`.
    pub name: String,
    /// Its title.
    pub title: String,
    /// `sha256:` of its canonical bytes.
    pub revision: String,
    /// What `today` is in examples, in milliseconds since 1970, if the pack says.
    pub as_of: Option<i64>,
    /// The fields.
    pub schema: Schema,
    /// The models.
    pub models: Models,
    /// The ladder of verdicts, weakest first; the first is the default.
    pub ladder: Vec<String>,
    /// The labels of all policies, in the order declared.
    pub labels: Vec<Label>,
    /// The policies, in the order read.
    pub policies: Vec<Policy>,
    /// The lists.
    pub lists: Vec<List>,
    /// The patterns.
    pub patterns: Vec<Pattern>,
    /// The defines; one refers only to others, never in a circle.
    pub defines: Vec<Define>,
    /// The questions.
    pub questions: Vec<Question>,
    /// The clauses, retired ones included, sorted by id.
    pub clauses: Vec<Clause>,
    /// The exemptions.
    pub exemptions: Vec<Exemption>,
    /// The checks.
    pub checks: Vec<Check>,
    /// The queues.
    pub queues: Vec<Queue>,
    /// The slices.
    pub slices: Vec<Slice>,
    /// The pack-level examples.
    pub examples: Vec<Example>,
}

impl Pack {
    /// Returns the paths of the texts that policies are about, each once.
    pub fn subjects(&self) -> Vec<&str> {
        let ids = self.policies.iter().filter_map(|policy| policy.subject);
        let mut paths: Vec<&str> =
            ids.filter_map(|id| self.schema.fields.get(id.0 as usize)).map(|field| field.path.as_str()).collect();
        paths.sort_unstable();
        paths.dedup();
        paths
    }

    /// Finds a rung by its name.
    pub fn rung(&self, name: &str) -> Option<Rung> {
        self.ladder.iter().position(|rung| rung == name).map(|at| Rung(at as u8))
    }

    /// Returns a rung's name; the default rung's for one that is not on the ladder.
    pub fn rung_name(&self, rung: Rung) -> &str {
        self.ladder.get(rung.0 as usize).or(self.ladder.first()).map_or("", String::as_str)
    }

    /// Finds a clause by its id or by a name it is `known as`.
    pub fn clause(&self, id: &str) -> Option<ClauseId> {
        let own = self.clauses.iter().position(|clause| clause.id == id);
        let known = || self.clauses.iter().position(|clause| clause.known_as.iter().any(|name| name == id));
        own.or_else(known).map(|at| ClauseId(at as u32))
    }

    /// Finds a label by its name.
    pub fn label(&self, name: &str) -> Option<LabelId> {
        self.labels.iter().position(|label| label.name == name).map(|at| LabelId(at as u32))
    }

    /// Finds a question by its name.
    pub fn question(&self, name: &str) -> Option<QuestionId> {
        self.questions.iter().position(|question| question.name == name).map(|at| QuestionId(at as u32))
    }
}

/// Facts about an item: owner, version, source, notes, dates as written.
pub type Meta = Vec<(MetaKind, String)>;

/// A label.
#[derive(Debug, Clone)]
pub struct Label {
    /// Its name.
    pub name: String,
    /// The policy that declares it.
    pub policy: PolicyId,
    /// The label it implies.
    pub implies: Option<LabelId>,
}

/// A policy: a group of clauses with a voice of its own.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its prose.
    pub prose: String,
    /// Owner, version and the like.
    pub meta: Meta,
    /// The field that a bare example string fills.
    pub subject: Option<FieldId>,
    /// Its labels, weakest first if `ordered_labels`.
    pub labels: Vec<LabelId>,
    /// Only the strongest label stands, and the first when nothing matches.
    pub ordered_labels: bool,
    /// Out of scope where this is false.
    pub applies_when: Option<Expr>,
    /// Where.
    pub span: Span,
}

/// A list of terms.
#[derive(Debug, Clone)]
pub struct List {
    /// Its name, with the alias of its pack if it is another's.
    pub name: String,
    /// Entries are domains, and match their subdomains.
    pub domains: bool,
    /// The views its entries are looked for in; never empty.
    pub views: Vec<View>,
    /// The attributes' names and types; an entry may lack one only if no filter reads it.
    pub attributes: Vec<(String, Type)>,
    /// The entries.
    pub entries: Vec<Entry>,
    /// Where.
    pub span: Span,
}

/// One entry of a list.
#[derive(Debug, Clone)]
pub struct Entry {
    /// As written, `*` included.
    pub text: String,
    /// Values in the order of [`List::attributes`].
    pub attributes: Vec<Value<'static>>,
    /// Where.
    pub span: Span,
}

/// A pattern: something to look for, without saying where.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// Its name.
    pub name: String,
    /// What is looked for.
    pub body: Match,
    /// Where.
    pub span: Span,
}

/// A named expression.
#[derive(Debug, Clone)]
pub struct Define {
    /// Its name.
    pub name: String,
    /// Its value.
    pub body: Expr,
    /// Where.
    pub span: Span,
}

/// A question that people or models answer.
#[derive(Debug, Clone)]
pub struct Question {
    /// Its name.
    pub name: String,
    /// What is asked.
    pub text: String,
    /// Its prose.
    pub prose: String,
    /// Raters are asked.
    pub asks_raters: bool,
    /// The models that are asked, as indices into [`Models::all`].
    pub asks_models: Vec<usize>,
    /// Samples with the right answer.
    pub answers: Vec<(bool, Sample)>,
    /// Where.
    pub span: Span,
}

/// What to do when a clause cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnUnknown {
    /// Do not fire; the item may stay unsettled.
    Abstain,
    /// The same, and send it to a queue.
    Escalate(Option<QueueId>),
    /// Fire.
    AssumeMatch,
    /// Do not fire, and the matter is closed.
    AssumeNoMatch,
}

/// Where a clause is in its life.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Status {
    /// Checked, its examples run, never evaluated on corpora.
    Draft,
    /// Evaluated and recorded, proposes nothing.
    Shadow,
    /// Proposes for this share of ids (0 to 1), else as shadow.
    Canary(f64),
    /// Proposes.
    Live,
    /// Kept for its id.
    Retired,
}

/// A clause.
#[derive(Debug, Clone)]
pub struct Clause {
    /// Its id, e.g. `HS.2`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its policy.
    pub policy: PolicyId,
    /// Its prose.
    pub prose: String,
    /// Owner, version and the like.
    pub meta: Meta,
    /// The harm it guards against.
    pub severity: Severity,
    /// Where it is in its life.
    pub status: Status,
    /// Its condition; `None` only if retired.
    pub when: Option<Expr>,
    /// Its own exceptions, then its policy's unless it has `no exceptions`.
    pub exceptions: Vec<Exception>,
    /// What to do when it cannot be told.
    pub on_unknown: OnUnknown,
    /// The verdict it proposes.
    pub verdict: Rung,
    /// The labels it gives, without those they imply.
    pub labels: Vec<LabelId>,
    /// The queue its matches go to.
    pub escalate_to: Option<QueueId>,
    /// What the author of a matching item is told.
    pub notice: Option<String>,
    /// Other systems' ids for it.
    pub known_as: Vec<String>,
    /// Its examples.
    pub tests: Vec<ClauseTest>,
    /// Where.
    pub span: Span,
}

/// A reason why a clause that would match does not.
#[derive(Debug, Clone)]
pub struct Exception {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// Its condition.
    pub condition: Expr,
    /// Written in the policy rather than in the clause.
    pub from_policy: bool,
    /// Where.
    pub span: Span,
}

/// A clause's example.
#[derive(Debug, Clone)]
pub struct ClauseTest {
    /// What it wants.
    pub expects: TestOutcome,
    /// The item, `given` merged in.
    pub sample: Sample,
    /// Names of the exceptions that must hold, exactly; empty: none named.
    pub by: Vec<String>,
    /// Where.
    pub span: Span,
}

/// An example item: assignments, each path once, the policy's `given` already merged in.
#[derive(Debug, Clone, Default)]
pub struct Sample {
    /// What is set; a value of [`Value::Missing`] does not occur.
    pub values: Vec<(SamplePath, Value<'static>)>,
}

/// What an assignment of a sample sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SamplePath {
    /// A field of the item.
    Field(FieldId),
    /// Something a model said, by index into [`Models::all`]; its version counts as listed.
    Model(usize, JudgeField),
    /// The answer of every judge who is asked.
    Answer(QuestionId),
    /// The as-of date.
    Today,
}

/// An exemption: proved, it clears or caps what the named clauses propose.
#[derive(Debug, Clone)]
pub struct Exemption {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The clauses.
    pub from: Vec<ClauseId>,
    /// Its condition.
    pub when: Expr,
    /// The strongest verdict it leaves; `None`: it clears.
    pub caps_at: Option<Rung>,
    /// Why it was given.
    pub reason: String,
    /// The last moment it holds is before this one, in milliseconds since 1970.
    pub expires: Option<i64>,
    /// Where.
    pub span: Span,
}

/// What a check runs for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Each {
    /// Once per item.
    Item,
    /// Once per model decision.
    Model,
    /// Once per rating.
    Rating,
}

/// The kinds of disagreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the kinds are defined where they are found, in `audit::kinds`")]
pub enum Kind {
    FalsePositive,
    FalseNegative,
    WrongAction,
    WrongClause,
    WrongReasoning,
    InsufficientInformation,
    PolicyGap,
    GoldSuspect,
}

impl Kind {
    /// All kinds with their names in data, in the order of the table that defines them.
    pub const NAMES: [(Kind, &'static str); 8] = [
        (Kind::FalsePositive, "false_positive"),
        (Kind::FalseNegative, "false_negative"),
        (Kind::WrongAction, "wrong_action"),
        (Kind::WrongClause, "wrong_clause"),
        (Kind::WrongReasoning, "wrong_reasoning"),
        (Kind::InsufficientInformation, "insufficient_information"),
        (Kind::PolicyGap, "policy_gap"),
        (Kind::GoldSuspect, "gold_suspect"),
    ];

    /// Returns the kind's name in data.
    pub fn name(self) -> &'static str {
        Kind::NAMES.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// Returns the kind of a name.
    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }
}

/// A check over decisions.
#[derive(Debug, Clone)]
pub struct Check {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// What it runs for.
    pub each: Each,
    /// Its condition.
    pub when: Expr,
    /// The kind of disagreement it finds.
    pub kind: Kind,
    /// Where its findings go.
    pub queue: Option<QueueId>,
    /// The harm of a finding: an expression of type severity.
    pub priority: Option<Expr>,
    /// Where.
    pub span: Span,
}

/// How many of a queue's items are taken by priority.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Take {
    /// Every one.
    All,
    /// This many.
    Count(u64),
    /// This share of the corpus (0 to 1).
    Share(f64),
}

/// A queue for people.
#[derive(Debug, Clone)]
pub struct Queue {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Which items enter.
    pub when: Option<Expr>,
    /// How many are taken by priority; `None`: none, the queue is a sample.
    pub take: Option<Take>,
    /// Share taken at random by seeded hash of the id (0 to 1).
    pub sample: Option<f64>,
    /// Independent reviewers per item.
    pub raters: u32,
    /// Skills a reviewer needs.
    pub skills: Vec<String>,
    /// Languages a reviewer needs.
    pub languages: Vec<String>,
    /// Seconds until an item is due.
    pub due_within: Option<f64>,
    /// Share of hidden gold items (0 to 1).
    pub hidden_gold: Option<f64>,
    /// The harm of an item: an expression of type severity.
    pub priority: Option<Expr>,
    /// Where.
    pub span: Span,
}

/// A part of the corpus worth figures of its own.
#[derive(Debug, Clone)]
pub struct Slice {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Which items are in it.
    pub condition: Expr,
    /// Where.
    pub span: Span,
}

/// A pack-level example.
#[derive(Debug, Clone)]
pub struct Example {
    /// The item, `given` of all policies merged in.
    pub sample: Sample,
    /// The verdict that must stand.
    pub verdict: Rung,
    /// The labels that must stand, for each policy that has one of them.
    pub labels: Vec<LabelId>,
    /// Exactly the clauses that must match.
    pub by: Vec<ClauseId>,
    /// Where.
    pub span: Span,
}
