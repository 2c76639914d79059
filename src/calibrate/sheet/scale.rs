//! What labels there are, and how far apart they stand.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::corpus::in_short;
use crate::language::nearest::nearest;

/// Why a scale or a label cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ScaleFault {
    /// The text names no scale.
    #[error("`{0}` is no scale; write `nominal`, `interval`, or the labels from least to most as `ordinal:a<b<c`")]
    Unknown(String),
    /// A label stands there twice.
    #[error("the scale has the label `{0}` twice")]
    Twice(String),
    /// Fewer than two labels.
    #[error("an ordered scale needs at least two labels, as in `ordinal:a<b<c`")]
    TooFew,
    /// A label that an ordered scale does not list.
    #[error("{label} is not on the scale {scale}{hint}")]
    NotListed {
        /// The label, quoted if it is one short word.
        label: String,
        /// The scale's labels.
        scale: String,
        /// The label that was perhaps meant.
        hint: String,
    },
    /// A label that is no number on an interval scale.
    #[error("{0} is no number, as an interval scale needs")]
    NoNumber(String),
    /// More labels than can be told apart.
    #[error("there are more than {0} different labels; is this the column of labels?")]
    TooMany(usize),
}

/// How labels relate to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Not at all.
    Nominal,
    /// From least to most.
    Ordinal,
    /// As numbers.
    Interval,
}

/// The most labels a nominal or interval scale may have.
pub const LABELS_MAX: usize = 1_000;

/// The labels of a corpus.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    order: Order,
    labels: Vec<String>,
    /// The labels were given, so that others are refused.
    closed: bool,
}

impl Scale {
    /// Makes an ordered scale of labels from least to most.
    pub fn ordinal(labels: Vec<String>) -> Scale {
        Scale { order: Order::Ordinal, labels, closed: true }
    }

    /// Makes a scale of labels without an order; others are refused.
    pub fn nominal(labels: Vec<String>) -> Scale {
        Scale { order: Order::Nominal, labels, closed: true }
    }

    /// Makes a scale that takes labels as they come.
    pub fn open(order: Order) -> Scale {
        Scale { order, labels: Vec::new(), closed: false }
    }

    /// Reads `nominal`, `interval` or `ordinal:a<b<c`.
    ///
    /// # Errors
    /// Says what is wrong with the text.
    pub fn parse(text: &str) -> Result<Scale, ScaleFault> {
        let labels = match text.split_once(':') {
            None if text == "nominal" => return Ok(Scale::open(Order::Nominal)),
            None if text == "interval" => return Ok(Scale::open(Order::Interval)),
            Some(("ordinal", labels)) => labels,
            _ => return Err(ScaleFault::Unknown(text.to_owned())),
        };
        let labels: Vec<String> = labels.split('<').map(|label| label.trim().to_owned()).collect();
        if labels.len() < 2 || labels.iter().any(String::is_empty) {
            return Err(ScaleFault::TooFew);
        }
        let again = labels.iter().enumerate().find(|(at, label)| labels.iter().take(*at).any(|other| other == *label));
        match again {
            Some((_, label)) => Err(ScaleFault::Twice(label.clone())),
            None => Ok(Scale::ordinal(labels)),
        }
    }

    /// Returns how labels relate.
    pub fn order(&self) -> Order {
        self.order
    }

    /// Tells whether labels were taken as they came, and nobody said which there are.
    pub fn is_open(&self) -> bool {
        !self.closed
    }

    /// Returns the labels, in the order of their numbers.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Returns the name of a label.
    pub fn name(&self, label: u16) -> &str {
        self.labels.get(usize::from(label)).map_or("", String::as_str)
    }

    /// Returns the number of a label; an open scale takes a new one.
    ///
    /// # Errors
    /// If the scale has no such label, or would have too many.
    pub fn number(&mut self, label: &str) -> Result<u16, ScaleFault> {
        if let Some(at) = self.labels.iter().position(|known| known == label) {
            return Ok(at as u16);
        }
        if self.closed {
            let scale = self.labels.join(" < ");
            let meant = nearest(label, self.labels.iter().map(String::as_str));
            let hint = meant.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
            return Err(ScaleFault::NotListed { label: in_short(label), scale, hint });
        }
        if self.order == Order::Interval && !label.parse::<f64>().is_ok_and(f64::is_finite) {
            return Err(ScaleFault::NoNumber(in_short(label)));
        }
        if self.labels.len() >= LABELS_MAX {
            return Err(ScaleFault::TooMany(LABELS_MAX));
        }
        self.labels.push(label.to_owned());
        Ok((self.labels.len() - 1) as u16)
    }

    /// Sorts the labels of an open scale, by number where all are numbers, else by name, and returns the new number of
    /// each old one: the order in which labels came must not show in any result.
    pub fn settle(&mut self) -> Vec<u16> {
        let mut order: Vec<usize> = (0..self.labels.len()).collect();
        if !self.closed {
            let numbers: Option<Vec<f64>> = self.labels.iter().map(|label| label.parse().ok()).collect();
            let name = |at: &usize| self.labels.get(*at);
            match numbers {
                Some(numbers) => order.sort_by(|a, b| {
                    let value = |at: &usize| numbers.get(*at).copied().unwrap_or(0.0);
                    value(a).total_cmp(&value(b)).then_with(|| name(a).cmp(&name(b)))
                }),
                None => order.sort_by(|a, b| name(a).cmp(&name(b))),
            }
        }
        let mut places = vec![0; order.len()];
        for (place, old) in order.iter().enumerate() {
            places.get_mut(*old).into_iter().for_each(|slot| *slot = place as u16);
        }
        self.labels = order.iter().filter_map(|old| self.labels.get(*old).cloned()).collect();
        places
    }

    /// Returns the labels as numbers: their own on an interval scale, else their place.
    pub fn values(&self) -> Vec<f64> {
        let place = |(at, label): (usize, &String)| match self.order {
            Order::Interval => label.parse().unwrap_or(at as f64),
            Order::Nominal | Order::Ordinal => at as f64,
        };
        self.labels.iter().enumerate().map(place).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn a_label_that_may_be_content_is_not_quoted() {
        let refused = |scale: &str, label: &str| Scale::parse(scale).unwrap().number(label).unwrap_err().to_string();
        assert_eq!(refused("ordinal:fine<bad", "dreadful"), "`dreadful` is not on the scale fine < bad");
        assert_eq!(
            refused("interval", "call 555 0123"),
            "a text of 13 characters is no number, as an interval scale needs"
        );
        assert!(refused("ordinal:fine<bad", "you are all the same").starts_with("a text of 20 characters is not"));
    }
}
