//! `preceptor run`: decisions only.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value as Json, json};

use super::Run as Command;
use crate::app::arguments::{Job, Mode};
use crate::app::checkpoint::{Checkpoints, Progress};
use crate::app::evaluation::{self, Asked};
use crate::app::exit::{Exit, Failure};
use crate::app::output::{self, Partial};
use crate::app::reading::{self, Reading, Sink};
use crate::app::session::Session;
use crate::corpus::{Ids, Place, Rejection, Tally};
use crate::engine::eval::Evaluator;
use crate::engine::plan::Options;
use crate::language::moment;
use crate::publish::decisions::DecisionWriter;
use crate::publish::terminal::counted;
use crate::publish::terminal::summary::provenance;

/// Rejections that are told on standard error where there is no file for them.
const TOLD_MAX: u64 = 10;

/// Decides every item of a corpus.
#[derive(Debug, Args)]
pub struct Run {
    #[command(flatten)]
    job: Job,
}

impl Command for Run {
    const NAME: &'static str = "run";
    const ABOUT: &'static str = "Decide every item of a corpus, and write the decisions";
    const WRITES_ITSELF: bool = true;

    fn run(self, session: &Session) -> Result<Exit, Failure> {
        if let Some(place) = &session.output {
            refuse_place(place, &self.job.corpus)?;
        }
        let asked = Asked::prepare(&self.job, Options { decisions_only: true }, session)?;
        if self.job.evaluation.resume && session.output.is_none() {
            return Err(Failure::BadUse(
                "error: --resume needs the file of the interrupted run: name it with -o".to_owned(),
            ));
        }
        let (mut decisions, start) = Decisions::open(&asked, session, self.job.evaluation.resume)?;
        let corpus = asked.corpus(start.as_ref().map(|start| start.next))?;
        let start = start.map(|start| (start.ids, start.tally));
        let provenance = corpus.card().map(|card| card.facts.provenance());
        let reading = Reading::new(start, &corpus, self.job.evaluation.strict);
        let writer = DecisionWriter::new(&asked.pack, &moment::format(asked.context.as_of_ms));
        let done = reading::read(
            corpus,
            session,
            reading,
            || Evaluator::new(&asked.program),
            |evaluator, located, bytes| {
                let decision = match self.job.evaluation.mode {
                    Mode::Decide => evaluator.decide(&located.record, &asked.context),
                    Mode::Analyse => evaluator.analyse(&located.record, &asked.context),
                };
                // Writing to memory cannot fail.
                let _ = writer.write(&located.record, &decision, bytes);
            },
            &mut decisions,
        )?;
        decisions.complete()?;
        evaluation::tell(&asked.pack, &done.tally, session);
        report(&done.tally, provenance.as_ref(), session)?;
        Ok(done.exit())
    }
}

/// Refuses to write over the input, or a form that this program does not write.
fn refuse_place(place: &Path, corpus: &[PathBuf]) -> Result<(), Failure> {
    if output::is_one_of(place, corpus) {
        return Err(Failure::BadUse(format!(
            "error: `{}` is the corpus itself; name another file with -o",
            place.display()
        )));
    }
    let ending = place.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    if ["parquet", "csv", "tsv", "xlsx", "gz", "gzip", "zst", "zstd"].contains(&ending.as_str()) {
        return Err(Failure::BadUse(
            "error: decisions are written as plain JSON lines; name a `.jsonl` file with -o".to_owned(),
        ));
    }
    Ok(())
}

/// Says what was done, and of which corpus if it has a card.
fn report(tally: &Tally, corpus: Option<&Json>, session: &Session) -> Result<(), Failure> {
    if session.output.is_some() && session.format == "json" {
        let mut counts = json!({ "items": tally.records, "rejected": tally.rejected, "blank": tally.blank });
        if let (Some(corpus), Some(counts)) = (corpus, counts.as_object_mut()) {
            counts.insert("corpus".to_owned(), corpus.clone());
        }
        return session.print(&format!("{counts}\n"));
    }
    session.say(&format!(
        "{} decided, {} rejected, {}",
        counted(tally.records, "item", "items"),
        counted(tally.rejected, "record", "records"),
        counted(tally.blank, "blank line", "blank lines")
    ));
    if let Some(corpus) = corpus {
        session.say(&format!("of {}", provenance(corpus)));
    }
    Ok(())
}

/// Where an interrupted run goes on.
struct Start {
    next: Place,
    ids: Ids,
    tally: Tally,
}

/// Takes decisions as they come, in order.
struct Decisions<'a> {
    session: &'a Session,
    asked: &'a Asked,
    /// Decisions and rejections as files; none: decisions go to standard output, rejections are told.
    files: Option<(Partial, Partial, Checkpoints)>,
    told: u64,
}

impl<'a> Decisions<'a> {
    fn open(asked: &'a Asked, session: &'a Session, resume: bool) -> Result<(Decisions<'a>, Option<Start>), Failure> {
        let Some(place) = &session.output else {
            return Ok((Decisions { session, asked, files: None, told: 0 }, None));
        };
        let rejected = output::rejected_beside(place);
        let checkpoints = Checkpoints::beside(place, asked.checkpoint_batches);
        let kept = if resume { checkpoints.load::<()>(&asked.task)? } else { None };
        let (files, start) = match kept {
            Some((progress, ids)) => {
                let [first, second] = progress.lengths.as_slice() else {
                    return Err(Failure::BadUse("error: the checkpoint is of another command".to_owned()));
                };
                let files = (Partial::resume(place, *first)?, Partial::resume(&rejected, *second)?, checkpoints);
                (files, Some(Start { next: progress.next, ids, tally: progress.tally }))
            }
            None => ((Partial::create(place)?, Partial::create(&rejected)?, checkpoints), None),
        };
        Ok((Decisions { session, asked, files: Some(files), told: 0 }, start))
    }

    fn complete(self) -> Result<(), Failure> {
        let Some((mut decisions, mut rejected, checkpoints)) = self.files else { return Ok(()) };
        decisions.flush()?;
        let refused = rejected.flush()?;
        checkpoints.clear();
        decisions.complete()?;
        if refused == 0 { rejected.discard() } else { rejected.complete() }
    }
}

impl Sink<()> for Decisions<'_> {
    fn item(&mut self, (): (), bytes: &[u8]) -> Result<(), Failure> {
        match &mut self.files {
            Some((decisions, ..)) => decisions.write(bytes),
            None => self.session.print_bytes(bytes),
        }
    }

    fn rejected(&mut self, rejection: &Rejection, file: &str) -> Result<(), Failure> {
        let mut line = Vec::new();
        rejection.write(file, &mut line);
        if let Some((_, rejected, _)) = &mut self.files {
            return rejected.write(&line);
        }
        self.told += 1;
        if self.told <= TOLD_MAX {
            self.session.say(String::from_utf8_lossy(&line).trim_end());
        }
        Ok(())
    }

    fn batch(&mut self, next: Place, ids: &Ids, tally: &Tally) -> Result<(), Failure> {
        let Some((decisions, rejected, checkpoints)) = &mut self.files else { return Ok(()) };
        if !checkpoints.due() {
            return Ok(());
        }
        let lengths = vec![decisions.flush()?, rejected.flush()?];
        let task = self.asked.task.clone();
        checkpoints.save(&Progress { task, next, tally: tally.clone(), lengths, state: () }, ids)
    }
}
