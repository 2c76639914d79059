//! Every root cause that an audit can name, against planted truth.
//!
//! Run with `--nocapture` to see the figures; `PRECEPTOR_SEEDS=44,55` measures other corpora.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    dead_code,
    missing_docs,
    reason = "tests"
)]

mod planted;

use std::collections::{BTreeMap, BTreeSet};

use planted::audit::{Written, audit, program};
use planted::truth::text;
use preceptor_corpora::causes::{Planted, planted};
use serde_json::Value;

const SEEDS: [u64; 5] = [21, 22, 23, 24, 25];

/// How often a cause is found and how often it is named rightly.
#[derive(Debug, Clone, Copy, Default)]
struct Found {
    true_ones: usize,
    found: usize,
    named: usize,
    rightly: usize,
}

impl Found {
    fn recall(&self) -> f64 {
        self.found as f64 / self.true_ones.max(1) as f64
    }

    fn precision(&self) -> f64 {
        self.rightly as f64 / self.named.max(1) as f64
    }
}

#[derive(Debug, Default)]
struct Tally {
    causes: BTreeMap<String, Found>,
    stated: planted::calibration::Stated,
    /// What was named where something else was true.
    confused: BTreeMap<(String, String), usize>,
}

impl Tally {
    /// Counts the disagreements about verdicts: whose cause is known, by item and judge.
    fn add(&mut self, truth: &Planted, written: &Written) {
        for row in written.disagreements.iter().filter(|row| is_of_verdicts(row)) {
            let named = text(&row["cause"]);
            let known = truth.causes.get(&(text(&row["id"]), text(&row["judge"])));
            let is_right = known.is_some_and(|known| known.contains(&named.as_str()));
            self.stated.add(row["cause_probability"].as_f64().unwrap(), is_right);
            let found = self.causes.entry(named.clone()).or_default();
            found.named += 1;
            found.rightly += usize::from(is_right);
            if let Some([only]) = known.map(Vec::as_slice) {
                let found = self.causes.entry((*only).to_owned()).or_default();
                found.true_ones += 1;
                found.found += usize::from(is_right);
            }
            if !is_right {
                let known = known.map_or_else(|| "nothing planted".to_owned(), |known| known.join(" or "));
                let side = format!("{named} for {} of {}", text(&row["kind"]), judge_kind(row));
                *self.confused.entry((known, side)).or_default() += 1;
            }
        }
        self.add_unparsable(truth, written);
    }

    fn add_unparsable(&mut self, truth: &Planted, written: &Written) {
        let mut named = BTreeSet::new();
        for row in &written.queue {
            let judges = row["judges"].as_array().unwrap().iter().filter(|judge| judge["cause"] == "tooling");
            named.extend(judges.map(|judge| (text(&row["id"]), text(&judge["judge"]))));
        }
        let found = self.causes.entry("tooling".to_owned()).or_default();
        let right = truth.unparsable.iter().filter(|key| named.contains(key)).count();
        found.true_ones += truth.unparsable.len();
        found.found += right;
        found.named += named.len();
        found.rightly += right;
    }

    fn table(&self) -> String {
        let mut out = format!("  {:<22} recall      n  precision      n\n", "cause");
        for (cause, found) in &self.causes {
            out.push_str(&format!(
                "  {cause:<22} {:>6.3} {:>6}  {:>9.3} {:>6}\n",
                found.recall(),
                found.true_ones,
                found.precision(),
                found.named
            ));
        }
        for ((known, named), count) in &self.confused {
            out.push_str(&format!("  {count:>4} × {known} called {named}\n"));
        }
        out.push_str(&format!("  brier {:.4}, ece {:.4}\n", self.stated.brier(), self.stated.ece()));
        out
    }
}

fn is_of_verdicts(row: &Value) -> bool {
    !["wrong_clause", "wrong_reasoning"].contains(&row["kind"].as_str().unwrap())
}

fn judge_kind(row: &Value) -> String {
    let judges = row["judges"].as_array().unwrap();
    judges.iter().find(|judge| judge["judge"] == row["judge"]).map_or_else(String::new, |judge| text(&judge["kind"]))
}

#[test]
fn every_cause_is_found_and_named_rightly() {
    let program = program("tests/packs/causes");
    let seeds = std::env::var("PRECEPTOR_SEEDS").ok();
    let seeds =
        seeds.map_or_else(|| SEEDS.to_vec(), |told| told.split(',').map(|seed| seed.parse().unwrap()).collect());
    let mut tally = Tally::default();
    for seed in &seeds {
        let truth = planted(*seed);
        let written = audit(&program, &truth.data, *seed);
        tally.add(&truth, &written);
    }
    println!("{} corpora\n{}", seeds.len(), tally.table());
    assert_eq!(tally.causes.len(), 8, "every cause occurs");
    for (cause, found) in &tally.causes {
        assert!(found.recall() >= 0.8, "{cause}: recall {:.3}", found.recall());
        assert!(found.precision() >= 0.8, "{cause}: precision {:.3}", found.precision());
    }
    assert!(tally.stated.brier() < 0.09, "brier {:.4}", tally.stated.brier());
    assert!(tally.stated.ece() < 0.05, "ece {:.4}", tally.stated.ece());
}
