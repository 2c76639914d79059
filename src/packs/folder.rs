//! What lies in a pack's folder, and the bytes its revision is made of.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::encoding::{self, Garbled};
use super::{LoadError, disk};
use crate::language::diag::{Diagnostic, Level};
use crate::language::input::PackInput;
use crate::language::source::{SourceId, Span};

pub(super) const MANIFEST: &str = "pack.yaml";

/// Largest file of a pack, in bytes. YAML files are held to a limit of their own.
const FILE_BYTES_MAX: u64 = 32 << 20;

/// Files beside the policy that people keep in a pack and nobody reads.
const TOLERATED: [&str; 4] = ["readme", "license", "licence", "changelog"];

/// The files of a pack, each kind sorted by path; paths use `/` and start at the pack.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub manifest: String,
    pub precepts: Vec<(String, String)>,
    pub lexicons: Vec<(String, String)>,
    /// Prose in other languages: part of the revision, read by whoever shows it.
    pub locales: Vec<(String, String)>,
    pub unknown: Vec<Unknown>,
    /// Files that are not UTF-8; each also stands where it belongs, with signs in place of what cannot be read.
    pub garbled: Vec<GarbledFile>,
}

/// A file of the pack that is not UTF-8.
#[derive(Debug)]
pub(super) struct GarbledFile {
    pub path: String,
    pub found: Garbled,
}

impl GarbledFile {
    pub fn diagnostic(self, source: SourceId) -> Diagnostic {
        let Garbled { text, at, why } = self.found;
        let sign = text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let span = Span::new(source, at, at + sign);
        let why = why.strip_prefix("it ").unwrap_or(&why);
        let problem = Diagnostic::error("E094", format!("`{}` {why}", self.path), span, "cannot be read");
        problem.note("signs that cannot be read stand as `\u{fffd}`; all else of the pack was checked")
    }
}

/// A file that belongs to no part of a pack.
#[derive(Debug)]
pub(super) struct Unknown {
    path: String,
    hint: Option<&'static str>,
}

impl Unknown {
    /// Its path in the pack.
    pub fn path(&self) -> &str {
        &self.path
    }

    pub fn diagnostic(self, place: Span) -> Diagnostic {
        let title = format!("`{}` is not part of a pack and is not read", self.path);
        let mut problem = Diagnostic::error("unknown_file", title, place, "");
        problem.level = Level::Warning;
        problem = problem.note("a pack holds `pack.yaml`, `*.precept`, `lexicons/*.yaml`, `locales/` and `tests/`");
        match self.hint {
            Some(hint) => problem.help(hint),
            None => problem,
        }
    }
}

/// Reads the folder of a pack.
pub(super) fn read(dir: &Path) -> Result<Files, LoadError> {
    let shown_dir = || dir.display().to_string();
    match fs::metadata(dir) {
        Ok(about) if about.is_dir() => {}
        Ok(_) => return Err(LoadError::NotAFolder(shown_dir())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(LoadError::NoFolder(shown_dir())),
        Err(error) => return Err(unreadable(dir, &error)),
    }
    if !dir.join(MANIFEST).is_file() {
        return Err(LoadError::NoManifest { folder: shown_dir(), hint: manifest_hint(dir) });
    }
    let mut files = Files::default();
    files.manifest = files.text(MANIFEST, &dir.join(MANIFEST))?;
    for (name, path) in listed(dir)? {
        if path.is_dir() {
            match name.as_str() {
                "lexicons" => lexicons(&path, &mut files)?,
                "locales" => locales(&path, &mut files)?,
                "tests" => {}
                hidden if tolerated(hidden) => {}
                _ => files.unknown.push(Unknown { path: format!("{name}/"), hint: None }),
            }
        } else if name.ends_with(".precept") {
            let text = files.text(&name, &path)?;
            files.precepts.push((name, text));
        } else if name != MANIFEST && !tolerated(&name) {
            let hint = if name.to_lowercase().ends_with(".yaml") {
                Some("lexicons belong into the folder `lexicons/`")
            } else if name.to_lowercase().contains(".prec") {
                Some("the files of a policy end in `.precept`")
            } else {
                None
            };
            files.unknown.push(Unknown { path: name, hint });
        }
    }
    Ok(files)
}

fn lexicons(dir: &Path, files: &mut Files) -> Result<(), LoadError> {
    for (name, path) in listed(dir)? {
        let inside = format!("lexicons/{name}");
        if path.is_file() && name.ends_with(".yaml") {
            let text = files.text(&inside, &path)?;
            files.lexicons.push((inside, text));
        } else if !tolerated(&name) {
            files.unknown.push(Unknown { path: inside, hint: Some("lexicons are files ending in `.yaml`") });
        }
    }
    Ok(())
}

fn locales(dir: &Path, files: &mut Files) -> Result<(), LoadError> {
    for (name, path) in listed(dir)? {
        if path.is_file() && !tolerated(&name) {
            let inside = format!("locales/{name}");
            let text = files.text(&inside, &path)?;
            files.locales.push((inside, text));
        }
    }
    Ok(())
}

fn tolerated(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).to_lowercase();
    name.starts_with('.') || name.ends_with('~') || TOLERATED.contains(&stem.as_str())
}

fn manifest_hint(dir: &Path) -> String {
    let holds = |name: &str| dir.join(name).is_file();
    if holds("pack.yml") {
        return "; rename its `pack.yml` to `pack.yaml`".to_owned();
    }
    if holds("corpus.yaml") {
        return "; it is a corpus (`corpus.yaml`): give the pack first, then the corpus".to_owned();
    }
    let inner: Vec<String> = listed(dir)
        .unwrap_or_default()
        .into_iter()
        .filter(|(_, path)| path.join(MANIFEST).is_file())
        .map(|(name, _)| format!("`{}`", shown(dir, &name)))
        .collect();
    match inner.len() {
        0 => format!("; `preceptor new {}` makes a small one to start from", dir.display()),
        _ => format!("; there are packs in {}", inner.join(", ")),
    }
}

/// Lists a folder by name, sorted, names that are not Unicode left out.
fn listed(dir: &Path) -> Result<Vec<(String, PathBuf)>, LoadError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).map_err(|error| unreadable(dir, &error))? {
        let entry = entry.map_err(|error| unreadable(dir, &error))?;
        if let Some(name) = entry.file_name().to_str() {
            found.push((name.to_owned(), entry.path()));
        }
    }
    found.sort();
    Ok(found)
}

impl Files {
    /// Reads a text file, without its byte-order mark; one that is not UTF-8 is noted.
    fn text(&mut self, inside: &str, path: &Path) -> Result<String, LoadError> {
        let file = fs::File::open(path).map_err(|error| unreadable(path, &error))?;
        let mut bytes = Vec::new();
        file.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
        if bytes.len() as u64 > FILE_BYTES_MAX {
            let why = format!("it is larger than {} MiB", FILE_BYTES_MAX >> 20);
            return Err(LoadError::Unreadable { path: path.display().to_string(), why });
        }
        Ok(encoding::text(bytes).unwrap_or_else(|found| {
            let text = found.text.clone();
            self.garbled.push(GarbledFile { path: inside.to_owned(), found });
            text
        }))
    }
}

fn unreadable(path: &Path, error: &io::Error) -> LoadError {
    LoadError::Unreadable { path: path.display().to_string(), why: disk::why(error) }
}

/// Path of a file of the pack as messages show it: as the user wrote the folder, with `/`.
pub(super) fn shown(dir: &Path, path: &str) -> String {
    dir.join(path).display().to_string().replace('\\', "/")
}

/// Path that a manifest writes, from the folder of that manifest, `..` taken out where that is safe to read.
pub(super) fn joined(dir: &Path, path: &str) -> PathBuf {
    let mut whole = dir.to_path_buf();
    for part in Path::new(path).components() {
        let up = part == std::path::Component::ParentDir;
        let named = matches!(whole.components().next_back(), Some(std::path::Component::Normal(_)));
        match () {
            () if up && named && !whole.is_symlink() => {
                whole.pop();
                if whole.as_os_str().is_empty() {
                    whole.push(".");
                }
            }
            () if part == std::path::Component::CurDir => {}
            () => whole.push(part),
        }
    }
    whole
}

/// One path per folder, however it is written.
pub(super) fn identity(dir: &Path) -> PathBuf {
    fs::canonicalize(dir).unwrap_or_else(|_| dir.to_path_buf())
}

/// The hash of a pack's own files, before those it extends and uses are added.
pub(super) struct Canonical(Sha256);

impl Canonical {
    pub fn new(files: &Files) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"preceptor pack 1\n");
        let manifest = [(MANIFEST.to_owned(), files.manifest.clone())];
        let mut all: Vec<&(String, String)> =
            manifest.iter().chain(&files.precepts).chain(&files.lexicons).chain(&files.locales).collect();
        all.sort();
        for (path, text) in all {
            let text = text.replace("\r\n", "\n").replace('\r', "\n");
            part(&mut hash, "file", path, &text);
        }
        Canonical(hash)
    }

    /// Returns the revision of the pack, given the packs it extends and uses.
    pub fn revision(mut self, input: &PackInput) -> String {
        if let Some(base) = &input.base {
            part(&mut self.0, "extends", "", &base.revision);
        }
        for (alias, pack) in &input.uses {
            part(&mut self.0, "uses", alias, &pack.revision);
        }
        let digest = self.0.finalize();
        digest.iter().fold("sha256:".to_owned(), |text, byte| format!("{text}{byte:02x}"))
    }
}

/// Adds one part so that no two different packs can have the same bytes: every piece is preceded by its length.
fn part(hash: &mut Sha256, kind: &str, name: &str, text: &str) {
    hash.update(format!("{kind} {} {}\n{name}\n", name.len(), text.len()));
    hash.update(text);
}
