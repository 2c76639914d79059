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
    /// Items on which raters split over two clauses that are both arguable: that the policy can be read in two ways is a
    /// true cause of whatever they disagree on.
    pub arguable: BTreeSet<String>,
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The causes that are the fault of a kind of judge.
fn faults(kind: &str) -> &'static [&'static str] {
    match kind {
        "policy" => &["policy_gap", "policy_ambiguity"],
        "gold" => &["gold_error"],
        "model" => &["model_error"],
        _ => &["rater_error"],
    }
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
                if line["planted"] == "policy_gap_split" {
                    truth.arguable.insert(id.clone());
                }
                truth.verdicts.insert(id, text(&line["verdict"]));
                continue;
            }
            let wrong = line["wrong"].as_array().unwrap().iter().map(text).collect();
            truth.rows.insert((id, text(&line["kind"]), text(&line["judge"])), wrong);
        }
        truth
    }

    /// Tells whether the cause that a row names is the fault of a judge who is wrong, or of a policy that is arguable.
    pub fn is_cause(&self, row: &Value, is_wrong: impl Fn(&Value) -> bool) -> bool {
        let cause = row["cause"].as_str().unwrap();
        let mut judges = row["judges"].as_array().unwrap().iter().filter(|judge| is_wrong(&judge["judge"]));
        judges.any(|judge| faults(judge["kind"].as_str().unwrap()).contains(&cause))
            || (cause == "policy_ambiguity" && self.arguable.contains(&text(&row["id"])))
    }
}
