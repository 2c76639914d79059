//! `preceptor review`: people look at what an audit queued.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use super::Run;
use crate::app::exit::{Exit, Failure, no_audit};
use crate::app::session::Session;
use crate::audit::replay::Replay;
use crate::publish::terminal::yields;
use crate::review::simulate::{Options, simulate};

/// Measures and leads the review of what an audit queued.
#[derive(Debug, Args)]
pub struct Review {
    #[command(subcommand)]
    what: What,
}

/// The parts of a review.
#[derive(Debug, Subcommand)]
enum What {
    /// Replay a review against gold: how many of the errors each order finds, and how soon.
    Simulate(Simulate),
}

/// Replays a review against gold.
#[derive(Debug, Args)]
struct Simulate {
    /// The folder that `audit -o` wrote; its corpus must have gold.
    audit: PathBuf,
    /// Who says what is right.
    #[arg(long, value_name = "WHO", default_value = "gold")]
    oracle: Oracle,
    /// Hide the raters too, as if no person had spoken yet.
    #[arg(long)]
    without_people: bool,
    /// Only this judge; may be given several times.
    #[arg(long, value_name = "NAME")]
    judge: Vec<String>,
    /// Runs of the order that learns, whose means are given.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1000))]
    repeats: u32,
    /// Seed of the first run.
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
}

/// Who plays the reviewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Oracle {
    /// The gold of the audited corpus.
    Gold,
}

impl Run for Review {
    const NAME: &'static str = "review";
    const ABOUT: &'static str = "Measure in which order reviewers find errors soonest";

    fn run(self, session: &Session) -> Result<Exit, Failure> {
        match self.what {
            What::Simulate(simulate) => simulate.run(session),
        }
    }
}

impl Simulate {
    fn run(self, session: &Session) -> Result<Exit, Failure> {
        let Oracle::Gold = self.oracle;
        let replay = self.replay()?;
        if let Some(name) = self.judge.iter().find(|name| !replay.head.names.contains(name)) {
            let known = replay.head.names.join(", ");
            return Err(Failure::BadUse(format!("error: there is no judge `{name}`; there are {known}")));
        }
        let options = Options {
            repeats: self.repeats,
            seed: self.seed,
            without_people: self.without_people,
            judges: self.judge,
            threads: session.threads,
            variants: true,
        };
        let scratch = tempfile::tempdir()?;
        let found = simulate(&replay, &options, scratch.path())?;
        if session.format == "json" {
            let text = serde_json::to_string_pretty(&found).map_err(|error| Failure::Internal(error.to_string()))?;
            session.print(&format!("{text}\n"))?;
        } else {
            session.print(&yields::yields(&found, session.colors_output()))?;
        }
        Ok(Exit::Fine)
    }

    fn replay(&self) -> Result<Replay, Failure> {
        let file = self.audit.join("replay.jsonl");
        let replay = read(&file)?;
        if replay.items.is_empty() {
            return Err(Failure::BadUse(format!(
                "error: no item of the audit in `{}` has gold, so there is nothing to replay a review against",
                self.audit.display()
            )));
        }
        Ok(replay)
    }
}

fn read(path: &Path) -> Result<Replay, Failure> {
    let file = File::open(path).map_err(|error| no_audit(path, &error))?;
    let said = |error| Failure::BadInput(format!("error: `{}`, {error}", path.display()));
    Replay::read(BufReader::with_capacity(1 << 20, file)).map_err(said)
}
