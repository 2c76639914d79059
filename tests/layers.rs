//! The house's arrows: a room uses only rooms that stand above it, and does only what its place allows.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms, from the top of the house down.
const ROOMS: [&str; 9] = ["language", "packs", "corpus", "engine", "calibrate", "audit", "review", "publish", "app"];

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn source_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The room a file stands in, or `None` for `lib.rs` and `main.rs`.
fn room_of(file: &Path) -> Option<usize> {
    let relative = file.strip_prefix(source_folder()).unwrap();
    let first = relative.components().next().unwrap().as_os_str().to_str().unwrap();
    ROOMS.iter().position(|room| first == *room || first == format!("{room}.rs"))
}

/// Every `crate::ROOM` that a file names outside comments, with its line number.
fn rooms_used(text: &str) -> Vec<(usize, usize)> {
    let mut used = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or("");
        for after in code.split("crate::").skip(1) {
            let names = after.trim_start_matches('{');
            let list = if after.starts_with('{') { names.split('}').next().unwrap_or("") } else { names };
            for name in list.split(',').take(if after.starts_with('{') { usize::MAX } else { 1 }) {
                let word: String = name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if let Some(room) = ROOMS.iter().position(|room| *room == word) {
                    used.push((number + 1, room));
                }
            }
        }
    }
    used
}

#[test]
fn every_source_file_stands_in_a_room() {
    let strays: Vec<_> = rust_files(&source_folder())
        .into_iter()
        .filter(|file| room_of(file).is_none() && !file.ends_with("src/lib.rs") && !file.ends_with("src/main.rs"))
        .collect();
    assert!(strays.is_empty(), "these files stand outside the rooms of ARCHITECTURE.md: {strays:?}");
}

#[test]
fn no_arrow_runs_up() {
    let mut wrong = Vec::new();
    for file in rust_files(&source_folder()) {
        let Some(own) = room_of(&file) else { continue };
        for (line, room) in rooms_used(&fs::read_to_string(&file).unwrap()) {
            if room > own {
                wrong.push(format!("{}:{line} uses `{}` from `{}`", file.display(), ROOMS[room], ROOMS[own]));
            }
        }
    }
    assert!(wrong.is_empty(), "a room may only use rooms above it:\n{}", wrong.join("\n"));
}

#[test]
fn the_scan_for_arrows_sees_what_it_must() {
    let text =
        "use crate::language::value;\nuse crate::{corpus, engine::plan};\n// crate::app\nlet x = crate::audit::y();";
    assert_eq!(rooms_used(text), vec![(1, 0), (2, 2), (2, 3), (4, 5)]);
}

/// Words that only some places may use, with the places that may.
const RESERVED: [(&str, &[&str]); 5] = [
    ("std::fs", &["packs", "corpus", "review/store", "publish", "app"]),
    ("pest::", &["language/syntax"]),
    ("serde_yaml", &["packs/yaml"]),
    ("rayon::", &["engine/batch"]),
    ("std::thread", &["engine/batch", "corpus/decode"]),
];

#[test]
fn each_power_stays_in_its_place() {
    let mut wrong = Vec::new();
    for file in rust_files(&source_folder()) {
        let text = fs::read_to_string(&file).unwrap();
        let relative = file.strip_prefix(source_folder()).unwrap().to_str().unwrap().to_owned();
        if relative.contains("tests") {
            continue;
        }
        for (word, places) in RESERVED {
            let uses = text.lines().filter(|line| line.split("//").next().unwrap_or("").contains(word)).count();
            if uses > 0 && !places.iter().any(|place| relative.starts_with(place)) {
                wrong.push(format!("{relative} uses `{word}`, which belongs to {places:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_stay_small_enough_to_read() {
    let long: Vec<String> = rust_files(&source_folder())
        .into_iter()
        .filter_map(|file| {
            let lines = fs::read_to_string(&file).unwrap().lines().count();
            (lines > 600).then(|| format!("{}: {lines} lines", file.display()))
        })
        .collect();
    assert!(long.is_empty(), "split these files: {long:?}");
}
