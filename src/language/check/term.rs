//! Words and phrases to look for: something is left of them, and `*` stands at an end.

use super::Checker;
use crate::language::diag::Diagnostic;
use crate::language::source::Span;

/// Longest term, in characters: a long sentence. What is longer is a text, and two copies of it are found otherwise.
const LENGTH_MAX: usize = 400;

impl Checker<'_> {
    /// Checks the words of a term; `None` if they cannot stand, which was reported.
    pub fn term_text(&mut self, text: &str, span: Span) -> Option<()> {
        let wrong = wrong_term(text, span);
        let sound = wrong.is_none();
        if let Some(wrong) = wrong {
            self.report(wrong);
        }
        sound.then_some(())
    }
}

/// Describes what is wrong with a term, if anything is.
pub fn wrong_term(text: &str, span: Span) -> Option<Diagnostic> {
    let inner = text.trim_start_matches('*').trim_end_matches('*');
    if !inner.chars().any(is_seen) {
        let title = "nothing is left of this term";
        let found = Diagnostic::error("E068", title, span, "")
            .note("blanks and invisible characters are dropped before matching");
        return Some(if text.contains('*') {
            found.help("`*` continues a word: `\"parasite*\"`")
        } else {
            found.help("write the word to look for")
        });
    }
    let stars = text.len() - inner.len();
    let doubled = text.starts_with("**") || text.ends_with("**");
    if inner.contains('*') || doubled || stars > 2 {
        return Some(
            Diagnostic::error("E067", "`*` can only stand at the ends of a term", span, "")
                .note("it continues the first or the last word")
                .help("write the forms out, or use an expression: `/par\\w+site/`"),
        );
    }
    (text.chars().count() > LENGTH_MAX).then(|| {
        Diagnostic::error("E075", "this term is too long", span, "")
            .note(format!("a term has at most {LENGTH_MAX} characters"))
            .help("look for the words that matter")
    })
}

/// True for a character that survives the dropping of blanks and of what no reader sees.
fn is_seen(sign: char) -> bool {
    let invisible = matches!(sign,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}');
    !invisible && !sign.is_whitespace() && !sign.is_control()
}
