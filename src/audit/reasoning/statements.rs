//! What a rationale plainly says should happen.
//!
//! Only clear statements count: a verb of breaking a rule, a word of permission after a form of "be", a rung of the ladder
//! after "should be" or "verdict:". Negation turns them round; a segment that is hedged or conditional ("if", "might",
//! "although") says nothing, and neither do passages in quotation marks, which are the item's words. The last clear
//! statement is the rationale's conclusion. Rationales in other languages than English say nothing here, which is never
//! held against them.

use crate::language::policy::Pack;
use crate::language::value::{ClauseId, Rung};

use super::super::case::{Passage, Place};
use super::quotations::marked;

/// Words before a cue in which a negation counts.
const NEGATION_REACH: usize = 4;

/// Characters at the end of a rationale that are read; a conclusion stands at the end.
const CHARACTERS_MAX: usize = 50_000;

/// What a statement argues for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// That nothing be done.
    Allow,
    /// That something be done.
    Act,
    /// That this be done.
    Rung(Rung),
}

impl Direction {
    /// True if a judge with this verdict argues against itself.
    pub fn contradicts(self, verdict: Rung) -> bool {
        match self {
            Direction::Allow => verdict != Rung(0),
            Direction::Act => verdict == Rung(0),
            Direction::Rung(rung) => verdict != rung,
        }
    }
}

/// A word of a rationale: lower case, with its place, and whether a segment ends before it.
#[derive(Debug, Clone, PartialEq)]
struct Word {
    text: String,
    start: u32,
    end: u32,
    opens: bool,
    colon: bool,
}

/// The words that name the rungs of a pack's ladder, e.g. `remove`, `removed`.
#[derive(Debug, Clone, Default)]
pub struct RungWords {
    forms: Vec<(String, Rung)>,
}

impl RungWords {
    /// Derives the forms from the ladder.
    pub fn new(pack: &Pack) -> RungWords {
        let mut forms = Vec::new();
        for (at, name) in pack.ladder.iter().enumerate() {
            let name = name.to_lowercase();
            let last = name.chars().last();
            let mut past = vec![format!("{name}ed"), format!("{name}d")];
            past.extend(last.map(|last| format!("{name}{last}ed")));
            for form in past {
                forms.push((form, Rung(at as u8)));
            }
            forms.push((name, Rung(at as u8)));
        }
        RungWords { forms }
    }

    fn rung(&self, word: &str) -> Option<Rung> {
        self.forms.iter().find(|(form, _)| form == word).map(|(_, rung)| *rung)
    }
}

/// Returns the rationale's conclusion and where it stands, if it has a clear one.
pub fn conclusion(rationale: &str, rungs: &RungWords) -> Option<(Direction, Place)> {
    let before = rationale.chars().count().saturating_sub(CHARACTERS_MAX);
    let end = rationale.char_indices().nth(before).map_or(0, |(at, _)| at);
    let words = words_of(rationale.get(end..).unwrap_or(""));
    let mut last = None;
    let mut start = 0;
    for end in 1..=words.len() {
        if words.get(end).is_none_or(|word| word.opens) {
            if let Some(segment) = words.get(start..end) {
                last = statement(segment, rungs).or(last);
            }
            start = end;
        }
    }
    let (direction, place) = last?;
    let before = before as u32;
    Some((direction, Place::new(place.passage, place.start + before, place.end + before)))
}

/// Tells, for places asked in order, whether they lie inside quotation marks.
struct Quoted {
    stretches: std::iter::Peekable<std::vec::IntoIter<(u32, u32, String)>>,
}

impl Quoted {
    fn new(text: &str) -> Quoted {
        Quoted { stretches: marked(text).into_iter().peekable() }
    }

    fn covers(&mut self, at: u32) -> bool {
        while self.stretches.next_if(|(_, end, _)| *end <= at).is_some() {}
        self.stretches.peek().is_some_and(|(start, _, _)| *start <= at)
    }
}

fn words_of(text: &str) -> Vec<Word> {
    let mut quoted = Quoted::new(text);
    let mut words: Vec<Word> = Vec::new();
    let mut opens = true;
    let mut colon = false;
    let mut current: Option<Word> = None;
    let mut characters = text.chars().enumerate().peekable();
    while let Some((at, c)) = characters.next() {
        let at = at as u32;
        let hidden = quoted.covers(at);
        let joins =
            matches!(c, '\'' | '’') || (c == '.' && characters.peek().is_some_and(|(_, next)| next.is_alphanumeric()));
        if !hidden && (c.is_alphanumeric() || c == '_' || (joins && current.is_some())) {
            let word = current.get_or_insert_with(|| {
                let fresh = Word { text: String::new(), start: at, end: at, opens, colon };
                (opens, colon) = (false, false);
                fresh
            });
            word.text.extend(if c == '’' { '\'' } else { c }.to_lowercase());
            word.end = at + 1;
            continue;
        }
        words.extend(current.take());
        opens |= matches!(c, '.' | '!' | '?' | ';' | ',' | '\n' | '(' | ')' | '—');
        colon |= matches!(c, ':' | '=' | '→');
    }
    words.extend(current.take());
    words
}

const HEDGES: [&str; 25] = [
    "if",
    "unless",
    "would",
    "could",
    "might",
    "may",
    "whether",
    "although",
    "though",
    "normally",
    "usually",
    "perhaps",
    "possibly",
    "seems",
    "appears",
    "arguably",
    "otherwise",
    "had",
    "borderline",
    "initially",
    "ordinarily",
    "while",
    "can",
    "some",
    "potentially",
];
const NEGATIONS: [&str; 13] = [
    "not", "no", "never", "neither", "nor", "without", "cannot", "hardly", "none", "nothing", "isn't", "don't", "fails",
];
const BREAKING: [&str; 7] = ["violate", "violates", "violated", "violating", "violation", "violations", "violative"];
const FORBIDDEN: [&str; 5] = ["prohibited", "forbidden", "disallowed", "impermissible", "unacceptable"];
const PERMITTED: [&str; 7] = ["allowed", "permitted", "permissible", "acceptable", "fine", "compliant", "okay"];
const BEING: [&str; 8] = ["is", "are", "be", "remains", "stays", "was", "it's", "that's"];
const OBLIGING: [&str; 8] = ["should", "must", "shall", "needs", "ought", "has", "will", "to"];
const NAMING: [&str; 7] = ["verdict", "decision", "action", "outcome", "answer", "recommendation", "conclusion"];

fn is_negation(word: &str) -> bool {
    NEGATIONS.contains(&word) || word.ends_with("n't")
}

/// Reads one segment; the last cue in it holds.
fn statement(segment: &[Word], rungs: &RungWords) -> Option<(Direction, Place)> {
    if segment.iter().any(|word| HEDGES.contains(&word.text.as_str())) {
        return None;
    }
    let mut last = None;
    for (at, word) in segment.iter().enumerate() {
        let before = segment.get(at.saturating_sub(NEGATION_REACH)..at).unwrap_or(&[]);
        let Some(plain) = cue(word, before, segment.get(at + 1), rungs) else { continue };
        let turned = before.iter().filter(|word| is_negation(&word.text)).count() % 2 == 1;
        let direction = match (plain, turned) {
            (direction, false) => Some(direction),
            (Direction::Allow, true) => Some(Direction::Act),
            (Direction::Act, true) => Some(Direction::Allow),
            (Direction::Rung(Rung(0)), true) => Some(Direction::Act),
            (Direction::Rung(_), true) => None,
        };
        let start = before.first().map_or(word.start, |first| first.start);
        if let Some(direction) = direction {
            last = Some((direction, Place::new(Passage::Rationale, start, word.end)));
        }
    }
    last
}

/// What a word argues for, negation aside.
fn cue(word: &Word, before: &[Word], after: Option<&Word>, rungs: &RungWords) -> Option<Direction> {
    let text = word.text.as_str();
    let preceded =
        |list: &[&str], reach: usize| before.iter().rev().take(reach).any(|w| list.contains(&w.text.as_str()));
    let named_clause = after.is_some_and(|next| next.text.contains('.'));
    let denied = before.iter().any(|w| is_negation(&w.text));
    if BREAKING.contains(&text) {
        // "does not violate HS.3" speaks of one clause and leaves the others open.
        return if named_clause && denied { None } else { Some(Direction::Act) };
    }
    if FORBIDDEN.contains(&text) && preceded(&BEING, 3) {
        return Some(Direction::Act);
    }
    if let Some(rung) = rungs.rung(text) {
        let told = word.colon || preceded(&["is"], 1);
        let obliged = preceded(&["be"], 2) && preceded(&OBLIGING, 4);
        if obliged || (told && preceded(&NAMING, 2)) {
            return Some(Direction::Rung(rung));
        }
    }
    if PERMITTED.contains(&text) && preceded(&BEING, 3) {
        return Some(Direction::Allow);
    }
    (matches!(text, "complies" | "comply") && after.is_some_and(|next| next.text == "with")).then_some(Direction::Allow)
}

/// Finds the clause ids that a rationale names: a policy's id, a dot and more, or an id the pack knows a clause as.
pub fn clause_ids(rationale: &str, pack: &Pack) -> Vec<(ClauseId, Place)> {
    let mut found = Vec::new();
    let mut quoted = Quoted::new(rationale);
    let mut start = None;
    let mut token = String::new();
    for (at, c) in rationale.chars().chain(std::iter::once(' ')).enumerate() {
        if c.is_alphanumeric() || c == '_' || (c == '.' && start.is_some()) {
            start.get_or_insert(at as u32);
            token.push(c);
            continue;
        }
        if let Some(from) = start.take() {
            let id = token.trim_end_matches('.');
            let inside = quoted.covers(from);
            if let Some(clause) = clause_named(id, pack).filter(|_| !inside) {
                let end = from + id.chars().count() as u32;
                found.push((clause, Place::new(Passage::Rationale, from, end)));
            }
        }
        token.clear();
    }
    found
}

fn clause_named(id: &str, pack: &Pack) -> Option<ClauseId> {
    let (policy, rest) = id.split_once('.')?;
    if let Some(clause) = pack.clause(id) {
        return Some(clause);
    }
    let ours = pack.policies.iter().any(|known| known.id == policy);
    let numbered = rest.chars().any(|c| c.is_ascii_digit());
    (ours && numbered).then_some(ClauseId::UNKNOWN)
}
