#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::*;
use crate::audit::case::Speech;

const RATERS: u32 = 12;

/// A number from 0 to 99 that looks random.
fn lot(item: u32, rater: u32) -> u64 {
    xxhash_rust::xxh3::xxh3_64(&[item.to_le_bytes(), rater.to_le_bytes()].concat()) % 100
}

fn voice(judge: u32, acts: bool, group: Option<u64>) -> Voice {
    Voice {
        judge,
        kind: JudgeKind::Rater,
        speech: Speech::Decided,
        verdict: Some(Rung(u8::from(acts))),
        clauses: Vec::new(),
        labels: None,
        margin: None,
        made_gold: false,
        adjudicates: false,
        group,
        grounded: true,
    }
}

/// Counts 50 items of each of four clauses, half of which call for acting; `errs` says for a clause and a rater how often
/// it says otherwise, in percent, and `group` who belongs where.
fn splits(raters: u32, errs: impl Fn(u32, u32) -> u64, group: impl Fn(u32) -> Option<u64>) -> Splits {
    let mut counts = SplitCounts::new(2);
    for item in 0..200 {
        let (clause, acts) = (item % 4, (item / 4) % 2 == 0);
        let said = |rater| voice(rater, acts != (lot(item, rater) < errs(clause, rater)), group(rater));
        let case = Case { topic: Some(ClauseId(clause)), voices: (0..raters).map(said).collect(), ..Case::default() };
        counts.take(&case, |_| true);
    }
    counts.finish()
}

fn found(of: impl Fn(Option<ClauseId>) -> Option<Surplus>) -> Vec<u32> {
    (0..4).filter(|clause| of(Some(ClauseId(*clause))).is_some()).collect()
}

#[test]
fn where_all_err_alike_nothing_is_found() {
    let splits = splits(RATERS, |_, _| 10, |rater| Some(u64::from(rater % 2)));
    assert_eq!(splits, Splits::default());
}

#[test]
fn a_clause_on_which_all_split_is_ambiguous() {
    let splits = splits(RATERS, |clause, _| if clause == 2 { 35 } else { 4 }, |_| None);
    assert_eq!(found(|clause| splits.ambiguous(clause)), [2]);
    let surplus = splits.ambiguous(Some(ClauseId(2))).unwrap();
    // Two who err at a rate e differ at 2e(1 − e): .455 beside .077.
    assert!((surplus.here.value - 0.455).abs() < 0.05, "{surplus:?}");
    assert!((surplus.usual.value - 0.077).abs() < 0.03, "{surplus:?}");
    assert_eq!((surplus.here.n, surplus.usual.n), (50, 150));
}

#[test]
fn one_rater_who_misreads_a_clause_makes_no_ambiguity() {
    let splits = splits(RATERS, |clause, rater| if clause == 2 && rater == 5 { 90 } else { 4 }, |_| None);
    assert_eq!(found(|clause| splits.ambiguous(clause)), [0_u32; 0]);
}

#[test]
fn groups_that_read_a_clause_in_two_ways_divide_it() {
    let apart = |clause, rater| if clause == 1 && rater % 2 == 1 { 96 } else { 4 };
    let group = |rater| Some(u64::from(rater % 2));
    let of_all = splits(RATERS, apart, group);
    assert_eq!(found(|clause| of_all.groups(clause)), [1]);
    assert_eq!(found(|clause| of_all.ambiguous(clause)), [0_u32; 0], "groups explain it");
    assert!(of_all.groups(Some(ClauseId(1))).unwrap().share() > 0.8);
    assert_eq!(found(|clause| splits(RATERS, apart, |_| None).groups(clause)), [0_u32; 0], "nobody declares a group");
    assert_eq!(found(|clause| splits(4, apart, group).groups(clause)), [0_u32; 0], "two and two prove nothing");
}

#[test]
fn alpha_of_coincidences_is_that_of_the_ratings() {
    // Krippendorff: 2 items of two answers each, one of three.
    let mut counts = Counts::new(2);
    let says =
        |verdicts: &[bool]| -> Vec<Voice> { (0..).zip(verdicts).map(|(at, acts)| voice(at, *acts, None)).collect() };
    for verdicts in [&[true, true][..], &[true, false], &[false, false, false]] {
        let voices = says(verdicts);
        let said: Vec<(&Voice, Rung)> = voices.iter().map(|voice| (voice, voice.decided().unwrap())).collect();
        counts.add(&said);
    }
    // Of 7 answers 3 act: observed 2/7, by chance 2·3·4/(7·6).
    let expected = 1.0 - (2.0 / 7.0) / (24.0 / 42.0);
    assert!((alpha(&counts.coincidences).unwrap() - expected).abs() < 1e-12);
}
