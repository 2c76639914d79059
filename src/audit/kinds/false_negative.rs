//! `false_negative`: the decider allowed where the reference acts.
//!
//! Reference: any. One finding for each judge whose verdict is the first rung while the reference's is above it. Not a
//! finding: a policy that is unsettled, since it did not decide to allow; a judge without a verdict.

use crate::language::policy::Kind;
use crate::language::value::Rung;

use super::{KindRule, always, by_verdict};

/// The kind.
pub static RULE: KindRule = KindRule {
    kind: Kind::FalseNegative,
    meaning: "allowed where the reference acts",
    find: |scene| by_verdict(scene, Kind::FalseNegative, |given, right| given == Rung(0) && right > given),
    stands: always,
};
