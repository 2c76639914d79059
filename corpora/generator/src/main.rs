//! Writes a bundled corpus: `preceptor-corpora NAME [--seed N] --out DIR`.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// The seed of the corpora in the repository.
const SEED: u64 = 7;

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            // If even standard error is closed, the exit code still tells.
            let _ = writeln!(std::io::stderr(), "preceptor-corpora: {message}");
            ExitCode::from(2)
        }
    }
}

fn run(mut arguments: impl Iterator<Item = String>) -> Result<(), String> {
    let (mut name, mut seed, mut out) = (None, SEED, None);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--seed" => {
                let given = arguments.next().ok_or("`--seed` needs a number")?;
                seed = given.parse().map_err(|_| format!("`{given}` is not a seed; write a whole number"))?;
            }
            "--out" => out = Some(PathBuf::from(arguments.next().ok_or("`--out` needs a folder")?)),
            other if other.starts_with('-') => {
                return Err(format!("`{other}` is not an option; there are `--seed` and `--out`"));
            }
            other => name = Some(other.to_owned()),
        }
    }
    let known: Vec<&str> = preceptor_corpora::WORLDS.iter().map(|world| world.name()).collect();
    let name = name.ok_or_else(|| format!("name a corpus: {}", known.join(", ")))?;
    let out = out.ok_or("say where with `--out DIR`")?;
    let files = preceptor_corpora::generate(&name, seed)
        .ok_or_else(|| format!("`{name}` is not a corpus; there are {}", known.join(", ")))?;
    std::fs::create_dir_all(&out).map_err(|problem| format!("{}: {problem}", out.display()))?;
    for (file, text) in files {
        let path = out.join(file);
        std::fs::write(&path, text).map_err(|problem| format!("{}: {problem}", path.display()))?;
    }
    Ok(())
}
