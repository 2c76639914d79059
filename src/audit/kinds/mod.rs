//! The kinds of disagreement, one file each.
//!
//! A kind looks at one item at a time and finds what it can without the rest of the corpus ([`KindRule::find`]); a few
//! need to know the judges first and have the last word in the second phase ([`KindRule::stands`]). `false_positive`,
//! `false_negative`, `wrong_action` and `wrong_clause` exclude each other for a judge and an item; the others can come on
//! top. A judge that is missing, unparsable or the reference itself is never found wrong by comparison.

pub mod false_negative;
pub mod false_positive;
pub mod gold_suspect;
pub mod insufficient_information;
pub mod policy_gap;
pub mod wrong_action;
pub mod wrong_clause;
pub mod wrong_reasoning;

use crate::corpus::record::Record;
use crate::engine::decision::Decision;
use crate::language::policy::{Kind, Pack};
use crate::language::value::Rung;

use super::case::{Case, Finding, JudgeKind, Passage, Place, Reference, Speech, Test, Voice};
use super::probe::Reading;
use super::reasoning::Grounds;
use super::reasoning::statements::RungWords;
use super::reliability::Reliability;
use super::voices::Gathered;

/// All that a kind may look at in the first phase.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The pack.
    pub pack: &'a Pack,
    /// The words that name its rungs.
    pub rungs: &'a RungWords,
    /// The item.
    pub record: &'a Record<'a>,
    /// The engine's decision.
    pub decision: &'a Decision,
    /// The plain view.
    pub reading: &'a dyn Reading,
    /// The judges' voices.
    pub gathered: &'a Gathered,
    /// The models' grounds, in the order of the record.
    pub grounds: &'a [Grounds],
    /// The item's texts with their paths.
    pub texts: &'a [(String, &'a str)],
    /// The questions on which judges contradict each other.
    pub contested: &'a [&'a str],
    /// The strongest judge.
    pub reference: Option<&'a Reference>,
}

/// All that a kind may look at in the second phase.
#[derive(Clone, Copy)]
pub struct Hindsight<'a> {
    /// The case.
    pub case: &'a Case,
    /// Probability of each rung being right, weakest first.
    pub truth: &'a [f64],
    /// What is known of the judges.
    pub reliability: &'a Reliability,
}

/// One kind of disagreement.
pub struct KindRule {
    /// The kind.
    pub kind: Kind,
    /// What it means, for readers of reports.
    pub meaning: &'static str,
    /// Finds its candidates on one item.
    pub find: fn(&Scene<'_>) -> Vec<Finding>,
    /// Tells whether a candidate stands, once the judges are known.
    pub stands: fn(&Finding, &Hindsight<'_>) -> bool,
}

/// The kinds, in the order of [`Kind::NAMES`].
pub const KINDS: [&KindRule; 8] = [
    &false_positive::RULE,
    &false_negative::RULE,
    &wrong_action::RULE,
    &wrong_clause::RULE,
    &wrong_reasoning::RULE,
    &insufficient_information::RULE,
    &policy_gap::RULE,
    &gold_suspect::RULE,
];

/// Returns the rule of a kind.
pub fn rule(kind: Kind) -> Option<&'static KindRule> {
    KINDS.iter().copied().find(|rule| rule.kind == kind)
}

/// True for the kinds of which a judge and an item show at most one.
pub fn is_exclusive(kind: Kind) -> bool {
    matches!(kind, Kind::FalsePositive | Kind::FalseNegative | Kind::WrongAction | Kind::WrongClause)
}

/// A finding that needs nothing but its item stands.
fn always(_: &Finding, _: &Hindsight<'_>) -> bool {
    true
}

/// The judges that are compared with the reference, with their verdicts.
///
/// An unsettled policy is compared only where what stands is already stronger than the reference: more knowledge could
/// only raise it.
fn compared<'a>(scene: &Scene<'a>) -> impl Iterator<Item = (usize, &'a Voice, Rung, &'a Reference)> {
    let reference = scene.reference;
    scene.gathered.voices.iter().enumerate().filter_map(move |(place, voice)| {
        let reference = reference?;
        if reference.voices.contains(&(place as u16)) || voice.kind == JudgeKind::Gold {
            return None;
        }
        let verdict = voice.verdict?;
        let speaks = match voice.speech {
            Speech::Decided => true,
            Speech::Unsettled => verdict > reference.verdict,
            Speech::Missing | Speech::Unparsable => false,
        };
        speaks.then_some((place, voice, verdict, reference))
    })
}

/// Finds the judges whose verdict and the reference's are in some relation.
fn by_verdict(scene: &Scene<'_>, kind: Kind, wrong: fn(Rung, Rung) -> bool) -> Vec<Finding> {
    compared(scene)
        .filter(|(_, _, verdict, reference)| wrong(*verdict, reference.verdict))
        .map(|(place, voice, _, _)| {
            let mut finding = Finding::new(kind, place, Test::Verdict);
            finding.clauses.clone_from(&voice.clauses);
            if voice.kind == JudgeKind::Policy {
                finding.places = fired_places(scene);
            }
            finding
        })
        .collect()
}

/// Where the clauses that fired found what they looked for, each stretch once.
fn fired_places(scene: &Scene<'_>) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for span in scene.decision.clauses.iter().filter(|clause| clause.fired).flat_map(|clause| &clause.spans) {
        let place = Place::new(Passage::Item(span.field.clone()), span.start, span.end);
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

#[cfg(test)]
mod tests;
