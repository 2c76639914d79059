//! The subcommands: one file each, and one line in [`ALL`].

mod audit;
mod calibrate;
mod check;
mod completions;
mod explain;
mod man;
mod new;
mod report;
mod review;
mod run;
mod test;

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

use super::arguments;
use super::exit::{Exit, Failure};
use super::session::Session;

/// All subcommands, in the order that help lists them.
pub const ALL: &[Subcommand] = &[
    Subcommand::of::<new::New>(),
    Subcommand::of::<check::Check>(),
    Subcommand::of::<test::Test>(),
    Subcommand::of::<explain::Explain>(),
    Subcommand::of::<run::Run>(),
    Subcommand::of::<audit::Audit>(),
    Subcommand::of::<calibrate::Calibrate>(),
    Subcommand::of::<review::Review>(),
    Subcommand::of::<report::Report>(),
    Subcommand::of::<completions::Completions>(),
    Subcommand::of::<man::Man>(),
];

/// A subcommand: its arguments are its fields.
pub trait Run: Args + FromArgMatches {
    /// The word that calls it.
    const NAME: &'static str;
    /// What it does, in one line.
    const ABOUT: &'static str;
    /// The forms in which it can give its result; the first is the default.
    const FORMATS: &'static [&'static str] = &["human", "json"];

    /// It writes to `-o` itself; otherwise the result goes there instead of to standard output.
    const WRITES_ITSELF: bool = false;

    /// Options of other commands that make no sense here, each with the reason that is told to whoever tries it.
    const REFUSED: &'static [(&'static str, &'static str)] = &[];

    /// Does it.
    fn run(self, session: &Session) -> Result<Exit, Failure>;
}

/// A subcommand with its type forgotten.
pub struct Subcommand {
    /// The word that calls it.
    pub name: &'static str,
    formats: &'static [&'static str],
    writes_itself: bool,
    refused: &'static [(&'static str, &'static str)],
    /// Makes its part of the command line.
    pub definition: fn() -> Command,
    run: fn(&ArgMatches, &Session) -> Result<Exit, Failure>,
}

impl Subcommand {
    const fn of<C: Run>() -> Subcommand {
        Subcommand {
            name: C::NAME,
            formats: C::FORMATS,
            writes_itself: C::WRITES_ITSELF,
            refused: C::REFUSED,
            // The arguments' own description must not stand where the command's belongs.
            definition: || {
                with_refused(C::augment_args(Command::new(C::NAME)), C::REFUSED).about(C::ABOUT).long_about(None)
            },
            run: |matches, session| arguments::read::<C>(matches)?.run(session),
        }
    }
}

/// Lets a command know options that it does not take, so that it can say why; help and manual leave them out.
fn with_refused(command: Command, refused: &[(&'static str, &'static str)]) -> Command {
    let hidden = |name: &'static str| Arg::new(name).long(name).hide(true).num_args(0..=1).action(ArgAction::Append);
    command.args(refused.iter().map(|(name, _)| hidden(name)))
}

/// Runs the subcommand that was asked for.
pub fn run(matches: &ArgMatches, session: &Session) -> Result<Exit, Failure> {
    let asked = matches.subcommand();
    let Some((matches, subcommand)) = asked.and_then(|(name, matches)| {
        ALL.iter().find(|subcommand| subcommand.name == name).map(|subcommand| (matches, subcommand))
    }) else {
        return Err(Failure::Internal("a subcommand is defined but not registered".to_owned()));
    };
    let given = |name: &str| matches.value_source(name) == Some(ValueSource::CommandLine);
    if let Some((name, why)) = subcommand.refused.iter().find(|(name, _)| given(name)) {
        return Err(Failure::BadUse(format!("error: `{}` takes no `--{name}`: {why}", subcommand.name)));
    }
    if !subcommand.formats.contains(&session.format.as_str()) {
        return Err(Failure::BadUse(format!(
            "error: `{}` has no format `{}`; it knows {}",
            subcommand.name,
            session.format,
            subcommand.formats.join(", ")
        )));
    }
    if !subcommand.writes_itself {
        session.print_to_output()?;
    }
    (subcommand.run)(matches, session)
}
