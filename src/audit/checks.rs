//! The checks that a pack declares.
//!
//! A check runs once for each model, rating or item, in the order of the pack; one that cannot be told finds nothing. What
//! it finds joins the built-in finding of the same kind and judge, if there is one; one of the first four kinds joins
//! whichever of those four the judge already shows, since they exclude each other. Else it is a finding of its own.

use crate::language::policy::{Check, CheckId, Each, Kind, Pack};
use crate::language::value::Truth;

use super::case::{Finding, JudgeKind, Test};
use super::kinds::{Scene, is_exclusive};
use super::probe::{Asking, Question, Target};

/// Runs the pack's checks over an item. Returns the checks that found something, in the order of the pack.
pub fn run(scene: &Scene<'_>, asking: &mut dyn Asking, findings: &mut Vec<Finding>) -> Vec<CheckId> {
    let mut fired: Vec<CheckId> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    for (at, check) in scene.pack.checks.iter().enumerate() {
        let id = CheckId(at as u32);
        for (target, place) in targets(scene, check) {
            if asking.holds(Question::Check(id), target, &names) != Truth::True {
                continue;
            }
            let priority = check.priority.as_ref();
            let severity = priority.and_then(|_| asking.severity(Question::CheckPriority(id), target, &names));
            let at = join(findings, check, place);
            if let Some(finding) = findings.get_mut(at) {
                finding.checks.push(id);
                finding.severity = finding.severity.max(severity);
            }
            if fired.last() != Some(&id) {
                fired.push(id);
            }
        }
        if fired.last() == Some(&id) {
            names.push(&check.name);
        }
    }
    fired
}

/// Returns the names of the checks that found something, once for each finding.
pub fn names<'p>(pack: &'p Pack, findings: &[Finding]) -> Vec<&'p str> {
    let found = findings.iter().flat_map(|finding| &finding.checks);
    found.filter_map(|check| pack.checks.get(check.0 as usize)).map(|check| check.name.as_str()).collect()
}

/// What a check runs for, with the place of the voice that a finding is held against.
fn targets(scene: &Scene<'_>, check: &Check) -> Vec<(Target, usize)> {
    let gathered = scene.gathered;
    match check.each {
        Each::Item => {
            let blamed = if check.kind == Kind::GoldSuspect { JudgeKind::Gold } else { JudgeKind::Policy };
            let place = gathered.voices.iter().position(|voice| voice.kind == blamed).unwrap_or(0);
            vec![(Target::Item, place)]
        }
        Each::Model => {
            (0..scene.record.models.len()).map(|at| (Target::Model(at), gathered.first_model + at)).collect()
        }
        Each::Rating => {
            (0..scene.record.ratings.len()).map(|at| (Target::Rating(at), gathered.first_rater + at)).collect()
        }
    }
}

/// Returns the place of the finding that a check's finding belongs to, made if there is none.
fn join(findings: &mut Vec<Finding>, check: &Check, place: usize) -> usize {
    let belongs = |finding: &Finding| {
        let same_judge = finding.voice as usize == place || check.each == Each::Item;
        let rivals = is_exclusive(finding.kind) && is_exclusive(check.kind) && finding.voice as usize == place;
        rivals || (finding.kind == check.kind && same_judge)
    };
    let known = findings.iter().position(belongs);
    known.unwrap_or_else(|| {
        findings.push(Finding::new(check.kind, place, Test::Check));
        findings.len() - 1
    })
}
