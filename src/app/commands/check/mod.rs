//! `preceptor check`: is a pack sound?

mod corpus;

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use super::Run;
use crate::app::exit::{Exit, Failure, cannot_write};
use crate::app::loading::{self, Checked};
use crate::app::session::Session;
use crate::language::diag::{Level, codes, json as diagnostic_json, render};
use crate::language::nearest::nearest;
use crate::publish::terminal::counted;
use crate::publish::{github, sarif};

/// Parses, resolves and type-checks packs.
#[derive(Debug, Args)]
pub struct Check {
    /// The packs' folders.
    #[arg(value_name = "PACK", required_unless_present = "explain")]
    packs: Vec<PathBuf>,
    /// Fail on findings of this level and worse.
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    deny: Deny,
    /// Apply the replacements that are certain.
    #[arg(long)]
    fix: bool,
    /// Also see whether this corpus has what the packs read.
    #[arg(long, value_name = "CORPUS")]
    corpus: Option<PathBuf>,
    /// Folder under which a corpus card finds its files.
    #[arg(long, value_name = "DIR", requires = "corpus")]
    data: Option<PathBuf>,
    /// Explain a code, e.g. `E012`, instead.
    #[arg(long, value_name = "CODE", conflicts_with_all = ["packs", "fix"])]
    explain: Option<String>,
}

/// The level that fails a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// Errors.
    Error,
    /// Warnings too.
    Warning,
    /// Anything.
    Note,
}

impl Run for Check {
    const NAME: &'static str = "check";
    const ABOUT: &'static str = "Parse, resolve and type-check packs";
    const FORMATS: &'static [&'static str] = &["human", "json", "sarif", "github"];

    fn run(self, session: &Session) -> Result<Exit, Failure> {
        if let Some(code) = &self.explain {
            return explain(code, session);
        }
        let mut exit = Exit::Fine;
        let mut packs: Vec<(&PathBuf, Checked)> = Vec::new();
        for path in &self.packs {
            match self.check(path, session) {
                Ok(checked) => packs.push((path, checked)),
                // One pack that cannot be read at all keeps no other from being checked.
                Err(Failure::BadUse(said)) if self.packs.len() > 1 => {
                    session.complain(&said);
                    exit = exit.worst(Exit::BadUse);
                }
                Err(failure) => return Err(failure),
            }
        }
        session.print(&report(&packs, session))?;
        if let Some(path) = &self.corpus {
            exit = exit.worst(self.observe(path, &packs, session)?);
        }
        let denied = match self.deny {
            Deny::Error => Level::Error,
            Deny::Warning => Level::Warning,
            Deny::Note => Level::Note,
        };
        let mut found = packs.iter().flat_map(|(_, checked)| &checked.diagnostics);
        Ok(if found.any(|diagnostic| diagnostic.level >= denied) { exit.worst(Exit::Findings) } else { exit })
    }
}

impl Check {
    fn observe(&self, path: &Path, packs: &[(&PathBuf, Checked)], session: &Session) -> Result<Exit, Failure> {
        let mut exit = Exit::Fine;
        for pack in packs.iter().filter_map(|(_, checked)| checked.pack.as_ref()) {
            let seen = corpus::observe(pack, path, self.data.clone(), session)?;
            let name = format!("{} under {}", path.display(), pack.name);
            match session.format.as_str() {
                "human" => session.print(&seen.text(&name))?,
                "json" => session.print(&format!("{:#}\n", seen.json()))?,
                // The other forms have no place for it.
                _ => session.say(&seen.text(&name)),
            }
            exit = exit.worst(seen.exit());
        }
        Ok(exit)
    }

    fn check(&self, path: &Path, session: &Session) -> Result<Checked, Failure> {
        let checked = loading::check(path)?;
        if !self.fix {
            return Ok(checked);
        }
        let fixed = fix(path, &checked)?;
        session.say(&format!("{}: applied {fixed} replacement{}", path.display(), if fixed == 1 { "" } else { "s" }));
        loading::check(path)
    }
}

fn report(packs: &[(&PathBuf, Checked)], session: &Session) -> String {
    let groups = packs.iter().map(|(_, checked)| (checked.diagnostics.as_slice(), &checked.sources));
    match session.format.as_str() {
        "json" => {
            format!("{:#}\n", json!({ "packs": packs.iter().map(|(path, c)| as_json(path, c)).collect::<Vec<_>>() }))
        }
        "sarif" => sarif::sarif(groups),
        "github" => groups.map(|(diagnostics, sources)| github::github(diagnostics, sources)).collect(),
        _ => packs.iter().map(|(path, checked)| as_text(path, checked, session)).collect(),
    }
}

fn as_json(path: &Path, checked: &Checked) -> serde_json::Value {
    let records: Vec<_> = checked.diagnostics.iter().map(|d| diagnostic_json::record(&checked.sources, d)).collect();
    let revision = checked.pack.as_ref().map(|pack| pack.revision.as_str());
    json!({ "pack": path, "revision": revision, "sound": checked.pack.is_some(), "diagnostics": records })
}

fn as_text(path: &Path, checked: &Checked, session: &Session) -> String {
    let Checked { sources, pack, diagnostics } = checked;
    let mut said = render::render_all(sources, diagnostics, session.output_style());
    said.push_str(&match pack {
        Some(pack) => sound(path, pack, &render::summary(diagnostics)),
        None => format!("{}: {}", path.display(), render::summary(diagnostics)),
    });
    said.push('\n');
    said
}

fn sound(path: &Path, pack: &crate::language::policy::Pack, summary: &str) -> String {
    let tests: usize = pack.clauses.iter().map(|clause| clause.tests.len()).sum::<usize>() + pack.examples.len();
    let summary = if summary.is_empty() { String::new() } else { format!("; {summary}") };
    format!(
        "{}: sound: {}, {}, {}, {}{summary}",
        path.display(),
        counted(pack.policies.len() as u64, "policy", "policies"),
        counted(pack.clauses.len() as u64, "clause", "clauses"),
        counted(pack.lists.len() as u64, "list", "lists"),
        counted(tests as u64, "example", "examples"),
    )
}

fn explain(code: &str, session: &Session) -> Result<Exit, Failure> {
    let Some(known) = codes::find(code) else {
        let all: Vec<&str> = codes::CODES.iter().map(|code| code.code).collect();
        let advice = match nearest(code, all.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("there are {}", all.join(", ")),
        };
        return Err(Failure::BadUse(format!("error: there is no code `{code}`; {advice}")));
    };
    if session.format == "json" {
        session.print(&format!("{:#}\n", json!({ "code": known.code, "title": known.title, "page": known.page })))?;
    } else {
        session.print(&format!("{}\n", known.page.trim_end()))?;
    }
    Ok(Exit::Fine)
}

/// Applies the fixes, last first so that earlier places stay true; overlapping ones wait for the next run.
fn fix(path: &Path, checked: &Checked) -> Result<usize, Failure> {
    let mut fixes: Vec<_> = checked.diagnostics.iter().filter_map(|diagnostic| diagnostic.fix.as_ref()).collect();
    fixes.sort_by_key(|fix| (fix.span.source, fix.span.start, fix.span.end));
    fixes.dedup();
    let mut applied = 0;
    for (id, file) in checked.sources.iter() {
        let own: Vec<_> = fixes.iter().filter(|fix| fix.span.source == id).collect();
        // A file of another pack, reached through `extends` or `uses`, is not ours to change.
        let Some(target) = (!own.is_empty()).then(|| PathBuf::from(&file.name)).filter(|name| name.starts_with(path))
        else {
            continue;
        };
        let mut text = file.text.clone();
        let mut free_before = usize::MAX;
        for fix in own.iter().rev() {
            let (start, end) = (fix.span.start as usize, fix.span.end as usize);
            if end <= free_before && text.get(start..end).is_some() {
                text.replace_range(start..end, &fix.replacement);
                free_before = start;
                applied += 1;
            }
        }
        fs::write(&target, text).map_err(|error| Failure::BadUse(cannot_write(&target, &error)))?;
    }
    Ok(applied)
}
