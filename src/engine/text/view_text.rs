//! A text as a view shows it, with the way back.

use super::Stretch;
use super::ascii::rarely_doubled;
use super::glyphs::fold_text;
use super::masked::leet;
use super::units::{Kind, Units};

/// A rewritten text, and for each of its bytes the character of the original that it comes from.
#[derive(Debug, Default)]
pub(super) struct ViewText {
    text: String,
    /// First byte of the original character, per byte of `text`; empty where every byte stayed in its place.
    from: Vec<u32>,
    /// One past its last byte.
    to: Vec<u32>,
}

impl ViewText {
    /// Rewrites a text into the `plain` view.
    pub(super) fn set_plain(&mut self, text: &str) {
        self.clear();
        if text.is_ascii() {
            self.text.push_str(text);
            self.text.make_ascii_lowercase();
            return;
        }
        fold_text(text, |c, _, start, end| self.push(c, start, end));
    }

    /// Rewrites a text into the `disguised` view, with `keep` letters where three or more of one stand in a row.
    pub(super) fn set_disguised(&mut self, text: &str, keep: usize) {
        self.clear();
        let mut units = Units::default();
        units.read(text, 0);
        let read = |unit: &super::units::Unit| match unit.kind {
            _ if unit.leet => leet(unit.latin).first().copied().unwrap_or(unit.base),
            _ if unit.lookalike && unit.latin != '\0' => unit.latin,
            _ => unit.base,
        };
        let shown: Vec<_> =
            units.all.iter().filter(|unit| unit.kind != Kind::Glue).map(|unit| (read(unit), unit)).collect();
        for run in shown.chunk_by(|a, b| a.0 == b.0) {
            let letter = run.first().is_some_and(|(c, _)| c.is_alphabetic());
            let rare = keep == 1 && run.first().is_some_and(|(c, _)| rarely_doubled(*c));
            let kept = if letter && (run.len() > 2 || rare) { keep } else { run.len() };
            let (Some((_, first)), Some((_, last))) = (run.first(), run.last()) else { continue };
            for (at, (c, unit)) in run.iter().take(kept).enumerate() {
                let (start, end) = if at + 1 == kept { (unit.start, last.end) } else { (unit.start, unit.end) };
                self.push(*c, if at == 0 { first.start } else { start }, end);
            }
        }
    }

    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.from.clear();
        self.to.clear();
    }

    /// Adds a character that stands for bytes `start..end` of the original.
    pub(super) fn push(&mut self, c: char, start: u32, end: u32) {
        self.text.push(c);
        self.from.resize(self.text.len(), start);
        self.to.resize(self.text.len(), end);
    }

    /// Returns the text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Returns the place in the original of bytes `from..to`; `None` if there are none.
    pub(super) fn original(&self, from: usize, to: usize) -> Option<Stretch> {
        if from >= to {
            return None;
        }
        if self.from.is_empty() {
            return Some((from as u32, to as u32));
        }
        Some((*self.from.get(from)?, *self.to.get(to - 1)?))
    }
}
