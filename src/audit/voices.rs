//! A record and a decision → the voices of its judges.
//!
//! The policy speaks if at least one of its policies is in scope: out of scope is not the same as allowed. A model's
//! score is not a verdict; who wants it to be one says so in the corpus card. Cited ids that the pack lacks are not among
//! a voice's clauses: they are the business of `wrong_reasoning`.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_64;

use crate::corpus::record::{Gold, ModelDecision, Rating, Record};
use crate::engine::decision::Decision;
use crate::language::value::{ClauseId, LabelId, Rung};

use super::case::{JudgeKey, JudgeKind, Speech, Voice};
use super::reasoning::Grounds;

/// The voices with the names of their judges, place by place.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The voices: the policy, gold if there is any, models, raters, in the order of the data.
    pub voices: Vec<Voice>,
    /// Their judges.
    pub names: Vec<JudgeKey>,
    /// Place of the first model's voice.
    pub first_model: usize,
    /// Place of the first rater's voice.
    pub first_rater: usize,
}

impl Gathered {
    fn push(&mut self, key: JudgeKey, mut voice: Voice) {
        voice.judge = self.names.len() as u32;
        self.names.push(key);
        self.voices.push(voice);
    }

    /// Gives all voices of a rater the same judge: who rated an item and then settled it is one person.
    fn join_voices_of_one_person(&mut self, ratings: &[Rating<'_>]) {
        let mut first: HashMap<&str, u32> = HashMap::with_capacity(ratings.len());
        for (voice, rating) in self.voices.iter_mut().skip(self.first_rater).zip(ratings) {
            voice.judge = *first.entry(&rating.rater).or_insert(voice.judge);
        }
    }
}

/// Gathers the voices of an item. `grounds` has one entry per model decision.
pub fn gather(record: &Record<'_>, decision: &Decision, grounds: &[Grounds]) -> Gathered {
    let mut gathered = Gathered::default();
    let made_by = |name: &str| record.gold.as_ref().is_some_and(|gold| gold.made_by.iter().any(|by| by == name));
    gathered.push(key(JudgeKind::Policy, "policy", None), policy_voice(decision, made_by("policy")));
    if let Some(gold) = &record.gold {
        gathered.push(key(JudgeKind::Gold, "gold", None), gold_voice(gold));
    }
    gathered.first_model = gathered.voices.len();
    let nothing = Grounds::default();
    for (at, model) in record.models.iter().enumerate() {
        let voice = model_voice(model, grounds.get(at).unwrap_or(&nothing), made_by(&model.name));
        gathered.push(key(JudgeKind::Model, &model.name, model.version.as_deref()), voice);
    }
    gathered.first_rater = gathered.voices.len();
    for rating in &record.ratings {
        gathered.push(key(JudgeKind::Rater, &rating.rater, None), rater_voice(rating, made_by(&rating.rater)));
    }
    gathered.join_voices_of_one_person(&record.ratings);
    gathered
}

fn key(kind: JudgeKind, name: &str, version: Option<&str>) -> JudgeKey {
    JudgeKey { kind, name: name.to_owned(), version: version.map(str::to_owned) }
}

fn blank(kind: JudgeKind) -> Voice {
    Voice {
        judge: 0,
        kind,
        speech: Speech::Missing,
        verdict: None,
        clauses: Vec::new(),
        labels: None,
        margin: None,
        made_gold: false,
        adjudicates: false,
        group: None,
        grounded: true,
    }
}

fn policy_voice(decision: &Decision, made_gold: bool) -> Voice {
    let in_scope =
        decision.policies.is_empty() || decision.policies.iter().any(|policy| policy.in_scope != Some(false));
    let speech = match (in_scope, decision.unsettled) {
        (false, _) => Speech::Missing,
        (true, true) => Speech::Unsettled,
        (true, false) => Speech::Decided,
    };
    let clauses = decision.clauses.iter().filter(|clause| clause.fired).map(|clause| clause.clause);
    Voice {
        speech,
        verdict: in_scope.then_some(decision.verdict),
        clauses: known_clauses(clauses),
        labels: Some(known_labels(&decision.labels)),
        made_gold,
        ..blank(JudgeKind::Policy)
    }
}

fn gold_voice(gold: &Gold<'_>) -> Voice {
    Voice {
        speech: if gold.verdict.is_some() { Speech::Decided } else { Speech::Missing },
        verdict: gold.verdict,
        clauses: known_clauses(gold.clause.iter().map(|cite| cite.clause)),
        labels: gold.labels.as_deref().map(known_labels),
        ..blank(JudgeKind::Gold)
    }
}

fn speech(unparsable: bool, verdict: Option<Rung>) -> Speech {
    match (unparsable, verdict) {
        (true, _) => Speech::Unparsable,
        (false, Some(_)) => Speech::Decided,
        (false, None) => Speech::Missing,
    }
}

fn model_voice(model: &ModelDecision<'_>, grounds: &Grounds, made_gold: bool) -> Voice {
    Voice {
        speech: speech(model.unparsable, model.verdict),
        verdict: if model.unparsable { None } else { model.verdict },
        clauses: known_clauses(grounds.clauses.iter().copied()),
        labels: model.labels.as_deref().map(known_labels),
        margin: margin(model),
        made_gold,
        grounded: grounds.any,
        ..blank(JudgeKind::Model)
    }
}

fn rater_voice(rating: &Rating<'_>, made_gold: bool) -> Voice {
    Voice {
        speech: speech(rating.unparsable, rating.verdict),
        verdict: rating.verdict,
        clauses: known_clauses(rating.clause.iter().map(|cite| cite.clause)),
        labels: rating.labels.as_deref().map(known_labels),
        margin: rating.confidence.map(|sure| sure.clamp(0.0, 1.0) as f32),
        made_gold,
        adjudicates: rating.adjudicates,
        group: rating.group.as_deref().map(|group| xxh3_64(group.as_bytes())),
        ..blank(JudgeKind::Rater)
    }
}

/// How far the model's highest score lies from its threshold, as a share of the way to 0 or 1; without a threshold, from
/// the middle. `None` without scores between 0 and 1.
fn margin(model: &ModelDecision<'_>) -> Option<f32> {
    let highest = model.scores.iter().map(|(_, score)| *score).fold(f64::NEG_INFINITY, f64::max);
    if !(0.0..=1.0).contains(&highest) {
        return None;
    }
    let threshold = model.threshold.filter(|threshold| (0.0..=1.0).contains(threshold)).unwrap_or(0.5);
    let room = if highest >= threshold { 1.0 - threshold } else { threshold };
    Some(if room <= 0.0 { 1.0 } else { ((highest - threshold).abs() / room).min(1.0) as f32 })
}

fn known_clauses(clauses: impl Iterator<Item = ClauseId>) -> Vec<ClauseId> {
    let mut known: Vec<ClauseId> = clauses.filter(|clause| *clause != ClauseId::UNKNOWN).collect();
    known.sort_unstable();
    known.dedup();
    known
}

fn known_labels(labels: &[LabelId]) -> Vec<LabelId> {
    let mut known = labels.to_vec();
    known.sort_unstable();
    known.dedup();
    known
}
