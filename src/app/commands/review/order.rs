//! `preceptor review order`: the queue in a new order, between two batches of verdicts.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Deserialize;

use super::{known, open, read};
use crate::app::evaluation;
use crate::app::exit::{Exit, Failure};
use crate::app::output::{self, Partial};
use crate::app::session::Session;
use crate::audit::priority::harm;
use crate::audit::queues::Selection;
use crate::audit::replay::Replay;
use crate::corpus::Rejection;
use crate::corpus::verdicts::{Words, read_verdicts};
use crate::language::value::Severity;
use crate::publish::{ordered, terminal};
use crate::review::order::{Row, Stand, order};
use crate::review::progress::{Progress, Taken};
use crate::review::verdicts::gather;

/// Rejected lines that are told on standard error, where no file takes them.
const TOLD_MAX: usize = 20;

/// Puts the queue in order again by the verdicts that have come in so far.
#[derive(Debug, Args)]
pub(super) struct Order {
    /// The folder that `audit -o` wrote.
    audit: PathBuf,
    /// The experts' verdicts so far: JSON lines or a table with `item` and `verdict`, and perhaps `labels`, `by`, `at`.
    #[arg(long, value_name = "FILE")]
    verdicts: PathBuf,
    /// Look for the errors of this judge only; may be given several times.
    #[arg(long, value_name = "NAME")]
    judge: Vec<String>,
}

impl Order {
    pub(super) fn run(self, session: &Session) -> Result<Exit, Failure> {
        self.refuse_place(session)?;
        let replay = read(&self.audit)?;
        known(&replay, &self.judge)?;
        let queue = Queue::read(&self.audit, &replay)?;
        let words = Words { ladder: &replay.head.ladder, labels: &replay.head.labels };
        let mut file =
            read_verdicts(&self.verdicts, words).map_err(|error| Failure::BadUse(evaluation::told(&error)))?;
        let items = replay.items.iter().enumerate().filter(|(_, item)| item.wrong.is_some());
        let numbers: HashMap<&str, usize> = items.map(|(at, item)| (item.id.as_str(), at)).collect();
        let lines = file.lines.len() as u64;
        let verdicts = gather(std::mem::take(&mut file.lines), &numbers, &replay.head.ladder);
        let mut rejections = std::mem::take(&mut file.rejections);
        let taken = lines - verdicts.rejections.len() as u64;
        rejections.extend(verdicts.rejections);
        rejections.sort_by_key(|rejection| rejection.place);
        let judges: Vec<u32> = (0..)
            .zip(&replay.head.names)
            .filter_map(|(number, name)| self.judge.contains(name).then_some(number))
            .collect();
        let judges = (!self.judge.is_empty()).then_some(judges.as_slice());
        let ordered = order(&replay, &queue.rows, &verdicts.said, judges, session.threads)?;
        let taken = Taken {
            lines: taken,
            items: verdicts.said.len() as u64,
            repeated: verdicts.repeated,
            rejected: rejections.len() as u64,
            blank: file.blank,
        };
        for name in &file.unread {
            session.say(&format!("warning: `{name}` is no part of a verdict, so it is not read"));
        }
        let progress = Progress::new(&replay, &queue.names, &queue.rows, &ordered, taken);
        let writer = ordered::RowWriter { replay: &replay, said: &verdicts.said };
        queue.write(&self.audit, &ordered, &writer, session)?;
        self.reject(&rejections, session)?;
        report(&progress, session)?;
        Ok(if rejections.is_empty() { Exit::Fine } else { Exit::BadInput })
    }

    /// Refuses to write over what is read.
    fn refuse_place(&self, session: &Session) -> Result<(), Failure> {
        let Some(place) = &session.output else { return Ok(()) };
        let read = [self.verdicts.clone(), self.audit.join("queue.jsonl"), self.audit.join("replay.jsonl")];
        if output::is_one_of(place, &read) {
            return Err(Failure::BadUse(format!(
                "error: `{}` is read here; name another file with -o",
                place.display()
            )));
        }
        Ok(())
    }

    /// Writes rejected lines beside the order, or tells them where it has no file.
    fn reject(&self, rejections: &[Rejection], session: &Session) -> Result<(), Failure> {
        let name = self.verdicts.display().to_string();
        let mut bytes = Vec::new();
        for rejection in rejections {
            rejection.write(&name, &mut bytes);
        }
        if let Some(place) = session.output.as_ref().filter(|_| !rejections.is_empty()) {
            let mut file = Partial::create(&output::rejected_beside(place))?;
            Partial::write(&mut file, &bytes)?;
            return file.complete();
        }
        String::from_utf8_lossy(&bytes).lines().take(TOLD_MAX).for_each(|line| session.say(line));
        Ok(())
    }
}

/// Says what came of it; on standard error where the rows themselves go to standard output.
fn report(progress: &Progress, session: &Session) -> Result<(), Failure> {
    let json = session.format == "json";
    let text = if json {
        let text = serde_json::to_string_pretty(progress).map_err(|error| Failure::Internal(error.to_string()))?;
        format!("{text}\n")
    } else {
        terminal::order::order(progress, session.output.is_some() && session.colors_output())
    };
    let Some(place) = &session.output else {
        session.say(text.trim_end());
        return Ok(());
    };
    session.print(&text)?;
    if json { Ok(()) } else { session.print(&format!("\nwritten to {}\n", place.display())) }
}

/// What is needed of a row of the queue.
#[derive(Deserialize)]
struct QueueLine {
    queue: String,
    id: String,
    selection: String,
    in_sample: bool,
    probability: f64,
    severity: Option<String>,
    reach: Option<f64>,
    novelty: f64,
}

/// The audit's queue, whose rows stay on disk.
struct Queue {
    names: Vec<String>,
    rows: Vec<Row>,
    /// Where each row begins, and its bytes without the end of the line.
    places: Vec<(u64, usize)>,
}

impl Queue {
    fn read(audit: &Path, replay: &Replay) -> Result<Queue, Failure> {
        let mut file = open(audit, "queue.jsonl")?;
        let items: HashMap<&str, usize> =
            replay.items.iter().enumerate().map(|(at, item)| (item.id.as_str(), at)).collect();
        let mut queue = Queue { names: Vec::new(), rows: Vec::new(), places: Vec::new() };
        let (mut line, mut begin) = (Vec::new(), 0);
        while file.read_until(b'\n', &mut line)? > 0 {
            let bytes = line.trim_ascii_end();
            let row = serde_json::from_slice(bytes).ok().and_then(|row| queue.row(row, &items));
            let row = row.ok_or_else(|| {
                Failure::BadInput(format!(
                    "error: `{}` and `replay.jsonl` are not of one audit (line {}); audit the corpus again",
                    audit.join("queue.jsonl").display(),
                    queue.rows.len() + 1
                ))
            })?;
            queue.rows.push(row);
            queue.places.push((begin, bytes.len()));
            begin += line.len() as u64;
            line.clear();
        }
        Ok(queue)
    }

    fn row(&mut self, row: QueueLine, items: &HashMap<&str, usize>) -> Option<Row> {
        let queue = self.names.iter().position(|name| *name == row.queue).unwrap_or_else(|| {
            self.names.push(row.queue.clone());
            self.names.len() - 1
        });
        let severity = match row.severity {
            Some(name) => Some(Severity::from_name(&name)?),
            None => None,
        };
        let stand = match row.selection {
            selection if selection == Selection::HiddenGold.name() => Stand::Gold,
            selection if row.in_sample || selection == Selection::Sample.name() => Stand::Sampled,
            _ => Stand::Ranked,
        };
        Some(Row {
            queue,
            item: *items.get(row.id.as_str())?,
            stand,
            probability: row.probability,
            harm: harm(severity, row.reach),
            novelty: row.novelty,
        })
    }

    /// Writes the rows in their new order to the file that `-o` names, or to standard output.
    fn write(
        &self,
        audit: &Path,
        ordered: &crate::review::order::Ordered,
        writer: &ordered::RowWriter<'_>,
        session: &Session,
    ) -> Result<(), Failure> {
        let mut source = open(audit, "queue.jsonl")?.into_inner();
        let mut file = session.output.as_deref().map(Partial::create).transpose()?;
        let (mut line, mut out) = (Vec::new(), Vec::new());
        for at in &ordered.sequence {
            let (Some((begin, length)), Some(fate)) = (self.places.get(*at), ordered.fates.get(*at)) else { continue };
            read_at(&mut source, *begin, *length, &mut line)?;
            out.clear();
            writer.write(&line, self.rows.get(*at).map_or(0, |row| row.item), fate, &mut out);
            match &mut file {
                Some(file) => file.write_all(&out)?,
                None => session.print_bytes(&out)?,
            }
        }
        file.map_or(Ok(()), Partial::complete)
    }
}

fn read_at(source: &mut File, begin: u64, length: usize, line: &mut Vec<u8>) -> Result<(), Failure> {
    line.resize(length, 0);
    source.seek(SeekFrom::Start(begin))?;
    Ok(source.read_exact(line)?)
}
