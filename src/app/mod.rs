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
mod usage;

use std::ffi::OsString;
use std::process::ExitCode;

pub use arguments::definition;
use exit::Failure;
use session::Session;

/// Runs the program with the given arguments, the program's name first, and returns its exit code: 0 fine, 1 findings,
/// 2 bad use, 3 bad input, 4 internal error.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let matches = match definition().try_get_matches_from(&arguments) {
        Ok(matches) => matches,
        Err(error) => return usage::show(error, subcommand(&arguments)).code(),
    };
    let session = Session::new(&matches);
    let exit = commands::run(&matches, &session).unwrap_or_else(|failure| {
        if !matches!(failure, Failure::OutputClosed) {
            session.complain(&failure.to_string());
        }
        failure.exit()
    });
    session.finish(exit).code()
}

/// The subcommand that a command line names, even if it cannot be read.
fn subcommand(arguments: &[OsString]) -> Option<&'static str> {
    let known = |argument: &OsString| commands::ALL.iter().find(|one| argument == one.name).map(|one| one.name);
    arguments.iter().find_map(known)
}
