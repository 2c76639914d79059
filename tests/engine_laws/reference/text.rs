//! Text the slow way: fold every character, try every term at every word.
//!
//! Covers `exact`, `plain` and `disguised` for the alphabet that the generator writes (Latin letters, digits,
//! punctuation); what the views do to all of Unicode is tested where the views are.

use unicode_segmentation::UnicodeSegmentation;

use preceptor::language::policy::View;

/// A stretch of one text, in bytes.
pub type Stretch = (usize, usize);

/// The words of a text with their places.
pub fn words(text: &str) -> Vec<Stretch> {
    text.unicode_word_indices().map(|(at, word)| (at, at + word.len())).collect()
}

/// One word in a view: all forms under which it may be met.
fn fold(word: &str, view: View) -> String {
    match view {
        View::Exact => word.to_owned(),
        View::Plain | View::Misspelled => word.to_lowercase().replace('’', "'"),
        View::Disguised => {
            let plain = word.to_lowercase().replace('’', "'");
            let lettered = plain.chars().any(|c| c.is_alphabetic());
            let unleet = |c: char| match c {
                '0' if lettered => 'o',
                '1' if lettered => 'i',
                '3' if lettered => 'e',
                '4' if lettered => 'a',
                '5' if lettered => 's',
                '7' if lettered => 't',
                other => other,
            };
            let mut squeezed = String::new();
            for c in plain.chars().map(unleet) {
                if !squeezed.ends_with(c) {
                    squeezed.push(c);
                }
            }
            squeezed
        }
    }
}

/// All places where a term stands in a text, in one view.
pub fn find(text: &str, term: &str, view: View) -> Vec<Stretch> {
    let open_start = term.starts_with('*');
    let open_end = term.ends_with('*');
    let bare = term.trim_matches('*');
    let wanted: Vec<String> = words(bare).into_iter().map(|(from, to)| fold(&bare[from..to], view)).collect();
    let places = words(text);
    let mut found = Vec::new();
    for first in 0..places.len() {
        let Some(run) = places.get(first..first + wanted.len()) else { break };
        let joined = run.windows(2).all(|pair| joins(&text[pair[0].1..pair[1].0]));
        let meets = run.iter().zip(&wanted).enumerate().all(|(at, (place, wanted))| {
            let word = fold(&text[place.0..place.1], view);
            let starts = open_start && at == 0;
            let ends = open_end && at + 1 == run.len();
            match (starts, ends) {
                (false, false) => word == *wanted,
                (false, true) => word.starts_with(wanted.as_str()),
                (true, false) => word.ends_with(wanted.as_str()),
                (true, true) => word.contains(wanted.as_str()),
            }
        });
        if !wanted.is_empty() && joined && meets {
            found.push((run[0].0, run[run.len() - 1].1));
        }
    }
    found
}

/// What may stand between the words of a term: blanks, one line break, hyphens.
fn joins(between: &str) -> bool {
    !between.is_empty() && between.chars().all(|c| c.is_whitespace() || c == '-') && !between.contains("\n\n")
}

/// Leftmost-longest, non-overlapping.
pub fn leftmost_longest(mut found: Vec<(Stretch, usize)>) -> Vec<(Stretch, usize)> {
    found.sort_by_key(|((from, to), entry)| (*from, std::cmp::Reverse(*to), *entry));
    let mut kept: Vec<(Stretch, usize)> = Vec::new();
    for one in found {
        if kept.last().is_none_or(|last| last.0.1 <= one.0.0) {
            kept.push(one);
        }
    }
    kept
}

/// Words strictly between two stretches; 0 where they touch or overlap; none across a blank line.
pub fn words_between(text: &str, a: Stretch, b: Stretch) -> Option<usize> {
    let (left, right) = if a.0 <= b.0 { (a, b) } else { (b, a) };
    if left.1 >= right.0 {
        return Some(0);
    }
    let gap = &text[left.1..right.0];
    let lines: Vec<&str> = gap.split('\n').collect();
    let blank_line = lines.len() > 2 && lines[1..lines.len() - 1].iter().any(|line| line.trim().is_empty());
    (!blank_line).then(|| words(text).iter().filter(|word| word.0 >= left.1 && word.1 <= right.0).count())
}

/// Whether a stretch lies between straight double quotes, paired within a paragraph: a mark opens before something and
/// not after a letter or digit, and closes after something if one is open.
pub fn in_quotes(text: &str, stretch: Stretch) -> bool {
    let mut offset = 0;
    for paragraph in text.split("\n\n") {
        let mut open = Vec::new();
        for (at, _) in paragraph.match_indices('"') {
            let before = paragraph[..at].chars().next_back();
            let after = paragraph[at + 1..].chars().next();
            let may_close = before.is_some_and(|c| !c.is_whitespace());
            let may_open =
                after.is_some_and(|c| !c.is_whitespace()) && !before.is_some_and(|c| c.is_ascii_alphanumeric());
            match open.last() {
                Some(&start) if may_close => {
                    open.pop();
                    if start < stretch.0 && stretch.1 <= offset + at {
                        return true;
                    }
                }
                _ if may_open => open.push(offset + at),
                _ => {}
            }
        }
        offset += paragraph.len() + 2;
    }
    false
}

/// Whether a stretch lies wholly among the first (or last) so many words.
pub fn at_edge(text: &str, stretch: Stretch, count: usize, first: bool) -> bool {
    let places = words(text);
    let edge =
        if first { places.get(count) } else { places.len().checked_sub(count + 1).and_then(|at| places.get(at)) };
    match (edge, first) {
        (None, _) => true,
        (Some(next), true) => stretch.1 <= next.0,
        (Some(before), false) => stretch.0 >= before.1,
    }
}

/// Whether some sentence holds a part of both stretches; a stretch may reach over several.
pub fn same_sentence(text: &str, a: Stretch, b: Stretch) -> bool {
    text.split_sentence_bound_indices().any(|(at, sentence)| {
        let end = at + sentence.len();
        [a, b].iter().all(|stretch| stretch.0 < end && stretch.1 > at)
    })
}
