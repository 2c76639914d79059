//! In which way decisions are wrong: how far up or down, or for the wrong reason.

use serde::Serialize;

use crate::calibrate::Figure;
use crate::calibrate::intervals::wilson;

/// One decision beside what is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// The rung that is right, counted from the mildest.
    pub right: u16,
    /// The rung that was given; none when what was given is no rung.
    pub given: Option<u16>,
    /// Whether the clause given is the one that applies; none where either names none.
    pub same_clause: Option<bool>,
}

/// The shares of decisions that are right and wrong in each way; they sum to 1. All with Wilson's interval, and n is
/// the number of decisions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Errors {
    /// Right in rung, and in clause where both name one.
    pub right: Figure,
    /// The right rung for the wrong clause: what reviewers call a wrong selection.
    pub wrong_clause: Figure,
    /// A higher rung than is right.
    pub too_strict: Figure,
    /// A lower rung than is right.
    pub too_mild: Figure,
    /// No rung: unreadable, abstained, not applicable, unknown.
    pub no_rung: Figure,
}

/// Returns in which ways decisions are wrong.
pub fn errors(decisions: impl IntoIterator<Item = Decision>) -> Errors {
    let (mut right, mut clause, mut strict, mut mild, mut none) = (0, 0, 0, 0, 0);
    for decision in decisions {
        let count = match decision.given {
            None => &mut none,
            Some(given) if given > decision.right => &mut strict,
            Some(given) if given < decision.right => &mut mild,
            Some(_) if decision.same_clause == Some(false) => &mut clause,
            Some(_) => &mut right,
        };
        *count += 1;
    }
    let n = right + clause + strict + mild + none;
    Errors {
        right: wilson(right, n),
        wrong_clause: wilson(clause, n),
        too_strict: wilson(strict, n),
        too_mild: wilson(mild, n),
        no_rung: wilson(none, n),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn every_decision_is_wrong_in_one_way_only() {
        let decision = |right, given, same_clause| Decision { right, given, same_clause };
        let found = errors([
            decision(1, Some(1), None),
            decision(1, Some(1), Some(true)),
            decision(1, Some(1), Some(false)),
            decision(1, Some(2), Some(false)),
            decision(1, Some(0), None),
            decision(1, None, None),
            decision(0, None, Some(false)),
            decision(0, Some(1), None),
        ]);
        let Errors { right, wrong_clause, too_strict, too_mild, no_rung } = &found;
        let shares = [right, wrong_clause, too_strict, too_mild, no_rung].map(|figure| figure.value.unwrap() * 8.0);
        assert_eq!(shares, [2.0, 1.0, 2.0, 1.0, 2.0]);
        assert!(errors([]).right.why.is_some());
    }
}
