//! `preceptor new`: a small working pack with a corpus, ready to edit.

use std::fs;
use std::path::PathBuf;

use clap::Args;

use super::Run;
use crate::app::exit::{Exit, Failure, cannot_write};
use crate::app::session::Session;

/// The starter pack and corpus, as they stand in this project, by the path they get.
const FILES: [(&str, &str); 4] = [
    ("pack/pack.yaml", include_str!("../../../policies/starter/pack.yaml")),
    ("pack/house.precept", include_str!("../../../policies/starter/house.precept")),
    ("pack/lexicons/insults.yaml", include_str!("../../../policies/starter/lexicons/insults.yaml")),
    ("corpus.jsonl", include_str!("../../../corpora/starter/data.jsonl")),
];

/// Makes a folder with a working pack and a corpus.
#[derive(Debug, Args)]
pub struct New {
    /// The folder to make; it must not exist yet, or be empty.
    dir: PathBuf,
}

impl Run for New {
    const NAME: &'static str = "new";
    const ABOUT: &'static str = "Make a small working pack with a corpus, ready to edit";
    const WRITES_ITSELF: bool = true;

    fn run(self, session: &Session) -> Result<Exit, Failure> {
        let shown = self.dir.display();
        if fs::read_dir(&self.dir).is_ok_and(|mut entries| entries.next().is_some()) || self.dir.is_file() {
            return Err(Failure::BadUse(format!("error: `{shown}` exists and is not an empty folder; name a new one")));
        }
        for (name, text) in FILES {
            let path = self.dir.join(name);
            let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, text));
            written.map_err(|error| Failure::BadUse(cannot_write(&path, &error)))?;
        }
        if session.format == "json" {
            let files: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
            session.print(&format!("{}\n", serde_json::json!({ "dir": self.dir, "files": files })))?;
            return Ok(Exit::Fine);
        }
        session.print(&format!(
            "made {shown}: a pack of four clauses and a corpus of eight items\n\n\
             next:\n\
             \x20 preceptor check {shown}/pack                                  is the pack sound?\n\
             \x20 preceptor test  {shown}/pack                                  do its examples hold?\n\
             \x20 preceptor audit {shown}/pack {shown}/corpus.jsonl -o {shown}/out   who disagrees, and who is probably wrong?\n"
        ))?;
        Ok(Exit::Fine)
    }
}
