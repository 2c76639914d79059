//! `preceptor report`: the page of a calibration, made again.

use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Run;
use crate::app::exit::{Exit, Failure, cannot_read, no_audit};
use crate::app::output::Partial;
use crate::app::session::Session;
use crate::publish::calibration::page::{self, Queue};

/// Makes `report.html` from the results of `calibrate`, with the review queue of an audit if one is named.
#[derive(Debug, Args)]
pub struct Report {
    /// The folder that `calibrate` wrote, or its `calibration.json`.
    #[arg(value_name = "DIR")]
    results: PathBuf,
    /// The folder that `audit` wrote: its review queue becomes a section of the page.
    #[arg(long, value_name = "DIR")]
    audit: Option<PathBuf>,
}

impl Run for Report {
    const NAME: &'static str = "report";
    const ABOUT: &'static str = "Make the page of a calibration again, with the review queue of an audit beside it";
    const FORMATS: &'static [&'static str] = &["human"];
    const WRITES_ITSELF: bool = true;

    fn run(self, session: &Session) -> Result<Exit, Failure> {
        let file = if self.results.is_dir() { self.results.join("calibration.json") } else { self.results.clone() };
        let json = fs::read_to_string(&file).map_err(|error| {
            cannot_read(&file, &error, "name the folder that `preceptor calibrate` wrote its results to")
        })?;
        let queue = self.audit.as_deref().map(queue).transpose()?;
        let page = page::page(&json, queue.as_ref()).map_err(|error| {
            let why =
                if error.is_data() { error.to_string() } else { format!("it is not JSON (line {})", error.line()) };
            let help = "help: name the folder that this version of `preceptor calibrate` wrote its results to";
            Failure::BadUse(format!("error: `{}` is no calibration of this version: {why}\n{help}", file.display()))
        })?;
        let place = match &session.output {
            Some(place) => place.clone(),
            None => file.with_file_name("report.html"),
        };
        let mut written = Partial::create(&place)?;
        written.write(page.as_bytes())?;
        written.complete()?;
        session.say(&format!("written to {}", place.display()));
        Ok(Exit::Fine)
    }
}

fn queue(dir: &Path) -> Result<Queue, Failure> {
    let file = dir.join("queue.jsonl");
    let lines = File::open(&file).map_err(|error| no_audit(&file, &error))?;
    Queue::read(BufReader::new(lines)).map_err(|error| no_audit(&file, &error))
}
