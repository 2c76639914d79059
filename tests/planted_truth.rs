//! The audit against planted truth, over seeds other than the bundled one.
//!
//! Run with `--nocapture` to see the figures.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    missing_docs,
    reason = "tests"
)]

mod planted;

use std::collections::BTreeMap;

use planted::audit::{audit, lines, program};
use planted::calibration::{Calibration, without_people};
use planted::measure::{Figures, mean, measure, table};
use planted::truth::Truth;

/// None of them is the seed of the bundled corpora.
const SEEDS: [u64; 5] = [101, 202, 303, 404, 505];

fn figures(name: &str) -> Figures {
    let program = program(&format!("policies/{name}"));
    let one = |seed: &u64| {
        let files: BTreeMap<String, String> = preceptor_corpora::generate(name, *seed).unwrap().into_iter().collect();
        let written = audit(&program, &files["data.jsonl"], *seed);
        if std::env::var_os("PRECEPTOR_SHOW_ERRORS").is_some() {
            planted::measure::errors(&Truth::read(&lines(&files["truth.jsonl"])), &written);
        }
        measure(&lines(&files["data.jsonl"]), &Truth::read(&lines(&files["truth.jsonl"])), &written)
    };
    let all: Vec<Figures> = SEEDS.iter().map(one).collect();
    let figures = mean(&all);
    println!("{}", table(name, SEEDS.len(), &figures));
    figures
}

fn holds(name: &str) {
    let figures = figures(name);
    for (kind, (recall, precision)) in &figures.kinds {
        assert!(*recall >= 0.9, "{kind}: recall {recall:.3}");
        assert!(*precision >= 0.8, "{kind}: precision {precision:.3}");
    }
    assert_eq!(figures.kinds.len(), 8, "every kind occurs");
    assert!(figures.right_judge >= 0.85, "the judge named wrong is wrong in {:.3}", figures.right_judge);
    assert!(figures.right_cause >= 0.975, "the cause is the fault of who is wrong in {:.3}", figures.right_cause);
    assert!(figures.brier_cause < 0.02, "brier of the causes {:.4}", figures.brier_cause);
    assert!(figures.brier < figures.brier_votes, "brier {:.4}", figures.brier);
    assert!(figures.first_tenth >= 0.6, "the first tenth holds {:.3}", figures.first_tenth);
    assert!((0.05..0.12).contains(&figures.wrong_share), "wrong model decisions {:.3}", figures.wrong_share);
}

#[test]
fn llm_safety() {
    holds("llm-safety");
}

#[test]
fn community() {
    holds("community");
}

/// Seeds on which no figure of the model was chosen; `PRECEPTOR_SEEDS=31,32` measures others.
const UNSEEN: [u64; 6] = [606, 707, 808, 909, 1010, 1111];

/// What is stated over all findings, and over those of machines alone where people are taken away at random.
fn stated(name: &str) -> (Calibration, Calibration) {
    let told = std::env::var("PRECEPTOR_SEEDS").ok();
    let seeds =
        told.map_or_else(|| UNSEEN.to_vec(), |told| told.split(',').map(|seed| seed.parse().unwrap()).collect());
    let program = program(&format!("policies/{name}"));
    let (mut all, mut alone) = (Calibration::default(), Calibration::default());
    for seed in &seeds {
        let files: BTreeMap<String, String> = preceptor_corpora::generate(name, *seed).unwrap().into_iter().collect();
        let truth = Truth::read(&lines(&files["truth.jsonl"]));
        all.add(&truth, &audit(&program, &files["data.jsonl"], *seed));
        alone.add_of_machines(&truth, &audit(&program, &without_people(&files["data.jsonl"]), *seed));
    }
    println!("{name}, {} seeds\n{}", seeds.len(), all.table());
    println!("{name} of machines alone, {} seeds\n{}", seeds.len(), alone.table());
    (all, alone)
}

fn can_be_believed(name: &str) {
    let (all, alone) = stated(name);
    for (which, stated, brier, ece) in [
        ("causes", &all.causes, 0.02, 0.025),
        ("judges named", &all.named, 0.02, 0.02),
        ("causes where machines spoke alone", &alone.causes, 0.15, 0.08),
        ("judges named where machines spoke alone", &alone.named, 0.15, 0.08),
    ] {
        assert!(stated.brier() < brier, "{name}, {which}: brier {:.4}", stated.brier());
        assert!(stated.ece() < ece, "{name}, {which}: ece {:.4}", stated.ece());
    }
}

#[test]
fn probabilities_of_llm_safety_can_be_believed() {
    can_be_believed("llm-safety");
}

#[test]
fn probabilities_of_community_can_be_believed() {
    can_be_believed("community");
}
