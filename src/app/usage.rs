//! A command line that cannot be read → one message in plain words.
//!
//! The parser of arguments speaks to programmers (`invalid digit found in string`); its findings are kept, and said
//! anew. What it finds that has no words here is told in its own.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::exit::Exit;
use crate::language::prose;

/// Prints what a wrong command line (of this subcommand, if it names one) leads to, or the help that was asked for; help and version are fine and go to
/// standard output.
pub fn show(mut error: Error, subcommand: Option<&str>) -> Exit {
    if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        // A closed pipe is the reader's choice, not an error of ours.
        let _ = error.print();
        return if error.use_stderr() { Exit::BadUse } else { Exit::Fine };
    }
    match in_words(&error, subcommand) {
        Some(said) => eprintln_quietly(&said),
        None => {
            // Its tips are for programmers: `to pass '--fmt' as a value, use '-- --fmt'`.
            error.remove(ContextKind::Suggested);
            let _ = error.print();
        }
    }
    Exit::BadUse
}

fn eprintln_quietly(text: &str) {
    use std::io::Write;
    // Nothing can be reported where standard error is closed.
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Says an error with the way to the help; `None` for one that has no words here.
fn in_words(error: &Error, subcommand: Option<&str>) -> Option<String> {
    let usage = texts(error, ContextKind::Usage).pop().unwrap_or_default();
    let usage = usage.trim().strip_prefix("Usage:").unwrap_or(&usage).trim().to_owned();
    let command = match subcommand {
        Some(name) => format!("preceptor {name}"),
        None => "preceptor".to_owned(),
    };
    let arguments = names(error, ContextKind::InvalidArg);
    let first = arguments.first().map_or("", String::as_str);
    let said = match error.kind() {
        ErrorKind::MissingRequiredArgument => format!("`{command}` needs {}", prose::list(&arguments, "and")),
        ErrorKind::UnknownArgument => match names(error, ContextKind::SuggestedArg).first() {
            Some(meant) => format!("`{command}` has no option or argument {first}; did you mean {meant}?"),
            None => format!("`{command}` has no option or argument {first}"),
        },
        ErrorKind::InvalidSubcommand => {
            let word = texts(error, ContextKind::InvalidSubcommand).pop().unwrap_or_default();
            match names(error, ContextKind::SuggestedSubcommand).first() {
                Some(meant) => format!("there is no command `{word}`; did you mean {meant}?"),
                None => format!("there is no command `{word}`"),
            }
        }
        ErrorKind::ArgumentConflict => match names(error, ContextKind::PriorArg).first() {
            Some(other) if other != first => format!("{first} and {other} do not go together"),
            _ => format!("{first} is given twice"),
        },
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => wrong_value(error, first),
        _ => return None,
    };
    let help = format!("`{command} --help` says what it takes");
    Some(if usage.contains('<') {
        format!("error: {said}\nusage: {usage}; {help}")
    } else {
        format!("error: {said}; {help}")
    })
}

fn wrong_value(error: &Error, argument: &str) -> String {
    let value = texts(error, ContextKind::InvalidValue).pop().unwrap_or_default();
    let known: Vec<String> = texts(error, ContextKind::ValidValue).iter().map(|word| format!("`{word}`")).collect();
    let why = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    let wanted = match why.split_once(" is not in ").and_then(|(_, range)| range.split_once("..")) {
        Some((least, most)) => match most.strip_prefix('=') {
            Some(most) => format!("a whole number from {least} to {most}"),
            // An open range is shown with the largest number there is, which nobody wants to hear of.
            None => format!("a whole number from {least} up"),
        },
        None if !known.is_empty() => prose::list(&known, "or"),
        None if why.contains("digit") || why.contains("number") || why.contains("integer") => {
            "a whole number".to_owned()
        }
        None if !why.is_empty() => why,
        None => "a value".to_owned(),
    };
    if value.is_empty() {
        format!("{argument} needs {wanted}")
    } else {
        format!("{argument} takes {wanted}, not `{value}`")
    }
}

/// The texts of a part of an error.
fn texts(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::StyledStr(text)) => vec![text.to_string()],
        Some(ContextValue::StyledStrs(texts)) => texts.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}

/// The arguments of a part of an error as a user writes them: `--seed <N>` is `--seed`, `<CORPUS>...` is `CORPUS`.
fn names(error: &Error, kind: ContextKind) -> Vec<String> {
    let name = |text: &String| {
        let word = text.split_whitespace().next().unwrap_or(text);
        format!("`{}`", word.split('=').next().unwrap_or(word).trim_end_matches('.').trim_matches(['<', '>', '[', ']']))
    };
    texts(error, kind).iter().map(name).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
    use super::in_words;

    fn said(arguments: &str) -> String {
        let words = std::iter::once("preceptor").chain(arguments.split_whitespace());
        let error = crate::app::definition().try_get_matches_from(words).unwrap_err();
        let subcommand = crate::app::subcommand(&arguments.split_whitespace().map(Into::into).collect::<Vec<_>>());
        in_words(&error, subcommand).unwrap().lines().next().unwrap().to_owned()
    }

    #[test]
    fn wrong_command_lines_are_told_in_plain_words() {
        let cases = [
            ("run", "error: `preceptor run` needs `PACK` and `CORPUS`"),
            ("run p c --fmt json", "error: `preceptor run` has no option or argument `--fmt`"),
            (
                "run p c --formt json",
                "error: `preceptor run` has no option or argument `--formt`; did you mean `--format`?",
            ),
            ("chek", "error: there is no command `chek`; did you mean `check`?"),
            ("explain p --text a --item b --in c", "error: `--text` and `--item` do not go together"),
            (
                "audit p c --seed x",
                "error: `--seed` takes a whole number, not `x`; `preceptor audit --help` says what it takes",
            ),
            (
                "run p c --threads 0",
                "error: `--threads` takes a whole number from 1 to 1024, not `0`; `preceptor run --help` says what it takes",
            ),
            (
                "run p c --mode slow",
                "error: `--mode` takes `decide` or `analyse`, not `slow`; `preceptor run --help` says what it takes",
            ),
            (
                "calibrate t --weekly-goal 0",
                "error: `--weekly-goal` takes a whole number from 1 up, not `0`; `preceptor calibrate --help` says what it takes",
            ),
            ("check --explain", "error: `--explain` needs a value; `preceptor check --help` says what it takes"),
        ];
        for (arguments, expected) in cases {
            assert_eq!(said(arguments), expected, "preceptor {arguments}");
        }
    }
}
