//! Paths → batches.

use std::fs;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::batch::{Batch, Form};
use super::card::{self, Card};
use super::decode;
use super::entries::Kind;
use super::fingerprint::Fingerprint;
use super::read::RecordReader;
use super::rejection::{Place, Rejection};
use super::split::array::ArrayScanner;
use super::split::rows::{self, RowScanner};
use super::split::{Piece, Scanner, Splitter};
use super::table::Table;
use super::tally::Tally;
use crate::language::policy::Pack;
use crate::packs::disk;
use crate::packs::encoding::{BOM, UTF16, is_utf16};

/// The byte-order mark, and what is told where one stands inside a table: a name or an id that begins with it looks like
/// another and is not the same.
pub(super) const MARK: char = '\u{feff}';
pub(super) const MARK_TOLD: &str = "a byte-order mark inside, as where files were joined: take it out";

/// The bytes with which every Parquet file begins.
const PARQUET: &[u8] = b"PAR1";

/// How a corpus is opened.
#[derive(Debug, Clone)]
pub struct OpenOptions {
    /// Bytes of a batch, about.
    pub batch_bytes: usize,
    /// Longest line, row or element that is read, in bytes; longer ones are rejected.
    pub entry_bytes_max: usize,
    /// Where the files of cards lie that do not bring their own.
    pub data: Option<PathBuf>,
    /// Whether columns that the schema does not declare are kept, in [`Record::others`](super::record::Record::others).
    pub keeps_others: bool,
    /// Where to go on, from [`Batch::next`].
    pub resume: Option<Place>,
}

impl Default for OpenOptions {
    fn default() -> OpenOptions {
        OpenOptions { batch_bytes: 1 << 20, entry_bytes_max: 16 << 20, data: None, keeps_others: false, resume: None }
    }
}

/// Why a corpus cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A file is not there or cannot be read.
    #[error("cannot read `{path}`: {why}")]
    Unreadable {
        /// The file.
        path: String,
        /// Why.
        why: String,
    },
    /// A file that is sound and of another form than is read here.
    #[error("cannot read `{path}`: {why}")]
    OtherForm {
        /// The file.
        path: String,
        /// What it is, or what it lacks.
        why: String,
    },
    /// A folder that is no corpus.
    #[error("the folder `{path}` has no `corpus.yaml`{hint}")]
    NoCard {
        /// The folder.
        path: String,
        /// What to do.
        hint: String,
    },
    /// A form that is not read.
    #[error("`{path}` is a Parquet file, and Parquet is not read yet: save it as JSON lines or CSV")]
    Parquet {
        /// The file.
        path: String,
    },
    /// Nothing was named.
    #[error("no corpus is named: give a file, a folder with `corpus.yaml`, or `-` for standard input")]
    Nothing,
    /// Standard input cannot be read twice, nor from its middle.
    #[error("standard input can be read only once and from its start")]
    StandardInput,
    /// A card and something else beside it.
    #[error("a folder with `corpus.yaml` is read alone; `{0}` is named beside it")]
    CardAmongOthers(String),
    /// The card is wrong; the problems point into its text.
    #[error("`{path}` has {} problem{}", .problems.len(), if .problems.len() == 1 { "" } else { "s" })]
    Card {
        /// The card.
        path: String,
        /// Its text, for the problems to point into.
        sources: Box<crate::language::source::Sources>,
        /// What is wrong.
        problems: Vec<crate::language::diag::Diagnostic>,
    },
}

/// Input files, read batch by batch. Iterating gives the batches in order.
pub struct Corpus {
    files: Vec<PathBuf>,
    names: Vec<String>,
    /// Everything that is read, a card and its side tables included.
    inputs: Vec<PathBuf>,
    reader: Arc<RecordReader>,
    card: Option<Arc<Card>>,
    options: OpenOptions,
    /// The next file to open.
    next_file: usize,
    current: Option<Current>,
    /// A card whose items are gathered from several rows gives them from memory.
    gathered: Option<card::Gathered>,
    /// What was counted before the first batch.
    before: Tally,
    taken: Arc<AtomicU64>,
}

struct Current {
    file: u32,
    splitter: Splitter,
    form: Form,
    array: bool,
}

/// Opens files, folders with a corpus card, or standard input (`-`).
///
/// # Errors
/// What keeps everything from being read. A file that turns out to be damaged is a rejection, and the rest is read.
pub fn open(paths: &[PathBuf], pack: &Pack, options: OpenOptions) -> Result<Corpus, OpenError> {
    let reader = Arc::new(RecordReader::new(pack).keeping_others(options.keeps_others));
    let mut corpus = Corpus {
        files: Vec::new(),
        names: Vec::new(),
        inputs: Vec::new(),
        reader,
        card: None,
        options,
        next_file: 0,
        current: None,
        gathered: None,
        before: Tally::default(),
        taken: Arc::new(AtomicU64::new(0)),
    };
    for path in paths {
        let shown = path.display().to_string();
        if path == Path::new("-") {
            if corpus.files.contains(path) || corpus.options.resume.is_some() {
                return Err(OpenError::StandardInput);
            }
            corpus.names.push("-".to_owned());
            corpus.files.push(path.clone());
            continue;
        }
        let about = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
        let card = about.is_dir() || path.file_name().is_some_and(|name| name == card::FILE);
        if card {
            if paths.len() > 1 {
                let other = paths.iter().find(|other| *other != path).unwrap_or(path);
                return Err(OpenError::CardAmongOthers(other.display().to_string()));
            }
            corpus.open_card(path)?;
        } else {
            let file = fs::File::open(path).map_err(|error| unreadable(path, &error))?;
            if about.is_file() && is_parquet(path, file) {
                return Err(OpenError::Parquet { path: shown });
            }
            corpus.names.push(shown);
            corpus.files.push(path.clone());
        }
    }
    if corpus.files.is_empty() {
        return Err(OpenError::Nothing);
    }
    if corpus.inputs.is_empty() {
        corpus.inputs.clone_from(&corpus.files);
    }
    if let Some(place) = corpus.options.resume {
        corpus.next_file = place.file as usize;
    }
    Ok(corpus)
}

/// Tells a Parquet file by its ending or its first bytes.
fn is_parquet(path: &Path, file: fs::File) -> bool {
    let mut first = Vec::new();
    let ending = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("parquet"));
    ending || file.take(PARQUET.len() as u64).read_to_end(&mut first).is_ok_and(|_| first == PARQUET)
}

pub(super) fn unreadable(path: &Path, error: &io::Error) -> OpenError {
    OpenError::Unreadable { path: path.display().to_string(), why: disk::why(error) }
}

impl Corpus {
    /// Returns the names of the files, as given; a [`Place`] counts in this list.
    pub fn files(&self) -> &[String] {
        &self.names
    }

    /// Returns the name of a place's file.
    pub fn file(&self, place: Place) -> &str {
        self.names.get(place.file as usize).map_or("", String::as_str)
    }

    /// Returns what reads the records of a batch; workers share it.
    pub fn reader(&self) -> Arc<RecordReader> {
        Arc::clone(&self.reader)
    }

    /// Returns the corpus card, if there is one.
    pub fn card(&self) -> Option<&Card> {
        self.card.as_deref()
    }

    /// Returns what was counted before the first batch: rows of a card's tables that are kept in memory.
    pub fn before(&self) -> &Tally {
        &self.before
    }

    /// Returns what tells the state of everything that is read: the files, a corpus card, the tables it joins.
    pub fn fingerprint(&self) -> Vec<Fingerprint> {
        self.inputs.iter().map(|path| Fingerprint::of(path)).collect()
    }

    /// Returns the bytes read from files so far, compressed as they are.
    pub fn bytes_read(&self) -> u64 {
        self.taken.load(Ordering::Relaxed)
    }

    /// Returns what tells the bytes read so far, for when the corpus itself is being read elsewhere.
    pub fn meter(&self) -> impl Fn() -> u64 + use<> {
        let taken = Arc::clone(&self.taken);
        move || taken.load(Ordering::Relaxed)
    }

    /// Returns the bytes of all files, compressed as they are; `None` with standard input.
    pub fn bytes_total(&self) -> Option<u64> {
        self.files
            .iter()
            .map(|path| fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|about| about.len()))
            .sum()
    }

    fn open_card(&mut self, path: &Path) -> Result<(), OpenError> {
        let opened = card::open(path, &self.reader, self.options.data.as_deref())?;
        self.names = opened.files.iter().map(|file| file.display().to_string()).collect();
        self.files = opened.files;
        self.inputs = opened.inputs;
        self.gathered = opened.gathered;
        if let (Some(gathered), Some(place)) = (&mut self.gathered, self.options.resume) {
            gathered.resume(place);
        }
        self.before = opened.tally;
        self.card = Some(Arc::new(opened.card));
        Ok(())
    }

    fn begin(&mut self, file: usize) -> Result<Current, String> {
        let path = self.files.get(file).cloned().unwrap_or_default();
        let said = |error: io::Error| format!("the file cannot be read: {}", plain(&error));
        let opened = decode::open(&path, Arc::clone(&self.taken)).map_err(said)?;
        let limits = (self.options.batch_bytes, self.options.entry_bytes_max);
        let mut splitter = Splitter::new(opened.reader, Scanner::Lines, (1, 0), limits);
        let head = splitter.peek(4096).map_err(said)?;
        if head.starts_with(PARQUET) {
            return Err("it is a Parquet file, and Parquet is not read yet: save it as JSON lines or CSV".to_owned());
        }
        if is_utf16(head) {
            return Err(UTF16.to_owned());
        }
        if head.starts_with(BOM) {
            splitter.skip(BOM.len());
        }
        let (form, array) = match &self.card {
            Some(card) if !card.is_native() => {
                card.begin(file, &mut splitter).map(|(rows, array)| (Form::Card(rows), array))?
            }
            _ => self.native(&path, &mut splitter).map_err(said)??,
        };
        let file = file as u32;
        let mut current = Current { file, splitter, form, array };
        if let Some(place) = self.options.resume.take().filter(|place| place.file == file) {
            self.resume(&mut current, &path, place).map_err(said)?;
        }
        Ok(current)
    }

    /// Tells the form of a file of records from its name, or else from its first bytes.
    fn native(&self, path: &Path, splitter: &mut Splitter) -> io::Result<Result<(Form, bool), String>> {
        match kind(path, splitter.peek(4096)?) {
            Kind::Lines => Ok(Ok((Form::Records(Kind::Lines), false))),
            Kind::Array => {
                begin_array(splitter)?;
                Ok(Ok((Form::Records(Kind::Array), true)))
            }
            Kind::Rows(separator) => {
                splitter.set_scanner(Scanner::Rows(RowScanner::new(separator)));
                let header = header(splitter, separator);
                let table = header.and_then(|cells| Table::new(separator, &cells, &self.reader.layout));
                Ok(table.map(|table| (Form::Table(Arc::new(table)), false)))
            }
        }
    }

    /// Moves a file that was begun to where an earlier run stopped.
    fn resume(&self, current: &mut Current, path: &Path, place: Place) -> io::Result<()> {
        if current.splitter.position().1 >= place.byte {
            return Ok(());
        }
        let opened = decode::open(path, Arc::clone(&self.taken))?;
        let input: Box<dyn Read + Send> = match opened.seekable {
            Some(mut file) => {
                file.seek(SeekFrom::Start(place.byte))?;
                Box::new(file)
            }
            None => {
                let mut input = opened.reader;
                io::copy(&mut (&mut input).take(place.byte), &mut io::sink())?;
                input
            }
        };
        let limits = (self.options.batch_bytes, self.options.entry_bytes_max);
        let scanner = current.splitter.scanner();
        current.splitter = Splitter::new(input, scanner, (place.line, place.byte), limits);
        // A list may have been read to its very end.
        current.array &= !current.splitter.peek(1)?.is_empty();
        Ok(())
    }

    fn batch(&self, current: &Current, piece: Piece) -> Batch {
        let start = Place { file: current.file, line: piece.line, byte: piece.offset };
        let (line, byte) = current.splitter.position();
        let mut failures = Vec::new();
        if piece.too_long {
            let limit = self.options.entry_bytes_max;
            let reason = format!("it is longer than {limit} bytes, the most that is read at once");
            failures.push(Rejection { place: start, id: None, reason });
        }
        let next = Place { file: current.file, line, byte };
        Batch { bytes: piece.bytes, start, form: current.form.clone(), failures, next }
    }

    /// A batch that says only why its file cannot be read on.
    fn failure(&self, place: Place, reason: String) -> Batch {
        let failures = vec![Rejection { place, id: None, reason }];
        let next = Place { file: place.file + 1, line: 1, byte: 0 };
        Batch { bytes: Vec::new(), start: place, form: Form::Records(Kind::Lines), failures, next }
    }
}

impl Iterator for Corpus {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        if let Some(gathered) = &mut self.gathered {
            return gathered.next_batch();
        }
        loop {
            let Some(mut current) = self.current.take() else {
                let file = self.next_file;
                if file >= self.files.len() {
                    return None;
                }
                self.next_file += 1;
                match self.begin(file) {
                    Ok(current) => self.current = Some(current),
                    Err(reason) => return Some(self.failure(Place { file: file as u32, line: 1, byte: 0 }, reason)),
                }
                continue;
            };
            let (line, byte) = current.splitter.position();
            let place = Place { file: current.file, line, byte };
            match current.splitter.next_piece() {
                Ok(Some(piece)) => {
                    let batch = self.batch(&current, piece);
                    self.current = Some(current);
                    return Some(batch);
                }
                Ok(None) if current.array && !current.splitter.closed() => {
                    return Some(self.failure(place, "the list has no end: its `]` is missing".to_owned()));
                }
                Ok(None) => {}
                Err(error) => {
                    // What was read before it broke off is still to be told first, and it broke off after that.
                    let why = format!("the file cannot be read on: {}", broken(&error, current.splitter.bytes_read()));
                    let before = current.splitter.whole_rest().map(|piece| self.batch(&current, piece));
                    let mut failure = self.failure(before.as_ref().map_or(place, Batch::next), why);
                    if let Some(before) = before {
                        failure.start = before.start;
                        failure.bytes = before.bytes;
                        failure.form = before.form;
                    }
                    return Some(failure);
                }
            }
        }
    }
}

pub(super) fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => "its compressed data ends too early".to_owned(),
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => "its compressed data is damaged".to_owned(),
        _ => disk::why(error),
    }
}

/// Says why reading broke off, and how much had been read by then.
pub(super) fn broken(error: &io::Error, bytes_read: u64) -> String {
    match bytes_read {
        0 => format!("{}, before any text", plain(error)),
        _ => format!("{}, after {bytes_read} byte{} of text", plain(error), if bytes_read == 1 { "" } else { "s" }),
    }
}

/// Tells what a file is from its name, or else from its first bytes.
pub(super) fn kind(path: &Path, head: &[u8]) -> Kind {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let name = [".gz", ".gzip", ".zst", ".zstd"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    let first = head.iter().find(|byte| !byte.is_ascii_whitespace());
    match name.rsplit('.').next() {
        Some("csv") => return Kind::Rows(b','),
        Some("tsv" | "tab") => return Kind::Rows(b'\t'),
        Some("jsonl" | "ndjson") => return Kind::Lines,
        _ => {}
    }
    match first {
        Some(b'[') => Kind::Array,
        Some(b'{') | None => Kind::Lines,
        Some(_) => {
            let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
            let count = |byte: u8| memchr::memchr_iter(byte, line).count();
            Kind::Rows(if count(b'\t') > count(b',') { b'\t' } else { b',' })
        }
    }
}

/// Passes over what stands before the first element of a list.
pub(super) fn begin_array(splitter: &mut Splitter) -> io::Result<()> {
    loop {
        let head = splitter.peek(1)?;
        match head.first() {
            Some(b'[') => {
                splitter.skip(1);
                splitter.set_scanner(Scanner::Array(ArrayScanner::new()));
                return Ok(());
            }
            Some(byte) if byte.is_ascii_whitespace() => splitter.skip(1),
            _ => return Ok(()),
        }
    }
}

/// Takes the next row as a header.
///
/// # Errors
/// Why it is none, in plain words.
pub(super) fn header(splitter: &mut Splitter, separator: u8) -> Result<Vec<std::borrow::Cow<'static, str>>, String> {
    let read = splitter.next_entry();
    let piece = read.map_err(|error| {
        let why = broken(&error, splitter.bytes_read());
        format!("the file cannot be read: {why}, before its header was complete")
    })?;
    let piece = piece.ok_or("the file is empty")?;
    let text = String::from_utf8(piece.bytes).map_err(|_| "its header is not UTF-8 text")?;
    let line = text.trim_end_matches(['\n', '\r']);
    if line.contains('\r') && !line.contains('"') {
        return Err("its lines end as on old Macs, in a bare carriage return; save it with line feeds".to_owned());
    }
    if line.contains(MARK) {
        return Err(format!("its header has {MARK_TOLD}"));
    }
    let mut cells = Vec::new();
    rows::cells(line, separator, &mut cells);
    Ok(cells.into_iter().map(|cell| std::borrow::Cow::Owned(cell.into_owned())).collect())
}
