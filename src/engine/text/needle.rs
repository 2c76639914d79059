//! The words of one text looked for in another.

use super::disguise::equal_in_disguise;
use super::terms::fold_plain;
use super::words::{Token, Words};
use super::{Hit, View, Which};

/// Words above which a misspelled needle is looked for as it is: every slip would have to be tried everywhere.
const MISSPELLED_WORDS_MAX: usize = 64;

/// What is looked for.
#[derive(Debug, Default)]
pub(super) struct Needle {
    text: String,
    view: Option<View>,
    words: Words,
    /// For each word, how many words before it are a beginning of the needle (Knuth, Morris, Pratt).
    borders: Vec<usize>,
}

impl Needle {
    /// Reads the text whose words are looked for.
    pub(super) fn read(&mut self, text: &str, view: View) {
        if self.view == Some(view) && self.text == text {
            return;
        }
        self.text.clear();
        self.text.push_str(text);
        self.view = Some(view);
        self.words.read(text);
        self.borders.clear();
        let mut border = 0;
        for at in 0..self.words.tokens.len() {
            while at > 0 && border > 0 && !self.same(at, border) {
                border = self.borders.get(border - 1).copied().unwrap_or(0);
            }
            if at > 0 && self.same(at, border) {
                border += 1;
            }
            self.borders.push(border);
        }
    }

    fn same(&self, a: usize, b: usize) -> bool {
        let tokens = &self.words.tokens;
        let (Some(a), Some(b)) = (tokens.get(a), tokens.get(b)) else { return false };
        if self.view == Some(View::Exact) {
            return slice(&self.text, a) == slice(&self.text, b);
        }
        self.words.word(a) == self.words.word(b)
    }

    /// Adds every place where the words stand one after the other, without overlap.
    pub(super) fn find(&self, text: &str, words: &Words, out: &mut Vec<Hit>) {
        let view = self.view.unwrap_or(View::Plain);
        if self.words.tokens.is_empty() {
            self.find_symbols(text, out);
            return;
        }
        let plain_view = view.min(View::Plain);
        let (size, before) = (self.words.tokens.len(), out.len());
        let mut matched = 0;
        for (at, token) in words.tokens.iter().enumerate() {
            while matched > 0 && !self.equal(text, words, token, matched, plain_view) {
                matched = self.borders.get(matched - 1).copied().unwrap_or(0);
            }
            if self.equal(text, words, token, matched, plain_view) {
                matched += 1;
            }
            if matched == size {
                matched = 0;
                self.push(words, at, plain_view, out);
            }
        }
        let loose = view == View::Disguised || view == View::Misspelled;
        if out.len() > before || !loose || size > MISSPELLED_WORDS_MAX {
            return;
        }
        let mut free_from = 0;
        for first in 0..words.tokens.len().saturating_sub(size - 1) {
            let found = words.tokens.get(first..first + size).unwrap_or(&[]);
            if first >= free_from
                && found.iter().enumerate().all(|(at, token)| self.equal(text, words, token, at, view))
            {
                self.push(words, first + size - 1, view, out);
                free_from = first + size;
            }
        }
    }

    fn push(&self, words: &Words, last: usize, view: View, out: &mut Vec<Hit>) {
        let first = (last + 1).saturating_sub(self.words.tokens.len());
        if let (Some(first), Some(last)) = (words.tokens.get(first), words.tokens.get(last)) {
            out.push(Hit { which: Which::Text, view, start: first.start, end: last.end });
        }
    }

    fn equal(&self, text: &str, words: &Words, token: &Token, at: usize, view: View) -> bool {
        let Some(wanted) = self.words.tokens.get(at) else { return false };
        match view {
            View::Exact => slice(text, token) == slice(&self.text, wanted),
            _ if token.hash == wanted.hash && words.word(token) == self.words.word(wanted) => true,
            View::Plain => false,
            View::Disguised => equal_in_disguise(slice(text, token), slice(&self.text, wanted)),
            View::Misspelled => is_slip(words.word(token), self.words.word(wanted)),
        }
    }

    fn find_symbols(&self, text: &str, out: &mut Vec<Hit>) {
        let wanted = self.text.trim();
        if wanted.is_empty() || fold_plain(wanted).trim().is_empty() {
            return;
        }
        let view = self.view.unwrap_or(View::Plain).min(View::Plain);
        out.extend(text.match_indices(wanted).map(|(start, found)| Hit {
            which: Which::Text,
            view,
            start: start as u32,
            end: (start + found.len()) as u32,
        }));
    }
}

fn slice<'a>(text: &'a str, token: &Token) -> &'a str {
    text.get(token.start as usize..token.end as usize).unwrap_or("")
}

/// Tells whether a folded word is another one, of four letters or more, with two neighbours swapped or an inner letter
/// lost.
fn is_slip(found: &[u8], wanted: &[u8]) -> bool {
    let (Ok(found), Ok(wanted)) = (std::str::from_utf8(found), std::str::from_utf8(wanted)) else { return false };
    let (found, wanted): (Vec<char>, Vec<char>) = (found.chars().collect(), wanted.chars().collect());
    if wanted.len() < 4 || !wanted.iter().all(|c| c.is_alphabetic()) {
        return false;
    }
    let same = found.iter().zip(&wanted).take_while(|(a, b)| a == b).count();
    let rest = |from: &[char], at: usize| from.get(at..).unwrap_or(&[]).to_vec();
    if found.len() + 1 == wanted.len() {
        return same > 0 && same + 1 < wanted.len() && rest(&found, same) == rest(&wanted, same + 1);
    }
    let swapped =
        found.get(same).is_some() && found.get(same) == wanted.get(same + 1) && found.get(same + 1) == wanted.get(same);
    found.len() == wanted.len() && swapped && rest(&found, same + 2) == rest(&wanted, same + 2)
}
