//! `preceptor review`: people look at what an audit queued.

mod order;
mod simulate;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use clap::{Args, Subcommand};

use super::Run;
use crate::app::exit::{Exit, Failure, no_audit};
use crate::app::session::Session;
use crate::audit::case::JudgeKind;
use crate::audit::replay::Replay;

/// Measures and leads the review of what an audit queued.
#[derive(Debug, Args)]
pub struct Review {
    #[command(subcommand)]
    what: What,
}

/// The parts of a review.
#[derive(Debug, Subcommand)]
enum What {
    /// Put the queue in order again by the verdicts that have come in so far.
    Order(order::Order),
    /// Replay a review against gold: how many of the errors each order finds, and how soon.
    Simulate(simulate::Simulate),
}

impl Run for Review {
    const NAME: &'static str = "review";
    const ABOUT: &'static str =
        "Put the queue in order again as verdicts come in; measure which order finds errors soonest";
    const WRITES_ITSELF: bool = true;

    fn run(self, session: &Session) -> Result<Exit, Failure> {
        match self.what {
            What::Order(order) => order.run(session),
            What::Simulate(simulate) => simulate.run(session),
        }
    }
}

/// Opens a file of an audit's folder.
fn open(audit: &Path, name: &str) -> Result<BufReader<File>, Failure> {
    let path = audit.join(name);
    let file = File::open(&path).map_err(|error| no_audit(&path, &error))?;
    Ok(BufReader::with_capacity(1 << 20, file))
}

/// Reads `replay.jsonl` of an audit's folder.
fn read(audit: &Path) -> Result<Replay, Failure> {
    let said = |error| Failure::BadInput(format!("error: `{}`, {error}", audit.join("replay.jsonl").display()));
    Replay::read(open(audit, "replay.jsonl")?).map_err(said)
}

/// Refuses names that no judge of the audit has.
fn known(replay: &Replay, judges: &[String]) -> Result<(), Failure> {
    // A judge has a number for each version and one name, and gold is what a review is held against.
    let all = replay.head.judges.iter().zip(&replay.head.names);
    let known: BTreeSet<&str> =
        all.filter(|(key, _)| key.kind != JudgeKind::Gold).map(|(_, name)| name.as_str()).collect();
    match judges.iter().find(|name| !known.contains(name.as_str())) {
        Some(name) => {
            let known: Vec<&str> = known.into_iter().collect();
            Err(Failure::BadUse(format!("error: there is no judge `{name}`; there are {}", known.join(", "))))
        }
        None => Ok(()),
    }
}
