//! File text → [`ast::File`], whatever the text.
//!
//! 1. `scan` takes one look at comments, strings and brackets, and reports what would spoil more than its own line.
//! 2. `split` cuts the text into items, so that each can be read alone.
//! 3. Each item is read by the grammar; one that fails is read again line by line (`recover`), and `unexpected` says in
//!    the reader's words what stood where something else should.
//! 4. `lower` turns what was read into the tree, and refuses what is grammatical but has two readings.
//!
//! Architecture invariant: pest's `Rule` is not seen outside this folder; parsing has no way to fail, and no text can
//! overflow the stack, here or in whoever walks the tree.

pub mod ast;
mod expectation;
mod grammar;
mod literal;
mod lower;
mod recover;
mod scan;
mod split;
mod unexpected;
mod words;

#[cfg(test)]
mod tests;

use super::diag::Diagnostic;
use super::source::{SourceId, Span};
use ast::File;
use recover::Reader;
use split::Chunk;
pub use words::RESERVED;

/// The largest file that is read, in bytes. Guidelines are kilobytes; word lists that grow belong in lexicons.
pub const FILE_SIZE_MAX: usize = 4 << 20;

/// The version of the language that this compiler reads.
pub const LANGUAGE_VERSION: u32 = 1;

/// How many problems of one file are reported; more help nobody.
const PROBLEMS_MAX: usize = 100;

/// Reads a file; whatever is wrong with it is among the diagnostics, sorted by place.
pub fn parse(source: SourceId, text: &str) -> (File, Vec<Diagnostic>) {
    if text.len() > FILE_SIZE_MAX {
        let title = format!("the file is larger than {} MiB", FILE_SIZE_MAX >> 20);
        let problem = Diagnostic::error("E004", title, Span::new(source, 0, 0), "too large to be read")
            .help("move long word lists into lexicon files: `list name from \"lexicons/name.yaml\"`");
        return (File::default(), vec![problem]);
    }
    let scan = scan::scan(source, text);
    let (chunks, unpaired) = split::split(source, text, &scan);
    let mut problems = scan.problems.clone();
    problems.extend(unpaired);
    problems.sort_by_key(place);
    let mut reader = Reader::new(source, text, &scan, problems);
    for chunk in &chunks {
        reader.chunk(chunk);
    }
    let (mut file, mut problems) = reader.finish();
    problems.extend(check_language(source, text, &file, &chunks));
    file.comments = scan.comments;
    problems.sort_by_key(place);
    if problems.len() >= PROBLEMS_MAX {
        problems.truncate(PROBLEMS_MAX);
        if let Some(last) = problems.pop() {
            problems.push(
                last.note(format!("the first {PROBLEMS_MAX} problems of this file are shown; there may be more")),
            );
        }
    }
    (file, problems)
}

fn place(problem: &Diagnostic) -> (u32, u32, &'static str) {
    problem.span().map_or((0, 0, problem.code), |span| (span.start, span.end, problem.code))
}

/// Checks that the file says first which version of the language it is written in.
fn check_language(source: SourceId, text: &str, file: &File, chunks: &[Chunk]) -> Option<Diagnostic> {
    let line = format!("language {LANGUAGE_VERSION}");
    let first = chunks.first().map_or(text.len(), |chunk| chunk.start);
    let Some((version, span)) = file.language else {
        if file.failed.iter().any(|failed| failed.keyword == "language") {
            return None;
        }
        let end =
            text.get(first..).and_then(|rest| rest.lines().next()).map_or(first, |line| first + line.trim_end().len());
        let place = Span::new(source, first, end);
        let insert = Span::new(source, first, first);
        return Some(
            Diagnostic::error(
                "E017",
                "the file does not say which version of the language it is in",
                place,
                "the first item",
            )
            .help(format!("begin the file with `{line}`"))
            .fix(insert, format!("{line}\n\n")),
        );
    };
    if version != LANGUAGE_VERSION {
        let title = format!("version {version} of the language is not known here");
        return Some(
            Diagnostic::error("E017", title, span, "unknown version")
                .help(format!("write `{line}`, or use a newer program to read this file")),
        );
    }
    if span.start as usize != first {
        let title = format!("`{line}` is not the first line");
        return Some(
            Diagnostic::error("E017", title, span, "too late")
                .help("move it to the top: the language of a file comes first"),
        );
    }
    None
}
