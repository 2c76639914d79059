//! `preceptor review simulate`: a review replayed against gold.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{known, read};
use crate::app::exit::{Exit, Failure};
use crate::app::session::Session;
use crate::audit::replay::Replay;
use crate::publish::terminal::yields;
use crate::review::simulate::{Options, simulate};

/// Replays a review against gold.
#[derive(Debug, Args)]
pub(super) struct Simulate {
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

impl Simulate {
    pub(super) fn run(self, session: &Session) -> Result<Exit, Failure> {
        let Oracle::Gold = self.oracle;
        session.print_to_output()?;
        let replay = self.replay()?;
        known(&replay, &self.judge)?;
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
        let replay = read(&self.audit)?;
        if replay.items.iter().all(|item| item.gold().is_none()) {
            return Err(Failure::BadUse(format!(
                "error: no item of the audit in `{}` has gold, so there is nothing to replay a review against",
                self.audit.display()
            )));
        }
        Ok(replay)
    }
}
