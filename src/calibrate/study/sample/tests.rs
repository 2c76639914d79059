#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::*;
use crate::calibrate::intervals::random::Random;
use crate::calibrate::queued::{QueueFacts, Queued, ReviewQueue};
use crate::calibrate::sheet::{Judge, JudgeKind, Odd, Said, Scale, SheetBuilder};

const ITEMS: usize = 4_000;
const CHANCE: f64 = 0.05;

fn judge(kind: JudgeKind, name: &str) -> Judge {
    Judge { kind, name: name.into(), version: None }
}

fn row(item: usize, drawing: Drawing) -> Queued {
    Queued { item: format!("i{item}"), queue: 0, raters: 1, due_ms: None, drawing }
}

fn queue(rows: Vec<Queued>, items: u64) -> ReviewQueue {
    let drawn = rows.iter().filter(|row| row.drawing != Drawing::NotDrawn).count() as u64;
    let queues = vec![QueueFacts { name: "open".into(), pool: Some(Pool { items, drawn }) }];
    ReviewQueue { items, queues, rows, ..ReviewQueue::default() }
}

/// A corpus of which a quarter is hard: hard items call for action more often, and the model errs on them more often.
struct World {
    right: Vec<u16>,
    said: Vec<u16>,
    hard: Vec<bool>,
}

impl World {
    fn new() -> World {
        let mut random = Random::new(11);
        let hard: Vec<bool> = (0..ITEMS).map(|at| at % 4 == 0).collect();
        let right: Vec<u16> =
            hard.iter().map(|hard| u16::from(random.unit() < if *hard { 0.5 } else { 0.06 })).collect();
        let said = hard
            .iter()
            .zip(&right)
            .map(|(hard, right)| if random.unit() < if *hard { 0.35 } else { 0.04 } { 1 - right } else { *right });
        World { said: said.collect(), right, hard }
    }

    fn share(&self, has: impl Fn(usize) -> bool) -> f64 {
        (0..ITEMS).filter(|at| has(*at)).count() as f64 / ITEMS as f64
    }

    /// The sheet with gold on half of the hard items and on every item drawn, and the queue: what was drawn, and beside it hard
    /// items taken by priority.
    fn drawn(&self, seed: u64) -> (Sheet, ReviewQueue) {
        let mut random = Random::new(seed);
        let mut builder = SheetBuilder::new(Scale::parse("ordinal:allow<remove").unwrap(), vec![]);
        let mut rows = Vec::new();
        for at in 0..ITEMS {
            let item = builder.item(&format!("i{at}"));
            builder.say(item, Said::new(judge(JudgeKind::Model, "guard"), Ok(self.said[at])));
            let in_share = random.unit() < CHANCE;
            let taken = self.hard[at] && at % 8 == 0;
            if in_share || taken {
                assert!(builder.gold(item, self.right[at]));
                rows.push(row(at, if in_share { Drawing::Drawn(CHANCE) } else { Drawing::NotDrawn }));
            }
        }
        (builder.build(), queue(rows, ITEMS as u64))
    }
}

#[test]
fn estimates_hold_the_truth_of_all_items_where_figures_on_gold_do_not() {
    let world = World::new();
    let prevalence = world.share(|at| world.right[at] > 0);
    let accuracy = world.share(|at| world.right[at] == world.said[at]);
    let holds = |own: &Figure, truth: f64| u32::from(own.low.unwrap() <= truth && truth <= own.high.unwrap());
    let (mut hajek, mut horvitz, mut judged, mut plain, mut plain_judged) = (0, 0, 0, 0, 0);
    for seed in 0..400 {
        let (sheet, queue) = world.drawn(seed);
        let found = sample(&sheet, &Assigned::new(&queue, &sheet)).unwrap();
        let own = &found.queues[0];
        assert_eq!((found.widest.as_deref(), own.without_verdict), (Some("open"), 0));
        hajek += holds(&own.acting.hajek, prevalence);
        horvitz += holds(&own.acting.horvitz_thompson, prevalence);
        judged += holds(own.judges.get("guard").unwrap(), accuracy);
        let gold: Vec<(u16, u16)> = (0..ITEMS).filter_map(|at| Some((sheet.gold[at]?, world.said[at]))).collect();
        let n = gold.len() as u64;
        plain += holds(&wilson(gold.iter().filter(|(right, _)| *right > 0).count() as u64, n), prevalence);
        plain_judged += holds(&wilson(gold.iter().filter(|(right, said)| right == said).count() as u64, n), accuracy);
    }
    // 95 % of 400 is 380, with a standard deviation of 4.4.
    for held in [hajek, horvitz, judged] {
        assert!((364..=394).contains(&held), "{held} of 400");
    }
    assert!(plain == 0 && plain_judged == 0, "{plain} {plain_judged}: gold is not the corpus");
}

#[test]
fn what_priority_took_never_enters() {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:allow<remove").unwrap(), vec![]);
    let mut rows = Vec::new();
    for at in 0..40_usize {
        let item = builder.item(&format!("i{at}"));
        // Everything that calls for action was taken by priority alone.
        assert!(builder.gold(item, u16::from(at >= 20)));
        rows.push(row(at, if at < 20 { Drawing::Drawn(0.5) } else { Drawing::NotDrawn }));
    }
    let (sheet, queue) = (builder.build(), queue(rows, 60));
    let own = sample(&sheet, &Assigned::new(&queue, &sheet)).unwrap().queues.remove(0);
    assert_eq!((own.drawn, own.with_gold), (20, 20));
    assert_eq!(
        (own.acting.hajek.value, own.acting.horvitz_thompson.value, own.acting.hajek.n),
        (Some(0.0), Some(0.0), 20)
    );
}

/// Ten items drawn, so many of them with a verdict, the last two of those by an adjudicating rater.
fn partly(answered: usize, drawing: Drawing, missing_row: bool) -> QueueSample {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:allow<remove").unwrap(), vec!["A.1".into()]);
    for at in 0..10_usize {
        let item = builder.item(&format!("i{at}"));
        builder.say(item, Said::new(judge(JudgeKind::Model, "guard"), Err(Odd::Unparsable)));
        builder.say(item, Said::new(judge(JudgeKind::Rater, "r1"), Ok(1)));
        if at + 2 < answered {
            builder.add(crate::calibrate::sheet::ItemSaid {
                id: format!("i{at}"),
                gold: Some(1),
                gold_clause: Some(0),
                ..Default::default()
            });
        } else if at < answered {
            let settles =
                Said { adjudicates: true, clause: Some(0), ..Said::new(judge(JudgeKind::Rater, "lead"), Ok(0)) };
            builder.say(item, settles);
        }
    }
    let mut rows: Vec<Queued> = (0..10).map(|at| row(at, Drawing::Drawn(0.1))).collect();
    rows[9].drawing = drawing;
    let mut queue = queue(rows, 100);
    if missing_row {
        queue.rows.pop();
    }
    let sheet = builder.build();
    sample(&sheet, &Assigned::new(&queue, &sheet)).unwrap().queues.remove(0)
}

#[test]
fn open_items_are_counted_and_too_many_of_them_forbid_an_estimate() {
    let fine = partly(9, Drawing::Drawn(0.1), false);
    assert_eq!((fine.with_gold, fine.adjudicated, fine.without_verdict), (7, 2, 1));
    assert!((fine.acting.hajek.value.unwrap() - 7.0 / 9.0).abs() < 1e-12);
    // The item without a verdict is taken to be like the others: 100 items, of which 70 / 9 · 10 act.
    assert!((fine.acting.horvitz_thompson.value.unwrap() - 7.0 / 9.0).abs() < 1e-12);
    assert_eq!(
        fine.clauses.get("A.1").unwrap().hajek.value,
        fine.acting.hajek.value,
        "no clause is acted on by allowing"
    );
    assert!(fine.sentence.contains("the 1 without one"), "{}", fine.sentence);
    assert_eq!(fine.judges.get("guard").unwrap().value, Some(0.0), "what cannot be read is wrong");
    assert_eq!(fine.judges.get("lead").unwrap().value, None, "nobody is held to their own verdict");
    assert!((fine.judges.get("r1").unwrap().value.unwrap() - 7.0 / 9.0).abs() < 1e-12);
    for (withheld, why) in [
        (partly(7, Drawing::Drawn(0.1), false), TOO_FEW),
        (partly(10, Drawing::UnknownChance, false), NO_CHANCE),
        (partly(10, Drawing::Drawn(0.1), true), ROWS_MISSING),
    ] {
        assert_eq!((withheld.acting.hajek.value, withheld.acting.hajek.why), (None, Some(why)));
        assert!(withheld.judges.iter().all(|(_, own)| own.value.is_none() && own.why == Some(why)));
        assert!(withheld.sentence.contains(why));
    }
}
