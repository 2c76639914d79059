//! Bare tables of ratings, and one of gold.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::path::Path;

use super::{Calibrate, Gathered};
use crate::app::evaluation;
use crate::app::exit::{Exit, Failure};
use crate::app::output::Partial;
use crate::app::session::Session;
use crate::calibrate::sheet::scale::Order;
use crate::calibrate::sheet::{Judge, JudgeKind, Said, Scale, Sheet, SheetBuilder};
use crate::calibrate::study::Intake;
use crate::corpus::ratings::{self, RatingRow, TableTally};
use crate::corpus::{OpenError, Place, Rejection};
use crate::publish::terminal::counted;

impl Calibrate {
    /// Reads bare tables of ratings, and one of gold.
    pub(super) fn of_tables(&self, session: &Session, rejected: &mut Partial) -> Result<Gathered, Failure> {
        let scale = match &self.scale {
            Some(text) => Scale::parse(text).map_err(|fault| Failure::BadUse(format!("error: {fault}")))?,
            None => Scale::open(Order::Nominal),
        };
        if self.evaluation.data.is_some() {
            let title =
                "error: --data is where the files of a corpus card lie, and a bare table has no card; leave it out";
            return Err(Failure::BadUse(title.to_owned()));
        }
        let mut builder = SheetBuilder::new(scale, Vec::new());
        let mut refused = Refused { rejected, failure: None, strict: self.evaluation.strict };
        let (mut total, mut intake) = (TableTally::default(), Intake::default());
        for (number, path) in (0..).zip(&self.corpus) {
            let shown = path.display().to_string();
            let tally = ratings::read_ratings(
                path,
                number,
                &self.missing,
                |row| take_rating(&mut builder, row, &mut intake.without_label),
                |rejection| refused.take(&rejection, &shown),
            );
            total.add(held(path, tally.map_err(|error| told(&error, OF_RECORDS))?, session));
        }
        if let Some(path) = &self.gold {
            let shown = path.display().to_string();
            let mut gold = Vec::new();
            let tally = ratings::read_gold(
                path,
                self.corpus.len() as u32,
                &self.missing,
                |place, item, label| {
                    let label = label.map(|label| builder.scale().number(label)).transpose();
                    match label.map_err(|fault| fault.to_string())? {
                        Some(label) => gold.push((place, item.to_owned(), label)),
                        None => intake.without_gold += 1,
                    }
                    Ok(())
                },
                |rejection| refused.take(&rejection, &shown),
            );
            total.add(held(path, tally.map_err(|error| told(&error, OF_GOLD))?, session));
            total.rejected += set_gold(&mut builder, &gold, |rejection| refused.take(&rejection, &shown));
        }
        if let Some(failure) = refused.failure {
            return Err(failure);
        }
        (intake.rejected, intake.spaced) = (total.rejected, total.spaced);
        let sheet = builder.build();
        tell(&intake, &sheet, session);
        let exit = if intake.rejected > 0 { Exit::BadInput } else { Exit::Fine };
        let guideline = BTreeMap::new();
        Ok(Gathered { sheet, intake, costs: Vec::new(), guideline, exit })
    }
}

const OF_RECORDS: &str = "records of another form need the pack that reads them: name it with --pack";
const OF_GOLD: &str = "gold of a bare table is a table with the columns item and gold";

/// Says why a table cannot be read, and what it should be where it is something else.
fn told(error: &OpenError, wanted: &str) -> Failure {
    let help = match error {
        OpenError::OtherForm { .. } => format!("\nhelp: {wanted}"),
        _ => String::new(),
    };
    Failure::BadUse(format!("{}{help}", evaluation::told(error)))
}

/// Passes on what a table came to, and says so if it was nothing.
fn held(path: &Path, tally: TableTally, session: &Session) -> TableTally {
    if tally.rows + tally.rejected == 0 {
        session.say(&format!("warning: `{}` has a header and no row below it", path.display()));
    }
    tally
}

/// Tells once, after the reading, what of the tables is not what it may seem.
fn tell(intake: &Intake, sheet: &Sheet, session: &Session) {
    if intake.rejected > 0 {
        let rows = counted(intake.rejected, "row was", "rows were");
        session.say(&format!("warning: {rows} rejected; rejected.jsonl says which and why"));
    }
    for (rows, what) in [(intake.without_label, "a label"), (intake.without_gold, "gold")] {
        if rows > 0 {
            session.say(&format!("note: rows without {what}: {rows}; they are left out"));
        }
    }
    if !intake.spaced.is_empty() {
        let columns: Vec<String> = intake.spaced.iter().map(|(name, cells)| format!("`{name}` ({cells})")).collect();
        session.say(&format!("note: cells are read without the spaces around them: {}", columns.join(", ")));
    }
    for column in sheet.columns.iter().filter(|column| column.contradicted > 0) {
        let items = counted(column.contradicted, "item", "items");
        session.say(&format!(
            "note: rows of the same item give different values of `{}`: {items}; which one holds is not known, so they have none",
            column.name
        ));
    }
}

/// Sets gold of the items that have it once; returns how many rows were rejected. Of rows that contradict each other none
/// is taken: nobody knows which of them is meant.
fn set_gold(builder: &mut SheetBuilder, rows: &[(Place, String, u16)], mut reject: impl FnMut(Rejection)) -> u64 {
    let mut of_items: HashMap<&str, Vec<(u64, u16)>> = HashMap::new();
    for (place, item, label) in rows {
        of_items.entry(item).or_default().push((place.line, *label));
    }
    let mut rejected = 0;
    for (place, item, label) in rows {
        let all = of_items.get(item.as_str()).map_or(&[][..], Vec::as_slice);
        let reason = match all.iter().find(|(_, other)| other != label) {
            Some((line, _)) => {
                format!("line {line} has another gold for this item: neither is used; leave the right one")
            }
            None => match all.first() {
                Some((line, _)) if *line != place.line => format!("the item has gold already, in line {line}"),
                _ => {
                    let item = builder.item(item);
                    builder.gold(item, *label);
                    continue;
                }
            },
        };
        rejected += 1;
        reject(Rejection { place: *place, id: Some(item.clone()), reason });
    }
    rejected
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
