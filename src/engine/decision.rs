//! What the engine decided about one item, and why.

use crate::language::policy::{ExemptionId, ListId, QueueId, View};
use crate::language::value::{ClauseId, LabelId, Rung, Severity};

/// The engine's answer for one item.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Decision {
    /// The strongest standing verdict over the pack.
    pub verdict: Rung,
    /// The labels that stand, implied ones included, sorted.
    pub labels: Vec<LabelId>,
    /// One outcome per policy, in the order of the pack.
    pub policies: Vec<PolicyOutcome>,
    /// The clauses that did anything but plainly not match, in the order of the pack.
    pub clauses: Vec<ClauseOutcome>,
    /// A verdict stronger than the standing one hangs on something unknown.
    pub unsettled: bool,
    /// The queues that clauses send the item to, sorted, each once.
    pub escalations: Vec<QueueId>,
}

/// What one policy says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PolicyOutcome {
    /// False: out of scope, which is not the same as allowed. `None`: its scope could not be told.
    pub in_scope: Option<bool>,
    /// Its standing verdict.
    pub verdict: Rung,
    /// Its standing labels, sorted.
    pub labels: Vec<LabelId>,
    /// A stronger verdict of this policy hangs on something unknown.
    pub unsettled: bool,
    /// The worst severity among its clauses that fired.
    pub severity: Option<Severity>,
}

/// How a clause came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Its condition is false.
    NoMatch,
    /// Its condition holds and no exception does.
    Match,
    /// An exception holds.
    Excepted,
    /// It cannot be told.
    Indeterminate,
}

/// What one clause did.
#[derive(Debug, Clone, PartialEq)]
pub struct ClauseOutcome {
    /// The clause.
    pub clause: ClauseId,
    /// How its condition and exceptions came out.
    pub outcome: Outcome,
    /// It acts on the verdict: it matched (or is assumed to), is live or in its canary share, in scope, and not cleared.
    pub fired: bool,
    /// The verdict it proposes, after caps; `None` if it does not act.
    pub proposes: Option<Rung>,
    /// Exceptions that hold, as indices into the clause's exceptions.
    pub excepted_by: Vec<u16>,
    /// Exemptions that were proved, with the cap each set (`None`: it cleared).
    pub exempted_by: Vec<(ExemptionId, Option<Rung>)>,
    /// Exemptions that name the clause and could not be told, so that they do not apply; with what was missing where the
    /// clause matched.
    pub unproved_exemptions: Vec<(ExemptionId, Vec<String>)>,
    /// What its condition found, at most a thousand spans; empty in decide mode unless an exception needed it.
    pub spans: Vec<FoundSpan>,
    /// How many more spans there are.
    pub spans_left_out: u32,
    /// What was missing, as paths policies write (`author.age`, `model.scores.hate`, a question's name), sorted.
    pub missing: Vec<String>,
    /// It is evaluated and recorded only: shadow, or outside its canary share.
    pub shadow: bool,
}

/// A stretch of a text that a clause found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FoundSpan {
    /// The text's path, e.g. `text`, `messages[2].text`.
    pub field: String,
    /// First character, in Unicode code points.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The view in which it was found.
    pub view: View,
    /// The list and its entry (an index), if it was found by one.
    pub entry: Option<(ListId, u32)>,
}
