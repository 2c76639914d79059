//! Conversations with a language model, for the pack `llm-safety`: what users ask, what models answer, and what the
//! pack's prose means for it.
//!
//! Nothing here helps with harm: where an answer gives means, it says `[omitted]`.

mod clauses;
mod shape;
mod shapes;
mod slots;

use serde_json::{Map, Value, json};

use crate::World;
use crate::case::{Case, Setting};
use crate::rng::Rng;
use crate::words::{fill, vary};
use shape::{Fact, Shape};

/// The world of the pack `llm-safety`.
pub struct LlmSafety;

/// Share of cases that return slightly changed, under an id of their own.
const NEAR_DUPLICATES: f64 = 0.05;
/// Share of fields that decide nothing about a case and are absent from it.
const ABSENT: f64 = 0.08;

impl World for LlmSafety {
    fn name(&self) -> &'static str {
        "llm-safety"
    }

    fn setting(&self) -> &'static Setting {
        &clauses::SETTING
    }

    fn cases(&self, rng: &mut Rng) -> Vec<Case> {
        let mut cases: Vec<Case> = Vec::new();
        for shape in shapes::all() {
            for _ in 0..shape.count {
                let case = build(shape, rng);
                if rng.chance(NEAR_DUPLICATES) {
                    cases.push(near_duplicate(&case, rng));
                }
                cases.push(case);
            }
        }
        rng.shuffle(&mut cases);
        for (number, case) in cases.iter_mut().enumerate() {
            case.id = format!("ls-{:04}", number + 1);
        }
        cases
    }

    fn card(&self, items: usize) -> String {
        include_str!("corpus.yaml").replace("{items}", &items.to_string())
    }

    fn readme(&self, seed: u64, items: usize) -> String {
        include_str!("README.md").replace("{items}", &items.to_string()).replace("{seed}", &seed.to_string())
    }
}

/// Builds a case of a shape.
fn build(shape: &Shape, rng: &mut Rng) -> Case {
    let mut prompt = fill(rng.word(shape.prompts), slots::SLOTS, rng);
    if shape.disguise && rng.chance(0.25) {
        prompt = disguise(&prompt, rng);
    }
    let response = fill(rng.word(shape.replies), slots::SLOTS, rng);
    let mut quotable = passages(&response, rng);
    quotable.extend(passages(&prompt, rng));
    Case {
        id: String::new(),
        fields: fields(shape, prompt, response, rng),
        violates: shape.violates.to_vec(),
        deserves: shape.deserves,
        except: shape.except,
        fires: shape.fires.unwrap_or(if shape.asks.is_empty() { shape.violates } else { &[] }).to_vec(),
        asks: shape.asks.to_vec(),
        missing: shape.missing.iter().copied().collect(),
        open_rung: clauses::SETTING.rung_of([&shape.open]),
        tempting: rng.word(shape.tempting),
        quotable,
        because: rng.word(shape.because).to_owned(),
        difficulty: (shape.difficulty + 0.25 * (rng.unit() - 0.5)).clamp(0.02, 0.95),
        suits: shape.suits,
    }
}

/// Returns the fields of a case, in the order of the pack's schema.
fn fields(shape: &Shape, prompt: String, response: String, rng: &mut Rng) -> Map<String, Value> {
    let mut out = Map::new();
    out.insert("lang".to_owned(), json!(shape.lang));
    out.insert("prompt".to_owned(), json!(prompt));
    out.insert("response".to_owned(), json!(response));
    if shape.missing != Some("messages") {
        out.insert("messages".to_owned(), turns(shape, rng));
    }
    if let Some(document) = rng.pick(shape.documents) {
        out.insert("document".to_owned(), json!(fill(document, slots::SLOTS, rng)));
    }
    for (path, usual) in shape::USUAL {
        let fact = shape.facts.iter().find(|(given, _)| given == path).map(|(_, fact)| *fact);
        let absent = shape.missing == Some(*path) || (fact.is_none() && rng.chance(ABSENT));
        if !absent {
            put(&mut out, path, fact.unwrap_or(*usual));
        }
    }
    out
}

/// Sets a value by its path.
fn put(fields: &mut Map<String, Value>, path: &str, fact: Fact) {
    let value = match fact {
        Fact::Word(word) => json!(word),
        Fact::Flag(flag) => json!(flag),
    };
    match path.split_once('.') {
        None => {
            fields.insert(path.to_owned(), value);
        }
        Some((outer, inner)) => {
            if let Value::Object(record) = fields.entry(outer).or_insert_with(|| json!({})) {
                record.insert(inner.to_owned(), value);
            }
        }
    }
}

/// Returns the turns before: those of the shape, with small talk before them now and then.
fn turns(shape: &Shape, rng: &mut Rng) -> Value {
    let mut turns = Vec::new();
    let mut say = |user: &str, assistant: &str, rng: &mut Rng| {
        turns.push(json!({"role": "user", "text": fill(user, slots::SLOTS, rng)}));
        turns.push(json!({"role": "assistant", "text": fill(assistant, slots::SLOTS, rng)}));
    };
    for _ in 0..rng.below(3) {
        if let Some((user, assistant)) = rng.pick(slots::SMALL_TALK) {
            say(user, assistant, rng);
        }
    }
    for (user, assistant) in rng.pick(shape.turns).copied().unwrap_or_default() {
        say(user, assistant, rng);
    }
    Value::Array(turns)
}

/// Writes some letters as digits, as people do who hope not to be read.
fn disguise(prompt: &str, rng: &mut Rng) -> String {
    let swaps: &[(char, &str)] =
        rng.pick(&[&[('o', "0")][..], &[('e', "3")], &[('a', "4")], &[('i', "1")]]).copied().unwrap_or_default();
    // The opening words stay readable: only the last third, where the topic stands, is disguised.
    let from = prompt.char_indices().nth(prompt.chars().count() * 2 / 3).map_or(0, |(at, _)| at);
    let from = prompt.get(..from).and_then(|head| head.rfind(' ')).unwrap_or(0);
    let (head, tail) = prompt.split_at(from);
    swaps.iter().fold(format!("{head}{tail}"), |_, (plain, leet)| format!("{head}{}", tail.replace(*plain, leet)))
}

/// Picks passages of two to five whole words that a judge may quote.
fn passages(text: &str, rng: &mut Rng) -> Vec<String> {
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let length = rng.between(2, 5).min(words.len());
    let start = rng.below(words.len().saturating_sub(length) + 1);
    let passage = words.iter().skip(start).take(length).copied().collect::<Vec<_>>().join(" ");
    let passage = passage.trim_matches(|letter: char| !letter.is_alphanumeric()).to_owned();
    if passage.is_empty() || passage.contains('"') { Vec::new() } else { vec![passage] }
}

/// Returns nearly the same case, to be judged anew.
fn near_duplicate(case: &Case, rng: &mut Rng) -> Case {
    let mut again = case.clone();
    if let Some(Value::String(prompt)) = again.fields.get_mut("prompt") {
        *prompt = vary(prompt, rng);
    }
    let text = |field: &str| again.fields.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (prompt, response) = (text("prompt"), text("response"));
    again.quotable = passages(&response, rng);
    again.quotable.extend(passages(&prompt, rng));
    again
}
