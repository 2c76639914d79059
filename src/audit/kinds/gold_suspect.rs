//! `gold_suspect`: independent judges agree against gold.
//!
//! Gold is the reference, and yet may be wrong. At least two judges who had no part in making it (`made_by`) decided
//! alike, against it, and no fewer than those who agree with it. In the second phase the suspicion stands if the
//! independent raters are unanimous, at least two, and against gold, which is never passed over in silence; else if gold
//! is more likely wrong than right, given what every judge's word is worth. One finding, held against gold's voice. The
//! judges who differ from gold are reported as they would be, with gold named as the one probably wrong.
//!
//! Not a finding: one judge alone; judges who differ from gold in different ways; the raters gold was made from; an
//! unsettled policy.

use crate::language::policy::Kind;
use crate::language::value::Rung;

use super::super::case::{Finding, JudgeKind, Test, Voice};
use super::super::reference::most_frequent;
use super::{Hindsight, KindRule, Scene};

/// The probability of being wrong from which gold is suspect.
const SUSPECT_FROM: f64 = 0.5;

/// The kind.
pub static RULE: KindRule =
    KindRule { kind: Kind::GoldSuspect, meaning: "independent judges agree against gold", find, stands };

fn find(scene: &Scene<'_>) -> Vec<Finding> {
    let voices = &scene.gathered.voices;
    let gold = voices.iter().enumerate().find(|(_, voice)| voice.kind == JudgeKind::Gold);
    let Some((place, verdict)) = gold.and_then(|(place, voice)| Some((place, voice.decided()?))) else {
        return Vec::new();
    };
    let against: Vec<Rung> = independent(voices).filter_map(Voice::decided).filter(|given| *given != verdict).collect();
    let with = independent(voices).filter_map(Voice::decided).filter(|given| *given == verdict).count();
    let Some(other) = most_frequent(against.iter().copied()) else { return Vec::new() };
    let alike = against.iter().filter(|given| **given == other).count();
    if alike < 2 || alike < with { Vec::new() } else { vec![Finding::new(Kind::GoldSuspect, place, Test::AgainstGold)] }
}

fn independent(voices: &[Voice]) -> impl Iterator<Item = &Voice> {
    voices.iter().filter(|voice| voice.kind != JudgeKind::Gold && !voice.made_gold)
}

fn stands(_: &Finding, hindsight: &Hindsight<'_>) -> bool {
    let Some(gold) = hindsight.case.gold().and_then(Voice::decided) else { return false };
    let mut raters = independent(&hindsight.case.voices).filter(|voice| voice.kind == JudgeKind::Rater);
    let verdicts: Vec<Rung> = raters.by_ref().filter_map(Voice::decided).collect();
    let first = verdicts.first().copied();
    let unanimous = verdicts.len() >= 2 && verdicts.iter().all(|verdict| Some(*verdict) == first);
    if unanimous {
        return first != Some(gold);
    }
    let right = hindsight.truth.get(gold.0 as usize).copied().unwrap_or(0.0);
    1.0 - right >= SUSPECT_FROM
}
