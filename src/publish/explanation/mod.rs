//! Why an item came out as it did, ready to be told: on a terminal (`terminal::explain`) or as [`data`].
//!
//! What both forms share stands here: which texts the item has and what was found in them, which of it is hidden, and
//! what was unknown because it is missing or because judges contradict each other.

pub mod data;

use crate::corpus::record::Record;
use crate::corpus::{Masking, masked, texts};
use crate::engine::contested::contested;
use crate::engine::decision::{ClauseOutcome, FoundSpan};
use crate::engine::explain::{ClauseTrace, Step, Trace};
use crate::language::policy::{Clause, Expr, ExprKind, Pack};
use crate::language::prose;
use crate::language::source::Sources;
use crate::language::value::Truth;
use crate::publish::excerpt::{Look, Mask};

/// An item with its working, and how to show it.
#[derive(Clone, Copy)]
pub struct Explanation<'e> {
    /// The pack.
    pub pack: &'e Pack,
    /// Its texts.
    pub sources: &'e Sources,
    /// The item.
    pub record: &'e Record<'e>,
    /// The working.
    pub trace: &'e Trace,
    /// The as-of date, in milliseconds since 1970.
    pub as_of_ms: i64,
    /// Where the as-of date comes from, in words.
    pub as_of_from: &'static str,
    /// How to show texts.
    pub look: Look,
    /// The fields that are hidden.
    pub masking: &'e Masking,
}

/// What kept a clause from being told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unknowns<'e> {
    /// Fields and answers that are missing.
    pub missing: Vec<&'e str>,
    /// Questions that judges answer against each other.
    pub contradicting: Vec<&'e str>,
}

/// One thing that makes a condition hold.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ground<'s> {
    /// What was asked, in words.
    pub asks: String,
    /// The words that answered it, if words did.
    pub found: &'s [FoundSpan],
}

impl<'e> Explanation<'e> {
    /// Finds the clause that a working is of.
    pub(super) fn declared(&self, trace: &ClauseTrace) -> Option<&'e Clause> {
        self.pack.clauses.get(trace.clause.0 as usize)
    }

    /// Returns the item's texts with their paths, in the order of the schema.
    pub(super) fn texts(&self) -> Vec<(String, &'e str)> {
        texts(&self.pack.schema, self.record)
    }

    /// Returns the text at a path such as `text` or `messages[2].text`.
    pub(super) fn text_at(&self, path: &str) -> Option<&'e str> {
        self.texts().into_iter().find(|(known, _)| known == path).map(|(_, text)| text)
    }

    /// Returns what any clause found in a text, sorted.
    pub(super) fn spans_in(&self, path: &str) -> Vec<(u32, u32)> {
        let outcomes = self.trace.decision.clauses.iter();
        let here = outcomes.flat_map(|outcome| &outcome.spans).filter(|span| span.field == path);
        let mut spans: Vec<(u32, u32)> = here.map(|span| (span.start, span.end)).collect();
        spans.sort_unstable();
        spans
    }

    /// Returns a text as far as it may be read: of a hidden field, no letter of it.
    pub(super) fn readable(&self, path: &str, text: &str) -> String {
        if self.look.mask != Mask::Nothing && self.masking.hides_path(path) { masked(text) } else { text.to_owned() }
    }

    /// Tells apart what is missing and what judges answered against each other.
    pub(super) fn unknowns<'o>(&self, outcome: &'o ClauseOutcome) -> Unknowns<'o> {
        let questions = contested(self.pack, self.record);
        let named = |name: &str| {
            let question = |at: u32| self.pack.questions.get(at as usize);
            questions.iter().filter_map(|id| question(id.0)).any(|question| question.name == name)
        };
        let (contradicting, missing) = outcome.missing.iter().map(String::as_str).partition(|name| named(name));
        Unknowns { missing, contradicting }
    }

    /// Returns what makes a condition hold: the parts that must, and of alternatives the first that does.
    pub(super) fn grounds<'s>(&self, condition: &Expr, step: &'s Step) -> Vec<Ground<'s>> {
        let parts = |parts: &[Expr]| parts.len() == step.children.len();
        let told = |(part, step): (&Expr, &'s Step)| self.grounds(part, step);
        match &condition.kind {
            ExprKind::And(all) if parts(all) => all.iter().zip(&step.children).flat_map(told).collect(),
            ExprKind::Or(any) if parts(any) => {
                let held = any.iter().zip(&step.children).find(|(_, step)| step.truth == Some(Truth::True));
                held.map(told).unwrap_or_default()
            }
            _ => vec![Ground { asks: prose::condition(self.pack, condition), found: &step.found }],
        }
    }

    /// True if a step reads a hidden field, itself or in one of its parts.
    pub(super) fn hides(&self, step: &Step) -> bool {
        self.look.mask != Mask::Nothing
            && (self.masking.hides_path(&step.reads) || step.children.iter().any(|child| self.hides(child)))
    }
}
