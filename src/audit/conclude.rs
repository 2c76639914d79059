//! The second phase: all cases are known; who is right, what matters, who looks at it.
//!
//! The cases lie on disk in the order of the input and are read through a few times: once for what judges are worth
//! without gold, once for priorities and clusters, once for what the queues want, once to write. What must be in another
//! order is sorted on disk, so memory does not grow with the corpus.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use serde_json::Value as Json;

use crate::corpus::spool::{Entries, Sorted, Sorter, Spool, descending, pair};
use crate::language::policy::Pack;

use super::case::Case;
use super::clusters::Clusters;
use super::judges::display_names;
use super::ledger::Ledger;
use super::observe::Auditor;
use super::priority::{novelty, severity};
use super::queues::{Cuts, Placement, REST, Selection, Wanted, priority_in, row_key};
use super::replay;
use super::rows::{DisagreementRow, FindingRow, Namer, QueueRow, cluster_name, severity_name, time};
use super::scored::{Known, Scored};
use super::summary::{Intake, Outcome, summary};
use super::worth::{each, reliability, splits};

/// Memory of each sorter.
const SORTER_BYTES: usize = 8 << 20;

/// Where the results go.
pub struct Outputs<'w> {
    /// `disagreements.jsonl`, in the order of the input.
    pub disagreements: &'w mut dyn Write,
    /// `queue.jsonl`, ranked.
    pub queue: &'w mut dyn Write,
    /// `items.jsonl`: the content of what is queued, each item once, in the order of the input.
    pub items: &'w mut dyn Write,
    /// `replay.jsonl`: what `review` needs of the items that are queued or have gold, in the order of the input.
    pub replay: &'w mut dyn Write,
}

/// What was put away while the corpus was read.
pub struct Gathered<'s> {
    /// The counts.
    pub ledger: &'s Ledger,
    /// The cases.
    pub cases: &'s mut Spool,
    /// The contents of those that may be queued.
    pub contents: &'s mut Spool,
}

/// Concludes an audit: writes the results and returns the summary. Scratch files go to `dir`.
pub fn conclude(
    auditor: &Auditor<'_>,
    gathered: Gathered<'_>,
    intake: &Intake,
    dir: &Path,
    outputs: Outputs<'_>,
) -> io::Result<Json> {
    let pack = auditor.pack;
    let ledger = gathered.ledger;
    let reliability = reliability(ledger, gathered.cases)?;
    let splits = splits(ledger, &reliability, gathered.cases)?;
    let known = Known { reliability, splits };
    let ranks = rank_in_clusters(gathered.cases, &known, dir)?;
    let mut wanted = Wanted::new(ledger.items, dir);
    let mut ranks = Replay::new(ranks, dir)?;
    each(gathered.cases, |case| {
        let scored = ranks.score(case, &known)?;
        wanted.add(pack, &scored, auditor.options.seed)
    })?;
    ranks.rewind()?;
    let cuts = wanted.settle(pack, dir)?;
    let names = display_names(ledger);
    let versions: Vec<Option<String>> = ledger.judges.iter().map(|tally| tally.key.version.clone()).collect();
    let mut writer = Writer {
        auditor,
        namer: Namer { pack, judges: &names, versions: &versions },
        outputs,
        rows: Spool::scratch(dir)?,
        order: Sorter::new(dir, SORTER_BYTES),
        hidden: BTreeMap::new(),
        outcome: Outcome::default(),
        dir,
    };
    replay::write_head(pack, ledger, writer.outputs.replay)?;
    writer.write_all(gathered.cases, gathered.contents, cuts, &mut ranks, &known)?;
    let outcome = writer.write_queue()?;
    Ok(summary(pack, ledger, intake, &outcome, auditor.options.as_of, auditor.options.seed))
}

/// Numbers the items of each cluster by falling priority: place in the input, with the rank as payload.
fn rank_in_clusters(cases: &mut Spool, known: &Known, dir: &Path) -> io::Result<Sorted> {
    let mut clusters = Clusters::default();
    let mut by_cluster = Sorter::new(dir, SORTER_BYTES);
    each(cases, |case| {
        let group = clusters.group(&case);
        if group == 0 {
            return Ok(());
        }
        let scored = Scored::new(case, known);
        let falling = descending(priority_in(&scored, None));
        by_cluster.push(pair(group, falling), scored.case.seq)
    })?;
    let mut ranks = Sorter::new(dir, SORTER_BYTES);
    let mut sorted = by_cluster.finish()?;
    let (mut last, mut rank) = (0, 0_u32);
    while let Some((key, seq)) = sorted.next().transpose()? {
        let group = (key >> 64) as u64;
        rank = if group == last { rank.saturating_add(1) } else { 1 };
        last = group;
        if rank > 1 {
            ranks.push(u128::from(seq), u64::from(rank))?;
        }
    }
    ranks.finish()
}

/// The ranks in clusters, beside the cases, as often as needed. An item that is not there is the first of its cluster.
struct Replay {
    ranks: Spool,
    entries: Entries,
    next: Option<(u64, u32)>,
}

impl Replay {
    fn new(mut sorted: Sorted, dir: &Path) -> io::Result<Replay> {
        let mut ranks = Spool::scratch(dir)?;
        while let Some((seq, rank)) = sorted.next().transpose()? {
            ranks.append(&postcard::to_allocvec(&(seq as u64, rank as u32)).map_err(io::Error::other)?)?;
        }
        let entries = ranks.entries()?;
        let mut replay = Replay { ranks, entries, next: None };
        replay.advance()?;
        Ok(replay)
    }

    fn rewind(&mut self) -> io::Result<()> {
        self.entries = self.ranks.entries()?;
        self.advance()
    }

    fn advance(&mut self) -> io::Result<()> {
        let mut bytes = Vec::new();
        self.next = match self.entries.next(&mut bytes)? {
            Some(_) => Some(postcard::from_bytes(&bytes).map_err(io::Error::other)?),
            None => None,
        };
        Ok(())
    }

    /// Scores a case, its novelty included. Cases must come in the order of the input.
    fn score(&mut self, case: Case, known: &Known) -> io::Result<Scored> {
        let rank = self.next.filter(|(seq, _)| *seq == case.seq).map(|(_, rank)| rank);
        if rank.is_some() {
            self.advance()?;
        }
        let mut scored = Scored::new(case, known);
        scored.novelty = novelty(rank.unwrap_or(1));
        Ok(scored)
    }
}

/// Writes everything that the cases hold.
struct Writer<'a, 'p, 'w> {
    auditor: &'a Auditor<'p>,
    namer: Namer<'a>,
    outputs: Outputs<'w>,
    rows: Spool,
    order: Sorter,
    /// Hidden gold by queue, in the order of the input, until it is spread over its queue.
    hidden: BTreeMap<u32, (Spool, u64)>,
    outcome: Outcome,
    dir: &'a Path,
}

impl Writer<'_, '_, '_> {
    fn write_all(
        &mut self,
        cases: &mut Spool,
        contents: &mut Spool,
        mut cuts: Cuts,
        ranks: &mut Replay,
        known: &Known,
    ) -> io::Result<()> {
        let pack = self.auditor.pack;
        let mut content = Vec::new();
        each(cases, |case| {
            let scored = ranks.score(case, known)?;
            self.write_disagreements(&scored)?;
            let placements = cuts.place(pack, &scored)?;
            replay::write_item(&scored, !placements.is_empty(), self.outputs.replay)?;
            for placement in &placements {
                self.keep_row(&scored, placement)?;
            }
            if let Some(place) = scored.case.content_at.filter(|_| !placements.is_empty()) {
                contents.read(place, &mut content)?;
                self.outputs.items.write_all(&content)?;
                self.outputs.items.write_all(b"\n")?;
            }
            Ok(())
        })
    }

    fn write_disagreements(&mut self, scored: &Scored) -> io::Result<()> {
        let case = &scored.case;
        for attributed in &scored.findings {
            *self.outcome.disagreements.entry(attributed.finding.kind).or_default() += 1;
            let row = DisagreementRow {
                id: &case.id,
                finding: self.namer.finding_row(case, attributed),
                judges: self.namer.judge_rows(case, &scored.truth),
                severity: severity_name(severity(case, &scored.findings, None)),
                priority: priority_in(scored, None),
                cluster: cluster_name(case.cluster),
            };
            *self.outcome.causes.entry(row.finding.cause).or_default() += 1;
            line(self.outputs.disagreements, &row)?;
        }
        Ok(())
    }

    /// Makes a row of the queue and puts it aside until all are there to be put in order.
    fn keep_row(&mut self, scored: &Scored, placement: &Placement) -> io::Result<()> {
        let bytes = serde_json::to_vec(&self.queue_row(scored, placement)).map_err(io::Error::other)?;
        if placement.selection == Selection::HiddenGold {
            let (spool, count) = match self.hidden.entry(placement.queue) {
                std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
                std::collections::btree_map::Entry::Vacant(entry) => entry.insert((Spool::scratch(self.dir)?, 0)),
            };
            spool.append(&bytes)?;
            *count += 1;
        } else {
            let place = self.rows.append(&bytes)?;
            self.order.push(row_key(placement, scored.case.seq), place)?;
            *self.outcome.queues.entry(self.queue_name(placement.queue).to_owned()).or_default() += 1;
            *self.outcome.drawn.entry(placement.queue).or_default() += u64::from(placement.in_sample);
        }
        Ok(())
    }

    fn queue_name(&self, queue: u32) -> &str {
        self.auditor.pack.queues.get(queue as usize).map_or(REST, |queue| queue.name.as_str())
    }

    fn queue_row<'b>(&'b self, scored: &'b Scored, placement: &Placement) -> QueueRow<'b> {
        let case = &scored.case;
        let pack: &Pack = self.auditor.pack;
        let queue = pack.queues.get(placement.queue as usize);
        let wanted = case.queues.iter().find(|wanted| wanted.queue.0 == placement.queue);
        let findings: Vec<FindingRow<'b>> =
            scored.findings.iter().map(|attributed| self.namer.finding_row(case, attributed)).collect();
        let mut kinds: Vec<&'static str> = findings.iter().map(|finding| finding.kind).collect();
        kinds.dedup();
        let due = queue.and_then(|queue| queue.due_within);
        QueueRow {
            queue: self.queue_name(placement.queue),
            id: &case.id,
            selection: placement.selection.name(),
            selection_probability: placement.probability,
            in_sample: placement.in_sample,
            sample_probability: queue.and_then(|queue| queue.sample).filter(|_| placement.in_sample),
            priority: placement.priority,
            probability: scored.probability,
            severity: severity_name(severity(case, &scored.findings, wanted.and_then(|wanted| wanted.severity))),
            reach: case.reach,
            novelty: scored.novelty,
            cluster: cluster_name(case.cluster),
            kinds,
            findings,
            judges: self.namer.judge_rows(case, &scored.truth),
            due: due.map(|seconds| time(self.auditor.options.as_of + (seconds * 1000.0) as i64)),
            raters: queue.map_or(1, |queue| queue.raters),
            skills: queue.map_or(&[], |queue| queue.skills.as_slice()),
            languages: queue.map_or(&[], |queue| queue.languages.as_slice()),
        }
    }

    /// Writes the queue in order, hidden gold spread evenly over each queue.
    fn write_queue(mut self) -> io::Result<Outcome> {
        let mut hidden: BTreeMap<u32, Hidden> = BTreeMap::new();
        for (queue, (mut spool, count)) in std::mem::take(&mut self.hidden) {
            let rows = self.outcome.queues.get(self.queue_name(queue)).copied().unwrap_or(0);
            let entries = spool.entries()?;
            hidden.insert(queue, Hidden { _spool: spool, entries, count, rows, given: 0, passed: 0 });
        }
        let mut sorted = self.order.finish()?;
        let mut row = Vec::new();
        let mut count = 0;
        while let Some((key, place)) = sorted.next().transpose()? {
            self.rows.read(place, &mut row)?;
            write_row(self.outputs.queue, &row, &mut count)?;
            if let Some(gold) = hidden.get_mut(&u32::from(key as u16)) {
                gold.passed += 1;
                while gold.is_due() && gold.entries.next(&mut row)?.is_some() {
                    gold.given += 1;
                    write_row(self.outputs.queue, &row, &mut count)?;
                }
            }
        }
        for (queue, gold) in &hidden {
            let name = self.auditor.pack.queues.get(*queue as usize).map_or(REST, |queue| queue.name.as_str());
            *self.outcome.queues.entry(name.to_owned()).or_default() += gold.given;
        }
        self.outcome.queue = count;
        Ok(self.outcome)
    }
}

fn write_row(out: &mut dyn Write, row: &[u8], count: &mut u64) -> io::Result<()> {
    *count += 1;
    out.write_all(row)?;
    out.write_all(b"\n")
}

/// Gold to hide in one queue.
struct Hidden {
    _spool: Spool,
    entries: Entries,
    count: u64,
    rows: u64,
    given: u64,
    passed: u64,
}

impl Hidden {
    /// True if the next one's turn has come: the n-th of N stands after n/(N + 1) of the rows.
    fn is_due(&self) -> bool {
        self.given < self.count && self.passed * (self.count + 1) >= (self.given + 1) * self.rows
    }
}

fn line(out: &mut dyn Write, row: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, row).map_err(io::Error::other)?;
    out.write_all(b"\n")
}
