//! Charts as inline SVG: no script, and no text that shrinks on a narrow page.
//!
//! Widths are shares of the box and heights are pixels, so that a chart fits any width without being scaled. Every chart
//! has its title and its description inside, its axes are named, and its caption says what it shows.

pub mod intervals;
pub mod reliability;
pub mod trend;
pub mod weeks;

use super::html::{Attributes, Html, line, tag};

/// Makes a figure of a picture, its height and its sentence.
pub fn figure(title: &str, sentence: &str, height: u32, inside: Html) -> Html {
    let described = tag("title", &[], title).and(tag("desc", &[], sentence));
    let height = height.to_string();
    let picture = tag("svg", &[("role", "img"), ("height", &height), ("aria-label", title)], described.and(inside));
    tag("figure", &[], picture.and(tag("figcaption", &[], sentence))).and(line())
}

/// Writes where something stands across: a share of the width.
pub fn across(share: f64) -> String {
    format!("{:.2}%", share * 100.0)
}

/// Draws a line.
pub fn stroke(class: &str, from: (&str, &str), to: (&str, &str)) -> Html {
    tag("line", &[("class", class), ("x1", from.0), ("y1", from.1), ("x2", to.0), ("y2", to.1)], "")
}

/// Draws a dot.
pub fn dot(class: &str, x: &str, y: &str, radius: &str) -> Html {
    tag("circle", &[("class", class), ("cx", x), ("cy", y), ("r", radius)], "")
}

/// Writes a word into a picture; `anchor` is `start`, `middle` or `end`.
pub fn word(class: &str, x: &str, y: &str, anchor: &str, text: &str) -> Html {
    let attributes: Attributes<'_> = &[("class", class), ("x", x), ("y", y), ("text-anchor", anchor)];
    tag("text", attributes, text)
}

/// Breaks a name into lines of so many letters at most, between words where it can; of more than `lines_max` lines the last
/// one kept is shortened.
pub fn lines(name: &str, letters_max: usize, lines_max: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in name.split_whitespace() {
        let letters = word.chars().count();
        let count = lines.len();
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + 1 + letters <= letters_max => {
                line.push(' ');
                line.push_str(word);
            }
            // The rest goes where it will be cut off.
            Some(line) if count == lines_max => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.iter().map(|line| short(line, letters_max)).collect()
}

/// Shortens a name to what fits.
pub fn short(name: &str, letters_max: usize) -> String {
    if name.chars().count() <= letters_max {
        return name.to_owned();
    }
    name.chars().take(letters_max.saturating_sub(1)).chain(['…']).collect()
}
