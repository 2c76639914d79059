//! The pack's words, ready to be looked up.

use std::collections::HashMap;

use crate::corpus::record::ModelDecision;
use crate::language::nearest::nearest;
use crate::language::policy::{Pack, QuestionId};
use crate::language::schema::Model;
use crate::language::value::{ClauseId, LabelId, Rung};

/// The words a record may use.
#[derive(Debug, Default)]
pub(in super::super) struct Vocabulary {
    ladder: Vec<String>,
    labels: HashMap<String, LabelId>,
    clauses: HashMap<String, ClauseId>,
    questions: HashMap<String, QuestionId>,
    models: Vec<Model>,
    /// The pack's name.
    pub pack: String,
}

impl Vocabulary {
    pub fn of(pack: &Pack) -> Vocabulary {
        let own = pack.clauses.iter().enumerate().map(|(at, clause)| (clause.id.clone(), ClauseId(at as u32)));
        let mut clauses: HashMap<String, ClauseId> = own.collect();
        for (at, clause) in pack.clauses.iter().enumerate() {
            for name in &clause.known_as {
                // A clause's own id is stronger than another's byname.
                clauses.entry(name.clone()).or_insert(ClauseId(at as u32));
            }
        }
        let labels = pack.labels.iter().enumerate();
        let questions = pack.questions.iter().enumerate();
        Vocabulary {
            ladder: pack.ladder.clone(),
            models: pack.models.all.clone(),
            pack: pack.name.clone(),
            labels: labels.map(|(at, label)| (label.name.clone(), LabelId(at as u32))).collect(),
            clauses,
            questions: questions.map(|(at, question)| (question.name.clone(), QuestionId(at as u32))).collect(),
        }
    }

    pub fn ladder(&self) -> &[String] {
        &self.ladder
    }

    pub fn rung(&self, word: &str) -> Option<Rung> {
        // A ladder is short: a walk is faster than a hash.
        self.ladder.iter().position(|rung| rung == word).map(|at| Rung(at as u8))
    }

    /// Says why a model's scores cannot be believed: one is outside the range that the pack declares for it. Scores of
    /// versions that the pack does not list are not read by anybody.
    pub fn strange_score(&self, said: &ModelDecision<'_>) -> Option<String> {
        let model = self.models.iter().find(|model| model.name == said.name)?;
        let version = said.version.as_deref();
        if !model.versions.is_empty() && !model.versions.iter().any(|known| Some(known.as_str()) == version) {
            return None;
        }
        said.scores.iter().find_map(|(name, score)| {
            let (_, (min, max)) = model.scores.iter().find(|(known, _)| known == name)?;
            let told = |than: &str, limit: &f64| {
                let told = format!("the score `{name}` of `{}` is {score}, which is {than} {limit}", model.name);
                Some(told + ": the pack declares its range so")
            };
            match () {
                () if score < min => told("below", min),
                () if score > max => told("above", max),
                () => None,
            }
        })
    }

    /// Returns [`LabelId::UNKNOWN`] for a word that is no label.
    pub fn label(&self, word: &str) -> LabelId {
        self.labels.get(word).copied().unwrap_or(LabelId::UNKNOWN)
    }

    /// Returns [`ClauseId::UNKNOWN`] for a word that names no clause.
    pub fn clause(&self, word: &str) -> ClauseId {
        self.clauses.get(word).copied().unwrap_or(ClauseId::UNKNOWN)
    }

    pub fn question(&self, word: &str) -> Option<QuestionId> {
        self.questions.get(word).copied()
    }

    /// Says which words the ladder has, and which was perhaps meant.
    pub fn verdict_advice(&self, word: &str) -> String {
        advice(word, &self.ladder)
    }

    /// Says which label was perhaps meant.
    pub fn label_advice(&self, word: &str) -> String {
        let mut labels: Vec<&str> = self.labels.keys().map(String::as_str).collect();
        labels.sort_unstable();
        nearest(word, labels).map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"))
    }

    /// Says which clause was perhaps meant.
    pub fn clause_advice(&self, word: &str) -> String {
        let mut clauses: Vec<&str> = self.clauses.keys().map(String::as_str).collect();
        clauses.sort_unstable();
        nearest(word, clauses).map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"))
    }
}

/// Longest word that a message quotes; longer ones may be content that strayed into the wrong field.
const QUOTED_CHARS_MAX: usize = 20;

/// Quotes a wrong word, if it is one short word; anything else may be content, and only its length is told.
pub fn in_short(word: &str) -> String {
    let length = word.chars().count();
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let digits = word.chars().filter(|c| c.is_numeric()).count();
    if (1..=QUOTED_CHARS_MAX).contains(&length) && digits <= 4 && word.chars().all(is_word) {
        return format!("`{word}`");
    }
    match length {
        0 => "an empty text".to_owned(),
        1 => "a text of 1 character".to_owned(),
        length => format!("a text of {length} characters"),
    }
}

/// Names a clause or a label that the pack does not have: as it stands if it is one short word, else by its length.
pub(super) fn name_in_short(word: &str) -> String {
    in_short(word).trim_matches('`').to_owned()
}

/// Says which word was perhaps meant, or else which there are.
pub(in super::super) fn advice(word: &str, known: &[String]) -> String {
    const SHOWN_MAX: usize = 8;
    if let Some(meant) = nearest(word, known.iter().map(String::as_str)) {
        return format!("; did you mean `{meant}`?");
    }
    let shown: Vec<String> = known.iter().take(SHOWN_MAX).map(|word| format!("`{word}`")).collect();
    let more = if known.len() > SHOWN_MAX { ", …" } else { "" };
    format!("; known are {}{more}", shown.join(", "))
}
