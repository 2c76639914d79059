//! Diagnostics as workflow commands, which GitHub shows beside the lines of a change.
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>

use crate::language::diag::{Diagnostic, Level};
use crate::language::source::{Sources, Span};

/// Returns one command a line.
pub fn github(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    diagnostics.iter().map(|diagnostic| command(diagnostic, sources)).collect()
}

fn command(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let level = match diagnostic.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let mut place = String::new();
    if let Some(span) = diagnostic.span() {
        let (line, column) = sources.line_column(span);
        let (end_line, end_column) = sources.line_column(Span { start: span.end, ..span });
        let name = sources.get(span.source).map_or("", |file| file.name.as_str());
        place = format!(
            " file={},line={line},endLine={end_line},col={column},endColumn={end_column},title={}",
            property(name),
            property(diagnostic.code)
        );
    }
    let mut text = diagnostic.title.clone();
    for more in diagnostic.notes.iter().chain(&diagnostic.help) {
        text.push('\n');
        text.push_str(more);
    }
    format!("::{level}{place}::{}\n", data(&text))
}

/// Escapes the text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::github;
    use crate::language::diag::Diagnostic;
    use crate::language::source::{Sources, Span};

    #[test]
    fn a_command_names_its_place_and_keeps_to_one_line() {
        let mut sources = Sources::default();
        let file = sources.add("hate.precept", "one\ntwo three\n");
        let problem =
            Diagnostic::error("E030", "there is no list `three`", Span::new(file, 8, 13), "here").help("100% sure");
        let said = github(&[problem], &sources);
        assert_eq!(
            said,
            "::error file=hate.precept,line=2,endLine=2,col=5,endColumn=10,title=E030::there is no list `three`%0A100%25 sure\n"
        );
    }
}
