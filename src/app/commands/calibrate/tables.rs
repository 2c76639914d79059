//! Bare tables of ratings, and one of gold.

use super::{Calibrate, Gathered};
use crate::app::evaluation;
use crate::app::exit::{Exit, Failure};
use crate::app::output::Partial;
use crate::app::session::Session;
use crate::calibrate::sheet::scale::Order;
use crate::calibrate::sheet::{Judge, JudgeKind, Said, Scale, SheetBuilder};
use crate::calibrate::study::Intake;
use crate::corpus::Rejection;
use crate::corpus::ratings::{self, RatingRow, TableTally};

impl Calibrate {
    /// Reads bare tables of ratings, and one of gold.
    pub(super) fn of_tables(&self, session: &Session, rejected: &mut Partial) -> Result<Gathered, Failure> {
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
        if without_label > 0 {
            session.say(&format!("note: rows without a label: {without_label}; they are left out"));
        }
        let exit = if total.rejected > 0 { Exit::BadInput } else { Exit::Fine };
        let intake = Intake { rejected: total.rejected, without_label, ..Intake::default() };
        Ok(Gathered { sheet: builder.build(), intake, costs: Vec::new(), exit })
    }
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
    let Some(label) = row.label else {
        // An empty cell was not asked: it is neither right nor wrong.
        *without_label += 1;
        builder.item(row.item);
        return Ok(());
    };
    let label = builder.scale().number(label).map_err(|fault| fault.to_string())?;
    let judge = Judge { kind: JudgeKind::Rater, name: row.rater.to_owned(), version: None };
    let item = builder.item(row.item);
    let said = Said {
        at_ms: row.at_ms,
        seconds: row.seconds,
        batch: row.batch.map(str::to_owned),
        group: row.group.map(str::to_owned),
        ..Said::new(judge, Ok(label))
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
