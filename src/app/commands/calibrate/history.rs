//! The results of earlier calibrations, as history for this one.

use std::fs;
use std::path::Path;

use super::Calibrate;
use crate::app::exit::{Failure, cannot_read};
use crate::app::session::Session;
use crate::calibrate::past::Past;
use crate::calibrate::sheet::Sheet;
use crate::calibrate::study::{self, Calibration, Intake};
use crate::publish::calibration::history;

/// What to name instead.
const HELP: &str =
    "name a folder that `preceptor calibrate` wrote with the same pack and labels, or leave --history out";

impl Calibrate {
    /// Reads the folders that were named; the results of this run go to another one.
    pub(super) fn past(&self, results: &Path) -> Result<Vec<Past>, Failure> {
        self.history.iter().map(|dir| read(dir, results)).collect()
    }

    /// Refuses history whose labels need not mean what they mean here.
    pub(super) fn hold_to(&self, history: &[Past], sheet: &Sheet, intake: &Intake) -> Result<(), Failure> {
        let refused = self.history.iter().zip(history).map(|(dir, past)| (dir, study::fits(past, sheet, intake)));
        for (dir, fits) in refused {
            fits.map_err(|why| no_history(dir, &why))?;
        }
        Ok(())
    }
}

fn read(dir: &Path, results: &Path) -> Result<Past, Failure> {
    if matches!((dir.canonicalize(), results.canonicalize()), (Ok(a), Ok(b)) if a == b) {
        return Err(Failure::BadUse(format!(
            "error: `{}` holds the history; name a folder of its own for the results with -o",
            results.display()
        )));
    }
    let file = dir.join(history::FILE);
    let text = fs::read_to_string(&file).map_err(|error| cannot_read(&file, &error, HELP))?;
    history::read(&text).map_err(|why| no_history(&file, &why))
}

fn no_history(place: &Path, why: &str) -> Failure {
    Failure::BadUse(format!("error: `{}` cannot be history: {why}\nhelp: {HELP}", place.display()))
}

/// Says so where the history that was named changes nothing.
pub(super) fn tell(found: &Calibration, session: &Session) {
    if let Some(report) = found.consensus.history.as_ref().filter(|report| !report.chosen_reads_it) {
        session.say(&format!("warning: {}", report.sentence));
    }
}
