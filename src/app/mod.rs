//! The program: the only room that knows a terminal.
//!
//! A subcommand is one file in `commands` and one line in [`commands::ALL`]; its arguments, help, manual page and
//! completions all come from the one definition. A command returns what it found as an [`exit::Exit`]; nothing but
//! [`main`] ends the process.

mod arguments;
mod checkpoint;
mod commands;
mod evaluation;
mod exit;
mod loading;
mod output;
mod progress;
mod reading;
mod session;

use std::ffi::OsString;
use std::process::ExitCode;

pub use arguments::definition;
use clap::error::ContextKind;
use exit::Exit;
use session::Session;

/// Runs the program with the given arguments, the program's name first, and returns its exit code: 0 fine, 1 findings,
/// 2 bad use, 3 bad input, 4 internal error.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let matches = match definition().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return show_usage(error).code(),
    };
    let session = Session::new(&matches);
    let exit = commands::run(&matches, &session).unwrap_or_else(|failure| {
        session.complain(&failure.to_string());
        failure.exit()
    });
    session.finish(exit).code()
}

/// Help and version are fine and go to standard output; anything else is bad use.
fn show_usage(mut error: clap::Error) -> Exit {
    // Its tips are for programmers: `to pass '--fmt' as a value, use '-- --fmt'`.
    error.remove(ContextKind::Suggested);
    // A closed pipe is the reader's choice, not an error of ours.
    let _ = error.print();
    if error.use_stderr() { Exit::BadUse } else { Exit::Fine }
}
