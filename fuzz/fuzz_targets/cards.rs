//! Any text as a corpus card, and any bytes as its table, end in records, rejections or problems with a place: no panic.
//!
//! `cargo +nightly fuzz run cards fuzz/corpus/cards corpora/cards/xstest` from the root of the repository.
#![no_main]

use std::path::Path;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use preceptor::corpus::{OpenError, OpenOptions, open};
use preceptor::language::check::compile;
use preceptor::language::diag::render;
use preceptor::language::policy::Pack;
use preceptor::language::source::Sources;
use preceptor::packs;

static PACK: LazyLock<Pack> = LazyLock::new(|| {
    let mut sources = Sources::default();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies/starter");
    let input = packs::load(&folder, &mut sources).expect("the starter pack is there");
    compile(&input, &sources).pack.expect("the starter pack compiles")
});

// The card ends where a line of three dashes stands; the table follows.
fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (card, table) = text.split_once("\n---\n").unwrap_or((&text, "id,text\n1,x\n"));
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::write(dir.path().join("corpus.yaml"), card).expect("a card");
    std::fs::write(dir.path().join("a.csv"), table).expect("a table");
    match open(&[dir.path().to_path_buf()], &PACK, OpenOptions::default()) {
        Ok(corpus) => {
            let reader = corpus.reader();
            for batch in corpus {
                batch.decode(&reader, |_| {});
            }
        }
        Err(OpenError::Card { sources, problems, .. }) => {
            assert!(!render::render_all(&sources, &problems, render::Style::default()).is_empty());
        }
        Err(_) => {}
    }
});
