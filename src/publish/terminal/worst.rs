//! The items that an expert should see first, in a few lines each: who is probably wrong, why, and the words in question.

use serde_json::Value as Json;

use super::{BAD, DIM, HEADING, paint, probability};
use crate::publish::excerpt::{Look, excerpt};

/// One item: its row of the queue, its content, its decision.
#[derive(Debug, Clone, Default)]
pub struct Item {
    /// Its line of `queue.jsonl`.
    pub queued: Json,
    /// Its line of `items.jsonl`, if it is there.
    pub content: Json,
    /// Its line of `decisions.jsonl`, if it is there.
    pub decision: Json,
}

/// Texts shown of one item.
const TEXTS_MAX: usize = 2;

/// Writes the items in their order; `subjects` are the paths of the texts that policies are about.
pub fn worst(items: &[Item], subjects: &[&str], look: Look) -> String {
    if items.is_empty() {
        return String::new();
    }
    let heading = format!("\n{}\n", paint("Look at these first", HEADING, look.color));
    items.iter().enumerate().fold(heading, |said, (at, item)| said + &one(at + 1, item, subjects, look))
}

fn one(rank: usize, item: &Item, subjects: &[&str], look: Look) -> String {
    let row = &item.queued;
    let mut said = format!(
        " {rank:>2}  {}  {}  {}\n",
        paint(text(row, "id"), HEADING, look.color),
        kinds(row),
        paint(&format!("priority {:.2}, {}", number(row, "priority"), text(row, "queue")), DIM, look.color)
    );
    if let Some((judge, chance, cause)) = blame(row) {
        let sure = if chance >= 0.5 { "probably" } else { "perhaps" };
        let judge = paint(&format!("{judge} {sure} wrong ({})", probability(chance)), BAD, look.color);
        said.push_str(&format!("     {judge}, {}: {}\n", cause.replace('_', " "), judges(row)));
    } else {
        said.push_str(&format!("     {}\n", judges(row)));
    }
    for (path, words, spans) in shown(item, subjects) {
        said.push_str(&format!("     {}  {}\n", paint(&path, DIM, look.color), excerpt(&words, &spans, look)));
    }
    said
}

fn kinds(row: &Json) -> String {
    let kinds = row.get("kinds").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str);
    let kinds: Vec<&str> = kinds.collect();
    if kinds.is_empty() { "wanted by its queue".to_owned() } else { kinds.join(", ") }
}

/// The judge most probably wrong among all that was found.
fn blame(row: &Json) -> Option<(&str, f64, &str)> {
    let findings = row.get("findings")?.as_array()?;
    let wrong = findings.iter().filter_map(|finding| {
        let wrong = finding.get("wrong")?;
        Some((text(wrong, "judge"), number(wrong, "probability"), text(finding, "cause")))
    });
    wrong.max_by(|a, b| a.1.total_cmp(&b.1))
}

/// What each judge said: `policy remove, guard allow, r1 remove`.
fn judges(row: &Json) -> String {
    let said = row.get("judges").and_then(Json::as_array).into_iter().flatten().map(|judge| {
        let part = |key: &str| judge.get(key).and_then(Json::as_str);
        let status = part("status").map(|status| if status == "unparsable" { "unreadable" } else { status });
        let said = match (part("verdict"), status) {
            (Some(verdict), Some(status)) => format!("{verdict} ({status})"),
            (Some(word), None) | (None, Some(word)) => word.to_owned(),
            (None, None) => "–".to_owned(),
        };
        format!("{} {said}", text(judge, "judge"))
    });
    said.collect::<Vec<_>>().join(", ")
}

/// A text with its path and what was found in it.
type Shown = (String, String, Vec<(u32, u32)>);

/// The texts to show, with their paths and what was found in them: those in which something was found, then those that policies are
/// about, then messages, then whatever has more than one word.
fn shown(item: &Item, subjects: &[&str]) -> Vec<Shown> {
    let told = |(path, words): (String, String)| {
        let spans = spans(&item.decision, &path);
        (path, words, spans)
    };
    let mut all: Vec<Shown> = texts(&item.content).into_iter().map(told).collect();
    let rank = |path: &str, words: &str, spans: &[(u32, u32)]| match () {
        () if !spans.is_empty() => 0,
        () if subjects.contains(&path) => 1,
        () if path.ends_with(']') || path.contains("].") => 2,
        () if words.contains(char::is_whitespace) => 3,
        () => 4,
    };
    all.sort_by_key(|(path, words, spans)| rank(path, words, spans));
    // A code such as a language or a name says nothing by itself.
    all.retain(|(path, words, spans)| rank(path, words, spans) < 4);
    all.truncate(TEXTS_MAX);
    all
}

/// The item's texts with their paths.
fn texts(content: &Json) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (path, value) in content.get("fields").and_then(Json::as_object).into_iter().flatten() {
        match value {
            Json::String(words) => found.push((path.clone(), words.clone())),
            Json::Array(rows) => {
                for (at, row) in rows.iter().enumerate() {
                    if let Some(words) = row.get("text").and_then(Json::as_str) {
                        found.push((format!("{path}[{at}].text"), words.to_owned()));
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// What the policy found in one text, sorted.
fn spans(decision: &Json, path: &str) -> Vec<(u32, u32)> {
    let mut spans: Vec<(u32, u32)> = ["fired", "excepted", "shadow"]
        .iter()
        .filter_map(|key| decision.get(key)?.as_array())
        .flatten()
        .filter_map(|clause| clause.get("spans")?.as_array())
        .flatten()
        .filter(|span| text(span, "field") == path)
        .map(|span| (number(span, "start") as u32, number(span, "end") as u32))
        .collect();
    spans.sort_unstable();
    spans
}

fn text<'j>(row: &'j Json, key: &str) -> &'j str {
    row.get(key).and_then(Json::as_str).unwrap_or("")
}

fn number(row: &Json, key: &str) -> f64 {
    row.get(key).and_then(Json::as_f64).unwrap_or(0.0)
}
