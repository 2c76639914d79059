//! What judges are called in data.

use std::collections::BTreeMap;

use super::case::JudgeKind;
use super::ledger::Ledger;

/// Returns the judges' names, in the order of the ledger: their own, all versions of a model together; with their kind
/// before it where judges of different kinds share a name.
pub fn display_names(ledger: &Ledger) -> Vec<String> {
    let mut kinds: BTreeMap<&str, Vec<JudgeKind>> = BTreeMap::new();
    for tally in &ledger.judges {
        let known = kinds.entry(&tally.key.name).or_default();
        if !known.contains(&tally.key.kind) {
            known.push(tally.key.kind);
        }
    }
    let name = |key: &super::case::JudgeKey| {
        let shared = kinds.get(key.name.as_str()).is_some_and(|kinds| kinds.len() > 1);
        let special = matches!(key.kind, JudgeKind::Policy | JudgeKind::Gold);
        if shared && !special { format!("{}:{}", key.kind.name(), key.name) } else { key.name.clone() }
    };
    ledger.judges.iter().map(|tally| name(&tally.key)).collect()
}
