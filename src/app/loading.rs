//! Packs from the command line: read, compiled, and their problems shown once.

use std::path::Path;
use std::sync::Arc;

use super::exit::Failure;
use super::session::Session;
use crate::language::check::{Compiled, compile};
use crate::language::diag::{self, Diagnostic, Level, render};
use crate::language::policy::Pack;
use crate::language::source::Sources;
use crate::packs;

/// A pack as `check` sees it: sound or not.
pub struct Checked {
    /// The texts that diagnostics point into.
    pub sources: Sources,
    /// The pack, if it has no errors.
    pub pack: Option<Pack>,
    /// Everything that was found, sorted.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads and compiles a pack, whatever is wrong with it.
///
/// # Errors
/// If there is no pack to read.
pub fn check(path: &Path) -> Result<Checked, Failure> {
    let mut sources = Sources::default();
    let input = packs::load(path, &mut sources).map_err(|error| Failure::BadUse(format!("error: {error}")))?;
    let Compiled { pack, mut diagnostics } = compile(&input, &sources);
    diag::sort(&mut diagnostics);
    Ok(Checked { sources, pack, diagnostics })
}

/// Reads and compiles a pack that is to be run; its warnings are left to `check`.
///
/// # Errors
/// If there is no pack, or it does not compile: what is wrong is shown on standard error.
pub fn to_run(path: &Path, session: &Session) -> Result<(Arc<Pack>, Sources), Failure> {
    let checked = check(path)?;
    match checked.pack {
        Some(pack) => Ok((Arc::new(pack), checked.sources)),
        None => {
            let errors: Vec<Diagnostic> =
                checked.diagnostics.into_iter().filter(|diagnostic| diagnostic.level == Level::Error).collect();
            session.complain(render::render_all(&checked.sources, &errors, session.message_style()).trim_end());
            Err(Failure::BadUse(format!(
                "\nerror: `{}` does not compile ({}); `preceptor check {}` shows everything",
                path.display(),
                render::summary(&errors),
                path.display()
            )))
        }
    }
}
