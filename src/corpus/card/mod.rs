//! Corpus cards: foreign files, read as they are.
//!
//! A card (`corpus.yaml`) says which files make which tables and how these join ([`files`], [`row`]), what an item is
//! made of ([`value`]), and who judged it and in which words ([`judge`]). [`parse`] reads a card into a [`spec::Plan`]
//! and reports every mistake at its place; [`maker`] follows the plan and writes records as JSON, which go the way of
//! all records. The main table streams like any file; tables that join it lie in memory, and so do rows that must be
//! gathered because several make one item.

mod call;
mod condition;
mod facts;
mod files;
mod judge;
mod literal;
mod maker;
mod parse;
mod parse_judges;
mod parse_values;
mod row;
mod rows;
mod spec;
mod template;
mod used;
mod value;
mod verdicts;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::open::{OpenError, unreadable};
use super::read::RecordReader;
use super::split::{Scanner, Splitter};
use super::tally::Tally;
use crate::language::diag::Diagnostic;
use crate::language::source::Sources;
use crate::packs::{encoding, yaml};

pub use facts::{Difference, Facts};
pub(super) use rows::{Gathered, Rows};
pub use spec::Expect;

use files::{FileForm, Found};
use maker::{Maker, Side};
use parse::Parser;

/// The name of a card's file.
pub(super) const FILE: &str = "corpus.yaml";

/// A corpus card and the tables it keeps in memory.
#[derive(Debug)]
pub struct Card {
    /// What it says about its corpus.
    pub facts: Facts,
    /// Its text, for diagnostics to point into.
    pub sources: Sources,
    maker: Arc<Maker>,
    /// The files of the main table.
    files: Vec<Found>,
}

/// What opening a card gives.
pub(super) struct Opened {
    pub card: Card,
    /// The files of the main table.
    pub files: Vec<PathBuf>,
    /// Everything that is read: the card and the files of all tables.
    pub inputs: Vec<PathBuf>,
    pub gathered: Option<Gathered>,
    /// What was counted while the tables in memory were read.
    pub tally: Tally,
}

/// Reads what a card says about its corpus, without opening its files: its pack, its ladder, its licence.
///
/// # Errors
/// As [`super::open`].
pub fn read_facts(path: &Path) -> Result<Facts, OpenError> {
    let read = read(path)?;
    Ok(read.facts)
}

struct Read {
    facts: Facts,
    plan: spec::Plan,
    sources: Sources,
    shown: String,
    folder: PathBuf,
}

fn read(path: &Path) -> Result<Read, OpenError> {
    let (folder, file) = match path.file_name() {
        Some(name) if name == FILE => (path.parent().unwrap_or(Path::new(".")).to_path_buf(), path.to_path_buf()),
        _ => (path.to_path_buf(), path.join(FILE)),
    };
    if !file.is_file() {
        return Err(OpenError::NoCard { path: folder.display().to_string(), hint: hint(&folder) });
    }
    let bytes = fs::read(&file).map_err(|error| unreadable(&file, &error))?;
    let text = encoding::text(bytes)
        .map_err(|found| OpenError::Unreadable { path: file.display().to_string(), why: found.why })?;
    let digest = Sha256::digest(text.replace("\r\n", "\n"));
    let hash = digest.iter().fold("sha256:".to_owned(), |hash, byte| format!("{hash}{byte:02x}"));
    let mut sources = Sources::default();
    let shown = file.display().to_string();
    let id = sources.add(shown.clone(), text);
    let mut parser = Parser::default();
    let Some(root) = yaml::parse(&sources, id, &mut parser.reader.problems) else {
        return Err(wrong(shown, sources, parser.reader.problems));
    };
    let (plan, mut facts) = parse::card(&root, &mut parser);
    if !parser.reader.problems.is_empty() {
        return Err(wrong(shown, sources, parser.reader.problems));
    }
    facts.hash = hash;
    facts.votes_dealt = plan.judges.iter().any(|judge| !judge.counts.is_empty());
    facts.made_by = plan.judges.iter().flat_map(|judge| judge.made_by.iter().cloned()).collect();
    Ok(Read { facts, plan, sources, shown, folder })
}

fn wrong(path: String, sources: Sources, problems: Vec<Diagnostic>) -> OpenError {
    OpenError::Card { path, sources: Box::new(sources), problems }
}

fn hint(folder: &Path) -> String {
    if folder.join("pack.yaml").is_file() {
        return "; it is a pack, not a corpus".to_owned();
    }
    let mut names: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| [".jsonl", ".csv", ".json", ".tsv", ".gz", ".zst"].iter().any(|end| name.ends_with(end)))
        .collect();
    names.sort();
    match names.first() {
        Some(name) => format!("; name its files instead, such as `{}`", folder.join(name).display()),
        None => "; a corpus is a file, or a folder with a card".to_owned(),
    }
}

/// Opens a card: reads it, finds its files, and loads the tables that lie in memory.
pub(super) fn open(path: &Path, reader: &RecordReader, data: Option<&Path>) -> Result<Opened, OpenError> {
    let Read { facts, plan, sources, shown, folder } = read(path)?;
    let layout = &reader.layout;
    let mut problems = Vec::new();
    verdicts::check(&plan, &facts, &reader.vocabulary, &mut problems);
    let files = match locate(&plan, &folder, data, &facts, &mut problems) {
        Some(files) => files,
        None => return Err(wrong(shown, sources, problems)),
    };
    let inputs: Vec<PathBuf> =
        std::iter::once(PathBuf::from(&shown)).chain(files.iter().flatten().map(|file| file.path.clone())).collect();
    if plan.native {
        let main = files.into_iter().next().unwrap_or_default();
        let paths = main.iter().map(|file| file.path.clone()).collect();
        let maker = Arc::new(Maker::new(plan, Vec::new(), layout));
        let card = Card { facts, sources, maker, files: main };
        return Ok(Opened { card, files: paths, inputs, gathered: None, tally: Tally::default() });
    }
    let forms = forms(&plan, &files, &mut problems);
    used::check(&plan, &forms, &mut problems);
    let mut tally = Tally::default();
    let mut sides = Vec::new();
    for (at, (table, found)) in plan.tables.iter().zip(&files).enumerate().skip(1) {
        match files::load(&plan, at, found, 0) {
            Ok(loaded) => {
                tally.merge(&loaded.tally);
                for (place, why) in &loaded.rejected {
                    let title =
                        format!("a row of the table `{}` cannot be read (line {}): {why}", table.name, place.line);
                    problems.push(Diagnostic::error("E097", title, table.span, "this table"));
                }
                sides.push(Side::new(&table.name, &table.join, loaded.rows));
            }
            Err(why) => problems.push(Diagnostic::error("E097", why, table.span, "this table")),
        }
    }
    let main = files.into_iter().next().unwrap_or_default();
    let maker = Arc::new(Maker::new(plan, sides, layout));
    let gathered = if rows::must_gather(&maker.plan) {
        match Gathered::load(&maker, &main) {
            Ok((gathered, counted)) => {
                tally.merge(&counted);
                Some(gathered)
            }
            Err(why) => {
                let span = maker.plan.tables.first().map(|table| table.span).unwrap_or_default();
                problems.push(Diagnostic::error("E097", why, span, "this table"));
                None
            }
        }
    } else {
        for (passed, _) in main.iter().filter_map(|file| peek(&maker.plan, 0, file).ok()).map(|(form, n)| (n, form)) {
            (0..passed).for_each(|_| tally.skip("before_header"));
        }
        None
    };
    if !problems.is_empty() {
        problems.truncate(PROBLEMS_MAX);
        return Err(wrong(shown, sources, problems));
    }
    let paths = main.iter().map(|file| file.path.clone()).collect();
    Ok(Opened { card: Card { facts, sources, maker, files: main }, files: paths, inputs, gathered, tally })
}

const PROBLEMS_MAX: usize = 20;

/// Finds the files beside the card, or else under the data folder: there, or in a folder of the corpus's name.
fn locate(
    plan: &spec::Plan,
    folder: &Path,
    data: Option<&Path>,
    facts: &Facts,
    problems: &mut Vec<Diagnostic>,
) -> Option<Vec<Vec<Found>>> {
    let mut folders: Vec<PathBuf> = Vec::new();
    if let Some(data) = data {
        folders.push(data.join(&facts.name));
        folders.push(data.to_path_buf());
    }
    folders.push(folder.to_path_buf());
    let mut first = None;
    for folder in folders {
        match files::find(plan, &folder) {
            Ok(files) => return Some(files),
            Err(missing) => {
                first.get_or_insert(missing);
            }
        }
    }
    let (table, which, why) = first?;
    let table = plan.tables.get(table)?;
    let span = table.files.get(which).map_or(table.span, |(_, span)| *span);
    let title = format!("the files of the table `{}` are not there: {why}", table.name);
    let mut problem = Diagnostic::error("E097", title, span, "these files");
    if data.is_none() {
        problem = problem.help("`--data DIR` names the folder they lie in");
    }
    if let Some(source) = &facts.source {
        problem = problem.note(format!("where to get them: {source}"));
    }
    problems.push(problem);
    None
}

fn peek(plan: &spec::Plan, table: usize, file: &Found) -> Result<(FileForm, u64), String> {
    let said =
        |error: std::io::Error| format!("`{}` cannot be read: {}", file.path.display(), super::open::plain(&error));
    let opened = super::decode::open(&file.path, Arc::default()).map_err(said)?;
    let mut splitter = Splitter::new(opened.reader, Scanner::Lines, (1, 0), (1 << 16, 16 << 20));
    files::begin(plan, table, file, &mut splitter)
}

/// Reads the headers of all files.
fn forms(plan: &spec::Plan, files: &[Vec<Found>], problems: &mut Vec<Diagnostic>) -> Vec<Vec<FileForm>> {
    let mut all = Vec::new();
    for (at, (table, files)) in plan.tables.iter().zip(files).enumerate() {
        let mut forms = Vec::new();
        for file in files {
            match peek(plan, at, file) {
                Ok((form, _)) => forms.push(form),
                Err(why) => problems.push(Diagnostic::error("E097", why, table.span, "this table")),
            }
        }
        all.push(forms);
    }
    all
}

impl Card {
    /// Begins a file of the main table: returns its form and whether it is a JSON list.
    pub(super) fn begin(&self, file: usize, splitter: &mut Splitter) -> Result<(Rows, bool), String> {
        let found = self.files.get(file).ok_or("there is no such file")?;
        let (form, _) = files::begin(&self.maker.plan, 0, found, splitter)?;
        let array = form.kind == super::entries::Kind::Array;
        Ok((Rows::streamed(Arc::clone(&self.maker), form), array))
    }

    /// True if the files hold records as they are, and the card only says what they are and what to expect.
    pub(super) fn is_native(&self) -> bool {
        self.maker.plan.native
    }

    /// Compares a whole reading with what the card expects (`E098`); the diagnostics point into [`Card::sources`].
    pub fn differences(&self, tally: &Tally) -> Vec<Diagnostic> {
        let differences = self.facts.compare(tally);
        let told = differences.iter().map(|difference| {
            let Difference { name, expected, found } = difference;
            let title = format!("`{}` should have {expected} of `{name}`, and has {found}", self.facts.name);
            let place = self.facts.expect.places.get(name).copied().unwrap_or_default();
            Diagnostic::error("E098", title, place, "what the card expects")
        });
        told.collect()
    }
}

#[cfg(test)]
mod tests;
