//! What the commands that evaluate share: the as-of date, the program, the corpus, and what a run is asked to do.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::arguments::Job;
use super::checkpoint::Task;
use super::exit::Failure;
use super::loading;
use super::session::Session;
use crate::corpus::{self, Corpus, OpenError, OpenOptions, Place, Tally};
use crate::engine::eval::Context;
use crate::engine::plan::{Options, Program};
use crate::language::diag::render;
use crate::language::moment;
use crate::language::nearest::nearest;
use crate::language::policy::Pack;

/// Names of undeclared columns that are told.
const COLUMNS_TOLD: usize = 8;

/// A run that is ready to begin.
pub struct Asked {
    /// The pack.
    pub pack: Arc<Pack>,
    /// The pack, ready to run.
    pub program: Program,
    /// What is the same for every item.
    pub context: Context,
    /// What must be the same for an interrupted run to go on.
    pub task: Task,
    /// Batches between two checkpoints.
    pub checkpoint_batches: u64,
    paths: Vec<PathBuf>,
    data: Option<PathBuf>,
}

impl Asked {
    /// Loads the pack, makes it ready, and looks at the corpus.
    ///
    /// # Errors
    /// If the pack does not compile, or the corpus is not there.
    pub fn prepare(job: &Job, plan: Options, session: &Session) -> Result<Asked, Failure> {
        let options = &job.evaluation;
        let (pack, _) = loading::to_run(&job.pack, session)?;
        let program = program(&pack, plan)?;
        let context = Context { as_of_ms: as_of(options.as_of.as_deref())?, canary_as_live: false };
        let mut asked = Asked {
            task: Task {
                engine: env!("CARGO_PKG_VERSION").to_owned(),
                revision: pack.revision.clone(),
                options: format!("{} {} {:?} {}", context.as_of_ms, options.seed, options.mode, options.show_content),
                input: Vec::new(),
            },
            pack,
            program,
            context,
            checkpoint_batches: options.checkpoint_batches,
            paths: job.corpus.clone(),
            data: options.data.clone(),
        };
        asked.task.input = open(&asked.paths, &asked.pack, asked.data.clone(), session)?.fingerprint();
        Ok(asked)
    }

    /// Opens the corpus, at its start or where an interrupted run stopped.
    ///
    /// # Errors
    /// If it is not there.
    pub fn corpus(&self, resume: Option<Place>) -> Result<Corpus, Failure> {
        self.open(OpenOptions { resume, ..OpenOptions::default() })
    }

    /// Opens the corpus at its start; what its pack does not declare comes with the records.
    ///
    /// # Errors
    /// If it is not there.
    pub fn corpus_with_others(&self) -> Result<Corpus, Failure> {
        self.open(OpenOptions { keeps_others: true, ..OpenOptions::default() })
    }

    fn open(&self, options: OpenOptions) -> Result<Corpus, Failure> {
        let options = OpenOptions { data: self.data.clone(), ..options };
        corpus::open(&self.paths, &self.pack, options).map_err(|error| Failure::BadUse(told(&error)))
    }
}

/// Opens a corpus at its start, and says so if its card is written for another pack.
///
/// # Errors
/// If it is not there.
pub fn open(paths: &[PathBuf], pack: &Pack, data: Option<PathBuf>, session: &Session) -> Result<Corpus, Failure> {
    let options = OpenOptions { data, ..OpenOptions::default() };
    let corpus = corpus::open(paths, pack, options).map_err(|error| Failure::BadUse(told(&error)))?;
    let named = corpus.card().and_then(|card| card.facts.pack.as_deref());
    if let Some(named) = named.filter(|named| *named != pack.name) {
        session.say(&format!("warning: the card is written for the pack `{named}`; you read it with `{}`", pack.name));
    }
    Ok(corpus)
}

/// Puts what keeps a corpus from being opened into words; the problems of a card are shown in its text.
pub fn told(error: &OpenError) -> String {
    match error {
        OpenError::Card { sources, problems, .. } => {
            let shown = render::render_all(sources, problems, render::Style::default());
            format!("{}\nerror: {error}", shown.trim_end())
        }
        other => format!("error: {other}"),
    }
}

/// Says once, after the reading, what of the data was not understood: nothing there at all, columns and keys that nobody
/// reads, clauses that the pack does not have.
pub fn tell(pack: &Pack, tally: &Tally, session: &Session) {
    if tally.records == 0 && tally.rejected == 0 {
        session.say("warning: the corpus is empty: it holds no record");
    }
    let counted = |names: &BTreeMap<String, u64>| {
        names.iter().map(|(name, count)| format!("`{name}` ({count})")).collect::<Vec<_>>()
    };
    if !tally.columns.is_empty() {
        let known = || pack.schema.fields.iter().map(|field| field.column.as_str()).chain(std::iter::once("id"));
        let said = tally.columns.iter().map(|(name, count)| match nearest(name, known()) {
            Some(meant) => format!("`{name}` ({count}; did you mean `{meant}`?)"),
            None => format!("`{name}` ({count})"),
        });
        session.say(&format!(
            "note: the pack does not declare these columns, so no policy reads them: {}",
            some(said.collect())
        ));
    }
    for said in tally.repeats.told() {
        session.say(&format!("warning: {said}"));
    }
    if !tally.judge_keys.is_empty() {
        session.say(&format!("warning: unknown keys of judges were not read: {}", some(counted(&tally.judge_keys))));
    }
    if !tally.unknown_clauses.is_empty() {
        let said = some(unknown_clauses(pack, tally));
        session.say(&format!("warning: judges name clauses that the pack does not have: {said}"));
    }
    if !tally.unknown_labels.is_empty() {
        let said = some(unknown_labels(pack, tally));
        session.say(&format!(
            "warning: judges give labels that the pack does not have: {said}; if theirs is another scheme, say in a corpus \
             card what its labels stand for. Such a label differs from all of the pack's; given by gold or by whoever else is \
             the reference, it is compared with nothing"
        ));
    }
}

/// Describes each clause that judges name and the pack lacks: by which key, how often, and which was perhaps meant.
pub fn unknown_clauses(pack: &Pack, tally: &Tally) -> Vec<String> {
    let ids = pack.clauses.iter().flat_map(|clause| std::iter::once(&clause.id).chain(&clause.known_as));
    unknown(&tally.unknown_clauses, &ids.map(String::as_str).collect::<Vec<_>>())
}

/// Describes each label that judges give and the pack lacks, as [`unknown_clauses`] does.
pub fn unknown_labels(pack: &Pack, tally: &Tally) -> Vec<String> {
    unknown(&tally.unknown_labels, &pack.labels.iter().map(|label| label.name.as_str()).collect::<Vec<_>>())
}

fn unknown(counts: &BTreeMap<String, u64>, known: &[&str]) -> Vec<String> {
    let described = counts.iter().map(|(name, count)| {
        let (key, name) = name.split_once(' ').unwrap_or(("", name));
        let meant = nearest(name, known.iter().copied());
        let meant = meant.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
        format!("`{name}` in `{key}` ({count}{meant})")
    });
    described.collect()
}

/// Lists the first few, and how many more there are.
fn some(names: Vec<String>) -> String {
    let more = names.len().saturating_sub(COLUMNS_TOLD);
    let said = names.into_iter().take(COLUMNS_TOLD).collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{said} and {more} more") } else { said }
}

/// Reads `--as-of`; without it, the date on which the run began (midnight UTC), in milliseconds since 1970.
///
/// # Errors
/// If the text is neither a date nor a moment.
pub fn as_of(text: Option<&str>) -> Result<i64, Failure> {
    match text {
        Some(text) => moment::parse(text).ok_or_else(|| {
            Failure::BadUse(format!(
                "error: `{text}` is no date; write one as 2026-11-01, or with a time as 2026-11-01T12:00Z"
            ))
        }),
        None => {
            let now = jiff::Timestamp::now().as_millisecond();
            Ok(now - now.rem_euclid(86_400_000))
        }
    }
}

/// Makes a pack ready to run.
///
/// # Errors
/// If its conditions nest too deep.
pub fn program(pack: &Arc<Pack>, options: Options) -> Result<Program, Failure> {
    Program::new(pack, options)
        .map_err(|error| Failure::BadUse(format!("error: `{}` cannot be run: {error}", pack.name)))
}
