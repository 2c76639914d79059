//! `queue.jsonl` and `summary.json` read back: what a later look at the work of people needs of them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::calibrate::queued::{Drawing, Pool, QueueFacts, Queued, ReviewQueue};
use crate::language::moment;

use super::queues::Selection;

/// Lines that are named of those that cannot be read.
const NAMED_MAX: usize = 3;

/// Reads the lines of a `queue.jsonl`, whatever is wanted of each; blank lines are skipped.
///
/// # Errors
/// Passes on what cannot be read. If lines are not as a queued item is, says which and why: the first few, and how many.
pub fn lines<T: DeserializeOwned>(
    lines: impl BufRead,
    mut take: impl FnMut(T) -> Result<(), String>,
) -> io::Result<()> {
    let mut wrong: Vec<String> = Vec::new();
    for (number, line) in (1_u64..).zip(lines.lines()) {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let row = serde_json::from_str(&line).map_err(|error| error.to_string());
        if let Err(why) = row.and_then(&mut take) {
            wrong.push(format!("line {number} is no queued item: {why}"));
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    let more = wrong.len().saturating_sub(NAMED_MAX);
    wrong.truncate(NAMED_MAX);
    let more = if more > 0 { format!("; and {more} more") } else { String::new() };
    Err(io::Error::new(io::ErrorKind::InvalidData, format!("{}{more}", wrong.join("; "))))
}

#[derive(Deserialize)]
struct Row {
    queue: String,
    id: String,
    selection: String,
    selection_probability: f64,
    in_sample: bool,
    sample_probability: Option<f64>,
    raters: u32,
    due: Option<String>,
}

#[derive(Deserialize)]
struct Summary {
    items: u64,
    as_of: Option<String>,
    pack: Option<OfPack>,
    #[serde(default)]
    samples: BTreeMap<String, OfSample>,
}

#[derive(Deserialize)]
struct OfPack {
    revision: Option<String>,
}

#[derive(Deserialize)]
struct OfSample {
    items: u64,
    drawn: u64,
}

/// Reads an audit's queue and the summary beside it.
///
/// # Errors
/// Passes on what cannot be read; names each line, or the summary, that is not as an audit writes it.
pub fn read(queue: impl BufRead, summary: &str) -> io::Result<ReviewQueue> {
    let wrong = |why: String| io::Error::new(io::ErrorKind::InvalidData, why);
    let summary: Summary =
        serde_json::from_str(summary).map_err(|error| wrong(format!("summary.json is no audit's: {error}")))?;
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut queues: Vec<QueueFacts> = Vec::new();
    for (name, sample) in summary.samples {
        numbers.insert(name.clone(), queues.len() as u32);
        queues.push(QueueFacts { name, pool: Some(Pool { items: sample.items, drawn: sample.drawn }) });
    }
    let mut rows: Vec<Queued> = Vec::new();
    let mut known: BTreeSet<(u32, String)> = BTreeSet::new();
    lines(queue, |row: Row| {
        let (drawing, due_ms) = (drawing(&row)?, due(row.due.as_deref())?);
        let number = *numbers.entry(row.queue).or_insert_with_key(|name| {
            queues.push(QueueFacts { name: name.clone(), pool: None });
            (queues.len() - 1) as u32
        });
        if !known.insert((number, row.id.clone())) {
            return Err("the item is in that queue already".to_owned());
        }
        rows.push(Queued { item: row.id, queue: number, raters: row.raters, due_ms, drawing });
        Ok(())
    })?;
    Ok(ReviewQueue {
        queued_ms: summary.as_of.as_deref().and_then(moment::parse),
        items: summary.items,
        revision: summary.pack.and_then(|pack| pack.revision),
        queues,
        rows,
    })
}

fn drawing(row: &Row) -> Result<Drawing, String> {
    let known = [Selection::Priority, Selection::Sample, Selection::HiddenGold];
    let selection = known.into_iter().find(|known| known.name() == row.selection);
    // Who came in by the share alone came in with its chance.
    let chance = match (row.in_sample, selection) {
        (_, None) => return Err("`selection` is neither priority, sample nor hidden_gold".to_owned()),
        (false, Some(Selection::Sample)) => return Err("it is of the random share, and not `in_sample`".to_owned()),
        (false, _) => return Ok(Drawing::NotDrawn),
        (true, Some(Selection::Sample)) => row.sample_probability.or(Some(row.selection_probability)),
        (true, _) => row.sample_probability,
    };
    match chance {
        None => Ok(Drawing::UnknownChance),
        Some(chance) if chance > 0.0 && chance <= 1.0 => Ok(Drawing::Drawn(chance)),
        Some(_) => Err("the probability of the random share is not above 0 and at most 1".to_owned()),
    }
}

fn due(text: Option<&str>) -> Result<Option<i64>, String> {
    let wrong = || "`due` is neither a date nor a date and time".to_owned();
    text.map(|text| moment::parse(text).ok_or_else(wrong)).transpose()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    const SUMMARY: &str = r#"{"items": 90, "as_of": "2026-11-01T00:00:00Z", "pack": {"revision": "sha256:1"},
        "samples": {"open": {"probability": 0.1, "items": 80, "drawn": 2}}}"#;

    fn row(queue: &str, id: &str, more: &str) -> String {
        let (start, end) = (format!(r#"{{"queue":"{queue}","id":"{id}","raters":2,"#), "}\n");
        format!("{start}{more}{end}")
    }

    #[test]
    fn only_what_the_random_share_drew_has_its_chance() {
        let text = [
            row("open", "a", r#""selection":"sample","selection_probability":0.1,"in_sample":true"#),
            row(
                "open",
                "b",
                r#""selection":"priority","selection_probability":1,"in_sample":true,"sample_probability":0.1"#,
            ),
            "\n".to_owned(),
            row(
                "urgent",
                "a",
                r#""selection":"priority","selection_probability":1,"in_sample":false,"due":"2026-11-01T01:00:00Z""#,
            ),
            row("open", "c", r#""selection":"priority","selection_probability":1,"in_sample":true"#),
            row("open", "d", r#""selection":"hidden_gold","selection_probability":0.5,"in_sample":false"#),
        ];
        let queue = read(text.concat().as_bytes(), SUMMARY).unwrap();
        let drawn: Vec<Drawing> = queue.rows.iter().map(|row| row.drawing).collect();
        let (yes, no) = (Drawing::Drawn(0.1), Drawing::NotDrawn);
        assert_eq!(drawn, [yes, yes, no, Drawing::UnknownChance, no]);
        assert_eq!(queue.queues[0].pool, Some(Pool { items: 80, drawn: 2 }));
        assert_eq!((queue.queues[1].name.as_str(), queue.queues[1].pool), ("urgent", None));
        assert_eq!(queue.rows[2].due_ms.unwrap() - queue.queued_ms.unwrap(), 3_600_000);
    }

    #[test]
    fn every_line_that_is_wrong_is_counted_and_the_first_are_named() {
        let text = [
            row("open", "a", r#""selection":"sample","selection_probability":0.1,"in_sample":true"#),
            row("open", "a", r#""selection":"priority","selection_probability":1,"in_sample":false"#),
            row("open", "b", r#""selection":"fate","selection_probability":1,"in_sample":false"#),
            row("open", "c", r#""selection":"sample","selection_probability":7,"in_sample":true"#),
            row("open", "d", r#""selection":"sample","in_sample":true"#),
            row("open", "e", r#""selection":"priority","selection_probability":1,"in_sample":false,"due":"soon""#),
        ];
        let told = read(text.concat().as_bytes(), SUMMARY).unwrap_err().to_string();
        for said in ["line 2 is no queued item: the item is in that queue", "line 3", "line 4", "; and 2 more"] {
            assert!(told.contains(said), "{told}");
        }
        assert!(read("".as_bytes(), "{}").unwrap_err().to_string().contains("summary.json"));
    }
}
