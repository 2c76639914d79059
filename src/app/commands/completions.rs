//! `preceptor completions`: what a shell needs to complete our commands.

use clap::Args;
use clap_complete::Shell;

use super::Run;
use crate::app::exit::{Exit, Failure};
use crate::app::session::Session;

/// Writes completions for a shell.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell.
    shell: Shell,
}

impl Run for Completions {
    const NAME: &'static str = "completions";
    const ABOUT: &'static str = "Write completions for a shell";
    const FORMATS: &'static [&'static str] = &["human"];

    fn run(self, session: &Session) -> Result<Exit, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut crate::app::definition(), "preceptor", &mut script);
        session.print(&String::from_utf8_lossy(&script))?;
        Ok(Exit::Fine)
    }
}
