//! Both phases over small corpora made by hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::bench::{ALLOW, HATE, Item, REMOVE, Simple, THREAT, Told, item, pack};
use super::probe::{Question, Target};
use super::*;
use crate::corpus::spool::Spool;
use crate::language::policy::{Check, CheckId, Each, Expr, ExprKind, Kind, Pack, Queue, QueueId, Take};
use crate::language::source::Span;
use crate::language::value::{Rung, Type, Value};

/// What an audit writes.
struct Written {
    summary: Json,
    disagreements: Vec<Json>,
    queue: Vec<Json>,
    items: Vec<Json>,
    bytes: Vec<u8>,
}

fn lines(bytes: &[u8]) -> Vec<Json> {
    bytes.split(|b| *b == b'\n').filter(|l| !l.is_empty()).map(|l| serde_json::from_slice(l).unwrap()).collect()
}

/// Audits items; `told` says what holds for each.
fn audit(pack: &Pack, items: &[Item], told: impl Fn(usize) -> Told) -> Written {
    let dir = tempfile::tempdir().unwrap();
    let options = Options { seed: 7, as_of: 1_700_000_000_000, show_content: false };
    let auditor = Auditor::new(pack, options, &Simple);
    let mut cases = Spool::scratch(dir.path()).unwrap();
    let mut contents = Spool::scratch(dir.path()).unwrap();
    let mut ledger = Ledger::new(pack);
    for (at, item) in items.iter().enumerate() {
        let mut record = item.record.clone();
        record.id = format!("i{at}").into();
        let case = auditor.observe(&record, &item.decision, &mut told(at));
        ledger.absorb(case, &mut cases, &mut contents).unwrap();
        if at == items.len() / 2 {
            // A run that was interrupted goes on with what was written down.
            ledger = serde_json::from_slice(&serde_json::to_vec(&ledger).unwrap()).unwrap();
        }
    }
    let (mut disagreements, mut queue, mut kept) = (Vec::new(), Vec::new(), Vec::new());
    let gathered = Gathered { ledger: &ledger, cases: &mut cases, contents: &mut contents };
    let mut replay = Vec::new();
    let outputs =
        Outputs { disagreements: &mut disagreements, queue: &mut queue, items: &mut kept, replay: &mut replay };
    let summary =
        conclude(&auditor, gathered, &Intake { rejected: 2, blank: 1, ..Intake::default() }, dir.path(), outputs)
            .unwrap();
    let bytes = [disagreements.as_slice(), queue.as_slice(), kept.as_slice(), summary.to_string().as_bytes()].concat();
    Written { summary, disagreements: lines(&disagreements), queue: lines(&queue), items: lines(&kept), bytes }
}

fn always() -> Expr {
    Expr { kind: ExprKind::Const(Value::Bool(true)), ty: Type::Bool, span: Span::default() }
}

fn queue(name: &str) -> Queue {
    Queue {
        name: name.to_owned(),
        title: String::new(),
        when: Some(always()),
        take: None,
        sample: None,
        raters: 2,
        skills: Vec::new(),
        languages: Vec::new(),
        due_within: Some(3600.0),
        hidden_gold: None,
        priority: None,
        span: Span::default(),
    }
}

/// A model that is right 40 times and wrong 4, with gold; a rater who is always right.
fn measured() -> Vec<Item> {
    let sound = "It demeans people, which violates the policy.";
    let one = |at: usize| {
        let truth = if at.is_multiple_of(2) { REMOVE } else { ALLOW };
        let wrong = at % 11 == 5;
        let given = if wrong == (truth == REMOVE) { ALLOW } else { REMOVE };
        let text: &'static str = Box::leak(format!("item number {at} is about {}", at * 7919).into_boxed_str());
        let fires = if truth == REMOVE { item(text).fires(HATE) } else { item(text) };
        let fires = fires.gold(truth, (truth == REMOVE).then_some(HATE)).rater("ann", Some(truth), None);
        fires.model("guard", Some(given), |model| {
            model.rationale = (given == REMOVE).then(|| sound.into());
        })
    };
    (0..44).map(one).collect()
}

#[test]
fn a_whole_audit_names_the_model_that_is_wrong() {
    let written = audit(&pack(), &measured(), |_| Told::default());
    let wrong: Vec<&Json> = written.disagreements.iter().filter(|row| row["wrong"]["judge"] == "guard").collect();
    assert_eq!((written.disagreements.len(), wrong.len()), (4, 4));
    assert!(wrong.iter().all(|row| row["wrong"]["probability"].as_f64().unwrap() > 0.9), "{wrong:?}");
    assert!(wrong.iter().all(|row| row["cause"] == "model_error"));
    assert_eq!(written.summary["against_gold"]["guard"]["accuracy"]["value"], 40.0 / 44.0);
    assert_eq!(written.summary["judges"]["guard"]["disagree"], 4);
    assert_eq!((&written.summary["rejected"], &written.summary["blank"]), (&Json::from(2), &Json::from(1)));
    assert_eq!(written.summary["disagreements"]["gold_suspect"], 0);
    assert_eq!(written.queue.len(), 4, "what no queue takes goes to one more queue");
    assert!(written.queue.iter().all(|row| row["queue"] == queues::REST && row["selection_probability"] == 1.0));
    assert_eq!(written.items.len(), 4);
    assert!(written.items[0]["fields"]["text"].as_str().unwrap().starts_with("item number"));
    let rows = serde_json::to_string(&written.queue).unwrap() + &serde_json::to_string(&written.disagreements).unwrap();
    assert!(!rows.contains("item number"), "rows quote no content");
}

#[test]
fn equal_inputs_give_equal_bytes() {
    let once = audit(&pack(), &measured(), |_| Told::default());
    let again = audit(&pack(), &measured(), |_| Told::default());
    assert!(once.bytes == again.bytes);
}

#[test]
fn grounds_are_missed_only_in_a_model_that_gives_them() {
    let with = |given: bool| {
        let items: Vec<Item> = (0..10)
            .map(|at| {
                item("x").fires(HATE).model("guard", Some(REMOVE), |model| {
                    model.rationale = (given && at > 0).then(|| "This plainly demeans people and violates it.".into());
                })
            })
            .collect();
        let written = audit(&pack(), &items, |_| Told::default());
        written.summary["disagreements"]["wrong_reasoning"].as_u64().unwrap()
    };
    assert_eq!((with(true), with(false)), (1, 0));
}

#[test]
fn unanimous_raters_are_not_overruled_silently() {
    let mut items = measured();
    items.push(item("y").fires(HATE).gold(ALLOW, None).rater("ann", Some(REMOVE), None).rater(
        "bob",
        Some(REMOVE),
        None,
    ));
    let written = audit(&pack(), &items, |_| Told::default());
    let rows: Vec<&Json> = written.disagreements.iter().filter(|row| row["id"] == "i44").collect();
    assert!(rows.iter().any(|row| row["kind"] == "gold_suspect" && row["wrong"]["judge"] == "gold"));
    let overruled = |row: &&&Json| row["wrong"]["overrules_unanimous_raters"] == true;
    let named = |row: &&&Json| ["ann", "bob"].iter().any(|name| row["wrong"]["judge"] == *name);
    assert!(rows.iter().filter(named).all(|row| overruled(&row)));
}

#[test]
fn queues_take_by_priority_sample_by_hash_and_hide_gold() {
    let mut pack = pack();
    let experts = Queue { take: Some(Take::Count(5)), hidden_gold: Some(0.5), ..queue("experts") };
    let random = Queue { sample: Some(0.25), ..queue("random") };
    let both = Queue { take: Some(Take::Count(5)), sample: Some(0.5), ..queue("both") };
    pack.queues = vec![experts, random, both];
    let items: Vec<Item> = measured().into_iter().cycle().take(440).collect();
    let told = |at: usize| {
        let mut holds = vec![(Question::Queue(QueueId(1)), Target::Item)];
        let few = at.is_multiple_of(11).then_some([QueueId(0), QueueId(2)]);
        holds.extend(few.into_iter().flatten().map(|id| (Question::Queue(id), Target::Item)));
        Told(holds)
    };
    let written = audit(&pack, &items, told);
    let of = |queue: &str, selection: &str| {
        written.queue.iter().filter(|row| row["queue"] == queue && row["selection"] == selection).collect::<Vec<_>>()
    };
    assert_eq!((of("experts", "priority").len(), of("experts", "hidden_gold").len()), (5, 5));
    assert!(of("experts", "hidden_gold").iter().all(|row| row["selection_probability"].as_f64().unwrap() < 0.1));
    let sample = of("random", "sample");
    assert!((70..150).contains(&sample.len()), "{}", sample.len());
    assert!(sample.iter().all(|row| row["selection_probability"] == 0.25 && row["in_sample"] == true));
    assert_eq!(sample[0]["due"], "2023-11-14T23:13:20Z");
    let taken = of("both", "priority");
    let (drawn, rest): (Vec<&Json>, Vec<&Json>) = taken.iter().partition(|row| row["in_sample"] == true);
    assert!(!drawn.is_empty() && drawn.iter().all(|row| row["sample_probability"] == 0.5));
    assert!(taken.iter().all(|row| row["selection_probability"] == 1.0));
    assert!(rest.iter().all(|row| row["sample_probability"].is_null()));
    let drawn = drawn.len() + of("both", "sample").len();
    let samples = &written.summary["samples"];
    assert!(samples["experts"].is_null());
    assert_eq!(samples["both"], json!({"probability": 0.5, "items": 40, "drawn": drawn}));
    assert_eq!(
        (&samples["random"]["items"], samples["random"]["drawn"].as_u64()),
        (&json!(440), Some(sample.len() as u64))
    );
    assert_eq!(of(queues::REST, "priority").len(), 40, "the sample takes nothing off the rest");
}

#[test]
fn hidden_gold_is_the_declared_share_of_a_queue_that_takes_and_draws_the_same_items() {
    let mut pack = pack();
    let drawn = Queue { take: Some(Take::Count(10)), sample: Some(0.5), hidden_gold: Some(0.25), ..queue("both") };
    pack.queues = vec![drawn];
    let items: Vec<Item> = measured().into_iter().cycle().take(440).collect();
    let written = audit(&pack, &items, |at| {
        Told(at.is_multiple_of(11).then_some((Question::Queue(QueueId(0)), Target::Item)).into_iter().collect())
    });
    let rows: Vec<&Json> = written.queue.iter().filter(|row| row["queue"] == "both").collect();
    let count = |selection: &str| rows.iter().filter(|row| row["selection"] == selection).count();
    let (taken, sampled, hidden) = (count("priority"), count("sample"), count("hidden_gold"));
    assert!(rows.iter().any(|row| row["selection"] == "priority" && row["in_sample"] == true) && sampled > 0);
    assert_eq!(taken, 10);
    assert_eq!(hidden, ((taken + sampled) as f64 / 3.0).round() as usize, "{taken} taken, {sampled} drawn");
}

#[test]
fn a_critical_check_counts_whole_whatever_else_finds_the_same() {
    let check = |priority| Check {
        name: "must_not_miss".to_owned(),
        title: String::new(),
        each: Each::Rating,
        when: always(),
        kind: Kind::FalseNegative,
        queue: None,
        priority,
        span: Span::default(),
    };
    let probability = |checks: Vec<Check>| {
        let pack = Pack { checks, ..pack() };
        let both = [Question::Check(CheckId(0)), Question::CheckPriority(CheckId(0))];
        let told = |at: usize| Told(both.iter().filter(|_| at == 44).map(|one| (*one, Target::Rating(0))).collect());
        let mut items = measured();
        items.push(item("x").fires(HATE).gold(REMOVE, Some(HATE)).rater("ann", Some(ALLOW), None));
        let written = audit(&pack, &items, told);
        let row = written.queue.iter().find(|row| row["id"] == "i44").unwrap().clone();
        assert_eq!(row["kinds"], json!(["false_negative"]), "the check joins what is found anyway");
        (row["probability"].as_f64().unwrap(), row["findings"][0]["wrong"]["probability"].as_f64().unwrap())
    };
    let (by_kind, wrong) = probability(Vec::new());
    assert!(by_kind < 0.1 && wrong > 0.9, "a single rating moves little: {by_kind}");
    assert_eq!(probability(vec![check(None)]).0, by_kind, "another check changes nothing");
    let (critical, _) = probability(vec![check(Some(always()))]);
    assert!(critical >= wrong, "{critical} beside {wrong}");
}

#[test]
fn a_check_joins_the_finding_that_is_there_or_makes_its_own() {
    let mut pack = pack();
    let check = |name: &str, kind| Check {
        name: name.to_owned(),
        title: String::new(),
        each: Each::Model,
        when: always(),
        kind,
        queue: None,
        priority: Some(always()),
        span: Span::default(),
    };
    pack.checks = vec![check("too_eager", Kind::FalsePositive), check("odd", Kind::WrongReasoning)];
    let told = || {
        let both = [CheckId(0), CheckId(1)].into_iter();
        let asked = both.flat_map(|id| [Question::Check(id), Question::CheckPriority(id)]);
        Told(asked.map(|question| (question, Target::Model(0))).collect())
    };
    let item = item("x").model("guard", Some(REMOVE), |model| {
        model.rationale = Some("It demeans people, which is against the policy.".into());
    });
    let case = item.observed(&pack, told());
    let found: Vec<(Kind, Vec<CheckId>)> = case.findings.iter().map(|f| (f.kind, f.checks.clone())).collect();
    assert_eq!(found, [(Kind::FalsePositive, vec![CheckId(0)]), (Kind::WrongReasoning, vec![CheckId(1)])]);
    assert_eq!(case.findings[0].severity, Some(crate::language::value::Severity::Critical));
    assert_eq!(case.checks, [CheckId(0), CheckId(1)]);
}

#[test]
fn one_accurate_person_is_not_drowned_by_machines_that_err_together() {
    let mut items = measured();
    for item in &mut items {
        item.record.models.clear();
    }
    let machines = item("z").lacks(HATE, "author.age");
    let machines = ["a", "b", "c"].into_iter().fold(machines, |item, name| item.model(name, Some(REMOVE), |_| {}));
    items.push(machines.rater("ann", Some(ALLOW), None));
    let written = audit(&pack(), &items, |_| Told::default());
    let row = written.queue.iter().find(|row| row["id"] == "i44").unwrap();
    let person = row["judges"].as_array().unwrap().iter().find(|judge| judge["judge"] == "ann").unwrap();
    assert!(person["wrong"].as_f64().unwrap() < 0.5, "{person}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn probabilities_sum_to_one_and_the_order_of_judges_is_nothing(
        votes in prop::collection::vec((0..5_usize, 0..4_u8), 1..7),
        gold in prop::option::of(0..4_u8),
    ) {
        const NAMES: [&str; 5] = ["a", "b", "c", "d", "e"];
        let build = |votes: &[(usize, u8)]| {
            let mut made = item("x");
            if let Some(gold) = gold {
                made = made.gold(Rung(gold), None);
            }
            for (judge, verdict) in votes {
                made = match judge {
                    0 | 1 => made.model(NAMES[*judge], Some(Rung(*verdict)), |_| {}),
                    _ => made.rater(NAMES[*judge], Some(Rung(*verdict)), None),
                };
            }
            made
        };
        let dir = tempfile::tempdir().unwrap();
        let mut ledger = Ledger::new(&pack());
        let mut spool = Spool::scratch(dir.path()).unwrap();
        let mut contents = Spool::scratch(dir.path()).unwrap();
        for item in measured() {
            ledger.absorb(item.observed(&pack(), Told::default()), &mut spool, &mut contents).unwrap();
        }
        let mut backwards = votes.clone();
        backwards.reverse();
        let mut truths = Vec::new();
        for votes in [&votes, &backwards] {
            let case = build(votes).observed(&pack(), Told::default());
            ledger.absorb(case, &mut spool, &mut contents).unwrap();
        }
        let known = reliability::Reliability::new(&ledger, &[]);
        let mut entries = spool.entries().unwrap();
        let mut bytes = Vec::new();
        while entries.next(&mut bytes).unwrap().is_some() {
            let case: case::Case = postcard::from_bytes(&bytes).unwrap();
            truths.push(attribution::truth(&case, &known));
        }
        let [forth, back] = &truths[truths.len() - 2..] else { panic!() };
        prop_assert!((forth.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        prop_assert!(forth.iter().all(|share| (0.0..=1.0).contains(share)));
        prop_assert!(forth.iter().zip(back).all(|(a, b)| (a - b).abs() < 1e-9));
    }
}

#[test]
fn the_words_of_evidence_are_shown_only_where_asked() {
    let item = item("those vermin again").fires(HATE).model("guard", Some(REMOVE), |model| {
        model.quotes = Some(vec!["roaches".into()]);
        model.rationale = Some("Nothing here violates the policy at all.".into());
    });
    let words = |show_content: bool| {
        let options = Options { seed: 1, as_of: 0, show_content };
        let case = Auditor::new(&pack(), options, &Simple).observe(&item.record, &item.decision, &mut Told::default());
        case.findings[0].places.iter().map(|place| place.text.clone()).collect::<Vec<_>>()
    };
    assert_eq!(words(true), [Some("roaches".to_owned()), Some("Nothing here violates".to_owned())]);
    assert_eq!(words(false), [None, None]);
}

#[test]
fn items_of_which_nothing_can_come_are_counted_and_not_kept() {
    let written = audit(&pack(), &[item("a"), item("b").fires(HATE)], |_| Told::default());
    assert_eq!((&written.summary["items"], &written.summary["verdicts"]["remove"]), (&Json::from(2), &Json::from(1)));
    assert!(written.queue.is_empty() && written.disagreements.is_empty() && written.items.is_empty());
}

#[test]
fn near_duplicates_give_way_to_the_first_of_their_cluster() {
    let text = "buy the golden lantern today and tell all your neighbours about the harbour festival";
    let other: &'static str = "buy the golden lantern today and tell all your neighbours about the harbour festivals";
    let wrong = |text| item(text).gold(ALLOW, None).model("guard", Some(REMOVE), |_| {});
    let mut items = vec![wrong(text), wrong(text), wrong(other)];
    items.push(wrong("an entirely different sentence about roses, rivers, mountains and the price of bread"));
    let written = audit(&pack(), &items, |_| Told::default());
    let novelty = |id: &str| written.queue.iter().find(|row| row["id"] == id).unwrap()["novelty"].as_f64().unwrap();
    assert_eq!([novelty("i0"), novelty("i1"), novelty("i2"), novelty("i3")], [1.0, 0.5, 1.0 / 3.0, 1.0]);
    let cluster = |id: &str| written.queue.iter().find(|row| row["id"] == id).unwrap()["cluster"].clone();
    assert_eq!(cluster("i0"), cluster("i1"));
    assert_ne!(cluster("i0"), cluster("i2"), "only what is the same is judged once");
}

/// Where every model says `remove` to one word and `allow` to another, the one that departs from its habit stands out.
#[test]
fn a_judge_that_departs_from_its_habit_comes_first_where_no_person_spoke() {
    let words = ["lantern", "harbour", "orchard", "ledger", "almanac", "festival"];
    let mut items = Vec::new();
    for at in 0..300_usize {
        let bad = at % 2 == 0;
        let odd = at == 137;
        let one = words[at % 6];
        let text =
            format!("{} {} number {at} near the {}", if bad { "vermin" } else { "roses" }, one, words[(at / 6) % 6]);
        let verdict = if bad != odd { REMOVE } else { ALLOW };
        let mut made = item(Box::leak(text.into_boxed_str())).model("guard", Some(verdict), |_| {});
        // A policy out of scope is silent, so that only the judge's habits are left.
        made.decision.policies =
            vec![crate::engine::decision::PolicyOutcome { in_scope: Some(false), ..Default::default() }];
        items.push(made);
    }
    let mut pack = pack();
    pack.queues = vec![Queue { take: Some(Take::All), ..queue("all") }];
    let written = audit(&pack, &items, |_| Told(vec![(Question::Queue(QueueId(0)), Target::Item)]));
    assert_eq!(written.queue[0]["id"], "i137");
}

/// Eight raters of two groups over items of two clauses. All read threats alike; of hate, `south` acts and `north` does not,
/// or, if the groups are not divided, one rater in turn does not.
fn grouped(divided: bool) -> Vec<Item> {
    let raters = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let one = |at: usize| {
        let clause = if at.is_multiple_of(4) { HATE } else { THREAT };
        let text: &'static str = Box::leak(format!("item number {at} is about {}", at * 7919).into_boxed_str());
        let mut said = item(text).fires(clause);
        for (place, name) in raters.iter().enumerate() {
            let north = place % 2 == 1;
            let allows = clause == HATE && if divided { north } else { (at / 4 + place).is_multiple_of(8) };
            said = said.grouped(name, if north { "north" } else { "south" }, if allows { ALLOW } else { REMOVE });
        }
        said
    };
    (0..200).map(one).collect()
}

#[test]
fn groups_of_raters_that_read_a_clause_differently_differ_legitimately() {
    let causes = |divided: bool| {
        let written = audit(&pack(), &grouped(divided), |_| Told::default());
        let rows = written.disagreements.into_iter().filter(|row| row["kind"] == "false_negative");
        rows.filter(|row| row["judge"] != "policy").collect::<Vec<_>>()
    };
    let rows = causes(true);
    assert_eq!(rows.len(), 200, "four of eight on every fourth item");
    assert!(rows.iter().all(|row| row["cause"] == "group_difference"), "{:?}", rows[0]);
    assert!(rows.iter().all(|row| row["cause_probability"].as_f64().unwrap() > 0.5));
    let figures: Vec<&str> =
        rows[0]["cause_evidence"].as_array().unwrap().iter().map(|one| one["figure"].as_str().unwrap()).collect();
    assert!(figures.contains(&"pairs of different groups who differ on the clause"), "{figures:?}");
    assert!(figures.contains(&"own group who say the same"), "{figures:?}");
    let rows = causes(false);
    assert_eq!(rows.len(), 50, "one of eight on every fourth item");
    assert!(rows.iter().all(|row| row["cause"] == "rater_error"), "one in turn, of whichever group");
}

#[test]
fn gold_that_all_contradict_is_at_fault() {
    let mut items = measured();
    let odd = item("said by all but gold").fires(HATE).gold(ALLOW, None).model("guard", Some(REMOVE), |_| {});
    items.push(odd.rater("ann", Some(REMOVE), Some(HATE)).rater("ben", Some(REMOVE), Some(HATE)));
    let written = audit(&pack(), &items, |_| Told::default());
    let rows: Vec<&Json> = written.disagreements.iter().filter(|row| row["id"] == "i44").collect();
    assert!(rows.iter().any(|row| row["kind"] == "gold_suspect") && rows.len() >= 4);
    for row in rows.iter().filter(|row| row["kind"] != "wrong_reasoning") {
        assert_eq!(row["cause"], "gold_error", "{row}");
        assert_eq!(row["cause_evidence"][0]["figure"], "chance that gold is wrong");
    }
}

#[test]
fn output_that_could_not_be_read_is_tooling() {
    let broken = item("text").fires(HATE).gold(REMOVE, Some(HATE)).rater("ann", Some(ALLOW), None);
    let broken = broken.model("guard", None, |model| model.unparsable = true);
    let written = audit(&pack(), &[broken], |_| Told::default());
    let judges: Vec<&Json> = written.queue.iter().flat_map(|row| row["judges"].as_array().unwrap()).collect();
    let guard = judges.iter().find(|row| row["judge"] == "guard").unwrap();
    assert_eq!((&guard["status"], &guard["cause"]), (&Json::from("unparsable"), &Json::from("tooling")));
}
