//! The command line: what every command takes. What only one takes stands in that command's file.

use std::path::PathBuf;

use clap::{Args, Command, FromArgMatches, ValueEnum};

use super::commands;

/// Options that every command takes.
#[derive(Debug, Clone, Args)]
pub struct Common {
    /// Form of the result: `human` or `json`; some commands know more.
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human", help_heading = "Output")]
    pub format: String,
    /// When to use colour.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = "Output")]
    pub color: Color,
    /// Say nothing but results and errors.
    #[arg(long, short, global = true, help_heading = "Output")]
    pub quiet: bool,
    /// File or folder to write to, where the command writes one.
    #[arg(long, short, global = true, value_name = "PATH", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// Worker threads; the results are the same for any number. Default: one per core.
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = "Output")]
    pub threads: Option<u16>,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Options of the commands that evaluate a corpus.
#[derive(Debug, Clone, Args)]
pub struct Evaluation {
    /// What `today` is, e.g. 2026-11-01. Default: the date the run began.
    #[arg(long, value_name = "DATE", help_heading = "Evaluation")]
    pub as_of: Option<String>,
    /// Seed of every random choice.
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Evaluation")]
    pub seed: u64,
    /// `decide` stops early, `analyse` evaluates everything; the verdicts are the same.
    #[arg(long, value_name = "MODE", default_value = "analyse", help_heading = "Evaluation")]
    pub mode: Mode,
    /// Folder under which a corpus card finds its files.
    #[arg(long, value_name = "DIR", help_heading = "Evaluation")]
    pub data: Option<PathBuf>,
    /// Stop at the first record that is rejected.
    #[arg(long, help_heading = "Evaluation")]
    pub strict: bool,
    /// Go on where an interrupted run with the same input and options stopped.
    #[arg(long, help_heading = "Evaluation")]
    pub resume: bool,
    /// Show content unmasked where it would be masked or left out.
    #[arg(long, help_heading = "Evaluation")]
    pub show_content: bool,
    /// Batches (about a mebibyte each) between two places from which an interrupted run can go on.
    #[arg(long, value_name = "N", default_value_t = 64, hide = true, value_parser = clap::value_parser!(u64).range(1..))]
    pub checkpoint_batches: u64,
}

/// A pack, a corpus, and how the one is put to the other.
#[derive(Debug, Clone, Args)]
pub struct Job {
    /// The pack's folder.
    #[arg(value_name = "PACK")]
    pub pack: PathBuf,
    /// Files (JSON lines, JSON, CSV, TSV; also compressed), folders with a corpus card, or `-` for standard input.
    #[arg(value_name = "CORPUS", required = true)]
    pub corpus: Vec<PathBuf>,
    /// How it is evaluated.
    #[command(flatten)]
    pub evaluation: Evaluation,
}

/// How much is evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Mode {
    /// Stop as soon as the verdict is certain.
    Decide,
    /// Evaluate every clause and keep what was found.
    Analyse,
}

/// Returns the whole command line: the one source of parsing, help, completions and manual pages.
pub fn definition() -> Command {
    let root = Command::new("preceptor")
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(commands::ALL.iter().map(|subcommand| (subcommand.definition)()));
    // The options' own description must not stand where the program's belongs.
    Common::augment_args(root)
        .about("Write an enforcement guideline once; find where policy, models, raters and gold disagree")
        .long_about(None)
}

/// Reads a command's own arguments.
pub fn read<A: FromArgMatches>(matches: &clap::ArgMatches) -> Result<A, super::exit::Failure> {
    A::from_arg_matches(matches).map_err(|error| super::exit::Failure::BadUse(error.to_string()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_consistent() {
        super::definition().debug_assert();
    }
}
