//! `preceptor man`: the manual, from the same definitions as the help.

use clap::Args;

use super::Run;
use crate::app::exit::{Exit, Failure, cannot_write};
use crate::app::session::Session;

/// Writes a manual page, or all of them into a folder.
#[derive(Debug, Args)]
pub struct Man {
    /// The command whose page to write; without it, the page of the whole program.
    command: Option<String>,
}

impl Run for Man {
    const NAME: &'static str = "man";
    const ABOUT: &'static str = "Write manual pages";
    const WRITES_ITSELF: bool = true;
    const FORMATS: &'static [&'static str] = &["human"];

    fn run(self, session: &Session) -> Result<Exit, Failure> {
        let mut root = crate::app::definition();
        root.build();
        if let Some(folder) = &session.output {
            std::fs::create_dir_all(folder).map_err(|error| Failure::BadUse(cannot_write(folder, &error)))?;
            clap_mangen::generate_to(root, folder).map_err(|error| Failure::BadUse(cannot_write(folder, &error)))?;
            return Ok(Exit::Fine);
        }
        let page = match &self.command {
            None => root,
            Some(name) => root.find_subcommand(name).cloned().ok_or_else(|| {
                Failure::BadUse(format!("error: there is no command `{name}`; `preceptor help` lists them"))
            })?,
        };
        let mut text = Vec::new();
        clap_mangen::Man::new(page).render(&mut text)?;
        session.print(&String::from_utf8_lossy(&text))?;
        Ok(Exit::Fine)
    }
}
