//! `preceptor calibrate`: raters and models against gold and each other.
//!
//! What judges said comes from corpora that a pack reads (`records`), from a corpus whose card has a ladder of its own
//! (`records` too, without a policy to apply), or from bare tables (`tables`); from there on all go one way.

mod history;
mod records;
mod tables;
mod tie;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use self::tie::TieRule;
use super::Run;
use crate::app::arguments::{Evaluation, Mode};
use crate::app::evaluation;
use crate::app::exit::{Exit, Failure, no_audit};
use crate::app::output::{self, Partial};
use crate::app::session::Session;
use crate::audit::queued;
use crate::calibrate::acceptance::{Demand, Severity};
use crate::calibrate::queued::ReviewQueue;
use crate::calibrate::sheet::Sheet;
use crate::calibrate::study::{self, Calibration, ClauseText, Intake, StudyOptions};
use crate::corpus::card;
use crate::publish::terminal::counted;
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
    /// What stands for no answer in tables of ratings and of gold, such as `NA`; may be given several times. Cells that hold it
    /// count as empty, whatever their column.
    #[arg(long, value_name = "VALUE", conflicts_with = "pack")]
    missing: Vec<String>,
    /// The folder that `audit` wrote, whose queue people have worked on since: estimates for all items come from its random
    /// sample, and due times from its rows.
    #[arg(long, value_name = "DIR")]
    audit: Option<PathBuf>,
    /// The accuracy on gold that is asked of a judge.
    #[arg(long, value_name = "SHARE", default_value_t = StudyOptions::default().bar, value_parser = share_within(1.0))]
    bar: f64,
    /// The rate of errors that is good enough for a batch (its acceptable quality level), and for the test that calls judges
    /// good or bad as early as may be.
    #[arg(long, value_name = "SHARE", default_value_t = StudyOptions::default().demand.accept_rate, value_parser = share_within(0.2))]
    aql: f64,
    /// How strictly: a batch goes back almost surely at ten (reduced), five (normal) or three times (tightened) that rate.
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = Inspection::Normal)]
    inspection: Inspection,
    /// A folder that an earlier `calibrate` wrote: what its gold says of how raters and models err is where this consensus
    /// starts. May be given several times.
    #[arg(long, value_name = "DIR")]
    history: Vec<PathBuf>,
    /// What one earlier decision counts beside one made now, above 0 and at most 1, also as a percentage.
    #[arg(long, value_name = "SHARE", default_value_t = StudyOptions::default().history_weight, value_parser = weight)]
    history_weight: f64,
    /// Decisions that each rater is to make in a week, for raters whose decisions say when they were made.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    weekly_goal: Option<u64>,
    /// How narrow the interval of an accuracy is wanted, to either side: the report says how much more gold each judge takes.
    #[arg(long, value_name = "SHARE", default_value_t = StudyOptions::default().half_width, value_parser = share_within(0.5))]
    half_width: f64,
    /// What it means that labels are equally probable to the judges together.
    #[arg(long, value_name = "RULE", value_enum, default_value_t = TieRule::First)]
    tie: TieRule,
    #[command(flatten)]
    evaluation: Evaluation,
}

/// How strictly batches are inspected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Inspection {
    /// After a row of accepted batches.
    Reduced,
    /// Usually.
    Normal,
    /// After refused ones.
    Tightened,
}

impl Inspection {
    fn severity(self) -> Severity {
        match self {
            Inspection::Reduced => Severity::Reduced,
            Inspection::Normal => Severity::Normal,
            Inspection::Tightened => Severity::Tightened,
        }
    }
}

/// Makes a reader of shares above 0 and below a limit, also as percentages.
fn share_within(limit: f64) -> impl Fn(&str) -> Result<f64, String> + Clone + Send + Sync + 'static {
    move |text| {
        let sound = share(text).filter(|share| *share > 0.0 && *share < limit);
        sound.ok_or_else(|| format!("a share above 0 and below {limit}, such as 0.03 or 3%"))
    }
}

/// Reads a weight, above 0 and at most 1, also as a percentage.
fn weight(text: &str) -> Result<f64, String> {
    let sound = share(text).filter(|share| *share > 0.0 && *share <= 1.0);
    sound.ok_or_else(|| "a share above 0 and at most 1, such as 0.5 or 50%".to_owned())
}

fn share(text: &str) -> Option<f64> {
    match text.trim().strip_suffix('%') {
        Some(percent) => percent.trim().parse::<f64>().ok().map(|percent| percent / 100.0),
        None => text.trim().parse::<f64>().ok(),
    }
}

/// What was read, ready to be studied.
struct Gathered {
    sheet: Sheet,
    intake: Intake,
    /// What errors cost, by the corpus's card: gold, given, cost.
    costs: Vec<(String, String, f64)>,
    /// What the pack's clauses say, if there is one.
    guideline: BTreeMap<String, ClauseText>,
    exit: Exit,
}

impl Run for Calibrate {
    const NAME: &'static str = "calibrate";
    const ABOUT: &'static str = "Hold raters and models against gold and each other, with an interval on every figure";
    const WRITES_ITSELF: bool = true;

    fn run(self, session: &Session) -> Result<Exit, Failure> {
        let (as_of_ms, queue) = (evaluation::as_of(self.evaluation.as_of.as_deref())?, self.queue()?);
        let dir = self.folder(session)?;
        let history = self.past(dir)?;
        let mut rejected = Partial::create(&dir.join("rejected.jsonl"))?;
        let Gathered { sheet, intake, costs, guideline, exit } = self.gather(session, &mut rejected)?;
        rejected.complete()?;
        if sheet.is_empty() {
            session.say("warning: nobody said anything in this corpus, so there is nothing to calibrate");
        }
        self.hold_to(&history, &sheet, &intake)?;
        let tie = self.tie.on(sheet.scale.order())?;
        let options = StudyOptions { tie, costs, guideline, queue, history, ..self.options(as_of_ms) };
        let found = study::study(&sheet, &intake, &options);
        tell_of_audit(&found, &options, session);
        found.doubtful_names.sentences().iter().for_each(|said| session.say(&format!("warning: {said}")));
        history::tell(&found, session);
        let files = calibration::files(&found, &sheet)
            .map_err(|error| Failure::Internal(format!("the page cannot read the calibration back: {error}")))?;
        for (name, bytes) in files {
            let mut file = Partial::create(&dir.join(name))?;
            file.write_all(&bytes)?;
            file.complete()?;
        }
        let mut disputes = Partial::create(&dir.join(calibration::disputes::FILE))?;
        calibration::disputes::write(&found, &sheet, &mut disputes)?;
        disputes.complete()?;
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
    /// Returns what was asked for; costs and the queue are for the caller to add.
    fn options(&self, as_of_ms: i64) -> StudyOptions {
        StudyOptions {
            seed: self.evaluation.seed,
            bar: self.bar,
            half_width: self.half_width,
            history_weight: self.history_weight,
            demand: Demand::of(self.aql, self.inspection.severity()),
            weekly_goal: self.weekly_goal,
            as_of_ms,
            ..StudyOptions::default()
        }
    }

    fn folder<'s>(&self, session: &'s Session) -> Result<&'s Path, Failure> {
        if self.evaluation.mode == Mode::Decide || self.evaluation.resume {
            return Err(Failure::BadUse(
                "error: a calibration reads everything at once; leave --mode and --resume out".to_owned(),
            ));
        }
        if self.evaluation.show_content {
            return Err(Failure::BadUse(
                "error: `calibrate` takes no `--show-content`: its reports hold ids and labels, and no content to show"
                    .to_owned(),
            ));
        }
        let dir = output::results_folder(session)?;
        let same = |audit: &PathBuf| matches!((audit.canonicalize(), dir.canonicalize()), (Ok(a), Ok(b)) if a == b);
        if self.audit.as_ref().is_some_and(same) {
            return Err(Failure::BadUse(format!(
                "error: `{}` holds the audit; name a folder of its own for the results with -o",
                dir.display()
            )));
        }
        Ok(dir)
    }

    /// Reads the queue of the audit that was named, if one was.
    fn queue(&self) -> Result<Option<ReviewQueue>, Failure> {
        let Some(dir) = &self.audit else { return Ok(None) };
        if self.pack.is_none() {
            return Err(Failure::BadUse(
                "error: --audit needs --pack: an audit holds items to a pack, and what is read here has none; name the pack \
                 that the audit was made with, or leave --audit out"
                    .to_owned(),
            ));
        }
        let (rows_file, summary_file) = (dir.join("queue.jsonl"), dir.join("summary.json"));
        let rows = File::open(&rows_file).map_err(|error| no_audit(&rows_file, &error))?;
        let summary = fs::read_to_string(&summary_file).map_err(|error| no_audit(&summary_file, &error))?;
        let queue = queued::read(BufReader::new(rows), &summary).map_err(|error| no_audit(&rows_file, &error))?;
        Ok(Some(queue))
    }

    /// Reads what judges said, by whichever way the input asks for.
    fn gather(&self, session: &Session, rejected: &mut Partial) -> Result<Gathered, Failure> {
        if let Some(pack) = &self.pack {
            return self.of_records(pack, session, rejected);
        }
        let Some(path) = self.corpus.iter().find(|path| path.is_dir()) else {
            return self.of_tables(session, rejected);
        };
        let facts = card::read_facts(path).map_err(|error| Failure::BadUse(evaluation::told(&error)))?;
        if !facts.ladder.is_empty() {
            return self.of_own_ladder(facts, session, rejected);
        }
        let named = facts.pack.map(|pack| format!(" (its card names `{pack}`)")).unwrap_or_default();
        Err(Failure::BadUse(format!("error: `{}` is read with a pack: name it with --pack{named}", path.display())))
    }
}

/// Says what of the audit does not fit what was read.
fn tell_of_audit(found: &Calibration, options: &StudyOptions, session: &Session) {
    let unknown = found.audit.as_ref().map_or(0, |audit| audit.unknown_items);
    if unknown > 0 {
        let rows = counted(unknown, "row of the audit's queue is", "rows of the audit's queue are");
        session.say(&format!("warning: {rows} about items that are not in this corpus; nothing is known of them"));
    }
    let audited = options.queue.as_ref().and_then(|queue| queue.revision.as_ref());
    let own = found.intake.pack.as_ref().map(|(_, revision)| revision);
    if audited.is_some_and(|audited| Some(audited) != own) {
        session.say("note: the audit was made with another revision of the pack; its queue is read all the same");
    }
}

/// Writes the raters' sheets; those of an earlier run are taken away, lest one stays of a rater who is no longer there.
fn feedback(dir: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Failure> {
    let failed =
        |error: std::io::Error| Failure::BadUse(format!("error: cannot write the folder `{}`: {error}", dir.display()));
    for entry in fs::read_dir(dir).into_iter().flatten() {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|extension| extension == "json" || extension == "html") {
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
