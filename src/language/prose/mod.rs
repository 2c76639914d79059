//! A checked policy → English.
//!
//! Everything a person reads about a rule is made here from the rule itself, so that what is explained is what is run.
//! The sentences follow the policy's own order of words; names of fields, lists and questions stay as written, since
//! the reader will look them up.

mod expr;
mod pattern;

use super::policy::{Clause, Exception, OnUnknown, Pack, Status};

pub use expr::{condition, literal, value};
pub use pattern::{pattern, relation};

/// Says a clause in full: what it does, when, except when, and what happens where it cannot be told.
pub fn clause(pack: &Pack, clause: &Clause) -> String {
    let mut said = format!("{} \"{}\" ", clause.id, clause.title);
    said.push_str(&match clause.status {
        Status::Draft => "(a draft, not yet run) would say ".to_owned(),
        Status::Shadow => "(in shadow: recorded, never acting) would say ".to_owned(),
        Status::Canary(share) => format!("(acting on {} of items) says ", percent(share)),
        Status::Live => "says ".to_owned(),
        Status::Retired => return said + "is retired and never runs.",
    });
    said.push_str(&action(pack, clause));
    if let Some(when) = &clause.when {
        said.push_str(&format!(" when {}", condition(pack, when)));
    }
    match clause.exceptions.as_slice() {
        [] => said.push('.'),
        exceptions => {
            said.push_str(", except");
            for (at, exception) in exceptions.iter().enumerate() {
                said.push_str(if at == 0 { " " } else { "; or except " });
                said.push_str(&excepted(pack, exception));
            }
            said.push('.');
        }
    }
    said.push(' ');
    said.push_str(&unknown(pack, clause.on_unknown));
    said
}

/// Says what a clause does: `remove as hate, threat (high severity), and sends it to experts`.
fn action(pack: &Pack, clause: &Clause) -> String {
    let mut said = pack.rung_name(clause.verdict).to_owned();
    let labels: Vec<&str> =
        clause.labels.iter().filter_map(|label| pack.labels.get(label.0 as usize)).map(|l| l.name.as_str()).collect();
    if !labels.is_empty() {
        said.push_str(&format!(" as {}", list(&labels, "and")));
    }
    said.push_str(&format!(" ({} severity)", clause.severity.name()));
    if let Some(queue) = clause.escalate_to.and_then(|queue| pack.queues.get(queue.0 as usize)) {
        said.push_str(&format!(", and sends it to {},", queue.name));
    }
    said
}

fn excepted(pack: &Pack, exception: &Exception) -> String {
    let title = exception.title.as_ref().map(|title| format!(" ({title})")).unwrap_or_default();
    format!("as `{}`{title} if {}", exception.name, condition(pack, &exception.condition))
}

fn unknown(pack: &Pack, action: OnUnknown) -> String {
    match action {
        OnUnknown::Abstain => "Where that cannot be told it does not act.".to_owned(),
        OnUnknown::Escalate(queue) => {
            let queue = queue.and_then(|queue| pack.queues.get(queue.0 as usize));
            let to = queue.map(|queue| format!(" and the item goes to {}", queue.name)).unwrap_or_default();
            format!("Where that cannot be told it does not act{to}.")
        }
        OnUnknown::AssumeMatch => "Where that cannot be told it acts all the same.".to_owned(),
        OnUnknown::AssumeNoMatch => "Where that cannot be told it counts as no match.".to_owned(),
    }
}

/// Joins words as English does: `a, b and c`.
pub fn list<S: AsRef<str>>(words: &[S], joint: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [start @ .., last] => {
            let start: Vec<&str> = start.iter().map(AsRef::as_ref).collect();
            format!("{} {joint} {}", start.join(", "), last.as_ref())
        }
    }
}

/// Writes a whole number with its thousands apart: `12,480`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut said = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    said
}

/// Writes a number of things: `1 item`, `12,480 items`.
pub fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// Says a share as a percentage, with no more digits than it needs.
pub fn percent(share: f64) -> String {
    let hundredths = (share * 1e4).round() / 1e2;
    format!("{hundredths}%")
}

/// Says a length of time in the largest unit that divides it.
pub fn duration(seconds: f64) -> String {
    let units = [(604_800.0, "week"), (86_400.0, "day"), (3_600.0, "hour"), (60.0, "minute")];
    let (amount, unit) = units
        .iter()
        .find(|(length, _)| seconds >= *length && (seconds / length).fract() == 0.0)
        .map_or((seconds, "second"), |(length, unit)| (seconds / length, *unit));
    format!("{amount} {unit}{}", if amount == 1.0 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::{duration, list, percent};

    #[test]
    fn numbers_and_lists_read_as_english() {
        assert_eq!(percent(0.85), "85%");
        assert_eq!(percent(0.005), "0.5%");
        assert_eq!(duration(86_400.0), "1 day");
        assert_eq!(duration(90.0), "90 seconds");
        assert_eq!(duration(1_209_600.0), "2 weeks");
        assert_eq!(list(&["a", "b", "c"], "or"), "a, b or c");
    }
}
