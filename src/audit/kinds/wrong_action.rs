//! `wrong_action`: both act, on different rungs of the ladder.
//!
//! Reference: any. One finding for each judge. Not a finding: equal rungs; one side on the first rung, which is a false
//! positive or negative; an unsettled policy that stands below the reference, since it may yet rise.

use crate::language::policy::Kind;
use crate::language::value::Rung;

use super::{KindRule, always, by_verdict};

/// The kind.
pub static RULE: KindRule = KindRule {
    kind: Kind::WrongAction,
    meaning: "acted as the reference does, but on another rung",
    find: |scene| {
        by_verdict(scene, Kind::WrongAction, |given, right| given > Rung(0) && right > Rung(0) && given != right)
    },
    stands: always,
};
