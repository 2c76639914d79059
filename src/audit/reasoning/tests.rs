#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::super::bench::{HATE, pack};
use super::quotations::marked;
use super::statements::{Direction, RungWords, clause_ids, conclusion};
use crate::language::value::{ClauseId, Rung};

#[test]
fn a_conclusion_is_the_last_clear_statement() {
    let rungs = RungWords::new(&pack());
    let (allow, act) = (Some(Direction::Allow), Some(Direction::Act));
    let rows = [
        ("This violates the policy.", act),
        ("It does not violate the policy.", allow),
        ("There is no violation here.", allow),
        ("This is not allowed.", act),
        ("Such words are permitted.", allow),
        ("It complies with the rules.", allow),
        ("At first it seems fine, but it is a violation.", act),
        ("It violates nothing", act),
        ("Although it violates good taste, it is allowed.", allow),
        ("It would be allowed if it were satire.", None),
        ("If this is a violation, others are.", None),
        ("The item should be removed.", Some(Direction::Rung(Rung(3)))),
        ("It should not be removed.", None),
        ("Verdict: label", Some(Direction::Rung(Rung(1)))),
        ("The verdict is allow.", Some(Direction::Rung(Rung(0)))),
        ("It should be labelled.", Some(Direction::Rung(Rung(1)))),
        ("It does not violate HS.3.", None),
        ("It doesn’t violate anything.", allow),
        ("He wrote \"this violates the policy\" in jest.", None),
        ("Remove the word and read on.", None),
        ("Das verstößt gegen nichts.", None),
        ("", None),
    ];
    for (text, expected) in rows {
        assert_eq!(conclusion(text, &rungs).map(|(direction, _)| direction), expected, "{text}");
    }
}

#[test]
fn a_statement_against_its_own_verdict_contradicts() {
    assert!(Direction::Allow.contradicts(Rung(2)) && !Direction::Allow.contradicts(Rung(0)));
    assert!(Direction::Act.contradicts(Rung(0)) && !Direction::Act.contradicts(Rung(1)));
    assert!(Direction::Rung(Rung(3)).contradicts(Rung(1)) && !Direction::Rung(Rung(3)).contradicts(Rung(3)));
}

#[test]
fn places_are_code_points() {
    let text = "🙂 sí: HS.1, hs.1, HS.77; XY.3 and \"HS.9\" (v2.1)";
    let found: Vec<(ClauseId, u32, u32)> =
        clause_ids(text, &pack()).into_iter().map(|(clause, place)| (clause, place.start, place.end)).collect();
    assert_eq!(found, [(HATE, 6, 10), (ClauseId::UNKNOWN, 18, 23)]);
    assert_eq!(
        marked("é “ab” «c» „d“ \"e\" \"unpaired"),
        [(3, 5, "ab".to_owned()), (8, 9, "c".to_owned()), (12, 13, "d".to_owned()), (16, 17, "e".to_owned()),]
    );
}

#[test]
fn a_rationale_of_any_length_is_read_in_bounded_time() {
    let rungs = RungWords::new(&pack());
    let long = "\"one two three\" HS.1 ".repeat(40_000);
    let (direction, place) = conclusion(&format!("{long}This violates it."), &rungs).unwrap();
    assert_eq!(direction, Direction::Act);
    assert_eq!(place.end as usize, long.chars().count() + "This violates".len());
    assert_eq!(clause_ids(&long, &pack()).len(), 40_000);
}
