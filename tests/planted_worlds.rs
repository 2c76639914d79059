//! A calibration against planted truth: one known fault in each corpus, and one corpus without any.
//!
//! Run with `--nocapture` to see what was missed and what was found that is not there.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    missing_docs,
    reason = "tests"
)]

use preceptor::calibrate::drift::PaceKind;
use preceptor::calibrate::sheet::{ItemSaid, Judge, JudgeKind, Said, Scale, Sheet, SheetBuilder};
use preceptor::calibrate::study::{Calibration, Cause, Intake, Status, StudyOptions, study};
use preceptor::calibrate::weakness::Confirmation;
use preceptor_corpora::rated::{
    AMBIGUOUS, CLAUSES, Corpus, DAY_MS, DIVIDING, DRIFT_DAY, FIRST_DAY_MS, LABELS, MODEL, PLANTED_RATER, PLANTS, Plant,
    rated,
};

/// Seeds of the corpora of each kind; `PRECEPTOR_SEEDS=44,55` measures others.
fn seeds() -> Vec<u64> {
    let told = std::env::var("PRECEPTOR_SEEDS").ok();
    told.map_or_else(|| vec![11, 22, 33], |told| told.split(',').map(|seed| seed.parse().unwrap()).collect())
}

fn sheet(corpus: &Corpus) -> Sheet {
    let labels = LABELS.map(str::to_owned).to_vec();
    let mut builder = SheetBuilder::new(Scale::ordinal(labels), CLAUSES.map(str::to_owned).to_vec());
    for (number, item) in corpus.items.iter().enumerate() {
        builder.add(ItemSaid {
            id: item.id.clone(),
            gold: item.gold.map(|gold| gold as u16),
            policy_clause: Some(item.clause as u32),
            fields: vec![("lang".into(), Ok(item.lang.into())), ("surface".into(), Ok(item.surface.into()))],
            ..ItemSaid::default()
        });
        for rated in corpus.ratings.iter().skip(number * 6).take(6) {
            assert_eq!(rated.item, number);
            let kind = if rated.is_model { JudgeKind::Model } else { JudgeKind::Rater };
            let judge = Judge { kind, name: rated.judge.clone(), version: None };
            let said = Said {
                at_ms: Some(rated.at_ms),
                batch: (!rated.batch.is_empty()).then(|| rated.batch.clone()),
                group: rated.group.map(str::to_owned),
                ..Said::new(judge, Ok(rated.label as u16))
            };
            builder.say(number as u32, said);
        }
    }
    builder.build()
}

/// Everything that a calibration names, as short words: `fails r01`, `leans r01 remove`, ….
fn named(found: &Calibration) -> Vec<String> {
    let mut all = Vec::new();
    for (name, judge) in found.judges.iter() {
        if judge.status == Status::Fails {
            all.push(format!("fails {name}"));
        }
        all.extend(judge.lean.iter().map(|lean| format!("leans {name} {}", lean.label)));
    }
    for one in found.changes.drift.iter().filter(|one| !one.drift.alarms.is_empty() && one.clause.is_none()) {
        all.push(format!("drifts {}", one.judge));
    }
    for one in &found.changes.pace {
        let one_answer = one.pace.figures.iter().any(|figure| figure.kind == PaceKind::OneAnswer && figure.found);
        let long = one.pace.figures.iter().any(|figure| figure.kind == PaceKind::LongRun && figure.found);
        if one_answer && long {
            all.push(format!("one answer {}", one.judge));
        }
    }
    for judge in &found.slices {
        let weak = judge.slices.iter().map(|slice| &slice.weakness);
        for weakness in weak.filter(|one| one.confirmation == Confirmation::Confirmed) {
            let slice: Vec<String> =
                weakness.slice.iter().map(|one| format!("{}={}", one.feature, one.value)).collect();
            all.push(format!("slice {} {}", judge.judge, slice.join("&")));
        }
    }
    all.extend(found.weak_clauses.found.iter().map(|one| format!("weak {} {}", one.judge, one.clause)));
    all.extend(found.causes.ambiguous_clauses.iter().map(|(clause, _)| format!("ambiguous {clause}")));
    let differ = found.groups.clauses.iter().filter(|one| one.differ);
    all.extend(differ.map(|one| format!("groups {}", one.clause.as_deref().unwrap_or("-"))));
    all
}

/// What must be named for a plant, and what may be besides, as beginnings of words.
fn expected(plant: Plant) -> (Vec<String>, Vec<String>) {
    let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let rater = |word: &str| format!("{word} {PLANTED_RATER}");
    match plant {
        Plant::Nothing | Plant::WrongGold => (vec![], vec![]),
        Plant::WeakRater => (vec![rater("fails")], vec![]),
        Plant::BiasedRater => {
            (vec![format!("leans {PLANTED_RATER} remove")], vec![rater("fails"), rater("slice"), rater("one answer")])
        }
        // Half of its time it errs on a third: it may fail as a whole.
        Plant::DriftingRater => (vec![rater("drifts")], vec![rater("fails")]),
        Plant::BlindModel => (vec![format!("slice {MODEL} lang=fa")], vec![format!("slice {MODEL} lang=fa&")]),
        // Who reads the clause otherwise than gold errs on it.
        Plant::AmbiguousClause => (vec![format!("ambiguous {AMBIGUOUS}")], own(&["slice r", "weak r", "leans r"])),
        Plant::Groups => (vec![format!("groups {DIVIDING}")], own(&["slice r", "weak r", "leans r"])),
        Plant::Spammer => {
            (vec![rater("one answer"), rater("fails")], vec![rater("leans"), rater("slice"), rater("drifts")])
        }
    }
}

/// The share of disagreements of some raters on a clause that have a cause.
fn share_of_cause(corpus: &Corpus, sheet: &Sheet, found: &Calibration, clause: &str, cause: Cause) -> (usize, usize) {
    let on = |item: u32| CLAUSES[corpus.items[item as usize].clause] == clause && corpus.items[item as usize].unclear;
    let person = |judge: u32| sheet.judges[judge as usize].kind == JudgeKind::Rater;
    let all: Vec<_> = found.causes.all.iter().filter(|one| on(one.item) && person(one.judge)).collect();
    (all.iter().filter(|one| one.cause == cause).count(), all.len())
}

#[derive(Default)]
struct Tally {
    missed: Vec<String>,
    wanted: usize,
    false_alarms: Vec<String>,
    notes: Vec<String>,
    /// Disputes that have the planted cause, of those on the planted clause.
    caused: (usize, usize),
}

fn run(plant: Plant) -> Tally {
    let mut tally = Tally::default();
    for seed in seeds() {
        let corpus = rated(plant, seed);
        let sheet = sheet(&corpus);
        let found = study(&sheet, &Intake::default(), &StudyOptions { resamples: 50, ..StudyOptions::default() });
        let named = named(&found);
        let (wanted, allowed) = expected(plant);
        tally.wanted += wanted.len();
        let missed = wanted.iter().filter(|one| !named.contains(one));
        tally.missed.extend(missed.map(|one| format!("{seed}: {one}")));
        let surplus = named
            .into_iter()
            .filter(|one| !wanted.contains(one) && !allowed.iter().any(|start| one.starts_with(start)));
        tally.false_alarms.extend(surplus.map(|one| format!("{seed}: {one}")));
        particulars(plant, &corpus, &sheet, &found, &mut tally);
    }
    tally
}

/// What else must hold of a plant's corpus.
fn particulars(plant: Plant, corpus: &Corpus, sheet: &Sheet, found: &Calibration, tally: &mut Tally) {
    match plant {
        Plant::DriftingRater => {
            let own =
                found.changes.drift.iter().find(|one| one.judge == PLANTED_RATER && one.clause.is_none()).unwrap();
            let Some(alarm) = own.drift.alarms.first() else { return };
            let day = (alarm.change_ms - FIRST_DAY_MS) / DAY_MS;
            let single = own.drift.change_ms.map(|at| (at - FIRST_DAY_MS) / DAY_MS);
            tally.notes.push(format!("change on day {day} (likeliest single change {single:?}), planted {DRIFT_DAY}"));
            assert!((day - DRIFT_DAY as i64).abs() <= 10, "day {day}");
        }
        Plant::AmbiguousClause | Plant::Groups => {
            let (clause, cause) = match plant {
                Plant::Groups => (DIVIDING, Cause::GroupDifference),
                _ => (AMBIGUOUS, Cause::PolicyAmbiguity),
            };
            let (right, all) = share_of_cause(corpus, sheet, found, clause, cause);
            tally.notes.push(format!("{right} of {all} disputes on {clause} caused {}", cause.name()));
            tally.caused = (tally.caused.0 + right, tally.caused.1 + all);
        }
        Plant::BiasedRater => {
            let lean = found.judges.get(PLANTED_RATER).and_then(|judge| judge.lean.as_ref());
            tally.notes.extend(lean.map(|lean| lean.sentence.clone()));
        }
        _ => {}
    }
    let suspects: Vec<&str> = found.suspects.probable().map(|one| one.item.as_str()).collect();
    let wrong = corpus.wrong_gold();
    let hits = suspects.iter().filter(|item| wrong.contains(item)).count();
    if plant == Plant::WrongGold {
        tally.notes.push(format!("{hits} of {} wrong gold found, {} named", wrong.len(), suspects.len()));
        assert!(hits as f64 >= 0.8 * wrong.len() as f64);
        assert!(hits as f64 >= 0.8 * suspects.len() as f64);
    } else if !suspects.is_empty() {
        tally.notes.push(format!("{} gold labels suspected, none is wrong", suspects.len()));
    }
}

/// False alarms that are put up with in the corpora of one plant: the charts of a study ring for nothing once in ten studies, one slice
/// in twenty is found by chance, and seeds are shared by all plants, so one unlucky rater is met in each of them.
fn false_alarms_max() -> usize {
    2.max(seeds().len() / 2)
}

fn holds(plant: Plant) {
    let name = PLANTS.iter().find(|(known, _)| *known == plant).unwrap().1;
    let tally = run(plant);
    let mut said = format!(
        "{name}: missed {} of {}, {} false alarms in {} corpora {:?}\n",
        tally.missed.len(),
        tally.wanted,
        tally.false_alarms.len(),
        seeds().len(),
        tally.false_alarms
    );
    tally.notes.iter().for_each(|note| said.push_str(&format!("    {note}\n")));
    print!("{said}");
    let (right, all) = tally.caused;
    assert!(right as f64 >= 0.7 * all as f64, "{name}: {right} of {all} disputes have the planted cause");
    assert!(tally.missed.is_empty(), "{name}: {:?}", tally.missed);
    assert!(tally.false_alarms.len() <= false_alarms_max(), "{name}: {:?}", tally.false_alarms);
}

#[test]
fn nothing_planted_nothing_found() {
    holds(Plant::Nothing);
}

#[test]
fn a_weak_rater_fails() {
    holds(Plant::WeakRater);
}

#[test]
fn a_biased_rater_leans() {
    holds(Plant::BiasedRater);
}

#[test]
fn a_rater_that_drifts_rings_near_the_day() {
    holds(Plant::DriftingRater);
}

#[test]
fn a_blind_model_is_weak_where_it_is_blind() {
    holds(Plant::BlindModel);
}

#[test]
fn an_ambiguous_clause_is_told_from_raters_errors() {
    holds(Plant::AmbiguousClause);
}

#[test]
fn wrong_gold_is_suspected() {
    holds(Plant::WrongGold);
}

#[test]
fn groups_that_differ_are_told_from_raters_errors() {
    holds(Plant::Groups);
}

#[test]
fn a_rater_who_answers_without_looking_fails_by_one_answer() {
    holds(Plant::Spammer);
}
