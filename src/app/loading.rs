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
    sound(path, check(path)?, session)
}

/// Reads and compiles a pack with one more example at its end: a text, with fields as a policy writes them.
///
/// # Errors
/// As [`to_run`]; also if the fields are not as the schema has them.
pub fn with_example(
    path: &Path,
    text: &str,
    with: Option<&str>,
    session: &Session,
) -> Result<(Arc<Pack>, Sources), Failure> {
    let (pack, mut sources) = to_run(path, session)?;
    let mut input = packs::load(path, &mut sources).map_err(|error| Failure::BadUse(format!("error: {error}")))?;
    let escaped: String = text.chars().map(escape).collect();
    let with = with.map(|fields| format!(" with {{ {fields} }}")).unwrap_or_default();
    let default = pack.ladder.first().map_or("", String::as_str);
    let example = format!("language 1\nexample \"{escaped}\"{with} gives {default}\n");
    input.files.push(sources.add("command line", example));
    let Compiled { pack, mut diagnostics } = compile(&input, &sources);
    diag::sort(&mut diagnostics);
    match pack {
        Some(pack) => Ok((Arc::new(pack), sources)),
        // The pack alone is sound, so it is what the user wrote beside it.
        None => Err(Failure::BadUse(wrong_fields(&diagnostics))),
    }
}

const FIELDS_WRITTEN: &str = "write fields as `surface: post, author.age: 2 days`";

/// Says what is wrong with the fields given for a text, a line for each.
fn wrong_fields(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error);
    let lines = errors.map(|error| {
        let advice = error.help.first().or(error.notes.first()).map_or(FIELDS_WRITTEN, String::as_str);
        format!("error: `--with`: {}; {advice}", error.title)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Writes a character as a string of the language holds it.
fn escape(character: char) -> String {
    match character {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\n' => "\\n".to_owned(),
        '\t' => "\\t".to_owned(),
        control if control.is_control() => format!("\\u{{{:x}}}", u32::from(control)),
        other => other.to_string(),
    }
}

fn sound(path: &Path, checked: Checked, session: &Session) -> Result<(Arc<Pack>, Sources), Failure> {
    match checked.pack {
        Some(pack) => Ok((Arc::new(pack), checked.sources)),
        None => {
            let errors: Vec<Diagnostic> =
                checked.diagnostics.into_iter().filter(|diagnostic| diagnostic.level == Level::Error).collect();
            session.complain(render::render_all(&checked.sources, &errors, session.message_style()).trim_end());
            Err(Failure::BadUse(format!(
                "\nerror: the pack `{}` cannot be used until what is shown above is mended ({}); \
                 `preceptor check {}` shows warnings too",
                path.display(),
                render::summary(&errors),
                path.display()
            )))
        }
    }
}
