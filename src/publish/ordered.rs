//! Rows of the queue in their new order: as the audit wrote them, with what is known now at the end.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::audit::case::JudgeKind;
use crate::audit::replay::{Replay, is_wrong};
use crate::audit::rows::time;
use crate::language::value::LabelId;
use crate::review::order::Fate;
use crate::review::verdicts::Said;

/// What is added to an open row.
#[derive(Serialize)]
struct Open {
    probability_now: Option<f64>,
    priority_now: Option<f64>,
}

/// What is added to a row that a verdict settled.
#[derive(Serialize)]
struct Settled<'s> {
    settled_by: &'s str,
    settled_as: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    settled_labels: Option<Vec<&'s str>>,
    reviewers: &'s [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    reviewed_at: Option<String>,
    wrong_judges: Vec<&'s str>,
}

/// Writes rows.
#[derive(Debug, Clone, Copy)]
pub struct RowWriter<'r> {
    /// What the audit wrote of the items.
    pub replay: &'r Replay,
    /// The verdicts, by item.
    pub said: &'r BTreeMap<usize, Said>,
}

impl RowWriter<'_> {
    /// Writes a row of `queue.jsonl`, a JSON object, with what is known of it now, and the end of the line.
    pub fn write(&self, line: &[u8], item: usize, fate: &Fate, out: &mut Vec<u8>) {
        // Texts and numbers always can be written.
        let more = match fate {
            Fate::Open { probability, priority } => {
                serde_json::to_vec(&Open { probability_now: *probability, priority_now: *priority })
            }
            Fate::Settled { by } => serde_json::to_vec(&self.settled(item, *by)),
        };
        let more = more.unwrap_or_default();
        out.extend_from_slice(line.strip_suffix(b"}").unwrap_or(line));
        out.push(b',');
        out.extend_from_slice(more.strip_prefix(b"{").unwrap_or(&more));
        out.push(b'\n');
    }

    fn settled(&self, item: usize, by: usize) -> Option<Settled<'_>> {
        let said = self.said.get(&by)?;
        let head = &self.replay.head;
        let voices = self.replay.items.get(item).into_iter().flat_map(|item| &item.voices);
        let wrong = voices.filter(|voice| {
            voice.kind != JudgeKind::Gold && is_wrong(voice, said.verdict, said.labels.as_deref()) == Some(true)
        });
        let labels = |labels: &Vec<LabelId>| {
            labels.iter().filter_map(|label| head.labels.get(label.0 as usize)).map(String::as_str).collect()
        };
        Some(Settled {
            settled_by: &self.replay.items.get(by)?.id,
            settled_as: head.ladder.get(usize::from(said.verdict.0))?,
            settled_labels: said.labels.as_ref().map(labels),
            reviewers: &said.by,
            reviewed_at: said.at_ms.map(time),
            wrong_judges: wrong.filter_map(|voice| head.names.get(voice.judge as usize)).map(String::as_str).collect(),
        })
    }
}
