//! `false_positive`: the decider acted where the reference allows.
//!
//! Reference: any. One finding for each judge whose verdict is above the first rung while the reference's is the first.
//! Not a finding: equal verdicts; a judge without a verdict; an item without a reference.

use crate::language::policy::Kind;
use crate::language::value::Rung;

use super::{KindRule, always, by_verdict};

/// The kind.
pub static RULE: KindRule = KindRule {
    kind: Kind::FalsePositive,
    meaning: "acted where the reference allows",
    find: |scene| by_verdict(scene, Kind::FalsePositive, |given, right| right == Rung(0) && given > right),
    stands: always,
};
