//! Elements of a JSON list, found without reading them.

use std::ops::Range;

/// Where the scanner is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Between elements.
    Between,
    /// In a number or word outside brackets and quotes.
    Bare,
    /// Inside brackets.
    Inside,
    /// In a string; `true` after a backslash.
    Text(bool),
    /// After the `]` of the list.
    Closed,
}

/// What a byte means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Event {
    Nothing,
    Starts,
    /// An element ends with this byte.
    Ends,
    /// An element ended before this byte.
    EndedBefore,
}

/// Finds elements in bytes that come in parts and begin after the `[`.
#[derive(Debug, Clone)]
pub(in super::super) struct ArrayScanner {
    state: State,
    depth: usize,
}

impl ArrayScanner {
    pub fn new() -> ArrayScanner {
        ArrayScanner { state: State::Between, depth: 0 }
    }

    /// True if the `]` of the list was seen.
    pub fn closed(&self) -> bool {
        self.state == State::Closed
    }

    fn step(&mut self, byte: u8) -> Event {
        let between = self.state == State::Between;
        match (self.state, byte) {
            (State::Text(true), _) => self.state = State::Text(false),
            (State::Text(false), b'\\') => self.state = State::Text(true),
            (State::Text(false), b'"') if self.depth == 0 => {
                self.state = State::Between;
                return Event::Ends;
            }
            (State::Text(false), b'"') => self.state = State::Inside,
            (State::Text(false), _) | (State::Closed, _) => {}
            (State::Between, b',') => {}
            (State::Between | State::Bare, byte) if byte.is_ascii_whitespace() || matches!(byte, b',' | b']') => {
                self.state = if byte == b']' { State::Closed } else { State::Between };
                return if between { Event::Nothing } else { Event::EndedBefore };
            }
            (_, b'"') => self.state = State::Text(false),
            (_, b'{' | b'[') => {
                self.depth += 1;
                self.state = State::Inside;
            }
            (State::Inside, b'}' | b']') => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.state = State::Between;
                    return Event::Ends;
                }
            }
            (State::Inside | State::Bare, _) => {}
            (State::Between, _) => self.state = State::Bare,
        }
        if between && self.state != State::Between { Event::Starts } else { Event::Nothing }
    }

    /// Returns the end of the last element that ends in `bytes`.
    ///
    /// The `]` is left to what follows it: whoever reads that must know that the list is over.
    pub fn last_end(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut last = None;
        for (at, byte) in bytes.iter().enumerate() {
            match self.step(*byte) {
                Event::Ends => last = Some(at + 1),
                Event::EndedBefore => last = Some(at),
                Event::Nothing | Event::Starts => {}
            }
        }
        last
    }

    /// Returns the end of the first element that ends in `bytes`, and looks no further.
    pub fn first_end(&mut self, bytes: &[u8]) -> Option<usize> {
        bytes.iter().enumerate().find_map(|(at, byte)| match self.step(*byte) {
            Event::Ends => Some(at + 1),
            Event::EndedBefore => Some(at),
            Event::Nothing | Event::Starts => None,
        })
    }
}

/// The elements of a piece, and what stands after the list's end.
pub(in super::super) struct Elements {
    pub elements: Vec<Range<usize>>,
    /// The last element has no end.
    pub unfinished: bool,
    /// Something other than blanks stands after the `]`.
    pub trailing: Option<usize>,
}

/// Finds the elements of a piece, which begins between two of them.
pub(in super::super) fn elements(bytes: &[u8]) -> Elements {
    let mut scanner = ArrayScanner::new();
    let mut found = Elements { elements: Vec::new(), unfinished: false, trailing: None };
    let mut start = None;
    for (at, byte) in bytes.iter().enumerate() {
        if scanner.closed() && !byte.is_ascii_whitespace() && found.trailing.is_none() {
            found.trailing = Some(at);
        }
        match scanner.step(*byte) {
            Event::Starts => start = Some(at),
            Event::Ends => found.elements.extend(start.take().map(|start| start..at + 1)),
            Event::EndedBefore => found.elements.extend(start.take().map(|start| start..at)),
            Event::Nothing => {}
        }
    }
    if let Some(start) = start {
        found.unfinished = true;
        found.elements.push(start..bytes.len());
    }
    found
}
