//! What experts decided: one verdict a line, as JSON lines or as a table.
//!
//! A line names the `item` and the `verdict`, and may name the `labels` that are right, by whom (`by`) and when (`at`). A
//! table has these as columns; in a cell, labels stand apart by `,`, `;` or `|`, and an empty cell of labels says nothing of
//! them. Whatever else a line holds is not read, and told.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value as Json;

use super::ratings::{Begun, ITEM, Table, moment_of};
use super::read::{advice, in_short, why_not_json};
use super::{OpenError, Place, Rejection};
use crate::language::value::{LabelId, Rung};
use crate::packs::encoding::BOM;

/// One verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct VerdictLine {
    /// Where it stands.
    pub place: Place,
    /// The item's id.
    pub item: String,
    /// What is right.
    pub verdict: Rung,
    /// The labels that are right, sorted, each once; `None`: nothing was said of them.
    pub labels: Option<Vec<LabelId>>,
    /// Who decided.
    pub by: Option<String>,
    /// When, in milliseconds since 1970-01-01T00:00Z.
    pub at_ms: Option<i64>,
}

/// The words that a verdict may use.
#[derive(Debug, Clone, Copy)]
pub struct Words<'w> {
    /// The ladder's rungs, weakest first.
    pub ladder: &'w [String],
    /// The labels, by number.
    pub labels: &'w [String],
}

/// What a file of verdicts holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct VerdictFile {
    /// The verdicts, in the order of the file.
    pub lines: Vec<VerdictLine>,
    /// What is none.
    pub rejections: Vec<Rejection>,
    /// Blank lines.
    pub blank: u64,
    /// Keys or columns that are not read.
    pub unread: BTreeSet<String>,
}

/// A line before its words are looked up.
#[derive(Default)]
struct Raw {
    item: Option<String>,
    verdict: Option<String>,
    labels: Option<Vec<String>>,
    by: Option<String>,
    at: Option<String>,
}

/// Reads a file of verdicts; `-` is standard input.
///
/// # Errors
/// If the file cannot be read, or its header lacks a column.
pub fn read_verdicts(path: &Path, words: Words<'_>) -> Result<VerdictFile, OpenError> {
    let begun = Begun::open(path)?;
    if begun.head.is_empty() {
        return Ok(VerdictFile::default());
    }
    // A file may begin with blank lines, which no table does.
    if begun.is_json() || begun.head.trim_ascii().is_empty() { Ok(lines(begun, words)) } else { table(begun, words) }
}

fn lines(begun: Begun, words: Words<'_>) -> VerdictFile {
    let mut found = VerdictFile::default();
    let mut input = BufReader::with_capacity(1 << 20, begun.input);
    let mut place = Place { file: 0, line: 0, byte: 0 };
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        let read = input.read_until(b'\n', &mut bytes);
        place.line += 1;
        let length = match read {
            Ok(0) => return found,
            Ok(length) => length,
            Err(error) => {
                let reason = format!("the file cannot be read on: {}", super::open::plain(&error));
                found.rejections.push(Rejection { place, id: None, reason });
                return found;
            }
        };
        // Files that were put one after the other may each begin with a mark.
        let line = bytes.strip_prefix(BOM).unwrap_or(&bytes).trim_ascii();
        if line.is_empty() {
            found.blank += 1;
        } else {
            let raw = json(line, &mut found.unread);
            found.take(place, raw, words);
        }
        place.byte += length as u64;
    }
}

fn table(begun: Begun, words: Words<'_>) -> Result<VerdictFile, OpenError> {
    let mut table = Table::of(begun)?;
    let (item, verdict) = (table.column(ITEM)?, table.column(&["verdict"])?);
    let [labels, by, at] = ["labels", "by", "at"].map(|name| table.find(&[name]));
    let known = [Some(item), Some(verdict), labels, by, at];
    let unread = table.header.iter().enumerate().filter(|(column, _)| !known.contains(&Some(*column)));
    let mut found = VerdictFile { unread: unread.map(|(_, name)| name.clone()).collect(), ..VerdictFile::default() };
    let (mut rows, mut rejections) = (Vec::new(), Vec::new());
    table.rows(0, &[], &mut |rejection| rejections.push(rejection), |place, cells| {
        let cell = |column: Option<usize>| column.and_then(|column| cells.get(column)).filter(|cell| !cell.is_empty());
        let text = |column: Option<usize>| cell(column).map(|cell| (*cell).to_owned());
        let apart = |cell: &&str| {
            let names = cell.split([',', ';', '|']).map(str::trim).filter(|name| !name.is_empty());
            names.map(str::to_owned).collect()
        };
        let raw = Raw {
            item: text(Some(item)),
            verdict: text(Some(verdict)),
            labels: cell(labels).map(apart),
            by: text(by),
            at: text(at),
        };
        rows.push((place, raw));
        Ok(())
    })?;
    for (place, raw) in rows {
        found.take(place, Ok(raw), words);
    }
    found.rejections.extend(rejections);
    Ok(found)
}

/// Reads the object of a line; notes the keys that nobody reads.
fn json(line: &[u8], unread: &mut BTreeSet<String>) -> Result<Raw, String> {
    #[derive(Deserialize)]
    struct Line {
        #[serde(alias = "id")]
        item: Option<Json>,
        verdict: Option<Json>,
        labels: Option<Json>,
        by: Option<Json>,
        at: Option<Json>,
        #[serde(flatten)]
        others: BTreeMap<String, IgnoredAny>,
    }
    let line: Line = serde_json::from_slice(line).map_err(|error| {
        if error.is_data() {
            "this is no object with `item` and `verdict`, or it has one of its keys twice".to_owned()
        } else {
            why_not_json(&error)
        }
    })?;
    unread.extend(line.others.into_keys());
    let text = |name: &str, value: Option<Json>| match value {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(text)) => Ok(Some(text).filter(|text| !text.is_empty())),
        Some(Json::Number(number)) if name == "item" => Ok(Some(number.to_string())),
        Some(_) => Err(format!("`{name}` wants a text")),
    };
    let listed = |value: Json| match value {
        Json::String(text) => Ok(text),
        _ => Err("`labels` wants a list of texts"),
    };
    let labels = match line.labels {
        None | Some(Json::Null) => None,
        Some(Json::Array(values)) => Some(values.into_iter().map(listed).collect::<Result<Vec<String>, _>>()?),
        Some(_) => return Err("`labels` wants a list of texts".to_owned()),
    };
    Ok(Raw {
        item: text("item", line.item)?,
        verdict: text("verdict", line.verdict)?,
        labels,
        by: text("by", line.by)?,
        at: text("at", line.at)?,
    })
}

impl VerdictFile {
    /// Looks up a line's words and keeps it, or says why it cannot be used.
    fn take(&mut self, place: Place, raw: Result<Raw, String>, words: Words<'_>) {
        let id = raw.as_ref().ok().and_then(|raw| raw.item.clone());
        match raw.and_then(|raw| words.line(place, raw)) {
            Ok(line) => self.lines.push(line),
            Err(reason) => self.rejections.push(Rejection { place, id, reason }),
        }
    }
}

impl Words<'_> {
    fn line(&self, place: Place, raw: Raw) -> Result<VerdictLine, String> {
        let item = raw.item.ok_or("it names no `item`: write the id as the queue has it")?;
        let verdict = raw.verdict.ok_or_else(|| format!("it gives no `verdict`{}", advice("", self.ladder)))?;
        let rung = number(self.ladder, &verdict).ok_or_else(|| {
            format!("{} is no verdict of the ladder{}", in_short(&verdict), advice(&verdict, self.ladder))
        })?;
        let label = |name: &String| {
            number(self.labels, name)
                .map(|at| LabelId(at as u32))
                .ok_or_else(|| format!("{} is no label of the pack{}", in_short(name), advice(name, self.labels)))
        };
        let sorted = |names: Vec<String>| {
            let mut labels = names.iter().map(label).collect::<Result<Vec<LabelId>, String>>()?;
            labels.sort_unstable();
            labels.dedup();
            Ok::<_, String>(labels)
        };
        Ok(VerdictLine {
            place,
            item,
            verdict: Rung(rung as u8),
            labels: raw.labels.map(sorted).transpose()?,
            by: raw.by,
            at_ms: raw.at.as_deref().map(moment_of).transpose()?,
        })
    }
}

fn number(names: &[String], name: &str) -> Option<usize> {
    names.iter().position(|known| known == name)
}
