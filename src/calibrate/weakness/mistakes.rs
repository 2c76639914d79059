//! What goes wrong in a slice: which label is given where which is right, and whether that is too strict or too mild.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

/// The share of errors from which a slice is mostly of one kind.
const MOSTLY: f64 = 2.0 / 3.0;

/// One wrong decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// The label that is right.
    pub right: u16,
    /// The label that was given; none where there was no label.
    pub said: Option<u16>,
}

/// Which way the errors of a slice go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tendency {
    /// Two errors in three or more give a higher label than is right.
    TooStrict,
    /// Two errors in three or more give a lower label than is right.
    TooMild,
    /// Two errors in three or more give no label at all.
    NoLabel,
    /// Some of each.
    Mixed,
    /// Labels have no order, so that there is no strict and no mild.
    NoOrder,
}

/// The errors of a slice by kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mistakes {
    /// All of them.
    pub errors: u64,
    /// A higher label than is right; none where labels have no order.
    pub too_strict: Option<u64>,
    /// A lower label than is right; none where labels have no order.
    pub too_mild: Option<u64>,
    /// No label.
    pub no_label: u64,
    /// Which of these they mostly are.
    pub tendency: Tendency,
    /// What is given most often where something else is right; none where that is no label, or nothing is wrong.
    pub said: Option<String>,
    /// What is right there.
    pub right: Option<String>,
    /// How many of the errors are of this kind.
    pub commonest: u64,
}

impl Mistakes {
    /// Counts errors; `labels` are their names, in their order if they have one.
    pub fn of(mistakes: impl IntoIterator<Item = Mistake>, labels: &[String], ordered: bool) -> Mistakes {
        let mut counts: BTreeMap<Mistake, u64> = BTreeMap::new();
        mistakes.into_iter().for_each(|mistake| *counts.entry(mistake).or_default() += 1);
        let sum = |wanted: &dyn Fn(&Mistake) -> bool| -> u64 {
            counts.iter().filter(|(one, _)| wanted(one)).map(|(_, n)| n).sum()
        };
        let errors = sum(&|_| true);
        let strict = sum(&|one| one.said.is_some_and(|said| said > one.right));
        let mild = sum(&|one| one.said.is_some_and(|said| said < one.right));
        let no_label = sum(&|one| one.said.is_none());
        let mostly = |n: u64| n > 0 && n as f64 >= MOSTLY * errors as f64;
        let tendency = match ordered {
            _ if mostly(no_label) => Tendency::NoLabel,
            false => Tendency::NoOrder,
            true if mostly(strict) => Tendency::TooStrict,
            true if mostly(mild) => Tendency::TooMild,
            true => Tendency::Mixed,
        };
        // Of equals the first in the order of the labels.
        let most = counts.iter().max_by_key(|(one, n)| (**n, Reverse(**one)));
        let name = |label: u16| labels.get(usize::from(label)).cloned();
        Mistakes {
            errors,
            too_strict: ordered.then_some(strict),
            too_mild: ordered.then_some(mild),
            no_label,
            tendency,
            said: most.and_then(|(one, _)| name(one.said?)),
            right: most.and_then(|(one, _)| name(one.right)),
            commonest: most.map_or(0, |(_, n)| *n),
        }
    }

    /// Says which confusion is the commonest: `block where good is right: 92 of 131 errors`.
    pub fn words(&self) -> String {
        let said = self.said.as_deref().unwrap_or("no label");
        let right = self.right.as_deref().unwrap_or("something else");
        let commonest = format!("{said} where {right} is right: {} of {} errors", self.commonest, self.errors);
        let way = |n: Option<u64>, how: &str| match n {
            Some(n) if n > self.commonest && n == self.errors => format!("{commonest}; all are {how}"),
            Some(n) if n > self.commonest => format!("{commonest}; {n} of the {} are {how}", self.errors),
            _ => commonest.clone(),
        };
        match self.tendency {
            Tendency::TooStrict => way(self.too_strict, "too strict"),
            Tendency::TooMild => way(self.too_mild, "too mild"),
            Tendency::Mixed => {
                let n = |n: Option<u64>| n.unwrap_or(0);
                format!("{commonest}; {} too strict, {} too mild", n(self.too_strict), n(self.too_mild))
            }
            Tendency::NoLabel | Tendency::NoOrder => commonest,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    fn of(all: &[(u16, Option<u16>, usize)], ordered: bool) -> Mistakes {
        let labels = ["good", "revise", "block"].map(str::to_owned);
        let one = |(right, said, n): &(u16, Option<u16>, usize)| vec![Mistake { right: *right, said: *said }; *n];
        Mistakes::of(all.iter().flat_map(one), &labels, ordered)
    }

    #[test]
    fn errors_go_the_way_that_two_in_three_go() {
        let strict = of(&[(0, Some(2), 5), (1, Some(2), 3), (2, Some(0), 4)], true);
        assert_eq!((strict.too_strict, strict.too_mild, strict.tendency), (Some(8), Some(4), Tendency::TooStrict));
        assert_eq!(strict.words(), "block where good is right: 5 of 12 errors; 8 of the 12 are too strict");
        assert_eq!(of(&[(0, Some(2), 7), (2, Some(0), 4)], true).tendency, Tendency::Mixed);
        assert_eq!(of(&[(2, Some(0), 2), (0, Some(2), 1)], true).tendency, Tendency::TooMild);
        assert_eq!(of(&[(2, None, 2), (0, Some(2), 1)], true).tendency, Tendency::NoLabel);
        assert_eq!(of(&[], true).tendency, Tendency::Mixed);
    }

    #[test]
    fn without_an_order_only_the_confusion_is_named() {
        let found = of(&[(0, Some(2), 9), (2, Some(0), 1)], false);
        assert_eq!((found.too_strict, found.too_mild, found.tendency), (None, None, Tendency::NoOrder));
        assert_eq!(found.words(), "block where good is right: 9 of 10 errors");
    }
}
