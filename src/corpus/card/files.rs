//! The files of a card's tables: finding them, beginning them, reading them whole.

use std::borrow::Cow;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use serde_json::{Map, Value};

use super::row::{Cells, Header, Row, Scope, walk};
use super::spec::{Format, Plan, TableSpec};
use super::value::follow;
use crate::corpus::decode;
use crate::corpus::entries::{self, Entry, Kind};
use crate::corpus::open::{begin_array, broken, header, kind, plain};
use crate::corpus::read::why_not_json;
use crate::corpus::rejection::Place;
use crate::corpus::split::rows::RowScanner;
use crate::corpus::split::{Scanner, Splitter};
use crate::corpus::table::other_length;
use crate::corpus::tally::Tally;
use crate::packs::encoding::{BOM, UTF16, is_utf16};

/// Largest JSON file whose rows lie under a path, in bytes: such a file is read whole.
const WHOLE_BYTES_MAX: u64 = 512 << 20;

/// Limits for side tables, as for corpora: piece and longest entry in bytes.
const LIMITS: (usize, usize) = (1 << 20, 16 << 20);

/// A file of a table, with what its name says.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub path: PathBuf,
    pub shared: Arc<Vec<(String, Value)>>,
}

/// A file that was begun: how its entries become rows.
#[derive(Debug, Clone)]
pub(super) struct FileForm {
    pub kind: Kind,
    header: Option<Arc<Header>>,
    shared: Arc<Vec<(String, Value)>>,
    table: usize,
    /// Columns of the header that the card does not read.
    unused: Vec<usize>,
}

/// Finds the files of every table, in order of name; a file that fits several templates belongs to the one that says
/// most about it.
///
/// # Errors
/// The table whose template fits no file, and why.
pub(super) fn find(plan: &Plan, folder: &Path) -> Result<Vec<Vec<Found>>, (usize, usize, String)> {
    let mut names: Vec<String> = Vec::new();
    list(folder, "", 0, &mut names);
    names.sort();
    let templates: Vec<_> = plan.tables.iter().flat_map(|table| &table.files).collect();
    let mut tables = Vec::new();
    for (at, table) in plan.tables.iter().enumerate() {
        let mut found: Vec<Found> = Vec::new();
        for (which, (template, _)) in table.files.iter().enumerate() {
            let before = found.len();
            for name in &names {
                let Some(parts) = template.read(name) else { continue };
                let better = |(other, _): &&(super::template::Template, _)| {
                    other.weight() > template.weight() && other.read(name).is_some()
                };
                if parts.iter().any(|(_, part)| part.contains('/')) || templates.iter().any(better) {
                    continue;
                }
                let shared = parts.into_iter().map(|(name, part)| (name, Value::String(part))).collect();
                found.push(Found { path: folder.join(name), shared: Arc::new(shared) });
            }
            if found.len() == before {
                return Err((at, which, format!("no file in `{}` fits", folder.display())));
            }
        }
        tables.push(found);
    }
    Ok(tables)
}

/// Lists the files below a folder, three levels deep.
fn list(folder: &Path, prefix: &str, depth: usize, names: &mut Vec<String>) {
    const FILES_MAX: usize = 100_000;
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let Some(name) = entry.file_name().to_str().map(|name| format!("{prefix}{name}")) else { continue };
        let path = entry.path();
        if path.is_file() && names.len() < FILES_MAX {
            names.push(name);
        } else if path.is_dir() && depth < 3 {
            list(&path, &format!("{name}/"), depth + 1, names);
        }
    }
}

/// Begins a file: passes over what stands before its rows and reads its header. Returns how many lines were passed.
///
/// # Errors
/// Why it cannot be read, in plain words.
pub(super) fn begin(
    plan: &Plan,
    table: usize,
    file: &Found,
    splitter: &mut Splitter,
) -> Result<(FileForm, u64), String> {
    let said = |error: std::io::Error| format!("`{}` cannot be read: {}", file.path.display(), plain(&error));
    let named = |why: String| format!("`{}`: {why}", file.path.display());
    let spec = plan.tables.get(table).ok_or("there is no such table")?;
    let head = splitter.peek(4096).map_err(said)?;
    if is_utf16(head) {
        return Err(named(UTF16.to_owned()));
    }
    let kind = match spec.format {
        Some(Format::Csv) => Kind::Rows(b','),
        Some(Format::Tsv) => Kind::Rows(b'\t'),
        Some(Format::Jsonl) => Kind::Lines,
        Some(Format::Json) => Kind::Array,
        None => kind(&file.path, head),
    };
    if head.starts_with(BOM) {
        splitter.skip(BOM.len());
    }
    let mut form = FileForm { kind, header: None, shared: Arc::clone(&file.shared), table, unused: Vec::new() };
    let mut passed = 0;
    match kind {
        Kind::Lines => {}
        Kind::Array => begin_array(splitter).map_err(said)?,
        Kind::Rows(separator) => {
            splitter.set_scanner(Scanner::Rows(RowScanner::new(separator)));
            while spec.header_line.is_some_and(|line| splitter.position().0 < line) {
                if splitter.next_entry().map_err(said)?.is_none() {
                    break;
                }
                passed += 1;
            }
            let names = match spec.header_line {
                Some(_) => header(splitter, separator).map_err(named)?,
                None => spec.columns.iter().map(|name| Cow::Owned(name.clone())).collect(),
            };
            let header = Header::new(names.into_iter().map(Cow::into_owned), &spec.rename);
            let header = header.map_err(named)?;
            form.unused = unused(plan, table, &header);
            form.header = Some(Arc::new(header));
        }
    }
    Ok((form, passed))
}

fn unused(plan: &Plan, table: usize, header: &Header) -> Vec<usize> {
    let names = header.names.iter().enumerate();
    names.filter(|(_, name)| !super::used::reads(plan, table, name)).map(|(at, _)| at).collect()
}

impl FileForm {
    /// The names in the header; `None` if every row has its own.
    pub fn names(&self) -> Option<&[String]> {
        self.header.as_ref().map(|header| header.names.as_slice())
    }

    /// Makes an entry a row; `None` if it is blank or to be skipped, which is counted.
    ///
    /// # Errors
    /// Why it is no row, in plain words.
    pub fn row(&self, plan: &Plan, place: Place, entry: &Entry, tally: &mut Tally) -> Result<Option<Row>, String> {
        let Some(spec) = plan.tables.get(self.table) else { return Ok(None) };
        let cells = match entry {
            Entry::Blank => None,
            Entry::Text(json) => Some(Cells::Object(object(json)?)),
            Entry::Cells(cells) if cells.iter().all(|cell| cell.trim().is_empty()) => None,
            Entry::Cells(cells) => Some(self.cells(spec, cells)?),
        };
        let Some(cells) = cells else {
            tally.blank += 1;
            return Ok(None);
        };
        let row = Row { cells, shared: Arc::clone(&self.shared), own: Vec::new(), place };
        Ok(self.cleaned(plan, spec, row, tally))
    }

    fn cells(&self, spec: &TableSpec, cells: &[Cow<str>]) -> Result<Cells, String> {
        let header = self.header.clone().unwrap_or_default();
        let width = header.names.len();
        let surplus = cells.iter().skip(width).any(|cell| !cell.trim().is_empty());
        if surplus || (cells.len() != width && !spec.pad) {
            return Err(other_length(cells.len(), width));
        }
        let mut values: Vec<Value> = cells.iter().take(width).map(|cell| Value::from(&**cell)).collect();
        values.resize(width, Value::Null);
        Ok(Cells::Table(header, values))
    }

    /// Applies what the card says about missing cells, rows to skip and columns it does not read.
    fn cleaned(&self, plan: &Plan, spec: &TableSpec, mut row: Row, tally: &mut Tally) -> Option<Row> {
        let missing = |value: &Value| match value {
            Value::String(text) => text.trim().is_empty() || plan.missing.iter().any(|word| word == text.trim()),
            _ => false,
        };
        let clean = |name: &str, value: &mut Value| {
            if missing(value) {
                *value = Value::Null;
            }
            if value.is_null()
                && let Some((_, means)) = plan.absent.iter().find(|(column, _)| column == name)
            {
                *value = means.clone();
            }
        };
        match &mut row.cells {
            Cells::Table(header, values) => {
                header.names.iter().zip(values).for_each(|(name, value)| clean(name, value))
            }
            Cells::Object(object) => {
                for (name, means) in &plan.absent {
                    object.entry(name.clone()).or_insert_with(|| means.clone());
                }
                object.iter_mut().for_each(|(name, value)| clean(name, value));
            }
        }
        let scope = Scope { row: &row, sides: Vec::new(), bound: Vec::new(), main: &spec.name };
        if let Some((_, name)) = spec.skip.iter().find(|(when, _)| when.holds(&scope)) {
            tally.skip(name);
            return None;
        }
        self.count_unused(plan, &row, spec, tally);
        Some(row)
    }

    fn count_unused(&self, plan: &Plan, row: &Row, spec: &TableSpec, tally: &mut Tally) {
        let mut count = |name: &str| match self.table {
            0 => tally.column(&[name]),
            _ => tally.column(&[&spec.name, ".", name]),
        };
        match &row.cells {
            Cells::Table(header, values) => {
                let empty = |at: &&usize| values.get(**at).is_none_or(Value::is_null);
                let filled = self.unused.iter().filter(|at| !empty(at));
                filled.filter_map(|at| header.names.get(*at)).for_each(|name| count(name));
            }
            Cells::Object(object) => {
                let filled = object.iter().filter(|(_, value)| !value.is_null()).map(|(name, _)| name);
                filled.filter(|name| !super::used::reads(plan, self.table, name)).for_each(|name| count(name));
            }
        }
    }
}

fn object(json: &str) -> Result<Map<String, Value>, String> {
    match serde_json::from_str(json) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err("a row must be an object such as `{\"id\": 1, …}`".to_owned()),
        Err(error) => Err(why_not_json(&error)),
    }
}

/// What reading a whole table gives.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    pub rows: Vec<Row>,
    pub rejected: Vec<(Place, String)>,
    pub tally: Tally,
}

/// Reads all files of a table; `numbers` are the places' file numbers. Sections and row numbers are added.
///
/// # Errors
/// Why a file cannot be read, in plain words.
pub(super) fn load(plan: &Plan, table: usize, files: &[Found], numbers: u32) -> Result<Loaded, String> {
    let mut loaded = Loaded::default();
    let Some(spec) = plan.tables.get(table) else { return Ok(loaded) };
    for (number, file) in (numbers..).zip(files) {
        let mut section = Value::Null;
        let mut count = 0_u64;
        let rows = loaded.rows.len();
        match &spec.rows {
            Some(path) => under_path(plan, table, path, file, number, &mut loaded)?,
            None => stream(plan, table, file, number, &mut loaded)?,
        }
        let fresh = loaded.rows.split_off(rows.min(loaded.rows.len()));
        for mut row in fresh {
            if let Some(rule) = &spec.section {
                let scope = Scope { row: &row, sides: Vec::new(), bound: Vec::new(), main: &spec.name };
                if rule.when.holds(&scope) {
                    section = super::row::words(&scope.value(&rule.from))
                        .map_or(Value::Null, |name| Value::from(name.trim()));
                    loaded.tally.skip(&rule.name);
                    continue;
                }
                row.own.push((rule.name.clone(), section.clone()));
            }
            count += 1;
            row.own.push(("row".to_owned(), Value::from(count)));
            row.own.push(("line".to_owned(), Value::from(row.place.line)));
            split(spec, row, &mut loaded.rows);
        }
    }
    Ok(loaded)
}

/// Adds a row, or those that the card makes of it.
fn split(spec: &TableSpec, row: Row, rows: &mut Vec<Row>) {
    if spec.split.is_empty() {
        return rows.push(row);
    }
    for columns in &spec.split {
        let mut part = row.clone();
        let scope = Scope { row: &row, sides: Vec::new(), bound: Vec::new(), main: &spec.name };
        let columns = columns.iter().map(|(name, value)| (name.clone(), follow(value, &scope, None).value()));
        part.own.extend(columns);
        rows.push(part);
    }
}

fn stream(plan: &Plan, table: usize, file: &Found, number: u32, loaded: &mut Loaded) -> Result<(), String> {
    let said = |error: std::io::Error| format!("`{}` cannot be read: {}", file.path.display(), plain(&error));
    let opened = decode::open(&file.path, Arc::new(AtomicU64::new(0))).map_err(said)?;
    let mut splitter = Splitter::new(opened.reader, Scanner::Lines, (1, 0), LIMITS);
    let (form, passed) = begin(plan, table, file, &mut splitter)?;
    (0..passed).for_each(|_| loaded.tally.skip("before_header"));
    loop {
        let read = splitter.next_piece();
        let piece = read.map_err(|error| {
            let why = broken(&error, splitter.bytes_read());
            format!("`{}` cannot be read on from line {}: {why}", file.path.display(), splitter.position().0)
        })?;
        let Some(piece) = piece else { return Ok(()) };
        let start = Place { file: number, line: piece.line, byte: piece.offset };
        if piece.too_long {
            loaded.rejected.push((start, "it is too long to be read".to_owned()));
        }
        entries::each(form.kind, &piece.bytes, start, |place, entry| {
            let row = entry.and_then(|entry| form.row(plan, place, &entry, &mut loaded.tally));
            match row {
                Ok(row) => loaded.rows.extend(row),
                Err(why) => loaded.rejected.push((place, why)),
            }
        });
    }
}

/// Reads a JSON file whole and takes the rows that lie under a path.
fn under_path(
    plan: &Plan,
    table: usize,
    path: &str,
    file: &Found,
    number: u32,
    loaded: &mut Loaded,
) -> Result<(), String> {
    let shown = file.path.display();
    let said = |error: std::io::Error| format!("`{shown}` cannot be read: {}", plain(&error));
    let opened = decode::open(&file.path, Arc::new(AtomicU64::new(0))).map_err(said)?;
    let mut bytes = Vec::new();
    opened.reader.take(WHOLE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(said)?;
    if bytes.len() as u64 > WHOLE_BYTES_MAX {
        return Err(format!("`{shown}` is larger than {} MiB, the most that is read whole", WHOLE_BYTES_MAX >> 20));
    }
    let bytes = bytes.strip_prefix(BOM).unwrap_or(&bytes);
    let root: Value = serde_json::from_slice(bytes).map_err(|error| format!("`{shown}`: {}", why_not_json(&error)))?;
    let Some(Value::Array(rows)) = walk(&root, path) else {
        return Err(format!("`{shown}` has no list at `{path}`"));
    };
    let Some(spec) = plan.tables.get(table) else { return Ok(()) };
    let mut shared = file.shared.as_ref().clone();
    for (name, path) in &spec.outer {
        shared.push((name.clone(), walk(&root, path).cloned().unwrap_or(Value::Null)));
    }
    let kind = Kind::Array;
    let form = FileForm { kind, header: None, shared: Arc::new(shared), table, unused: Vec::new() };
    for (at, row) in rows.iter().enumerate() {
        // Lines mean nothing inside a tree: rows are told by their number.
        let place = Place { file: number, line: at as u64 + 1, byte: 0 };
        let Value::Object(object) = row else {
            loaded.rejected.push((place, "a row must be an object".to_owned()));
            continue;
        };
        let cells = Cells::Object(object.clone());
        let row = Row { cells, shared: Arc::clone(&form.shared), own: Vec::new(), place };
        loaded.rows.extend(form.cleaned(plan, spec, row, &mut loaded.tally));
    }
    Ok(())
}
