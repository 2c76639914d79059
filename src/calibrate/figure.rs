//! A figure, its interval, and what it rests on.

use serde::Serialize;

use crate::language::prose::count;

/// A figure with its interval; an undefined one has no value and says why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// The value.
    pub value: Option<f64>,
    /// The interval's lower end.
    pub low: Option<f64>,
    /// The interval's upper end.
    pub high: Option<f64>,
    /// How many decisions, items or pairs it rests on; the statistic's own docstring says which.
    pub n: u64,
    /// How the interval was made: `wilson`, `bootstrap`, `delta`, ….
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<&'static str>,
    /// Why there is no value, or no interval of the value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
}

impl Figure {
    /// Makes a figure that is undefined.
    pub fn undefined(n: u64, why: &'static str) -> Figure {
        Figure { value: None, low: None, high: None, n, method: None, why: Some(why) }
    }

    /// Makes a figure with its interval, which always holds the value.
    pub fn new(value: f64, (low, high): (f64, f64), n: u64, method: &'static str) -> Figure {
        let (low, high) = (Some(low.min(value)), Some(high.max(value)));
        Figure { value: Some(value), low, high, n, method: Some(method), why: None }
    }

    /// Makes a figure that is defined and has no interval, for the reason given.
    pub fn bare(value: f64, n: u64, why: &'static str) -> Figure {
        Figure { value: Some(value), low: None, high: None, n, method: None, why: Some(why) }
    }

    /// Writes a share and its interval in words: `74 %, 65–81 %`.
    pub fn as_percent(&self) -> String {
        let value = percent(self.value);
        match (self.low, self.high) {
            (Some(low), Some(high)) => {
                format!("{value}, {}–{}", percent(Some(low)).trim_end_matches(" %"), percent(Some(high)))
            }
            _ => value,
        }
    }

    /// Writes a share with its interval and what it rests on: `74 % (65–81 %, n = 1,204)`; an undefined one says why.
    pub fn told(&self) -> String {
        let n = count(self.n);
        match (self.value, self.low, self.high) {
            (Some(value), Some(low), Some(high)) => {
                let (low, high) = (percent(Some(low)), percent(Some(high)));
                format!("{} ({}–{high}, n = {n})", percent(Some(value)), low.trim_end_matches(" %"))
            }
            (Some(value), ..) => format!("{} (n = {n})", percent(Some(value))),
            _ => format!("undefined: {}", self.why.unwrap_or("nothing to compare")),
        }
    }
}

/// Writes a share as a whole percentage; one decimal below 1 % and above 99 %, so that it is never rounded to none or all.
pub fn percent(share: Option<f64>) -> String {
    let Some(share) = share else { return "unknown".to_owned() };
    let points = share * 100.0;
    match points {
        few if few > 0.0 && few < 0.05 => "under 0.1 %".to_owned(),
        few if few > 0.0 && few < 1.0 => format!("{few:.1} %"),
        most if most > 99.0 && most < 100.0 => format!("{:.1} %", most.min(99.9)),
        plain => format!("{plain:.0} %"),
    }
}
