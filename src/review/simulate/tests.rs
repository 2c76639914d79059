#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::*;
use crate::audit::case::{JudgeKey, Speech};
use crate::audit::replay::Head;
use crate::audit::replay::Replayed;
use crate::language::value::Rung;

fn key(kind: JudgeKind, name: &str) -> JudgeKey {
    JudgeKey { kind, name: name.to_owned(), version: None }
}

fn voice(judge: u32, kind: JudgeKind, verdict: u8) -> Voice {
    Voice {
        judge,
        kind,
        speech: Speech::Decided,
        verdict: Some(Rung(verdict)),
        clauses: Vec::new(),
        labels: None,
        margin: None,
        made_gold: false,
        adjudicates: false,
        group: None,
        grounded: true,
    }
}

/// Two models of which one errs on every fifth item; a rater from whose word gold was made.
fn world() -> Replay {
    let head = Head {
        replay: 2,
        labels: Vec::new(),
        ladder: vec!["allow".into(), "remove".into()],
        judges: vec![
            key(JudgeKind::Gold, "gold"),
            key(JudgeKind::Model, "good"),
            key(JudgeKind::Model, "bad"),
            key(JudgeKind::Rater, "ann"),
        ],
        names: vec!["gold".into(), "good".into(), "bad".into(), "ann".into()],
        fields: vec!["text".into(), "test".into(), "surface".into()],
    };
    let item = |at: u64| {
        let truth = (at % 2) as u8;
        let bad = if at.is_multiple_of(5) { 1 - truth } else { truth };
        let good = if at == 3 { 1 - truth } else { truth };
        let mut maker = voice(3, JudgeKind::Rater, truth);
        maker.made_gold = true;
        Replayed {
            id: format!("i{at}"),
            voices: vec![
                voice(0, JudgeKind::Gold, truth),
                voice(1, JudgeKind::Model, good),
                voice(2, JudgeKind::Model, bad),
                maker,
            ],
            topic: None,
            cluster: if at < 10 { 100 + at % 2 } else { 0 },
            kin: at,
            words: vec![100 + truth as u16, 200 + at as u16],
            facets: vec![(1, at as u16 % 6), (2, at as u16 % 3)],
            wrong: None,
        }
    };
    Replay { head, items: (0..300).map(item).collect() }
}

fn options() -> Options {
    Options {
        repeats: 2,
        seed: 1,
        without_people: false,
        judges: Vec::new(),
        threads: NonZeroUsize::MIN,
        variants: true,
    }
}

#[test]
fn disagreement_finds_the_worse_model_and_gold_s_makers_are_left_out() {
    let dir = tempfile::tempdir().unwrap();
    let found = simulate(&world(), &options(), dir.path()).unwrap();
    assert_eq!(found.judges.iter().map(|judge| judge.judge.as_str()).collect::<Vec<_>>(), ["good", "bad"]);
    assert_eq!(found.refused.keys().collect::<Vec<_>>(), ["ann"]);
    assert!(found.hidden.iter().any(|hidden| hidden.starts_with("ann")));
    assert!(found.warnings.iter().any(|warning| warning.contains("`good` has 1 errors")));
    let bad = &found.judges[1];
    assert_eq!((bad.items, bad.errors), (300, 60));
    let area = |points: &Points| points.area.value.unwrap();
    assert!((area(&bad.random) - 0.5).abs() < 1e-12 && (area(&bad.perfect) - 0.9).abs() < 1e-12);
    assert!(area(&bad.cold) > 0.85 && area(&bad.adaptive) > 0.85, "{bad:?}");
    let clusters = bad.adaptive_clusters.as_ref().unwrap();
    assert!((clusters.saved - 8.0).abs() < 1e-12 && clusters.settled_wrongly > 0.0);
    assert!(bad.adaptive_twins_apart.is_none());
    assert!(found.warnings.iter().any(|warning| warning.starts_with("`test` all but determines gold")));
    assert!(!found.warnings.iter().any(|warning| warning.contains("`surface`")));
}

#[test]
fn equal_seeds_give_equal_figures_on_any_number_of_threads() {
    let dir = tempfile::tempdir().unwrap();
    let run = |threads| {
        let options = Options { threads: NonZeroUsize::new(threads).unwrap(), ..options() };
        simulate(&world(), &options, dir.path()).unwrap()
    };
    assert_eq!(run(1), run(2));
}

#[test]
fn ratings_that_gold_was_chosen_by_are_told() {
    let mut world = world();
    for item in &mut world.items {
        let mut more = voice(3, JudgeKind::Rater, item.gold().unwrap().verdict.unwrap().0);
        more.adjudicates = true;
        item.voices[3] = more;
    }
    let dir = tempfile::tempdir().unwrap();
    let options = Options { judges: vec!["bad".to_owned()], variants: false, ..options() };
    let told = simulate(&world, &options, dir.path()).unwrap().warnings;
    assert!(told.iter().any(|warning| warning.contains("all but perfect")), "{told:?}");
}

#[test]
fn only_the_judges_asked_for_are_replayed() {
    let dir = tempfile::tempdir().unwrap();
    let options = Options { judges: vec!["bad".to_owned()], without_people: true, ..options() };
    let found = simulate(&world(), &options, dir.path()).unwrap();
    assert_eq!(found.judges.len(), 1);
    assert!(found.hidden.contains(&"all raters".to_owned()) && found.refused.is_empty());
}
