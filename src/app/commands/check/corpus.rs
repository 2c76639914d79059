//! Does a corpus have what a pack reads? Fields that no record has, columns that nobody declared, records that are refused.

use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use crate::app::evaluation;
use crate::app::exit::{Exit, Failure};
use crate::app::session::Session;
use crate::corpus::record::Record;
use crate::corpus::{Ids, Place, Rejection, Tally};
use crate::language::policy::Pack;
use crate::publish::terminal::{count, counted};

/// Rejections that are told with their reason.
const REJECTIONS_TOLD: usize = 5;

/// What was seen of a pack's fields.
pub struct Observed {
    /// By field, in the order of the schema: its path and the records that have it.
    fields: Vec<(String, u64)>,
    /// By model that the pack declares: the records in which it decides.
    models: Vec<(String, u64)>,
    tally: Tally,
    /// Clauses that judges name and the pack lacks, in words.
    unknown_clauses: Vec<String>,
    /// Labels that judges give and the pack lacks, in words.
    unknown_labels: Vec<String>,
    rejections: Vec<String>,
}

/// Reads a corpus and counts what is there.
///
/// # Errors
/// If the corpus is not there.
pub fn observe(pack: &Pack, path: &Path, data: Option<PathBuf>, session: &Session) -> Result<Observed, Failure> {
    let corpus = evaluation::open(&[path.to_path_buf()], pack, data, session)?;
    let mut seen = Observed {
        fields: pack.schema.fields.iter().map(|field| (field.path.clone(), 0)).collect(),
        models: pack.models.all.iter().map(|model| (model.name.clone(), 0)).collect(),
        tally: corpus.before().clone(),
        unknown_clauses: Vec::new(),
        unknown_labels: Vec::new(),
        rejections: Vec::new(),
    };
    let (reader, names) = (corpus.reader(), corpus.files().to_vec());
    let mut ids = Ids::default();
    for batch in corpus {
        let mut duplicates = 0;
        let tally = batch.decode(&reader, |found| match found {
            Ok(located) => match ids.add(located.id_hash, located.place) {
                Ok(()) => seen.count(&located.record),
                Err(first) => {
                    let file = |place: Place| names.get(place.file as usize).map_or("", String::as_str);
                    let reason = Ids::reason(first.map(|first| (first, file(first))));
                    let id = Some(located.record.id.to_string());
                    seen.refuse(&Rejection { place: located.place, id, reason }, &names);
                    duplicates += 1;
                }
            },
            Err(rejection) => seen.refuse(&rejection, &names),
        });
        seen.tally.merge(&tally);
        (0..duplicates).for_each(|_| seen.tally.duplicate());
    }
    seen.unknown_clauses = evaluation::unknown_clauses(pack, &seen.tally);
    seen.unknown_labels = evaluation::unknown_labels(pack, &seen.tally);
    Ok(seen)
}

impl Observed {
    fn count(&mut self, record: &Record<'_>) {
        for ((_, count), value) in self.fields.iter_mut().zip(&record.fields) {
            *count += u64::from(!value.is_missing());
        }
        for (name, count) in &mut self.models {
            *count += u64::from(record.models.iter().any(|said| said.name == *name));
        }
    }

    fn refuse(&mut self, rejection: &Rejection, names: &[String]) {
        if self.rejections.len() < REJECTIONS_TOLD {
            let file = names.get(rejection.place.file as usize).map_or("", String::as_str);
            self.rejections.push(format!("{file}:{}: {}", rejection.place.line, rejection.reason));
        }
    }

    /// The exit it leads to: records that are rejected are bad input; a field that no record has, and a clause or
    /// a label that the pack lacks, are findings.
    pub fn exit(&self) -> Exit {
        let found =
            self.absent().next().is_some() || !self.unknown_clauses.is_empty() || !self.unknown_labels.is_empty();
        let found = if found { Exit::Findings } else { Exit::Fine };
        if self.tally.rejected > 0 { found.worst(Exit::BadInput) } else { found }
    }

    fn absent(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().chain(&self.models).filter(|(_, count)| *count == 0).map(|(name, _)| name.as_str())
    }

    /// Says it for people.
    pub fn text(&self, name: &str) -> String {
        let records = self.tally.records;
        let mut said = format!(
            "{name}: {}, {} rejected, {}\n",
            counted(records, "record", "records"),
            count(self.tally.rejected),
            counted(self.tally.blank, "blank line", "blank lines")
        );
        let skipped: u64 = self.tally.skipped.values().sum();
        if skipped > 0 {
            said.push_str(&format!("  {} skipped as the card says\n", counted(skipped, "row", "rows")));
        }
        for rejection in &self.rejections {
            said.push_str(&format!("  rejected  {rejection}\n"));
        }
        if records == 0 {
            said.push_str("  there is no record to look at\n");
            return said;
        }
        for (field, count) in self.fields.iter().chain(&self.models) {
            if *count == 0 {
                said.push_str(&format!("  never there  `{field}`: what reads it will always be unknown\n"));
            } else if *count < records {
                let share = (records - count) as f64 / records.max(1) as f64 * 100.0;
                said.push_str(&format!(
                    "  at times missing  `{field}`: {} of {records} records ({share:.1} %)\n",
                    records - count
                ));
            }
        }
        for (column, count) in &self.tally.columns {
            said.push_str(&format!("  not declared  `{column}`: in {count} records, and no policy reads it\n"));
        }
        for (key, count) in &self.tally.judge_keys {
            said.push_str(&format!("  unknown key  `{key}`: {count} times, and not read\n"));
        }
        for repeated in self.tally.repeats.told() {
            said.push_str(&format!("  repeated  {repeated}\n"));
        }
        for clause in &self.unknown_clauses {
            said.push_str(&format!("  unknown clause  {clause}\n"));
        }
        for label in &self.unknown_labels {
            said.push_str(&format!("  unknown label  {label}\n"));
        }
        said
    }

    /// Describes it as data.
    pub fn json(&self) -> Json {
        let counts = |counts: &[(String, u64)]| {
            counts.iter().map(|(name, count)| (name.clone(), Json::from(*count))).collect::<serde_json::Map<_, _>>()
        };
        json!({
            "records": self.tally.records, "rejected": self.tally.rejected, "blank": self.tally.blank,
            "fields": counts(&self.fields), "models": counts(&self.models),
            "not_declared": self.tally.columns, "unknown_keys": self.tally.judge_keys,
            "unknown_clauses": self.tally.unknown_clauses, "unknown_labels": self.tally.unknown_labels,
            "skipped": self.tally.skipped, "repeated": self.tally.repeats, "first_rejections": self.rejections,
        })
    }
}
