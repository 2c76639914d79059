//! One run of the program: where it writes, whether in colour, on how many threads.

use std::fs::File;
use std::io::{IsTerminal, Write};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use anstream::{AutoStream, ColorChoice};
use clap::{ArgMatches, FromArgMatches};

use super::arguments::{Color, Common};
use super::exit::{Exit, Failure, cannot_write};
use crate::engine::batch::threads_here;
use crate::language::diag::render::Style;

/// What every command knows about the run.
pub struct Session {
    /// Form of the result.
    pub format: String,
    /// Where to write, if it was said.
    pub output: Option<PathBuf>,
    /// Worker threads.
    pub threads: NonZeroUsize,
    quiet: bool,
    color: ColorChoice,
    /// Where results go instead of standard output.
    file: Mutex<Option<File>>,
}

impl Session {
    /// Reads the common options.
    pub fn new(matches: &ArgMatches) -> Session {
        let inner = matches.subcommand().map_or(matches, |(_, inner)| inner);
        let common = Common::from_arg_matches(inner).or_else(|_| Common::from_arg_matches(matches));
        let (format, quiet, output, threads, color) = match common {
            Ok(common) => (common.format, common.quiet, common.output, common.threads, common.color),
            Err(_) => ("human".to_owned(), false, None, None, Color::Auto),
        };
        Session {
            format,
            // As elsewhere, `-` is the standard stream.
            output: output.filter(|place| place.as_os_str() != "-"),
            threads: threads.and_then(|count| NonZeroUsize::new(count.into())).unwrap_or_else(threads_here),
            quiet,
            file: Mutex::new(None),
            color: match color {
                Color::Auto => ColorChoice::Auto,
                Color::Always => ColorChoice::AlwaysAnsi,
                Color::Never => ColorChoice::Never,
            },
        }
    }

    /// Sends results to the file that `-o` names, if it names one.
    pub fn print_to_output(&self) -> Result<(), Failure> {
        let Some(place) = &self.output else { return Ok(()) };
        let file = File::create(place).map_err(|error| Failure::BadUse(cannot_write(place, &error)))?;
        *self.file.lock().unwrap_or_else(PoisonError::into_inner) = Some(file);
        Ok(())
    }

    /// Writes a result to standard output, or to the file that takes its place.
    pub fn print(&self, text: &str) -> Result<(), Failure> {
        if let Some(file) = self.file.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            return Ok(anstream::StripStream::new(file).write_all(text.as_bytes())?);
        }
        let mut stream = AutoStream::new(std::io::stdout().lock(), self.color);
        stream.write_all(text.as_bytes())?;
        Ok(stream.flush()?)
    }

    /// Writes data to standard output, as it is.
    pub fn print_bytes(&self, bytes: &[u8]) -> Result<(), Failure> {
        Ok(std::io::stdout().lock().write_all(bytes)?)
    }

    /// Says something about the work on standard error, unless the user asked for quiet.
    pub fn say(&self, text: &str) {
        if !self.quiet {
            self.complain(text);
        }
    }

    /// Reports an error on standard error.
    pub fn complain(&self, text: &str) {
        let mut stream = AutoStream::new(std::io::stderr().lock(), self.color);
        // Nothing can be reported where standard error is closed.
        let _ = writeln!(stream, "{text}");
    }

    /// True if a progress bar would be seen.
    pub fn shows_progress(&self) -> bool {
        !self.quiet && std::io::stderr().is_terminal()
    }

    /// True if results on standard output will be in colour.
    pub fn colors_output(&self) -> bool {
        match self.color {
            ColorChoice::Auto => AutoStream::choice(&std::io::stdout()) != ColorChoice::Never,
            choice => choice != ColorChoice::Never,
        }
    }

    /// True if messages on standard error will be in colour.
    pub fn colors_messages(&self) -> bool {
        match self.color {
            ColorChoice::Auto => AutoStream::choice(&std::io::stderr()) != ColorChoice::Never,
            choice => choice != ColorChoice::Never,
        }
    }

    /// How diagnostics are rendered on standard output.
    pub fn output_style(&self) -> Style {
        Style { color: self.colors_output(), ..Style::default() }
    }

    /// How diagnostics are rendered on standard error.
    pub fn message_style(&self) -> Style {
        Style { color: self.colors_messages(), ..Style::default() }
    }

    /// Flushes what is left and returns the exit: a result that could not be delivered whole is not fine.
    pub fn finish(&self, exit: Exit) -> Exit {
        match std::io::stdout().flush() {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => exit.worst(Exit::BadInput),
            _ => exit,
        }
    }
}
