//! `wrong_clause`: right to act, on the wrong clause or label.
//!
//! Reference: any that acts and names a clause or labels. One finding for each judge on the reference's rung. If both name
//! clauses, they must share one. Labels are compared as sets, with all they imply; where the reference gives none, those of
//! its clauses stand in, and then it is enough to share one, since a clause may be one of several.
//!
//! Raters of a consensus agree on the verdict only: one whose clause or labels are not those of most of them is compared
//! too.
//!
//! A label that the pack lacks is none of the reference's, as long as the pack has all of those: it makes a finding. Where
//! the reference gives a label that the pack lacks, nobody can say what it stands for, and its labels are not compared; the
//! reader of records counts all such labels by name.
//!
//! Not a finding: a judge or a reference that names nothing; a cited clause that the pack
//! lacks, which is `wrong_reasoning`; another rung, which is `wrong_action`.

use crate::language::policy::{Kind, Pack};
use crate::language::value::{ClauseId, LabelId, Rung};

use super::super::case::{Finding, Reference, Source, Test, Voice};
use super::{KindRule, Scene, always, compared};

/// The kind.
pub static RULE: KindRule =
    KindRule { kind: Kind::WrongClause, meaning: "right to act, on the wrong clause or label", find, stands: always };

fn find(scene: &Scene<'_>) -> Vec<Finding> {
    let Some(reference) = scene.reference else { return Vec::new() };
    let members =
        scene.gathered.voices.iter().enumerate().filter(|(place, _)| reference.voices.contains(&(*place as u16)));
    let mut judges: Vec<(usize, &Voice)> = compared(scene).map(|(place, voice, _, _)| (place, voice)).collect();
    if reference.source == Source::Consensus {
        judges.extend(members);
    }
    judges.sort_by_key(|(place, _)| *place);
    judges
        .into_iter()
        .filter(|(_, voice)| voice.verdict == Some(reference.verdict) && reference.verdict > Rung(0))
        .filter_map(|(place, voice)| {
            let test = difference(scene.pack, voice, reference)?;
            let mut finding = Finding::new(Kind::WrongClause, place, test);
            finding.clauses.clone_from(&voice.clauses);
            Some(finding)
        })
        .collect()
}

/// Tells in what a judge differs from the reference; `None` if in nothing, or if it cannot be told.
pub fn difference(pack: &Pack, voice: &Voice, reference: &Reference) -> Option<Test> {
    if !reference.clauses.is_empty() && !voice.clauses.is_empty() {
        let shares = voice.clauses.iter().any(|clause| reference.clauses.contains(clause));
        if !shares {
            return Some(Test::Clause);
        }
    }
    let given = with_implied(pack, voice.labels.as_deref()?);
    let differ = match &reference.labels {
        Some(labels) if labels.contains(&LabelId::UNKNOWN) => false,
        Some(labels) => with_implied(pack, labels) != given,
        None => {
            let right = with_implied(pack, &labels_of(pack, &reference.clauses));
            !right.is_empty() && !given.is_empty() && !given.iter().any(|label| right.contains(label))
        }
    };
    differ.then_some(Test::Label)
}

fn labels_of(pack: &Pack, clauses: &[ClauseId]) -> Vec<LabelId> {
    let known = clauses.iter().filter_map(|clause| pack.clauses.get(clause.0 as usize));
    known.flat_map(|clause| clause.labels.iter().copied()).collect()
}

/// Closes labels under implication and sorts them.
fn with_implied(pack: &Pack, labels: &[LabelId]) -> Vec<LabelId> {
    let mut all: Vec<LabelId> = labels.to_vec();
    let mut at = 0;
    while let Some(label) = all.get(at) {
        let implied = pack.labels.get(label.0 as usize).and_then(|label| label.implies);
        at += 1;
        if let Some(implied) = implied.filter(|implied| !all.contains(implied)) {
            all.push(implied);
        }
    }
    all.sort_unstable();
    all
}
