//! Words of texts with characters outside ASCII, one character after the other.

use super::ascii::{DIGIT, HYPHEN, JOINER, LETTER, LINE, MID, OTHER, SPACE, rarely_doubled};
use super::glyphs::{Class, Glyph, Traits, fold_text};
use super::words::{GapSoFar, Token, Words};

impl Words {
    /// Cuts a text into words.
    pub(super) fn read_mixed(&mut self, text: &str) {
        let mut reader = Reader::new(self);
        fold_text(text, |c, facts, start, end| reader.feed(c, facts, start, end));
        reader.close();
    }
}

/// Letters from which a word that looks Latin throughout may be meant so: shorter ones are common in their own script.
pub(super) const TWINS_MIN: u32 = 3;

/// Reads a text with characters outside ASCII.
struct Reader<'a> {
    words: &'a mut Words,
    gap: GapSoFar,
    open: bool,
    start: u32,
    end: u32,
    at: u32,
    last: Class,
    pending: Option<(Class, char, u32)>,
    kinds: u16,
    /// What holds of any of its characters.
    any: Traits,
    /// What holds of all of its letters and digits.
    all: Traits,
    doubled: bool,
    before: char,
    run: u32,
    count: u32,
}

impl<'a> Reader<'a> {
    fn new(words: &'a mut Words) -> Reader<'a> {
        Reader {
            words,
            gap: GapSoFar::default(),
            open: false,
            start: 0,
            end: 0,
            at: 0,
            last: Class::Other,
            pending: None,
            kinds: 0,
            any: Traits(0),
            all: Traits(u8::MAX),
            doubled: false,
            before: '\0',
            run: 0,
            count: 0,
        }
    }

    fn feed(&mut self, c: char, facts: &Glyph, start: u32, end: u32) {
        let class = facts.class;
        if class == Class::Letter && self.open && self.last == Class::Letter && self.pending.is_none() {
            self.take(c, facts, end);
            return;
        }
        match class {
            Class::Letter | Class::Hebrew | Class::Digit | Class::Katakana | Class::Joiner => {
                let bridged = self.pending.is_some_and(|(middle, _, _)| bridges_classes(self.last, middle, class));
                if self.open && bridged {
                    if let Some((_, middle, _)) = self.pending.take() {
                        self.append(middle);
                        self.before = '\0';
                        self.kinds |= if middle == '\'' { 0 } else { MID };
                    }
                } else if !self.open || self.pending.is_some() || !joins(self.last, class) {
                    self.close();
                    self.begin(start);
                }
                self.take(c, facts, end);
            }
            Class::Unit => {
                self.close();
                self.begin(start);
                self.take(c, facts, end);
            }
            // A mark upon an apostrophe is no letter of the word, but lies within it if the apostrophe does.
            Class::Extend if self.open && self.pending.is_some() => {
                if let Some((_, _, pending_end)) = &mut self.pending {
                    *pending_end = end;
                }
            }
            Class::Extend if self.open => {
                self.append(c);
                self.any.0 |= facts.traits.0;
                self.end = end;
            }
            Class::MidLetter | Class::MidNumber | Class::MidBoth | Class::Apostrophe | Class::Quote
                if self.open && self.pending.is_none() =>
            {
                self.pending = Some((class, c, end));
            }
            _ => {
                self.close();
                self.gap_char(facts, start);
            }
        }
    }

    fn begin(&mut self, start: u32) {
        self.open = true;
        self.start = start;
        self.at = self.words.folded.len() as u32;
        self.kinds = 0;
        self.any = Traits(0);
        self.all = Traits(u8::MAX);
        self.doubled = false;
        self.before = '\0';
        self.count = 0;
    }

    fn append(&mut self, c: char) {
        let (folded, mut bytes) = (&mut self.words.folded, [0; 4]);
        c.encode_utf8(&mut bytes);
        // Copies of a known length are a store each.
        let [first, second, third, fourth] = bytes;
        match c.len_utf8() {
            1 => folded.push(first),
            2 => folded.extend([first, second]),
            3 => folded.extend([first, second, third]),
            _ => folded.extend([first, second, third, fourth]),
        }
    }

    /// Takes a character into the word.
    fn take(&mut self, c: char, facts: &Glyph, end: u32) {
        self.append(c);
        self.end = end;
        self.last = facts.class;
        self.count += 1;
        self.kinds |= match facts.class {
            Class::Digit => DIGIT,
            Class::Joiner => JOINER,
            _ => LETTER,
        };
        self.any.0 |= facts.traits.0;
        self.all.0 &= facts.traits.0;
        if c != self.before {
            self.run = 0;
            self.before = c;
        } else if facts.class == Class::Letter {
            self.run += 1;
            self.doubled |= self.run == 2 || rarely_doubled(c);
        }
    }

    /// Ends the word, if one is open.
    fn close(&mut self) {
        if !self.open {
            return;
        }
        self.open = false;
        let pending = self.pending.take();
        if let Some((Class::Apostrophe, c, end)) = pending.filter(|_| self.last == Class::Hebrew) {
            self.append(c);
            self.end = end;
        }
        if self.kinds & (LETTER | DIGIT) == 0 {
            self.gap.kinds |= OTHER;
            self.gap.lines = 0;
            self.gap.leet = false;
        } else {
            if self.gap.is_inside_word() {
                self.words.last_is_odd();
            }
            let len = self.words.folded.len() as u32 - self.at;
            let scripts = self.any.foreign() && (self.any.latin() || self.all.twin() && self.count >= TWINS_MIN);
            let mixed = self.kinds & LETTER != 0 && self.kinds & (DIGIT | MID | JOINER) != 0;
            let odd = self.doubled || self.any.altered() || self.gap.leet || scripts || mixed;
            let unit = self.last == Class::Unit;
            let (start, end, at, gap) = (self.start, self.end, self.at, self.gap.gap());
            let single = self.count == 1;
            self.words.push(Token { start, end, at, len, hash: 0, gap, unit, odd, single });
            self.gap = GapSoFar::default();
        }
        self.words.folded.push(b' ');
        if pending.is_some() {
            self.gap.kinds |= OTHER;
        }
    }

    /// Takes a character into the gap after the last word.
    fn gap_char(&mut self, facts: &Glyph, start: u32) {
        let kind = match facts.class {
            Class::Space => SPACE,
            Class::Hyphen => HYPHEN,
            Class::Line => LINE,
            _ => OTHER,
        };
        self.gap.leet = facts.traits.leet();
        if facts.traits.leet() && self.gap.kinds == 0 && !matches!(facts.plain(), '!' | '|') {
            self.words.last_is_odd();
        }
        self.gap.kinds |= kind;
        if kind == LINE {
            self.words.line_break(facts.plain() == '\r', start, &mut self.gap);
        } else if kind != SPACE {
            self.gap.lines = 0;
        }
    }
}

/// Tells whether no boundary lies between two characters (WB5, WB8 to WB10, WB13).
fn joins(before: Class, after: Class) -> bool {
    let letter = |class| matches!(class, Class::Letter | Class::Hebrew | Class::Digit);
    match (before, after) {
        (Class::Joiner, Class::Unit) | (Class::Unit, _) | (_, Class::Unit) => false,
        (Class::Joiner, _) | (_, Class::Joiner) | (Class::Katakana, Class::Katakana) => true,
        (before, after) => letter(before) && letter(after),
    }
}

/// Tells whether a character in the middle keeps two together (WB6, WB7, WB7b, WB7c, WB11, WB12).
fn bridges_classes(before: Class, middle: Class, after: Class) -> bool {
    let letter = |class| matches!(class, Class::Letter | Class::Hebrew);
    match middle {
        Class::MidLetter => letter(before) && letter(after),
        Class::MidNumber => before == Class::Digit && after == Class::Digit,
        Class::MidBoth | Class::Apostrophe => {
            letter(before) && letter(after) || before == Class::Digit && after == Class::Digit
        }
        Class::Quote => before == Class::Hebrew && after == Class::Hebrew,
        _ => false,
    }
}
