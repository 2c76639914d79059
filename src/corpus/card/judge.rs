//! What the judges of an item said, as a record writes it.

use std::collections::BTreeMap;

use serde_json::{Map as Object, Value};

use super::literal::number;
use super::row::{Row, Scope, words};
use super::spec::{Duplicates, JudgeSpec, Kind, Map, Spec};
use super::value::{Got, Meaning, follow};
use crate::corpus::tally::Tally;

/// Most votes one cell can stand for.
const VOTES_MAX: u64 = 1_000;

/// The judges of one item, gathered.
#[derive(Debug)]
pub(super) struct Judges<'t> {
    /// The item's id.
    item: String,
    pub models: Vec<Object<String, Value>>,
    pub ratings: Vec<Object<String, Value>>,
    pub gold: Option<Object<String, Value>>,
    counts: &'t mut Tally,
    /// The counts that the card expects something of; others are not kept.
    expected: &'t BTreeMap<String, u64>,
}

impl<'t> Judges<'t> {
    pub fn new(item: String, counts: &'t mut Tally, expected: &'t BTreeMap<String, u64>) -> Judges<'t> {
        Judges { item, models: Vec::new(), ratings: Vec::new(), gold: None, counts, expected }
    }

    /// Counts something by its name, which comes in parts. What is unparsable is counted whatever the card expects.
    pub fn count(&mut self, parts: &[&str]) {
        let name = parts.join(".");
        if parts.first() == Some(&"unparsable") || self.expected.contains_key(&name) {
            self.counts.fact(&name);
        }
    }

    /// Adds a decision. The reader of records keeps the first of a judge's and counts the others, so where the last is to
    /// count it changes places with the first.
    fn put(&mut self, key: &str, name: Value, said: Object<String, Value>, duplicates: Duplicates) {
        let mut whole = Object::from_iter([(key.to_owned(), name)]);
        whole.extend(said);
        let list = if key == "rater" { &mut self.ratings } else { &mut self.models };
        if duplicates == Duplicates::Last {
            let judge =
                |one: &Object<String, Value>| [key, "version", "adjudicates"].map(|part| one.get(part).cloned());
            let own = judge(&whole);
            if let Some(earlier) = list.iter_mut().find(|one| judge(one) == own) {
                std::mem::swap(earlier, &mut whole);
                self.counts.repeats.replaced += 1;
            }
        }
        list.push(whole);
    }
}

/// Adds what one entry of `judges` says.
pub(super) fn add(spec: &JudgeSpec, map: Option<&Map>, scope: &Scope, judges: &mut Judges) {
    match &spec.table {
        Some(table) => {
            let rows: Vec<&Row> =
                scope.sides.iter().find(|(name, _)| name == table).map_or(Vec::new(), |(_, rows)| rows.clone());
            for row in rows {
                spread(spec, map, &scope.at(table, row), judges);
            }
        }
        None => spread(spec, map, scope, judges),
    }
}

/// One judge, or one for each column of a pattern, or one for each vote.
fn spread(spec: &JudgeSpec, map: Option<&Map>, scope: &Scope, judges: &mut Judges) {
    if spec.when.as_ref().is_some_and(|when| !when.holds(scope)) {
        return;
    }
    if let Some(pattern) = &spec.each {
        for parts in scope.columns().iter().filter_map(|name| pattern.read(name)) {
            let mut inner = scope.clone();
            inner.bound.extend(parts.into_iter().map(|(name, part)| (name, Value::String(part))));
            one(spec, map, &inner, judges);
        }
    } else if !spec.counts.is_empty() {
        ballot(spec, map, scope, judges);
    } else {
        one(spec, map, scope, judges);
    }
}

/// One judge for each vote. Nobody knows whose a vote was, so the votes of an item are dealt to its voters by lot: were they
/// numbered by class, the first voter would seem to be the one who always finds the first class. The lot is the item's id,
/// so that its votes are dealt alike wherever it stands.
fn ballot(spec: &JudgeSpec, map: Option<&Map>, scope: &Scope, judges: &mut Judges) {
    let mut votes: Vec<&str> = Vec::new();
    for column in &spec.counts {
        let count = scope.find(column).and_then(words).and_then(|votes| number(&votes)).and_then(|n| n.as_f64());
        votes.extend((0..(count.unwrap_or(0.0) as u64).min(VOTES_MAX)).map(|_| column.as_str()));
    }
    let lot = xxhash_rust::xxh3::xxh3_64(judges.item.as_bytes());
    let shift = lot.checked_rem(votes.len() as u64).unwrap_or(0) as usize;
    votes.rotate_left(shift);
    for (voter, vote) in (1_u64..).zip(votes) {
        let inner = scope.with("n", Value::from(voter)).with("votes", Value::from(vote));
        one(spec, map, &inner, judges);
    }
}

/// One decision while it is put together.
struct Decision<'d> {
    spec: &'d JudgeSpec,
    name: String,
    said: Object<String, Value>,
    raw: Option<String>,
    unparsable: bool,
}

fn one(spec: &JudgeSpec, map: Option<&Map>, scope: &Scope, judges: &mut Judges) {
    let Ok(name) = spec.name.fill(scope) else { return };
    let mut decision = Decision { spec, name, said: Object::new(), raw: None, unparsable: false };
    let mut inner = scope.clone();
    if let Some(output) = &spec.output {
        match follow(output, scope, None) {
            Got::Missing => return,
            Got::Strange(raw) => {
                decision.raw = Some(raw);
                decision.unparsable = true;
            }
            got => inner.bound.push(("output".to_owned(), got.value())),
        }
    }
    decision.unparsable |= spec.unparsable.as_ref().is_some_and(|when| when.holds(&inner));
    decision.read(map, &inner);
    decision.finish(judges);
}

impl Decision<'_> {
    fn read(&mut self, map: Option<&Map>, scope: &Scope) {
        let spec = self.spec;
        if !self.unparsable {
            self.verdict(map, scope);
            if let Some(labels) = &spec.labels {
                let found = list(labels, scope, Strangers::Dropped);
                self.add_labels(found);
            }
            if let Some(clause) = spec.clause.as_ref().and_then(|spec| words(&follow(spec, scope, None).value())) {
                self.said.insert("clause".to_owned(), Value::String(clause));
            }
        }
        self.scores(scope);
        let answers: Object<String, Value> = spec
            .answers
            .iter()
            .filter_map(|(name, spec)| {
                Some((name.clone(), Value::Bool(super::literal::truth(&follow(spec, scope, None).value())?)))
            })
            .collect();
        if !answers.is_empty() {
            self.said.insert("answers".to_owned(), Value::Object(answers));
        }
        for (key, spec) in &spec.values {
            let value = match *key {
                "cites" | "quotes" => list(spec, scope, Strangers::Kept).map_or(Value::Null, Value::from),
                key => plain(key, follow(spec, scope, None).value()),
            };
            if !value.is_null() {
                self.said.insert((*key).to_owned(), value);
            }
        }
    }

    fn verdict(&mut self, map: Option<&Map>, scope: &Scope) {
        let votes = scope.find("votes").cloned();
        let got = match (&self.spec.verdict, votes) {
            // A vote's value is the column it was counted in.
            (Some(Spec::Rules(rules)), Some(vote)) => {
                let said = words(&vote);
                match super::value::meaning(rules, &vote, scope) {
                    Some(meaning) => Got::Meaning(meaning, said),
                    None => Got::Strange(said.unwrap_or_default()),
                }
            }
            (Some(spec), _) => follow(spec, scope, map),
            (None, Some(vote)) => match map.map(|map| super::value::meaning(map, &vote, scope)) {
                None => Got::Value(vote),
                Some(Some(meaning)) => Got::Meaning(meaning, None),
                Some(None) => Got::Strange(words(&vote).unwrap_or_default()),
            },
            (None, None) => return,
        };
        match got {
            Got::Missing => {}
            Got::Value(value) => {
                if let Some(word) = words(&value) {
                    self.said.insert("verdict".to_owned(), Value::from(word.trim()));
                }
            }
            Got::Meaning(Meaning { unparsable: true, .. }, said) => self.strange(said.unwrap_or_default()),
            Got::Meaning(meaning, _) => self.meaning(meaning),
            Got::Strange(said) => self.strange(said),
        }
    }

    fn strange(&mut self, said: String) {
        self.unparsable = true;
        self.raw.get_or_insert(said);
    }

    fn meaning(&mut self, meaning: Meaning) {
        if let Some(verdict) = meaning.is {
            self.said.insert("verdict".to_owned(), Value::String(verdict));
        }
        if let Some(labels) = meaning.labels {
            self.add_labels(Some(labels));
        }
        if let Some(clause) = meaning.clause {
            match self.spec.kind {
                Kind::Model => self.said.insert("cites".to_owned(), Value::Array(vec![Value::String(clause)])),
                Kind::Rater | Kind::Gold => self.said.insert("clause".to_owned(), Value::String(clause)),
            };
        }
    }

    fn add_labels(&mut self, labels: Option<Vec<String>>) {
        let Some(labels) = labels else { return };
        let all = self.said.entry("labels").or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(all) = all {
            for label in labels {
                if !all.iter().any(|known| *known == *label) {
                    all.push(Value::String(label));
                }
            }
        }
    }

    fn scores(&mut self, scope: &Scope) {
        let spec = self.spec;
        let mut scores = Object::new();
        let mut add = |name: &str, value: &Value| {
            let score = match value {
                Value::Number(score) => Some(score.clone()),
                Value::String(text) => number(text),
                _ => None,
            };
            if let Some(score) = score {
                scores.insert(name.to_owned(), Value::Number(score));
            }
        };
        for (name, spec) in &spec.scores {
            add(name, &follow(spec, scope, None).value());
        }
        if let Some(Value::Object(all)) = spec.all_scores.as_ref().map(|spec| follow(spec, scope, None).value()) {
            all.iter().for_each(|(name, value)| add(name, value));
        }
        if !scores.is_empty() {
            self.said.insert("scores".to_owned(), Value::Object(scores));
        }
    }

    /// Adds the decision to the item's judges, unless it says nothing.
    fn finish(mut self, judges: &mut Judges) {
        let told = match self.spec.kind {
            Kind::Gold => "gold".to_owned(),
            _ => self.name.clone(),
        };
        if self.unparsable {
            judges.count(&["unparsable", &told]);
        }
        let silent = ["version", "prompt_hash", "threshold", "batch", "group", "at", "by", "revision"];
        if self.said.keys().all(|key| silent.contains(&key.as_str())) && !self.unparsable {
            return;
        }
        judges.count(&["decisions", &told]);
        if let Some(Value::String(verdict)) = self.said.get("verdict") {
            judges.count(&["verdicts", &told, verdict]);
        }
        if let Some(Value::Array(labels)) = self.said.get("labels") {
            labels.iter().filter_map(words).for_each(|label| judges.count(&["labels", &told, &label]));
        }
        let name = Value::String(std::mem::take(&mut self.name));
        match self.spec.kind {
            Kind::Gold => {
                let made_by = self.spec.made_by.iter().map(|name| Value::from(name.as_str()));
                if !self.spec.made_by.is_empty() {
                    self.said.insert("made_by".to_owned(), made_by.collect());
                }
                judges.gold.get_or_insert(self.said);
            }
            kind => {
                if self.unparsable {
                    self.said.insert("unparsable".to_owned(), Value::Bool(true));
                }
                if let (Some(raw), false) = (self.raw, self.said.contains_key("raw")) {
                    self.said.insert("raw".to_owned(), Value::String(raw));
                }
                let key = if kind == Kind::Rater { "rater" } else { "name" };
                judges.put(key, name, self.said, self.spec.duplicates);
            }
        }
    }
}

/// What becomes of entries of a list that its map does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strangers {
    Dropped,
    /// A cited rule that no clause stands for is worth reporting, in its own words.
    Kept,
}

/// Words from a list, a single word or flags, each mapped and none twice.
fn list(spec: &Spec, scope: &Scope, strangers: Strangers) -> Option<Vec<String>> {
    let bare = match spec {
        Spec::Column { name, read, path, map: Some(map) } => {
            Some((Spec::Column { name: name.clone(), read: *read, path: path.clone(), map: None }, map))
        }
        Spec::Output { path, read, map: Some(map) } => {
            Some((Spec::Output { path: path.clone(), read: *read, map: None }, map))
        }
        _ => None,
    };
    let (got, map) = match &bare {
        Some((bare, map)) => (follow(bare, scope, None), Some(map)),
        None => (follow(spec, scope, None), None),
    };
    if let Got::Meaning(meaning, _) = got {
        return meaning.labels.or(meaning.is.map(|label| vec![label]));
    }
    let values = match got.value() {
        Value::Null => return None,
        Value::Array(values) => values,
        single => vec![single],
    };
    let mut found: Vec<String> = Vec::new();
    for value in values {
        let own = || words(&value).map(|word| word.trim().to_owned());
        let meaning = map.map(|map| super::value::meaning(map, &value, scope));
        let said: Vec<String> = match (meaning, strangers) {
            (None, _) | (Some(None), Strangers::Kept) => own().into_iter().collect(),
            (Some(None), Strangers::Dropped) => Vec::new(),
            (Some(Some(meaning)), _) => meaning.labels.into_iter().flatten().chain(meaning.is).collect(),
        };
        for word in said {
            if !found.contains(&word) {
                found.push(word);
            }
        }
    }
    Some(found)
}

/// Makes a plain value what its key wants: numbers, truth values and texts.
fn plain(key: &str, value: Value) -> Value {
    match (key, value) {
        (_, Value::Null) => Value::Null,
        ("threshold" | "seconds" | "confidence", Value::String(text)) => {
            number(&text).map_or(Value::String(text), Value::Number)
        }
        ("adjudicates", value) => super::literal::truth(&value).map_or(value, Value::Bool),
        ("raw", value) => value,
        (_, value) => words(&value).map_or(Value::Null, Value::String),
    }
}
