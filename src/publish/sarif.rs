//! Diagnostics as SARIF 2.1.0, the form that code hosts and editors read.
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use serde_json::{Value, json};

use crate::language::diag::{Diagnostic, Level};
use crate::language::source::{Sources, Span};

/// Returns one SARIF log with a run for each group of diagnostics.
pub fn sarif<'a>(groups: impl IntoIterator<Item = (&'a [Diagnostic], &'a Sources)>) -> String {
    let runs: Vec<Value> = groups.into_iter().map(|(diagnostics, sources)| run(diagnostics, sources)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": runs,
    });
    format!("{log:#}\n")
}

fn run(diagnostics: &[Diagnostic], sources: &Sources) -> Value {
    let mut codes: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes.iter().map(|code| json!({ "id": code })).collect();
    let results: Vec<Value> = diagnostics.iter().map(|diagnostic| result(diagnostic, sources)).collect();
    json!({
        "tool": { "driver": { "name": "preceptor", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
        "columnKind": "unicodeCodePoints",
        "results": results,
    })
}

fn result(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let level = match diagnostic.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    };
    let mut text = diagnostic.title.clone();
    for more in diagnostic.notes.iter().chain(&diagnostic.help) {
        text.push('\n');
        text.push_str(more);
    }
    let mut result = json!({
        "ruleId": diagnostic.code,
        "level": level,
        "message": { "text": text },
        "locations": diagnostic.span().map(|span| location(span, sources)).into_iter().collect::<Vec<_>>(),
    });
    let related: Vec<Value> = diagnostic
        .labels
        .iter()
        .skip(1)
        .map(|label| {
            let mut place = location(label.span, sources);
            if let Some(place) = place.as_object_mut() {
                place.insert("message".to_owned(), json!({ "text": label.text }));
            }
            place
        })
        .collect();
    if let Some(result) = result.as_object_mut().filter(|_| !related.is_empty()) {
        result.insert("relatedLocations".to_owned(), Value::Array(related));
    }
    result
}

fn location(span: Span, sources: &Sources) -> Value {
    let (line, column) = sources.line_column(span);
    let (end_line, end_column) = sources.line_column(Span { start: span.end, ..span });
    let name = sources.get(span.source).map_or("", |file| file.name.as_str());
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": name.replace('\\', "/").replace(' ', "%20") },
            "region": { "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column },
        },
    })
}
