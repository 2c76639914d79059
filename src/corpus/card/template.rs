//! `"{model}:{id}"`: text with columns in it.

use serde_json::Value;

use super::row::{Scope, words};

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Name(String),
}

/// Text with names in braces; `{{` and `}}` are braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Template(Vec<Piece>);

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// What is wrong with its braces.
    pub fn parse(text: &str) -> Result<Template, String> {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, after) = rest.split_at(at);
            plain.push_str(before);
            if let Some(after) = after.strip_prefix("{{").or(after.strip_prefix("}}")) {
                plain.push(if rest.as_bytes().get(at) == Some(&b'{') { '{' } else { '}' });
                rest = after;
                continue;
            }
            let Some((name, after)) = after.strip_prefix('{').and_then(|inner| inner.split_once('}')) else {
                return Err(format!("the braces of `{text}` do not match"));
            };
            if name.trim().is_empty() {
                return Err(format!("`{text}` has braces with nothing in them"));
            }
            if !plain.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut plain)));
            }
            pieces.push(Piece::Name(name.trim().to_owned()));
            rest = after;
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        Ok(Template(pieces))
    }

    /// The whole text, if there are no names in it.
    pub fn plain(&self) -> Option<&str> {
        match self.0.as_slice() {
            [] => Some(""),
            [Piece::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The names in braces.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Name(name) => Some(name.as_str()),
            Piece::Text(_) => None,
        })
    }

    /// True if it has no names.
    pub fn is_plain(&self) -> bool {
        self.names().next().is_none()
    }

    /// Fills in the names.
    ///
    /// # Errors
    /// The first name that is missing.
    pub fn fill(&self, scope: &Scope) -> Result<String, String> {
        let mut filled = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Name(name) => {
                    let value = scope.find(name).unwrap_or(&Value::Null);
                    filled.push_str(&words(value).ok_or_else(|| name.clone())?);
                }
            }
        }
        Ok(filled)
    }

    /// How much of it is text: of two templates that fit, the one with more is meant.
    pub fn weight(&self) -> usize {
        let text = |piece: &Piece| if let Piece::Text(text) = piece { text.len() } else { 0 };
        self.0.iter().map(text).sum()
    }

    /// Reads a text back into the names, if it fits; a name takes as little as it can, but something, and `{n}` digits
    /// only: `label_{n}` is every numbered label and never `label_gold`.
    pub fn read(&self, text: &str) -> Option<Vec<(String, String)>> {
        let mut found = Vec::new();
        fits(&self.0, text, &mut found).then(|| {
            found.reverse();
            found
        })
    }
}

fn fits(pieces: &[Piece], text: &str, found: &mut Vec<(String, String)>) -> bool {
    match pieces.split_first() {
        None => text.is_empty(),
        Some((Piece::Text(plain), rest)) => {
            text.strip_prefix(plain.as_str()).is_some_and(|after| fits(rest, after, found))
        }
        Some((Piece::Name(name), rest)) => {
            let ends = text.char_indices().skip(1).map(|(at, _)| at).chain([text.len()]).filter(|at| *at > 0);
            for end in ends {
                let (taken, after) = text.split_at(end);
                let allowed = name != "n" || taken.bytes().all(|byte| byte.is_ascii_digit());
                if allowed && fits(rest, after, found) {
                    found.push((name.clone(), taken.to_owned()));
                    return true;
                }
            }
            false
        }
    }
}
