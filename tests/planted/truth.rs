//! What a corpus's `truth.jsonl` says.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// A disagreement by item, kind and judge.
pub type Key = (String, String, String);

/// The truth about a corpus.
#[derive(Default)]
pub struct Truth {
    /// Who is really wrong, by disagreement; nobody where it cannot be said.
    pub rows: BTreeMap<Key, BTreeSet<String>>,
    /// The true verdict, by item.
    pub verdicts: BTreeMap<String, String>,
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Returns a judge's name without a model's version.
pub fn bare(judge: &str) -> String {
    judge.split(['@', ' ', ':']).next().unwrap_or(judge).to_owned()
}

impl Truth {
    /// Reads `truth.jsonl`.
    pub fn read(lines: &[Value]) -> Truth {
        let mut truth = Truth::default();
        for line in lines {
            let id = text(&line["id"]);
            if line.get("kind").is_none() {
                truth.verdicts.insert(id, text(&line["verdict"]));
                continue;
            }
            let wrong = line["wrong"].as_array().unwrap().iter().map(text).collect();
            truth.rows.insert((id, text(&line["kind"]), text(&line["judge"])), wrong);
        }
        truth
    }
}
