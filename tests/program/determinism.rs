//! The same inputs give the same bytes: on any number of threads, and when a run was killed and goes on.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use super::{bundled, code, err, file, folder, program, run};

/// A corpus of several batches, with rejections and blanks among its items.
fn corpus() -> Vec<u8> {
    let files = preceptor_corpora::generate("community", 99).unwrap();
    let data = &files.iter().find(|(name, _)| name == "data.jsonl").unwrap().1;
    let mut bytes = Vec::new();
    for (at, line) in data.lines().enumerate() {
        bytes.extend_from_slice(line.as_bytes());
        bytes.push(b'\n');
        match at % 500 {
            100 => bytes.extend_from_slice(b"\n"),
            200 => bytes.extend_from_slice(b"{\"id\": 7\n"),
            300 => bytes.extend_from_slice(format!("{line}\n").as_bytes()),
            _ => {}
        }
    }
    bytes
}

/// All files of a folder with their contents, sorted by name.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

fn assert_same(left: &Path, right: &Path) {
    for ((name, one), (other_name, other)) in contents(left).into_iter().zip(contents(right)) {
        assert_eq!(name, other_name);
        assert!(one == other, "`{name}` differs between {} and {}", left.display(), right.display());
    }
    assert_eq!(contents(left).len(), contents(right).len());
}

#[test]
fn one_thread_and_two_and_a_killed_run_that_goes_on_write_the_same_bytes() {
    let home = folder();
    let corpus = file(&home, "corpus.jsonl", &corpus());
    let pack = bundled("policies/community");
    let dir = |name: &str| home.path().join(name);
    let audit = |name: &str, more: &[&str]| {
        let to = dir(name).display().to_string();
        let mut arguments = vec!["audit", &pack, &corpus, "--as-of", "2026-11-01", "--seed", "5", "-o", &to];
        arguments.extend_from_slice(&["--checkpoint-batches", "1"]);
        arguments.extend_from_slice(more);
        program(&arguments)
    };
    for (name, threads) in [("one", "1"), ("two", "2")] {
        let output = audit(name, &["--threads", threads]).output().unwrap();
        assert_eq!(code(&output), 3, "{}", err(&output));
    }
    assert_same(&dir("one"), &dir("two"));

    let mut child = audit("killed", &["--threads", "2"]).spawn().unwrap();
    let checkpoint = dir("killed").join("audit.checkpoint");
    let begun = Instant::now();
    while !checkpoint.exists() && begun.elapsed() < Duration::from_secs(120) {
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().unwrap();
    assert!(!child.wait().unwrap().success());
    assert!(
        checkpoint.exists() && !dir("killed").join("summary.json").exists(),
        "the run was not killed in its middle"
    );
    let output = audit("killed", &["--threads", "1", "--resume"]).output().unwrap();
    assert_eq!(code(&output), 3, "{}", err(&output));
    assert_same(&dir("one"), &dir("killed"));
}

#[test]
fn a_run_does_not_go_on_with_another_task() {
    let home = folder();
    let corpus = file(&home, "corpus.jsonl", &corpus());
    let to = home.path().join("d.jsonl").display().to_string();
    let pack = bundled("policies/community");
    let arguments = |seed| {
        ["run", &pack, &corpus, "--as-of", "2026-11-01", "--seed", seed, "-o", &to, "--checkpoint-batches", "1"]
            .map(str::to_owned)
    };
    let mut child = program(&arguments("1").each_ref().map(String::as_str)).spawn().unwrap();
    let begun = Instant::now();
    let checkpoint = home.path().join("d.jsonl.checkpoint");
    while !checkpoint.exists() && begun.elapsed() < Duration::from_secs(120) {
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let mut other: Vec<String> = arguments("2").to_vec();
    other.push("--resume".to_owned());
    let output = run(&other.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(code(&output) == 2 && err(&output).contains("its options"), "{}", err(&output));
}
