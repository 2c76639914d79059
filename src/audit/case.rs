//! What the audit keeps of one item: who said what, what was found, and where it might go.
//!
//! A [`Case`] is all that survives the first phase. It holds indices and offsets instead of words, so that a corpus of
//! any size fits on disk beside itself, and nothing of an item's content is written where the data files could quote it.

use serde::{Deserialize, Serialize};

use crate::language::policy::{CheckId, ExemptionId, Kind, QueueId};
use crate::language::value::{ClauseId, LabelId, Rung, Severity};

/// The kinds of judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JudgeKind {
    /// This engine.
    Policy,
    /// The adjudicated decision.
    Gold,
    /// A model.
    Model,
    /// A person.
    Rater,
}

impl JudgeKind {
    /// Returns the kind's name in data.
    pub fn name(self) -> &'static str {
        match self {
            JudgeKind::Policy => "policy",
            JudgeKind::Gold => "gold",
            JudgeKind::Model => "model",
            JudgeKind::Rater => "rater",
        }
    }

    /// True for what decides without a person.
    pub fn is_machine(self) -> bool {
        matches!(self, JudgeKind::Policy | JudgeKind::Model)
    }
}

/// What identifies a judge over a run.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct JudgeKey {
    /// What it is.
    pub kind: JudgeKind,
    /// Its name in the data; `policy` and `gold` for those two.
    pub name: String,
    /// A model's version.
    pub version: Option<String>,
}

/// How a judge spoke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speech {
    /// It gave a verdict.
    Decided,
    /// It gave none. Unknown, never negative.
    Missing,
    /// Its output could not be read: a value of its own.
    Unparsable,
    /// The policy only: what stands may be too weak, for want of a field.
    Unsettled,
}

/// What one judge said of the item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Voice {
    /// The judge: its place in [`Case::names`] until the case is absorbed, then its number in the run.
    pub judge: u32,
    /// What it is.
    pub kind: JudgeKind,
    /// How it spoke.
    pub speech: Speech,
    /// Its verdict.
    pub verdict: Option<Rung>,
    /// The clauses it rests on that the pack has, sorted.
    pub clauses: Vec<ClauseId>,
    /// Its labels; `None` if it gave none.
    pub labels: Option<Vec<LabelId>>,
    /// How far it stands from its own tipping point, 0 (on it) to 1: a score's distance from its threshold or a
    /// rater's confidence.
    pub margin: Option<f32>,
    /// Gold was made from this judge's word.
    pub made_gold: bool,
    /// It settles other ratings.
    pub adjudicates: bool,
    /// A hash of the group of people that the rater belongs to.
    pub group: Option<u64>,
    /// It gave some ground: a clause, a quotation or a reason of some length.
    pub grounded: bool,
}

impl Voice {
    /// Returns the verdict of a judge that decided.
    pub fn decided(&self) -> Option<Rung> {
        if self.speech == Speech::Decided { self.verdict } else { None }
    }
}

/// Where the reference of an item comes from, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Source {
    /// Gold.
    Gold,
    /// A rating that settles the others.
    Adjudication,
    /// At least two raters, two thirds of them agreeing.
    Consensus,
    /// The policy, where it is settled.
    Policy,
}

impl Source {
    /// Returns the source's name in data.
    pub fn name(self) -> &'static str {
        match self {
            Source::Gold => "gold",
            Source::Adjudication => "adjudication",
            Source::Consensus => "raters",
            Source::Policy => "policy",
        }
    }
}

/// What every other judge of an item is compared with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// Where it comes from.
    pub source: Source,
    /// Its verdict.
    pub verdict: Rung,
    /// The clauses any of which is right; empty: it names none.
    pub clauses: Vec<ClauseId>,
    /// Its labels; `None`: it names none.
    pub labels: Option<Vec<LabelId>>,
    /// The voices that make it, as places in [`Case::voices`].
    pub voices: Vec<u16>,
}

impl Reference {
    /// Returns the voices that stand against one of the item's; none if it is the reference alone.
    pub fn without(&self, voice: u16) -> Vec<u16> {
        self.voices.iter().copied().filter(|place| *place != voice).collect()
    }
}

/// What shows that something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are those of the data")]
pub enum Test {
    Verdict,
    Clause,
    Label,
    CitedUnknown,
    CitedRetired,
    CitedNotFired,
    QuoteNotFound,
    ArguesOtherwise,
    NoGround,
    FieldMissing,
    AnswersContradict,
    RatersSplit,
    PolicySilent,
    AgainstGold,
    Check,
}

impl Test {
    /// Returns the test's name in data.
    pub fn name(self) -> &'static str {
        match self {
            Test::Verdict => "verdict",
            Test::Clause => "clause",
            Test::Label => "label",
            Test::CitedUnknown => "cited_unknown",
            Test::CitedRetired => "cited_retired",
            Test::CitedNotFired => "cited_not_fired",
            Test::QuoteNotFound => "quote_not_found",
            Test::ArguesOtherwise => "argues_otherwise",
            Test::NoGround => "no_ground",
            Test::FieldMissing => "field_missing",
            Test::AnswersContradict => "answers_contradict",
            Test::RatersSplit => "raters_split",
            Test::PolicySilent => "policy_silent",
            Test::AgainstGold => "against_gold",
            Test::Check => "check",
        }
    }
}

/// In which of a record's texts a passage lies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Passage {
    /// In the judge's rationale.
    Rationale,
    /// The judge's quotation of this number, whole.
    Quote(u16),
    /// In this text of the item.
    Item(String),
}

/// A stretch of text that is evidence: code points, half-open, and never the text itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Where.
    pub passage: Passage,
    /// First character.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The words themselves, only where the run was asked to show content.
    pub text: Option<String>,
}

impl Place {
    /// Makes a place without its words.
    pub fn new(passage: Passage, start: u32, end: u32) -> Place {
        Place { passage, start, end, text: None }
    }
}

/// One disagreement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Its kind.
    pub kind: Kind,
    /// The judge in question, as a place in [`Case::voices`].
    pub voice: u16,
    /// What showed it.
    pub tests: Vec<Test>,
    /// The clauses in question.
    pub clauses: Vec<ClauseId>,
    /// The passages.
    pub places: Vec<Place>,
    /// Fields that were missing, as policies write them.
    pub missing: Vec<String>,
    /// Questions that judges answered against each other.
    pub contradicting: Vec<String>,
    /// The pack's checks that found the same.
    pub checks: Vec<CheckId>,
    /// The harm that a check's own priority sets.
    pub severity: Option<Severity>,
}

impl Finding {
    /// Makes a finding about a voice with the one test that showed it.
    pub fn new(kind: Kind, voice: usize, test: Test) -> Finding {
        Finding {
            kind,
            voice: voice as u16,
            tests: vec![test],
            clauses: Vec::new(),
            places: Vec::new(),
            missing: Vec::new(),
            contradicting: Vec::new(),
            checks: Vec::new(),
            severity: None,
        }
    }
}

/// That a queue wants the item.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Membership {
    /// The queue.
    pub queue: QueueId,
    /// The harm that the queue's own priority sets.
    pub severity: Option<Severity>,
    /// It may be taken by priority.
    pub ranked: bool,
    /// It is in the queue's random share.
    pub sampled: bool,
}

/// What one clause did, for the summary.
#[derive(Debug, Clone, PartialEq)]
pub struct ClauseFact {
    /// The clause.
    pub clause: ClauseId,
    /// It fired.
    pub fired: bool,
    /// It fired with the verdict that stands.
    pub decisive: bool,
    /// It could not be told.
    pub indeterminate: bool,
    /// Exceptions that held.
    pub excepted_by: Vec<u16>,
    /// Exemptions that were proved.
    pub exempted_by: Vec<ExemptionId>,
}

/// What is counted once and then forgotten.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// The policy's standing verdict.
    pub verdict: Rung,
    /// Some clause sends it to a queue.
    pub escalated: bool,
    /// A stronger verdict hangs on something unknown.
    pub unsettled: bool,
    /// It does so, at least in part, because judges contradict each other on a question.
    pub contradicted: bool,
    /// The clauses that did anything.
    pub clauses: Vec<ClauseFact>,
    /// The queues whose random share draws from a pool that holds the item.
    pub drawn_from: Vec<QueueId>,
}

/// One item after the first phase.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Its place in the input, from 0; set when it is absorbed.
    pub seq: u64,
    /// The item's id.
    pub id: String,
    /// Who said what: the policy, gold if there is any, models, raters, in the order of the data.
    pub voices: Vec<Voice>,
    /// What the others are compared with.
    pub reference: Option<Reference>,
    /// What was found, in the order of the kinds and then of the voices. Some still need the whole corpus to stand.
    pub findings: Vec<Finding>,
    /// The checks that found something.
    pub checks: Vec<CheckId>,
    /// The clause that the item is about, as far as the judges other than gold say.
    pub topic: Option<ClauseId>,
    /// The worst harm anyone names.
    pub severity: Option<Severity>,
    /// People it reached.
    pub reach: Option<f64>,
    /// Equal for items that are equal in the plain view once identities are masked, and decided the same; 0: not known.
    pub cluster: u64,
    /// MinHash of the text, one byte a slot; empty: too short or not known.
    pub sketch: Vec<u8>,
    /// Equal for items on which all decisions are the same.
    pub decided_as: u64,
    /// The queues that want it.
    pub queues: Vec<Membership>,
    /// A clause sends it to a queue.
    pub escalated: bool,
    /// Places of its words, sorted, where a model may learn from it: no person has spoken, there is gold, or it may be
    /// queued.
    pub features: Vec<u16>,
    /// The places among them that words of hidden fields hash to: no file may hold them.
    pub withheld: Vec<u16>,
    /// Equal for items that a text model must know all or none of: near-duplicates, and answers to one prompt.
    pub kin: u64,
    /// Its fields of few values, as places in the schema, with the value; kept with the words.
    pub facets: Vec<(u16, u16)>,
    /// The names of the judges, until it is absorbed.
    #[serde(skip)]
    pub names: Vec<JudgeKey>,
    /// What is counted when it is absorbed.
    #[serde(skip)]
    pub facts: Facts,
    /// Where its content was put when it was absorbed.
    pub content_at: Option<u64>,
    /// The item as a reviewer sees it, one JSON object, if it may be queued; taken off when it is absorbed.
    #[serde(skip)]
    pub content: Vec<u8>,
}

impl Case {
    /// Returns gold's voice.
    pub fn gold(&self) -> Option<&Voice> {
        self.voices.iter().find(|voice| voice.kind == JudgeKind::Gold)
    }

    /// Returns the policy's voice with its place.
    pub fn policy(&self) -> Option<(usize, &Voice)> {
        self.voices.iter().enumerate().find(|(_, voice)| voice.kind == JudgeKind::Policy)
    }

    /// True if nobody but the policy has spoken, nothing was found and no queue wants it: it is counted and forgotten.
    pub fn is_quiet(&self) -> bool {
        let alone = self.voices.iter().all(|voice| voice.kind == JudgeKind::Policy);
        alone && self.findings.is_empty() && self.queues.is_empty() && !self.escalated
    }

    /// True for what must not be lost if no queue takes it: its findings, escalations, unreadable output.
    pub fn needs_someone(&self) -> bool {
        let unread = self.voices.iter().any(|voice| voice.speech == Speech::Unparsable);
        !self.findings.is_empty() || self.escalated || unread
    }

    /// True if somebody may be asked to look at it, before it is known which findings stand and what queues take.
    pub fn may_be_queued(&self) -> bool {
        self.needs_someone() || !self.queues.is_empty()
    }

    /// True if no person has spoken and there is no gold.
    pub fn machines_only(&self) -> bool {
        machines_only(&self.voices)
    }

    /// Returns the verdict of the raters, if at least two decided and all are of one mind.
    pub fn raters_unanimous(&self) -> Option<Rung> {
        let mut verdicts = self.voices.iter().filter(|voice| voice.kind == JudgeKind::Rater).filter_map(Voice::decided);
        let first = verdicts.next()?;
        let mut more = 0;
        for verdict in verdicts {
            if verdict != first {
                return None;
            }
            more += 1;
        }
        (more > 0).then_some(first)
    }
}

/// True if none of the voices is a person's or gold's who decided.
pub fn machines_only(voices: &[Voice]) -> bool {
    voices.iter().all(|voice| voice.kind.is_machine() || voice.decided().is_none())
}
