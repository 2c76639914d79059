//! What constants mean: escapes, indents, numbers, shares, durations, dates.

use jiff::civil::{Date, DateTime};

/// A piece of a string that cannot be read: where in the text between the quotes, how long, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BadEscape {
    pub at: usize,
    pub length: usize,
    pub help: &'static str,
}

/// Undoes the escapes of a string's inside.
pub(super) fn unescape(inside: &str) -> (String, Vec<BadEscape>) {
    let mut out = String::with_capacity(inside.len());
    let mut bad = Vec::new();
    let mut rest = inside;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let start = inside.len() - escape.len();
        let length = match read_escape(escape) {
            Ok((c, length)) => {
                out.push(c);
                length
            }
            Err((length, help)) => {
                out.push_str(escape.get(..length).unwrap_or(""));
                bad.push(BadEscape { at: start, length, help });
                length
            }
        };
        rest = escape.get(length..).unwrap_or("");
    }
    out.push_str(rest);
    (out, bad)
}

fn read_escape(escape: &str) -> Result<(char, usize), (usize, &'static str)> {
    let Some(next) = escape.chars().nth(1) else { return Err((1, "write a backslash as `\\\\`")) };
    match next {
        '"' | '\\' => Ok((next, 2)),
        'n' => Ok(('\n', 2)),
        't' => Ok(('\t', 2)),
        'u' => {
            let help = "write a character by its number as `\\u{1F600}`, with one to six hexadecimal digits";
            let inside = escape.get(2..).and_then(|rest| rest.strip_prefix('{'));
            let Some((digits, _)) = inside.and_then(|rest| rest.split_once('}')) else { return Err((2, help)) };
            let well_formed = (1..=6).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_hexdigit());
            let value = u32::from_str_radix(digits, 16).ok().filter(|_| well_formed);
            match value.and_then(char::from_u32) {
                Some(c) => Ok((c, digits.len() + 4)),
                None if digits.len() <= 12 => Err((digits.len() + 4, help)),
                None => Err((2, help)),
            }
        }
        _ => Err((
            1 + next.len_utf8(),
            "only `\\\"`, `\\\\`, `\\n`, `\\t` and `\\u{…}` may follow a backslash; write `\\\\` for one",
        )),
    }
}

/// Takes the common indent and the blank lines at both ends from prose.
pub(super) fn dedent(inside: &str) -> String {
    let inside = inside.replace("\r\n", "\n");
    let (first, others) = inside.split_once('\n').unwrap_or((&inside, ""));
    let blank = |line: &&str| !line.trim().is_empty();
    let indent = others.lines().filter(blank).map(|line| line.len() - line.trim_start_matches([' ', '\t']).len()).min();
    let rest = others.lines().map(|line| line.get(indent.unwrap_or(0)..).unwrap_or("").trim_end());
    let lines: Vec<&str> = std::iter::once(first.trim()).chain(rest).collect();
    lines.join("\n").trim_matches('\n').to_string()
}

/// Reads digits with `_` between them and perhaps a decimal point.
pub(super) fn number(text: &str) -> f64 {
    text.replace('_', "").parse().unwrap_or(0.0)
}

/// Reads `85%` as 0.85, to the nearest number that `0.85` would give.
pub(super) fn percent(text: &str) -> f64 {
    let digits = text.trim_end_matches('%').trim_end().replace('_', "");
    format!("{digits}e-2").parse().unwrap_or(0.0)
}

/// Returns the seconds in a unit of time, from seconds to weeks.
pub(super) fn unit_seconds(unit: &str) -> Option<f64> {
    match unit.trim_end_matches('s') {
        "second" => Some(1.0),
        "minute" => Some(60.0),
        "hour" => Some(3_600.0),
        "day" => Some(86_400.0),
        "week" => Some(604_800.0),
        _ => None,
    }
}

/// Reads `2027-03-01` or `2027-03-01T12:00Z` as milliseconds since 1970; `None` if there is no such day or hour.
pub(super) fn time(text: &str) -> Option<i64> {
    let at = match text.strip_suffix('Z') {
        Some(moment) => moment.parse::<DateTime>().ok()?,
        None => text.parse::<Date>().ok()?.at(0, 0, 0, 0),
    };
    Some(at.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_millisecond())
}
