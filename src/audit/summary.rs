//! `summary.json`: the run in figures, without times and paths, so that equal inputs give equal bytes.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use crate::calibrate::Figure;
use crate::calibrate::intervals::wilson;
use crate::corpus::Repeats;
use crate::corpus::card::Facts;
use crate::language::policy::{Kind, MetaKind, Pack, Queue};

use super::case::JudgeKind;
use super::confusion::Confusion;
use super::intervals::macro_f1;
use super::judges::display_names;
use super::ledger::{ClauseTally, JudgeTally, Ledger};
use super::rows::time;

/// What the reader of the corpus knows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Intake {
    /// Records that were rejected.
    pub rejected: u64,
    /// Blank lines.
    pub blank: u64,
    /// Judges that appear more than once on an item.
    pub repeats: Repeats,
    /// Clauses that raters and gold name and the pack lacks: the key that names them, a blank, the clause.
    pub unknown_clauses: BTreeMap<String, u64>,
    /// Labels that judges give and the pack lacks: the key that gives them, a blank, the label.
    pub unknown_labels: BTreeMap<String, u64>,
    /// Rows that the corpus's card passes over, by what it calls them.
    pub skipped: BTreeMap<String, u64>,
    /// What the corpus's card says about it, if it has one.
    pub corpus: Option<Facts>,
}

/// What the second phase counted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outcome {
    /// Disagreements by kind.
    pub disagreements: BTreeMap<Kind, u64>,
    /// Disagreements by root cause.
    pub causes: BTreeMap<&'static str, u64>,
    /// Rows of the queue.
    pub queue: u64,
    /// Rows by queue.
    pub queues: BTreeMap<String, u64>,
    /// Rows that the random share of a queue drew, by the queue's number.
    pub drawn: BTreeMap<u32, u64>,
}

/// Makes the summary.
pub fn summary(pack: &Pack, ledger: &Ledger, intake: &Intake, outcome: &Outcome, as_of: i64, seed: u64) -> Json {
    let kinds: Map<String, Json> = Kind::NAMES
        .iter()
        .map(|(kind, name)| ((*name).to_owned(), outcome.disagreements.get(kind).copied().unwrap_or(0).into()))
        .collect();
    let mut summary = json!({
        "items": ledger.items,
        "rejected": intake.rejected,
        "blank": intake.blank,
        "as_of": time(as_of),
        "seed": seed,
        "pack": {"name": pack.name, "revision": pack.revision},
        "policies": policies(pack),
        "verdicts": pack.ladder.iter().zip(&ledger.verdicts).map(|(name, n)| (name.clone(), Json::from(*n))).collect::<Map<_, _>>(),
        "escalated": ledger.escalated,
        "unsettled": ledger.unsettled,
        "contradicted": ledger.contradicted,
        "indeterminate": ledger.indeterminate,
        "clauses": clauses(pack, ledger),
        "judges": judges(ledger),
        "disagreements": kinds,
        "root_causes": outcome.causes,
        "against_gold": against_gold(pack, ledger),
        "queue": outcome.queue,
        "queues": outcome.queues,
        "samples": samples(pack, ledger, outcome),
        "engine": env!("CARGO_PKG_VERSION"),
    });
    if let (true, Some(all)) = (intake.repeats.all() > 0, summary.as_object_mut()) {
        all.insert("repeated".to_owned(), json!(intake.repeats));
    }
    let named = [
        ("unknown_clauses", &intake.unknown_clauses),
        ("unknown_labels", &intake.unknown_labels),
        ("skipped", &intake.skipped),
    ];
    for (key, counts) in named {
        if let (false, Some(all)) = (counts.is_empty(), summary.as_object_mut()) {
            all.insert(key.to_owned(), json!(counts));
        }
    }
    if let (Some(facts), Some(all)) = (&intake.corpus, summary.as_object_mut()) {
        all.insert("corpus".to_owned(), facts.provenance());
    }
    summary
}

/// What each queue's random share was drawn from, with what probability, and how many items it drew.
fn samples(pack: &Pack, ledger: &Ledger, outcome: &Outcome) -> Map<String, Json> {
    let row = |(at, queue): (u32, &Queue)| {
        let share = queue.sample?;
        let items = ledger.frames.get(at as usize).copied().unwrap_or(0);
        let drawn = outcome.drawn.get(&at).copied().unwrap_or(0);
        Some((queue.name.clone(), json!({"probability": share, "items": items, "drawn": drawn})))
    };
    (0..).zip(&pack.queues).filter_map(row).collect()
}

fn policies(pack: &Pack) -> Vec<Json> {
    let version = |meta: &[(MetaKind, String)]| {
        meta.iter().find(|(kind, _)| *kind == MetaKind::Version).map(|(_, version)| version.clone())
    };
    pack.policies.iter().map(|policy| json!({"id": policy.id, "version": version(&policy.meta)})).collect()
}

fn clauses(pack: &Pack, ledger: &Ledger) -> Map<String, Json> {
    let rows = pack.clauses.iter().zip(&ledger.clauses).filter(|(clause, _)| clause.when.is_some());
    rows.map(|(clause, tally)| (clause.id.clone(), clause_row(pack, clause, tally))).collect()
}

fn clause_row(pack: &Pack, clause: &crate::language::policy::Clause, tally: &ClauseTally) -> Json {
    let mut excepted: BTreeMap<&str, u64> = BTreeMap::new();
    for (at, n) in &tally.excepted {
        let name = clause.exceptions.get(*at as usize).map_or("", |exception| exception.name.as_str());
        *excepted.entry(name).or_default() += n;
    }
    let mut exempted: BTreeMap<&str, u64> = BTreeMap::new();
    for (id, n) in &tally.exempted {
        let name = pack.exemptions.get(id.0 as usize).map_or("", |exemption| exemption.name.as_str());
        *exempted.entry(name).or_default() += n;
    }
    json!({
        "fired": tally.fired, "decisive": tally.decisive, "excepted": excepted, "exempted": exempted,
        "indeterminate": tally.indeterminate,
    })
}

#[derive(Default, Serialize)]
struct JudgeRow {
    kind: &'static str,
    decisions: u64,
    unparsable: u64,
    missing: u64,
    agree: u64,
    disagree: u64,
}

/// What each judge did. A model or the policy is missing wherever it did not decide; a rater or gold, only where it is
/// there without a verdict, since nobody expects them everywhere.
fn judges(ledger: &Ledger) -> BTreeMap<String, JudgeRow> {
    let mut rows: BTreeMap<String, (JudgeRow, u64)> = BTreeMap::new();
    for (name, tally) in display_names(ledger).into_iter().zip(&ledger.judges) {
        let (row, entries) = rows.entry(name).or_default();
        row.kind = tally.key.kind.name();
        row.decisions += tally.decisions;
        row.unparsable += tally.unparsable;
        row.agree += tally.agree;
        row.disagree += tally.disagree;
        *entries += tally.entries;
    }
    let expected = |row: &JudgeRow, entries: u64| match row.kind {
        "model" | "policy" => entries.max(ledger.items),
        _ => entries,
    };
    rows.into_iter()
        .map(|(name, (mut row, entries))| {
            row.missing = expected(&row, entries).saturating_sub(row.decisions + row.unparsable);
            (name, row)
        })
        .collect()
}

#[derive(Serialize)]
struct GoldRow {
    n: u64,
    accuracy: Figure,
    macro_f1: Figure,
    by_clause: BTreeMap<String, Figure>,
    circular: u64,
}

/// Each judge against the gold it had no part in. `circular` counts the items left out because gold was made from it.
fn against_gold(pack: &Pack, ledger: &Ledger) -> BTreeMap<String, GoldRow> {
    let mut merged: BTreeMap<String, Vec<&JudgeTally>> = BTreeMap::new();
    for (name, tally) in display_names(ledger).into_iter().zip(&ledger.judges) {
        if tally.key.kind != JudgeKind::Gold && (tally.gold.total() > 0.0 || tally.circular > 0) {
            merged.entry(name).or_default().push(tally);
        }
    }
    merged.into_iter().map(|(name, tallies)| (name, gold_row(pack, &tallies))).collect()
}

fn gold_row(pack: &Pack, tallies: &[&JudgeTally]) -> GoldRow {
    let mut counts = Confusion::default();
    let mut clauses: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for tally in tallies {
        counts.add_all(&tally.gold, 1.0);
        for (clause, (items, right)) in &tally.by_clause {
            let id = pack.clauses.get(clause.0 as usize).map_or("", |clause| clause.id.as_str());
            let entry = clauses.entry(id.to_owned()).or_default();
            *entry = (entry.0 + items, entry.1 + right);
        }
    }
    let n = counts.total() as u64;
    GoldRow {
        n,
        accuracy: wilson(counts.right() as u64, n),
        macro_f1: macro_f1(&counts),
        by_clause: clauses.into_iter().map(|(id, (items, right))| (id, wilson(right, items))).collect(),
        circular: tallies.iter().map(|tally| tally.circular).sum(),
    }
}
