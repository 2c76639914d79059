//! Test results as JUnit XML, which build servers read.
//! <https://github.com/testmoapp/junitxml>

use std::fmt::Write;

/// One test.
#[derive(Debug, Clone)]
pub struct Case {
    /// The clause or pack it belongs to.
    pub suite: String,
    /// What it is.
    pub name: String,
    /// File and line it stands at.
    pub place: (String, usize),
    /// Why it failed, if it did.
    pub failure: Option<String>,
}

/// Returns the document; cases of one suite are kept together, in the order given.
pub fn junit(pack: &str, cases: &[Case]) -> String {
    let failed = cases.iter().filter(|case| case.failure.is_some()).count();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(out, "<testsuites name=\"{}\" tests=\"{}\" failures=\"{failed}\">", text(pack), cases.len());
    for suite in cases.chunk_by(|a, b| a.suite == b.suite) {
        let failed = suite.iter().filter(|case| case.failure.is_some()).count();
        let name = suite.first().map_or("", |case| case.suite.as_str());
        let _ = writeln!(out, "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failed}\">", text(name), suite.len());
        for case in suite {
            let _ = write!(
                out,
                "    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\"",
                text(&case.suite),
                text(&case.name),
                text(&case.place.0),
                case.place.1
            );
            match &case.failure {
                None => out.push_str("/>\n"),
                Some(why) => {
                    let _ = writeln!(out, "><failure message=\"{}\"/></testcase>", text(why));
                }
            }
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

/// Escapes text for an attribute; characters that XML cannot hold are left out.
fn text(raw: &str) -> String {
    let mut safe = String::with_capacity(raw.len());
    for character in raw.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' => safe.push_str("&#10;"),
            '\t' => safe.push_str("&#9;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::{Case, junit};

    #[test]
    fn failures_are_counted_and_text_is_escaped() {
        let case = |name: &str, failure: Option<&str>| Case {
            suite: "HS.1".to_owned(),
            name: name.to_owned(),
            place: ("hate.precept".to_owned(), 3),
            failure: failure.map(str::to_owned),
        };
        let xml = junit("hate", &[case("violates \"a < b\"", None), case("allows", Some("it matched\nHS.1"))]);
        assert!(xml.contains("tests=\"2\" failures=\"1\""));
        assert!(xml.contains("name=\"violates &quot;a &lt; b&quot;\""));
        assert!(xml.contains("<failure message=\"it matched&#10;HS.1\"/>"));
    }
}
