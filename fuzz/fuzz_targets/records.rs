//! Any bytes, as a file of any form, are read or rejected: no panic, every entry told once, the same in any batches.
//!
//! `cargo +nightly fuzz run records fuzz/corpus/records corpora/starter` from the root of the repository.
#![no_main]

use std::path::Path;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use preceptor::corpus::{OpenOptions, open};
use preceptor::language::check::compile;
use preceptor::language::policy::Pack;
use preceptor::language::source::Sources;
use preceptor::packs;

static PACK: LazyLock<Pack> = LazyLock::new(|| {
    let mut sources = Sources::default();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies/starter");
    let input = packs::load(&folder, &mut sources).expect("the starter pack is there");
    compile(&input, &sources).pack.expect("the starter pack compiles")
});

fn told(path: &Path, batch_bytes: usize) -> Vec<String> {
    let options = OpenOptions { batch_bytes, entry_bytes_max: 4096, ..OpenOptions::default() };
    let Ok(corpus) = open(&[path.to_path_buf()], &PACK, options) else { return Vec::new() };
    let reader = corpus.reader();
    let mut told = Vec::new();
    for batch in corpus {
        let before = told.len();
        let tally = batch.decode(&reader, |entry| match entry {
            Ok(located) => {
                let mut content = Vec::new();
                located.write_content(&mut content);
                serde_json::from_slice::<serde::de::IgnoredAny>(&content).expect("content is JSON");
                told.push(format!("{:?} {}", located.place, located.record.id));
            }
            Err(rejection) => told.push(format!("{rejection:?}")),
        });
        assert_eq!(tally.records + tally.rejected, (told.len() - before) as u64);
    }
    told
}

fuzz_target!(|bytes: &[u8]| {
    let Some((form, bytes)) = bytes.split_first() else { return };
    let name = ["x.jsonl", "x.json", "x.csv", "x.tsv", "x"][usize::from(*form) % 5];
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).expect("a file");
    assert_eq!(told(&path, 1 << 20), told(&path, 1));
});
