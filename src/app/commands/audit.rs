//! `preceptor audit`, the main job: decisions, disagreements, a ranked review queue, a summary.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::Value as Json;

use super::Run;
use crate::app::arguments::{Job, Mode};
use crate::app::checkpoint::{Checkpoints, Progress};
use crate::app::evaluation::{self, Asked};
use crate::app::exit::{Exit, Failure};
use crate::app::output::{self, Partial};
use crate::app::reading::{self, Reading, Sink};
use crate::app::session::Session;
use crate::audit::case::Case;
use crate::audit::{Auditor, EngineAnswers, Gathered, Intake, Ledger, Options, Outputs, PlainReading, conclude};
use crate::corpus::spool::Spool;
use crate::corpus::{Ids, Place, Rejection, Tally};
use crate::engine::eval::Evaluator;
use crate::engine::plan;
use crate::language::moment;
use crate::language::policy::{Kind, Pack};
use crate::publish::decisions::DecisionWriter;
use crate::publish::excerpt::{Look, Mask};
use crate::publish::terminal::summary;
use crate::publish::terminal::worst::{self, Item};

/// Items of the queue that the summary shows.
const WORST: usize = 10;

/// Finds where policy, models, raters and gold disagree, and who is probably wrong.
#[derive(Debug, Args)]
pub struct Audit {
    /// Exit with 1 if there are disagreements of this kind, or more than N of them; `any` stands for every kind.
    #[arg(long, value_name = "KIND[=N]")]
    fail_on: Vec<String>,
    #[command(flatten)]
    job: Job,
}

impl Run for Audit {
    const NAME: &'static str = "audit";
    const ABOUT: &'static str = "Find where policy, models, raters and gold disagree, and rank what to look at first";
    const WRITES_ITSELF: bool = true;

    fn run(self, session: &Session) -> Result<Exit, Failure> {
        let limits = self.fail_on.iter().map(|text| limit(text)).collect::<Result<Vec<_>, _>>()?;
        if self.job.evaluation.mode == Mode::Decide {
            return Err(Failure::BadUse(
                "error: an audit compares clauses, so it always analyses; leave --mode out".to_owned(),
            ));
        }
        let dir = output::results_folder(session)?;
        let asked = Asked::prepare(&self.job, plan::Options::default(), session)?;
        let (found, exit) = self.audit(&asked, dir, session)?;
        self.report(&found, &asked.pack, dir, session)?;
        Ok(if limits.iter().any(|limit| limit.exceeded(&found)) { exit.worst(Exit::Findings) } else { exit })
    }
}

impl Audit {
    /// Runs both phases and returns the summary and the exit that the reading leads to.
    fn audit(&self, asked: &Asked, dir: &Path, session: &Session) -> Result<(Json, Exit), Failure> {
        let plain = PlainReading::default();
        let options = Options {
            seed: self.job.evaluation.seed,
            as_of: asked.context.as_of_ms,
            show_content: self.job.evaluation.show_content,
        };
        let (mut desk, start) = Desk::open(asked, dir, self.job.evaluation.resume)?;
        let corpus = asked.corpus(start.as_ref().map(|start| start.0))?;
        let start = start.map(|(_, ids, tally)| (ids, tally));
        let reading = Reading::new(start, &corpus, self.job.evaluation.strict);
        let facts = corpus.card().map(|card| card.facts.clone());
        let auditor = Auditor::new(&asked.pack, options, &plain).with_card(facts.as_ref());
        let writer = DecisionWriter::new(&asked.pack, &moment::format(asked.context.as_of_ms));
        let done = reading::read(
            corpus,
            session,
            reading,
            || Evaluator::new(&asked.program),
            |evaluator, located, bytes| {
                let record = &located.record;
                let mut item = evaluator.item(record, asked.context);
                let decision = item.analyse();
                // Writing to memory cannot fail.
                let _ = writer.write(record, &decision, bytes);
                let mut answers = EngineAnswers::new(&mut item, &decision);
                auditor.observe(record, &decision, &mut answers)
            },
            &mut desk,
        )?;
        evaluation::tell(&asked.pack, &done.tally, session);
        let intake = Intake {
            rejected: done.tally.rejected,
            blank: done.tally.blank,
            repeats: done.tally.repeats,
            unknown_clauses: done.tally.unknown_clauses.clone(),
            unknown_labels: done.tally.unknown_labels.clone(),
            skipped: done.tally.skipped.clone(),
            corpus: facts,
        };
        let summary = desk.conclude(&auditor, &intake, dir)?;
        Ok((summary, done.exit()))
    }

    /// Names the command that says why the first of the items came out as it did.
    fn say_how_to_go_on(&self, id: &str, session: &Session) -> Result<(), Failure> {
        let [corpus] = self.job.corpus.as_slice() else { return Ok(()) };
        if corpus == Path::new("-") {
            return Ok(());
        }
        let data = self.job.evaluation.data.as_ref();
        let data = data.map(|data| format!(" --data {}", data.display())).unwrap_or_default();
        let (pack, corpus) = (self.job.pack.display(), corpus.display());
        session.print(&format!("why? preceptor explain {pack} --item {id} --in {corpus}{data}\n"))
    }

    fn report(&self, found: &Json, pack: &Pack, dir: &Path, session: &Session) -> Result<(), Failure> {
        if session.format == "json" {
            return session.print(&format!("{found:#}\n"));
        }
        let color = session.colors_output();
        let mask = if self.job.evaluation.show_content { Mask::Nothing } else { Mask::Letters };
        let items = first_items(dir)?;
        session.print(&summary::summary(found, color))?;
        session.print(&worst::worst(&items, &pack.subjects(), Look { mask, color, width: 96 }))?;
        session.print(&format!("\nwritten to {}\n", dir.display()))?;
        match items.first().and_then(|item| item.queued.get("id")).and_then(Json::as_str) {
            Some(id) => {
                session.print(&format!(
                    "verdicts have come in? preceptor review order {} --verdicts FILE -o next.jsonl\n",
                    dir.display()
                ))?;
                self.say_how_to_go_on(id, session)
            }
            None => Ok(()),
        }
    }
}

/// A limit of `--fail-on`.
struct Limit {
    /// The kind; `None`: all of them together.
    kind: Option<Kind>,
    most: u64,
}

fn limit(text: &str) -> Result<Limit, Failure> {
    let (name, most) = text.split_once('=').map_or((text, None), |(name, most)| (name, Some(most)));
    let known = || Kind::NAMES.map(|(_, name)| name).join(", ");
    let kind = match name {
        "any" => None,
        name => Some(Kind::from_name(name).ok_or_else(|| {
            Failure::BadUse(format!("error: there is no kind `{name}`; there are {} and any", known()))
        })?),
    };
    let most = most
        .map_or(Ok(0), str::parse)
        .map_err(|_| Failure::BadUse(format!("error: `{text}` wants a whole number after `=`, e.g. `{name}=10`")))?;
    Ok(Limit { kind, most })
}

impl Limit {
    fn exceeded(&self, summary: &Json) -> bool {
        let counts = summary.get("disagreements").and_then(Json::as_object).into_iter().flatten();
        let counts = counts.filter(|(name, _)| self.kind.is_none_or(|kind| kind.name() == *name));
        counts.filter_map(|(_, count)| count.as_u64()).sum::<u64>() > self.most
    }
}

/// Takes what the first phase finds, in order, and keeps it for the second.
struct Desk<'a> {
    asked: &'a Asked,
    decisions: Partial,
    rejected: Partial,
    ledger: Ledger,
    cases: Spool,
    contents: Spool,
    checkpoints: Checkpoints,
    scratch: [PathBuf; 2],
}

type Start = (Place, Ids, Tally);

impl<'a> Desk<'a> {
    fn open(asked: &'a Asked, dir: &Path, resume: bool) -> Result<(Desk<'a>, Option<Start>), Failure> {
        let checkpoints = Checkpoints::beside(&dir.join("audit"), asked.checkpoint_batches);
        let scratch = [dir.join("cases.partial"), dir.join("contents.partial")];
        let [cases, contents] = &scratch;
        let (decisions, rejected) = (dir.join("decisions.jsonl"), dir.join("rejected.jsonl"));
        let kept = if resume { checkpoints.load::<Ledger>(&asked.task)? } else { None };
        let Some((progress, ids)) = kept else {
            let desk = Desk {
                asked,
                decisions: Partial::create(&decisions)?,
                rejected: Partial::create(&rejected)?,
                ledger: Ledger::new(&asked.pack),
                cases: Spool::create(cases)?,
                contents: Spool::create(contents)?,
                checkpoints,
                scratch,
            };
            return Ok((desk, None));
        };
        let [decided, refused, cased, kept] = progress.lengths.as_slice() else {
            return Err(Failure::BadUse("error: the checkpoint is of another command".to_owned()));
        };
        let desk = Desk {
            asked,
            decisions: Partial::resume(&decisions, *decided)?,
            rejected: Partial::resume(&rejected, *refused)?,
            ledger: progress.state,
            cases: Spool::resume(cases, *cased)?,
            contents: Spool::resume(contents, *kept)?,
            checkpoints,
            scratch,
        };
        Ok((desk, Some((progress.next, ids, progress.tally))))
    }

    /// The second phase: writes the results, and only then gives all files their names.
    fn conclude(mut self, auditor: &Auditor<'_>, intake: &Intake, dir: &Path) -> Result<Json, Failure> {
        let mut disagreements = Partial::create(&dir.join("disagreements.jsonl"))?;
        let mut queue = Partial::create(&dir.join("queue.jsonl"))?;
        let mut items = Partial::create(&dir.join("items.jsonl"))?;
        let gathered = Gathered { ledger: &self.ledger, cases: &mut self.cases, contents: &mut self.contents };
        let mut replay = Partial::create(&dir.join("replay.jsonl"))?;
        let outputs =
            Outputs { disagreements: &mut disagreements, queue: &mut queue, items: &mut items, replay: &mut replay };
        let found = conclude(auditor, gathered, intake, dir, outputs)?;
        let mut summary = Partial::create(&dir.join("summary.json"))?;
        writeln!(summary, "{found:#}")?;
        let mut files = [self.decisions, self.rejected, disagreements, queue, items, replay, summary];
        for file in &mut files {
            file.flush()?;
        }
        self.checkpoints.clear();
        for file in files {
            file.complete()?;
        }
        for path in self.scratch {
            // Scratch that is left behind does no harm.
            let _ = fs::remove_file(path);
        }
        Ok(found)
    }
}

impl Sink<Case> for Desk<'_> {
    fn item(&mut self, case: Case, bytes: &[u8]) -> Result<(), Failure> {
        self.decisions.write(bytes)?;
        Ok(self.ledger.absorb(case, &mut self.cases, &mut self.contents)?)
    }

    fn rejected(&mut self, rejection: &Rejection, file: &str) -> Result<(), Failure> {
        let mut line = Vec::new();
        rejection.write(file, &mut line);
        self.rejected.write(&line)
    }

    fn batch(&mut self, next: Place, ids: &Ids, tally: &Tally) -> Result<(), Failure> {
        if !self.checkpoints.due() {
            return Ok(());
        }
        self.cases.flush()?;
        self.contents.flush()?;
        let lengths = vec![self.decisions.flush()?, self.rejected.flush()?, self.cases.end(), self.contents.end()];
        let task = self.asked.task.clone();
        self.checkpoints.save(&Progress { task, next, tally: tally.clone(), lengths, state: self.ledger.clone() }, ids)
    }
}

/// Returns the first items of the queue, each once, with their contents and decisions.
fn first_items(dir: &Path) -> Result<Vec<Item>, Failure> {
    let mut items: Vec<Item> = Vec::new();
    for line in BufReader::new(File::open(dir.join("queue.jsonl"))?).lines() {
        let queued: Json = serde_json::from_str(&line?).map_err(|error| Failure::Internal(error.to_string()))?;
        let by_priority = queued.get("selection").and_then(Json::as_str) == Some("priority");
        if by_priority && !items.iter().any(|item| item.queued.get("id") == queued.get("id")) {
            items.push(Item { queued, ..Item::default() });
        }
        if items.len() == WORST {
            break;
        }
    }
    attach(&dir.join("items.jsonl"), &mut items, |item, row| item.content = row)?;
    attach(&dir.join("decisions.jsonl"), &mut items, |item, row| item.decision = row)?;
    Ok(items)
}

/// Finds the rows of some items in a file whose rows begin with their id.
fn attach(path: &Path, items: &mut [Item], set: impl Fn(&mut Item, Json)) -> Result<(), Failure> {
    let wanted: Vec<String> =
        items.iter().map(|item| format!("{{\"id\":{}", item.queued.get("id").unwrap_or(&Json::Null))).collect();
    let mut left = items.len();
    for line in BufReader::with_capacity(1 << 20, File::open(path)?).lines() {
        let line = line?;
        let at = wanted.iter().position(|start| line.starts_with(start.as_str()));
        if let Some(item) = at.and_then(|at| items.get_mut(at)) {
            set(item, serde_json::from_str(&line).unwrap_or_default());
            left -= 1;
        }
        if left == 0 {
            break;
        }
    }
    Ok(())
}
