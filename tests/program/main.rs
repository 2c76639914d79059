//! The program as its users meet it: commands, exit codes, the same bytes on any number of threads and after an
//! interruption, hostile input.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod calibrate;
mod determinism;
mod explain;
mod history;
mod hostile;
mod input;
mod misuse;
mod order;
mod row_order;
mod usage;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// The project's folder.
fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file or folder of the project, as an argument.
fn bundled(path: &str) -> String {
    project().join(path).display().to_string()
}

/// The program with arguments, not yet started.
fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_preceptor"));
    command.args(arguments).env("NO_COLOR", "1");
    command
}

/// Runs the program to its end.
fn run(arguments: &[&str]) -> Output {
    program(arguments).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// An empty folder that vanishes with the test.
fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// Writes a file into a folder and returns its path as an argument.
fn file(folder: &TempDir, name: &str, contents: &[u8]) -> String {
    let path: PathBuf = folder.path().join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, contents).unwrap();
    path.display().to_string()
}
