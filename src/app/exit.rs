//! Exit codes by meaning.

use std::path::Path;
use std::process::ExitCode;

use crate::packs::disk;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Nothing to report.
    Fine = 0,
    /// Errors in a pack, failing examples, disagreements asked about with `--fail-on`.
    Findings = 1,
    /// The command was misused, or a pack that was to be run does not compile.
    BadUse = 2,
    /// Some records were rejected; all others were processed.
    BadInput = 3,
    /// The program is at fault.
    Internal = 4,
}

impl Exit {
    /// Returns the one that is reported where both hold: internal, then bad use, bad input, findings.
    pub fn worst(self, other: Exit) -> Exit {
        let rank = |exit| match exit {
            Exit::Fine => 0,
            Exit::Findings => 1,
            Exit::BadInput => 2,
            Exit::BadUse => 3,
            Exit::Internal => 4,
        };
        if rank(self) >= rank(other) { self } else { other }
    }

    /// Returns the process's exit code.
    pub fn code(self) -> ExitCode {
        ExitCode::from(self as u8)
    }
}

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Wrong arguments, or something named that is not there.
    #[error("{0}")]
    BadUse(String),
    /// Input that cannot be read at all.
    #[error("{0}")]
    BadInput(String),
    /// The program's own fault.
    #[error("{0}")]
    Internal(String),
    /// The reader of our output went away: stop quietly.
    #[error("the output was closed")]
    OutputClosed,
}

impl Failure {
    /// Returns the exit it leads to.
    pub fn exit(&self) -> Exit {
        match self {
            Failure::BadUse(_) => Exit::BadUse,
            Failure::BadInput(_) => Exit::BadInput,
            Failure::Internal(_) => Exit::Internal,
            Failure::OutputClosed => Exit::Fine,
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Failure::OutputClosed,
            _ => Failure::BadInput(format!("error: {}", disk::why(&error))),
        }
    }
}

/// Says that a file or a folder cannot be written, and why.
pub fn cannot_write(place: &Path, error: &std::io::Error) -> String {
    let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists());
    let why = match folder {
        Some(folder) if error.kind() == std::io::ErrorKind::NotFound => {
            format!("there is no folder `{}`; make it first", folder.display())
        }
        _ => disk::why(error),
    };
    format!("error: cannot write `{}`: {why}", place.display())
}

/// Says that a file cannot be read, why, and what to name instead.
pub fn cannot_read(file: &Path, error: &std::io::Error, help: &str) -> Failure {
    Failure::BadUse(format!("error: cannot read `{}`: {}\nhelp: {help}", file.display(), disk::why(error)))
}

/// Says that a file of an audit cannot be read.
pub fn no_audit(file: &Path, error: &std::io::Error) -> Failure {
    cannot_read(file, error, "name the folder that `preceptor audit` wrote its results to")
}

#[cfg(test)]
mod tests {
    use super::Exit;

    #[test]
    fn where_several_hold_internal_comes_first_then_bad_use_bad_input_findings() {
        let order = [Exit::Internal, Exit::BadUse, Exit::BadInput, Exit::Findings, Exit::Fine];
        for (rank, exit) in order.iter().enumerate() {
            for weaker in order.iter().skip(rank) {
                assert_eq!(exit.worst(*weaker), *exit);
                assert_eq!(weaker.worst(*exit), *exit);
            }
        }
    }
}
