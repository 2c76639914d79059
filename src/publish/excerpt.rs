//! A short, safe look at a text: what was found stands out, and nothing is shown that need not be.
//!
//! Unless content is asked for, the words found keep only their first letter, every digit is hidden, and so is the
//! part of an e-mail address before its `@`; where many people look, all other letters are hidden too. The rest is cut
//! to a window around the first find.

use anstyle::{AnsiColor, Style};

/// How much is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mask {
    /// Nothing.
    Nothing,
    /// The words found, but for their first letter; numbers and addresses.
    Found,
    /// Every letter but the first of each word found.
    Letters,
}

/// How to show texts.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// How much is hidden.
    pub mask: Mask,
    /// Mark what was found in colour; otherwise between `[` and `]`.
    pub color: bool,
    /// Greatest number of characters shown.
    pub width: usize,
}

const FOUND: Style = AnsiColor::Yellow.on_default().bold();

/// Shows the part of `text` around the first of `spans` (code points, half-open, sorted), on one line.
pub fn excerpt(text: &str, spans: &[(u32, u32)], look: Look) -> String {
    let characters: Vec<char> = text.chars().collect();
    let first = spans.first().map_or(0, |span| span.0 as usize);
    let start = if characters.len() <= look.width { 0 } else { first.saturating_sub(look.width / 3) };
    let end = (start + look.width).min(characters.len());
    let found = |at: usize| spans.iter().any(|(from, to)| (*from as usize..*to as usize).contains(&at));

    let mut said = String::new();
    if start > 0 {
        said.push('…');
    }
    let mut inside = false;
    for at in start..end {
        let here = found(at);
        if here != inside {
            said.push_str(&mark(here, look.color));
            inside = here;
        }
        let hide = hides(&characters, spans, at, look.mask);
        said.push(shown(&characters, at, hide, look.mask == Mask::Nothing));
    }
    if inside {
        said.push_str(&mark(false, look.color));
    }
    if end < characters.len() {
        said.push('…');
    }
    said
}

/// Returns a whole text with what must not be read covered, and nothing marked: its characters keep their places.
pub fn covered(text: &str, spans: &[(u32, u32)], mask: Mask) -> String {
    let characters: Vec<char> = text.chars().collect();
    let covers = |at: usize| mask != Mask::Nothing && hides(&characters, spans, at, mask);
    (0..characters.len()).map(|at| shown(&characters, at, covers(at), mask == Mask::Nothing)).collect()
}

/// True if the letter at a place is hidden: the found ones but the first of each word, or all but these.
fn hides(characters: &[char], spans: &[(u32, u32)], at: usize, mask: Mask) -> bool {
    let found = |at: usize| spans.iter().any(|(from, to)| (*from as usize..*to as usize).contains(&at));
    let here = found(at);
    let opens = here && (at == 0 || !found(at - 1) || !characters.get(at - 1).is_some_and(|c| c.is_alphanumeric()));
    if mask == Mask::Letters { !opens } else { here && !opens }
}

fn mark(opens: bool, color: bool) -> String {
    match (opens, color) {
        (true, true) => FOUND.render().to_string(),
        (false, true) => FOUND.render_reset().to_string(),
        (true, false) => "[".to_owned(),
        (false, false) => "]".to_owned(),
    }
}

/// The character to show in place of one: controls never reach a terminal, hidden ones become dots.
fn shown(characters: &[char], at: usize, hide: bool, show_content: bool) -> char {
    let character = characters.get(at).copied().unwrap_or(' ');
    if character.is_control() {
        return ' ';
    }
    let private = character.is_numeric() || before_at_sign(characters, at);
    if !show_content && ((hide && character.is_alphanumeric()) || private) { '•' } else { character }
}

fn before_at_sign(characters: &[char], at: usize) -> bool {
    let rest = characters.get(at..).unwrap_or(&[]);
    let word = rest.iter().take_while(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+')).count();
    word > 0 && rest.get(word) == Some(&'@')
}

#[cfg(test)]
mod tests {
    use super::{Look, Mask, excerpt};

    const MASKED: Look = Look { mask: Mask::Found, color: false, width: 60 };

    #[test]
    fn words_found_keep_their_first_letter_only() {
        assert_eq!(
            excerpt("those Veridians are verm1n", &[(6, 15), (20, 26)], MASKED),
            "those [V••••••••] are [v•••••]"
        );
    }

    #[test]
    fn where_many_look_all_other_letters_are_hidden() {
        let look = Look { mask: Mask::Letters, ..MASKED };
        assert_eq!(excerpt("those Veridians!", &[(6, 15)], look), "••••• [V••••••••]!");
    }

    #[test]
    fn numbers_and_addresses_are_hidden() {
        assert_eq!(excerpt("ring 555 0143 or jo.b@mail.example", &[], MASKED), "ring ••• •••• or ••••@mail.example");
    }

    #[test]
    fn content_is_shown_when_asked_for_but_never_control_characters() {
        let look = Look { mask: Mask::Nothing, ..MASKED };
        assert_eq!(excerpt("bad\u{1b}[31m w0rd", &[(9, 13)], look), "bad [31m [w0rd]");
    }

    #[test]
    fn a_long_text_is_cut_to_a_window_around_the_first_find() {
        let text = format!("{} needle {}", "hay ".repeat(50), "hay ".repeat(50));
        let said = excerpt(&text, &[(201, 207)], MASKED);
        assert!(said.starts_with('…') && said.ends_with('…') && said.contains("[n•••••]"), "{said}");
    }
}
