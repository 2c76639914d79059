//! What the manifest asks of the checks themselves: levels of lints.

use super::Checker;
use crate::language::diag::Diagnostic;
use crate::language::input::PackInput;
use crate::language::resolve::suggest;
use crate::language::source::Span;

/// The lints a pack can set a level for. Each gets a file of its own in `language::lint`.
pub const LINTS: [&str; 17] = [
    "never_matches",
    "always_matches",
    "shadowed_clause",
    "negated_unknown",
    "unused_item",
    "dead_pattern",
    "list_hygiene",
    "suspicious_unicode",
    "overbroad_pattern",
    "slow_pattern",
    "missing_metadata",
    "untested_clause",
    "stale_clause",
    "sole_reasoning",
    "example_contradicts",
    "loose_exception",
    "vacuous_every",
];

/// The levels of a lint.
const LEVELS: [&str; 3] = ["allow", "warn", "deny"];

impl Checker<'_> {
    /// Checks the names and levels of lints.
    pub fn lint_levels(&mut self, input: &PackInput) {
        for (name, level) in &input.lints {
            if !LINTS.contains(&name.as_str()) {
                let span = self.in_manifest(input, name);
                let found = Diagnostic::error("E074", format!("there is no lint called `{name}`"), span, "");
                let near = suggest::did_you_mean(name, LINTS);
                self.report(match near {
                    Some(help) => found.help(help),
                    None => found.note(format!("the lints are {}", LINTS.map(|lint| format!("`{lint}`")).join(", "))),
                });
            } else if !LEVELS.contains(&level.as_str()) {
                let span = self.in_manifest(input, name);
                let found = Diagnostic::error("E074", format!("`{level}` is no level of a lint"), span, "");
                self.report(found.help("write `allow`, `warn` or `deny`"));
            }
        }
    }

    /// Returns the place of a word in the manifest.
    fn in_manifest(&self, input: &PackInput, word: &str) -> Span {
        let text = self.sources.get(input.manifest).map_or("", |source| source.text.as_str());
        let after = text.find("lints").unwrap_or(0);
        let at = text.get(after..).and_then(|rest| rest.find(word)).map_or(0, |at| after + at);
        let end = (at + word.len()).min(text.len());
        Span::new(input.manifest, at, end)
    }
}
