//! `preceptor calibrate`: raters and models against gold and each other.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Run;
use crate::app::arguments::{Evaluation, Job, Mode};
use crate::app::evaluation::{self, Asked};
use crate::app::exit::{Exit, Failure};
use crate::app::output::Partial;
use crate::app::reading::{self, Reading, Sink};
use crate::app::session::Session;
use crate::audit::{Auditor, Options, PlainReading};
use crate::calibrate::sheet::scale::Order;
use crate::calibrate::sheet::{ItemSaid, Judge, JudgeKind, Odd, Said, Scale, Sheet, SheetBuilder, record};
use crate::calibrate::study::{self, Intake, StudyOptions};
use crate::corpus::ratings::{self, RatingRow, TableTally};
use crate::corpus::{Ids, Place, Rejection, Tally};
use crate::engine::eval::Evaluator;
use crate::engine::plan;
use crate::publish::{calibration, terminal};

/// Holds raters, models and the policy against gold and against each other, and reports with an interval on every figure.
#[derive(Debug, Args)]
pub struct Calibrate {
    /// Corpora that the pack reads; without a pack, tables of ratings (CSV or TSV) with the columns item, rater, label.
    #[arg(value_name = "CORPUS", required = true)]
    corpus: Vec<PathBuf>,
    /// The pack's folder: its ladder is the scale, and its policy is a judge like any other.
    #[arg(long, value_name = "PACK")]
    pack: Option<PathBuf>,
    /// Table of gold with the columns item and gold, for tables of ratings.
    #[arg(long, value_name = "FILE", conflicts_with = "pack")]
    gold: Option<PathBuf>,
    /// How labels relate, for tables of ratings: `nominal`, `interval`, or from least to most as `ordinal:a<b<c`.
    /// Default: nominal.
    #[arg(long, value_name = "SCALE", conflicts_with = "pack")]
    scale: Option<String>,
    #[command(flatten)]
    evaluation: Evaluation,
}

impl Run for Calibrate {
    const NAME: &'static str = "calibrate";
    const ABOUT: &'static str = "Hold raters and models against gold and each other, with an interval on every figure";
    const WRITES_ITSELF: bool = true;

    fn run(self, session: &Session) -> Result<Exit, Failure> {
        let dir = self.folder(session)?;
        let mut rejected = Partial::create(&dir.join("rejected.jsonl"))?;
        let (sheet, intake, exit) = match &self.pack {
            Some(pack) => self.of_records(pack, session, &mut rejected)?,
            None => self.of_tables(session, &mut rejected)?,
        };
        rejected.complete()?;
        if sheet.is_empty() {
            session.say("warning: nobody said anything in this corpus, so there is nothing to calibrate");
        }
        let options = StudyOptions { seed: self.evaluation.seed, ..StudyOptions::default() };
        let found = study::study(&sheet, &intake, &options);
        let files = calibration::files(&found, &sheet)
            .map_err(|error| Failure::Internal(format!("the page cannot read the calibration back: {error}")))?;
        for (name, bytes) in files {
            let mut file = Partial::create(&dir.join(name))?;
            file.write_all(&bytes)?;
            file.complete()?;
        }
        feedback(&dir.join(calibration::feedback::FOLDER), &calibration::feedback::files(&found, &sheet, &options))?;
        match session.format.as_str() {
            "json" => session.print(&format!("{}\n", calibration::json(&found)))?,
            _ => {
                session.print(&terminal::calibration::calibration(&found, session.colors_output()))?;
                session.print(&format!(
                    "\nwritten to {}; read {}\n",
                    dir.display(),
                    dir.join("report.html").display()
                ))?;
            }
        }
        Ok(exit)
    }
}

impl Calibrate {
    fn folder<'s>(&self, session: &'s Session) -> Result<&'s Path, Failure> {
        let Some(dir) = &session.output else {
            return Err(Failure::BadUse("error: name the folder for the results with -o".to_owned()));
        };
        if dir.is_file() {
            return Err(Failure::BadUse(format!("error: `{}` is a file; name a folder with -o", dir.display())));
        }
        if dir.join("pack.yaml").exists() || dir.join("corpus.yaml").exists() {
            return Err(Failure::BadUse(format!(
                "error: `{}` holds a pack or a corpus; name a folder of its own for the results with -o",
                dir.display()
            )));
        }
        if self.evaluation.mode == Mode::Decide || self.evaluation.resume {
            return Err(Failure::BadUse(
                "error: a calibration reads everything at once; leave --mode and --resume out".to_owned(),
            ));
        }
        fs::create_dir_all(dir)
            .map_err(|error| Failure::BadUse(format!("error: cannot make the folder `{}`: {error}", dir.display())))?;
        Ok(dir)
    }

    /// Reads corpora under a pack.
    fn of_records(
        &self,
        pack: &Path,
        session: &Session,
        rejected: &mut Partial,
    ) -> Result<(Sheet, Intake, Exit), Failure> {
        let (pack, corpus, evaluation) = (pack.to_path_buf(), self.corpus.clone(), self.evaluation.clone());
        let job = Job { pack, corpus, evaluation };
        let asked = Asked::prepare(&job, plan::Options { decisions_only: true }, session)?;
        let pack = &asked.pack;
        let plain = PlainReading::default();
        let options = Options { seed: self.evaluation.seed, as_of: asked.context.as_of_ms, show_content: false };
        let auditor = Auditor::new(pack, options, &plain);
        let corpus = asked.corpus(None)?;
        let gold_made_by = corpus.card().map(|card| card.facts.made_by.clone()).unwrap_or_default();
        let reading = Reading::new(None, &corpus, self.evaluation.strict);
        let clauses = pack.clauses.iter().map(|clause| clause.id.clone()).collect();
        let mut desk = Desk { builder: SheetBuilder::new(Scale::ordinal(pack.ladder.clone()), clauses), rejected };
        let done = reading::read(
            corpus,
            session,
            reading,
            || Evaluator::new(&asked.program),
            |evaluator, located, _| {
                let decision = evaluator.analyse(&located.record, &asked.context);
                let mut said = record::said(pack, &located.record, Some(&decision));
                said.cluster = auditor.cluster(&located.record);
                for one in said.said.iter_mut().filter(|one| gold_made_by.contains(&one.judge.name)) {
                    one.made_gold = said.gold.is_some();
                }
                said
            },
            &mut desk,
        )?;
        evaluation::tell(pack, &done.tally, session);
        let intake = Intake {
            rejected: done.tally.rejected,
            blank: done.tally.blank,
            without_label: 0,
            pack: Some((pack.name.clone(), pack.revision.clone())),
        };
        Ok((desk.builder.build(), intake, done.exit()))
    }

    /// Reads bare tables of ratings, and one of gold.
    fn of_tables(&self, session: &Session, rejected: &mut Partial) -> Result<(Sheet, Intake, Exit), Failure> {
        let scale = match &self.scale {
            Some(text) => Scale::parse(text).map_err(|fault| Failure::BadUse(format!("error: {fault}")))?,
            None => Scale::open(Order::Nominal),
        };
        let mut builder = SheetBuilder::new(scale, Vec::new());
        let mut refused = Refused { rejected, failure: None, strict: self.evaluation.strict };
        let mut total = TableTally::default();
        let mut without_label = 0;
        for (number, path) in (0..).zip(&self.corpus) {
            let shown = path.display().to_string();
            if path.is_dir() {
                return Err(Failure::BadUse(format!(
                    "error: `{shown}` is a folder; name the pack that reads it with --pack, or give a table of ratings"
                )));
            }
            let tally = ratings::read_ratings(
                path,
                number,
                |row| take_rating(&mut builder, row, &mut without_label),
                |rejection| refused.take(&rejection, &shown),
            );
            add(&mut total, tally.map_err(|error| told(&error))?);
        }
        if let Some(path) = &self.gold {
            let shown = path.display().to_string();
            let tally = ratings::read_gold(
                path,
                self.corpus.len() as u32,
                |item, gold| {
                    let label = builder.scale().number(gold).map_err(|fault| fault.to_string())?;
                    let item = builder.item(item);
                    if builder.gold(item, label) { Ok(()) } else { Err("the item has gold already".to_owned()) }
                },
                |rejection| refused.take(&rejection, &shown),
            );
            add(&mut total, tally.map_err(|error| told(&error))?);
        }
        if let Some(failure) = refused.failure {
            return Err(failure);
        }
        if total.rejected > 0 {
            session.say(&format!("warning: {} rows were rejected; rejected.jsonl says which and why", total.rejected));
        }
        let exit = if total.rejected > 0 { Exit::BadInput } else { Exit::Fine };
        let intake = Intake { rejected: total.rejected, blank: 0, without_label, pack: None };
        Ok((builder.build(), intake, exit))
    }
}

/// Writes the raters' sheets; those of an earlier run are taken away, lest one stays of a rater who is no longer there.
fn feedback(dir: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Failure> {
    let failed =
        |error: std::io::Error| Failure::BadUse(format!("error: cannot write the folder `{}`: {error}", dir.display()));
    for entry in fs::read_dir(dir).into_iter().flatten() {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            fs::remove_file(&path).map_err(failed)?;
        }
    }
    if files.is_empty() {
        return Ok(());
    }
    fs::create_dir_all(dir).map_err(failed)?;
    for (name, bytes) in files {
        let mut file = Partial::create(&dir.join(name))?;
        file.write_all(bytes)?;
        file.complete()?;
    }
    Ok(())
}

fn told(error: &crate::corpus::OpenError) -> Failure {
    Failure::BadUse(format!(
        "{}\nhelp: records of another form need the pack that reads them: name it with --pack",
        evaluation::told(error)
    ))
}

fn add(total: &mut TableTally, tally: TableTally) {
    total.rows += tally.rows;
    total.rejected += tally.rejected;
}

fn take_rating(builder: &mut SheetBuilder, row: &RatingRow<'_>, without_label: &mut u64) -> Result<(), String> {
    let label = row.label.map(|label| builder.scale().number(label)).transpose().map_err(|fault| fault.to_string())?;
    *without_label += u64::from(label.is_none());
    let judge = Judge { kind: JudgeKind::Rater, name: row.rater.to_owned(), version: None };
    let item = builder.item(row.item);
    let said = Said {
        at_ms: row.at_ms,
        seconds: row.seconds,
        batch: row.batch.map(str::to_owned),
        group: row.group.map(str::to_owned),
        ..Said::new(judge, label.ok_or(Odd::NoVerdict))
    };
    builder.say(item, said);
    for (name, value) in &row.others {
        builder.field(item, name, (*value).to_owned());
    }
    Ok(())
}

/// Writes rejected rows down.
struct Refused<'a> {
    rejected: &'a mut Partial,
    failure: Option<Failure>,
    strict: bool,
}

impl Refused<'_> {
    fn take(&mut self, rejection: &Rejection, file: &str) {
        let mut line = Vec::new();
        rejection.write(file, &mut line);
        let written = Partial::write(self.rejected, &line);
        let stopped = || {
            Failure::BadInput(format!(
                "error: the first rejected row is in `{file}` line {}: {}",
                rejection.place.line, rejection.reason
            ))
        };
        if self.failure.is_none() {
            self.failure = written.err().or_else(|| self.strict.then(stopped));
        }
    }
}

/// Takes items as they come, in order.
struct Desk<'a> {
    builder: SheetBuilder,
    rejected: &'a mut Partial,
}

impl Sink<ItemSaid> for Desk<'_> {
    fn item(&mut self, said: ItemSaid, _: &[u8]) -> Result<(), Failure> {
        self.builder.add(said);
        Ok(())
    }

    fn rejected(&mut self, rejection: &Rejection, file: &str) -> Result<(), Failure> {
        let mut line = Vec::new();
        rejection.write(file, &mut line);
        Partial::write(self.rejected, &line)
    }

    fn batch(&mut self, _: Place, _: &Ids, _: &Tally) -> Result<(), Failure> {
        Ok(())
    }
}
