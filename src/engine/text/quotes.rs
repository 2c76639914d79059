//! What stands in quotation marks.

use super::Stretch;

/// The quoted parts of a text.
#[derive(Debug, Default)]
pub(super) struct Quotes {
    /// Parts between marks, without the marks, and cited lines; ascending, none within another.
    inside: Vec<Stretch>,
    open: Vec<(Mark, u32)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// `"`
    Straight,
    /// `“`, closed by `”`
    High,
    /// `„`, closed by `“` or `”`
    Low,
    /// `«`
    Angle,
    /// `'`, `‘`, closed by `'` or `’`
    Single,
    /// `「`, `『`
    Corner,
}

/// Open marks that a closing one looks back over: text that nests deeper is no text.
const DEPTH_MAX: usize = 64;

impl Quotes {
    /// Finds the quoted parts: marks paired within a paragraph, at any depth, and lines that start with `>`.
    pub(super) fn read(&mut self, text: &str) {
        self.inside.clear();
        self.open.clear();
        let (mut at, mut cited) = (0, None::<usize>);
        for line in text.split_inclusive('\n') {
            let body = line.trim_start();
            if body.is_empty() {
                self.open.clear();
            }
            if body.starts_with('>') {
                cited.get_or_insert(at);
            } else if let Some(start) = cited.take() {
                self.inside.push((start as u32, at as u32));
            }
            self.pair(text, at, line);
            at += line.len();
        }
        if let Some(start) = cited {
            self.inside.push((start as u32, text.len() as u32));
        }
        self.inside.sort_unstable_by_key(|(start, end)| (*start, std::cmp::Reverse(*end)));
        let mut reach = 0;
        self.inside.retain(|(_, end)| {
            let outer = *end > reach;
            reach = reach.max(*end);
            outer
        });
    }

    /// Tells whether a place lies wholly inside quotation marks.
    pub(super) fn hold(&self, place: Stretch) -> bool {
        let before = self.inside.partition_point(|(start, _)| *start <= place.0);
        // None lies within another, so the last one to start is the last one to end.
        before.checked_sub(1).and_then(|last| self.inside.get(last)).is_some_and(|(_, end)| place.1 <= *end)
    }

    fn pair(&mut self, text: &str, offset: usize, line: &str) {
        for (at, c) in line.char_indices().filter(|(_, c)| is_mark(*c)) {
            let (start, end) = (offset + at, offset + at + c.len_utf8());
            let before = text.get(..start).and_then(|text| text.chars().next_back());
            let after = text.get(end..).and_then(|text| text.chars().next());
            self.mark(c, before, after, (start as u32, end as u32));
        }
    }

    fn mark(&mut self, c: char, before: Option<char>, after: Option<char>, place: Stretch) {
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (may_open, may_close) = (!blank(after), !blank(before));
        match c {
            '“' => self.either(Mark::High, true, &[Mark::Low], may_close, place),
            '„' => self.either(Mark::Low, true, &[], false, place),
            '”' | '‟' => self.either(Mark::High, may_open, &[Mark::High, Mark::Low], true, place),
            '«' => self.either(Mark::Angle, true, &[], false, place),
            '»' => self.either(Mark::Angle, false, &[Mark::Angle], true, place),
            '「' | '『' => self.either(Mark::Corner, true, &[], false, place),
            '」' | '』' => self.either(Mark::Corner, false, &[Mark::Corner], true, place),
            '"' => {
                // After a digit or a letter it is a mark of inches or closes.
                let may_open = may_open && !before.is_some_and(|c| c.is_ascii_alphanumeric());
                self.either(Mark::Straight, may_open, &[Mark::Straight], may_close, place);
            }
            _ => {
                let may_open = may_open && !letter(before) && c != '’';
                let may_close = may_close && !letter(after) && c != '‘';
                self.either(Mark::Single, may_open, &[Mark::Single], may_close, place);
            }
        }
    }

    /// Closes the innermost open mark of those given, if this one may; else opens, if it may.
    fn either(&mut self, opens: Mark, may_open: bool, closes: &[Mark], may_close: bool, place: Stretch) {
        if !(may_close && self.close(closes, place.0)) && may_open {
            self.open.push((opens, place.1));
        }
    }

    /// Closes the innermost open mark of those given, and forgets those inside it that never closed.
    fn close(&mut self, marks: &[Mark], end: u32) -> bool {
        let Some(back) = self.open.iter().rev().take(DEPTH_MAX).position(|(mark, _)| marks.contains(mark)) else {
            return false;
        };
        let at = self.open.len() - 1 - back;
        self.inside.extend(self.open.get(at).map(|(_, start)| (*start, end)));
        self.open.truncate(at);
        true
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '’' | '「' | '」' | '『' | '』')
}
