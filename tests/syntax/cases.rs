//! Files that are wrong, and what is said about them: `tests/cases/syntax/*.precept`, the expected words beside each as
//! `.txt`.
//!
//! `BLESS=1 cargo test --test syntax` writes the words anew; read the difference before keeping it.

use std::path::{Path, PathBuf};

use preceptor::language::diag::{self, render};
use preceptor::language::source::Sources;
use preceptor::language::syntax::parse;

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/syntax");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|end| end == "precept")).collect();
    cases.sort();
    cases
}

/// Returns what is said about a file, and after it what of the file survived.
fn said_about(path: &Path) -> String {
    let mut sources = Sources::default();
    let name = path.file_name().unwrap().to_str().unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    let id = sources.add(name, text.as_str());
    let (file, mut problems) = parse(id, &text);
    diag::sort(&mut problems);
    let mut said = render::render_all(&sources, &problems, render::Style::default());
    said.push_str(&format!(
        "{}; ",
        Some(render::summary(&problems)).filter(|s| !s.is_empty()).unwrap_or("no problems".into())
    ));
    said.push_str(&format!("items read: {}", file.items.len()));
    for failed in &file.failed {
        said.push_str(&format!("; lost: {} {}", failed.keyword, failed.name.as_deref().unwrap_or("without a name")));
    }
    said.push('\n');
    said
}

#[test]
fn every_case_says_what_is_expected() {
    let mut wrong = Vec::new();
    for case in cases() {
        let expected = case.with_extension("txt");
        let said = said_about(&case);
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&expected, &said).unwrap();
        } else if std::fs::read_to_string(&expected).unwrap_or_default() != said {
            wrong.push(format!("{}:\n{said}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "not as expected:\n{}", wrong.join("\n"));
}
