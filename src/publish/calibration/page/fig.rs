//! A figure as the page reads it back, and as it is shown: never without what it rests on.

use serde::Deserialize;

use super::html::{Html, tag};
use crate::publish::terminal::{count, share};

/// A figure with its interval; one that is undefined says why.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Fig {
    /// The value.
    pub value: Option<f64>,
    /// The interval's lower end.
    pub low: Option<f64>,
    /// Its upper end.
    pub high: Option<f64>,
    /// What it rests on.
    pub n: u64,
    /// How the interval was made.
    pub method: Option<String>,
    /// Why there is no value, or no interval of the value.
    pub why: Option<String>,
}

/// How numbers of a kind are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A share, as a percentage.
    Share,
    /// A plain number with two digits.
    Number,
    /// A number of things.
    Count,
    /// A difference of shares, in percentage points with its sign.
    Points,
}

impl Form {
    /// Writes a number.
    pub fn number(self, value: f64) -> String {
        match self {
            Form::Share => share(value),
            // A number that is rounded to nothing has no sign.
            Form::Number => format!("{value:.2}").replace("-0.00", "0.00"),
            Form::Count => count(value.round().max(0.0) as u64),
            Form::Points => match format!("{:+.1}", value * 100.0) {
                none if none == "+0.0" || none == "-0.0" => "0.0".to_owned(),
                signed => signed.replace('-', "−"),
            },
        }
    }

    /// Writes an interval.
    pub fn interval(self, low: f64, high: f64) -> String {
        match self {
            Form::Share => format!("{}–{}", share(low).trim_end_matches(" %"), share(high)),
            Form::Number | Form::Count | Form::Points => format!("{} to {}", self.number(low), self.number(high)),
        }
    }
}

impl Fig {
    /// Writes it in one line: `81 % (79–83 %, n = 1,204)`.
    pub fn said(&self, form: Form) -> String {
        match self.value {
            Some(value) => format!("{} ({})", form.number(value), self.rest(form)),
            None => format!("undefined: {}", self.why()),
        }
    }

    /// Writes it as [`Fig::said`] does, for where there is little room: why it has no interval stands in the table.
    pub fn brief(&self, form: Form) -> String {
        match (self.value, self.low, self.high) {
            (Some(value), None, _) | (Some(value), _, None) => {
                format!("{} (no interval, n = {})", form.number(value), count(self.n))
            }
            _ => self.said(form),
        }
    }

    /// Makes a cell of a table of it: the value, and below it the interval and n.
    pub fn cell(&self, form: Form) -> Html {
        let Some(value) = self.value else {
            return tag("td", &[("class", "none")], format!("undefined: {}", self.why()));
        };
        let rest = tag("small", &[], self.rest(form));
        tag("td", &[], tag("b", &[], form.number(value)).and(" ").and(rest))
    }

    /// Writes the interval and what the figure rests on.
    pub fn rest(&self, form: Form) -> String {
        let n = format!("n = {}", count(self.n));
        match (self.low, self.high) {
            (Some(low), Some(high)) => format!("{}, {n}", form.interval(low, high)),
            _ => match &self.why {
                Some(why) => format!("no interval: {why}; {n}"),
                None => format!("no interval, {n}"),
            },
        }
    }

    /// Says why it is undefined.
    pub fn why(&self) -> &str {
        self.why.as_deref().unwrap_or("nothing to compare")
    }
}
